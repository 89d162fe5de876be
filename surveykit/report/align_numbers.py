"""Numbers of a column under each other: `9 (2–20)` is filled up to the width of `46 (32–60)`."""

import re
from dataclasses import replace

from surveykit.result import Grid
from surveykit.words.marks import join_marked

FIGURE_SPACE = "\u2007"  # as wide as a digit
_WITH_SPAN = re.compile(r"(?:\d+/\d+\s+)?[-−+]?[\d.]+(?= [(\[][^()\[\]]*[)\]]$)")


def align_numbers(grid: Grid) -> Grid:
    """The table, in every right-aligned column the numbers before an interval as far from its end as the widest one.
    Numbers alone have equal decimals and end at the same place anyway.
    """
    widths = [max((_span_width(row[i]) for row in grid.rows if isinstance(row, tuple)), default=0)
              if side == "r" else 0 for i, side in enumerate(grid.align)]
    rows = tuple(row if isinstance(row, str) else tuple(map(_fill_up, row, widths)) for row in grid.rows)
    return replace(grid, rows=rows)


def _span_width(cell: str) -> int:
    """Characters of the interval behind a number; 0 for none."""
    found = _WITH_SPAN.match(cell)
    return len(cell) - found.end() if found else 0


def _fill_up(cell: str, width: int) -> str:
    """The cell, its number moved left by what its interval is shorter than the widest."""
    found = _WITH_SPAN.match(cell)
    gap = width - _span_width(cell)
    return join_marked(cell[:found.end()], FIGURE_SPACE * gap, cell[found.end():]) if found and gap else cell
