"""Verbs that change answers: Survey in, Survey out, one Step each with every change in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from surveykit.clean.cells import applied, change
from surveykit.clean.screen import READ_RULES, RULES, several
from surveykit.codebook import Item, Option
from surveykit.errors import CleaningError, CodebookError, did_you_mean, listed
from surveykit.survey import REDO, Change, Step, Survey, require_item, written
from surveykit.words.messages import Message
from surveykit.words.phrases import phrase

FIX_KIND = Message("choose an item of that kind: survey.codebook")


def exclude(survey: Survey, *, rules: str | Sequence[str] = (), respondents: str | Sequence[str] = (),
            reason: str) -> Survey:
    """Remove the respondents that rules flagged, or that are named.

    Parameters
    ----------
    rules
        Screening rules whose flags lead to exclusion; also `not_a_number` and `contradiction`,
        which `read_survey` flags.
    respondents
        Keys of further respondents.
    reason
        Why; it stands in the log and in the report's case flow.

    Raises
    ------
    CleaningError
        No reason, neither rules nor respondents, an unknown rule or one that was not screened
        for, or an unknown respondent.
    ReadError
        Nobody would be left.

    Missing values
    --------------
    Play no part; the flags of those who leave are dropped with them.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.exclude(sk.example_survey(), respondents=["7"], reason="withdrew consent")
    >>> survey.rows, survey.log[-1].verb
    (39, 'exclude')
    """
    require_reason(reason, "exclude")
    rules, respondents = several(rules), several(respondents)
    if not rules and not respondents:
        raise CleaningError("exclude must be given rules or respondents.",
                            fix="exclude(survey, rules=['duplicate'], reason='why')")
    _screened(survey, rules)
    unknown = [r for r in respondents if r not in survey.responses.index]
    if unknown:
        raise CleaningError("There are no respondents {unknown}.", where="{file}",
                            fix=did_you_mean(unknown[0], survey.responses.index), unknown=listed(unknown),
                            file=survey.source.name)
    hits: dict[str, str] = {}
    for flag in survey.flags:
        if flag.rule in rules:
            hits.setdefault(flag.respondent, flag.rule)
    hits = dict.fromkeys(respondents, "named") | hits
    order = [r for r in survey.responses.index if r in hits]
    changes = tuple(Change(r, "", "", "", hits[r], "remove_survey") for r in order)
    return applied(survey, Step("exclude", reason, changes, {"rules": rules}))


def _screened(survey: Survey, rules: Sequence[str]) -> None:
    """Refuse rules that do not exist, or whose findings nobody has looked for."""
    known = {*RULES, *READ_RULES, *(flag.rule for flag in survey.flags)}
    for rule in rules:
        if rule not in known:
            raise CleaningError("There is no rule {rule!r}.", where="{file}",
                                fix=did_you_mean(rule, sorted(known)), rule=rule, file=survey.source.name)
        if rule in RULES and rule not in survey.screened:
            raise CleaningError("The survey was not screened for {rule!r}.", where="{file}",
                                fix="survey.pipe(sk.screen).pipe(sk.exclude, ...)", rule=rule, file=survey.source.name)


def recode(survey: Survey, item: str, mapping: Mapping[object, object], *, reason: str) -> Survey:
    """Replace answers of one item by other options of it.

    Parameters
    ----------
    item
        A single, rating, number or text item.
    mapping
        Old to new; for items with options the new must be one of them (for ratings a score).
        None as new blanks.
    reason
        Why; it stands in the log.

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
    target = require_item(survey, item, ("single", "rating", "number", "text", "date"), "recode", FIX_KIND)
    wanted = {written(old): _written_new(target, new) for old, new in mapping.items()}
    given = {respondent: written(old) for respondent, old in survey.responses[item].dropna().items()}
    unused = [old for old in wanted if old not in set(given.values())]
    if unused or not wanted:
        raise CleaningError(Message("Nobody answered {unused} to {item!r}.", unused=listed(unused), item=item)
                            if unused else "recode must be given what to replace by what.", where="{file}",
                            fix=did_you_mean(unused[0] if unused else "", dict.fromkeys(given.values())),
                            file=survey.source.name)
    changes = tuple(change(r, item, old, wanted[old], "recode") for r, old in given.items()
                    if wanted.get(old, old) != old)
    return applied(survey, Step("recode", reason, changes, {"item": item}))


def _written_new(item: Item, new: object) -> str:
    """A new answer as the log writes it, if the item can hold it; '' blanks."""
    text = written(new)
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
                      scores=', '.join(map(written, scores))) if scores else Message("give a number")
        raise CodebookError("{text!r} cannot be an answer.", where="item {item!r}", fix=fix, text=text,
                            item=item.name)
    return written(number)


def reverse(survey: Survey, item: str, *, reason: str = "worded in reverse") -> Survey:
    """Add `<item>_rev` = low + high - x beside a rating; the raw item stays.

    Parameters
    ----------
    item
        A rating of a scale (its `low` and `high` are used), or one with scored options.

    Raises
    ------
    AnalysisError
        The item is no rating.
    CleaningError
        No reason, or there is an item `<item>_rev` already.

    Missing values
    --------------
    Missing stays missing, of the same kind.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.reverse(sk.example_survey(), "cp_3")
    >>> pair = survey.responses.loc["1", ["cp_3", "cp_3_rev"]]
    >>> float(pair.sum())
    6.0
    """
    require_reason(reason, "reverse")
    source = require_item(survey, item, ("rating",), "reverse", Message("choose a rating"))
    low, high = _ends(survey, source)
    name = f"{item}_rev"
    if name in survey.codebook:
        raise CleaningError("There is an item {name!r} already.", where="{file}",
                            fix="use {name!r}, or rename it in the codebook", name=name, file=survey.source.name)
    frame, codes = survey.responses, survey._missing.copy()
    frame[name], codes[name] = low + high - frame[item], codes[item]
    label = phrase("label.reversed", label=source.words)
    turned = tuple(replace(o, score=None if o.score is None else low + high - o.score)
                   for o in source.options)
    book = survey.codebook.with_item(
        Item(name, "rating", label, _by_score(turned), role="derived"), after=item)
    added = Change("", name, "", f"{low:g} + {high:g} - {item}", "reverse", "add_column")
    step = Step("reverse", reason, (added,), {"item": item})
    return survey.with_responses(frame, step=step, missing=codes, codebook=book)


def _by_score(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options in the order of their scores."""
    return tuple(sorted(options, key=lambda o: (o.score is None, o.score or 0)))


def _ends(survey: Survey, item: Item) -> tuple[float, float]:
    """The lowest and highest point of a rating."""
    if item.scale:
        scale = survey.codebook.scale(item.scale)
        return scale.low, scale.high
    scores = [o.score for o in item.answers if o.score is not None]
    return min(scores), max(scores)


def require_reason(reason: str, verb: str) -> None:
    """Every change needs a reason."""
    if not reason or not reason.strip():
        raise CleaningError("{verb} must be given a reason.", fix="{verb}(..., reason='why')", verb=verb)


REDO["reverse"] = lambda survey, step: reverse(survey, step.changes[0].item.removesuffix("_rev"),
                                               reason=step.reason)
