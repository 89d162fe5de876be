"""The entrance: what is this file, is it of a size to be read, and who reads it."""

import hashlib
import os
import re
import stat
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from surveykit.errors import ReadError
from surveykit.files.disk import read_bytes, sha256
from surveykit.formats.child import ChildAnswer, ask
from surveykit.formats.delimited_text import read_delimited, read_long_bytes
from surveykit.formats.file_notes import Note, note_ending
from surveykit.formats.file_signatures import ENDINGS, HEAD, container_of, not_as_named
from surveykit.formats.limits import MIB, Limits, limits_now, trusting_advice
from surveykit.formats.raw_tables import Column, NativeTable, RawTable, ResponseSet, Variable
from surveykit.text.east_asian_text import read_lone_hanzi
from surveykit.text.encodings import decode_bytes, list_odd_words
from surveykit.text.western_text import ENCODINGS as WESTERN
from surveykit.text.western_text import NON_ASCII, read_western

TENFOLD = 10 * MIB  # an honest export of so many bytes may take its reader twice the time on a busy machine
THIN = 12  # distinct characters beyond ASCII: fewer prove little, so all of them are shown
INFERRED = {*WESTERN, "gb18030"}
EITHER = ("utf-8", "gb18030")
SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+(1[5-9]|2[0-9])")


def open_foreign(path: str | Path, *, encoding: str | None = None, sheet: str | None = None,
                 limits: Limits | None = None) -> RawTable | NativeTable:
    """Open a file that another program wrote, whatever its name says, as columns of text.
    `path`: Excel workbook (.xlsx, .xls), delimited text, SPSS (.sav, .zsav, .por), Stata (.dta) or Parquet. `encoding`:
    Of a text file, or of the texts in an SPSS or Stata file, if it is known; decoded strictly. `limits`: Sizes beyond
    which the file is refused unread; time and memory of its reader. By default those of the innermost `trusting`.
    Header rows are rows of a `RawTable`: how many there are, the platform's reader knows.
    Empty cells are ''. Nothing else is taken for missing; user-missing values keep their text.
    Workbooks, SPSS, Stata and Parquet files are read in a child process with limits on memory, processor time and wall
    time; on Windows only wall time is limited. Text is read in the caller, without a native reader.
    >>> table = open_foreign("data/raw/volunteers/volunteers_synthetic.xlsx")
    >>> table.container, table.row(0)[:2]
    ('xlsx', ['序号', '提交答卷时间'])
    """
    started, path, limits = time.monotonic(), Path(path), limits or limits_now()
    seen = check_file(path, limits)
    container = container_of(_read_head(path), path.name)
    if container == "csv":
        return _text(path, encoding, sheet, limits)
    with path.open("rb") as stream:
        checksum = hashlib.file_digest(stream, "sha256").hexdigest()
    request = {"path": os.path.abspath(path), "name": path.name, "container": container, "sheet": sheet,
               "encoding": encoding, "limits": limits.request()}
    answer = ask(request, name=path.name, started=started, seconds=patience(seen[0], limits),
                 megabytes=limits.megabytes)
    if check_file(path, limits) != seen:
        raise ReadError("The file was changed while it was read.", where="{file}", fix="read it again", file=path)
    source = {"name": path.name, "sha256": checksum, "size": seen[0]}
    if container in {"zip", "ole"}:
        return _workbook(answer, source, encoding)
    told = None if container in {"sav", "zsav", "dta"} else encoding  # the others are always in their own
    return _native(answer, source, _unused_note("sheet", sheet) + _unused_note("encoding", told))


def _read_head(path: Path) -> bytes:
    """The first bytes of a file; a ReadError where the system does not give them."""
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return read_bytes(path)[:HEAD]  # says why not


def patience(size: int, limits: Limits) -> float:
    """Seconds that the reader of a file of so many bytes may take."""
    return round(limits.seconds * (1 + size / TENFOLD), 1)


def bytes_of(path: str | Path) -> bytes:
    """The bytes of a file that is not too large, no device and no pipe.
    >>> bytes_of("data/raw/anes96/anes96.csv")[:3]
    b'pop'
    """
    check_file(Path(path), limits_now())
    return read_bytes(path)


