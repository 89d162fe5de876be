"""Scales: scoring, reliability and item analysis."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.reliability import SKEWED, alpha
from surveykit.analysis.coded_columns import rating_matrix
from surveykit.analysis.domain import select_domain
from surveykit.analysis.estimate import title_by
from surveykit.analysis.scale_answers import FEWEST_PEOPLE, few_people_note, select_answers, select_scale, skew_notes
from surveykit.codebook import Item, Scale
from surveykit.errors import AnalysisError
from surveykit.result import ESTIMATES, Result
from surveykit.result.result_column import BASE, show_count, show_group, show_item, show_number, show_span
from surveykit.result.title_words import words_inside
from surveykit.survey import MISSING_CODE, PARTS, Change, Step, Survey
from surveykit.words.phrases import phrase, same_text

RELIABILITY = ESTIMATES.showing(
    show_item("head.scale"), show_group(), show_count("head.items", "items"), BASE,
    show_number("estimate", "head.alpha"), show_span(), figure="coefficients")
ITEM_ANALYSIS = ESTIMATES.showing(
    show_group(), show_item(), show_number("mean", "head.mean"), show_number("sd", "head.sd"),
    show_number("item_rest", "head.item_rest"), show_number("alpha_without", "head.alpha_without"), figure="")


def score(survey: Survey, scale: str | Sequence[str], *, name: str | None = None, where: str | None = None) -> Survey:
    """Add the scale's score as a number item named after the scale.

    Parameters
    ----------
    survey
        Survey after cleaning.
    scale
        A scale of the codebook; its `score` is `mean` or `sum`, reversed items are turned round, and `min_valid` is the
        share of items that must be answered. Or names of ratings: their mean, where all are answered.
    name
        Of the new item; that of the scale by default. A list of ratings must have one.
    where
        Only these respondents get a score, the others `not_asked`.

    Returns
    -------
    Survey
        With one more column; a sum is the mean of the answered items times their number.

    Raises
    ------
    CodebookError
        An unknown scale.
    AnalysisError
        The scale has no items, or a question of the survey bears its name.

    Missing values
    --------------
    With too few answered items the score is `blank`; where every item lacks an answer for the
    same reason (`not_asked`), so does the score.

    Examples
    --------
    >>> import surveykit as sk
    >>> scored = sk.score(sk.example_survey(), "planning")
    >>> round(float(scored.responses["planning"].mean()), 2)
    3.29
    """
    chosen = select_scale(survey, scale, "score")
    found = survey.codebook.scale(scale) if isinstance(scale, str) else Scale("", same_text(name or ""), 0, 0)
    called, items = name or (scale if isinstance(scale, str) else ""), chosen.items
    if not called or (called in survey.codebook and survey.codebook[called].role != "derived"):
        raise AnalysisError("The score cannot be named {scale!r}: it must have a name that no question has.",
                            where=survey, scale=called,
                            fix="score(survey, ..., name='...'), or rename the scale in sk_scale of its items")
    value, inside = _score_rows(found, rating_matrix(survey, items)), select_domain(
        survey, "score", where, honours=PARTS).mask
    value = value if inside is None else np.where(inside, value, np.nan)
    frame, codes = survey.responses, survey._missing.copy()
    frame[called] = pd.array(value, dtype="Float64")
    frame[called] = frame[called].mask(np.isnan(value))
    kinds = np.where(np.isnan(value), _missing_kinds(survey, items), 0)
    codes[called] = (kinds if inside is None else np.where(inside, kinds, MISSING_CODE["not_asked"])).astype("int8")
    book = survey.codebook.with_item(Item(called, "number", found.label, role="derived"), after=items[-1].name)
    rule = f"{found.score}({', '.join(('-' if i.reverse else '') + i.name for i in items)})"
    step = Step("score", phrase("scale.scored"), (Change("", called, "", rule, "score", "add_column"),),
                {"scale": scale if isinstance(scale, str) else [item.name for item in items], "name": called,
                 "where": where or ""})
    order = [column for item in book for column in item.columns]
    return survey.with_responses(frame[order], step=step, missing=codes[order], codebook=book)


def redo_score(survey: Survey, step: Step) -> Survey:
    """The score of a step made again; a step without its arguments is named after its scale."""
    name, told = step.changes[0].item, step.arguments
    scale = told.get("scale", name)
    return score(survey, [str(item) for item in scale] if isinstance(scale, list | tuple) else str(scale),
                 name=str(told.get("name", name)), where=str(told.get("where") or "") or None)


def _score_rows(scale: Scale, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean or sum of each row of ratings, nan where too few of them are known."""
    answered = (~np.isnan(x)).sum(axis=1)
    enough = (answered > 0) & (answered >= np.ceil(scale.min_valid * x.shape[1] - 1e-9))
    mean: NDArray[np.float64] = np.nansum(x, axis=1) / np.where(enough, answered, np.nan)
    return mean * x.shape[1] if scale.score == "sum" else mean


