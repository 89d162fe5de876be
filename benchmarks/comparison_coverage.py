"""How often the intervals of comparisons hold the true value: ranks, changes, correlations, several means.

    python benchmarks/comparison_coverage.py [samples]

Ratings: five points cut from normal numbers. The nominal level is 95 %.
"""

import sys
from collections.abc import Callable

import numpy as np

from surveykit._stats.contingency import cramers_v
from surveykit._stats.correlation import correlate
from surveykit._stats.group_means import eta_limits, games_howell
from surveykit._stats.paired_shares import net_share
from surveykit._stats.rank_tests import kruskal_wallis, superiority
from surveykit._stats.several_means import welch_anova
from surveykit._stats.special_functions import chi_square_ncp

DRAW = np.random.default_rng(46)
CUTS = (-1.5, -0.5, 0.5, 1.5)


def rating(n: int, shift: float = 0.0, spread: float = 1.0) -> np.ndarray:
    """Five points of a normal number."""
    return np.digitize(DRAW.normal(shift, spread, n), CUTS).astype(float)


def superiority_holds(n: int, shift: float, spread: float) -> bool:
    """Whether Brunner and Munzel's limits hold P(x > y) - P(x < y)."""
    share = [np.bincount(rating(400_000, *one).astype(int), minlength=5) / 400_000
             for one in ((shift, spread), (0.0, 1.0))] if (n, shift, spread) not in TRUTH else []
    if share:
        below = np.cumsum(share[1]) - share[1]
        TRUTH[n, shift, spread] = float(share[0] @ (below - (1 - below - share[1])))
    _, low, high = superiority(rating(n // 3, shift, spread), rating(n - n // 3), 0.95)
    return low <= TRUTH[n, shift, spread] <= high


TRUTH: dict[tuple[float, ...], float] = {}


def net_holds(n: int, above: float, below: float) -> bool:
    """Whether Bonett and Price's limits hold the difference of two shares of the same people."""
    rises, falls, _ = DRAW.multinomial(n, [above, below, 1 - above - below]) / n
    found = net_share(*(np.array([part]) for part in (rises, falls, float(n), np.inf)))
    return bool(found.low[0] <= above - below <= found.high[0])


def correlation_holds(n: int, r: float, method: str) -> bool:
    """Whether the limits hold a correlation of two normal numbers."""
    truth = {"pearson": r, "spearman": 6 / np.pi * np.arcsin(r / 2), "kendall": 2 / np.pi * np.arcsin(r)}[method]
    x = DRAW.normal(size=n)
    found = correlate(x, r * x + np.sqrt(1 - r * r) * DRAW.normal(size=n), method)
    return found.low <= truth <= found.high


def means_hold(n: int, spreads: tuple[float, ...]) -> tuple[bool, bool]:
    """Whether the limits of eta squared hold it, and all of Games and Howell's hold their differences."""
    means, sizes = (0.0, 0.5, 1.0), [n // 3, n // 3, n - 2 * (n // 3)]
    groups = [DRAW.normal(mean, sd, size) for mean, sd, size in zip(means, spreads, sizes, strict=True)]
    between = sum(size * (mean - 0.5) ** 2 for mean, size in zip(means, sizes, strict=True))
    within = sum(size * sd**2 for sd, size in zip(spreads, sizes, strict=True))
    test = welch_anova(groups).test
    low, high = eta_limits(test.statistic, test.df, test.df_second, n)
    pairs = games_howell(groups)
    return low <= between / (between + within) <= high, all(
        pair.low <= means[pair.first] - means[pair.second] <= pair.high for pair in pairs)


def ranks_hold(n: int, step: float) -> bool:
    """Whether the limits of epsilon squared hold it (that of a large sample)."""
    if (n, step) not in TRUTH:
        TRUTH[n, step] = kruskal_wallis([DRAW.normal(place * step, 1, 60_000) for place in range(3)]).effect
    test = kruskal_wallis([DRAW.normal(place * step, 1, n // 3) for place in range(3)])
    low, high = chi_square_ncp(test.statistic, test.df)
    return low / (n - 1) <= TRUTH[n, step] <= high / (n - 1)


def v_holds(n: int, v: float) -> bool:
    """Whether the limits of Cramér's V hold it in a 2 x 2 table with equal margins."""
    inner = (1 + v) / 4
    effect = cramers_v(DRAW.multinomial(n, [inner, 0.5 - inner, 0.5 - inner, inner]).reshape(2, 2))
    return effect.low <= v <= effect.high


def show(name: str, samples: int, hold: Callable[[], object]) -> None:
    """Print how often limits hold."""
    print(f"{name:<44} " + " ".join(f"{part:.3f}" for part in np.atleast_1d(np.mean(
        [hold() for _ in range(samples)], axis=0))), flush=True)


def main(samples: int = 1000) -> None:
    """Print the share of samples whose interval holds the truth."""
    for n in (46, 200):
        for shift, spread in ((0.0, 1.0), (0.8, 1.0), (0.8, 2.0)):
            show(f"superiority, n = {n}, shift {shift} spread {spread}", samples,
                 lambda n=n, shift=shift, spread=spread: superiority_holds(n, shift, spread))
        for above, below in ((0.05, 0.05), (0.3, 0.2), (0.6, 0.1)):
            show(f"net, n = {n}, {above} less {below}", samples,
                 lambda n=n, above=above, below=below: net_holds(n, above, below))
        for method in ("pearson", "spearman", "kendall"):
            for r in (0.0, 0.5, 0.8):
                show(f"{method}, n = {n}, r = {r}", samples,
                     lambda n=n, r=r, method=method: correlation_holds(n, r, method))
        for spreads in ((1.0, 1.0, 1.0), (1.0, 2.0, 3.0)):
            show(f"eta squared; all pairs, n = {n}, {spreads}", samples,
                 lambda n=n, spreads=spreads: means_hold(n, spreads))
        for step in (0.3, 1.0):
            show(f"epsilon squared, n = {n}, step {step}", samples, lambda n=n, step=step: ranks_hold(n, step))
        for v in (0.3, 0.7):
            show(f"V of 2 x 2, n = {n}, V = {v}", samples, lambda n=n, v=v: v_holds(n, v))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
