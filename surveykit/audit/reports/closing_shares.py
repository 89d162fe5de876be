"""Rows and columns of percentages that do not add to 100 where all others of their table do."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.derived_columns import find_derived
from surveykit.audit.reports.figure_cells import TOTAL
from surveykit.audit.reports.figure_grid import FigureGrid, GridColumn
from surveykit.audit.reports.shared_base import PART
from surveykit.formats.documents.document_blocks import Place, Table

OTHERS = 3  # lines that close beside one that does not; one is enough where both print their total of 100
FURTHEST = 30  # percent from 100: a line further off is of something else


class OpenShares(NamedTuple):
    """A row or column of percentages, and what they add up to."""

    place: Place
    head: str
    added: str


class ShareLine(NamedTuple):
    """Percentages of one row or column: its name, its place, whether its total of 100 is printed."""

    head: str
    place: Place
    figures: tuple[PrintedFigure, ...]
    told: bool

    @property
    def beyond(self) -> Fraction:
        """By how much they are more than 100."""
        return sum((figure.value for figure in self.figures), Fraction(-100))

    @property
    def closes(self) -> bool:
        """Whether they add to 100 but for rounding or cutting, and one unit more."""
        return abs(self.beyond) <= sum((Fraction(1, 10**figure.decimals) for figure in self.figures), Fraction(0))


def find_open_shares(grid: FigureGrid, table: Table) -> Iterator[OpenShares]:
    """The row or column of percentages without counts that alone does not close."""
    if grid.of_kind("both", "ratio") or len(grid.of_kind("count")) > 1:
        return
    told = {at for _, at in find_derived(grid, table)}
    columns = [column for column in grid.of_kind("percent", "maybe") if column.at not in told]
    for lines in (list(_across(grid, table, columns)), list(_down(grid, table, columns))):
        odd = [line for line in lines if not line.closes]
        if len(odd) == 1 and abs(odd[0].beyond) < FURTHEST and (
                len(lines) > OTHERS or (odd[0].told and any(line.told for line in lines if line.closes))):
            (line,) = odd
            yield OpenShares(line.place, line.head, f"{float(100 + line.beyond):.{line.figures[0].decimals}f}")
            return


def _across(grid: FigureGrid, table: Table, columns: Sequence[GridColumn]) -> Iterator[ShareLine]:
    """The rows; their total, where it is printed, stands in a column of its own."""
    totals = [column for column in columns if TOTAL.search(column.head)]
    parts = [column for column in columns if column not in totals]
    for row, label in enumerate(grid.labels):
        figures = _figures(parts, [row] * len(parts))
        if figures and PART.search(label) is None:
            place = _place(grid, table, row, None)
            yield ShareLine(label, place, figures, any(_is_whole(column, row) for column in totals))


def _down(grid: FigureGrid, table: Table, columns: Sequence[GridColumn]) -> Iterator[ShareLine]:
    """The columns of a table of one question."""
    rows = [row for row, total in enumerate(grid.totals) if not total and (
        any(not column.cells[row].empty for column in columns))]
    if any(PART.search(grid.labels[row]) for row in rows):
        return
    for column in columns:
        figures = _figures([column] * len(rows), rows)
        if figures:
            told = any(_is_whole(column, row) for row, total in enumerate(grid.totals) if total)
            yield ShareLine(column.head, _place(grid, table, None, column), figures, told)


def _figures(columns: Sequence[GridColumn], rows: Sequence[int]) -> tuple[PrintedFigure, ...]:
    """The percentages of some cells; none where one is missing, or fewer than two."""
    cells = [column.cells[row] for column, row in zip(columns, rows, strict=True)]
    figures = tuple(PrintedFigure(cell.printed) for cell in cells
                    if cell.printed and (cell.whole or cell.count is None))
    whole = len(figures) == len(rows) > 1 and all(figure.exact and figure.scale == 100 for figure in figures)
    return figures if whole else ()


def _is_whole(column: GridColumn, row: int) -> bool:
    """Whether a cell is 100 percent."""
    printed = column.cells[row].printed
    return bool(printed) and PrintedFigure(printed).exact and PrintedFigure(printed).value == 100


def _place(grid: FigureGrid, table: Table, row: int | None, column: GridColumn | None) -> Place:
    """Where a line stands: the row of the table, or none for one that goes down."""
    if grid.turned:
        return Place(page=table.place.page, table=table.place.table, row=column.at + 1 if column else 0)
    return Place(page=table.place.page, table=table.place.table, row=0 if row is None else grid.rows[row] + 1)
