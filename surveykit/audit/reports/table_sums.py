"""Totals of tables that are not the sum of their counts."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.base_rows import N_ROW
from surveykit.audit.reports.context_words import is_weighted
from surveykit.audit.reports.figure_cells import TOTAL
from surveykit.audit.reports.figure_grid import FigureGrid, GridColumn
from surveykit.audit.reports.simplified_text import simplify_text
from surveykit.audit.reports.table_fits import adds_to_whole
from surveykit.formats.documents.document_blocks import Place, Table

# the row of a sum, no total sample, no 总人数; where other lines tell that it is one, also of people
SUM_ZH, SUM_EN = r"(?:合\s*计|总\s*计|共\s*计|总\s*和|总\s*数)", r"(?:(?:grand )?totals?|sum)"
PLAIN = re.compile(rf"\s*(?:{SUM_ZH}|{SUM_EN})\s*[:：]?\s*", re.IGNORECASE)
OF_PEOPLE = re.compile(rf"\s*(?:{SUM_ZH}(?:[人份例]数|样本量?)?|{SUM_EN}(?: (?:number|n|respondents|people|students"
                       r"|forms|volunteers|cases))?|all|overall)\s*(?:[(（]\s*[人名份例nN]\s*[)）])?\s*[:：]?\s*",
                       re.IGNORECASE)
# people counted more than once, or not at all; numbers that were rounded
LOOSE = re.compile(r"多选|复选|可选|多项|不止|重复|去重|其中|不[含详]|不包括|未[答填知]|缺失|漏[答填]|四舍五入|取整"
                   r"|[千万亿]|\b(?:multiple|select all|that apply|several answers|more than one|up to (?:two|three|\d)"
                   r"|twice|once|distinct|unique|of (?:which|whom)|including|excluding|missing|unknown|no answer"
                   r"|rounded|rounding|thousands?|millions?|000)\b", re.IGNORECASE)
COUNTED = re.compile(r"人[数次]?|频[数次]|份数|例数|数量|计数|\bn\b|\b(?:no\.|number|count|frequency|people|persons"
                     r"|respondents|responses|forms)(?:\s|$)", re.IGNORECASE)


class WrongSum(NamedTuple):
    """A column or row of counts, what they add up to, and the total that is printed."""

    place: Place
    head: str
    added: int
    printed: int


class CountLine(NamedTuple):
    """Counts that a total ends or begins: the name of their column, the row of the total, the counts, the total."""

    head: str
    row: int
    parts: tuple[int, ...]
    total: int

    @property
    def adds(self) -> bool:
        """Whether the counts are the total."""
        return sum(self.parts) == self.total


def find_wrong_sums(grid: FigureGrid, table: Table) -> Iterator[WrongSum]:
    """Every line of counts that disagrees with its total, where other lines of the table or percentages tell that it
    is their sum. In select-all questions people are counted more than once, and nothing is said.
    """
    found = {}
    for column in grid.of_kind("count", "both"):
        for section in dict.fromkeys(grid.sections):
            line = _section_line(grid, column, section)
            if line and not line.adds and _percents_close(grid, column, section):
                found[line.head, line.row] = line
    lines = list(found.values())
    if not found and not _says_loose(table, grid):
        lines = _odd_lines(_down(grid), 1) or _odd_lines(_across(grid), 2)
    for line in lines:
        place = Place(page=table.place.page, table=table.place.table, row=line.row + 1)
        yield WrongSum(place, line.head, sum(line.parts), line.total)


def _says_loose(table: Table, grid: FigureGrid) -> bool:
    """Whether a table says that its counts need not add up."""
    heads = " ".join((grid.corner, *(column.head for column in grid.columns)))
    said = simplify_text(f"{table.caption} {table.note} {heads}").text
    return is_weighted(said) or LOOSE.search(" ".join((said, *grid.labels))) is not None


def _section_line(grid: FigureGrid, column: GridColumn, section: int) -> CountLine | None:
    """The counts of a section with one total row at its end."""
    rows = [row for row, of in enumerate(grid.sections) if of == section]
    totals = [row for row in rows if grid.totals[row]]
    return _line(grid, column, rows[:-1], totals[0]) if totals == rows[-1:] else None


def _line(grid: FigureGrid, column: GridColumn, rows: Sequence[int], total: int) -> CountLine | None:
    """The counts of some rows of a column, if each is one and there are two at least, and their total."""
    parts = [column.cells[row].count for row in rows]
    counts, printed = tuple(part for part in parts if part is not None), column.cells[total].count
    if len(parts) < 2 or len(counts) < len(parts) or printed is None or N_ROW.fullmatch(grid.labels[total]):
        return None
    return CountLine(column.head, grid.rows[total], counts, printed)


def _percents_close(grid: FigureGrid, column: GridColumn, section: int) -> bool:
    """Whether the percentages beside the counts are all of 100."""
    percents = column if column.kind == "both" else next(
        (c for c in grid.of_kind("percent", "maybe") if c.at == column.at + 1), None)
    rows = [row for row, of in enumerate(grid.sections) if of == section and not grid.totals[row]]
    figures = [PrintedFigure(percents.cells[row].printed) for row in rows
               if percents.cells[row].printed] if percents else []
    return bool(figures) and len(figures) == len(rows) and adds_to_whole(figures)


def _down(grid: FigureGrid) -> list[CountLine]:
    """The columns of a table of counts with one total row, at its foot or its head."""
    totals = [row for row, total in enumerate(grid.totals) if total]
    ends = {0, len(grid.totals) - 1}
    if len(totals) != 1 or totals[0] not in ends or len(set(grid.sections)) > 1 + (totals[0] == 0):
        return []
    rows = [row for row in range(len(grid.totals)) if row != totals[0]]
    lines = [_line(grid, column, rows, totals[0]) for column in grid.of_kind("count")]
    return _with_sum(grid.labels[totals[0]], [line for line in lines if line], last=totals[0] > 0)


def _across(grid: FigureGrid) -> list[CountLine]:
    """The rows of a table of counts with a column of totals, the last or the first."""
    totals = [column for column in grid.columns if TOTAL.search(column.head)]
    others = [column for column in grid.columns if column not in totals]
    if len(totals) != 1 or totals[0] not in (grid.columns[0], grid.columns[-1]) or any(
            column.kind != "count" for column in grid.columns):
        return []
    lines = []
    for row, label in enumerate(grid.labels):
        parts = [column.cells[row].count for column in others]
        printed = totals[0].cells[row].count
        counts = tuple(part for part in parts if part is not None)
        if printed is not None and len(counts) == len(parts) > 1:
            lines.append(CountLine(label, grid.rows[row], counts, printed))
    return _with_sum(totals[0].head, lines, last=totals[0] is grid.columns[-1])


def _with_sum(label: str, lines: Sequence[CountLine], *, last: bool) -> list[CountLine]:
    """The lines whose total is a sum by its name; one line alone must end with it."""
    alone = len(lines) < 2
    return [] if not (PLAIN if alone else OF_PEOPLE).fullmatch(label) or (alone and not last) else list(lines)


def _odd_lines(lines: Sequence[CountLine], enough: int) -> list[CountLine]:
    """The one line that does not add up where all others do; one without others only where a misprint explains it.
    A total below the sum may count people once who stand in several parts: it must be a misprint, beside `enough`
    others. A line of 100 may be of rounded percentages.
    """
    odd = [line for line in lines if not line.adds]
    if len(odd) != 1:
        return []
    (line,) = odd
    beyond, near = line.total - sum(line.parts), is_misprint(sum(line.parts), line.total)
    if line.total in {100, 1000} and abs(beyond) < len(line.parts):
        return []
    if len(lines) > 1:
        return odd if beyond > 0 or (near and len(lines) > enough) else []
    return odd if near and beyond >= 9 and COUNTED.search(line.head) else []


def is_misprint(right: int, printed: int) -> bool:
    """Whether one digit differs, or two neighbours have changed their places.
    >>> is_misprint(205, 215), is_misprint(241, 214), is_misprint(105, 65)
    (True, True, False)
    """
    first, second = str(right), str(printed)
    apart = [at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    if len(first) != len(second) or not 0 < len(apart) < 3:
        return False
    low, high = apart[0], apart[-1]
    return low == high or (high == low + 1 and first[low:high + 1] == second[low:high + 1][::-1])
