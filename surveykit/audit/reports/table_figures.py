"""The figures of a table, each with the base on which most of its column can occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from surveykit.audit.figures.attainable import implied_base
from surveykit.audit.figures.printed_figure import Figure
from surveykit.audit.reports.candidate import Candidate, is_ratio
from surveykit.audit.reports.context_words import TARGET_BEFORE, is_weighted
from surveykit.audit.reports.figure_cells import BASE_HEAD, TOTAL, base_in
from surveykit.audit.reports.figure_grid import Column, Grid, grid_of
from surveykit.audit.reports.row_rates import ENOUGH, holds_bases, row_counts
from surveykit.audit.reports.sentence_figures import fits, unsure
from surveykit.formats.documents.document_blocks import Table

LARGEST = 10**9
Base = Callable[[int], int | None]


class Line(NamedTuple):
    """One figure of a column: its row, count and base as the cell gives them, and the figure."""

    row: int
    count: int | None
    base: int | None
    figure: Figure


def _counted(line: Line) -> Figure:
    """The figure with its count."""
    return replace(line.figure, count=line.count)


def figures_of(table: Table, document_base: int | None) -> list[Candidate]:
    """The candidates of a table, row by row."""
    grid = grid_of(table)
    if grid is None:
        return []
    reason = "weighted" if is_weighted(f"{table.caption} {table.note} {' '.join(c.head for c in grid.columns)}") else ""
    texts = table.repeated_rows
    found: list[tuple[int, int, Candidate]] = []
    for column in grid.of_kind("percent", "both", "ratio", "maybe"):
        for line, base, status, why in _column_figures(grid, column, table, document_base):
            row, at = (column.at, grid.rows[line.row]) if grid.turned else (grid.rows[line.row], column.at)
            status = "target" if TARGET_BEFORE.search(f"{grid.labels[line.row]} {column.head} ") else status
            figure = replace(line.figure, count=line.count, base=base)
            status = "ratio" if is_ratio(figure) else status
            out = reason or (status if status in {"target", "approximate", "ratio"} else "")
            figure = replace(figure, kind="target" if out == "target" else "rate",
                             rough=out in {"weighted", "approximate", "ratio"})
            place = replace(table.place, row=row + 1, column=at + 1)
            quote = " | ".join(dict.fromkeys(cell.replace("\n", " ") for cell in texts[row] if cell))
            head = f"{column.head}: " if column.head and not grid.turned else ""
            found.append((row, at, Candidate(figure, out or status, "" if out else why, head + quote, place)))
    return [candidate for _, _, candidate in sorted(found, key=lambda one: one[:2])]


def _column_figures(grid: Grid, column: Column, table: Table, document_base: int | None) -> Iterator[tuple]:
    """Each figure of a column with base, status and where the base comes from."""
    lines = list(_lines(grid, column))
    whole = [line for line in lines if line.base]
    if column.kind != "maybe" or sum(fits(_counted(line), line.base) for line in whole) > ENOUGH * len(whole):
        yield from ((line, line.base, "judged", "table") for line in whole)
    lines = [line for line in lines if not line.base]
    counted = [line for line in lines if line.count is not None]
    base, why = _best(grid, column, lines, counted, table)
    if column.kind == "maybe" and base is None:
        return
    if base is None or not all(fits(_counted(line), base(line.row) or 0) for line in counted):
        own = list(_by_rows(grid, lines))
        if own and (base is None or all(fits(_counted(line), of or 0) for line, of, _, _ in own)):
            yield from own
            return
    if base is None and counted and _n_is_base(grid, column, counted):
        yield from ((line._replace(count=None), line.count, "to_confirm", "table") for line in counted)
        return
    if base is None and _strays(grid, column, counted):
        lines = [line._replace(count=None) for line in lines]
    added = _closing_sum(grid, lines) if base is None else None
    for line in lines:
        value = base(line.row) if base else None
        if value:
            yield line, value, "judged", why
        elif line.count is not None:
            yield (line, added, "to_confirm", "table") if added else (line, None, unsure(_counted(line)), "")
        else:
            yield (line, *_from_afar(table, document_base))


def _by_rows(grid: Grid, lines: Sequence[Line]) -> Iterator[tuple]:
    """The figures of a column whose counts and bases stand in two others; nothing if there are none."""
    found = row_counts(grid, [(line.row, line.figure) for line in lines])
    for line in lines if found else ():
        counts, bases = found
        k, n = counts.cells[line.row].count, bases.cells[line.row].count
        yield line._replace(count=k), n or None, "judged" if n else "no_base", "table" if n else ""


def _n_is_base(grid: Grid, column: Column, counted: Sequence[Line]) -> bool:
    """Whether the numbers beside a column are its bases: no base makes counts of them, and every figure can occur."""
    beside = _counts_beside(grid, column)
    return beside is not None and holds_bases(beside, column, [(line.count, line.figure) for line in counted])


def _strays(grid: Grid, column: Column, counted: Sequence[Line]) -> bool:
    """Whether the counts before a column belong to percentages between the two: no base makes them its own."""
    beside = _counts_beside(grid, column)
    between = beside is not None and any(beside.at < c.at < column.at for c in grid.of_kind("percent", "maybe"))
    return between and any(unsure(_counted(line)) == "to_confirm" for line in counted)


def _from_afar(table: Table, document_base: int | None) -> tuple[int | None, str, str]:
    """A base that a person must confirm."""
    said = base_in(f"{table.caption} {table.note}")
    if said:
        return said, "to_confirm", "caption"
    return (document_base, "to_confirm", "document") if document_base else (None, "no_base", "")


def _lines(grid: Grid, column: Column) -> Iterator[Line]:
    """The figures of a column with their counts: in the cell, or in the column of counts beside it."""
    beside = _counts_beside(grid, column) if column.kind in {"percent", "maybe"} else None
    ratio = _ratio_beside(grid, column) if column.kind in {"percent", "maybe"} else None
    for row, cell in enumerate(column.cells):
        if cell.empty or not cell.printed:
            continue
        count, base = cell.count if not cell.whole else None, cell.base
        if ratio is not None and ratio.cells[row].base:
            count, base = ratio.cells[row].count, ratio.cells[row].base
        elif beside is not None:
            count = beside.cells[row].count
        yield Line(row, count, base, Figure(cell.printed))


def _ratio_beside(grid: Grid, column: Column) -> Column | None:
    """The column of `20/46` left of a column of percentages, else right of it."""
    near = {c.at - column.at: c for c in grid.of_kind("ratio")}
    return near.get(-1) or near.get(1)


def _counts_beside(grid: Grid, column: Column) -> Column | None:
    """The column of counts a column of percentages belongs to: left of it without another pair between, else right."""
    counts = grid.of_kind("count")
    left = [c for c in counts if c.at < column.at]
    if left and not BASE_HEAD.search(left[-1].head):
        following = min((c.at for c in counts if c.at > column.at), default=column.at + len(grid.columns))
        sharing = [c for c in grid.of_kind("percent", "maybe") if left[-1].at < c.at < following]
        return None if len(sharing) > 1 and _shares_rows(left[-1], sharing) else left[-1]
    right = [c for c in counts if c.at == column.at + 1]
    return right[0] if right and not BASE_HEAD.search(right[0].head) else None


def _shares_rows(counts: Column, percents: Sequence[Column]) -> bool:
    """Whether percentages in one row close to 100: then the number before them is their base, not a count."""
    closed = 0
    for row, cell in enumerate(counts.cells):
        figures = [Figure(p.cells[row].printed) for p in percents if p.cells[row].printed]
        closed += cell.count is not None and len(figures) > 1 and closes(figures)
    return closed >= ENOUGH * len(counts.cells)


def closes(figures: Sequence[Figure]) -> bool:
    """Whether printed percentages can be all of 100 that were rounded one by one."""
    slack = sum(Fraction(1, 2 * 10**figure.decimals) for figure in figures)
    return abs(sum(figure.value for figure in figures) - figures[0].scale) <= slack


def _best(grid: Grid, column: Column, lines: Sequence[Line], counted: Sequence[Line],
          table: Table) -> tuple[Base | None, str]:
    """The base on which most rows of a column can occur; None if there is none to be sure of."""
    if not counted:
        return _without_counts(grid, column)
    body = [line for line in counted if not grid.totals[line.row]] or counted
    body = [line for line in body if line.count or line.figure.value] or body  # 0 is 0 % of every base
    best, share = None, Fraction(0)
    for base in _bases(grid, column, counted, body, table):
        fitting = sum(fits(_counted(line), base(line.row) or 0) for line in body)
        if Fraction(fitting, len(body)) > share:
            best, share = base, Fraction(fitting, len(body))
        if share == 1:
            break
    printed = column.base or any(grid.totals) or base_in(f"{table.caption} {table.note}")
    # whole percentages fit a sum by accident: without a printed base every one of them must
    sure = printed or any(line.figure.decimals for line in body)
    return (best, "table") if best is not None and share >= (ENOUGH if sure else 1) else (None, "")


def _bases(grid: Grid, column: Column, counted: Sequence[Line], body: Sequence[Line], table: Table) -> Iterator[Base]:
    """What the base of a row may be, the most likely first."""
    if column.base:
        yield lambda row: column.base
    yield _total_of_section(grid, counted)
    yield _sum_of_section(grid, counted)
    yield from _across(grid, counted)
    said = base_in(f"{table.caption} {table.note}")
    if said:
        yield lambda row: said
    for line in counted:  # a total, or a first row of everybody: "all volunteers"
        if grid.totals[line.row] or line.figure.value == line.figure.scale:
            yield lambda row, all_of=line.count: all_of
    for found in (_common, _near_sum):
        common = found(body)
        if common:
            yield lambda row, all_of=common: all_of


def _total_of_section(grid: Grid, counted: Sequence[Line]) -> Base:
    """The count in the total row of a row's section; the table's last one where the section has none."""
    totals = {grid.sections[line.row]: line.count for line in counted if grid.totals[line.row]}
    last = next((line.count for line in reversed(counted) if grid.totals[line.row]), None)
    return lambda row: totals.get(grid.sections[row], last)


def _sum_of_section(grid: Grid, counted: Sequence[Line]) -> Base:
    """The sum of a section's counts."""
    sums: dict[int, int] = {}
    for line in counted:
        if not grid.totals[line.row]:
            sums[grid.sections[line.row]] = sums.get(grid.sections[line.row], 0) + line.count
    last = next(reversed(sums.values()), None)
    return lambda row: sums.get(grid.sections[row], last)


