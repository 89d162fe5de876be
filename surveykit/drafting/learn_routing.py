"""Who was asked what, learned from the answers: an item blank exactly where an earlier one has certain answers.

A form's conditions leave a trace: nobody of those who answered `no` has an answer to what follows. Where
chance can hardly have made it, the condition is drafted with its evidence; where it may have, it stays a doubt.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from surveykit.answers import ExportTable, parse_export
from surveykit.answers.answer_texts import AnswerTexts
from surveykit.codebook import Codebook, Item
from surveykit.codebook.conditions import chosen_condition
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.codebook.form_texts import join_conditions
from surveykit.survey import MISSING_CODE
from surveykit.words.phrases import Text, join_words, phrase

SETTLED, SUSPECTED, LIKELY_CLOSED = 1e-4, 0.05, 0.05  # chances that blanks fell so without a condition
MOST_VALUES, MOST_NAMED, DEEPEST, LEAST_MARKED = 20, 6, 3, 2
NOT_ASKED = MISSING_CODE["not_asked"]
ASKED_BESIDE = {"other_text", "id"}


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """An earlier answer that may decide who is asked: `codes` count its `values`, -1 where there is none.
    A select-all question is a gate per option, with the values "" (not ticked) and the option's own.
    """

    item: Item
    values: tuple[str, ...]
    codes: np.ndarray

    @property
    def is_tick(self) -> bool:
        """Whether it is one option of a select-all question."""
        return self.item.kind == "multiple"


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """Answers to a gate after which an item is always blank, and how likely that is by chance.
    `asks_blank`: somebody who left the gate blank has an answer. Else whoever left it blank may not have been asked
    either, and the condition says so: `!=` alone would ask them.
    """

    gate: Gate
    closed: tuple[int, ...]
    count: int
    share: float
    chance: float
    asks_blank: bool

    @property
    def is_settled(self) -> bool:
        """Whether chance can hardly have made its blanks."""
        return self.chance < SETTLED

    def condition(self) -> str | None:
        """On what answers the item is asked, as an expression; None where a value cannot be quoted."""
        shut, silent = set(self.closed), bool((self.gate.codes < 0).any()) and not self.asks_blank
        open_values = [value for code, value in enumerate(self.gate.values) if code not in shut]
        if self.gate.is_tick:
            named, values = 0 in shut, [self.gate.values[1]]
        else:
            named = len(open_values) <= (MOST_NAMED if silent else 0 if self.asks_blank else len(shut))
            values = open_values if named else [self.gate.values[code] for code in self.closed]
        tests = [chosen_condition(self.gate.item, value, yes=named) for value in values]
        tests += [f"${{{self.gate.item.name}}}!=''"] if silent and not named else []
        return None if None in tests else (" or " if named else " and ").join(filter(None, tests))

    def may_be_unasked(self) -> np.ndarray:
        """Who gave one of these answers, or none where nobody without one was asked."""
        return np.isin(self.gate.codes, self.closed) | ((self.gate.codes < 0) & (not self.asks_blank))

    def labels(self) -> Text:
        """The answers after which nobody answered, as people read them."""
        if self.gate.is_tick:
            option = self.gate.item.option(self.gate.values[1])
            return option.label if 1 in self.closed else phrase("draft.unticked", label=option.label)
        return join_words(self.gate.item.option(self.gate.values[code]).label for code in self.closed)


def learn_routing(draft: Draft, table: ExportTable) -> Draft:
    """The draft with the conditions (`asked_if`) that its answers show, and a doubt that gives their evidence.
    Where a platform marks what was not asked a condition must agree with every mark; where it leaves a blank, so
    many blanks must be too many for chance.
    """
    responses = parse_export(table, draft.codebook).responses
    answers = AnswerTexts(*responses.to_frames(), responses.codebook, responses.unread_rows())
    conditions: dict[str, str] = {}
    groups: dict[tuple[str, str], tuple[list[Route], list[str]]] = {}
    found = {name: (routes, join_conditions([text for route in routes if (text := route.condition())]))
             for name, routes in find_open_routes(answers, draft.codebook).items()}
    sure = {condition for routes, condition in found.values() if all(route.is_settled for route in routes)}
    for name, (routes, condition) in found.items():
        settled = condition in sure  # by its own blanks, or by those of other items with the same condition
        if condition:
            conditions |= {name: condition} if settled else {}
            groups.setdefault(("routed" if settled else "routing_open", condition), (routes, []))[1].append(name)
    items = tuple(replace(item, asked_if=conditions.get(item.name, item.asked_if)) for item in draft.codebook)
    return _with_doubts(draft, replace(draft.codebook, items=items), groups)


def find_open_routes(answers: AnswerTexts, book: Codebook) -> dict[str, list[Route]]:
    """Items without a condition whose blanks the answers to earlier items explain, with these answers."""
    found, gates = dict[str, list[Route]](), list[Gate]()
    for item in book:
        if item.name not in answers.frame and item.columns[0] not in answers.frame:
            continue
        free = not item.asked_if and item.role not in ASKED_BESIDE
        if free and (routes := _find_routes(answers, item, gates)):
            found[item.name] = routes
        gates += _gates_of(answers, item)
    return found


def _gates_of(answers: AnswerTexts, item: Item) -> Iterator[Gate]:
    """The gates that an item may be."""
    if item.kind not in {"single", "rating", "multiple"} or item.personal:
        return
    texts = answers.look_up(item.name)[0]
    if item.kind == "multiple":
        asked = answers.kinds[item.columns[0]].to_numpy() == 0
        for option in item.answers:
            ticked = np.array([option.value in text.split(" ") for text in texts])
            yield Gate(item, ("", option.value), np.where(asked, ticked.astype(int), -1))
        return
    codes, values = pd.factorize(pd.Series(texts, dtype=object).mask(texts == ""))
    if 1 < len(values) <= MOST_VALUES:
        yield Gate(item, tuple(values), codes)


def _find_routes(answers: AnswerTexts, item: Item, gates: Sequence[Gate]) -> list[Route]:
    """The gates that explain an item's blanks, the one that explains most of them first."""
    kinds = answers.kinds[item.columns[0]].to_numpy()
    answered = (answers.look_up(item.name)[0] != "") | (kinds == 0)
    says_itself = any(option.missing == "not_asked" for option in item.options)  # "N/A" that people ticked
    marked = (kinds == NOT_ASKED) & (not says_itself)
    if marked.any():
        found = _exact_route(marked, gates)
        return [found] if found else []
    answered |= kinds == NOT_ASKED
    routes: list[Route] = []
    left = np.ones(len(answered), dtype=bool)
    while len(routes) < DEEPEST and (~answered[left]).any():
        tried = [route for gate in gates if (route := _try_gate(answered, left, gate, len(gates)))]
        best = max(tried, key=lambda route: (route.is_settled, route.count), default=None)
        if best is None or (routes and not best.is_settled):
            break
        routes.append(best)
        if not best.is_settled:
            break
        left = left & ~best.may_be_unasked()
    return routes


