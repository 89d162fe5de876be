"""Numbers that a text spells otherwise: 5 965, 28·9 %, 43,5 %, 1.2万, nine of 46, 九人."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from surveykit.audit.figures.number_words import CHINESE, ENGLISH, chinese_number, english_number

MIDDLE_POINT = re.compile(r"(?<=\d)[·‧∙](?=\d)")
DECIMAL_COMMA = re.compile(r"(?<![\d.,])\d{1,3}(?P<comma>,)\d{1,2}(?=\s*[%‰])")
# 5 965: not after a name (group 2 100), not in a row of numbers
BLANKS = re.compile(r"(?<![\d.,:/±<>=-])(?<!\d )\d{1,3}(?: \d{3})+(?![\d.,:/]\d|\d| ?[%‰]| \d)")
NAMED = re.compile(r"(?:group|table|figure|wave|phase|stage|grade|type|model|step|arm|no\.|class|表|图|第|组)\s*$",
                   re.IGNORECASE)
MYRIADS = re.compile(r"(?<![\d.,])(?P<number>\d{1,6}(?:\.\d{1,4})?)\s*(?P<unit>[万亿])(?!\s*(?:多|余|来|几|左右"
                     r"|上下|以[上下]|[元亩吨美公千]|分之))")
PEOPLE = r"[名人位份例个家户座所辆只棵株艘块张处](?![口次均员力才生民类们家性工均数月小])"
CHINESE_WORD = re.compile(rf"(?<![第每之{CHINESE}\d.点数])[{CHINESE}]{{1,9}}(?=\s*{PEOPLE})")
ENGLISH_WORD = re.compile(rf"(?<![\w-])(?<!\bin )(?<!\bone of )(?<!\bone out of )(?<!\bevery )(?<!\bper )"
                          rf"{ENGLISH.pattern}"
                          r"(?=\s+(?:out\s+of|of|[(]|[a-z]))(?!\s+(?:per\b|hundred|thousand|million|thirds?"
                          rf"|quarters?|fifths?|fold|times|in\s+(?:every\s+)?(?:\d|{ENGLISH.pattern})|to\b|or\b|point\b"
                          r"|and a half"
                          rf"|of (?:the|these|those|them|which|our)\b(?!\s+(?:(?:other|remaining)\s+)?"
                          rf"(?:\d|{ENGLISH.pattern}))))", re.IGNORECASE)


class Spelling(NamedTuple):
    """A stretch of text and the plain number that it says; `rounded` for one that stands for a range (1.2万)."""

    start: int
    end: int
    plain: str
    rounded: bool = False


def find_spellings(text: str, *, words: bool) -> list[Spelling]:
    """The numbers of a text that are not plain digits, in order; those in words only where asked."""
    found = sorted([*_in_signs(text), *(_in_words(text) if words else ())])
    return [one for place, one in enumerate(found) if not place or found[place - 1].end <= one.start]


def _in_signs(text: str) -> Iterator[Spelling]:
    """Decimals with a middle point or a comma, thousands parted by blanks, myriads."""
    for match in MIDDLE_POINT.finditer(text):
        yield Spelling(match.start(), match.end(), ".")
    for match in DECIMAL_COMMA.finditer(text):
        yield Spelling(match.start("comma"), match.end("comma"), ".")
    for match in BLANKS.finditer(text) if " " in text else ():
        if not NAMED.search(text[max(0, match.start() - 12):match.start()]):
            yield Spelling(match.start(), match.end(), match[0].replace(" ", ""))
    for match in MYRIADS.finditer(text):
        value = Decimal(match["number"]) * (10**4 if match["unit"] == "万" else 10**8)
        if value == value.to_integral_value():
            yield Spelling(match.start(), match.end(), str(int(value)), rounded=True)


def _in_words(text: str) -> Iterator[Spelling]:
    """Whole numbers from two on that count somebody."""
    for match in CHINESE_WORD.finditer(text):
        number = chinese_number(match[0])
        if number.isdecimal() and int(number) > 1:
            yield Spelling(match.start(), match.end(), number)
    for match in ENGLISH_WORD.finditer(text):
        number = english_number(match[0])
        if number and int(number) > 1:
            yield Spelling(match.start(), match.end(), number)
