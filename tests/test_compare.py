"""Tests with effects: the right method, refusals, gates and their notes."""

import numpy as np
import pandas as pd
import pytest

import surveykit as sk
from surveykit._stats.contingency import chi_square
from surveykit._stats.exact import fisher_exact


def two_items(table: list[list[int]]) -> sk.Survey:
    """A survey whose cross-tabulation of a by b is this table."""
    pairs = [(f"a{i}", f"b{j}") for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return sk.Survey.from_frame(pd.DataFrame(pairs, columns=["a", "b"]))


def scores(**groups: list[float]) -> sk.Survey:
    """A survey of numbers x in named groups."""
    pairs = [(name, x) for name, values in groups.items() for x in values]
    return sk.Survey.from_frame(pd.DataFrame(pairs, columns=["by", "x"]))


def notes(result: sk.Result) -> str:
    """All notes in English."""
    return " ".join(note["en"] for note in result.notes)


class TestAssociation:
    def test_it_takes_chi_square_for_large_expected_counts_and_the_exact_test_for_small(self):
        result = sk.association(two_items([[20, 30], [30, 20]]), "a", "b")
        row = result.table.iloc[0]
        assert (row["statistic"], row["df"]) == (4.0, 1.0) and "Pearson" in result.method["en"]
        assert row["p_value"] == chi_square([[20, 30], [30, 20]]).p_value
        result = sk.association(two_items([[3, 1], [1, 3]]), "a", "b")
        row = result.table.iloc[0]
        assert row["p_value"] == fisher_exact([[3, 1], [1, 3]]).p_value
        assert np.isnan(row["statistic"]) and np.isnan(row["df"])
        assert "4 of 4 cells expect fewer than 5, the smallest 2.0" in result.method["en"]

    @pytest.mark.parametrize(("table", "exact"), [
        ([[5, 5], [5, 5]], False),             # all expect exactly 5
        ([[4, 5], [5, 5]], True),              # 2 of 4 cells under 5
        ([[1, 40, 40, 40, 40], [1, 40, 40, 40, 40]], False),   # a fifth of the cells, none under 1
        ([[0, 50], [1, 99]], True),            # one cell under 1
    ])
    def test_it_follows_cochran(self, table, exact):
        assert ("exact test" in sk.association(two_items(table), "a", "b").method["en"]) == exact

    def test_a_forced_chi_square_is_cautioned_on_small_counts_only(self):
        survey = two_items([[3, 1], [1, 3]])
        assert "approximation may be poor" in notes(sk.association(survey, "a", "b", method="chi_square"))
        assert "approximation may be poor" not in notes(sk.association(survey, "a", "b"))
        forced = sk.association(two_items([[20, 30], [30, 20]]), "a", "b", method="chi_square")
        assert "poor" not in notes(forced)

    def test_a_table_too_large_to_list_is_drawn_from_with_a_seed(self):
        draw = np.random.default_rng(1)
        survey = two_items([*draw.integers(0, 60, (3, 6)).tolist(), *draw.integers(0, 4, (3, 6)).tolist()])
        result = sk.association(survey, "a", "b")
        assert "(seed 20080501, limits <0.001 to <0.001 at confidence 0.99; " in result.method["en"]
        assert result.table["p_value"].iloc[0] == 1 / 100_001  # no draw is as far from independence
        with pytest.raises(sk.AnalysisError, match="answers would take too long"):
            sk.association(survey, "a", "b", method="exact")

    def test_but_an_item_is_not_tested_against_itself(self):
        with pytest.raises(sk.AnalysisError, match="cannot be tested against itself"):
            sk.association(two_items([[3, 1], [1, 3]]), "a", by="a")

    def test_options_nobody_chose_do_not_count_and_small_groups_are_named(self, cleaned):
        other = sk.recode(cleaned, "plan_after_service", {"undecided": "other"}, reason="test")
        result = sk.association(other, "plan_after_service", "gender", method="chi_square")
        assert result.table["df"].iloc[0] == 5
        result = sk.association(cleaned, "planning_time", "gender")
        assert (result.base, result.missing) == (45, {"either": 1}) and cleaned.rows == 46
        assert "Male, Female: fewer than 30" in notes(sk.association(cleaned, "planning_time", "gender"))

    def test_it_says_that_it_is_one_test_and_names_its_domain(self, cleaned):
        said = notes(sk.association(cleaned, "planning_time", "gender"))
        assert "A single test" in said and "do not settle" in said
        result = sk.association(cleaned, "plan_after_service", "gender", where="planning_time != 'never'")
        assert result.base == 42 and "Only respondents with" in notes(result)

    @pytest.mark.parametrize("table", [[[3, 4]], [[3], [4]], [[3, 0], [4, 0]]])
    def test_but_it_refuses_a_single_row_or_column(self, table):
        with pytest.raises(sk.AnalysisError, match="must each have two options that somebody chose"):
            sk.association(two_items(table), "a", "b")

    def test_it_refuses_an_unknown_method_and_a_percent_as_level(self, cleaned):
        with pytest.raises(sk.AnalysisError, match="auto, chi_square, exact for this sample, not 'fisher'"):
            sk.association(cleaned, "planning_time", "gender", method="fisher")
        with pytest.raises(sk.AnalysisError, match="level must lie between 0 and 1, not 95"):
            sk.association(cleaned, "planning_time", "gender", level=95)


class TestWelch:
    def test_the_difference_is_first_minus_second(self):
        result = sk.welch(scores(young=[1, 2, 3], old=[2, 4, 9]), "x", by="by")
        assert result.table["estimate"].iloc[0] == -3
        assert result.label("group", "young/old", "en") == "young − old"

    def test_each_group_has_its_size_and_the_effect_its_interval(self, cleaned):
        result = sk.welch(sk.score(cleaned, "career_planning"), "career_planning", by="gender")
        row = result.table.iloc[0]
        assert (row["n_first"], row["n_second"], result.base) == (23, 22, 45)
        assert result.missing == {"either": 1}
        assert "Group sizes: Male 23, Female 22." in notes(result)
        assert result.grid("en").rows[0][-1] == "0.20 [−0.39, 0.79]"

    def test_only_the_difference_is_left_where_no_group_varies(self):
        result = sk.welch(scores(one=[2, 2, 2], other=[3, 3]), "x", by="by")
        row = result.table.iloc[0]
        assert row["estimate"] == -1 and np.isnan(row["p_value"])
        assert "nothing can be tested" in notes(result) and "nan" not in repr(result)
        result = sk.welch(scores(one=[2, 2, 2], other=[3, 4]), "x", by="by")
        assert "nothing can be tested" not in notes(result) and result.table["p_value"].iloc[0] < 1

    def test_it_refuses_three_groups_and_a_group_of_one(self):
        with pytest.raises(sk.AnalysisError, match="compares 2 groups; 'by' has 3"):
            sk.welch(scores(a=[1, 2], b=[1, 2], c=[3, 4]), "x", by="by")
        with pytest.raises(sk.AnalysisError, match="Each group must have 2 answers"):
            sk.welch(scores(a=[1, 2], b=[1]), "x", by="by")

    def test_it_refuses_words(self, cleaned):
        with pytest.raises(sk.AnalysisError, match="welch needs an item of kind number or rating"):
            sk.welch(cleaned, "plan_after_service", by="gender")
