"""Cells to distinct values and codes, column by column. Runs in the child too: no numpy."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import count
from typing import Any


def _codes() -> defaultdict[Any, int]:
    """A value's code; a new value takes the next one, without a call of Python code."""
    return defaultdict(count().__next__)


class TextCodes:
    """Columns that grow by blocks of rows."""

    __slots__ = ("_grow", "codes", "tables", "width")

    def __init__(self, width: int) -> None:
        self.width = width
        self.tables = [_codes() for _ in range(width)]
        self.codes = [array("i") for _ in range(width)]
        self._grow = [(codes.extend, table.__getitem__) for table, codes in zip(self.tables, self.codes, strict=True)]

    def add(self, rows: Sequence[Sequence[Hashable]]) -> None:
        """Append rows, each `width` long."""
        for (extend, code), cells in zip(self._grow, zip(*rows, strict=True), strict=True):
            extend(map(code, cells))


def merge_texts(texts: Sequence[str], codes: array[int]) -> tuple[list[str], array[int]]:
    """Distinct texts, where two values (1.0 and '1') may have come to read the same."""
    place = _codes()
    moved = [place[text] for text in texts]
    if len(place) == len(texts):
        return list(texts), codes
    return list(place), array("i", map(moved.__getitem__, codes))


def code_cells(cells: Sequence[Hashable]) -> tuple[list[Hashable], array[int]]:
    """Distinct values of one column, and the codes."""
    table = _codes()
    codes = array("i", map(table.__getitem__, cells))
    return list(table), codes
