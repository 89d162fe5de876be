"""GRIM, GRIMMER, DEBIT, SPRITE: published examples, and brute force over all small samples."""

from collections import Counter
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.audit import audit_means, grim, grimmer, sd_limits, sprite
from surveykit.audit.means.printed_number import parse_number
from surveykit.audit.means.sums_of_squares import smallest_bounded, smallest_unbounded, tally_vectors
from surveykit.errors import AnalysisError, ReadError

# Documented results of the R package scrutiny 0.6.0 (data sets pigs1, pigs3, pigs5 and its articles).
PIGS_1 = [("7.22", 32, True), ("4.74", 25, False), ("5.23", 29, False), ("2.57", 24, False), ("6.77", 27, False),
          ("2.68", 28, True), ("7.01", 29, False), ("7.38", 26, True), ("3.14", 27, False), ("6.89", 31, False),
          ("5.00", 25, True), ("0.24", 28, False)]
FLYING_PIGS = [("8.97", False), ("2.61", True), ("7.26", False), ("3.64", True), ("9.26", False), ("10.46", True),
               ("7.39", True)]
PIGS_3 = [("0.53", "0.50", True), ("0.44", "0.50", True), ("0.77", "0.42", True), ("0.19", "0.35", False),
          ("0.34", "0.47", True), ("0.93", "0.25", True), ("0.12", "0.33", True)]
PIGS_5 = [("7.22", "5.30", 38, "mean"), ("4.74", "6.55", 31, ""), ("5.23", "2.55", 35, "squares"),
          ("2.57", "2.57", 30, ""), ("6.77", "2.18", 33, "mean"), ("2.68", "2.59", 34, ""),
          ("7.01", "6.68", 35, "mean"), ("7.38", "3.65", 32, ""), ("3.14", "5.32", 33, "mean"),
          ("6.89", "4.18", 37, ""), ("5.00", "2.18", 31, ""), ("0.24", "6.43", 34, "")]


def strings(value: Decimal, decimals: int) -> set[str]:
    """What may be printed for a value, halves either way."""
    unit = Decimal(1).scaleb(-decimals)
    return {str(value.quantize(unit, way)) for way in (ROUND_HALF_UP, ROUND_HALF_DOWN)}


def samples(n: int, low: int, high: int) -> Counter:
    """How many count vectors give each sum and sum of squares."""
    return Counter((sum(v), sum(x * x for x in v)) for v in combinations_with_replacement(range(low, high + 1), n))


def root(n: int, total: int, squares: int, divisor: int) -> Decimal:
    """The standard deviation to fifty digits."""
    with localcontext() as context:
        context.prec = 50
        return (Decimal(squares * n - total * total) / (n * divisor)).sqrt()


class TestGrim:
    @pytest.mark.parametrize(("mean", "n", "expected"), [
        *PIGS_1, *[(mean, 28, expected) for mean, expected in FLYING_PIGS], ("5.27", 43, False), ("3.48", 20, False),
        ("5.93", 49, False), ("3.45", 10, False), ("6.92", 30, False), ("3.48", 30, False)])
    def test_published_examples(self, mean, n, expected):
        assert grim(mean, n).consistent is expected

    @pytest.mark.parametrize(("mean", "n", "items", "expected"), [
        ("5.71", 40, 1, False), ("5.71", 40, 3, True), ("4.61", 40, 3, True), ("5.24", 40, 3, True),
        ("1.59", 30, 2, False), ("2.61", 30, 2, False), ("4.04", 30, 3, True), ("4.50", 30, 3, True)])
    def test_a_mean_of_several_items_is_finer(self, mean, n, items, expected):
        assert grim(mean, n, items=items).consistent is expected

    @pytest.mark.parametrize("decimals", [0, 1, 2])
    @pytest.mark.parametrize("n", [1, 2, 3, 7, 8, 16, 40, 46, 99])
    def test_it_equals_brute_force_on_every_printed_string(self, n, decimals):
        real = set().union(*(strings(Decimal(k) / n, decimals) for k in range(4 * n)))
        for figure in range(3 * 10**decimals):
            text = str(Decimal(figure).scaleb(-decimals))
            assert grim(text, n).consistent is (text in real), text

    def test_rounding_truncation_the_ends_of_the_scale_and_the_neighbours_are_named(self):
        assert grim("1.12", 8).consistent and grim("1.13", 8).consistent and not grim("1.14", 8).consistent
        assert grim("0.66", 3).reading == "" and grim("0.66", 3, truncation=True).reading == "truncation"
        assert grim("-0.66", 3, truncation=True).sums == range(-2, -1)
        assert grim("5.20", 20, low=1, high=5).reading == "" and grim("5.20", 20).consistent
        assert grim("0.95", 20, low=1, high=5).reading == "" and grim("5.00", 20, low=1, high=5).consistent
        found = grim("5.27", 43)
        assert found.nearest == ("5.256", "5.279") and found.chance == Fraction(43, 100)
        assert grim("5.27", 430).chance == 1

    @pytest.mark.parametrize(("text", "value"), [("−0.45", "-0.45"), ("３．４５", "3.45"), (".5", "0.5"), ("+2", "2")])
    def test_signs_of_print_are_read(self, text, value):
        assert parse_number(text).value == Fraction(value)

    @pytest.mark.parametrize("text", ["", "3,45", "about 3", "3.4.5", "1e3", "nan"])
    def test_what_is_no_number_is_refused(self, text):
        with pytest.raises(ReadError, match="must be a number as printed"):
            grim(text, 20)

    def test_a_float_is_refused_because_its_zeros_are_lost(self):
        with pytest.raises(AnalysisError, match="must be the string that was printed"):
            grim(3.4, 20)

    @pytest.mark.parametrize("wrong", [{"n": 0}, {"n": 5, "items": 0}, {"n": 5, "low": 5, "high": 1},
                                       {"n": 5, "low": 1}])
    def test_no_people_and_no_scale_are_refused(self, wrong):
        with pytest.raises(AnalysisError, match="must"):
            grim("3.4", **wrong)


