"""What a condition or a calculation comes to for all respondents at once, in three-valued logic.

Numbers are arrays with NaN where nothing can be told, texts are places in a list ('' where nothing can be told), truths
two masks. What has no way of its own is evaluated once for each distinct combination of the answers it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit.codebook.items import SEPARATOR
from surveykit.expression import expression_tree as nodes
from surveykit.expression.expression_values import Value, as_number, as_text, as_truth
from surveykit.expression.functions import COUNTED
from surveykit.survey.coded_answers import AnswerCodes, code_item, combine_codes
from surveykit.survey.condition_parser import KIND_PREFIX, GapTest

if TYPE_CHECKING:
    from surveykit.survey.value import Survey

Numbers = NDArray[np.float64]
COMPARE: Mapping[str, Callable[[Numbers, Numbers | float], NDArray[np.bool_]]] = {
    "=": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
ARITHMETIC: Mapping[str, Callable[[Numbers, Numbers], Numbers]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "div": np.divide, "mod": np.fmod}
SPANS = {"days-between", "months-between", "years-between"}
FOLDS: Mapping[str, Callable[[Numbers, NDArray[np.bool_]], Numbers]] = {
    "sum": lambda x, held: np.where(held, x, 0).sum(axis=0),
    "mean": lambda x, held: np.where(held, x, 0).sum(axis=0) / held.sum(axis=0),
    "min": lambda x, held: np.where(held, x, np.inf).min(axis=0),
    "max": lambda x, held: np.where(held, x, -np.inf).max(axis=0)}
GIVES_NUMBER = {"number", "count-selected", "string-length", "int", "round", "abs", "count-answered", "parse-number",
                *FOLDS, *SPANS}
GIVES_TEXT = {"string", "concat"}
GAP_TESTS = [((sign, nodes.Literal("")),) for sign in ("=", "!=")]
PICKS = {"if", "coalesce"}
TAKES_GAPS = {"coalesce", "count-answered"}


class Truth(NamedTuple):
    """Where a condition holds, and where it can be told: two masks over all respondents."""

    holds: NDArray[np.bool_]
    known: NDArray[np.bool_]


def split_node(node: nodes.ExpressionNode) -> tuple[nodes.ExpressionNode, ...]:
    """What a part is made of."""
    if isinstance(node, nodes.Chain):
        return (node.first, *(part for _, part in node.rest))
    if isinstance(node, nodes.Call):
        return node.parts
    return (node.part,) if isinstance(node, nodes.Negative | nodes.PatternTest) else ()


def find_names(node: nodes.ExpressionNode) -> Iterator[str]:
    """The items a part looks at, in order."""
    if isinstance(node, nodes.ItemReference | GapTest):
        yield node.name
    for part in split_node(node):
        yield from find_names(part)


def find_kind(node: nodes.ExpressionNode, survey: Survey) -> str:
    """What a part comes to: `truth`, `number`, `date` or `text`; '' for an empty text, which fits all."""
    if isinstance(node, nodes.Literal):
        return "number" if isinstance(node.content, float) else "text" if node.content else ""
    if isinstance(node, nodes.ItemReference):
        return {"number": "number", "rating": "number", "date": "date"}.get(survey.codebook[node.name].kind, "text")
    if isinstance(node, GapTest):
        return "text" if node.function == "missing" else "truth"
    if isinstance(node, nodes.Chain):
        return "number" if node.rest[0][0] in ARITHMETIC else "truth"
    if isinstance(node, nodes.Call) and node.name in PICKS:
        kinds = {find_kind(part, survey) for part in node.parts[node.name == "if":]} - {""}
        return kinds.pop() if len(kinds) == 1 else "text"
    if isinstance(node, nodes.Call) and node.name.partition(".")[0] in GIVES_NUMBER:
        return "number"
    if isinstance(node, nodes.Call) and node.name in {*GIVES_TEXT, "date"}:
        return "date" if node.name == "date" else "text"
    return "number" if isinstance(node, nodes.Negative) else "truth"


def find_truth(node: nodes.ExpressionNode, survey: Survey) -> Truth:
    """Where a part holds and where it can be told."""
    if isinstance(node, nodes.Chain) and node.rest[0][0] in {"and", "or"}:
        parts = [find_truth(part, survey) for part in split_node(node)]
        return _all_of(parts) if node.rest[0][0] == "and" else _negate(_all_of([_negate(part) for part in parts]))
    if isinstance(node, nodes.Call) and node.name == "not":
        return _negate(find_truth(node.parts[0], survey))
    if isinstance(node, nodes.Call) and node.name == "if":
        given, yes, no = (find_truth(part, survey) for part in node.parts)
        return Truth(np.where(given.holds, yes.holds, no.holds),
                     given.known & np.where(given.holds, yes.known, no.known))
    return (_read_tick(node, survey) or _read_gap(node, survey) or _compare_numbers(node, survey)
            or _find_truths(node, survey))


def find_numbers(node: nodes.ExpressionNode, survey: Survey) -> Numbers:
    """The number a part comes to, NaN where it cannot be told."""
    if isinstance(node, nodes.Literal):
        return np.full(survey.rows, as_number(node.content))
    if isinstance(node, nodes.ItemReference):
        return _item_numbers(node.name, survey)
    if isinstance(node, nodes.Negative):
        return -find_numbers(node.part, survey)
    with np.errstate(all="ignore"):
        if find_kind(node, survey) == "truth":  # 1 where it holds, so that a sum counts
            holds, known = find_truth(node, survey)
            return np.where(known, holds, np.nan)
        if isinstance(node, nodes.Chain):
            found = find_numbers(node.first, survey)
            for sign, part in node.rest:
                found = ARITHMETIC[sign](found, find_numbers(part, survey))
            return found
        if isinstance(node, nodes.Call):
            return _call_numbers(node, survey)
    return _find_numbers_by_answers(node, survey)


def find_texts(node: nodes.ExpressionNode, survey: Survey) -> AnswerCodes:
    """The text a part comes to, '' where it cannot be told."""
    if isinstance(node, nodes.Literal):
        return AnswerCodes(np.zeros(survey.rows, dtype=np.intp), (as_text(node.content),))
    if isinstance(node, nodes.ItemReference):
        return code_item(survey, node.name)
    if isinstance(node, nodes.Call) and node.name == "if":
        given = find_truth(node.parts[0], survey)
        yes, no = (find_texts(part, survey) for part in node.parts[1:])
        texts = (*yes.texts, *no.texts, "")
        codes = np.where(given.holds, yes.codes, len(yes.texts) + no.codes)
        return AnswerCodes(np.where(given.known, codes, len(texts) - 1), texts)
    if isinstance(node, nodes.Call) and node.name == "coalesce":
        one, other = (find_texts(part, survey) for part in node.parts)
        empty = np.array([not text for text in one.texts])[one.codes]
        return AnswerCodes(np.where(empty, len(one.texts) + other.codes, one.codes), (*one.texts, *other.texts))
    places, values, known = _evaluate(node, survey)
    return AnswerCodes(places, tuple(as_text(value) if sure else "" for value, sure in zip(values, known, strict=True)))


def _negate(truth: Truth) -> Truth:
    """What is not."""
    return Truth(~truth.holds, truth.known)


def _all_of(parts: list[Truth]) -> Truth:
    """True where all parts are, false where one certainly is not; else it cannot be told."""
    fails = np.logical_or.reduce([part.known & ~part.holds for part in parts])
    return Truth(~fails & np.logical_and.reduce([part.holds for part in parts]),
                 fails | np.logical_and.reduce([part.known for part in parts]))


def _read_tick(node: nodes.ExpressionNode, survey: Survey) -> Truth | None:
    """Whether an option of a select-all question is ticked: its column as it stands; None where it is another part."""
    match node:
        case nodes.Call("selected", (nodes.ItemReference(name), nodes.Literal(content))):
            column = f"{name}{SEPARATOR}{as_text(content)}"
            if column not in survey.codebook.sets.get(name, ()):
                return None
            ticks = survey._responses[column].to_numpy(dtype=float, na_value=np.nan)
            return Truth(ticks == 1, ~np.isnan(ticks))
    return None


def _read_gap(node: nodes.ExpressionNode, survey: Survey) -> Truth | None:
    """Whether an item has no answer, `item = ''`; None where it is something else."""
    if not (isinstance(node, nodes.Chain) and isinstance(node.first, nodes.ItemReference) and node.rest in GAP_TESTS):
        return None
    item = survey.codebook[node.first.name]
    if item.kind == "date":  # a date that cannot be read is none
        return None
    empty = survey.missing_codes([item.columns[0]])[:, 0] > 0
    return Truth(empty if node.rest[0][0] == "=" else ~empty, np.ones(survey.rows, dtype=bool))


def _compare_numbers(node: nodes.ExpressionNode, survey: Survey) -> Truth | None:
    """A number against a number, or a day against a day, all respondents at once; None where it is something else."""
    if not (isinstance(node, nodes.Chain) and len(node.rest) == 1 and node.rest[0][0] in COMPARE):
        return None
    sign, other = node.rest[0]
    kinds = {find_kind(node.first, survey), find_kind(other, survey)}
    if kinds not in ({"number"}, {"date"}):
        return None
    one = find_numbers(node.first, survey)
    two: Numbers | float = other.content if isinstance(other, nodes.Literal) and isinstance(other.content, float) else (
        find_numbers(other, survey))
    known = ~np.isnan(one)
    return Truth(COMPARE[sign](one, two), known if isinstance(two, float) else known & ~np.isnan(two))


def _item_numbers(name: str, survey: Survey) -> Numbers:
    """The answers to an item as numbers."""
    if survey.codebook[name].kind in {"number", "rating"}:
        return survey._responses[name].to_numpy(dtype=float, na_value=np.nan)
    codes, texts = code_item(survey, name)
    return np.array([as_number(text) for text in texts])[codes]


def _call_numbers(call: nodes.Call, survey: Survey) -> Numbers:
    """The number of a function."""
    name, _, fewest = call.name.partition(".")
    if name in FOLDS:
        x = np.array([find_numbers(part, survey) for part in call.parts])
        held = ~np.isnan(x)
        return np.where(held.sum(axis=0) >= (int(fewest) if fewest else len(x)), FOLDS[name](x, held), np.nan)
    if name == "number":
        return find_numbers(call.parts[0], survey)
    if name == "coalesce":
        one = find_numbers(call.parts[0], survey)
        return np.where(np.isnan(one), find_numbers(call.parts[1], survey), one)
    if name == "if":
        given = find_truth(call.parts[0], survey)
        picked = np.where(given.holds, *(find_numbers(part, survey) for part in call.parts[1:]))
        return np.where(given.known, picked, np.nan)
    if name in SPANS and "date" in {find_kind(part, survey) for part in call.parts}:
        return _spans(name, *(find_numbers(part, survey) for part in call.parts))
    return _find_numbers_by_answers(call, survey)


def _spans(name: str, first: Numbers, last: Numbers) -> Numbers:
    """Days, complete months or complete years from one day to another."""
    known = ~(np.isnan(first) | np.isnan(last))
    one, other = (np.floor(np.nan_to_num(day)) for day in (first, last))
    if name == "days-between":
        return np.where(known, other - one, np.nan)
    early, late = (pick(one, other).astype("datetime64[D]") for pick in (np.minimum, np.maximum))
    months = (late.astype("datetime64[M]") - early.astype("datetime64[M]")).astype(float)
    days = [(day - day.astype("datetime64[M]")).astype(int) for day in (early, late)]
    months = np.sign(other - one) * (months - (days[1] < days[0]))
    return np.where(known, np.trunc(months / 12) if name == "years-between" else months, np.nan)


def _find_numbers_by_answers(node: nodes.ExpressionNode, survey: Survey) -> Numbers:
    """Numbers, each distinct combination of answers evaluated once."""
    places, values, known = _evaluate(node, survey)
    return np.array([as_number(value) if sure else np.nan for value, sure in zip(values, known, strict=True)])[places]


def _find_truths(node: nodes.ExpressionNode, survey: Survey) -> Truth:
    """Truths, each distinct combination of answers evaluated once."""
    places, values, known = _evaluate(node, survey)
    return Truth(np.array([as_truth(value) for value in values], dtype=bool)[places],
                 np.array(known, dtype=bool)[places])


def _evaluate(node: nodes.ExpressionNode, survey: Survey) -> tuple[NDArray[np.intp], list[Value], list[bool]]:
    """Which combination of answers everybody gave; what each comes to, and whether it can be told."""
    keys = list(dict.fromkeys(_find_keys(node)))
    columns = [code_item(survey, key) for key in keys]
    places, combinations = combine_codes(columns, survey.rows)
    wanted = set(_find_needed(node))
    values, known = [], []
    for combination in combinations:
        answers = {key: column.texts[code] for key, column, code in zip(keys, columns, combination, strict=True)}
        values.append(node.value(nodes.RespondentAnswers(answers.__getitem__, "", "")))
        known.append(all(answers[key] for key in wanted))
    return places, values, known


def _find_keys(node: nodes.ExpressionNode) -> Iterator[str]:
    """What a part looks up: answers by their item, kinds of missing under a key of their own."""
    if isinstance(node, nodes.ItemReference | GapTest):
        yield KIND_PREFIX + node.name if isinstance(node, GapTest) else node.name
    for part in split_node(node):
        yield from _find_keys(part)


def _find_needed(node: nodes.ExpressionNode) -> Iterator[str]:
    """The answers without which nothing can be told: not those that are asked whether they are there."""
    if isinstance(node, nodes.ItemReference):
        yield node.name
    asks_for_gap = isinstance(node, nodes.Chain) and any(part == nodes.Literal("") for part in split_node(node))
    takes_gaps = isinstance(node, nodes.Call) and (node.name in TAKES_GAPS or COUNTED.fullmatch(node.name))
    if not asks_for_gap and not takes_gaps:
        for part in split_node(node):
            yield from _find_needed(part)
