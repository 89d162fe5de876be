"""The zip gate: a workbook's directory, and the first bytes of its parts, before any reader opens it.

Declared sizes can be trusted: zipfile and calamine both stop at them.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence

from surveykit.errors import ReadError, listed

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
    ("word/document.xml", "a Word document", "read_interviews reads transcripts; answers come as .xlsx or .csv"),
    ("ppt/presentation.xml", "a presentation", "ask for the data export, as .xlsx or .csv"),
    ("content.xml", "an OpenDocument file", "open it and save it as .xlsx"),
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "open it in Excel and save it as .xlsx"),
    ("project.qde", "a REFI-QDA project", "read_qdpx reads it"),
)
EXCEL_AGAIN = "delete empty formatted rows and pictures in Excel, save, and try again; or save it as CSV (UTF-8)"


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
        raise ReadError("The workbook's parts overlap: it is damaged, or made to do harm.", where=name,
                        fix="open it in Excel and save it anew, or export it again")
    dense = any(p.file_size > MIB and p.file_size > limits["ratio"] * max(1, p.compress_size) for p in parts)
    if unpacked > limits["unpacked"] or len(parts) > limits["parts"] or dense:
        raise ReadError(f"The workbook unpacks to {unpacked // MIB} MiB in {len(parts)} parts from {size // 1024} KiB, "
                        "more than a survey can be.", where=name, fix=EXCEL_AGAIN)


def _refuse_names(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    """One bad entry refuses the whole file."""
    names = [part.orig_filename for part in parts]
    bad = [n for n, part in zip(names, parts, strict=True) if _is_bad(n) or part.external_attr >> 16 & 0o170000 == LINK]
    folded = [n.casefold() for n in names]
    if bad or len(set(folded)) < len(folded):
        bad = bad or [n for n, times in Counter(folded).items() if times > 1]
        raise ReadError(f"The workbook has parts that no Excel writes: {listed(n[:SHOWN] for n in bad)}.", where=name,
                        fix="open it in Excel and save it anew")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError("The workbook is protected by a password.", where=name,
                        fix="remove the password in Excel, and save")


def _is_bad(entry: str) -> bool:
    """Parent steps, absolute paths, drives, backslashes, NULs, device names."""
    steps = entry.split("/")
    return (entry.startswith("/") or "\\" in entry or ":" in entry or "\0" in entry or ".." in steps
            or any(DEVICE.fullmatch(step) for step in steps))


def _no_workbook(names: Sequence[str], name: str) -> ReadError:
    """What the zip is instead, and what to do."""
    for part, what, fix in OTHER_ZIPS:
        if part in names:
            return ReadError(f"The file is {what}, not a workbook (.xlsx).", where=name, fix=fix)
    if any(n.casefold().endswith(".lss") for n in names):
        return ReadError("The file is a LimeSurvey archive (.lsa).", where=name,
                         fix="export the answers from LimeSurvey as CSV or Excel")
    return ReadError(f"The file is a zip archive, not a workbook; it holds {listed(names)}.", where=name,
                     fix="unpack it, and read the file inside")


def refuse_doctype(head: bytes, name: str, part: str) -> None:
    """No part of a workbook has a document type; one that has is made to do harm."""
    if b"<!DOCTYPE" in head or b"<!doctype" in head or b"<!ENTITY" in head:
        raise ReadError(f"Part {part!r} of the workbook declares a document type, which no Excel writes.",
                        where=name, fix="open it in Excel and save it anew")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    root = re.search(rb"<[A-Za-z_]", text)
    if b"\0" in head[:256] or (text and root is None) or text[:1] not in {b"<", b""}:
        raise ReadError(f"Part {part!r} of the workbook is not XML as Excel writes it.", where=name,
                        fix="open it in Excel and save it anew")
