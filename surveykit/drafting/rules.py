"""Rules that answers must keep: conditions, constraints, exclusive options. Rows that break them."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

import numpy as np

from surveykit.answers import ParsedExport
from surveykit.answers.answer_texts import AnswerTexts
from surveykit.codebook import Codebook, Item
from surveykit.codebook.items import REQUIRED
from surveykit.errors import CodebookError
from surveykit.expression import Expression, parse
from surveykit.survey import MISSING_CODE
from surveykit.text.normalise import normalise

EXCLUSIVE = re.compile(r"(?:以上|上述)(?:都|均|皆|全)?(?:没有|不是|不|无).*|(?:都|均)(?:没有|不是)|没有以上.*|无|没有|"
                       r"none(?: of (?:the|these).*)?|no(?:thing| difficult\w*)", re.IGNORECASE)
COUNTED = re.compile(r"count-selected\(\s*\.\s*\)")
SKIPPED = 0.25  # of those a condition asks: who leave a question out are fewer
BLANK, NOT_ASKED = MISSING_CODE["blank"], MISSING_CODE["not_asked"]


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that rows break: the key of its phrase, the rows, and what the phrase names."""

    item: str
    key: str
    hits: np.ndarray
    values: Mapping[str, object]


def find_broken_rules(parsed: ParsedExport) -> Iterator[BrokenRule]:
    """Every rule of the codebook that some rows of an export break, item by item."""
    texts = AnswerTexts(*parsed.responses.to_frames(), parsed.responses.codebook, parsed.responses.unread_rows())
    yield from RuleCheck(texts, parsed.codebook, {item.name for item in parsed.codebook
                                                  if parsed.columns.places_of(item.name)}).find_all()


class RuleCheck:
    """Answers held against the rules of a codebook; `present` are the items that there are answers to."""

    def __init__(self, texts: AnswerTexts, book: Codebook, present: Set[str]) -> None:
        self.texts, self.book, self.present = texts, book, present
        self.kinds, self.unread, self.rows = texts.kinds, texts.unread, len(texts.frame)
        self.any_required = any(item.required for item in book)

    def find_all(self) -> Iterator[BrokenRule]:
        """Every rule that some rows break, item by item."""
        for item in self.book:
            if item.name in self.present:
                yield from self.break_condition(item)
                yield from self.break_requirement(item)
                yield from self.break_constraint(item)
                yield from self.break_exclusion(item)

    def break_condition(self, item: Item) -> Iterator[BrokenRule]:
        """Answered though not asked; not asked though it should have been."""
        if not item.asked_if:
            return
        expression = self._parse(item, item.asked_if)
        if not isinstance(expression, Expression):
            yield from [expression] if expression else []
            return
        asked, sure = self._truth(item, expression)
        rule = {"text": item.asked_if, "column": "relevant"}
        yield BrokenRule(item.name, "not_asked", ~asked & sure & self._has_answer(item), rule)
        yield BrokenRule(item.name, "asked", asked & sure & (self._kinds(item) == NOT_ASKED), rule)

    def break_requirement(self, item: Item) -> Iterator[BrokenRule]:
        """Asked, required, and left empty. A codebook that declares no item required says nothing of what may be
        left out: there a conditional question (no free text) that many left empty may have another condition."""
        if not item.required and (self.any_required or item.kind == "text" or not item.asked_if):
            return
        texts = [text for text in (item.asked_if, item.required) if text and text != REQUIRED]
        parsed = [self._parse(item, text) for text in texts]
        if parsed and texts[-1] == item.required and isinstance(parsed[-1], BrokenRule):
            yield parsed[-1]
        expressions = [expression for expression in parsed if isinstance(expression, Expression)]
        if len(expressions) < len(parsed):
            return
        asked = np.ones(self.rows, dtype=bool)
        for expression in expressions:
            asked = asked & np.logical_and(*self._truth(item, expression))
        hits = asked & ~self._has_answer(item) & (self._kinds(item) == BLANK)
        if not item.required and hits.sum() <= SKIPPED * asked.sum():
            return
        key, column = ("required", "required") if item.required else ("empty", "relevant")
        yield BrokenRule(item.name, key, hits, {"text": item.asked_if, "column": column})

    def break_constraint(self, item: Item) -> Iterator[BrokenRule]:
        """Answers that break the constraint, or a limit on how many options may be chosen."""
        if not item.constraint:
            return
        expression = self._parse(item, item.constraint)
        if not isinstance(expression, Expression):
            yield from [expression] if expression else []
            return
        names = self._values(expression.names)
        hits = expression.find_violations(names, list(self.texts.look_up(item.name)[0]), today=self._today(expression))
        key = "limit" if item.kind == "multiple" and COUNTED.search(item.constraint) else "constraint"
        yield BrokenRule(item.name, key, hits, {"text": item.constraint, "column": "constraint"})

    def break_exclusion(self, item: Item) -> Iterator[BrokenRule]:
        """An option that excludes all others, chosen with others."""
        if item.kind != "multiple":
            return
        values = self.texts.look_up(item.name)[0]
        for option in item.answers:
            if any(EXCLUSIVE.fullmatch(normalise(side)) for side in option.label.values()):
                known = {text: option.value in text.split(" ") and " " in text for text in set(values)}
                hits = np.array([known[text] for text in values], dtype=bool)
                label = next(iter(option.label.values()), option.value)
                yield BrokenRule(item.name, "exclusive", hits, {"label": label})

    def _parse(self, item: Item, text: str) -> Expression | BrokenRule | None:
        """The expression; what is wrong with it; None where it asks for items the export does not hold."""
        nobody = np.zeros(0, dtype=bool)
        try:
            expression = parse(text)
        except CodebookError as error:
            return BrokenRule(item.name, "expression", nobody, {"text": text, "why": error.what})
        unknown = [name for name in expression.names if name not in self.book]
        if unknown:
            return BrokenRule(item.name, "unknown_name", nobody, {"text": text, "name": unknown[0]})
        return expression if set(expression.names) <= self.present else None

    def _truth(self, item: Item, expression: Expression) -> tuple[np.ndarray, np.ndarray]:
        """Where an expression holds, and where that can be told."""
        holds = expression.truth(self._values(expression.names), self.rows, here=list(self.texts.look_up(item.name)[0]),
                                 today=self._today(expression))
        return holds, np.logical_and.reduce([np.ones(self.rows, dtype=bool),
                                             *(self.texts.look_up(name)[1] for name in expression.names)])

    def _today(self, expression: Expression) -> list[str] | None:
        """The days of submission, where the expression asks for them."""
        return self.texts.submission_days() if expression.uses_today else None

    def _values(self, names: tuple[str, ...]) -> dict[str, list[str]]:
        """The answers that an expression asks for."""
        return {name: list(self.texts.look_up(name)[0]) for name in names}

    def _kinds(self, item: Item) -> np.ndarray:
        """Why there is no answer."""
        return self.kinds[item.columns[0]].to_numpy()

    def _has_answer(self, item: Item) -> np.ndarray:
        """Where there is an answer, also one that cannot be read or a refusal."""
        kinds, answered = self._kinds(item), np.zeros(self.rows, dtype=bool)
        answered[self.unread.get(item.name, [])] = True
        answered |= (kinds != BLANK) & (kinds != NOT_ASKED)
        return answered
