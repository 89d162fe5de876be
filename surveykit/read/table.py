"""A foreign file as headings and rows of text, before anything is believed about it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from surveykit._files import read_bytes, sha256
from surveykit._workbook import OLE, workbook_sheets
from surveykit.errors import ReadError, did_you_mean, listed
from surveykit.read.cells import tidy

TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
ZIP = b"PK\x03\x04"
MOST_HEADINGS = 1_000_000
UTF16 = {b"\xff\xfe", b"\xfe\xff"}


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows, every cell text; `lines` are the row numbers a user sees in Excel."""

    name: str
    sha256: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_table(path: str | Path, *, encoding: str | None = None, sheet: str | None = None) -> Table:
    """The one sheet of a workbook, or a delimited text file, as text."""
    path = Path(path)
    data = read_bytes(path)
    if path.suffix.casefold() in TEXT_SUFFIXES:
        cells = _csv_cells(_decoded(data, path.name, encoding), path.name)
    else:
        cells = _sheet(workbook_sheets(data, path.name), sheet, path.name)
    if not cells or not any(cells[0]):
        raise ReadError("The file must begin with a row of headings.", where=path.name,
                        fix="check that this is the export, not an empty file, and has no title above")
    headings = tuple(_heading(cell) for cell in cells[0])
    body = [(n, tuple(row)) for n, row in enumerate(cells[1:], start=2) if any(c.strip() for c in row)]
    table = Table(path.name, sha256(data), headings, tuple(r for _, r in body), tuple(n for n, _ in body))
    _refuse_unclear(table)
    return table


def _heading(cell: str) -> str:
    """A heading without the blanks and invisible characters around it."""
    return "".join(c for c in cell if unicodedata.category(c) != "Cf").strip()


def _sheet(sheets: Mapping[str, list[list[str]]], wanted: str | None, name: str) -> list[list[str]]:
    """The sheet asked for, or the only one that holds anything."""
    filled = {title: cells for title, cells in sheets.items() if cells}
    if wanted is not None:
        if wanted not in sheets:
            raise ReadError(f"There is no sheet {wanted!r}.", where=name,
                            fix=did_you_mean(wanted, sheets))
        return sheets[wanted]
    if len(filled) > 1:
        raise ReadError(f"The workbook has {len(filled)} sheets: {listed(filled)}.", where=name,
                        fix=f"read_survey(..., sheet={next(iter(filled))!r})")
    return next(iter(filled.values()), [])


def _decoded(data: bytes, name: str, encoding: str | None) -> str:
    """The text of a CSV file: the encoding asked for, else a BOM, else strict UTF-8."""
    if data[:4] == ZIP or data[:8] == OLE:
        raise ReadError("The file is a workbook, though its name ends like a text file's.", where=name,
                        fix="let its name end in .xlsx (or .xls)")
    wanted = encoding or ("utf-16" if data[:2] in UTF16 else "utf-8")
    try:
        text = data.decode(wanted).removeprefix("\ufeff")
    except LookupError:
        raise ReadError(f"There is no encoding {wanted!r}.", where=name,
                        fix="encoding='gb18030', 'big5', 'utf-16' or 'utf-8'") from None
    except ValueError:
        raise ReadError(f"The file is not text in {wanted}.", where=name, fix=_other(wanted)) from None
    if "\x00" in text:
        raise ReadError("The file is not plain text: it holds NUL characters.", where=name,
                        fix="read_survey(..., encoding='utf-16-le'), or save it as CSV UTF-8")
    return text


def _other(encoding: str) -> str:
    """What to try when an encoding is wrong."""
    if encoding.casefold().replace("-", "").replace("_", "") in {"gbk", "gb2312", "gb18030"}:
        return "read_survey(...) without encoding=, or encoding='big5'"
    return "read_survey(..., encoding='gb18030') if it was saved by Chinese Excel or WPS"


def _csv_cells(text: str, name: str) -> list[list[str]]:
    """The cells of a delimited file; every row must have as many fields as there are headings."""
    first = re.sub(r'"[^"]*"', "", text[:MOST_HEADINGS]).partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ReadError(f"The file is not well-formed CSV: {error}.", where=name,
                        fix="look for a quotation mark that is never closed") from None
    wrong = [n for n, row in enumerate(rows, start=1) if row and rows[0] and len(row) != len(rows[0])]
    if wrong:
        raise ReadError(f"Every row must have {len(rows[0])} fields, as the headings have.",
                        where=f"{name}, rows {listed(wrong)}",
                        fix="a stray delimiter or line break shifts the answers: repair these rows")
    return rows


def _refuse_unclear(table: Table) -> None:
    """Refuse two columns of one name, and answers under no name."""
    seen = [tidy(heading) for heading in table.headings]
    twice = [heading for heading, n in Counter(seen).items() if n > 1 and heading]
    if twice:
        raise ReadError(f"Headings must be unique; {listed(twice)} occur more than once.",
                        where=table.name, fix="rename one of the columns in the export")
    bare = [place for place, heading in enumerate(seen) if not heading]
    lines = _filled(table, bare)
    if lines:
        raise ReadError("There are answers under no heading.", where=f"{table.name}, rows {listed(lines)}",
                        fix="give the column a heading, or delete the stray cells")


def _filled(table: Table, places: Sequence[int]) -> list[int]:
    """The lines that hold something in these columns."""
    return [n for n, row in zip(table.lines, table.rows, strict=True)
            if any(row[place].strip() for place in places)]
