"""Indices of careless responding against R careless 1.2.2, and by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from surveykit._stats import careless

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
    odd = [row[list(scale)][0::2].mean() for scale in SCALES]
    r = np.corrcoef(even, odd)[0, 1]
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
