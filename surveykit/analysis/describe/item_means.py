"""Means of numbers, ratings and scored scales, alone or by group."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.mean import mean_interval
from surveykit._stats.sampled_mean import sampled_mean
from surveykit.analysis.coded_columns import number_column
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.estimate import join_texts, require_base, wording
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import ESTIMATES, Result
from surveykit.result.format import decimal_text, level_words
from surveykit.result.result_column import BASE, show_group, show_item, show_number, show_span
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey, require_item, require_survey
from surveykit.words.phrases import Text, phrase

COLUMNS = ["item", "option", "group", "n", "base", "estimate", "sd", "se", "low", "high", "weighted_n", "effective_n",
           "design_effect", "df"]
FEWEST_OTHERS = 6  # people among whom one value is judged
LAYOUT = ESTIMATES.showing(
    show_item(), show_group(), BASE, show_number("estimate", "head.mean"), show_number("sd", "head.sd"), show_span(),
    figure="means")


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
    Left out, item by item; with several items `base` is the largest of their bases, and the
    table shows each.

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
    survey = require_survey(survey, "means")
    asked = _require_items(survey, [items] if isinstance(items, str | int) else list(items))
    domain = select_domain(survey, "means", where, level, honours=SAMPLE_PARTS)
    groups = select_groups(domain, by, of=[item.name for item in asked], sets=True)
    columns = [domain.take(number_column(survey, item)) for item in asked]
    lines = [line for item, x in zip(asked, columns, strict=True)
             for line in _group_means(domain, item, x, groups, level)]
    estimated = pd.DataFrame(lines, columns=COLUMNS)
    lawful = {item.name: _lawful(survey, item, x) for item, x in zip(asked, columns, strict=True)}
    table = _cut_to_range(estimated, lawful)
    bases = [int((~np.isnan(x) & (groups.codes >= 0)).sum()) for x in columns]
    require_base(survey, sum(bases), *(item.name for item in asked), groups.item)
    missing = _missing(asked[0], columns[0], groups, domain) if len(asked) == 1 else {}
    unit = {} if len(asked) == 1 else {"base_unit": ""}
    smallest = table.groupby("group", sort=False)["base"].min()
    return Result(kind="means", layout=LAYOUT, title=domain.title(_title(asked, groups.words)), table=table,
                  base=max(bases), missing=missing, source=survey.facts(),
                  method=phrase("method.design.t" if domain.sampling else "method.t_mean", level=level_words(level),
                                errors=domain.errors),
                  notes=(*wording(*asked), *domain.notes(), *_reversed_note(asked), *_carrying_note(asked, columns),
                         *((phrase("note.cut_to_range"),) if not table.equals(estimated) else ()),
                         *groups.notes(smallest)),
                  labels={"item": {i.name: i.words for i in asked}, "group": dict(groups.labels) if by else {}},
                  settings={"level": level, "where": where, **unit, **_range(survey, asked)},
                  language=survey.codebook.language)


def _lawful(survey: Survey, item: Item, x: NDArray[np.float64]) -> tuple[float, float]:
    """What a mean can be at least and at most: the ends of its points, and 0 where no answer is below it."""
    ends = _range(survey, [item])
    low = 0.0 if np.nanmin(x, initial=0.0) >= 0 else -math.inf
    return float(ends.get("scale_low", low)), float(ends.get("scale_high", math.inf))


def _cut_to_range(table: pd.DataFrame, lawful: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """The table with no limit outside what a mean can be; a limit that is cut covers as often as before."""
    low, high = (table["item"].map({name: ends[side] for name, ends in lawful.items()}) for side in (0, 1))
    return table.assign(low=table["low"].where(~(table["low"] < low), low),
                        high=table["high"].where(~(table["high"] > high), high))


def _require_items(survey: Survey, names: Sequence[str]) -> list[Item]:
    """The items named, if they hold numbers."""
    if not names:
        raise AnalysisError("means needs at least one item.", where="{file}",
                            fix="means(survey, 'item')", file=survey.source.name)
    return [require_item(survey, n, ("number", "rating"), "means")
            for n in names]


def _group_means(domain: Domain, item: Item, x: NDArray[np.float64], groups: ItemGroups,
                 level: float) -> list[tuple[str | float, ...]]:
    """One row per group."""
    lines: list[tuple[str | float, ...]] = []
    for code, name in enumerate(groups.names):
        inside = groups.member(code) & ~np.isnan(x)
        if domain.sampling is None:
            n, *found = mean_interval(x[inside], level)
            lines.append((item.name, "", name, n, n, *found, n, n, 1.0, n - 1))
        else:
            rows = domain.put_back(inside, False)
            mean = sampled_mean(domain.sampling, domain.put_back(np.where(inside, x, 0.0), 0.0), rows, level)
            lines.append((item.name, "", name, mean.n, *mean))
    return lines


def _reversed_note(items: Sequence[Item]) -> tuple[Text, ...]:
    """That a reversed item is averaged as it was answered."""
    turned = [item.words for item in items if item.reverse]
    return (phrase("note.not_turned", items=join_texts(turned)),) if turned else ()


def _carrying_note(items: Sequence[Item], columns: Sequence[NDArray[np.float64]]) -> tuple[Text, ...]:
    """A value that moves the mean by more than two standard errors of the others: a slip, a code for missing?"""
    notes = []
    for item, x in zip(items, columns, strict=True):
        known = x[~np.isnan(x)]
        if known.size < FEWEST_OTHERS:
            continue
        place = int(np.argmax(np.abs(known - np.median(known))))
        others = np.delete(known, place)
        moved = abs(known[place] / known.size - others.mean() / known.size)
        if moved > 2 * others.std(ddof=1) / np.sqrt(others.size):
            notes.append(phrase("note.carrying_value", item=item.words, value=f"{known[place]:g}",
                                mean=decimal_text(float(others.mean()), 2)))
    return tuple(notes)


def _missing(item: Item, x: NDArray[np.float64], groups: ItemGroups, domain: Domain) -> dict[str, int]:
    """Who has no number, and who has one but no group."""
    no_group = int((~np.isnan(x) & (groups.codes < 0)).sum())
    return domain.missing_counts(item) | ({"no_group": no_group} if no_group else {})


def _range(survey: Survey, items: Sequence[Item]) -> dict[str, float]:
    """The ends of the scale the items share, for the figure's axis."""
    scored = {scale.name for scale in survey.codebook.scales if scale.score == "mean"}
    names = {item.name if item.name in scored else item.scale for item in items}
    if len(names) != 1 or None in names:
        return {}
    scale = survey.codebook.scale(names.pop() or "")
    return {"scale_low": scale.low, "scale_high": scale.high}


def _title(items: Sequence[Item], by: Text) -> Text:
    """`Mean of Career planning by Gender`."""
    label = words_inside(items[0].words) if len(items) == 1 else phrase("title.several_items")
    if not by:
        return phrase("title.means", item=label)
    return phrase("title.means_by", item=label, by=words_inside(by))
