"""How often tests of select-all items reject at 5 % although nothing is associated.

    python benchmarks/response_set_size.py [samples]

Six options that go together (each person has a tendency to tick) and two or four groups; three by four
options of two sets.
"""

import sys

import numpy as np

from surveykit._stats.response_sets import TickPairs, bootstrap_sets, rao_scott_sets, smallest_adjusted

DRAW = np.random.default_rng(46)


def ticks(n: int, options: int) -> np.ndarray:
    """Options ticked by a third, which go together; none is the same for all."""
    while True:
        found = (DRAW.normal(size=(n, 1)) + DRAW.normal(size=(n, options)) > 0.6).astype(float)
        if found.mean(axis=0).min() > 0 and found.mean(axis=0).max() < 1:
            return found


def pairs(n: int, groups: int) -> TickPairs:
    """A set and groups; two sets for no groups."""
    if not groups:
        return TickPairs(ticks(n, 3), ticks(n, 4), overlap=True)
    return TickPairs(np.eye(groups)[np.arange(n) % groups], ticks(n, 6))


def main(samples: int = 1000) -> None:
    """Print the share of samples rejected by each test."""
    for n in (46, 200):
        for groups in (2, 4, 0):
            found = [(rao_scott_sets(one).p_value, rao_scott_sets(one, first_order=True).p_value,
                      bootstrap_sets(one, 299, 1)[0], smallest_adjusted(one.p_values()))
                     for one in (pairs(n, groups) for _ in range(samples))]
            shares = (np.array(found) <= 0.05).mean(axis=0)
            print(f"n = {n}, {groups or 'no'} groups: second, first order, bootstrap, Bonferroni", *shares.round(3),
                  flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
