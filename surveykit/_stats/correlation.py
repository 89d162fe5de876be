"""Correlation of two columns: Pearson's r, Spearman's rho, Kendall's tau-b, each with limits."""

import math
from dataclasses import dataclass

import numpy as np

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.rank_tests import mid_ranks
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
