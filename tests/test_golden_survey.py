"""Whole analyses and ten comparisons on real data against R, and what others have published."""

from pathlib import Path

import pandas as pd
import pytest
from numpy.testing import assert_allclose

import surveykit as sk
from surveykit.analysis.coded_columns import option_codes

GOLDEN = Path(__file__).parent / "golden"
CLOSED, ITERATIVE = 1e-8, 1e-6


def golden(name: str) -> pd.DataFrame:
    """R's numbers; names and codes stay text."""
    words = dict.fromkeys(["survey", "item", "by", "option", "group"], str)
    return pd.read_csv(GOLDEN / f"survey_{name}.csv", dtype=words, keep_default_na=False, na_values=[])


def parts(name: str, *keys: str) -> list:
    """The golden rows of each analysis."""
    grouped = golden(name).groupby(list(keys), sort=False)
    return [pytest.param(*key, frame, id="-".join(map(str, key))) for key, frame in grouped]


@pytest.fixture(scope="module")
def surveys(anes, cleaned) -> dict[str, sk.Survey]:
    return {"anes96": anes, "volunteers": sk.score(cleaned, "career_planning")}


def by_option(survey: sk.Survey, item: str, frame: pd.DataFrame, value: str) -> dict:
    """R's value of each option: R sees the score of a rating, the package the option."""
    options = survey.codebook[item].answers
    rating = survey.codebook[item].kind == "rating"
    place = {f"{o.score:g}" if rating else o.value: o.value for o in options}
    return {place[code]: number for code, number in zip(frame["option"], frame[value], strict=True)}


@pytest.mark.parametrize(("survey", "item", "level", "expected"), parts("frequencies", "survey", "item", "level"))
def test_frequencies_equal_prop_test(surveys, survey, item, level, expected):
    survey = surveys[survey]
    table = sk.frequencies(survey, item, level=level).table.set_index("option")
    assert table["base"].unique().tolist() == expected["base"].unique().tolist()
    for name in ("n", "estimate", "low", "high"):
        numbers = by_option(survey, item, expected, name)
        assert_allclose(table.loc[list(numbers), name], list(numbers.values()), rtol=CLOSED)
    # an option that nobody chose is unknown to R's table()
    assert table.drop(index=list(numbers))["n"].sum() == 0


@pytest.mark.parametrize(("survey", "item", "by", "expected"), parts("crosstab", "survey", "item", "by"))
def test_crosstabs_equal_column_proportions(surveys, survey, item, by, expected):
    survey = surveys[survey]
    table = sk.crosstab(survey, item, by).table.set_index(["group", "option"])
    assert len(expected["group"].unique()) == len(table.index.unique("group"))
    for group, column in expected.groupby("group"):
        code = "" if group == "all" else next(
            o.value for o in survey.codebook[by].answers if group in {o.value, f"{o.score:g}"})
        for name in ("n", "base", "estimate"):
            numbers = by_option(survey, item, column, name)
            assert_allclose(table.loc[code].loc[list(numbers), name], list(numbers.values()), rtol=CLOSED)


@pytest.mark.parametrize("row", list(golden("association").itertuples()), ids=lambda r: f"{r.item}-{r.by}")
def test_chi_square_and_v_equal_chisq_test(surveys, row):
    found = sk.association(surveys[row.survey], row.item, row.by, method="chi_square").table.iloc[0]
    assert (found["base"], found["df"]) == (row.base, row.df)
    assert_allclose(found[["statistic", "p_value", "effect"]].astype(float),
                    [row.statistic, row.p_value, row.effect], rtol=CLOSED)
    assert_allclose([found["low"], found["high"]], [row.low, row.high], rtol=ITERATIVE)
    assert_allclose(found["effect_corrected"], row.corrected, rtol=CLOSED, atol=1e-13)


@pytest.mark.parametrize("row", list(golden("fisher").itertuples()), ids=lambda r: f"{r.survey}-{r.item}")
def test_exact_p_values_equal_fisher_test(surveys, row):
    drawn = golden("simulated")
    survey = surveys[row.survey] if row.survey != "simulated" else sk.Survey.from_frame(drawn)
    found = sk.association(survey, row.item, row.by, method="exact")
    assert found.base == row.base and "Monte Carlo" not in found.method["en"]
    assert_allclose(found.table["p_value"], row.p_value, rtol=CLOSED)


