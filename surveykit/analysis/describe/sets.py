"""Select-all questions: percent of cases and percent of responses."""

from __future__ import annotations

import numpy as np

from surveykit.analysis.cells import reduce_ticks
from surveykit.analysis.coded_columns import tick_codes
from surveykit.analysis.domain import select_domain
from surveykit.analysis.estimate import estimate_shares, require_base, title_by, wording
from surveykit.analysis.item_groups import select_groups
from surveykit.result import SHARES, Result
from surveykit.result.format import level_words
from surveykit.result.result_column import COUNT, INTERVAL, show_option, show_share
from surveykit.survey import Survey, require_item
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, phrase

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
    question = require_item(survey, item, ("multiple",), "multiple_response", Message("frequencies for single items"))
    domain = select_domain(survey, "multiple_response", where, level)
    groups, ticks = select_groups(domain, by), domain.take(tick_codes(survey, question))
    n, cases = reduce_ticks(ticks, groups.codes, len(groups.names))
    require_base(survey, int(cases.sum()), item, groups.item)
    no_group = int(((ticks >= 0).all(axis=1) & (groups.codes < 0)).sum())
    all_ticks = n.sum(axis=1, keepdims=True)
    table = estimate_shares(question, groups, n, cases, level)
    with np.errstate(invalid="ignore"):
        of_responses = n / all_ticks
    table = table.assign(responses=np.broadcast_to(all_ticks, n.shape).ravel(), of_responses=of_responses.ravel())
    return Result(kind="multiple_response", layout=LAYOUT.by_group() if by else LAYOUT,
                  title=title_by(survey, question.words if by else phrase("title.multiple", item=question.words),
                                 groups.item),
                  table=table, base=int(cases.sum()),
                  missing=domain.missing_counts(question) | ({"no_group": no_group} if no_group else {}),
                  method=_method(by, level, int(n.sum())),
                  notes=(*wording(question), *domain.notes(), phrase("note.overlap"), *groups.notes(cases)),
                  source=survey.facts(),
                  labels={"item": {item: question.words}, "group": dict(groups.labels),
                          "option": {f"{item}={o.value}": o.label for o in question.answers}},
                  settings={"level": level, "where": where}, language=survey.codebook.language)


def _method(by: str | None, level: float, all_ticks: int) -> Text:
    """What the percents rest on; percent of responses is shown for everybody together only."""
    key = "method.multiple_by" if by else "method.multiple"
    return phrase(key, level=level_words(level), ticks=all_ticks)
