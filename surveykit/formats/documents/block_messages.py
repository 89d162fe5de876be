"""In the child: blocks on their way to the caller, as lists that JSON can hold.

Also what every reader of a document needs: raised digits, blanks, cells on a grid.
"""

import re
from typing import Any

from surveykit.formats.child_types import Block

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u2002-\u200a\u202f\u205f]+")
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u00ad\ufeff]")
LARGEST_GRID = 1_000_000  # places of one table; spans may declare more than the cells that are there


def paragraph_message(text: str, kind: str = "text", page: int = 0) -> Block:
    """A paragraph."""
    return ["paragraph", kind, page, text]


def table_message(cells: list[list[Any]], caption: str = "", page: int = 0) -> Block:
    """A table; each cell is text, row, column, rows, columns."""
    return ["table", caption, page, cells]


def strip_blanks(text: str) -> str:
    """One line: blanks of any kind and number as one, signs without a width left out."""
    return BLANKS.sub(" ", UNSEEN.sub("", text)).strip()


def raise_digits(text: str) -> str:
    """Superscript digits as such, so that 43 with note 1 does not read 431."""
    return text.translate(RAISED)
