"""Which rows of two tables are about the same person: by a key, as it stands or with what does not count left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from surveykit.codebook import Item
from surveykit.errors import CleaningError, CodebookError, count_noun, did_you_mean, list_quoted
from surveykit.group_by import group_by
from surveykit.survey import Survey, value_text
from surveykit.text.normalise import drop_invisible, normalise
from surveykit.words.messages import Message

KEY_WORDS = frozenset({"respondent", "序号", "编号", "答题序号"})  # the platform's key, which is the name of each row
MARKS = re.compile(r"[-‐‑‒–—―−_./·]+")  # 2022-0001 and 20220001, whatever the hyphen
FOLDS: Mapping[str, Callable[[str], str]] = {
    "width": lambda text: unicodedata.normalize("NFKC", text),
    "blanks": lambda text: "".join(drop_invisible(text).split()),
    "case": str.casefold,
    "marks": lambda text: MARKS.sub("", text),
    "zeros": lambda text: text.lstrip("0") or text[-1:]}
BETWEEN = "\x1f"  # between the parts of a key of several items

On = str | tuple[str, str] | Mapping[str, str]


class KeyColumn(NamedTuple):
    """The key of every row of a survey: its items (None is the row's own name), and its text, '' for none.
    `personal`: on one of both sides it is personal data, so that it is printed nowhere.
    """

    survey: Survey
    items: tuple[Item | None, ...]
    texts: list[str]
    personal: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The items' names."""
        return tuple(item.name if item else "respondent" for item in self.items)

    def fold(self, ignore: Sequence[str]) -> KeyColumn:
        """The same column without what does not count."""
        texts = self.texts
        for name in (name for name in FOLDS if name in ignore):
            texts = [BETWEEN.join(map(FOLDS[name], text.split(BETWEEN))) if text else "" for text in texts]
        return self._replace(texts=texts)


class KeyMatch(NamedTuple):
    """For each row of the first table its row in the second, -1 for none; rows of the second that nobody has."""

    places: np.ndarray
    only_second: np.ndarray

    @property
    def only_first(self) -> np.ndarray:
        """Rows of the first table without one in the second."""
        return np.flatnonzero(self.places < 0)

    @property
    def matches(self) -> int:
        """Rows of the first table with one in the second."""
        return int((self.places >= 0).sum())


def read_keys(first: Survey, second: Survey, on: On) -> tuple[KeyColumn, KeyColumn]:
    """The key columns that `on` names: one name for both sides, a pair, or several pairs as a mapping."""
    pairs = list(on.items()) if isinstance(on, Mapping) else [(on, on) if isinstance(on, str) else tuple(on)]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise CleaningError("on= must name one item, or a pair: the survey's and the other's.",
                            fix="on=('student_id', '学号')")
    sides = [(_find_key(first, here), _find_key(second, there)) for here, there in pairs]
    forms = [_same_form(_key_forms(first, here), _key_forms(second, there)) for here, there in sides]
    personal = any(item is not None and item.personal for pair in sides for item in pair)
    return (KeyColumn(first, tuple(here for here, _ in sides), _join_parts([here for here, _ in forms]), personal),
            KeyColumn(second, tuple(there for _, there in sides), _join_parts([there for _, there in forms]), personal))


def _find_key(survey: Survey, name: str) -> Item | None:
    """The item that a key's name means; None for the name of each row."""
    try:
        item = survey.codebook[name]
    except CodebookError:
        if normalise(str(name)).casefold() in KEY_WORDS:
            return None
        raise
    if item.kind == "multiple":
        raise CleaningError("A select-all question cannot be a key.", where="{file}, item {item!r}", item=item.name,
                            fix="on= an item with one answer for each respondent", file=survey.source.name)
    return item


def _key_forms(survey: Survey, item: Item | None) -> list[list[str]]:
    """The ways a key can be written: its values; of a choice its labels too."""
    if item is None:
        return [list(survey._responses.index)]
    values = [value_text(value) for value in survey._responses[item.name]]
    sides = dict.fromkeys(side for option in item.options for side in option.label)
    labels = [{option.value: option.label.get(side, option.value) for option in item.options} for side in sides]
    return [values, *([known.get(value, value) for value in values] for known in labels if item.kind == "single")]


def _same_form(first: list[list[str]], second: list[list[str]]) -> tuple[list[str], list[str]]:
    """The ways of writing in which most keys occur on both sides; the values where none is better."""
    return max(product(first, second), key=lambda pair: len(set(pair[0]) & set(pair[1])))


def _join_parts(parts: Sequence[list[str]]) -> list[str]:
    """Keys of several items as one text; '' where a part is missing."""
    return [BETWEEN.join(row) if all(text.strip() for text in row) else "" for row in zip(*parts, strict=True)]


def require_folds(ignore: str | Sequence[str]) -> tuple[str, ...]:
    """What does not count in keys, in the order it is left out."""
    names = tuple(FOLDS) if ignore == "all" else (ignore,) if isinstance(ignore, str) else tuple(ignore)
    for name in names:
        if name not in FOLDS:
            raise CleaningError("Keys cannot be compared without {name!r}.", name=name,
                                fix=did_you_mean(name, [*FOLDS, "all"]))
    return tuple(name for name in FOLDS if name in names)


def match_keys(first: KeyColumn, second: KeyColumn, *, repeat: bool) -> KeyMatch:
    """The rows that belong together; a key that occurs twice is refused, with where."""
    _refuse_repeated(second, Message("for a table of groups (districts, classes) take its rows apart, or join the "
                                     "other way round"))
    if not repeat:
        _refuse_repeated(first, Message("keep one of them (exclude), or join(..., repeat=True) where several "
                                        "respondents share a row of the other"))
    place = {text: row for row, text in enumerate(second.texts) if text}
    places = np.array([place.get(text, -1) if text else -1 for text in first.texts], dtype=int)
    return KeyMatch(places, np.setdiff1d(np.arange(len(second.texts)), places))


def _refuse_repeated(side: KeyColumn, fix: Message) -> None:
    """Refuse a key that several rows of one side have; a personal one is not repeated in the message."""
    rows = group_by(zip(side.texts, side.survey._responses.index, strict=True), lambda pair: pair[0])
    twice = {text: found for text, found in rows.items() if text and len(found) > 1}
    if twice:
        places = [respondent for found in twice.values() for _, respondent in found]
        shown = list_quoted(text.replace(BETWEEN, " ") for text in twice)
        raise CleaningError("A key must occur once; {count} more than once: {shown}." if not side.personal else
                            "A key must occur once; {count} more than once.",
                            where="{file}, item {item}, respondents {places}", fix=fix, shown=shown,
                            count=count_noun(len(twice), "key"), file=side.survey.source.name,
                            item=", ".join(side.names), places=list_quoted(places))


def find_near(first: KeyColumn, second: KeyColumn) -> tuple[tuple[str, ...], int]:
    """What need not count for more keys to match, as little as will do, and how many more; nothing and 0 for none."""
    now, most = _count_common(first, second, ()), _count_common(first, second, tuple(FOLDS))
    if most <= now:
        return (), 0
    ways = (names for size in range(1, len(FOLDS) + 1) for names in combinations(FOLDS, size))
    return next(names for names in ways if _count_common(first, second, names) >= most), most - now


def _count_common(first: KeyColumn, second: KeyColumn, ignore: Sequence[str]) -> int:
    """How many keys both sides have."""
    return len(set(first.fold(ignore).texts) & set(second.fold(ignore).texts) - {""})
