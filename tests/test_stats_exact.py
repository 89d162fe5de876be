"""Fisher's exact test for r x c tables."""

import math

import numpy as np
import pytest
from builders import golden
from numpy.testing import assert_allclose

from surveykit._stats.exact import Exact, fisher_exact

CELLS = dict(list(golden("table_cells").groupby("table")))
P_VALUES = golden("tables").set_index("table")["fisher_p"]


def table_of(name: str) -> np.ndarray:
    return CELLS[name].pivot(index="row", columns="column", values="count").to_numpy()


every_table = pytest.mark.parametrize("name", sorted(CELLS))


@every_table
def test_it_equals_r_fisher_test(name):
    value = fisher_exact(table_of(name))
    assert value.method == "exact"
    assert_allclose(value.p_value, P_VALUES[name], rtol=1e-8)


@every_table
def test_its_monte_carlo_interval_covers_r_fisher_test(name):
    value = fisher_exact(table_of(name), max_states=0, draws=20_000)
    assert value.method == "monte_carlo"
    assert value.mc_low <= P_VALUES[name] <= value.mc_high
    assert value.mc_low <= value.p_value <= value.mc_high


def test_golden_tables_have_large_and_small_p_values_and_the_same_from_one_seed():
    assert P_VALUES.min() < 1e-10
    assert P_VALUES.max() == 1
    table = table_of("6x4 n=46")
    first = fisher_exact(table, max_states=0, draws=5000, seed=7)
    assert first == fisher_exact(table, max_states=0, draws=5000, seed=7)
    assert first.p_value != fisher_exact(table, max_states=0, draws=5000, seed=8).p_value


def test_it_draws_tables_as_soon_as_there_is_one_state_too_many():
    value = fisher_exact(table_of("6x4 n=46"), max_states=50, draws=999)
    assert (value.method, value.draws) == ("monte_carlo", 999)
    hits = value.p_value * 1000
    assert_allclose(hits, round(hits))
    table = [[3, 11], [3, 1], [5, 5], [4, 3], [2, 9]]
    assert fisher_exact(table, max_states=132).method == "exact"
    assert fisher_exact(table, max_states=131, draws=10).method == "monte_carlo"


# R 4.2.2: fisher.test(matrix(...), workspace = 2e8)$p.value
@pytest.mark.parametrize(("table", "p_value"), [
    ([[30, 25, 12, 8, 4], [22, 30, 10, 5, 2], [8, 6, 9, 4, 3]], 0.20676389367167528),
    ([[260, 240, 250, 251], [239, 262, 251, 247]], 0.59854008496009781),
    ([[9, 4, 2, 1, 0], [7, 5, 3, 1, 1], [3, 4, 6, 2, 2], [1, 2, 3, 5, 4]], 0.047411580094068963),
    ([[500, 480, 520], [510, 470, 530]], 0.87830899880380829)])
def test_tables_of_hundreds_and_thousands_are_still_exact(table, p_value):
    found = fisher_exact(table)
    assert found.method == "exact"
    assert_allclose(found.p_value, p_value, rtol=1e-8)


def test_its_monte_carlo_p_is_never_zero():
    assert fisher_exact([[5000, 0], [0, 5000]], max_states=0, draws=100).p_value == 1 / 101


def test_it_leaves_the_exact_limits_empty():
    value = fisher_exact([[3, 1], [1, 3]])
    assert (value.method, value.draws) == ("exact", 0)
    assert math.isnan(value.mc_low)
    assert math.isnan(value.mc_high)


def test_one_table_only_hopeless_tables_and_mirrors_have_their_p():
    assert fisher_exact([[1, 0], [0, 1]]).p_value == 1.0
    assert fisher_exact([[1, 0, 0], [0, 1, 0], [0, 0, 1]]).p_value == 1.0
    assert fisher_exact(np.arange(1, 81).reshape(10, 8) * 1000, draws=100).method == "monte_carlo"
    assert_allclose(fisher_exact([[0, 10], [10, 0]]).p_value, 2 / math.comb(20, 10))


@pytest.mark.parametrize("table", [[[5, 3]], [[5, 3], [0, 0]], [[0, 0], [0, 0]]])
def test_but_it_returns_nan_with_one_occupied_row_or_column(table):
    value = fisher_exact(table)
    assert isinstance(value, Exact)
    assert math.isnan(value.p_value)


@pytest.mark.parametrize(("table", "message"), [
    ([[1.5, 2], [3, 4]], "whole counts"), ([[1, -2], [3, 4]], "finite counts >= 0"),
    ([[1, np.nan], [3, 4]], "finite counts >= 0"), ([[10**9, 1], [1, 1]], "fewer than 10")])
def test_but_it_refuses_what_is_not_a_count(table, message):
    with pytest.raises(ValueError, match=message):
        fisher_exact(table)


@pytest.mark.parametrize("budget", [{"max_states": -1}, {"draws": 0}])
def test_but_it_refuses_an_empty_budget(budget):
    with pytest.raises(ValueError, match="max_states must be at least 0 and draws at least 1"):
        fisher_exact([[3, 1], [1, 3]], **budget)
