"""Replicate weights against R's svrepdesign and as.svrepdesign (tests/golden/r/weights.R)."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.special import chdtri
from test_golden_designs import CLUSTERS, DESIGNS, GOLDEN
from test_weighting import BOTH, SAMPLE, estimates, weigh

import surveykit as sk
from surveykit._stats.replication import made_replicates
from surveykit._stats.sampling import Stage

EXPECTED, TESTS = (pd.read_csv(GOLDEN / f"weight_{name}.csv") for name in ("replicated", "replicated_tests"))
GIVEN = pd.read_csv(GOLDEN / "weight_replicates.csv")
LONELY = {"weight": "weight", "strata": "only", "psu": "unit"}
TWO_STAGE = DESIGNS["two_stage"]
ASSOCIATIONS = {"F": "rao_scott", "Chisq": "rao_scott_first", "Wald": "wald_unadjusted", "adjWald": "wald"}
MADE = {"jackknife": CLUSTERS, "jackknife_fpc": DESIGNS["clusters_fpc"], "jackknife_two_stage": TWO_STAGE,
        "jackknife_one": DESIGNS["unstratified"],
        **{f"jackknife_{rule}": {**LONELY, "lonely": rule} for rule in ("adjust", "certainty", "remove", "average")}}
PAIRS = sk.exclude(SAMPLE, respondents=list(SAMPLE.responses.index[~SAMPLE.responses["school"].isin(["1", "2"])]),
                   reason="pairs")


def given_survey(method: str) -> sk.Survey:
    """The sample with the replicate weights that R made: `r` of schools, `m` of schools and classes."""
    names = [name for name in GIVEN if name[0] == ("m" if method == "multistage" else "r")]
    frame = SAMPLE.responses.assign(**{name: GIVEN[name].to_numpy() for name in names})
    items = tuple(sk.Item(name, "number", {"en": name}) for name in names)
    survey = sk.Survey.from_frame(frame, sk.Codebook((*SAMPLE.codebook.items, *items)))
    return sk.set_design(survey, weight="weight", replicates=names,
                         replication="bootstrap" if method == "multistage" else method)


def survey_of(name: str) -> sk.Survey:
    """The sample with replicates given, or of our making: `+` tells how its weights are calibrated then."""
    method, _, calibration = name.partition("+")
    if method in DESIGNS:  # errors by Taylor
        return weigh(calibration, sk.set_design(SAMPLE, **DESIGNS[method]))
    if method in ("brr", "fay"):
        return sk.set_design(PAIRS, **CLUSTERS, replicates=method)
    survey = (given_survey(method.removeprefix("given_")) if method.startswith("given_") else
              sk.set_design(SAMPLE, **MADE[method], replicates="jackknife"))
    return weigh(calibration, survey) if calibration else survey


@pytest.mark.parametrize("name", list(EXPECTED["method"].unique()))
def test_estimates_and_errors_equal_those_of_r(name):
    theirs = EXPECTED[EXPECTED["method"] == name][["estimate", "se"]].to_numpy(float)
    assert_allclose(estimates(survey_of(name)).to_numpy(), theirs, rtol=1e-7)


@pytest.mark.parametrize("name", list(TESTS["method"].unique()))
def test_tests_equal_those_of_r(name):
    survey, expected = survey_of(name), TESTS[TESTS["method"] == name].set_index("test")
    ours = {test: sk.association(survey, "q", "g", method=method).table.iloc[0]
            for test, method in ASSOCIATIONS.items()}
    ours |= {"t": sk.welch(survey, "y", "g").table.iloc[0], "rank": sk.mann_whitney(survey, "y", "g").table.iloc[0]}
    same = ours["rank"]["df"] == expected.loc["rank", "df"]  # R counts the rank of calibrated replicates, we the units
    if name == "given_bootstrap+linear":
        ours.pop("t")  # a replicate has a weight below 0, which svyglm leaves out
    for test, found in ours.items():
        row = expected.loc[test]
        sign, value = -1 if test in ("t", "rank") else 1, row["statistic"]
        if test == "Chisq":  # R prints the statistic before its correction, p after it
            value = chdtri(row["df"], row["p_value"])
        if test != "adjWald" or same:
            assert_allclose(sign * found["statistic"], value, rtol=1e-6)
        if same:
            assert_allclose(found.reindex(["df", "df_second", "p_value"]).astype(float),
                            row[["df", "df_second", "p_value"]].astype(float), rtol=1e-6)
    ratio = sk.ratio(survey, "y", "z").table.iloc[0]
    assert_allclose([ratio["estimate"], ratio["estimate"] / ratio["se"]],
                    expected.loc["ratio", ["estimate", "statistic"]].astype(float), rtol=1e-6)
    if same and name != "given_jackknife":  # its limit lies below the smallest answer; R returns the second then
        median = sk.quantiles(survey, "y", shares=[0.5]).table.iloc[0]
        assert_allclose(median[["estimate", "low", "high"]].astype(float),
                        expected.loc["median", ["estimate", "statistic", "df"]].astype(float))


@pytest.mark.parametrize(("design", "near"), [(CLUSTERS, 0.1), (DESIGNS["clusters_fpc"], 0.1), (TWO_STAGE, 0.1),
                                              (DESIGNS["follows"], 0.1), ({**LONELY, "lonely": "certainty"}, 0.1)])
def test_the_bootstrap_comes_near_taylor(design, near):
    taylor, boot = (sk.means(sk.set_design(SAMPLE, **design, **more), "y").table["se"].iloc[0]
                    for more in ({}, {"replicates": "bootstrap"}))
    assert boot == pytest.approx(taylor, rel=near)


def total_error(survey: sk.Survey, **design: object) -> float:
    """The error of a total: of replicates that are balanced exactly Taylor's."""
    return float(sk.totals(sk.set_design(survey, **design), "z").table["se"].iloc[0])


