"""`accept_personal`: a person looked at findings and lets them stand."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from surveykit.clean.apply_step import apply_step, require_reason
from surveykit.errors import CleaningError
from surveykit.privacy.personal_findings import PersonalFinding, read_findings
from surveykit.privacy.personal_gate import ACCEPTED, standing_findings
from surveykit.result import Result
from surveykit.survey import Change, Step, Survey, require_survey
from surveykit.words.phrases import Text


def accept_personal(survey: Survey, findings: Result | pd.DataFrame | Iterable[PersonalFinding] | None = None, *,
                    reason: str | Text) -> Survey:
    """Let findings of personal data stand, for a reason that the log keeps; the survey can then be written.

    Parameters
    ----------
    findings
        What `find_personal` gave, or some of its rows; by default everything that keeps the survey from being written.
    reason
        Why they may stand, such as "service numbers of offices".

    Returns
    -------
    Survey
        The same answers; the log says what was accepted, by place and kind, without its text. A changed answer must be
        decided about again.

    Raises
    ------
    CleaningError
        No reason, or nothing to accept.

    Missing values
    --------------
    Untouched.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> text = sk.Item("advice", "text", {"en": "Advice"})
    >>> survey = sk.Survey.from_frame(pd.DataFrame({"advice": ["Call 13800000000", "None"]}), sk.Codebook((text,)))
    >>> sk.accept_personal(survey, reason="the office's number").log[-1].changes[0].new
    'column phone 0+0'
    """
    survey = require_survey(survey, "accept_personal")
    words = require_reason(reason, "accept_personal")
    chosen = standing_findings(survey) if findings is None else read_findings(findings, "accept_personal")
    if not chosen:
        raise CleaningError("There is nothing to accept: no personal data keep the survey from being written.",
                            where="{file}", fix="sk.find_personal(survey) lists what was found",
                            file=survey.source.name)
    lines = [Change(one.respondent, one.item, "", one.address, "personal", ACCEPTED) for one in chosen]
    return apply_step(survey, Step("accept_personal", words, tuple(dict.fromkeys(lines))))
