"""The groups of a `by` item: who belongs to which, and what a reader must know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from surveykit.analysis.coded_columns import Codes, option_codes, tick_codes
from surveykit.analysis.domain import Domain
from surveykit.analysis.option_lines import find_option
from surveykit.analysis.questions import require_groups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.words.phrases import Text, join_words, phrase

TOTAL = ""
SMALL_GROUP = 30


@dataclass(frozen=True, slots=True, eq=False)
class ItemGroups:
    """Names and labels in codebook order, and a code per respondent of the domain (-1 for no group).
    words: of the item; none for everybody. overlap: respondents x groups where one may belong to several (a response
    set); then code 0 is who belongs to any or none of them, -1 who gave no answer.
    """

    item: str
    names: tuple[str, ...]
    codes: Codes
    labels: Mapping[str, Text]
    words: Text = field(default_factory=dict)
    overlap: NDArray[np.bool_] | None = None

    def member(self, place: int) -> NDArray[np.bool_]:
        """Who belongs to the group at this place."""
        found: NDArray[np.bool_] = self.codes == place if self.overlap is None else self.overlap[:, place]
        return found

    def parts(self) -> list[ItemGroups]:
        """Groups that do not overlap, as they are; those that do one by one."""
        if self.overlap is None:
            return [self]
        return [replace(self, names=(name,), codes=np.where(self.overlap[:, place], 0, -1), overlap=None)
                for place, name in enumerate(self.names)]

    def join_all(self) -> ItemGroups:
        """Everybody who has a group, as one group."""
        return replace(self, names=(TOTAL,), codes=np.where(self.codes < 0, -1, 0), labels={
            TOTAL: phrase("group.total")}, overlap=None)

    def with_total(self) -> ItemGroups:
        """The groups, and everybody together behind them."""
        return replace(self, names=(*self.names, TOTAL), labels={**self.labels, TOTAL: phrase("group.total")})

    def notes(self, bases: Iterable[int]) -> tuple[Text, ...]:
        """That groups overlap, and a caution that names those of fewer than 30 people; all together are no group."""
        small = [self.labels[name] for name, base in zip(self.names, bases, strict=True)
                 if name != TOTAL and base < SMALL_GROUP]
        return (*((phrase("note.groups_overlap"),) if self.overlap is not None else ()),
                *((phrase("note.small_group", groups=join_words(small)),) if small else ()))


def select_groups(domain: Domain, by: str | None, groups: Sequence[str] | None = None, *,
                  of: Sequence[str] = (), sets: bool = False) -> ItemGroups:
    """The groups of item `by` (those named, by value or label); one group of everybody for None.
    Groups without people are left out. `of` are the items that are grouped: none of them can be its own group. With
    `sets` the ticks of a response set may be groups, too.
    """
    if by is None:
        return ItemGroups("", (TOTAL,), np.zeros(domain.length, dtype=np.int8), {TOTAL: phrase("group.total")})
    item = require_groups(domain.survey, by, sets=sets)
    if item.name in of:
        raise AnalysisError("{item!r} cannot be grouped by itself.", where=domain.survey,
                            fix="frequencies(survey, {item!r}), or another item as by=", item=item.name)
    chosen = range(len(item.answers)) if groups is None else [find_option(item, name) for name in groups]
    if item.kind == "multiple":
        return _set_groups(domain, item, chosen)
    codes = domain.take(option_codes(domain.survey, item))
    counts = np.bincount(codes[codes >= 0], minlength=len(item.answers))
    present = np.array([code for code in chosen if counts[code]], dtype=np.intp)
    places = np.full_like([*counts, 0], -1, dtype=codes.dtype)  # the last one is for code -1
    places[present] = np.arange(len(present))
    labels = {item.answers[code].value: item.answers[code].label for code in present}
    return ItemGroups(item.name, tuple(labels), places[codes], labels, item.words)


def _set_groups(domain: Domain, item: Item, chosen: Iterable[int]) -> ItemGroups:
    """Who ticked each option of a response set."""
    ticks = domain.take(tick_codes(domain.survey, item))
    present = [place for place in chosen if (ticks[:, place] == 1).any()]
    labels = {item.answers[place].value: item.answers[place].label for place in present}
    return ItemGroups(item.name, tuple(labels), np.where((ticks >= 0).all(axis=1), 0, -1).astype(np.int8), labels,
                      item.words, ticks[:, present] == 1)
