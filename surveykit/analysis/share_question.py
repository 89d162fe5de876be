"""A question asked of a survey: who, which lines, which base; and the Result around its shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.analysis.coded_columns import option_codes, tick_codes
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, count_missing, select_domain
from surveykit.analysis.estimate import item_notes, require_base, title_by
from surveykit.analysis.item_groups import TOTAL, ItemGroups, select_groups
from surveykit.analysis.option_lines import Nets, OptionLines, select_lines
from surveykit.analysis.share_table import LimitChoice, ShareTable, share_of_options, share_of_ticks
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import Layout, Result
from surveykit.survey import MISSING_CODE, Survey
from surveykit.words.phrases import Text, phrase

Floats = NDArray[np.float64]
BASES = ("answered", "asked", "all", "ticked")
POINT = 0.01  # bases are told apart where a share differs by more


@dataclass(frozen=True, slots=True, eq=False)
class BaseChoice:
    """The base of a table.
    name: `answered`, `asked`, `all` or `ticked`.
    inside: whether each respondent of the domain is in the base.
    missing: who is not, by reason.
    sizes: respondents on every base the item can have.
    """

    name: str
    inside: NDArray[np.bool_]
    missing: dict[str, int]
    sizes: dict[str, int]

    def notes(self, most: int = 0) -> tuple[Text, ...]:
        """Which base it is, if not the usual one, and on which others a line of so many people has another share."""
        here = self.sizes[self.name]
        by_size = {size: name for name, size in self.sizes.items()}  # where everybody was asked, that is said once
        others = [name for size, name in by_size.items() if size and here and abs(most / size - most / here) > POINT]
        stated = (phrase(f"note.base_{self.name}"),) if others or self.name != "answered" else ()
        return (*stated, *(phrase("note.other_base", base=phrase(f"base.{name}", n=self.sizes[name]))
                           for name in others))


@dataclass(frozen=True, slots=True)
class ShareOptions:
    """What the verbs about shares let a caller choose."""

    by: str | None = None
    where: str | None = None
    base: str = "answered"
    nets: Nets | None = None
    level: float = 0.95
    interval: str = "auto"


@dataclass(frozen=True, slots=True, eq=False)
class ShareQuestion:
    """An item and everything a caller chose, found lawful; `codes` of single answers or `ticks` of a set."""

    verb: str
    item: Item
    domain: Domain
    groups: ItemGroups
    lines: OptionLines
    base: BaseChoice
    limits: LimitChoice
    codes: NDArray[np.signedinteger]

    def shares(self, groups: ItemGroups | None = None) -> ShareTable:
        """Shares within the groups, or within others."""
        first, *others = map(self._shares, (groups or self.groups).parts())
        return first.stack(*others) if others else first

    def _shares(self, groups: ItemGroups) -> ShareTable:
        """Shares within groups that do not overlap."""
        if self.item.kind == "multiple":
            return share_of_ticks(self.domain, self.lines.add_ticks(self.codes), self.base.inside, groups)
        return share_of_options(self.domain, self.codes, self.base.inside, groups, self.lines)

    @property
    def size(self) -> int:
        """Respondents in the base and in a group."""
        return self.domain.count(self.base.inside & (self.groups.codes >= 0))

    def no_group(self) -> dict[str, int]:
        """Who is in the base but in no group."""
        n = self.domain.count(self.base.inside & (self.groups.codes < 0))
        return {"no_group": n} if n else {}

    def result(self, layout: Layout, shares: ShareTable, *, groups: ItemGroups | None = None, title: Text | None = None,
               method: Text | None = None, notes: Sequence[Text] = (), **columns: Floats) -> Result:
        """The Result; further columns are groups x lines."""
        table = shares.frame(groups or self.groups, self.lines, self.limits)
        more = {name: values.ravel() for name, values in columns.items()}
        cautions = (*self.limits.notes(shares), *(groups or self.groups).notes(shares.bases))
        everybody = shares.n[-1] if (groups or self.groups).names[-1:] == (TOTAL,) else shares.n.sum(axis=0)
        largest = int(everybody.max(initial=0))
        return self.result_of(layout, table.assign(**more) if more else table, groups=groups, title=title,
                              method=method, notes=(*self.base.notes(largest), *self.lines.notes(), *notes,
                                     *cautions))

    def result_of(self, layout: Layout, table: pd.DataFrame, *, kind: str = "", groups: ItemGroups | None = None,
                  title: Text | None = None, method: Text | None = None, notes: Sequence[Text] = (),
                  settings: Mapping[str, object] | None = None, words: Mapping[str, Text] | None = None) -> Result:
        """The Result around a long table."""
        item, survey, among = self.item, self.domain.survey, groups or self.groups
        require_base(survey, self.size, item.name, self.groups.item)
        limits = self.limits.words(self.domain, table)
        return Result(kind=kind or self.verb, layout=layout,
                      title=self.domain.title(title or title_by(item.words, self.groups.words)), table=table,
                      base=self.size, missing=self.base.missing | self.no_group(),
                      method=phrase("method.and", first=method, second=limits) if method else limits,
                      notes=(*item_notes(survey, item), *self.domain.notes(), *notes), source=survey.facts(),
                      labels={"item": {item.name: item.words}, "group": dict(among.labels), "option": {
                          f"{item.name}={code}": label
                          for code, label in {**self.lines.labels, **(words or {})}.items()}},
                      settings={**self.limits.settings(self.domain, table), **(settings or {})},
                      language=survey.codebook.language)


def ask_shares(survey: Survey, item: Item, verb: str, chosen: ShareOptions) -> ShareQuestion:
    """The question, once every choice is found lawful."""
    domain = select_domain(survey, verb, chosen.where, chosen.level, honours=SAMPLE_PARTS)
    return ask_within(domain, select_groups(domain, chosen.by, of=[item.name], sets=True), item, verb, chosen)


def ask_within(domain: Domain, groups: ItemGroups, item: Item, verb: str, chosen: ShareOptions) -> ShareQuestion:
    """The question about people and groups that were selected before."""
    several = item.kind == "multiple"
    codes = domain.take((tick_codes if several else option_codes)(domain.survey, item))
    return ShareQuestion(verb, item, domain, groups, select_lines(item, chosen.nets),
                         choose_base(domain, item, chosen.base, codes if several else None),
                         LimitChoice(chosen.level, chosen.interval), codes)


def choose_base(domain: Domain, item: Item, base: str, ticks: NDArray[np.signedinteger] | None = None) -> BaseChoice:
    """The base of a table of shares; `ticks` (respondents x options) for a response set."""
    lawful = BASES if ticks is not None else BASES[:-1]
    if base not in lawful:
        raise AnalysisError("base must be one of {bases} for {item!r}, not {base!r}.",
                            fix="base='answered'", bases=", ".join(lawful), item=item.name, base=base)
    codes = domain.missing_codes(item)
    inside = {"answered": codes == 0, "asked": codes != MISSING_CODE["not_asked"],
              "all": np.ones(len(codes), dtype=bool)}
    missing = count_missing(codes, domain.people)
    left = {"answered": missing, "asked": {k: n for k, n in missing.items() if k == "not_asked"}, "all": {}}
    if ticks is not None:
        inside["ticked"] = (codes == 0) & (ticks > 0).any(axis=1)
        nothing = domain.count((codes == 0) & ~inside["ticked"])
        left["ticked"] = missing | ({"nothing_ticked": nothing} if nothing else {})
    sizes = {name: domain.count(mask) for name, mask in inside.items()}
    return BaseChoice(base, inside[base], left[base], sizes)
