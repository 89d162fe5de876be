"""What an error says, in Chinese, from one table (`messages.csv`).

Floor 0, below the errors: it knows nothing of ours. English is written where an error is raised;
the table holds each sentence with `{}` for every value put in, and its Chinese with `{1}`, `{2}`
for these values by their place. A text is looked up whole, then as a sentence with values (the one
with the most letters of its own that fits), then line by line and part by part; values are looked
up in the same way, so that what stands inside another sentence is Chinese too. What is not in the
table stays as it is. Nothing is loaded before an error is shown in Chinese.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache, reduce
from importlib.resources import files

SLOT, PLACE = "{}", re.compile(r"\{(\d)\}")
MORE = " and {} more"
QUOTED = r"(?<!\w)(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
VALUE = re.compile(rf"{QUOTED}|-?\d[\d.]*")
VALUES = re.compile(rf"(?P<shown>(?:{VALUE.pattern})(?:, (?:{VALUE.pattern}))*)(?: and (?P<rest>\d+) more)?")
HAN, LATIN = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[A-Za-z0-9'\"]")
COUNTED = re.compile(r"\{\} [a-z]+")
DEEPEST = 6


@cache
def table() -> dict[str, str]:
    """English sentence to Chinese sentence, those with the most letters of their own first."""
    lines = files("surveykit").joinpath("messages.csv").read_text(encoding="utf-8").splitlines()
    pairs = list(csv.reader(lines[1:], strict=True))
    return dict(sorted(pairs, key=lambda pair: (-len(pair[0].replace(SLOT, "")), pair[0])))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """The sentence as a pattern; a counted noun takes a number only."""
    slot = r"([\d,]+)" if COUNTED.fullmatch(template) else "(.*?)"
    return re.compile(slot.join(map(re.escape, template.split(SLOT))), re.DOTALL)


@cache
def _slotted() -> list[tuple[str, str, tuple[str, ...]]]:
    """Sentences with values: English, Chinese, and the pieces that must all be there."""
    return [(en, zh, tuple(filter(None, en.split(SLOT)))) for en, zh in table().items() if SLOT in en]


def in_chinese(text: str) -> str:
    """A message, or a part of one, in Chinese; what has no Chinese stays English.

    Examples
    --------
    >>> in_chinese("The file does not exist.")
    '文件不存在。'
    >>> in_chinese("did you mean 'gender'?")
    "是不是 'gender'？"
    """
    return _said(text, 0)


def _said(text: str, depth: int) -> str:
    """The first of the ways to read a text that gives Chinese."""
    ways: tuple[Callable[[str, int], str | None], ...] = (_whole, _values, _lines, _filled, _parts)
    if depth > DEEPEST or not text:
        return text
    return next((said for way in ways if (said := way(text, depth)) is not None), text)


def _whole(text: str, depth: int) -> str | None:
    """A sentence without values."""
    return table().get(text)


def _values(text: str, depth: int) -> str | None:
    """Numbers and quoted values, which nobody translates, as `errors.listed` writes them."""
    found = VALUES.fullmatch(text)
    if not found:
        return None
    rest = PLACE.sub(found["rest"], table()[MORE]) if found["rest"] else ""
    return "、".join(VALUE.findall(found["shown"])) + rest


def _lines(text: str, depth: int) -> str | None:
    """Line by line, each with the blanks it begins with."""
    if "\n" not in text:
        return None
    lines = [(line[:len(line) - len(line.lstrip())], line.lstrip()) for line in text.split("\n")]
    return "\n".join(blanks + _said(line, depth + 1) for blanks, line in lines)


def _filled(text: str, depth: int) -> str | None:
    """The sentence that fits with the most letters of its own, its values said in turn."""
    for en, zh, pieces in _slotted():
        found = _pattern(en).fullmatch(text) if all(piece in text for piece in pieces) else None
        if found and any(found.groups()):
            values = [_said(value, depth + 1) for value in found.groups()]
            said = [values[int(piece) - 1] if n % 2 else piece for n, piece in enumerate(PLACE.split(zh))]
            return reduce(_joined, filter(None, said))
    return None


def _joined(left: str, right: str) -> str:
    """Two pieces, with a blank between Hanzi and Latin letters or digits, and none between Hanzi."""
    before, after = left.rstrip(" "), right.lstrip(" ")
    if HAN.match(before[-1:]) and HAN.match(after):
        return before + after
    if (HAN.match(before[-1:]) and LATIN.match(after)) or (LATIN.match(before[-1:]) and HAN.match(after)):
        return f"{before} {after}"
    return left + right


def _parts(text: str, depth: int) -> str | None:
    """Part by part, parted by semicolons outside of quotes; None where no part has Chinese."""
    bare = re.sub(QUOTED, lambda quoted: "_" * len(quoted[0]), text)
    cuts = [found.start() for found in re.finditer("; ", bare)]
    parts = [text[start:end] for start, end in zip([0, *(cut + 2 for cut in cuts)], [*cuts, len(text)], strict=True)]
    said = [_said(part, depth + 1) for part in parts]
    return "；".join(said) if cuts and said != parts else None
