"""Rates whose base stands in their own row: graduates, graduates placed, placement rate."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.figure_cells import BASE_HEAD, N_HEAD, NOTHING, TOTAL
from surveykit.audit.reports.figure_grid import FigureGrid, GridColumn
from surveykit.audit.reports.sentence_figures import attainable_on, count_matches

ENOUGH, HALF = 0.6, 0.5  # of the rows that tell anything must fit; where a base is printed as one, half
MOST = 8  # columns of counts that are tried
# Columns of whole groups, beside which a rate is a share of the group.
EVERYBODY = re.compile(r"毕业生(?:人数|总?数)?$|(?:学生|员工|调查|总|应[查检到答])(?:人|份)?数$|发放|应[查检到]"
                       r"|\b(?:graduates|students|sent|invited|eligible|tested|screened|examined|approached|distributed"
                       r"|enrolled|surveyed)$", re.IGNORECASE)
RATE = re.compile(r"率|\brates?\b", re.IGNORECASE)


def find_row_counts(grid: FigureGrid,
                    figures: Sequence[tuple[int, PrintedFigure]]) -> tuple[GridColumn, GridColumn] | None:
    """The columns of counts and of bases from which a column of rates follows, row by row; None if there are none.
    Rows of 0 % tell nothing: no count is 0 % of every base. Whole percentages must fit in every row, and in two.
    """
    telling = [(row, figure) for row, figure in figures if figure.exact and figure.value]
    coarse = not any(figure.decimals for _, figure in telling)
    best, most = None, 0
    for counts, bases in permutations(grid.of_kind("count")[:MOST], 2):
        share = HALF if names_base(bases) else ENOUGH
        need = max(2, len(telling)) if coarse else max(1, share * len(telling))
        fitting = _count_fitting(counts, bases, figures)
        if fitting > most and fitting >= need:
            best, most = (counts, bases), fitting
    return best or (None if coarse else _find_sums(grid, telling))


def _find_sums(grid: FigureGrid, telling: Sequence[tuple[int, PrintedFigure]]) -> tuple[GridColumn, GridColumn] | None:
    """A base with its parts beside it, and the first of them together: 例数, 显效, 有效, 无效, and 总有效率 of two."""
    columns = grid.of_kind("count")
    for base, *parts in (columns[place:place + MOST] for place in range(len(columns))):
        values = {row: [part.cells[row].count or 0 for part in parts] for row, _ in telling}
        if len(parts) < 3 or len(values) < 2 or any(sum(values[row]) != base.cells[row].count for row in values):
            continue
        for size in range(len(parts) - 1, 1, -1):
            cells = [replace(NOTHING, count=sum(values[row][:size])) if row in values else NOTHING
                     for row in range(len(base.cells))]
            counts = GridColumn(base.at, parts[0].head, "count", cells)
            if _count_fitting(counts, base, telling) >= max(1, HALF * len(telling)):
                return counts, base
    return None


def names_base(column: GridColumn) -> bool:
    """Whether the heading of a column says that it holds bases."""
    return any(pattern.search(column.head) for pattern in (TOTAL, BASE_HEAD, N_HEAD, EVERYBODY))


def _count_fitting(counts: GridColumn, bases: GridColumn, figures: Sequence[tuple[int, PrintedFigure]]) -> int:
    """How many rows that tell anything fit; none where a count is more than its base."""
    pairs = [(counts.cells[row].count, bases.cells[row].count, figure) for row, figure in figures if figure.exact]
    if any(k is not None and n is not None and k > n for k, n, _ in pairs):
        return 0
    return sum(count_matches(replace(figure, count=k), n) for k, n, figure in pairs if figure.value)


def holds_bases(column: GridColumn, rates: GridColumn, lines: Sequence[tuple[int | None, PrintedFigure]]) -> bool:
    """Whether a column of counts holds the bases of the rates beside it: it says so, and every rate can occur."""
    named = N_HEAD.search(column.head) or EVERYBODY.search(column.head) or (
        RATE.search(rates.head) and column.head.split(" ")[-1] == "人数")
    return bool(named) and all(n and attainable_on(figure, n) for n, figure in lines)
