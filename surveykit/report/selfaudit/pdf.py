"""The pieces of a PDF report: its attached list, found again in the text of the pages.

Blanks, hyphens and line breaks are the typesetter's, so both sides are compared without them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from surveykit.errors import ReadError
from surveykit.marks import Mark, Marked, claims, marks_of
from surveykit.report.selfaudit.piece import ATTACHED, Piece, of_table
from surveykit.result import Head

if TYPE_CHECKING:
    import pypdfium2

_LOOSE = re.compile("[\\s\u00ad\u200b\u2010\\-\x02\ufffe\ufeff]")
AROUND = 16  # characters before and after a number by which it is found again
TOP, BOTTOM = 2.4, 2.2  # centimetres at the head and foot of a page that repeat the title
POINT = 72 / 2.54


class Page:
    """The text of all pages, tight, with the place of each character in the text as extracted."""

    def __init__(self, text: str) -> None:
        kept = [(i, c) for i, c in enumerate(text) if not _LOOSE.match(c)]
        self.text, self.tight = text, "".join(c for _, c in kept)
        self.place = [i for i, _ in kept]
        self.taken = [False] * len(text)
        self.at = 0

    def find(self, wanted: str) -> int:
        """Where a tight text stands next, else where it stands at all; -1 for nowhere."""
        found = self.tight.find(wanted, self.at)
        return found if found >= 0 else self.tight.find(wanted)

    def take(self, start: int, length: int) -> None:
        """Mark a stretch of the tight text as accounted for."""
        for i in range(start, start + length):
            self.taken[self.place[i]] = True

    def left(self) -> list[str]:
        """Percentages that no entry accounts for."""
        return [self.text[start:stop].replace("\r\n", " ") for start, stop in claims(self.text)
                if not all(self.taken[i] for i in range(start, stop) if self.text[i].isalnum())]


def read(data: bytes) -> tuple[list[Piece], list[str], list[str]]:
    """The pieces, what is listed but not on a page, and what stands on a page but is not listed."""
    import pypdfium2  # deferred: reports are written without it

    try:
        document = pypdfium2.PdfDocument(data)
        entries, page = json.loads(_attached(document))["entries"], Page(_text(document))
    except (pypdfium2.PdfiumError, ValueError, KeyError, TypeError) as error:
        raise ReadError("The file cannot be read as a PDF report of ours.", fix="write it again") from error
    found, lost = [], []
    for entry in entries:
        found += _pieces(entry)
        if entry["kind"] == "table":
            lost += _in_rows(entry, page)
        elif entry["kind"] != "drawn":
            lost += _in_text(_said(entry), page)
    return found, lost, page.left()


def _attached(document: pypdfium2.PdfDocument) -> bytes:
    """The list; an empty one if none is attached."""
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        if attachment.get_name() == ATTACHED:
            return bytes(attachment.get_data())
    return b'{"entries": []}'


def _text(document: pypdfium2.PdfDocument) -> str:
    """The text of every page without its head and foot."""
    shown = []
    for page in document:
        width, height = page.get_size()
        shown.append(page.get_textpage().get_text_bounded(0, BOTTOM * POINT, width, height - TOP * POINT))
    return "\r\n".join(shown)


def _said(entry: Mapping) -> str:
    """The text of an entry, marked."""
    return Marked(entry["text"], map(Mark.read, entry["marks"]))


def _pieces(entry: Mapping) -> Iterator[Piece]:
    """What an entry says that a reader sees."""
    if entry["kind"] != "table":
        yield Piece(entry["at"], _said(entry))
        return
    heads = [[Head(_said(text), across) for text, across in row] for row in entry["head"]]
    yield from of_table(entry["at"], heads, [[_said(cell) for cell in row] for row in entry["rows"]])


def _tight(text: str) -> str:
    """A text without what typesetting changes."""
    return _LOOSE.sub("", text)


def _in_text(text: str, page: Page) -> list[str]:
    """Each number looked for on the pages with the words around it; those not found."""
    lost = []
    for mark in marks_of(text):
        before = _tight(text[:mark.start].rpartition("\0")[2])[-AROUND:]
        number, after = _tight(text[mark.start:mark.stop]), _tight(text[mark.stop:].partition("\0")[0])[:AROUND]
        start = page.find(before + number + after)
        if start < 0:
            lost.append(text[mark.start:mark.stop])
            continue
        page.take(start + len(before), len(number))
        page.at = start
    return lost


def _in_rows(entry: Mapping, page: Page) -> list[str]:
    """Cell after cell looked for, each where the last one ended; a heading may come again on a new page."""
    heads = [_said(text) for row in entry["head"] for text, _ in row]
    repeated, lost = _tight("".join(heads)), []
    cells = [*heads, *(_said(cell) for row in entry["rows"] for cell in row)]
    start = page.find("".join(map(_tight, cells[:len(heads) + 2])))
    page.at = start if start >= 0 else page.at
    for number, cell in enumerate(cells):
        wanted = _tight(cell)
        if number >= len(heads) and page.tight.startswith(repeated + wanted, page.at):
            page.take(page.at, len(repeated))
            page.at += len(repeated)
        if not page.tight.startswith(wanted, page.at):
            lost.append(cell)
            found = page.tight.find(wanted, page.at)
            page.at = found if 0 <= found < page.at + 4 * AROUND else page.at
            continue
        for mark in marks_of(cell):
            page.take(page.at + len(_tight(cell[:mark.start])), len(_tight(cell[mark.start:mark.stop])))
        page.at += len(wanted)
    return lost