def _across(grid: Grid, counted: Sequence[Line]) -> Iterator[Base]:
    """Bases of row percentages and of percentages of all: sums of the row's counts, and of everything."""
    columns = grid.of_kind("count", "both")
    parts = [c for c in columns if not TOTAL.search(c.head)]
    if len(parts) > 1:
        yield lambda row: sum(c.cells[row].count or 0 for c in parts)
        rows = [row for row in range(len(grid.labels)) if not grid.totals[row]]
        everything = sum(c.cells[row].count or 0 for c in parts for row in rows)
        yield lambda row: everything
    for column in columns:
        if TOTAL.search(column.head) or BASE_HEAD.search(column.head):
            yield lambda row, of=column: of.cells[row].count


def _fitting(body: Sequence[Line], low: int, high: int) -> tuple[list[int], int]:
    """The bases on which most rows fit, at most two of them, and how many rows these are."""
    edges: Counter[int] = Counter()
    for line in body:
        known = line.count and line.figure.value
        implied = implied_base(line.count, line.figure) if known else None
        spans = [span for span in (implied.rounding, implied.truncation) if len(span) == 2] if implied else []
        if spans:
            first, last = min(s[0] for s in spans), max(s[1] for s in spans)
            edges[max(first, low)] += 1
            edges[min(last, high) + 1] -= 1
    now, most, found = 0, 0, []
    for at, following in pairwise([*sorted(edges), high + 2]):
        now += edges[at]
        if now > most:
            most, found = now, []
        if now == most > 0:
            found += range(at, min(following, at + 2))
    return found[:2], most


