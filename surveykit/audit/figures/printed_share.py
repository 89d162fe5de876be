"""A share as printed, in any script: full-width digits, 百分之六十七点三, 千分之五."""

import re
from functools import lru_cache
from typing import NamedTuple

# Full-width digits, stop and percent; not NFKC, which would also read 5² as 52.
NARROW = str.maketrans("０１２３４５６７８９．％－﹣−–", "0123456789.%----")
PLAIN = re.compile(r"(?P<digits>[0-9]{1,30}(?:\.[0-9]{1,30})?)\s*(?P<unit>[%‰]?)")
SPOKEN = re.compile(r"(?P<of>百|千)分之(?P<number>[0-9]{1,30}(?:\.[0-9]{1,30})?|[零〇一二两三四五六七八九十百点]+)")
NEGATIVE = re.compile(r"(-|负|百分之负|千分之负)\s*[0-9零〇一二两三四五六七八九十百]")
DIGITS = {sign: str(value) for value, sign in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
WHOLE = re.compile(r"(?:(?P<hundreds>[一二两三四五六七八九])百)?零?"
                   r"(?:(?P<tens>[一二两三四五六七八九]?)(?P<ten>十))?(?P<ones>[一二两三四五六七八九]?)")


class PrintedShare(NamedTuple):
    """The digits of a share, and what it is a share of: 100 or 1000."""

    digits: str
    scale: int


@lru_cache(maxsize=10_000)  # each property of a figure reads it again
def read_share(text: str) -> PrintedShare | None:
    """The share that a printed string states, or None when it states no exact one.
    >>> read_share("６７．３％") == read_share("百分之六十七点三"), read_share("5‰")
    (True, PrintedShare(digits='5', scale=1000))
    >>> read_share("25%左右") is None
    True
    """
    text = text.strip().translate(NARROW)
    if plain := PLAIN.fullmatch(text):
        return PrintedShare(plain["digits"], 1000 if plain["unit"] == "‰" else 100)
    spoken = SPOKEN.fullmatch(text)
    digits = _spoken_digits(spoken["number"]) if spoken else None
    return PrintedShare(digits, 1000 if spoken["of"] == "千" else 100) if spoken and digits else None


def is_negative(text: str) -> bool:
    """Whether a number under zero stands there."""
    return NEGATIVE.match(text.strip().translate(NARROW)) is not None


def _spoken_digits(number: str) -> str | None:
    """`67.3` for 六十七点三; None for what is no numeral up to 999."""
    if number[0].isascii():
        return number
    whole, point, decimals = number.partition("点")
    match = WHOLE.fullmatch(whole)
    if not whole or (point and not decimals) or any(sign not in DIGITS for sign in decimals):
        return None
    if whole in {"零", "〇"}:
        value = "0"
    elif match and (match["hundreds"] or match["ten"] or match["ones"]):
        tens = 10 * (_place(match["tens"]) or 1) if match["ten"] else 0
        value = str(_place(match["hundreds"]) * 100 + tens + _place(match["ones"]))
    else:
        return None
    return value + ("." + "".join(DIGITS[sign] for sign in decimals) if point else "")


def _place(sign: str | None) -> int:
    """The value of one sign, 0 for none."""
    return int(DIGITS[sign]) if sign else 0
