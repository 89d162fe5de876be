"""Bootstrap intervals of agreement coefficients, resampling units."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from surveykit._stats.argument_checks import FloatArray, lawful_level
from surveykit._stats.per_unit import PerUnit, per_unit

# Draws x units held at once (40 MB as float64).
CHUNK = 5_000_000


class Bootstrap(NamedTuple):
    """Percentile limits, and how many draws had no value (no variation in the resample)."""

    low: float
    high: float
    undefined_draws: int


def bootstrap_interval(
    ratings: ArrayLike, coefficient: str, *, draws: int = 2000, seed: int = 20080501, level: float = 0.95,
    values: ArrayLike | None = None) -> Bootstrap:
    """Percentile bootstrap interval of an agreement coefficient, resampling units.
    ratings: Raters x units, numeric codes.
    coefficient: One of `COEFFICIENTS`: "percent_agreement", "cohen_kappa", "fleiss_kappa", "gwet_ac1",
        "alpha_nominal", "alpha_ordinal", "alpha_interval", "alpha_ratio".
    draws: Resamples, > 0.
    seed: Seed of PCG64; the same seed gives the same limits.
    values: All codes a rater could give; by default those that occur in `ratings`, in every draw.
    Returns: low, high, undefined_draws (draws without a value; the limits rest on the others).
    Missing: All units are resampled, those with fewer than two ratings included. Limits are nan when no draw has a
        value.
    Formula: Every coefficient is a function of sums over units, so all draws are one product of resampling counts
        (draws x units) with `per_unit(...).sums`. Too few units (under about 30) make percentile limits too narrow.
        R: ``quantile(replicate(2000, f(x[, sample(ncol(x), TRUE)])), c(.025, .975))``.
    Reference: Efron, B., & Tibshirani, R. J. (1993). An Introduction to the Bootstrap, chapter 13.
    """
    level = lawful_level(level)
    if draws < 1:
        raise ValueError(f"draws must be at least 1; got {draws}")
    estimates = _resample_rows(per_unit(ratings, coefficient, values), draws, seed)
    defined = estimates[~np.isnan(estimates)]
    undefined = draws - defined.size
    if not defined.size:
        return Bootstrap(math.nan, math.nan, undefined)
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return Bootstrap(float(low), float(high), undefined)


def _resample_rows(contributions: PerUnit, draws: int, seed: int) -> FloatArray:
    """The coefficient in each resample of the units."""
    units = len(contributions.sums)
    if not units:
        return np.full(draws, np.nan)
    random = np.random.Generator(np.random.PCG64(seed))
    step = max(1, CHUNK // units)
    parts = []
    for start in range(0, draws, step):
        size = min(step, draws - start)
        chosen = random.integers(units, size=(size, units))
        chosen += np.arange(size)[:, None] * units
        weights = np.bincount(chosen.ravel(), minlength=size * units).reshape(size, units)
        parts.append(contributions.finish(weights @ contributions.sums))
    return np.concatenate(parts)
