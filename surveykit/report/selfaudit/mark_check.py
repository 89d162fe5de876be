"""What a mark says (`surveykit.words.marks`), and whether the text it covers follows from it.

Shares, differences and ranges are integer arithmetic; intervals are computed again by `_stats`.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from math import floor
from typing import NamedTuple, SupportsFloat

from surveykit._stats.proportion import interval_over_bases, newcombe, wilson
from surveykit.audit import attainable
from surveykit.report.selfaudit.typed_numbers import QUOTED, says_typed

SHARE = r"(\d+)/(\d+)"
REAL = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)"
_PLAIN = re.compile(r"[+−-]?\d+(?:\.\d+)?")
_ENDS = re.compile(r"\[?([+−-]?\d+(?:\.\d+)?)(?:[–—/-]|, )([+−-]?\d+(?:\.\d+)?)\]?")
SLACK = Fraction(1, 10**6)  # of a unit: intervals are floats of twelve digits


class ShownNumber(NamedTuple):
    """A number as it stands in a text."""

    value: Fraction
    decimals: int

    def near(self, value: Fraction) -> bool:
        """Whether it is a value rounded, halves either way."""
        unit = Fraction(1, 10**self.decimals)
        return abs(self.value - value) <= unit / 2 + SLACK


def numbers(text: str) -> tuple[ShownNumber, ...]:
    """One number, or the two ends of a span; none for anything else."""
    if _PLAIN.fullmatch(text):
        return (_parse_number(text),)
    ends = _ENDS.fullmatch(text)
    return tuple(map(_parse_number, ends.groups())) if ends else ()


def _parse_number(text: str) -> ShownNumber:
    """A number with a typed or a true minus."""
    return ShownNumber(Fraction(text.replace("−", "-").lstrip("+")), len(text.partition(".")[2]))


def is_share(shown: ShownNumber, k: int, n: int) -> bool:
    """Whether k of n, in percent and halves rounded up, is printed so; the audit must agree."""
    unit = 10**shown.decimals
    if n < 1 or floor(Fraction(100 * k * unit, n) + Fraction(1, 2)) != shown.value * unit:
        return False
    whole, rest = divmod(int(shown.value * unit), unit)
    return k in attainable(f"{whole}.{rest:0{shown.decimals}d}" if shown.decimals else str(whole), n).rounding


def _share(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """The share k of n."""
    return is_share(shown[0], *map(int, said))


def _points(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """A difference of two shares, in points."""
    a, b, c, d = map(int, said)
    return b > 0 < d and shown[0].near(100 * (Fraction(a, b) - Fraction(c, d)))


def _range(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """The lowest and the highest of several shares."""
    a, b, c, d = map(int, said)
    return is_share(shown[0], a, b) and is_share(shown[1], c, d)


def _wilson(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """Wilson's interval of a share."""
    found = wilson(int(said[0]), int(said[1]), float(said[2]))
    return _check_ends(shown, found.low, found.high)


