"""Tests by ranks: two groups, several groups with their pairs, pairs of answers, ordered groups."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from surveykit._stats.argument_checks import FloatArray, IntArray
from surveykit._stats.share_limits import critical_value
from surveykit._stats.special_functions import special

MOST_EXACT = 50  # people up to whom the distribution of ranks is counted out


@dataclass(frozen=True, slots=True)
class RankTest:
    """A statistic (nan df where it has none), its p-value, how it was found, and an effect from -1 to 1."""

    statistic: float
    df: float
    p_value: float
    exact: bool
    effect: float
    low: float
    high: float


def mid_ranks(x: FloatArray) -> FloatArray:
    """Ranks from 1, equal values sharing their mean. R: ``rank(x)``."""
    _, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: FloatArray = (ends - (counts - 1) / 2)[place]
    return ranks


def tie_sum(x: FloatArray) -> float:
    """Sum of t^3 - t over groups of t equal values."""
    counts = np.unique(x, return_counts=True)[1].astype(float)
    return float((counts**3 - counts).sum())


def mann_whitney(x: FloatArray, y: FloatArray, level: float = 0.95) -> RankTest:
    """Do values of one group tend to be higher than those of another?
    x, y: samples without nan.
    Returns: statistic W (pairs in which x is higher, ties as half), effect P(x > y) - P(x < y) with limits.
    Missing: an empty sample, or no variation, leaves the test nan.
    Formula: p by counting out all ways to draw the ranks of x up to 50 people in all (ties kept: ``coin::wilcox_test(
        distribution = "exact")``), else normal with corrections for ties and continuity (``wilcox.test``). The effect
        2 W / (m n) - 1 by Brunner and Munzel's variance of placements, t limits on the logit of (1 + effect) / 2;
        where all pairs point one way, the limit is that of the smaller group without exception.
    Reference: Mann, H. B., & Whitney, D. R. (1947). Annals of Mathematical Statistics 18, 50-60. Brunner, E., &
        Munzel, U. (2000). The nonparametric Behrens-Fisher problem. Biometrical Journal 42, 17-25.
    """
    m, n = x.size, y.size
    both = np.concatenate([x, y])
    if min(m, n) == 0 or np.ptp(both) == 0:
        return RankTest(math.nan, math.nan, math.nan, False, math.nan, math.nan, math.nan)
    ranks = mid_ranks(both)
    statistic = float(ranks[:m].sum()) - m * (m + 1) / 2
    effect, low, high = superiority(x, y, level)
    if m + n <= MOST_EXACT:
        p_value = _drawn_p(np.rint(2 * ranks).astype(int), m, round(2 * float(ranks[:m].sum())))
    else:
        spread = math.sqrt(m * n / 12 * (m + n + 1 - tie_sum(both) / ((m + n) * (m + n - 1))))
        apart = max(abs(statistic - m * n / 2) - 0.5, 0.0)
        p_value = 2 * float(special.ndtr(-apart / spread))
    return RankTest(statistic, math.nan, min(p_value, 1.0), m + n <= MOST_EXACT, effect, low, high)


def superiority(x: FloatArray, y: FloatArray, level: float) -> tuple[float, float, float]:
    """P(x > y) - P(x < y) with limits, as `mann_whitney` says."""
    m, n = x.size, y.size
    ranks = mid_ranks(np.concatenate([x, y]))
    above, below = ranks[:m] - mid_ranks(x), ranks[m:] - mid_ranks(y)  # placements: how many of the others are lower
    share = float(above.mean()) / n
    if share in (0.0, 1.0) or min(m, n) < 2:
        end = 2 * ((1 - level) / 2) ** (1 / min(m, n)) - 1
        sided = {1.0: (1.0, end, 1.0), 0.0: (-1.0, -1.0, -end)}
        return sided.get(share, (2 * share - 1, math.nan, math.nan))
    parts = float(above.var(ddof=1)) / (n**2 * m), float(below.var(ddof=1)) / (m**2 * n)
    variance = sum(parts)
    if variance == 0:
        return 2 * share - 1, math.nan, math.nan
    df = variance**2 / (parts[0] ** 2 / (m - 1) + parts[1] ** 2 / (n - 1))
    half = float(critical_value(df, level)) * math.sqrt(variance) / (share * (1 - share))
    ends = special.expit(special.logit(share) + np.array([-half, half]))
    return 2 * share - 1, float(2 * ends[0] - 1), float(2 * ends[1] - 1)


def _drawn_p(ranks: IntArray, m: int, seen: int) -> float:
    """Share of the ways to draw m of these (doubled) ranks whose sum is as far from its mean as the one seen."""
    total = int(ranks.sum())
    ways = np.zeros((m + 1, total + 1))
    ways[0, 0] = 1
    for place, rank in enumerate(ranks.tolist()):
        top = min(place + 1, m)
        ways[1:top + 1, rank:] += ways[:top, :total + 1 - rank].copy()
    mean, sums = total * m / ranks.size, np.arange(total + 1)
    far = np.abs(sums - mean) >= abs(seen - mean) - 1e-9
    return float(ways[m, far].sum() / ways[m].sum())


def kruskal_wallis(groups: Sequence[FloatArray]) -> RankTest:
    """Do values tend to be higher in some groups than in others?
    groups: samples without nan.
    Returns: statistic H, df, effect epsilon squared (0 to 1; limits by `draw_limits`, nan here).
    Missing: fewer than two groups with people, or no variation, leaves the test nan.
    Formula: H corrected for ties, chi-square on k - 1; epsilon squared H / (n - 1). R: ``kruskal.test``.
    Reference: Kruskal, W. H., & Wallis, W. A. (1952). Use of ranks in one-criterion variance analysis. JASA 47.
    """
    filled = [group for group in groups if group.size]
    values = np.concatenate(filled) if filled else np.zeros(0)
    n = values.size
    if len(filled) < 2 or np.ptp(values) == 0:
        return RankTest(math.nan, math.nan, math.nan, False, math.nan, math.nan, math.nan)
    statistic = _h_statistic(values, np.repeat(np.arange(len(filled)), [group.size for group in filled]))
    df = len(filled) - 1
    return RankTest(statistic, df, float(special.chdtrc(df, statistic)), False, statistic / (n - 1), math.nan, math.nan)


def _h_statistic(values: FloatArray, codes: IntArray) -> float:
    """Kruskal and Wallis's H, corrected for ties."""
    n, ranks = values.size, mid_ranks(values)
    sizes = np.bincount(codes).astype(float)
    sums = np.bincount(codes, ranks)
    filled = sizes > 0
    raw = 12 / (n * (n + 1)) * float((sums[filled] ** 2 / sizes[filled]).sum()) - 3 * (n + 1)
    return raw / (1 - tie_sum(values) / (n**3 - n))


