"""What must hold for any data: symmetries, ranges, containment, brute force."""

import itertools
import math
import subprocess
import sys
from importlib import import_module
from inspect import isfunction
from pathlib import Path

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose

from surveykit import _stats
from surveykit._stats.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from surveykit._stats.contingency import adjusted_residuals, chi_square, cramers_v, expected_counts, few_expected
from surveykit._stats.exact import fisher_exact
from surveykit._stats.mean import mean_interval, welch
from surveykit._stats.per_unit import COEFFICIENTS, per_unit
from surveykit._stats.proportion import interval_over_bases, newcombe, two_proportions_z, wilson
from surveykit._stats.reliability import alpha, item_statistics
from surveykit._stats.resample import bootstrap_interval

levels = st.floats(0.5, 0.999)
shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tables = hnp.arrays(int, hnp.array_shapes(min_dims=2, max_dims=2, max_side=4), elements=st.integers(0, 12))
small_tables = hnp.arrays(int, hnp.array_shapes(min_dims=2, max_dims=2, max_side=3), elements=st.integers(0, 4))
samples = st.lists(st.integers(-100, 100), min_size=2, max_size=20)
scales = hnp.arrays(int, st.tuples(st.integers(3, 12), st.integers(2, 5)), elements=st.integers(1, 5))
codes = st.sampled_from([0.0, 1.0, 2.0, math.nan])
ratings = hnp.arrays(float, st.tuples(st.integers(2, 4), st.integers(1, 12)), elements=codes)
pairs = hnp.arrays(float, st.tuples(st.just(2), st.integers(1, 20)), elements=codes)
seeds = st.integers(0, 2**32 - 1)


def shuffled(array, seed, axis=0):
    return np.random.default_rng(seed).permutation(array, axis=axis)


def same(one, other):
    assert_allclose(one, other, rtol=1e-9, atol=1e-9)


def numbers(value):
    """Plain numbers of a frozen value, for comparison."""
    fields = value._fields if hasattr(value, "_fields") else value.__slots__
    return [
        getattr(value, name)
        for name in fields
        if np.ndim(getattr(value, name)) == 0 and not isinstance(getattr(value, name), str)]


# Proportions


@given(shares, levels)
def test_a_wilson_interval_contains_the_share_stays_in_range_and_mirrors(share, level):
    low, high = wilson(*share, level)
    assert 0 <= low <= share[0] / share[1] <= high <= 1
    assert low < high
    count, n = share
    low, high = wilson(count, n, level)
    other_low, other_high = wilson(n - count, n, level)
    assert_allclose([low, high], [1 - other_high, 1 - other_low], atol=1e-12)


@given(shares, shares, levels)
def test_newcombe_contains_the_difference_and_stays_in_range(one, other, level):
    difference, low, high = newcombe(*one, *other, level)
    assert -1 <= low <= difference <= high <= 1


@given(shares, shares)
def test_z_is_the_root_of_chi_square(one, other):
    z = two_proportions_z(*one, *other)
    test = chi_square([[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]])
    assert_allclose([z.statistic**2, z.p_value], [test.statistic, test.p_value], rtol=1e-7, atol=1e-12)


@given(st.integers(0, 40), st.integers(0, 60), st.integers(0, 60), levels)
def test_an_interval_over_bases_is_the_envelope_of_all_bases(count, n_low, width, level):
    n_high = n_low + width
    assume(0 < count <= n_high)
    value = interval_over_bases(count, n_low, n_high, level)
    bases = np.arange(max(n_low, count), n_high + 1)
    low, high = wilson(count, bases, level)
    same([value.low, value.high], [low.min(), high.max()])
    same([value.estimate_low, value.estimate_high], [count / n_high, count / bases[0]])


# Tables


@given(tables, seeds)
def test_row_order_column_order_and_transposition_change_no_test(table, seed):
    for other in (shuffled(table, seed), shuffled(table, seed, axis=1), table.T):
        same(numbers(chi_square(other)), numbers(chi_square(table)))
        same(numbers(cramers_v(other)), numbers(cramers_v(table)))
        same(few_expected(other), few_expected(table))


@given(small_tables, seeds)
def test_row_order_column_order_and_transposition_change_no_exact_p(table, seed):
    for other in (shuffled(table, seed), shuffled(table, seed, axis=1), table.T):
        moved, exact = fisher_exact(other), fisher_exact(table)
        assert (moved.method, moved.draws) == (exact.method, exact.draws)
        same(moved.p_value, exact.p_value)  # sums in another order differ in the last digit


