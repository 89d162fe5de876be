"""Pairs of group means without equal variances, limits of eta squared, and tests of likeness."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.mean import welch
from surveykit._stats.special_functions import special
from surveykit._stats.studentized_range import range_quantile, range_tail


@dataclass(frozen=True, slots=True)
class MeanPair:
    """Two groups: difference of means with simultaneous limits, t, df, adjusted p, Hedges' g with its own limits."""

    first: int
    second: int
    difference: float
    low: float
    high: float
    statistic: float
    df: float
    p_value: float
    effect: float
    effect_low: float
    effect_high: float


def games_howell(groups: Sequence[FloatArray], level: float = 0.95) -> list[MeanPair]:
    """Every pair of means, adjusted for all pairs, without equal variances.
    groups: samples without nan.
    Missing: a pair of which neither varies has only its difference.
    Formula: Welch's t and df of the pair; p of sqrt(2) |t| as a studentized range of k means; difference -+ q se / sqrt
        2. R: none in Debian; two routes: this one, and ``ptukey`` and ``qtukey`` on ``t.test``.
    Reference: Games, P. A., & Howell, J. F. (1976). Pairwise multiple comparison procedures with unequal n's and/or
        variances. Journal of Educational Statistics 1, 113-125.
    """
    k, pairs = len(groups), []
    for one, other in combinations(range(k), 2):
        test = welch(groups[one], groups[other], level)
        known = math.isfinite(test.df)
        p_value = range_tail(math.sqrt(2) * abs(test.statistic), k, test.df) if known else math.nan
        se = abs(test.high - test.low) / 2 / float(special.stdtrit(test.df, 0.5 + level / 2)) if known else math.nan
        half = range_quantile(level, k, test.df) * se / math.sqrt(2) if known else math.nan
        pairs.append(MeanPair(one, other, test.difference, test.difference - half, test.difference + half,
                              test.statistic, test.df, p_value, test.hedges_g, test.g_low, test.g_high))
    return pairs


def eta_limits(statistic: float, df: float, df_second: float, n: int, level: float = 0.95) -> tuple[float, float]:
    """Limits of eta squared, the share of variance between groups, from an F.
    Missing: nan in, nan out.
    Formula: a limit L of the non-centrality becomes L / (L + n). Coverage by Welch's F 93 to 97 %, standard deviations
        up to 1 : 3. R: ``uniroot(function(ncp) pf(F, df, df_second, ncp) - q, ...)``.
    Reference: Steiger, J. H. (2004). Beyond the F test. Psychological Methods 9, 164-182.
    """
    if not (statistic >= 0 and df > 0 and df_second > 0):
        return math.nan, math.nan
    limits = []
    for q in ((1 + level) / 2, (1 - level) / 2):
        within = float(special.fdtr(df, df_second, statistic)) <= q
        ncp = 0.0 if within else float(special.ncfdtrinc(df, df_second, q, statistic))
        limits.append(ncp / (ncp + n))
    return limits[0], limits[1]


def tost(difference: float, se: float, df: float, margin: float) -> float:
    """The larger p-value of two one-sided tests that a difference lies outside the margins.
    Missing: nan in, nan out.
    Formula: max of the tails of (difference + margin) / se and (margin - difference) / se on t(df).
        R: ``t.test(x, y, mu = -margin, alternative = "greater")`` and the other way round.
    Reference: Schuirmann, D. J. (1987). Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680.
    """
    if not (se > 0 and df > 0):
        return math.nan
    nearest = margin - abs(difference)
    return float(special.stdtr(df, -nearest / se))
