"""Delimited text to columns: every row has as many fields as the first, or the file is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from surveykit.errors import ReadError, list_quoted
from surveykit.formats.arrow_columns import read_long_text
from surveykit.formats.file_notes import Note
from surveykit.formats.limits import Limits
from surveykit.formats.raw_tables import Column
from surveykit.formats.text_codes import TextCodes
from surveykit.text.east_asian_text import read_lone_hanzi
from surveykit.text.encodings import BOMS
from surveykit.words.messages import Message

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = ",;\t|"
SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?\r?\n', re.IGNORECASE)
STEP = 64  # rows: few enough to be encoded while they are in the processor's cache
LONG = 2**18  # characters; below, starting Arrow costs more than it saves
LONGEST_LINE = 1_000_000
STRAY = Message("a stray delimiter or line break shifts the answers: repair these lines, or export again")
NAMELESS = Message("if their first fields name the rows, give that column a heading in a copy (R: write.table(..., "
                   "col.names=NA)); else a stray delimiter or line break shifts the answers: repair these lines, or "
                   "export again")
DEEPEST = 9  # lines that a title and notes may take
NARROWEST = 3  # fields of a table that is told from its title
QUOTED_LINE = re.compile(r'"(?:[^"\r\n]|"")*"(?: "(?:[^"\r\n]|"")*")+\r?\n')
KEY = re.compile(r"id|no\.?|nr\.?|n[°º]|key|.*[ _.-](?:id|no|nr)|.*(?:编号|序号|學號|学号|號|号)", re.IGNORECASE)
FEWEST, NUMBERS = 3, 2  # lines of a table whose fields nothing but blanks part, and its columns of numbers


def read_delimited(text: str, name: str, limits: Limits) -> tuple[list[Column], int, str, list[Note]]:
    """The columns of a text, the number of its first row, its delimiter, and what was noticed.
    Blank lines become rows of empty cells, so that row numbers stay those of Excel.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ReadError("The file holds NUL characters: it is damaged, or no text.",
                        where="{file}, line {line}", fix="export it again as .xlsx or .csv", file=name, line=line)
    notes, said = [], SEPARATOR.match(text)
    if said:
        text, notes = text[said.end():], [Note("separator_line")]
    if "\ufffd" in text:
        notes.append(Note("replacement_characters", {"count": text.count("\ufffd")}))
    delimiter = said[1] if said else _delimiter(text)
    with _field_limit(limits.field):
        columns, refusal = [], None
        try:
            columns = _read_columns(text, delimiter, name, limits, bool(said))
        except ReadError as error:
            refusal = error
        respelt = _respell_text(text, delimiter) if len(columns) < 2 else None
        if respelt:
            text, delimiter, noticed = respelt
            return _read_columns(text, delimiter, name, limits, bool(said)), 1 + bool(said), delimiter, notes + noticed
        titled = _read_below_title(text, [said[1]] if said else DELIMITERS) if len(columns) < 2 else None
        if titled:
            columns, delimiter, lines = titled
            notes.append(Note("short_lines", {"lines": [line + bool(said) for line in lines]}))
        elif refusal:
            raise refusal
        return columns, 1 + bool(said), delimiter, notes


def _read_columns(text: str, delimiter: str, name: str, limits: Limits, titled: bool) -> list[Column]:
    """The cells, by Arrow where the text is long and well-formed."""
    columns = None
    if len(text) >= LONG and not text.startswith("\ufeff"):
        columns = read_long_text(text.encode(errors="surrogatepass"), delimiter, limits)
    return columns or _columns(text, delimiter, name, limits, titled)


def read_long_bytes(data: bytes, limits: Limits) -> tuple[list[Column], str, str] | None:
    """The columns of long bytes in UTF-8, their delimiter and encoding, without a text of them all; None for others,
    and where `read_delimited` has something to remark.
    """
    encoding = next((known for mark, known in BOMS if data.startswith(mark)), "utf-8")
    if len(data) < LONG or encoding not in {"utf-8", "utf-8-sig"} or b"\0" in data or read_lone_hanzi(data):
        return None
    head = data[:LONGEST_LINE].decode("utf-8-sig", errors="replace")
    delimiter = _delimiter(head)
    columns = None if SEPARATOR.match(head) else read_long_text(data, delimiter, limits)
    return (columns, delimiter, encoding) if columns else None


