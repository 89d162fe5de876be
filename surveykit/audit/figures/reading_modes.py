"""Readings of a printed figure: by which rule were its further decimals dropped?

A share k/n is x = fine * k / n in units of the last printed place, with fine = 100 * 10^decimals, and a
figure prints the whole number m. Each reading is an interval around m with ends at whole halves of that
unit, so "could k of n have been printed so?" is a comparison of integers.
"""

from typing import Any, NamedTuple

import numpy as np

# Halves either way, cut off, the two tidy rules for halves, raised, and any of them.
MODES = ("rounding", "truncation", "half_up", "half_even", "ceiling", "mixed")
LARGEST = 2**58  # a base times the unit of a figure: eight such products are within 64 bits


class ReadingInterval(NamedTuple):
    """An interval in halves of the last printed place, and which of its ends belong to it."""

    low: int
    high: int
    low_closed: bool
    high_closed: bool


_AROUND = {"rounding": (-1, 1, True, True), "truncation": (0, 2, True, False), "half_up": (-1, 1, True, False),
           "ceiling": (-2, 0, False, True), "mixed": (-2, 2, False, False)}


def reading_interval(mode: str, m: int) -> ReadingInterval:
    """What x can have been when m was printed.
    >>> reading_interval("half_up", 673)
    ReadingInterval(low=1345, high=1347, low_closed=True, high_closed=False)
    """
    if mode == "half_even":
        even = m % 2 == 0
        return ReadingInterval(2 * m - 1, 2 * m + 1, even, even)
    low, high, low_closed, high_closed = _AROUND[mode]
    return ReadingInterval(2 * m + low, 2 * m + high, low_closed, high_closed)


def _bounds(mode: str, m: int, fine: int, n: int) -> tuple[int, int]:
    """First and last whole k that prints m on base n (or on every base of an array)."""
    low, high, low_closed, high_closed = reading_interval(mode, m)
    # the least whole number above (or at) a quotient, and the greatest below (or at) one
    return (low * n + 2 * fine - low_closed) // (2 * fine), (high * n - 1 + high_closed) // (2 * fine)


def count_span(mode: str, m: int, fine: int, n: int) -> tuple[int, int]:
    """First and last count out of n that prints m; the last is under the first when there is none.
    >>> count_span("rounding", 43, 100, 46), count_span("rounding", 673, 1000, 46)
    ((20, 20), (31, 30))
    """
    first, last = _bounds(mode, m, fine, n)
    return max(first, 0), min(last, n)


def is_printable(mode: str, m: int, fine: int, n: int) -> bool:
    """Whether some count out of n prints m."""
    first, last = count_span(mode, m, fine, n)
    return first <= last


def count_spans(mode: str, m: Any, fine: int, n: Any) -> tuple[np.ndarray, np.ndarray]:
    """`span` on every base of an array."""
    first, last = _bounds(mode, m, fine, n)
    return np.maximum(first, 0), np.minimum(last, n)


def integer_range(low: int, high: int, largest: int) -> np.ndarray:
    """The bases low..high; as Python integers where a product with `largest` would not fit 64 bits."""
    fits = max(largest, largest * high) < LARGEST
    return np.arange(low, high + 1, dtype=np.int64 if fits else object)
