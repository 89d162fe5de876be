"""Score intervals and the z test of two proportions."""


import numpy as np
import pandas as pd
import pytest
from builders import golden
from numpy.testing import assert_allclose

from surveykit._stats.proportion import interval_over_bases, newcombe, two_proportions_z, wilson


class TestWilson:
    def test_it_equals_r_prop_test(self):
        for level, rows in golden("wilson").groupby("level"):
            low, high = wilson(rows["count"], rows["n"], level)
            assert_allclose(low, rows["low"], rtol=1e-8, atol=1e-15)
            assert_allclose(high, rows["high"], rtol=1e-8)

    def test_it_equals_r_prop_test_broadcasts_and_ends_exactly_at_zero_and_one(self):
        low, high = wilson([0, 46], [46, 46])
        assert low[0] == 0.0
        assert high[1] == 1.0
        assert 0 < high[0] < 0.1
        assert 0.9 < low[1] < 1
        low, high = wilson(np.arange(3)[:, None], [5, 50])
        assert low.shape == high.shape == (3, 2)
        assert_allclose(low[2, 1], wilson(2, 50).low)

    def test_it_takes_a_base_that_is_not_whole_and_never_passes_one_by_rounding(self):
        low, high = wilson(0.3 * 33.3, 33.3)
        assert wilson(0.3 * 33, 33).low < low < wilson(0.3 * 34, 34).low
        assert wilson(0.3 * 34, 34).high < high < wilson(0.3 * 33, 33).high
        base = np.linspace(1, 60, 2000)
        assert wilson(base * (1 - 1e-13), base).high.max() == 1.0

    def test_but_it_returns_nan_without_a_base(self):
        low, high = wilson([0, 3], [0, 10])
        assert np.isnan([low[0], high[0]]).all()
        assert np.isfinite([low[1], high[1]]).all()

    def test_but_it_passes_nan_on(self):
        assert np.isnan(wilson(np.nan, 10)).all()
        assert np.isnan(wilson(1, np.nan)).all()

    @pytest.mark.parametrize(("count", "n"), [(47, 46), (-1, 46), (1, np.inf), (0, -1)])
    def test_but_it_refuses_a_count_outside_its_base(self, count, n):
        with pytest.raises(ValueError, match="count must lie between 0 and n"):
            wilson(count, n)

    def test_it_names_the_first_offender(self):
        with pytest.raises(ValueError, match=r"got count 47 of n 46 \(entry 1\)"):
            wilson([1, 47, 99], 46)

    @pytest.mark.parametrize("level", [0, 1, 95, -0.1, np.nan])
    def test_but_it_refuses_a_level_outside_zero_and_one(self, level):
        with pytest.raises(ValueError, match="level must lie between 0 and 1"):
            wilson(1, 2, level)


class TestNewcombe:
    def test_it_equals_limits_built_from_r_and_the_table_printed_by_newcombe(self):
        for level, rows in golden("newcombe").groupby("level"):
            value = newcombe(rows["count1"], rows["n1"], rows["count2"], rows["n2"], level)
            assert_allclose(value.difference, rows["difference"], rtol=1e-8, atol=1e-15)
            assert_allclose(value.low, rows["low"], rtol=1e-8)
            assert_allclose(value.high, rows["high"], rtol=1e-8)
        rows = golden("newcombe").dropna(subset="printed_low")
        assert len(rows) == 8
        value = newcombe(rows["count1"], rows["n1"], rows["count2"], rows["n2"])
        assert_allclose(value.low, rows["printed_low"], atol=5.1e-5)
        assert_allclose(value.high, rows["printed_high"], atol=5.1e-5)

    def test_it_changes_sign_with_the_order_of_groups(self):
        one, other = newcombe(20, 46, 31, 50), newcombe(31, 50, 20, 46)
        assert_allclose([one.difference, one.low, one.high], [-other.difference, -other.high, -other.low])

    def test_but_it_returns_nan_without_a_base(self):
        assert np.isnan(newcombe(3, 10, 0, 0)).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda count, n: wilson(count, n), lambda count, n: newcombe(count, n, 3, 10),
        lambda count, n: two_proportions_z(count, n, 3, 10), lambda count, n: interval_over_bases(count, n, 50)])
def test_columns_of_a_frame_come_back_as_plain_arrays(call):
    value = call(pd.Series([1, 2], index=["a", "b"]), pd.Series([10, 20], index=["a", "b"]))
    assert all(type(part) is np.ndarray and part.shape == (2,) for part in value)


class TestTwoProportionsZ:
    def test_it_equals_r_prop_test(self):
        rows = golden("two_proportions")
        value = two_proportions_z(rows["count1"], rows["n1"], rows["count2"], rows["n2"])
        assert_allclose(value.statistic**2, rows["x_squared"], rtol=1e-8)
        assert_allclose(value.p_value, rows["p_value"], rtol=1e-8)

    def test_it_is_positive_when_the_first_share_is_larger(self):
        assert two_proportions_z(9, 10, 3, 10).statistic > 0
        assert two_proportions_z(3, 10, 9, 10).statistic < 0

    @pytest.mark.parametrize("groups", [(0, 10, 0, 20), (10, 10, 20, 20), (0, 0, 3, 10)])
    def test_but_it_returns_nan_where_nothing_varies(self, groups):
        assert np.isnan(two_proportions_z(*groups)).all()


class TestIntervalOverBases:
    def test_it_equals_r_prop_test_over_every_base_and_wilson_when_it_is_known(self):
        rows = golden("over_bases")
        value = interval_over_bases(rows["count"], rows["n_low"], rows["n_high"])
        for name, got in value._asdict().items():
            assert_allclose(got, rows[name], rtol=1e-8, atol=1e-15, err_msg=name)
        value = interval_over_bases(46, 50, 50)
        assert (value.low, value.high) == wilson(46, 50)
        assert value.estimate_low == value.estimate_high == 0.92

    def test_but_it_refuses_a_count_above_every_base(self):
        with pytest.raises(ValueError, match="count must lie between 0 and n"):
            interval_over_bases(61, 50, 60)

    def test_but_it_refuses_an_empty_range(self):
        with pytest.raises(ValueError, match="count must lie between 0 and n"):
            interval_over_bases(5, 60, 50)
