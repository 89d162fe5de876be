"""Replicate weights against R's svrepdesign and as.svrepdesign (tests/golden/r/weights.R)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from test_golden_designs import CLUSTERS, GOLDEN
from test_weighting import SAMPLE, estimates

import surveykit as sk
from surveykit._stats.replication import made_replicates

EXPECTED = pd.read_csv(GOLDEN / "weight_replicated.csv", keep_default_na=False)
GIVEN = pd.read_csv(GOLDEN / "weight_replicates.csv")


def given_survey(method: str) -> sk.Survey:
    """The sample with the replicate weights that R made."""
    frame = SAMPLE.responses.assign(**{name: GIVEN[name].to_numpy() for name in GIVEN})
    items = tuple(sk.Item(name, "number", {"en": name}) for name in GIVEN)
    survey = sk.Survey.from_frame(frame, sk.Codebook((*SAMPLE.codebook.items, *items)))
    return sk.set_design(survey, weight="weight", replicates=list(GIVEN), replication=method)


def made_survey(method: str) -> sk.Survey:
    """The sample, or its first two schools of each stratum, with replicates of our making."""
    few = SAMPLE if method in ("jackknife", "bootstrap") else sk.exclude(
        SAMPLE, respondents=list(SAMPLE.responses.index[~SAMPLE.responses["school"].isin(["1", "2"])]), reason="pairs")
    return sk.set_design(few, **CLUSTERS, replicates=method)


@pytest.mark.parametrize("name", list(EXPECTED["method"].unique()))
def test_estimates_and_errors_equal_those_of_r(name):
    survey = given_survey(name.removeprefix("given_")) if name.startswith("given_") else made_survey(name)
    theirs = EXPECTED[EXPECTED["method"] == name][["estimate", "se"]].to_numpy(float)
    assert_allclose(estimates(survey).to_numpy(), theirs, rtol=1e-7)


def test_the_bootstrap_comes_near_taylor():
    taylor, boot = (sk.means(sk.set_design(SAMPLE, **CLUSTERS, **more), "y").table["se"].iloc[0]
                    for more in ({}, {"replicates": "bootstrap"}))
    assert boot == pytest.approx(taylor, rel=0.1)


def test_bootstrap_multipliers_keep_each_stratum_whole():
    strata = np.repeat([0, 1], [4, 6])
    made = made_replicates(strata, np.array([4.0, 6.0]), np.zeros(2), "bootstrap", 1).multipliers
    assert made is not None
    assert_allclose(made[:, :4].sum(axis=1), 4)
    assert_allclose(made[:, 4:].sum(axis=1), 6)


def test_degrees_are_those_of_r():
    assert given_survey("bootstrap").design.replication == "bootstrap"
    assert sk.means(made_survey("jackknife"), "y").table["df"].iloc[0] == 22  # 26 schools less 4 strata: degf(d)
    assert sk.means(given_survey("bootstrap"), "y").table["df"].iloc[0] == 22  # rank of the weights less one


def test_every_verb_takes_replicates_and_tests_come_near_taylor():
    replicated, taylor = made_survey("jackknife"), sk.set_design(SAMPLE, **CLUSTERS)
    ours, theirs = (sk.welch(survey, "y", by="g").table for survey in (replicated, taylor))
    assert ours["statistic"].iloc[0] == pytest.approx(theirs["statistic"].iloc[0], rel=0.15)
    ours, theirs = (sk.association(survey, "q", "g").table for survey in (replicated, taylor))
    assert ours["statistic"].iloc[0] == pytest.approx(theirs["statistic"].iloc[0], rel=0.3)


@pytest.mark.parametrize(("design", "words"), [
    ({"replicates": ["y"]}, "need the weight"), ({"replicates": "magic"}, "Replicates are made by"),
    ({**CLUSTERS, "replicates": "brr"}, "two units in every stratum"),
    ({**CLUSTERS, "psu": ["school", "class"], "population": ["schools", "classes"], "replicates": "jackknife"},
     "several stages")])
def test_what_replicates_cannot_do_is_refused(design, words):
    with pytest.raises(sk.AnalysisError, match=words):
        sk.set_design(SAMPLE, **design)


def test_calibrated_weights_have_errors_by_taylor():
    raked = sk.rake(SAMPLE, {"g": {"x": 0.5, "y": 0.5}}, name="new")
    with pytest.raises(sk.AnalysisError, match="not made for calibrated weights"):
        sk.set_design(raked, weight="new", psu="unit", replicates="jackknife")
