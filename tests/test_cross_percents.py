"""Row and total percents, ticks and response sets as items and as groups, the net of a battery."""

import math

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import surveykit as sk

SURVEY = sk.example_survey()
DESIGN = sk.set_design(SURVEY, strata="gender", population=100)
NUMBERS = ["n", "base", "estimate", "se", "low", "high", "df"]


def cells(table: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Numbers by two codes, without lines and groups of everybody."""
    kept = table[(table.option != "all()") & (table.group != "")]
    return kept.set_index([first, second])[NUMBERS].sort_index()


@pytest.mark.parametrize("survey", [SURVEY, DESIGN])
@pytest.mark.parametrize(("item", "by"), [("plan", "gender"), ("gender", "plan"), ("cp_1", "hardship__pay"),
                                          ("hardship__far", "gender")])
def test_row_percents_are_column_percents_of_the_table_turned_round(survey, item, by):
    rows = sk.crosstab(survey, item, by, percent="row").table
    turned = sk.crosstab(survey, by, item).table
    assert_allclose(cells(rows, "option", "group"), cells(turned, "group", "option"), rtol=1e-12)
    last = rows[(rows.option == "all()") & (rows.group != "")]
    assert_allclose(last["estimate"], turned.loc[turned.group == "", "estimate"])


@pytest.mark.parametrize("survey", [SURVEY, DESIGN])
def test_total_percents_add_up_to_everybody(survey):
    table = sk.crosstab(survey, "plan", "gender", percent="total").table
    inner = table[(table.option != "all()") & (table.group != "")]
    assert inner["estimate"].sum() == pytest.approx(1) and inner["n"].sum() == 40 and set(table["base"]) == {40}
    margin = table[table.group == ""].set_index("option")["estimate"].drop("all()")
    column = sk.crosstab(survey, "plan", "gender").table
    assert_allclose(margin, column.loc[column.group == "", "estimate"])


def test_a_result_of_rows_says_of_whom_its_percents_are():
    result = sk.crosstab(SURVEY, "plan", "gender", percent="row", nets={"leave": ["home", "study"]})
    assert result.kind == "crosstab_row" and "of those who gave each answer" in result.method["en"]
    shown = result.grid("en").to_text()
    assert "% of row" in shown and "Women (n" not in shown and "5/18         28 (12–51)" in shown
    assert result.table.loc[result.table.group == "", "low"].isna().all()  # 100 % needs no interval
    assert result.table.loc[result.table.net, "option"].unique().tolist() == ["leave"]
    assert sk.interpret(result, language="zh").text["zh"]
    with pytest.raises(sk.AnalysisError, match="percent must be one of column, row, total, not 'rows'"):
        sk.crosstab(SURVEY, "plan", "gender", percent="rows")


def test_a_tick_is_an_item_of_its_own():
    table = sk.frequencies(SURVEY, "hardship__pay").table
    ticks = sk.multiple_response(SURVEY, "hardship").table.set_index("option")
    assert table["n"].tolist() == [ticks.loc["pay", "n"], ticks.loc["pay", "base"] - ticks.loc["pay", "n"]]
    assert sk.association(SURVEY, "hardship__pay", by="gender").base == 38
    with pytest.raises(sk.AnalysisError, match="cannot be tested against itself"):
        sk.association(SURVEY, "hardship__pay", by="hardship__pay")


@pytest.mark.parametrize("survey", [SURVEY, DESIGN])
def test_the_options_of_a_set_are_groups_that_overlap(survey):
    result = sk.crosstab(survey, "plan", "hardship")
    assert "may belong to several groups" in " ".join(note["en"] for note in result.notes) and result.base == 38
    for option in ("language", "pay", "far"):
        alone = sk.frequencies(survey, "plan", where=f"selected(hardship, '{option}')").table
        assert_allclose(result.table[result.table.group == option][NUMBERS], alone[NUMBERS], rtol=1e-12)
    means = sk.means(survey, "months", by="hardship")
    assert_allclose(means.table.loc[means.table.group == "pay", ["estimate", "se"]],
                    sk.means(survey, "months", where="selected(hardship, 'pay')").table[["estimate", "se"]])
    assert set(sk.association(survey, "plan", by="hardship").table.option) > {"language", "pay", "far"}


def test_the_net_is_top_less_bottom_with_limits_for_the_same_people():
    table = sk.likert(SURVEY, "planning", top=2).table.set_index(["item", "option"])
    row, above, below = table.loc[("cp_1", "top_2")], 18, 13
    assert row["net_points"] == pytest.approx(100 * (above - below) / 40)
    a, b = (above + 1) / 42, (below + 1) / 42
    half = 1.959963984540054 * math.sqrt((a + b - (a - b) ** 2) / 42)
    assert_allclose(row[["net_low", "net_high"]].astype(float), [100 * (a - b - half), 100 * (a - b + half)])
    weighted = sk.likert(sk.set_design(SURVEY, population=1e9), "planning", top=2).table
    assert_allclose(weighted["net_low"], table["net_low"], atol=1.5)  # t for z, n - 1 for n
    assert np.ptp(table.loc["cp_1", "net_low"]) == 0
    assert "net_points" not in sk.likert(SURVEY, "planning").table


def test_groups_of_fewer_than_ten_people_have_exact_intervals_and_the_table_says_so():
    result = sk.crosstab(SURVEY, "plan", "hardship")
    chosen = result.table[(result.table.group == "language") & (result.table.option == "home")].iloc[0]
    assert (chosen["n"], chosen["base"]) == (4, 8)
    assert_allclose([chosen["low"], chosen["high"]], [0.157012770136783, 0.842987229863217])  # R: binom.test(4, 8)
    wilson = sk.crosstab(SURVEY, "plan", "hardship", interval="wilson")
    same = result.table.group != "language"
    pd.testing.assert_frame_equal(result.table[same], wilson.table[same])
    assert "exact ones (Clopper–Pearson) for fewer than 10 people" in result.method["en"]
    assert "exact" not in wilson.method["en"] and result.settings["interval"] == "wilson_exact"
    assert "Korn and Graubard's for fewer than 10" in sk.crosstab(DESIGN, "plan", "hardship").method["en"]
