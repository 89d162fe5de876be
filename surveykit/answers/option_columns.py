"""Questions with a column for each option: ticks, and places of a ranking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from surveykit.answers.answer_fault import AnswerFault, collect_faults
from surveykit.answers.cell_parser import find_missing
from surveykit.answers.conventions import CellRules
from surveykit.codebook import SEPARATOR, Item
from surveykit.formats import Column
from surveykit.platforms.named_options import TICKS, YES
from surveykit.platforms.plain_table import GAPS
from surveykit.survey import MISSING_CODE
from surveykit.text.normalise import is_placeholder, normalise
from surveykit.text.option_value import OTHER
from surveykit.text.split_ticks import LETTER

EMPTY, BAD = -1, -9
BLANK = MISSING_CODE["blank"]
Cell = tuple[int, int]  # 1, 0, a place, EMPTY or BAD; and the kind of missing


@dataclass(frozen=True, slots=True, eq=False)
class OptionColumn:
    """One column of a question, with the option (or place, `#1`) it stands for and the rules of its cells."""

    part: str
    column: Column
    rules: CellRules


@dataclass(frozen=True, slots=True, eq=False)
class ParsedColumns:
    """The answers of a question by response column; `unticked` counts empty cells beside answered ones."""

    values: Mapping[str, np.ndarray | pd.api.extensions.ExtensionArray]
    kinds: np.ndarray
    faults: tuple[AnswerFault, ...]
    unticked: int = 0


def parse_option_columns(item: Item, parts: Sequence[OptionColumn], *, strict: bool, empty: str) -> ParsedColumns:
    """A select-all question, a ranking, or a single choice with a column for each option.
    With `strict` a row must hold 1 or 0 in all columns or nothing in all; else an empty cell is 0 where
    another of the row is filled. `empty` is the kind of missing of a row whose cells are all empty.
    """
    if item.kind == "rank":
        return _parse_ranking(item, parts)
    if item.kind == "multiple" and _is_by_place(parts):
        return _parse_mentions(item, parts, empty)
    if item.kind != "multiple":
        return _parse_choice(item, parts, empty)
    return _parse_ticks(item, parts, strict=strict, empty=empty)


def _parse_ticks(item: Item, parts: Sequence[OptionColumn], *, strict: bool, empty: str) -> ParsedColumns:
    """1 and 0 per option, or missing in all of them."""
    cells, kinds, faults = _read_cells(item, parts, "tick", [_tick_reader(item, part) for part in parts])
    bad = (cells == BAD).any(axis=0)
    cells[cells == BAD] = EMPTY
    nothing = (cells == EMPTY).all(axis=0)
    partly = (cells == EMPTY).any(axis=0) & ~nothing & ~bad
    mixed = partly | ((kinds != kinds[0]).any(axis=0) & ~bad) if strict else (
        ((kinds > 0) & (kinds != BLANK)).any(axis=0) & partly)
    if mixed.any():
        faults.append(AnswerFault(item.name, "", "mixed" if strict else "partly", np.flatnonzero(mixed)))
    kind = np.where(nothing, _joint_kind(kinds, MISSING_CODE[empty]), 0).astype("int8")
    values = {}
    for part, row in zip(parts, cells, strict=True):
        ticks = np.where(row == EMPTY, 0, row).astype("int8")
        values[f"{item.name}{SEPARATOR}{part.part}"] = pd.arrays.IntegerArray(ticks, nothing.copy())
    known = {column: values[column] for column in item.columns if column in values}
    return ParsedColumns(known, kind, tuple(faults), int(((cells == EMPTY) & ~nothing).sum()))


def _parse_mentions(item: Item, parts: Sequence[OptionColumn], empty: str) -> ParsedColumns:
    """A select-all question whose columns hold the first, the second ... option that somebody named."""
    values = [option.value for option in item.options]
    cells, kinds, faults = _read_cells(item, parts, "outside", [_option_reader(part, values) for part in parts])
    nothing: np.ndarray = np.all(cells < 0, axis=0)
    kind = np.where(nothing, _joint_kind(kinds, MISSING_CODE[empty]), 0).astype("int8")
    ticks = {column: (cells == values.index(option.value)).any(axis=0).astype("int8")
             for option, column in zip(item.answers, item.columns, strict=True)}
    named = {column: pd.arrays.IntegerArray(row, nothing.copy()) for column, row in ticks.items()}
    return ParsedColumns(named, kind, tuple(faults))


def _is_by_place(parts: Sequence[OptionColumn]) -> bool:
    """Whether columns stand for places (first named, second named), not for options."""
    return any(part.part.startswith("#") for part in parts)


def _parse_choice(item: Item, parts: Sequence[OptionColumn], empty: str) -> ParsedColumns:
    """A single choice spread over columns: the option of the one tick; several ticks are a fault."""
    ticks = _parse_ticks(replace(item, kind="multiple"), parts, strict=False, empty=empty)
    values = {option.value: option.score if item.kind == "rating" else option.value for option in item.answers}
    chosen = [part.part for part in parts if part.part in values]
    columns = (pd.Series(ticks.values[f"{item.name}{SEPARATOR}{part}"]) for part in chosen)
    cells = np.array([column.fillna(0).astype(int) for column in columns])
    several, one = cells.sum(axis=0) > 1, cells.sum(axis=0) == 1
    answers = np.empty(len(one), dtype=object)
    answers[one] = np.array([values[part] for part in chosen], dtype=object)[cells.argmax(axis=0)[one]]
    faults = [*ticks.faults]
    if several.any():
        faults.append(AnswerFault(item.name, "", "several", np.flatnonzero(several)))
    kinds = np.where(one, 0, np.where(ticks.kinds > 0, ticks.kinds, BLANK)).astype("int8")
    return ParsedColumns({item.name: answers}, kinds, tuple(faults), 0)


def _read_cells(item: Item, parts: Sequence[OptionColumn], reason: str,
                readers: Sequence[Callable[[str], Cell]]) -> tuple[np.ndarray, np.ndarray, list[AnswerFault]]:
    """What the cells of every column say, and why others are empty; each distinct text is read once."""
    numbers, kinds, faults = [], [], []
    for part, read in zip(parts, readers, strict=True):
        found = [read(text) for text in part.column.texts]
        bad = [(code, reason, part.rules.captions.get(text, text))
               for code, (text, (number, _)) in enumerate(zip(part.column.texts, found, strict=True)) if number == BAD]
        faults += collect_faults(item.name, part.column, bad)
        numbers.append(np.array([number for number, _ in found] or [EMPTY])[part.column.codes])
        kinds.append(np.array([kind for _, kind in found] or [0])[part.column.codes])
    return np.array(numbers), np.array(kinds), faults


def add_listed_marks(parts: Sequence[OptionColumn]) -> list[OptionColumn]:
    """The columns of a question that only the codebook ties together, with the marks of a tick they share.
    Where all cells are 1 or 2, a 2 is a tick, as SoSci Survey writes.
    """
    texts = {normalise(text) for part in parts for text in part.column.texts} - {""} - set(map(normalise, GAPS))
    marks = {"1": 0, "2": 1} if texts == {"1", "2"} else {normalise(text): tick for text, tick in TICKS.items()}
    alone = len({text.casefold() for text in texts}) == 1  # nothing but yes
    marks |= {text: 1 for text in texts if alone and text.casefold() in YES}
    ticks = {**marks, "x": 1, **{normalise(gap): EMPTY for gap in GAPS}}
    return [replace(part, rules=replace(part.rules, ticks={**part.rules.ticks, **ticks})) for part in parts]


def _tick_reader(item: Item, part: OptionColumn) -> Callable[[str], Cell]:
    """From a cell of an option's column to a tick: 1, 0, EMPTY or BAD."""
    rules, own = part.rules, _own_words(item, part.part)

    def read_tick(text: str) -> Cell:
        kind = find_missing(text, rules.missing)
        if kind:
            return EMPTY, MISSING_CODE[kind]
        bare = normalise(text)
        if bare in rules.ticks:
            return rules.ticks[bare], 0
        if is_placeholder(text) and not rules.gapless and "*" not in rules.ticks:
            return EMPTY, BLANK
        return (rules.ticks.get("*", 1), 0) if "*" in rules.ticks or bare in own else (BAD, 0)

    return read_tick


