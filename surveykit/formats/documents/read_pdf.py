"""In the child: the signs of a PDF with their boxes, as fragments of lines, page by page.

PDFium does the reading (pypdfium2); nothing is drawn, no script is run.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from math import pi
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from surveykit.errors import ReadError
from surveykit.formats.child_types import Block, Request
from surveykit.formats.documents.block_messages import raise_digits
from surveykit.formats.documents.page_lines import Fragment
from surveykit.formats.documents.pdf_blocks import compose_pages
from surveykit.words.messages import Message

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 5_000
MOST_SIGNS = 20_000_000
APART = 0.7  # of the size of the letters: a gap this wide parts two cells
BACK = 1.3  # ligatures come as several signs in one box
SPACE = 0.16  # and a gap this wide two words of an alphabet
RAISED = 0.8  # letters smaller than this beside their neighbours, and higher, are raised
PASSWORD = 4  # FPDF_ERR_PASSWORD
SCANNED = Message("run text recognition (OCR) on it, or ask for the Word file")
QUARTER = pi / 2
SOFT, HYPHEN = 0x02, 0x2D  # PDFium's sign for a hyphen that parts a word at the end of a line
BLANK = {0x20, 0xA0, 0x3000, 0x09}
MOST_OWN_PAGES = 5_000
TOP, BOTTOM = 2.4, 2.2  # centimetres at the head and foot of a page that repeat title and page number
POINT = 72 / 2.54


def read_pdf(request: Request) -> list[Block]:
    """Every block of a PDF."""
    import pypdfium2  # deferred: only readers of PDF pay

    try:
        document = pypdfium2.PdfDocument(request["path"])
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, request["name"]) from None
    count = len(document)
    if count > MOST_PAGES:
        raise ReadError("The PDF has {count} pages, more than the {most_pages} that are read.",
                        where="{file}", fix="save the pages with the figures as a file of their own",
                        count=count, most_pages=MOST_PAGES, file=request["name"])
    pages, signs = [], 0
    for number in range(count):
        try:
            page = document[number]
            found, seen = _page(pypdfium2.raw, page, page.get_textpage())
        except pypdfium2.PdfiumError:
            raise ReadError("A page of the PDF cannot be read: the file is damaged.", where="{file}, page {page}",
                            fix="open it in a PDF reader and print it to a new PDF", file=request['name'],
                            page=number + 1) from None
        pages.append(found)
        signs += seen
        if signs > MOST_SIGNS:
            raise ReadError("The PDF holds more text than a document can.", where="{file}",
                            fix="save the pages with the figures as a file of their own", file=request["name"])
    if not any(pages):
        raise ReadError("The PDF has {count} pages and no text: it is a scan, or its letters are drawn.",
                        where="{file}", fix=SCANNED, count=count, file=request["name"])
    return compose_pages(pages)


def _unreadable(error: Exception, name: str) -> ReadError:
    """Why a PDF does not open."""
    if getattr(error, "err_code", None) == PASSWORD or "assword" in str(error):
        return ReadError("The PDF is protected by a password.", where="{file}", fix="save it without one", file=name)
    return ReadError("The file is not a PDF that can be read: it is damaged or cut off.", where="{file}",
                     fix="open it in a PDF reader and print it to a new PDF", file=name)


def _page(raw: ModuleType, page: Any, text: Any) -> tuple[list[Fragment], int]:
    """The fragments of a page, and how many signs it has."""
    signs = list(_signs(raw, text.raw))
    quarters = Counter(quarter for *_, quarter in signs)
    if not quarters:
        return [], 0
    most = quarters.most_common(1)[0][0]
    upright, (width, height) = UPRIGHT[most], page.get_size()
    fragments, run = [], Run()
    for left, bottom, right, top, sign, quarter in signs:
        if quarter != most:  # labels of axes
            continue
        placed = Sign(*upright(left, bottom, right, top, width, height), sign)
        if not run.takes(placed):
            fragments += run.fragments()
            run = Run()
        run.add(placed)
    return [*fragments, *run.fragments()], len(signs)


# From a box of the page (y upwards) to one as it is read (y downwards), by the direction of most of its text:
# to the right, downwards, to the left, upwards. Wide tables stand on their side, with or without a turned page.
UPRIGHT: tuple[Callable[[float, float, float, float, float, float], tuple[float, float, float, float]], ...] = (
    lambda a, b, c, d, w, h: (a, h - d, c, h - b), lambda a, b, c, d, w, h: (h - d, w - c, h - b, w - a),
    lambda a, b, c, d, w, h: (w - c, b, w - a, d), lambda a, b, c, d, w, h: (b, a, d, c))


class Sign(NamedTuple):
    """One sign and its box; a blank has no text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def _signs(raw: ModuleType, text: Any) -> Iterator[tuple[float, float, float, float, str, int]]:
    """The signs of a page in the order of the file: left, bottom, right, top, sign, direction in quarters."""
    box, angle_of = raw.FS_RECTF(), raw.FPDFText_GetCharAngle
    code_of, box_of, reference = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, ctypes.byref(box)
    high: int | None = None
    for at in range(raw.FPDFText_CountChars(text)):
        code = code_of(text, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = None
        code = HYPHEN if code == SOFT else code
        if code < 0x20 or 0xDC00 <= code < 0xE000 or not box_of(text, at, reference):
            continue
        sign = "" if code in BLANK else chr(code)
        yield box.left, box.bottom, box.right, box.top, sign, round(angle_of(text, at) / QUARTER) % 4


class Run:
    """Signs that follow one another on a line."""

    def __init__(self) -> None:
        self.signs: list[Sign] = []
        self.blank = False

    def takes(self, sign: Sign) -> bool:
        """Whether a sign stands on this line, right of the others, without a wide gap."""
        if not self.signs:
            return True
        last = self.signs[-1]
        height = min(last.bottom - last.top, sign.bottom - sign.top)
        size = max(last.bottom - last.top, sign.bottom - sign.top, 0.1)
        shared = min(last.bottom, sign.bottom) - max(last.top, sign.top)
        gap = sign.left - last.right
        if not sign.text and gap < APART * size:
            return True
        return shared > 0.5 * height and -BACK * size < gap < APART * size

    def add(self, sign: Sign) -> None:
        """Append a sign; a blank only parts its neighbours."""
        if not sign.text:
            self.blank = True
            return
        if self.signs:
            last = self.signs[-1]
            wide = sign.left - last.right > SPACE * (last.bottom - last.top)
            apart = wide and max(last.text[-1], sign.text[-1]) < "\u2e80"  # such a gap parts words of an alphabet
            sign = self._high(last, sign)
            if self.blank or apart:
                sign = sign._replace(text=" " + sign.text)
        self.signs.append(sign)
        self.blank = False

    def _high(self, last: Sign, sign: Sign) -> Sign:
        """A small digit above the foot of its neighbour is the number of a note."""
        small = sign.bottom - sign.top < RAISED * (last.bottom - last.top)
        above = sign.bottom < last.bottom - 0.15 * (last.bottom - last.top)
        return sign._replace(text=raise_digits(sign.text)) if small and above and sign.text.isdigit() else sign

    def fragments(self) -> list[Fragment]:
        """The run as one fragment, if there is anything in it."""
        if not self.signs:
            return []
        text = "".join(sign.text for sign in self.signs).strip()
        return [Fragment(self.signs[0].left, min(s.top for s in self.signs), self.signs[-1].right,
                         max(s.bottom for s in self.signs), text)] if text else []


def read_own_report(request: Request) -> list[str]:
    """The attachment of a given name ('' if there is none), and the text of every page."""
    import pypdfium2  # deferred: only readers of PDF pay

    try:
        document = pypdfium2.PdfDocument(request["data"])
        if len(document) > MOST_OWN_PAGES:
            raise ReadError("The PDF has {document_count} pages, more than the {most_pages} that are read.",
                            where="{file}", fix="verify a report that surveykit wrote",
                            document_count=len(document), most_pages=MOST_OWN_PAGES, file=request["name"])
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