class TestGrimmer:
    @pytest.mark.parametrize(("mean", "sd", "n", "failed"), [
        *PIGS_5, ("3.44", "2.47", 18, "squares"), ("7.3", "2.51", 12, "squares"), ("2.6", "2.05", 25, "squares")])
    def test_published_examples(self, mean, sd, n, failed):
        assert grimmer(mean, sd, n).failed == failed

    def test_a_case_that_the_parity_test_of_another_program_calls_impossible(self):
        # scrutiny 0.6.0 warns of such false alarms of its third test
        assert grimmer("8.9", "2.81", 25).sums == ((223, 2179),)
        assert float(root(25, 223, 2179, 24)) == pytest.approx(2.8125, abs=5e-4)

    @pytest.mark.parametrize("population", [False, True])
    @pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 8])
    def test_on_a_scale_it_equals_brute_force_on_every_printed_pair(self, n, population):
        real, divisor = {}, n if population else n - 1
        for total, squares in samples(n, 1, 5):
            for mean in strings(Decimal(total) / n, 2):
                real.setdefault(mean, set()).update(strings(root(n, total, squares, divisor), 2))
        for mean, sds in sorted(real.items())[::5]:
            for step in range(301):
                sd = str(Decimal(step).scaleb(-2))
                found = grimmer(mean, sd, n, low=1, high=5, population=population)
                assert found.consistent is (sd in sds), (mean, sd)

    @pytest.mark.parametrize("n", [2, 4, 5])
    def test_truncated_pairs_equal_brute_force_too(self, n):
        cut, rounded = set(), set()
        for total, squares in samples(n, 1, 4):
            both = Decimal(total) / n, root(n, total, squares, n - 1)
            cut.add(tuple(str(value.quantize(Decimal("0.1"), ROUND_DOWN)) for value in both))
            rounded |= {(mean, sd) for mean in strings(both[0], 1) for sd in strings(both[1], 1)}
        for a in range(10, 41):
            for b in range(25):
                pair = str(Decimal(a).scaleb(-1)), str(Decimal(b).scaleb(-1))
                found = grimmer(*pair, n, low=1, high=4, truncation=True)
                expected = "rounding" if pair in rounded else "truncation" if pair in cut else ""
                assert found.reading == expected, pair

    @pytest.mark.parametrize("n", [2, 3, 4, 5])
    def test_without_a_scale_it_equals_brute_force_around_the_mean(self, n):
        real = {(mean, sd) for total, squares in samples(n, -9, 9) if squares <= 81
                for mean in strings(Decimal(total) / n, 1) for sd in strings(root(n, total, squares, n - 1), 2)}
        for total in range(-n, n + 1):
            for mean in strings(Decimal(total) / n, 1):
                for step in range(300):
                    sd = str(Decimal(step).scaleb(-2))
                    assert grimmer(mean, sd, n).consistent is ((mean, sd) in real), (mean, sd)

    @given(st.lists(st.integers(1, 7), min_size=2, max_size=60), st.integers(0, 3), st.integers(1, 4))
    @settings(max_examples=300)
    def test_real_answers_are_never_called_impossible(self, answers, decimals, items):
        n, total, squares = len(answers), sum(answers), sum(x * x for x in answers)
        mean = strings(Decimal(total) / (n * items), decimals)
        for sd in strings(root(n, total, squares, n - 1) / items, decimals):
            assert all(grimmer(one, sd, n, items=items).consistent for one in mean)
            if items == 1:
                assert all(grimmer(one, sd, n, low=1, high=7).consistent for one in mean)

    def test_too_much_spread_fails_its_bounds_and_the_neighbours_are_attainable(self):
        assert grimmer("3.00", "2.10", 20, low=1, high=5).failed == "bounds"
        assert grimmer("3.00", "2.05", 20, low=1, high=5).consistent
        assert grimmer("3.45", "0.30", 20).failed == "bounds"
        below, above = grimmer("3.44", "2.47", 18).nearest
        assert (below, above) == ("2.455", "2.479")
        assert grimmer("3.44", "2.455", 18).consistent and grimmer("3.44", "2.479", 18).consistent
        assert not any(grimmer("3.44", f"2.{k}", 18).consistent for k in range(456, 479))

    def test_large_samples_are_quick_and_sure_and_one_person_has_no_standard_deviation(self):
        assert grimmer("512.34", "101.20", 5000).consistent
        assert grimmer("4.21", "1.27", 4000, low=1, high=7).consistent
        assert grimmer("48.3", "21.6", 60, low=0, high=100).consistent
        with pytest.raises(AnalysisError, match="at least 2 people"):
            grimmer("3", "1", 1)
        with pytest.raises(AnalysisError, match="cannot be negative"):
            grimmer("3", "-1", 4)


