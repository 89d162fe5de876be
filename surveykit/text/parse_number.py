"""The number that a cell holds."""

import math
import re
from collections.abc import Collection
from functools import lru_cache

from surveykit.text.normalise import normalise

NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+(?:[eE][+-]?[0-9]+)?")
SURELY_DECIMAL = re.compile(r"[+-]?(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+)")
MONEY = re.compile(r"(?:[¥￥$€£]|RMB|CNY|USD|人民币)\s*(?P<number>[0-9].*)|"
                   r"(?P<before>.*[0-9万千亿kw])\s*(?:元人民币|元|块钱|块|RMB|CNY|USD|美元|€|%)", re.IGNORECASE)
FACTORS = {"千": 1e3, "k": 1e3, "万": 1e4, "w": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8}
FACTOR = re.compile(rf"(?P<number>[+-]?[0-9]+(?:[.,][0-9]+)*)\s*(?P<factor>{'|'.join(FACTORS)})", re.IGNORECASE)
UNIT = re.compile(r"(?P<number>.*?)\s*(?P<unit>个月|月|年|周岁|岁|天|小时|分钟|秒|周|次|人|个|(?:years?|yrs?) old)")
# a length of time is a number only where the question names the unit: "1年" is not 1 month
TIMES = {"年": "year", "月": "month", "个月": "month", "周": "week", "天": "day", "小时": "hour",
         "分钟": "minute", "秒": "second"}
CLOCK = re.compile(r"(?:(?P<day>\d+)天)?\s*(?:(?P<hour>\d+)(?:个?小时|时))?\s*(?:(?P<minute>\d+)(?:分钟|分))?\s*"
                   r"(?:(?P<second>\d+)秒钟?)?|(?P<h>\d+):(?P<m>[0-5]\d):(?P<s>[0-5]\d)")
ASKED = {"day": re.compile(r"(?<![每一])天|(?<!per )(?<!each )\bdays?\b"), "hour": re.compile(r"小时|\bhours?\b"),
         "minute": re.compile(r"分钟|\bminutes?\b"), "second": re.compile(r"秒|(?:\b|_)seconds?\b")}
SECONDS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
HAN_NUMBER = re.compile(r"(?:(?P<hundreds>[一二两三四五六七八九])百)?(?P<zero>零)?"
                        r"(?:(?P<tens>[一二三四五六七八九]?)十|(?P<short>[廿卅]))?(?P<ones>[一二三四五六七八九])?")
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ENGLISH = {word: n for n, word in enumerate(TEENS, start=10)} | {
    f"{ten} {one}".strip(): 10 * n + m for n, ten in enumerate(TENS, start=2) for m, one in enumerate(("", *ONES))}
CHINESE_DIGITS = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def parse_number(text: str, question: str = "", *, decimal_comma: bool = False) -> float | None:
    """The number a cell holds; a unit may follow, a length of time only if the question names it.
    二十二岁 and twenty-two are numbers, from ten to 999 (to 99 in English): below ten a word may be an option.
    A sum of money, a percentage (3% is 3) and 2万 or 7k are numbers; times of several units are numbers of the
    one unit that the question names. Ranges and estimates (5000-6000, 7k左右) are none. With `decimal_comma`,
    which `uses_decimal_comma` tells of a column, 1.234,5 is 1234.5.
    >>> parse_number("１,200元"), parse_number("3个月", "几个月"), parse_number("1年", "几个月")
    (1200.0, 3.0, None)
    >>> parse_number("￥3000"), parse_number("2万"), parse_number("3%"), parse_number("1分1秒", "用时（秒）")
    (3000.0, 20000.0, 3.0, 61.0)
    """
    if NUMBER.fullmatch(text):
        return _parse_digits(text, decimal_comma=False)
    bare = normalise(text)
    asked = question.casefold()
    time = _parse_time(bare, asked)
    if time is not None:
        return time
    unit = UNIT.fullmatch(bare)
    if unit:
        if unit["unit"] in TIMES and unit["unit"].removeprefix("个") not in asked and TIMES[unit["unit"]] not in asked:
            return None
        bare = unit["number"]
    money = MONEY.fullmatch(bare)
    bare = (money["number"] or money["before"]) if money else bare
    factor = FACTOR.fullmatch(bare)
    number = _parse_digits(factor["number"] if factor else bare, decimal_comma=decimal_comma)
    if number is None and not factor:
        return _parse_words(bare)
    return number if number is None or not factor else round(number * FACTORS[factor["factor"].casefold()], 6)


