"""Answers that are none, by a condition: taken out, with the kind of missing they become."""

import numpy as np

from surveykit.clean.apply_step import apply_step, require_reason
from surveykit.errors import CleaningError, did_you_mean
from surveykit.survey import MISSING, Change, Step, Survey, require_survey, value_text
from surveykit.survey.condition import Condition
from surveykit.survey.condition_words import condition_words
from surveykit.survey.vain_parts import remark_vain
from surveykit.words.phrases import Text


def set_missing(survey: Survey, item: str, *, where: str, kind: str = "blank", reason: str | Text) -> Survey:
    """Make answers of one item missing for the respondents that fulfil a condition.

    Parameters
    ----------
    item
        Any item, by name, label or number.
    where
        Whose answers, such as `"age > 120"` (`docs/expressions.md`).
    kind
        `blank`, `not_asked`, `refused` or `dont_know`.
    reason
        Why; it stands in the log, behind it the condition. In two languages: `{"zh": ..., "en": ...}`.

    Returns
    -------
    Survey
        The same respondents; one line of the log for each answer taken out.

    Raises
    ------
    CleaningError
        No reason, no such kind, or nobody with an answer fulfils the condition.
    AnalysisError
        The condition cannot be read.

    Missing values
    --------------
    What is missing already stays as it is. Whom the condition cannot place keeps the answer.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.set_missing(sk.example_survey(), "months", where="months > 11", reason="outside the year asked")
    >>> [change.old for change in survey.log[-1].changes]
    ['12']
    """
    survey = require_survey(survey, "set_missing")
    why = require_reason(reason, "set_missing")
    target = survey.codebook[item]
    if kind not in MISSING[1:]:
        raise CleaningError("There is no kind of missing {kind!r}.", fix=did_you_mean(kind, MISSING[1:]), kind=kind)
    condition = Condition.read(where, survey.codebook, survey.source.name)
    hit, note = condition.select(survey), condition_words(condition, survey.codebook)
    new = "" if kind == "blank" else f"({kind})"
    changes = [Change(str(survey._responses.index[row]), column, value_text(survey._responses[column].iloc[row]), new,
                      "where", "blank_response", note)
               for column in target.columns
               for row in np.flatnonzero(hit & survey._responses[column].notna().to_numpy()).tolist()]
    if not changes:
        raise CleaningError("Nobody who answered {item!r} fulfils the condition.", where=survey, item=target.name,
                            fix="look at survey.where({condition!r})", condition=where)
    changes += remark_vain(condition, survey)
    return apply_step(survey, Step("set_missing", why, tuple(changes), {"item": target.name, "where": where}))
