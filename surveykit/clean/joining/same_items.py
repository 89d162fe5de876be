"""Which items of two codebooks are one question, and which options one answer."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from surveykit.clean.rename_items import free_name
from surveykit.codebook import SEPARATOR, Codebook, Item, Option
from surveykit.survey import Survey, value_text
from surveykit.text.normalise import normalise

CHOICES = frozenset({"single", "rating"})
BARE = re.compile(r"[qQ]?\d+|第\s*\d+\s*题")
CODE = re.compile(r"-?\d+(\.\d+)?")


class SharedItem(NamedTuple):
    """An item of both sides as the first has it, with the second's answers; `moved` where its values were others."""

    item: Item
    second: Item
    answers: pd.DataFrame
    moved: bool = False


def pair_items(first: Codebook, second: Codebook, keys: Iterable[str]) -> dict[str, Item]:
    """For items of the second the item of the first that asks the same: by name and wording, else by wording alone."""
    kept = [item for item in first if item.name not in set(keys)]
    by_words: dict[str, list[Item]] = {}
    for item in kept:
        for words in {normalise(side) for side in item.label.values()}:
            by_words.setdefault(words, []).append(item)
    named = {item.name: item for item in kept}
    pairs: dict[str, Item] = {}
    for item in second:
        same = named.get(item.name)
        if same is not None and (_agree(same, item) or is_bare(item) or is_bare(same)):
            pairs[item.name] = same
            continue
        alike = {held.name: held for side in item.label.values() for held in by_words.get(normalise(side), ())}
        if len(alike) == 1 and not is_bare(item):
            pairs[item.name] = next(iter(alike.values()))
    taken = [held.name for held in pairs.values()]
    return {name: held for name, held in pairs.items() if taken.count(held.name) == 1 or held.name == name}


def is_bare(item: Item) -> bool:
    """Whether an item has no wording of its own: its name or the number of its question stands for one."""
    return all(not side.strip() or side == item.name or BARE.fullmatch(side.strip()) for side in item.label.values())


def _agree(one: Item, other: Item) -> bool:
    """Whether two items are worded alike in some language."""
    return bool({normalise(side) for side in one.label.values()} & {normalise(side) for side in other.label.values()})


def share_item(first: Survey, held: Item, second: Survey, item: Item, places: np.ndarray) -> SharedItem | None:
    """The item with the second's answers in the first's values, row by row of `places`; None where they cannot be.
    Options are one where a label is; where the labels of one side are bare codes, where the answers of the same people
    go together one to one: so the text export of a form gives the labels, its code export the values.
    """
    frame = take_rows(second._responses[list(item.columns)], places)
    if held.kind == item.kind == "multiple":
        return _share_set(held, item, frame)
    if held.kind == item.kind and held.kind not in CHOICES:
        return SharedItem(held, item, frame.set_axis([held.name], axis=1))
    if held.kind not in CHOICES or item.kind not in CHOICES | {"number"}:
        return None
    return _share_choice(held, item, first._responses[held.name].reset_index(drop=True), frame[item.name])


def take_rows(frame: pd.DataFrame, places: np.ndarray) -> pd.DataFrame:
    """The rows at these places, numbered anew; a row without an answer for -1."""
    taken = frame.set_axis(range(len(frame))).reindex(places).set_axis(range(len(places)))
    for column in (column for column in taken if taken[column].dtype == object):
        taken[column] = taken[column].where(taken[column].notna(), None)
    return taken


def _share_set(held: Item, item: Item, frame: pd.DataFrame) -> SharedItem | None:
    """A select-all question: its options by their labels, those of the second alone behind the others."""
    values = match_labels(held, item)
    if values is None:
        return None
    merged = add_options(held, item, values)
    names = {f"{item.name}{SEPARATOR}{old}": f"{held.name}{SEPARATOR}{new}" for old, new in values.items()}
    return SharedItem(merged, item, frame.rename(columns=names), _is_moved(values))


