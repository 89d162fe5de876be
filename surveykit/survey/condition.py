"""Who a condition holds for: `where="gender = 'female' and age >= 30"`, in three-valued logic.

An item without an answer makes what is said about it neither true nor false: such a respondent is in only where the
rest of the condition settles it (`or` with a true part, `and` with a false one: Kleene's strong logic). Who is meant
all the same is said by `answered(item)`, `missing(item) = 'not_asked'` or `item = ''`.

References
----------
Kleene, S. C. (1952). Introduction to Metamathematics, section 64.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.codebook import Codebook, Item
from surveykit.expression.expression_tree import (
    Call,
    Chain,
    ExpressionNode,
    ItemReference,
    Literal,
    Negative,
    PatternTest,
    RespondentAnswers,
)
from surveykit.expression.expression_values import as_calendar_date, as_text, as_truth
from surveykit.survey.condition_parser import KIND_PREFIX, GapTest, parse_condition
from surveykit.survey.frame import MISSING, value_text

if TYPE_CHECKING:
    from surveykit.survey.value import Survey

Compare = Callable[[NDArray[np.float64], float], NDArray[np.bool_]]
COMPARE: Mapping[str, Compare] = {"=": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal,
                                  ">": np.greater, ">=": np.greater_equal}


class Truth(NamedTuple):
    """Where a condition holds, and where it can be told: two masks over all respondents."""

    holds: NDArray[np.bool_]
    known: NDArray[np.bool_]


class AnswerCodes(NamedTuple):
    """The answers to an item as places in a list of texts."""

    codes: NDArray[np.intp]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition about respondents, read against a codebook.

    text: as it was written.
    tree: its parts, items and options by the names the codebook has for them.
    items: the items it looks at, in order.
    """

    text: str
    tree: ExpressionNode = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)

    @classmethod
    def read(cls, text: str, book: Codebook, where: str = "") -> Condition:
        """The condition that a text says; an AnalysisError where it says none."""
        tree = parse_condition(text, book, where)
        return cls(text, tree, tuple(book[name] for name in dict.fromkeys(_names(tree))))

    def truth(self, survey: Survey) -> Truth:
        """Where it holds, and where it can be told, respondent by respondent."""
        return _truth(self.tree, survey)

    def select(self, survey: Survey) -> NDArray[np.bool_]:
        """The respondents it certainly holds for."""
        holds, known = self.truth(survey)
        return holds & known


def select_respondents(survey: Survey, where: str) -> NDArray[np.bool_]:
    """Whether each respondent certainly fulfils a condition.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> int(select_respondents(survey, "gender = 'female' and selected(hardship, 'pay')").sum())
    9
    """
    return Condition.read(where, survey.codebook, survey.source.name).select(survey)


def _names(node: ExpressionNode) -> Iterator[str]:
    """The items a part looks at, in order."""
    if isinstance(node, ItemReference | GapTest):
        yield node.name
    for part in _parts(node):
        yield from _names(part)


def _parts(node: ExpressionNode) -> tuple[ExpressionNode, ...]:
    """What a part is made of."""
    if isinstance(node, Chain):
        return (node.first, *(part for _, part in node.rest))
    if isinstance(node, Call):
        return node.parts
    return (node.part,) if isinstance(node, Negative | PatternTest) else ()


def _truth(node: ExpressionNode, survey: Survey) -> Truth:
    """Where a part holds and where it can be told."""
    if isinstance(node, Chain) and node.rest[0][0] in {"and", "or"}:
        parts = [_truth(part, survey) for part in _parts(node)]
        return _all_of(parts) if node.rest[0][0] == "and" else _negate(_all_of([_negate(part) for part in parts]))
    if isinstance(node, Call) and node.name == "not":
        return _negate(_truth(node.parts[0], survey))
    return _compare_numbers(node, survey) or _evaluate(node, survey)


def _negate(truth: Truth) -> Truth:
    """What is not."""
    return Truth(~truth.holds, truth.known)


def _all_of(parts: list[Truth]) -> Truth:
    """True where all parts are, false where one certainly is not; else it cannot be told."""
    fails = np.logical_or.reduce([part.known & ~part.holds for part in parts])
    return Truth(~fails & np.logical_and.reduce([part.holds for part in parts]),
                 fails | np.logical_and.reduce([part.known for part in parts]))


def _compare_numbers(node: ExpressionNode, survey: Survey) -> Truth | None:
    """An item of numbers against a number, all respondents at once; None where it is something else."""
    if not (isinstance(node, Chain) and len(node.rest) == 1 and isinstance(node.first, ItemReference)):
        return None
    operator, value = node.rest[0]
    item = survey.codebook[node.first.name]
    if item.kind not in {"number", "rating"} or operator not in COMPARE or not (
            isinstance(value, Literal) and isinstance(value.content, float)):
        return None
    numbers = survey._responses[item.name].to_numpy(dtype=float, na_value=np.nan)
    return Truth(COMPARE[operator](numbers, value.content), ~np.isnan(numbers))


