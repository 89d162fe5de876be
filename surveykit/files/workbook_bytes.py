"""An Excel workbook to bytes: the same content gives the same bytes, and text is never a formula."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from surveykit.files.disk import canonical_zip

if TYPE_CHECKING:
    from openpyxl import Workbook

LONGEST_CELL = 32_767
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CORE = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>surveykit</dc:creator>'
        b"</cp:coreProperties>")


def workbook_bytes(workbook: Workbook) -> bytes:
    """The workbook as a file without times and names; a text that begins with `=` stays a text."""
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.data_type = "s"
    out = io.BytesIO()
    workbook.save(out)
    return canonical_zip(out.getvalue(), {"docProps/core.xml": CORE})


def cell_content(value: Any) -> Any:
    """A value as a cell can hold it: a sign that no workbook may hold becomes `\\ufffd`, a long text ends in `…`."""
    if not isinstance(value, str):
        return value
    text = UNWRITABLE.sub("\ufffd", str.__str__(value)) or None
    return text if text is None or len(text) <= LONGEST_CELL else text[:LONGEST_CELL - 1] + "…"
