"""Counts and weighted sums of many cross tables from one pass over the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray, IntArray
from surveykit._stats.sampling import Sampling, UnitSums, sums_of_stage

BLOCK = 2_048  # respondents whose answers are spread out at once
MOST_SUMS = 60_000_000  # sums held at once: units x cells of all tables (500 MB)
Codes = NDArray[np.signedinteger]


@dataclass(frozen=True, slots=True, eq=False)
class TableSums:
    """One table: groups x answers, and under a design units (or strata) x groups x answers, weighted."""

    counts: IntArray
    sampling: Sampling | None
    sums: FloatArray | None
    squares: FloatArray | None

    def by_group(self) -> UnitSums | None:
        """Sums of the cells, group by group."""
        return self._unit_sums(lambda part: part)

    def together(self) -> UnitSums | None:
        """Sums of the answers of all groups together."""
        return self._unit_sums(lambda part: part.sum(axis=1, keepdims=True))

    def drop_empty(self) -> TableSums:
        """The table without empty groups and answers."""
        rows, columns = self.counts.any(axis=1), self.counts.any(axis=0)
        parts = [None if part is None else part[:, rows][:, :, columns] for part in (self.sums, self.squares)]
        return TableSums(self.counts[rows][:, columns], self.sampling, *parts)

    def _unit_sums(self, make: Callable[[FloatArray], FloatArray]) -> UnitSums | None:
        """The sums as the arithmetic of designs takes them."""
        if self.sampling is None or self.sums is None:
            return None
        sums, squares = make(self.sums), None if self.squares is None else make(self.squares)
        return sums_of_stage(self.sampling, sums.reshape(len(sums), -1),
                             None if squares is None else squares.reshape(len(squares), -1))


@dataclass(frozen=True, slots=True, eq=False)
class CrossedSums:
    """Every left column crossed with every right one; who has no answer in a column is in none of its places.
    counts: left places x right places; sums, squares: units (or strata) x left x right; None in a simple sample.
    """

    counts: IntArray
    starts: tuple[IntArray, IntArray]
    sampling: Sampling | None = None
    sums: FloatArray | None = None
    squares: FloatArray | None = None

    def table(self, left: int, right: int) -> TableSums:
        """The table of one right column (its groups down) and one left column (its answers across)."""
        answers, groups = (slice(starts[place], starts[place + 1]) for starts, place in
                           zip(self.starts, (left, right), strict=True))
        parts = [None if part is None else part[:, answers, groups].transpose(0, 2, 1)
                 for part in (self.sums, self.squares)]
        return TableSums(self.counts[answers, groups].T, self.sampling, *parts)


def cross_columns(left: Sequence[Codes], right: Sequence[Codes], levels: tuple[Sequence[int], Sequence[int]],
                  sampling: Sampling | None = None, inside: NDArray[np.bool_] | None = None) -> CrossedSums | None:
    """All tables of some columns by others.
    left, right: codes of the respondents inside, -1 for none; levels: how many codes each has; sampling: the design of
    all respondents; inside: which of them are meant. None where sums per unit do not tell every error (several stages,
    calibrated weights, replicates that are given), or where there are too many units for them to be held.
    Formula: answers are spread out as 0 and 1, block by block, and multiplied: unit by unit with weights, all together
        without. The second route of the tests counts every table for itself.
    """
    ends, others = (np.concatenate([[0], np.cumsum(part)]) for part in levels)
    starts, cells = (ends, others), (int(ends[-1]), int(others[-1]))
    stacked, rows = [np.column_stack(part) for part in (left, right)], len(left[0])
    counts = np.zeros(cells)
    if sampling is None:
        for start in range(0, rows, BLOCK):
            one, other = (_spread_codes(part[start:start + BLOCK], first, size) for part, first, size in
                          zip(stacked, starts, cells, strict=True))
            counts += _count_block(one, other)
        return CrossedSums(np.rint(counts).astype(np.int64), starts)
    stage = sampling.stages[0]
    units, n_units = (stage.strata, stage.sizes.size) if stage.units is None else (stage.units, stage.strata.size)
    if not sampling.adds_up or n_units * cells[0] * cells[1] > MOST_SUMS:
        return None
    weights = sampling.weights
    if inside is not None:
        units, weights = units[inside], weights[inside]
    order = np.argsort(units.astype(np.min_scalar_type(n_units)), kind="stable")  # short numbers are sorted by digits
    units, weights, stacked = units[order], weights[order], [part.take(order, axis=0) for part in stacked]
    sums = np.zeros((n_units, *cells))
    squares = np.zeros_like(sums) if stage.units is None else None
    for start in range(0, rows, BLOCK):
        block = slice(start, start + BLOCK)
        one, other = (_spread_codes(part[block], first, size) for part, first, size in
                      zip(stacked, starts, cells, strict=True))
        counts += _count_block(one, other)
        weighted = other * weights[block, None]
        stops = np.flatnonzero(np.diff(units[block], append=-1)) + 1
        for first, last in zip(np.concatenate([[0], stops[:-1]]), stops, strict=True):
            unit = units[start + first]
            sums[unit] += one[first:last].T @ weighted[first:last]
            if squares is not None:
                squares[unit] += one[first:last].T @ (weighted[first:last] * weights[block][first:last, None])
    return CrossedSums(np.rint(counts).astype(np.int64), starts, sampling, sums, squares)


def _count_block(one: FloatArray, other: FloatArray) -> NDArray[np.float32]:
    """Respondents of a block in each cell: short numbers hold such counts exactly, and are multiplied faster."""
    return one.astype(np.float32).T @ other.astype(np.float32)


def _spread_codes(codes: Codes, starts: IntArray, cells: int) -> FloatArray:
    """Rows x cells, 1 in the cell of each code; those of no answer go to a last column that is left out."""
    spread = np.zeros((len(codes), cells + 1))
    columns = np.where(codes < 0, np.int32(cells), codes + starts[:-1].astype(np.int32))  # short, while there are many
    places = columns + (cells + 1) * np.arange(len(codes))[:, None]
    spread.ravel()[places.ravel()] = 1
    return spread[:, :cells]
