"""Nothing is written while personal data stand that nobody has decided about."""

from __future__ import annotations

from collections.abc import Collection

from surveykit.errors import SHOWN, CleaningError
from surveykit.privacy.personal_findings import PersonalFinding, count_findings
from surveykit.privacy.scan_survey import Search, own_roster, scan_survey
from surveykit.survey import Survey
from surveykit.words.messages import JoinedMessage, Message

ACCEPTED = "accept"
STORED = "personal findings"


def standing_findings(survey: Survey) -> list[PersonalFinding]:
    """What keeps a survey from being written: sure findings that were neither redacted nor accepted.

    Names are looked for by the roster of the survey's own items of names; guesses keep nothing back.
    """
    if STORED not in survey.codes:
        survey.codes[STORED] = scan_survey(survey, Search(own_roster(survey), False))
    found: list[PersonalFinding] = survey.codes[STORED]
    accepted = accepted_addresses(survey)
    return [one for one in found if one.confidence != "possible" and
            (one.item, one.respondent, one.address) not in accepted]


def accepted_addresses(survey: Survey) -> set[tuple[str, str, str]]:
    """Findings that a person has looked at and let stand, as the log holds them."""
    return {(change.item, change.respondent, change.new) for step in survey.log for change in step.changes
            if change.kind == ACCEPTED}


def refuse_personal(survey: Survey, *, items: Collection[str] | None = None) -> None:
    """Refuse to write a survey in which personal data stand; with `items` only these and the form's title are written.
    """
    counts = count_findings(one for one in standing_findings(survey)
                            if items is None or one.item in items or one.place == "title")
    if not counts:
        return
    parts: list[str | Message] = [Message("{item}: {kind} ({n})", item=item or Message("key or title"), kind=kind, n=n)
                                  for item, kind, n in counts[:SHOWN]]
    more = [Message("and {rest} more", rest=len(counts) - SHOWN)] if len(counts) > SHOWN else []
    raise CleaningError("Personal data stand in the survey that nobody has decided about: {found}.",
                        where="{file}", fix="look: sk.find_personal(survey); take them out: sk.redact(survey, "
                        "findings, reason=...); or let them stand: sk.accept_personal(survey, findings, reason=...)",
                        found=JoinedMessage("; ", [*parts, *more]), file=survey.source.name)
