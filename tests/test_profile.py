"""The table of page 1: every kind of item, tests by kind, Holm, what is missing; in words and as JSON."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from test_designs import SURVEY, make_survey
from test_golden_designs import DESIGNS, PEOPLE, golden, survey_of

import surveykit as sk
from surveykit._stats.mean import welch
from surveykit._stats.multiplicity import holm
from surveykit._stats.several_means import welch_anova


def lines(result: sk.Result, item: str, group: str = "") -> pd.DataFrame:
    """The lines of an item in one group, by option."""
    table = result.table
    return table[(table["item"] == item) & (table["group"] == group)].set_index("option")


class TestProfile:
    FOUND = sk.profile(SURVEY, ["q", "x", "r1", "m", "k"], by="g")

    def test_its_numbers_are_those_of_the_verbs(self):
        shares, limits = sk.crosstab(SURVEY, "q", "g").table, ["low", "high"]
        for group in ("a", "b", ""):
            expected = shares[shares["group"] == group]
            assert lines(self.FOUND, "q", group)["estimate"].tolist() == expected["estimate"].tolist()
            assert lines(self.FOUND, "q", group)["n"].tolist() == expected["n"].tolist()
            assert_allclose(lines(self.FOUND, "q", group)[limits], expected[limits])
        assert "%; " in self.FOUND.grid("en").to_text()  # of the two highest points of r1
        means, ticks = sk.means(SURVEY, ["x", "r1"]).table, sk.multiple_response(SURVEY, "m").table
        for row in means.itertuples():
            assert_allclose(lines(self.FOUND, row.item).loc["mean", ["estimate", "sd"]].astype(float),
                            [row.estimate, row.sd])
        assert lines(self.FOUND, "m")["n"].tolist() == ticks["n"].tolist()
        quartiles = sk.quantiles(SURVEY, "x").table["estimate"]
        assert lines(self.FOUND, "x").loc["median", ["low", "estimate", "high"]].tolist() == quartiles.tolist()

    def test_its_tests_are_those_of_the_verbs_adjusted_together(self):
        p = {"q": sk.association(SURVEY, "q", "g").table["p_value"].item(),
             "x": sk.welch(SURVEY, "x", "g").table["p_value"].item(),
             "r1": sk.welch(SURVEY, "r1", "g").table["p_value"].item(),
             "m": sk.association(SURVEY, "m", "g").table["p_value"].iloc[0]}
        found = self.FOUND.table.drop_duplicates("item").set_index("item")
        assert_allclose(found.loc[list(p), "p_value"], list(p.values()))
        assert_allclose(found.loc[list(p), "p_adjusted"], holm(np.array(list(p.values()))))
        assert any("4 tests" in note["en"] for note in self.FOUND.notes)

    def test_every_kind_has_a_line_and_who_is_missing_the_last(self):
        survey = make_survey(x=[np.nan, *[1.0, 2.0] * 29, 3.0])
        assert lines(sk.profile(survey, ["x"]), "x")["n"].to_dict() == {"mean": 59, "median": 59, "missing": 1}
        assert lines(self.FOUND, "k").index.tolist() == ["missing"]

    def test_percents_are_weighted_and_counts_are_not(self):
        survey = sk.set_design(SURVEY, weight="w")
        found, shares = sk.profile(survey, ["q", "x"], by="g"), sk.frequencies(survey, "q").table
        assert lines(found, "q")["estimate"].tolist() == pytest.approx(shares["estimate"].tolist())
        assert lines(found, "q")["n"].tolist() == shares["n"].tolist()
        first = found.table.drop_duplicates("item").set_index("item")
        assert first.loc["q", "p_value"] == pytest.approx(sk.association(survey, "q", "g").table["p_value"].item())
        assert first.loc["x", "p_value"] == pytest.approx(sk.welch(survey, "x", "g").table["p_value"].item())

    def test_it_is_shown_in_both_languages_and_survives_being_stored(self):
        grid = self.FOUND.grid("zh")
        assert grid.head[0][-1].text == "效应量" and "均值（标准差）" in repr(self.FOUND.in_language("zh"))
        assert sk.Result.from_json(self.FOUND.to_json()).grid("en") == self.FOUND.grid("en")

    def test_but_it_refuses_one_name_nothing_and_the_groups_themselves(self):
        for items in ("q", []):
            with pytest.raises(sk.AnalysisError, match="list of items"):
                sk.profile(SURVEY, items)
        with pytest.raises(sk.AnalysisError, match="against itself"):
            sk.profile(SURVEY, ["g"], by="g")


@pytest.mark.parametrize("row", list(golden("several").itertuples()), ids=lambda r: f"{r.design}-{r.lonely}")
def test_means_of_several_groups_equal_oneway_test_and_svyglm(row):
    survey = PEOPLE if row.design == "none" else survey_of(row.design, row.lonely)
    if row.design == "none":
        frame = PEOPLE.responses
        found = welch_anova([frame.loc[frame["q"] == v, "y"].dropna().to_numpy(float) for v in "abcd"])
        assert_allclose([found.test.statistic, found.test.df, found.test.df_second, found.eta_squared],
                        [float(row.statistic), row.df, row.df_second, row.eta], rtol=1e-8)
    assert row.design in {"none", *DESIGNS}
    p = sk.profile(survey, ["y"], by="q").table.query("item == 'y'")["p_value"]
    assert_allclose(p, row.p_value, rtol=1e-8)


def test_two_groups_are_welchs_t_squared():
    draw = np.random.default_rng(1)
    one, two = draw.normal(size=20), draw.normal(0.4, 2, size=30)
    found = welch_anova([one, two]).test
    t = welch(one, two)
    assert_allclose([found.statistic, found.df_second, found.p_value], [t.statistic**2, t.df, t.p_value])
