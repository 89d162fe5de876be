"""A table as the audit sees it: labels, headings, and columns of counts and percentages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.base_rows import BASE_ROW, N_ROW, OF_WEIGHTED, read_bases, read_totals, spread_bases
from surveykit.audit.reports.figure_cells import (
    BAND,
    BASE_HEAD,
    COUNT_HEAD,
    FIRST_COUNT,
    NOTHING,
    OTHER_ROW,
    SKIPPED,
    TOTAL,
    YEAR,
    FigureCell,
    find_base,
    parse_cell,
    says_percent,
)
from surveykit.audit.reports.sentence_figures import count_matches
from surveykit.audit.reports.simplified_text import simplify_text
from surveykit.formats.documents.document_blocks import Table

MOSTLY = 0.6
ANSWER = re.compile(r"no|don['’]?t know|do not know|can['’]?t say", re.IGNORECASE)  # no number, no t: an answer
SIGN = re.compile(r"[%‰]|百分")
DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")


@dataclass(slots=True)
class GridColumn:
    """A column right of the labels."""

    at: int
    head: str
    kind: str  # count, percent, both, ratio, maybe, skip
    cells: list[FigureCell] = field(default_factory=list)
    base: int | None = None  # that of its heading
    in_rows: dict[int, int] = field(default_factory=dict)  # those of rows of bases

    def base_of(self, row: int) -> int | None:
        """The base of a row: that of the heading, else of a row of bases."""
        return self.base or self.in_rows.get(row)


@dataclass(slots=True)
class FigureGrid:
    """Rows below the headings."""

    labels: list[str]
    rows: list[int]  # their places in the document's table
    totals: list[bool]
    sections: list[int]
    columns: list[GridColumn]
    corner: str = ""  # the heading of the labels
    turned: bool = False

    @property
    def says_weighted(self) -> bool:
        """Whether a row of bases says that percentages are weighted: unweighted base."""
        return any(BASE_ROW.fullmatch(label) and OF_WEIGHTED.search(label) for label in self.labels)

    def of_kind(self, *kinds: str) -> list[GridColumn]:
        """The columns of these kinds."""
        return [column for column in self.columns if column.kind in kinds]


def read_grid(table: Table) -> FigureGrid | None:
    """The table, turned if its counts and percentages are rows; None if it has no numbers."""
    repeated, once = [list(row) for row in table.repeated_rows], [list(row) for row in table.rows]
    if not repeated or len(repeated[0]) < 2:
        return None
    turned = _is_turned(repeated)
    if turned:
        repeated, once = [list(r) for r in zip(*repeated, strict=True)], [list(r) for r in zip(*once, strict=True)]
    labelled = _label_columns(repeated)
    first = _first_body_row(repeated, labelled)
    if first is None:
        return None
    labels = [" ".join(dict.fromkeys(cell for cell in row[:labelled] if cell)) for row in repeated[first:]]
    heads = [" ".join(dict.fromkeys(row[at] for row in repeated[:first] if row[at])) for at in range(len(repeated[0]))]
    bands = [labelled > 1 and BAND.search(row[labelled - 1]) is not None for row in repeated[first:]]  # age: 18-24
    measures = [OTHER_ROW.search(label) is not None and not says_percent(label) and not band
                for label, band in zip(labels, bands, strict=True)]
    announced = says_percent(f"{table.caption} {table.note} {heads[0]}") and not any(map(says_percent, heads[1:]))
    columns = [_column(at, heads[at], [row[at] for row in once[first:]], labels, measures, announced)
               for at in range(labelled, len(heads))]
    for column in columns:
        column.base = next((n for row in repeated[:first] if (n := find_base(row[column.at]))), None)
    totals = [any(TOTAL.search(cell) for cell in row[:labelled]) for row in repeated[first:]]
    totals = [total or _is_row_of_n(label, row, columns)
              for row, (total, label) in enumerate(zip(totals, labels, strict=True))]
    sections = _sections(repeated[first:], totals, labelled)
    return FigureGrid(labels, list(range(first, len(repeated))), totals, sections, columns, " ".join(heads[:labelled]),
                      turned)


def _is_row_of_n(label: str, row: int, columns: Sequence[GridColumn]) -> bool:
    """Whether a row holds the bases of columns of counts, and nothing else: `N | | 260 | | 204`."""
    counts = [column.cells[row].whole for column in columns if column.kind == "count"]
    return N_ROW.fullmatch(label) is not None and any(counts) and all(
        column.cells[row].empty for column in columns if column.kind != "count")


def _is_turned(rows: Sequence[Sequence[str]]) -> bool:
    """Whether counts and percentages stand in rows: the labels announce both, headings neither, no cell both."""
    labels = [row[0] for row in rows[1:]]
    both = any(says_percent(x) for x in labels) and (
        any(COUNT_HEAD.search(x) for x in labels) or _gives_shares(rows) or _alternate(labels))
    heads = " ".join(rows[0][1:])
    if any(FIRST_COUNT.fullmatch(simplify_text(cell).text) for row in rows[1:] for cell in row[1:]):
        return False
    return both and (len(labels) < 7 or _alternate(labels)) and not says_percent(heads) and not COUNT_HEAD.search(heads)


def _alternate(labels: Sequence[str]) -> bool:
    """Whether rows of percentages stand each below a row of something else, two of them at least."""
    told = list(map(says_percent, labels))
    return sum(told) > 1 and not told[0] and not any(a and b for a, b in pairwise(told))


def _gives_shares(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row of percentages holds, for the most part, the shares that the counts of the row above have."""
    for above, row in pairwise(rows[1:]):
        if not says_percent(row[0]) or says_percent(above[0]) or OTHER_ROW.search(above[0]):
            continue
        parts = [(parse_cell(count), parse_cell(share)) for head, count, share in zip(rows[0], above, row, strict=True)
                 if not TOTAL.search(head)][1:]
        whole = sum(count.count or 0 for count, _ in parts)
        fitting = sum(count_matches(PrintedFigure(share.printed, count.count), whole) for count, share in parts
                      if share.printed)
        if all(count.whole for count, _ in parts) and fitting > 1 and 2 * fitting >= len(parts):
            return True
    return False


