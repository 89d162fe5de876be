"""Text cells become answers, by the codebook: the only thing that gives a cell a type.

Whatever is read otherwise than it stands in the file (full-width digits, stray blanks, units)
is a Change; whatever cannot be read is an error or a Flag, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError, counted, did_you_mean, faults_error, listed
from surveykit.phrases import say
from surveykit.read.cells import missing_kind, tidy
from surveykit.read.resolve import Answer, Codes, resolver
from surveykit.read.table import Table
from surveykit.survey import MISSING_CODE, Change, Flag

DTYPES = {"number": "Float64", "rating": "Float64", "multiple": "Int8"}


@dataclass(slots=True)
class Columns:
    """Typed columns under construction, with what was noticed on the way."""

    table: Table
    places: Mapping[str, int]
    respondents: Sequence[str]
    codes: Codes
    ours: bool
    data: dict[str, list] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)
    fills: dict[str, list[str]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def put(self, column: str, values: list, missing: list[str]) -> None:
        """Add a finished column."""
        self.data[column], self.kinds[column] = values, missing

    def cells(self, column: str) -> list[str]:
        """The texts of a column."""
        place = self.places[column]
        return [row[place] for row in self.table.rows]

    def lines(self, hits: Sequence[bool]) -> str:
        """`7 respondents, rows 12, 31, 44, 50, 61 and 2 more`."""
        lines = [line for line, hit in zip(self.table.lines, hits, strict=True) if hit]
        return f"{counted(len(lines), 'respondent')}, row{'s' * (len(lines) > 1)} {listed(lines)}"


@dataclass(frozen=True, slots=True)
class Typed:
    """Responses and kinds of missing, with the codebook they have, and what was noticed."""

    frame: pd.DataFrame
    missing: pd.DataFrame
    codebook: Codebook
    changes: tuple[Change, ...]
    added: tuple[Change, ...]
    flags: tuple[Flag, ...]


def typed(table: Table, book: Codebook, places: Mapping[str, int], respondents: Sequence[str], *,
          codes: Codes, ours: bool = False) -> Typed:
    """The answers of a table.

    `places` gives each response column (or item) its position in the table; items without a
    place are fill-in columns, filled from the cells of their question.
    """
    made = Columns(table, places, respondents, codes, ours)
    for item in book:
        if item.kind == "multiple" and item.layout == "onehot":
            _one_hot(made, item)
        elif item.name in places:
            _column(made, item)
    if made.faults:
        n = len(made.faults)
        raise faults_error(
            CodebookError, f"{counted(n, 'item')} {'has' if n == 1 else 'have'} answers that are not in "
            f"{'its' if n == 1 else 'their'} options:", made.faults, where=table.name,
            fix="add the options to the codebook's sheet choices, or correct these cells in the export")
    full = _filled(made, book)
    added = tuple(Change("", i.name, "", "", "fill_in", "add_column") for i in full if i not in book.items)
    index = pd.Index(list(respondents), name="respondent", dtype=object)
    frame = {column: pd.Series(made.data[column], dtype=DTYPES.get(item.kind, object))
             for item in full for column in item.columns}
    kinds = {column: np.array([MISSING_CODE[kind] for kind in made.kinds[column]], dtype="int8")
             for column in frame}
    return Typed(pd.DataFrame(frame).set_axis(index), pd.DataFrame(kinds, index=index), full,
                 tuple(made.changes), added, tuple(made.flags))


def _column(made: Columns, item: Item) -> None:
    """Type one column. Every distinct text is resolved once."""
    cells, resolve = made.cells(item.name), resolver(item, made.codes, ours=made.ours)
    known = {text: resolve(text) for text in dict.fromkeys(cells)}
    answers = [known[text] for text in cells]
    bad = dict.fromkeys(piece for answer in known.values() for piece in answer.bad)
    if bad and item.kind == "number":
        _not_numbers(made, item, cells, known)
    elif bad:
        first = did_you_mean(next(iter(bad)), [side for o in item.options for side in o.label.values()])
        people = made.lines([bool(answer.bad) for answer in answers])
        made.faults.append(f"item {item.name!r}: {listed(bad)} ({people}); {first}")
    made.changes += [Change(r, item.name, text, known[text].written, "normalise_text", "change_response")
                     for r, text in zip(made.respondents, cells, strict=True)
                     if known[text].written is not None]
    made.flags += [Flag(r, item.name, answer.flag, text, "W")
                   for r, text, answer in zip(made.respondents, cells, answers, strict=True) if answer.flag]
    _put(made, item, answers)


def _not_numbers(made: Columns, item: Item, cells: Sequence[str], known: Mapping[str, Answer]) -> None:
    """Cells that hold no number become blank: a flag, and a line of the log that keeps the text."""
    bad = [(r, text) for r, text in zip(made.respondents, cells, strict=True) if known[text].bad]
    made.flags += [Flag(r, item.name, "not_a_number", text, "E") for r, text in bad]
    made.changes += [Change(r, item.name, text, "", "not_a_number", "blank_response") for r, text in bad]


def _put(made: Columns, item: Item, answers: Sequence[Answer]) -> None:
    """The answers as one column, or as one per option."""
    missing = [answer.missing for answer in answers]
    if item.kind == "multiple":
        for option, column in zip(item.answers, item.columns, strict=True):
            made.put(column, [None if a.missing else int(option.value in a.value) for a in answers], missing)
    else:
        made.put(item.name, [answer.value for answer in answers], missing)
    if any(answer.fill for answer in answers):
        made.fills[item.name] = [answer.fill for answer in answers]


def _one_hot(made: Columns, item: Item) -> None:
    """A response set that stands as one 0/1 column per option already."""
    texts = [[tidy(text) for text in made.cells(column)] for column in item.columns]
    kinds = [[missing_kind(text, made.codes) or "" for text in column] for column in texts]
    bad = {text: None for column, found in zip(texts, kinds, strict=True)
           for text, kind in zip(column, found, strict=True) if not kind and text not in {"0", "1"}}
    if bad:
        hits = [any(text in bad for text in row) for row in zip(*texts, strict=True)]
        made.faults.append(f"item {item.name!r}: {listed(bad)} must be 1 or 0 ({made.lines(hits)})")
        return
    partly = [len(set(row)) > 1 for row in zip(*kinds, strict=True)]
    if any(partly):
        made.faults.append(f"item {item.name!r}: all its columns must be 1 or 0, or all missing; "
                           f"0 is an option left unticked ({made.lines(partly)})")
    for column, cells, missing in zip(item.columns, texts, kinds, strict=True):
        made.put(column, [None if k else int(t) for t, k in zip(cells, missing, strict=True)], missing)


def _filled(made: Columns, book: Codebook) -> Codebook:
    """The codebook with an item for every fill-in, and the columns of these items made."""
    full = book
    for name, texts in made.fills.items():
        target = _fill_item(full, full[name])
        full = full if target.name in full else full.with_item(target, after=name)
        own = made.data.get(target.name, [None] * len(texts))
        merged = ["；".join(dict.fromkeys(t for t in pair if t)) or None
                  for pair in zip(own, texts, strict=True)]
        made.put(target.name, merged, list(_fill_kinds(made, full[name], target, merged)))
    for item in full:
        if item.kind != "multiple" and item.name not in made.data:
            made.put(item.name, [None] * len(made.table.rows), ["blank"] * len(made.table.rows))
    return full


def _fill_item(book: Codebook, item: Item) -> Item:
    """The item that holds what was filled in: `<item>_other`, a new one if the codebook has none."""
    name = f"{item.name}_other"
    while name in book and book[name].kind != "text":
        name += "_text"
    return book[name] if name in book else Item(name, "text", say("read.fill_in", item=item.words),
                                                role="other_text")


def _fill_kinds(made: Columns, item: Item, target: Item, texts: Sequence[str | None]) -> Iterator[str]:
    """Kinds of missing of a fill-in: not asked where its question was not, else blank."""
    own = made.kinds.get(target.name, [""] * len(texts))
    for text, kept, kind in zip(texts, own, made.kinds[item.columns[0]], strict=True):
        yield "" if text else kept or ("not_asked" if kind == "not_asked" else "blank")
