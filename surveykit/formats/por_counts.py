"""In the child: how many cases and variables a portable SPSS file holds, counted without its reader.

The file does not say it; its values are walked one by one to the Zs at its end, in lines of 80 signs, so that a
piece cut out or put in is seen. Numbers declared missing are kept, which its reader leaves blank.
Layout: PSPP developers' guide, "Portable File Format".
"""

import re
from collections.abc import Mapping
from math import inf

from surveykit.errors import ReadError, list_quoted
from surveykit.words.messages import Message

LINE, TABLE, SIGNATURE, START = 80, 200, 456, 464
SIGNS = ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .<(+|&[]!$*);^-/|,%_>?`:#@'=\"")
FIRST_SIGN = 64  # where they begin in the table of the file's own signs
NUMBER = re.compile(r" *(?:\*.|(?P<sign>[+-]?)(?:(?P<whole>[0-9A-T]+)(?:\.(?P<rest>[0-9A-T]*))?|"
                    r"\.(?P<part>[0-9A-T]+))(?P<power>[+-][0-9A-T]+)?/)")
COUNT = re.compile(r" *([0-9A-T]{1,6})/")
END = re.compile(r"Z[Z ]*\Z")
DAMAGED = Message("open it in SPSS and save it anew, or export it again")


class PortableText:
    """The signs of the file, how far they were read, and what is declared missing: of numbers the ranges, and the
    values by their cases; of texts the variables.
    """

    def __init__(self, text: str) -> None:
        self.text, self.at = text, START
        self.gaps: list[str] = []
        self.ranges: dict[str, list[tuple[float, float]]] = {}
        self.missing: dict[str, dict[int, float]] = {}

    def take(self, length: int) -> str:
        """The next signs."""
        if self.at + length > len(self.text):
            raise ValueError
        self.at += length
        return self.text[self.at - length:self.at]

    def count(self) -> int:
        """A whole number, written with thirty digits."""
        found = COUNT.match(self.text, self.at)
        if found is None:
            raise ValueError
        self.at = found.end()
        return int(found[1], 30)

    def words(self) -> str:
        """A text behind its length."""
        return self.take(self.count())

    def value(self, width: int) -> re.Match[str] | None:
        """A text, or a number: missing ones are a star and a sign."""
        if width:
            self.words()
            return None
        found = NUMBER.match(self.text, self.at)
        if found is None:
            raise ValueError
        self.at = found.end()
        return found


def por_counts(data: bytes, name: str) -> tuple[int, int]:
    """Cases and variables."""
    cases, widths, _ = read_portable(data, name)
    return cases, len(widths)


def read_portable(data: bytes, name: str) -> tuple[int, dict[str, int], PortableText]:
    """Cases, widths and what is missing; a ReadError if the file is not whole, or where its reader would lose texts."""
    try:
        signs = PortableText(_signs(data))
        widths = _dictionary(signs)
        cases = _cases(signs, widths)
    except (ValueError, KeyError, IndexError):
        raise ReadError("The file is damaged or cut off.", where="{file}", fix=DAMAGED, file=name) from None
    if signs.gaps:
        raise ReadError("No text of {names} can be read from a portable file, where one is declared missing.",
                        where="{file}", fix="save it as .sav in SPSS or PSPP", names=list_quoted(signs.gaps), file=name)
    return cases, widths, signs


def _number(found: re.Match[str] | None) -> float | None:
    """A number written with thirty digits; None for a missing one."""
    if found is None or not (found["whole"] or found["part"]):
        return None
    rest = found["part"] or found["rest"] or ""
    power = int(found["power"] or "0", 30) - len(rest)
    size = int((found["whole"] or "") + rest, 30)
    try:
        value = float(size * 30 ** power) if 0 <= power < LINE else size * 30.0 ** power
    except OverflowError:
        return None
    return -value if found["sign"] == "-" else value


def _signs(data: bytes) -> str:
    """The lines put together, each sign as ASCII has it."""
    *lines, last = data.decode("latin-1").replace("\r\n", "\n").rstrip("\n\x1a").split("\n")
    if any(len(line) != LINE for line in lines) or len(last) > LINE:
        raise ValueError
    text = "".join([*lines, last])
    own = text[TABLE + FIRST_SIGN:TABLE + FIRST_SIGN + len(SIGNS)]
    if own[:36] != SIGNS[:36]:
        text = text.translate({ord(mine): sign for mine, sign in zip(own, SIGNS, strict=True)})
    if text[SIGNATURE:START] != "SPSSPORT":
        raise ValueError
    return text


def _dictionary(signs: PortableText) -> dict[str, int]:
    """Variable to width (0 for a number); what is read ends before the data."""
    signs.take(1)
    signs.words()
    signs.words()
    widths: dict[str, int] = {}
    promised, last, name = None, 0, ""
    while (tag := signs.take(1)) != "F":
        if tag in "1236C":
            signs.words()
        elif tag == "4":
            promised = signs.count()
        elif tag == "5":
            signs.count()
        elif tag == "7":
            last = signs.count()
            name = signs.words()
            widths[name] = last
            for _ in range(6):
                signs.count()
        elif tag in "89AB":
            signs.gaps += [name] if last and name not in signs.gaps else []
            said = [_number(signs.value(last)) for _ in range(2 if tag == "B" else 1)]
            low, high = -inf if tag == "9" else said[0], inf if tag == "A" else said[-1]
            if low is not None and high is not None:
                signs.ranges.setdefault(name, []).append((low, high))
        else:
            _labels(tag, signs, widths)
    if promised != len(widths):
        raise ValueError
    return widths


def _labels(tag: str, signs: PortableText, widths: dict[str, int]) -> None:
    """Labels of values, or lines of a document."""
    if tag not in "DE":
        raise ValueError
    names = [signs.words() for _ in range(signs.count())]
    if tag == "D":
        for _ in range(signs.count()):
            signs.value(widths[names[0]])
            signs.words()


def _cases(signs: PortableText, widths: Mapping[str, int]) -> int:
    """How often the values of all variables follow one another before the end."""
    cases = 0
    while not END.match(signs.text, signs.at):
        if not widths:
            raise ValueError
        for name, width in widths.items():
            found = signs.value(width)
            value = _number(found) if name in signs.ranges else None
            if value is not None and any(low <= value <= high for low, high in signs.ranges[name]):
                signs.missing.setdefault(name, {})[cases] = value
        cases += 1
    return cases