def _newcombe(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """Newcombe's interval of a difference."""
    a, b, c, d = map(int, said[:4])
    found = newcombe(a, b, c, d, float(said[4]))
    return _check_ends(shown, found.low, found.high)


def _union(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """The intervals on all possible bases, joined."""
    k, most, other, least = map(int, said[:4])
    found = interval_over_bases(k, least, most, float(said[4]))
    return k == other and _check_ends(shown, found.low, found.high)


def _ends(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """Two given ends."""
    return _check_ends(shown, *map(Fraction, said))


def _check_ends(shown: Sequence[ShownNumber], low: SupportsFloat | Fraction, high: SupportsFloat | Fraction) -> bool:
    """Whether two numbers are two proportions in percent."""
    ends = (end if isinstance(end, Fraction) else Fraction(float(end)) for end in (low, high))
    return all(one.near(100 * end) for one, end in zip(shown, ends, strict=True))


def _check_value(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """A given proportion, rounded."""
    return shown[0].near(100 * Fraction(said[0]))


def _check_exact_value(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """A given proportion, exactly."""
    return shown[0].value == 100 * Fraction(said[0])


def _check_on_base(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """A share that some count of a base gives."""
    n = int(said[0])
    return is_share(shown[0], floor(shown[0].value * n / 100 + Fraction(1, 2)), n)


def _check_pair(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """A count and its base, as they are."""
    return [number.value for number in shown] == [int(part) for part in said]


def _check_span(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """Two given numbers, rounded."""
    return all(one.near(Fraction(end)) for one, end in zip(shown, said, strict=True))


def _check_number(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """A given number, rounded."""
    return shown[0].near(Fraction(said[0]))


def _count(said: Sequence[str], shown: Sequence[ShownNumber]) -> bool:
    """A whole number."""
    return shown[0].value == int(said[0]) and shown[0].decimals == 0


class MarkForm(NamedTuple):
    """How a meaning is spelled, how many numbers its text holds, and the test of them."""

    spelled: re.Pattern[str]
    holds: int
    test: Callable[[Sequence[str], Sequence[ShownNumber]], bool]


def _mark_form(spelled: str, holds: int, test: Callable[[Sequence[str], Sequence[ShownNumber]], bool]) -> MarkForm:
    """A form from the pattern of its spelling."""
    return MarkForm(re.compile(spelled), holds, test)


FORMS: dict[str, MarkForm] = {
    "share": _mark_form(SHARE, 1, _share),
    "wilson": _mark_form(f"wilson {SHARE} {REAL}", 2, _wilson),
    "ends": _mark_form(f"ends {REAL} {REAL}", 2, _ends),
    "estimate": _mark_form(f"estimate {REAL}", 1, _check_value),
    "level": _mark_form(f"level {REAL}", 1, _check_exact_value),
    "points": _mark_form(f"points {SHARE} {SHARE}", 1, _points),
    "newcombe": _mark_form(f"newcombe {SHARE} {SHARE} {REAL}", 2, _newcombe),
    "range": _mark_form(f"range {SHARE} {SHARE}", 2, _range),
    "union": _mark_form(f"union {SHARE} {SHARE} {REAL}", 2, _union),
    "on": _mark_form(r"on (\d+)", 1, _check_on_base),
    "count": _mark_form(r"count (\d+)", 1, _count),
    "counts": _mark_form(f"counts {SHARE}", 2, _check_pair),
    "value": _mark_form(f"value {REAL}", 1, _check_number),
    "spread": _mark_form(f"spread {REAL} {REAL}", 2, _check_span),
    "typed": _mark_form(r"typed (\d+(?:\.\d+)?)", 1, _check_number),
    "axis": _mark_form(f"axis {REAL}", 1, _check_value),
}


def kind_of(value: str) -> str:
    """The kind of a meaning: `share`, `wilson` ...; '' for none that we know."""
    first = "share" if value[:1].isdigit() else value.partition(" ")[0]
    if first in FORMS:
        return first if FORMS[first].spelled.fullmatch(value) else ""
    return value if value in QUOTED else ""


@cache
def follows(value: str, text: str) -> bool:
    """Whether a text follows from what its mark says; a quotation claims nothing.
    >>> follows("21/46", "46"), follows("21/46", "45"), follows("wilson 21/46 0.95", "32–60")
    (True, False, True)
    >>> follows("printed", "67.3"), follows("level 0.95", "95"), follows("21 of 46", "46")
    (True, True, False)
    """
    kind = kind_of(value)
    if kind in QUOTED:
        return True
    if not kind:
        return False
    if kind == "typed":
        return says_typed(value.removeprefix("typed "), text)
    if kind == "value" and text[:1] in {"<", "＜"}:
        return float(value.removeprefix("value ")) < float(text[1:])
    form, shown = FORMS[kind], numbers(text.strip().removesuffix("%").removesuffix("％").strip())
    try:
        spelled = form.spelled.fullmatch(value)
        return spelled is not None and len(shown) == form.holds and form.test(spelled.groups(), shown)
    except (ValueError, ZeroDivisionError):  # counts that no data can have, such as 5 of 3
        return False