def _exact_route(marked: np.ndarray, gates: Sequence[Gate]) -> Route | None:
    """The nearest gate that agrees with every mark of what was not asked."""
    for gate in reversed(gates):
        totals = np.bincount(gate.codes[gate.codes >= 0], minlength=len(gate.values))
        shut = np.bincount(gate.codes[(gate.codes >= 0) & marked], minlength=len(gate.values))
        closed = tuple(np.flatnonzero((shut == totals) & (totals > 0)).tolist())
        silent = marked[gate.codes < 0]
        if not closed or not np.isin(shut, [0, *totals]).all() or ((shut > 0) & (shut < totals)).any():
            continue
        if shut.sum() >= LEAST_MARKED and len(closed) < len(gate.values) and (silent.all() or not silent.any()):
            return Route(gate, closed, int(shut.sum()), 1.0, 0.0, bool(len(silent)) and not silent.any())
    return None


def _try_gate(answered: np.ndarray, left: np.ndarray, gate: Gate, tries: int) -> Route | None:
    """The answers to a gate after which nobody answered, as long as chance is an unlikely reason."""
    told = left & (gate.codes >= 0)
    totals = np.bincount(gate.codes[told], minlength=len(gate.values))
    counts = np.bincount(gate.codes[told & answered], minlength=len(gate.values))
    empty = (counts == 0) & (totals > 0)
    inside = int(totals[~empty].sum())
    if not empty.any() or not inside:
        return None
    rate = (int(counts.sum()) + 0.5) / (inside + 1)
    chances = [math.exp(int(total) * math.log1p(-min(rate, 1 - 1e-12))) for total in totals]
    closed = tuple(code for code in np.flatnonzero(empty).tolist() if chances[code] < LIKELY_CLOSED)
    count = sum(int(totals[code]) for code in closed)
    chance = min(1.0, tries * math.prod(chances[code] for code in closed))
    if not closed or chance >= SUSPECTED:
        return None
    return Route(gate, closed, count, int(counts.sum()) / inside, chance, bool((answered & left)[gate.codes < 0].any()))


def _with_doubts(draft: Draft, book: Codebook, groups: dict[tuple[str, str], tuple[list[Route], list[str]]]) -> Draft:
    """The draft with one doubt for each condition, at the first item it holds for."""
    learned = {name for (key, _), (_, names) in groups.items() if key == "routed" for name in names}
    doubts = [doubt for doubt in draft.doubts if doubt.key != "skipped" or doubt.item not in learned]
    for (key, condition), (routes, names) in groups.items():
        first = routes[0]
        text = phrase(f"draft.{key}", count=first.count, gate=first.gate.item.words, labels=first.labels(),
                   share=f"{first.share:.0%}", condition=condition, items=len(names), column="relevant")
        doubts.append(DraftQuestion(names[0], key, text))
    order = {item.name: place for place, item in enumerate(book)}
    return Draft(book, tuple(sorted(doubts, key=lambda doubt: order.get(doubt.item, len(order)))))
