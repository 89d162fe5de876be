"""The pieces of a PDF report: its attached list, found again in the text of the pages.

Blanks, hyphens and line breaks are the typesetter's, so both sides are compared without them.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from surveykit.errors import ReadError
from surveykit.formats.child import ask
from surveykit.report.selfaudit.audited_text import ATTACHED, AuditedText, texts_of_table
from surveykit.result import Head
from surveykit.words.marks import Mark, MarkedText, claims, marks_of

_LOOSE = re.compile("[\\s\u00ad\u200b\u2010\\-\x02\ufffe\ufeff]")
AROUND = 16  # characters before and after a number by which it is found again
SECONDS, MEGABYTES = 60, 1024


class PdfText:
    """The text of all pages, tight, with the place of each character in the text as extracted."""

    def __init__(self, text: str) -> None:
        kept = [(i, c) for i, c in enumerate(text) if not _LOOSE.match(c)]
        self.text, self.tight = text, "".join(c for _, c in kept)
        self.place = [i for i, _ in kept]
        self.taken = [False] * len(text)
        self.at = 0

    def find(self, wanted: str, number: int = 0) -> int:
        """Where a tight text stands next, else where it stands at all; -1 for nowhere.
        The character `number` places on must not be accounted for: no two entries share a place.
        """
        for origin in (self.at, 0):
            found = self.tight.find(wanted, origin)
            while found >= 0 and self.taken[self.place[found + number]]:
                found = self.tight.find(wanted, found + 1)
            if found >= 0:
                return found
        return -1

    def take(self, start: int, length: int) -> None:
        """Mark a stretch of the tight text as accounted for."""
        for i in range(start, start + length):
            self.taken[self.place[i]] = True

    def unlisted_claims(self) -> list[str]:
        """Percentages that no entry accounts for."""
        return [self.text[start:stop].replace("\r\n", " ") for start, stop in claims(self.text)
                if not all(self.taken[i] for i in range(start, stop) if self.text[i].isalnum())]


def read_pdf_report(data: bytes, name: str) -> tuple[list[AuditedText], list[str], list[str], list[str]]:
    """The pieces, what is listed but not on a page, what stands on a page but is not listed, and the numbers shown."""
    listed, text = _parts(data, name)
    page = PdfText(text)
    found: list[AuditedText] = []
    lost: list[str] = []
    try:
        attached: dict[str, Any] = json.loads(listed) if listed else {"entries": ()}
        for entry in attached["entries"]:
            found += _pieces(entry) if entry["kind"] != "contents" else ()
            if entry["kind"] == "table":
                lost += _in_rows(entry, page)
            elif entry["kind"] != "drawn":
                lost += _in_text(_marked_text(entry), page)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ReadError("The list of numbers in the PDF is damaged.", where="{file}",
                        fix="write it again with surveykit report", file=name) from error
    return found, lost, page.unlisted_claims(), attached.get("shown", [])


def _parts(data: bytes, name: str) -> tuple[str, str]:
    """The list ('' if none is attached) and the text of the pages, read in a child process."""
    request = {"path": None, "name": name, "container": "our_pdf", "attached": ATTACHED}
    answer = ask(request, name=name, seconds=SECONDS, started=time.monotonic(), megabytes=MEGABYTES, data=data)
    return tuple(answer.head["blocks"])


def _marked_text(entry: Mapping[str, Any]) -> str:
    """The text of an entry, marked."""
    return MarkedText(entry["text"], map(Mark.read, entry["marks"]))


def _pieces(entry: Mapping[str, Any]) -> Iterator[AuditedText]:
    """What an entry says that a reader sees."""
    if entry["kind"] != "table":
        yield AuditedText(entry["at"], _marked_text(entry))
        return
    heads = [[Head(_marked_text(text), across) for text, across in row] for row in entry["head"]]
    yield from texts_of_table(entry["at"], heads, [[_marked_text(cell) for cell in row] for row in entry["rows"]])


def _tight(text: str) -> str:
    """A text without what typesetting changes."""
    return _LOOSE.sub("", text)


def _in_text(text: str, page: PdfText) -> list[str]:
    """Each number looked for on the pages with the words around it; those not found."""
    lost = []
    for mark in marks_of(text):
        before = _tight(text[:mark.start].rpartition("\0")[2])[-AROUND:]
        number, after = _tight(text[mark.start:mark.stop]), _tight(text[mark.stop:].partition("\0")[0])[:AROUND]
        # a page may end in the words before the number, or in those behind it
        near = (f"{before}{number}{after}", f"{before}{number}", f"{number}{after}")
        before, start = next(((side, place) for side, words in zip((before, before, ""), near, strict=True)
                              if (place := page.find(words, len(side))) >= 0), (before, -1))
        if start < 0:
            lost.append(text[mark.start:mark.stop])
            continue
        page.take(start + len(before), len(number))
        page.at = start
    return lost


def _pass_page_break(page: PdfText, repeated: str, line: str) -> None:
    """Go on behind the heading that comes again on a new page, where a figure may stand above it."""
    place = page.tight.find(repeated + line, page.at)
    if place >= 0:
        page.take(place, len(repeated))
        page.at = place + len(repeated)


def _in_rows(entry: Mapping[str, Any], page: PdfText) -> list[str]:
    """Cell after cell looked for, each where the last one ended; a heading may come again on a new page."""
    heads = [_marked_text(text) for row in entry["head"] for text, _ in row]
    repeated, lost = _tight("".join(heads)), []
    cells = [*heads, *(_marked_text(cell) for row in entry["rows"] for cell in row)]
    # a page may end behind the first line of the body
    starts = (page.find("".join(map(_tight, cells[:len(heads) + body]))) for body in (2, 1))
    start = next((place for place in starts if place >= 0), -1)
    page.at = start if start >= 0 else page.at
    for number, cell in enumerate(cells):
        wanted = _tight(cell)
        if number >= len(heads) and not page.tight.startswith(wanted, page.at):
            _pass_page_break(page, repeated, "".join(map(_tight, cells[number:number + len(entry["rows"][0])])))
        if not page.tight.startswith(wanted, page.at):
            lost.append(cell)
            page.at = _go_on(page, wanted, _tight(cells[number + 1]) if number + 1 < len(cells) else "")
            continue
        for mark in marks_of(cell):
            page.take(page.at + len(_tight(cell[:mark.start])), len(_tight(cell[mark.start:mark.stop])))
        page.at += len(wanted)
    return lost


def _go_on(page: PdfText, wanted: str, following: str) -> int:
    """Where the search goes on behind a cell that does not stand where it should: behind it, if the next one follows it
    there; else at the next one.
    """
    for text, passed in ((wanted + following, len(wanted)), (following, 0)):
        found = page.tight.find(text, page.at) if text else -1
        if 0 <= found < page.at + 4 * AROUND:
            return found + passed
    return page.at
