"""Shares of single-choice items and ratings: alone, by group, and as batteries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from surveykit._stats import wilson
from surveykit.analysis.cells import counts
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import CROSSED, MATRIX, SHARES, Layout, Result
from surveykit.result.format import level_words
from surveykit.result.result_column import BASE, ResultColumn, show_item, show_option
from surveykit.survey import (
    Groups,
    Survey,
    domain,
    domain_note,
    groups_of,
    no_group,
    option_codes,
    require,
    small_groups,
)
from surveykit.words.phrases import Text, say

FIX = ("multiple_response for select-all items, means for numbers, ranking for rankings, "
       "overview for texts and dates")
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
    question = require(survey, item, ("single", "rating"), "frequencies", FIX)
    rows = domain(survey, "frequencies", where, level)
    groups = groups_of(survey, by, rows)
    codes = option_codes(survey, question, rows)
    found = counts(codes, len(question.answers), groups.codes, len(groups.names))
    return _result("frequencies", CROSSED if by else SHARES, survey, question, groups, found, codes, rows, where, level)


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
    question = require(survey, item, ("single", "rating"), "crosstab", FIX)
    rows = domain(survey, "crosstab", where, level)
    groups = groups_of(survey, by, rows)
    codes = option_codes(survey, question, rows)
    found = counts(codes, len(question.answers), groups.codes, len(groups.names))
    with_total = Groups(groups.item, (*groups.names, ""), groups.codes,
                        {**groups.labels, "": say("group.total")})
    found = np.vstack([found, found.sum(axis=0)])
    return _result("crosstab", CROSSTAB, survey, question, with_total, found, codes, rows, where, level)


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
    rows = domain(survey, "likert", where, level)
    alone = groups_of(survey, None, rows)
    parts = [_share_table(item, counts(option_codes(survey, item, rows), len(item.answers)), alone, level)
             for item in battery]
    table = pd.concat(parts, ignore_index=True)
    base = int(table["base"].max())
    need_base(survey, base, *(item.name for item in battery))
    labels = {"item": {i.name: i.words for i in battery},
              "option": {f"{i.name}={o.value}": o.label for i in battery for o in i.answers}}
    return Result(kind="likert", layout=BATTERY, title=say("title.battery"), table=table, base=base,
                  method=say("method.likert"), notes=domain_note(survey, where), source=survey.facts(), labels=labels,
                  settings={"level": level, "base_unit": "", "where": where}, language=survey.codebook.language)


def _battery(survey: Survey, names: Sequence[str]) -> list[Item]:
    """The ratings named (or those of the scale named), if they have the same points."""
    if len(names) == 1 and names[0] not in survey.codebook:
        names = [item.name for item in survey.codebook.scale_items(names[0])]
    battery = [require(survey, name, ("rating",), "likert", "choose ratings") for name in names]
    points = {tuple((o.value, o.score) for o in item.answers) for item in battery}
    if len(points) != 1:
        raise AnalysisError("A battery must have at least one item, and the same points in every item.",
                            where=", ".join(names) or survey.source.name,
                            fix="call likert for each group of equal items")
    return battery


def need_base(survey: Survey, base: int, *names: str) -> None:
    """Refuse a table about nobody."""
    if base == 0:
        asked = " and ".join(repr(name) for name in names if name)
        raise AnalysisError(f"Nobody answered {asked} here, so there is no base.",
                            where=survey.source.name, fix="look at survey.missing")


def _share_table(item: Item, found: np.ndarray, groups: Groups, level: float) -> pd.DataFrame:
    """Long table of counts and shares: groups x options."""
    bases = found.sum(axis=1, keepdims=True)
    low, high = wilson(found, bases, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = found / bases
        se = np.sqrt(share * (1 - share) / bases)
    names = [option.value for option in item.answers]
    return pd.DataFrame({
        "item": item.name, "option": names * len(groups.names),
        "group": np.repeat(np.array(groups.names, dtype=object), len(names)),
        "n": found.ravel(), "base": np.repeat(bases.ravel(), len(names)),
        "estimate": share.ravel(), "se": se.ravel(), "low": low.ravel(), "high": high.ravel()})


def _result(kind: str, layout: Layout, survey: Survey, item: Item, groups: Groups, found: np.ndarray,
            codes: np.ndarray, rows: pd.Index, where: str | None, level: float) -> Result:
    """The Result around a table of shares."""
    base = int(((codes >= 0) & (groups.codes >= 0)).sum())
    need_base(survey, base, item.name, groups.item)
    labels = {"item": {item.name: item.words},
              "option": {f"{item.name}={o.value}": o.label for o in item.answers},
              "group": dict(groups.labels)}
    missing = survey.missing_counts(item.name, rows) | no_group(groups, codes >= 0)
    notes = (*wording(item), *domain_note(survey, where), *small_groups(groups, found.sum(axis=1)))
    return Result(kind=kind, layout=layout, title=title_by(survey, item.words, groups),
                  table=_share_table(item, found, groups, level), base=base, missing=missing,
                  method=say("method.wilson", level=level_words(level)), notes=notes, source=survey.facts(),
                  labels=labels, settings={"level": level, "where": where}, language=survey.codebook.language)


def title_by(survey: Survey, words: Text, groups: Groups) -> Text:
    """`Plan after service by Gender`."""
    if not groups.item:
        return words
    return say("title.by", item=words, by=survey.codebook[groups.item].words)


def wording(*items: Item) -> tuple[Text, ...]:
    """The question as people were asked it, where tables use a shorter name."""
    return tuple(say("note.wording", label=item.label) for item in items if item.short)
