"""In the child: a document's reader by its kind."""

from collections.abc import Callable, Mapping, Sequence

from surveykit.errors import ReadError
from surveykit.formats.child_types import ReaderAnswer, Request
from surveykit.formats.documents.plain_blocks import read_plain
from surveykit.formats.documents.read_own_pdf import read_own_report
from surveykit.formats.documents.read_pdf import read_pdf
from surveykit.formats.documents.read_web import read_web
from surveykit.formats.documents.read_word import read_word

MOST_BLOCKS = 50_000
READERS: Mapping[str, Callable[[Request], Sequence[object]]] = {
    "docx": read_word, "html": read_web, "pdf": read_pdf, "our_pdf": read_own_report, "md": read_plain,
    "txt": read_plain}


def read_blocks(request: Request) -> ReaderAnswer:
    """Every block of a document; there are no columns. What no caller could hold is refused here."""
    blocks = READERS[request["container"]](request)
    if len(blocks) > MOST_BLOCKS:
        raise ReadError("The document holds {blocks_count} paragraphs, more than the {most_blocks} that are read.",
                        fix="save the part that is needed as a file of its own", blocks_count=len(blocks),
                        most_blocks=MOST_BLOCKS)
    return {"texts": [], "rows": 0, "notes": [], "blocks": blocks}, ()
