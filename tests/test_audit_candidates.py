"""Candidate bases, pairs, what chance reaches, what cannot be tested; the audit at its limits."""

from collections import Counter
from pathlib import Path

import pytest

import surveykit as sk
from surveykit.audit import PrintedFigure, PrintedTable, bases, monte_carlo, pick_figures, question_table
from surveykit.audit.figures.figure_results import figure_words, list_bases, question_words
from surveykit.audit.means.sums_of_squares import TooManySteps, count_vectors, tally_vectors
from surveykit.audit.reconstruction.possible_tables import possible_tables
from surveykit.audit.reconstruction.table_bounds import SearchGivenUp, SumTie, TieNetwork
from surveykit.errors import AnalysisError

FIGURES = sk.read_figures(Path(__file__).parents[1] / "data/raw/published/published_figures.csv")
STUDY = tuple(figure for figure in pick_figures(FIGURES, "DHU-Q*") if figure.exact)
PLANNING = pick_figures(FIGURES, "DHU-Q2*")


class TestCandidateBases:
    def test_it_agrees_with_the_search_on_every_base(self):
        table = question_table(STUDY, "counts", candidates=range(30, 61)).table
        for name, kind in (("DHU-Q1", "single"), ("DHU-Q4", "multi"), ("DHU-Q6", "single")):
            found = bases([f for f in STUDY if f.name.startswith(name)], 60, n_min=30, kind=kind)
            mine = table[table["item"].str.startswith(name)]
            assert tuple(mine.loc[mine["reading"] != "", "base"]) == found.mixed
            assert tuple(mine.loc[mine["reading"] == "rounding", "base"]) == found.rounding

    @pytest.mark.parametrize("candidates", [(), (0, 44)])
    def test_there_must_be_bases(self, candidates):
        with pytest.raises(sk.AnalysisError, match="Candidate bases must be 1 or more"):
            question_table(STUDY, "counts", candidates=candidates)


class TestPairs:
    def test_pairs_on_no_base_say_so(self):
        said = str(sk.interpret(question_table(PLANNING, "pairs", n_max=40), language="en"))
        assert said.count("not by any mix of readings either") == 3

    @pytest.mark.parametrize("names", [("DHU-Q2a",), ("DHU-Q2*", "DHU-Q3*")])
    def test_pairs_come_from_one_question(self, names):
        with pytest.raises(sk.AnalysisError, match="one question with two exact figures or more"):
            question_table(pick_figures(FIGURES, *names), "pairs")


class TestChance:
    def test_draws_are_counted_by_their_best_base_and_each_stands_in_the_table_once(self):
        found = monte_carlo(["35.9", "28.2", "43"], range(30, 61), draws=500, seed=3)
        assert sum(found.spread) == 500 and sum(found.spread[found.best:]) == found.reached
        found = question_table(STUDY, "chance", draws=1000)
        assert found.table["n"].sum() == 1000 and found.table["estimate"].sum() == pytest.approx(1)
        assert found.table.loc[found.table["as_good"], "hits"].min() == found.settings["simulated"]["best"] == 6

    def test_figures_that_fit_worse_than_every_draw_are_in_the_table_and_it_says_how_often(self):
        found = question_table([PrintedFigure("16.2%", name="a")], "chance", n_min=30, n_max=36, draws=50)
        assert found.table["hits"].tolist()[0] == 0 and bool(found.table["as_good"].all())
        said = str(sk.interpret(question_table(STUDY, "chance", draws=1000), language="en"))
        assert "6 fit one base (55) at best" in said and "/1000 random draws" in said and "no evidence" in said


class TestUntestable:
    def test_every_figure_that_no_test_judges_has_a_reason(self):
        found, verdicts = question_table(FIGURES, "untestable").table, sk.audit_figures(FIGURES).table
        assert sorted(found["item"]) == sorted(verdicts.loc[verdicts["verdict"] == "untestable", "item"])
        assert Counter(found["why"]) == {"target": 19, "no_counts": 7, "approximate": 6, "rough": 7, "no_base": 4,
                                         "nothing": 2, "ratio": 1}

    @pytest.mark.parametrize(("figure", "why"), [
        (PrintedFigure("25%左右"), "approximate"), (PrintedFigure("6:5", 6, 11), "ratio"),
        (PrintedFigure("", base=46), "nothing"),
        (PrintedFigure("", 10000, 150000, rough=True), "rough"), (PrintedFigure("100%"), "no_counts"),
        (PrintedFigure("", 356), "no_base"), (PrintedFigure("37%", 9, 10, kind="weighted"), "weighted"),
        (PrintedFigure("75%以上", kind="target"), "target")])
    def test_the_first_reason_is_given(self, figure, why):
        assert question_table([figure], "untestable").table["why"].tolist() == [why]

    def test_figures_that_can_be_tested_are_refused_and_reasons_of_the_others_counted(self):
        with pytest.raises(sk.AnalysisError, match="Every figure here can be tested"):
            question_table(STUDY, "untestable")
        grid = question_table(pick_figures(FIGURES, "TG-*"), "untestable").grid("en")
        assert len(grid.rows) == 19 and [head.text for head in grid.head[0]] == ["Figure", "As printed"]
        said = str(sk.interpret(question_table(pick_figures(FIGURES, "TG-*", "XZ-1"), "untestable"), language="en"))
        assert said == ("Figures that cannot be tested: 20. A count alone, without base or percentage (1); A target "
                        "or a requirement, not a result (19).")


class TestReconstructionInWords:
    def test_counts_that_are_certain_and_a_proof_of_none_are_said(self):
        found = sk.audit.reconstruct(pick_figures(FIGURES, "DHU-Q6a", "DHU-Q6d"), 44)
        assert str(sk.interpret(found, language="en")) == (
            "Tables of whole numbers that fit the printed figures: 1. Counts that are the same in every one of them: "
            "return home to work 20, further study 4, the rest (not printed) 20.")
        found = sk.audit.reconstruct(PLANNING, (40, 60))
        assert "a proof, not a search that failed" in str(sk.interpret(found, language="en"))

    def test_one_question_stands_as_a_line_above_its_options(self):
        grid = sk.audit.reconstruct(pick_figures(FIGURES, "DHU-Q3*"), 39, single=False).grid("en")
        assert grid.rows[0] == "What limits the share of bachelor graduates recruited" and len(grid.rows) == 3


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
