"""Rules that answers must keep: conditions, constraints, exclusive options, keys. Rows that break them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from surveykit.codebook import Codebook, Item
from surveykit.codebook.items import REQUIRED
from surveykit.drafting.said import Said
from surveykit.drafting.sheet import Sheet
from surveykit.errors import CodebookError
from surveykit.expression import Expression, parse
from surveykit.text.normalise import normalise

EXCLUSIVE = re.compile(r"(?:以上|上述)(?:都|均|皆|全)?(?:没有|不是|不|无).*|(?:都|均)(?:没有|不是)|没有以上.*|无|没有|"
                       r"none(?: of (?:the|these).*)?|no(?:thing| difficult\w*)", re.IGNORECASE)
COUNTED = re.compile(r"count-selected\(\s*\.\s*\)")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that rows break: the key of its phrase, the rows, and what the phrase names."""

    item: str
    key: str
    hits: np.ndarray
    values: Mapping[str, object]


def broken_rules(sheet: Sheet, book: Codebook, said: Mapping[str, Said]) -> Iterator[Broken]:
    """Every rule of the codebook that some rows break, item by item."""
    answers = {name: list(found.values) for name, found in said.items()}
    today = submission_days(sheet)
    declared = any(item.required for item in book)
    for item in book:
        if item.name in said:
            yield from _condition(sheet, book, item, said[item.name], answers, today)
            yield from _omission(sheet, book, item, said[item.name], answers, today, declared=declared)
            yield from _constraint(sheet, book, item, said[item.name], answers, today)
            yield from _exclusive(item, said[item.name])


def submission_days(sheet: Sheet) -> list[str]:
    """The day of submission of each row as an ISO date, '' where none is told."""
    place = next((slot.place for slot in sheet.export.columns if slot.meta == "submitted"), None)
    if place is None:
        return [""] * len(sheet.lines)
    found = [DAY.match(normalise(text)) for text in sheet.columns[place].texts]
    days = ["-".join((m[1], m[2].zfill(2), m[3].zfill(2))) if m else "" for m in found]
    return [days[code] for code in sheet.columns[place].codes]


def _parsed(book: Codebook, item: Item, text: str, answers: Mapping[str, list[str]]) -> Expression | Broken | None:
    """The expression; what is wrong with it; None where it asks for items the export does not hold."""
    nobody = np.zeros(0, dtype=bool)
    try:
        expression = parse(text)
    except CodebookError as error:
        return Broken(item.name, "expression", nobody, {"text": text, "why": error.what})
    unknown = [name for name in expression.names if name not in book]
    if unknown:
        return Broken(item.name, "unknown_name", nobody, {"text": text, "name": unknown[0]})
    return expression if set(expression.names) <= set(answers) else None


def _condition(sheet: Sheet, book: Codebook, item: Item, said: Said, answers: Mapping[str, list[str]],
               today: list[str]) -> Iterator[Broken]:
    """Answered though not asked; not asked though it should have been."""
    if not item.asked_if:
        return
    expression = _parsed(book, item, item.asked_if, answers)
    if not isinstance(expression, Expression):
        yield from [expression] if expression else []
        return
    asked = expression.truth(answers, len(sheet.lines), here=answers[item.name], today=today)
    rule = {"text": item.asked_if, "column": "relevant"}
    yield Broken(item.name, "not_asked", said.answered & ~asked, rule)
    yield Broken(item.name, "asked", (said.kinds == "not_asked") & asked, rule)


def _omission(sheet: Sheet, book: Codebook, item: Item, said: Said, answers: Mapping[str, list[str]],
              today: list[str], *, declared: bool) -> Iterator[Broken]:
    """Asked, required, and left empty. A codebook that declares no item required says nothing of what may be
    left out: there every conditional question but free text is looked at."""
    if not item.required and (declared or item.kind == "text" or not item.asked_if):
        return
    texts = [text for text in (item.asked_if, item.required) if text and text != REQUIRED]
    read = [_parsed(book, item, text, answers) for text in texts]
    if read and texts[-1] == item.required and isinstance(read[-1], Broken):
        yield read[-1]
    if not all(isinstance(expression, Expression) for expression in read):
        return
    blank = said.kinds == "blank"
    for expression in read:
        blank = blank & expression.truth(answers, len(sheet.lines), here=answers[item.name], today=today)
    key, column = ("required", "required") if item.required else ("empty", "relevant")
    yield Broken(item.name, key, blank, {"text": item.asked_if, "column": column})


def _constraint(sheet: Sheet, book: Codebook, item: Item, said: Said, answers: Mapping[str, list[str]],
                today: list[str]) -> Iterator[Broken]:
    """Answers that break the constraint, or a limit on how many options may be chosen."""
    if not item.constraint:
        return
    expression = _parsed(book, item, item.constraint, answers)
    if not isinstance(expression, Expression):
        yield from [expression] if expression else []
        return
    hits = expression.violated(answers, answers[item.name], today=today)
    key = "limit" if item.kind == "multiple" and COUNTED.search(item.constraint) else "constraint"
    yield Broken(item.name, key, hits, {"text": item.constraint, "column": "constraint"})


def _exclusive(item: Item, said: Said) -> Iterator[Broken]:
    """An option that excludes all others, chosen with others."""
    if item.kind != "multiple":
        return
    for option in item.options:
        label = next(iter(option.label.values()), option.value)
        if option.missing or any(EXCLUSIVE.fullmatch(normalise(side)) for side in option.label.values()):
            known = {text: option.value in text.split(" ") and " " in text for text in set(said.values)}
            hits = np.array([known[text] for text in said.values], dtype=bool)
            yield Broken(item.name, "exclusive", hits, {"label": label})
