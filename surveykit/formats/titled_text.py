"""A text whose first lines are a title and notes, with fewer fields than the table below them."""

import csv
import io
from collections.abc import Iterable

import numpy as np

from surveykit.formats.raw_tables import Column
from surveykit.formats.text_codes import TextCodes

DEEPEST = 9  # lines that a title and notes may take
NARROWEST = 3  # fields of a table that is told from its title


def read_below_title(text: str, delimiters: Iterable[str]) -> tuple[list[Column], str, list[int]] | None:
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
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return []
