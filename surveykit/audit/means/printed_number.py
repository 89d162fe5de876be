"""A printed number and what it may stand for: exact ends, by rounding and by truncation."""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from numbers import Integral

from surveykit.errors import AnalysisError, ReadError

NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
# Full-width signs and the several dashes a minus is printed with; one character for one, so that places
# in a text stay where they are.
PLAIN = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
                      | dict.fromkeys(map(ord, "−–‒﹣"), "-") | {0x3000: " ", 0xA0: " ", 0x2009: " "})
READINGS = ("rounding", "truncation")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed: its exact value and how many decimals stand there."""

    value: Fraction
    decimals: int

    @property
    def unit(self) -> Fraction:
        """One in the last place."""
        return Fraction(1, 10**self.decimals)

    def span(self, reading: str) -> tuple[Fraction, Fraction]:
        """Lowest and highest value that is printed so.
        By rounding both ends belong to it (halves go either way); by truncation the end further from zero does not.
        """
        if reading == "rounding":
            return self.value - self.unit / 2, self.value + self.unit / 2
        further = self.value - self.unit if self.value < 0 else self.value + self.unit
        return min(self.value, further), max(self.value, further)

    def wholes(self, times: int, reading: str = "rounding") -> range:
        """The whole numbers k for which k / times is printed so."""
        low, high = (end * times for end in self.span(reading))
        if reading == "rounding":
            return range(ceil(low), floor(high) + 1)
        if self.value < 0:
            return range(floor(low) + 1, floor(high) + 1)
        return range(ceil(low), ceil(high))


def parse_number(text: str | int, what: str = "A mean") -> PrintedNumber:
    """A number from the string that was printed.
    Raises ReadError when no number stands there, AnalysisError for a float, whose zeros are lost.
    """
    if isinstance(text, float):
        raise AnalysisError("{subject} must be the string that was printed, not {text!r}.",
                            fix="write '{text}' in quotes, with every zero that was printed", subject=what, text=text)
    bare = str(text).translate(PLAIN).strip()
    if not NUMBER.fullmatch(bare):
        raise ReadError("{subject} must be a number as printed, not {text!r}.", fix="grim('3.45', 20)",
                        subject=what, text=str(text))
    return PrintedNumber(Fraction(bare), len(bare.partition(".")[2]))


def require_people(n: int, items: int = 1, *, least: int = 1) -> None:
    """Refuse fewer people than a statistic needs, or no items."""
    for number in (n, items):
        if not isinstance(number, Integral) or isinstance(number, bool):
            raise AnalysisError("People and items must be whole numbers, not {number!r}.", fix="grim('3.45', 20)",
                                number=number)
    if n < least or items < 1:
        raise AnalysisError("There must be at least {least} people and 1 item, not {n} and {items}.",
                            fix="grimmer('3.45', '1.20', 20, items=1)", least=least, n=n, items=items)


def require_scale(low: int | None, high: int | None) -> None:
    """Refuse a scale with one end, or one that does not rise."""
    whole = [end for end in (low, high) if isinstance(end, int) and not isinstance(end, bool)]
    if (low, high) != (None, None) and not (len(whole) == 2 and whole[0] < whole[1]):
        raise AnalysisError("A scale must have two whole ends, the lower first, not {low} and {high}.",
                            fix="grimmer('3.45', '1.20', 20, low=1, high=5)", low=low, high=high)
