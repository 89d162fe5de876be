"""Dates as cells hold them: year first, day or month first, or a month of a year."""

from __future__ import annotations

import re

ISO = re.compile(r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:[T ].{4,})?")
MONTH = re.compile(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])|年(?:0?[1-9]|1[0-2])月)")
DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:[T ].{4,})?")
LONG_MONTHS = frozenset({1, 3, 5, 7, 8, 10, 12})


def is_date(text: str) -> bool:
    """Whether a normalised text is a date: a month of 12, and a day that this month has.

    Where the day may come first or the month, one reading is enough.

    Examples
    --------
    >>> [is_date(text) for text in ("2026-02-28", "2026年3月4日 10:15", "31/01/2026", "1/31/2026")]
    [True, True, True, True]
    >>> [is_date(text) for text in ("2026-02-30", "13/13/2026", "abc", "2026-02")]
    [False, False, False, False]
    """
    numbers = [int(number) for number in re.findall(r"\d+", text)[:3]]
    if ISO.fullmatch(text):
        return is_day(numbers[1], numbers[2])
    return DAY_FIRST.fullmatch(text) is not None and (
        is_day(numbers[0], numbers[1]) or is_day(numbers[1], numbers[0]))


def is_day(month: int, day: int) -> bool:
    """Whether a month has this day, in a leap year at least."""
    longest = 31 if month in LONG_MONTHS else 29 if month == 2 else 30
    return 1 <= month <= 12 and 1 <= day <= longest
