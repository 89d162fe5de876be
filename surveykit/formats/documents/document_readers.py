"""In the child: a document's reader by its kind."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from surveykit.formats.documents.read_own_pdf import read_own_report
from surveykit.formats.documents.read_pdf import read_pdf
from surveykit.formats.documents.read_web import read_web
from surveykit.formats.documents.read_word import read_word

READERS = {"docx": read_word, "html": read_web, "pdf": read_pdf, "our_pdf": read_own_report}


def read_blocks(request: Mapping) -> tuple[dict, Sequence[array]]:
    """Every block of a document; there are no columns."""
    return {"texts": [], "rows": 0, "notes": [], "blocks": READERS[request["container"]](request)}, ()
