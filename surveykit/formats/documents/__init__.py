"""Foreign documents (Word, web page, PDF, text) as blocks of text in reading order.

Names are loaded when first used: the child process imports its part of this room only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveykit.lazy_names import lazy_names

if TYPE_CHECKING:
    from surveykit.formats.documents.document_blocks import Cell as Cell
    from surveykit.formats.documents.document_blocks import Document as Document
    from surveykit.formats.documents.document_blocks import Paragraph as Paragraph
    from surveykit.formats.documents.document_blocks import Place as Place
    from surveykit.formats.documents.document_blocks import Table as Table
    from surveykit.formats.documents.open_documents import open_document as open_document

_HOME = {**dict.fromkeys(("Cell", "Document", "Paragraph", "Place", "Table"), "document_blocks"),
         "open_document": "open_documents"}

__all__ = sorted(_HOME)

if not TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _HOME)
