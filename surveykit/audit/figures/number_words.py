"""Numbers in words: Chinese numerals, tenths (成), and English tens and units."""

import re

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两三四五六七八九十百千"
UNITS = {word: value for value, word in enumerate(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
     "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"), start=1)}
TENS = {word: 10 * value for value, word in enumerate(
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2)}
ONES, TEN = "|".join(list(UNITS)[:9]), "|".join(TENS)
HUNDREDS = (rf"(?:({ONES}) hundred(?:\b(?! (?:and )?(?:thousand|million))"
            rf"(?:(?: and)? (?={TEN}|{'|'.join(UNITS)}))?))")
ENGLISH = re.compile(rf"(?:{HUNDREDS}?(?:({TEN})(?:[- ]({ONES}))?|({'|'.join(UNITS)}))|{HUNDREDS})", re.IGNORECASE)


def chinese_number(text: str) -> str:
    """A Chinese numeral in digits, decimals kept as they are said; '' if it is none.
    >>> chinese_number("六十七点三"), chinese_number("百"), chinese_number("十二"), chinese_number("三五")
    ('67.3', '100', '12', '35')
    """
    whole, point, rest = text.partition("点")
    if point and not rest:
        return ""
    decimals = "".join(str(DIGITS[sign]) for sign in rest if sign in DIGITS)
    if len(decimals) != len(rest):
        return ""
    value = _parse_whole(whole)
    return "" if value is None else f"{value}{'.' if point else ''}{decimals}"


def _parse_whole(text: str) -> int | None:
    """The whole number that a numeral says."""
    if text and all(sign in DIGITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    value, digit = 0, None
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in PLACES:
            value += (1 if digit is None else digit) * PLACES[sign]
            digit = None
        else:
            return None
    return value + (digit or 0) if text else None


def english_number(text: str) -> str:
    """An English number word under a thousand in digits; '' if it is none.
    >>> english_number("Forty-three"), english_number("one hundred"), english_number("two hundred and six")
    ('43', '100', '206')
    """
    match = ENGLISH.fullmatch(text.strip())
    if match is None:
        return ""
    many, tens, unit, alone, hundreds = (part.lower() if part else "" for part in match.groups())
    return str(100 * UNITS.get(many or hundreds, 0) + TENS.get(tens, 0) + UNITS.get(unit or alone, 0))
