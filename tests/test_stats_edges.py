"""Edges of the arithmetic that no printed table of R reaches."""

import numpy as np
import pandas as pd
import pytest

import surveykit as sk
from surveykit._stats.exact import fisher_exact
from surveykit._stats.rao_scott import SampledTable, wald_table
from surveykit._stats.sampled_difference import sampled_difference
from surveykit._stats.sampling import Sampling, simple_sampling
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
