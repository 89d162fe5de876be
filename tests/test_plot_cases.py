"""One small result of every kind that has a figure, made by hand; other plot tests draw them."""

import math

import pandas as pd
import pytest

from surveykit.errors import AnalysisError
from surveykit.figures.figure_shapes import SHAPES
from surveykit.result import ESTIMATES, LISTING, Result

NAN = math.nan
SHAPE_OF = {"frequencies": "bars", "multiple_response": "ranked_bars", "crosstab": "stacked_bars", "likert": "battery",
            "association": "effects", "difference": "differences", "reliability": "coefficients",
            "proportions": "printed_shares", "contrasts": "points", "kruskal_wallis": "contrasts",
            "missing_base": "share_ranges", "bases": "base_map", "by_chance": "draws", "code_counts": "item_bars",
            "matrix": "heat"}
LONG_ZH = "晋升与发展空间不明确，服务期满后的政策落实不到位"
LONG_EN = "Unclear prospects; policies for those who finish are not carried out"
HOSTILE = "$x_{$ <b>粗</b> & \\frac{1}{2} $$"
OPTIONS = {
    "home": ("返乡就业", "Return home"),
    "stay": (LONG_ZH, LONG_EN), "exam": ("报考公务员", "Sit the civil-service examinations"), "odd": (HOSTILE, HOSTILE)}
ITEMS = {
    "q1": ("我清楚自己服务期满后想从事什么样的工作", "I know what work I want after my service"),
    "q2": ("学校的就业指导对我有帮助", "Career guidance helped me")}
GROUPS = {"m": ("男", "Men"), "f": ("女", "Women"), "": ("合计", "All")}
POINTS = {
    "1": ("非常不同意", "Strongly disagree"), "2": ("不同意", "Disagree"),
    "3": ("说不清", "Neither"), "4": ("同意", "Agree"), "5": ("非常同意", "Strongly agree")}


def words(table):
    """Labels from pairs (zh, en)."""
    return {code: {"zh": zh, "en": en} for code, (zh, en) in table.items()}


def result(kind, rows, *, synthetic=True, options=OPTIONS, labels=None, **settings):
    """A Result of a kind, with the labels above."""
    by_option = {f"{item}={code}": text for item in ("q1", "q2", "forms") for code, text in words(options).items()}
    known = {"item": words(ITEMS), "group": words(GROUPS), "option": by_option}
    return Result(
        kind=kind, layout=ESTIMATES if kind == "dots" else LISTING.showing(figure=SHAPE_OF.get(kind, kind)),
        title={"zh": "标题", "en": "Title"}, table=pd.DataFrame(rows), base=46, source={"synthetic": synthetic},
        labels=known | (labels or {}), settings={"level": 0.95, **settings})


def share(n, base, **more):
    """A row with an honest-looking interval."""
    p = n / base if base else NAN
    return {
        "item": "q1",
        "option": "",
        "group": "", "n": n, "base": base, "estimate": p, "low": max(p - 0.1, 0.0), "high": min(p + 0.12, 1.0), **more}


def options_by(groups, counts, options=OPTIONS, items=("q1",)):
    """Rows of shares: items x groups x options."""
    return [
        share(n, sum(counts), item=item, group=g, option=o)
        for item in items
        for g in groups
        for o, n in zip(options, counts, strict=True)]


def estimate(item, value, low=NAN, high=NAN, **more):
    """A row with an estimate and perhaps an interval."""
    return {"item": item, "group": "", "estimate": value, "low": low, "high": high, "n": 21, "base": 44, **more}


FLOW = {
    "sent": ("发放", "Sent"), "returned": ("回收", "Returned"),
    "invalid": ("无效", "Invalid forms"), "valid": ("有效", "Valid"), "valid_of_returned": ("有效", "Valid")}
REASONS = {
    "r": ("回收率", "return rate"),
    "v": ("有效率", "valid rate"),
    "x": ("作答过快 1 份，作答不足一半 1 份", "answered too fast: 1, under half answered: 1")}


def stage(option, n, base=NAN, reason=""):
    """A row of the case flow."""
    return {
        "item": "forms", "option": option,
        "group": "", "n": n, "base": base, "estimate": n / base, "low": NAN, "high": NAN, "reason": reason}


FIGURE = {"n": 883, "base": 2061, "printed": "42.8%"}
EFFECT = {"effect": {"v": {"zh": "Cramér V", "en": "Cramér's V"}}}

