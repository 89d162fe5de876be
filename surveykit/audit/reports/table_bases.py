"""The base on which most of a column of a table can occur."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise

from surveykit.audit.figures.attainable import implied_base
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.figure_cells import BASE_HEAD, TOTAL, find_base
from surveykit.audit.reports.figure_grid import FigureGrid, GridColumn
from surveykit.audit.reports.number_tokens import find_wholes
from surveykit.audit.reports.row_rates import ENOUGH, HALF, names_base
from surveykit.audit.reports.sentence_figures import count_matches
from surveykit.audit.reports.simplified_text import simplify_text
from surveykit.audit.reports.table_fits import adds_rows, adds_to_whole, hold_together, rows_hold, totals_hold
from surveykit.formats.documents.document_blocks import Table

LARGEST = 10**9
PREVIOUS = re.compile(r"[上前]一?(?:环节|阶段|级|步|轮|关|道|层)|\b(?:previous|preceding|prior|last) (?:stage|step|row"
                      r"|phase|level|round|one)\b", re.IGNORECASE)
Base = Callable[[int], int | None]


@dataclass(frozen=True, slots=True)
class TableFigure:
    """One figure of a column: its row, count and base as the cell gives them, and the figure."""

    row: int
    count: int | None
    base: int | None
    figure: PrintedFigure


def with_count(line: TableFigure) -> PrintedFigure:
    """The figure with its count."""
    return replace(line.figure, count=line.count)


def close_in_rows(counts: GridColumn, percents: Sequence[GridColumn]) -> bool:
    """Whether percentages in one row close to 100: then the number before them is their base, not a count."""
    closed = 0
    for row, cell in enumerate(counts.cells):
        figures = [PrintedFigure(p.cells[row].printed) for p in percents if p.cells[row].printed]
        closed += cell.count is not None and len(figures) > 1 and adds_to_whole(figures)
    return closed >= ENOUGH * len(counts.cells)


def find_column_base(grid: FigureGrid, column: GridColumn, counted: Sequence[TableFigure],
                     table: Table) -> tuple[Base | None, str]:
    """The base on which most rows of a column can occur; None if there is none to be sure of."""
    if not counted:
        return _without_counts(grid, column)
    body = [line for line in counted if not grid.totals[line.row]] or counted
    body = [line for line in body if line.count or line.figure.value] or body  # 0 is 0 % of every base
    best, share = None, Fraction(0)
    likely = list(_likely_bases(grid, column, counted))
    for base in (*likely, *_possible_bases(grid, counted, body, table)):
        fitting = sum(count_matches(with_count(line), base(line.row)) for line in body)
        if Fraction(fitting, len(body)) > share:
            best, share = base, Fraction(fitting, len(body))
        if share == 1:
            break
    printed = (column.base or column.in_rows or any(grid.totals) or find_base(f"{table.caption} {table.note}")
               or _numbers_in_words(table, body) or PREVIOUS.search(column.head))
    # whole percentages fit a sum by accident: without a printed base every one of them must
    sure = printed or any(line.figure.decimals for line in body) or totals_hold(grid)
    fine = best in likely and (column.base or column.in_rows or any(line.figure.decimals for line in body)
                               or totals_hold(grid))
    enough = HALF if fine else ENOUGH if sure else 1
    if best is not None and share >= enough:
        return best, "table"
    return (column.base_of, "table") if _heads_hold(grid, column) else (None, "")


def _same_base(base: int | None) -> Base:
    """One base for every row."""
    return lambda row: base


def _own_count(column: GridColumn) -> Base:
    """The count of each row in a column."""
    return lambda row: column.cells[row].count


def _count_above(column: GridColumn, row: int) -> int | None:
    """The count of the row above: percent of the previous stage."""
    return column.cells[row - 1].count if row else None


def _heads_hold(grid: FigureGrid, column: GridColumn) -> bool:
    """Whether the base in the heading of a column of `n (%)` holds because that of another such column does."""
    others = [other for other in grid.of_kind("both") if other is not column]
    return column.kind == "both" and bool(column.base or column.in_rows) and any(
        count_matches(PrintedFigure(cell.printed, cell.count), other.base_of(row))
        for other in others for row, cell in enumerate(other.cells)
        if cell.printed and cell.count and "." in cell.printed)


def _likely_bases(grid: FigureGrid, column: GridColumn, counted: Sequence[TableFigure]) -> Iterator[Base]:
    """Bases that are printed as such, in the heading, in a column or a total row; the sum of a section."""
    if column.in_rows:
        yield column.base_of
    for base in (column.base, find_base(grid.corner), *(c.base for c in grid.of_kind("count"))):
        if base:
            yield _same_base(base)
    for printed in map(partial(_printed_totals, grid), [column] if column.kind == "both" else grid.of_kind("count")):
        if printed:
            yield partial(_total_near, grid, printed)
    for bases in grid.of_kind("count"):
        if names_base(bases) or adds_rows(grid, bases):
            yield _own_count(bases)
        if PREVIOUS.search(column.head):
            yield partial(_count_above, bases)
    yield _total_of_section(grid, counted)
    yield _sum_of_section(grid, counted)


def _possible_bases(grid: FigureGrid, counted: Sequence[TableFigure], body: Sequence[TableFigure],
                    table: Table) -> Iterator[Base]:
    """What else the base of a row may be, the most likely first."""
    yield from _across(grid)
    said = find_base(f"{table.caption} {table.note}")
    for base in (said, *_numbers_in_words(table, body)):
        if base:
            yield _same_base(base)
    for line in counted:  # a total, or a first row of everybody: "all volunteers"
        if grid.totals[line.row] or line.figure.value == line.figure.scale:
            yield _same_base(line.count)
        if grid.totals[line.row] and line.count and line.figure.exact and line.figure.value > line.figure.scale:
            yield _same_base(round(line.figure.scale * line.count / line.figure.value))  # 139.1 % of cases
    for common in (_common(body), _near_sum(body), _nearly_common(counted)):
        if common:
            yield _same_base(common)


def _numbers_in_words(table: Table, body: Sequence[TableFigure]) -> list[int]:
    """Numbers of caption and note that are the sum of the counts, or on which every row but one stands, four at least
    and with decimals, while no base is that of all.
    """
    numbers = {whole.value for whole in find_wholes(simplify_text(f"{table.caption} {table.note}").text)}
    exact = len(body) > 3 and all(line.figure.decimals for line in body)
    stray = exact and _fitting_bases(body, 1, LARGEST)[1] == len(body) - 1
    return [number for number in sorted(numbers) if number == sum(line.count or 0 for line in body) or (
        stray and sum(count_matches(with_count(line), number) for line in body) == len(body) - 1)]


def _printed_totals(grid: FigureGrid, column: GridColumn) -> dict[int, int]:
    """The whole numbers in the total rows of a column of `n (%)`, by section."""
    return {grid.sections[row]: cell.count for row, cell in enumerate(column.cells)
            if grid.totals[row] and cell.whole and cell.count}


def _total_near(grid: FigureGrid, printed: dict[int, int], row: int) -> int:
    """The printed total of a row's section, else the last one of the table."""
    return printed.get(grid.sections[row], next(reversed(printed.values())))


