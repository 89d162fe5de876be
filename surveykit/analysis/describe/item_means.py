"""Means of numbers, ratings and scored scales, alone or by group."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.mean import MeanInterval, interval_of_moments, mean_interval
from surveykit._stats.sampled_mean import SampledMean, sampled_mean, sampled_mean_of_sums
from surveykit._stats.sampling import Sampling
from surveykit.analysis.coded_columns import number_column
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.estimate import has_skewed_moments, is_skewed_for_size, item_notes, require_base, skewness_note
from surveykit.analysis.gather_rows import gather_each
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.codebook import Item
from surveykit.codebook.question_stem import stem_words
from surveykit.errors import AnalysisError
from surveykit.result import ESTIMATES, Result
from surveykit.result.format import decimal_text, level_words
from surveykit.result.result_column import BASE, show_group, show_item, show_number, show_span
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey, require_item
from surveykit.survey.cell_survey import NumberSums, numbers_of
from surveykit.words.phrases import Text, join_words, phrase

COLUMNS = ["item", "option", "group", "n", "base", "estimate", "sd", "se", "low", "high", "weighted_n", "effective_n",
           "design_effect", "df"]
LAYOUT = ESTIMATES.showing(
    show_item(), show_group(), BASE, show_number("estimate", "head.mean"), show_number("sd", "head.sd"), show_span(),
    figure="means")
FEWEST_OTHERS = 6  # people among whom one value is judged


@dataclass(frozen=True, slots=True, eq=False)
class MeanQuestion:
    """A number asked of groups; `sums` where its numbers are not held."""

    domain: Domain
    item: Item
    groups: ItemGroups
    x: NDArray[np.float64]
    sums: NumberSums | None

    @property
    def base(self) -> int:
        """Who gave a number and has a group."""
        return self.domain.count(~np.isnan(self.x) & (self.groups.codes >= 0))

    @property
    def least(self) -> float:
        """The smallest number of the domain; 0 where all are above it."""
        return min(self.sums.ends[0], 0.0) if self.sums else float(np.nanmin(self.x, initial=0.0))

    def lines(self, level: float) -> list[tuple[str | float, ...]]:
        """One row per group."""
        lines: list[tuple[str | float, ...]] = []
        for code, name in enumerate(self.groups.names):
            inside = self.groups.member(code) & ~np.isnan(self.x)
            if self.domain.sampling is None:
                n, *found = self._simple_mean(inside, level)
                lines.append((self.item.name, "", name, n, n, *found, n, n, 1.0, n - 1))
            else:
                mean = self._sampled_mean(self.domain.sampling, inside, level)
                lines.append((self.item.name, "", name, mean.n, *mean))
        return lines

    def _simple_mean(self, inside: NDArray[np.bool_], level: float) -> MeanInterval:
        """The mean of those inside, each counting once."""
        people, sums = self.domain.people, self.sums
        if people is None:
            return mean_interval(self.x[inside], level)
        n = int(people[inside].sum())
        apart = np.where(inside, self.x, 0.0) - self._near_mean * inside
        first, second = ((people * apart)[inside].sum(), (people * apart**2)[inside].sum()) if sums is None else (
            self.domain.take(sums.plain)[inside].sum(axis=0))
        mean, spread = (first / n, (second - first**2 / n) / (n - 1) if n > 1 else np.nan) if n else (np.nan, np.nan)
        return interval_of_moments(n, float(mean + self._near_mean), float(np.maximum(spread, 0)), level)

    @property
    def _near_mean(self) -> float:
        """A value near the mean: sums of distances from it lose no digits."""
        known = self.x[~np.isnan(self.x)]
        return self.sums.about if self.sums else float(known.mean()) if known.size else 0.0

    def _sampled_mean(self, sampling: Sampling, inside: NDArray[np.bool_], level: float) -> SampledMean:
        """The mean of those inside under the design."""
        domain, sums, rows = self.domain, self.sums, self.domain.put_back(inside, False)
        if sums is None:
            return sampled_mean(sampling, domain.put_back(np.where(inside, self.x, 0.0), 0.0), rows, level)
        weighted, squared = sums.weighted, sums.squared
        if sampling.people is not None and not domain.survey.design.weight:
            each = (sampling.weights / sampling.people)[:, None]
            weighted, squared = sums.plain * each, sums.plain * each**2
        return sampled_mean_of_sums(sampling, sums.about, weighted, squared, rows, level)

    def skewed_places(self, named: bool) -> list[Text]:
        """Groups with too few people for their skewness, in words; with the item where several are asked."""
        places = []
        for code, name in enumerate(self.groups.names):
            if self._is_skewed(self.groups.member(code) & ~np.isnan(self.x)):
                group = [self.groups.labels[name]] if name else []
                places.append(join_words([self.item.words, *group] if named or not group else group))
        return places

    def _is_skewed(self, inside: NDArray[np.bool_]) -> bool:
        """Whether those inside are too few for how skewed their numbers are."""
        people, sums = self.domain.people, self.sums
        if people is None or sums is None:
            return is_skewed_for_size(self.x[inside], None if people is None else people[inside].astype(float))
        n = float(people[inside].sum())
        if n == 0:
            return False
        first, second = self.domain.take(sums.plain)[inside].sum(axis=0) / n
        third = self.domain.take(sums.cubes)[inside].sum() / n
        return has_skewed_moments(n, second - first**2, third - 3 * first * second + 2 * first**3)

    def missing(self) -> dict[str, int]:
        """Who has no number, and who has one but no group."""
        no_group = self.domain.count(~np.isnan(self.x) & (self.groups.codes < 0))
        return self.domain.missing_counts(self.item) | ({"no_group": no_group} if no_group else {})

    def carrying_note(self) -> tuple[Text, ...]:
        """A value that moves the mean by more than two standard errors of the others: a slip, a code for missing?"""
        known = self.x[~np.isnan(self.x)]
        if self.domain.people is not None:
            return self._carrying_end()
        if known.size < FEWEST_OTHERS:
            return ()
        place = int(np.argmax(np.abs(known - np.median(known))))
        others = np.delete(known, place)
        moved = abs(known[place] / known.size - others.mean() / known.size)
        if moved <= 2 * others.std(ddof=1) / np.sqrt(others.size):
            return ()
        return self._note_carrying(float(known[place]), float(others.mean()))

    def _carrying_end(self) -> tuple[Text, ...]:
        """The same from sums: the smallest or the largest number, whichever is further from the mean."""
        known = ~np.isnan(self.x)
        n, mean, sd, *_ = self._simple_mean(known, 0.95)
        if n < FEWEST_OTHERS or not np.isfinite(sd):
            return ()
        ends = self.sums.ends if self.sums else (float(self.x[known].min()), float(self.x[known].max()))
        value = max(ends, key=lambda end: abs(end - mean))
        others = mean - (value - mean) / (n - 1)
        left = max((n - 1) * sd**2 - (value - mean) ** 2 * n / (n - 1), 0.0) / (n - 2)
        return self._note_carrying(value, others) if abs(value - others) / n > 2 * np.sqrt(left / (n - 1)) else ()

    def _note_carrying(self, value: float, others: float) -> tuple[Text, ...]:
        """The value, and the mean of the others."""
        return (phrase("note.carrying_value", item=self.item.words, value=f"{value:g}", mean=decimal_text(others, 2)),)


def means(survey: Survey, items: str | Sequence[str], *, by: str | None = None,
          where: str | None = None, level: float = 0.95) -> Result:
    """Mean, standard deviation and interval of numbers or ratings.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    items
        One or several `number` or `rating` items (a scored scale is a number).
    by
        A `single` or `rating` item whose groups stand below each other.
    where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "means"; one row per item and group. Columns: item, option, group, n, base (respondents, unweighted),
        estimate (mean), sd, se, low, high, in the item's own units, weighted_n, effective_n, design_effect, df.

    Raises
    ------
    AnalysisError
        No items, an item without numbers, or nobody answered.

    Missing values
    --------------
    Left out, item by item; with several items `base` is the largest of their bases, and the table shows each.

    Notes
    -----
    t interval; nan for a single respondent. Under a design: sum w x / sum w with Taylor's error, t on the units less
    the strata of the group; design_effect = se^2 / (sd^2 / n). Ratings are as answered: no item is turned round.
    A limit outside the points of the scale, or below 0 where no answer is, is cut there and noted.
    R: ``t.test(x)$conf.int``; ``svymean(~x, subset(design, group), deff = "replace")``, ``confint(., df = degf(.))``.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.means(sk.example_survey(), "months").base
    37
    """
    names = [items] if isinstance(items, str | int) else list(items)
    if not names:
        raise AnalysisError("means needs at least one item.", where=survey, fix="means(survey, 'item')")
    parts = gather_each(survey, "means", [(name, by) for name in names], where, sums=True)
    asked = [require_item(part, name, ("number", "rating"), "means") for part, name in zip(parts, names, strict=True)]
    questions = _ask_means(parts, asked, by, where, level)
    first = questions[0]
    survey, domain, groups = parts[0], first.domain, first.groups
    estimated = pd.DataFrame([line for one in questions for line in one.lines(level)], columns=COLUMNS)
    bases = [one.base for one in questions]
    table = _cut_to_range(estimated, {one.item.name: _lawful(survey, one) for one in questions})
    require_base(survey, sum(bases), *(item.name for item in asked), groups.item)
    missing = first.missing() if len(asked) == 1 else {}
    unit = {} if len(asked) == 1 else {"base_unit": ""}
    smallest = table.groupby("group", sort=False)["base"].min()
    skewed = [place for one in questions for place in one.skewed_places(len(asked) > 1)]
    return Result(kind="means", layout=LAYOUT, title=domain.title(_title(asked, groups.words)), table=table,
                  base=max(bases), missing=missing, source=survey.facts(),
                  method=phrase("method.design.t" if domain.sampling else "method.t_mean", level=level_words(level),
                                errors=domain.errors),
                  notes=(*item_notes(survey, *asked), *domain.notes(), *_reversed_note(asked),
                         *(note for one in questions for note in one.carrying_note()),
                         *((phrase("note.cut_to_range"),) if not table.equals(estimated) else ()),
                         *domain.notes_on_chance(*skewness_note(skewed), *(
                             (phrase("note.no_width"),) if table["sd"].eq(0).any() else ())),
                         *groups.notes(smallest)),
                  labels={"item": {i.name: i.words for i in asked}, "group": dict(groups.labels) if by else {}},
                  settings={"level": level, "where": where, **unit, **_range(survey, asked)},
                  language=survey.codebook.language)


def _lawful(survey: Survey, question: MeanQuestion) -> tuple[float, float]:
    """What a mean can be at least and at most: the ends of its points, and 0 where no answer is below it."""
    ends = _range(survey, [question.item])
    low = 0.0 if question.least >= 0 else -math.inf
    return float(ends.get("scale_low", low)), float(ends.get("scale_high", math.inf))


def _cut_to_range(table: pd.DataFrame, lawful: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """The table with no limit outside what a mean can be; a limit that is cut covers as often as before."""
    low, high = (table["item"].map({name: ends[side] for name, ends in lawful.items()}) for side in (0, 1))
    return table.assign(low=table["low"].where(~(table["low"] < low), low),
                        high=table["high"].where(~(table["high"] > high), high))


def _ask_means(surveys: Sequence[Survey], items: Sequence[Item], by: str | None, where: str | None,
               level: float) -> list[MeanQuestion]:
    """One question per item; people and groups are selected once where all items stand in one survey."""
    asked: list[MeanQuestion] = []
    for survey, item in zip(surveys, items, strict=True):
        if not asked or asked[-1].domain.survey is not survey:
            domain = select_domain(survey, "means", where, level, honours=SAMPLE_PARTS)
            groups = select_groups(domain, by, of=[item.name for item in items], sets=True)
        asked.append(MeanQuestion(domain, item, groups, domain.take(number_column(survey, item)),
                                   numbers_of(survey, item.name)))
    return asked


def _reversed_note(items: Sequence[Item]) -> tuple[Text, ...]:
    """That a reversed item is averaged as it was answered."""
    turned = [item.words for item in items if item.reverse]
    return (phrase("note.not_turned", items=join_words(turned)),) if turned else ()


def _range(survey: Survey, items: Sequence[Item]) -> dict[str, float]:
    """The ends of the scale the items share, for the figure's axis."""
    scored = {scale.name for scale in survey.codebook.scales if scale.score == "mean"}
    names = {item.name if item.name in scored else item.scale for item in items}
    if len(names) != 1 or None in names:
        return {}
    scale = survey.codebook.scale(names.pop() or "")
    return {"scale_low": scale.low, "scale_high": scale.high}


def _title(items: Sequence[Item], by: Text) -> Text:
    """`Mean of Career planning by Gender`; of rows of one question `Mean of the items of “Rate our services”`."""
    stems = [stem_words(item) for item in items]
    label = (words_inside(items[0].words) if len(items) == 1 else phrase("title.several_items")
             if not stems[0] or any(stem != stems[0] for stem in stems) else phrase("title.items_of", stem=stems[0]))
    if not by:
        return phrase("title.means", item=label)
    return phrase("title.means_by", item=label, by=words_inside(by))
