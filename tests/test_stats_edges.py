"""Edges of the arithmetic that no printed table of R reaches."""

import numpy as np

from surveykit._stats.exact import fisher_exact
from surveykit._stats.rao_scott import SampledTable, wald_table
from surveykit._stats.sampled_difference import sampled_difference
from surveykit._stats.sampling import simple_sampling
from surveykit._stats.share_limits import share_limits


def test_limits_end_at_0_and_1_and_a_part_of_one_has_a_difference_only():
    shares, sizes = np.array([0.02, 0.5, 0.98]), np.full(3, 20.0)
    low, high = share_limits(shares, sizes, sizes, np.full(3, 19.0), method="t")
    assert low[0] == 0 < low[1] < 0.5 < high[1] < high[2] == 1
    empty = share_limits(np.array([0.0]), np.zeros(1), np.zeros(1), np.array([np.inf]), method="exact")
    assert np.isnan(empty).all()
    first = np.array([True, False, False, False])
    told = sampled_difference(simple_sampling(4), np.array([5.0, 1.0, 2.0, 3.0]), first, ~first)
    assert told.difference == 3 and np.isnan([told.statistic, told.df, told.p_value]).all()
    assert fisher_exact([[3, 1], [1, 3]], max_states=0, draws=1).draws == 1


def test_wald_takes_every_cell_but_one_row_and_column_whichever_stands_first():
    totals = np.array([[20.0, 9.0, 11.0], [12.0, 18.0, 5.0], [8.0, 13.0, 24.0]])
    covariance = np.diag(totals.ravel()) - np.outer(totals, totals) / totals.sum()
    turned = np.arange(9).reshape(3, 3)[::-1, ::-1].ravel()
    tests = [wald_table(SampledTable(table, spread, 120, 119.0)) for table, spread in (
        (totals, covariance), (totals[::-1, ::-1], covariance[np.ix_(turned, turned)]))]
    assert tests[0].df == 4 and np.isclose(tests[0].statistic, tests[1].statistic)
