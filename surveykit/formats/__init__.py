"""Open files that other programs wrote, safely, as text.

Names are loaded when first used: the child process that runs the native readers imports its
part of this room only, and never numpy for a workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveykit.lazy_names import lazy_names

if TYPE_CHECKING:
    from surveykit.formats.codebook_sheets import sheets_of as sheets_of
    from surveykit.formats.file_notes import NOTES as NOTES
    from surveykit.formats.file_notes import Note as Note
    from surveykit.formats.file_signatures import container_of as container_of
    from surveykit.formats.limits import Limits as Limits
    from surveykit.formats.limits import limits_now as limits_now
    from surveykit.formats.limits import trusting as trusting
    from surveykit.formats.open_table import bytes_of as bytes_of
    from surveykit.formats.open_table import open_foreign as open_foreign
    from surveykit.formats.raw_tables import Column as Column
    from surveykit.formats.raw_tables import NativeTable as NativeTable
    from surveykit.formats.raw_tables import RawTable as RawTable
    from surveykit.formats.raw_tables import ResponseSet as ResponseSet
    from surveykit.formats.raw_tables import Variable as Variable

_HOME = {
    "Column": "raw_tables", "RawTable": "raw_tables", "NativeTable": "raw_tables", "Variable": "raw_tables",
    "ResponseSet": "raw_tables", "Note": "file_notes", "NOTES": "file_notes", "Limits": "limits",
    "limits_now": "limits", "trusting": "limits", "sheets_of": "codebook_sheets", "bytes_of": "open_table",
    "open_foreign": "open_table", "container_of": "file_signatures",
}

__all__ = sorted(_HOME)

if not TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _HOME)
