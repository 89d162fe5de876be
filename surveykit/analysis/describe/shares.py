"""Shares of single-choice items and ratings: alone, by group, and as batteries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from surveykit.analysis.cells import reduce_cells
from surveykit.analysis.coded_columns import option_codes
from surveykit.analysis.domain import Domain, select_domain
from surveykit.analysis.estimate import estimate_shares, require_base, title_by, wording
from surveykit.analysis.item_groups import select_groups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import CROSSED, MATRIX, SHARES, Layout, Result
from surveykit.result.format import level_words
from surveykit.result.result_column import BASE, ResultColumn, show_item, show_option
from surveykit.survey import Survey, require_item
from surveykit.words.messages import Message
from surveykit.words.phrases import phrase

FIX = (Message("multiple_response for select-all items, means for numbers, ranking for rankings, "
               "overview for texts and dates"))
CROSSTAB = CROSSED.showing(*CROSSED.columns, figure="stacked_bars")
BATTERY = MATRIX.showing(
    show_item(), BASE, ResultColumn("", "share_count", ("estimate", "n", "base")), figure="battery",
    across=replace(show_option(), head="head.battery_unit"))


def frequencies(survey: Survey, item: str, *, by: str | None = None, where: str | None = None,
                level: float = 0.95) -> Result:
    """Count and estimate the share of respondents giving each option of one item.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    item
        A `single` or `rating` item.
    by
        A `single` or `rating` item whose groups are shown side by side.
    where
        A domain such as `"gender == 'female'"`.
    level
        Confidence level, in (0, 1).

    Returns
    -------
    Result
        kind "frequencies"; one row per group and option in codebook order, zero counts kept.
        Columns: item, option, group, n, base (respondents), estimate, se, low, high
        (proportions).

    Raises
    ------
    CodebookError
        An unknown item.
    AnalysisError
        An item of another kind, an answer that is no option, or a base of nobody.

    Missing values
    --------------
    Left out of the base, counted by kind in `Result.missing`.

    Notes
    -----
    Wilson interval [1]_. R: ``prop.test(n, base, correct = FALSE)$conf.int``.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
       inference. Journal of the American Statistical Association, 22, 209-212.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.frequencies(sk.example_survey(), "plan").table["n"].tolist()
    [18, 8, 7, 5, 2]
    """
    question = require_item(survey, item, ("single", "rating"), "frequencies", FIX)
    domain = select_domain(survey, "frequencies", where, level)
    return _share_result("frequencies", CROSSED if by else SHARES, question, domain, by, level)


def crosstab(survey: Survey, item: str, by: str, *, where: str | None = None,
             level: float = 0.95) -> Result:
    """Cross-tabulate an item by groups: share of each option within each group, and in all.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    item
        A `single` or `rating` item (rows).
    by
        A `single` or `rating` item (columns).
    where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "crosstab"; as `frequencies` with `by`, and the rows of everybody under group ''.

    Raises
    ------
    CodebookError
        An unknown item.
    AnalysisError
        An item of another kind, an answer that is no option, or a base of nobody.

    Missing values
    --------------
    Respondents without an answer to either item are left out of every column, the total too.

    Notes
    -----
    Column percentages with Wilson intervals. R: ``proportions(table(item, by), 2)``.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.crosstab(sk.example_survey(), "plan", by="gender").table
    >>> int(table.loc[table.group == "", "n"].sum())
    40
    """
    question = require_item(survey, item, ("single", "rating"), "crosstab", FIX)
    return _share_result("crosstab", CROSSTAB, question, select_domain(survey, "crosstab", where, level), by, level)


def likert(survey: Survey, items: str | Sequence[str], *, where: str | None = None,
           level: float = 0.95) -> Result:
    """Share of respondents on each point, for ratings that have the same points.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    items
        Names of ratings, or the name of a scale.
    where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "likert"; one row per item and point, in questionnaire order, not reversed.
        Columns as in `frequencies`.

    Raises
    ------
    AnalysisError
        No items, items that are no ratings or have different points, or nobody answered.

    Missing values
    --------------
    Each item has its own base.

    Notes
    -----
    Wilson interval of each share.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.likert(sk.example_survey(), "planning").table["base"].unique().tolist()
    [40]
    """
    battery = _battery(survey, [items] if isinstance(items, str) else list(items))
    domain = select_domain(survey, "likert", where, level)
    alone = select_groups(domain, None)
    counts = [reduce_cells(domain.take(option_codes(survey, item)), len(item.answers), alone.codes, 1).counts
              for item in battery]
    base = max(int(n.sum()) for n in counts)
    require_base(survey, base, *(item.name for item in battery))
    parts = [estimate_shares(item, alone, n, n.sum(axis=1), level) for item, n in zip(battery, counts, strict=True)]
    labels = {"item": {i.name: i.words for i in battery},
              "option": {f"{i.name}={o.value}": o.label for i in battery for o in i.answers}}
    return Result(kind="likert", layout=BATTERY, title=phrase("title.battery"),
                  table=pd.concat(parts, ignore_index=True),
                  base=base, method=phrase("method.likert"), notes=domain.notes(), source=survey.facts(), labels=labels,
                  settings={"level": level, "base_unit": "", "where": where}, language=survey.codebook.language)


def _battery(survey: Survey, names: Sequence[str]) -> list[Item]:
    """The ratings named (or those of the scale named), if they have the same points."""
    if len(names) == 1 and names[0] not in survey.codebook:
        names = [item.name for item in survey.codebook.scale_items(names[0])]
    battery = [require_item(survey, name, ("rating",), "likert", Message("choose ratings")) for name in names]
    points = {tuple((o.value, o.score) for o in item.answers) for item in battery}
    if len(points) != 1:
        raise AnalysisError("A battery must have at least one item, and the same points in every item.",
                            where="{place}", fix="call likert for each group of equal items",
                            place=", ".join(names) or survey.source.name)
    return battery


def _share_result(kind: str, layout: Layout, item: Item, domain: Domain, by: str | None, level: float) -> Result:
    """The Result around a table of shares, alone or by group; a cross table also has everybody together."""
    survey, groups = domain.survey, select_groups(domain, by)
    cells = reduce_cells(domain.take(option_codes(survey, item)), len(item.answers), groups.codes, len(groups.names))
    require_base(survey, cells.base, item.name, groups.item)
    n = cells.counts
    if layout is CROSSTAB:
        groups, n = groups.with_total(), np.vstack([n, n.sum(axis=0)])
    bases = n.sum(axis=1)
    return Result(kind=kind, layout=layout, title=title_by(survey, item.words, groups.item),
                  table=estimate_shares(item, groups, n, bases, level), base=cells.base,
                  missing=domain.missing_counts(item) | cells.without_group,
                  method=phrase("method.wilson", level=level_words(level)),
                  notes=(*wording(item), *domain.notes(), *groups.notes(bases)), source=survey.facts(),
                  labels={"item": {item.name: item.words},
                          "option": {f"{item.name}={o.value}": o.label for o in item.answers},
                          "group": dict(groups.labels)},
                  settings={"level": level, "where": domain.where}, language=survey.codebook.language)
