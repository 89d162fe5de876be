"""Confidence limits of a share from its effective sample size: the same four methods with and without a design."""

import numpy as np
from numpy.typing import ArrayLike

from surveykit._stats.argument_checks import FloatArray, lawful_level
from surveykit._stats.proportion import Interval, score_limits
from surveykit._stats.special_functions import normal_quantile, special

SHARE_METHODS = ("wilson", "exact", "logit", "t")


def critical_value(df: ArrayLike, level: float) -> FloatArray:
    """Two-sided t quantile; the normal one where df is infinite, nan where it is not above 0."""
    q, degrees = 0.5 + lawful_level(level) / 2, np.asarray(df, float)
    finite = np.isfinite(degrees) & (degrees > 0)
    found = np.full(degrees.shape, np.nan)
    if finite.any():
        found[finite] = special.stdtrit(degrees[finite], q)
    return np.where(np.isposinf(degrees), normal_quantile(q), found)


def share_limits(share: FloatArray, size: FloatArray, n: FloatArray, df: FloatArray, level: float = 0.95,
                 method: str = "wilson") -> Interval:
    """Limits of a share whose variance is share (1 - share) / size.
    share, size, n, df: estimate, effective sample size, respondents, degrees of freedom; inf for a simple sample.
    Returns: low and high in [0, 1].
    Missing: nan in, nan out; an infinite size gives the share itself; without degrees of freedom nan; the logit has no
        limits at 0 and 1.
    Formula: wilson the score limits by size, with t(df) for z; exact the beta quantiles of share * size by size, which
        a design scales by (t(n - 1) / t(df))^2 (Korn and Graubard); logit expit(logit p -+ t(df) / sqrt(p (1 - p)
        size)); t p -+ t(df) sqrt(p (1 - p) / size), cut at 0 and 1.
        R: ``svyciprop(~x, d, method = "beta" | "xlogit" | "mean")``; exact without a design ``binom.test``.
    Reference: Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number
        of positive counts estimated from survey data. Survey Methodology 24, 193-201. Clopper, C. J., & Pearson,
        E. S. (1934). Biometrika 26, 404-413. Wilson (1927), as `wilson`.
    >>> low, high = share_limits(np.array([0.5]), np.array([40.0]), np.array([40.0]), np.array([np.inf]))
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.352, 0.648)
    """
    low, high = _limits(share, size, n, df, level, method)
    known = np.isposinf(size)  # the share of a stratum, or of a known total: nothing left to chance
    return Interval(np.where(known, share, low), np.where(known, share, high))


def _limits(share: FloatArray, size: FloatArray, n: FloatArray, df: FloatArray, level: float, method: str) -> Interval:
    """The limits of shares that chance has a part in."""
    t = critical_value(df, level)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if method == "wilson":
            return score_limits(share, size, t)
        if method == "exact":
            scaled = np.where(np.isposinf(df), size, size * (critical_value(n - 1, level) / t) ** 2)
            return _beta_limits(share * scaled, scaled, (1 - level) / 2)
        se = np.sqrt(share * (1 - share) / size)
        if method == "logit":
            half = t * se / (share * (1 - share))
            return Interval(special.expit(special.logit(share) - half), special.expit(special.logit(share) + half))
        return Interval(np.maximum(share - t * se, 0), np.minimum(share + t * se, 1))


def _beta_limits(count: FloatArray, size: FloatArray, tail: float) -> Interval:
    """Clopper and Pearson's limits, for counts that need not be whole."""
    low = special.betaincinv(np.where(count > 0, count, 1), size - count + 1, tail)
    high = special.betaincinv(count + 1, np.where(size > count, size - count, 1), 1 - tail)
    known = ~np.isnan(count) & (size > 0)
    low, high = np.where(count > 0, low, 0.0), np.where(size > count, high, 1.0)
    return Interval(np.where(known, low, np.nan), np.where(known, high, np.nan))
