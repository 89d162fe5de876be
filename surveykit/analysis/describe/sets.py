"""Select-all questions: percent of cases and percent of responses."""

import numpy as np

from surveykit.analysis.estimate import title_by
from surveykit.analysis.gather_rows import gather_rows
from surveykit.analysis.option_lines import Nets
from surveykit.analysis.share_question import ShareOptions, ask_shares
from surveykit.result import SHARES, Result
from surveykit.result.result_column import COUNT, INTERVAL, show_option, show_share
from surveykit.result.title_words import title_words
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import phrase

LAYOUT = SHARES.showing(show_option(), COUNT, show_share("head.percent_cases"), INTERVAL,
                        show_share("head.percent_responses", "of_responses", base="responses"), figure="ranked_bars")


def multiple_response(survey: Survey, item: str, *, by: str | None = None, where: str | None = None,
                      base: str = "answered", nets: Nets | None = None, level: float = 0.95,
                      interval: str = "auto") -> Result:
    """Count the ticks of a select-all question.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item
        A `multiple` item.
    by
        A `single` or `rating` item whose groups are shown side by side.
    base
        `answered`, `asked`, `all`, or `ticked` (respondents who ticked anything).
    nets
        Further lines, each counting respondents who ticked any of its options.
    where, level, interval
        As in `frequencies`.

    Returns
    -------
    Result
        kind "multiple_response"; columns as in `frequencies` (`base` is cases, `estimate` the percent of cases), and
        `responses` all ticks of the group, `of_responses` the share of them (weighted; nan for nets).

    Raises
    ------
    AnalysisError
        The item is not select-all, or as `frequencies`.

    Missing values
    --------------
    A respondent who was not asked, or ticked nothing where the platform writes that as blank,
    is no case; nor is one with any option missing.

    Notes
    -----
    As `frequencies`. R: ``colSums(x)/nrow(x)``, ``colSums(x)/sum(x)``, ``svymean(~a + b, design)``.

    Examples
    --------
    >>> import surveykit as sk
    >>> result = sk.multiple_response(sk.example_survey(), "hardship")
    >>> result.base, int(result.table["n"].sum()) == int(result.table["responses"].iloc[0])
    (38, True)
    """
    survey = gather_rows(survey, "multiple_response", (item, by), where)
    question = require_item(survey, item, ("multiple",), "multiple_response")
    asked = ask_shares(survey, question, "multiple_response", ShareOptions(by, where, base, nets, level, interval))
    shares, options = asked.shares(), len(question.answers)
    responses = shares.n[:, :options].sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        of_responses = shares.weighted_n / shares.weighted_n[:, :options].sum(axis=1, keepdims=True)
    of_responses[:, options:] = np.nan
    method = phrase("method.multiple_by") if by else phrase("method.multiple", ticks=int(responses.sum()))
    title = title_by(question.words if by else phrase("title.multiple", item=title_words(question.words)),
                     asked.groups.words)
    return asked.result(LAYOUT.by_group() if by else LAYOUT, shares, title=title, method=method,
                        notes=(phrase("note.overlap"),), responses=np.broadcast_to(responses, shares.n.shape),
                        of_responses=of_responses)