def _own_words(item: Item, value: str) -> set[str]:
    """The words of an option, as they are compared: a cell that repeats them is a tick."""
    option = next((o for o in item.options if o.value == value), None)
    return {normalise(side) for side in (*option.label.values(), option.value)} if option else set()


def _joint_kind(kinds: np.ndarray, empty: int) -> np.ndarray:
    """Why a row has no answer: any kind that says more than blank, else `empty`."""
    told = np.where(kinds == BLANK, 0, kinds).max(axis=0)
    return np.where(told > 0, told, empty)


def _parse_ranking(item: Item, parts: Sequence[OptionColumn]) -> ParsedColumns:
    """The values of the options in the order given, parted by blanks (as XLSForm does)."""
    by_place = _is_by_place(parts)
    values = [option.value for option in item.options]
    readers = [_option_reader(part, values) if by_place else _place_reader(part) for part in parts]
    cells, kinds, faults = _read_cells(item, parts, "place", readers)
    bad = (cells == BAD).any(axis=0)
    cells = np.where(cells == BAD, EMPTY, cells)
    rows, codes = np.unique(cells.T, axis=0, return_inverse=True)
    codes = np.ravel(codes)
    tied = np.array([len(given := row[row != EMPTY]) > len(set(given.tolist())) for row in rows], dtype=bool)[codes]
    if tied.any():
        faults.append(AnswerFault(item.name, "", "tied", np.flatnonzero(tied)))
    names = [int(part.part[1:]) if by_place else part.part for part in parts]
    orders = np.empty(len(rows), dtype=object)
    orders[:] = [_order(row.tolist(), names, values if by_place else None) or None for row in rows]
    answered = (cells != EMPTY).any(axis=0)
    kind = np.where(answered, 0, np.where(bad, BLANK, _joint_kind(kinds, BLANK))).astype("int8")
    return ParsedColumns({item.name: orders[codes]}, kind, tuple(faults))