def _common(body: Sequence[Line]) -> int | None:
    """The only base on which every row's count gives its percentage: select-all questions print no total."""
    if len(body) < 3:
        return None
    found, most = _fitting(body, 1, LARGEST)
    return found[0] if len(found) == 1 and most == len(body) else None


def _near_sum(body: Sequence[Line]) -> int | None:
    """The base on which most rows fit, near the sum of their counts, if percentages close: one count is misprinted."""
    if len(body) < 3 or not closes([line.figure for line in body]):
        return None
    added = sum(line.count for line in body)
    found, most = _fitting(body, added - added // 6, added + added // 6)
    return found[0] if len(found) == 1 and most > 1 else None


def _closing_sum(grid: Grid, lines: Sequence[Line]) -> int | None:
    """The sum of the counts, where percentages close to 100 and yet no row fits: for a person to confirm."""
    body = [line for line in lines if not grid.totals[line.row]]
    whole = len(body) > 1 and len(set(grid.sections)) == 1 and all(line.count is not None for line in body)
    return sum(line.count for line in body) if whole and closes([line.figure for line in body]) else None


def _without_counts(grid: Grid, column: Column) -> tuple[Base | None, str]:
    """The base of percentages alone: in their heading, or in a column of bases."""
    if column.base and column.kind == "percent":
        return (lambda row: column.base), "caption"
    for counts in grid.of_kind("count"):
        percents = [c for c in grid.of_kind("percent", "maybe") if c.at > counts.at]
        named = BASE_HEAD.search(counts.head) is not None and column.kind == "percent"
        shared = column.at > counts.at and len(percents) > 1 and _shares_rows(counts, percents)
        if shared or (named and counts.at <= column.at + 1):
            return (lambda row, of=counts: of.cells[row].count), "table"
    return None, ""
