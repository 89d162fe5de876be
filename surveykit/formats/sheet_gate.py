"""The sheet gate: one pass over a sheet's XML for its extent and for what the reader will not tell.

A pass costs about a fifth of reading the sheet. It is a search for a few byte patterns, not a parser:
exact for files that spreadsheet programs write; what slips past it meets the limits of the child process.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from surveykit.errors import ReadError

STEP = 2**16
LONGEST_TAG = 2**20
SHOWN = 6
WATCHED = 1_000_000  # cells; one far cell in a fuller sheet meets the child's memory limit instead
ENOUGH = 15  # cells per row that make a sheet of up to ZZ columns dense enough for any limit: no need to count on
# a column beyond ZZ; beyond Z; every cell with something in it: those that are only formatted cost nothing
FAR = re.compile(rb""" r=["'][A-Z]{3}""")
WIDE = re.compile(rb""" r=["'][A-Z]{2}""")
CELLS = re.compile(rb""" r=["']([A-Z]{1,3})([0-9]{1,7})["'](?:[^>]*[^/>])?>""")
CLOSED = re.compile(rb"</(?:[a-zA-Z]+:)?c>")
ROW_NUMBER = re.compile(rb"""\br=["']([0-9]{1,7})["']""")
PREFIX = re.compile(rb"<([a-zA-Z]+:)?worksheet\b")
HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
DIMENSION = re.compile(rb"""<(?:[a-zA-Z]+:)?dimension\b[^>]*?\bref=["'](?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)["']""")
MERGE = re.compile(rb"""mergeCell\b[^>]*?\bref=["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["']""")
ERROR = re.compile(rb"""e["'](?<==["']e["'])""")  # a letter that seldom stands there is found faster than a sign
COLUMN = re.compile(rb"<(?:[a-zA-Z]+:)?col\b[^>]*")


class _Marks:
    """Patterns for one sheet: most write `<c`, some `<x:c`; one known prefix is found much faster."""

    __slots__ = ("cell", "end", "error", "formula", "no_value", "row", "value")

    def __init__(self, prefix: bytes) -> None:
        self.cell, self.end = b"<" + prefix + b"c", b"</" + prefix + b"c>"
        self.row = re.compile(rb"<%brow\b([^>]*)" % prefix)
        self.value = re.compile(rb"<%b(?:v|is)[ >]" % prefix)
        self.formula = re.compile(rb"<%bf[ />]" % prefix)
        # attributes and empty value of a formula's cell that has no result
        self.no_value = re.compile(rb"<%bc\b([^>]*)>\s*<%bf\b(?:[^>]*/>|[^>]*>[^<]*</%bf>)\s*"
                                   rb"(<%bv\s*/>|<%bv>\s*</%bv>)?\s*</%bc>" % ((prefix,) * 7))
        self.error = re.compile(rb"""<%bc\b[^>]*?\br=["']([A-Z]+[0-9]+)["'][^>]*?\bt=["']e["']""" % prefix)


@dataclass(slots=True)
class SheetFacts:
    """What a pass over the sheet found.
    `rows` and `columns` are upper bounds, and `cells` is counted up to about `enough`, until `exact` has looked again.
    """

    cells: int = 0
    enough: int = 10**9
    rows: int = 0
    columns: int = 26
    far: bool = False
    filled: bool = False
    formulas: int = 0
    no_value: int = 0
    errors: int = 0
    error_cells: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    merges: int = 0
    merged_area: int = 0
    said: tuple[int, int] | None = None


def scan_sheet(stream: IO[bytes]) -> SheetFacts:
    """One pass; the stream is read to its end, so that its checksum is checked."""
    facts, tail, marks = SheetFacts(), b"", None
    while chunk := stream.read(STEP):
        chunk = tail + chunk
        marks = marks or _start_marks(chunk, facts)
        cut = max(chunk.rfind(marks.cell), 0) or max(chunk.rfind(b"<"), 0)
        if len(chunk) - cut > LONGEST_TAG + STEP:
            cut = len(chunk)
        tail = chunk[cut:]
        _look(chunk, cut, marks, facts)
    _look(tail, len(tail), marks or _Marks(b""), facts)
    return facts


