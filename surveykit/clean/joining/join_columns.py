"""Two surveys and which rows of them belong together: what becomes of the items, and the table of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from surveykit.clean.joining.match_keys import KeyColumn, KeyMatch
from surveykit.clean.joining.same_items import SharedItem, pair_items, share_item, take_rows
from surveykit.clean.rename_items import free_name, rename_in_conditions
from surveykit.codebook import Codebook, Item, Option
from surveykit.survey import MISSING_CODE, Survey, value_text
from surveykit.words.phrases import Text, phrase, same_text

SIDES = ("both", "first", "second")
NOT_ASKED = MISSING_CODE["not_asked"]
FILLED_IN = "_other"


class JoinParts(NamedTuple):
    """What becomes of the other's items: `again` those of a follow-up, in the survey's options, under a new name."""

    shared: tuple[SharedItem, ...]
    again: dict[str, SharedItem]
    added: tuple[tuple[Item, Item], ...]
    left_out: tuple[Item, ...]
    differing: dict[str, int]

    @property
    def brought_items(self) -> list[Item]:
        """The other's items that are in the joined survey."""
        return [*(one.second for one in self.shared), *(old for old, _ in self.added)]


@dataclass(frozen=True, slots=True)
class Joining:
    """Two surveys, and which rows of them belong together."""

    survey: Survey
    second: Survey
    keys: tuple[KeyColumn, ...]
    matched: KeyMatch
    keep: str
    absent: str
    match: str
    again: Text | None = None

    @property
    def places(self) -> np.ndarray:
        """Row of the second for every row of the joined survey, -1 for none."""
        more = self.matched.only_second if self.keep == "all" else np.zeros(0, dtype=int)
        return np.concatenate([self.matched.places, more])

    @property
    def index(self) -> pd.Index:
        """The respondents; those of the second alone are told by its name."""
        stem = Path(self.second.source.name).stem
        more = [f"{stem}-{self.second._responses.index[row]}" for row in self.places[self.survey.rows:]]
        return pd.Index([*self.survey._responses.index, *more], name="respondent", dtype=object)

    def find_parts(self, items: Sequence[str] | None) -> JoinParts:
        """Items of the second that are one with the survey's, that are added, and that stay behind."""
        held, book = self.survey.codebook, self.second.codebook
        own_keys = {item.name for item in self.keys[1].items if item}
        wanted = [item.name for item in book if not item.personal] if items is None else [book[n].name for n in items]
        wanted = [name for name in wanted if name not in own_keys]
        pairs = pair_items(held, replace(book, items=tuple(book[name] for name in wanted)), self.keys[0].names)
        found = {name: share_item(self.survey, same, self.second, book[name], self.places)
                 for name, same in pairs.items()}
        again = {name: one for name, one in found.items() if one is not None and self.again}
        differing = {name: -1 if one is None else self._count_differing(one) for name, one in found.items()
                     if name not in again}
        shared = [one for name, one in found.items() if one is not None and differing.get(name) == 0]
        alone = [book[name] for name in wanted if name not in {one.second.name for one in shared}]
        left = tuple(item for item in book if item.name not in wanted and item.name not in own_keys)
        return JoinParts(tuple(shared), again, tuple(self._rename(alone, shared, again)), left,
                         {name: n for name, n in differing.items() if n})

    def _count_differing(self, one: SharedItem) -> int:
        """How many people answered a shared item otherwise on the other side."""
        columns = [column for column in one.answers if column in self.survey._responses]
        own, other = self.survey._responses[columns], one.answers[columns].iloc[:self.survey.rows]
        both = own.notna().to_numpy() & other.notna().to_numpy()
        texts = (np.array([[value_text(cell) for cell in row] for row in side.astype(object).to_numpy()]).reshape(
            both.shape) for side in (own, other))
        return int((both & np.not_equal(*texts)).any(axis=1).sum())

    def _rename(self, alone: Sequence[Item], shared: Sequence[SharedItem], again: Mapping[str, SharedItem]
                ) -> list[tuple[Item, Item]]:
        """The items that are added, each under a name that is free, their conditions by the new names."""
        taken = {item.name for item in self.survey.codebook} | {self.match}
        names = {one.second.name: one.item.name for one in shared}
        for item in alone:
            asked = item.name.removesuffix(FILLED_IN)
            wanted = f"{names[asked]}{FILLED_IN}" if item.role == "other_text" and asked in names else item.name
            names[item.name] = free_name(wanted, taken)
            taken.add(names[item.name])
        moved = {one.second.name for one in (*shared, *again.values()) if one.moved}
        scales = {scale.name for scale in self.survey.codebook.scales}
        return [(item, replace(self._say_again(rename_in_conditions(item, names, moved), again.get(item.name)),
                               name=names[item.name], scale=item.scale if item.scale not in scales else None))
                for item in alone]

    def _say_again(self, item: Item, one: SharedItem | None) -> Item:
        """The item, its words saying that it is of the follow-up, where that is what the other is."""
        if self.again is None:
            return item
        label, short = (phrase("join.again", item=words, wave=self.again) if words else {}
                        for words in (item.label, item.short))
        like = item if one is None else one.item
        return replace(item, label=label, short=short, kind=like.kind, options=like.options)

    def put_together(self, parts: JoinParts) -> tuple[Codebook, pd.DataFrame, pd.DataFrame]:
        """Codebook, answers and kinds of missing of the joined survey."""
        held = {one.item.name: one.item for one in (*parts.shared, *parts.again.values())}
        other = self.second.codebook.title or same_text(Path(self.second.source.name).stem.replace("_", " "))
        side = Item(self.match, "single", phrase("join.match", other=other),
                    tuple(Option(value, phrase(f"join.{value}", other=other)) for value in SIDES), role="derived")
        book = self.survey.codebook
        own = {scale.name for scale in book.scales}
        used = {item.scale for _, item in parts.added}
        scales = (*book.scales, *(s for s in self.second.codebook.scales if s.name in used and s.name not in own))
        book = Codebook((*(held.get(item.name, item) for item in book), *(item for _, item in parts.added), side),
                        scales, book.settings)
        answers, kinds = self._frames(parts)
        return book, answers[list(book.columns)], kinds[list(book.columns)].astype("int8")

    def _frames(self, parts: JoinParts) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Answers and kinds of missing, column by column, of all rows."""
        rows, n, index = self.places, self.survey.rows, self.index
        mine = np.concatenate([np.arange(n), np.full(len(rows) - n, -1)])
        answers = take_rows(self.survey._responses, mine).set_axis(index)
        kinds = self.survey._missing.set_axis(range(n)).reindex(mine, fill_value=NOT_ASKED).set_axis(index)
        there = self.second._missing.set_axis(range(self.second.rows)).reindex(
            rows, fill_value=MISSING_CODE[self.absent]).set_axis(index)
        values = take_rows(self.second._responses, rows).set_axis(index)
        names = {to: column for old, new in parts.added if old.name not in parts.again
                 for column, to in zip(old.columns, new.columns, strict=True)}
        answers = answers.assign(**{to: values[column] for to, column in names.items()})
        kinds = kinds.assign(**{to: there[column] for to, column in names.items()})
        for one in parts.shared:
            self._fill(one, answers, kinds, there)
        for old, new in parts.added:
            if old.name in parts.again:
                _add_again(parts.again[old.name], new, answers, kinds, there[old.columns[0]])
        self._fill_keys(answers, kinds)
        side = np.where(mine < 0, "second", np.where(rows < 0, "first", "both"))
        return (answers.assign(**{self.match: pd.Series(side, index, dtype=object)}), kinds.assign(**{self.match: 0}))

    def _fill(self, one: SharedItem, answers: pd.DataFrame, kinds: pd.DataFrame, there: pd.DataFrame) -> None:
        """Fill the gaps of an item that both sides have, in place; these frames are new."""
        for column in one.item.columns:
            other = one.answers[column] if column in one.answers else pd.Series(pd.NA, range(len(answers)))
            other = other.set_axis(answers.index)
            own = answers[column] if column in answers else pd.Series(pd.NA, answers.index, dtype=other.dtype)
            held = kinds[column] if column in kinds else pd.Series(NOT_ASKED, answers.index)
            gaps = there[one.second.columns[0]]
            answers[column] = own.where(own.notna(), other)
            unknown = answers[column].isna()
            told = held.where((held > 0) & (held != NOT_ASKED) | (gaps == 0), gaps)
            kinds[column] = told.where(unknown, 0)

    def _fill_keys(self, answers: pd.DataFrame, kinds: pd.DataFrame) -> None:
        """The key of rows that only the second has, in the survey's own item where it is written out."""
        here, there = self.keys
        new = slice(self.survey.rows, None)
        for place, item in enumerate(here.items):
            if item is not None and item.kind == "text" and len(self.places) > self.survey.rows:
                source = there.items[place]
                texts = list(self.second._responses.index) if source is None else [
                    value_text(value) or None for value in self.second._responses[source.name]]
                column = answers[item.name].to_numpy(dtype=object, copy=True)
                column[new] = [texts[row] for row in self.places[new]]
                answers[item.name] = pd.Series(column, answers.index, dtype=object)
                kinds[item.name] = kinds[item.name].mask(answers[item.name].notna(), 0)


def _add_again(one: SharedItem, new: Item, answers: pd.DataFrame, kinds: pd.DataFrame, gaps: pd.Series) -> None:
    """The follow-up's answers in the survey's options, in place; an option that one side lacks was not asked there."""
    unknown = gaps.mask(gaps == 0, NOT_ASKED)
    for column, to in zip(one.item.columns, new.columns, strict=True):
        if column not in answers:
            answers[column], kinds[column] = pd.Series(pd.NA, answers.index, dtype="Int8"), NOT_ASKED
        given = one.answers[column] if column in one.answers else pd.Series(pd.NA, range(len(answers)), dtype="Int8")
        answers[to] = given.set_axis(answers.index)
        kinds[to] = unknown.where(answers[to].isna(), 0)
