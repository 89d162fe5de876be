"""Answers changed by hand: recoded, or set to a kind of missing."""

import math
from collections.abc import Mapping

import numpy as np

from surveykit.clean.apply_step import apply_step, cell_change, require_reason
from surveykit.clean.hidden_text import hide_old, load_key
from surveykit.clean.personal.apply_redaction import forget_old_texts
from surveykit.codebook import Item
from surveykit.errors import CleaningError, CodebookError, did_you_mean, list_quoted
from surveykit.survey import MISSING, Change, Step, Survey, require_item, require_survey, value_text
from surveykit.survey.condition import Condition
from surveykit.survey.condition_words import condition_words
from surveykit.survey.vain_parts import remark_vain
from surveykit.words.messages import Message
from surveykit.words.phrases import Text


def recode(survey: Survey, item: str, mapping: Mapping[object, object], *, reason: str | Text,
           hide: bool = False) -> Survey:
    """Replace answers of one item by other options of it.

    Parameters
    ----------
    item
        A single, rating, number or text item.
    mapping
        Old to new; for items with options the new must be one of them (for ratings a score). None as new blanks.
    reason
        Why; it stands in the log. In two languages: `{"zh": ..., "en": ...}`.
    hide
        Keep the old answers out of the log, as for a name that somebody wrote into a free text: the log holds
        their hash under a key of yours, which lies outside every project (`~/.config/surveykit/key`, or the file that
        the variable `SURVEYKIT_KEY` names; `%APPDATA%` on Windows) and lets a replay check them.

    Raises
    ------
    CleaningError
        No reason, or an old value that nobody gave.
    CodebookError
        A new value that is not an option.

    Missing values
    --------------
    Missing answers are never recoded; a None on the right makes an answer `blank`, an option
    that stands for missing gives it that kind.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.recode(sk.example_survey(), "plan", {"renew": "stay"}, reason="merged")
    >>> len(survey.log[-1].changes)
    7
    """
    require_reason(reason, "recode")
    target = require_item(survey, item, ("single", "rating", "number", "text", "date"), "recode")
    item = target.name
    wanted = {value_text(old): _written_new(target, new) for old, new in mapping.items()}
    given = {respondent: value_text(old) for respondent, old in survey.responses[item].dropna().items()}
    shown = not target.personal and target.kind != "text"
    unused = [old for old in wanted if old not in set(given.values())]
    if unused or not wanted:
        raise CleaningError(Message("Nobody answered {unused} to {item!r}.", unused=list_quoted(unused), item=item)
                            if unused else "recode must be given what to replace by what.", where="{file}",
                            fix=did_you_mean(unused[0] if unused else "", dict.fromkeys(given.values())) if shown else
                            Message("look at the answers: survey.responses[{item!r}]", item=item),
                            file=survey.source.name)
    changes = tuple(cell_change(str(r), item, old, wanted[old], "recode") for r, old in given.items()
                    if wanted.get(old, old) != old)
    if not hide:
        return apply_step(survey, Step("recode", reason, changes, {"item": item}))
    key = load_key()
    hidden = tuple(hide_old(line, key) for line in changes)
    return forget_old_texts(apply_step(survey, Step("recode", reason, hidden, {"item": item})), key)


def _written_new(item: Item, new: object) -> str:
    """A new answer as the log writes it, if the item can hold it; '' blanks."""
    text = value_text(new)
    if text == "" or item.kind in {"text", "date"}:
        return text
    if item.kind == "single":
        return item.option(text).value if item.options else text
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    scores = [option.score for option in item.options if option.score is not None]
    if not math.isfinite(number) or (scores and number not in scores):
        fix = Message("use one of: {scores}",
                      scores=', '.join(map(value_text, scores))) if scores else Message("give a number")
        raise CodebookError("{text!r} cannot be an answer.", where="item {item!r}", fix=fix, text=text, item=item.name)
    return value_text(number)


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