def check_file(path: Path, limits: Limits) -> tuple[int, int]:
    """Size and time of change of a file that may be read."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        read_bytes(path)  # says why not
        raise
    if stat.S_ISDIR(status.st_mode):
        read_bytes(path)
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("A file is needed, but this is a device or a pipe.", where="{file}",
                        fix="save what it gives as a file first", file=path)
    if status.st_size > limits.file:
        raise ReadError("The file has {st_size} MiB, more than the {file} MiB "
                        "that are read.", where="{file_2}", fix=trusting_advice(file=2 * status.st_size),
                        st_size=status.st_size // MIB, file=limits.file // MIB, file_2=path)
    if not os.access(path, os.R_OK):
        read_bytes(path)
    return status.st_size, status.st_mtime_ns


def _text(path: Path, encoding: str | None, sheet: str | None, limits: Limits) -> RawTable:
    """A delimited text file."""
    data, given = read_bytes(path), encoding
    ready = read_long_bytes(data, limits) if given is None else None
    if ready:
        (columns, delimiter, encoding), first, notes = ready, 1, list[Note]()
    else:
        text, encoding = decode_bytes(data, path.name, encoding)
        columns, first, delimiter, notes = read_delimited(text, path.name, limits)
    ending = note_ending(path.name, "csv", ENDINGS)
    if ending and len(columns) == 1:  # a table saved as text under a workbook's name has columns
        raise not_as_named(path.name)
    notes = ending + _unused_note("sheet", sheet) + notes
    notes += _encoding_note(data, encoding) if not given else []
    notes += [Note("long_numbers", {"count": len(hits), "columns": number})  # Excel has written 1.10101E+17
              for number, column in enumerate(columns if b"+" in data else (), start=1)
              if (hits := [text for text in column.texts if SCIENTIFIC.fullmatch(text)])]
    kept, lines, trimmed = _trim(columns, first)
    return RawTable(path.name, sha256(data), len(data), "csv", encoding, delimiter, "", kept, lines, (*notes, *trimmed))


def _workbook(answer: ChildAnswer, source: Mapping[str, Any], encoding: str | None) -> RawTable:
    """A sheet that the child has read."""
    head = answer.head
    columns, lines, trimmed = _trim(answer.columns, 1)
    if not columns:
        raise ReadError("The sheet holds nothing.", where="{file}, sheet {sheet!r}",
                        fix="check that this is the export, not an empty file", file=source['name'],
                        sheet=head['sheet'])
    notes = [*note_ending(source["name"], head["container"], ENDINGS), *_unused_note("encoding", encoding),
             *answer.notes, *trimmed]
    return RawTable(**source, container=head["container"], encoding="", delimiter="", sheet=head["sheet"],
                    columns=columns, lines=lines, notes=tuple(notes))


def _native(answer: ChildAnswer, source: Mapping[str, Any], unused: Sequence[Note]) -> NativeTable:
    """An SPSS, Stata or Parquet file that the child has read."""
    head = answer.head
    variables = tuple(Variable(**{**said, "missing_values": tuple(said["missing_values"]),
                                  "missing_ranges": tuple(map(tuple, said["missing_ranges"]))})
                      for said in head["variables"])
    sets = tuple(ResponseSet(**said | {"variables": tuple(said["variables"])}) for said in head["sets"])
    notes = (*note_ending(source["name"], head["container"], ENDINGS), *unused, *answer.notes)
    return NativeTable(**source, container=head["container"], encoding=head["encoding"], label=head["label"],
                       rows=head["rows"], variables=variables, columns=tuple(answer.columns), sets=sets,
                       remarks=tuple(head["remarks"]), notes=notes)


def _trim(columns: Sequence[Column], first: int) -> tuple[tuple[Column, ...], np.ndarray, list[Note]]:
    """Columns without empty ones at the right end and without blank rows, and the row numbers left."""
    width = len(columns)
    while width and columns[width - 1].texts in {("",), ()}:
        width -= 1
    notes = [Note("empty_columns", {"count": len(columns) - width})] if width < len(columns) else []
    columns = tuple(columns[:width])
    rows = len(columns[0].codes) if columns else 0
    lines = np.arange(first, first + rows)
    blank = np.ones(rows, dtype=bool)
    for column in columns:
        blank &= column.blank()
    if blank.any():
        notes.append(Note("blank_rows", {"count": int(blank.sum()), "lines": lines[blank].tolist()}))
        columns, lines = tuple(column.take_rows(~blank) for column in columns), lines[~blank]
    return columns, lines, notes


def _encoding_note(data: bytes, encoding: str) -> list[Note]:
    """A note if the encoding of a text was inferred from what it reads as: which words, and how else."""
    if encoding in EITHER and read_lone_hanzi(data):
        words = " / ".join(f"{list_odd_words(data.decode(word))} ({word})" for word in EITHER)
        return [Note("encoding_either", {"encoding": encoding, "words": words})]
    if encoding not in INFERRED:
        return []
    text = data.decode(encoding)
    western = "encoding_western" if read_western(data, 1) else "encoding_few"
    key = western if encoding in WESTERN else "encoding_chinese"
    thin = encoding in WESTERN or len(set(NON_ASCII.findall(text))) < THIN
    return [Note(key, {"encoding": encoding, "words": list_odd_words(text, THIN)})] if thin else []


def _unused_note(argument: str, value: str | None) -> list[Note]:
    """A note if the caller named something that this kind of file has not."""
    return [] if value is None else [Note("argument_unused", {"argument": f"{argument}={value!r}"})]
