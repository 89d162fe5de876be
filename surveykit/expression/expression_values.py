"""What values are and how they convert and compare: XPath 1.0 as ODK forms use it.

A value is a text (`str`), a number (`float`) or a truth (`bool`). Answers and quoted texts are texts; an empty answer
is `''`. Where the engines differ we follow the ODK XForms specification, then JavaRosa (ODK Collect, KoboCollect):

* `=` and `!=`: as truths if one side is a truth; else as numbers if one side is a number
  (`${age} = 18`); else as texts (`${code} = '007'`, and two answers with each other).
* `<`, `<=`, `>`, `>=`: always as numbers.
* number of a text: the number it spells (`-1.5`, spaces around allowed, no `+`, no exponent);
  a date `2020-01-31` or `2020-01-31T08:30:00+08:00` counts as days since 1970-01-01 (the clock time as written, its
  offset ignored); anything else, `''` too, is NaN. Nothing equals NaN, and nothing is before or after it.
* truth of a text: whether it is not empty; of a number: whether it is neither 0 nor NaN.

References
----------
XPath 1.0, sections 3.4, 3.5 and 4; ODK XForms specification, "XPath Operators" and `number()`.
"""

import math
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

Value = str | float | bool

NAN = math.nan
EPOCH = date(1970, 1, 1).toordinal()
_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
                   r"(?:T([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,9})?))?"
                   r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")


def as_number(value: Value) -> float:
    """A value as a number, NaN where it spells none."""
    if not isinstance(value, str):
        return float(value)
    found = _NUMBER.fullmatch(value)
    return float(found[1]) if found else _days(value)


def as_text(value: Value) -> str:
    """A value as a text; whole numbers without a point, never an exponent.
    >>> as_text(3.0), as_text(0.5), as_text(True)
    ('3', '0.5', 'true')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isfinite(value):
        return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def as_truth(value: Value) -> bool:
    """A value as a truth."""
    return bool(value) and value == value


def is_equal(one: Value, other: Value) -> bool:
    """Whether two values are the same, as truths, numbers or texts."""
    if isinstance(one, bool) or isinstance(other, bool):
        return as_truth(one) == as_truth(other)
    if isinstance(one, float) or isinstance(other, float):
        return as_number(one) == as_number(other)
    return one == other


def as_calendar_date(value: Value) -> str:
    """A value as a date `2020-01-31` (the time left out), '' where it is none.
    >>> as_calendar_date("2020-1-31T08:30:00"), as_calendar_date(1.0), as_calendar_date("soon")
    ('2020-01-31', '1970-01-02', '')
    """
    days = as_number(value)
    if not 1 - EPOCH <= days < date.max.toordinal() + 1 - EPOCH:
        return ""
    return date.fromordinal(math.floor(days) + EPOCH).isoformat()


def _days(written: str) -> float:
    """Days since 1970-01-01 of a date, with the part of the day; NaN where it is none."""
    found = _DATE.fullmatch(written)
    if not found:
        return NAN
    year, month, day = (int(part) for part in found.groups()[:3])
    hour, minute, second = (float(part or 0) for part in found.groups()[3:])
    try:
        days = date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return NAN
    return days + (hour * 3600 + minute * 60 + second) / 86400


def _quotient(one: float, other: float) -> float:
    """One divided by the other after IEEE 754: nothing is an error."""
    if other:
        return one / other
    return NAN if one == 0 or math.isnan(one) else math.copysign(math.inf, one) * math.copysign(1, other)


def _remainder(one: float, other: float) -> float:
    """What is left of a division that cuts towards zero; the sign is that of `one`."""
    return NAN if other == 0 or math.isinf(one) else math.fmod(one, other)


# How tightly an operator binds, and what it makes of its two sides.
OPERATORS: dict[str, tuple[int, Callable[[Value, Value], Value]]] = {
    "or": (1, lambda a, b: as_truth(a) or as_truth(b)), "and": (2, lambda a, b: as_truth(a) and as_truth(b)),
    "=": (3, is_equal), "!=": (3, lambda a, b: not is_equal(a, b)), "<": (4, lambda a, b: as_number(a) < as_number(b)),
    "<=": (4, lambda a, b: as_number(a) <= as_number(b)), ">": (4, lambda a, b: as_number(a) > as_number(b)),
    ">=": (4, lambda a, b: as_number(a) >= as_number(b)), "+": (5, lambda a, b: as_number(a) + as_number(b)),
    "-": (5, lambda a, b: as_number(a) - as_number(b)), "*": (6, lambda a, b: as_number(a) * as_number(b)),
    "div": (6, lambda a, b: _quotient(as_number(a), as_number(b))),
    "mod": (6, lambda a, b: _remainder(as_number(a), as_number(b)))}
