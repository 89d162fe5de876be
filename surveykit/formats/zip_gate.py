"""The zip gate: the directory of a workbook or document, and the first bytes of its parts, before any reader.

Declared sizes can be trusted: zipfile and calamine both stop at them.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence

from surveykit.errors import ReadError, list_quoted
from surveykit.words.messages import Message

MIB = 2**20
# what zipfile raises for an archive that is cut off, changed, encrypted, or asks for what nobody has
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, KeyError, RuntimeError,
          zlib.error)
HEAD = 65_536
SHOWN = 80  # characters of a part's name in a message
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
LINK = 0o120000
DAMAGED = Message("open it in the program it comes from and save it anew, or export it again")
SMALLER = (Message("delete empty formatted rows, pictures and embedded files, save, and try again; "
                   "or save it as CSV (UTF-8) or plain text"))
# what a zip may be, by a part that it has
ZIPS = {"xl/workbook.xml": Message("an Excel workbook"), "word/document.xml": Message("a Word document"),
        "ppt/presentation.xml": Message("a presentation"), "content.xml": Message("an OpenDocument file"),
        "xl/workbook.bin": Message("a binary workbook (.xlsb)"), "project.qde": Message("a REFI-QDA project")}
TO_WORKBOOK = {"word/document.xml": Message("read_interviews reads transcripts; answers come as .xlsx or .csv"),
               "ppt/presentation.xml": Message("ask for the data export, as .xlsx or .csv"),
               "content.xml": Message("open it and save it as .xlsx"),
               "xl/workbook.bin": Message("open it in Excel and save it as .xlsx"),
               "project.qde": Message("read_qdpx reads it")}
TO_DOCUMENT = {"xl/workbook.xml": Message("save the table as CSV with the columns of read_figures"),
               "ppt/presentation.xml": Message("save it as PDF"),
               "content.xml": Message("open it and save it as .docx")}
UNPACK = Message("unpack it, and read the file inside")


def check_zip(archive: zipfile.ZipFile, name: str, limits: Mapping[str, float], size: int, main: str) -> None:
    """Refuse a zip that is too large unpacked, has a bad entry or a document type, or lacks its main part."""
    parts = archive.infolist()
    _refuse_large(parts, name, limits, size)
    _refuse_names(parts, name)
    names = [part.filename for part in parts]
    if main not in {n.casefold() for n in names}:
        raise _other_zip(names, name, main)
    for part in parts:
        if part.filename.casefold().endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                _refuse_doctype(stream.read(HEAD), name, part.filename)


def _refuse_large(parts: Sequence[zipfile.ZipInfo], name: str, limits: Mapping[str, float], size: int) -> None:
    """Total size, ratio, number of parts; packed parts that overlap."""
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    if packed > size:
        raise ReadError("The file's parts overlap: it is damaged, or made to do harm.", where="{file}", fix=DAMAGED,
                        file=name)
    dense = any(p.file_size > MIB and p.file_size > limits["ratio"] * max(1, p.compress_size) for p in parts)
    if unpacked > limits["unpacked"] or len(parts) > limits["parts"] or dense:
        raise ReadError("The file unpacks to {unpacked} MiB in {parts_count} parts from {size} KiB, "
                        "more than a survey or a report can be.", where="{file}", fix=SMALLER, unpacked=unpacked // MIB,
                        parts_count=len(parts), size=size // 1024, file=name)


def _refuse_names(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    """One bad entry refuses the whole file."""
    names = [part.orig_filename for part in parts]
    bad = [n for n, part in zip(names, parts, strict=True) if _is_bad(n) or part.external_attr >> 16 & 0o170000 == LINK]
    folded = [n.casefold() for n in names]
    if bad or len(set(folded)) < len(folded):
        bad = bad or [n for n, times in Counter(folded).items() if times > 1]
        raise ReadError("The file has parts that no office program writes: {bad}.",
                        where="{file}", fix=DAMAGED, bad=list_quoted(n[:SHOWN] for n in bad), file=name)
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError("The file is protected by a password.", where="{file}",
                        fix="remove the password in its program, and save", file=name)


def _is_bad(entry: str) -> bool:
    """Parent steps, absolute paths, drives, backslashes, NULs, device names."""
    steps = entry.split("/")
    return (entry.startswith("/") or "\\" in entry or ":" in entry or "\0" in entry or ".." in steps
            or any(DEVICE.fullmatch(step) for step in steps))


def _other_zip(names: Sequence[str], name: str, main: str) -> ReadError:
    """What the zip is instead, and what to do."""
    known = next((part for part in ZIPS if part in names), "")
    if main == "word/document.xml":
        return ReadError("The file is {kind}, not a Word document (.docx).", where="{file}",
                         fix=TO_DOCUMENT.get(known, UNPACK), kind=ZIPS.get(known, Message("a zip archive")), file=name)
    if known:
        return ReadError("The file is {kind}, not a workbook (.xlsx).", where="{file}", fix=TO_WORKBOOK[known],
                         kind=ZIPS[known], file=name)
    if any(n.casefold().endswith(".lss") for n in names):
        return ReadError("The file is a LimeSurvey archive (.lsa).", where="{file}",
                         fix="export the answers from LimeSurvey as CSV or Excel", file=name)
    return ReadError("The file is a zip archive, not a workbook; it holds {names}.", where="{file}", fix=UNPACK,
                     names=list_quoted(names), file=name)


def _refuse_doctype(head: bytes, name: str, part: str) -> None:
    """No part of an office file has a document type; one that has is made to do harm."""
    upper = head.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper:
        raise ReadError("Part {part!r} of the file declares a document type, which no office program writes.",
                        where="{file}", fix="do not open it; ask its sender for a copy saved anew", part=part,
                        file=name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in head[:256] or (text and re.search(rb"<[A-Za-z_]", text) is None) or text[:1] not in {b"<", b""}:
        raise ReadError("Part {part!r} of the file is not XML as office programs write it.", where="{file}",
                        fix=DAMAGED, part=part, file=name)