@dataclass(frozen=True, slots=True)
class RankPair:
    """Dunn's test of one pair of groups, and P(first > second) - P(first < second) with limits."""

    first: int
    second: int
    statistic: float
    p_value: float
    effect: float
    low: float
    high: float


def dunn(groups: Sequence[FloatArray], level: float = 0.95) -> list[RankPair]:
    """Every pair of groups by the ranks of all groups together, not yet adjusted.
    Formula: z = (mean rank - mean rank) / sqrt((N (N + 1) / 12 - sum (t^3 - t) / (12 (N - 1))) (1 / m + 1 / n)).
        R: none in Debian (``dunn.test``, ``FSA::dunnTest``); two routes: this one, and the pair's contrast in the
        regression of ranks with the variance of a permutation.
    Reference: Dunn, O. J. (1964). Multiple comparisons using rank sums. Technometrics 6, 241-252.
    """
    values = np.concatenate(groups)
    n, ranks = values.size, mid_ranks(values)
    ends = np.cumsum([group.size for group in groups])
    parts = np.split(ranks, ends[:-1])
    spread = n * (n + 1) / 12 - tie_sum(values) / (12 * (n - 1)) if n > 1 else math.nan
    pairs = []
    for one, other in combinations(range(len(groups)), 2):
        x, y = groups[one], groups[other]
        if not (x.size and y.size and spread > 0):
            continue
        z = float(parts[one].mean() - parts[other].mean()) / math.sqrt(spread * (1 / x.size + 1 / y.size))
        pairs.append(RankPair(one, other, z, 2 * float(special.ndtr(-abs(z))), *superiority(x, y, level)))
    return pairs


def signed_rank(differences: FloatArray) -> RankTest:
    """Do values of the same people rise or fall?
    differences: second less first, without nan; zeros are left out.
    Returns: statistic V (ranks of the rises), effect and limits nan (see `net_share` of rises less falls).
    Missing: no difference leaves the test nan.
    Formula: p by counting out all signs up to 50 differences (ties kept), else normal with corrections for ties and
        continuity. R: ``wilcox.test(second, first, paired = TRUE)``; ``coin::wilcoxsign_test(zero.method = "Wilcoxon",
        distribution = "exact")``.
    Reference: Wilcoxon, F. (1945). Individual comparisons by ranking methods. Biometrics Bulletin 1, 80-83.
    """
    moved = differences[differences != 0]
    n, nan = moved.size, math.nan
    if n == 0:
        return RankTest(nan, nan, nan, False, nan, nan, nan)
    ranks = mid_ranks(np.abs(moved))
    statistic = float(ranks[moved > 0].sum())
    if n <= MOST_EXACT:
        doubled = np.rint(2 * ranks).astype(int)
        total = int(doubled.sum())
        ways = np.zeros(total + 1)
        ways[0] = 1
        for rank in doubled.tolist():
            ways[rank:] += ways[:total + 1 - rank].copy()
        far = np.abs(np.arange(total + 1) - total / 2) >= abs(2 * statistic - total / 2) - 1e-9
        p_value = float(ways[far].sum() / ways.sum())
    else:
        spread = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - tie_sum(np.abs(moved)) / 48)
        p_value = 2 * float(special.ndtr(-max(abs(statistic - n * (n + 1) / 4) - 0.5, 0.0) / spread))
    return RankTest(statistic, nan, min(p_value, 1.0), n <= MOST_EXACT, nan, nan, nan)


def mid_shares(x: FloatArray, weights: FloatArray) -> FloatArray:
    """The weighted share of values below each, equal ones as half. R: ``ave(cumsum(w) - w / 2, x) / sum(w)``."""
    order = np.argsort(x, kind="stable")
    _, place = np.unique(x[order], return_inverse=True)
    below = np.cumsum(weights[order]) - weights[order] / 2
    means = np.bincount(place, below) / np.bincount(place)
    shares = np.empty_like(below)
    shares[order] = means[place] / weights.sum()
    return shares
