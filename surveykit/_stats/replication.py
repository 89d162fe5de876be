"""Replicate weights: what an estimate would have been had other units been drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray

IntArray = NDArray[np.intp]
METHODS = ("jackknife", "brr", "fay", "bootstrap")
FAY = 0.5
DRAWS = 500
RANK = 1e-5  # as R's degf


@dataclass(frozen=True, slots=True, eq=False)
class Replication:
    """Replicate weights, given for each respondent or as multipliers of units.
    weights: respondents x replicates, as they were given; None where they are made.
    multipliers: replicates x units of the first stage; None where weights are given.
    scales: what the squared deviation of each replicate counts.
    """

    scales: FloatArray
    weights: FloatArray | None = None
    multipliers: FloatArray | None = None

    def totals(self, columns: FloatArray, unit_sums: FloatArray) -> FloatArray:
        """Totals of columns under each replicate: replicates x m; of made replicates one product on the units' sums."""
        if self.weights is not None:
            return self.weights.T @ columns
        assert self.multipliers is not None
        return self.multipliers @ unit_sums

    def rank(self, inside: NDArray[np.bool_]) -> int:
        """How many of the given weights tell something of their own, among those inside."""
        assert self.weights is not None
        sizes = np.linalg.svd(self.weights[inside], compute_uv=False)
        return int((sizes > RANK * sizes.max(initial=0)).sum())


def given_replicates(weights: FloatArray, method: str) -> Replication:
    """Replicate weights of somebody else's making. R: ``svrepdesign(repweights =, type = "JK1" | "BRR" | "Fay" |
    "bootstrap")``, rho = 0.5 for Fay."""
    n = weights.shape[1]
    scale = {"jackknife": (n - 1) / n, "brr": 1 / n, "fay": 1 / (n * (1 - FAY) ** 2), "bootstrap": 1 / (n - 1)}[method]
    return Replication(np.full(n, scale), weights=weights)


def made_replicates(strata: IntArray, sizes: FloatArray, fractions: FloatArray, method: str, seed: int) -> Replication:
    """Replicates from the units of the first stage.
    strata: stratum of each unit; sizes: units per stratum; fractions: share of each stratum sampled, 0 if unknown.
    Formula: jackknife: one unit left out, the others of its stratum n / (n - 1), squares times (1 - f) (n - 1) / n.
        brr, fay: one unit of each pair at 2 (2 - 0.5) by a Hadamard matrix, the other at 0 (0.5). bootstrap (Rao, Wu
        and Yue): n - 1 units of each stratum drawn again, times n / (n - 1).
        R: ``as.svrepdesign(d, type = "JKn" | "BRR" | "Fay" | "subbootstrap")``.
    Reference: Wolter, K. M. (2007). Introduction to Variance Estimation, chapters 3-5. Rao, J. N. K., Wu, C. F. J., &
        Yue, K. (1992). Some recent work on resampling methods for complex surveys. Survey Methodology 18, 209-217.
    """
    return _MAKERS[method](strata, sizes, fractions, seed)


def _jackknife(strata: IntArray, sizes: FloatArray, fractions: FloatArray, _: int) -> Replication:
    """One unit left out at a time."""
    n = sizes[strata]
    same = strata[:, None] == strata[None, :]
    multipliers = np.where(same, (n / np.maximum(n - 1, 1))[:, None], 1.0)
    np.fill_diagonal(multipliers, 0.0)
    return Replication((1 - fractions[strata]) * (n - 1) / n, multipliers=multipliers)


def _halves(strata: IntArray, sizes: FloatArray, left: float) -> Replication:
    """One unit of each pair, balanced over the pairs."""
    signs, columns = np.ones((1, 1)), 1 << int(sizes.size).bit_length()
    while len(signs) < columns:
        signs = np.block([[signs, signs], [signs, -signs]])
    signs = signs[:, 1:sizes.size + 1]
    second = np.zeros(strata.size, dtype=bool)
    for stratum in range(sizes.size):
        second[np.flatnonzero(strata == stratum)[1]] = True
    chosen = (signs[:, strata] > 0) ^ second
    return Replication(np.full(columns, 1 / (columns * (1 - left) ** 2)),
                       multipliers=np.where(chosen, 2 - left, left))


def _bootstrap(strata: IntArray, sizes: FloatArray, _: FloatArray, seed: int) -> Replication:
    """Units drawn again."""
    draws, multipliers = np.random.default_rng(seed), np.zeros((DRAWS, strata.size))
    for stratum, n in enumerate(sizes.astype(int)):
        places = np.flatnonzero(strata == stratum)
        multipliers[:, places] = draws.multinomial(n - 1, np.full(n, 1 / n), DRAWS) * n / max(n - 1, 1)
    return Replication(np.full(DRAWS, 1 / (DRAWS - 1)), multipliers=multipliers)


_MAKERS: dict[str, Callable[[IntArray, FloatArray, FloatArray, int], Replication]] = {
    "jackknife": _jackknife, "bootstrap": _bootstrap,
    "brr": lambda strata, sizes, fractions, seed: _halves(strata, sizes, 0.0),
    "fay": lambda strata, sizes, fractions, seed: _halves(strata, sizes, FAY)}


def centre_replicates(estimates: FloatArray) -> FloatArray:
    """Estimates of each replicate less their mean; 0 where a replicate has none."""
    known = np.isfinite(estimates)
    mean = np.where(known, estimates, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, estimates - mean, 0.0)


def replicate_covariance(estimates: FloatArray, scales: FloatArray) -> FloatArray:
    """Covariance of estimates (replicates x j): sum of scale times squared deviations from the replicates' mean.
    R: ``svrVar(thetas, scale, rscales, mse = FALSE)``.
    """
    apart = centre_replicates(estimates)
    return (apart * scales[:, None]).T @ apart
