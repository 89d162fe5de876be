"""Agreement between coders."""

import math
import time
from itertools import permutations

import numpy as np
import pytest
from builders import golden
from numpy.testing import assert_allclose

from surveykit._stats.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from surveykit._stats.per_unit import COEFFICIENTS, per_unit
from surveykit._stats.resample import bootstrap_interval

METRICS = ("nominal", "ordinal", "interval", "ratio")
u = np.nan


RATINGS = {
    name: rows.pivot(index="rater", columns="unit", values="value").to_numpy()
    for name, rows in golden("ratings").groupby("ratings")}
FLEISS = golden("fleiss").pivot(index="subject", columns="category", values="count").to_numpy()


@pytest.mark.parametrize(
    "row", list(golden("agreement").itertuples()), ids=lambda row: f"{row.ratings}-{row.coefficient}")
def test_it_equals_an_r_loop_over_pairs_of_values(row):
    assert_allclose(per_unit(RATINGS[row.ratings], row.coefficient).estimate(), row.value, rtol=1e-8)


class TestKrippendorffAlpha:
    @pytest.mark.parametrize(("metric", "printed"), list(zip(METRICS, [0.743, 0.815, 0.849, 0.797], strict=True)))
    def test_it_equals_the_example_printed_by_krippendorff(self, metric, printed):
        assert_allclose(krippendorff_alpha(RATINGS["krippendorff"], metric), printed, atol=5e-4)

    def test_it_reads_the_order_of_ordinal_codes_from_values(self):
        ratings = [[1, 2, 3, 1, 2, 3], [1, 3, 3, 2, 2, 3]]
        swapped = [[1, 3, 2, 1, 3, 2], [1, 2, 2, 3, 3, 2]]
        assert_allclose(
            krippendorff_alpha(swapped, "ordinal", values=[1, 3, 2]), krippendorff_alpha(ratings, "ordinal"))
        assert krippendorff_alpha(swapped, "ordinal") != krippendorff_alpha(ratings, "ordinal")

    def test_it_ignores_units_with_one_rating(self):
        assert_allclose(krippendorff_alpha([[1, 2, 1, 9], [1, 2, 2, u]]), krippendorff_alpha([[1, 2, 1], [1, 2, 2]]))

    @pytest.mark.parametrize("metric", METRICS)
    @pytest.mark.parametrize(
        "ratings", [[[1, 1], [1, 1]], [[0.1] * 7] * 3, [[1, u], [u, 2]], [[u, u]], np.empty((2, 0))])
    def test_but_it_returns_nan_without_variation_or_pairs(self, ratings, metric):
        assert math.isnan(krippendorff_alpha(ratings, metric))

    def test_unknown_metrics_negative_ratios_and_values_missing_or_repeated_are_refused(self):
        with pytest.raises(ValueError, match=r"coefficient must be one of .*got 'alpha_circular'"):
            krippendorff_alpha([[1], [1]], "circular")
        with pytest.raises(ValueError, match="codes >= 0; got -1"):
            krippendorff_alpha([[-1, 1], [1, 1]], "ratio")
        with pytest.raises(ValueError, match="ratings must be among values; got 3"):
            krippendorff_alpha([[1, 3], [1, 2]], values=[1, 2])
        with pytest.raises(ValueError, match="list of different codes"):
            krippendorff_alpha([[1, 2], [1, 2]], values=[1, 2, 2])

    @pytest.mark.parametrize(("ratings", "message"), [([1, 2], "raters x units"), ([[1, np.inf]], "finite or nan")])
    def test_but_it_refuses_what_is_not_a_ratings_matrix(self, ratings, message):
        with pytest.raises(ValueError, match=message):
            krippendorff_alpha(ratings)


class TestCohenKappa:
    @pytest.mark.parametrize("name", sorted(golden("kappa")["table"].unique()))
    def test_it_equals_r_psych_cohen_kappa(self, name):
        rows = golden("kappa").query("table == @name")
        kappa, se = cohen_kappa(np.repeat(rows["row"], rows["count"]), np.repeat(rows["column"], rows["count"]))
        assert_allclose(kappa, rows["kappa"].iloc[0], rtol=1e-8)
        assert_allclose(se, rows["se"].iloc[0], rtol=1e-8, atol=1e-12)

    def test_it_leaves_out_units_that_one_rater_did_not_see(self):
        assert cohen_kappa([1, 2, 1, u, 2], [1, 2, 2, 1, u]) == cohen_kappa([1, 2, 1], [1, 2, 2])

    @pytest.mark.parametrize(("a", "b"), [([1, 1], [1, 1]), ([], []), ([u, 1], [1, u])])
    def test_but_it_returns_nan_without_variation_or_units(self, a, b):
        assert np.isnan(cohen_kappa(a, b)).all()

    def test_raters_of_different_length_and_a_third_one_are_refused(self):
        with pytest.raises(ValueError, match="equally long"):
            cohen_kappa([1, 2], [1, 2, 1])
        with pytest.raises(ValueError, match="must have two raters; got 3"):
            per_unit([[1, 2]] * 3, "cohen_kappa")


