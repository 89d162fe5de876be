"""Cells and labels as words: compared, taken apart, counted, and made into lawful values."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

FILL_IN = re.compile(r"(?P<label>[^〖〗]*)〖(?P<text>.*)〗", re.DOTALL)
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
UNIT = re.compile(r"(?P<number>.*?)\s*(?P<unit>个月|月|年|周岁|岁|元|天|小时|分钟|秒|周|次|人|个)")
# a length of time is a number only where the question names the unit: "1年" is not 1 month
TIMES = {"年": "year", "月": "month", "个月": "month", "周": "week", "天": "day", "小时": "hour",
         "分钟": "minute", "秒": "second"}
LETTER = re.compile(r"(?P<letter>[A-Z]{1,2})[.．、]\s*(?=\S)")
HAN = re.compile(r"[\u3400-\u9fff]")
VALUE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
OTHER = re.compile(r"(?:其他|其它|另外|(?:other|sonstiges|autre|otro)\b).*", re.IGNORECASE | re.DOTALL)
CODE_OF_OTHER = "-oth-"  # LimeSurvey's
KNOWN = {"男": "male", "女": "female", "是": "yes", "否": "no", "不愿透露": "prefer_not", "不知道": "dont_know"}
OPENING, CLOSING = "(（[［【", ")）]］】"
HARD = ("┋", "→")
LONGEST_VALUE = 30
CHINESE_DIGITS = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def tidy(text: str) -> str:
    """The text as it is compared: full-width forms narrowed, invisible characters out, blanks one.

    Examples
    --------
    >>> tidy(" ２０１３　年 ")
    '2013 年'
    """
    seen = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if not seen.isprintable():
        seen = "".join(c for c in seen if unicodedata.category(c) != "Cf")
    return " ".join(seen.split())


def trimmed(text: str) -> str:
    """A label as it is compared at last: the colon or line that asks for words behind it does not count.

    Examples
    --------
    >>> trimmed("其他：____")
    '其他'
    """
    return tidy(text).rstrip(" :_")


def one_line(text: str) -> str:
    """The text with runs of blanks and line breaks made one blank."""
    return " ".join(text.split())


def taken_apart(text: str) -> tuple[str, str]:
    """The label of an answer, and what was filled in beside it.

    Examples
    --------
    >>> taken_apart("其他〖夜校〗"), taken_apart("学校")
    (('其他', '夜校'), ('学校', ''))
    """
    match = FILL_IN.fullmatch(text.strip())
    return (one_line(match["label"]), match["text"].strip()) if match else (one_line(text), "")


def without_letter(text: str) -> tuple[str, str]:
    """The letter before an answer (`A.男`), and the answer."""
    match = LETTER.match(text)
    return (match["letter"], text[match.end():]) if match else ("", text)


def pieces(text: str, separator: str) -> list[str]:
    """The ticked options of a cell; nothing splits inside 〖…〗, and nothing inside brackets where it could.

    Examples
    --------
    >>> pieces("学校┋其他〖a┋b〗", "┋"), pieces("web (a, b), tv", ", ")
    (['学校', '其他〖a┋b〗'], ['web (a, b)', 'tv'])
    """
    if separator not in text:
        return [text.strip()] if text.strip() else []
    opening, closing = ("〖", "〗") if separator in HARD else (OPENING + "〖", CLOSING + "〗")
    found, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth = max(0, depth + (character in opening) - (character in closing))
        if depth == 0 and place >= start and text.startswith(separator, place):
            found.append(text[start:place])
            start = place + len(separator)
    return [piece.strip() for piece in (*found, text[start:]) if piece.strip()]


def number(text: str, question: str = "") -> float | None:
    """The number a cell holds; a unit may follow, a length of time only if the question names it.

    Examples
    --------
    >>> number("１,200元"), number("3个月", "几个月"), number("1年", "几个月")
    (1200.0, 3.0, None)
    """
    bare = tidy(text)
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


def small(word: str) -> int | None:
    """A small whole number in digits or Chinese.

    Examples
    --------
    >>> small("三"), small("10"), small("many")
    (3, 10, None)
    """
    english = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    return int(word) if word.isdecimal() and len(word) < 3 else CHINESE_DIGITS.get(word) or english.get(word.casefold())


def language_of(texts: Iterable[str]) -> str:
    """`zh` where there is a Chinese character, else `en`."""
    return "zh" if any(HAN.search(text) for text in texts) else "en"


def value_of(label: str, place: int) -> str:
    """A value for an option: its own code, a short English word for it, else `o3`.

    Examples
    --------
    >>> [value_of(label, 3) for label in ("A2", "Very bad!", "女", "其他（请注明）", "返乡就业")]
    ['A2', 'very_bad', 'female', 'other', 'o3']
    """
    seen = tidy(label)
    if seen in KNOWN or OTHER.fullmatch(seen):
        return KNOWN.get(seen, "other")
    if VALUE.fullmatch(seen):
        return seen
    words = "_".join(re.findall("[a-z0-9]+", seen.casefold()))
    return words if words and seen.isascii() and len(words) <= LONGEST_VALUE else f"o{place}"
