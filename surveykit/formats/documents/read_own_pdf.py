"""In the child: a PDF report of ours, its attached list and the text of its pages as it stands.

Unlike `pdf.py` it composes nothing: whoever audits the report compares the list with the bare text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveykit.errors import ReadError
from surveykit.formats.child_types import Request

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 5_000
TOP, BOTTOM = 2.4, 2.2  # centimetres at the head and foot of a page that repeat title and page number
POINT = 72 / 2.54


def read_own_report(request: Request) -> list[str]:
    """The attachment of a given name ('' if there is none), and the text of every page."""
    import pypdfium2  # deferred: only readers of PDF pay

    try:
        document = pypdfium2.PdfDocument(request["data"])
        if len(document) > MOST_PAGES:
            raise ReadError("The PDF has {document_count} pages, more than the {most_pages} that are read.",
                            where="{file}", fix="verify a report that surveykit wrote",
                            document_count=len(document), most_pages=MOST_PAGES, file=request["name"])
        return [_attachment_text(document, request["attached"]), "\r\n".join(map(_page_text, document))]
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        raise ReadError("The file cannot be read as a PDF report of ours.", where="{file}",
                        fix="write it again with surveykit report", file=request["name"]) from None


def _attachment_text(document: pypdfium2.PdfDocument, name: str) -> str:
    """The text of an attachment."""
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        if attachment.get_name() == name:
            return bytes(attachment.get_data()).decode("utf-8")
    return ""


def _page_text(page: pypdfium2.PdfPage) -> str:
    """The text of a page without its head and foot."""
    width, height = page.get_size()
    return str(page.get_textpage().get_text_bounded(0, BOTTOM * POINT, width, height - TOP * POINT))
