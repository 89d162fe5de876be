"""`accept_personal`: a person looked at findings and lets them stand."""

from collections.abc import Iterable
from dataclasses import replace
from typing import overload

import pandas as pd

from surveykit.clean.apply_step import apply_step, require_reason
from surveykit.clean.personal.find_personal import find_passage, scan_interviews
from surveykit.errors import CleaningError
from surveykit.interviews import Interviews
from surveykit.interviews.interviews_value import AcceptedPassage
from surveykit.privacy.personal_findings import PersonalFinding, read_findings
from surveykit.privacy.personal_gate import ACCEPTED, passage_digest, standing_findings
from surveykit.privacy.scan_survey import Search
from surveykit.result import Result
from surveykit.survey import Change, Step, Survey, require_survey
from surveykit.words.phrases import Text

Findings = Result | pd.DataFrame | Iterable[PersonalFinding]


@overload
def accept_personal(data: Survey, findings: Findings | None = None, *, reason: str | Text) -> Survey: ...
@overload
def accept_personal(data: Interviews, findings: Findings | None = None, *, reason: str | Text) -> Interviews: ...
def accept_personal(data: Survey | Interviews, findings: Findings | None = None, *, reason: str | Text
                    ) -> Survey | Interviews:
    """Let findings of personal data stand, for a reason that is kept; the survey, or quotations, can then be written.

    Parameters
    ----------
    data
        A survey or interviews.
    findings
        What `find_personal` gave, or some of its rows; by default everything that keeps a survey from being written,
        and everything in interviews that is no guess.
    reason
        Why they may stand, such as "service numbers of offices".

    Returns
    -------
    Survey or Interviews
        The same answers; the log says what was accepted, by place and kind, without its text. A changed answer must be
        decided about again. Interviews hold checksums of the passages (`accepted`): reports may quote them.

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
    'cell phone 5+11'
    """
    words = require_reason(reason, "accept_personal")
    if isinstance(data, Interviews):
        return _accept_passages(data, findings, words)
    survey = require_survey(data, "accept_personal")
    chosen = standing_findings(survey) if findings is None else read_findings(findings, "accept_personal")
    if not chosen:
        raise CleaningError("There is nothing to accept: no personal data keep the survey from being written.",
                            where=survey, fix="sk.find_personal(survey) lists what was found")
    lines = [Change(one.respondent, one.item, "", one.address, "personal", ACCEPTED) for one in chosen]
    return apply_step(survey, Step("accept_personal", words, tuple(dict.fromkeys(lines))))


def _accept_passages(interviews: Interviews, findings: Findings | None, words: Text) -> Interviews:
    """The interviews with these passages among those that may stand."""
    chosen = [one for one in scan_interviews(interviews, Search(None, False)) if one.confidence != "possible"] \
        if findings is None else read_findings(findings, "accept_personal")
    if not chosen:
        raise CleaningError("There is nothing to accept: no personal data were found in the interviews.",
                            where="{file}", fix="sk.find_personal(interviews) lists what was found",
                            file=interviews.name)
    made = tuple(AcceptedPassage(passage_digest(find_passage(interviews, one)), one.kind, words) for one in chosen)
    return replace(interviews, accepted=tuple({one.digest: one for one in (*interviews.accepted, *made)}.values()))