def _share_choice(held: Item, item: Item, own: pd.Series, other: pd.Series) -> SharedItem | None:
    """A choice: its options by labels, or by answers that go together."""
    mine, theirs = _option_values(held, own), _option_values(item, other)
    alike = _is_coded(held) == _is_coded(item)
    values = match_labels(held, item) if alike else _match_answers(held, item, mine, theirs)
    if values is None:
        return None
    merged = add_options(held, item, values)
    cells = [_cell(merged, values[text]) if text is not None else None for text in theirs]
    column = pd.Series(cells, dtype="Float64" if held.kind == "rating" else object)
    return SharedItem(merged, item, column.to_frame(held.name), _is_moved(values))


def _is_moved(values: Mapping[str, str]) -> bool:
    """Whether some value is another one in the first."""
    return any(old != new for old, new in values.items())


def _option_values(item: Item, column: pd.Series) -> list[str | None]:
    """The answers of a choice as values of its options."""
    points = {option.score: option.value for option in item.options} if item.kind == "rating" else {}
    cells = column.astype(object).where(column.notna(), None)
    return [None if cell is None else points.get(cell, value_text(cell)) for cell in cells]


def _cell(item: Item, value: str) -> object:
    """An option as the column holds it."""
    return item.option(value).score if item.kind == "rating" else value


def _is_coded(item: Item) -> bool:
    """Whether the options of a choice are codes without words."""
    return all(CODE.fullmatch(side.strip()) for option in item.answers for side in option.label.values())


def match_labels(held: Item, item: Item) -> dict[str, str] | None:
    """For each value of the second its value in the first, by the labels; None where one has two."""
    known = {normalise(side): option.value for option in held.options for side in option.label.values()}
    taken = {option.value for option in held.options}
    values: dict[str, str] = {}
    for option in item.options:
        found = {known[words] for side in option.label.values() if (words := normalise(side)) in known}
        if len(found) > 1:
            return None
        values[option.value] = found.pop() if found else free_name(option.value, taken)
        taken.add(values[option.value])
    return values if len(set(values.values())) == len(values) else None


def _match_answers(held: Item, item: Item, mine: list[str | None], theirs: list[str | None]) -> dict[str, str] | None:
    """The same by the answers of the same people; None unless each value goes with one other, both ways."""
    pairs = {(b, a) for a, b in zip(mine, theirs, strict=True) if a is not None and b is not None}
    if not pairs or len({b for b, _ in pairs}) < len(pairs) or len({a for _, a in pairs}) < len(pairs):
        return None
    values, taken = dict(pairs), {option.value for option in held.options}
    unseen = dict.fromkeys([option.value for option in item.options] + [text for text in theirs if text is not None])
    for value in (value for value in unseen if value not in values):
        values[value] = free_name(value, taken)
        taken.add(values[value])
    return values


def add_options(held: Item, item: Item, values: Mapping[str, str]) -> Item:
    """The item with the other's options behind its own, marks for missing last.
    Where it has only codes it gets the other's words; where the other has only codes, their order is that of the form.
    """
    words = {values[option.value]: option.label for option in item.options} if _is_coded(held) else {}
    own = [replace(option, label=words.get(option.value, option.label)) for option in held.options]
    if _is_coded(item) and not words:
        order = {new: float(old) for old, new in values.items() if CODE.fullmatch(old)}
        own = sorted(own, key=lambda option: order.get(option.value, np.inf))
    known = {option.value for option in own}
    top = max((option.score for option in own if option.score is not None), default=0)
    more = [Option(values[option.value], option.label, option.score if option.score is not None else top + n,
                   option.missing) if held.kind == "rating" else replace(option, value=values[option.value], score=None)
            for n, option in enumerate(item.options, start=1) if values[option.value] not in known]
    label = item.label if is_bare(held) and not is_bare(item) else held.label
    every = [*own, *more]
    return replace(held, label=label, options=(*(o for o in every if not o.missing), *(o for o in every if o.missing)))
