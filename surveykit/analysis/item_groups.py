"""The groups of a `by` item: who belongs to which, and what a reader must know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from surveykit.analysis.coded_columns import Codes, option_codes, tick_codes
from surveykit.analysis.domain import Domain
from surveykit.analysis.estimate import find_tick, join_texts
from surveykit.analysis.option_lines import find_option
from surveykit.codebook import Item, Option
from surveykit.errors import AnalysisError
from surveykit.survey import require_item
from surveykit.words.phrases import Text, phrase

TOTAL = ""
SMALL_GROUP = 30


@dataclass(frozen=True, slots=True, eq=False)
class ItemGroups:
    """Names and labels in codebook order, and a code per respondent of the domain (-1 for no group)."""

    item: str
    names: tuple[str, ...]
    codes: Codes
    labels: Mapping[str, Text]

    def join_all(self) -> ItemGroups:
        """Everybody who has a group, as one group."""
        return replace(self, names=(TOTAL,), codes=np.where(self.codes < 0, -1, 0), labels={
            TOTAL: phrase("group.total")})

    def with_total(self) -> ItemGroups:
        """The groups, and everybody together behind them."""
        return replace(self, names=(*self.names, TOTAL), labels={**self.labels, TOTAL: phrase("group.total")})

    def notes(self, bases: Iterable[int]) -> tuple[Text, ...]:
        """A caution that names the groups of fewer than 30 people; everybody together is no group."""
        small = [self.labels[name] for name, base in zip(self.names, bases, strict=True)
                 if name != TOTAL and base < SMALL_GROUP]
        if not small:
            return ()
        return (phrase("note.small_group", groups=join_texts(small)),)


def select_groups(domain: Domain, by: str | None, groups: Sequence[str] | None = None, *,
                  of: Sequence[str] = ()) -> ItemGroups:
    """The groups of item `by` (those named, by value or label); one group of everybody for None.

    Groups without people are left out. `of` are the items that are grouped: none of them can be its own group.
    """
    if by is None:
        return ItemGroups("", (TOTAL,), np.zeros(domain.rows, dtype=np.int8), {TOTAL: phrase("group.total")})
    tick = find_tick(domain.survey, by)
    if tick is not None:
        return _tick_groups(domain, by, *tick)
    item = require_item(domain.survey, by, ("single", "rating"), "by=")
    if item.name in of:
        raise AnalysisError("{item!r} cannot be grouped by itself.", where="{file}",
                            fix="frequencies(survey, {item!r}), or another item as by=", item=item.name,
                            file=domain.survey.source.name)
    codes = domain.take(option_codes(domain.survey, item))
    present = np.flatnonzero(np.bincount(codes.astype(np.intp) + 1, minlength=len(item.answers) + 1)[1:])
    if groups is not None:
        chosen = [find_option(item, name) for name in groups]
        present = np.array([code for code in chosen if code in present], dtype=np.intp)
    places = np.full(len(item.answers) + 1, -1, dtype=codes.dtype)  # the last one is for code -1
    places[present] = np.arange(len(present))
    labels = {item.answers[code].value: item.answers[code].label for code in present}
    return ItemGroups(item.name, tuple(labels), places[codes], labels)


def _tick_groups(domain: Domain, name: str, item: Item, option: Option) -> ItemGroups:
    """Who ticked an option, and who did not."""
    ticked = domain.take(tick_codes(domain.survey, item))[:, item.columns.index(name)]
    both = ((1, "group.ticked"), (0, "group.not_ticked"))
    known = [(value, words) for value, words in both if (ticked == value).any()]
    codes = np.full(len(ticked), -1, dtype=np.int8)
    for code, (value, _) in enumerate(known):
        codes[ticked == value] = code
    return ItemGroups(name, tuple(str(value) for value, _ in known), codes,
                      {str(value): phrase(words, option=option.label) for value, words in known})
