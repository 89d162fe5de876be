"""Fisher's exact test for tables of any shape (Fisher-Freeman-Halton)."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from surveykit._stats.argument_checks import FloatArray, IntArray, drop_empty_lines, whole_table
from surveykit._stats.proportion import wilson

# R's fisher.test counts a table as no more probable than the observed one up to this share.
TOLERANCE = 10**7
# Elementary moves allowed per allowed state; about a microsecond each.
MOVES_PER_STATE = 20

State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """A p-value and how it was found.

    `method` is "exact" (then draws is 0 and the limits are nan) or "monte_carlo" (then mc_low and
    mc_high are the 99 % limits of the exact p-value, given the draws).
    """

    p_value: float
    method: str
    draws: int
    mc_low: float
    mc_high: float


@dataclass(frozen=True, slots=True)
class _Fill:
    """Ways to fill one column that leave the same row sums, with the same multinomial weight."""

    rest: State
    weight: int
    ways: int


class _TooLargeError(Exception):
    """The exact walk would exceed its budget."""


class _Budget:
    """Moves left before the exact walk is given up."""

    def __init__(self, moves: int) -> None:
        self.left = moves

    def spend(self, moves: int) -> None:
        self.left -= moves
        if self.left < 0:
            raise _TooLargeError


def fisher_exact(
    table: ArrayLike, *, max_states: int = 200_000, draws: int = 100_000, seed: int = 20080501
) -> Exact:
    """Two-sided exact test of independence for an r x c table.

    table: Rows x columns of whole counts >= 0. All-zero rows and columns are left out first.
    max_states: Largest number of (remaining row sums, weight) pairs held at one column, >= 0; the work is bounded in
        proportion (20 moves a state, fewer for n of 100 and more). Beyond it, Monte Carlo; 0 draws always.
    draws: Random tables of the Monte Carlo p-value, > 0.
    seed: Seed of the random tables; the same seed gives the same p-value.
    Returns: p_value in (0, 1], method, draws, mc_low, mc_high.
    Missing: nan cells are unlawful. With fewer than two occupied rows or columns p_value is nan.
    Formula: The sum of the probabilities, given both margins, of all tables no more probable than the one observed,
        ties judged with R's relative 1e-7. Integers throughout: a table weighs the product of its columns'
        multinomials, and all tables weigh n! / prod(row sums!). Columns are filled one after another; a state is the
        sorted row sums that remain, and it is closed as soon as the heaviest completion counts or the lightest does
        not (Mehta and Patel's bounds). R: ``fisher.test(table, workspace = 2e7)``. Monte Carlo: (b + 1) / (draws + 1)
        as in ``fisher.test(table, simulate.p.value = TRUE)``, with the Wilson 99 % interval of b / draws.
    Reference: Freeman, G. H., & Halton, J. H. (1951). Biometrika 38, 141-149. Mehta, C. R., & Patel, N. R. (1983). A
        network algorithm for performing Fisher's exact test in r x c contingency tables. JASA 78, 427-434.

    >>> round(fisher_exact([[3, 1], [1, 3]]).p_value, 6)
    0.485714
    """
    if max_states < 0 or draws < 1:
        got = f"got {max_states} and {draws}"
        raise ValueError(f"max_states must be at least 0 and draws at least 1; {got}")
    counts = drop_empty_lines(whole_table(table))
    if counts.sum() >= 10**9:
        raise ValueError(f"table must hold fewer than 10^9 cases; got {counts.sum()}")
    if min(counts.shape) < 2:
        return Exact(math.nan, "exact", 0, math.nan, math.nan)
    try:
        return Exact(_exact_p(counts, max_states), "exact", 0, math.nan, math.nan)
    except _TooLargeError:
        return _monte_carlo(counts, draws, seed)


def _exact_p(counts: IntArray, max_states: int) -> float:
    """p-value by a walk over columns, the longer side of the table taken as columns."""
    lines = counts if counts.shape[0] <= counts.shape[1] else counts.T
    n = int(lines.sum())
    budget = _Budget(MOVES_PER_STATE * max_states // (1 + n // 100))
    budget.spend(n // 4)  # spares hopeless tables their factorials
    observed = math.prod(_multinomial(column) for column in lines.T.tolist())
    rows = tuple(sorted(lines.sum(axis=1).tolist()))
    columns = sorted(lines.sum(axis=0).tolist(), reverse=True)
    fills = _all_fills(rows, columns, budget)
    ceiling = observed + observed // TOLERANCE
    return _tail(rows, fills, ceiling, budget, max_states) / _multinomial(rows)


def _multinomial(parts: State | list[int]) -> int:
    """Orderings of a multiset with these multiplicities."""
    left, ways = sum(parts), 1
    for part in parts:
        ways *= math.comb(left, part)
        left -= part
    return ways


def _all_fills(rows: State, columns: list[int], budget: _Budget) -> list[dict[State, list[_Fill]]]:
    """For each column but the last, the fills of every state that can reach it."""
    levels = []
    states = {rows}
    known: dict[State, State] = {}
    for size in columns[:-1]:
        level = {state: _fills(state, size, budget, known) for state in sorted(states)}
        levels.append(level)
        states = {fill.rest for fills in level.values() for fill in fills}
    return levels


def _fills(state: State, size: int, budget: _Budget, known: dict[State, State]) -> list[_Fill]:
    """Fills of a column of this size; `known` keeps one copy of each state."""
    partial: dict[tuple[State, int, int], int] = {((), size, 1): 1}
    room = sum(state)
    for row in state:
        room -= row
        longer: dict[tuple[State, int, int], int] = {}
        for (rest, left, weight), ways in partial.items():
            takes = range(max(0, left - room), min(row, left) + 1)
            budget.spend(len(takes))
            for take in takes:
                # Sorted at once: rows that are alike merge before they multiply.
                rests = tuple(sorted((*rest, row - take)))
                key = rests, left - take, weight * math.comb(left, take)
                longer[key] = longer.get(key, 0) + ways
        partial = longer
    return [_Fill(known.setdefault(rest, rest), weight, ways) for (rest, _, weight), ways in partial.items()]


def _bounds(levels: list[dict[State, list[_Fill]]]) -> list[dict[State, tuple[int, int, int]]]:
    """Per column: lightest, heaviest and summed completion of each state its fills leave."""
    last = {fill.rest for fills in levels[-1].values() for fill in fills}
    bounds = [{rest: (_multinomial(rest),) * 3 for rest in last}]
    for level in reversed(levels[1:]):
        after = bounds[-1]
        bounds.append(
            {
                state: (
                    min(fill.weight * after[fill.rest][0] for fill in fills),
                    max(fill.weight * after[fill.rest][1] for fill in fills),
                    _multinomial(state),
                )
                for state, fills in level.items()
            }
        )
    return bounds[::-1]


def _tail(
    rows: State,
    levels: list[dict[State, list[_Fill]]],
    ceiling: int,
    budget: _Budget,
    max_states: int,
) -> int:
    """Summed weight of the tables that weigh no more than the ceiling."""
    tail = 0
    held: dict[State, Counter[int]] = {rows: Counter({1: 1})}
    for level, after in zip(levels, _bounds(levels), strict=True):
        following: dict[State, Counter[int]] = {}
        for state, weights in held.items():
            budget.spend(len(weights) * len(level[state]))
            for fill in level[state]:
                lightest, heaviest, completions = after[fill.rest]
                for past, ways in weights.items():
                    weight = past * fill.weight
                    if weight * heaviest <= ceiling:
                        tail += weight * ways * fill.ways * completions
                    elif weight * lightest <= ceiling:
                        following.setdefault(fill.rest, Counter())[weight] += ways * fill.ways
        if sum(map(len, following.values())) > max_states:
            raise _TooLargeError
        held = following
    return tail


def _monte_carlo(counts: IntArray, draws: int, seed: int) -> Exact:
    """Share of random tables with these margins that are no more probable, plus one."""
    observed = gammaln(counts + 1.0).sum()
    # R's tolerance, and room for rounding in sums of large logarithms.
    floor = observed - 1 / TOLERANCE - 64 * np.finfo(float).eps * observed
    hits = int((_random_rarity(counts, draws, seed) >= floor).sum())
    low, high = wilson(hits, draws, 0.99)
    return Exact((hits + 1) / (draws + 1), "monte_carlo", draws, float(low), float(high))


def _random_rarity(counts: IntArray, draws: int, seed: int) -> FloatArray:
    """Sum of log factorials of each random table: the larger, the less probable."""
    random = np.random.Generator(np.random.PCG64(seed))
    remaining = np.tile(counts.sum(axis=1), (draws, 1))
    rarity = np.zeros(draws)
    for size in counts.sum(axis=0)[:-1]:
        left = np.full(draws, size)
        below = remaining.sum(axis=1)
        for row in range(counts.shape[0]):
            below -= remaining[:, row]
            taken = random.hypergeometric(remaining[:, row], below, left)
            remaining[:, row] -= taken
            left -= taken
            rarity += gammaln(taken + 1.0)
    rarity += gammaln(remaining + 1.0).sum(axis=1)
    return rarity
