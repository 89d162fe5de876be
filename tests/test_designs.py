"""A design is honoured or refused, never ignored; what weights may be; bases and nets."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.survey import PARTS

OPTIONS = tuple(sk.Option(v, {"en": v.upper(), "zh": v}) for v in "abc")
POINTS = tuple(sk.Option(f"p{k}", {"en": str(k)}, float(k)) for k in range(1, 6))


def make_survey(rows: int = 60, **columns: object) -> sk.Survey:
    """Items of every kind beside the columns a design needs."""
    draw = np.random.default_rng(46)
    frame = pd.DataFrame({
        "q": draw.choice(list("abc"), rows), "g": draw.choice(list("ab"), rows), "x": draw.normal(10, 2, rows),
        "r1": draw.integers(1, 6, rows).astype(float), "r2": draw.integers(1, 6, rows).astype(float),
        "k": [" ".join(draw.permutation(list("abc"))) for _ in range(rows)],
        **{f"m__{v}": draw.integers(0, 2, rows) for v in "abc"},
        "w": draw.uniform(0.5, 3, rows).round(2), "stratum": np.repeat(list("ab"), rows // 2),
        "school": np.tile(np.repeat(list("abc"), 2), rows // 6), "size": 40.0, **columns})
    items = (sk.Item("q", "single", {"en": "Plan"}, OPTIONS), sk.Item("g", "single", {"en": "Group"}, OPTIONS[:2]),
             sk.Item("x", "number", {"en": "Pay"}), sk.Item("r1", "rating", {"en": "One"}, POINTS, scale="s"),
             sk.Item("r2", "rating", {"en": "Two"}, POINTS, scale="s"), sk.Item("k", "rank", {"en": "Rank"}, OPTIONS),
             sk.Item("m", "multiple", {"en": "Ticks"}, OPTIONS), sk.Item("w", "number", {"en": "w"}),
             sk.Item("stratum", "single", {"en": "Stratum"}, OPTIONS[:2]),
             sk.Item("school", "single", {"en": "School"}, OPTIONS), sk.Item("size", "number", {"en": "Size"}))
    scales = (sk.Scale("s", {"en": "Scale"}, 1, 5),)
    return sk.Survey.from_frame(frame, sk.Codebook(items, scales, {"language": "en", "sent": 80}))


SURVEY = make_survey()
DECLARED = {"weight": {"weight": "w"}, "strata": {"strata": "stratum"}, "psu": {"psu": "school"},
            "population": {"population": 90}, "replicates": {"replicates": "bootstrap"},
            "probability": {"probability": False}}
VERBS: dict[str, Callable[[sk.Survey], sk.Result]] = {
    "frequencies": lambda s: sk.frequencies(s, "q"), "crosstab": lambda s: sk.crosstab(s, "q", "g"),
    "multiple_response": lambda s: sk.multiple_response(s, "m"), "likert": lambda s: sk.likert(s, ["r1", "r2"]),
    "ranking": lambda s: sk.ranking(s, "k"), "means": lambda s: sk.means(s, "x"),
    "association": lambda s: sk.association(s, "q", "g"), "welch": lambda s: sk.welch(s, "x", "g"),
    "ratio": lambda s: sk.ratio(s, "x", "r1"), "quantiles": lambda s: sk.quantiles(s, "x"),
    "profile": lambda s: sk.profile(s, ["q", "x"], by="g"),
    "anova": lambda s: sk.anova(s, "x", "g"), "equivalence": lambda s: sk.equivalence(s, "x", "g", 1),
    "mann_whitney": lambda s: sk.mann_whitney(s, "x", "g"), "kruskal_wallis": lambda s: sk.kruskal_wallis(s, "x", "g"),
    "trend": lambda s: sk.trend(s, "x", "g"), "wilcoxon": lambda s: sk.wilcoxon(s, "r1", "r2"),
    "mcnemar": lambda s: sk.mcnemar(s, "m__a", "m__b"), "stuart_maxwell": lambda s: sk.stuart_maxwell(s, "r1", "r2"),
    "cochran_q": lambda s: sk.cochran_q(s, "m"), "correlation": lambda s: sk.correlation(s, ["x", "r1"]),
    "tables": lambda s: sk.tables(s, "q", by="g")["q", "g"],
    "transition": lambda s: sk.transition(s, "q", "g", same={"a": "a"}), "duration": lambda s: sk.duration(s, "x"),
    "reliability": lambda s: sk.reliability(s, "s"), "item_analysis": lambda s: sk.item_analysis(s, "s")}
COUNTING = {"overview": sk.overview, "case_flow": sk.case_flow, "case_stages": sk.case_stages, "rates": sk.rates,
            "missing_answers": sk.missing_answers}


def test_every_verb_that_takes_a_survey_is_walked():
    homes = {name: getattr(getattr(sk, name), "__module__", "") for name in sk.__all__}
    public = {name for name, home in homes.items() if home.startswith("surveykit.analysis")
              and not home.startswith("surveykit.analysis.weighting")}
    assert public - {"score", "totals", "set_design", "adjust", "banner", "web_rates"} == {*VERBS, *COUNTING}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_part_of_the_design_moves_numbers_or_words_or_is_refused(verb, part):
    survey = sk.set_design(SURVEY, **DECLARED[part])
    assert survey.design.parts == (part,)
    plain = VERBS[verb](SURVEY)
    try:
        found = VERBS[verb](survey)
    except sk.AnalysisError as error:
        assert f"{verb} cannot honour this part of the design: {part}." in str(error)
        served = re.search(r"fix: +(\S.*) takes it; or", str(error))  # a call that is named works
        assert served is None or eval(f"sk.{served[1]}", {"sk": sk, "survey": survey}).base > 0
        assert served is not None or verb in {"reliability", "item_analysis"}
        return
    words = [note["en"] for note in found.notes]
    if part == "probability":
        assert any("Not a probability sample" in note for note in words)
    else:
        numbers = [name for name in ("estimate", "low", "high", "p_value", "df") if name in plain.table]
        assert not np.allclose(found.table[numbers], plain.table[numbers], rtol=1e-9, equal_nan=True)
        assert verb in {"ratio", "quantiles", "profile", "equivalence"} or found.method["en"] != plain.method["en"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("verb", COUNTING)
def test_who_is_counted_does_not_depend_on_the_design(verb, part):
    survey = sk.set_design(SURVEY, **DECLARED[part])
    kept = [name for name in ("n", "base") if name in COUNTING[verb](SURVEY).table]
    pd.testing.assert_frame_equal(COUNTING[verb](survey).table[kept], COUNTING[verb](SURVEY).table[kept])


@pytest.mark.parametrize("part", PARTS)
def test_totals_need_a_population_and_honour_the_rest(part):
    survey = sk.set_design(SURVEY, **{**DECLARED[part], "population": 90})
    plain = sk.totals(sk.set_design(SURVEY, population=90), "x").table
    if part in {"weight", "strata", "psu", "replicates"}:
        assert not np.isclose(sk.totals(survey, "x").table["se"], plain["se"])
    with pytest.raises(sk.AnalysisError, match="needs a design that tells the population"):
        sk.totals(SURVEY, "x")


@pytest.mark.parametrize("call", [
    lambda s, w: sk.mann_whitney(s, "x", by="g", where=w), lambda s, w: sk.anova(s, "x", by="school", where=w),
    lambda s, w: sk.correlation(s, ["x", "r1"], where=w), lambda s, w: sk.wilcoxon(s, "r1", "r2", where=w),
    lambda s, w: sk.duration(s, "x", where=w), lambda s, w: sk.missing_answers(s, where=w),
    lambda s, w: sk.frequencies(s, "q", where=w), lambda s, w: sk.welch(s, "x", by="g", where=w)])
def test_a_domain_with_a_name_stands_in_every_title(call):
    recent = SURVEY.domain("stratum == 'a'", name="recent", label={"en": "recent years", "zh": "近年"})
    assert "recent years" in call(SURVEY, recent).title["en"] and "近年" in call(SURVEY, recent).title["zh"]


class TestRules:
    @pytest.mark.parametrize("weight", [-1.0, np.nan])
    def test_weights_that_are_no_weights_are_refused_by_respondent(self, weight):
        survey = make_survey(w=[weight, *[1.0] * 59])
        with pytest.raises(sk.AnalysisError, match=r"'1'|'0'"):
            sk.set_design(survey, weight="w")

    def test_weights_of_zero_are_in_no_count_and_said_and_everywhere_refused(self):
        with pytest.raises(sk.AnalysisError, match="not all 0"):
            sk.set_design(make_survey(w=[0.0] * 60), weight="w")
        survey = sk.set_design(make_survey(w=[0.0, 0.0, *[1.0] * 58]), weight="w")
        found = sk.frequencies(survey, "q")
        assert found.base == 58 and any("2 with a weight of 0" in note["en"] for note in found.notes)

    def test_totals_grow_with_weights_alone_and_add_up_to_the_population(self):
        once, ten = (sk.set_design(make_survey(w=SURVEY.responses["w"].to_numpy(float) * k), weight="w")
                     for k in (1, 10))
        for item in ("x", "q", "m"):
            assert np.allclose(10 * sk.totals(once, item).table["estimate"], sk.totals(ten, item).table["estimate"])
        assert np.allclose(sk.ratio(once, "x", "r1").table["low"], sk.ratio(ten, "x", "r1").table["low"])
        assert np.allclose(sk.quantiles(once, "x").table["low"], sk.quantiles(ten, "x").table["low"])
        found = sk.totals(sk.set_design(SURVEY, population=600), "q", by="g").table
        assert found["estimate"].sum() == pytest.approx(600)

    def test_a_median_without_a_design_is_the_usual_one(self):
        x = SURVEY.responses["x"].to_numpy(float)
        row = sk.quantiles(SURVEY, "x", shares=[0.5]).table.iloc[0]
        assert row["estimate"] == np.median(x) and row["low"] < row["estimate"] < row["high"]

    @given(st.permutations(range(60)), st.permutations("abc"))
    @settings(max_examples=15)
    def test_the_order_of_rows_and_the_names_of_schools_move_nothing(self, order, names):
        frame = SURVEY.responses.iloc[list(order)]
        frame["school"] = frame["school"].map(dict(zip("abc", names, strict=True)))
        design = {"weight": "w", "strata": "stratum", "psu": "school"}
        for call in (lambda s: sk.crosstab(s, "q", "g").table, lambda s: sk.means(s, "x", by="g").table,
                     lambda s: sk.association(s, "q", "g").table, lambda s: sk.totals(s, "m").table):
            one, other = (call(sk.set_design(survey, **design)).select_dtypes("number")
                          for survey in (SURVEY, sk.Survey.from_frame(frame, SURVEY.codebook)))
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)

    @given(st.floats(0.001, 1000))
    @settings(max_examples=15)
    def test_the_scale_of_weights_moves_nothing(self, times):
        table, other = (sk.frequencies(sk.set_design(make_survey(w=SURVEY.responses["w"].to_numpy(float) * k),
                                                     weight="w"), "q").table for k in (1.0, times))
        np.testing.assert_allclose(table[["estimate", "low", "high", "effective_n"]],
                                   other[["estimate", "low", "high", "effective_n"]], rtol=1e-9)

    def test_equal_weights_are_the_simple_sample_and_a_row_twice_at_half_weight_moves_nothing(self):
        plain = sk.means(SURVEY, "x").table
        equal = sk.means(sk.set_design(make_survey(w=2.0), weight="w"), "x").table
        names = ["estimate", "sd", "se", "low", "high", "base", "effective_n", "design_effect", "df"]
        np.testing.assert_allclose(equal[names].astype(float), plain[names].astype(float), rtol=1e-9)
        once = sk.set_design(SURVEY, weight="w")
        frame = pd.concat([SURVEY.responses, SURVEY.responses])
        frame["w"] = frame["w"] / 2
        frame.index = pd.Index([str(k) for k in range(len(frame))], name="respondent")
        twice = sk.set_design(sk.Survey.from_frame(frame, SURVEY.codebook), weight="w")
        np.testing.assert_allclose(sk.frequencies(once, "q").table["estimate"],
                                   sk.frequencies(twice, "q").table["estimate"], rtol=1e-12)

    def test_a_stratum_of_one_school_and_a_school_in_two_strata_are_refused(self):
        survey = make_survey(stratum=["b", "b", *["a"] * 58], school=["a"] * 2 + ["b", "c"] * 29)
        with pytest.raises(sk.AnalysisError, match="single unit have no variance: stratum 'b'"):
            sk.set_design(survey, strata="stratum", psu="school")
        assert sk.set_design(survey, strata="stratum", psu="school", lonely="adjust").design.lonely == "adjust"
        with pytest.raises(sk.AnalysisError, match="can lie in two strata"):
            sk.set_design(SURVEY, strata="stratum", psu="school", nest=False)

    @pytest.mark.parametrize("population", [20, 0])
    def test_a_population_smaller_than_its_sample_is_refused(self, population):
        with pytest.raises(sk.AnalysisError, match="at least as large"):
            sk.set_design(SURVEY, population=population)

    def test_differing_populations_are_refused_and_columns_of_the_design_are_no_questions(self):
        with pytest.raises(sk.AnalysisError, match="must be the same for all"):
            sk.set_design(SURVEY, population="x", strata="stratum")
        book = sk.set_design(SURVEY, weight="w", strata="stratum", psu="school").codebook
        assert (book["w"].role, book["school"].role, book["stratum"].role) == ("design", "design", None)

    def test_a_whole_cohort_is_asked_which_population_it_stands_for(self):
        with pytest.raises(sk.AnalysisError, match=r"(?s)All 80 people.*population=80\).*population=False"):
            sk.set_design(SURVEY, probability=True)
        whole = sk.frequencies(sk.set_design(SURVEY, probability=True, population=80), "q").table
        beyond = sk.frequencies(sk.set_design(SURVEY, probability=True, population=False), "q").table
        np.testing.assert_allclose(whole["se"], beyond["se"] * np.sqrt(60 / 59 * (1 - 60 / 80)), rtol=1e-9)

    def test_what_is_printed_is_the_weighted_share(self):
        survey = sk.set_design(make_survey(w=[9.0, *[1.0] * 59]), weight="w")
        row = sk.frequencies(survey, "q").table.iloc[0]
        shown = sk.frequencies(survey, "q").grid("en").rows[0]
        assert shown[2] == f"{100 * row['estimate']:.0f}" != f"{100 * row['n'] / row['base']:.0f}"


class TestBases:
    SURVEY = make_survey(q=["a", "a", "b", None, None, None, *["a"] * 54], m__a=[1, 0] * 30, m__b=0, m__c=0)

    def survey(self) -> sk.Survey:
        """Two of the six were not asked."""
        codes = self.SURVEY._missing.copy()
        codes.loc[codes.index[4:6], "q"] = 1
        return replace(self.SURVEY, _missing=codes)

    @pytest.mark.parametrize(("base", "size", "missing"), [
        ("answered", 57, {"not_asked": 2, "blank": 1}), ("asked", 58, {"not_asked": 2}), ("all", 60, {})])
    def test_each_base_counts_its_people(self, base, size, missing):
        found = sk.frequencies(self.survey(), "q", base=base)
        assert found.base == size and dict(found.missing) == missing
        assert found.table["estimate"].iloc[0] == pytest.approx(56 / size)

    def test_other_bases_are_named_only_where_they_move_a_share_by_a_point(self):
        notes = " ".join(note["en"] for note in sk.frequencies(self.survey(), "q").notes)
        assert "all respondents (60)" in notes and "those who were asked (58)" in notes
        assert not any("base" in note["en"] for note in sk.frequencies(make_survey(), "q").notes)

    def test_who_ticked_anything_is_a_base_of_sets_only(self):
        found = sk.multiple_response(self.survey(), "m", base="ticked")
        assert found.base == 30 and dict(found.missing) == {"nothing_ticked": 30}
        assert found.table["estimate"].tolist() == [1, 0, 0]
        with pytest.raises(sk.AnalysisError, match="answered, asked, all for 'q', not 'ticked'"):
            sk.frequencies(self.survey(), "q", base="ticked")

    def test_a_base_honours_weights_too(self):
        survey = sk.set_design(self.survey(), weight="w")
        weights, found = survey.responses["w"].to_numpy(float), sk.frequencies(survey, "q", base="all").table
        chose = (survey.responses["q"] == "b").fillna(False).to_numpy(bool)
        assert found["estimate"].iloc[1] == pytest.approx(weights[chose].sum() / weights.sum())


@pytest.mark.parametrize(("interval", "warned"), [("wilson", False), ("exact", False), ("logit", True), ("t", True)])
def test_limits_outside_their_range_carry_a_caution(interval, warned):
    few = make_survey(q=["a", "b", *["c"] * 58])
    said = [any("too narrow" in note["en"] for note in sk.frequencies(survey, "q", interval=interval).notes)
            for survey in (few, make_survey(q=["a", "b", "c"] * 20))]
    assert said == [warned, False]


class TestTicks:
    def test_a_tick_makes_groups_for_every_verb(self):
        table = sk.crosstab(SURVEY, "q", by="m__a").table.set_index(["group", "option"])
        ticked = SURVEY.responses["m__a"] == 1
        assert table.loc[("1", "a"), "n"] == (ticked & (SURVEY.responses["q"] == "a")).sum()
        assert table.loc[("", "a"), "base"] == 60
        assert sk.means(SURVEY, "x", by="m__a").table["base"].tolist() == [ticked.sum(), (~ticked).sum()]
        assert "Ticked “A”" in repr(sk.welch(SURVEY, "x", by="m__a"))
        found = sk.association(SURVEY, "q", by="m__a")
        assert found.caption("en").endswith("and Ticks: A") and found.table["p_value"].between(0, 1).all()
        assert sk.profile(SURVEY, ["q", "x"], by="m__a").base == 60

    def test_a_set_is_crossed_with_groups_and_with_one_of_its_ticks(self):
        crossed, alone = sk.crosstab(SURVEY, "m", "g").table, sk.multiple_response(SURVEY, "m").table
        assert crossed.loc[crossed["group"] == "", "n"].tolist() == alone["n"].tolist()
        own = sk.crosstab(SURVEY, "m", by="m__a").table.set_index(["group", "option"])
        assert own.loc[("1", "a"), "estimate"] == 1 and own.loc[("0", "a"), "estimate"] == 0


class TestNets:
    def test_a_net_is_the_sum_of_its_options_and_counts_each_respondent_once(self):
        table = sk.frequencies(SURVEY, "q", nets={"either": ["a", "B"]}).table.set_index("option")
        assert table.loc["either", "n"] == table.loc["a", "n"] + table.loc["b", "n"] and table["net"].tolist()[-1]
        assert table.loc["either", "low"] < table.loc["either", "estimate"] < table.loc["either", "high"]
        table = sk.multiple_response(SURVEY, "m", nets={"any": ["a", "b", "c"]}).table.set_index("option")
        ticked = (SURVEY.responses[["m__a", "m__b", "m__c"]] == 1).any(axis=1)
        assert table.loc["any", "n"] == ticked.sum() and np.isnan(table.loc["any", "of_responses"])

    def test_merging_options_by_a_net_or_by_recoding_is_the_same(self):
        survey = sk.set_design(SURVEY, weight="w", strata="stratum", psu="school")
        merged = sk.set_design(sk.recode(SURVEY, "q", {"b": "a"}, reason="one"), weight="w", strata="stratum",
                               psu="school")
        net = sk.frequencies(survey, "q", by="g", nets={"ab": ["a", "b"]}).table.query("option == 'ab'")
        other = sk.frequencies(merged, "q", by="g").table.query("option == 'a'")
        names = ["n", "estimate", "se", "low", "high", "design_effect", "df"]
        np.testing.assert_allclose(net[names], other[names], rtol=1e-9)

    def test_a_net_of_no_option_is_refused_with_the_nearest(self):
        with pytest.raises(sk.AnalysisError, match="'d' is no option of 'q'"):
            sk.frequencies(SURVEY, "q", nets={"x": ["d"]})
        with pytest.raises(sk.AnalysisError, match="cannot be called 'a'"):
            sk.frequencies(SURVEY, "q", nets={"a": ["b"]})
        for nets, said in (({"x": []}, "must list its options"), ({"x": {"label": "X", "options": ["a"]}}, "must list"),
                           ({"base": ["a"]}, "cannot be called 'base'")):
            with pytest.raises(sk.AnalysisError, match=said):
                sk.frequencies(SURVEY, "q", nets=nets)
        for verb in (sk.profile, lambda *asked, **nets: sk.banner(*asked, by="g", **nets)):
            with pytest.raises(sk.AnalysisError, match="under the item's name; 'Q'"):
                verb(SURVEY, ["q"], nets={"Q": {"x": ["a"]}})

    def test_an_option_is_found_by_value_before_label_and_a_label_that_stands_twice_is_refused(self):
        options = tuple(sk.Option(value, {"en": label}) for value, label in (("1", "2"), ("2", "x"), ("3", "x")))
        survey = sk.Survey.from_frame(pd.DataFrame({"q": list("1123")}), sk.Codebook((
            sk.Item("q", "single", {"en": "Q"}, options),)))
        assert sk.frequencies(survey, "q", nets={"n": "2"}).table["n"].tolist() == [2, 1, 1, 1]
        with pytest.raises(sk.AnalysisError, match="'x' names several options"):
            sk.frequencies(survey, "q", nets={"n": ["x"]})

    def test_a_net_has_words_in_each_language_and_is_marked_and_explained(self, tmp_path):
        net = {"some": {"zh": "部分合计", "en": "Some", "options": ["a", "B"]}}
        found = sk.multiple_response(SURVEY, "m", nets=net)
        assert found.labels["option"]["m=some"] == {"zh": "部分合计", "en": "Some (sum)"}
        assert "“Some (sum)”: any of A, B, each respondent counted once." in [note["en"] for note in found.notes]
        assert "“部分合计”包括：a、b；选择其中任一项者计一次。" in [note["zh"] for note in found.notes]
        found.to_excel(tmp_path / "t.xlsx", language="en")
        cells = pd.read_excel(tmp_path / "t.xlsx", header=None, sheet_name=None, dtype=str, engine="calamine")
        assert any((sheet == "Some (sum)").any(axis=None) for sheet in cells.values())

    @pytest.mark.parametrize("weight", [None, "w"])
    def test_every_table_gives_a_net_the_share_counted_by_hand(self, weight):
        survey = make_survey(q=[None, *["a", "b", "c"] * 19, "a", "b"])
        survey = sk.set_design(survey, weight=weight) if weight else survey
        where, net = "x > 9", {"ab": {"zh": "甲乙", "en": "A or B", "options": ["A", "b"]}}
        inside = survey.responses["x"] > 9
        w = survey.responses["w"].to_numpy(float) if weight else np.ones(len(survey))

        def share(column, values, among):
            return (w * (survey.responses[column].isin(values) & among)).sum() / (w * among).sum()

        answered = inside & survey.responses["q"].notna()
        men = answered & (survey.responses["g"] == "a")
        want, alone = share("q", ["a", "b"], men), share("q", ["a", "b"], answered)
        tables = [(sk.frequencies(survey, "q", where=where, nets=net), "", alone),
                  (sk.frequencies(survey, "q", where=where, nets=net, base="all"), "", share("q", ["a", "b"], inside)),
                  (sk.crosstab(survey, "q", by="g", where=where, nets=net), "a", want),
                  (sk.banner(survey, ["q"], by=["g"], where=where, nets={"q": net}, fewest=5), "g=a", want),
                  (sk.profile(survey, ["q", "x"], by="g", where=where, nets={"q": net}), "a", want),
                  (sk.likert(survey, ["r1"], by="g", where=where, nets={"ab": ["p1", "p2"]}), "a",
                   share("r1", [1, 2], inside & (survey.responses["g"] == "a")))]
        for found, group, expected in tables:
            line = found.table[(found.table["option"] == "ab") & (found.table["group"] == group)]
            assert line["estimate"].item() == pytest.approx(expected, abs=1e-12), found.kind
            if "low" in line and found.kind not in ("banner", "profile"):
                assert line["low"].item() < expected < line["high"].item()
            assert "(sum)" in repr(found), found.kind

    def test_top_two_and_bottom_two_stand_beside_the_points_and_bars_add_up_without_nets(self):
        found = sk.likert(SURVEY, ["r1", "r2"], by="g", top=2)
        table = found.table.set_index(["item", "group", "option"])
        assert table.loc[("r1", "a", "top_2"), "n"] == table.loc[("r1", "a", ["p4", "p5"]), "n"].sum()
        assert len(found.grid("en").rows) == 4 and "Top 2 points" in repr(found)
        nets = {"ab": ["a", "b"]}
        drawn = [sk.plot(sk.crosstab(SURVEY, "q", "g", nets=given)).svg() for given in (nets, None)]
        assert drawn[0] == drawn[1]
        assert sk.plot(sk.likert(SURVEY, ["r1"], top=2)).svg() == sk.plot(sk.likert(SURVEY, ["r1"])).svg()

    def test_a_battery_says_what_is_missing(self):
        survey = make_survey(r2=[np.nan, np.nan, *[3.0] * 58])
        assert any("Two 2" in note["en"] for note in sk.likert(survey, ["r1", "r2"]).notes)


@pytest.mark.parametrize("role", ["weight", "population"])
def test_a_weight_is_a_number_item_and_other_answers_stand_in_no_error(role):
    survey = sk.Survey.from_frame(pd.DataFrame({"who": ["13812345678", "some words"], "plan": ["a", "b"]}))
    for name in ("who", "plan"):
        with pytest.raises(sk.AnalysisError, match=r"must be an item of kind number; '(who|plan)' is") as caught:
            sk.set_design(survey, **{role: name})
        assert "some words" not in str(caught.value)
