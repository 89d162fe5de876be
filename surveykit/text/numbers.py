"""The number that a cell holds."""

from __future__ import annotations

import math
import re

from surveykit.text.normalise import normalise

NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
UNIT = re.compile(r"(?P<number>.*?)\s*(?P<unit>个月|月|年|周岁|岁|元|天|小时|分钟|秒|周|次|人|个)")
# a length of time is a number only where the question names the unit: "1年" is not 1 month
TIMES = {"年": "year", "月": "month", "个月": "month", "周": "week", "天": "day", "小时": "hour",
         "分钟": "minute", "秒": "second"}
CHINESE_DIGITS = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def parse_number(text: str, question: str = "") -> float | None:
    """The number a cell holds; a unit may follow, a length of time only if the question names it.

    Examples
    --------
    >>> parse_number("１,200元"), parse_number("3个月", "几个月"), parse_number("1年", "几个月")
    (1200.0, 3.0, None)
    """
    bare = normalise(text)
    match = UNIT.fullmatch(bare)
    if match:
        unit, asked = match["unit"], question.casefold()
        if unit in TIMES and unit.removeprefix("个") not in asked and TIMES[unit] not in asked:
            return None
        bare = match["number"]
    if THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    found = float(bare) if NUMBER.fullmatch(bare) else math.inf
    return found if math.isfinite(found) else None


def parse_small_number(word: str) -> int | None:
    """A small whole number in digits or Chinese.

    Examples
    --------
    >>> parse_small_number("三"), parse_small_number("10"), parse_small_number("many")
    (3, 10, None)
    """
    english = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    return int(word) if word.isdecimal() and len(word) < 3 else CHINESE_DIGITS.get(word) or english.get(word.casefold())
