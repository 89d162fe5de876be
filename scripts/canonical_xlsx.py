"""Write a workbook whose bytes depend on its cells only, so that a rebuilt file can be compared.

openpyxl stamps the hour into the file and into the zip; both are replaced here. It writes through
lxml if that is installed and without it otherwise, with other bytes for the same XML: every part is
brought to canonical form. Members are stored, not deflated: zlib and zlib-ng compress differently.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]

STAMP = "2026-09-15T00:00:00Z"
CONTENT_TYPES = "[Content_Types].xml"


def write_workbook(
    path: Path, sheets: Mapping[str, Rows], properties: Mapping[str, str], *, dressed: bool = False
) -> None:
    """Write `sheets` (name to rows) to `path`; `dressed` makes it pleasant to edit by hand."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if dressed:
            _dress(sheet)
    for name, value in properties.items():
        setattr(book.properties, name, value)
    plain = BytesIO()
    book.save(plain)
    path.write_bytes(canonical(plain.getvalue()))


def canonical(xlsx: bytes) -> bytes:
    """Return the workbook with sorted members, 1980 timestamps and fixed document dates."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(xlsx)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != CONTENT_TYPES, name)):
            target.writestr(_member(name), _part(name, source.read(name)))
    return packed.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_STORED, 3, 0
    return info


def _part(name: str, content: bytes) -> str:
    """Return one XML part in canonical form (C14N), document dates fixed."""
    text = canonicalize(content.decode("utf-8"))
    if name == "docProps/core.xml":
        dates = r"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)"
        text = re.sub(dates, rf"\g<1>{STAMP}\g<3>", text)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'


def _dress(sheet: Worksheet) -> None:
    """Bold frozen header and readable widths: people edit a codebook in Excel."""
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.iter_cols(), start=1):
        longest = max(_width(cell.value) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, 60)
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _width(value: Cell) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value or ""))
