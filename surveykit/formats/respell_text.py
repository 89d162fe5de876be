r"""Texts as `write.table` of R spells them, respelt as CSV: `\"` in quotes, blanks between fields, named rows."""

import csv
import io
import re
from collections.abc import Sequence
from itertools import islice

from surveykit.formats.file_notes import Note

QUOTED_LINE = re.compile(r'"(?:[^"\r\n]|"")*"(?: "(?:[^"\r\n]|"")*")+\r?\n')
KEY = re.compile(r"id|no\.?|nr\.?|n[°º]|key|.*[ _.-](?:id|no|nr)|.*(?:编号|序号|學號|学号|號|号)", re.IGNORECASE)
FEWEST, NUMBERS = 3, 2  # lines of a table whose fields nothing but blanks part, and its columns of numbers


def respell_text(text: str, delimiter: str) -> tuple[str, str, list[Note]] | None:
    """The text, its delimiter and what was noticed; None where R's rules say nothing new.
    A heading row that lacks one field leaves the first column, the names of the rows, without a heading: where the
    names are each once and cannot be the first half of a number with a decimal comma.
    """
    escaped = '\\"' in text
    notes = [Note("escaped_quotes")] if escaped else []
    text = text.replace('\\"', '""').lstrip("\ufeff")
    for mark in dict.fromkeys((" ", delimiter) if QUOTED_LINE.match(text) else (delimiter, " ")):
        rows = _read_rows(text, mark)
        widths = {len(row) for row in rows[1:] if row}
        if len(widths) != 1 or (widths == {1} and not escaped) or (mark == " " and not _is_table(text, rows)):
            continue
        if widths == {len(rows[0])} and (escaped or mark != delimiter):
            return text, mark, notes
        if widths == {len(rows[0]) + 1} and _are_names(text, rows, mark):
            return mark + text, mark, [*notes, Note("short_heading")]
    return None


def _read_rows(text: str, delimiter: str) -> list[list[str]]:
    """Every line; none where the csv module refuses the text, or its first lines already differ too much."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
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
