"""Shares of single-choice items and ratings: alone, by group, and as batteries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from surveykit.analysis.estimate import join_texts, require_base, title_by
from surveykit.analysis.option_lines import Nets
from surveykit.analysis.share_question import ShareOptions, ShareQuestion, ask_shares
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import CROSSED, MATRIX, SHARES, Result
from surveykit.result.result_column import BASE, ResultColumn, show_group, show_item, show_option
from surveykit.survey import Survey, require_item, require_survey
from surveykit.words.phrases import Text, phrase

CROSSTAB = CROSSED.showing(*CROSSED.columns, figure="stacked_bars")
BATTERY = MATRIX.showing(
    show_item(), BASE, ResultColumn("", "share_count", ("estimate", "n", "base")), figure="battery",
    across=replace(show_option(), head="head.battery_unit"))
GROUPED_BATTERY = replace(BATTERY, columns=(BATTERY.columns[0], show_group(), *BATTERY.columns[1:]))


def frequencies(survey: Survey, item: str, *, by: str | None = None, where: str | None = None, base: str = "answered",
                nets: Nets | None = None, level: float = 0.95, interval: str = "wilson") -> Result:
    """Count and estimate the share of respondents giving each option of one item.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    item
        A `single` or `rating` item.
    by
        A `single` or `rating` item whose groups are shown side by side; or one option of a select-all item
        (`hardship__pay`): who ticked it, and who did not.
    where
        A domain such as `"gender == 'female'"`; the design stays whole.
    base
        Whom a share is a share of: `answered`, `asked` (everybody who was asked, answered or not) or `all`.
    nets
        Further lines, each the sum of options: `{"satisfied": ["4", "5"]}`, by value or label.
    level
        Confidence level, in (0, 1).
    interval
        `wilson`, `exact`, `logit` or `t`.

    Returns
    -------
    Result
        kind "frequencies"; one row per group and option in codebook order, zero counts kept, then the nets. Columns:
        item, option, group, n, base (respondents, unweighted), estimate (weighted share), se, low, high (proportions),
        weighted_n, effective_n, design_effect, df, and net (bool) where there are nets.

    Raises
    ------
    CodebookError
        An unknown item.
    AnalysisError
        An item of another kind, an answer that is no option, an unlawful choice, a design with a part that cannot be
        honoured, or a base of nobody.

    Missing values
    --------------
    Left out of the base (unless `base` says otherwise), counted by kind in `Result.missing`. Where another base would
    move a share by more than a point, a note says so.

    Notes
    -----
    share = sum of w of who chose it / sum of w of the base, its error by Taylor; design_effect = se^2 (n - 1) /
    (p (1 - p)), effective_n = n / design_effect. Wilson interval [1]_ by p (1 - p) / se^2 and t on df (units less
    strata of the group); the simple sample: by n and the normal. R: ``prop.test(n, base, correct = FALSE)$conf.int``;
    ``svymean(~item, subset(design, group), deff = "replace")``, ``svyciprop(method = "beta" | "xlogit" | "mean")``
    for exact, logit and t.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
       inference. Journal of the American Statistical Association, 22, 209-212.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.frequencies(sk.example_survey(), "plan").table["n"].tolist()
    [18, 8, 7, 5, 2]
    >>> sk.frequencies(sk.example_survey(), "plan", nets={"leave": ["home", "study"]}).table["n"].tolist()[-1]
    23
    """
    question = require_item(survey, item, ("single", "rating"), "frequencies")
    asked = ask_shares(survey, question, "frequencies", ShareOptions(by, where, base, nets, level, interval))
    return asked.result(CROSSED if by else SHARES, asked.shares())


def crosstab(survey: Survey, item: str, by: str, *, where: str | None = None, base: str = "answered",
             nets: Nets | None = None, level: float = 0.95, interval: str = "wilson") -> Result:
    """Cross-tabulate an item by groups: share of each option within each group, and in all.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item
        A `single`, `rating` or `multiple` item (rows; of the last the percent of cases).
    by
        A `single` or `rating` item (columns), or one option of a select-all item: `hardship__pay`.
    where, base, nets, level, interval
        As in `frequencies`.

    Returns
    -------
    Result
        kind "crosstab"; as `frequencies` with `by`, and the rows of everybody under group ''.

    Raises
    ------
    CodebookError, AnalysisError
        As `frequencies`.

    Missing values
    --------------
    Respondents without an answer to either item are left out of every column, the total too.

    Notes
    -----
    Column percentages. R: ``proportions(table(item, by), 2)``, ``svyby(~item, ~by, design, svymean)``.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.crosstab(sk.example_survey(), "plan", by="gender").table
    >>> int(table.loc[table.group == "", "n"].sum())
    40
    """
    question = require_item(survey, item, ("single", "rating", "multiple"), "crosstab")
    asked = ask_shares(survey, question, "crosstab", ShareOptions(by, where, base, nets, level, interval))
    shares = asked.shares().stack(asked.shares(asked.groups.join_all()))
    several = question.kind == "multiple"
    return asked.result(CROSSED if several else CROSSTAB, shares, groups=asked.groups.with_total(),
                        notes=(phrase("note.overlap"),) if several else ())


def likert(survey: Survey, items: str | Sequence[str], *, by: str | None = None, where: str | None = None,
           base: str = "answered", top: int = 0, nets: Nets | None = None, level: float = 0.95,
           interval: str = "wilson") -> Result:
    """Share of respondents on each point, for ratings that have the same points.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    items
        Names of ratings, or the name of a scale.
    by
        A `single` or `rating` item; every item has a row per group.
    top
        Adds the share of the highest points taken together, and of the lowest: 2 for top-two and bottom-two.
    where, base, nets, level, interval
        As in `frequencies`.

    Returns
    -------
    Result
        kind "likert"; one row per item, group and point, in questionnaire order, not reversed.
        Columns as in `frequencies`.

    Raises
    ------
    AnalysisError
        No items, items that are no ratings or have different points, `top` of more than half the points, or nobody
        answered.

    Missing values
    --------------
    Each item has its own base.

    Notes
    -----
    As `frequencies`, item by item.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.likert(sk.example_survey(), "planning").table["base"].unique().tolist()
    [40]
    >>> top = sk.likert(sk.example_survey(), "planning", top=2).table
    >>> top.loc[top["net"], "n"].tolist()
    [18, 13, 19, 9, 9, 18]
    """
    survey = require_survey(survey, "likert")
    battery = _battery(survey, [items] if isinstance(items, str | int) else list(items))
    words = {f"{side}_{top}": phrase(f"net.{side}", k=top) for side in ("top", "bottom")}
    chosen = ShareOptions(by, where, base, {**_box_lines(battery[0], top), **(nets or {})}, level, interval, words)
    asked = [ask_shares(survey, item, "likert", chosen) for item in battery]
    tables = [one.shares() for one in asked]
    bases = [int(one.bases.sum()) for one in tables]
    require_base(survey, max(bases), *(item.name for item in battery), asked[0].groups.item)
    first = asked[0]
    return Result(kind="likert", layout=GROUPED_BATTERY if by else BATTERY, title=_battery_title(survey, first, by),
                  table=pd.concat([shares.frame(one.groups, one.lines, one.limits)
                                   for one, shares in zip(asked, tables, strict=True)], ignore_index=True),
                  base=max(bases), method=phrase("method.and", first=phrase("method.likert"),
                                                 second=first.limits.words(first.domain)),
                  notes=(*first.domain.notes(), *first.base.notes(), *_missing_note(asked),
                         *first.groups.notes(np.min([shares.bases for shares in tables], axis=0))),
                  source=survey.facts(), labels={
                      "item": {one.item.name: one.item.words for one in asked}, "group": dict(first.groups.labels),
                      "option": {f"{one.item.name}={code}": label for one in asked
                                 for code, label in one.lines.labels.items()}},
                  settings={**first.limits.settings(first.domain), "base_unit": ""},
                  language=survey.codebook.language)


def _battery(survey: Survey, names: Sequence[str]) -> list[Item]:
    """The ratings named (or those of the scale named), if they have the same points."""
    if len(names) == 1 and names[0] in {scale.name for scale in survey.codebook.scales}:
        names = [item.name for item in survey.codebook.scale_items(names[0])]
    battery = [require_item(survey, name, ("rating",), "likert") for name in names]
    points = {tuple((o.value, o.score) for o in item.answers) for item in battery}
    if len(points) != 1:
        raise AnalysisError("A battery must have at least one item, and the same points in every item.",
                            where="{place}", fix="call likert for each group of equal items",
                            place=", ".join(names) or survey.source.name)
    return battery


def _box_lines(item: Item, top: int) -> dict[str, list[str]]:
    """The highest points taken together, and the lowest, as nets."""
    points = sorted(item.answers, key=lambda option: option.score or 0)
    if not 0 <= top <= len(points) / 2:
        raise AnalysisError("top must be at most half of the {points} points, not {top}.", where="item {item!r}",
                            fix="top=2", points=len(points), top=top, item=item.name)
    values = [option.value for option in points]
    return {f"top_{top}": values[-top:], f"bottom_{top}": values[:top]} if top else {}


def _battery_title(survey: Survey, asked: ShareQuestion, by: str | None) -> Text:
    """`Ratings on each point by Gender`."""
    return title_by(survey, phrase("title.battery"), asked.groups.item if by else "")


def _missing_note(asked: Sequence[ShareQuestion]) -> tuple[Text, ...]:
    """How many gave no answer to each item of a battery."""
    without = [phrase("item.without", item=one.item.words, n=sum(one.base.missing.values()))
               for one in asked if one.base.missing]
    return (phrase("note.items_missing", items=join_texts(without)),) if without else ()
