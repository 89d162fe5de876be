"""How long it took, and what became of plans: against R's survfit, by a second route, and in words."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import surveykit as sk
from surveykit._stats.kaplan_meier import kaplan_meier

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / f"durations_{name}.csv")


SAMPLES = {name: (rows["time"].to_numpy(), rows["event"].to_numpy())
           for name, rows in golden("samples").groupby("sample")}


class TestTheCurve:
    def test_it_equals_survfit(self):
        for (sample, level), rows in golden("curves").groupby(["sample", "level"]):
            curve = kaplan_meier(*SAMPLES[sample], level)
            start = 0 if rows["time"].iloc[0] == 0 else 1
            for name in ("times", "at_risk", "events", "censored"):
                assert_allclose(getattr(curve, name)[start:], rows[name.removesuffix("s") if name == "times" else name])
            for name in ("survival", "low", "high"):
                limits = getattr(curve, name)[start:]
                told = ~np.isnan(limits)  # R says 1 and 1 before the first event
                assert_allclose(limits[told], rows[name][told], rtol=1e-8)
                assert set(rows["survival"][~told]) <= {0.0, 1.0}

    def test_quantiles_equal_those_of_survfit_and_without_censoring_it_is_the_share_waiting(self):
        for row in golden("quantiles").itertuples():
            found = kaplan_meier(*SAMPLES[row.sample], row.level).quantile(row.share)
            assert_allclose(found, [row.estimate, row.low, row.high], rtol=1e-8)
        times, _ = SAMPLES["whole"]
        curve = kaplan_meier(times, np.ones(len(times)))
        assert_allclose(curve.survival, [(times > time).mean() for time in curve.times], atol=1e-12)

    @pytest.mark.parametrize("times", [[-1.0], [np.nan], [[1.0]]])
    def test_but_times_must_be_lawful(self, times):
        with pytest.raises(ValueError, match="time must be finite"):
            kaplan_meier(times, np.ones(np.shape(times)))


class TestDuration:
    def test_those_who_still_look_stay_at_risk_and_groups_have_curves_of_their_own(self, cleaned):
        found = sk.duration(cleaned, "months_to_first_job", still="months_searching")
        alone = sk.duration(cleaned, "months_to_first_job")
        assert (found.base, alone.base) == (40, 36) and found.missing == {"no_time": 6}
        first = found.table.iloc[0]
        assert (first["at_risk"], first["n"]) == (40, 36)
        assert found.table["events"].sum() == 36 and found.table["censored"].sum() == 4
        assert any("those still waiting" in note["en"] for note in alone.notes)
        assert not any("those still waiting" in note["en"] for note in found.notes)
        found = sk.duration(cleaned, "months_to_first_job", still="months_searching", by="gender")
        groups = found.table.groupby("group")
        assert groups["at_risk"].max().sum() == found.base == groups["base"].first().sum()
        said = str(sk.interpret(found, language="en"))
        assert said.startswith("Male: Of ") and "Female: Of " in said

    def test_it_is_said_and_drawn(self, cleaned):
        found = sk.duration(cleaned, "months_to_first_job", still="months_searching")
        median = found.table["median"].iloc[0]
        assert f"median time is {median:g}" in str(sk.interpret(found, language="en"))
        assert sk.plot(found).svg() != sk.plot(sk.duration(cleaned, "months_to_first_job")).svg()

    def test_a_median_that_is_not_reached_is_said_so(self):
        book = sk.Codebook((sk.Item("t", "number", {"en": "T"}), sk.Item("s", "number", {"en": "S"})))
        frame = pd.DataFrame({"t": [1.0, None, None, None], "s": [None, 2.0, 3.0, 4.0]})
        found = sk.duration(sk.Survey.from_frame(frame, book), "t", still="s")
        assert np.isnan(found.table["median"]).all() and "no median" in str(sk.interpret(found, language="en"))

    def test_but_nobody_can_wait_for_what_has_happened(self):
        book = sk.Codebook((sk.Item("t", "number", {"en": "T"}), sk.Item("s", "number", {"en": "S"})))
        both = sk.Survey.from_frame(pd.DataFrame({"t": [1.0], "s": [2.0]}), book)
        with pytest.raises(sk.AnalysisError, match="1 respondent has a time in both 't' and 's'"):
            sk.duration(both, "t", still="s")
        under = sk.Survey.from_frame(pd.DataFrame({"t": [-1.0, 2.0], "s": [None, None]}), book)
        with pytest.raises(sk.AnalysisError, match="1 answer to 't' is under 0"):
            sk.duration(under, "t")


class TestTransition:
    def test_it_is_the_cross_table_of_both(self, cleaned):
        found = sk.transition(cleaned, "plan_after_service", "where_now").table
        cells = found[found["option"] != "all()"]
        answers = cleaned.responses[["plan_after_service", "where_now"]].dropna()
        for row in cells.itertuples():
            mine = answers[answers["plan_after_service"] == row.option]
            assert (row.n, row.base) == ((mine["where_now"] == row.group).sum(), len(mine))
        assert cells["n"].sum() == found[found["option"] == "all()"]["n"].sum() == len(answers)

    def test_agreement_counts_only_plans_with_a_counterpart_and_what_is_the_same_can_be_said(self, cleaned):
        answers = cleaned.responses[["plan_after_service", "where_now"]].dropna()
        told = answers[answers["plan_after_service"] != "undecided"]
        last = sk.transition(cleaned, "plan_after_service", "where_now").table.iloc[-1]
        assert (last["agreed"], last["base"]) == ((told["plan_after_service"] == told["where_now"]).sum(), len(told))
        assert last["agreed_low"] < last["agreed_share"] < last["agreed_high"]
        found = sk.transition(cleaned, "plan_after_service", "where_now", same={"undecided": "home"}).table
        told = found.dropna(subset="agreed").drop_duplicates("option")
        assert told["option"].tolist() == ["undecided", "all()"]
        with pytest.raises(sk.AnalysisError, match="nowhere"):
            sk.transition(cleaned, "plan_after_service", "where_now", same={"home": "nowhere"})

    def test_it_is_said_and_drawn(self, cleaned):
        found = sk.transition(cleaned, "plan_after_service", "where_now")
        last = found.table.iloc[-1]
        assert f"{last['agreed']:.0f}/{last['base']}" in str(sk.interpret(found, language="en"))
        none = sk.transition(cleaned, "gender", "field_match")
        assert "No plan has a counterpart" in str(sk.interpret(none, language="en"))
        assert sk.plot(found).svg() != sk.plot(none).svg()
