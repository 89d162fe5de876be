"""Answers of one item replaced by others."""

import math
from collections.abc import Mapping

from surveykit.clean.apply_step import apply_step, cell_change, require_reason
from surveykit.clean.hidden_text import hide_old, load_key
from surveykit.clean.personal.apply_redaction import forget_old_texts
from surveykit.codebook import Item
from surveykit.errors import CleaningError, CodebookError, did_you_mean, list_quoted
from surveykit.survey import Step, Survey, require_item, value_text
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
