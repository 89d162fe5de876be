"""In the child: the gate before a Word document, from its zip directory and the first bytes of its parts."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping, Sequence

from surveykit.errors import ReadError, listed
from surveykit.formats.zip_gate import DEVICE, HEAD, LINK
from surveykit.words.messages import Message

MIB = 2**20
AGAIN = Message("open it in Word or WPS and save it again as .docx")
SMALLER = Message("take out pictures and embedded files, or save the words alone as .txt")
OTHER_ZIPS = (
    ("xl/workbook.xml", Message("an Excel workbook"),
     Message("save the table as CSV with the columns of read_figures")),
    ("ppt/presentation.xml", Message("a presentation"), Message("save it as PDF")),
    ("content.xml", Message("an OpenDocument file"), Message("open it and save it as .docx")),
)


def gated(archive: zipfile.ZipFile, request: Mapping) -> None:
    """Refuse a zip that is too large unpacked, has a bad entry or a document type, or is no document."""
    parts, name = archive.infolist(), request["name"]
    _refuse_large(parts, name, request["limits"], os.path.getsize(request["path"]))
    _refuse_names(parts, name)
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        what, fix = next(((what, fix) for part, what, fix in OTHER_ZIPS if part in names),
                         ("a zip archive", "unpack it, and read the file inside"))
        raise ReadError("The file is {subject}, not a Word document (.docx).", where="{file}", fix=fix, subject=what,
                        file=name)
    for part in parts:
        if part.filename.casefold().endswith((".xml", ".rels")):
            _refuse_doctype(archive.read(part), name, part.filename)


def _refuse_large(parts: Sequence[zipfile.ZipInfo], name: str, limits: Mapping[str, int], size: int) -> None:
    """Total size, ratio, number of parts; packed parts that overlap."""
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    if packed > size:
        raise ReadError("The document's parts overlap: it is damaged, or made to do harm.", where="{file}", fix=AGAIN,
                        file=name)
    dense = any(p.file_size > MIB and p.file_size > limits["ratio"] * max(1, p.compress_size) for p in parts)
    if unpacked > limits["unpacked"] or len(parts) > limits["parts"] or dense:
        raise ReadError("The document unpacks to {unpacked} MiB in {parts_count} parts from "
                        "{size} KiB, more than a report can be.", where="{file}", fix=SMALLER,
                        unpacked=unpacked // MIB, parts_count=len(parts), size=size // 1024, file=name)


def _refuse_names(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    """One bad entry refuses the whole file."""
    names = [part.orig_filename for part in parts]
    bad = [n for n, part in zip(names, parts, strict=True) if _is_bad(n) or part.external_attr >> 16 & 0o170000 == LINK]
    if bad or len({n.casefold() for n in names}) < len(names):
        raise ReadError("The document has parts that no Word writes: {bad}." if bad else
                        "The document has parts that no Word writes: two of them share a name.",
                        where="{file}", fix=AGAIN, bad=listed(bad), file=name)
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError("The document is protected by a password.", where="{file}", fix="remove the password, and save",
                        file=name)


def _is_bad(entry: str) -> bool:
    """Parent steps, absolute paths, drives, backslashes, NULs, device names."""
    steps = entry.split("/")
    return (entry.startswith("/") or "\\" in entry or ":" in entry or "\0" in entry or ".." in steps
            or any(DEVICE.fullmatch(step) for step in steps))


def _refuse_doctype(part: bytes, name: str, title: str) -> None:
    """No part of a document has a document type; one that has is made to do harm."""
    head = part.replace(b"\0", b"")[:HEAD].upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise ReadError("Part {title!r} of the document declares a document type, which no Word writes.",
                        where="{file}", fix="do not open it; ask its sender for a copy saved by Word or WPS",
                        title=title,
                        file=name)
