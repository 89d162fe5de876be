"""Workbooks as text: every cell a string, every sheet a list of rows.

Floor 1. Both the codebook and the survey readers stand on this. Whole numbers lose Excel's
`.0`. Excel keeps fifteen digits: a longer number (an ID typed as one) becomes
`1.23456789012346e+17`, so that what was cut is not taken for whole.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence

from surveykit.errors import ReadError, SurveyError

Row = dict[str, str]
MAX_UNPACKED = 200 * 2**20
MAX_RATIO = 200
MAX_MEMBERS = 5_000
MAX_AREA = 1_000_000
MAX_SPREAD = 50
MAX_EXACT = 1e15
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = re.compile(r"xl/worksheets/[^/]*\.xml", re.IGNORECASE)
# a cell with something in it: empty formatted cells (`<c r="A9" s="1"/>`) cost nothing
CELL_ROW = re.compile(rb' r="[A-Z]+([0-9]+)"(?:[^>]*[^/>])?>')
CELL_COLUMN = re.compile(rb' r="([A-Z]+)[0-9]+"(?:[^>]*[^/>])?>')
BROKEN = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]* t="e"')


def workbook_sheets(data: bytes, name: str) -> dict[str, list[list[str]]]:
    """Each sheet's cells as text, by sheet name; a ReadError if the bytes are no workbook."""
    import python_calamine  # deferred: 20 ms that only readers pay

    _gate(data, name)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {sheet: _cells(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
                for sheet in book.sheet_names}
    except BaseException as error:
        # a panic of the reader's Rust code derives from BaseException and cannot be imported
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise ReadError("The file is not a workbook that can be read: it is damaged, or protected by "
                        "a password.", where=name,
                        fix="open it in Excel and save it as .xlsx, or export it again") from None


def sheet_rows(cells: Sequence[Sequence[str]]) -> list[tuple[int, Row]]:
    """(Excel row number, {heading: cell}) for each row that is not empty; row 1 holds headings."""
    if not cells:
        return []
    headings = [cell.strip() for cell in cells[0]]
    rows = []
    for number, row in enumerate(cells[1:], start=2):
        named = {h: c.strip() for h, c in zip(headings, row, strict=False) if h and c.strip()}
        if named:
            rows.append((number, named))
    return rows


def cell_text(value: object) -> str:
    """A cell as text: `3.0` is `3`, TRUE is `1`, dates are ISO, empty is ''.

    Examples
    --------
    >>> cell_text(3.0), cell_text(0.25), cell_text(110101199003074477.0)
    ('3', '0.25', '1.10101199003074e+17')
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and (value.is_integer() or abs(value) >= MAX_EXACT):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return "" if value is None else str(value)


def _cells(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    """Every cell as text."""
    return [[cell_text(value) for value in row] for row in rows]


def _gate(data: bytes, name: str) -> None:
    """Refuse what is no zip, and what would fill the memory, before a reader opens it."""
    if data[:8] == OLE:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive.infolist(), name)
            for member in archive.namelist():
                if SHEET.fullmatch(member):
                    _refuse_sparse(archive.read(member), name)
    except SurveyError:
        raise
    except Exception:  # zipfile raises seven kinds of error for damaged files
        raise ReadError("The file is not a workbook (.xlsx or .xls), or is damaged.", where=name,
                        fix="export again as Excel, or check the file's ending") from None


def _refuse_bomb(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Refuse a zip that unpacks to something huge; the directory alone is asked."""
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS or (
            unpacked > 2**20 and unpacked / packed > MAX_RATIO):
        raise ReadError(f"The workbook unpacks to {unpacked // 2**20} MiB in {len(members)} parts, "
                        "more than a survey can be.", where=name,
                        fix="delete empty formatted rows in Excel, save, and try again")


def _refuse_sparse(sheet: bytes, name: str) -> None:
    """Refuse a sheet of few cells over a huge area, and one with cells like `#N/A`."""
    broken = BROKEN.search(sheet)
    if broken:
        raise ReadError("A cell holds an Excel error (such as #N/A) instead of an answer.",
                        where=f"{name}, cell {broken[1].decode()}",
                        fix="correct or empty the cell in Excel, and save")
    rows = max(map(int, set(CELL_ROW.findall(sheet))), default=0)
    columns = max(map(_column_number, set(CELL_COLUMN.findall(sheet))), default=0)
    area, cells = rows * columns, sheet.count(b"<c ")
    if area > MAX_AREA and area > MAX_SPREAD * cells:
        raise ReadError(f"A sheet reaches to row {rows} and column {columns}, with only {cells} cells "
                        "in it.", where=name,
                        fix="delete the stray cells far below or to the right, and save")


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
