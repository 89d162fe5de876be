"""Estimates and tests under sampling designs against R's survey package (tests/golden/r/designs.R)."""

from pathlib import Path

import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.special import chdtri

import surveykit as sk

GOLDEN = Path(__file__).parent / "golden"
CLOSED = 1e-8
NUMBERS = ("schools", "classes", "weight", "pupils", "y", "z", "rate", "whole", "everybody")
CLUSTERS = {"strata": "stratum", "psu": "school", "weight": "weight"}
DESIGNS = {
    "weights": {"weight": "weight"}, "stratified": {"weight": "weight", "strata": "stratum", "population": "pupils"},
    "follows": {"strata": "stratum", "population": "pupils"}, "clusters": CLUSTERS,
    "clusters_fpc": {**CLUSTERS, "population": "schools"},
    "two_stage": {**CLUSTERS, "psu": ["school", "class"], "population": ["schools", "classes"]},
    "rate": {"strata": "stratum", "population": "rate"},
    "whole": {"weight": "weight", "strata": "stratum", "population": "whole"}, "simple": {"population": "everybody"},
    "later": {"weight": "weight", "psu": ["unit", "class"]}, "unstratified": {"weight": "weight", "psu": "unit"},
    "lonely": {"weight": "weight", "strata": "only", "psu": "unit"}}


def golden(name: str) -> pd.DataFrame:
    """R's numbers; names stay text."""
    words = dict.fromkeys(["design", "lonely", "group", "name", "method", "statistic"], str)
    found = pd.read_csv(GOLDEN / f"design_{name}.csv", dtype=words)
    return found.fillna({"group": ""}) if "group" in found else found


def read_people() -> sk.Survey:
    """The sample, its columns as items."""
    frame = pd.read_csv(GOLDEN / "design_people.csv", dtype=str)
    items, data = [], {}
    for name in frame.columns.drop(["t_a", "t_b", "t_c"]):
        if name in NUMBERS:
            items.append(sk.Item(name, "number", {"en": name}))
            data[name] = frame[name].astype(float)
        else:
            values = sorted(frame[name].dropna().unique())
            items.append(sk.Item(name, "single", {"en": name}, tuple(sk.Option(v, {"en": v.upper()}) for v in values)))
            data[name] = frame[name]
    items.append(sk.Item("t", "multiple", {"en": "t"}, tuple(sk.Option(v, {"en": v.upper()}) for v in "abc")))
    data |= {f"t__{v}": frame[f"t_{v}"].astype(int) for v in "abc"}
    return sk.Survey.from_frame(pd.DataFrame(data), sk.Codebook(tuple(items)))


PEOPLE = read_people()


def survey_of(design: str, lonely: str = "fail") -> sk.Survey:
    """The sample under one of the designs."""
    return sk.set_design(PEOPLE, **DESIGNS[design], lonely="refuse" if lonely == "fail" else lonely)


def parts(name: str, *keys: str) -> list:
    """The golden rows of each design and domain."""
    grouped = golden(name).groupby(["design", "lonely", *keys], sort=False)
    return [pytest.param(*key, frame, id="-".join(key)) for key, frame in grouped]


def where(group: str) -> str | None:
    """The domain of a group."""
    return f"{'stratum' if group == 'h1' else 'g'} == '{group}'" if group else None


def agree(table: pd.DataFrame, expected: pd.DataFrame, **names: str) -> None:
    """Columns of ours equal columns of R's, which may be called otherwise."""
    for ours, theirs in {"estimate": "estimate", "se": "se", "low": "low", "high": "high", **names}.items():
        assert_allclose(table[ours].to_numpy(float), expected[theirs].to_numpy(float), rtol=CLOSED, atol=1e-13,
                        err_msg=ours)


@pytest.mark.parametrize(("design", "lonely", "group", "expected"), parts("shares", "group"))
def test_shares_equal_svymean(design, lonely, group, expected):
    table = sk.frequencies(survey_of(design, lonely), "q", where=where(group), interval="t").table
    agree(table, expected.assign(low=expected["low"].clip(lower=0)), design_effect="deff", df="df", base="n")


@pytest.mark.parametrize(("design", "lonely", "expected"), parts("shares"))
def test_groups_of_a_crosstab_equal_domains(design, lonely, expected):
    table = sk.crosstab(survey_of(design, lonely), "q", "g", interval="t").table.set_index("group")
    for group in "xy":
        agree(table.loc[group], expected[expected["group"] == group], design_effect="deff", df="df")