CASES = {
    "frequencies": result("frequencies", options_by([""], [21, 8, 17, 0])),
    "frequencies by group": result("frequencies", options_by(["m", "f"], [9, 4, 10, 0])),
    "frequencies with gaps": result(
        "frequencies",
        [share(21, 46, option="home"), share(8, 46, option="stay", low=NAN, high=NAN), share(NAN, 46, option="exam")],
        synthetic=False), "multiple_response": result("multiple_response", options_by([""], [3, 20, 17, 0])),
    "crosstab": result("crosstab", options_by(["m", "f", ""], [9, 4, 10, 0])),
    "p_values": result("p_values", [{"item": "q1", "group": "q2", "p_value": p, "p_adjusted": min(5 * p, 1.0)}
                                    for p in (0.0, 0.00002, 0.012, 0.4, NAN)]),
    "means": result("means", [estimate("q1", 3.1, 2.8, 3.4), estimate("q2", 4.2)], scale_low=1, scale_high=5),
    "means by group": result(
        "means", [estimate("q1", 5.6, 3.1, 8.0, group="m"), estimate("q1", 4.1, 3.0, 5.2, group="f")]),
    "means of items by group": result("means", [estimate(i, 3.5, 3.1, 3.9, group=g) for i in ITEMS for g in "mf"]),
    "dots": result("dots", [estimate("q1", 12.5, 10.1, 14.9), estimate("q2", -3.0)]),
    "likert": result("likert", options_by([""], [2, 5, 10, 20, 9], POINTS, ITEMS), options=POINTS),
    "likert of four points": result("likert", options_by([""], [0, 5, 20, 9], list(POINTS)[:4], ITEMS), options=POINTS),
    "case_flow": result(
        "case_flow",
        [
            stage("sent", 50), stage("returned", 48, 50, "r"), stage("invalid", 2, reason="x"),
            stage("valid", 46, 50, "v"), stage("valid_of_returned", 46, 48, "v"),
        ], options=FLOW, labels={"reason": words(REASONS)}),
    "association": result(
        "association", [estimate("q1", NAN, 0.0, 0.45, group="q2", effect=0.21, effect_name="v", p_value=0.68)],
        labels=EFFECT), "difference": result("difference", [estimate("q1", 0.42, -0.1, 0.94, group="m")]),
    "reliability": result(
        "reliability", [estimate("q1", 0.78, 0.66, 0.87, items=6), estimate("q2", -0.2, -1.4, 0.4, items=2)]),
    "agreement": result("agreement", [estimate("q1", 0.71, 0.5, 0.88), estimate("q2", NAN)]),
    "proportions": result("proportions", [share(883, 2061, printed="42.8%"), share(46, 50, item="q2", printed="–")]),
    "contrasts": result("contrasts", [estimate("q1", 0.028, -0.11, 0.17, n_other=883, base_other=2061)]),
    "kruskal_wallis": result(
        "kruskal_wallis",
        [{"item": "q1", "group": group, "effect": effect, "effect_low": effect - 0.2, "effect_high": effect + 0.2,
          "effect_name": "cliffs_delta", "p_value": 0.04} for group, effect in (("", 0.3), ("m", 0.21), ("f", -0.4))]),
    "missing_base": result(
        "missing_base",
        [
            {
                "item": "q1", "group": "", "printed": "–", "n": 356, "base_low": 901,
                "base_high": 999, "estimate_low": 0.356, "estimate_high": 0.395, "low": 0.327, "high": 0.427}]),
    "bases": result(
        "bases", [{"item": "q1", "printed": "67.3%"}, {"item": "q2", "printed": "36%"}], bases=list(range(30, 61)),
        states={"q1": "B" * 31, "q2": "RT." * 10 + "B"}, marked=46),
    "by_chance": result(
        "by_chance",
        [{"hits": k, "n": n, "base": 20, "estimate": n / 20, "as_good": k > 3} for k, n in ((3, 15), (4, 5))],
        simulated={"best": 4}),
    "code_counts": result("code_counts", [share(7, 11, low=NAN, high=NAN), share(0, 11, item="q2", low=NAN, high=NAN)]),
    "flow": result("flow", [{"item": "q1", "option": o, "group": g, "n": n} for o, g, n in (
        ("home", "m", 9), ("home", "f", 4), ("stay", "m", 12), ("exam", "f", 1), ("odd", "f", 3))] + [
            {"item": "q1", "option": "home", "group": "", "n": 13}],
        labels={"side": words({"now": ("现在的去向", "Where they are now")})}, to="now"),
    "curve": result("curve", [
        {"item": "q2", "group": g, "time": t, "at_risk": at_risk, "events": 1, "censored": int(t == 3), "estimate": s,
         "low": max(s - 0.2, 0.0), "high": min(s + 0.1, 1.0)}
        for g, share_left in (("m", 0.1), ("f", 0.06))
        for t, at_risk, s in [(0, 23, 1.0), *((t, 23 - t, 1 - share_left * t) for t in range(1, 9))]]),
    "case_chart": result("case_chart", [
        {"item": "forms", "group": "", "option": o, "n": n, "base": base, "reason": reason, "kind": kind}
        for o, n, base, reason, kind in (
            ("sent", 50, NAN, "", "stage"), ("invalid", 2, NAN, "x", "out"), ("returned", 1, NAN, "", "out"),
            ("valid", 46, 50, "v", "stage"))], options=FLOW, labels={"reason": words(REASONS)}),
    "profile": result("profile", [{"measure": "share", **row} for row in options_by(["m", "f"], [9, 4, 10, 0])] + [
        estimate("q2", 3.5, option="mean", measure="mean")]),
    "matrix": result("matrix", [{"item": i, "group": f"P{k:02d}", "n": k % 4} for i in ITEMS for k in range(11)]),
    "joint_display": result(
        "joint_display",
        [
            share(7, 11, option="q1=home", n_survey=17, base_survey=46, low=0.2, high=0.5),
            share(0, 11, item="q2", n_survey=NAN, base_survey=NAN, low=NAN, high=NAN)]),
    "beside": result(
        "beside",
        [
            share(
                NAN, 46, option="home", printed="45.5%", n_survey=21, base_survey=46, estimate=21 / 46, low=0.32,
                high=0.6),
            share(
                NAN, NAN, option="exam", printed="约10%左右", n_survey=0, base_survey=46, estimate=0.0, low=0.0,
                high=0.08)])}


def test_every_kind_with_a_figure_has_a_case():
    drawn_from_files = {"claims", "bullets"}  # test_evidence and test_targets draw them from the committed files
    assert {case.layout.figure for case in CASES.values()} == set(SHAPES) - drawn_from_files


def test_a_case_is_refused_when_its_kind_has_no_figure():
    from surveykit.figures import plot

    with pytest.raises(AnalysisError, match="'log' has no figure"):
        plot(result("log", [{"step": 1}]))
