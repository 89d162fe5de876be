"""The functions an expression may call, as the ODK XForms specification defines them.

`regex` and `today` are parts of the tree, for they need more than values: a compiled pattern,
the day of submission. `if` and `coalesce` keep the kind of value they pick (as JavaRosa does;
Enketo makes a text of it).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from surveykit.expression.expression_values import NAN, Value, as_calendar_date, as_number, as_text, as_truth


class Function(NamedTuple):
    """How many values a function takes, an example to show, and what it does."""

    takes: int
    example: str
    call: Callable[..., Value]


def _is_selected(answer: Value, option: Value) -> bool:
    """Whether an option is among the answer's, which stand with spaces between them."""
    return as_text(option).strip() in as_text(answer).split(" ")


def _count_selected(answer: Value) -> float:
    """How many options were selected."""
    return float(len(as_text(answer).split()))


def _coalesce(one: Value, other: Value) -> Value:
    """The first of two values that is not empty."""
    return other if as_text(one) in ("", as_text(NAN)) else one


def _node_of_its_own(*_: Value) -> Value:
    """A stand-in for the functions that are nodes of their own."""
    raise AssertionError("the parser makes a node of this function")


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, "true()", lambda: True),
    "false": Function(0, "false()", lambda: False),
    "not": Function(1, "not(${item} = 'yes')", lambda value: not as_truth(value)),
    "boolean": Function(1, "boolean(${item})", as_truth),
    "number": Function(1, "number(${item})", as_number),
    "string": Function(1, "string(${item})", as_text),
    "selected": Function(2, "selected(${item}, 'option')", _is_selected),
    "count-selected": Function(1, "count-selected(${item})", _count_selected),
    "string-length": Function(1, "string-length(${item})", lambda value: float(len(as_text(value)))),
    "contains": Function(2, "contains(${item}, 'text')", lambda value, part: as_text(part) in as_text(value)),
    "starts-with": Function(2, "starts-with(${item}, 'text')",
                            lambda value, part: as_text(value).startswith(as_text(part))),
    "coalesce": Function(2, "coalesce(${item}, '0')", _coalesce),
    "if": Function(3, "if(${item} = 'yes', 1, 0)", lambda given, yes, no: yes if as_truth(given) else no),
    "date": Function(1, "date('2020-01-31')", as_calendar_date),
    "regex": Function(2, "regex(., '[0-9]{11}')", _node_of_its_own),
    "today": Function(0, "today()", _node_of_its_own),
}
