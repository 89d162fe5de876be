"""Means of one or two samples."""


import numpy as np
import pytest
from builders import golden
from numpy.testing import assert_allclose

from surveykit._stats.mean import mean_interval, welch

SAMPLES = {name: rows["value"].to_numpy() for name, rows in golden("samples").groupby("sample")}


class TestMeanInterval:
    @pytest.mark.parametrize("row", list(golden("mean").itertuples()), ids=lambda row: row.sample)
    def test_it_equals_r_t_test(self, row):
        value = mean_interval(SAMPLES[row.sample], row.level)
        assert value.n == row.n
        wanted = [row.mean, row.sd, row.se, row.low, row.high]
        assert_allclose(value[1:], wanted, rtol=1e-8)

    def test_nan_is_left_out_of_n_and_equal_values_have_an_interval_of_no_width(self):
        assert mean_interval([1, np.nan, 2, 4]) == mean_interval([1, 2, 4])
        assert mean_interval([1, np.nan, 2, 4]).n == 3
        value = mean_interval([0.1] * 3)
        assert (value.sd, value.low, value.high) == (0.0, 0.1, 0.1)

    def test_without_values_all_is_nan_and_one_value_has_a_mean_only(self):
        value = mean_interval([np.nan])
        assert value.n == 0
        assert np.isnan(value[1:]).all()
        value = mean_interval([3.0])
        assert (value.n, value.mean) == (1, 3.0)
        assert np.isnan(value[2:]).all()

    @pytest.mark.parametrize("sample", [[[1, 2]], [1, np.inf]])
    def test_but_it_refuses_what_is_not_a_sample(self, sample):
        with pytest.raises(ValueError, match="a sample must"):
            mean_interval(sample)

    def test_but_it_refuses_a_level_in_percent(self):
        with pytest.raises(ValueError, match="level must lie between 0 and 1"):
            mean_interval([1, 2], 95)


class TestWelch:
    @pytest.mark.parametrize("row", list(golden("welch").itertuples()), ids=lambda row: row.x + row.y)
    def test_it_equals_r_t_test(self, row):
        value = welch(SAMPLES[row.x], SAMPLES[row.y], row.level)
        for name in ("statistic", "df", "p_value", "difference", "low", "high"):
            assert_allclose(getattr(value, name), getattr(row, name), rtol=1e-8, err_msg=name)

    @pytest.mark.parametrize("row", list(golden("welch").itertuples()), ids=lambda row: row.x + row.y)
    def test_its_effect_equals_an_r_root_of_pt(self, row):
        value = welch(SAMPLES[row.x], SAMPLES[row.y], row.level)
        assert_allclose(value.hedges_g, row.hedges_g, rtol=1e-8)
        assert_allclose([value.g_low, value.g_high], [row.g_low, row.g_high], rtol=1e-6)

    def test_it_changes_sign_with_the_order_of_samples(self):
        one, other = welch([1, 2, 4], [3, 5, 9, 2]), welch([3, 5, 9, 2], [1, 2, 4])
        assert_allclose(
            [one.statistic, one.low, one.high, one.hedges_g, one.g_low],
            [-other.statistic, -other.high, -other.low, -other.hedges_g, -other.g_high])
        assert one.p_value == other.p_value

    def test_it_leaves_nan_out_and_survives_one_constant_sample(self):
        assert welch([1, 2, np.nan, 4], [3, 5, 9]) == welch([1, 2, 4], [3, 5, 9])
        value = welch([2, 2, 2], [3, 4, 5])
        assert_allclose(value.df, 2)
        assert_allclose(value.statistic, -2 * np.sqrt(3))

    @pytest.mark.parametrize(("x", "y"), [([1], [2, 3, 4]), ([0.1] * 3, [0.2] * 3)])
    def test_but_it_returns_nan_without_variation_or_a_second_value(self, x, y):
        value = welch(x, y)
        assert_allclose(value.difference, x[0] - np.mean(y))
        assert np.isnan([value.statistic, value.df, value.p_value, value.low, value.g_high]).all()