class TestSquares:
    @pytest.mark.parametrize(("n", "reach"), [(1, 12), (2, 12), (3, 10), (4, 8), (5, 6), (6, 5)])
    def test_the_theorem_equals_brute_force(self, n, reach):
        have = samples(n, -reach, reach)
        for total in range(-2 * n, 2 * n + 1):
            for squares in range(reach * reach + 1):
                assert (smallest_unbounded(n, total, squares, squares) == squares) is ((total, squares) in have)

    @pytest.mark.parametrize("top", [1, 2, 3, 4, 6])
    @pytest.mark.parametrize("n", [1, 2, 3, 5, 7])
    def test_the_search_on_a_scale_equals_brute_force(self, n, top):
        have = samples(n, 0, top)
        for total in range(n * top + 1):
            for squares in range(n * top * top + 1):
                assert (smallest_bounded(n, total, squares, squares, top) == squares) is ((total, squares) in have)
                assert tally_vectors(n, [(total, squares)], top, 10**6).number == have[total, squares]


class TestDebit:
    @pytest.mark.parametrize(("mean", "sd", "expected"), PIGS_3)
    def test_published_examples(self, mean, sd, expected):
        assert grimmer(mean, sd, 1683, low=0, high=1).consistent is expected

    def test_the_example_of_20_people(self):
        assert grimmer("0.35", "0.18", 20, low=0, high=1).failed == "bounds"

    @pytest.mark.parametrize("n", [2, 5, 8, 30])
    def test_it_equals_brute_force(self, n):
        real = {(mean, sd) for k in range(n + 1) for mean in strings(Decimal(k) / n, 2)
                for sd in strings(root(n, k, k, n - 1), 2)}
        every = {(str(Decimal(a).scaleb(-2)), str(Decimal(b).scaleb(-2))) for a in range(101) for b in range(75)}
        assert {pair for pair in every if grimmer(*pair, n, low=0, high=1).consistent} == real & every


class TestLimits:
    @pytest.mark.parametrize("n", [2, 5, 7])
    def test_they_equal_brute_force(self, n):
        have = samples(n, 1, 5)
        for total in range(n, 5 * n + 1):
            variances = [Fraction(q * n - s * s, n * (n - 1)) for s, q in have if s == total]
            text = strings(Decimal(total) / n, 6).pop()
            assert sd_limits(text, n, low=1, high=5) == (min(variances), max(variances))

    def test_an_impossible_mean_has_none(self):
        assert sd_limits("3.48", 20, low=1, high=5) is None