@pytest.mark.parametrize(("survey", "item", "expected"), parts("means", "survey", "item"))
def test_means_equal_t_test(surveys, survey, item, expected):
    by = "vote" if survey == "anes96" else "gender"
    alone, grouped = sk.means(surveys[survey], item).table, sk.means(surveys[survey], item, by=by).table
    table = pd.concat([alone, grouped]).set_index("group").loc[expected["group"]]
    names = ["base", "estimate", "sd", "se", "low", "high"]
    assert_allclose(table[names], expected[names], rtol=CLOSED)


@pytest.mark.parametrize("row", list(golden("welch").itertuples()), ids=lambda r: r.item)
def test_differences_equal_welch_t_test(surveys, row):
    found = sk.welch(surveys[row.survey], row.item, by=row.by).table.iloc[0]
    assert (found["n_first"], found["n_second"]) == (row.n_first, row.n_second)
    closed = ["estimate", "low", "high", "statistic", "df", "p_value", "effect"]
    assert_allclose(found[closed].astype(float), [getattr(row, name) for name in closed], rtol=CLOSED)
    assert_allclose([found["effect_low"], found["effect_high"]], [row.effect_low, row.effect_high], rtol=ITERATIVE)


@pytest.mark.parametrize(("item", "expected"), parts("multiple", "item"))
def test_ticks_equal_column_sums(cleaned, item, expected):
    table = sk.multiple_response(cleaned, item).table.set_index("option").loc[expected["option"]]
    names = ["n", "base", "estimate", "low", "high", "responses", "of_responses"]
    assert_allclose(table[names], expected[names], rtol=CLOSED)


def test_alpha_and_item_statistics_equal_psych(cleaned):
    found, row = sk.reliability(cleaned, "career_planning").table.iloc[0], golden("alpha").iloc[0]
    assert (found["base"], found["items"]) == (row["base"], row["items"])
    assert_allclose(found["estimate"], row["estimate"], rtol=CLOSED)
    assert_allclose([found["low"], found["high"]], [row["low"], row["high"]], rtol=ITERATIVE)
    found, expected = sk.item_analysis(cleaned, "career_planning").table, golden("alpha_items")
    assert found["item"].tolist() == expected["item"].tolist()
    names = ["base", "mean", "sd", "item_rest", "alpha_without"]
    assert_allclose(found[names], expected[names], rtol=CLOSED)


class TestPublished:
    """Facts of the statsmodels documentation of anes96."""

    def test_anes96_is_that_of_944_respondents_the_first_a_strong_republican_of_36(self, anes):
        assert anes.rows == 944 and len(anes.codebook) == 10
        assert not anes.responses.isna().any().any()
        # head of the file as statsmodels prints it: popul 0, TVnews 7, PID 6, age 36, educ 3
        first = anes.responses.iloc[0]
        assert [float(first[name]) for name in ("popul", "TVnews", "PID", "age", "educ")] == [0, 7, 6, 36, 3]
        party = anes.codebook["PID"]
        assert party.answers[option_codes(anes, party)[0]].label["en"] == "Strong Republican"


ROOT = Path(__file__).parents[1]
VOTERS = pd.read_csv(ROOT / "tests/golden/voters.csv").set_index(["key", "name"])["value"].sort_index()


def test_ten_comparisons_of_voters_equal_r():
    voters = sk.read_survey(ROOT / "data/raw/anes96/anes96.csv", codebook=ROOT / "data/raw/anes96/anes96.codebook.xlsx")
    found = {
        "chi-square PID vote": sk.association(voters, "PID", by="vote", method="chi_square"),
        "welch TVnews vote": sk.welch(voters, "TVnews", by="vote"), "anova age PID": sk.anova(voters, "age", by="PID"),
        "mann-whitney selfLR vote": sk.mann_whitney(voters, "selfLR", by="vote"),
        "kruskal TVnews educ": sk.kruskal_wallis(voters, "TVnews", by="educ"),
        "wilcoxon selfLR DoleLR": sk.wilcoxon(voters, "selfLR", "DoleLR"),
        "trend selfLR educ": sk.trend(voters, "selfLR", by="educ"),
        "pearson age TVnews": sk.correlation(voters, ["age", "TVnews"]),
        "spearman age TVnews": sk.correlation(voters, ["age", "TVnews"], method="spearman"),
        "stuart-maxwell selfLR ClinLR": sk.stuart_maxwell(voters, "selfLR", "ClinLR")}
    for key, result in found.items():
        row, expected = result.table.iloc[0], VOTERS[key]
        assert_allclose(row[expected.index].astype(float), expected, rtol=1e-8, err_msg=key)
    letters = sk.banner(voters, "PID", by="vote", method="none").table
    line = letters[(letters["option"] == "3") & (letters["letters"] != "")]
    assert bool(len(line)) == (VOTERS["z independent vote", "p_value"] < 0.05)
