"""The audit against counting: every figure of up to two decimals, random questions, honest reports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

import surveykit as sk
from surveykit.audit import MODES, Tie, attainable, bases, closes, judge, nested, pooled
from surveykit.audit.reading import spans

SINGLE_MODES = MODES[:-1]
# How a program may print 100 k / n: its rule, and what the audit calls it.
RULES = {"half_up": "rounding", "half_even": "rounding", "half_down": "rounding", "truncation": "truncation",
         "ceiling": "ceiling"}


def printed_units(k: int, n: int, decimals: int, rule: str) -> int:
    """100 k / n in units of the last printed place, by a rule: long division and a look at the remainder."""
    whole, rest = divmod(100 * 10**decimals * k, n)
    up = {"half_up": 2 * rest >= n, "half_down": 2 * rest > n, "truncation": False, "ceiling": rest > 0,
          "half_even": 2 * rest > n or (2 * rest == n and whole % 2 == 1)}[rule]
    return whole + up


def text(units: int, decimals: int) -> str:
    """`67.3` for 673 units of one decimal."""
    digits = str(units).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def counted(n: int, decimals: int) -> dict[str, np.ndarray]:
    """For each reading: whether count k prints m, as the pairs (m, k) in order, from printing every k of n."""
    k = np.arange(n + 1, dtype=np.int64)
    whole, rest = np.divmod(100 * 10**decimals * k, n)
    up = {"half_up": 2 * rest >= n, "half_down": 2 * rest > n, "truncation": rest < 0, "ceiling": rest > 0,
          "half_even": (2 * rest > n) | ((2 * rest == n) & (whole % 2 == 1))}
    found = {rule: {(int(m), int(c)) for m, c in zip(whole + add, k, strict=True)} for rule, add in up.items()}
    found["rounding"] = found["half_up"] | found["half_down"]
    found["mixed"] = set().union(*found.values())
    return found


class TestEveryFigureUpTo500:
    @pytest.mark.parametrize("decimals", [0, 1, 2])
    def test_all_printable_strings_have_the_counts_that_counting_finds(self, decimals):
        fine = 100 * 10**decimals
        marks = np.arange(fine + 1, dtype=np.int64)
        for n in range(1, 501):
            expected = counted(n, decimals)
            for mode in MODES:
                first, last = spans(mode, marks, fine, n)
                size = np.maximum(last - first + 1, 0)
                # as many pairs as counting finds, and the same ones: no string gains or loses a count
                assert int(size.sum()) == len(expected[mode])
                hit = np.flatnonzero(size)
                assert {(int(m), int(c)) for m in hit for c in range(first[m], last[m] + 1)} == expected[mode]

    @pytest.mark.parametrize("decimals", [0, 1, 2])
    def test_attainable_says_the_same_of_the_printed_string(self, decimals):
        fine = 100 * 10**decimals
        for n in [*range(1, 61), 99, 100, 101, 250, 499, 500]:
            expected = counted(n, decimals)
            near = {m + step for m, _ in expected["mixed"] for step in (-1, 0, 1)} & set(range(fine + 1))
            for m in sorted(near):
                found = attainable(text(m, decimals), n)
                for mode in MODES:
                    assert found.by(mode) == tuple(sorted(k for k in found.by("mixed") if (m, k) in expected[mode]))
                assert {(m, k) for k in found.mixed} == {pair for pair in expected["mixed"] if pair[0] == m}
