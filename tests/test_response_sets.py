"""Tests of select-all questions, against R by another route (`golden/r/response_sets.R`) and published figures."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from test_comparing import PEOPLE, SURVEY, options, survey_of

import surveykit as sk
from surveykit._stats.response_sets import TickPairs, bootstrap_sets, rao_scott_sets

VALUES = pd.read_csv(Path(__file__).parent / "golden" / "set_values.csv")
GOLDEN = VALUES.set_index(["test", "key", "name"])["value"].sort_index()
FARMERS = Path(__file__).parents[2] / "shared/data/real"


def two_sets(frame: pd.DataFrame = PEOPLE) -> sk.Survey:
    """The simulated people with a second set, as the R script makes it."""
    more = {"x": frame["mood"] > 3, "y": frame["pay"] > 50, "z": frame["after"] == "q",
            "rare": frame["person"] % 40 == 1}
    survey = survey_of(frame)
    columns = {f"other__{name}": column.to_numpy(dtype=float) for name, column in more.items()}
    answers = survey.responses.assign(**columns)
    item = sk.Item("other", "multiple", {"en": "Others"}, tuple(sk.Option(name, {"en": name}) for name in more))
    return sk.Survey.from_frame(answers, sk.Codebook((*survey.codebook, item), settings={"language": "en"}))


SETS = two_sets()
QUESTIONS = {"pair": (SURVEY, "pair"), "group": (SURVEY, "group"), "second": (SETS, "other")}


def asked(key: str) -> tuple[sk.Survey, str]:
    """The survey and the other question of a golden key."""
    if key.endswith(" few"):
        return two_sets(PEOPLE[PEOPLE["person"] % 3 == 0]), QUESTIONS[key[:-4]][1]
    return QUESTIONS[key]


def all_options(result: sk.Result) -> pd.Series:
    return result.table.iloc[0]


class TestAgainstR:
    @pytest.mark.parametrize(("test", "method"), [("second", "rao_scott"), ("first", "rao_scott_first"),
                                                  ("bonferroni", "bonferroni")])
    def test_it_corrects_the_sum_as_r_does_over_all_patterns(self, test, method):
        for key in GOLDEN.loc[test].index.unique("key"):
            survey, by = asked(key)
            row, expected = all_options(sk.association(survey, "tick", by, method=method)), GOLDEN.loc[test, key]
            assert_allclose(row[expected.index].astype(float), expected, rtol=1e-8, err_msg=key)

    def test_single_options_hold_pearson_s_statistics(self):
        for key in GOLDEN.loc["parts"].index.unique("key"):
            survey, by = asked(key)
            table = sk.association(survey, "tick", by).table
            assert_allclose(table["statistic"].iloc[1:], GOLDEN.loc["parts", key], rtol=1e-8, err_msg=key)

    @pytest.mark.parametrize(("test", "method"), [("sampled", "auto"), ("sampled_first", "rao_scott_first")])
    def test_a_design_is_honoured_as_r_s_covariance_says(self, test, method):
        for key in GOLDEN.loc[test].index.unique("key"):
            survey = sk.set_design(SETS, weight="weight", strata="stratum", psu="unit")
            where = "pair = 'x'" if key.endswith("where") else None
            by = "other" if key == "second" else "group"
            row = all_options(sk.association(survey, "tick", by, method=method, where=where))
            expected = GOLDEN.loc[test, key]
            assert_allclose(row[expected.index].astype(float), expected, rtol=1e-8, err_msg=key)


@pytest.mark.skipif(not FARMERS.is_dir(), reason="the farmers' data are not here")
class TestPublished:
    def survey(self, name: str) -> sk.Survey:
        frame = pd.read_csv(FARMERS / f"mrcv_{name}.txt", sep=r"\s+")
        sets = {"ticks": [c for c in frame if c.lower()[0] == "y"], "others": [c for c in frame if c[0] == "w"]}
        items = [sk.Item(item, "multiple", {"en": item}, options(columns)) for item, columns in sets.items() if columns]
        if "Ed" in frame:
            items.append(sk.Item("Ed", "single", {"en": "Education"}, options("12345")))
            frame = frame.assign(Ed=frame["Ed"].astype(str))
        renamed = {column: f"{item}__{column}" for item, columns in sets.items() for column in columns}
        return sk.Survey.from_frame(frame.rename(columns=renamed), sk.Codebook(tuple(items), settings={
            "language": "en"}))

    def test_two_sets_of_279_farmers(self):
        survey = self.survey("farmer2")
        found = {method: all_options(sk.association(survey, "ticks", "others", method=method))
                 for method in ("bootstrap", "rao_scott", "bonferroni")}
        assert found["bootstrap"]["statistic"] == pytest.approx(64.03, abs=0.005)
        assert found["rao_scott"]["statistic"] == pytest.approx(36.17, abs=0.005)
        assert found["rao_scott"]["df"] == pytest.approx(6.78, abs=0.005)
        assert found["bonferroni"]["p_value"] == pytest.approx(0.0019, abs=0.00005)
        assert found["bootstrap"]["p_value"] < 0.001

    def test_a_set_and_education_of_262_farmers(self):
        row = all_options(sk.association(self.survey("farmer1"), "ticks", "Ed", method="rao_scott"))
        assert row["statistic"] == pytest.approx(28.68, abs=0.005)
        assert row["df"] == pytest.approx(18.60, abs=0.005)


class TestBootstrap:
    def test_it_is_the_share_of_resampled_sums_at_least_as_large(self):
        rng = np.random.default_rng(1)
        left, right = np.eye(3)[rng.integers(3, size=60)], (rng.random((60, 4)) < 0.4).astype(float)
        pairs = TickPairs(left, right)
        p, counted = bootstrap_sets(pairs, 400, 7)
        draws = right[np.random.Generator(np.random.PCG64(7)).integers(60, size=(400, 60))]
        sums = [TickPairs(left, draw).statistics().sum() for draw in draws
                if draw.mean(0).min() > 0 and draw.mean(0).max() < 1]
        assert counted == len(sums)
        assert p == pytest.approx((1 + np.sum(np.array(sums) >= pairs.statistics().sum())) / (1 + len(sums)))

    def test_under_independence_p_values_are_spread_evenly(self):
        rng, found = np.random.default_rng(2), []
        for _ in range(150):
            tendency = rng.normal(size=(50, 1))
            pairs = TickPairs(np.eye(2)[rng.integers(2, size=50)], (rng.normal(size=(50, 4)) + tendency > 0.3) * 1.0)
            found.append((bootstrap_sets(pairs, 99, 3)[0], rao_scott_sets(pairs).p_value))
        rejected = (np.array(found) <= 0.1).mean(axis=0)
        assert (rejected > 0.03).all()
        assert (rejected < 0.18).all()

    def test_small_tables_of_a_simple_sample_are_resampled(self):
        small = survey_of(PEOPLE.head(24))
        result = sk.association(small, "tick", "group")
        assert result.settings["test"] == "set_bootstrap"
        assert "bootstrap samples (seed" in result.method["en"]
        assert sk.association(small, "tick", "group").table.equals(result.table)


class TestTheTable:
    def test_either_may_be_the_set_and_one_of_one_option_holds_the_test_of_its_tick(self):
        one, other = sk.association(SURVEY, "tick", "pair").table, sk.association(SURVEY, "pair", "tick").table
        assert_allclose(one["statistic"], other["statistic"])
        assert other["item"].unique().tolist() == ["tick"]
        one = all_options(sk.association(SURVEY, "pair", "tick", groups=["b"], method="rao_scott"))
        tick = sk.association(SURVEY, "tick__b", "pair", method="chi_square").table.iloc[0]
        assert one["statistic"] / one["df"] == pytest.approx(tick["statistic"])
        assert one["effect"] == pytest.approx(tick["effect"])

    def test_labels_and_a_domain_are_taken_and_who_lacks_an_answer_is_counted(self):
        named = sk.association(SURVEY, "Ticks", "group", groups=["A", "C"], where="pair = 'x'")
        assert named.base == int(((PEOPLE["pair"] == "x") & PEOPLE["group"].isin(["a", "c"])).sum())
        frame = PEOPLE.assign(**PEOPLE[[f"tick__{k}" for k in "abcd"]].where(PEOPLE["person"] > 5))
        result = sk.association(survey_of(frame), "tick", "pair")
        assert (result.base, result.missing) == (115, {"either": 5})

    def test_an_option_that_is_the_same_for_all_is_left_out_and_named(self):
        result = sk.association(survey_of(PEOPLE.assign(tick__d=0)), "tick", "pair")
        assert "d" not in result.table["option"].tolist()
        assert any("nobody or everybody ticked them: D" in note["en"] for note in result.notes)
        with pytest.raises(sk.AnalysisError, match="two options that somebody chose"):
            sk.association(survey_of(PEOPLE.assign(**{f"tick__{k}": 0 for k in "abcd"})), "tick", "pair")

    def test_tests_of_other_samples_are_refused_and_p_values_adjusted_and_kept(self):
        with pytest.raises(sk.AnalysisError, match="auto, rao_scott, rao_scott_first, bootstrap, bonferroni for a sel"):
            sk.association(SURVEY, "tick", "pair", method="exact")
        with pytest.raises(sk.AnalysisError, match="auto, rao_scott, rao_scott_first, bonferroni for a select"):
            sk.association(sk.set_design(SURVEY, weight="weight"), "tick", "pair", method="bootstrap")
        table = sk.association(SETS, "tick", "other").table.iloc[1:]
        assert len(table) == 16
        assert (table["p_value"] >= table["p_unadjusted"]).all()
        smallest = table["p_unadjusted"].min()
        assert table["p_value"].min() == pytest.approx(min(1, 16 * smallest))
