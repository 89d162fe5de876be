"""Calibrated weights against R's survey package (tests/golden/r/weights.R), and what weights may and may not do."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from test_golden_designs import DESIGNS, GOLDEN, PEOPLE

import surveykit as sk

TOTALS = pd.read_csv(GOLDEN / "weight_totals.csv", keep_default_na=False)
STRATA, GROUPS = (TOTALS[TOTALS["item"] == item].set_index("option")["total"].to_dict() for item in ("stratum", "g"))
WHOLE = sum(STRATA.values())
BOTH = {"stratum": STRATA, "g": GROUPS}
MEAN_Z = float(TOTALS["total"].iloc[-1]) / WHOLE


def weigh(method: str, survey: sk.Survey) -> sk.Survey:
    """The survey with weights as the R script makes them."""
    means = {"z": MEAN_Z}
    return {"poststratify": lambda s: sk.poststratify(s, "stratum", STRATA, name="new"),
            "rake": lambda s: sk.rake(s, BOTH, name="new"),
            "linear": lambda s: sk.calibrate(s, BOTH, means=means, name="new"),
            "bounded": lambda s: sk.calibrate(s, {"g": GROUPS}, means=means, bounds=(0.6, 1.6), name="new"),
            "logit": lambda s: sk.calibrate(s, BOTH, distance="logit", bounds=(0.2, 4), name="new")}[method](survey)


def people() -> sk.Survey:
    """The sample of the designs, weights of 0 made 0.5 as in the script."""
    frame = PEOPLE.responses
    frame["weight"] = frame["weight"].where(frame["weight"] > 0, 0.5)
    return sk.Survey.from_frame(frame, PEOPLE.codebook)


SAMPLE = people()


def survey_of(design: str) -> sk.Survey:
    if design == "equal":
        return sk.set_design(SAMPLE, strata="stratum", psu="school")
    return sk.set_design(SAMPLE, **DESIGNS[design])


def estimates(survey: sk.Survey) -> pd.DataFrame:
    """Estimates and errors in the order of the script."""
    parts = [sk.means(survey, "y").table, sk.totals(survey, "y").table, sk.frequencies(survey, "q", interval="t").table,
             *(sk.means(survey, "y", where=f"g == '{group}'").table for group in "xy")]
    return pd.concat(parts)[["estimate", "se"]].astype(float)


EXPECTED = pd.read_csv(GOLDEN / "weight_estimates.csv", keep_default_na=False)


@pytest.mark.parametrize("design", list(EXPECTED["design"].unique()))
@pytest.mark.parametrize("method", list(EXPECTED["method"].unique()))
def test_estimates_and_errors_equal_those_of_calibrate(design, method):
    ours = estimates(weigh(method, survey_of(design)))
    theirs = EXPECTED[(EXPECTED["design"] == design) & (EXPECTED["method"] == method)]
    assert_allclose(ours.to_numpy(), theirs[["estimate", "se"]].to_numpy(float), rtol=1e-7)


def test_calibrated_and_trimmed_weights_equal_those_of_r():
    expected = pd.read_csv(GOLDEN / "weight_people.csv")
    for method, part in expected.groupby("method"):
        made = weigh(str(method), survey_of("weights")).responses["new"]
        assert_allclose(made.to_numpy(float), part["weight"].to_numpy(), rtol=1e-8)
    survey = survey_of("weights")
    mean = float(survey.responses["weight"].mean())
    trimmed = sk.trim(survey, low=1 / mean, high=5 / mean)
    expected = pd.read_csv(GOLDEN / "weight_trimmed.csv")["weight"]
    assert_allclose(trimmed.responses["weight_trimmed"].to_numpy(float), expected, rtol=1e-10)


def test_raking_equals_proportional_fitting_and_post_strata_those_of_r():
    expected = pd.read_csv(GOLDEN / "weight_ipf.csv", keep_default_na=False)
    scale = SAMPLE.rows / WHOLE
    margins = {item: {value: total * scale for value, total in cells.items()} for item, cells in BOTH.items()}
    raked = sk.rake(survey_of("equal"), margins, name="new")
    post = sk.poststratify(survey_of("equal"), "stratum", margins["stratum"], name="new")
    ours = [table.iloc[0][["estimate", "se"]].to_list() for verb in (sk.means, sk.totals)
            for table in (verb(raked, "y").table, verb(post, "y").table)]
    assert_allclose(np.array(ours, float), expected[["estimate", "se"]].to_numpy(float), rtol=1e-7)


def test_shares_percents_and_counts_say_the_same():
    survey = survey_of("weights")
    shares = {value: total / WHOLE for value, total in GROUPS.items()}
    percents = {value: round(share * 100, 1) for value, share in shares.items()}
    made = [sk.frequencies(sk.rake(survey, {"g": cells}, name="new"), "q").table["estimate"].to_numpy()
            for cells in (GROUPS, shares, percents)]
    assert_allclose(made[0], made[1], rtol=1e-9)
    assert_allclose(made[0], made[2], rtol=1e-3)


def test_a_table_of_margins_is_read_and_crossed_cells_are_met():
    frame = pd.DataFrame([("g", "X", 55.0), ("g", "y", 45.0)], columns=["item", "option", "total"])
    assert_allclose(sk.rake(SAMPLE, frame, name="new").responses["new"].to_numpy(float),
                    sk.rake(SAMPLE, {"g": {"x": 0.55, "y": 0.45}}, name="new").responses["new"].to_numpy(float))
    counts = {(stratum, group): 100.0 for stratum in STRATA for group in "xy"}
    frame = pd.DataFrame([(*cell, total) for cell, total in counts.items()], columns=["stratum", "g", "total"])
    made = [sk.poststratify(SAMPLE, ["stratum", "g"], given, name="new") for given in (counts, frame)]
    assert_allclose(made[0].responses["new"].to_numpy(float), made[1].responses["new"].to_numpy(float))
    sums = made[0].responses.groupby(["stratum", "g"], observed=True)["new"].sum()
    assert_allclose(sums.to_numpy(float), 100)


def test_what_cannot_be_met_is_refused_with_what_was_reached():
    with pytest.raises(sk.AnalysisError, match=r"no weights that meet all totals: .*/"):
        sk.calibrate(SAMPLE, {"g": {"x": 0.9, "y": 0.1}}, bounds=(0.9, 1.1), name="new")
    with pytest.raises(sk.AnalysisError, match="add up to one population"):
        sk.rake(SAMPLE, {"g": {"x": 500, "y": 500}, "stratum": dict.fromkeys(STRATA, 100)}, name="new")
    with pytest.raises(sk.AnalysisError, match="No total is given for 'y' of g"):
        sk.rake(SAMPLE, {"g": {"x": 500}}, name="new")
    with pytest.raises(sk.AnalysisError, match="have none"):
        sk.rake(SAMPLE, {"q": dict.fromkeys("abcd", 25)}, name="new")
    with pytest.raises(sk.AnalysisError, match="0 or negative"):
        sk.calibrate(SAMPLE, means={"z": 70}, name="new")


def test_totals_of_people_of_whom_nobody_answered_are_refused_by_name():
    only = sk.exclude(SAMPLE, where="stratum == 'h1' and g == 'x'", reason="for the test")
    counts = {(stratum, group): 100.0 for stratum in STRATA for group in "xy"}
    with pytest.raises(sk.AnalysisError, match="h1 × x of stratum × g"):
        sk.poststratify(only, ["stratum", "g"], counts, name="new")


def test_small_cells_are_refused_or_joined_with_their_neighbour():
    few = sk.exclude(SAMPLE, respondents=list(SAMPLE.responses.index[SAMPLE.responses["stratum"] == "h1"][3:]),
                     reason="for the test")
    with pytest.raises(sk.AnalysisError, match="h1 of stratum has 3 respondents"):
        sk.poststratify(few, "stratum", STRATA, name="new")
    joined = sk.poststratify(few, "stratum", STRATA, collapse=True, name="new")
    cells = {cell: total for margin in joined.design.margins for cell, total in margin.cells}
    assert cells[(("h1",), ("h2",))] == pytest.approx(STRATA["h1"] + STRATA["h2"])
    assert joined.log[-1].changes[0].note["en"] == "cells joined for too few respondents: H1 + H2"
    apart = sk.nonresponse(few, "q != 'a'", by=["stratum", "g"], collapse=True, name="new")
    assert "H1 × X + H1 × Y" in apart.log[-1].changes[0].note["zh"] and sk.replay(few, apart).log == apart.log
    assert sk.nonresponse(SAMPLE, "q != 'a'", by="stratum", name="new").log[-1].changes[0].note is None


def test_weights_that_no_longer_meet_their_totals_are_refused():
    weighted = sk.rake(SAMPLE, BOTH, name="new")
    fewer = sk.exclude(weighted, respondents=[weighted.responses.index[0]], reason="for the test")
    with pytest.raises(sk.AnalysisError, match="no longer meet the totals"):
        sk.frequencies(fewer, "q")


def test_a_design_set_later_keeps_the_calibration_and_again_begins_where_the_first_began():
    once = sk.rake(survey_of("weights"), BOTH, name="new")
    again = sk.rake(sk.rake(survey_of("weights"), {"g": {"x": 0.9, "y": 0.1}}, name="first"), BOTH, name="new")
    assert_allclose(again.responses["new"].to_numpy(float), once.responses["new"].to_numpy(float), rtol=1e-9)
    assert again.design.base_weight == "weight"
    raked = sk.rake(sk.set_design(SAMPLE, weight="weight"), BOTH, name="new")
    later = sk.set_design(raked, weight="new", strata="stratum", psu="school")
    first = sk.rake(survey_of("clusters"), BOTH, name="new")
    assert_allclose(sk.means(later, "y").table["se"].to_numpy(float), sk.means(first, "y").table["se"].to_numpy(float))


def test_designs_compare_by_what_they_hold_and_notes_say_what_weights_were_calibrated_to():
    notes = [note["en"] for note in sk.frequencies(sk.rake(SAMPLE, BOTH, name="new"), "q").notes]
    assert "Weights are calibrated to known totals of STRATUM, G" not in notes
    assert any("calibrated to known totals of stratum, g" in note for note in notes)
    assert not any("calibrated" in note["en"] for note in sk.frequencies(survey_of("weights"), "q").notes)
    raked = sk.rake(SAMPLE, BOTH, name="new")
    assert raked.design == replace(raked.design) and raked.design != SAMPLE.design


def test_replay_makes_the_weights_again():
    for method in ("poststratify", "rake", "linear", "bounded", "logit"):
        raw = survey_of("weights")
        made = weigh(method, raw)
        again = sk.replay(raw, made)
        assert again.responses.equals(made.responses) and again.design == made.design
    trimmed = sk.trim(sk.rake(SAMPLE, BOTH, name="new"), high=1.2)
    assert sk.replay(SAMPLE, trimmed).responses.equals(trimmed.responses)


def test_nonresponse_by_cells_is_the_inverse_of_the_rate_of_the_cell():
    weighted = sk.nonresponse(SAMPLE, "q != 'a'", by=["stratum", "g"], name="new")
    frame = weighted.responses
    answered = (frame["q"].notna() & (frame["q"] != "a")).to_numpy()
    cells = [frame[item].to_numpy() for item in ("stratum", "g")]
    rate = pd.Series(answered.astype(float)).groupby(cells).transform("mean")
    assert_allclose(frame["new"].to_numpy(float), np.where(answered, 1 / rate, 0.0), rtol=1e-9)
    assert sk.frequencies(weighted, "g").base == int(answered.sum())
    assert_allclose(frame["new"].sum(), SAMPLE.rows)


def test_nonresponse_asks_for_people_who_did_not_answer_by_cells_or_a_model_of_all():
    cells, model = (sk.nonresponse(SAMPLE, "q != 'a'", by="stratum", method=method, name="new").responses["new"]
                    for method in ("cells", "logistic"))
    assert_allclose(cells.to_numpy(float), model.to_numpy(float), rtol=1e-8)
    with pytest.raises(sk.AnalysisError, match="people who did not"):
        sk.nonresponse(SAMPLE, "weight > 0", by="stratum", name="new")
    with pytest.raises(sk.AnalysisError, match="nobody who answered"):
        sk.nonresponse(SAMPLE, "stratum == 'h1'", by="stratum", method="logistic", name="new")


def test_a_report_on_weights_tells_the_price_of_them():
    report = sk.weight_report(sk.rake(SAMPLE, BOTH, name="new"))
    assert_allclose(report.table["estimate"].to_numpy(float), report.table["target"].to_numpy(float), rtol=1e-8)
    weights = sk.rake(SAMPLE, BOTH, name="new").responses["new"].to_numpy(float)
    effect = weights.size * (weights**2).sum() / weights.sum() ** 2
    assert f"of weighting {effect:.2f}" in report.notes[0]["en"]
    with pytest.raises(sk.AnalysisError, match="must be told which items"):
        sk.weight_report(survey_of("weights"))


def test_doubling_rows_at_half_weight_changes_no_estimate():
    frame = SAMPLE.responses
    twice = pd.concat([frame, frame.set_axis([f"{key}b" for key in frame.index])])
    twice["weight"] = twice["weight"] / 2
    double = sk.set_design(sk.Survey.from_frame(twice, SAMPLE.codebook), weight="weight")
    one, two = (sk.means(sk.rake(survey, BOTH, name="new"), "y").table["estimate"].iloc[0]
                for survey in (sk.set_design(SAMPLE, weight="weight"), double))
    assert one == pytest.approx(two, rel=1e-9)
