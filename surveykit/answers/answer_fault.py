"""What is wrong with answers, as values: reading raises or flags them, checking lists them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from surveykit.formats import Column

# the item cannot be read; all other reasons are flags of one cell
REFUSED = {"outside", "tick", "mixed", "place", "several"}
FLAGS = {"number": ("not_a_number", "E"), "date": ("not_a_date", "E"), "contradiction": ("contradiction", "W"),
         "ambiguous_split": ("ambiguous_split", "W"), "misspelt": ("misspelt_option", "W"),
         "partly": ("partly_missing", "W"), "tied": ("tied_places", "W")}
BLANKED = {"number", "date"}  # the cell becomes blank, and the log keeps its text


@dataclass(frozen=True, slots=True, eq=False)
class AnswerFault:
    """An answer that cannot be read, or not for certain.
    item: Name of the item.
    text: The cell, or the piece of it, that is at fault; '' where several columns are together.
    reason: One of `REFUSED`, or a key of `FLAGS`.
    rows: Positions in the table, from 0, of all respondents concerned.
    """

    item: str
    text: str
    reason: str
    rows: np.ndarray

    @property
    def is_refused(self) -> bool:
        """Whether no survey can be made while the fault stands."""
        return self.reason in REFUSED


def collect_faults(item: str, column: Column, found: Iterable[tuple[int, str, str]]) -> list[AnswerFault]:
    """Faults of the distinct texts of a column, given as (code, reason, text); one per reason and text."""
    codes: dict[tuple[str, str], list[int]] = {}
    for code, reason, text in found:
        codes.setdefault((reason, text), []).append(code)
    return [AnswerFault(item, text, reason, rows) for (reason, text), rows in _rows_of(column, codes).items()]


def _rows_of(column: Column, codes: Mapping[tuple[str, str], list[int]]) -> dict[tuple[str, str], np.ndarray]:
    """The rows that hold one of these texts; the column is sorted once."""
    if not codes:
        return {}
    order = np.argsort(column.codes, kind="stable")
    held = column.codes[order]

    def rows_of(code: int) -> np.ndarray:
        """The rows that hold one text."""
        return order[np.searchsorted(held, code):np.searchsorted(held, code, side="right")]

    return {key: np.sort(np.concatenate([rows_of(code) for code in dict.fromkeys(those)]))
            for key, those in codes.items()}
