"""Dates as cells hold them: year first, day or month first, or a month of a year."""

import re

ISO = re.compile(r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:[T ].{4,})?")
MONTH = re.compile(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])|年(?:0?[1-9]|1[0-2])月)")
DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:[T ].{4,})?")
CLOCK = r"(?:[T ,].*)?"
MONTH_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
YEAR_FIRST = (re.compile(rf"(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})(?:[-/.月](?P<day>\d{{1,2}})日?|月)?{CLOCK}"),
              re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"))
YEAR_LAST = re.compile(rf"(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.](?:\d{{4}}|\d{{2}}){CLOCK}")
NAMED = (re.compile(rf"(?P<day>\d{{1,2}})[-/ ]{MONTH_NAME},?[-/ ](?:\d{{4}}|\d{{2}}){CLOCK}"),
         re.compile(rf"{MONTH_NAME} (?P<day>\d{{1,2}}),? \d{{4}}{CLOCK}"))
MONTH_SHORT = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
EXCEL_DATE = re.compile(rf"\d{{1,2}}月\d{{1,2}}日|{MONTH_SHORT}-\d{{1,2}}|\d{{1,2}}-{MONTH_SHORT}", re.IGNORECASE)
NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december")
MONTHS = {name: n for n, whole in enumerate(NAMES, start=1) for name in (whole, whole[:3])}
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_date(text: str) -> bool:
    """Whether a normalised text is a day or a month of a year: a month of 12, and a day that this month has.
    Where the day may come first or the month, one reading is enough; months may have their English names.
    >>> [is_date(text) for text in ("2026-02-28", "2026年3月4日 10:15", "31/01/2026", "3 Sep 2026", "2026-02")]
    [True, True, True, True, True]
    >>> [is_date(text) for text in ("2026-02-30", "13/13/2026", "2026-13-05", "abc", "12")]
    [False, False, False, False, False]
    """
    match = next((found for pattern in YEAR_FIRST if (found := pattern.fullmatch(text))), None)
    if match:
        return is_day(int(match["month"]), int(match["day"] or 1))
    match = YEAR_LAST.fullmatch(text)
    if match:
        first, second = int(match["day"]), int(match["month"])
        return is_day(first, second) or is_day(second, first)
    match = next((found for pattern in NAMED if (found := pattern.fullmatch(text))), None)
    return match is not None and is_day(MONTHS.get(match["name"].casefold(), 0), int(match["day"]))


def is_day(month: int, day: int) -> bool:
    """Whether a month has this day, in a leap year at least."""
    return 1 <= month <= 12 and 1 <= day <= LENGTHS[month - 1]
