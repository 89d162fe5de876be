"""Tests of groups, of answers of the same people and of correlations, against R (`tests/golden/r/comparing.R`)."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import surveykit as sk
from surveykit._stats.correlation import error_ratio
from surveykit._stats.group_means import range_quantile, range_tail
from surveykit._stats.multiplicity import benjamini_hochberg
from surveykit._stats.rank_tests import dunn, mann_whitney, signed_rank
from surveykit.result.format import p_value

GOLDEN = Path(__file__).parent / "golden"
PEOPLE = pd.read_csv(GOLDEN / "compare_people.csv")
VALUES = pd.read_csv(GOLDEN / "compare_values.csv").set_index(["test", "key", "name"])["value"].sort_index()
POINTS = tuple(sk.Option(str(k), {"en": f"Point {k}"}, float(k)) for k in range(1, 6))


def options(values: str) -> tuple[sk.Option, ...]:
    return tuple(sk.Option(value, {"en": value.upper()}) for value in values)


def survey_of(frame: pd.DataFrame) -> sk.Survey:
    """The simulated people as a survey."""
    numbers = [sk.Item(name, "number", {"en": name}) for name in ("pay", "pay_later", "weight")]
    singles = [sk.Item(name, "single", {"en": name}, options(values)) for name, values in (
        ("group", "abcd"), ("pair", "xy"), ("before", "pqr"), ("after", "pqr"), ("stratum", "st"))]
    ratings = [sk.Item(name, "rating", {"en": name}, POINTS) for name in ("mood", "mood_later")]
    book = sk.Codebook((*numbers, *singles, *ratings, sk.Item("unit", "text", {"en": "unit"}),
                        sk.Item("tick", "multiple", {"en": "Ticks"}, options("abcd"))), settings={"language": "en"})
    frame = frame.assign(unit=frame["unit"].map("u{}".format)).drop(columns="person")
    return sk.Survey.from_frame(frame, book)


SURVEY, SMALL = survey_of(PEOPLE), survey_of(PEOPLE.head(24))


def golden(test: str) -> Iterator[tuple[str, pd.Series]]:
    """The keys of a test with R's values by name."""
    for key, part in VALUES.loc[test].groupby(level=0):
        yield key, part.droplevel(0)


def agree(row: pd.Series, expected: pd.Series, rtol: float = 1e-8, **names: str) -> None:
    """The numbers of a row are R's; `names` says which of ours is called otherwise there."""
    renamed = expected.rename(names)
    assert_allclose(row[renamed.index].astype(float), renamed, rtol=rtol, atol=1e-12, err_msg=str(row["group"]))


class TestGroups:
    def test_ranks_of_two_groups_equal_r(self):
        for item, expected in golden("mann_whitney"):
            agree(sk.mann_whitney(SURVEY, item, by="pair").table.iloc[0], expected)
        for item, expected in golden("mann_whitney_small"):
            result = sk.mann_whitney(SMALL, item, by="pair")
            agree(result.table.iloc[0], expected)
            assert "Exact" in result.method["en"]
        for item, expected in golden("superiority"):
            row = sk.mann_whitney(SURVEY, item, by="pair").table.iloc[0]
            agree(row, expected, low="effect_low", high="effect_high")

    def test_ranks_of_several_groups_and_their_pairs_equal_r(self):
        pairs = dict(golden("dunn"))
        for item, expected in golden("kruskal_wallis"):
            table = sk.kruskal_wallis(SURVEY, item, by="group").table
            agree(table.iloc[0], expected)
            for _, row in table.iloc[1:].iterrows():
                agree(row, pairs[f"{item} {row['group']}"])
        assert len(table) == 7

    def test_a_trend_is_jonckheere_s_count_of_rising_pairs(self):
        for item, expected in golden("trend"):
            agree(sk.trend(SURVEY, item, by="group").table.iloc[0], expected.drop("j"))
            parts = [PEOPLE.loc[PEOPLE.group == g, item].to_numpy() for g in "abcd"]
            rising = sum(((a[:, None] < b) + (a[:, None] == b) / 2).sum()
                         for place, a in enumerate(parts) for b in parts[place + 1:])
            assert rising == expected["j"]
        turned = sk.trend(SURVEY, "mood", by="group", groups=list("dcba")).table["statistic"].iloc[0]
        assert turned == pytest.approx(-sk.trend(SURVEY, "mood", by="group").table["statistic"].iloc[0])

    def test_means_and_their_pairs_equal_r(self):
        table = sk.anova(SURVEY, "pay", by="group").table
        agree(table.iloc[0], dict(golden("anova"))["pay"])
        for _, row in table.iloc[1:].iterrows():
            agree(row, dict(golden("games_howell"))[row["group"]], rtol=2e-6)  # R's qtukey is good to six digits

    def test_likeness_equals_two_one_sided_tests(self):
        for margin, expected in golden("equivalence"):
            agree(sk.equivalence(SURVEY, "pay", by="pair", margin=float(margin)).table.iloc[0], expected)
        with pytest.raises(sk.AnalysisError, match="margin must be a number above 0"):
            sk.equivalence(SURVEY, "pay", by="pair", margin=0)

    def test_ranks_under_a_design_equal_svyranktest(self):
        designs = {"weighted": {}, "strata": {"strata": "stratum"}, "clustered": {"strata": "stratum", "psu": "unit"}}
        for key, expected in golden("rank_design"):
            design, item, by = key.split()
            survey = sk.set_design(SURVEY, weight="weight", **designs[design])
            verb, sign = (sk.mann_whitney, -1) if by == "pair" else (sk.kruskal_wallis, 1)
            row = verb(survey, item, by=by).table.iloc[0]
            agree(row, expected * pd.Series({"statistic": sign}).reindex(expected.index, fill_value=1))

    def test_too_few_groups_or_people_are_refused_with_what_to_type(self):
        with pytest.raises(sk.AnalysisError, match="mann_whitney compares 2 groups; 'group' has 4"):
            sk.mann_whitney(SURVEY, "pay", by="group")
        with pytest.raises(sk.AnalysisError, match="anova compares at least 2 groups; 'group' has 1"):
            sk.anova(SURVEY, "pay", by="group", where="group = 'a'")
        few = survey_of(PEOPLE.groupby("group").head(1))
        with pytest.raises(sk.AnalysisError, match="Each group must have 2 answers"):
            sk.anova(few, "pay", by="group")
        with pytest.raises(sk.AnalysisError, match="anova needs an item of kind number or rating"):
            sk.anova(SURVEY, "before", by="group")


