"""Verbs that change answers: Survey in, Survey out, one Step each with every change in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from surveykit.clean.cells import applied, change
from surveykit.clean.screen import READ_RULES, RULES, several
from surveykit.codebook import SEPARATOR, Item, Option
from surveykit.errors import CleaningError, CodebookError, did_you_mean, listed
from surveykit.survey import REDO, Change, Step, Survey, require_item, written
from surveykit.words.phrases import say

OTHER = "other"
FIX_KIND = "choose an item of that kind: survey.codebook"


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
    _reasoned(reason, "exclude")
    rules, respondents = several(rules), several(respondents)
    if not rules and not respondents:
        raise CleaningError("exclude must be given rules or respondents.",
                            fix="exclude(survey, rules=['duplicate'], reason='why')")
    _screened(survey, rules)
    unknown = [r for r in respondents if r not in survey.responses.index]
    if unknown:
        raise CleaningError(f"There are no respondents {listed(unknown)}.", where=survey.source.name,
                            fix=did_you_mean(unknown[0], survey.responses.index))
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
            raise CleaningError(f"There is no rule {rule!r}.", where=survey.source.name,
                                fix=did_you_mean(rule, sorted(known)))
        if rule in RULES and rule not in survey.screened:
            raise CleaningError(f"The survey was not screened for {rule!r}.", where=survey.source.name,
                                fix="survey.pipe(sk.screen).pipe(sk.exclude, ...)")


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
    _reasoned(reason, "recode")
    target = require_item(survey, item, ("single", "rating", "number", "text", "date"), "recode", FIX_KIND)
    wanted = {written(old): _written_new(target, new) for old, new in mapping.items()}
    given = {respondent: written(old) for respondent, old in survey.responses[item].dropna().items()}
    unused = [old for old in wanted if old not in set(given.values())]
    if unused or not wanted:
        raise CleaningError(f"Nobody answered {listed(unused)} to {item!r}." if unused else
                            "recode must be given what to replace by what.", where=survey.source.name,
                            fix=did_you_mean(unused[0] if unused else "", dict.fromkeys(given.values())))
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
        fix = f"use one of: {', '.join(map(written, scores))}" if scores else "give a number"
        raise CodebookError(f"{text!r} cannot be an answer.", where=f"item {item.name!r}", fix=fix)
    return written(number)


def recode_other(survey: Survey, item: str, mapping: Mapping[str, str], *, reason: str) -> Survey:
    """Move "other, specify" answers to the options they belong to.

    Parameters
    ----------
    item
        A single or multiple item with an option `other` and a fill-in item `<item>_other`.
    mapping
        Text filled in (as written) to the value of the option it belongs to.
    reason
        Why; it stands in the log.

    Raises
    ------
    CleaningError
        No reason, no fill-in item, a text that nobody who chose `other` wrote, or a target that
        is no answer.
    CodebookError
        There is no option `other`, or a target is no option.

    Missing values
    --------------
    The fill-in that was moved becomes `blank`; its text stays in the log. What was filled in
    beside another option than `other` stays where it is.

    Examples
    --------
    >>> import surveykit as sk
    >>> cleaned = sk.recode_other(sk.example_survey(), "plan", {"go back home": "home"},
    ...                           reason="the option was there")
    >>> [change.new for change in cleaned.log[-1].changes]
    ['home', '']
    """
    _reasoned(reason, "recode_other")
    target = require_item(survey, item, ("single", "multiple"), "recode_other", FIX_KIND)
    text = f"{item}_other"
    if text not in survey.codebook:
        raise CleaningError(f"{item!r} has no fill-in item {text!r}.", where=survey.source.name,
                            fix=f"add a text row named {text} with sk_role other_text to the codebook")
    for new in mapping.values():
        _refuse_target(target, new)
    said = _said_beside_other(survey, target, text)
    unused = [old for old in mapping if old not in said.to_list()]
    if unused or not mapping:
        raise CleaningError(f"Nobody filled in {listed(unused)} beside 'other' of {item!r}." if unused else
                            "recode_other must be given which texts belong to which option.",
                            where=survey.source.name,
                            fix=did_you_mean(unused[0] if unused else "", said.unique()))
    moved = said[said.isin(list(mapping))]
    changes = [line for r, old in moved.items() for line in _moved(survey, target, r, old, mapping[old])]
    return applied(survey, Step("recode_other", reason, tuple(changes), {"item": item}))


def _refuse_target(item: Item, new: str) -> None:
    """Refuse to move a fill-in to what is no option, no answer, or `other` again."""
    item.option(OTHER)
    if item.option(new).missing or new == OTHER:
        raise CleaningError(f"A fill-in cannot be moved to {new!r}: it is no answer of its own.",
                            where=f"item {item.name!r}",
                            fix=did_you_mean(new, [o.value for o in item.answers if o.value != OTHER]))


def _said_beside_other(survey: Survey, item: Item, text: str) -> pd.Series:
    """What was filled in by the respondents who chose `other`."""
    frame = survey.responses
    tick = (item.name, OTHER) if item.kind == "single" else (f"{item.name}{SEPARATOR}{OTHER}", 1)
    chose = (frame[tick[0]] == tick[1]).fillna(False).to_numpy(dtype=bool)
    return frame.loc[chose, text].dropna()


def _moved(survey: Survey, item: Item, respondent: str, text: str, new: str) -> list[Change]:
    """The lines that move one respondent from `other` to an option."""
    blanked = change(respondent, f"{item.name}_other", text, None, "recode_other")
    if item.kind == "single":
        return [change(respondent, item.name, OTHER, new, "recode_other"), blanked]
    column = f"{item.name}{SEPARATOR}{new}"
    ticked = survey._responses.at[respondent, column] == 1
    lines = [] if ticked else [change(respondent, column, 0, 1, "recode_other")]
    return [change(respondent, f"{item.name}{SEPARATOR}{OTHER}", 1, 0, "recode_other"), *lines, blanked]


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
    _reasoned(reason, "reverse")
    source = require_item(survey, item, ("rating",), "reverse", "choose a rating")
    low, high = _ends(survey, source)
    name = f"{item}_rev"
    if name in survey.codebook:
        raise CleaningError(f"There is an item {name!r} already.", where=survey.source.name,
                            fix=f"use {name!r}, or rename it in the codebook")
    frame, codes = survey.responses, survey._missing.copy()
    frame[name], codes[name] = low + high - frame[item], codes[item]
    label = say("label.reversed", label=source.words)
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


def _reasoned(reason: str, verb: str) -> None:
    """Every change needs a reason."""
    if not reason or not reason.strip():
        raise CleaningError(f"{verb} must be given a reason.", fix=f"{verb}(..., reason='why')")


REDO["reverse"] = lambda survey, step: reverse(survey, step.changes[0].item.removesuffix("_rev"),
                                               reason=step.reason)