def _total_of_section(grid: FigureGrid, counted: Sequence[TableFigure]) -> Base:
    """The count in the total row of a row's section; the table's last one where the section has none."""
    totals = {grid.sections[line.row]: line.count for line in counted if grid.totals[line.row]}
    last = next((line.count for line in reversed(counted) if grid.totals[line.row]), None)
    return lambda row: totals.get(grid.sections[row], last)


def _sum_of_section(grid: FigureGrid, counted: Sequence[TableFigure]) -> Base:
    """The sum of a section's counts."""
    sums: dict[int, int] = {}
    for line in counted:
        if not grid.totals[line.row]:
            sums[grid.sections[line.row]] = sums.get(grid.sections[line.row], 0) + (line.count or 0)
    last = next(reversed(sums.values()), None)
    return lambda row: sums.get(grid.sections[row], last)


def _across(grid: FigureGrid) -> Iterator[Base]:
    """Bases of row percentages and of percentages of all: sums of the row's counts, and of everything."""
    columns = grid.of_kind("count", "both")
    parts = [c for c in columns if not TOTAL.search(c.head)]
    if len(parts) > 1:
        yield lambda row: sum(c.cells[row].count or 0 for c in parts)
        rows = [row for row in range(len(grid.labels)) if not grid.totals[row]]
        everything = sum(c.cells[row].count or 0 for c in parts for row in rows)
        yield _same_base(everything)
    for column in columns:
        if column.kind == "count" or names_base(column):
            yield _own_count(column)


