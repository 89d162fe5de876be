"""Open files that other programs wrote, safely, as text (floor 1).

Names are loaded when first used: the child process that runs the native readers imports its
part of this room only, and never numpy for a workbook.
"""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "Column": "values", "RawTable": "values", "NativeTable": "values", "Variable": "values",
    "ResponseSet": "values", "Note": "notes", "NOTES": "notes", "Limits": "limits",
    "limits_now": "limits", "trusting": "limits", "sheets_of": "sheets", "bytes_of": "opening",
    "open_foreign": "opening", "container_of": "magic",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    """A name of this room, from the file it lives in."""
    if name not in _HOME:
        raise AttributeError(f"module 'surveykit.formats' has no attribute {name!r}")
    value = getattr(import_module(f"surveykit.formats.{_HOME[name]}"), name)
    globals()[name] = value
    return value
