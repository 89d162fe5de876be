"""Means, their differences and quantiles of a part of a sample under its design."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.mean import Welch, hedges
from surveykit._stats.sample_ratios import ratio_covariance, sample_ratios
from surveykit._stats.sampling import Sampling, UnitSums
from surveykit._stats.share_limits import critical_value
from surveykit._stats.special_functions import special

MEAN = np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]])  # the first sum over the second
SAME = 1e-12  # a share that is reached exactly


class SampledMean(NamedTuple):
    """Respondents, weighted mean, spread, error and limits; sum of weights, effective n, design effect, df."""

    n: int
    mean: float
    sd: float
    se: float
    low: float
    high: float
    weighted_n: float
    effective_n: float
    design_effect: float
    df: float


class SampledTotal(NamedTuple):
    """Weighted total, its error and limits, df."""

    total: float
    se: float
    low: float
    high: float
    df: float


def sampled_total(sampling: Sampling, x: FloatArray, inside: NDArray[np.bool_], level: float = 0.95) -> SampledTotal:
    """Total of those inside, in the population that the weights add up to.
    x: a number per respondent of the sample; inside: who counts.
    Formula: T = sum w x, variance by Taylor, T -+ t(df) se. R: ``svytotal(~x, subset(d, inside))``.
    Reference: Saerndal, Swensson and Wretman (1992), as `UnitSums.covariance`.
    """
    sums = sampling.sum_columns(np.column_stack([np.where(inside, x, 0.0), inside]))
    total, se, df = float(sums.totals[0]), math.sqrt(sums.covariance()[0, 0]), sampling.degrees(inside)
    half = float(critical_value(df, level)) * se
    return SampledTotal(total, se, total - half, total + half, df)


def sampled_mean(sampling: Sampling, x: FloatArray, inside: NDArray[np.bool_], level: float = 0.95) -> SampledMean:
    """Mean of those inside, with the t interval of the design.
    x: a number per respondent of the sample; inside: who counts (all have a weight).
    Missing: nobody inside gives nan; one respondent no spread.
    Formula: m = sum w x / sum w; variance of the ratio by Taylor; sd^2 = n / (n - 1) sum w (x - m)^2 / sum w;
        m -+ t(df) se, df the units less the strata of those inside; design effect se^2 / (sd^2 / n).
        R: ``svymean(~x, subset(d, inside), deff = "replace")``, ``svyvar``, ``confint(m, df = degf(.))``.
    Reference: Lumley, T. (2010). Complex Surveys, chapter 2. Kish, L. (1965). Survey Sampling, section 8.2.
    """
    about = float(x[inside].mean()) if inside.any() else 0.0  # sums of distances from it lose no digits
    apart = np.where(inside, x - about, 0.0)
    sums = sampling.sum_columns(np.column_stack([apart, inside.astype(float)]))
    mean = float(sample_ratios(sums, *MEAN).estimate[0])
    spread = float(sampling.weights[inside] @ (apart[inside] - mean) ** 2)
    return _shift(_mean_of_sums(sampling, sums, inside, spread, level), about)


def sampled_mean_of_sums(sampling: Sampling, about: float, weighted: FloatArray, squared: FloatArray,
                         inside: NDArray[np.bool_], level: float = 0.95) -> SampledMean:
    """The same where a row stands for several respondents.
    about: a value near the mean; weighted, squared: rows x 2, the sums of w and of w^2 times x - about, and times its
    square.
    """
    weighted, squared = weighted * inside[:, None], squared * inside[:, None]
    bottom, squares = sampling.weights * inside, sampling.squared_weights * inside
    products = np.stack([squared[:, 1], squared[:, 0], squared[:, 0], squares], axis=1).reshape(-1, 2, 2)
    sums = sampling.sum_moments(np.column_stack([weighted[:, 0], bottom]), products)
    apart = float(weighted[:, 1].sum() - weighted[:, 0].sum() ** 2 / bottom.sum()) if bottom.any() else math.nan
    return _shift(_mean_of_sums(sampling, sums, inside, max(apart, 0.0), level), about)


def _shift(found: SampledMean, about: float) -> SampledMean:
    """A mean of distances from a value as one of the numbers themselves."""
    return found._replace(mean=found.mean + about, low=found.low + about, high=found.high + about)


def _mean_of_sums(sampling: Sampling, sums: UnitSums, inside: NDArray[np.bool_], apart: float,
                  level: float) -> SampledMean:
    """The mean from the sums of x and of 1; apart: the weighted squared distances from it."""
    n, ratio = sampling.count(inside), sample_ratios(sums, *MEAN)
    mean, se, total = float(ratio.estimate[0]), math.sqrt(ratio.variance[0]), float(ratio.bottom[0])
    spread = apart / total * n / (n - 1) if n > 1 else math.nan
    df = sampling.degrees(inside)
    half = float(critical_value(df, level)) * se
    effect = se**2 * n / spread if spread > 0 else math.nan
    effective = n / effect if effect > 0 else math.nan
    return SampledMean(n, mean, math.sqrt(spread), se, mean - half, mean + half, total, effective, effect, df)


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
    Missing: nobody gives nan; a limit is nan where that of the share lies outside 0 and 1, and both for one person and
        where nobody lies beyond the quantile though answers vary (R prints the quantile, an interval without width).
    Formula: limits p -+ t(df) se of the share p at or below the quantile, turned back into values by the same rule;
        se = (high - low) / (2 t); the quantile itself is always inside.
        R: ``svyquantile(~x, d, share, qrule = "school", interval.type = "mean", df)``.
    Reference: Woodruff, R. S. (1952). Confidence intervals for medians and other position measures. JASA 47, 635-646.
    """
    values, weights = x[inside], sampling.weights[inside]
    estimate = weighted_quantile(values, weights, share)
    below = sampled_mean(sampling, (x <= estimate).astype(float), inside, level)
    beyond = bool(np.any(values > estimate)) or (values.size > 1 and bool(np.all(values == estimate)))
    low, high = (math.nan, math.nan) if not beyond else (estimate, estimate) if below.se == 0 else (
        weighted_quantile(values, weights, limit) for limit in (below.low, below.high))
    se = (high - low) / (2 * float(critical_value(below.df, level)))
    return Quantile(estimate, se, min(low, estimate), max(high, estimate), below.df)
