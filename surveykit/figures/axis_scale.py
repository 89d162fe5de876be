"""From values to inches: a horizontal scale with round ticks."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count

from surveykit.result import format as fmt
from surveykit.words.marks import join_marked, mark_number

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """What is shown: limits, ticks with their words, a line to stand out, guide lines."""

    low: float
    high: float
    ticks: tuple[float, ...]
    words: Callable[[float], str]
    zero: float | None = None
    guides: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class AxisScale:
    """An axis laid between two places on the sheet."""

    axis: Axis
    left: float
    right: float

    def __call__(self, value: float) -> float:
        """Where a value stands; beyond the axis it stands at its end."""
        part = (value - self.axis.low) / (self.axis.high - self.axis.low)
        return self.left + min(max(part, 0.0), 1.0) * (self.right - self.left)


def step(length: float, count: int = 5) -> float:
    """A round step that cuts `length` into at most `count` parts.
    >>> step(0.62), step(100), step(7)
    (0.2, 20.0, 2.0)
    """
    size = 10.0 ** math.floor(math.log10(length / count))
    wide = (size * part for part in STEPS)
    return next((round(w, 12) for w in wide if length / w <= count + 1e-9), size * 10)


def ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round values from at or below `low` to at or above `high`; a round part further where they are the same.
    >>> ticks(0, 0.58), ticks(2, 2), ticks(0, 0)
    ((0.0, 0.2, 0.4, 0.6), (2.0, 2.5), (0.0, 0.2))
    """
    apart = step(high - low or abs(low) or 1.0, count)
    first, last = math.floor(low / apart + 1e-9), math.ceil(high / apart - 1e-9)
    return tuple(round(i * apart, 12) for i in range(first, max(last, first + 1) + 1))


def percent(value: float) -> str:
    """A proportion as the words of a tick."""
    return join_marked(mark_number(fmt.decimal_text(100 * abs(value), 0), f"axis {abs(value):g}"), "%")


def shares(values: Iterable[float | None]) -> Axis:
    """An axis of proportions from 0 to just above the largest value, at most 1."""
    top = max(finite_numbers(values), default=0.0)
    marks = ticks(0.0, min(max(top, 0.1), 1.0))
    return Axis(0.0, marks[-1], marks, percent)


def unit(values: Iterable[float | None], guides: tuple[tuple[float, str], ...] = ()) -> Axis:
    """An axis from 0 to 1, further left when a value is negative."""
    low = min([0.0, *finite_numbers(values)])
    marks = ticks(low, 1.0)
    return Axis(marks[0], 1.0, marks, tidy(marks), 0.0 if low < 0 else None, guides)


def around_zero(values: Iterable[float | None], words: Callable[[float], str] | None = None) -> Axis:
    """An axis that holds every value and zero, with a line at zero."""
    found = [*finite_numbers(values), 0.0]
    low, high = min(found), max(found)
    marks = ticks(low, high if high > low else low + 1.0)
    return Axis(marks[0], marks[-1], marks, words or tidy(marks), 0.0)


def between(low: float, high: float) -> Axis:
    """An axis with fixed ends, such as the points of a rating scale."""
    points = high - low <= 10 and low == int(low) and high == int(high)
    found = range(int(low), int(high) + 1) if points else ticks(low, high, 8)
    inner = tuple(float(t) for t in found if low - 1e-9 <= t <= high + 1e-9)
    return Axis(low, high, inner, tidy(inner))


def tidy(marks: Iterable[float]) -> Callable[[float], str]:
    """Tick words with as many decimals as the ticks need."""
    decimals = next(d for d in count() if all(abs(round(m, d) - m) < 1e-9 for m in marks))
    return lambda value: fmt.decimal_text(value, decimals)


def finite_numbers(values: Iterable[float | None]) -> list[float]:
    """The values that are numbers."""
    return [float(v) for v in values if v is not None and math.isfinite(v)]
