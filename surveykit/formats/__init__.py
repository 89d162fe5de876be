"""Open files that other programs wrote, safely, as text.

Names are loaded when first used: the child process that runs the native readers imports its
part of this room only, and never numpy for a workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveykit.lazy_names import lazy_names

if TYPE_CHECKING:
    from surveykit.formats.limits import Limits as Limits
    from surveykit.formats.limits import limits_now as limits_now
    from surveykit.formats.limits import trusting as trusting
    from surveykit.formats.magic import container_of as container_of
    from surveykit.formats.notes import NOTES as NOTES
    from surveykit.formats.notes import Note as Note
    from surveykit.formats.opening import bytes_of as bytes_of
    from surveykit.formats.opening import open_foreign as open_foreign
    from surveykit.formats.sheets import sheets_of as sheets_of
    from surveykit.formats.values import Column as Column
    from surveykit.formats.values import NativeTable as NativeTable
    from surveykit.formats.values import RawTable as RawTable
    from surveykit.formats.values import ResponseSet as ResponseSet
    from surveykit.formats.values import Variable as Variable

_HOME = {
    "Column": "values", "RawTable": "values", "NativeTable": "values", "Variable": "values",
    "ResponseSet": "values", "Note": "notes", "NOTES": "notes", "Limits": "limits",
    "limits_now": "limits", "trusting": "limits", "sheets_of": "sheets", "bytes_of": "opening",
    "open_foreign": "opening", "container_of": "magic",
}

__all__ = sorted(_HOME)

if not TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _HOME)
