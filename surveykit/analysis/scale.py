"""Scales: scoring, reliability and item analysis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats import SKEWED, Alpha, alpha, alpha_if_deleted, item_rest_correlation
from surveykit.analysis.coded_columns import rating_matrix
from surveykit.analysis.domain import Domain, select_domain
from surveykit.analysis.estimate import join_texts
from surveykit.codebook import Item, Scale
from surveykit.errors import AnalysisError
from surveykit.result import ESTIMATES, Result
from surveykit.result.format import decimal_text
from surveykit.result.result_column import BASE, show_count, show_item, show_number, show_span
from surveykit.result.title_words import words_inside
from surveykit.survey import MISSING_CODE, Change, Step, Survey
from surveykit.words.phrases import Text, phrase

FEWEST_ITEMS = 3
# Past these the simulated coverage of the interval of alpha falls under 93 %.
VERY_SKEWED, ENOUGH_FOR_SKEW = 2.0, 200
RELIABILITY = ESTIMATES.showing(
    show_item("head.scale"), show_count("head.items", "items"), BASE, show_number("estimate", "head.alpha"),
    show_span(), figure="coefficients")
ITEM_ANALYSIS = ESTIMATES.showing(
    show_item(), show_number("mean", "head.mean"), show_number("sd", "head.sd"),
    show_number("item_rest", "head.item_rest"), show_number("alpha_without", "head.alpha_without"), figure="")


def score(survey: Survey, scale: str) -> Survey:
    """Add the scale's score as a number item named after the scale.

    Parameters
    ----------
    survey
        Survey after cleaning.
    scale
        A scale of the codebook; its `score` is `mean` or `sum`, reversed items are turned
        round, and `min_valid` is the share of items that must be answered.

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
    found, items = _require_scale(survey, scale)
    if scale in survey.codebook and survey.codebook[scale].role != "derived":
        raise AnalysisError("The score cannot be named {scale!r}: a question has that name.",
                            where="{file}", fix="rename the scale in sk_scale of its items", scale=scale,
                            file=survey.source.name)
    value = _score_rows(found, rating_matrix(survey, items))
    frame, codes = survey.responses, survey._missing.copy()
    frame[scale] = pd.array(value, dtype="Float64")
    frame[scale] = frame[scale].mask(np.isnan(value))
    codes[scale] = np.where(np.isnan(value), _missing_kinds(survey, items), 0).astype("int8")
    book = survey.codebook.with_item(Item(scale, "number", found.label, role="derived"), after=items[-1].name)
    rule = f"{found.score}({', '.join(('-' if i.reverse else '') + i.name for i in items)})"
    step = Step("score", phrase("scale.scored"),
                (Change("", scale, "", rule, "score", "add_column"),), {"scale": scale})
    order = [column for item in book for column in item.columns]
    return survey.with_responses(frame[order], step=step, missing=codes[order], codebook=book)


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


