"""The figures of a table, each with the base on which most of its column can occur."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.candidate import Candidate, is_over_whole
from surveykit.audit.reports.context_words import TARGET_BEFORE, is_weighted
from surveykit.audit.reports.derived_columns import find_derived
from surveykit.audit.reports.figure_cells import BASE_HEAD, find_base, says_percent
from surveykit.audit.reports.figure_grid import FigureGrid, GridColumn, read_grid
from surveykit.audit.reports.row_rates import ENOUGH, find_row_counts, holds_bases
from surveykit.audit.reports.sentence_figures import count_matches, is_contradicted, status_without_base
from surveykit.audit.reports.shared_base import PART
from surveykit.audit.reports.table_bases import (
    TableFigure,
    close_in_rows,
    find_closing_sum,
    find_column_base,
    find_row_bases,
    with_count,
)
from surveykit.audit.reports.table_fits import closes_across, hold_together, stand_on
from surveykit.formats.documents.document_blocks import Place, Table

# A figure, its base, the status and where the base comes from.
Judgement = tuple[TableFigure, int | None, str, str]


def find_table_figures(table: Table, document_base: int | None) -> list[Candidate]:
    """The candidates of a table, row by row."""
    grid = read_grid(table)
    if grid is None:
        return []
    reason = "weighted" if is_weighted(f"{table.caption} {table.note} {' '.join(c.head for c in grid.columns)}") else ""
    found: dict[tuple[int, int], Candidate] = {}
    read = [(column, judgement) for column in grid.of_kind("percent", "both", "ratio", "maybe")
            for judgement in _column_figures(grid, column, table, document_base)]
    in_rows: dict[int, list[Judgement]] = {}
    for _, judgement in read:
        in_rows.setdefault(judgement[0].row, []).append(judgement)
    read = [(column, _base_of_row(judgement, in_rows[judgement[0].row])) for column, judgement in read]
    above: dict[int, list[TableFigure]] = {}
    for column, (line, *_) in read:
        above.setdefault(column.at, []).append(line)
    read = [(column, _part_of_above(judgement, above[column.at], grid.labels)) for column, judgement in read]
    proved = {line.row for _, (line, base, status, _) in read if status == "judged" and line.figure.decimals
              and count_matches(with_count(line), base)}
    for column, (line, base, status, why) in read:
        status = "target" if TARGET_BEFORE.search(f"{grid.labels[line.row]} {column.head} ") else status
        figure = replace(line.figure, count=line.count, base=base)
        status = "ratio" if is_over_whole(figure) else status
        status = "summed" if _is_sum(grid, line.row, figure) else status
        plain = (line.row in proved and line.count is not None) or _is_percentage(grid, column, line.row, table)
        if status == "judged" and not plain and is_contradicted(figure):
            status = "to_confirm"
        out = reason or ("weighted" if is_weighted(column.head) or is_weighted(grid.labels[line.row]) else "")
        out = out or (status if status in {"target", "approximate", "ratio", "weighted", "summed"} else "")
        figure = replace(figure, kind="target" if out == "target" else "rate",
                         rough=out in {"weighted", "approximate", "ratio"})
        found[line.row, column.at] = Candidate(figure, out or status, "" if out else why,
                                               *_quote(grid, table, line.row, column))
    derived = find_derived(grid, table)
    for column in grid.columns:
        for row in range(len(grid.rows)):
            one, told = found.get((row, column.at)), derived.get((row, column.at))
            if told and (one is None or one.status not in {"judged", "target", "approximate"}):
                figure = PrintedFigure(one.figure.printed if one else told[0])
                found[row, column.at] = Candidate(figure, "judged", "parts", *_quote(grid, table, row, column), told[1])
    return sorted(found.values(), key=lambda one: (one.place.row, one.place.column))


def _quote(grid: FigureGrid, table: Table, row: int, column: GridColumn) -> tuple[str, Place]:
    """What is quoted of a cell of the grid, and its place."""
    at = (column.at, grid.rows[row]) if grid.turned else (grid.rows[row], column.at)
    quote = " | ".join(dict.fromkeys(cell.replace("\n", " ") for cell in table.repeated_rows[at[0]] if cell))
    head = f"{column.head}: " if column.head and not grid.turned else ""
    return head + quote, replace(table.place, row=at[0] + 1, column=at[1] + 1)


def _is_sum(grid: FigureGrid, row: int, figure: PrintedFigure) -> bool:
    """Whether the percentage of a total is the sum of rounded ones: 99.9, 100.1."""
    parts = sum(not total and of == grid.sections[row] for total, of in zip(grid.totals, grid.sections, strict=True))
    off = abs(figure.value - figure.scale) if grid.totals[row] and figure.exact else 0
    return figure.count == figure.base is not None and 0 < 2 * 10**figure.decimals * off <= parts


def _base_of_row(judgement: Judgement, row: Sequence[Judgement]) -> Judgement:
    """A count without a base takes that of its row, where two others at least stand on one base and all of them do."""
    line, base, status, _ = judgement
    if base is not None or line.count is None or status not in {"no_base", "to_confirm"}:
        return judgement
    others = [(other, of) for other, of, _, _ in row if other is not line and other.count is not None]
    bases = {of for other, of in others if other.figure.decimals and count_matches(with_count(other), of)}
    if len(others) < 2 or len(bases) != 1 or any(of not in bases for _, of in others):
        return judgement
    found = bases.pop()
    return (line, found, "judged", "table") if found is not None and line.count <= found else judgement


def _part_of_above(judgement: Judgement, column: Sequence[TableFigure], labels: Sequence[str]) -> Judgement:
    """A row "of these" whose count does not give its percentage on the base of all stands on a row above that does."""
    line, base, status, why = judgement
    if status != "judged" or line.count is None or not PART.search(labels[line.row]) or count_matches(
            with_count(line), base):
        return judgement
    rows = [other.count for other in column if other.row < line.row and other.count]
    found = next((count for count in reversed(rows) if count_matches(with_count(line), count)), None)
    return (line, found or base, status, why)


def _is_percentage(grid: FigureGrid, column: GridColumn, row: int, table: Table) -> bool:
    """Whether a figure has its percent sign, or its heading, its row or the table says that it is a percentage."""
    cell = column.cells[row]
    return cell.signed or says_percent(f"{column.head} {grid.labels[row]}") or (
        not cell.spanned and says_percent(f"{table.caption} {table.note} {grid.corner}"))


def _column_figures(grid: FigureGrid, column: GridColumn, table: Table,
                    document_base: int | None) -> Iterator[Judgement]:
    """Each figure of a column with base, status and where the base comes from."""
    lines = list(_lines(grid, column))
    whole = [line for line in lines if line.base]
    matching = sum(count_matches(with_count(line), line.base) for line in whole)
    if column.kind != "maybe" or matching > ENOUGH * len(whole):
        yield from ((line, line.base, "judged", "table") for line in whole)
    lines = [line for line in lines if not line.base]
    counted = [line for line in lines if line.count is not None]
    base, why = find_column_base(grid, column, counted, table)
    if column.kind == "maybe" and base is None:
        return
    if base is None or not all(count_matches(with_count(line), base(line.row)) for line in counted):
        own = list(_by_rows(grid, lines))
        if own and (base is None or all(count_matches(with_count(line), of) for line, of, _, _ in own)):
            yield from own
            return
    rows = find_row_bases(grid, column) if base is None else None
    if rows is not None:
        yield from ((replace(line, count=None), n, "judged", "table") for line in lines
                    if (n := rows.cells[line.row].count))
        return
    if base is None and counted and _n_is_base(grid, column, counted):
        yield from ((replace(line, count=None), line.count, "to_confirm", "table") for line in counted)
        return
    if base is None and len(counted) > 1 and all(column.cells[line.row].named for line in counted) and stand_on(
            [(line.figure, line.count) for line in counted]):
        yield from ((replace(line, count=None), line.count, "judged", "table") for line in counted)
        return
    if base is None and _strays(grid, column, counted):
        lines = [replace(line, count=None) for line in lines]
    added = find_closing_sum(grid, lines) if base is None else None
    for line in lines:
        value = base(line.row) if base else None
        if value:
            yield line, value, "judged", why
        elif line.count is not None:
            status = "to_confirm" if added else status_without_base(with_count(line))
            yield line, added, status, "table" if added else ""
        else:
            yield (line, *_from_afar(grid, table, column.in_rows.get(line.row), document_base))


def _by_rows(grid: FigureGrid, lines: Sequence[TableFigure]) -> Iterator[Judgement]:
    """The figures of a column whose counts and bases stand in two others; nothing if there are none."""
    found = find_row_counts(grid, [(line.row, line.figure) for line in lines])
    if found is None:
        return
    counts, bases = found
    for line in lines:
        k, n = counts.cells[line.row].count, bases.cells[line.row].count
        yield replace(line, count=k), n or None, "judged" if n else "no_base", "table" if n else ""


def _n_is_base(grid: FigureGrid, column: GridColumn, counted: Sequence[TableFigure]) -> bool:
    """Whether the numbers beside a column are its bases: no base makes counts of them, and every figure can occur."""
    beside = _counts_beside(grid, column)
    return beside is not None and holds_bases(beside, column, [(line.count, line.figure) for line in counted])


def _strays(grid: FigureGrid, column: GridColumn, counted: Sequence[TableFigure]) -> bool:
    """Whether the counts before a column belong to percentages between the two: no base makes them its own."""
    beside = _counts_beside(grid, column)
    between = beside is not None and any(beside.at < c.at < column.at for c in grid.of_kind("percent", "maybe"))
    return between and any(status_without_base(with_count(line)) == "to_confirm" for line in counted)


def _from_afar(grid: FigureGrid, table: Table, in_row: int | None,
               document_base: int | None) -> tuple[int | None, str, str]:
    """A base that a person must confirm; the one of the caption is sure where nearly all percentages stand on it."""
    if in_row and not closes_across(grid):
        return (None, "weighted", "") if grid.says_weighted else (in_row, "to_confirm", "table")
    said = find_base(f"{table.caption} {table.note} {grid.corner}")
    if said:
        bare = [(PrintedFigure(cell.printed), said) for c in grid.of_kind("percent", "maybe") for row, cell
                in enumerate(c.cells) if cell.printed and not grid.totals[row]]
        return said, "judged" if hold_together(bare, told=True) else "to_confirm", "caption"
    return (document_base, "to_confirm", "document") if document_base else (None, "no_base", "")


def _lines(grid: FigureGrid, column: GridColumn) -> Iterator[TableFigure]:
    """The figures of a column with their counts: in the cell, or in the column of counts beside it."""
    beside = _counts_beside(grid, column) if column.kind in {"percent", "maybe"} else None
    ratio = _ratio_beside(grid, column) if column.kind in {"percent", "maybe"} else None
    for row, cell in enumerate(column.cells):
        if cell.empty or not cell.printed or (cell.whole and column.kind == "both"):
            continue
        count, base = cell.count if not cell.whole else None, cell.base
        if ratio is not None and ratio.cells[row].base:
            count, base = ratio.cells[row].count, ratio.cells[row].base
        elif beside is not None:
            count = beside.cells[row].count
        yield TableFigure(row, count, base, PrintedFigure(cell.printed))


def _ratio_beside(grid: FigureGrid, column: GridColumn) -> GridColumn | None:
    """The column of `20/46` left of a column of percentages, else right of it."""
    near = {c.at - column.at: c for c in grid.of_kind("ratio")}
    return near.get(-1) or near.get(1)


def _counts_beside(grid: FigureGrid, column: GridColumn) -> GridColumn | None:
    """The column of counts a column of percentages belongs to: left of it without another pair between, else right."""
    counts = grid.of_kind("count")
    right = [c for c in counts if c.at == column.at + 1 and not BASE_HEAD.search(c.head)]
    if right and _counts_follow(grid):
        return right[0]
    left = [c for c in counts if c.at < column.at]
    if left and not BASE_HEAD.search(left[-1].head):
        following = min((c.at for c in counts if c.at > column.at), default=column.at + len(grid.columns))
        sharing = [c for c in grid.of_kind("percent", "maybe") if left[-1].at < c.at < following]
        return None if len(sharing) > 1 and close_in_rows(left[-1], sharing) else left[-1]
    return right[0] if right else None


def _counts_follow(grid: FigureGrid) -> bool:
    """Whether every column of percentages has its counts right behind it: % and n of men, % and n of women."""
    kinds = {c.at: c.kind for c in grid.of_kind("count", "percent", "maybe")}
    percents = [at for at, kind in kinds.items() if kind != "count"]
    return len(percents) > 1 and percents[0] == min(kinds) and all(kinds.get(at + 1) == "count" for at in percents)
