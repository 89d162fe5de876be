"""p from printed statistics: against scipy, a fine grid of honest reports, and texts in two languages."""

import math

import numpy as np
import pytest
from builders import cases
from scipy import stats

import surveykit as sk
from surveykit.audit import audit_statistics, recompute
from surveykit.audit.reports.reported_tests import find_statistics
from surveykit.errors import AnalysisError, ReadError

REFERENCE = {
    "t": lambda x, df: 2 * stats.t.sf(abs(x), *df), "F": lambda x, df: stats.f.sf(x, *df),
    "chi2": lambda x, df: stats.chi2.sf(x, *df), "z": lambda x, df: 2 * stats.norm.sf(abs(x)),
    "r": lambda x, df: 2 * stats.t.sf(abs(x) * math.sqrt(df[0] / (1 - x * x)), *df)}
# (statistic, value, df, p): incomplete beta and gamma functions of mpmath 1.4.1 with 40 digits.
EXACT = [("t", "2.20", (28,), 0.03622548477883784), ("F", "3.40", (2, 57), 0.04027578771451295),
         ("chi2", "5.20", (1,), 0.02258688816417969), ("r", "0.31", (44,), 0.0360274459865532),
         ("z", "1.96", None, 0.04999579029644087), ("t", "-7.5", (300,), 7.268277172243041e-13)]


def honest(rng: np.random.Generator) -> tuple[str, str, tuple[int, ...], float]:
    """A test as an honest author prints it, and its p."""
    name = ("t", "F", "chi2", "r", "z")[rng.integers(5)]
    df = tuple(int(d) for d in rng.integers(1, 120, size={"F": 2, "z": 0}.get(name, 1)))
    x = float({"t": rng.normal(0, 2.5), "F": rng.f(2, 30) * 1.5, "chi2": rng.chisquare(2) * 1.5,
               "r": rng.uniform(-0.9, 0.9), "z": rng.normal(0, 2)}[name])
    return name, f"{x:.2f}", df, float(REFERENCE[name](x, df))


class TestP:
    @pytest.mark.parametrize(("name", "value", "df", "expected"), EXACT)
    def test_it_agrees_with_integrals_to_many_digits(self, name, value, df, expected):
        assert recompute(name, value, df).estimate == pytest.approx(expected, rel=1e-11, abs=0)

    @pytest.mark.parametrize("name", REFERENCE)
    def test_it_agrees_with_another_library_on_a_grid(self, name):
        for df in {"F": [(1, 5), (2, 57), (7, 300)], "z": [()]}.get(name, [(1,), (4,), (28,), (500,)]):
            for x in ("0.05", "0.31", "0.94") if name == "r" else ("0.10", "1.00", "2.20", "6.00", "30.00"):
                expected = REFERENCE[name](float(x), df)
                assert recompute(name, x, df).estimate == pytest.approx(expected, rel=1e-9, abs=1e-300)

    def test_p_lies_between_the_ends_of_the_values_printed_so(self):
        found = recompute("t", "2.2", 28)
        assert found.low == pytest.approx(2 * stats.t.sf(2.25, 28), rel=1e-7)
        assert found.high == pytest.approx(2 * stats.t.sf(2.15, 28), rel=1e-7)
        assert recompute("t", "0.0", 10).high == pytest.approx(1)

    def test_degrees_of_freedom_may_be_rounded_or_unknown(self):
        found = recompute("t", "2.06", "26.4")
        assert found.low == pytest.approx(2 * stats.t.sf(2.065, 26.45), rel=1e-7)
        assert found.high == pytest.approx(2 * stats.t.sf(2.055, 26.35), rel=1e-7)
        found = recompute("t", "1.50", None, "<.05")
        assert found.low == pytest.approx(2 * stats.norm.sf(1.505), rel=1e-7) and found.verdict == "decision_error"
        assert recompute("chi2", "2.0", None, "<.05").verdict == "decision_error"
        assert recompute("t", "2.50", None, "<.05").verdict == "consistent"
        assert recompute("F", "3.2", None, "<.05").verdict == recompute("r", ".3", None, "<.05").verdict == "untestable"

    def test_a_bound_of_the_statistic_bounds_p(self):
        assert recompute("F", "1", (1, 20), "ns", sign="<").verdict == "consistent"
        assert recompute("F", "1", (1, 20), "< .05", sign="<").verdict == "decision_error"
        assert recompute("t", "5", 20, "< .001", sign=">").verdict == "consistent"


