"""`find_personal`: where personal data stand in a survey or in interviews."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from surveykit.errors import CleaningError
from surveykit.interviews import Interviews
from surveykit.privacy.personal_findings import PersonalFinding, findings_result
from surveykit.privacy.scan_survey import Search, own_roster, scan_survey
from surveykit.result import Result
from surveykit.survey import Survey, require_survey
from surveykit.text.encodings import decode_bytes
from surveykit.text.personal import classify_personal
from surveykit.text.personal_names import Roster
from surveykit.text.personal_spans import mask_text
from surveykit.words.phrases import Text, phrase, same_text

MEMOS = (("memo", "memo"), ("translation", "quote_en"))


def find_personal(data: Survey | Interviews, *, roster: Iterable[str] | str | Path | None = None,
                  names: bool = True) -> Result:
    """Find personal data in every answer, heading, option and key of a survey, or in transcripts.

    Parameters
    ----------
    data
        A survey or interviews.
    roster
        Names that are known: a list, or a file with one in each line (or cell). In a survey the answers to items
        marked as names (role `pii:name`) are a roster when none is given.
    names
        Whether names are guessed as well, by surnames, given names and the words around them.

    Returns
    -------
    Result
        kind "personal". One row per finding: place (`cell`, `key`, `column`, `heading`, `option`, `title`, `turn`,
        `memo`, `translation`), item (document), respondent (turn), kind, start, length, masked (the shape of the
        passage, none of its characters), confidence (`certain`, `likely`, `possible`). A column that seems to hold
        nothing else has length 0. `redact` and `accept_personal` take the table, or some of its rows.

    Raises
    ------
    CleaningError
        The roster is empty, or cannot be read.

    Missing values
    --------------
    Missing answers hold nothing. Items marked as personal are never written, and not searched.

    Notes
    -----
    What is found and what is not, with measured figures: docs/privacy.md. Check digits: GB 11643-1999, Luhn
    (ISO/IEC 7812-1), ISO 13616.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> text = sk.Item("advice", "text", {"en": "Advice"})
    >>> survey = sk.Survey.from_frame(pd.DataFrame({"advice": ["Call 13800000000", "None"]}), sk.Codebook((text,)))
    >>> sk.find_personal(survey).table[["item", "respondent", "kind", "start", "masked"]].values.tolist()
    [['advice', '0', 'phone', 5, '###########']]
    """
    if isinstance(data, Interviews):
        found = list(scan_interviews(data, Search(read_roster(roster), names)))
        labels = {name: same_text(name) for name in data.documents}
        labels |= {code: same_text(code) for code in data.codings["coding_id"].astype(str)}
        return findings_result(found, labels=labels, notes=_notes(found, roster, names), source=data.facts(),
                               language=data.language)
    survey = require_survey(data, "find_personal")
    known = own_roster(survey) if roster is None else read_roster(roster)
    found = scan_survey(survey, Search(known, names))
    return findings_result(found, labels={item.name: item.words for item in survey.codebook},
                           notes=_notes(found, known, names), source=survey.facts(), language=survey.codebook.language)


def _notes(found: list[PersonalFinding], roster: object, names: bool) -> tuple[Text, ...]:
    """That nothing was found proves nothing, and that names are guesses."""
    none = () if found else (phrase("privacy.note_none"),)
    return (*none, *((phrase("privacy.note_guess"),) if names and roster is None else ()))


def read_roster(roster: Iterable[str] | str | Path | None) -> Roster | None:
    """The names of a list or of a file, a line or cell each; of a table with a heading for names, that column."""
    if roster is None:
        return None
    if isinstance(roster, str | Path):
        text, _ = decode_bytes(Path(roster).read_bytes(), Path(roster).name)
        head, *rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines()) if row] or [[]]
        named = [place for place, heading in enumerate(head) if classify_personal(heading, []) == "name"]
        names = [row[place] for row in rows for place in named if place < len(row)] if named else [
            cell for row in (head, *rows) for cell in row]
    else:
        names = [str(name).strip() for name in roster]
    if not any(names):
        raise CleaningError("A roster must hold names.", fix="roster=['...'], or a file with one in each line")
    return Roster.of(filter(None, names))


def scan_interviews(interviews: Interviews, search: Search) -> Iterator[PersonalFinding]:
    """What stands in the turns, and in the memos and translations of codings."""
    turns = interviews.turns
    for document, turn, start, text in zip(turns["document"], turns["turn"], turns["start"], turns["text"],
                                           strict=True):
        for span in search.spans(text):
            length = span.end - span.start
            yield PersonalFinding("turn", document, str(turn), span.kind, int(start) + span.start, length,
                                  mask_text(text[span.start:span.end]), span.confidence)
    codings = interviews.codings
    for place, column in MEMOS:
        for coding, text in zip(codings["coding_id"].astype(str), codings[column].fillna("").astype(str), strict=True):
            for span in search.spans(text):
                yield PersonalFinding(place, coding, "", span.kind, span.start, span.end - span.start,
                              mask_text(text[span.start:span.end]), span.confidence)


def find_passage(interviews: Interviews, finding: PersonalFinding) -> str:
    """The text of a finding in interviews."""
    place = slice(finding.start, finding.start + finding.length)
    if finding.place == "turn":
        return interviews.documents.get(finding.item, "")[place]
    codings = interviews.codings
    rows = codings[codings["coding_id"].astype(str) == finding.item]
    return str(rows[dict(MEMOS)[finding.place]].iloc[0])[place] if len(rows) else ""
