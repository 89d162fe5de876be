"""A Step is applied here and nowhere else: the verbs and `replay` change cells in the same way."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from surveykit.codebook import Item
from surveykit.errors import CleaningError, list_quoted
from surveykit.survey import Change, Step, Survey, value_of, value_text
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, Text, as_text

HASHED = "hmac-sha256:"
CELLS = {"change_response", "blank_response"}
FIX = Message("replay the log on the raw file it was made from")


def cell_change(respondent: str, column: str, old: object, new: object, rule: str) -> Change:
    """A line of the log for one cell; None or '' as new blanks it."""
    text = value_text(new)
    kind = "change_response" if text else "blank_response"
    return Change(respondent, column, value_text(old), text, rule, kind)


def hide_old(change: Change, key: str) -> Change:
    """The line with a keyed hash in place of its old text: with the key a replay can still check it."""
    digest = hmac.new(bytes.fromhex(key), change.old.encode(), "sha256").hexdigest()
    return change._replace(old=f"{HASHED}{digest[:20]}")


def _is_stale(change: Change, value: object, key: str) -> bool:
    """Whether a cell does not hold what a line expects; a hash whose key did not come with the log cannot tell."""
    held = change._replace(old=value_text(value))
    if change.old.startswith(HASHED):
        return bool(key) and hide_old(held, key).old != change.old
    return held.old != change.old


def apply_step(survey: Survey, step: Step) -> Survey:
    """The survey after a step that changes cells and removes respondents."""
    frame, codes = survey.responses, survey._missing.copy()
    items = {column: item for item in survey.codebook for column in item.columns}
    for column, changes in _by_column(step.changes).items():
        if column not in items:
            raise CleaningError("The log names the column {column!r}, which is not in the survey.",
                                where="{file}", fix=FIX, column=column, file=survey.source.name)
        places = _places(survey, changes)
        _refuse_stale(survey, items[column], frame[column].iloc[places], changes, str(step.arguments.get("key", "")))
        frame[column], codes[column] = _set(items[column], frame[column], codes[column], places, changes)
    gone = [line for line in step.changes if line.kind == "remove_survey"]
    left = np.setdiff1d(np.arange(survey.rows), _places(survey, gone))
    made = survey.with_responses(frame.iloc[left], step=step, missing=codes.iloc[left])
    removed = {line.respondent for line in gone}
    return replace(made, flags=tuple(flag for flag in made.flags if flag.respondent not in removed))


def _by_column(changes: Sequence[Change]) -> Mapping[str, list[Change]]:
    """The lines that change cells, by column."""
    found: dict[str, list[Change]] = {}
    for line in changes:
        if line.kind in CELLS:
            found.setdefault(line.item, []).append(line)
    return found


def _places(survey: Survey, changes: Sequence[Change]) -> np.ndarray:
    """The row of each line's respondent."""
    places = survey.responses.index.get_indexer([line.respondent for line in changes])
    for line in (changes[i] for i in np.flatnonzero(places < 0)[:1]):
        raise CleaningError("The log names respondent {respondent!r}, who is not in the survey.",
                            where="{file}", fix=FIX, respondent=line.respondent, file=survey.source.name)
    return places


def _refuse_stale(survey: Survey, item: Item, held: pd.Series, changes: Sequence[Change], key: str) -> None:
    """Refuse lines whose old value is not what the survey holds; words and personal data are not repeated."""
    shown = not item.personal and item.kind != "text"
    for value, line in zip(held, changes, strict=True):
        if _is_stale(line, value, key):
            raise CleaningError("The log expects {old!r} but the survey holds {value!r}." if shown else
                                "The log expects another answer than the survey holds.",
                                where="{source}, respondent {respondent}, item {item}",
                                fix=FIX, old=line.old, value=value_text(value), source=survey.source.name,
                                respondent=line.respondent, item=line.item)


def _set(item: Item, column: pd.Series, kinds: pd.Series, places: np.ndarray,
         changes: Sequence[Change]) -> tuple[pd.Series, pd.Series]:
    """The column and its kinds of missing with the new values in their places."""
    values, codes = column.array.copy(), kinds.to_numpy(copy=True)
    try:
        settled = [value_of(item, line.new) for line in changes]
    except ValueError:
        raise CleaningError("Item {item!r} must be given numbers.", where="column {column}",
                            fix=FIX, item=item.name, column=column.name) from None
    for place, (value, code) in zip(places, settled, strict=True):
        values[place] = column.dtype.na_value if value is None and column.dtype != object else value
        codes[place] = code
    return pd.Series(values, column.index, column.dtype), pd.Series(codes, column.index)


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
