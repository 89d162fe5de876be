"""Difference of two means under a sampling design, with Hedges' g."""

import math

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.mean import Welch, hedges
from surveykit._stats.sample_ratios import ratio_covariance
from surveykit._stats.sampled_mean import sampled_mean
from surveykit._stats.sampling import Sampling
from surveykit._stats.share_limits import critical_value
from surveykit._stats.special_functions import special


def sampled_difference(sampling: Sampling, x: FloatArray, first: NDArray[np.bool_], second: NDArray[np.bool_],
                       level: float = 0.95, *, ranks: bool = False) -> Welch:
    """Design-based t test that two parts of a sample have the same mean.
    x: a number per respondent; first, second: who belongs to each part; ranks: whether x are ranks.
    Returns: as `welch`: the difference is first minus second.
    Missing: a part of fewer than two, or no variation, leaves only the difference.
    Formula: both means as ratios of totals, their covariance by Taylor over the whole sample; t on units less strata
        of both parts, less one. g as `welch` with weighted variances and effective sizes (an approximation).
        Replicates take the means of each, of ranks the linearised ones. R: ``svyttest(x ~ part, design)`` (its sign
        turned), ``svyranktest``.
    Reference: Lumley, T. (2010). Complex Surveys, section 2.3.
    """
    parts = (first, second)
    means = [sampled_mean(sampling, x, part, level) for part in parts]
    difference = means[0].mean - means[1].mean
    columns = np.column_stack([column for part in parts for column in (np.where(part, x, 0.0), part.astype(float))])
    sums = sampling.sum_columns(columns)
    if min(mean.n for mean in means) < 2:
        return Welch(math.nan, math.nan, math.nan, difference, *[math.nan] * 5)
    covariance = ratio_covariance(sums, np.eye(4)[:, ::2], np.eye(4)[:, 1::2], linear=ranks)
    variance = float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    df = sampling.degrees(first | second) - 1
    if not variance > 0 or df < 1 or not any(mean.sd for mean in means):
        nan = math.nan
        return Welch(nan, nan, nan, difference, nan, nan, nan, nan, nan)
    se = math.sqrt(variance)
    half = float(critical_value(df, level)) * se
    one, other = ((mean.sd**2, mean.effective_n if mean.effective_n > 1 else float(mean.n)) for mean in means)
    p_value = 2 * float(special.stdtr(df, -abs(difference / se)))
    return Welch(difference / se, df, p_value, difference, difference - half, difference + half,
                 *hedges(difference, one, other, level))
