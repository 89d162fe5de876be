"""Numbers of several groups: what the tests of means and of ranks are asked about, and the Result around their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.mean import Welch, welch
from surveykit._stats.sampled_mean import sampled_difference
from surveykit.analysis.coded_columns import number_column
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.estimate import is_skewed_for_size, skewness_note
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import Layout, Result
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import Text, join_words, phrase

COLUMNS = ["item", "option", "group", "n", "base", "estimate", "low", "high", "statistic", "df", "df_second", "p_value",
           "effect", "effect_name", "effect_low", "effect_high"]
Row = dict[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class GroupSamples:
    """An item's numbers by group: `x` of each respondent of the domain (nan for none), `parts` who is in each group."""

    verb: str
    item: Item
    domain: Domain
    groups: ItemGroups
    x: NDArray[np.float64]
    parts: tuple[NDArray[np.bool_], ...]
    level: float

    @property
    def samples(self) -> list[NDArray[np.float64]]:
        """The numbers of each group."""
        return [self.x[part] for part in self.parts]

    @property
    def sizes(self) -> list[int]:
        """People of each group with a number."""
        return [int(part.sum()) for part in self.parts]

    @property
    def base(self) -> int:
        """People with a number and a group."""
        return sum(self.sizes)

    @property
    def skewness_notes(self) -> tuple[Text, ...]:
        """A caution where a group has too few people for means of such skewed numbers."""
        skewed = [self.groups.labels[name] for name, x in zip(self.groups.names, self.samples, strict=True)
                  if is_skewed_for_size(x)]
        return self.domain.notes_on_chance(*skewness_note(skewed))

    def row(self, **values: object) -> Row:
        """The row about all groups."""
        return {"item": self.item.name, "option": "", "group": self.groups.item, "n": self.base, "base": self.base,
                **values}

    def pair_row(self, first: int, second: int, **values: object) -> Row:
        """The row about two groups."""
        n, (one, other) = self.sizes, (self.groups.names[first], self.groups.names[second])
        return {"item": self.item.name, "option": "", "group": f"{one}/{other}", "n": n[first] + n[second],
                "base": n[first] + n[second], **values}

    def put_back(self, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[NDArray[np.bool_]]]:
        """Values and parts put back among all respondents of the sample."""
        return self.domain.put_back(np.nan_to_num(values), 0.0), [self.domain.put_back(part, False)
                                                                  for part in self.parts]

    def difference(self, level: float) -> Welch:
        """Welch's test of the first two groups, or the design's."""
        if self.domain.sampling is None:
            return welch(self.samples[0], self.samples[1], level)
        x, parts = self.put_back(self.x)
        return sampled_difference(self.domain.sampling, x, parts[0], parts[1], level)

    def result(self, layout: Layout, rows: Sequence[Row], method: Text, *, notes: Sequence[Text] = (),
               settings: Mapping[str, object] | None = None, effects: Sequence[str] = ()) -> Result:
        """The Result around rows; words for pairs and effects are made here."""
        survey, among, left = self.domain.survey, self.groups, self.domain.rows - self.base
        pairs = {f"{one}/{other}": phrase("label.minus", first=among.labels[one], second=among.labels[other])
                 for one in among.names for other in among.names if one != other}
        sizes = tuple(phrase("item.count", item=among.labels[name], n=n)
                      for name, n in zip(among.names, self.sizes, strict=True))
        return Result(
            kind=self.verb, layout=layout, table=frame_of_tests(rows), base=self.base,
            title=self.domain.title(phrase("title.by_groups", test=phrase(f"title.{self.verb}"),
                                           item=words_inside(self.item.words), by=words_inside(among.words))),
            method=method, missing={"either": left} if left else {},
            notes=(phrase("note.sizes", sizes=join_words(sizes)), *self.domain.notes(), *notes,
                   *among.notes(self.sizes), phrase("note.not_settled")), source=survey.facts(),
            labels={"item": {self.item.name: self.item.words, among.item: among.words},
                    "group": {**pairs, among.item: phrase("group.all_groups")},
                    "effect": {name: phrase(f"effect.{name}") for name in effects}},
            settings={"level": self.level, "where": self.domain.where, **(settings or {})},
            language=survey.codebook.language)


def frame_of_tests(rows: Sequence[Row]) -> pd.DataFrame:
    """The rows of a test as a long table; '' where a row has no effect."""
    return pd.DataFrame([{"effect_name": "", **row} for row in rows]).reindex(columns=COLUMNS)


def ask_samples(survey: Survey, verb: str, item: str, by: str, groups: Sequence[str] | None, where: str | None,
                level: float, *, fewest: int = 2, exactly: int | None = None) -> GroupSamples:
    """The numbers of an item by group, once there are as many groups and people as the test needs."""
    question = require_item(survey, item, ("number", "rating"), verb)
    domain = select_domain(survey, verb, where, level, honours=SAMPLE_PARTS)
    among = select_groups(domain, by, groups, of=[question.name])
    count = len(among.names)
    if count != (exactly or count) or count < 2:
        raise AnalysisError("{verb} compares {wanted} groups; {by!r} has {count}." if exactly else
                            "{verb} compares at least {wanted} groups; {by!r} has {count}.", where="{file}",
                            fix="choose another `by` item, or some of its groups: groups={names}", verb=verb,
                            wanted=exactly or 2, by=by, count=count, file=survey.source.name,
                            names=list(among.names[:exactly or 3]))
    x = domain.take(number_column(survey, question))
    parts = tuple((among.codes == code) & ~np.isnan(x) for code in range(len(among.names)))
    if min(int(part.sum()) for part in parts) < fewest:
        raise AnalysisError("Each group must have {fewest} answers.", where="{item!r} by {by!r}", fewest=fewest,
                            fix="look at means(survey, {item!r}, by={by!r}), or leave groups out: groups=[...]",
                            item=question.name, by=among.item)
    return GroupSamples(verb, question, domain, among, x, parts, level)
