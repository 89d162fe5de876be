"""`redact`: personal passages taken out of answers, wordings and transcripts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from surveykit.clean.apply_step import cell_change, require_reason
from surveykit.clean.hidden_text import hide_old, load_key
from surveykit.clean.personal.apply_redaction import (
    LABEL,
    ROLE,
    apply_redaction,
    find_old_texts,
    forget_old_texts,
    scrub_texts,
)
from surveykit.clean.personal.find_personal import MEMOS
from surveykit.codebook import Item
from surveykit.errors import CleaningError
from surveykit.group_by import group_by
from surveykit.interviews import Edit, Interviews
from surveykit.privacy.personal_findings import PersonalFinding, read_findings
from surveykit.result import Result
from surveykit.survey import Change, Step, Survey, require_item, require_survey
from surveykit.text.personal_spans import mask_text
from surveykit.words.phrases import Text, in_language, phrase

TURNS = {"turn"}
LABELS = {"heading", "option"}
Findings = Result | pd.DataFrame | Iterable[PersonalFinding]


def redact(data: Survey | Interviews, findings: Findings | None = None, *,
           item: str | int | None = None, where: str | None = None, reason: str | Text) -> Survey | Interviews:
    """Take personal passages out of a survey or of interviews; what they were stays nowhere in the log.

    Parameters
    ----------
    data
        A survey or interviews.
    findings
        What `find_personal` gave, or some of its rows. Each passage becomes its kind in brackets, as `[telephone]`; a
        column that is personal as a whole gets the role `pii:...` and is not written from then on.
    item, where
        Instead: the whole answers to a text item, of everybody or of those whom the condition is about.
    reason
        Why.

    Returns
    -------
    Survey or Interviews
        In a survey's log stand keyed hashes of the old answers (see `recode(..., hide=True)`), also in earlier lines
        about the same answer, which become one line; flags of these answers lose their values. In interviews codings
        move along, by the list of edits.

    Raises
    ------
    CleaningError
        No reason; findings of other data, or of answers that have changed since; keys of respondents or the form's
        title, which are changed elsewhere.

    Missing values
    --------------
    Missing answers stay missing; no answer becomes missing.

    Examples
    --------
    >>> import os, tempfile, pandas as pd, surveykit as sk
    >>> os.environ["SURVEYKIT_KEY"] = tempfile.mkdtemp() + "/key"
    >>> text = sk.Item("advice", "text", {"en": "Advice"})
    >>> survey = sk.Survey.from_frame(pd.DataFrame({"advice": ["Call 13800000000", "None"]}), sk.Codebook((text,)))
    >>> sk.redact(survey, sk.find_personal(survey), reason="privacy").responses["advice"].tolist()
    ['Call [telephone]', 'None']
    """
    words = require_reason(reason, "redact")
    if isinstance(data, Interviews):
        return _redact_interviews(data, read_findings(() if findings is None else findings, "redact"))
    survey = require_survey(data, "redact")
    if (findings is None) == (item is None):
        raise CleaningError("redact must be given findings, or an item.", where=survey,
                            fix="sk.redact(survey, sk.find_personal(survey), reason=...), or item='...', where='...'")
    lines = _whole_answers(survey, item, where) if findings is None else \
        _passages(survey, read_findings(findings, "redact"))
    if not lines:
        raise CleaningError("There is nothing to redact.", where=survey, fix="look: sk.find_personal(survey)")
    key = load_key()
    hidden = tuple(hide_old(line, key) if line.old else line for line in lines)
    made = forget_old_texts(apply_redaction(survey, Step("redact", words, hidden)), key)
    return scrub_texts(made, find_old_texts(survey, lines) | {line.old: line.new for line in lines if line.old}
                       | _passage_words(survey, findings))


def _whole_answers(survey: Survey, item: str | int | None, where: str | None) -> list[Change]:
    """Lines that replace whole answers to a text item."""
    target = require_item(survey, item, ("text",), "redact")
    mark = _mark("removed", survey.codebook.language)
    given = survey.responses.loc[survey.where(where), target.name].dropna()
    return [cell_change(str(respondent), target.name, old, mark, "redact") for respondent, old in given.items()]


def _passages(survey: Survey, findings: Sequence[PersonalFinding]) -> list[Change]:
    """Lines for all findings of a survey."""
    strange = next((one for one in findings if one.place not in {"cell", "column", *LABELS}), None)
    if strange is not None:
        raise CleaningError("Findings in keys of respondents, titles or transcripts cannot be redacted in a survey.",
                            where=survey, fix="keys: sk.pseudonymise(survey, key=...); a title: change the codebook; "
                                "transcripts: sk.redact(interviews, ...)")
    lines = [Change("", one.item, "", f"pii:{one.kind}", ROLE, ROLE) for one in findings if one.place == "column"]
    passages = [one for one in findings if one.place != "column"]
    groups = group_by(passages, lambda one: (one.place, one.item, one.respondent))
    return lines + [_line(survey, place, item, row, group) for (place, item, row), group in groups.items()]


def _passage_words(survey: Survey, findings: Findings | None) -> dict[str, str]:
    """The passages of answers, and what stands for each."""
    cells = [one for one in read_findings(findings, "redact") if one.place == "cell"] if findings is not None else []
    texts = {one: str(survey._responses[one.item].get(one.respondent, "")) for one in cells}
    return {text[one.start:one.start + one.length]: _mark(f"kind_{one.kind}", survey.codebook.language)
            for one, text in texts.items()}


def _line(survey: Survey, place: str, name: str, row: str, findings: Sequence[PersonalFinding]) -> Change:
    """The line for one answer or one wording."""
    item = survey.codebook[name]
    if place == "cell":
        answers = survey.responses[item.name]
        old = str(answers.get(row, ""))
        new = _replace_passages(old, findings, survey.codebook.language, item.name)
        return cell_change(row, item.name, old, new, "redact")
    old = _wording(item, row)
    return Change("", item.name, old, _replace_passages(old, findings, row.rpartition("_")[2], item.name), row, LABEL)


def _wording(item: Item, side: str) -> str:
    """A wording of an item by its side: `label_zh`, `short_en`, or the option's value and the language."""
    name, _, language = side.rpartition("_")
    words: Mapping[str, Text] = {"label": item.label, "short": item.short} | {o.value: o.label for o in item.options}
    return words.get(name, {}).get(language, "")