class TestTheParadoxOfRareCodes:
    """118 / 5 / 2 / 0: raters agree on 94 %, and chance correction says they do not."""

    def test_it_shows_the_four_coefficients_side_by_side(self):
        ratings = RATINGS["paradox"]
        assert_allclose(percent_agreement(ratings), 0.944)
        assert_allclose(cohen_kappa(*ratings).kappa, -0.0234, atol=5e-5)
        assert_allclose(krippendorff_alpha(ratings), -0.0247, atol=5e-5)
        assert_allclose(gwet_ac1(ratings), 0.9408, atol=5e-5)


class TestGwetAc1:
    def test_it_changes_with_a_code_nobody_used(self):
        ratings = RATINGS["paradox"]
        assert gwet_ac1(ratings, values=[0, 1, 2]) > gwet_ac1(ratings)

    @pytest.mark.parametrize("values", [None, [1, 2]])
    def test_but_it_returns_nan_without_variation(self, values):
        assert math.isnan(gwet_ac1([[1, 1], [1, 1]], values))

    def test_but_it_returns_nan_without_pairs(self):
        assert math.isnan(gwet_ac1([[1, u], [u, 2]]))


def fleiss_kappa(counts):
    """Of units x categories: how many of equally many raters gave each."""
    ratings = [np.repeat(np.arange(len(row)), row) for row in np.asarray(counts, int)]
    return per_unit(np.transpose(ratings), "fleiss_kappa").estimate()


class TestFleissKappa:
    def test_it_equals_an_r_loop_over_pairs_of_ratings(self):
        assert_allclose(fleiss_kappa(FLEISS), golden("fleiss")["kappa"].iloc[0], rtol=1e-8)

    def test_it_equals_the_textbook_value(self):
        assert_allclose(fleiss_kappa(FLEISS), 0.2099, atol=5e-5)

    def test_it_can_be_had_from_ratings_of_units_all_raters_saw(self):
        ratings = np.array([[1, 2, 2, 3], [1, 2, 3, 3], [1, 3, 2, 3]])
        counts = [[3, 0, 0], [0, 2, 1], [0, 2, 1], [0, 0, 3]]
        assert_allclose(per_unit(ratings, "fleiss_kappa").estimate(), fleiss_kappa(counts))

    def test_it_is_gwets_where_ratings_are_missing(self):
        ratings = [[1, 2, 3, 3, 2, 1, 4, 1, 2, u, u, u], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, u, 3],
                   [u, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, u], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, u]]
        assert_allclose(per_unit(ratings, "fleiss_kappa").estimate(), 0.76117, atol=5e-6)

    @pytest.mark.parametrize("counts", [[[3, 0], [3, 0]], [[1, 0], [0, 1]]])
    def test_but_it_returns_nan_without_variation_or_pairs(self, counts):
        assert math.isnan(fleiss_kappa(counts))


class TestPercentAgreement:
    def test_it_averages_agreeing_pairs_is_one_without_variation_and_nan_without_pairs(self):
        assert_allclose(percent_agreement([[1, 1], [1, 2], [1, 2]]), (1 + 1 / 3) / 2)
        assert percent_agreement([[1, 1], [1, 1]]) == 1.0
        assert math.isnan(percent_agreement([[1, u], [u, 1]]))


def simulated(units: int, seed: int = 1, raters: int = 2) -> np.ndarray:
    random = np.random.default_rng(seed)
    truth = random.integers(0, 3, units)
    noise = random.integers(0, 3, (raters, units))
    return np.where(random.random((raters, units)) < 0.8, truth, noise).astype(float)


