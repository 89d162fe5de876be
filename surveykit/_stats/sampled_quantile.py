"""Quantiles of a part of a sample, with Woodruff's interval."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.sampled_mean import sampled_mean
from surveykit._stats.sampling import Sampling
from surveykit._stats.share_limits import critical_value

SAME = 1e-12  # a share that is reached exactly


class Quantile(NamedTuple):
    """A quantile, its standard error and limits, in the unit of the sample; df."""

    estimate: float
    se: float
    low: float
    high: float
    df: float


def weighted_quantile(x: FloatArray, weights: FloatArray, share: float) -> float:
    """The value below which a share of the weight lies; the middle of two where the share is reached exactly.
    Missing: nan without values; a share outside [0, 1] gives nan.
    Formula: the smallest x whose weight, added up from below, exceeds share * total; the mean of it and the one before
        where that one reaches it exactly. R: ``svyquantile(qrule = "school")``; equal weights ``quantile(type = 2)``.
    Reference: Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. American Statistician 50.
    >>> weighted_quantile(np.array([3.0, 1.0, 2.0, 4.0]), np.ones(4), 0.5)
    2.5
    """
    if not x.size or not 0 <= share <= 1:
        return math.nan
    order = np.argsort(x, kind="stable")
    values, reached = x[order], np.cumsum(weights[order])
    reached = reached / reached[-1]
    place = int(np.searchsorted(reached, share + SAME, side="right"))
    upper = values[min(place, values.size - 1)]
    exact = place > 0 and abs(reached[place - 1] - share) < SAME
    return float((values[place - 1] + upper) / 2 if exact else upper)


def sampled_quantile(sampling: Sampling, x: FloatArray, inside: NDArray[np.bool_], share: float,
                     level: float = 0.95) -> Quantile:
    """A quantile of those inside.
    x: a number per respondent of the sample; inside: who counts (all have a weight).
    Missing: nobody gives nan; a limit is nan where that of the share lies outside 0 and 1, and both where nobody lies
        beyond the quantile though answers vary (R prints the quantile itself, an interval without width).
    Formula: limits p -+ t(df) se of the share p at or below the quantile, turned back into values by the same rule;
        se = (high - low) / (2 t); the quantile itself is always inside.
        R: ``svyquantile(~x, d, share, qrule = "school", interval.type = "mean", df)``.
    Reference: Woodruff, R. S. (1952). Confidence intervals for medians and other position measures. JASA 47, 635-646.
    """
    values, weights = x[inside], sampling.weights[inside]
    estimate = weighted_quantile(values, weights, share)
    below = sampled_mean(sampling, (x <= estimate).astype(float), inside, level)
    beyond = bool(np.any(values > estimate)) or bool(np.all(values == estimate))
    low, high = (math.nan, math.nan) if not beyond else (estimate, estimate) if below.se == 0 else (
        weighted_quantile(values, weights, limit) for limit in (below.low, below.high))
    se = (high - low) / (2 * float(critical_value(below.df, level)))
    return Quantile(estimate, se, min(low, estimate), max(high, estimate), below.df)
