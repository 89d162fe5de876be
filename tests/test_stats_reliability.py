"""Cronbach's alpha and item statistics on a simulated scale; careless responding against R careless 1.2.2."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import golden
from numpy.testing import assert_allclose
from scipy import stats

from surveykit._stats import careless
from surveykit._stats.reliability import alpha, alpha_interval, item_statistics

SIMULATED = golden("simulated_items").to_numpy()


def scale(items: str) -> np.ndarray:
    return SIMULATED[:, [int(item) - 1 for item in items.split()]]


class TestAlpha:
    @pytest.mark.parametrize("row", list(golden("alpha").itertuples()), ids=lambda row: row.scale)
    def test_it_equals_r_psych_alpha(self, row):
        value = alpha(scale(row.items), row.level)
        assert (value.n, value.k) == (row.n, row.k)
        assert_allclose(value.estimate, row.alpha, rtol=1e-8)
        assert_allclose([value.low, value.high], [row.low, row.high], rtol=1e-6)

    def test_it_counts_the_respondents_it_leaves_out(self):
        value = alpha(SIMULATED)
        assert (value.n, value.dropped) == (58, 2)

    def test_it_is_one_for_items_that_are_copies(self):
        assert_allclose(alpha(np.repeat([[1], [2], [5]], 4, axis=1)).estimate, 1)

    def test_it_never_passes_one_by_rounding(self):
        column = np.array([1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 2])
        for k in range(2, 9):
            value = alpha(np.repeat(column[:, None], k, axis=1))
            assert value.estimate <= 1
            assert_allclose(value.estimate, 1)

    def test_it_may_be_negative(self):
        assert alpha([[1, 5], [2, 3], [4, 2]]).estimate < 0

    @pytest.mark.parametrize("items", [
        np.empty((0, 3)), [[1, 2, 3]], [[1], [2], [3]], [[1, 3], [2, 2], [3, 1]], [[0.1] * 3] * 3,
        [[1, np.nan], [np.nan, 2]]],
        ids=["nobody", "one respondent", "one item", "equal totals", "constant", "all incomplete"])
    def test_but_it_returns_nan_when_undefined(self, items):
        value = alpha(items)
        assert np.isnan([value.estimate, value.low, value.high]).all()

    def test_a_single_column_and_infinity_are_refused(self):
        with pytest.raises(ValueError, match="respondents x items; got 1 dimension"):
            alpha([1, 2, 3])
        with pytest.raises(ValueError, match="finite or nan"):
            alpha([[1, 2], [np.inf, 3]])


class TestAlphaInterval:
    def test_it_narrows_as_respondents_are_added_and_ends_at_one_for_a_perfect_scale(self):
        few, many = alpha_interval(0.8, 30, 5), alpha_interval(0.8, 300, 5)
        assert few[0] < many[0] < 0.8 < many[1] < few[1]
        assert alpha_interval(1.0, 10, 3) == (1.0, 1.0)

    def test_but_it_returns_nan_without_degrees_of_freedom(self):
        assert np.isnan(alpha_interval(0.8, 1, 5)).all()
        assert np.isnan(alpha_interval(0.8, 10, 1)).all()
        assert np.isnan(alpha_interval(np.nan, 10, 5)).all()

    def test_but_it_refuses_an_alpha_above_one(self):
        with pytest.raises(ValueError, match="alpha must be at most 1; got 80"):
            alpha_interval(80, 10, 5)


class TestItems:
    @pytest.mark.parametrize("name", ["all", "four", "three"])
    def test_they_equal_r_psych_alpha(self, name):
        rows = golden("alpha_items").query("scale == @name")
        items = scale(rows["items"].iloc[0])
        found = item_statistics(items[~np.isnan(items).any(axis=1)])
        assert_allclose([found.alpha_without, found.item_rest], [rows["if_deleted"], rows["item_rest"]], rtol=1e-8)

    def test_a_scale_of_two_has_no_alpha_without_an_item_and_a_single_item_no_rest(self):
        assert np.isnan(item_statistics(SIMULATED[:, :2]).alpha_without).all()
        assert np.isnan(item_statistics(np.array([[1], [2], [3]])).item_rest).all()

    def test_a_constant_item_has_no_correlation_even_when_its_mean_rounds_but_the_others_do(self):
        items = [[1, 2, 3], [2, 2, 4], [3, 2, 4], [4, 2, 1]]
        assert np.isnan(item_statistics(np.array(items)).item_rest).tolist() == [False, True, False]
        items = [[0.1, 1, 2], [0.1, 2, 2], [0.1, 4, 3]]
        assert np.isnan(item_statistics(np.array(items)).item_rest).tolist() == [True, False, False]


def test_the_interval_of_skewed_items_leaves_out_respondents_one_by_one():
    draw = np.random.default_rng(5)
    x = np.digitize(0.8 * draw.normal(size=(150, 1)) + 0.6 * draw.normal(size=(150, 4)), [-2.2, -1.6, -1, -0.2]) + 1.0
    value, n = alpha(x), len(x)
    assert value.skew > 1
    without = np.log([1 - alpha(np.delete(x, row, axis=0)).estimate for row in range(n)])
    half = stats.t.ppf(0.975, n - 1) * np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    low, high = alpha_interval(value.estimate, n, 4)
    assert half > np.log((1 - low) / (1 - high)) / 2  # never narrower than Feldt's
    assert_allclose([value.low, value.high], 1 - (1 - value.estimate) * np.exp([half, -half]), rtol=1e-9)


def test_its_interval_covers_alpha_of_skewed_items_where_feldt_does_not():
    draw = np.random.default_rng(9)

    def sample(n):
        trait = draw.normal(size=(n, 1))
        return np.digitize(0.8 * trait + 0.6 * draw.normal(size=(n, 6)), [-2.2, -1.6, -1, -0.2]) + 1.0

    truth = alpha(sample(200_000)).estimate
    found = [alpha(sample(46)) for _ in range(400)]
    feldt = [alpha_interval(value.estimate, value.n, value.k) for value in found]
    assert np.mean([value.low <= truth <= value.high for value in found]) > 0.9
    assert np.mean([low <= truth <= high for low, high in feldt]) < 0.9


GOLDEN = Path(__file__).parent / "golden"
SCALES = [range(start, start + 6) for start in range(0, 24, 6)]


@pytest.fixture(scope="module")
def x() -> np.ndarray:
    return pd.read_csv(GOLDEN / "careless_input.csv").to_numpy(float)


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    return pd.read_csv(GOLDEN / "careless_expected.csv", skipinitialspace=True)


def turned(x: np.ndarray) -> np.ndarray:
    back = x.copy()
    back[:, 2::3] = 6 - back[:, 2::3]
    return back


def test_every_index_agrees_with_careless_to_1e_10(x, expected):
    runs = careless.count_runs(x)
    ours = {
        "longstring": runs.longest, "avgstr": runs.average, "irv": careless.response_spread(x),
        "mahad_sq": careless.squared_distance(x),
        # of a matrix careless reads the first two items of each scale only (see tests/golden/r/careless.R)
        "evenodd_as_printed_by_careless": -careless.even_odd(turned(x), [scale[:2] for scale in SCALES]),
        "psychsyn_060": careless.pair_consistency(x, careless.pair_items(x, 0.60)),
        "psychant_m060": careless.pair_consistency(x, careless.pair_items(x, -0.60)),
        "psychsyn_022": careless.pair_consistency(x, careless.pair_items(x, 0.22))}
    for name, values in ours.items():
        np.testing.assert_allclose(values, expected[name], rtol=0, atol=1e-10, err_msg=name)


def test_even_odd_takes_all_items_of_a_scale(x):
    row = turned(x)[20]
    even = [row[list(scale)][1::2].mean() for scale in SCALES]
    r = np.corrcoef(even, [row[list(scale)][0::2].mean() for scale in SCALES])[0, 1]
    assert careless.even_odd(turned(x), SCALES)[20] == pytest.approx(2 * r / (1 + r), abs=1e-12)


def test_even_odd_by_hand():
    # means of odd and even items: (1, 2), (2, 3), (3, 4): r = 1; turned round (1, 4), (2, 3), (3, 2): r = -1, floored
    rows = [[1, 2, 2, 3, 3, 4], [1, 4, 2, 3, 3, 2], [1, 2, 1, 2, 1, 2]]
    found = careless.even_odd(rows, [(0, 1), (2, 3), (4, 5)])
    assert found[:2].tolist() == [1.0, -1.0] and np.isnan(found[2])
    assert np.isnan(careless.even_odd(rows, [(0, 1), (2, 3)])).all()


def test_person_total_is_r_with_the_means_of_the_others(x):
    i = 9
    r = np.corrcoef(x[i], np.delete(x, i, axis=0).mean(axis=0))[0, 1]
    assert careless.person_total(x)[i] == pytest.approx(r, abs=1e-12)
    assert np.isnan(careless.person_total(x)[0])  # straight-lined


def test_a_gap_ends_a_run_and_pairs_are_those_beyond_the_critical_value():
    x = np.array([[3, 3, np.nan, 3, 3, 3], [np.nan] * 6, [1, np.nan, 3, np.nan, np.nan, np.nan]])
    runs = careless.count_runs(x)
    assert runs.longest.tolist() == [3, 1, 1] and runs.average.tolist() == [2.0, 1.0, 1.0]
    assert careless.response_spread(x)[2] == pytest.approx(np.sqrt(2)) and np.isnan(careless.response_spread(x)[1])
    x = np.array([[1, 1, 5, 3], [2, 2, 4, 3], [3, 3, 3, 3], [4, 4, 2, 3]], float)
    assert careless.pair_items(x, 0.6).tolist() == [[1, 0]]
    assert careless.pair_items(x, -0.6).tolist() == [[2, 0], [2, 1]]
    assert np.isnan(careless.pair_consistency(x, careless.pair_items(x, -0.6))).all()  # two pairs are no correlation


def test_distance_is_by_hand_and_never_a_pseudo_inverse():
    corners = np.array([[0, 0], [2, 0], [0, 2], [2, 2], [1, 1]], float)
    assert careless.squared_distance(corners).tolist() == pytest.approx([2, 2, 2, 2, 0])  # variance 1, no covariance
    assert np.isnan(careless.squared_distance(np.column_stack([corners, corners[:, 0]]))).all()
    assert np.isnan(careless.squared_distance(corners[:2])).all()
    gap = corners.copy()
    gap[4, 0] = np.nan
    assert np.isnan(careless.squared_distance(gap)).tolist() == [False] * 4 + [True]
    assert np.allclose(careless.squared_distance(gap)[:4], 1.5)  # four corners: variance 4/3 each