class TestTheSamePeople:
    def test_signed_ranks_equal_r(self):
        for item, expected in golden("wilcoxon"):
            agree(sk.wilcoxon(SURVEY, item, f"{item}_later").table.iloc[0], expected)
        for item, expected in golden("wilcoxon_small"):
            result = sk.wilcoxon(SMALL, item, f"{item}_later")
            agree(result.table.iloc[0], expected)
            assert "Exact" in result.method["en"]

    def test_changes_of_a_share_equal_r(self):
        for other, expected in golden("mcnemar"):
            row = sk.mcnemar(SURVEY, "tick__a", other).table.iloc[0]
            scale = pd.Series({"estimate": 100, "low": 100, "high": 100})
            agree(row, expected * scale.reindex(expected.index, fill_value=1))
        same = sk.mcnemar(SURVEY, "before", "after", answer="q").table.iloc[0]
        share = [(PEOPLE[name] == "q").mean() for name in ("before", "after")]
        assert same["estimate"] == pytest.approx(100 * (share[1] - share[0]))
        with pytest.raises(sk.AnalysisError, match="compares the share of one answer; 'before' has 3"):
            sk.mcnemar(SURVEY, "before", "after")

    def test_margins_of_two_questions_and_several_ticks_equal_r(self):
        for key, expected in golden("stuart_maxwell"):
            agree(sk.stuart_maxwell(SURVEY, *key.split("/")).table.iloc[0], expected)
        with pytest.raises(sk.AnalysisError, match="compares items with the same options"):
            sk.stuart_maxwell(SURVEY, "before", "group")
        for key, expected in golden("cochran_q"):
            agree(sk.cochran_q(SURVEY, key.split()).table.iloc[0], expected)
        whole = sk.cochran_q(SURVEY, "tick").table
        assert len(whole) == 7 and whole["p_value"].iloc[0] == pytest.approx(
            sk.cochran_q(SURVEY, [f"tick__{v}" for v in "abcd"]).table["p_value"].iloc[0])

    @pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
    def test_correlations_equal_r(self, method):
        for key, expected in golden(method):
            row = sk.correlation(SURVEY, key.split("/"), method=method).table.iloc[0].rename({"other": "group"})
            agree(row, expected)


def test_families_are_adjusted_as_r_does():
    p = np.array([0.01, np.nan, 0.04, 0.03, 0.2])
    assert_allclose(benjamini_hochberg(p), [0.04, np.nan, 0.16 / 3, 0.16 / 3, 0.2])  # p.adjust(p, "BH")
    tests = [sk.association(SURVEY, "before", by="pair"), sk.anova(SURVEY, "pay", by="group"),
             sk.correlation(SURVEY, ["pay", "mood", "mood_later"])]
    holm = sk.adjust(tests)
    assert len(holm.table) == 5 and "for all 5 tests" in holm.method["en"]
    named = [words["en"] for words in holm.labels["test"].values()]
    assert len(set(named)) == 5 and named[0] == tests[0].title["en"]  # several tests of one result told apart
    for family in (holm, sk.tables(SURVEY, ["before", "after"], by=["pair", "group"]).tests):
        drawn = sk.plot(family, language="en").labels
        assert all(p_value(p) in drawn for name in ("p_value", "p_adjusted") for p in family.table[name])
    assert (sk.adjust(tests, method="BH").table["p_adjusted"] <= holm.table["p_adjusted"] + 1e-12).all()
    with pytest.raises(sk.AnalysisError, match="None of these results holds a test"):
        sk.adjust([sk.means(SURVEY, "pay")])


