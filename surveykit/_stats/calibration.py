"""Weights that meet known totals of a population, and what that does to the errors of estimates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from surveykit._stats.argument_checks import FloatArray

DISTANCES = ("linear", "raking", "logit")
ROUNDS = 200
CLOSE = 1e-10  # of a total, relative
SMALL = 1e-9  # singular values below this share of the largest say that a total follows from others


Factor = Callable[[FloatArray], tuple[FloatArray, FloatArray]]


class CalibratedWeights(NamedTuple):
    """What each weight is multiplied by, the totals that are reached then, and whether they are those asked for."""

    factors: FloatArray
    reached: FloatArray
    converged: bool


class KnownTotals(NamedTuple):
    """What weights were calibrated to: respondents x p columns, their totals, and the weights before."""

    columns: FloatArray
    totals: FloatArray
    before: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """The space of the columns that weights were calibrated on, which errors leave out.
    basis: orthonormal columns of sqrt(w) x (respondents x rank); roots: sqrt(w), w the weights before.
    """

    basis: FloatArray
    roots: FloatArray

    def residuals(self, columns: FloatArray) -> FloatArray:
        """What a regression on the calibrated columns, weighted as before, leaves of columns (respondents x m)."""
        scaled = columns * self.roots[:, None]
        left = scaled - self.basis @ (self.basis.T @ scaled)
        left[:, np.abs(left).max(axis=0) <= SMALL * np.abs(scaled).max(axis=0)] = 0  # explained whole: rounding only
        return left / np.where(self.roots > 0, self.roots, 1)[:, None]


def make_calibration(columns: FloatArray, weights: FloatArray) -> Calibration:
    """The part of every estimate's error that known totals explain.
    columns: respondents x p, the variables with known totals; weights: those before calibration.
    Formula: the error of a total is that of sum w g e, e the residuals of y on the columns weighted by w, g the
        factors. R: ``calibrate()`` keeps ``qr(mm * sqrt(w))``.
    Reference: Deville, J.-C., & Saerndal, C.-E. (1992). Calibration estimators in survey sampling. JASA 87, 376-382.
    """
    roots = np.sqrt(weights)
    left, sizes, _ = np.linalg.svd(columns * roots[:, None], full_matrices=False)
    return Calibration(left[:, sizes > SMALL * sizes[0]], roots)


def calibrate_factors(columns: FloatArray, weights: FloatArray, totals: FloatArray, distance: str = "raking",
                      bounds: tuple[float, float] | None = None) -> CalibratedWeights:
    """Factors as near to 1 as the distance has it, with which the weighted columns add up to the totals.
    columns: respondents x p; columns that follow from others do no harm. weights: before. totals: p.
    distance: linear (1 + u; with bounds cut off there), raking (exp u) or logit (between the bounds), u = x'b.
    bounds: least and largest factor; logit needs them, raking takes none.
    Formula: sum w F(x'b) x = totals, by Newton with halved steps until each total is met to 1e-10 of it.
        R: ``calibrate(d, ~x, totals, calfun = "linear" | "raking" | "logit", bounds =, epsilon = 1e-12)``.
    Reference: Deville and Saerndal (1992). Deville, J.-C., Saerndal, C.-E., & Sautory, O. (1993). Generalized raking
        procedures in survey sampling. JASA 88, 1013-1020.
    """
    factor = _FACTORS[distance](bounds)
    empty = (totals != 0) & ((columns != 0).T @ (weights != 0) == 0)
    if empty.any():  # no weight can make up for nobody
        return CalibratedWeights(np.ones(weights.size), np.where(empty, 0.0, totals), False)
    size = np.maximum(np.abs(totals), 1e-12 * float(np.abs(totals).max(initial=1)))
    slopes, gap = np.zeros(columns.shape[1]), totals - columns.T @ (weights * factor(np.zeros(weights.size))[0])
    for _ in range(ROUNDS):
        values, turns = factor(columns @ slopes)
        gap = totals - columns.T @ (weights * values)
        if (np.abs(gap) <= CLOSE * size).all():
            return CalibratedWeights(values, totals - gap, True)
        jacobian = (columns * (weights * turns)[:, None]).T @ columns
        step = np.asarray(np.linalg.lstsq(jacobian, gap, rcond=SMALL**1.5)[0], dtype=np.float64)
        slopes = slopes + step * _step_size(columns, weights, totals, factor, slopes, step, float(np.abs(gap).max()))
    return CalibratedWeights(factor(columns @ slopes)[0], totals - gap, False)


def calibrate_each(known: KnownTotals, weights: FloatArray, distance: str,
                   bounds: tuple[float, float] | None) -> FloatArray | tuple[int, FloatArray]:
    """Several weights (respondents x replicates) calibrated each by itself; or the first that cannot be, and what it
    reaches.
    Formula: `calibrate_factors` on the respondents of equal columns together. R: ``calibrate(as.svrepdesign(d), ...)``.
    Reference: Rao, J. N. K., Wu, C. F. J., & Yue, K. (1992). Survey Methodology 18, 209-217, section 4.
    """
    patterns, places = np.unique(known.columns, axis=0, return_inverse=True)
    made = np.empty_like(weights)
    for replicate, column in enumerate(weights.T):
        sums = np.bincount(places, column, len(patterns)).astype(float)
        found = calibrate_factors(patterns, sums, known.totals, distance, bounds)
        if not found.converged:
            return replicate, found.reached
        made[:, replicate] = column * found.factors[places]
    return made


def _step_size(columns: FloatArray, weights: FloatArray, totals: FloatArray, factor: Factor, slopes: FloatArray,
               step: FloatArray, gap: float) -> float:
    """The largest of 1, 1/2, 1/4 ... that brings the totals nearer."""
    share = 1.0
    while share > 1e-3:
        tried = totals - columns.T @ (weights * factor(columns @ (slopes + share * step))[0])
        if np.isfinite(tried).all() and float(np.abs(tried).max()) < gap:
            break
        share /= 2
    return share


def _linear(bounds: tuple[float, float] | None) -> Factor:
    """1 + u, cut off at the bounds."""
    low, high = bounds or (-np.inf, np.inf)

    def factor(u: FloatArray) -> tuple[FloatArray, FloatArray]:
        return np.clip(1 + u, low, high), ((1 + u >= low) & (1 + u <= high)).astype(float)
    return factor


def _raking(_: tuple[float, float] | None) -> Factor:
    """exp u."""
    def factor(u: FloatArray) -> tuple[FloatArray, FloatArray]:
        value = np.exp(np.minimum(u, 50))
        return value, value
    return factor


def _logit(bounds: tuple[float, float] | None) -> Factor:
    """Between the bounds, 1 at 0."""
    low, high = bounds or (0.0, np.inf)
    pull = (high - low) / ((1 - low) * (high - 1))

    def factor(u: FloatArray) -> tuple[FloatArray, FloatArray]:
        rise = np.exp(np.clip(pull * u, -50, 50))
        bottom = high - 1 + (1 - low) * rise
        value = (low * (high - 1) + high * (1 - low) * rise) / bottom
        return value, (value - low) * (high - value) * pull / (high - low)
    return factor


_FACTORS = {"linear": _linear, "raking": _raking, "logit": _logit}


def trim_weights(weights: FloatArray, low: float, high: float) -> FloatArray:
    """Weights cut off at limits, what is cut off shared out evenly among the others, until none lies outside.
    Missing: none may be nan. The sum stays. Where all would have to be cut off, the sum cannot stay: nan.
    Formula: min(max(w, low), high), and what that takes off added evenly to the weights inside; again while any is out.
    R: ``trimWeights(d, upper = high, lower = low, strict = TRUE)``.
    Reference: Potter, F. (1990). A study of procedures to identify and trim extreme sampling weights. ASA, 225-230.
    """
    made = weights.astype(float)
    for _ in range(ROUNDS):
        outside = (made < low) | (made > high)
        if not outside.any():
            return made
        cut = np.clip(made, low, high)
        if outside.all():
            break
        cut[~outside] += (made - cut).sum() / (~outside).sum()
        made = cut
    return np.full(weights.size, np.nan)


def weight_effect(weights: FloatArray) -> float:
    """How much larger unequal weights make the variance of a mean of something unrelated to them.
    Formula: n sum w^2 / (sum w)^2 (Kish). Zero weights are left out.
    Reference: Kish, L. (1992). Weighting for unequal Pi. Journal of Official Statistics 8, 183-200.
    """
    counted = weights[weights > 0]
    return float(counted.size * (counted @ counted) / counted.sum() ** 2)
