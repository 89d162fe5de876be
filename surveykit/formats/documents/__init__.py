"""Foreign documents (Word, web page, PDF, text) as blocks of text in reading order (ground floor).

Names are loaded when first used: the child process imports its part of this room only.
"""

from __future__ import annotations

from importlib import import_module

_HOME = {"Cell": "blocks", "Document": "blocks", "Paragraph": "blocks", "Place": "blocks", "Table": "blocks",
         "open_document": "opening"}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    """A name of this room, from the file it lives in."""
    if name not in _HOME:
        raise AttributeError(f"module 'surveykit.formats.documents' has no attribute {name!r}")
    value = getattr(import_module(f"surveykit.formats.documents.{_HOME[name]}"), name)
    globals()[name] = value
    return value
