"""Texts put right: what web pages leave in them (`repair_text`), blanks and spellings (`normalise_text`)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from surveykit.clean.apply_step import apply_step, cell_change, require_reason
from surveykit.clean.worklist import Decisions, find_reviewer, read_decisions
from surveykit.errors import CleaningError, did_you_mean
from surveykit.interviews import Interviews
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_count, show_words
from surveykit.survey import Step, Survey, require_item, require_survey
from surveykit.text.normalise import collapse_blanks, drop_invisible
from surveykit.text.repair_rules import RULES, find_doubts, load_readings, repair
from surveykit.words.phrases import Text, phrase, same_text

LAYOUT = LISTING.showing(
    show_words("item", "head.item", "item"), show_words("respondent", "head.respondent"),
    show_words("rule", "repair.head.rule", "rule"), show_count("privacy.head.start", "start"),
    show_words("old", "head.old"), show_words("new", "head.new"))
DOUBTS = ("mixed_scripts", "gloss")


class RepairLine(NamedTuple):
    """One passage that a rule would change, or that a person should look at (`step` -1).
    Positions count in the text as it stands before the step.
    """

    item: str
    respondent: str
    step: int
    rule: str
    start: int
    end: int
    old: str
    new: str


def find_repairs(data: Survey | Interviews, *, rules: str | Sequence[str] | None = None) -> Result:
    """List what `repair_text` would change in text answers or transcripts, and what only a person can judge.

    Parameters
    ----------
    data
        A survey or interviews.
    rules
        Any of `invisible` (characters without shape), `composed` (NFC), `radical` (Kangxi radicals to characters),
        `full_width` (digits and Latin letters), `page_mark` (page numbers inside words and numbers), `pinyin`
        (syllables in brackets that are readings of the characters before; needs `surveykit[zh]`). All by default.

    Returns
    -------
    Result
        kind "repairs". One row per change: item (document), respondent, step, rule, start, end, old, new. Rules
        `mixed_scripts` (Latin letters among Cyrillic or Greek look-alikes) and `gloss` (brackets that may be meant)
        change nothing (step -1).

    Raises
    ------
    CleaningError
        An unknown rule.

    Missing values
    --------------
    Missing answers hold nothing; personal items are not shown.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> text = sk.Item("advice", "text", {"en": "Advice"})
    >>> survey = sk.Survey.from_frame(pd.DataFrame({"advice": ["２０１３年", "None"]}), sk.Codebook((text,)))
    >>> sk.find_repairs(survey).table[["rule", "old", "new"]].values.tolist()
    [['full_width', '２０１３', '2013']]
    """
    wanted = _known_rules(rules)
    texts = _texts(data if isinstance(data, Interviews) else require_survey(data, "find_repairs"))
    found = [one for item, row, text in texts for one in _list_repairs(item, row, text, wanted)]
    notes = () if "pinyin" not in wanted or load_readings() else (phrase("repair.note_pinyin"),)
    language = data.language if isinstance(data, Interviews) else data.codebook.language
    labels = {one.item: same_text(one.item) for one in found}
    return Result(kind="repairs", layout=LAYOUT, title=phrase("repair.title"), base=len(found),
                  table=pd.DataFrame(found, columns=list(RepairLine._fields)), notes=notes, source=data.facts(),
                  labels={"item": labels, "rule": {name: phrase(f"repair.rule_{name}") for name in (*RULES, *DOUBTS)}},
                  settings={"base_unit": "findings"}, language=language)


def repair_text(data: Survey | Interviews, *, rules: str | Sequence[str] | None = None,
                reason: str | Text | None = None) -> Survey | Interviews:
    """Put right what copying from web pages broke in text answers or transcripts.

    Parameters
    ----------
    data
        A survey or interviews.
    rules
        As for `find_repairs`, which lists every change before it is made.
    reason
        Why; by default that the texts were copied.

    Returns
    -------
    Survey or Interviews
        A survey's log holds old and new answers and replays; of interviews the codings move along, by the edits.

    Raises
    ------
    CleaningError
        An unknown rule, or `rules="pinyin"` without `surveykit[zh]`.

    Missing values
    --------------
    Missing answers stay missing; an answer that is invisible through and through becomes blank.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> text = sk.Item("advice", "text", {"en": "Advice"})
    >>> survey = sk.Survey.from_frame(pd.DataFrame({"advice": ["２０１３年", "None"]}), sk.Codebook((text,)))
    >>> sk.repair_text(survey).responses["advice"].tolist()
    ['2013年', 'None']
    """
    wanted = _known_rules(rules)
    if rules is not None and "pinyin" in wanted and load_readings() is None:
        raise CleaningError("The rule pinyin needs the readings of characters, which are not installed.",
                            fix="pip install 'surveykit[zh]'")
    words = require_reason(phrase("repair.reason") if reason is None else reason, "repair_text")
    if isinstance(data, Interviews):
        for name in wanted:
            edits = [edit for document, text in data.documents.items() for edit in repair(text, document, [name])[1]]
            data = data.with_edits(edits) if edits else data
        return data
    survey = require_survey(data, "repair_text")
    lines = [cell_change(row, item, text, repair(text, rules=wanted)[0], "repair")
             for item, row, text in _texts(survey)]
    changed = tuple(line for line in lines if line.old != line.new)
    step = Step("repair_text", words, changed, {"rules": list(wanted)})
    return apply_step(survey, step) if changed else survey


def _known_rules(rules: str | Sequence[str] | None) -> tuple[str, ...]:
    """The rules by name, in the order in which they are applied."""
    named = tuple(RULES) if rules is None else (rules,) if isinstance(rules, str) else tuple(rules)
    for name in named:
        if name not in RULES:
            raise CleaningError("There is no rule of repair {rule!r}.", fix=did_you_mean(name, RULES), rule=name)
    return tuple(name for name in RULES if name in named)


def _texts(data: Survey | Interviews) -> Iterator[tuple[str, str, str]]:
    """Item, respondent and text of every answer that is text and not personal; documents as they are."""
    if isinstance(data, Interviews):
        yield from ((name, "", text) for name, text in data.documents.items())
        return
    for item in data.codebook:
        if item.kind == "text" and not item.personal:
            yield from ((item.name, str(row), str(text)) for row, text in data.responses[item.name].dropna().items())


def _list_repairs(item: str, row: str, text: str, rules: Sequence[str]) -> Iterator[RepairLine]:
    """What would change in one text, and what to look at in the text after that."""
    mended, edits = repair(text, rules=rules)
    yield from (RepairLine(item, row, edit.step, edit.rule, edit.start, edit.end, edit.old, edit.new) for edit in edits)
    for start, end, rule in find_doubts(mended):
        yield RepairLine(item, row, -1, rule, start, end, mended[start:end], mended[start:end])


def normalise_text(survey: Survey, item: str, spellings: Decisions | None = None, *, reason: str | Text) -> Survey:
    """Write the answers to a text item in one way.

    Parameters
    ----------
    item
        A text item.
    spellings
        Text as it was written to text as it is to be; or the path of a worklist that came back
        (`write_worklist(survey, item, path)`). Without it only runs of blanks, line breaks and invisible characters go.
        Width, case and punctuation are the writer's, and change only where a spelling says so.
    reason
        Why; it stands in the log. In two languages: `{"zh": ..., "en": ...}`.

    Raises
    ------
    CleaningError
        No reason, a text that nobody wrote, or nothing to change.

    Missing values
    --------------
    Stay as they are; a text that holds only blanks becomes `blank`.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.normalise_text(sk.example_survey(), "plan_other", {"go back home": "go home"}, reason="one wording")
    >>> survey.answers("plan_other").tolist()
    ['go home']
    """
    require_reason(reason, "normalise_text")
    name = require_item(survey, item, ("text",), "normalise_text").name
    wanted = {} if spellings is None else read_decisions(survey, name, spellings, "text")
    given = survey._responses[name].dropna()
    unused = [text for text in wanted if text not in set(given)]
    if unused:
        raise CleaningError("Nobody wrote {count} of the texts of item {item!r} that are to be replaced.", where=survey,
                            count=len(unused), item=name, fix="look at the answers: survey.responses[{item!r}]")
    tidy = {text: wanted.get(text, collapse_blanks(drop_invisible(text))) for text in dict.fromkeys(given)}
    changes = tuple(cell_change(str(who), name, text, tidy[text], "normalise_text") for who, text in given.items()
                    if tidy[text] != text)
    if not changes:
        raise CleaningError("No answer to {item!r} would change.", where=survey, item=name, fix="leave this step out")
    arguments = {"item": name, "reviewer": find_reviewer(spellings) if spellings is not None else ""}
    return apply_step(survey, Step("normalise_text", reason, changes, arguments))
