"""Heading rows: their texts cleaned, the names a codebook may call columns by, the platform's own columns."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportColumn
from surveykit.platforms.remarks import make_remark
from surveykit.text.normalise import drop_invisible, normalise
from surveykit.words.phrases import Text

ONCE = frozenset({"id", "submitted", "started", "duration", "status", "progress"})


def read_heading_row(raw: RawTable, number: int = 0) -> tuple[str, ...]:
    """The cells of a heading row, invisible characters and outer blanks off; () if the table is shorter."""
    return tuple(drop_invisible(cell).strip() for cell in raw.row(number)) if number < len(raw) else ()


def fold_heading(text: str) -> str:
    """A heading as platform words are compared: width, case, blanks, `-` and `_` do not count.
    >>> fold_heading("Respondent ID"), fold_heading("panel-RecipientEmail"), fold_heading("来自ＩＰ")
    ('respondentid', 'panelrecipientemail', '来自ip')
    """
    return re.sub(r"[\s_\-]+", "", normalise(text)).casefold()


def fold_headings(words: Iterable[str]) -> frozenset[str]:
    """Words that headings are looked up in."""
    return frozenset(map(fold_heading, words))


def find_repeated_rows(raw: RawTable) -> np.ndarray:
    """bool, one per row of the table: it reads as the heading row does (which itself is one)."""
    same = np.ones(len(raw), dtype=bool)
    for column in raw.columns:
        same &= column.codes == column.codes[:1]
    return same


def remark_repeated_rows(repeated: np.ndarray) -> dict[int, Text]:
    """Body rows that are the headings once more, as where files were put together."""
    return {int(row) - 1: make_remark("repeated_row") for row in np.flatnonzero(repeated)[1:]}


def classify_own_columns(words: Sequence[str], kinds: Mapping[str, str], instead: Mapping[str, str]) -> list[str]:
    """The `META` kind of each column, '' for a question.
    `words` are folded headings; a kind of `ONCE` goes to the first column only. A column in `instead` takes its kind
    only where `kinds` gave it to none and no column of `instead` before it did, and is "other" otherwise.
    """
    found = [kinds.get(word, "") for word in words]
    found = ["other" if kind in ONCE and kind in found[:place] else kind for place, kind in enumerate(found)]
    taken = {kind for kind in found if kind != "other"}
    for word, kind in instead.items():
        if word in words:
            found[words.index(word)] = "other" if kind in taken else kind
            taken.add(kind)
    return found


def make_distinct(headings: Iterable[str]) -> list[str]:
    """The headings, the second of one wording as `...__2`."""
    headings = list(headings)
    taken, seen, names = {normalise(heading) for heading in headings}, set(), []
    for heading in headings:
        name, number = heading, 1
        while heading and (normalise(name) in seen or (number > 1 and normalise(name) in taken)):
            number += 1
            name = f"{heading}__{number}"
        seen.add(normalise(name))
        names.append(name)
    return names


def name_apart(columns: Iterable[ExportColumn]) -> tuple[tuple[ExportColumn, ...], tuple[Text, ...]]:
    """Columns in order whose names mean one column only, and a note on equal headings.
    A first name that an earlier column has gets `__2`, `__3`; another name that several columns share, or
    that is a first name elsewhere, goes. A column without a heading is called by its number.
    """
    columns = [column if column.names[0] else _call_by_number(column)
               for column in sorted(columns, key=lambda column: column.place)]
    wanted = [column.names[0] for column in columns]
    firsts = make_distinct(wanted)
    twice = [name for name, first in zip(firsts, wanted, strict=True) if name != first]
    taken = {normalise(name) for name in firsts}
    often = Counter(word for column in columns for word in {normalise(name) for name in column.names[1:]})
    named = tuple(replace(column, names=(first, *_further_names(column, often, taken)))
                  for column, first in zip(columns, firsts, strict=True))
    return named, (make_remark("same_heading", columns=twice),) if twice else ()


def _call_by_number(column: ExportColumn) -> ExportColumn:
    """A column without a heading, called by its number; so is its question if it has no name."""
    name = f"column {column.place + 1}"
    question = column.question or ("" if column.role == "meta" else name)
    return replace(column, names=(name, *column.names[1:]), question=question)


def _further_names(column: ExportColumn, often: Mapping[str, int], taken: set[str]) -> tuple[str, ...]:
    """Further names of a column that no other one has."""
    words = {normalise(name): name for name in reversed(column.names[1:])}
    return tuple(name for word, name in reversed(words.items()) if word and often[word] == 1 and word not in taken)