@pytest.mark.parametrize(("design", "lonely", "group", "expected"), parts("limits", "group"))
def test_limits_of_shares_equal_svyciprop(design, lonely, group, expected):
    survey, names = survey_of(design, lonely), {"beta": "exact", "xlogit": "logit", "mean": "t"}
    for row in expected.itertuples():
        table = sk.frequencies(survey, "q", where=where(group), interval=names[row.method]).table.set_index("option")
        sure = design == "whole" and group == "h1"  # everybody was asked; R's "beta" says 0.5 then
        limits = [table.loc["b", "estimate"]] * 2 if sure else [row.low, row.high]
        assert_allclose(table.loc["b", ["low", "high"]].astype(float), limits, rtol=1e-7)


@pytest.mark.parametrize(("design", "lonely", "group", "expected"), parts("ticks", "group"))
def test_ticks_equal_svymean(design, lonely, group, expected):
    table = sk.multiple_response(survey_of(design, lonely), "t", where=where(group), interval="t").table
    agree(table, expected.assign(low=expected["low"].clip(lower=0)), design_effect="deff", df="df")


@pytest.mark.parametrize(("design", "lonely", "group", "expected"), parts("means", "group"))
def test_means_equal_svymean(design, lonely, group, expected):
    agree(sk.means(survey_of(design, lonely), "y", where=where(group)).table, expected, design_effect="deff", df="df",
          sd="sd")


@pytest.mark.parametrize(("design", "lonely", "expected"), parts("tests"))
def test_tests_of_association_equal_svychisq(design, lonely, expected):
    names = {"F": "rao_scott", "Chisq": "rao_scott_first", "Wald": "wald_unadjusted", "adjWald": "wald"}
    for row in expected.itertuples():
        found = sk.association(survey_of(design, lonely), "q", "g", method=names[row.statistic]).table.iloc[0]
        # R prints the first-order statistic before its correction, p after it
        value = chdtri(row.df, row.p_value) if row.statistic == "Chisq" else row.value
        assert_allclose(found[["statistic", "df", "df_second", "p_value"]].astype(float),
                        [value, row.df, row.df_second, row.p_value], rtol=CLOSED)


@pytest.mark.parametrize(("design", "lonely", "expected"), parts("differences"))
def test_differences_equal_svyttest(design, lonely, expected):
    found, row = sk.welch(survey_of(design, lonely), "y", "g").table.iloc[0], expected.iloc[0]
    assert_allclose(found[["estimate", "statistic", "df", "p_value", "low", "high"]].astype(float),
                    [-row.estimate, -float(row.statistic), row.df, row.p_value, -row.high, -row.low], rtol=CLOSED)


@pytest.mark.parametrize(("design", "lonely", "group", "expected"), parts("totals", "group"))
def test_totals_equal_svytotal(design, lonely, group, expected):
    survey, number = survey_of(design, lonely), expected["name"] == "y"
    agree(sk.totals(survey, "y", where=where(group)).table, expected[number], df="df")
    agree(sk.totals(survey, "q", where=where(group)).table, expected[~number], df="df")


@pytest.mark.parametrize(("design", "lonely", "group", "expected"), parts("ratios", "group"))
def test_ratios_equal_svyratio(design, lonely, group, expected):
    agree(sk.ratio(survey_of(design, lonely), "y", "z", where=where(group)).table, expected, df="df")


@pytest.mark.parametrize(("design", "lonely", "group", "expected"), parts("quantiles", "group"))
def test_quantiles_equal_svyquantile(design, lonely, group, expected):
    if design == "whole" and group == "h1":  # everybody was asked: R's limits leave the quantile out
        expected = expected.assign(low=expected["estimate"], high=expected["estimate"])
    agree(sk.quantiles(survey_of(design, lonely), "y", where=where(group)).table, expected)


@pytest.mark.parametrize("interval", ["wilson", "exact", "logit", "t"])
def test_a_share_that_is_known_has_no_error(interval):
    raked = sk.rake(survey_of("unstratified"), {"g": {"x": 0.5, "y": 0.5}}, name="new")
    for survey, item in ((survey_of("follows"), "stratum"), (raked, "g")):
        table = sk.frequencies(survey, item, interval=interval).table
        assert (table["se"] == 0).all() and (table["low"] == table["estimate"]).all()
        assert (table["high"] == table["estimate"]).all()


@pytest.mark.parametrize("group", ["", "x", "h1"])
def test_degrees_of_shares_are_those_of_means(group):
    raked = sk.rake(survey_of("clusters_fpc"), {"g": {"x": 0.5, "y": 0.5}}, name="new")
    shares, means = sk.frequencies(raked, "q", where=where(group)), sk.means(raked, "z", where=where(group))
    assert shares.table["df"].iloc[0] == means.table["df"].iloc[0]