def test_the_studentized_range_is_r_s_ptukey_and_untestable_ranks_leave_nan():
    found = [range_tail(3.5, 4, 20.3), range_tail(2.1, 10, 5), range_tail(6, 3, 2), range_tail(4, 5, np.inf)]
    assert_allclose(found, [0.0945049133019724, 0.855364086163272, 0.0920938042467953, 0.0376960682200989], rtol=1e-9)
    assert range_quantile(0.95, 4, 17.5) == pytest.approx(4.0081291, rel=1e-6)
    nothing, some = np.zeros(0), np.array([1.0, 2.0])
    assert np.isnan(mann_whitney(nothing, some).p_value) and np.isnan(signed_rank(np.zeros(3)).p_value)
    apart = mann_whitney(np.array([5.0, 6.0, 7.0]), np.array([1.0, 2.0, 3.0]))
    assert (apart.effect, apart.high) == (1.0, 1.0) and apart.low == pytest.approx(2 * 0.025 ** (1 / 3) - 1)
    lows = [mann_whitney(np.arange(n) + 100.0, np.arange(n)).low for n in (1, 4, 60)]  # more people tell more
    assert_allclose(lows, [-0.95, -0.2047293, 0.8807410], rtol=1e-6)
    assert dunn([some, nothing]) == []


@pytest.mark.parametrize("call", [
    lambda s: sk.anova(s, "pay", by="group"), lambda s: sk.equivalence(s, "pay", by="pair", margin=3),
    lambda s: sk.mann_whitney(s, "mood", by="pair"), lambda s: sk.kruskal_wallis(s, "mood", by="group"),
    lambda s: sk.trend(s, "mood", by="group"), lambda s: sk.wilcoxon(s, "mood", "mood_later"),
    lambda s: sk.mcnemar(s, "tick__a", "tick__b"), lambda s: sk.stuart_maxwell(s, "before", "after"),
    lambda s: sk.cochran_q(s, "tick"), lambda s: sk.correlation(s, ["pay", "mood", "mood_later"])])
def test_every_test_speaks_and_shows_itself_in_both_languages(call):
    result = call(SURVEY)
    for language in ("en", "zh"):
        assert result.grid(language).to_text()
        for style in ("short", "full"):
            assert "nan" not in str(sk.interpret(result, style=style, language=language))


class TestFiguresAndSentences:
    RESULTS = {"anova": sk.anova(SURVEY, "pay", by="group"),
               "kruskal_wallis": sk.kruskal_wallis(SURVEY, "mood", by="group"),
               "trend": sk.trend(SURVEY, "mood", by="group"), "correlation": sk.correlation(SURVEY, ["pay", "mood"]),
               "stuart_maxwell": sk.stuart_maxwell(SURVEY, "before", "after"), "mcnemar": sk.mcnemar(
                   SURVEY, "tick__a", "tick__b"), "wilcoxon": sk.wilcoxon(SURVEY, "pay", "pay_later")}

    def test_a_test_is_drawn_comparison_by_comparison(self):
        for kind, lines in {"anova": 6, "kruskal_wallis": 6, "trend": 1, "correlation": 1, "stuart_maxwell": 3,
                            "mcnemar": 1, "wilcoxon": 1}.items():
            table = self.RESULTS[kind].table
            figure = sk.plot(self.RESULTS[kind]).svg().decode()
            values = table["estimate"] if table["low"].notna().any() else table["effect"].tail(lines)
            assert values.notna().sum() == lines
            for value in values.dropna():
                shown = f"{value:.{1 if kind in ('stuart_maxwell', 'mcnemar') else 2}f}".replace("-", "−")
                assert shown in figure, (kind, value)

    def test_a_banner_says_which_columns_differ_and_when_none_were_compared(self):
        survey = survey_of(pd.concat([PEOPLE] * 4, ignore_index=True))
        found = sk.banner(survey, ["pay"], by=["group"])
        letters = found.table.query("letters != ''")
        assert letters["group"].tolist()
        said = str(sk.interpret(found))
        assert said.startswith("Columns that differ once the comparisons are adjusted")
        assert f"above {letters['letters'].iloc[0]}" in said
        plain = sk.banner(survey, ["pay"], by="group", method="none")
        assert "未作多重比较校正" in str(sk.interpret(plain, language="zh"))
        assert str(sk.interpret(sk.banner(SMALL, ["pay"], by="group"))) == (
            "No two columns hold 30 people, so none were compared.")
        assert sk.plot(sk.banner(survey, ["mood"], by="group")).svg()

    def test_a_select_all_test_names_the_options_that_differ(self):
        said = {"group": str(sk.interpret(sk.association(SURVEY, "tick", "group"))), "pair": str(sk.interpret(
            sk.association(survey_of(PEOPLE.assign(tick__b=(PEOPLE["pair"] == "x") * 1)), "tick", "pair")))}
        assert "none differs by itself" in said["group"]
        assert "these differ: “B”" in said["pair"]
        assert "All options" in sk.plot(sk.association(SURVEY, "tick", "pair")).svg().decode()


