"""Cross tables as statistics programs print them: counts in one row, their percentages in the rows below."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.candidate import Candidate, is_over_whole
from surveykit.audit.reports.context_words import is_weighted
from surveykit.audit.reports.figure_cells import TOTAL, FigureCell, parse_cell
from surveykit.audit.reports.sentence_figures import count_matches
from surveykit.formats.documents.document_blocks import Table

ENOUGH = 0.6  # of the figures under one label must fit for a base to be taken
COUNT = re.compile(r"\s*(?:(?:实际|观[察测])?计数|频数|人数|例数|(?:observed )?count|frequency|n)\s*", re.IGNORECASE)
PERCENT = re.compile(r"百分比|百分率|占比|比例|^\s*%|%\s*$|\bpercent|\bpct", re.IGNORECASE)
IN_PERCENT = re.compile(r"\s*[(（]?(?:(?:in|row|as) )?(?:%|per ?cent)[)）]?\s*|(?:占比|百分比|比例|构成比?)\s*"
                        r"(?:[(（]%[)）])?\s*", re.IGNORECASE)
OTHER = re.compile(r"期望|预期|残差|expected|residual", re.IGNORECASE)
Base = Callable[["CrossCell"], int | None]


@dataclass(frozen=True, slots=True)
class CrossCell:
    """A percentage, its label, and the row of counts it belongs to."""

    row: int
    at: int
    label: str
    block: int
    figure: PrintedFigure


@dataclass(frozen=True, slots=True)
class CrossCounts:
    """The counts of a cross table by their row and column, and which of these are totals."""

    counts: dict[int, dict[int, int]]
    total_rows: frozenset[int]
    total_columns: frozenset[int]

    def across(self, block: int) -> int:
        """The total of a row of counts."""
        return _total_or_sum(self.counts[block], self.total_columns)

    def down(self, at: int) -> int:
        """The total of a column."""
        return _total_or_sum({block: row.get(at, 0) for block, row in self.counts.items()}, self.total_rows)

    def everybody(self) -> int:
        """The total of all."""
        return _total_or_sum({block: self.across(block) for block in self.counts}, self.total_rows)


def _total_or_sum(counts: dict[int, int], totals: frozenset[int]) -> int:
    """The last total that is printed, else the sum."""
    printed = [count for place, count in counts.items() if place in totals]
    return printed[-1] if printed else sum(counts.values())


def find_cross_figures(table: Table) -> list[Candidate] | None:
    """The figures of a cross table, each on the base on which most under its label can occur; None if it is none."""
    rows = table.repeated_rows
    wide = min(4, len(rows[0])) if rows else 0
    labels = next((at for at in range(wide) if _alternate([row[at] for row in rows])), None)
    if labels is None:
        return None
    kinds = _kinds([row[labels] for row in rows])
    first = kinds.index("count")
    read = {row: [parse_cell(cell) for cell in rows[row][labels + 1:]] for row, kind in enumerate(kinds) if kind}
    counts = {row: {labels + 1 + at: cell.count for at, cell in enumerate(cells) if cell.count is not None}
              for row, cells in read.items() if kinds[row] == "count"}
    heads = [" ".join(dict.fromkeys(row[at] for row in rows[:first] if row[at])) for at in range(len(rows[0]))]
    total_rows = frozenset(row for row in counts if any(TOTAL.search(cell) for cell in rows[row][:labels]))
    total_columns = frozenset(at for at, head in enumerate(heads) if _is_total(head, at, counts))
    cross = CrossCounts(counts, total_rows, total_columns)
    cells = list(_cells(rows, kinds, read, labels))
    bases = {label: _base(cross, [cell for cell in cells if cell.label == label])
             for label in dict.fromkeys(cell.label for cell in cells)}
    return [_candidate(table, cross, cell, bases[cell.label], heads[cell.at]) for cell in cells]


def _alternate(labels: Sequence[str]) -> bool:
    """Whether a column announces rows of counts, each with percentages below."""
    kinds = _kinds(labels)
    return kinds.count("count") > 1 and kinds.count("percent") > 1 and kinds.index("count") < kinds.index("percent")


def _kinds(labels: Sequence[str]) -> list[str]:
    """What each row holds; a row above one that is called "in %", and nothing else, holds its counts."""
    kinds = list(map(_kind, labels))
    for row, label in enumerate(labels[1:]):
        if IN_PERCENT.fullmatch(label) and not kinds[row]:
            kinds[row] = "count"
    return kinds


def _is_total(head: str, at: int, counts: dict[int, dict[int, int]]) -> bool:
    """Whether a column is a total: it says so, or stands last and is the sum of the others in every row."""
    filled = [row for row in counts.values() if row]  # a row of counts may be blank
    added = all(at == max(row) and 2 * row[at] == sum(row.values()) for row in filled)
    return any(map(TOTAL.search, head.split(" "))) or (added and bool(filled))


def _kind(label: str) -> str:
    """What a row holds by its label; '' for anything else."""
    if OTHER.search(label):
        return ""
    return "count" if COUNT.fullmatch(label) else "percent" if PERCENT.search(label) else ""


def _cells(rows: Sequence[Sequence[str]], kinds: Sequence[str], read: dict[int, list[FigureCell]],
           labels: int) -> Iterator[CrossCell]:
    """The percentages, row by row."""
    block = None
    for row, kind in enumerate(kinds):
        block = row if kind == "count" else block
        if kind == "percent" and block is not None:
            for at, cell in enumerate(read[row], start=labels + 1):
                if cell.printed:
                    yield CrossCell(row, at, rows[row][labels], block, PrintedFigure(cell.printed))


def _base(cross: CrossCounts, cells: Sequence[CrossCell]) -> Base | None:
    """The base of the percentages under one label: of their row, their column, or everybody."""
    options: tuple[Base, ...] = (lambda cell: cross.across(cell.block), lambda cell: cross.down(cell.at),
                                 lambda cell: cross.everybody())
    telling = [cell for cell in cells if cell.figure.value and cell.figure.value != cell.figure.scale] or cells
    fitting = [sum(count_matches(_with_count(cross, cell), base(cell)) for cell in telling) for base in options]
    most = max(fitting)
    return options[fitting.index(most)] if most >= ENOUGH * len(telling) else None


def _with_count(cross: CrossCounts, cell: CrossCell) -> PrintedFigure:
    """The figure with the count above it."""
    return replace(cell.figure, count=cross.counts[cell.block].get(cell.at))


def _candidate(table: Table, cross: CrossCounts, cell: CrossCell, base: Base | None, head: str) -> Candidate:
    """A cell as a candidate."""
    figure = _with_count(cross, cell)
    figure = replace(figure, base=(base(cell) if base and figure.count is not None else None) or None)
    status = "judged" if figure.base else "no_base"
    if is_weighted(f"{table.caption} {table.note} {cell.label}") or is_over_whole(figure):
        status, figure = "ratio" if is_over_whole(figure) else "weighted", replace(figure, rough=True)
    rows = (table.repeated_rows[cell.block], table.repeated_rows[cell.row])
    quote = " | ".join(dict.fromkeys(text.replace("\n", " ") for row in rows for text in row if text))
    place = replace(table.place, row=cell.row + 1, column=cell.at + 1)
    why = "table" if status == "judged" else ""
    return Candidate(figure, status, why, f"{head}: {quote}" if head else quote, place)