def reliability(survey: Survey, scale: str, *, level: float = 0.95) -> Result:
    """Cronbach's alpha of a scale with its interval.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    scale
        A scale of the codebook.
    level
        Confidence level, in (0, 1).

    Returns
    -------
    Result
        kind "reliability"; one row: items, base (complete respondents), estimate, low, high.

    Raises
    ------
    AnalysisError
        Fewer than two items, or fewer than three complete respondents.

    Missing values
    --------------
    Respondents with any missing item are left out. Alpha is nan when the sum does not vary; a note says so.

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
    domain, found, items, x = _complete_answers(survey, scale, "reliability", level)
    value = alpha(x, level)
    table = pd.DataFrame([(scale, "", "", value.n, value.n, value.estimate, np.nan, value.low, value.high,
                           len(items))],
                         columns=["item", "option", "group", "n", "base", "estimate", "se", "low", "high",
                                  "items"])
    few = (phrase("note.few_items"),) if len(items) < FEWEST_ITEMS else ()
    notes = (*domain.notes(), *few, *_item_notes(items, x, value.estimate), *_skew_notes(value))
    method = phrase("method.alpha_free" if value.skew > SKEWED else "method.alpha")
    left = survey.rows - value.n
    return Result(kind="reliability", layout=RELIABILITY,
                  title=phrase("title.reliability", scale=words_inside(found.label)),
                  table=table, base=value.n, missing={"incomplete": left} if left else {}, method=method,
                  notes=notes, source=survey.facts(), labels={"item": {scale: found.label}},
                  settings={"level": level}, language=survey.codebook.language)


def item_analysis(survey: Survey, scale: str) -> Result:
    """Mean, spread, item-rest correlation and alpha without the item, for each item of a scale.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    scale
        A scale of the codebook.

    Returns
    -------
    Result
        kind "item_analysis"; one row per item: base, mean, sd, item_rest, alpha_without.

    Raises
    ------
    AnalysisError
        Fewer than two items, or fewer than three complete respondents.

    Missing values
    --------------
    Respondents with any missing item are left out.

    Notes
    -----
    Reversed items are turned round first. R: ``psych::alpha(x)$item.stats$r.drop`` and
    ``$alpha.drop$raw_alpha``.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.item_analysis(sk.example_survey(), "planning").table["item"].tolist()
    ['cp_1', 'cp_2', 'cp_3']
    """
    domain, found, items, x = _complete_answers(survey, scale, "item_analysis")
    table = pd.DataFrame({
        "item": [i.name for i in items], "option": "", "group": "", "n": len(x), "base": len(x),
        "mean": x.mean(axis=0), "sd": x.std(axis=0, ddof=1), "item_rest": item_rest_correlation(x),
        "alpha_without": alpha_if_deleted(x)})
    left = survey.rows - len(x)
    labels = {i.name: phrase("label.reversed", label=i.words) if i.reverse else i.words for i in items}
    return Result(kind="item_analysis", layout=ITEM_ANALYSIS,
                  title=phrase("title.item_analysis", scale=words_inside(found.label)),
                  table=table, base=len(x), missing={"incomplete": left} if left else {},
                  notes=(*domain.notes(), *_item_notes(items, x, alpha(x).estimate)),
                  method=phrase("method.item_analysis"), source=survey.facts(), labels={"item": labels}, settings={},
                  language=survey.codebook.language)


def _item_notes(items: Sequence[Item], x: NDArray[np.float64], estimate: float) -> tuple[Text, ...]:
    """What is odd about the items: one that nobody varied, one that runs against the others, no alpha."""
    constant = [item.words for item, column in zip(items, x.T, strict=True) if np.ptp(column) == 0]
    rest = item_rest_correlation(x)
    against = [item.words for item, value in zip(items, rest, strict=True) if value < 0]
    odd = [("note.constant_item", constant), ("note.negative_item", against)]
    undefined = (phrase("note.alpha_undefined"),) if np.isnan(estimate) else ()
    return (*(phrase(key, items=_join_quoted(words)) for key, words in odd if words), *undefined)


def _join_quoted(words: Sequence[Text]) -> Text:
    """Names of items in one phrase, in quotes."""
    return join_texts(phrase("quoted", text=text) for text in words)


def _skew_notes(value: Alpha) -> tuple[Text, ...]:
    """A caution where the interval of alpha is outside the range in which it was seen to cover."""
    outside = value.skew > VERY_SKEWED or (value.skew > SKEWED and value.n < ENOUGH_FOR_SKEW)
    return (phrase("note.alpha_skew", skew=decimal_text(value.skew, 1), n=value.n),) if outside else ()


def _require_scale(survey: Survey, scale: str) -> tuple[Scale, tuple[Item, ...]]:
    """The scale and its items."""
    found = survey.codebook.scale(scale)
    items = survey.codebook.scale_items(scale)
    if not items:
        raise AnalysisError("The scale {scale!r} has no items.", where="{file}",
                            fix="write {scale} into sk_scale of its items in the codebook", scale=scale,
                            file=survey.source.name)
    return found, items


def _complete_answers(survey: Survey, scale: str, verb: str,
              level: float = 0.95) -> tuple[Domain, Scale, tuple[Item, ...], NDArray[np.float64]]:
    """Whom it is about, the scale, its items and the complete answers, reversed items turned round."""
    domain = select_domain(survey, verb, None, level, honours=("probability",))
    found, items = _require_scale(survey, scale)
    x = rating_matrix(survey, items)
    x = x[~np.isnan(x).any(axis=1)]
    if len(items) < 2 or len(x) < 3:
        raise AnalysisError("{verb} needs two items and three complete respondents; {scale!r} has "
                            "{items_count} and {x_count}.", where="{file}",
                            fix="look at survey.missing, or add items to the scale", verb=verb, scale=scale,
                            items_count=len(items), x_count=len(x), file=survey.source.name)
    return domain, found, items, x
