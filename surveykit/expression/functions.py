"""The functions an expression may call, as the ODK XForms specification defines them.

`regex` and `today` are parts of the tree, for they need more than values: a compiled pattern, the day of submission.
`if` and `coalesce` keep the kind of value they pick (as JavaRosa does; Enketo makes a text of it). Ours, which no form
knows: `any-of all-of none-of` (short for several `selected`), `mean`, `count-answered`, `days-between months-between
years-between`, `parse-number`, and a least number of answers behind a point, as SPSS writes it: `mean.2(a, b, c)`.
"""

import math
import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from surveykit.expression.expression_values import NAN, Value, as_calendar_date, as_number, as_text, as_truth
from surveykit.text.parse_number import parse_number

COUNTED = re.compile(r"(sum|mean|min|max)\.([1-9][0-9]?)")
DIGITS = 15
UNITS = "年月周天岁"  # a text that names its unit is a number of it


class Function(NamedTuple):
    """How many values a function takes (`more`: or more), an example to show, and what it does."""

    takes: int
    example: str
    call: Callable[..., Value]
    more: bool = False


def _is_selected(answer: Value, option: Value) -> bool:
    """Whether an option is among the answer's, which stand with spaces between them."""
    return as_text(option).strip() in as_text(answer).split(" ")


def _coalesce(*values: Value) -> Value:
    """The first value that is not empty, else the last."""
    return next((value for value in values[:-1] if as_text(value) not in ("", as_text(NAN))), values[-1])


def _any_of(answer: Value, *options: Value) -> bool:
    """Whether one of the options was selected."""
    return any(_is_selected(answer, option) for option in options)


def _over(fold: Callable[[list[float]], float], *values: Value, least: int | None = None) -> float:
    """A sum, mean, minimum or maximum of the values that are numbers; NaN where fewer than `least` (all) are."""
    numbers = [number for value in values if not math.isnan(number := as_number(value))]
    return float(fold(numbers)) if len(numbers) >= (len(values) if least is None else least) else NAN


def _round(value: Value, places: Value) -> float:
    """A number with so many decimals, halves upwards."""
    number, digits = as_number(value), as_number(places)
    if not abs(digits) <= DIGITS:
        return NAN
    scaled = number * 10.0**digits
    return math.floor(scaled + 0.5) / 10.0**digits if math.isfinite(scaled) else number


def _cut_fraction(value: Value) -> float:
    """A number cut towards zero."""
    number = as_number(value)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _days_between(first: Value, last: Value) -> float:
    """Days from one date to another."""
    return _cut_fraction(math.floor(as_number(last)) - math.floor(as_number(first))) if _are_dates(first, last) else NAN


def _are_dates(*values: Value) -> bool:
    """Whether all values are dates."""
    return all(map(as_calendar_date, values))


def _months_between(first: Value, last: Value) -> float:
    """Complete months from one date to another; negative where the second is earlier."""
    if not _are_dates(first, last):
        return NAN
    one, other = ([int(part) for part in as_calendar_date(value).split("-")] for value in (first, last))
    if other < one:
        return -_months_between(last, first)
    return float((other[0] - one[0]) * 12 + other[1] - one[1] - (other[2] < one[2]))


def _parse_number(value: Value) -> float:
    """The number a text holds, with a unit or a sign for money: 18岁, 1.5万, 3,000元."""
    number = parse_number(as_text(value), UNITS)
    return NAN if number is None else number


def _mean(numbers: list[float]) -> float:
    """The arithmetic mean."""
    return sum(numbers) / len(numbers)


def _node_of_its_own(*_: Value) -> Value:
    """A stand-in for the functions that are nodes of their own."""
    raise AssertionError("the parser makes a node of this function")


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, "true()", lambda: True), "false": Function(0, "false()", lambda: False),
    "not": Function(1, "not(${item} = 'yes')", lambda value: not as_truth(value)),
    "boolean": Function(1, "boolean(${item})", as_truth), "number": Function(1, "number(${item})", as_number),
    "string": Function(1, "string(${item})", as_text),
    "selected": Function(2, "selected(${item}, 'option')", _is_selected),
    "count-selected": Function(1, "count-selected(${item})", lambda answer: float(len(as_text(answer).split()))),
    "string-length": Function(1, "string-length(${item})", lambda value: float(len(as_text(value)))),
    "contains": Function(2, "contains(${item}, 'text')", lambda value, part: as_text(part) in as_text(value)),
    "starts-with": Function(2, "starts-with(${item}, 'text')",
                            lambda value, part: as_text(value).startswith(as_text(part))),
    "coalesce": Function(2, "coalesce(${item}, '0')", _coalesce, more=True),
    "if": Function(3, "if(${item} = 'yes', 1, 0)", lambda given, yes, no: yes if as_truth(given) else no),
    "date": Function(1, "date('2020-01-31')", as_calendar_date),
    "regex": Function(2, "regex(., '[0-9]{11}')", _node_of_its_own), "today": Function(0, "today()", _node_of_its_own),
    "concat": Function(1, "concat(${item}, ' ', ${other})", lambda *values: "".join(map(as_text, values)), more=True),
    "int": Function(1, "int(${item})", _cut_fraction), "round": Function(2, "round(${item}, 1)", _round),
    "abs": Function(1, "abs(${item})", lambda value: abs(as_number(value))),
    "any-of": Function(2, "any-of(${item}, 'option', 'another')", _any_of, more=True),
    "all-of": Function(2, "all-of(${item}, 'option', 'another')",
                       lambda answer, *options: all(_is_selected(answer, option) for option in options), more=True),
    "none-of": Function(2, "none-of(${item}, 'option', 'another')", lambda *values: not _any_of(*values), more=True),
    "sum": Function(1, "sum(${item}, ${other})", partial(_over, sum), more=True),
    "mean": Function(1, "mean(${item}, ${other})", partial(_over, _mean), more=True),
    "min": Function(1, "min(${item}, ${other})", partial(_over, min), more=True),
    "max": Function(1, "max(${item}, ${other})", partial(_over, max), more=True),
    "count-answered": Function(1, "count-answered(${item}, ${other})", lambda *values: float(
        sum(as_text(value) not in ("", as_text(NAN)) for value in values)), more=True),
    "days-between": Function(2, "days-between(${first}, ${last})", _days_between),
    "months-between": Function(2, "months-between(${first}, ${last})", _months_between),
    "years-between": Function(2, "years-between(${born}, date('2026-09-01'))",
                              lambda first, last: _cut_fraction(_months_between(first, last) / 12)),
    "parse-number": Function(1, "parse-number(${item})", _parse_number)}


@lru_cache(maxsize=256)
def find_function(name: str) -> Function | None:
    """The function of this name; `mean.2` is the mean where at least two values are answered."""
    counted = COUNTED.fullmatch(name)
    if counted is None:
        return FUNCTIONS.get(name)
    found, least = FUNCTIONS[counted[1]], int(counted[2])
    return found._replace(takes=least, call=partial(found.call, least=least))
