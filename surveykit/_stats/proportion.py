"""Proportions of one or two groups: score intervals and the z test."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from surveykit._stats.argument_checks import FloatArray, lawful_counts, lawful_level
from surveykit._stats.special_functions import normal_quantile, special


class Interval(NamedTuple):
    """Lower and upper limits, each an array of the broadcast shape."""

    low: FloatArray
    high: FloatArray


class Difference(NamedTuple):
    """Difference of two proportions (first minus second, -1 to 1) with its limits."""

    difference: FloatArray
    low: FloatArray
    high: FloatArray


class ZTest(NamedTuple):
    """Standard normal statistic and its two-sided p-value."""

    statistic: FloatArray
    p_value: FloatArray


class OverBases(NamedTuple):
    """What a count allows when its base is only known to lie in a range (proportions, 0 to 1)."""

    estimate_low: FloatArray
    estimate_high: FloatArray
    low: FloatArray
    high: FloatArray


def wilson(count: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Wilson score interval for a proportion.
    count: Cases with the property, 0 <= count <= n. Need not be whole: with a design, pass the estimate times the
        effective n.
    n: Valid base (or effective n), >= 0. Broadcasts with `count`.
    Returns: low and high, of the broadcast shape, in [0, 1]; low is exactly 0 at count 0 and high exactly 1 at count n.
    Missing: nan in, nan out. A base of 0 gives nan.
    Formula: The roots P of (p - P)^2 = z^2 P (1 - P) / n, with p = count / n. The lower root is taken from the
        product of the two, p^2 / (1 + z^2 / n), which does not cancel near 0. R: ``prop.test(count, n, conf.level =
        level, correct = FALSE)$conf.int``.
    Reference: Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22,
        209-212.
    >>> low, high = wilson(46, 50)
    >>> round(float(low), 4), round(float(high), 4)
    (0.8116, 0.9685)
    """
    counts, bases = lawful_counts(count, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = score_limits(counts / bases, bases, normal_quantile(0.5 + lawful_level(level) / 2))
    return Interval(low[()], np.where(counts == bases, high * 0 + 1, high)[()])


def score_limits(p: FloatArray, n: FloatArray, z: ArrayLike) -> Interval:
    """Score limits of a share p of n (an effective n as well) with the quantile z, as `wilson` finds them."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        spread = np.asarray(z, float) ** 2 / n
        scale = 1 + spread
        high = (p + spread / 2 + np.sqrt(spread * (p * (1 - p) + spread / 4))) / scale
        low = p**2 / (scale * high)
    return Interval(low, np.minimum(high, 1))


def newcombe(count1: ArrayLike, n1: ArrayLike, count2: ArrayLike, n2: ArrayLike, level: float = 0.95) -> Difference:
    """Difference of two independent proportions with Newcombe's hybrid score interval.
    count1, n1: Cases and base of the first group; 0 <= count1 <= n1.
    count2, n2: Cases and base of the second group.
    Returns: difference (first minus second), low, high: proportions in [-1, 1], broadcast shape.
    Missing: nan in, nan out. A base of 0 in either group gives nan.
    Formula: Method 10, without continuity correction: with Wilson limits (l1, u1) and (l2, u2), low = d - sqrt((p1 -
        l1)^2 + (u2 - p2)^2), high = d + sqrt((u1 - p1)^2 + (p2 - l2)^2). Not for overlapping groups (two options of
        one select-all question). R: square and add the limits of two ``prop.test(correct = FALSE)`` calls.
    Reference: Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
        Statistics in Medicine 17, 873-890.
    >>> [round(float(value), 4) for value in newcombe(56, 70, 48, 80)]
    [0.2, 0.0524, 0.3339]
    """
    low1, high1 = wilson(count1, n1, level)
    low2, high2 = wilson(count2, n2, level)
    p1, p2 = _share(count1, n1), _share(count2, n2)
    low = p1 - p2 - np.hypot(p1 - low1, high2 - p2)
    high = p1 - p2 + np.hypot(high1 - p1, p2 - low2)
    return Difference(p1 - p2, np.maximum(low, -1), np.minimum(high, 1))


def two_proportions_z(count1: ArrayLike, n1: ArrayLike, count2: ArrayLike, n2: ArrayLike) -> ZTest:
    """Pooled z test that two independent proportions are equal.
    count1, n1: Cases and base of the first group; 0 <= count1 <= n1.
    count2, n2: Cases and base of the second group.
    Returns: statistic (positive when the first proportion is larger) and two-sided p_value.
    Missing: nan in, nan out. nan too when a base is 0, or when nobody or everybody has the property.
    Formula: z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2)), p pooled; no continuity correction. R:
        ``prop.test(c(count1, count2), c(n1, n2), correct = FALSE)``, whose X-squared is z^2.
    Reference: Agresti, A. (2013). Categorical Data Analysis, 3rd ed., section 3.1.
    >>> round(float(two_proportions_z(56, 70, 48, 80).p_value), 4)
    0.008
    """
    first, base1 = lawful_counts(count1, n1)
    second, base2 = lawful_counts(count2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (first + second) / (base1 + base2)
        se = np.sqrt(pooled * (1 - pooled) * (1 / base1 + 1 / base2))
        z = (first / base1 - second / base2) / se
    return ZTest(z, 2 * special.ndtr(-np.abs(z)))


def interval_over_bases(count: ArrayLike, n_low: ArrayLike, n_high: ArrayLike, level: float = 0.95) -> OverBases:
    """Envelope of the estimates and Wilson intervals over every base a count may have.
    For a published count whose base is not printed, or "between 883 and 2061".
    count: Cases with the property, 0 <= count <= n_high.
    n_low, n_high: The base lies in [n_low, n_high]. Bases below `count` are impossible and left out.
    Returns: estimate_low = count / n_high, estimate_high = count / max(n_low, count), and low, high: the smallest
        lower and largest upper Wilson limit. Proportions, broadcast shape.
    Missing: nan in, nan out. A count of 0 with n_low = 0 leaves estimate_high and high nan.
    Formula: Both Wilson limits fall as n grows with the count fixed, so the two ends of the range suffice. The
        envelope covers at the level whatever the base; it is not an interval for the base. R:
        ``range(sapply(n_low:n_high, function(n) prop.test(count, n, correct = FALSE)$conf.int))``.
    Reference: Wilson (1927), as `wilson`.
    >>> bounds = interval_over_bases(46, 50, 60)
    >>> round(float(bounds.estimate_low), 4), round(float(bounds.estimate_high), 4)
    (0.7667, 0.92)
    """
    shortest, _ = lawful_counts(n_low, n_high)
    smallest = np.maximum(shortest, np.asarray(count, float))
    low, _ = wilson(count, n_high, level)
    _, high = wilson(count, smallest, level)
    return OverBases(_share(count, n_high), _share(count, smallest), low, high)


def _share(count: ArrayLike, n: ArrayLike) -> FloatArray:
    """count / n as an array, nan without a base."""
    counts, bases = lawful_counts(count, n)
    with np.errstate(invalid="ignore"):
        return (counts / bases)[()]
