"""The zip gate: a workbook's directory, and the first bytes of its parts, before any reader opens it.

Declared sizes can be trusted: zipfile and calamine both stop at them.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence

from surveykit.errors import ReadError, listed
from surveykit.words.messages import Message

MIB = 2**20
# what zipfile raises for an archive that is cut off, changed, encrypted, or asks for what nobody has
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, KeyError, RuntimeError,
          zipfile.zlib.error)
HEAD = 65_536
SHOWN = 80  # characters of a part's name in a message
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
LINK = 0o120000
# what a zip may be instead of a workbook: (a part it has, what it is, what to do)
OTHER_ZIPS = (
    ("word/document.xml", Message("a Word document"),
     Message("read_interviews reads transcripts; answers come as .xlsx or .csv")),
    ("ppt/presentation.xml", Message("a presentation"), Message("ask for the data export, as .xlsx or .csv")),
    ("content.xml", Message("an OpenDocument file"), Message("open it and save it as .xlsx")),
    ("xl/workbook.bin", Message("a binary workbook (.xlsb)"), Message("open it in Excel and save it as .xlsx")),
    ("project.qde", Message("a REFI-QDA project"), Message("read_qdpx reads it")),
)
EXCEL_AGAIN = Message("delete empty formatted rows and pictures in Excel, save, and try again; "
                      "or save it as CSV (UTF-8)")


def gated(archive: zipfile.ZipFile, name: str, limits: Mapping[str, int], size: int) -> None:
    """Refuse a zip that is too large unpacked, has a bad entry, or is no workbook."""
    parts = archive.infolist()
    _refuse_large(parts, name, limits, size)
    _refuse_names(parts, name)
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in {n.casefold() for n in names}:
        raise _no_workbook(names, name)
    for part in parts:
        if part.filename.casefold().endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                refuse_doctype(stream.read(HEAD), name, part.filename)


def _refuse_large(parts: Sequence[zipfile.ZipInfo], name: str, limits: Mapping[str, int], size: int) -> None:
    """Total size, ratio, number of parts; packed parts that overlap."""
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    if packed > size:
        raise ReadError("The workbook's parts overlap: it is damaged, or made to do harm.", where="{file}",
                        fix="open it in Excel and save it anew, or export it again", file=name)
    dense = any(p.file_size > MIB and p.file_size > limits["ratio"] * max(1, p.compress_size) for p in parts)
    if unpacked > limits["unpacked"] or len(parts) > limits["parts"] or dense:
        raise ReadError("The workbook unpacks to {unpacked} MiB in {parts_count} parts from {size} KiB, "
                        "more than a survey can be.", where="{file}", fix=EXCEL_AGAIN, unpacked=unpacked // MIB,
                        parts_count=len(parts), size=size // 1024, file=name)


def _refuse_names(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    """One bad entry refuses the whole file."""
    names = [part.orig_filename for part in parts]
    bad = [n for n, part in zip(names, parts, strict=True) if _is_bad(n) or part.external_attr >> 16 & 0o170000 == LINK]
    folded = [n.casefold() for n in names]
    if bad or len(set(folded)) < len(folded):
        bad = bad or [n for n, times in Counter(folded).items() if times > 1]
        raise ReadError("The workbook has parts that no Excel writes: {bad}.", where="{file}",
                        fix="open it in Excel and save it anew", bad=listed(n[:SHOWN] for n in bad), file=name)
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError("The workbook is protected by a password.", where="{file}",
                        fix="remove the password in Excel, and save", file=name)


def _is_bad(entry: str) -> bool:
    """Parent steps, absolute paths, drives, backslashes, NULs, device names."""
    steps = entry.split("/")
    return (entry.startswith("/") or "\\" in entry or ":" in entry or "\0" in entry or ".." in steps
            or any(DEVICE.fullmatch(step) for step in steps))


def _no_workbook(names: Sequence[str], name: str) -> ReadError:
    """What the zip is instead, and what to do."""
    for part, what, fix in OTHER_ZIPS:
        if part in names:
            return ReadError("The file is {subject}, not a workbook (.xlsx).", where="{file}", fix=fix, subject=what,
                             file=name)
    if any(n.casefold().endswith(".lss") for n in names):
        return ReadError("The file is a LimeSurvey archive (.lsa).", where="{file}",
                         fix="export the answers from LimeSurvey as CSV or Excel", file=name)
    return ReadError("The file is a zip archive, not a workbook; it holds {names}.", where="{file}",
                     fix="unpack it, and read the file inside", names=listed(names), file=name)


def refuse_doctype(head: bytes, name: str, part: str) -> None:
    """No part of a workbook has a document type; one that has is made to do harm."""
    if b"<!DOCTYPE" in head or b"<!doctype" in head or b"<!ENTITY" in head:
        raise ReadError("Part {part!r} of the workbook declares a document type, which no Excel writes.",
                        where="{file}", fix="open it in Excel and save it anew", part=part, file=name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    root = re.search(rb"<[A-Za-z_]", text)
    if b"\0" in head[:256] or (text and root is None) or text[:1] not in {b"<", b""}:
        raise ReadError("Part {part!r} of the workbook is not XML as Excel writes it.", where="{file}",
                        fix="open it in Excel and save it anew", part=part, file=name)