def _missing_kinds(survey: Survey, items: tuple[Item, ...]) -> NDArray[np.int8]:
    """Kind of missing of a score: that of all its items, else blank."""
    codes = survey.missing_codes([item.name for item in items])
    alike = (codes == codes[:, :1]).all(axis=1) & (codes[:, 0] > 0)
    return np.where(alike, codes[:, 0], MISSING_CODE["blank"])


def reliability(survey: Survey, scale: str | Sequence[str], *, by: str | None = None, where: str | None = None,
                level: float = 0.95) -> Result:
    """Cronbach's alpha of a scale with its interval.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    scale
        A scale of the codebook, or names of ratings.
    by
        A `single` or `rating` item; every group has its own alpha.
    where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "reliability"; one row per group: items, base (complete respondents), estimate, low, high.

    Raises
    ------
    AnalysisError
        Fewer than two items, or fewer than three complete respondents.

    Missing values
    --------------
    Respondents with any missing item are left out. Alpha is nan when the sum does not vary, and in a group of fewer
    than ten complete respondents; a note says so.

    Notes
    -----
    Interval by Feldt [1]_, without a distribution [2]_ where an item is more skewed than 1; past 2, or
    below 200 respondents, a caution. R: ``psych::alpha(x)``, ``psych::alpha.ci(alpha, n, k)``.

    References
    ----------
    .. [1] Feldt, L. S., Woodruff, D. J. and Salih, F. A. (1987). Statistical inference for
       coefficient alpha. Applied Psychological Measurement, 11, 93-103.
    .. [2] Maydeu-Olivares, A., Coffman, D. L. and Hartmann, W. M. (2007). Asymptotically
       distribution-free interval estimation of coefficient alpha. Psychological Methods, 12, 157-176.

    Examples
    --------
    >>> import surveykit as sk
    >>> round(float(sk.reliability(sk.example_survey(), "planning").table["estimate"].iloc[0]), 2)
    0.88
    """
    asked = select_answers(survey, scale, "reliability", by, where, level)
    found, name, items = [alpha(x, level) for x in asked.parts], asked.scale.name, len(asked.scale.items)
    known = [(value.estimate, np.nan, value.low, value.high) if value.n >= FEWEST_PEOPLE else [np.nan] * 4
             for value in found]
    table = pd.DataFrame([(name, "", group, value.n, value.n, *numbers, items)
                          for group, value, numbers in zip(asked.groups.names, found, known, strict=True)],
                         columns=["item", "option", "group", "n", "base", "estimate", "se", "low", "high", "items"])
    skewed = max(found, key=lambda value: value.skew)
    return Result(kind="reliability", layout=RELIABILITY, table=table, base=asked.base, missing=asked.missing(),
                  title=asked.domain.title(title_by(phrase("title.reliability", scale=words_inside(asked.scale.label)),
                                                    asked.groups.words)),
                  method=phrase("method.alpha_free" if skewed.skew > SKEWED else "method.alpha"),
                  notes=(*asked.notes(), *few_people_note(found), *skew_notes(skewed),
                         *asked.groups.notes(table["base"])),
                  source=survey.facts(), labels={"item": {name: asked.scale.label}, "group": asked.labels()},
                  settings={"level": level, "where": where}, language=survey.codebook.language)


def item_analysis(survey: Survey, scale: str | Sequence[str], *, by: str | None = None,
                  where: str | None = None) -> Result:
    """Mean, spread, item-rest correlation and alpha without the item, for each item of a scale.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    scale, by, where
        As in `reliability`.

    Returns
    -------
    Result
        kind "item_analysis"; one row per group and item: base, mean, sd, item_rest, alpha_without.

    Raises
    ------
    AnalysisError
        Fewer than two items, or fewer than three complete respondents.

    Missing values
    --------------
    Respondents with any missing item are left out.

    Notes
    -----
    Reversed items are turned round first. R: ``psych::alpha(x)$item.stats$r.drop`` and ``$alpha.drop$raw_alpha``.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.item_analysis(sk.example_survey(), "planning").table["item"].tolist()
    ['cp_1', 'cp_2', 'cp_3']
    """
    asked = select_answers(survey, scale, "item_analysis", by, where)
    items = asked.scale.items
    table = pd.concat([pd.DataFrame({
        "item": [i.name for i in items], "option": "", "group": group, "n": len(x), "base": len(x),
        "mean": found.mean, "sd": found.sd, "item_rest": found.item_rest, "alpha_without": found.alpha_without})
        for group, x, found in zip(asked.groups.names, asked.parts, asked.statistics, strict=True)],
        ignore_index=True)
    labels = {i.name: phrase("label.reversed", label=i.words) if i.reverse else i.words for i in items}
    return Result(kind="item_analysis", layout=ITEM_ANALYSIS, table=table, base=asked.base, missing=asked.missing(),
                  title=asked.domain.title(title_by(phrase("title.item_analysis", scale=words_inside(
                      asked.scale.label)), asked.groups.words)),
                  notes=asked.notes(), method=phrase("method.item_analysis"), source=survey.facts(),
                  labels={"item": labels, "group": asked.labels()}, settings={"where": where},
                  language=survey.codebook.language)