def _start_marks(head: bytes, facts: SheetFacts) -> _Marks:
    """How this sheet writes its cells; the extent it declares."""
    found, prefix = DIMENSION.search(head), PREFIX.search(head)
    facts.said = (int(found[2]), column_number(found[1])) if found else None
    facts.enough = max(WATCHED // 10, int(found[2]) * ENOUGH) if found else facts.enough
    return _Marks(prefix[1] or b"" if prefix else b"")


def _look(chunk: bytes, end: int, marks: _Marks, facts: SheetFacts) -> None:
    """Add what a piece of XML holds up to its end; pieces end where a cell begins."""
    if facts.cells < facts.enough:
        facts.cells += chunk.count(marks.end, 0, end)
    facts.filled = facts.filled or marks.value.search(chunk, 0, end) is not None
    if facts.cells < WATCHED and not facts.far:
        facts.far = FAR.search(chunk, 0, end) is not None
    if facts.columns == 26 and WIDE.search(chunk, 0, end):
        facts.columns = 702
    if not facts.rows:  # columns are described before the first row
        facts.hidden_columns += len(HIDDEN.findall(b"\n".join(COLUMN.findall(chunk, 0, end))))
    _look_at_rows(chunk, end, marks, facts)
    if marks.formula.search(chunk, 0, end):
        facts.formulas += len(marks.formula.findall(chunk, 0, end))
        facts.no_value += sum(not (empty and b't="str"' in cell)  # the result of a formula may be the text ''
                              for cell, empty in marks.no_value.findall(chunk, 0, end))
    if ERROR.search(chunk, 0, end):
        found = marks.error.findall(chunk, 0, end)
        facts.errors += len(found)
        facts.error_cells += [f.decode() for f in found[:SHOWN - len(facts.error_cells)]]
    rest = chunk[max(chunk.rfind(marks.end, 0, end), 0):end]  # merges are described after the last cell
    if b"mergeCell " in rest:
        _look_at_merges(rest, facts)


def _look_at_rows(chunk: bytes, end: int, marks: _Marks, facts: SheetFacts) -> None:
    """The largest row number, and how many rows are hidden."""
    rows = b"\n".join(marks.row.findall(chunk, 0, end))
    facts.rows = max(facts.rows, max(map(int, ROW_NUMBER.findall(rows)), default=0))
    facts.hidden_rows += len(HIDDEN.findall(rows))


def _look_at_merges(chunk: bytes, facts: SheetFacts) -> None:
    """How many merged ranges there are, and the area of the largest."""
    for left, top, right, bottom in MERGE.findall(chunk):
        facts.merges += 1
        area = (abs(int(bottom) - int(top)) + 1) * (abs(column_number(right) - column_number(left)) + 1)
        facts.merged_area = max(facts.merged_area, area)


def exact(stream: IO[bytes], facts: SheetFacts) -> None:
    """Replace the bounds by the largest row and column, and all cells counted: dearer, and seldom needed."""
    bound, tail, filled = facts.rows, b"", 0
    facts.rows, facts.columns, facts.cells = 1, 1, 0
    while chunk := stream.read(STEP):
        chunk = tail + chunk
        cut = max(chunk.rfind(b"<"), 0) if len(chunk) < LONGEST_TAG else len(chunk)
        chunk, tail = chunk[:cut], chunk[cut:]
        filled += len(CLOSED.findall(chunk))
        places = CELLS.findall(chunk)
        facts.cells += len(places)
        for letters, number in set(places):
            facts.rows, facts.columns = max(facts.rows, int(number)), max(facts.columns, column_number(letters))
    if filled > facts.cells:  # cells without a reference stand where their row says
        facts.rows = max(facts.rows, bound)


def sparse(area: int, cells: int, limits: Mapping[str, int]) -> bool:
    """Whether an area is large, and all but empty."""
    return area > limits["area"] and area > limits["spread"] * cells


def too_sparse(rows: int, columns: int, cells: int, where: str) -> ReadError:
    """The refusal of a sheet that is all but empty."""
    return ReadError("The sheet reaches to row {rows} and column {columns}, with only {cells} cells in it.",
                     where="{file}", fix="delete the stray cells far below or to the right in Excel, and save",
                     rows=rows, columns=columns, cells=cells, file=where)


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
