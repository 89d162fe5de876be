"""Nothing is written while personal data stand that nobody has decided about."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

from surveykit.errors import SHOWN, CleaningError
from surveykit.privacy.personal_findings import PersonalFinding, count_findings
from surveykit.privacy.scan_survey import Search, own_roster, scan_survey
from surveykit.survey import Survey
from surveykit.text.personal_spans import find_personal_spans
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
    accepted = {(change.item, change.respondent, change.new) for step in survey.log for change in step.changes
                if change.kind == ACCEPTED}
    return [one for one in found if one.confidence != "possible" and
            (one.item, one.respondent, one.address) not in accepted]


def refuse_personal(survey: Survey, *, items: Collection[str] | None = None) -> None:
    """Refuse to write a survey in which personal data stand; with `items` only these and the form's title are written.
    """
    counts = count_findings(one for one in standing_findings(survey)
                            if items is None or one.item in items or one.place == "title")
    if counts:
        raise CleaningError("Personal data stand in the survey that nobody has decided about: {found}.", where=survey,
                            fix="look: sk.find_personal(survey); take them out: sk.redact(survey, findings, "
                                "reason=...); or let them stand: sk.accept_personal(survey, findings, reason=...)",
                            found=_say_counts(counts))


def refuse_personal_texts(texts: Iterable[tuple[str, str]], *, allowed: Collection[str], file: str) -> None:
    """Refuse to write texts (each with its place) in which personal data stand; names are not looked for.
    `allowed` are passages that may stand, or their checksums (`passage_digest`).
    Raises CleaningError: Says at which places, of what kind and how many; never the data.
    """
    spans = ((place, span.kind, text[span.start:span.end]) for place, text in texts
             for span in find_personal_spans(text, names=False) if span.confidence != "possible")
    counts = Counter((place, kind) for place, kind, passage in spans
                     if passage not in allowed and passage_digest(passage) not in allowed)
    if counts:
        found = [(place, kind, n) for (place, kind), n in counts.most_common()]
        raise CleaningError("Personal data stand in the report: {found}.", where="{file}", found=_say_counts(found),
                            fix="change the text; in quotations sk.redact(interviews, findings, reason=...) or "
                                "sk.accept_personal(interviews, findings, reason=...); what is meant to be read, such "
                                "as an office's address, is listed under contacts: in study.yaml or front=", file=file)


def passage_digest(passage: str) -> str:
    """The checksum by which an accepted passage is known."""
    return sha256(passage.encode()).hexdigest()[:16]


def _say_counts(counts: Sequence[tuple[str, str, int]]) -> Message:
    """Where, what and how many, at most five of them."""
    parts: list[str | Message] = [Message("{item}: {kind} ({n})", item=item or Message("key or title"), kind=kind, n=n)
                                  for item, kind, n in counts[:SHOWN]]
    more = [Message("and {rest} more", rest=len(counts) - SHOWN)] if len(counts) > SHOWN else []
    return JoinedMessage("; ", [*parts, *more])
