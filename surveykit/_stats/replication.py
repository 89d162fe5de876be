"""Replicate weights: what an estimate would have been had other units been drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray

if TYPE_CHECKING:
    from surveykit._stats.sampling import Stage

METHODS = ("jackknife", "brr", "fay", "bootstrap")
FAY = 0.5
DRAWS = 500
RANK = 1e-5  # as R's degf


@dataclass(frozen=True, slots=True, eq=False)
class Replication:
    """Replicate weights, of each respondent or as multipliers of units.
    scales: what the squared deviation of each replicate counts.
    weights: respondents x replicates; None where multipliers tell them.
    multipliers: replicates x units of a stage; None where weights are held.
    stage: which one, from 0.
    given: the weights that somebody else made, before any calibration; None where they were made here.
    """
    scales: FloatArray
    weights: FloatArray | None = None
    multipliers: FloatArray | None = None
    stage: int = 0
    given: FloatArray | None = None

    def totals(self, columns: FloatArray, unit_sums: FloatArray) -> FloatArray:
        """Totals of columns under each replicate: replicates x m; of multipliers one product on the units' sums."""
        if self.weights is not None:
            return self.weights.T @ columns
        assert self.multipliers is not None
        return self.multipliers @ unit_sums

    def rank(self, inside: NDArray[np.bool_]) -> int:
        """How many of the given weights tell something of their own, among those inside."""
        assert self.given is not None
        sizes = np.linalg.svd(self.given[inside], compute_uv=False)
        return int((sizes > RANK * sizes.max(initial=0)).sum())


def given_replicates(weights: FloatArray, method: str) -> Replication:
    """Replicate weights of somebody else's making. R: ``svrepdesign(repweights =, type = "JK1" | "BRR" | "Fay" |
    "bootstrap")``, rho = 0.5 for Fay."""
    n = weights.shape[1]
    scale = {"jackknife": (n - 1) / n, "brr": 1 / n, "fay": 1 / (n * (1 - FAY) ** 2), "bootstrap": 1 / (n - 1)}[method]
    return Replication(np.full(n, scale), weights, given=weights)


def made_replicates(stages: Sequence[Stage], method: str, lonely: str, seed: int) -> Replication:
    """Replicates from the units of a sample.
    stages: how they were drawn; lonely: the rule for strata of one unit.
    Formula: jackknife: one unit of the first stage left out, the others of its stratum n / (n - 1), squares times
        (1 - f) (n - 1) / n; a lonely unit left out as if the strata were units (adjust), counted as the mean of the
        other strata (average) or always in. brr, fay: one unit of each pair at 2 (2 - 0.5) by a Hadamard matrix, the
        other at 0 (0.5), all nearer to 1 by sqrt(1 - f). bootstrap (Rao, Wu and Yue): n - 1 units of each stratum
        drawn again, times n / (n - 1); of finite populations (Preston) at every stage m = floor(n / 2) units drawn
        without replacement, 1 + the sum over stages of r l (n / m drawn - 1), l = sqrt(F m (1 - f) / (n - m)), F the
        share sampled before, r the product of sqrt(n / m) over the stages before, 0 below a unit not drawn.
        R: ``as.svrepdesign(d, type = "JKn" | "BRR" | "Fay" | "subbootstrap" | "mrbbootstrap")``; JKn takes units for
        strata in average, BRR and Fay drop populations.
    Reference: Wolter, K. M. (2007). Introduction to Variance Estimation, chapters 3-5. Rao, J. N. K., Wu, C. F. J., &
        Yue, K. (1992). Some recent work on resampling methods for complex surveys. Survey Methodology 18, 209-217.
        Preston, J. (2009). Rescaled bootstrap for stratified multistage sampling. Survey Methodology 35, 227-234.
    """
    if method == "jackknife":
        return _jackknife(stages[0], lonely)
    if method in ("brr", "fay"):
        return _halves(stages[0], 0.0 if method == "brr" else FAY)
    draws = np.random.default_rng(seed)
    finite = stages[0].fractions.any()
    made = _draw_stages(stages, draws) if finite else _draw_units(stages[0], draws)
    return Replication(np.full(DRAWS, 1 / (DRAWS - 1)), multipliers=made, stage=len(stages) - 1 if finite else 0)


def _jackknife(first: Stage, lonely: str) -> Replication:
    """One unit left out at a time; replicates that count nothing are left out."""
    strata, n, h = first.strata, first.sizes[first.strata], first.sizes.size
    single = first.lonely[strata]
    same = strata[:, None] == strata[None, :]
    multipliers = np.where(same, (n / np.maximum(n - 1, 1))[:, None], 1.0)
    scales = (1 - first.fractions[strata]) * (n - 1) / n
    if lonely == "adjust":
        multipliers[single], scales[single] = h / max(h - 1, 1), (h - 1) / h
    elif lonely == "average":
        scales *= h / max(1, h - int(first.lonely.sum()))
    np.fill_diagonal(multipliers, 0.0)
    return Replication(scales[scales > 0], multipliers=multipliers[scales > 0])


def _halves(first: Stage, left: float) -> Replication:
    """One unit of each pair, balanced over the pairs."""
    signs, columns = np.ones((1, 1)), 1 << int(first.sizes.size).bit_length()
    while len(signs) < columns:
        signs = np.block([[signs, signs], [signs, -signs]])
    signs = signs[:, 1:first.sizes.size + 1]
    second = np.zeros(first.strata.size, dtype=bool)
    for stratum in range(first.sizes.size):
        second[np.flatnonzero(first.strata == stratum)[1]] = True
    apart = np.where((signs[:, first.strata] > 0) ^ second, 1 - left, left - 1)
    return Replication(np.full(columns, 1 / (columns * (1 - left) ** 2)),
                       multipliers=1 + apart * np.sqrt(1 - first.fractions)[first.strata])


def _draw_units(first: Stage, draws: np.random.Generator) -> FloatArray:
    """Units of the first stage drawn again; a lonely one is always in."""
    multipliers = np.ones((DRAWS, first.strata.size))
    for stratum in np.flatnonzero(first.sizes > 1):
        places, n = np.flatnonzero(first.strata == stratum), int(first.sizes[stratum])
        multipliers[:, places] = draws.multinomial(n - 1, np.full(n, 1 / n), DRAWS) * n / (n - 1)
    return multipliers


def _draw_stages(stages: Sequence[Stage], draws: np.random.Generator) -> FloatArray:
    """Half of the units of every stage drawn, below those that were drawn before."""
    made, reach = np.ones((DRAWS, stages[0].sizes.size)), np.ones((DRAWS, stages[0].sizes.size))
    for stage in stages:
        drawn = np.ones((DRAWS, stage.strata.size))
        order, ends = np.argsort(stage.strata, kind="stable"), np.cumsum(stage.sizes).astype(int)
        half = np.maximum(np.floor(stage.sizes / 2), 1)
        for places, m in zip(np.split(order, ends[:-1]), half.astype(int), strict=True):
            drawn[:, places] = draws.random((DRAWS, places.size)).argsort(axis=1) < m
        spread = np.sqrt(stage.factors * half * (1 - stage.fractions) / np.maximum(stage.sizes - half, 1))
        boost, many = (stage.sizes / half)[stage.strata], (stage.sizes > 1)[stage.strata]
        made, reach = made[:, stage.strata], reach[:, stage.strata]
        made = made + reach * np.where(many, spread[stage.strata] * (boost * drawn - 1), 0)
        reach = reach * np.sqrt(boost) * drawn
    return made


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