def _fitting_bases(body: Sequence[TableFigure], low: int, high: int) -> tuple[list[int], int]:
    """The bases on which most rows fit, at most two of them, and how many rows these are."""
    edges: Counter[int] = Counter()
    for line in body:
        implied = implied_base(line.count, line.figure) if line.count and line.figure.value else None
        spans = [span for span in (implied.rounding, implied.truncation) if len(span) == 2] if implied else []
        if spans:
            first, last = min(s[0] for s in spans), max(s[1] for s in spans)
            edges[max(first, low)] += 1
            edges[min(last, high) + 1] -= 1
    now, most = 0, 0
    found: list[int] = []
    for at, following in pairwise([*sorted(edges), high + 2]):
        now += edges[at]
        if now > most:
            most, found = now, []
        if now == most > 0:
            found += range(at, min(following, at + 2))
    return found[:2], most


def _common(body: Sequence[TableFigure]) -> int | None:
    """The only base on which every row's count gives its percentage: select-all questions print no total."""
    if len(body) < 3:
        return None
    found, most = _fitting_bases(body, 1, LARGEST)
    return found[0] if len(found) == 1 and most == len(body) else None


def _nearly_common(counted: Sequence[TableFigure]) -> int | None:
    """The only base on which all rows but one fit, four at least and with decimals; of three, if none fits that one."""
    shares = [line for line in counted if line.figure.value <= line.figure.scale]
    stray = any(line.count and line.figure.value and not any(implied_base(line.count, line.figure)) for line in shares)
    if len(shares) < 4 - stray or not all(line.figure.decimals for line in shares):
        return None
    found, most = _fitting_bases(shares, 1, LARGEST)
    return found[0] if len(found) == 1 and most == len(shares) - 1 else None


def _near_sum(body: Sequence[TableFigure]) -> int | None:
    """The base on which most rows fit, near the sum of their counts, if percentages close: one count is misprinted."""
    if len(body) < 3 or not adds_to_whole([line.figure for line in body]):
        return None
    added = sum(line.count or 0 for line in body)
    found, most = _fitting_bases(body, added - added // 6, added + added // 6)
    return found[0] if len(found) == 1 and most > 1 else None


def find_closing_sum(grid: FigureGrid, lines: Sequence[TableFigure]) -> int | None:
    """The sum of the counts, where percentages close to 100 and yet no row fits: for a person to confirm."""
    body = [line for line in lines if not grid.totals[line.row]]
    whole = len(body) > 1 and len(set(grid.sections)) == 1 and all(line.count is not None for line in body)
    return sum(line.count or 0 for line in body) if whole and adds_to_whole([line.figure for line in body]) else None


def find_row_bases(grid: FigureGrid, column: GridColumn) -> GridColumn | None:
    """The column of whole numbers on which the percentages beside it stand, row by row, though it looks like counts."""
    for counts in grid.of_kind("count"):
        edges = [c.at for c in grid.of_kind("count") if c.at != counts.at]
        for behind in (True, False):
            beside = [c for c in grid.of_kind("percent", "maybe") if (c.at > counts.at) == behind
                      and not any(min(c.at, counts.at) < edge < max(c.at, counts.at) for edge in edges)]
            pairs = [(PrintedFigure(cell.printed), counts.cells[row].count) for c in beside
                     for row, cell in enumerate(c.cells) if cell.printed and not grid.totals[row]]
            if column in beside and hold_together(pairs, told=names_base(counts)):
                return counts
    return None


def _without_counts(grid: FigureGrid, column: GridColumn) -> tuple[Base | None, str]:
    """The base of percentages alone: in their heading, in rows of bases on which they stand, or in a column."""
    if column.base and column.kind == "percent":
        return column.base_of, "caption"
    if column.in_rows and rows_hold(grid):
        return column.base_of, "table"
    in_rows = [find_base(label) for label in grid.labels]
    if column.kind == "percent" and all(in_rows):  # Q1 (n = 77)
        return in_rows.__getitem__, "table"
    for counts in grid.of_kind("count"):
        percents = [c for c in grid.of_kind("percent", "maybe") if c.at > counts.at]
        named = BASE_HEAD.search(counts.head) is not None and column.kind == "percent"
        shared = column.at > counts.at and len(percents) > 1 and close_in_rows(counts, percents)
        if shared or (named and counts.at <= column.at + 1):
            return (lambda row, of=counts: of.cells[row].count), "table"
    return None, ""
