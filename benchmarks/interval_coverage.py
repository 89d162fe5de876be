"""How often the intervals of effect sizes and of alpha hold the true value, beside those they replaced.

    python benchmarks/interval_coverage.py [samples]

Cramér's V: 5 x 4 tables. Hedges' g: groups of 36 and 10 with standard deviations 1 and 1, 2 or 3. Alpha: six items
of five points, symmetric and skewed. Shares of a simple sample: exact, by summing the binomial. Shares and means under
a design: schools in four strata, alike within a school, with weights; medians of a skewed number. The nominal level
is 95 %.
"""

import math
import sys

import numpy as np

from surveykit._stats.contingency import chi_square, cramers_v
from surveykit._stats.mean import welch
from surveykit._stats.reliability import alpha, alpha_interval
from surveykit._stats.sampled_mean import sampled_mean, sampled_quantile
from surveykit._stats.sampling import Sampling, Stage, simple_sampling
from surveykit._stats.share_limits import SHARE_METHODS, share_limits
from surveykit._stats.special_functions import chi_square_ncp

CUTS = {"symmetric": (-1.5, -0.5, 0.5, 1.5), "skewed": (-2.2, -1.6, -1.0, -0.2)}
DRAW = np.random.default_rng(46)


def table_shares(v: float) -> np.ndarray:
    """Cell probabilities of a 5 x 4 table with equal margins and this V."""
    share, lean = np.full((5, 4), 0.05), np.eye(5, 4)
    lean = lean - lean.mean(axis=0) - lean.mean(axis=1)[:, None] + lean.mean()
    return share + lean * v / math.sqrt((lean**2 / share).sum() / 3)


def v_holds(n: int, v: float) -> tuple[bool, bool]:
    """Whether our limits of V hold it, and whether those with df added do."""
    table = DRAW.multinomial(n, table_shares(v).ravel()).reshape(5, 4)
    effect, test = cramers_v(table), chi_square(table)
    scale = table.sum() * (min((table.sum(axis=1) > 0).sum(), (table.sum(axis=0) > 0).sum()) - 1)
    low, high = chi_square_ncp(test.statistic, test.df)
    added = math.sqrt((low + test.df) / scale) if low else 0.0, math.sqrt((high + test.df) / scale)
    return effect.low <= v <= effect.high, added[0] <= v <= added[1]


def g_holds(ratio: float, g: float) -> bool:
    """Whether our limits of g hold it."""
    first = DRAW.normal(g * math.sqrt((ratio**2 + 1) / 2), 1, 36)
    value = welch(first, DRAW.normal(0, ratio, 10))
    return value.g_low <= g <= value.g_high


def ratings(n: int, cuts: tuple[float, ...]) -> np.ndarray:
    """Six items of five points that share a trait."""
    return np.digitize(0.8 * DRAW.normal(size=(n, 1)) + 0.6 * DRAW.normal(size=(n, 6)), cuts) + 1.0


def alpha_holds(n: int, cuts: tuple[float, ...], truth: float) -> tuple[bool, bool]:
    """Whether our limits of alpha hold it, and whether Feldt's do."""
    value = alpha(ratings(n, cuts))
    low, high = alpha_interval(value.estimate, value.n, value.k)
    return value.low <= truth <= value.high, low <= truth <= high


def share_covers(n: int, p: float, method: str) -> float:
    """How often limits of a share p of a simple sample hold it: the binomial summed."""
    counts = np.arange(n + 1.0)
    steps = np.concatenate([[0.0], np.cumsum(np.log((n - counts[:-1]) / (counts[:-1] + 1)))])
    chances = np.exp(steps + counts * math.log(p) + (n - counts) * math.log(1 - p))
    size = np.full(n + 1, float(n))
    df = np.full(n + 1, np.inf if method in ("wilson", "exact") else n - 1.0)
    low, high = share_limits(counts / n, size, size, df, method=method)
    return float(chances[(low <= p) & (p <= high)].sum())


def school_sample(schools: int) -> tuple[Sampling, np.ndarray]:
    """Ten pupils of each school, four strata, weights from 1 to 3: the design, and a trait of intraclass 0.1."""
    school = np.repeat(np.arange(schools), 10)
    strata, sizes = np.arange(schools) % 4, np.bincount(np.arange(schools) % 4).astype(float)
    trait = math.sqrt(0.1) * DRAW.normal(size=schools)[school] + math.sqrt(0.9) * DRAW.normal(size=school.size)
    stage = Stage(school, strata, sizes, np.zeros(4), np.ones(4))
    return Sampling(DRAW.uniform(1, 3, school.size), (stage,)), trait


def design_holds(schools: int) -> tuple[bool, ...]:
    """Whether the limits of a share of 0.3 (by each method) and of a mean hold, under the design."""
    sampling, trait = school_sample(schools)
    inside = np.ones(trait.size, dtype=bool)
    tick = sampled_mean(sampling, (trait < -0.5244005127080409).astype(float), inside)
    share, n, df = np.array([tick.mean]), np.array([float(tick.n)]), np.array([float(tick.df)])
    size = share * (1 - share) / tick.se**2 if tick.se > 0 else n
    limits = [share_limits(share, size, n, df, method=method) for method in SHARE_METHODS]
    mean = sampled_mean(sampling, trait, inside)
    return (*(bool(low[0] <= 0.3 <= high[0]) for low, high in limits), mean.low <= 0 <= mean.high)


def median_holds(n: int) -> bool:
    """Whether Woodruff's limits hold the median of a log-normal number in a simple sample."""
    found = sampled_quantile(simple_sampling(n), np.exp(DRAW.normal(size=n)), np.ones(n, dtype=bool), 0.5)
    return found.low <= 1 <= found.high


def print_shares(samples: int) -> None:
    """Shares, means and medians."""
    for method in SHARE_METHODS:
        for n in (46, 200, 2000):
            held = [share_covers(n, p, method) for p in (0.02, 0.05, 0.1, 0.3, 0.5)]
            print(f"share, {method:<7} n = {n:>5}    p = .02 .05 .1 .3 .5   " + " ".join(f"{v:.3f}" for v in held))
    for schools in (12, 20, 200):
        held = np.mean([design_holds(schools) for _ in range(samples)], axis=0)
        print(f"design, {schools:>3} schools   " + "  ".join(
            f"{name} {v:.3f}" for name, v in zip((*SHARE_METHODS, "mean"), held, strict=True)))
    for n in (46, 200, 2000):
        print(f"median, n = {n:>5}   {np.mean([median_holds(n) for _ in range(samples)]):.3f}")


def main(samples: int = 1000) -> None:
    """Print the share of samples whose interval holds the truth."""
    print_shares(samples)
    for n in (46, 200, 2000):
        for v in (0.1, 0.3, 0.5):
            ours, added = np.mean([v_holds(n, v) for _ in range(samples)], axis=0)
            print(f"V = {v}, n = {n:>5}            {ours:.3f}   with df added {added:.3f}")
    for ratio in (1.0, 2.0, 3.0):
        print(f"g = 0.5, sd ratio {ratio:.0f}          {np.mean([g_holds(ratio, 0.5) for _ in range(samples)]):.3f}")
    for name, cuts in CUTS.items():
        truth = alpha(ratings(400_000, cuts)).estimate
        for n in (46, 200):
            ours, feldt = np.mean([alpha_holds(n, cuts, truth) for _ in range(samples)], axis=0)
            print(f"alpha, {name:<9} n = {n:>4}   {ours:.3f}   Feldt {feldt:.3f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