class TestVerdicts:
    @pytest.mark.parametrize(("p", "verdict"), [
        (".036", "consistent"), ("= .04", "consistent"), ("p = 0.0362", "consistent"), ("< .05", "consistent"),
        ("< .001", "inconsistent"), ("> .05", "decision_error"), ("ns", "decision_error"), ("n.s.", "decision_error"),
        (".063", "decision_error"), (".038", "inconsistent"), ("≤ .04", "consistent"), ("≥ .04", "inconsistent"),
        ("＜０．０５", "consistent"), ("< .036", "consistent"), ("< .03", "inconsistent")])
    def test_each_way_to_print_p(self, p, verdict):
        assert recompute("t", "2.20", 28, p).verdict == verdict

    @pytest.mark.parametrize(("value", "p", "verdict"), [
        ("2.048", ".05", "consistent"), ("2.00", ".05", "consistent"), ("1.90", ".05", "decision_error"),
        ("2.30", "> .10", "decision_error"), ("2.30", "< .10", "consistent"), ("1.50", "< .10", "inconsistent"),
        ("9.00", "= .000", "consistent"), ("9.00", "< .000", "inconsistent"), ("4.50", "= .00", "consistent")])
    def test_edges(self, value, p, verdict):
        # t(28): p = .05 at 2.048, .0548 at 2.005 (which prints as 2.00 and .05)
        assert recompute("t", value, 28, p).verdict == verdict

    def test_no_p_is_not_judged_and_what_cannot_exist_is_impossible(self):
        assert recompute("z", "1.96").verdict == "no_p"
        assert recompute("r", "1.20", 18, "<.05").verdict == "impossible"
        assert recompute("F", "-3.1", (2, 9), "<.05").verdict == "impossible"
        assert recompute("r", "1.00", 18, "<.001").verdict == "consistent"

    def test_half_of_p_fits_a_one_sided_test(self):
        found = recompute("t", "1.70", 30, ".05")
        assert (found.verdict, found.one_sided) == ("decision_error", True)
        assert recompute("t", "1.70", 30, ".05", sides=1).verdict == "consistent"
        assert not recompute("F", "3.40", (2, 57), ".02").one_sided
        assert recompute("F", "2.89", (1, 30), ".05").one_sided

    def test_no_honest_report_is_called_inconsistent(self):
        rng = np.random.default_rng(20)
        for _ in range(10_000):
            name, value, df, p = honest(rng)
            said = (f"= {p:.3f}", f"= {p:.2f}", "< .001" if p < 0.001 else f"= {p:.4f}",
                    "< .05" if p < 0.05 else "> .05", "< .05" if p < 0.05 else "ns")[rng.integers(5)]
            assert recompute(name, value, df, said).verdict == "consistent", (name, value, df, said)

    def test_wrong_reports_are_found(self):
        rng = np.random.default_rng(21)
        found = [recompute(*honest(rng)[:3], f"= {rng.uniform(0.001, 1):.3f}").verdict for _ in range(1000)]
        assert found.count("consistent") < 60


class TestRefusals:
    def test_an_unknown_statistic_and_wrong_degrees_of_freedom(self):
        with pytest.raises(AnalysisError, match=r"cannot be 'chi' with 2 sides"):
            recompute("chi", "3.2", 1)
        with pytest.raises(AnalysisError, match="F must have 2 degrees of freedom, not 1"):
            recompute("F", "3.2", 57)
        with pytest.raises(AnalysisError, match="above 0"):
            recompute("t", "3.2", 0)

    @pytest.mark.parametrize("p", ["1.2", "small", "= 36%", ""])
    def test_what_is_no_p(self, p):
        with pytest.raises(ReadError, match="p must be a number from 0 to 1"):
            recompute("t", "3.2", 10, p)

    def test_a_float(self):
        with pytest.raises(AnalysisError, match="A statistic must be the string"):
            recompute("t", 2.2, 28)


TEXTS = cases("statistics_in_texts")


class TestTexts:
    @pytest.mark.parametrize(*TEXTS)
    def test_each_style_is_read(self, text, name, value, df, p):
        found, = find_statistics(f"结果（见表 2）：{text}。")
        assert (found.statistic, found.value, found.df, found.p) == (name, value, tuple(df), p)
        assert found.quote == text

    def test_many_in_one_text_are_found_in_order_with_their_quotes(self):
        texts = [row[0] for row in TEXTS[1]]
        assert [test.quote for test in find_statistics("；".join(texts))] == texts

    @pytest.mark.parametrize("text", [
        "t = 20 ms", "the r = .90 of the scale", "n = 46, p = .03", "t(x) = 3", "sqrt = 4, p = .1", "F-test", "β=0.2",
        "周二 r", "t(28) = 2.20%", "figure(2) = 3, p < .05"])
    def test_what_is_no_test_is_left_out(self, text):
        assert find_statistics(text) == ()

    def test_a_text_may_speak_of_one_sided_tests_and_garbage_is_survived(self):
        assert find_statistics("t(30) = 1.70, p = .05")[0].verdict == "decision_error"
        assert find_statistics("one-tailed t(30) = 1.70, p = .05")[0].verdict == "consistent"
        assert find_statistics("采用单侧检验，t(30) = 1.70，p = .05")[0].verdict == "consistent"
        far, = find_statistics("t(28) = 2.20, d = 0.4, g = 0.3, b = 1.5, c = 1, p = .036")
        assert (far.quote, far.verdict) == ("t(28) = 2.20", "no_p")
        rng = np.random.default_rng(3)
        letters = np.array(list("tFrzχ²2()=<,.; 0123456789pPndf自由度−"))
        for _ in range(2000):
            find_statistics("".join(rng.choice(letters, size=40)))

    @pytest.mark.parametrize("text", [
        "t" + " " * 200_000 + "= 2", "t=" + "1" * 200_000, "F(" + "1," * 100_000, "t=1" + " " * 200_000 + "p=.1",
        "r=.3" + ", a=1" * 40_000, "t=1" + "(" * 100_000, "χ2" * 50_000, "t=2.2, n=" + "9" * 9000,
        "F(2,57)=3." + "3" * 9000], ids=lambda text: f"{len(text)} signs")
    def test_no_text_makes_the_search_slow(self, text):
        assert len(find_statistics(text)) <= 1

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_the_table_shows_verdicts_in_words(self, language):
        found = audit_statistics("t(30) = 1.70, p = .05; t(28) = 2.20, p = .036")
        shown = found.in_language(language).grid().to_text()
        assert {"zh": "结论相反（单侧检验时相符）", "en": "decision error (fits one-sided)"}[language] in shown
        assert sk.Result.from_json(found.to_json()).grid(language).to_text() == shown
