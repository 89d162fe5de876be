"""Do several groups have the same mean? Welch's analysis of variance, and Wald's test under a design."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.rao_scott import DesignTest
from surveykit._stats.sample_ratios import ratio_covariance
from surveykit._stats.sampling import Sampling
from surveykit._stats.special_functions import special


@dataclass(frozen=True, slots=True)
class SeveralMeans:
    """The test, and the share of the variance that lies between the groups (0 to 1)."""

    test: DesignTest
    eta_squared: float


def welch_anova(groups: Sequence[FloatArray]) -> SeveralMeans:
    """Welch's analysis of variance, without equal variances.
    groups: samples without nan.
    Missing: a group of fewer than two, or one that does not vary, leaves the test nan.
    Formula: w = n / s^2, m the w-weighted mean; A = sum w (mean - m)^2 / (k - 1), L = sum (1 - w / W)^2 / (n - 1);
        F = A / (1 + 2 (k - 2) L / (k^2 - 1)) on k - 1 and (k^2 - 1) / (3 L). For two groups the square of Welch's t.
        R: ``oneway.test(y ~ g)``; eta squared ``summary(aov(y ~ g))``, between / total.
    Reference: Welch, B. L. (1951). On the comparison of several mean values. Biometrika 38, 330-336.
    """
    n = np.array([group.size for group in groups], dtype=float)
    eta = _eta_squared(groups, [np.ones(group.size) for group in groups])
    if n.min() < 2 or min(np.ptp(group) for group in groups) == 0:
        return SeveralMeans(DesignTest(math.nan, math.nan, math.nan, math.nan), eta)
    means = np.array([group.mean() for group in groups])
    pull = n / np.array([group.var(ddof=1) for group in groups])
    k, centre = n.size, pull @ means / pull.sum()
    spread = float(((1 - pull / pull.sum()) ** 2 / (n - 1)).sum())
    between = float(pull @ (means - centre) ** 2) / (k - 1)
    statistic, second = between / (1 + 2 * (k - 2) * spread / (k**2 - 1)), (k**2 - 1) / (3 * spread)
    return SeveralMeans(DesignTest(statistic, k - 1, second, float(special.fdtrc(k - 1, second, statistic))), eta)


def sampled_anova(sampling: Sampling, x: FloatArray, parts: Sequence[NDArray[np.bool_]], *,
                  ranks: bool = False) -> SeveralMeans:
    """Wald's test that several parts of a sample have the same mean.
    x: a number per respondent; parts: who belongs to each part; ranks: whether x are ranks.
    Missing: too few units leave the test nan.
    Formula: the means as ratios of totals with their joint covariance by Taylor; W of their differences from the last,
        F = W / (k - 1) on k - 1 and units less strata less k - 1; eta squared weighted.
        R: ``regTermTest(svyglm(x ~ part, design), ~part)``, ``svyranktest``.
    Reference: Korn, E. L., & Graubard, B. I. (1999). Analysis of Health Surveys, chapter 3.
    """
    k = len(parts)
    columns = np.column_stack([column for part in parts for column in (np.where(part, x, 0.0), part.astype(float))])
    sums = sampling.sum_columns(columns)
    above, below = sums.totals[::2], sums.totals[1::2]
    eta = _eta_squared([x[part] for part in parts], [sampling.weights[part] for part in parts])
    second = sampling.degrees(np.logical_or.reduce(parts)) - (k - 1)
    if second < 1 or not (below > 0).all():
        return SeveralMeans(DesignTest(math.nan, math.nan, math.nan, math.nan), eta)
    means = above / below
    contrasts = np.vstack([np.eye(k - 1), -np.ones(k - 1)])
    ratios = ratio_covariance(sums, np.eye(2 * k)[:, ::2], np.eye(2 * k)[:, 1::2], linear=ranks)
    covariance = contrasts.T @ ratios @ contrasts
    apart = means @ contrasts
    if np.linalg.matrix_rank(covariance) < k - 1:
        return SeveralMeans(DesignTest(math.nan, math.nan, math.nan, math.nan), eta)
    statistic = float(apart @ np.linalg.solve(covariance, apart)) / (k - 1)
    return SeveralMeans(DesignTest(statistic, k - 1, second, float(special.fdtrc(k - 1, second, statistic))), eta)


def _eta_squared(groups: Sequence[FloatArray], weights: Sequence[FloatArray]) -> float:
    """Variance between groups over all variance."""
    values, weight = np.concatenate(groups), np.concatenate(weights)
    if not weight.sum() > 0:
        return math.nan
    centre = weight @ values / weight.sum()
    between = sum(float(w.sum() * (w @ group / w.sum() - centre) ** 2) for group, w in zip(groups, weights, strict=True)
                  if w.sum() > 0)
    whole = float(weight @ (values - centre) ** 2)
    return between / whole if whole > 0 else math.nan