def _delimiter(text: str) -> str:
    """The most frequent delimiter outside quotes on the first line that has anything."""
    line = "".join(_first_line(text))
    return max(DELIMITERS, key=line.count)


def _first_line(text: str) -> Iterator[str]:
    """The parts of the first line that stand outside quotes; a quoted line break does not end it."""
    for number, part in enumerate(text[:LONGEST_LINE].lstrip("\r\n").split('"')):
        if number % 2 == 0:
            line, newline, _ = part.replace("\r", "\n").partition("\n")
            yield line
            if newline:
                return


@contextmanager
def _field_limit(limit: int) -> Iterator[None]:
    """The csv module's limit for one file; what was set before comes back."""
    before = csv.field_size_limit(limit)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _columns(text: str, delimiter: str, name: str, limits: Limits, titled: bool) -> list[Column]:
    """The cells, encoded column by column."""
    coder, reader = None, _reader(text, delimiter)
    try:
        while rows := list(islice(reader, STEP)):
            coder = coder or _start_codes(rows, name, limits)
            if set(map(len, rows)) != {coder.width}:
                rows = _fill_blank_lines(rows, coder.width, text, delimiter, name, titled)
            coder.add(rows)
    except csv.Error as error:
        raise _malformed_error(error, text, delimiter, name, titled) from None
    if coder is None:
        raise ReadError("The file must have a row of headings.", where="{file}",
                        fix="check that this is the export, not an empty file", file=name)
    return [Column(tuple(table), np.frombuffer(codes, dtype=np.int32))
            for table, codes in zip(coder.tables, coder.codes, strict=True)]


