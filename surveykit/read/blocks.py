"""Questions with a column for each option: ticks, and places of a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from surveykit.codebook import SEPARATOR, Item
from surveykit.formats import Column
from surveykit.read.cells import LETTER, Labels, missing_kind, normalise
from surveykit.survey import MISSING_CODE

EMPTY, BAD = -1, -9
BLANK = MISSING_CODE["blank"]


@dataclass(frozen=True, slots=True)
class Block:
    """The answers of a question, or what cannot be read in it, why, and in which rows."""

    values: Mapping[str, np.ndarray] = field(default_factory=dict)
    kinds: np.ndarray | None = None
    bad: tuple[str, ...] = ()
    why: str = ""
    hits: np.ndarray | None = None


def ticked(item: Item, block: Mapping[str, Column], codes: Mapping[str, str], ticks: Mapping[str, int], *,
           strict: bool, nothing: str = "blank") -> Block:
    """A select-all question: 1 and 0 per option, or missing in all of them.

    `ticks` says what a cell means (`*`: any other text is a tick). An empty cell is 0 where
    another option of the row is filled; with `strict` it must not be. `nothing` is the kind of
    missing of a row whose cells are all empty.
    """
    said, kinds, bad = [], [], {}
    for value, column in block.items():
        cells = [_tick(text, codes, ticks, _own(item, value)) for text in column.texts]
        bad |= {text: None for text, (tick, _) in zip(column.texts, cells, strict=True) if tick == BAD}
        said.append(np.array([tick for tick, _ in cells] or [EMPTY])[column.codes])
        kinds.append(np.array([kind for _, kind in cells] or [0])[column.codes])
    cells, why = np.array(said), np.array(kinds)
    if bad:
        return Block(bad=tuple(bad), why="must be 1 or 0", hits=(cells == BAD).any(axis=0))
    empty = (cells == EMPTY).all(axis=0)
    partly = (cells == EMPTY).any(axis=0) & ~empty
    if strict and ((why != why[0]).any(axis=0) | partly).any():
        hits = (why != why[0]).any(axis=0) | partly
        return Block(bad=(item.name,), why="must have 1 or 0 in all its columns, or all missing; 0 is an option "
                     "left unticked", hits=hits)
    kind = np.where(empty, _joint(why, MISSING_CODE[nothing]), 0).astype("int8")
    values = {}
    for option, row in zip(block, cells, strict=True):
        made = np.where(row == EMPTY, 0, row).astype("int8")
        values[f"{item.name}{SEPARATOR}{option}"] = pd.arrays.IntegerArray(made, empty.copy())
    return Block({column: values[column] for column in item.columns}, kind)


def ranked(item: Item, block: Mapping[str, Column], codes: Mapping[str, str], ticks: Mapping[str, int], *,
           strict: bool) -> Block:
    """A ranking: the values of the options in the order given, parted by blanks (as XLSForm does)."""
    by_place = next(iter(block)).startswith("#")
    labels, n = Labels.of(item), len(next(iter(block.values())).codes)
    orders: list[list[tuple[int, str]]] = [[] for _ in range(n)]
    kinds, bad = np.zeros(n, dtype="int8"), {}
    for part, column in block.items():
        for row, code in enumerate(column.codes):
            text = column.texts[code]
            kind = missing_kind(text, codes)
            if kind:
                kinds[row] = max(kinds[row], MISSING_CODE[kind]) if kind != "blank" else kinds[row] or BLANK
                continue
            pair = _ranked_by_place(part, text, labels) if by_place else _ranked_by_option(part, text)
            if pair is None:
                bad[text] = row
            else:
                orders[row].append(pair)
    if bad:
        hits = np.zeros(n, dtype=bool)
        hits[list(bad.values())] = True
        return Block(bad=tuple(bad), why="is no place and no option of the ranking", hits=hits)
    values = np.empty(n, dtype=object)
    values[:] = [" ".join(value for _, value in sorted(order)) or None for order in orders]
    answered = np.array([bool(order) for order in orders], dtype=bool)
    return Block({item.name: values}, np.where(answered, 0, np.where(kinds, kinds, BLANK)).astype("int8"))


def typed_behind(item: Item, block: Mapping[str, Column]) -> np.ndarray | None:
    """What was typed behind labels within the options' own columns (其他：养蜂), one text per row; None for nothing."""
    found: list[list[str]] = [[] for _ in next(iter(block.values())).codes]
    for value, column in block.items():
        rest = [_behind(text, _own(item, value)) for text in column.texts]
        for row in np.flatnonzero(np.array([bool(text) for text in rest] or [False])[column.codes]):
            found[row].append(rest[column.codes[row]])
    if not any(found):
        return None
    texts = np.empty(len(found), dtype=object)
    texts[:] = ["；".join(pieces) for pieces in found]
    return texts


def _behind(text: str, own: set[str]) -> str:
    """What stands behind an option's label and a colon or bracket; '' for nothing."""
    seen = LETTER.sub("", normalise(text), count=1) if LETTER.match(normalise(text)) else normalise(text)
    for word in sorted(own, key=len, reverse=True):
        rest = seen.removeprefix(word.rstrip(":_"))
        if rest != seen and rest[:1] in {":", "〖", "_"}:
            return rest.removesuffix("〗").lstrip(":_〖 ").strip()
    return ""


def _own(item: Item, value: str) -> set[str]:
    """The words of an option, as they are compared: a cell that repeats them is a tick."""
    option = next((o for o in item.options if o.value == value), None)
    return {normalise(side) for side in (*option.label.values(), option.value)} if option else set()


def _tick(text: str, codes: Mapping[str, str], ticks: Mapping[str, int], own: set[str]) -> tuple[int, int]:
    """(1, 0, EMPTY or BAD, kind of missing) of one cell."""
    seen = normalise(text)
    kind = missing_kind(text, codes)
    if kind:
        return EMPTY, MISSING_CODE[kind]
    if seen in ticks:
        return ticks[seen], 0
    if "*" in ticks or seen in own:
        return ticks.get("*", 1), 0
    return BAD, 0


def _joint(kinds: np.ndarray, nothing: int) -> np.ndarray:
    """Why a row has no answer: any kind that says more than blank, else `nothing`."""
    told = np.where(kinds == BLANK, 0, kinds).max(axis=0)
    return np.where(told > 0, told, nothing)


def _ranked_by_option(value: str, text: str) -> tuple[int, str] | None:
    """Place and option, where cells hold places."""
    seen = normalise(text)
    return (int(seen), value) if seen.isdigit() and seen != "0" else None


def _ranked_by_place(part: str, text: str, labels: Labels) -> tuple[int, str] | None:
    """Place and option, where cells hold options."""
    option = labels.find(text)[0]
    return None if option is None else (int(part[1:]), option.value)
