"""Transcripts and tables from disk: bytes to text, never guessed and never half decoded.

A .docx is a zip that somebody else made: the gate stands before any reader opens it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from surveykit.errors import ReadError, did_you_mean, listed
from surveykit.files.disk import read_bytes
from surveykit.words.messages import Message

MAX_UNPACKED = 200 * 2**20
MAX_RATIO = 200
MAX_MEMBERS = 5_000
SUFFIXES = (".txt", ".docx")
BOMS = (b"\xff\xfe", b"\xfe\xff")
ASIDE = re.compile("[\x00-\x7f\u2010-\u2027\u3000-\u3020\uff01-\uff5e·×—…℃]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = {f"{W}del", f"{W}moveFrom", f"{W}txbxContent",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def read_text(path: Path) -> str:
    """The raw text of a transcript (.txt or .docx), as it stands in the file."""
    data = read_bytes(path)
    if path.suffix.lower() == ".docx":
        return word_text(data, str(path))
    if path.suffix.lower() != ".txt":
        raise ReadError("A transcript must be a .txt or .docx file.", where="{file}",
                        fix="open it in Word or WPS and save it as .docx", file=path)
    return decode(data, str(path))


def decode(data: bytes, where: str) -> str:
    """Text from bytes: byte order mark, UTF-8, then GB 18030 if that reads like Chinese.

    Raises
    ------
    ReadError
        No encoding fits. Nothing is ever replaced or left out.

    Missing values
    --------------
    Empty bytes are an empty text.

    Examples
    --------
    >>> decode("受访者：好。".encode("gb18030"), "P01.txt")
    '受访者：好。'
    """
    if data.startswith(BOMS):
        return _decoded(data, "utf-16", where)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "gb18030", where)
        if not _reads_like_chinese(text):
            raise _undecodable(where) from None
    if "\0" in text:
        raise _undecodable(where)
    return text


def _decoded(data: bytes, encoding: str, where: str) -> str:
    """The text in one encoding, or the error."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _undecodable(where) from None


def _undecodable(where: str) -> ReadError:
    """The error for bytes that are no text we know."""
    return ReadError("The file must be text in UTF-8 (or UTF-16 with its mark, or GB 18030).",
                     where="{file}", fix="open it in its program and save it as UTF-8 text", file=where)


def _reads_like_chinese(text: str) -> bool:
    """Whether most signs are everyday hanzi (level 1 of GB 2312): wrong bytes give rare ones."""
    signs = [sign for sign in text if not ASIDE.match(sign)]
    return 2 * sum(map(_everyday, signs)) >= len(signs) > 0


def _everyday(sign: str) -> bool:
    """Whether a sign is one of the 3755 hanzi of GB 2312 level 1."""
    pair = sign.encode("gb18030", "replace")
    return len(pair) == 2 and 0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1


def word_text(data: bytes, where: str) -> str:
    """The paragraphs of a Word document in order, tables included, deletions left out."""
    import docx  # deferred: only readers of .docx pay for it

    _gate(data, where)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
        return "\n".join("".join(_words(paragraph)) for paragraph in body.iter(f"{W}p")
                         if not any(above.tag in GONE for above in paragraph.iterancestors()))
    except Exception as error:  # python-docx and lxml raise whatever the file provokes
        raise _no_word(where) from error


def _no_word(where: str) -> ReadError:
    """The error for a .docx that is none."""
    return ReadError("The file is not a Word document (.docx) that can be read.", where="{file}",
                     fix="open it in Word or WPS and save it again as .docx, or as .txt", file=where)


def _words(node: object) -> Iterator[str]:
    """The words of a paragraph, nested paragraphs and deleted runs left out."""
    for child in node:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag not in GONE and child.tag != f"{W}p":
            yield from _words(child)


def _gate(data: bytes, where: str) -> None:
    """Refuse what is no zip, zips that unpack to something huge, and parts with a DOCTYPE."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members, where)
            parts = [archive.read(m) for m in members if m.filename.endswith((".xml", ".rels"))]
    except ReadError:
        raise
    except Exception as error:  # zipfile and zlib raise a dozen kinds
        raise _no_word(where) from error
    if any(b"<!DOCTYPE" in part.replace(b"\0", b"").upper() for part in parts):
        raise ReadError("The document must not declare a DOCTYPE; Word never does.", where="{file}",
                        fix="do not open it; ask its sender for a copy saved by Word or WPS", file=where)


def _check_members(members: Sequence[zipfile.ZipInfo], where: str) -> None:
    """Refuse a zip by its directory alone: sizes, and names that lead elsewhere or twice."""
    unpacked = sum(member.file_size for member in members)
    bombs = [m for m in members if m.file_size > 2**20
             and m.file_size > MAX_RATIO * max(1, m.compress_size)]
    if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS or bombs:
        raise ReadError("The document unpacks to {unpacked} MiB in {members_count} parts, "
                        "more than a transcript can be.", where="{file}",
                        fix="save the words alone as .txt", unpacked=unpacked // 2**20, members_count=len(members),
                        file=where)
    names = [member.filename.casefold() for member in members]
    strange = [n for n in names if n.startswith("/") or ".." in n.split("/") or "\\" in n]
    if strange or len(set(names)) < len(names):
        raise ReadError("The document holds parts with unlawful or repeated names.", where="{file}",
                        fix="open it in Word or WPS and save it again as .docx", file=where)


def csv_rows(path: Path, required: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV file as text, each with its line number under `#`.

    Raises
    ------
    ReadError
        A required column is absent or twice there, or a row has more or fewer fields.
    """
    text = decode(read_bytes(path), str(path))
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        head = [name.strip() for name in next(reader, [])]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ReadError("The file is not CSV: {error}.", where="{file}",
                        fix="save it as CSV UTF-8 in Excel", error=error, file=path) from error
    _check_head(head, required, str(path))
    uneven = [number for number, row in rows if len(row) != len(head)]
    if uneven:
        raise ReadError("Every row must have {head_count} fields, as the heading has.",
                        where="{path}, {lines}",
                        fix="put cells that hold a comma or a quote in double quotes", head_count=len(head), path=path,
                        lines=lines(uneven))
    return [{"#": str(number)} | dict(zip(head, row, strict=True)) for number, row in rows]


def lines(numbers: Sequence[object], shown: int = 5) -> Message:
    """Where to look in a file: `lines 3, 7, 8, 9, 12 and 2 more`.

    Examples
    --------
    >>> lines([3]), lines([3, 7])
    ('line 3', 'lines 3, 7')
    """
    where = listed(list(map(int, numbers)), shown)
    return Message("lines {numbers}", numbers=where) if len(numbers) > 1 else Message("line {number}", number=where)


def _check_head(head: Sequence[str], required: Sequence[str], where: str) -> None:
    """Refuse a heading without a required column, or with one twice."""
    absent = [name for name in required if name not in head]
    if absent:
        raise ReadError("The file must have the column(s) {absent}.", where="{file}",
                        fix=did_you_mean(absent[0], head), absent=listed(absent), file=where)
    twice = sorted({name for name in head if head.count(name) > 1})
    if twice:
        raise ReadError("The column(s) {twice} occur twice.", where="{file}",
                        fix="rename or delete one of them", twice=listed(twice), file=where)
