"""The entrance for documents: what is this file, is it of a size to be read, and who reads it."""

import hashlib
import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from surveykit.errors import ReadError
from surveykit.files.disk import read_bytes
from surveykit.formats.child import AS_TEXT, ask
from surveykit.formats.child_types import Block, Request
from surveykit.formats.documents.document_blocks import Cell, Document, Paragraph, Place, Table, with_captions
from surveykit.formats.documents.plain_blocks import read_plain
from surveykit.formats.file_notes import note_ending
from surveykit.formats.file_signatures import OLE, ZIP
from surveykit.formats.limits import MIB, limits_now
from surveykit.formats.open_table import check_file
from surveykit.words.messages import Message

LONG_TEXT = MIB
SLOWER, SECONDS_PER_MIB = 2, 3  # a page costs its reader more than a row of answers
ENDINGS = {"docx": (".docx", ".docm", ".dotx"), "pdf": (".pdf",), "html": (".html", ".htm", ".xhtml"),
           "md": (".md", ".markdown"), "txt": (".txt", ".text")}
MARKUP = re.compile(rb"<(!doctype html|html|head|body|table|meta|div|p)\b", re.IGNORECASE)
OTHER = ((b"{\\rtf", "a text document in RTF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
         (b"GIF8", "a picture"), (b"\x1f\x8b", "a compressed file"), (b"7z\xbc\xaf", "a compressed file"),
         (b"Rar!", "a compressed file"), (b"PAR1", "a Parquet file"))
CAPTION = re.compile(r"^\s*(续?表|附表|Table)\s*[0-9A-Z一二三四五六七八九十]", re.IGNORECASE)
NOTE = re.compile(r"^\s*([(（]?[注資资]|说明|備註|备注|数据来源|[*＊]|Notes?\b|Source\b|Base\b)", re.IGNORECASE)
AGAIN = Message("open it in its program and save it as .docx, or print it to a new PDF")


def open_document(path: str | Path, *, encoding: str | None = None, exact: bool = False) -> Document:
    """Open a report, thesis or page as paragraphs and tables in reading order.
    `exact`: Whether words are wanted as they stand: a text file is one paragraph, a Word document keeps blanks and
    empty paragraphs, and its text boxes are of kind `box`.
    An empty cell is ''. What holds no text has no block. Word, web pages, PDF and texts of a MiB or more are read in a
    child process with limits on memory, processor time and wall time, which `sk.trusting` raises; it may take twice the
    seconds of a table's, and 3 more for every MiB of the file. Deleted text of tracked changes is left out, inserted
    text is read; notes follow the paragraph they hang on; running headers and footers come last, as paragraphs of kind
    `margin`. A PDF knows no tables: rows are lines whose pieces stand below one another.
    >>> document = open_document("data/raw/published/README.md")
    >>> document.container, document.blocks[0].kind
    ('md', 'heading')
    """
    started, path, limits = time.monotonic(), Path(path), limits_now()
    size, _ = check_file(path, limits)
    data = read_bytes(path)
    container = document_kind(data, path.name)
    checksum = hashlib.sha256(data).hexdigest()
    request = {"path": os.path.abspath(path), "name": path.name, "container": container, "encoding": encoding,
               "exact": exact, "limits": limits.request()}
    if container in {"md", "txt"} and (exact or size < LONG_TEXT):
        messages = read_plain(request)
    else:
        seconds = SLOWER * limits.seconds + SECONDS_PER_MIB * size / MIB
        messages = _ask_child(request, seconds, started, limits.megabytes)
        if hashlib.sha256(read_bytes(path)).hexdigest() != checksum:
            raise ReadError("The file was changed while it was read.", where="{file}", fix="read it again", file=path)
    blocks = tuple(with_captions(list(_number_blocks(messages)), CAPTION.match, NOTE.match))
    if not blocks:
        raise ReadError("The document holds no text.", where="{file}", fix="check that this is the right file; {again}",
                        again=AGAIN, file=path.name)
    return Document(path.name, checksum, size, container, blocks, tuple(note_ending(path.name, container, ENDINGS)))


def document_kind(data: bytes, name: str) -> str:
    """What a document is, by its bytes; its name decides only between texts.
    An empty file has no kind and is refused.
    >>> document_kind(b"%PDF-1.7", "a.docx"), document_kind(b"n = 46", "a.txt")
    ('pdf', 'txt')
    """
    head = data[:4096]
    if not head.strip():
        raise ReadError("The file is empty.", where="{file}", fix="check that this is the right file", file=name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(ZIP):
        return "docx"
    _refuse_other(data, head, name)
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    named = next((kind for kind, endings in ENDINGS.items() if name.casefold().endswith(endings)), "txt")
    if start.startswith(b"<") and MARKUP.search(start[:2048]):
        return "html"
    if named in {"docx", "pdf"}:
        raise ReadError("The file does not begin as a file of its name does: it is damaged, or of another kind.",
                        where="{file}", fix="copy it again; or name it as what it is", file=name)
    return named


def _refuse_other(data: bytes, head: bytes, name: str) -> None:
    """A ReadError for files that are no document of a kind that is read here."""
    if head.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError("The document is protected by a password.", where="{file}",
                            fix="remove the password in Word, and save", file=name)
        raise ReadError("The file is an old Word document (.doc) or another old Office file, which is not read.",
                        where="{file}", fix="open it in Word or WPS and save it as .docx", file=name)
    if head[:200].lstrip().lower().startswith(b"mime-version:"):
        raise ReadError("The file is a web archive (MHTML).", where="{file}", fix="save the page as .html only",
                        file=name)
    found = next((what for mark, what in OTHER if head.startswith(mark)), "")
    if found:
        raise ReadError("The file is {found}, not a document that is read.", where="{file}", fix=AGAIN, found=found,
                        file=name)


def _ask_child(request: Request, seconds: float, started: float, megabytes: int) -> list[Block]:
    """The blocks from the child; its advice is for documents, not for tables."""
    try:
        answer = ask(request, name=request["name"], seconds=round(seconds, 1), started=started, megabytes=megabytes)
    except ReadError as error:
        fix = error.fix or AGAIN
        slots = {slot: AGAIN if value == AS_TEXT else value for slot, value in fix.slots.items()}
        advice = AGAIN if fix == AS_TEXT else Message.from_slots(fix.template, slots)
        raise ReadError(error.what, where=error.where, fix=advice) from None
    blocks: list[list[Any]] = answer.head["blocks"]
    return blocks


def _number_blocks(messages: Sequence[Block]) -> Iterator[Paragraph | Table]:
    """Blocks from the child's answer, numbered."""
    paragraphs = tables = 0
    for what, first, page, last in messages:
        if what == "paragraph":
            paragraphs += 1
            yield Paragraph(last, Place(page=page, paragraph=paragraphs), first)
        else:
            tables += 1
            yield Table(tuple(Cell(*cell) for cell in last), Place(page=page, table=tables), first)
