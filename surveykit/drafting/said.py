"""What respondents said to an item, as expressions see it, and what cannot be read as an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from surveykit.codebook import Item
from surveykit.drafting.naming import other_option
from surveykit.drafting.sheet import Sheet
from surveykit.expression.values import text as plainly
from surveykit.formats import Column
from surveykit.text.dates import is_date
from surveykit.text.normalise import normalise
from surveykit.text.numbers import parse_number
from surveykit.text.option_values import CODE_OF_OTHER
from surveykit.text.ticks import split_fill_in, split_ticks

NUMBERED = {"code": "order", "score": "score"}


@dataclass(frozen=True, slots=True)
class Said:
    """One value and one kind of missing per respondent.

    `values` are texts: options by value, several with blanks between them, '' for none; `kinds`
    hold '' for an answer; `bad` gives texts that cannot be read, with the rows that hold them.
    `mixed` are rows whose columns are partly missing.
    """

    values: np.ndarray
    kinds: np.ndarray
    bad: Mapping[str, np.ndarray] = field(default_factory=dict)
    mixed: np.ndarray | None = None

    @property
    def answered(self) -> np.ndarray:
        """bool: there is an answer, also one that cannot be read."""
        return self.kinds == ""


def said_in(sheet: Sheet, item: Item, column: Column) -> Said:
    """What the cells of one column say; every distinct text is read once."""
    read = _reader(sheet, item)
    values, kinds, bad = [], [], {}
    for code, text in enumerate(column.texts):
        kind = sheet.gap(text)
        value, wrong = ("", []) if kind else read(sheet.bare(text))
        values.append(value)
        kinds.append(kind)
        for piece in wrong:
            bad[piece] = bad.get(piece, False) | (column.codes == code)
    return Said(np.array(values, dtype=object)[column.codes], np.array(kinds, dtype=object)[column.codes], bad)


def said_of_block(sheet: Sheet, item: Item, block: Mapping[str, int]) -> Said:
    """What the columns of a select-all question or of a ranking say together."""
    numbers, kinds, bad = [], [], {}
    for key, place in block.items():
        column = sheet.columns[place]
        typed = sheet.export.columns[place].role == "other"  # any word beside the options is a tick of `other`
        read = [(int(not sheet.gap(text)), "") if typed else _part(sheet, item, key, text) for text in column.texts]
        numbers.append(np.array([n for n, _ in read])[column.codes])
        kinds.append(np.array([sheet.gap(text) or _emptied(sheet, text) for text in column.texts],
                              dtype=object)[column.codes])
        for code, (_, wrong) in enumerate(read):
            if wrong:
                bad[wrong] = bad.get(wrong, False) | (column.codes == code)
    given, gaps = np.array(numbers), np.array(kinds)
    told = gaps != ""
    empty = told.all(axis=0)
    explicit = told & (gaps != "blank")
    why = np.array([_why(row) if gone else "" for row, gone in zip(gaps.T, empty, strict=True)], dtype=object)
    return Said(_together(sheet, item, list(block), given), why, bad, explicit.any(axis=0) & ~empty)


def _reader(sheet: Sheet, item: Item) -> Callable[[str], tuple[str, list[str]]]:
    """From a cell to the value, and what in it cannot be read."""
    if item.kind == "number":
        wording = " ".join((*item.label.values(), item.column or "", item.name))
        return lambda text: _counted(parse_number(text, wording), text)
    if item.kind == "date":
        return lambda text: (normalise(text), [] if is_date(normalise(text)) else [text])
    if not item.options:
        return lambda text: (text, [])
    words = words_of(sheet, item)
    mark = _mark(sheet, item)
    return lambda text: _chosen(words, _split(text, mark, words) if mark else [text])


def _counted(value: float | None, text: str) -> tuple[str, list[str]]:
    """A number as expressions write it."""
    return ("", [text]) if value is None else (plainly(value), [])


def words_of(sheet: Sheet, item: Item) -> dict[str, str]:
    """Option values by every word that may stand for them in this export."""
    numbered = NUMBERED.get(sheet.export.variant, "") if sheet.export.platform == "wjx" else ""
    if numbered and item.kind in {"single", "rating"}:
        numbers = [n if numbered == "order" else o.score for n, o in enumerate(item.options, start=1)]
        return {plainly(float(n)): o.value for n, o in zip(numbers, item.options, strict=True) if n is not None}
    words = {normalise(side): option.value for option in reversed(item.options) for side in option.label.values()}
    other = other_option(item) if sheet.export.platform == "limesurvey" else None
    coded = {CODE_OF_OTHER: other.value} if other else {}
    return coded | {normalise(option.value): option.value for option in item.options} | words


def _mark(sheet: Sheet, item: Item) -> str:
    """What parts the options within a cell; '' where one is chosen."""
    held = (item.layout or "").partition(":")[2]
    if item.kind == "multiple":
        return held or sheet.export.separator or "┋"
    return (held or sheet.export.ranking) if item.kind == "rank" else ""


def _split(text: str, mark: str, words: Mapping[str, str]) -> list[str]:
    """The pieces of a cell; where labels hold the mark, the longest label wins."""
    found = split_ticks(text, mark)
    if not any(mark.strip() in word for word in words):
        return found
    joined, start = [], 0
    while start < len(found):
        ends = range(len(found), start, -1)
        end = next((end for end in ends if normalise(mark.join(found[start:end])) in words), start + 1)
        joined.append(mark.join(found[start:end]))
        start = end
    return joined


def _chosen(words: Mapping[str, str], parts: Sequence[str]) -> tuple[str, list[str]]:
    """The values of labels, and labels that are no option."""
    values, bad = [], []
    for part in parts:
        value = words.get(normalise(part)) or words.get(normalise(split_fill_in(part)[0]))
        values += [value] if value is not None else []
        bad += [part] if value is None else []
    return " ".join(dict.fromkeys(values)), bad


def _emptied(sheet: Sheet, text: str) -> str:
    """`blank` for a word that is an empty cell in columns of options."""
    return "blank" if sheet.export.ticks.get(normalise(text), 0) < 0 else ""


def _part(sheet: Sheet, item: Item, key: str, text: str) -> tuple[int, str]:
    """What a cell of a block says: tick or place (0 for none), and the cell if it cannot be read."""
    seen, ticks = normalise(text), sheet.export.ticks
    if sheet.gap(text):
        return 0, ""
    if item.kind == "rank":
        return _ranked(sheet, item, key, text)
    if seen in ticks:
        return max(ticks[seen], 0), ""
    own = {normalise(side) for o in item.options if o.value == key for side in (*o.label.values(), o.value)}
    return (ticks.get("*", 1), "") if "*" in ticks or normalise(sheet.bare(text)) in own else (0, text)


def _ranked(sheet: Sheet, item: Item, key: str, text: str) -> tuple[int, str]:
    """The place of an option; or, in the column of a place, the option's number from 1."""
    if not key.startswith("#"):
        seen = normalise(text)
        return (int(seen), "") if seen.isdecimal() and len(seen) < 4 else (0, text)
    value = words_of(sheet, item).get(normalise(sheet.bare(text)))
    order = [option.value for option in item.options]
    return (order.index(value) + 1, "") if value is not None else (0, text)


def _together(sheet: Sheet, item: Item, keys: Sequence[str], given: np.ndarray) -> np.ndarray:
    """One value per respondent of all columns; every combination is put together once."""
    rows, codes = np.unique(given.T, axis=0, return_inverse=True)
    order = [option.value for option in item.options]
    made = np.empty(len(rows), dtype=object)
    for n, row in enumerate(rows.tolist()):
        if keys and keys[0].startswith("#"):
            made[n] = " ".join(order[number - 1] for number in row if number)
        else:
            made[n] = " ".join(keys[place] for place in sorted(range(len(row)), key=row.__getitem__) if row[place])
    return made[np.ravel(codes)]


def _why(kinds: Sequence[str]) -> str:
    """Why a row has no answer: what says more than blank, else blank."""
    return next((kind for kind in kinds if kind != "blank"), "blank")
