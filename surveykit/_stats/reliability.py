"""Internal consistency of a scale: Cronbach's alpha and item statistics."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from surveykit._stats.argument_checks import FloatArray, lawful_items, lawful_level
from surveykit._stats.special_functions import special

SKEWED = 1.0


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha with limits; n complete respondents, k items, dropped incomplete ones.
    `skew` is the largest skewness of an item (without its sign); past `SKEWED` the limits are free of a
    distribution, else Feldt's.
    """

    estimate: float
    low: float
    high: float
    n: int
    k: int
    skew: float
    dropped: int


def alpha_interval(alpha: float, n: int, k: int, level: float = 0.95) -> tuple[float, float]:
    """Feldt's confidence limits of Cronbach's alpha.
    alpha: Sample alpha, at most 1.
    n: Complete respondents.
    k: Items.
    Returns: (low, high), at most 1.
    Missing: nan alpha, n < 2 or k < 2 give (nan, nan).
    Formula: 1 - (1 - alpha) F(q; n - 1, (n - 1)(k - 1)) at q = (1 + level) / 2 and (1 - level) / 2. Normal scores and
        equal item covariances are assumed. R: ``psych::alpha.ci(alpha, n.obs = n, n.var = k, p.val = 1 - level)``.
    Reference: Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient
        twenty. Psychometrika 30, 357-370.
    """
    tail = (1 - lawful_level(level)) / 2
    if alpha > 1:
        raise ValueError(f"alpha must be at most 1; got {alpha:g}")
    if n < 2 or k < 2 or math.isnan(alpha):
        return math.nan, math.nan
    low, high = special.fdtri(n - 1, (n - 1) * (k - 1), [1 - tail, tail])
    return 1 - (1 - alpha) * float(low), 1 - (1 - alpha) * float(high)


def alpha(items: ArrayLike, level: float = 0.95) -> Alpha:
    """Cronbach's alpha with its interval and the numbers behind it.
    items: Respondents x items; reversed items already turned round.
    Returns: estimate, low, high, n (complete respondents), k (items), skew, dropped (incomplete ones).
    Missing: Respondents with any nan are left out and counted in `dropped`.
    Formula: k / (k - 1) (1 - sum of item variances / variance of the total); R:
        ``psych::alpha(na.omit(items))$total$raw_alpha``; the interval by `alpha_interval` while no item is more skewed
        than 1, else log(1 - alpha) -+ h, h the wider of Feldt's half width on that scale and t(n - 1) times the
        jackknife's standard error (the coefficient without each respondent in turn), which assumes no distribution.
        Simulated coverage with five points: Feldt's 95 % at skew 0, 87 % at 1.5; of this one 94 to 95 % up to skew 2
        from n = 46 on (the delta method alone: 90 % there), beyond skew 2 only from n = 500 on. The tests leave
        respondents out one by one.
    Reference: Cronbach, L. J. (1951). Psychometrika 16, 297-334; Feldt (1965). Efron, B., & Tibshirani, R. J. (1993).
        An Introduction to the Bootstrap, chapter 11. Maydeu-Olivares, A., Coffman, D. L. and Hartmann, W. M. (2007).
        Asymptotically distribution-free interval estimation of coefficient alpha. Psychological Methods 12, 157-176.
    """
    level = lawful_level(level)
    values = lawful_items(items)
    complete = values[~np.isnan(values).any(axis=1)]
    estimate = _alpha(complete)
    n, k = complete.shape
    skew = _largest_skew(complete)
    low, high = alpha_interval(estimate, n, k, level)
    if skew > SKEWED and not math.isnan(estimate) and estimate < 1:
        low, high = _free_interval(complete, estimate, level, (low, high))
    return Alpha(estimate, low, high, n, k, skew, len(np.asarray(items)) - n)


def _largest_skew(complete: FloatArray) -> float:
    """The largest skewness of a column, without its sign; 0 where nothing varies."""
    if not complete.size:
        return 0.0
    centred = complete - complete.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    cubes = (centred**3).mean(axis=0)
    return float(np.max(np.abs(cubes) / np.where(spread > 0, spread, 1.0) ** 3))


def _free_interval(complete: FloatArray, estimate: float, level: float,
                   feldt: tuple[float, float]) -> tuple[float, float]:
    """Limits of alpha without a distribution, on the scale of log(1 - alpha), never narrower than Feldt's."""
    n, k = complete.shape
    centred, left = complete - complete.mean(axis=0), n - 1
    totals = centred.sum(axis=1)
    parts, whole = (((x**2).sum(axis=0) - x**2 - x**2 / left) / (left - 1) for x in (centred, totals))
    with np.errstate(divide="ignore", invalid="ignore"):
        varied = whole > 1e-9 * (totals @ totals) / n
        without = np.log1p(-k / (k - 1) * (1 - parts.sum(axis=1) / np.where(varied, whole, np.nan)))
    known = np.isfinite(without)
    error = math.sqrt((known.sum() - 1) / known.sum() * ((without[known] - without[known].mean()) ** 2).sum())
    half = max(float(special.stdtrit(left, 0.5 + level / 2)) * error, math.log((1 - feldt[0]) / (1 - feldt[1])) / 2)
    return 1 - (1 - estimate) * math.exp(half), 1 - (1 - estimate) * math.exp(-half)


@dataclass(frozen=True, slots=True, eq=False)
class ItemStatistics:
    """Per item: mean, standard deviation, correlation with the sum of the others, alpha of the others."""

    mean: FloatArray
    sd: FloatArray
    item_rest: FloatArray
    alpha_without: FloatArray


def item_statistics(complete: FloatArray) -> ItemStatistics:
    """All that is said of the items of a scale, from one product of the items with themselves.
    complete: respondents x items without nan. nan where an item or the rest does not vary; a scale of two has no alpha
        without an item.
    Formula: the corrected item-total correlation, and alpha of the others. R: ``psych::alpha(complete)``, its
        ``item.stats$r.drop`` and ``alpha.drop$raw_alpha`` (for two items psych prints a regression slope there).
    Reference: Nunnally, J. C., & Bernstein, I. H. (1994). Psychometric Theory, 3rd ed., chapter 8.
    """
    n, k = complete.shape
    mean = complete.mean(axis=0) if n else np.full(k, np.nan)
    centred = complete - mean
    products = centred.T @ centred / max(n - 1, 1)
    own, sums = np.diag(products), products.sum(axis=1)
    rounding = 64 * np.finfo(float).eps * float((own + mean**2).sum()) * max(k, 1) if n else 0.0
    varies, rest = own > rounding, products.sum() - 2 * sums + own
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = np.clip((sums - own) / np.sqrt(own * rest), -1, 1)
        without = np.minimum((k - 1) / (k - 2) * (1 - (own.sum() - own) / rest), 1.0) if k > 2 else np.full(k, np.nan)
    return ItemStatistics(mean, np.sqrt(np.where(varies, own, 0.0)) if n > 1 else np.full(k, np.nan),
                          np.where(varies & (rest > rounding), shared, np.nan),
                          np.where(rest > rounding, without, np.nan))


def _alpha(complete: FloatArray) -> float:
    """Alpha of complete rows, nan where it is undefined."""
    n, k = complete.shape
    total = complete.sum(axis=1)
    if n < 2 or k < 2 or np.ptp(total) == 0:
        return math.nan
    share = complete.var(axis=0, ddof=1).sum() / total.var(ddof=1)
    # At most 1 by Cauchy-Schwarz; rounding may pass it.
    return min(float(k / (k - 1) * (1 - share)), 1.0)
