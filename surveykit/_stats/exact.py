"""Fisher's exact test for tables of any shape (Fisher-Freeman-Halton)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from surveykit._stats.argument_checks import FloatArray, IntArray, drop_empty_lines, whole_table
from surveykit._stats.proportion import wilson
from surveykit._stats.special_functions import special

# R's fisher.test counts a table as no more probable than the observed one up to this share.
TOLERANCE = 10**7
# A move takes a microsecond or two; so many weights (fills) in an array are one.
WEIGHTS_PER_MOVE, UNDECIDED_PER_MOVE, FILLS_PER_MOVE, FEWEST_MOVES = 50, 5, 8, 20_000


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


class _TooLargeError(Exception):
    """The exact walk would exceed its budget."""


class _Budget:
    """Moves left before the exact walk is given up."""

    def __init__(self, moves: int) -> None:
        self.left = moves

    def spend(self, moves: int) -> None:
        self.left -= moves
        self.require(0)

    def require(self, moves: int) -> None:
        if self.left < moves:
            raise _TooLargeError


def fisher_exact(table: ArrayLike, *, max_states: int = 1_000_000, draws: int = 100_000, seed: int = 20080501) -> Exact:
    """Two-sided exact test of independence for an r x c table.
    table: Rows x columns of whole counts >= 0. All-zero rows and columns are left out first.
    max_states: Largest number of (remaining row sums, weight) pairs held at one column, >= 0; the work is bounded in
        proportion, to about a second. Beyond it, Monte Carlo; 0 draws always.
    draws: Random tables of the Monte Carlo p-value, > 0.
    seed: Seed of the random tables; the same seed gives the same p-value.
    Returns: p_value in (0, 1], method, draws, mc_low, mc_high.
    Missing: nan cells are unlawful. With fewer than two occupied rows or columns p_value is nan.
    Formula: The sum of the probabilities, given both margins, of all tables no more probable than the one observed,
        ties judged with R's relative 1e-7, in logarithms. Columns are filled one after another; a state is the sorted
        row sums that remain, the fills of a state are enumerated as arrays, and a state is closed as soon as the
        heaviest completion counts or the lightest does not (Mehta and Patel's bounds).
        R: ``fisher.test(table, workspace = 2e7)``. Monte Carlo: (b + 1) / (draws + 1) as in
        ``fisher.test(table, simulate.p.value = TRUE)``, with the Wilson 99 % interval of b / draws.
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


@dataclass(frozen=True, slots=True, eq=False)
class _Fills:
    """Ways to fill one column from one state: what they leave (states as keys), and logarithms of weights.
    light, heavy, whole: lightest, heaviest and summed completion of what each fill leaves.
    """

    rests: IntArray
    weight: FloatArray
    ways: FloatArray
    light: FloatArray
    heavy: FloatArray
    whole: FloatArray


def _exact_p(counts: IntArray, max_states: int) -> float:
    """p-value by a walk over columns, the longer side of the table taken as columns."""
    lines = counts if counts.shape[0] <= counts.shape[1] else counts.T
    n, budget = int(lines.sum()), _Budget(max_states + FEWEST_MOVES)
    budget.spend(n // 4)  # spares hopeless tables their factorials
    if not max_states or (n + 1) ** (lines.shape[0] - 1) >= 2**62:
        raise _TooLargeError
    rows, columns = np.sort(lines.sum(axis=1)), sorted(lines.sum(axis=0).tolist(), reverse=True)
    budget.require(_price_of_fills(rows, columns))
    network = _Network(special.gammaln(np.arange(n + 1) + 1.0), (n + 1) ** np.arange(lines.shape[0] - 1), budget)
    observed = sum(network.ways_of(column) for column in lines.T)
    levels = network.levels(rows, columns)
    return min(_tail(levels, observed + 1 / TOLERANCE, budget, max_states), 1.0)


def _price_of_fills(rows: IntArray, columns: list[int]) -> int:
    """Moves it takes at least to fill the columns of a table of two rows: states times fills, in closed form."""
    if len(rows) > 2:
        return 0
    after = int(rows.sum()) - np.cumsum(columns)
    states = 1 + np.minimum(rows[0], after) // 2  # a state and its mirror are one
    price = (states[:-2] * (1 + np.minimum(columns[1:-1], states[:-2]))).sum() // FILLS_PER_MOVE
    return int(price)


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """Row sums that remain, sorted, as states; logarithms of factorials, and the powers that make keys of states."""

    factorials: FloatArray
    powers: IntArray
    budget: _Budget

    def ways_of(self, parts: IntArray) -> float:
        """Logarithm of the orderings of a multiset with these multiplicities."""
        return float(self.factorials[int(parts.sum())] - self.factorials[parts].sum())

    def levels(self, rows: IntArray, columns: list[int]) -> list[dict[int, _Fills]]:
        """For each column but the last, the fills of every state that can reach it, with their bounds."""
        keys, states, kept = np.array([0]), rows[None], []
        for size in columns[:-1]:
            kept.append([(int(key), *self._fill(state, size)) for key, state in zip(keys, states, strict=True)])
            keys, first = np.unique(np.concatenate([part[2] for part in kept[-1]]), return_index=True)
            states = np.concatenate([part[1] for part in kept[-1]])[first]
        after = np.repeat([[self.ways_of(state)] for state in states], 3, axis=1)
        levels: list[dict[int, _Fills]] = []
        for found in reversed(kept):
            level = {key: _Fills(rests, weight, ways, *after[np.searchsorted(keys, rests)].T)
                     for key, _, rests, weight, ways in found}
            keys = np.array(list(level))
            after = np.array([((one.weight + one.light).min(), (one.weight + one.heavy).max(),
                               _log_sum(one.weight + one.whole, one.ways)) for one in level.values()])
            levels.append(level)
        return levels[::-1]

    def _fill(self, state: IntArray, size: int) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
        """What a column of this size can leave: states, their keys, weights, and ways to each."""
        takes, left, room = np.zeros((1, 0), dtype=np.int64), np.array([size]), int(state.sum())
        for row in state.tolist():
            room -= row
            low, high = np.maximum(0, left - room), np.minimum(row, left)
            several = high - low + 1
            self.budget.spend(int(several.sum()) // FILLS_PER_MOVE + 5)
            parents = np.repeat(np.arange(several.size), several)
            steps = np.arange(parents.size) - np.repeat(np.cumsum(several) - several, several)
            take = low[parents] + steps
            takes, left = np.column_stack([takes[parents], take]), left[parents] - take
        rests = np.sort(state - takes, axis=1)
        keys = rests[:, :-1] @ self.powers
        weight = np.round(self.factorials[size] - self.factorials[takes].sum(axis=1), 10)
        order = np.lexsort((weight, keys))
        first = np.ones(order.size, dtype=bool)
        first[1:] = (np.diff(keys[order]) != 0) | (np.diff(weight[order]) != 0)
        starts = np.flatnonzero(first)
        chosen = order[starts]
        return rests[chosen], keys[chosen], weight[chosen], np.diff([*starts, order.size]).astype(float)


def _log_sum(weights: FloatArray, ways: FloatArray) -> float:
    """Logarithm of the sum of ways times weights, from the logarithms of the weights."""
    most = weights.max()
    return float(most + np.log((ways * np.exp(weights - most)).sum()))


def _tail(levels: list[dict[int, _Fills]], ceiling: float, budget: _Budget, max_states: int) -> float:
    """Summed probability of the tables whose logarithmic weight is no more than the ceiling."""
    first = levels[0][0]
    all_tables = _log_sum(first.weight + first.whole, first.ways)
    tail, held = 0.0, {0: (np.zeros(1), np.ones(1))}
    for level in levels[:-1]:
        following: dict[int, list[tuple[FloatArray, FloatArray]]] = {}
        for key, (past, ways) in held.items():
            fills = level[key]
            budget.spend(past.size * fills.rests.size // WEIGHTS_PER_MOVE + fills.rests.size // 4 + 5)
            weight, times = past[:, None] + fills.weight, ways[:, None] * fills.ways
            counts = weight + fills.heavy <= ceiling
            tail += float((times * np.exp(weight + fills.whole - all_tables))[counts].sum())
            undecided = ~counts & (weight + fills.light <= ceiling)
            budget.spend(int(undecided.sum()) // UNDECIDED_PER_MOVE)
            for place in np.flatnonzero(undecided.any(axis=0)):
                some = undecided[:, place]
                following.setdefault(int(fills.rests[place]), []).append((weight[some, place], times[some, place]))
        held = {key: _merge(parts) for key, parts in following.items()}
        if sum(weights.size for weights, _ in held.values()) > max_states:
            raise _TooLargeError
    return tail + sum(_last_columns(levels[-1][key], past, ways, ceiling, all_tables)
                      for key, (past, ways) in held.items())


def _last_columns(fills: _Fills, past: FloatArray, ways: FloatArray, ceiling: float, all_tables: float) -> float:
    """What the last two columns add: their tables sorted once, each past weight finds its place among them."""
    weight = fills.weight + fills.whole
    order = np.argsort(weight)
    up_to = np.logaddexp.accumulate(weight[order] + np.log(fills.ways[order]))
    place = np.searchsorted(weight[order], ceiling - past, side="right")
    counted = place > 0
    return float((ways[counted] * np.exp(past[counted] + up_to[place[counted] - 1] - all_tables)).sum())


def _merge(parts: list[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
    """Equal weights once, their ways added up; equal within a thousandth of the tolerance for ties."""
    weights, ways = (np.concatenate(side) for side in zip(*parts, strict=True))
    distinct, place = np.unique(np.round(weights, 10), return_inverse=True)
    return distinct, np.bincount(place, ways, distinct.size).astype(float)


def _monte_carlo(counts: IntArray, draws: int, seed: int) -> Exact:
    """Share of random tables with these margins that are no more probable, plus one."""
    observed = special.gammaln(counts + 1.0).sum()
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
            rarity += special.gammaln(taken + 1.0)
    rarity += special.gammaln(remaining + 1.0).sum(axis=1)
    return rarity
