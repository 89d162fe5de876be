"""Correlation of two columns under a sampling design, and how far the usual limits can be trusted without one."""

import math

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.correlation import Correlation, bring_near_one
from surveykit._stats.rank_tests import mid_shares
from surveykit._stats.sampling import Sampling
from surveykit._stats.share_limits import critical_value
from surveykit._stats.special_functions import special


def sampled_correlation(sampling: Sampling, x: FloatArray, y: FloatArray, inside: NDArray[np.bool_], method: str,
                        level: float = 0.95) -> Correlation:
    """Weighted Pearson's r of those inside, or of their weighted ranks (`spearman`).
    x, y: a number per respondent of the sample; inside: who has both.
    Missing: fewer than four people, no variation or no degrees of freedom leave all but n nan; a perfect correlation
        has no limits.
    Formula: r of the weighted moments; each person counts u v - r (u^2 + v^2) / 2 (u, v standardised), the error is
        Taylor's of their mean; on Fisher's scale se / (1 - r^2), limits and test by t on units less strata. Ranks count
        as fixed. R: ``svycontrast(svymean(~x + y + I(x^2) + I(y^2) + I(x * y), design), ...)``, r of ``svyvar``.
    Reference: Lumley, T. (2010). Complex Surveys, chapter 5. Steiger, J. H., & Hakstian, A. R. (1982). The asymptotic
        distribution of elements of a correlation matrix. British Journal of Mathematical and Statistical Psychology
        35, 208-215.
    """
    nan, n, df = math.nan, int(inside.sum()), sampling.degrees(inside)
    weights = sampling.weights[inside]
    one, other = x[inside], y[inside]
    if n < 4 or df < 1 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return Correlation(n, nan, nan, nan, nan, nan, nan)
    if method == "spearman":
        one, other = mid_shares(one, weights), mid_shares(other, weights)
    r, pull = _influence(one, other, weights)
    if abs(r) >= 1:
        return Correlation(n, r, nan, nan, nan, nan, nan)
    whole = np.zeros((inside.size, 1))
    whole[inside, 0] = pull
    variance = float(sampling.sum_columns(whole).covariance()[0, 0]) / float(weights.sum()) ** 2
    if not variance > 0:
        return Correlation(n, r, nan, nan, nan, nan, nan)
    error = math.sqrt(variance) / (1 - r * r)
    z, half = math.atanh(r), float(critical_value(df, level)) * error
    return Correlation(n, r, math.tanh(z - half), math.tanh(z + half), z / error, df,
                       2 * float(special.stdtr(df, -abs(z / error))))


def _influence(x: FloatArray, y: FloatArray, weights: FloatArray) -> tuple[float, FloatArray]:
    """Pearson's r, and what each person adds to its error."""
    share = weights / weights.sum()
    apart = [bring_near_one(side - share @ side) for side in (x, y)]
    u, v = (side / math.sqrt(share @ side**2) for side in apart)
    r = float(np.clip(share @ (u * v), -1, 1))
    return r, u * v - r * (u * u + v * v) / 2


def error_ratio(x: FloatArray, y: FloatArray) -> float:
    """The error of Pearson's r without assuming normal numbers, over that of Fisher's scale.
    Near 1 where the limits of Fisher's scale hold; 1.7 for Student's t on 5 degrees of freedom, 2 and more for
    log-normal numbers that go together. nan where r is not defined or perfect.
    Formula: sd(u v - r (u^2 + v^2) / 2) / (1 - r^2). R: none. Two routes agree: this and the jackknife of r.
    Reference: Steiger and Hakstian (1982), as `sampled_correlation`.
    """
    if x.size < 4 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return math.nan
    r, pull = _influence(x, y, np.ones(x.size))
    return float(pull.std()) / (1 - r * r) if abs(r) < 1 else math.nan
