"""Correlation of two columns: Pearson's r, Spearman's rho, Kendall's tau-b, with limits; in a sample, by its design."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.rank_tests import mid_ranks, mid_shares
from surveykit._stats.sampling import Sampling
from surveykit._stats.share_limits import critical_value
from surveykit._stats.special_functions import normal_quantile, special

COEFFICIENTS = ("pearson", "spearman", "kendall")


def bring_near_one(x: FloatArray) -> FloatArray:
    """The numbers times a power of two: their squares neither vanish nor overflow, and no correlation changes."""
    near: FloatArray = np.ldexp(x, -np.frexp(np.abs(x).max())[1])
    return near


@dataclass(frozen=True, slots=True)
class Correlation:
    """A coefficient with its limits, the statistic of its test (t, or z of tau), df (nan for z) and p-value."""

    n: int
    estimate: float
    low: float
    high: float
    statistic: float
    df: float
    p_value: float


def correlate(x: FloatArray, y: FloatArray, method: str = "pearson", level: float = 0.95) -> Correlation:
    """Correlation of two columns without nan.
    Missing: fewer than four pairs, or a column that does not vary, leave all but n nan; a perfect correlation has no
        limits.
    Formula: Pearson: t = r sqrt((n - 2) / (1 - r^2)), limits tanh(atanh r -+ z / sqrt(n - 3)). Spearman: the same t on
        mid-ranks, limits with sqrt((1 + rho^2 / 2) / (n - 3)) (Bonett and Wright). Kendall: tau-b, z = S / sqrt(var S)
        with corrections for ties on both sides, limits with sqrt(.437 / (n - 4)) (Fieller). R: ``cor.test(x, y, exact =
        FALSE, method = ...)``; its limits for Pearson's r.
    Reference: Bonett, D. G., & Wright, T. A. (2000). Sample size requirements for estimating Pearson, Kendall and
        Spearman correlations. Psychometrika 65, 23-28. Kendall, M. G. (1970). Rank Correlation Methods, 4th ed.
    """
    n, nan = x.size, math.nan
    if n < 4 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return Correlation(n, nan, nan, nan, nan, nan, nan)
    if method == "kendall":
        score, tau, variance = kendall_score(x, y)
        z = score / math.sqrt(variance)
        error = math.sqrt(0.437 / (n - 4)) if n > 4 else nan
        return Correlation(n, tau, *_limits(tau, error, level), z, nan, 2 * float(special.ndtr(-abs(z))))
    one, other = (x, y) if method == "pearson" else (mid_ranks(x), mid_ranks(y))
    one, other = (bring_near_one(side - side.mean()) for side in (one, other))
    r = float(np.clip(one @ other / math.sqrt((one @ one) * (other @ other)), -1, 1))
    error = math.sqrt((1 if method == "pearson" else 1 + r * r / 2) / (n - 3))
    t = r * math.sqrt((n - 2) / (1 - r * r)) if abs(r) < 1 else math.copysign(math.inf, r)
    return Correlation(n, r, *_limits(r, error, level), t, n - 2, 2 * float(special.stdtr(n - 2, -abs(t))))


def _limits(r: float, error: float, level: float) -> tuple[float, float]:
    """Limits on the scale of atanh."""
    if abs(r) >= 1:
        return math.nan, math.nan
    half = normal_quantile(0.5 + level / 2) * error
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)


def kendall_score(x: FloatArray, y: FloatArray) -> tuple[float, float, float]:
    """Kendall's S (pairs that agree less pairs that do not), tau-b, and the variance of S without dependence.
    Formula: S from the table of distinct values, by sums of the cells to the lower right and left; var S = (v0 - vt -
        vu) / 18 + v1 + v2 as Kendall (1970), equation 4.4. R: ``cor.test(method = "kendall", exact = FALSE)``.
    """
    (rows, row), (columns, column) = (np.unique(side, return_inverse=True) for side in (x, y))
    table = np.bincount(row * columns.size + column, minlength=rows.size * columns.size).reshape(
        rows.size, columns.size).astype(float)
    padded = np.zeros((rows.size + 1, columns.size + 2))
    padded[:-1, 1:-1] = table
    below = np.cumsum(padded[::-1], axis=0)[::-1][1:]  # rows further down
    right = np.cumsum(below[:, ::-1], axis=1)[:, ::-1][:, 2:]
    left = np.cumsum(below, axis=1)[:, :-2]
    score = float((table * (right - left)).sum())
    n, t, u = float(x.size), table.sum(axis=1), table.sum(axis=0)
    pairs = n * (n - 1) / 2
    ties = [float((side * (side - 1)).sum() / 2) for side in (t, u)]
    tau = score / math.sqrt((pairs - ties[0]) * (pairs - ties[1]))
    v0, vt, vu = (float((side * (side - 1) * (2 * side + 5)).sum()) for side in (np.array([n]), t, u))
    triple = [float((side * (side - 1) * (side - 2)).sum()) for side in (t, u)]
    variance = (v0 - vt - vu) / 18 + 4 * ties[0] * ties[1] / (2 * n * (n - 1))
    return score, tau, variance + (triple[0] * triple[1] / (9 * n * (n - 1) * (n - 2)) if n > 2 else 0.0)


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
