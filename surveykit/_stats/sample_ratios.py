"""Ratios of totals, their variances and what a design costs."""

from typing import NamedTuple

import numpy as np

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.replication import centre_replicates, replicate_covariance
from surveykit._stats.sampling import UnitSums

ROUNDING = 1e-13  # of the squares that a variance is made of: what is less is none


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
        With replicate weights: the ratio under each of them. R: ``svyratio(~y, ~x, design)``, ``svymean``.
    Reference: Wolter, K. M. (2007). Introduction to Variance Estimation, 2nd ed., chapter 6.
    """
    below = sums.totals @ bottoms
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = sums.totals @ tops / below
        if sums.replicates is not None:
            replicates, scales = sums.replicates
            apart = centre_replicates(replicates @ tops / (replicates @ bottoms))
            return Ratios(ratio, np.where(below > 0, scales @ apart**2, np.nan), below)
        pull = tops - bottoms * np.where(np.isfinite(ratio), ratio, 0)
        variance = np.einsum("ij,ik,kj->j", pull, sums.covariance(), pull, optimize=True) / below**2
        least = ROUNDING * (np.abs(pull).T @ np.sqrt(sums.squares())) ** 2 / below**2
    return Ratios(ratio, np.where(variance < least, 0.0, variance), below)


def ratio_covariance(sums: UnitSums, tops: FloatArray, bottoms: FloatArray, *, linear: bool = False) -> FloatArray:
    """Covariance of ratios of totals (j x j), as `sample_ratios` has their variances; linear: of replicates too that of
    the linearised ratios."""
    below = sums.totals @ bottoms
    if sums.replicates is not None and not linear:
        replicates, scales = sums.replicates
        with np.errstate(divide="ignore", invalid="ignore"):
            return replicate_covariance(replicates @ tops / (replicates @ bottoms), scales)
    pull = (tops - bottoms * (sums.totals @ tops / below)) / below
    return pull.T @ sums.covariance() @ pull