class TestTheSamePeopleUnderADesign:
    PATH = GOLDEN / "paired_designs.csv"
    EXPECTED = pd.read_csv(PATH).set_index(["test", "key", "name"])["value"].sort_index()
    DESIGNS = {"weighted": {}, "clustered": {"strata": "stratum", "psu": "unit"},
               "domain": {"strata": "stratum", "psu": "unit"}}

    def survey(self, name: str) -> tuple[sk.Survey, str | None]:
        return sk.set_design(SURVEY, weight="weight", **self.DESIGNS[name]), (
            "pair = 'x'" if name == "domain" else None)

    def test_changes_equal_svymean_of_the_difference(self):
        verbs = {"rise": lambda s, w: sk.wilcoxon(s, "mood", "mood_later", where=w),
                 "tick": lambda s, w: sk.mcnemar(s, "tick__a", "tick__b", where=w),
                 "q": lambda s, w: sk.mcnemar(s, "before", "after", answer="q", where=w)}
        for key in self.EXPECTED.loc["change"].index.unique("key"):
            design, verb = key.split()
            row, expected = verbs[verb](*self.survey(design)).table.iloc[0], self.EXPECTED["change", key].copy()
            if verb == "rise":
                expected = expected.rename({"estimate": "effect", "low": "effect_low", "high": "effect_high"})
            else:
                expected[["estimate", "low", "high"]] *= 100
            assert_allclose(row[expected.index].astype(float), expected, rtol=1e-8, err_msg=key)

    def test_correlations_equal_the_delta_method_of_svymean(self):
        for key in self.EXPECTED.loc["correlation"].index.unique("key"):
            design, other = key.split()
            survey, where = self.survey(design)
            found = sk.correlation(survey, ["pay", "mood" if other == "mood" else "mood_later"], where=where,
                                   method="spearman" if other == "rank" else "pearson")
            expected = self.EXPECTED["correlation", key]
            assert_allclose(found.table.iloc[0][expected.index].astype(float), expected, rtol=1e-7, err_msg=key)
            assert "honour the design" in found.method["en"]

    def test_a_trend_is_the_correlation_of_ranks_with_the_order_of_groups(self):
        survey = self.survey("weighted")[0]
        found, other = sk.trend(survey, "mood_later", by="mood").table.iloc[0], sk.correlation(
            survey, ["mood", "mood_later"], method="spearman").table.iloc[0]
        assert_allclose(found[["statistic", "df", "p_value", "effect", "effect_low", "effect_high"]].astype(float),
                        other[["statistic", "df", "p_value", "estimate", "low", "high"]].astype(float))

    def test_tau_under_a_design_names_rho(self):
        with pytest.raises(sk.AnalysisError, match=r"\['pay', 'mood'\], method='spearman'\) takes it"):
            sk.correlation(self.survey("weighted")[0], ["pay", "mood"], method="kendall")


def test_heavy_tails_get_a_caution_and_ratings_none():
    rng = np.random.default_rng(5)
    tail = rng.standard_t(3, size=120)
    heavy = survey_of(PEOPLE.assign(pay=tail, pay_later=tail * rng.choice([0.2, 2], 120)))
    assert any("Heavy tails" in note["en"] for note in sk.correlation(heavy, ["pay", "pay_later"]).notes)
    ranks = sk.correlation(heavy, ["pay", "pay_later"], method="spearman")
    assert not any("Heavy tails" in note["en"] for note in ranks.notes)
    assert not any("Heavy tails" in note["en"] for note in sk.correlation(SURVEY, ["pay", "mood", "mood_later"]).notes)
    x, y = PEOPLE["pay"].to_numpy(float), PEOPLE["mood"].to_numpy(float)
    left = [np.corrcoef(np.delete(x, k), np.delete(y, k))[0, 1] for k in range(120)]
    r = np.corrcoef(x, y)[0, 1]
    jackknife = np.sqrt(119 / 120 * np.sum((np.array(left) - np.mean(left)) ** 2)) * np.sqrt(120) / (1 - r * r)
    assert error_ratio(x, y) == pytest.approx(jackknife, rel=0.03)