def _parse_digits(bare: str, *, decimal_comma: bool) -> float | None:
    """The number that digits are, with marks for thousands and a decimal point or comma."""
    if decimal_comma and DECIMAL_COMMA.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    found = float(bare) if NUMBER.fullmatch(bare) else math.inf
    return found if math.isfinite(found) else None


def _parse_words(bare: str) -> float | None:
    """The number from ten on that words say.
    >>> [_parse_words(word) for word in ("二十二", "廿三", "一百零五", "Twenty-two", "三", "一百二")]
    [22.0, 23.0, 105.0, 22.0, None, None]
    """
    english, han = ENGLISH.get(bare.casefold().replace("-", " ")), HAN_NUMBER.fullmatch(bare)
    if english or han is None:
        return float(english) if english else None
    if (han["zero"] is None) != (han["hundreds"] is None or han["tens"] is not None or not han["ones"]):
        return None
    tens = {"廿": 2, "卅": 3}.get(han["short"], 0) if han["tens"] is None else CHINESE_DIGITS.get(han["tens"], 1)
    number = 100 * CHINESE_DIGITS.get(han["hundreds"], 0) + 10 * tens + CHINESE_DIGITS.get(han["ones"], 0)
    return float(number) if number > 9 else None


@lru_cache
def _named_units(asked: str) -> list[str]:
    """The units of time that a question names."""
    return [unit for unit, words in ASKED.items() if words.search(asked)]


def _parse_time(bare: str, asked: str) -> float | None:
    """A length of time in the one unit of days, hours, minutes or seconds that the question names."""
    match = CLOCK.fullmatch(bare) if bare else None
    named = _named_units(asked) if match else []
    if match is None or len(named) != 1:
        return None
    parts = [int(match[unit] or match[unit[0]] or 0) if unit != "day" else int(match["day"] or 0) for unit in SECONDS]
    return sum(n * seconds for n, seconds in zip(parts, SECONDS.values(), strict=True)) / SECONDS[named[0]]


def uses_decimal_comma(texts: Collection[str], *, told: bool = False) -> bool:
    """Whether a column writes decimals with a comma: several cells can mean nothing else, and none has a point.
    Where the file has `told` (its cells are parted by `;`), all commas of its numbers are decimal ones.
    >>> uses_decimal_comma(["1,54", "1,6", "2"]), uses_decimal_comma(["1,54", "1.6"]), uses_decimal_comma(["1,200"])
    (True, False, False)
    >>> uses_decimal_comma(["1,200"], told=True)
    True
    """
    if not any("," in text or not text.isascii() for text in texts):
        return False
    bare = {normalise(text) for text in texts}
    return ((told or sum(SURELY_DECIMAL.fullmatch(text) is not None for text in bare) > 1)
            and not any(re.fullmatch(r"[+-]?[0-9,]*[0-9]\.[0-9]{1,2}", text) for text in bare))


def parse_small_number(word: str) -> int | None:
    """A small whole number in digits or Chinese.
    >>> parse_small_number("三"), parse_small_number("10"), parse_small_number("many")
    (3, 10, None)
    """
    english = dict(zip(ONES, range(1, 10), strict=True))
    return int(word) if word.isdecimal() and len(word) < 3 else CHINESE_DIGITS.get(word) or english.get(word.casefold())