def _label_columns(rows: Sequence[Sequence[str]]) -> int:
    """How many columns at the left hold words."""
    for at in range(len(rows[0]) - 1):
        cells = [parse_cell(row[at]) for row in rows[1:]]
        worded = sum(not cell.empty and cell.count is None and not cell.printed for cell in cells)
        filled = sum(not cell.empty for cell in cells)
        if at and worded < 0.5 * max(1, filled):
            return at
    return max(1, len(rows[0]) - 1)


def _first_body_row(rows: Sequence[Sequence[str]], labelled: int) -> int | None:
    """The first row with numbers in it; a row of years is a heading."""
    for number, row in enumerate(rows):
        cells = [parse_cell(cell) for cell in row[labelled:]]
        numbers = [cell for cell in cells if cell.count is not None or cell.printed]
        years = numbers and all(cell.whole and 1900 <= (cell.count or 0) <= 2100 for cell in numbers)
        if numbers and not years and number:
            return number
    return None


def _column(at: int, head: str, texts: Sequence[str], labels: Sequence[str], measures: Sequence[bool],
            announced: bool) -> GridColumn:
    """A column and what it holds, by its heading, else by its cells.
    Numbers without a percent sign in rows that are no shares (mean, p, age) are left out; whole numbers in rows of
    bases are those of a column of percentages.
    """
    bases = read_bases(labels, texts)
    cells = [_in_unit(parse_cell(text, head), head, label)
             for text, label in zip(_plain_decimals(texts, head, announced), labels, strict=True)]
    cells = [NOTHING if other and not cell.signed else cell for cell, other in zip(cells, measures, strict=True)]
    shares = [NOTHING if row in bases else cell for row, cell in enumerate(cells)]
    kind = _kind(head, shares if any(not cell.empty for cell in shares) else cells, announced=announced)
    if kind in {"percent", "maybe"}:
        bases |= read_totals(labels, shares)
    if kind not in {"both", "percent", "maybe"} or not bases:
        return GridColumn(at, head, kind, cells)
    return GridColumn(at, head, kind, [NOTHING if row in bases else cell for row, cell in enumerate(cells)],
                      in_rows=spread_bases(bases, len(cells)))


