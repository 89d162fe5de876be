"""Cells of SPSS and Stata become answers, by the codebook; every distinct cell is read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from surveykit.codebook import Item, Option
from surveykit.errors import counted, listed
from surveykit.formats import Column, NativeTable, Variable
from surveykit.read.cells import normalise, split_ticks
from surveykit.read.native.gaps import gap_kinds
from surveykit.survey import MISSING_CODE, Change, Flag, answer_codes, number_of, written
from surveykit.text.numbers import parse_number

QUOTE = "'"


class Cell(NamedTuple):
    """What a cell says: an answer, a kind of missing, or why it cannot be read."""

    value: object = None
    missing: str = ""
    bad: str = ""


@dataclass(slots=True)
class Reading:
    """Columns under construction, with what was noticed on the way."""

    table: NativeTable
    respondents: Sequence[str]
    codes: Mapping[str, str]
    ours: bool
    data: dict[str, pd.Series] = field(default_factory=dict)
    kinds: dict[str, np.ndarray] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def put(self, column: str, values: np.ndarray, kinds: np.ndarray, dtype: object) -> None:
        """Add a finished column."""
        self.data[column], self.kinds[column] = pd.Series(values, dtype=dtype), kinds


def read_item(made: Reading, item: Item, places: Mapping[str, int]) -> None:
    """Read the variable or variables of an item."""
    if item.kind == "multiple" and item.name not in places:
        _several(made, item, [places[column] for column in item.columns])
        return
    variable, column = made.table.variables[places[item.name]], made.table.columns[places[item.name]]
    cells = _cells(made, item, variable, column, reader_of(item, variable, made))
    bad = dict.fromkeys(cell.bad for cell in cells if cell.bad)
    if bad and item.kind == "number":
        _not_numbers(made, item, column, cells)
    elif bad:
        _fault(made, item, column, cells, bad)
    _put(made, item, column, cells)


def _cells(made: Reading, item: Item, variable: Variable, column: Column,
           read: Callable[[str], Cell]) -> list[Cell]:
    """What each distinct text says."""
    gaps = gap_kinds(variable, column.texts, item, ours=made.ours)
    untold = [text for text, gap in zip(column.texts, gaps, strict=True) if text and gap == "blank"]
    if untold:
        made.changes.append(Change("", item.name, listed(untold), "blank", "declared_missing", "no_action"))
    return [Cell(missing=gap) if gap else read(text) for text, gap in zip(column.texts, gaps, strict=True)]


def reader_of(item: Item, variable: Variable, made: Reading) -> Callable[[str], Cell]:
    """The function from a cell to what it says, for this item."""
    if item.kind in {"single", "rating"} and item.options:
        read = _coded(item) if made.ours else _chooser(item, variable)
    elif item.kind == "multiple":
        read = _ticker(item)
    elif item.kind == "number":
        read = _counted
    else:
        read = _unquoted if made.ours else Cell
    return lambda text: Cell(missing=made.codes[normalise(text)]) if normalise(text) in made.codes else read(text)


def _coded(item: Item) -> Callable[[str], Cell]:
    """Numbers of options as `write_survey` gave them."""
    known = {code: option for option in item.answers
             if (code := answer_codes(item).get(option.value)) is not None}
    return lambda text: _said(item, known.get(number_of(text)), text)


def _said(item: Item, option: Option | None, text: str) -> Cell:
    """An option as an answer."""
    if option is None:
        return Cell(missing="blank", bad=text)
    if option.missing:
        return Cell(missing=option.missing)
    return Cell(option.score if item.kind == "rating" else option.value)


def _chooser(item: Item, variable: Variable) -> Callable[[str], Cell]:
    """Options by number, by value or by label; a label that speaks of another option is a fault."""
    values = {option.value: option for option in reversed(item.options)}
    scores = {option.score: option for option in reversed(item.options) if option.score is not None}
    words = {normalise(side): o for o in reversed(item.options) for side in (o.value, *o.label.values())}
    often = Counter(map(normalise, variable.labels.values()))  # a label of two values names neither

    def read(text: str) -> Cell:
        label = variable.labels.get(text, "")
        named = words.get(normalise(label)) if label and often[normalise(label)] == 1 else None
        by_score, by_value = scores.get(number_of(text)), values.get(text)
        numbered = (by_score or by_value) if item.kind == "rating" else (by_value or by_score)
        option = numbered or named or words.get(normalise(text))
        if named is not None and option is not named:
            return Cell(missing="blank", bad=f"{text} = {label}")
        return _said(item, option, text)

    return read


def _ticker(item: Item) -> Callable[[str], Cell]:
    """A select-all question in one text: the options ticked."""
    separator = (item.layout or "").partition(":")[2] or "┋"
    words = {normalise(side): o for o in reversed(item.options) for side in (o.value, *o.label.values())}

    def read(text: str) -> Cell:
        pieces = split_ticks(text, separator)
        ticked = [words.get(normalise(piece)) for piece in pieces]
        if None in ticked or not pieces:
            return Cell(missing="blank", bad=text)
        gaps = [option.missing for option in ticked if option.missing]
        answers = frozenset(option.value for option in ticked if not option.missing)
        return Cell(missing=gaps[0]) if gaps and not answers else Cell(answers)

    return read


def _counted(text: str) -> Cell:
    """A number."""
    number = parse_number(text)
    return Cell(missing="blank", bad=text) if number is None else Cell(number)


def _unquoted(text: str) -> Cell:
    """A text that `write_survey` put between `'`, without them."""
    return Cell(text[1:-1] if len(text) > 1 and text.startswith(QUOTE) and text.endswith(QUOTE) else text)


def unquoted(text: str) -> str:
    """The same for a key."""
    return str(_unquoted(text).value)


def _fault(made: Reading, item: Item, column: Column, cells: Sequence[Cell], bad: Mapping[str, object]) -> None:
    """Note answers that are none of the options."""
    hits = int(np.array([bool(cell.bad) for cell in cells])[column.codes].sum())
    made.faults.append(f"item {item.name!r}: {listed(bad)} ({counted(hits, 'respondent')})")


def _not_numbers(made: Reading, item: Item, column: Column, cells: Sequence[Cell]) -> None:
    """Cells that hold no number become blank: a flag, and a line of the log that keeps the text."""
    wrong = np.array([bool(cell.bad) for cell in cells])[column.codes]
    for row in np.flatnonzero(wrong):
        person, text = made.respondents[row], column.texts[column.codes[row]]
        made.flags.append(Flag(person, item.name, "not_a_number", text, "E"))
        made.changes.append(Change(person, item.name, text, "", "not_a_number", "blank_response"))


def _put(made: Reading, item: Item, column: Column, cells: Sequence[Cell]) -> None:
    """The answers as a column, or as one per option."""
    kinds = _spread(column, [MISSING_CODE[cell.missing] for cell in cells], "int8")
    if item.kind == "multiple":
        for option, name in zip(item.answers, item.columns, strict=True):
            ticks = [np.nan if cell.missing else float(option.value in cell.value) for cell in cells]
            made.put(name, _spread(column, ticks, float), kinds, "Int8")
    elif item.kind in {"number", "rating"}:
        values = [np.nan if cell.value is None else cell.value for cell in cells]
        made.put(item.name, _spread(column, values, float), kinds, "Float64")
    else:
        made.put(item.name, _spread(column, [cell.value for cell in cells], object), kinds, object)


def _spread(column: Column, values: Sequence[object], dtype: object) -> np.ndarray:
    """One value per distinct text, spread over the rows."""
    table = np.empty(max(len(values), 1), dtype=dtype)
    table[:len(values)] = values
    return table[column.codes]


TICK = {"是", "选中", "已选", "yes", "checked", "selected", "ticked", "mentioned"}
NO_TICK = {"否", "未选", "未选中", "没选", "no", "unchecked", "not selected", "not checked", "not ticked",
           "unselected", "not mentioned"}


def _several(made: Reading, item: Item, places: Sequence[int]) -> None:
    """A response set of one variable per option."""
    ticks, kinds = [], []
    for option, place in zip(item.answers, places, strict=True):
        variable, column = made.table.variables[place], made.table.columns[place]
        cells = _cells(made, item, variable, column, _tick(made, item, option, variable))
        bad = dict.fromkeys(cell.bad for cell in cells if cell.bad)
        if bad:
            _fault(made, item, column, cells, bad)
        ticks.append(_spread(column, [np.nan if cell.value is None else cell.value for cell in cells], float))
        kinds.append(_spread(column, [MISSING_CODE[cell.missing] for cell in cells], "int8"))
    if not made.ours:
        _unticked(made, item, ticks, kinds)
    for name, values, gaps in zip(item.columns, ticks, kinds, strict=True):
        made.put(name, values, gaps, "Int8")


def _tick(made: Reading, item: Item, option: Option, variable: Variable) -> Callable[[str], Cell]:
    """Whether a cell is a tick: the value its set counts, 1 or 0, or what its label says."""
    own = {normalise(word) for word in (option.value, *option.label.values())}
    sets = [said for said in made.table.sets if said.kind == "D" and variable.name in said.variables]
    said = next((found for found in sets if found.name == item.name), sets[0] if sets else None)

    def read(text: str) -> Cell:
        if normalise(text) in made.codes:
            return Cell(missing=made.codes[normalise(text)])
        if said is not None and not made.ours:
            return Cell(float(text.strip() == said.counted.strip()))
        if text in {"1", "0"}:
            return Cell(float(text))
        word = normalise(variable.labels.get(text, text)).casefold()
        if word in NO_TICK:
            return Cell(0.0)
        return Cell(1.0) if word in TICK or normalise(text) in own else Cell(missing="blank", bad=text)

    return read


def _unticked(made: Reading, item: Item, ticks: list[np.ndarray], kinds: list[np.ndarray]) -> None:
    """An empty cell beside answered ones of the same question is an option left unticked; the log says so."""
    answered = ~np.isnan(ticks).all(axis=0)
    count = 0
    for values, gaps in zip(ticks, kinds, strict=True):
        empty = answered & np.isnan(values)
        values[empty], gaps[empty] = 0.0, 0
        count += int(empty.sum())
    if count:
        made.changes.append(Change("", item.name, "", written(count), "unticked", "no_action"))