def _reader(text: str, delimiter: str) -> Reader:
    """The csv module's reader, strict."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _start_codes(rows: list[list[str]], name: str, limits: Limits) -> TextCodes:
    """An empty encoder as wide as the first row that is not blank."""
    width = next((len(row) for row in rows if row), 0)
    if not width:
        raise ReadError("The file must have a row of headings.", where="{file}",
                        fix="delete the blank lines at its start", file=name)
    if width > limits.columns:
        raise ReadError("The first row has {width} fields, more than the {columns} columns of Excel.", where="{file}",
                        fix="check that this is the export", width=width, columns=limits.columns, file=name)
    return TextCodes(width)


def _fill_blank_lines(rows: list[list[str]], width: int, text: str, delimiter: str, name: str,
            titled: bool) -> list[list[str]]:
    """The rows with blank lines as empty cells; a ReadError if one is short or long."""
    blank = [""] * width
    rows = [row or blank for row in rows]
    if any(len(row) != width for row in rows):
        raise _uneven(text, delimiter, width, name, titled)
    return rows


def _uneven(text: str, delimiter: str, width: int, name: str, titled: bool) -> ReadError:
    """Which lines of the file have another number of fields than the first."""
    wrong, line = {}, 1 + titled
    reader = _reader(text, delimiter)
    try:
        for row in reader:
            if row and len(row) != width:
                wrong[line] = len(row)
            line = reader.line_num + 1 + titled
    except csv.Error:
        pass  # the uneven lines before the broken one are what matters
    counts = sorted(set(wrong.values()))
    fix = NAMELESS if counts == [width + 1] else STRAY
    return ReadError("Every line must have {width} fields, as the first has; {wrong_count} have another "
                     "number ({counts}).", where="{file}, line {wrong}", fix=fix, width=width,
                     wrong_count=len(wrong), counts=list_quoted(counts), file=name, wrong=list_quoted(wrong))


def _malformed_error(error: csv.Error, text: str, delimiter: str, name: str, titled: bool) -> ReadError:
    """What the csv module stumbled on, and the line where the row began."""
    line, reader = 1, _reader(text, delimiter)
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        pass
    where = Message("{file}, row that starts in line {line}", file=name, line=line + titled)
    if "unexpected end" in str(error):
        return ReadError("A quotation mark is opened and never closed.", where="{file}",
                         fix="close it, or export again", file=where)
    if "field larger" in str(error):
        return ReadError("A field is longer than {field_size_limit} characters.", where="{file}",
                         fix="look for a quotation mark that is never closed", field_size_limit=csv.field_size_limit(),
                         file=where)
    return ReadError("The file is not well-formed CSV: {error}.", where="{file}",
                     fix="look for a quotation mark inside a quoted answer, and double it", error=error, file=where)


def _read_below_title(text: str, delimiters: Iterable[str]) -> tuple[list[Column], str, list[int]] | None:
    """The columns with the short first lines as rows of empty cells, the delimiter, and these lines; None for others.
    A title has at most half of the fields that all lines below it have: headings that lack one field (those of row
    names) are none.
    """
    for delimiter in delimiters:
        rows = _read_rows(text, delimiter)
        width = max(map(len, rows), default=0)
        short = [place for place, row in enumerate(rows) if row and len(row) != width]
        if width >= NARROWEST and short and short[-1] < DEEPEST and len(rows) > short[-1] + 2 and (
                all(2 * len(rows[place]) <= width for place in short)
                and not any(len(row) == width for row in rows[:short[-1]])):
            coder = TextCodes(width)
            coder.add([row + [""] * (width - len(row)) for row in rows])
            columns = [Column(tuple(table), np.frombuffer(codes, dtype=np.int32))
                       for table, codes in zip(coder.tables, coder.codes, strict=True)]
            return columns, delimiter, [place + 1 for place in short]
    return None


def _read_rows(text: str, delimiter: str) -> list[list[str]]:
    """Every line; none where the csv module refuses the text."""
    try:
        return list(_reader(text, delimiter))
    except csv.Error:
        return []


def _respell_text(text: str, delimiter: str) -> tuple[str, str, list[Note]] | None:
    """The text, its delimiter and what was noticed; None where R's rules say nothing new.
    A heading row that lacks one field leaves the first column, the names of the rows, without a heading: where the
    names are each once and cannot be the first half of a number with a decimal comma.
    """
    escaped = '\\"' in text
    notes = [Note("escaped_quotes")] if escaped else []
    text = text.replace('\\"', '""').lstrip("\ufeff")
    for mark in dict.fromkeys((" ", delimiter) if QUOTED_LINE.match(text) else (delimiter, " ")):
        rows = _split_lines(text, mark)
        widths = {len(row) for row in rows[1:] if row}
        if len(widths) != 1 or (widths == {1} and not escaped) or (mark == " " and not _is_table(text, rows)):
            continue
        if widths == {len(rows[0])} and (escaped or mark != delimiter):
            return text, mark, notes
        if widths == {len(rows[0]) + 1} and _are_names(text, rows, mark):
            return mark + text, mark, [*notes, Note("short_heading")]
    return None


def _split_lines(text: str, delimiter: str) -> list[list[str]]:
    """Every line; none where the csv module refuses the text, or its first lines already differ too much."""
    reader = _reader(text, delimiter)
    try:
        first = list(islice(reader, 3))
        return first + list(reader) if len({len(row) for row in first[1:] if row}) == 1 else []
    except csv.Error:
        return []


def _is_table(text: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether blanks part fields, not words: headings stand in quotes, or several columns hold numbers only."""
    columns = [[cell.replace(".", "", 1).removeprefix("-") for cell in cells] for cells in zip(*rows[1:], strict=False)]
    numbers = sum(all(map(str.isdecimal, cells)) for cells in columns)
    return QUOTED_LINE.match(text) is not None or (len(rows) > FEWEST and len(columns) > NUMBERS <= numbers)


def _are_names(text: str, rows: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Whether the first fields name the rows: each once, and quoted, counted from 1, or parted by no commas."""
    names = [row[0].strip() for row in rows[1:] if row]
    if not all(names) or len(set(names)) < len(names) or not any(row[-1].strip() for row in rows[1:] if row):
        return False
    if text.startswith('"') and text.partition("\n")[2].startswith('"'):
        return True  # headings and names in quotes: R writes them so
    counted = names == [str(number) for number in range(1, len(names) + 1)]
    return not KEY.fullmatch(rows[0][0].strip()) and (counted or delimiter != ",")
