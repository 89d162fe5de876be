"""Ratios of totals, their variances and what a design costs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.sampling import UnitSums


class Ratios(NamedTuple):
    """Ratios of totals with their variances, and the totals below the line."""

    estimate: FloatArray
    variance: FloatArray
    bottom: FloatArray


def sample_ratios(sums: UnitSums, tops: FloatArray, bottoms: FloatArray) -> Ratios:
    """Ratios of totals.

    sums: m columns.
    tops, bottoms: m x j, what of each column counts above and below the line of ratio j.
    Returns: j ratios; nan where nothing is below the line.
    Formula: R = Y / X, var = (var Y - 2 R cov(Y, X) + R^2 var X) / X^2, by Taylor.
        R: ``svyratio(~y, ~x, design)``, ``svymean`` where x counts everybody.
    Reference: Wolter, K. M. (2007). Introduction to Variance Estimation, 2nd ed., chapter 6.
    """
    covariance = sums.covariance()
    above, below = sums.totals @ tops, sums.totals @ bottoms
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = above / below
        pull = tops - bottoms * np.where(np.isfinite(ratio), ratio, 0)
        variance = np.einsum("ij,ik,kj->j", pull, covariance, pull, optimize=True) / below**2
    return Ratios(ratio, np.maximum(variance, 0), below)
