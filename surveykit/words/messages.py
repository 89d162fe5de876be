"""What an error says, in Chinese, from one table (`messages.csv`).

Below the errors it knows nothing of ours. English is written where an error is raised;
the table holds each sentence with `{}` for every value put in, and its Chinese with `{1}`, `{2}`
for these values by their place. A text is looked up whole, then line by line, then as a sentence
with values (the one that leaves the fewest letters unread), then part by part; values are looked
up in the same way, so that what stands inside another sentence is Chinese too. What is not in the
table stays as it is. Nothing is loaded before an error is shown in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, reduce
from typing import NamedTuple

SLOT, PLACE = "{}", r"\{(\d)\}"
MORE = " and {} more"
QUOTED = r"(?<!\w)(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
VALUE = rf"{QUOTED}|-?\d[\d.]*"
VALUES = rf"(?P<shown>(?:{VALUE})(?:, (?:{VALUE}))*)(?: and (?P<rest>\d+) more)?"
HAN, LATIN = r"[\u3400-\u9fff]", r"[A-Za-z0-9'\"]"
WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"  # Hanzi and their punctuation
COUNTED = r"\{\} [a-z]+"
ANY, SHORT = "(.*?)", rf"((?:{QUOTED}|(?!: ).)*?)"
DEEPEST = 6


@cache
def table() -> dict[str, str]:
    """English sentence to Chinese sentence: those that begin with a word first, of these the longest first."""
    import csv  # deferred, as all that is dear: errors are imported by every child process
    from importlib.resources import files

    lines = files("surveykit.words").joinpath("messages.csv").read_text(encoding="utf-8").splitlines()
    pairs = list(csv.reader(lines[1:], strict=True))
    return dict(sorted(pairs, key=lambda pair: (pair[0].startswith(SLOT), -len(pair[0]), pair[0])))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """The sentence as a pattern; a counted noun takes a number only, and a value at an end no colon.

    Else the place before a sentence ("sheet survey, row 3: ...") would be read as part of its first value.
    """
    if re.fullmatch(COUNTED, template):
        return re.compile(rf"([\d,]+){re.escape(template.removeprefix(SLOT))}")
    pieces = template.split(SLOT)
    slots = [ANY] * (len(pieces) - 1)
    slots[0] = SHORT if not pieces[0] and not re.match(r"; | [A-Z]", pieces[1]) else slots[0]
    slots[-1] = SHORT if not pieces[-1] and not pieces[-2].endswith((": ", "; ", ". ")) else slots[-1]
    parts = [re.escape(piece) + slot for piece, slot in zip(pieces, [*slots, ""], strict=True)]
    return re.compile("".join(parts), re.DOTALL)


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
    return _said(text, 0).text


class Said(NamedTuple):
    """A text, and how many letters of the table it was read by."""

    letters: int
    text: str


def _said(text: str, depth: int) -> Said:
    """The first of the ways to read a text that gives Chinese."""
    ways: tuple[Callable[[str, int], Said | None], ...] = (_whole, _values, _lines, _filled, _parts)
    if depth > DEEPEST or not text:
        return Said(0, text)
    return next((said for way in ways if (said := way(text, depth)) is not None), Said(0, text))


def _whole(text: str, depth: int) -> Said | None:
    """A sentence without values."""
    return Said(len(text), table()[text]) if text in table() else None


def _values(text: str, depth: int) -> Said | None:
    """Numbers and quoted values, which nobody translates, as `errors.listed` writes them."""
    found = re.fullmatch(VALUES, text)
    if not found:
        return None
    rest = re.sub(PLACE, found["rest"], table()[MORE]) if found["rest"] else ""
    return Said(0, "、".join(re.findall(VALUE, found["shown"])) + rest)


def _lines(text: str, depth: int) -> Said | None:
    """Line by line, each with the blanks it begins with."""
    if "\n" not in text:
        return None
    said = [(line[:len(line) - len(line.lstrip())], _said(line.lstrip(), depth + 1)) for line in text.split("\n")]
    return Said(sum(line.letters for _, line in said), "\n".join(blanks + line.text for blanks, line in said))


def _filled(text: str, depth: int) -> Said | None:
    """The sentence that leaves the fewest letters unread, its values said in turn."""
    fitting = [(en, zh, found) for en, zh, pieces in _slotted()
               if all(piece in text for piece in pieces) and (found := _pattern(en).fullmatch(text))]
    said = [_with_values(en, zh, found.groups(), depth) for en, zh, found in fitting]
    return max(said, key=lambda one: one.letters, default=None)


def _with_values(en: str, zh: str, values: Sequence[str], depth: int) -> Said:
    """The Chinese of a sentence with its values put in."""
    said = [_said(value, depth + 1) for value in values]
    pieces = [said[int(piece) - 1].text if n % 2 else piece for n, piece in enumerate(re.split(PLACE, zh))]
    letters = len(en.replace(SLOT, "")) + sum(value.letters for value in said)
    return Said(letters, reduce(_joined, filter(None, pieces)))


def _joined(left: str, right: str) -> str:
    """Two pieces, with a blank between Hanzi and Latin letters or digits, and none between full-width signs."""
    before, after = left.rstrip(" "), right.lstrip(" ")
    meeting = before[-1:] + after[:1]
    if re.fullmatch(WIDE * 2, meeting):
        return before + after
    return f"{before} {after}" if re.fullmatch(f"{HAN}{LATIN}|{LATIN}{HAN}", meeting) else left + right


def _parts(text: str, depth: int) -> Said | None:
    """Part by part, parted by semicolons outside of quotes; None where no part has Chinese."""
    bare = re.sub(QUOTED, lambda quoted: "_" * len(quoted[0]), text)
    cuts = [found.start() for found in re.finditer("; ", bare)]
    parts = [text[start:end] for start, end in zip([0, *(cut + 2 for cut in cuts)], [*cuts, len(text)], strict=True)]
    said = [_said(part, depth + 1) for part in parts]
    letters = sum(part.letters for part in said)
    return Said(letters, "；".join(part.text for part in said)) if cuts and letters else None
