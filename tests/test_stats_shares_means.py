"""Score intervals, two proportions, means of one or two samples; edges that no printed table of R reaches."""

import numpy as np
import pandas as pd
import pytest
from builders import golden
from numpy.testing import assert_allclose

import surveykit as sk
from surveykit._stats.exact import fisher_exact
from surveykit._stats.mean import mean_interval, welch
from surveykit._stats.proportion import interval_over_bases, newcombe, two_proportions_z, wilson
from surveykit._stats.rao_scott import SampledTable, wald_table
from surveykit._stats.sampled_mean import sampled_difference
from surveykit._stats.sampling import Sampling, simple_sampling
from surveykit._stats.share_limits import share_limits


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


@pytest.mark.parametrize("call", [
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


SAMPLES = {name: rows["value"].to_numpy() for name, rows in golden("samples").groupby("sample")}


class TestMeanInterval:
    @pytest.mark.parametrize("row", list(golden("mean").itertuples()), ids=lambda row: row.sample)
    def test_it_equals_r_t_test(self, row):
        value = mean_interval(SAMPLES[row.sample], row.level)
        assert value.n == row.n
        assert_allclose(value[1:], [row.mean, row.sd, row.se, row.low, row.high], rtol=1e-8)

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


def test_limits_end_at_0_and_1_and_a_part_of_one_has_a_difference_only():
    shares, sizes = np.array([0.02, 0.5, 0.98]), np.full(3, 20.0)
    low, high = share_limits(shares, sizes, sizes, np.full(3, 19.0), method="t")
    assert low[0] == 0 < low[1] < 0.5 < high[1] < high[2] == 1
    empty = share_limits(np.array([0.0]), np.zeros(1), np.zeros(1), np.array([np.inf]), method="exact")
    assert np.isnan(empty).all()
    first = np.array([True, False, False, False])
    told = sampled_difference(simple_sampling(4), np.array([5.0, 1.0, 2.0, 3.0]), first, ~first)
    assert told.difference == 3 and np.isnan([told.statistic, told.df, told.p_value]).all()
    rng = np.random.default_rng(3)  # the same answer of everybody is no variation, whatever the weights round to
    weighted = Sampling(rng.uniform(0.5, 2, 40), simple_sampling(40).stages)
    told = sampled_difference(weighted, np.full(40, 0.1), np.arange(40) < 17, np.arange(40) >= 17)
    assert abs(told.difference) < 1e-15 and np.isnan([told.statistic, told.df, told.p_value, told.hedges_g]).all()
    assert fisher_exact([[3, 1], [1, 3]], max_states=0, draws=1).draws == 1


@pytest.mark.parametrize("power", [-250, 0, 250])
def test_no_size_of_numbers_or_weights_is_a_crash(power):
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"a": rng.choice(["x", "y"], 40), "v": rng.normal(size=40), "u": rng.normal(size=40)})
    plain, sized = (sk.Survey.from_frame(one.assign(w=10.0**power * rng.uniform(1, 2, 40)))
                    for one in (frame, frame.assign(v=frame["v"] * 10.0 ** (power / 2))))
    for method in ("pearson", "spearman"):
        first, second = (sk.correlation(one, "v", "u", method=method).table["estimate"] for one in (plain, sized))
        assert np.allclose(first, second, rtol=1e-12, equal_nan=True)
    assert max(map(len, str(sk.means(sized, "v", by="a")).splitlines())) < 200
    if power:
        with pytest.raises(sk.AnalysisError, match="between 1e-100 and 1e\\+100"):
            sk.frequencies(sk.set_design(sized, weight="w"), "a")


def test_an_interval_without_width_is_explained():
    survey = sk.Survey.from_frame(pd.DataFrame({"g": ["x", "y"] * 4, "v": [1.0, 2, 1, 3, 1, 4, 1, 5]}))
    said = "no width" in str(sk.means(survey, "v", by="g").notes), "no width" in str(sk.means(survey, "v").notes)
    assert said == (True, False)
    cautions = [("no width" in str(sk.means(one, "v", by="g").notes), bool(sk.quantiles(one, "v").notes)) for one in
                (sk.set_design(survey, population=people) for people in (9, 8))]
    assert cautions == [(True, True), (False, False)]  # chance does nothing to a whole cohort


def test_wald_takes_every_cell_but_one_row_and_column_whichever_stands_first():
    totals = np.array([[20.0, 9.0, 11.0], [12.0, 18.0, 5.0], [8.0, 13.0, 24.0]])
    covariance = np.diag(totals.ravel()) - np.outer(totals, totals) / totals.sum()
    turned = np.arange(9).reshape(3, 3)[::-1, ::-1].ravel()
    tests = [wald_table(SampledTable(table, spread, 120, 119.0)) for table, spread in (
        (totals, covariance), (totals[::-1, ::-1], covariance[np.ix_(turned, turned)]))]
    assert tests[0].df == 4 and np.isclose(tests[0].statistic, tests[1].statistic)
