"""Text cells become answers, by the codebook: the only thing that gives a cell a type.

Every distinct text of a column is resolved once. Whatever is read otherwise than it stands in
the file (full-width digits, stray blanks, units) is a Change; whatever cannot be read is an error
or a Flag, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook, Item
from surveykit.drafting.naming import other_option
from surveykit.errors import CodebookError, counted, did_you_mean, faults_error, listed
from surveykit.formats import Column
from surveykit.read.blocks import ranked, ticked, typed_behind
from surveykit.read.cells import missing_kind
from surveykit.read.places import Places
from surveykit.read.resolve import Answer, Codes, Reading, resolver, worded, words_of
from surveykit.read.table import Table
from surveykit.survey import MISSING_CODE, Change, Flag
from surveykit.words.phrases import say

DTYPES = {"number": "Float64", "rating": "Float64", "multiple": "Int8"}
BLANK = MISSING_CODE["blank"]
NOT_ASKED = MISSING_CODE["not_asked"]


@dataclass(slots=True)
class Columns:
    """Typed columns under construction, with what was noticed on the way."""

    table: Table
    places: Places
    respondents: np.ndarray
    codes: Codes
    reading: Reading
    data: dict[str, np.ndarray] = field(default_factory=dict)
    kinds: dict[str, np.ndarray] = field(default_factory=dict)
    fills: dict[str, np.ndarray] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def put(self, column: str, values: np.ndarray, kinds: np.ndarray) -> None:
        """Add a finished column."""
        self.data[column], self.kinds[column] = values, kinds

    def lines(self, hits: np.ndarray) -> str:
        """`7 respondents, rows 12, 31, 44, 50, 61 and 2 more`."""
        lines = self.table.lines[hits].tolist()
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


def typed(table: Table, book: Codebook, places: Places, respondents: Sequence[str], *,
          codes: Codes, reading: Reading) -> Typed:
    """The answers of a table.

    `places` gives each item its column or columns; items without are fill-ins, filled from the
    cells of their question.
    """
    made = Columns(table, places, np.array(respondents, dtype=object), codes, reading)
    for item in book:
        if item.name in places.blocks:
            _blocked(made, item)
        elif item.name in places.whole:
            _column(made, item, table.columns[places.whole[item.name]])
    if made.faults:
        n = len(made.faults)
        raise faults_error(
            CodebookError, f"{counted(n, 'item')} {'has' if n == 1 else 'have'} answers that are not in "
            f"{'its' if n == 1 else 'their'} options:", made.faults, where=table.name,
            fix=f"add the options to the codebook's sheet choices, or correct these cells in the export{_more(reading)}"
        )
    for item in book:
        _typed_beside(made, item)
    full = _filled(made, book)
    added = tuple(Change("", i.name, "", "", "fill_in", "add_column") for i in full if i not in book.items)
    index = pd.Index(made.respondents, name="respondent", dtype=object)
    frame = {column: pd.Series(made.data[column], dtype=DTYPES.get(item.kind, object))
             for item in full for column in item.columns}
    kinds = {column: made.kinds[column] for column in frame}
    return Typed(pd.DataFrame(frame).set_axis(index), pd.DataFrame(kinds, index=index), full,
                 tuple(made.changes), added, tuple(made.flags))


def _more(reading: Reading) -> str:
    """What else may be wrong with the options, in exports that write answers so."""
    told = {"order": "the number of an option is its place in the codebook's list, which must be the form's",
            "score": "the number of an option is its sk_value, which no other may have"}.get(reading.numbered, "")
    typed = "words typed under 'Other' need an option named other" if reading.typed else ""
    return "".join(f"; {said}" for said in (told, typed) if said)


def _column(made: Columns, item: Item, column: Column) -> None:
    """Type one column."""
    if worded(item, made.reading):
        texts, gaps = words_of(column.texts, made.codes, made.reading)
        made.put(item.name, _taken(column, texts), _coded(column, gaps))
        return
    resolve = resolver(item, made.codes, made.reading)
    known = [resolve(text) for text in column.texts]
    bad = dict.fromkeys(piece for answer in known for piece in answer.bad)
    if bad and item.kind == "number":
        _not_numbers(made, item, column, known)
    elif bad:
        first = did_you_mean(next(iter(bad)), [side for o in item.options for side in o.label.values()])
        people = made.lines(_where(column, known, lambda answer: bool(answer.bad)))
        made.faults.append(f"item {item.name!r}: {listed(bad)} ({people}); {first}")
    for row in np.flatnonzero(_where(column, known, lambda answer: answer.written is not None)):
        code = column.codes[row]
        made.changes.append(Change(made.respondents[row], item.name, column.texts[code], known[code].written,
                                   "normalise_text", "change_response"))
    _note_typed(made, item, column, known)
    for row in np.flatnonzero(_where(column, known, lambda answer: bool(answer.flag))):
        code = column.codes[row]
        made.flags.append(Flag(made.respondents[row], item.name, known[code].flag, column.texts[code], "W"))
    _put(made, item, column, known)


def _note_typed(made: Columns, item: Item, column: Column, known: Sequence[Answer]) -> None:
    """A line of the log for answers taken for words typed under "Other": a label may be misspelt."""
    counts = np.bincount(column.codes, minlength=len(known))
    typed = [int(n) for n, answer in zip(counts, known, strict=False) if answer.typed]
    if typed:
        said = say("read.typed", count=sum(typed), texts=len(typed), most=max(typed))
        made.changes.append(Change("", item.name, "", f"{said['zh']} || {said['en']}", "typed_other", "no_action"))


def _where(column: Column, known: Sequence[Answer], test: Callable[[Answer], bool]) -> np.ndarray:
    """The rows whose answer is so."""
    return np.array([test(answer) for answer in known] or [False])[column.codes]


def _taken(column: Column, values: Sequence[object], dtype: str | None = None) -> np.ndarray:
    """One value per distinct text, spread over the rows; numbers as pandas keeps them beside gaps."""
    if dtype:
        return pd.array(list(values) or [None], dtype=dtype).take(column.codes)
    distinct = np.empty(len(values) or 1, dtype=object)
    distinct[:len(values)] = values
    return distinct[column.codes]


def _coded(column: Column, gaps: Sequence[str]) -> np.ndarray:
    """Kinds of missing as codes, spread over the rows."""
    return np.fromiter(map(MISSING_CODE.__getitem__, gaps or [""]), dtype="int8")[column.codes]


def _not_numbers(made: Columns, item: Item, column: Column, known: Sequence[Answer]) -> None:
    """Cells that hold no number become blank: a flag, and a line of the log that keeps the text."""
    for row in np.flatnonzero(_where(column, known, lambda answer: bool(answer.bad))):
        person, text = made.respondents[row], column.texts[column.codes[row]]
        made.flags.append(Flag(person, item.name, "not_a_number", text, "E"))
        made.changes.append(Change(person, item.name, text, "", "not_a_number", "blank_response"))


def _put(made: Columns, item: Item, column: Column, known: Sequence[Answer]) -> None:
    """The answers as one column, or as one per option."""
    kinds = _coded(column, [answer.missing for answer in known])
    if item.kind == "multiple":
        for option, name in zip(item.answers, item.columns, strict=True):
            ticks = [None if a.missing else int(option.value in a.value) for a in known]
            made.put(name, _taken(column, ticks, DTYPES[item.kind]), kinds)
    else:
        made.put(item.name, _taken(column, [answer.value for answer in known], DTYPES.get(item.kind)), kinds)
    if any(answer.fill for answer in known):
        made.fills[item.name] = _taken(column, [answer.fill for answer in known])


def _blocked(made: Columns, item: Item) -> None:
    """A question with a column for each option."""
    block = {part: made.table.columns[place] for part, place in made.places.blocks[item.name].items()}
    option = other_option(item)
    if option and made.table.slots[made.places.blocks[item.name].get(option.value, 0)].role == "other":
        block[option.value] = _as_ticks(block[option.value], made.codes)
    strict = item.layout == "onehot" and made.table.export.platform in {"plain", "surveykit"}
    export = made.table.export
    read = ranked if item.kind == "rank" else partial(ticked, nothing=export.empty)
    answer = read(item, block, made.codes, export.ticks, strict=strict)
    if answer.bad:
        made.faults.append(f"item {item.name!r}: {listed(answer.bad)} {answer.why} ({made.lines(answer.hits)})")
        return
    for column, values in answer.values.items():
        made.put(column, values, answer.kinds)
    typed = typed_behind(item, block) if item.kind == "multiple" and "*" in made.table.export.ticks else None
    if typed is not None:
        made.fills[item.name] = typed


def _as_ticks(column: Column, codes: Codes) -> Column:
    """Words typed beside options as ticks of the option `other`."""
    return Column(tuple(text if missing_kind(text, codes) else "1" for text in column.texts), column.codes)


def _typed_beside(made: Columns, item: Item) -> None:
    """What was typed beside the options: a fill-in; whoever typed and chose nothing else chose `other`."""
    place = made.places.beside.get(item.name)
    if place is None:
        return
    column, option = made.table.columns[place], other_option(item)
    texts = _taken(column, ["" if missing_kind(text, made.codes) else text for text in column.texts])
    if place not in made.places.whole.values():
        made.fills[item.name] = texts
    if item.kind == "single" and option is not None:
        chose = (made.kinds[item.name] == BLANK) & (texts != "")
        made.data[item.name] = np.where(chose, option.value, made.data[item.name])
        made.kinds[item.name] = np.where(chose, 0, made.kinds[item.name]).astype("int8")


def _filled(made: Columns, book: Codebook) -> Codebook:
    """The codebook with an item for every fill-in, and the columns of these items made."""
    full = book
    for name, texts in made.fills.items():
        target = _fill_item(full, full[name])
        full = full if target.name in full else full.with_item(target, after=name)
        own = made.data.get(target.name, np.full(len(texts), None, dtype=object))
        joined = ["；".join(dict.fromkeys(t for t in pair if t)) or None for pair in zip(own, texts, strict=True)]
        merged = np.empty(len(joined), dtype=object)
        merged[:] = joined
        made.put(target.name, merged, _fill_kinds(made, full[name], target, merged))
    for item in full:
        if item.role == "other_text" and item.name in made.places.whole:
            made.kinds[item.name] = _fill_kinds(made, _asker(full, item), item, made.data[item.name])
        elif item.kind != "multiple" and item.name not in made.data:
            empty = np.full(len(made.table), None, dtype=object)
            made.put(item.name, empty, _fill_kinds(made, _asker(full, item), item, empty))
    return full


def _asker(book: Codebook, item: Item) -> Item | None:
    """The question that a fill-in item is named after."""
    question = item.name.rpartition("_other")[0]
    return next((found for found in book if found.name == question), None)


def _fill_item(book: Codebook, item: Item) -> Item:
    """The item that holds what was filled in: `<item>_other`, a new one if the codebook has none."""
    name = f"{item.name}_other"
    while name in book and book[name].kind != "text":
        name += "_text"
    return book[name] if name in book else Item(name, "text", say("read.fill_in", item=item.words),
                                                role="other_text")


def _fill_kinds(made: Columns, item: Item | None, target: Item, texts: np.ndarray) -> np.ndarray:
    """Kinds of missing of a fill-in: not asked where its question was not, else blank."""
    asked = made.kinds[item.columns[0]] if item else np.zeros(len(texts), dtype="int8")
    kinds = np.where(asked == NOT_ASKED, NOT_ASKED, BLANK)
    own = made.kinds.get(target.name)
    if own is not None:
        kinds = np.where((own != 0) & (own != BLANK), own, kinds)
    filled = np.array([bool(text) for text in texts], dtype=bool)
    return np.where(filled, 0, kinds).astype("int8")
