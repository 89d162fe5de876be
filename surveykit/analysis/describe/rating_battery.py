"""Ratings with the same points, as one table: shares on every point, top and bottom boxes, and their net."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.paired_shares import net_share
from surveykit._stats.sampled_mean import sampled_mean
from surveykit._stats.sampling import Sampling
from surveykit.analysis.estimate import doubt_notes, require_base, title_by
from surveykit.analysis.gather_rows import book_of, gather_each
from surveykit.analysis.option_lines import Net, Nets
from surveykit.analysis.share_question import ShareOptions, ShareQuestion, ask_shares
from surveykit.analysis.share_table import ShareTable
from surveykit.codebook import Codebook, Item
from surveykit.codebook.question_stem import stem_of, stem_words
from surveykit.errors import AnalysisError
from surveykit.result import MATRIX, Result
from surveykit.result.result_column import BASE, ResultColumn, show_group, show_item, show_number_span, show_option
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import Text, join_words, phrase

BATTERY = MATRIX.showing(
    show_item(), BASE, ResultColumn("", "share_count", ("estimate", "n", "base")), figure="battery",
    across=replace(show_option(), head="head.battery_unit"))
GROUPED_BATTERY = replace(BATTERY, columns=(BATTERY.columns[0], show_group(), *BATTERY.columns[1:]))
NET = (show_number_span("head.net", "net_points", "net_low", "net_high", decimals=0),)


def likert(survey: Survey, items: str | Sequence[str], *, by: str | None = None, where: str | None = None,
           base: str = "answered", top: int = 0, nets: Nets | None = None, level: float = 0.95,
           interval: str = "auto") -> Result:
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
        Adds the share of the highest points taken together, and of the lowest (2 for top-two and bottom-two), and
        their difference, the net.
    where, base, nets, level, interval
        As in `frequencies`.

    Returns
    -------
    Result
        kind "likert"; one row per item, group and point, in questionnaire order, not reversed.
        Columns as in `frequencies`; with `top`, net_points, net_low and net_high on every row of the item (top less
        bottom, in percentage points).

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
    As `frequencies`, item by item. The interval of the net is Bonett and Price's [1]_ for shares of the same people
    (by effective n and t under a design).

    References
    ----------
    .. [1] Bonett, D. G. and Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial
       proportions based on paired data. Journal of Educational and Behavioral Statistics, 37, 479-488.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.likert(sk.example_survey(), "planning").table["base"].unique().tolist()
    [40]
    >>> top = sk.likert(sk.example_survey(), "planning", top=2).table
    >>> top.loc[top["net"], "n"].tolist()
    [18, 13, 19, 9, 9, 18]
    """
    names = _battery_names(book_of(survey, "likert"), [items] if isinstance(items, str | int) else list(items))
    parts = gather_each(survey, "likert", [(name, by) for name in names], where)
    battery = _battery(parts, names, survey.source.name)
    chosen = ShareOptions(by, where, base, {**_box_lines(battery[0], top), **(nets or {})}, level, interval)
    asked = [ask_shares(part, item, "likert", chosen) for part, item in zip(parts, battery, strict=True)]
    tables = [one.shares() for one in asked]
    bases = [one.size for one in asked]
    require_base(survey, max(bases), *(item.name for item in battery), asked[0].groups.item)
    first, layout = asked[0], GROUPED_BATTERY if by else BATTERY
    table = pd.concat([shares.frame(one.groups, one.lines, one.limits).assign(
        **(_nets(one, shares, battery[0]) if top else {})) for one, shares in zip(asked, tables, strict=True)],
        ignore_index=True)
    return Result(kind="likert", layout=replace(layout, behind=NET) if top else layout, table=table,
                  title=first.domain.title(title_by(_battery_title(parts[0], battery), first.groups.words)),
                  base=max(bases), method=phrase("method.and", first=phrase("method.likert"),
                                                 second=first.limits.words(first.domain, table)),
                  notes=(*doubt_notes(survey.codebook, battery), *first.domain.notes(), *first.base.notes(),
                         *first.lines.notes(), *_missing_note(asked),
                         *((phrase("note.net_points", k=top),) if top else ()),
                         *first.groups.notes(np.min([shares.bases for shares in tables], axis=0))),
                  source=parts[0].facts(), labels={
                      "item": {one.item.name: one.item.words for one in asked}, "group": dict(first.groups.labels),
                      "option": {f"{one.item.name}={code}": label for one in asked
                                 for code, label in one.lines.labels.items()}},
                  settings={**first.limits.settings(first.domain, table), "base_unit": "",
                            "falling": _falls(battery[0])}, language=survey.codebook.language)


