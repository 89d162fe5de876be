"""A Step is applied here and nowhere else: the verbs and `replay` change cells in the same way."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from surveykit.clean.hidden_text import PLACE, hide_old, is_hidden, key_id, load_key
from surveykit.codebook import Item
from surveykit.codebook.find_item import suggest_option
from surveykit.errors import CleaningError, count_noun, list_quoted
from surveykit.group_by import group_by
from surveykit.survey import Change, Step, Survey, value_of, value_text
from surveykit.survey.frame import GAPS, cell_text
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, Text, as_text

CELLS = {"change_response", "blank_response"}
FIX = Message("replay the log on the raw file it was made from")


def cell_change(respondent: str, column: str, old: object, new: object, rule: str) -> Change:
    """A line of the log for one cell; None or '' as new blanks it."""
    text = value_text(new)
    kind = "change_response" if text else "blank_response"
    return Change(respondent, column, value_text(old), text, rule, kind)


def _is_stale(change: Change, text: str, key: bytes | None) -> bool:
    """Whether a cell does not hold what a line expects; what is hidden is checked with the key, if there is one.
    Old logs have '' for a gap of any kind.
    """
    if is_hidden(change):
        return key is not None and hide_old(change._replace(old=text), key).old != change.old
    return change.old not in ((text, "") if text in GAPS else (text,))


def apply_step(survey: Survey, step: Step, *, check_hidden: bool = True) -> Survey:
    """The survey after a step that changes cells and removes respondents.
    Old texts that the log hides are checked with the user's key, or taken on trust where `check_hidden` is False.
    """
    key = load_key() if check_hidden and any(map(is_hidden, step.changes)) else None
    frame, codes = survey.responses, survey._missing.copy()
    items = {column: item for item in survey.codebook for column in item.columns}
    lines = [line for line in step.changes if line.kind in CELLS]
    for column, changes in group_by(lines, lambda line: line.item).items():
        if column not in items:
            raise CleaningError("The log names the column {column!r}, which is not in the survey.", where=survey,
                                fix=FIX, column=column)
        places = _places(survey, changes)
        held = map(cell_text, frame[column].iloc[places], codes[column].iloc[places])
        _refuse_stale(survey, items[column], list(held), changes, key)
        frame[column], codes[column] = _set(items[column], frame[column], codes[column], places, changes)
    gone = [line for line in step.changes if line.kind == "remove_survey"]
    left = np.setdiff1d(np.arange(survey.rows), _places(survey, gone))
    made = survey.with_responses(frame.iloc[left], step=step, missing=codes.iloc[left])
    removed = {line.respondent for line in gone}
    return replace(made, flags=tuple(flag for flag in made.flags if flag.respondent not in removed))


def _places(survey: Survey, changes: Sequence[Change]) -> np.ndarray:
    """The row of each line's respondent."""
    places = survey.responses.index.get_indexer(pd.Index([line.respondent for line in changes]))
    for line in (changes[i] for i in np.flatnonzero(places < 0)[:1]):
        raise CleaningError("The log names respondent {respondent!r}, who is not in the survey.", where=survey, fix=FIX,
                            respondent=line.respondent)
    return places


def _refuse_stale(survey: Survey, item: Item, held: Sequence[str], changes: Sequence[Change],
                  key: bytes | None) -> None:
    """Refuse lines whose old value is not what the survey holds; words and personal data are not repeated."""
    shown = not item.personal and item.kind != "text"
    _refuse_other_key(survey, changes, key)
    for text, line in zip(held, changes, strict=True):
        if _is_stale(line, text, key):
            raise CleaningError("The log expects {old!r} but the survey holds {value!r}." if shown else
                                "The log expects another answer than the survey holds.",
                                where="{source}, respondent {respondent}, item {item}", fix=FIX, old=line.old,
                                value=text, source=survey.source.name, respondent=line.respondent, item=line.item)


def _refuse_other_key(survey: Survey, changes: Sequence[Change], key: bytes | None) -> None:
    """Refuse old texts that were hidden with a key that is not at hand."""
    others = [line for line in changes if key is not None and is_hidden(line) and f":{key_id(key)}:" not in line.old]
    if others:
        raise CleaningError("{cells} of the log hide their old texts with a key that is not here, so they cannot be "
                            "checked.", where="{file}, item {item}", cells=count_noun(len(others), "line"),
                            item=others[0].item, file=survey.source.name, variable=PLACE, fix="name the key file in "
                                "the variable {variable}, or take them on trust: replay(raw, log, check_hidden=False)")


def _set(item: Item, column: pd.Series, kinds: pd.Series, places: np.ndarray,
         changes: Sequence[Change]) -> tuple[pd.Series, pd.Series]:
    """The column and its kinds of missing with the new values in their places."""
    values, codes = column.array.copy(), kinds.to_numpy(copy=True)
    try:
        settled = [value_of(item, line.new) for line in changes]
    except ValueError:
        raise CleaningError("Item {item!r} must be given numbers.", where="column {column}",
                            fix=FIX, item=item.name, column=column.name) from None
    _refuse_no_answer(item, changes, settled)
    blank = column.dtype.na_value if isinstance(column.dtype, pd.api.extensions.ExtensionDtype) else None
    for place, (value, code) in zip(places, settled, strict=True):
        values[place] = blank if value is None else value
        codes[place] = code
    return pd.Series(values, column.index, column.dtype), pd.Series(codes, column.index)


def _refuse_no_answer(item: Item, changes: Sequence[Change], settled: Sequence[tuple[object, int]]) -> None:
    """Refuse lines that give an item what none of its options is."""
    answers: dict[str, set[object]] = {
        "multiple": {0.0, 1.0}, "rating": {option.score for option in item.options},
        "single": {option.value for option in item.options}}
    known = answers.get(item.kind, set())
    for line, (value, kind) in zip(changes, settled, strict=True):
        if known and not kind and value not in known:
            raise CleaningError("The log gives {new!r}, which is no answer to {item!r}.",
                                where="respondent {respondent}, item {item}", new=line.new, item=item.name,
                                respondent=line.respondent, fix=suggest_option(item.options, line.new))


def require_reason(reason: str | Text, verb: str) -> Text:
    """The reason that every change needs, in both languages."""
    strange = [] if isinstance(reason, str) else [language for language in reason if language not in LANGUAGES]
    if strange:
        raise CleaningError("A reason in two languages has the sides zh and en; it cannot have {sides}.",
                            fix="reason={example}", sides=list_quoted(strange), example="{'zh': '...', 'en': '...'}")
    sides = as_text(reason)
    if not sides["en"].strip():
        raise CleaningError("{verb} must be given a reason.", fix="{verb}(..., reason='why')", verb=verb)
    return sides
