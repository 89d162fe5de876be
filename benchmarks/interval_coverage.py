"""How often the intervals of effect sizes and of alpha hold the true value, beside those they replaced.

    python benchmarks/interval_coverage.py [samples]

Cramér's V: 5 x 4 tables. Hedges' g: groups of 36 and 10 with standard deviations 1 and 1, 2 or 3. Alpha: six items
of five points, symmetric and skewed. The nominal level is 95 %.
"""

from __future__ import annotations

import math
import sys

import numpy as np

from surveykit._stats import alpha, alpha_interval, chi_square, chi_square_ncp, cramers_v, welch

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


def main(samples: int = 1000) -> None:
    """Print the share of samples whose interval holds the truth."""
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
