"""In the child: values of Excel, SPSS and Stata as text, by the same rules."""

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any

EXACT = 1e15  # Excel keeps fifteen digits
SPSS_START = dt.datetime(1582, 10, 14)
STATA_START = dt.datetime(1960, 1, 1)
SPSS_FORMAT = re.compile(r"([A-Z]+)[0-9.]*")
SPSS_KINDS = {
    **dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"), "date"),
    **dict.fromkeys(("DATETIME", "YMDHMS"), "datetime"), **dict.fromkeys(("TIME", "DTIME", "MTIME"), "time")}
STATA_TIMES = {"%tcHH:MM:SS", "%tcHH:MM"}
LOWEST = 1.79e308  # SPSS writes LOWEST and HIGHEST as the largest numbers there are


def cell_text(value: Any) -> str:
    """A cell as text: `3.0` is `3`, TRUE is `1`, dates are ISO, durations hours:minutes:seconds.
    A number of 16 digits or more has lost its last ones in Excel and SPSS; it reads
    `1.10101199003074e+17`, so that what was cut is not taken for whole.
    >>> cell_text(3.0), cell_text(0.25), cell_text(True), cell_text(110101199003074477.0)
    ('3', '0.25', '1', '1.10101199003074e+17')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="milliseconds" if value.microsecond else "seconds")
    return duration_text(value.total_seconds()) if isinstance(value, dt.timedelta) else value.isoformat()


def number_text(value: float) -> str:
    """The shortest text that reads as this number; `3` for 3.0.
    >>> number_text(-0.0), number_text(2.5), number_text(float("inf"))
    ('0', '2.5', 'inf')
    """
    if not abs(value) < EXACT:
        return f"{value:.15g}"
    return str(int(value)) if value == int(value) else repr(value)


def duration_text(seconds: float) -> str:
    """Hours, minutes, seconds; more than 24 hours stay hours.
    >>> duration_text(151_207)
    '42:00:07'
    """
    whole, sign = round(abs(seconds)), "-" if seconds < 0 else ""
    return f"{sign}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def kind_of(container: str, stored: str, shown: str) -> str:
    """ "number", "text", "date", "datetime" or "time", from the type stored and the format shown."""
    if stored == "string":
        return "text"
    if container == "dta":
        plain = shown.replace("%-", "%")
        if plain in STATA_TIMES:
            return "time"
        return "date" if plain.startswith(("%td", "%d")) else "datetime" if plain.startswith("%tc") else "number"
    found = SPSS_FORMAT.fullmatch(shown)
    return SPSS_KINDS.get(found[1], "number") if found else "number"


def text_of(container: str, stored: str, kind: str) -> Callable[[Any], str]:
    """The function that turns one value of a variable into text."""
    if kind == "text":
        return lambda value: value or ""
    if kind == "number":
        return _single if stored == "float" else _number
    seconds = {("dta", "date"): 86_400, ("dta", "datetime"): 0.001, ("dta", "time"): 0.001}.get((container, kind), 1)
    start = STATA_START if container == "dta" else SPSS_START
    if kind == "time":
        return lambda value: _clock(value, seconds)
    return lambda value: _moment(value, start, seconds)


def missing_bound(value: float) -> float:
    """An end of a missing range; SPSS's LOWEST and HIGHEST are infinite."""
    return value if abs(value) < LOWEST else math.copysign(math.inf, value)


def _number(value: Any) -> str:
    """A number, an extended missing value or nothing."""
    if value is None or value != value:
        return ""
    return f".{value}" if isinstance(value, str) else number_text(float(value))


def _single(value: Any) -> str:
    """The same for a number of single precision: the shortest text that reads as it."""
    import numpy as np  # pyreadstat has loaded it

    if value is None or isinstance(value, str) or value != value or float(value).is_integer():
        return _number(value)
    return str(np.float32(value))


def _clock(value: Any, seconds: float) -> str:
    """A time of day or a duration."""
    if value is None or isinstance(value, str) or not abs(value) < EXACT:
        return _number(value)
    return duration_text(value * seconds)


def _moment(value: Any, start: dt.datetime, seconds: float) -> str:
    """A date, with the time of day if it is not midnight; a number outside the calendar stays one."""
    if value is None or isinstance(value, str) or value != value:
        return _number(value)
    try:
        moment = start + dt.timedelta(seconds=round(value * seconds, 3))
    except (OverflowError, ValueError):
        return number_text(float(value))
    if moment.time() == dt.time():
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="milliseconds" if moment.microsecond else "seconds")