def _order(row: Sequence[int], names: Sequence[int | str], values: Sequence[str] | None) -> str:
    """One person's ranking: cells hold places of named options, or (with `values`) options at named places."""
    pairs = [(cell, name) for cell, name in zip(row, names, strict=True) if cell != EMPTY]
    if values is None:
        return " ".join(str(name) for _, name in sorted(pairs))
    return " ".join(values[cell] for _, cell in sorted((name, cell) for cell, name in pairs))


def _place_reader(part: OptionColumn) -> Callable[[str], Cell]:
    """From a cell to the place of the option that the column stands for."""
    def read_place(text: str) -> Cell:
        kind, bare = find_missing(text, part.rules.missing), normalise(text)
        if kind or part.rules.ticks.get(bare) == EMPTY:
            return EMPTY, MISSING_CODE[kind or "blank"]
        return (int(bare), 0) if bare.isdecimal() and len(bare) < 4 and int(bare) else (BAD, 0)

    return read_place


def _option_reader(part: OptionColumn, values: Sequence[str]) -> Callable[[str], Cell]:
    """From a cell to the number of its option, in the column of a place."""
    def read_option(text: str) -> Cell:
        kind = find_missing(text, part.rules.missing)
        if kind:
            return EMPTY, MISSING_CODE[kind]
        option = part.rules.words.find(text)[0]
        return (values.index(option.value), 0) if option else (BAD, 0)

    return read_option


def collect_typed_words(item: Item, parts: Sequence[OptionColumn]) -> np.ndarray | None:
    """What was typed behind labels within the options' own columns (其他：养蜂), one text per row; None for nothing."""
    pieces: list[list[str]] = [[] for _ in parts[0].column.codes]
    for part in parts:
        rest = [_words_behind(text, _own_words(item, part.part)) for text in part.column.texts]
        for row in np.flatnonzero(np.array([bool(text) for text in rest] or [False])[part.column.codes]):
            pieces[row].append(rest[part.column.codes[row]])
    if not any(pieces):
        return None
    texts = np.empty(len(pieces), dtype=object)
    texts[:] = ["；".join(words) for words in pieces]
    return texts


def _words_behind(text: str, own: set[str]) -> str:
    """What stands behind an option's label and a colon or bracket; '' for nothing."""
    bare = LETTER.sub("", normalise(text), count=1) if LETTER.match(normalise(text)) else normalise(text)
    for word in sorted(own, key=len, reverse=True):
        rest = bare.removeprefix(word.rstrip(":_"))
        if rest != bare and (rest[:1] in {":", "〖", "_"} or (rest[:1] == " " and OTHER.fullmatch(word))):
            return rest.removesuffix("〗").lstrip(":_〖 ").strip()
    return ""
