"""Which gaps are questions that were not asked: where a file leaves a cell empty, the condition decides.

Some platforms write the same nothing for "not asked" and "left blank". Where the codebook says on
what condition an item is asked, an empty cell of somebody it was not asked of becomes `not_asked`.
What a file says itself (a token, a code, an answer) stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError
from surveykit.expression import Expression, parse
from surveykit.expression.values import text as plainly
from surveykit.formats import Column, NativeTable
from surveykit.read.cells import tidied
from surveykit.read.native import NativeParts
from surveykit.read.native.found import places_of
from surveykit.read.places import Places
from surveykit.read.table import Table
from surveykit.read.typed import Typed
from surveykit.survey import MISSING_CODE, Change, Flag, Step, written

BLANK, NOT_ASKED = MISSING_CODE["blank"], MISSING_CODE["not_asked"]
SAID = ("refused", "dont_know")
OURS = "surveykit"
REASON = "空白且不符合作答条件：按未被问到读入 || empty and the condition does not hold: read as not asked"
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
Empty = Mapping[str, np.ndarray | None]  # of items that have columns; None where there is no condition


@dataclass(slots=True)
class Routing:
    """The answers as expressions see them, made when a condition asks for them."""

    frame: pd.DataFrame
    kinds: pd.DataFrame
    book: Codebook
    flags: Sequence[Flag]
    known: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def answers(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """What everybody answered to an item, '' for nothing, and whether that can be told."""
        if name not in self.known:
            self.known[name] = self._answers(self.book[name])
        return self.known[name]

    def _answers(self, item: Item) -> tuple[np.ndarray, np.ndarray]:
        """Options by value; a kind of missing is the option that stands for it, if there is only one."""
        values, kinds = _values(self.frame, item), self.kinds[item.columns[0]].to_numpy()
        unread = {flag.respondent for flag in self.flags if flag.item == item.name and flag.rule == "not_a_number"}
        sure = ~self.frame.index.isin(unread)
        for kind in SAID:
            options, hits = [o.value for o in item.options if o.missing == kind], kinds == MISSING_CODE[kind]
            if len(options) == 1:
                values[hits] = options[0]
            sure &= ~hits | (len(options) < 2)
        return values, sure

    def days(self) -> list[str]:
        """The day of submission, for `today()`; '' where none is told."""
        place = next((item.name for item in self.book if item.role == "date" and item.name in self.frame), None)
        found = [DAY.match(str(cell)) for cell in self.frame[place]] if place else [None] * len(self.frame)
        return ["-".join((m[1], m[2].zfill(2), m[3].zfill(2))) if m else "" for m in found]

    def unasked(self, item: Item) -> np.ndarray:
        """Whose condition certainly does not hold."""
        nobody = np.zeros(len(self.frame), dtype=bool)
        expression = _parsed(item.asked_if or "", self.book)
        if expression is None:
            return nobody
        names = [*expression.names, *([item.name] if expression.uses_here else [])]
        told = {name: self.answers(name) for name in names}
        holds = expression.truth({name: list(values) for name, (values, _) in told.items()}, len(self.frame),
                                 here=list(self.answers(item.name)[0]), today=self.days() if expression.uses_today
                                 else None)
        return np.logical_and.reduce([~holds, *(sure for _, sure in told.values())])


def routed(made: Typed, table: Table, places: Places) -> tuple[Typed, tuple[Step, ...]]:
    """The answers of a table, empty cells of questions that were not asked marked so, and the step that says it.

    Files of ours say of every gap what it is; there nothing is decided.
    """
    if table.export.platform == OURS or not _conditional(made.codebook):
        return made, ()
    empty = {item.name: _empty(table.columns, found) if item.asked_if else None
             for item in made.codebook if (found := places.of(item.name))}
    kinds, steps = _decided(Routing(made.frame, made.missing, made.codebook, made.flags), empty)
    return replace(made, missing=kinds), steps


def routed_native(parts: NativeParts, table: NativeTable) -> tuple[NativeParts, tuple[Step, ...]]:
    """The same for an SPSS or Stata file: a system-missing value says nothing, a user-missing one does."""
    if parts.codebook.settings.get("platform") == OURS or not _conditional(parts.codebook):
        return parts, ()
    places = places_of(table, parts.codebook)
    empty = {item.name: _empty(table.columns, [places[c] for c in (item.name, *item.columns) if c in places])
             if item.asked_if else None for item in parts.codebook}
    kinds, steps = _decided(Routing(parts.frame, parts.missing, parts.codebook, parts.flags), empty)
    return parts._replace(missing=kinds), steps


def _conditional(book: Codebook) -> bool:
    """Whether anything is asked on a condition."""
    return any(item.asked_if for item in book)


def _decided(routing: Routing, empty: Empty) -> tuple[pd.DataFrame, tuple[Step, ...]]:
    """Kinds of missing after the conditions, and how many cells of each item they decided."""
    kinds, changes, hits = routing.kinds.copy(), [], {}
    for item in routing.book:
        if item.asked_if and item.name in empty:
            hits[item.name] = empty[item.name] & routing.unasked(item)
    for item in routing.book:
        asker = item.name.rpartition("_other")[0] if item.role == "other_text" and item.name not in empty else item.name
        found = hits.get(asker)
        count = 0 if found is None else _marked(kinds, item, found)
        changes += [Change("", item.name, "", written(count), "condition", "no_action")] if count else []
    return kinds, (Step("read", REASON, tuple(changes)),) if changes else ()


def _marked(kinds: pd.DataFrame, item: Item, hits: np.ndarray) -> int:
    """Mark blanks as not asked in all columns of an item; how many respondents that are."""
    hits = hits & (kinds[item.columns[0]].to_numpy() == BLANK)
    for column in item.columns if hits.any() else ():
        kinds[column] = np.where(hits, NOT_ASKED, kinds[column].to_numpy()).astype("int8")
    return int(hits.sum())


def _empty(columns: Sequence[Column], places: Sequence[int]) -> np.ndarray:
    """Where all cells of some columns hold nothing at all."""
    found = [np.array([not text for text in tidied(columns[place].texts)] or [True])[columns[place].codes]
             for place in places]
    return np.logical_and.reduce(found)


def _parsed(text: str, book: Codebook) -> Expression | None:
    """The condition; None where it cannot be evaluated: reading the codebook has said so."""
    try:
        expression = parse(text)
    except CodebookError:
        return None
    return expression if all(name in book for name in expression.names) else None


def _values(frame: pd.DataFrame, item: Item) -> np.ndarray:
    """The answers to an item as XLSForm writes them: values of options, several with blanks between them."""
    if item.kind == "multiple":
        ticks = np.array([frame[column].eq(1).fillna(False).to_numpy(dtype=bool) for column in item.columns])
        rows, codes = np.unique(ticks.T, axis=0, return_inverse=True)
        names = [option.value for option in item.answers]
        said = [" ".join(name for name, tick in zip(names, row, strict=True) if tick) for row in rows]
        return np.array(said, dtype=object)[np.ravel(codes)]
    scores = {option.score: option.value for option in reversed(item.options)} if item.kind == "rating" else {}
    codes, distinct = pd.factorize(frame[item.name])  # -1 for a gap
    return np.array([*(_text(cell, scores) for cell in distinct), ""], dtype=object)[codes]


def _text(cell: object, scores: Mapping[float, str]) -> str:
    """One answer as a text; a point of a rating is its option."""
    return cell if isinstance(cell, str) else scores.get(float(cell)) or plainly(float(cell))