def test_errors_of_totals_are_those_of_taylor():
    average, pairs = {**LONELY, "lonely": "average"}, {**CLUSTERS, "population": "schools"}
    assert total_error(SAMPLE, **average, replicates="jackknife") == pytest.approx(total_error(SAMPLE, **average))
    for method in ("brr", "fay", "jackknife"):  # a finite population counts under each
        assert total_error(PAIRS, **pairs, replicates=method) == pytest.approx(total_error(PAIRS, **pairs))


def test_multipliers_keep_each_stratum_whole():
    strata, whole = np.repeat([0, 1], [4, 6]), np.array([4.0, 6.0])
    schools = Stage(np.arange(10), strata, whole, whole * 0, np.ones(2))
    made = made_replicates([schools], "bootstrap", "refuse", 1).multipliers
    part = replace(schools, fractions=np.array([0.5, 0.2]))
    pupils = Stage(None, np.repeat(np.arange(10), 3), np.full(10, 3.0), np.full(10, 0.4), part.fractions[strata])
    first, both = (made_replicates(stages, "bootstrap", "refuse", 1).multipliers for stages in ([part], [part, pupils]))
    for multipliers in (made, first):
        assert_allclose(multipliers[:, :4].sum(axis=1), 4)
        assert_allclose(multipliers[:, 4:].sum(axis=1), 6)
    assert_allclose(both.reshape(len(both), 10, 3).sum(axis=2), 3 * first)  # and a later stage each of its units


def test_degrees_are_those_of_the_units_and_later_stages_are_counted_or_left_out_aloud():
    for name in ("jackknife", "given_bootstrap", "jackknife+rake", "given_bootstrap+rake"):  # 26 schools less 4 strata
        for table in (sk.means(survey_of(name), "y").table, sk.frequencies(survey_of(name), "g").table):
            assert table["df"].iloc[0] == 22
    taylor, boot, jackknife = (sk.means(sk.set_design(SAMPLE, **TWO_STAGE, **more), "y")
                               for more in ({}, {"replicates": "bootstrap"}, {"replicates": "jackknife"}))
    said = [any("first stage only" in note["en"] for note in found.notes) for found in (taylor, boot, jackknife)]
    assert said == [False, False, True]
    assert jackknife.table["se"].iloc[0] < taylor.table["se"].iloc[0]


def test_weights_made_first_and_replicates_after_are_those_made_the_other_way_round():
    boot = {**CLUSTERS, "replicates": "bootstrap"}
    first = sk.rake(sk.set_design(SAMPLE, **boot), BOTH, name="new")
    later = sk.set_design(sk.rake(sk.set_design(SAMPLE, **CLUSTERS), BOTH, name="new"), **{**boot, "weight": "new"})
    pd.testing.assert_frame_equal(sk.means(first, "y", by="g").table, sk.means(later, "y", by="g").table)
    assert first.design == later.design


@pytest.mark.parametrize("name", ["two_stage+linear", "clusters+bounded", "jackknife+rake", "given_bootstrap+logit"])
def test_a_book_of_calibrated_weights_says_what_its_tables_say(name):
    survey = survey_of(name)
    book = sk.tables(survey, ["q", "stratum"], by="g")
    tests = book.tests.table.set_index("item")
    for item in ("q", "stratum"):
        numbers = ["n", "base", "estimate", "se", "low", "high", "df"]
        assert_allclose(book[item, "g"].table[numbers].astype(float),
                        sk.crosstab(survey, item, "g").table[numbers].astype(float), rtol=1e-9, atol=1e-12)
        assert_allclose(tests.loc[item, ["statistic", "df", "df_second", "p_value"]].astype(float), sk.association(
            survey, item, "g").table.iloc[0][["statistic", "df", "df_second", "p_value"]].astype(float), rtol=1e-9)


@pytest.mark.parametrize(("design", "words"), [
    ({"replicates": ["y"]}, "need the weight"), ({"replicates": "magic"}, "Replicates are made by"),
    ({**CLUSTERS, "replicates": "brr"}, "two units in every stratum"),
    ({**LONELY, "lonely": "adjust", "replicates": "bootstrap"}, "knows no rule lonely='adjust'")])
def test_what_replicates_cannot_do_is_refused(design, words):
    with pytest.raises(sk.AnalysisError, match=words):
        sk.set_design(SAMPLE, **design)


def test_replicates_that_cannot_be_calibrated_are_refused_with_what_they_reach():
    one = {"unit": dict.fromkeys(SAMPLE.responses["unit"].unique(), 10.0)}
    with pytest.raises(sk.AnalysisError, match=r"No weights of replicate 1 of 26 meet all totals: unit \S+: 0 / 10"):
        sk.rake(sk.set_design(SAMPLE, **CLUSTERS, replicates="jackknife"), one, name="new")
    before = sk.rake(SAMPLE, {"g": {"x": 300, "y": 100}}, name="new")
    with pytest.raises(sk.AnalysisError, match="were calibrated before this design"):
        sk.set_design(before, weight="new", strata="stratum", population="pupils", replicates="bootstrap")
