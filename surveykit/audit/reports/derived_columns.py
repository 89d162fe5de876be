"""Columns of a table that follow from others of it: sums of shares, running sums, changes, shares of amounts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from surveykit.audit.reports.figure_cells import says_percent
from surveykit.audit.reports.figure_grid import FigureGrid, GridColumn
from surveykit.audit.reports.simplified_text import simplify_text
from surveykit.formats.documents.document_blocks import Table

NUMBER = re.compile(r"(?P<sign>[+▲△↑]|[-–▼▽↓])?\s*(?P<digits>\d{1,9}(?:,\d{3})*(?:\.\d{1,4})?)\s*"
                    r"(?:%|‰|个?百分点|pp|p\.p\.|pts?|points?)?", re.IGNORECASE)
RUNNING = re.compile(r"累[计积]|cumul", re.IGNORECASE)
SUM = re.compile(r"合计|小计|之和|总[满赞同]|^(?:满意|同意|赞成|好评|认同|支持|优良)(?:率|度|比例)"
                 r"|\b(?:net|sum|subtotal|total|combined|together|top[ -]?(?:two|2)|bottom[ -]?(?:two|2)|any|all)\b",
                 re.IGNORECASE)
CHANGE = re.compile(r"变化|变动|增减|相差|差[值距额]|之差|增幅|提[高升]|升降|百分点|\b(?:change|difference|diff|gap"
                    r"|points?|pp|shift|gain|net|balance)\b|净", re.IGNORECASE)
GROWTH = re.compile(r"同比|环比|增长|增[幅速减]|变化|\b(?:growth|change|increase)\b", re.IGNORECASE)
AMOUNT = re.compile(r"[万亿千]|\b(?:thousands?|millions?|'?000s?|k|m|bn)\b", re.IGNORECASE)
TOLD = re.compile("|".join(one.pattern for one in (RUNNING, SUM, CHANGE, GROWTH)), re.IGNORECASE)
MOST, WIDEST = 8, 5  # columns that are tried, and parts of a sum
FEW, MANY = 2, 4  # rows that must hold beside one that does not: of decimals, of whole numbers
Span = tuple[Fraction, Fraction]


class CellNumber(NamedTuple):
    """A number as printed: its size, half of its last place, and its digits."""

    value: Fraction
    half: Fraction
    digits: str


def find_derived(grid: FigureGrid, table: Table) -> dict[tuple[int, int], tuple[str, Span]]:
    """What follows for the cells of columns that can be told from others, by row and column: printed, lowest, highest.
    A column is told where all its rows but one at most are what the others make of them; rows of a head that says so
    by two at least, with decimals.
    """
    told = [column for column in grid.columns if CHANGE.search(column.head)
            or (column.kind in {"percent", "maybe", "skip"} and TOLD.search(column.head))
            or (says_percent(column.head) and grid.of_kind("maybe"))]
    numbers = {column.at: _numbers(grid, column, table) for column in grid.columns} if told else {}
    found = {}
    for column in told:
        held = [(spans, odd) for spans in _relations(grid, column, numbers, table)
                if (odd := _odd_rows(numbers[column.at], spans)) is not None]
        best = min(held, key=lambda one: (len(one[1]), -len(one[0])), default=None)
        if best:
            found.update({(row, column.at): (numbers[column.at][row].digits, span) for row, span in best[0].items()})
    return found


def _numbers(grid: FigureGrid, column: GridColumn, table: Table) -> dict[int, CellNumber]:
    """The plain numbers of a column by their row, without their signs."""
    found = {}
    for row, place in enumerate(grid.rows):
        text = table.rows[column.at][place] if grid.turned else table.rows[place][column.at]
        match = NUMBER.fullmatch(simplify_text(text).text.strip())
        if match:
            digits = match["digits"].replace(",", "")
            half = Fraction(1, 2 * 10**len(digits.partition(".")[2]))
            found[row] = CellNumber(Fraction(digits), half, digits)
    return found


def _odd_rows(shown: Mapping[int, CellNumber], spans: Mapping[int, Span]) -> list[int] | None:
    """The row, if any, that is not what the others make of it; None where there are more, or too few that hold."""
    odd = [row for row, (low, high) in spans.items() if not low <= shown[row].value <= high]
    coarse = any("." not in shown[row].digits for row in spans)
    return odd if len(odd) < 2 and len(spans) - len(odd) >= (MANY if coarse else FEW) else None


def _relations(grid: FigureGrid, column: GridColumn, numbers: Mapping[int, Mapping[int, CellNumber]],
               table: Table) -> Iterator[dict[int, Span]]:
    """What each way that the heading of a column allows makes of its rows."""
    shown = numbers[column.at]
    shares = [c for c in grid.of_kind("percent", "maybe") if c is not column][:MOST]
    counts = grid.of_kind("count")[:MOST]
    if RUNNING.search(column.head):
        for part in shares:
            yield _running(grid, shown, numbers[part.at])
        return
    if SUM.search(column.head) and sum(one.value == 100 for one in shown.values()) < FEW:
        for parts in _runs(grid, column):
            yield {row: _span_of_sum([numbers[c.at][row] for c in parts], one, [1] * len(parts))
                   for row, one in shown.items() if all(row in numbers[c.at] for c in parts)}
    if CHANGE.search(column.head):
        for first, second in combinations(shares, 2):
            yield _differences(shown, numbers[first.at], numbers[second.at])
    if GROWTH.search(column.head):
        for first, second in combinations(counts, 2):
            for new, old in ((first, second), (second, first)):
                yield _growth(shown, numbers[new.at], numbers[old.at])
    for amounts in grid.of_kind("maybe"):
        if amounts is not column and says_percent(column.head) and not says_percent(amounts.head) and AMOUNT.search(
                f"{amounts.head} {table.caption} {table.note}"):
            yield _amounts(shown, numbers[amounts.at])


def _runs(grid: FigureGrid, column: GridColumn) -> Iterator[Sequence[GridColumn]]:
    """Two or more columns of shares that end right before a column, or begin right behind it."""
    shares = {c.at: c for c in grid.of_kind("percent", "maybe")}
    for step in (-1, 1):
        run: list[GridColumn] = []
        while len(run) < WIDEST and (part := shares.get(column.at + step * (len(run) + 1))):
            run.append(part)
            if len(run) > 1:
                yield tuple(run)


def _span_of_sum(parts: Sequence[CellNumber], shown: CellNumber, signs: Sequence[int]) -> Span:
    """The sum of rounded or cut numbers, and how far a printed one may be from it."""
    value = sum((sign * part.value for part, sign in zip(parts, signs, strict=True)), Fraction(0))
    slack = 2 * shown.half + sum((2 * part.half for part in parts), Fraction(0))
    return value - slack, value + slack


def _running(grid: FigureGrid, shown: Mapping[int, CellNumber], parts: Mapping[int, CellNumber]) -> dict[int, Span]:
    """Sums of the shares above and of the row itself, in each section."""
    spans: dict[int, Span] = {}
    above: dict[int, list[CellNumber]] = {}
    for row, section in enumerate(grid.sections):
        if row in parts and not grid.totals[row]:
            above.setdefault(section, []).append(parts[row])
            if row in shown:
                value = sum((part.value for part in above[section]), Fraction(0))
                slack = 2 * shown[row].half + sum((part.half for part in above[section]), Fraction(0))
                spans[row] = value - slack, value + slack
    return spans


def _differences(shown: Mapping[int, CellNumber], first: Mapping[int, CellNumber],
                 second: Mapping[int, CellNumber]) -> dict[int, Span]:
    """How far two shares are apart, either way."""
    spans = {}
    for row in shown.keys() & first.keys() & second.keys():
        low, high = _span_of_sum([first[row], second[row]], shown[row], [1, -1])
        spans[row] = (low, high) if low + high > 0 else (-high, -low)
    return spans


def _growth(shown: Mapping[int, CellNumber], new: Mapping[int, CellNumber],
            old: Mapping[int, CellNumber]) -> dict[int, Span]:
    """By how many percent one count is above or below another."""
    spans = {}
    for row in shown.keys() & new.keys() & old.keys():
        if old[row].value:
            value = abs(100 * (new[row].value / old[row].value - 1))
            spans[row] = value - 2 * shown[row].half, value + 2 * shown[row].half
    return spans


def _amounts(shown: Mapping[int, CellNumber], amounts: Mapping[int, CellNumber]) -> dict[int, Span]:
    """Shares of rounded amounts in the one row that is 100 percent."""
    rows = shown.keys() & amounts.keys()
    whole = [row for row in rows if shown[row].value == 100]
    if len(whole) != 1 or amounts[whole[0]].value <= 0:
        return {}
    base, spans = amounts[whole[0]], {}
    for row in rows - set(whole):
        part, slack = amounts[row], 2 * shown[row].half
        spans[row] = (100 * (part.value - part.half) / (base.value + base.half) - slack,
                      100 * (part.value + part.half) / (base.value - base.half) + slack)
    return spans