class TestSprite:
    @pytest.mark.parametrize(("mean", "sd", "n", "low", "high", "items"), [
        ("2.20", "1.32", 20, 1, 5, 1), ("3.0", "1.2", 12, 1, 5, 1), ("0.50", "0.58", 8, 0, 3, 1),
        ("2.5", "0.6", 6, 1, 4, 2), ("3.2", "1.47", 9, 1, 7, 1), ("0.4", "0.5", 10, 0, 1, 1)])
    def test_the_number_the_bounds_and_the_list_equal_brute_force(self, mean, sd, n, low, high, items):
        means, sds = parse_number(mean).span("rounding"), parse_number(sd).span("rounding")
        real = []
        for values in combinations_with_replacement(range(low * items, high * items + 1), n):
            total, squares = sum(values), sum(x * x for x in values)
            variance = Fraction(squares * n - total * total, n * (n - 1) * items**2)
            if means[0] <= Fraction(total, n * items) <= means[1] and sds[0]**2 <= variance <= sds[1]**2:
                real.append(tuple(values.count(k) for k in range(low * items, high * items + 1)))
        found = sprite(mean, sd, n, low=low, high=high, items=items, draws=10**6)
        assert sorted(found.solutions) == sorted(real) and found.number == len(real) and found.exact
        assert list(found.low) == [min(c) for c in zip(*real, strict=True)]
        assert list(found.high) == [max(c) for c in zip(*real, strict=True)]

    def test_the_example_of_the_r_package_and_none_as_a_proof(self):
        # README of rsprite2: 20 answers from 1 to 5 with mean 2.20 and SD 1.32
        found = sprite("2.20", "1.32", 20, low=1, high=5)
        assert found.number == len(found.solutions) == 9
        # README of pysprite: 20 answers from 1 to 7 with mean 3.02 and SD 2.14 (fails GRIM)
        found = sprite("3.02", "2.14", 20, low=1, high=7)
        assert (found.number, found.exact, found.solutions) == (0, True, ())

    @pytest.mark.parametrize(("mean", "sd", "n", "low", "high", "exact"), [
        ("4.50", "1.20", 100, 1, 7, True), ("50.2", "20.1", 46, 0, 100, False)])
    def test_draws_differ_fit_and_repeat(self, mean, sd, n, low, high, exact):
        found = sprite(mean, sd, n, low=low, high=high, draws=12, seed=7)
        assert len(set(found.solutions)) == 12 and found.exact is exact and (found.number is None) is not exact
        for counts in found.solutions:
            average = sum(c * x for c, x in zip(counts, found.options, strict=True)) / n
            variance = sum(c * (x - average)**2 for c, x in zip(counts, found.options, strict=True)) / (n - 1)
            assert sum(counts) == n and grim(mean, n).consistent
            assert parse_number(sd).span("rounding")[0]**2 <= variance <= parse_number(sd).span("rounding")[1]**2
            assert all(a <= c <= b for a, c, b in zip(found.low, counts, found.high, strict=True))
        assert found == sprite(mean, sd, n, low=low, high=high, draws=12, seed=7)

    def test_another_seed_draws_others(self):
        a, b = (sprite("4.50", "1.20", 100, low=1, high=7, draws=5, seed=seed).solutions for seed in (1, 2))
        assert a != b

    def test_a_scale_too_wide_is_refused(self):
        with pytest.raises(AnalysisError, match="at most 300 steps"):
            sprite("500", "100", 20, low=0, high=1000)


class TestTable:
    ROWS = [{"id": "a", "mean": "3.45", "sd": "1.47", "n": 20, "low": 1, "high": 5},
            {"id": "b", "mean": "3.48", "sd": "1.2", "n": 20}, {"id": "c", "mean": "5.23", "sd": "2.55", "n": 35},
            {"id": "d", "mean": "3.4", "sd": "", "n": ""}, {"id": "e", "mean": "0.66", "n": 3},
            {"id": "f", "mean": "0.19", "sd": "0.35", "n": 1683, "low": 0, "high": 1}]

    def test_every_verdict(self):
        assert audit_means(self.ROWS).table["verdict"].tolist() == [
            "consistent", "mean_impossible", "sd_impossible", "untestable", "truncated", "sd_impossible"]

    def test_a_file_gives_the_same_table(self, tmp_path):
        path = tmp_path / "means.csv"
        keys = ("id", "mean", "sd", "n", "low", "high")
        lines = [",".join(str(row.get(key, "")) for key in keys) for row in self.ROWS]
        path.write_text("id,mean,sd,n,low,high\n" + "\n".join(lines) + "\n", encoding="utf-8")
        found = audit_means(path)
        assert found.table.equals(audit_means(self.ROWS).table)
        assert found.source["file"] == "means.csv" and len(found.source["sha256"]) == 64

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_it_shows_the_verdict_in_words(self, language):
        shown = audit_means(self.ROWS).in_language(language).grid().to_text()
        assert {"zh": "标准差不可能", "en": "SD impossible"}[language] in shown
        assert sk.Result.from_json(audit_means(self.ROWS).to_json()).grid(language).to_text() == shown

    def test_a_faulty_row_is_named(self):
        with pytest.raises(ReadError, match="where: row 2"):
            audit_means([self.ROWS[0], {"id": "x", "mean": "?", "n": 3}])
        with pytest.raises(ReadError, match="n must be a whole number"):
            audit_means([{"id": "x", "mean": "3", "n": "many"}])
        with pytest.raises(AnalysisError, match="strings as printed"):
            audit_means([{"id": "x", "mean": 3.4, "n": 5}])
