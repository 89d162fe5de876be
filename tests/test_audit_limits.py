"""The audit at its limits: the first and last base, the last step of a search, names where nothing was asked."""

import pytest

from surveykit.audit import PrintedFigure, PrintedTable, bases, question_table
from surveykit.audit.figures.figure_results import figure_words, list_bases, question_words
from surveykit.audit.means.sums_of_squares import TooManySteps, count_vectors, tally_vectors
from surveykit.audit.reconstruction.possible_tables import possible_tables
from surveykit.audit.reconstruction.table_bounds import SearchGivenUp, SumTie, TieNetwork
from surveykit.errors import AnalysisError


class TestWindowOfBases:
    @pytest.mark.parametrize(("low", "high", "found"), [
        (39, 78, (39, 78)), (40, 78, (78,)), (39, 77, (39,)), (40, 77, ()), (39, 39, (39,))])
    def test_both_ends_are_searched_and_nothing_beyond(self, low, high, found):
        assert bases(["35.9", "28.2"], high, n_min=low).rounding == found

    def test_the_window_of_a_table_is_its_own(self):
        figures = [PrintedFigure("35.9%", name="a"), PrintedFigure("28.2%", name="b")]
        shown = question_table(figures, "map", n_min=39, n_max=78).settings
        assert (shown["bases"][0], shown["bases"][-1], {len(one) for one in shown["states"].values()}) == (39, 78, {40})
        assert question_table(figures, "scoreboard", n_min=39, n_max=39, draws=5).table["base"].tolist() == [39]

    @pytest.mark.parametrize(("number", "more"), [(14, False), (15, True)])
    def test_fourteen_bases_are_written_out(self, number, more):
        assert list_bases(range(number)).endswith(" …") == more
        assert list_bases(range(number)).count(",") == 13

    def test_an_option_that_a_table_does_not_use_is_refused(self):
        with pytest.raises(AnalysisError, match="does not take people"):
            question_table([PrintedFigure("36%", name="a")], "map", people=46)
        with pytest.raises(AnalysisError, match="no table 'maps'"):
            question_table([PrintedFigure("36%", name="a")], "maps")
        with pytest.raises(AnalysisError, match="people who ticked must be known"):
            question_table([PrintedFigure("36%", name="a")], "ticks")


class TestNames:
    def test_a_figure_without_a_question_is_called_by_its_name_else_as_printed(self):
        assert figure_words(PrintedFigure("43%", name="q1")) == {"zh": "q1", "en": "q1"}
        assert figure_words(PrintedFigure("43%")) == {"zh": "43%", "en": "43%"}
        assert question_words([PrintedFigure("43%", name="q1")]) == {"zh": "q1", "en": "q1"}
        asked = PrintedFigure("43%", name="q1", question={"zh": "计划", "en": "plan"}, option={"zh": "", "en": "home"})
        assert figure_words(asked)["en"].startswith("Plan") and "home" in figure_words(asked)["en"]


class TestGivingUp:
    def test_a_search_ends_at_its_last_step_and_not_before(self):
        def network() -> TieNetwork:
            return TieNetwork([0, 0, 3], [3, 3, 3], [SumTie(2, (0, 1))])

        whole = network()
        before = whole.steps
        assert len(list(whole.solutions(1000))) == 4
        taken = whole.steps - before
        assert len(list(network().solutions(taken))) == 4
        with pytest.raises(SearchGivenUp):
            list(network().solutions(taken - 1))

    def test_tables_found_before_giving_up_are_no_proof(self):
        made = PrintedTable(("a", "b"), ("x", "y"), row_totals=(20, 20), column_totals=(20, 20))
        found, given_up = possible_tables(made), possible_tables(made, steps=5)
        assert (found.exact, found.number) == (True, 21)
        assert not given_up.exact and given_up.number < 21

    def test_counting_vectors_ends_at_its_last_step_and_not_before(self):
        pairs, top = [(24, 92)], 5
        number = sum(1 for _ in count_vectors(10, 24, 92, top))
        steps = next(steps for steps in range(1, 10_000) if _counts(pairs, top, steps))
        assert tally_vectors(10, pairs, top, steps).number == number > 1
        with pytest.raises(TooManySteps):
            tally_vectors(10, pairs, top, steps - 1)


def _counts(pairs: list[tuple[int, int]], top: int, steps: int) -> bool:
    """Whether so many steps are enough."""
    try:
        tally_vectors(10, pairs, top, steps)
    except TooManySteps:
        return False
    return True
