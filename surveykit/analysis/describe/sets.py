"""Select-all questions: percent of cases and percent of responses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from surveykit._stats import wilson
from surveykit.analysis.cells import ticks
from surveykit.analysis.describe.shares import need_base, title_by, wording
from surveykit.codebook import Item
from surveykit.result import SHARES, Result
from surveykit.result.format import level_words
from surveykit.result.result_column import COUNT, INTERVAL, show_option, show_share
from surveykit.survey import (
    Groups,
    Survey,
    domain,
    domain_note,
    groups_of,
    no_group,
    require,
    set_matrix,
    set_missing,
    small_groups,
)
from surveykit.words.phrases import Text, say

LAYOUT = SHARES.showing(show_option(), COUNT, show_share("head.percent_cases"), INTERVAL,
                        show_share("head.percent_responses", "of_responses", base="responses"), figure="ranked_bars")


def multiple_response(survey: Survey, item: str, *, by: str | None = None, where: str | None = None,
                      level: float = 0.95) -> Result:
    """Count the ticks of a select-all question.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    item
        A `multiple` item.
    by
        A `single` or `rating` item whose groups are shown side by side.
    where
        A domain such as `"gender == 'female'"`.
    level
        Confidence level, in (0, 1).

    Returns
    -------
    Result
        kind "multiple_response"; one row per group and option in codebook order. `n` ticks,
        `base` cases (respondents who answered the question), `estimate` n/base (percent of
        cases) with its interval, `responses` all ticks of the group, `of_responses` n/responses.

    Raises
    ------
    AnalysisError
        The item is not select-all, or nobody answered it.

    Missing values
    --------------
    A respondent who was not asked, or ticked nothing where the platform writes that as blank,
    is no case; nor is one with any option missing.

    Notes
    -----
    Wilson interval of the percent of cases. R: ``colSums(x)/nrow(x)``, ``colSums(x)/sum(x)``.

    Examples
    --------
    >>> import surveykit as sk
    >>> result = sk.multiple_response(sk.example_survey(), "hardship")
    >>> result.base, int(result.table["n"].sum()) == int(result.table["responses"].iloc[0])
    (38, True)
    """
    question = require(survey, item, ("multiple",), "multiple_response", "frequencies for single items")
    rows = domain(survey, "multiple_response", where, level)
    groups = groups_of(survey, by, rows)
    matrix = set_matrix(survey, question, rows)
    found, cases = ticks(matrix, groups.codes, len(groups.names))
    need_base(survey, int(cases.sum()), item, groups.item)
    title = title_by(survey, question.words if by else say("title.multiple", item=question.words), groups)
    labels = {"item": {item: question.words}, "group": dict(groups.labels),
              "option": {f"{item}={o.value}": o.label for o in question.answers}}
    missing = set_missing(survey, question, rows) | no_group(groups, ~np.isnan(matrix).any(axis=1))
    notes = (*wording(question), *domain_note(survey, where), say("note.overlap"),
             *small_groups(groups, cases))
    return Result(kind="multiple_response", layout=LAYOUT.by_group() if by else LAYOUT, title=title,
                  table=_table(question, found, cases, groups, level), base=int(cases.sum()), missing=missing,
                  method=_method(by, level, int(found.sum())), notes=notes, source=survey.facts(), labels=labels,
                  settings={"level": level, "where": where}, language=survey.codebook.language)


def _method(by: str | None, level: float, all_ticks: int) -> Text:
    """What the percents rest on; percent of responses is shown for everybody together only."""
    key = "method.multiple_by" if by else "method.multiple"
    return say(key, level=level_words(level), ticks=all_ticks)


def _table(item: Item, found: np.ndarray, cases: np.ndarray, groups: Groups, level: float) -> pd.DataFrame:
    """Long table: groups x options."""
    bases, all_ticks = cases[:, None], found.sum(axis=1, keepdims=True)
    low, high = wilson(found, bases, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, of_responses = found / bases, found / all_ticks
        se = np.sqrt(share * (1 - share) / bases)
    names = [option.value for option in item.answers]
    return pd.DataFrame({
        "item": item.name, "option": names * len(groups.names),
        "group": np.repeat(np.array(groups.names, dtype=object), len(names)), "n": found.ravel(),
        "base": np.repeat(cases, len(names)), "estimate": share.ravel(), "se": se.ravel(),
        "low": low.ravel(), "high": high.ravel(),
        "responses": np.repeat(all_ticks.ravel(), len(names)), "of_responses": of_responses.ravel()})
