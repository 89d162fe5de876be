"""Counts of a table that do not add up to the total printed below them."""

from collections.abc import Iterator
from typing import NamedTuple

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.figure_grid import FigureGrid, GridColumn, read_grid
from surveykit.audit.reports.table_bases import adds_to_whole
from surveykit.formats.documents.document_blocks import Document, Place, Table


class WrongSum(NamedTuple):
    """A column of counts, what they add up to, and the total that is printed."""

    place: Place
    head: str
    added: int
    printed: int


def find_wrong_sums(document: Document) -> tuple[WrongSum, ...]:
    """Every column whose counts and total disagree, where the percentages beside them close to 100.
    Where they do not close (select-all questions), people are counted more than once and nothing is said.
    """
    return tuple(found for table in document.tables for found in _check_table(table))


def _check_table(table: Table) -> Iterator[WrongSum]:
    """The sums of one table that differ."""
    grid = read_grid(table)
    if grid is None or grid.totals.count(True) == 0:
        return
    for column in grid.of_kind("count", "both"):
        for section in dict.fromkeys(grid.sections):
            yield from _check_section(table, grid, column, section)


def _check_section(table: Table, grid: FigureGrid, column: GridColumn, section: int) -> Iterator[WrongSum]:
    """A section with one total row at its end."""
    rows = [row for row, of in enumerate(grid.sections) if of == section]
    total = [row for row in rows if grid.totals[row]]
    parts = [row for row in rows if not grid.totals[row]]
    counts = [count for row in parts if (count := column.cells[row].count) is not None]
    if len(total) != 1 or total[0] != rows[-1] or len(parts) < 2 or len(counts) < len(parts):
        return
    printed, added = column.cells[total[0]].count, sum(counts)
    if printed is not None and printed != added and _percents_close(grid, column, parts):
        place = Place(page=table.place.page, table=table.place.table, row=grid.rows[total[0]] + 1)
        yield WrongSum(place, column.head, added, printed)


def _percents_close(grid: FigureGrid, column: GridColumn, rows: list[int]) -> bool:
    """Whether the percentages beside the counts are all of 100."""
    percents = column if column.kind == "both" else next(
        (c for c in grid.of_kind("percent", "maybe") if c.at == column.at + 1), None)
    if percents is None:
        return False
    figures = [PrintedFigure(percents.cells[row].printed) for row in rows if percents.cells[row].printed]
    return len(figures) == len(rows) and adds_to_whole(figures)