def _battery_title(survey: Survey, battery: Sequence[Item]) -> Text:
    """The name of the scale that all items belong to, or their common stem; else what the table shows."""
    stems, scales = {stem_of(item) for item in battery}, {item.scale for item in battery}
    if len(stems) == 1 and stem_of(battery[0]):
        return stem_words(battery[0])
    scale = scales.pop() if len(scales) == 1 else None
    known = scale in {one.name for one in survey.codebook.scales}
    return phrase("title.battery_of", scale=survey.codebook.scale(str(scale)).label) if known else \
        phrase("title.battery")


def _falls(item: Item) -> bool:
    """Whether the first point of a form is the highest."""
    scores = [option.score for option in item.answers if option.score is not None]
    return len(scores) > 1 and scores[0] > scores[-1]


def _battery_names(book: Codebook, names: Sequence[str]) -> Sequence[str]:
    """The items named, or those of the scale named."""
    if len(names) == 1 and names[0] in {scale.name for scale in book.scales}:
        return [item.name for item in book.scale_items(names[0])]
    return names


def _battery(surveys: Sequence[Survey], names: Sequence[str], file: str) -> list[Item]:
    """The ratings named, if they have the same points."""
    battery = [require_item(survey, name, ("rating",), "likert") for survey, name in zip(surveys, names, strict=True)]
    points = {tuple((o.value, o.score) for o in item.answers) for item in battery}
    if len(points) != 1:
        raise AnalysisError("A battery must have at least one item, and the same points in every item.",
                            where="{place}", fix="call likert for each group of equal items",
                            place=", ".join(names) or file)
    return battery


def _box_lines(item: Item, top: int) -> dict[str, Net]:
    """The highest points taken together, and the lowest, as nets."""
    points = sorted(item.answers, key=lambda option: option.score or 0)
    if not 0 <= top <= len(points) / 2:
        raise AnalysisError("top must be at most half of the {points} points, not {top}.", where="item {item!r}",
                            fix="top=2", points=len(points), top=top, item=item.name)
    values = [option.value for option in points]
    sides = {"top": values[-top:], "bottom": values[:top]} if top else {}
    return {f"{side}_{top}": {**phrase(f"net.{side}", k=top), "options": named} for side, named in sides.items()}


def _missing_note(asked: Sequence[ShareQuestion]) -> tuple[Text, ...]:
    """How many gave no answer to each item of a battery."""
    without = [phrase("item.without", item=one.item.words, n=sum(one.base.missing.values()))
               for one in asked if one.base.missing]
    return (phrase("note.items_missing", items=join_words(without)),) if without else ()


def _nets(asked: ShareQuestion, shares: ShareTable, item: Item) -> dict[str, NDArray[np.float64]]:
    """The highest points less the lowest of each group, in percentage points, for every row of the group."""
    place, lines = len(item.answers), shares.n.shape[1]
    above, below = shares.share[:, place], shares.share[:, place + 1]
    df, size = shares.df, shares.bases.astype(float)
    if asked.domain.sampling is not None:
        means = [_mean_side(asked, asked.domain.sampling, place, code) for code in range(len(asked.groups.names))]
        with np.errstate(divide="ignore", invalid="ignore"):
            effective = (above + below - (above - below) ** 2) / np.array(means) ** 2
        size = np.where(np.isfinite(effective), effective, size)
    found = net_share(above, below, size, df, asked.limits.level)
    return {name: np.repeat(100 * part, lines) for name, part in
            zip(("net_points", "net_low", "net_high"), found, strict=True)}


def _mean_side(asked: ShareQuestion, sampling: Sampling, place: int, group: int) -> float:
    """Standard error of a group's mean side: 1 for the highest points, -1 for the lowest, 0 between."""
    members = asked.lines.add_choices(asked.codes)
    side = members[:, place] - members[:, place + 1]
    inside = asked.base.inside & asked.groups.member(group)
    return sampled_mean(sampling, asked.domain.put_back(side, 0.0), asked.domain.put_back(inside, False)).se
