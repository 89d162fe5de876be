"""Cells: the distinct rows of some columns, each with what the respondents behind it add up to.

The kernel of all feeders. It sees texts and numbers only, so it runs on a table in memory, on a batch of a file and
inside a Spark worker alike; cells of two parts of the respondents are, added, the cells of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]
DENSE = 2**22  # possible keys that are counted without looking for those that occur
WIDEST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class RawCells:
    """Distinct rows of text columns.
    texts: the texts of each column. codes: cells x columns, places in them. first: the number of the respondent a cell
    was first seen at. sums: cells x sums, the first being respondents. ends: smallest and largest of each number
    (numbers x 2), of those inside.
    """

    texts: tuple[tuple[str, ...], ...]
    codes: Codes
    first: Codes
    sums: Floats
    ends: Floats

    def __len__(self) -> int:
        return len(self.first)

    def __add__(self, other: RawCells) -> RawCells:
        """The cells of two parts taken together."""
        return add_cells([self, other])


def count_cells(texts: Sequence[Sequence[str]], codes: Sequence[Codes], values: Sequence[Floats], ends: Floats,
                start: int = 0) -> RawCells:
    """The cells of some rows.
    texts, codes: of each column its texts, and the place of each row's. values: what is added up beside the number of
    rows. ends: smallest and largest of numbers. start: number of the first row.
    >>> cells = count_cells([("a", "b")], [np.array([1, 0, 1])], [np.array([1.0, 2, 3])], np.zeros((0, 2)))
    >>> cells.sums.tolist(), (cells + cells).sums.tolist(), cells.first.tolist()
    ([[2.0, 4.0], [1.0, 2.0]], [[4.0, 8.0], [2.0, 4.0]], [0, 1])
    """
    places, first = number_rows(codes, [len(part) for part in texts])
    size = first.size
    sums = [np.bincount(places, minlength=size), *(np.bincount(places, value, size) for value in values)]
    kept = np.column_stack([np.asarray(column)[first] for column in codes]) if codes else np.zeros((size, 0), np.int64)
    return RawCells(tuple(map(tuple, texts)), kept.astype(np.int64), first + start, np.column_stack(sums).astype(float),
                    ends)


def add_cells(parts: Sequence[RawCells]) -> RawCells:
    """The cells of several parts taken together, in the order in which they were first seen."""
    if len(parts) == 1:
        return parts[0]
    texts: list[tuple[str, ...]] = []
    columns: list[Codes] = []
    for place in range(len(parts[0].texts)):
        known: dict[str, int] = {}
        columns.append(np.concatenate([_translate(part.texts[place], known)[part.codes[:, place]] for part in parts]))
        texts.append(tuple(known))
    first = np.concatenate([part.first for part in parts])
    order = np.argsort(first, kind="stable")
    codes, sums = [column[order] for column in columns], np.concatenate([part.sums for part in parts])[order]
    places, rows = number_rows(codes, [len(part) for part in texts], len(order))
    added: Floats = np.column_stack([np.bincount(places, column, rows.size) for column in sums.T]).astype(float)
    kept = np.column_stack([column[rows] for column in codes]) if codes else np.zeros((rows.size, 0), np.int64)
    ends = np.stack([part.ends for part in parts])
    return RawCells(tuple(texts), kept, first[order][rows], added, np.column_stack([
        ends[:, :, 0].min(axis=0), ends[:, :, 1].max(axis=0)]))


def _translate(texts: Sequence[str], known: dict[str, int]) -> Codes:
    """The place of each text among those known, new ones behind them."""
    return np.array([known.setdefault(text, len(known)) for text in texts] or [0], dtype=np.int64)


def number_rows(codes: Sequence[NDArray[np.signedinteger]], sizes: Sequence[int], rows: int = 0) -> tuple[Codes, Codes]:
    """Which distinct row each row is, numbered by first appearance, and where each appears first.
    codes: of each column, all 0 or more; sizes: how many each may have; rows: how many there are without columns.
    """
    keys, width = np.zeros(len(codes[0]) if codes else rows, dtype=np.int64), 1
    for column, size in zip(codes, sizes, strict=True):
        if width > WIDEST // max(size, 1):
            keys, found = pd.factorize(keys)
            width = len(found)
        keys, width = keys * size + column, width * max(size, 1)
    if width > DENSE:
        places, found = pd.factorize(keys)
        first = np.full(len(found), len(keys), dtype=np.int64)
        first[places[::-1]] = np.arange(len(keys))[::-1]
        return places, first
    seen = np.full(width, -1, dtype=np.int64)
    seen[keys[::-1]] = np.arange(len(keys))[::-1]
    present = np.flatnonzero(seen >= 0)
    order = np.argsort(seen[present], kind="stable")
    number = np.zeros(width, dtype=np.int64)
    number[present[order]] = np.arange(present.size)
    return number[keys], seen[present[order]]
