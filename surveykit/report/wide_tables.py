"""Tables wider than a page, cut into panels one below the other, the columns that name a row repeated.

On the screen a wide table scrolls; on paper its text would be too small to read.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from surveykit.report.column_widths import MEASURE, PAD, STEPS, least_widths
from surveykit.result import Grid, Head

_SIZE, _COMFORT = STEPS[-1]


def cut_panels(grid: Grid, measure: float = MEASURE) -> list[Grid]:
    """The table itself if its columns fit at 8 points, else panels of as many columns as fit."""
    widths = [_SIZE * width + 2 * PAD for width in least_widths(grid, _COMFORT)]
    two = grid.align[:3] in {"llr", "lll"} and widths[0] + widths[1] < measure / 2
    stub = [0, 1] if two else [0]
    panels: list[list[int]] = [[]]
    for unit in _units(grid, stub, widths, measure):
        taken = math.fsum(widths[i] for i in (*stub, *panels[-1], *unit))
        if panels[-1] and taken > measure:
            panels.append([])
        panels[-1] += unit
    return [replace(_take_columns(grid, [*stub, *columns]), caption=grid.caption if i == 0 else "",
                    notes=grid.notes if i == len(panels) - 1 else ()) for i, columns in enumerate(panels)]


def _units(grid: Grid, stub: Sequence[int], widths: Sequence[float], measure: float) -> Iterator[list[int]]:
    """The columns behind the stub that must stay together: those under one heading, where they fit."""
    at = 0
    for head in next(iter(grid.head), (Head(""),) * len(grid.align)):
        columns = [i for i in range(at, at + head.across) if i not in stub]
        at += head.across
        if math.fsum(widths[i] for i in (*stub, *columns)) <= measure:
            yield columns
        else:
            yield from ([i] for i in columns)


def _take_columns(grid: Grid, columns: Sequence[int]) -> Grid:
    """The table with some of its columns; a heading spans those of its own that are left."""
    rows = tuple(row if isinstance(row, str) else tuple(row[i] for i in columns) for row in grid.rows)
    heads = tuple(tuple(_take_heads(row, set(columns))) for row in grid.head)
    return replace(grid, head=heads, rows=rows, align="".join(grid.align[i] for i in columns))


def _take_heads(row: Sequence[Head], columns: set[int]) -> Iterator[Head]:
    """The headings above some of the columns."""
    at = 0
    for head in row:
        left = len(columns & set(range(at, at + head.across)))
        at += head.across
        if left:
            yield replace(head, across=left)