def _replace_passages(text: str, findings: Sequence[PersonalFinding], language: str, where: str) -> str:
    """The text with its passages replaced by their kinds."""
    for one in sorted(findings, key=lambda finding: -finding.start):
        end = one.start + one.length
        if mask_text(text[one.start:end]) != one.masked:
            raise CleaningError("The findings must be those of the present answers: some have changed since.",
                                where="item {item}, characters {start} to {end}", item=where, start=one.start, end=end,
                                fix="search again: sk.find_personal(...)")
        text = text[:one.start] + _mark(f"kind_{one.kind}", language) + text[end:]
    return text


def _mark(name: str, language: str) -> str:
    """What stands in place of a passage."""
    return f"[{in_language(phrase(f'privacy.{name}'), language)}]"


def _redact_interviews(interviews: Interviews, findings: Iterable[PersonalFinding]) -> Interviews:
    """The interviews without these passages; codings move along."""
    edits, codings = [], interviews.codings
    columns = dict(MEMOS)
    for one in findings:
        if one.place in TURNS:
            text = interviews.documents.get(one.item, "")
            old = text[one.start:one.start + one.length]
            _replace_passages(text, [one], interviews.language, one.item)
            edits.append(Edit(one.item, one.start, one.start + one.length, old,
                              _mark(f"kind_{one.kind}", interviews.language), "redact"))
    for place, column in columns.items():
        here = [one for one in findings if one.place == place]
        for coding, group in group_by(here, lambda one: one.item).items():
            row = codings.index[codings["coding_id"].astype(str) == coding]
            language = interviews.language if place == "memo" else "en"
            codings.loc[row, column] = [_replace_passages(str(text), group, language, coding)
                                        for text in codings.loc[row, column]]
    return replace(interviews, _codings=codings).with_edits(edits)
