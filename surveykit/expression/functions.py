"""The functions an expression may call, as the ODK XForms specification defines them.

`regex` and `today` are parts of the tree, for they need more than values: a compiled pattern,
the day of submission. `if` and `coalesce` keep the kind of value they pick (as JavaRosa does;
Enketo makes a text of it).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from surveykit.expression.values import NAN, Value, calendar, number, text, truth


class Function(NamedTuple):
    """How many values a function takes, an example to show, and what it does."""

    takes: int
    example: str
    call: Callable[..., Value]


def _selected(answer: Value, option: Value) -> bool:
    """Whether an option is among the answer's, which stand with spaces between them."""
    return text(option).strip() in text(answer).split(" ")


def _count_selected(answer: Value) -> float:
    """How many options were selected."""
    return float(len(text(answer).split()))


def _coalesce(one: Value, other: Value) -> Value:
    """The first of two values that is not empty."""
    return other if text(one) in ("", text(NAN)) else one


def _elsewhere(*_: Value) -> Value:
    """A stand-in for the functions that are nodes of their own."""
    raise AssertionError("the parser makes a node of this function")


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, "true()", lambda: True),
    "false": Function(0, "false()", lambda: False),
    "not": Function(1, "not(${item} = 'yes')", lambda value: not truth(value)),
    "boolean": Function(1, "boolean(${item})", truth),
    "number": Function(1, "number(${item})", number),
    "string": Function(1, "string(${item})", text),
    "selected": Function(2, "selected(${item}, 'option')", _selected),
    "count-selected": Function(1, "count-selected(${item})", _count_selected),
    "string-length": Function(1, "string-length(${item})", lambda value: float(len(text(value)))),
    "contains": Function(2, "contains(${item}, 'text')", lambda value, part: text(part) in text(value)),
    "starts-with": Function(2, "starts-with(${item}, 'text')",
                            lambda value, part: text(value).startswith(text(part))),
    "coalesce": Function(2, "coalesce(${item}, '0')", _coalesce),
    "if": Function(3, "if(${item} = 'yes', 1, 0)", lambda given, yes, no: yes if truth(given) else no),
    "date": Function(1, "date('2020-01-31')", calendar),
    "regex": Function(2, "regex(., '[0-9]{11}')", _elsewhere),
    "today": Function(0, "today()", _elsewhere),
}