@given(small_tables, levels)
def test_p_values_and_v_stay_in_range(table, level):
    test, effect = chi_square(table), cramers_v(table, level)
    exact = fisher_exact(table)
    if test.df == 0:
        assert np.isnan([test.p_value, exact.p_value, effect.estimate]).all()
    else:
        assert 0 <= test.p_value <= 1
        assert 0 < exact.p_value <= 1
        assert 0 <= effect.low <= effect.high <= 1
        assert effect.low <= effect.estimate <= 1 and 0 <= effect.corrected <= 1


@given(tables)
def test_expected_counts_keep_the_margins_and_residuals_lean_with_them(table):
    assume(table.sum() > 0)
    means = expected_counts(table)
    same(means.sum(axis=0), table.sum(axis=0))
    same(means.sum(axis=1), table.sum(axis=1))
    residuals = adjusted_residuals(table)
    known = ~np.isnan(residuals)
    assert (residuals[known] * (table - means)[known] >= 0).all()


@given(hnp.arrays(int, (2, 2), elements=st.integers(1, 50)))
def test_a_squared_residual_of_a_two_by_two_table_is_chi_square(table):
    assert_allclose(adjusted_residuals(table)**2, chi_square(table).statistic, rtol=1e-7, atol=1e-12)


def brute_force_p(table):
    """Freeman-Halton p by listing every table with the same margins."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)

    def weight(cells):
        return 1 / math.prod(math.factorial(cell) for cell in np.ravel(cells).tolist())

    ranges = [range(min(r, c) + 1) for r in rows[:-1] for c in columns[:-1]]
    weights = []
    for inner in itertools.product(*ranges):
        cells = np.zeros(table.shape, int)
        cells[:-1, :-1] = np.reshape(inner, (len(rows) - 1, len(columns) - 1))
        cells[:-1, -1] = rows[:-1] - cells[:-1].sum(axis=1)
        cells[-1] = columns - cells[:-1].sum(axis=0)
        if (cells >= 0).all():
            weights.append(weight(cells))
    ceiling = weight(table) * (1 + 1e-7)
    return sum(w for w in weights if w <= ceiling) / sum(weights)


@given(small_tables)
def test_exact_fisher_equals_brute_force(table):
    assume(min((table.sum(axis=0) > 0).sum(), (table.sum(axis=1) > 0).sum()) > 1)
    assume(math.prod(min(r, c) + 1 for r in table.sum(axis=1)[:-1] for c in table.sum(axis=0)[:-1]) <= 3000)
    value = fisher_exact(table)
    assert value.method == "exact"
    same(value.p_value, brute_force_p(table))


@settings(max_examples=20)
@given(small_tables, seeds)
def test_monte_carlo_fisher_is_near_the_exact_one(table, seed):
    exact = fisher_exact(table).p_value
    assume(not math.isnan(exact))
    near = fisher_exact(table, max_states=0, draws=4000, seed=seed)
    # Six standard errors: the seeds differ from run to run.
    assert abs(near.p_value - exact) < 6 * math.sqrt(exact * (1 - exact) / 4000) + 2 / 4000


# Means


@given(samples, levels, seeds)
def test_a_mean_lies_in_its_interval_in_any_order(sample, level, seed):
    value = mean_interval(sample, level)
    assert value.low <= value.mean <= value.high
    same(mean_interval(shuffled(sample, seed), level), value)


@given(samples, samples, levels)
def test_welch_contains_its_estimates(x, y, level):
    value = welch(x, y, level)
    assume(not math.isnan(value.statistic))
    assert 0 <= value.p_value <= 1
    assert value.low <= value.difference <= value.high
    assert value.g_low <= value.hedges_g <= value.g_high or math.isnan(value.hedges_g)
    assert min(len(x), len(y)) - 1 - 1e-9 <= value.df <= len(x) + len(y) - 2 + 1e-9


@given(samples, samples, st.floats(0.01, 100), st.integers(-50, 50))
def test_welch_does_not_depend_on_the_unit(x, y, scale, shift):
    value = welch(x, y)
    other = welch(np.array(x) * scale + shift, np.array(y) * scale + shift)
    assert_allclose(
        [other.statistic, other.df, other.p_value, other.hedges_g, other.g_low],
        [value.statistic, value.df, value.p_value, value.hedges_g, value.g_low], rtol=1e-6, atol=1e-9)


# Reliability


@given(scales, st.integers(-9, 9), seeds)
def test_alpha_ignores_constants_units_and_order(items, constant, seed):
    value = numbers(alpha(items))
    same(numbers(alpha(items + constant)), value)
    same(numbers(alpha(items * 3)), value)
    same(numbers(alpha(shuffled(items, seed))), value)
    same(numbers(alpha(shuffled(items, seed, axis=1))), value)


@given(scales, levels)
def test_alpha_lies_below_one_and_low_below_high(items, level):
    value = alpha(items, level)
    assume(not math.isnan(value.estimate))
    assert value.estimate <= 1 + 1e-12
    assert value.low <= value.high <= 1


@given(scales, seeds)
def test_item_statistics_move_with_their_items(items, seed):
    order = shuffled(np.arange(items.shape[1]), seed)
    whole = items[~np.isnan(items).any(axis=1)]
    found, moved = item_statistics(whole), item_statistics(whole[:, order])
    same(moved.alpha_without, found.alpha_without[order])
    same(moved.item_rest, found.item_rest[order])
    assert (np.abs(found.item_rest[~np.isnan(found.item_rest)]) <= 1).all()


@given(scales, st.integers(0, 11), st.integers(0, 4))
def test_an_incomplete_respondent_counts_as_absent(items, row, column):
    row, column = row % items.shape[0], column % items.shape[1]
    holed = items.astype(float)
    holed[row, column] = math.nan
    without = alpha(np.delete(items, row, axis=0))
    value = alpha(holed)
    same(numbers(value)[:-1], numbers(without)[:-1])
    assert (value.dropped, without.dropped) == (1, 0)


# Agreement

relabel = np.vectorize({0.0: 5.0, 1.0: 3.0, 2.0: 9.0}.get, otypes=[float])


@given(pairs)
def test_cohen_kappa_is_symmetric_in_coders(pair):
    same(cohen_kappa(*pair), cohen_kappa(*pair[::-1]))


@given(ratings, seeds, st.sampled_from(COEFFICIENTS))
def test_the_order_of_raters_and_units_changes_no_coefficient(matrix, seed, name):
    assume(name != "cohen_kappa" or len(matrix) == 2)
    value = per_unit(matrix, name).estimate()
    same(per_unit(shuffled(matrix, seed), name).estimate(), value)
    same(per_unit(shuffled(matrix, seed, axis=1), name).estimate(), value)
    assert math.isnan(value) or value <= 1 + 1e-12


@given(ratings)
def test_new_names_for_the_codes_change_no_nominal_coefficient(matrix):
    named = np.where(np.isnan(matrix), matrix, relabel(np.nan_to_num(matrix)))
    same(krippendorff_alpha(named), krippendorff_alpha(matrix))
    same(gwet_ac1(named), gwet_ac1(matrix))
    same(percent_agreement(named), percent_agreement(matrix))
    same(cohen_kappa(*named[:2]), cohen_kappa(*matrix[:2]))


@given(ratings, st.floats(0.1, 10))
def test_units_of_measurement_change_no_interval_or_ratio_alpha(matrix, scale):
    for metric in ("ordinal", "interval", "ratio"):
        same(krippendorff_alpha(matrix * scale, metric), krippendorff_alpha(matrix, metric))


@given(
    hnp.arrays(float, st.tuples(st.integers(2, 4), st.integers(2, 12)), elements=st.sampled_from([0.0, 1.0, math.nan])))
def test_all_metrics_agree_on_two_codes(matrix):
    nominal = krippendorff_alpha(matrix)
    for metric in ("ordinal", "interval", "ratio"):
        same(krippendorff_alpha(matrix, metric), nominal)


@given(hnp.arrays(float, st.integers(1, 12), elements=st.sampled_from([0.0, 1.0, 2.0])))
def test_raters_who_always_agree_score_one_or_nan_without_variation(row):
    wanted = 1.0 if np.unique(row).size > 1 else math.nan
    for name in set(COEFFICIENTS) - {"percent_agreement"}:
        same(per_unit([row, row], name).estimate(), wanted)


@given(ratings, st.sampled_from(COEFFICIENTS), seeds)
def test_a_bootstrap_with_the_same_seed_gives_the_same_result(matrix, name, seed):
    assume(name != "cohen_kappa" or len(matrix) == 2)
    first = bootstrap_interval(matrix, name, draws=40, seed=seed)
    assert repr(first) == repr(bootstrap_interval(matrix, name, draws=40, seed=seed))
    assert math.isnan(first.low) or first.low <= first.high
    assert (first.undefined_draws == 40) == math.isnan(first.low)


# The room


def test_the_room_imports_neither_pandas_nor_scipy_stats():
    code = (
        "import sys, surveykit._stats; print([m for m in ('pandas', 'scipy.stats', 'scipy.optimize', 'statsmodels') "
        "if m in sys.modules])")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_function_with_a_source_states_its_formula():
    modules = [import_module(f"surveykit._stats.{path.stem}") for path in Path(_stats.__path__[0]).glob("[!_]*.py")]
    said = {name: thing.__doc__ or "" for module in modules for name, thing in vars(module).items() if isfunction(thing)
            and thing.__module__ == module.__name__}
    sourced = [name for name, text in said.items() if "Reference: " in text]
    assert len(sourced) > 30
    assert [name for name in sourced if "Formula: " not in said[name]] == []
