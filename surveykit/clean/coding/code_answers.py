"""Codes of a text question as answers: an item of their own, or options of the question whose "other" they were."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from surveykit.clean.apply_step import apply_step, require_reason
from surveykit.clean.coding.read_codings import Codes, coded_item, read_codings
from surveykit.clean.coding.recode_other import move_answer
from surveykit.clean.rename_items import free_name
from surveykit.clean.worklist import OTHER
from surveykit.codebook import SEPARATOR, Codebook, Item, Option
from surveykit.errors import CleaningError, count_noun, did_you_mean, list_quoted
from surveykit.interviews.coding.answer_codings import AnswerCodings
from surveykit.survey import Change, Step, Survey, require_survey
from surveykit.words.phrases import Text, as_text, phrase

Assigned = Mapping[str, Sequence[str]]


def code_answers(survey: Survey, item: str, codings: AnswerCodings | str | Path | pd.DataFrame, *,
                 codes: Codes | None = None, coder: str | None = None, name: str | None = None,
                 label: str | Text | None = None, kind: str = "multiple", reason: str | Text) -> Survey:
    """Make the codes that people gave to open answers into answers that can be counted and crossed.

    Parameters
    ----------
    item
        A text item: its codes become a new item. Or a single or multiple item with the option `other`: the words
        beside it are moved to the options they belong to, those there are or new ones.
    codings
        What `read_codings` gave, or its table.
    codes
        As in `read_codings`: names, or names with labels.
    coder
        Whose codes: a coder's name, `any`, `all` or `majority`. By default all coders must agree where several coded.
    name, label
        Of the new item; by default `<item>_codes`, and the wording of the question.
    kind
        `multiple` (several codes for an answer) or `single`, of the new item.
    reason
        Why; it stands in the log.

    Returns
    -------
    Survey
        With the new item behind the text, or the new options behind those of the item. The log holds every code given,
        so that it replays without the table.

    Raises
    ------
    CleaningError
        No reason; coders differ and it is not said whose codes count; several codes where one is lawful; and what
        `read_codings` refuses.

    Missing values
    --------------
    Who wrote nothing keeps the kind of missing of the text; an answer that is not coded yet is `blank` in the new item.
    An answer without any code (`-`) has no tick; in a `single` item it is `blank`. Beside `other` it stays there.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> table = pd.DataFrame({"respondent": ["28"], "Ann": ["home"]})
    >>> survey = sk.example_survey()
    >>> table["respondent"] = survey.answers("plan_other").index
    >>> coded = sk.code_answers(survey, "plan", table, reason="the option was there")
    >>> [change.new for change in coded.log[-1].changes]
    ['home', '']
    """
    survey, why = require_survey(survey, "code_answers"), require_reason(reason, "code_answers")
    asked, _ = coded_item(survey, item)
    if kind not in ("single", "multiple"):
        raise CleaningError("{name} cannot be {given!r}.", name="kind", given=kind,
                            fix=did_you_mean(kind, ("single", "multiple")))
    found = codings if isinstance(codings, AnswerCodings) else read_codings(survey, item, codings, codes=codes)
    assigned = _assign(found, coder)
    single = asked.kind == "single" or (asked.kind == "text" and kind == "single")
    if single:
        _require_one(assigned, survey)
    labels = [[code.code_id, dict(code.name)] for code in found.codes]  # a list: their order is that of the columns
    arguments: dict[str, Any] = {
        "item": asked.name, "codes": labels, "assigned": assigned, "coders": list(found.coders), "coder": coder,
        "codings": found.facts().get("codings", "")}
    if asked.kind == "text":
        taken = {one.name for one in survey.codebook}
        arguments |= {"name": name or free_name(f"{asked.name}_codes", taken), "kind": kind,
                      "label": dict(as_text(label or phrase("codes.label", item=asked.label)))}
        if arguments["name"] in survey.codebook:
            raise CleaningError("There is an item {name!r} already.", fix="code_answers(..., name='another_name')",
                                name=name)
    return code_again(survey, Step("code_answers", why, (), arguments))


def code_again(survey: Survey, step: Step) -> Survey:
    """The survey with the codes of a step, which holds all of them."""
    told: Mapping[str, Any] = step.arguments
    asked, text = coded_item(survey, told["item"])
    if asked.kind == "text":
        return _add_item(survey, asked, step)
    return _move_words(survey, asked, text, step)


def _assign(found: AnswerCodings, coder: str | None) -> dict[str, list[str]]:
    """For each answer that is coded the codes that count."""
    made = found.decide(coder)
    people = list(found.answers)
    if coder is None and found.split_answers.any():
        who = [people[place] for place in np.flatnonzero(found.split_answers)]
        raise CleaningError("Coders differ on {answers}, so it must be said whose codes count.",
                            answers=count_noun(len(who), "answer"), where="{item}, respondents {who}", item=found.name,
                            who=list_quoted(who), fix="look at disagreements(codings) and settle them in the table, or "
                                "coder='majority', 'any', 'all' or a coder's name")
    names = [code.code_id for code in found.codes]
    return {person: [name for name, on in zip(names, made[:, place], strict=True) if on == 1]
            for place, person in enumerate(people) if not np.isnan(made[:, place]).any()}


def _require_one(assigned: Assigned, survey: Survey) -> None:
    """Refuse several codes for one answer."""
    several = [person for person, codes in assigned.items() if len(codes) > 1]
    if several:
        raise CleaningError("An answer of a single choice must have one code; {answers} with several.",
                            answers=count_noun(len(several), "answer"), where="{file}, respondents {who}",
                            file=survey.source.name, who=list_quoted(several),
                            fix="leave one code in the cell, or code_answers(..., kind='multiple') of the text item")


def _add_item(survey: Survey, asked: Item, step: Step) -> Survey:
    """The survey with an item of the codes behind the text."""
    told: Mapping[str, Any] = step.arguments
    options = tuple(Option(code, label) for code, label in told["codes"])
    item = Item(told["name"], told["kind"], told["label"], options, role="derived",
                layout="onehot" if told["kind"] == "multiple" else None)
    assigned: Assigned = told["assigned"]
    frame, kinds = survey.responses, survey._missing.copy()
    gaps = kinds[asked.name].where(kinds[asked.name] > 0, 2)  # not coded yet: blank
    coded = frame.index.isin([person for person, codes in assigned.items() if codes or told["kind"] == "multiple"])
    for column in item.columns:
        code = column.removeprefix(f"{item.name}{SEPARATOR}")
        if told["kind"] == "single":
            values: list[object] = [next(iter(assigned.get(person, ())), None) for person in frame.index]
        else:
            values = [int(code in assigned[person]) if person in assigned else None for person in frame.index]
        frame[column] = pd.Series(values, frame.index, dtype=object if told["kind"] == "single" else "Int8")
        kinds[column] = gaps.where(~coded, 0).astype("int8")
    changes = tuple(Change("", column, "", "", "code_answers", "add_column") for column in item.columns)
    book = survey.codebook.with_item(item, after=asked.name)
    return survey.with_responses(frame, step=replace(step, changes=changes), missing=kinds, codebook=book)


def _move_words(survey: Survey, asked: Item, text: Item, step: Step) -> Survey:
    """The survey with the words beside `other` moved to options, new ones behind those there are."""
    told: Mapping[str, Any] = step.arguments
    assigned = {person: [code for code in codes if code != OTHER] for person, codes in told["assigned"].items()}
    used = {code for codes in assigned.values() for code in codes}
    known = {option.value for option in asked.options}
    more = tuple(Option(code, label) for code, label in told["codes"] if code in used - known)
    wider = _add_options(survey, asked, more)
    changes = [Change("", asked.name if asked.kind == "single" else f"{asked.name}{SEPARATOR}{option.value}", "",
                      option.value, "code_answers", "add_option" if asked.kind == "single" else "add_column")
               for option in more]
    words = survey._responses[text.name]
    for person, codes in assigned.items():
        lines = [move_answer(wider, asked, person, str(words[person]), code, "code_answers") for code in codes]
        changes += dict.fromkeys(line for several in lines for line in several)
    return apply_step(wider, replace(step, changes=tuple(changes)))


def _add_options(survey: Survey, asked: Item, more: tuple[Option, ...]) -> Survey:
    """The survey whose item has more options: nobody has ticked them, missing stays what it was."""
    gaps = tuple(option for option in asked.options if option.missing)
    item = replace(asked, options=(*asked.answers, *more, *gaps))
    book = Codebook(survey.codebook.with_item(item).items, survey.codebook.scales, survey.codebook.settings)
    frame, kinds = survey.responses, survey._missing.copy()
    if asked.kind == "multiple":
        beside = f"{asked.name}{SEPARATOR}{OTHER}"
        for column in (f"{asked.name}{SEPARATOR}{option.value}" for option in more):
            frame[column] = frame[beside].where(frame[beside].isna(), 0)
            kinds[column] = kinds[beside]
    return replace(survey, _responses=frame[list(book.columns)], _missing=kinds[list(book.columns)], codebook=book)