def _evaluate(node: ExpressionNode, survey: Survey) -> Truth:
    """A part that is neither `and`, `or` nor `not`: each distinct combination of answers is evaluated once."""
    keys = list(dict.fromkeys(_keys(node)))
    columns = [_code(survey, key) for key in keys]
    places, combinations = _combine(columns, survey.rows)
    wanted = set(_find_needed(node))
    holds, known = [], []
    for combination in combinations:
        answers = {key: column.texts[code] for key, column, code in zip(keys, columns, combination, strict=True)}
        holds.append(as_truth(node.value(RespondentAnswers(answers.__getitem__, "", ""))))
        known.append(all(answers[key] for key in wanted))
    return Truth(np.array(holds, dtype=bool)[places], np.array(known, dtype=bool)[places])


def _keys(node: ExpressionNode) -> Iterator[str]:
    """What a part looks up: answers by their item, kinds of missing under a key of their own."""
    if isinstance(node, ItemReference | GapTest):
        yield KIND_PREFIX + node.name if isinstance(node, GapTest) else node.name
    for part in _parts(node):
        yield from _keys(part)


def _find_needed(node: ExpressionNode) -> Iterator[str]:
    """The answers without which nothing can be told: not those that are asked whether they are there."""
    if isinstance(node, ItemReference):
        yield node.name
    asks_for_gap = isinstance(node, Chain) and any(part == Literal("") for part in _parts(node))
    if not asks_for_gap and not (isinstance(node, Call) and node.name == "coalesce"):
        for part in _parts(node):
            yield from _find_needed(part)


def _combine(columns: list[AnswerCodes], rows: int) -> tuple[NDArray[np.intp], list[tuple[int, ...]]]:
    """Which distinct combination of codes each respondent has, and the combinations."""
    if not columns:
        return np.zeros(rows, dtype=np.intp), [()]
    places: NDArray[np.intp] = columns[0].codes
    combinations: list[tuple[int, ...]] = [(code,) for code in range(len(columns[0].texts))]
    for column in columns[1:]:
        places, keys = pd.factorize(places * len(column.texts) + column.codes)
        combinations = [(*combinations[key // len(column.texts)], int(key % len(column.texts))) for key in keys]
    return places, combinations


def _code(survey: Survey, key: str) -> AnswerCodes:
    """The answers, or the kinds of missing, of an item; made once per survey."""
    stored = f"condition {key}"
    if stored not in survey.codes:
        kind = key.startswith(KIND_PREFIX)
        item = survey.codebook[key.removeprefix(KIND_PREFIX)]
        survey.codes[stored] = (AnswerCodes(survey.missing_codes(item.columns)[:, 0].astype(np.intp), MISSING) if kind
                                else _code_answers(survey._responses, item))
    found: AnswerCodes = survey.codes[stored]
    return found


def _code_answers(frame: pd.DataFrame, item: Item) -> AnswerCodes:
    """Options by value, several with blanks between them, points by their score, days as ISO dates; '' for nothing."""
    if item.kind == "multiple":
        return _code_ticks(frame, item)
    codes, distinct = pd.factorize(frame[item.name])
    texts = [as_calendar_date(_iso(value_text(one))) if item.kind == "date" else
             one if isinstance(one, str) else as_text(float(one)) for one in distinct]
    return AnswerCodes(np.where(codes < 0, len(texts), codes), (*texts, ""))


def _iso(text: str) -> str:
    """A day with hyphens, as expressions write it: `2026/4/30` and `2026年4月30日` too."""
    day = text.strip().split(" ")[0].split("T")[0]
    return day.translate(str.maketrans("/.年月", "----", "日"))


def _code_ticks(frame: pd.DataFrame, item: Item) -> AnswerCodes:
    """Which options each respondent ticked: a blank where an answer holds none, '' where there is no answer."""
    ticks = frame[list(item.columns)].to_numpy(dtype=float, na_value=np.nan)
    packed = np.packbits(ticks == 1, axis=1)
    words = np.ascontiguousarray(np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8)))).view(np.uint64)
    codes, distinct = _combine([AnswerCodes(*pd.factorize(word)) for word in words.T], len(frame))
    first = np.zeros(len(distinct), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    values = [option.value for option in item.answers]
    texts = [" ".join(value for value, tick in zip(values, ticks[row] == 1, strict=True) if tick) for row in first]
    texts = [text or " " for text in texts]
    return AnswerCodes(np.where(np.isnan(ticks[:, 0]), len(texts), codes), (*texts, ""))