class TestBootstrapInterval:
    @pytest.mark.parametrize("coefficient", COEFFICIENTS)
    def test_it_equals_a_loop_that_recomputes_each_resample(self, coefficient):
        ratings = simulated(25)
        chosen = np.random.Generator(np.random.PCG64(5)).integers(25, size=(60, 25))
        loop = [per_unit(ratings[:, units], coefficient, [0, 1, 2]).estimate() for units in chosen]
        value = bootstrap_interval(ratings, coefficient, draws=60, seed=5, level=0.8)
        assert_allclose([value.low, value.high], np.quantile(loop, [0.1, 0.9]))

    def test_it_contains_the_estimate_of_an_ordinary_sample(self):
        ratings = simulated(300)
        value = bootstrap_interval(ratings, "alpha_nominal")
        assert value.low < krippendorff_alpha(ratings) < value.high
        assert value.undefined_draws == 0

    def test_it_narrows_with_the_level_and_depends_on_the_seed_only(self):
        ratings = simulated(50)
        wide = bootstrap_interval(ratings, "gwet_ac1", level=0.99)
        narrow = bootstrap_interval(ratings, "gwet_ac1", level=0.5)
        assert wide.low < narrow.low < narrow.high < wide.high
        ratings = simulated(40)
        first = bootstrap_interval(ratings, "alpha_ordinal", seed=3)
        assert first == bootstrap_interval(ratings, "alpha_ordinal", seed=3)
        assert first != bootstrap_interval(ratings, "alpha_ordinal", seed=4)

    def test_it_counts_resamples_without_variation(self):
        value = bootstrap_interval([[1, 1, 1, 1, 2], [1, 1, 1, 1, 2]], "alpha_nominal", draws=1000)
        # A resample misses the fifth unit, or takes nothing else, with probability .328.
        assert 250 < value.undefined_draws < 400
        assert (value.low, value.high) == (1.0, 1.0)

    def test_it_works_in_pieces_when_there_are_many_units(self, monkeypatch):
        from surveykit._stats import resample

        monkeypatch.setattr(resample, "CHUNK", 7 * 30)
        pieces = bootstrap_interval(simulated(30), "gwet_ac1", draws=100)
        assert pieces == bootstrap_interval(simulated(30), "gwet_ac1", draws=100)
        assert pieces.low < gwet_ac1(simulated(30)) < pieces.high

    @pytest.mark.bench
    def test_it_takes_well_under_a_second(self):
        ratings = simulated(300)
        start = time.process_time()
        bootstrap_interval(ratings, "alpha_nominal", draws=2000)
        assert time.process_time() - start < 0.5

    @pytest.mark.parametrize("ratings", [[[1, 1], [1, 1]], np.empty((2, 0))])
    def test_but_it_returns_nan_when_no_resample_varies(self, ratings):
        value = bootstrap_interval(ratings, "alpha_nominal", draws=50)
        assert np.isnan([value.low, value.high]).all()
        assert value.undefined_draws == 50

    def test_an_unknown_coefficient_and_no_draws_are_refused(self):
        with pytest.raises(ValueError, match="coefficient must be one of percent_agreement"):
            bootstrap_interval([[1], [1]], "omega")
        with pytest.raises(ValueError, match="draws must be at least 1"):
            bootstrap_interval([[1], [1]], "gwet_ac1", draws=0)


def pair_weight(kind: str, codes: list[float], a: float, b: float) -> float:
    """How far two codes agree, from their places or their distance."""
    if kind == "ordinal":
        return 1 - math.comb(abs(codes.index(a) - codes.index(b)) + 1, 2) / math.comb(len(codes), 2)
    return 1 - (abs(a - b) / (codes[-1] - codes[0])) ** (1 if kind == "linear" else 2)


def ac2_by_pairs(ratings: np.ndarray, kind: str) -> float:
    """AC2 from pairs of raters, unit by unit, without a table of codes."""
    units = [[float(value) for value in unit if not math.isnan(value)] for unit in ratings.T]
    codes = sorted({value for unit in units for value in unit})
    agreed = [np.mean([pair_weight(kind, codes, a, b) for a, b in permutations(unit, 2)])
              for unit in units if len(unit) > 1]
    shares = [np.mean([unit.count(code) / len(unit) for unit in units if unit]) for code in codes]
    weights = sum(pair_weight(kind, codes, a, b) for a in codes for b in codes)
    chance = weights / (len(codes) * (len(codes) - 1)) * sum(share * (1 - share) for share in shares)
    return (np.mean(agreed) - chance) / (1 - chance)


class TestGwetAC2:
    def test_it_equals_gwets_formulas_in_r_and_a_loop_over_pairs(self):
        for row in golden("ac2").itertuples():
            cells = [math.nan if cell == "-" else float(cell) for cell in row.ratings.split()]
            ratings = np.array(cells).reshape(-1, row.raters).T
            found = per_unit(ratings, f"gwet_ac2_{row.kind}").estimate()
            assert_allclose([found, ac2_by_pairs(ratings, row.kind)], row.ac2, rtol=1e-10)

    def test_with_two_codes_it_is_ac1_and_without_variation_undefined(self):
        ratings = np.array([[1, 1, 2, 2, 1.0], [1, 2, 2, u, 1]])
        for kind in ("linear", "quadratic", "ordinal"):
            assert_allclose(per_unit(ratings, f"gwet_ac2_{kind}").estimate(), gwet_ac1(ratings), rtol=1e-12)
            assert math.isnan(per_unit([[1, 1], [1, 1]], f"gwet_ac2_{kind}").estimate())

    def test_a_point_that_nobody_gave_changes_the_weights(self):
        ratings = np.array([[1, 1, 2, 2, 1.0], [1, 2, 2, 1, 1]])
        few, many = (per_unit(ratings, "gwet_ac2_quadratic", values).estimate() for values in (None, [1, 2, 3, 4, 5]))
        assert many > few