def _plain_decimals(texts: Sequence[str], head: str, announced: bool) -> Sequence[str]:
    """Cells of a column of percentages that write their decimals behind a comma: 45,7."""
    filled = [said for text in texts if (said := simplify_text(text).text.strip()) and said[0].isdigit()]
    commas = sum(DECIMAL_COMMA.fullmatch(said) is not None for said in filled)
    told = (says_percent(head) or announced) and not COUNT_HEAD.search(head)
    if not told or commas < 2 or any("," not in said and not said.isdecimal() for said in filled):
        return texts
    return [text.replace(",", ".") if DECIMAL_COMMA.fullmatch(simplify_text(text).text.strip()) else text
            for text in texts]


def _in_unit(cell: FigureCell, head: str, label: str) -> FigureCell:
    """A cell without a sign in per mille, where its heading or its row says so."""
    told = next((said for said in (head, label) if SIGN.search(said)), "")
    mille = "‰" in told and not says_percent(told.replace("‰", "").replace("率", ""))
    return replace(cell, printed=f"{cell.printed[:-1]}‰") if mille and cell.printed and not cell.signed else cell


def _kind(head: str, cells: Sequence[FigureCell], *, announced: bool) -> str:
    """What a column holds; bases in rows of their own are left out."""
    filled = [cell for cell in cells if not cell.empty]
    many = MOSTLY * max(1, len(filled))
    if sum(cell.base is not None for cell in filled) >= many:
        return "ratio"
    if sum(cell.count is not None and bool(cell.printed) and not cell.whole for cell in filled) >= many:
        return "both"
    if sum(cell.spanned for cell in filled) >= many:
        return "percent" if says_percent(head) or filled[0].signed else "maybe"
    other = SKIPPED.search(head) or (
        YEAR.search(head) and not says_percent(head) and not COUNT_HEAD.search(head))
    if other and not (ANSWER.fullmatch(head.strip()) and sum(
            cell.signed or (announced and "." in cell.printed) for cell in filled) >= many):
        return "skip"
    if sum(cell.signed for cell in filled) >= many:
        return "percent"
    kind = _by_head(head, filled, many)
    return "percent" if kind == "maybe" and announced else kind


def _by_head(head: str, filled: Sequence[FigureCell], many: float) -> str:
    """Count or percentage by the heading; `maybe` for decimals without one."""
    numbers = sum(bool(cell.printed) for cell in filled)
    if numbers < many:
        return "skip"
    wholes = sum(cell.whole for cell in filled) == numbers
    lowest = head.split(" ")[-1] if head else ""
    for part in (lowest, head):
        if wholes and not SIGN.search(part) and (COUNT_HEAD.search(part) or BASE_HEAD.search(part)):
            return "count"
        if says_percent(part):
            return "percent"
    return "count" if wholes else "maybe"


def _sections(rows: Sequence[Sequence[str]], totals: Sequence[bool], labelled: int) -> list[int]:
    """A number per row: questions below one another in one table."""
    sections, now = [], 0
    for number, row in enumerate(rows):
        alone = not any(cell.strip() for cell in row[labelled:]) or len(set(row)) == 1
        after = number > 0 and totals[number - 1] and not totals[number]
        other = number > 0 and labelled > 1 and row[0] != rows[number - 1][0] and row[0] and not totals[number] and (
            rows[number - 1][0] in {r[0] for r in rows[:number - 1]} or row[0] in {r[0] for r in rows[number + 1:]})
        now += bool(alone or after or other)
        sections.append(now)
    return sections
