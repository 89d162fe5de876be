"""Text that carries what its numbers are: `46` that knows it is 21/46.

A `MarkedText` is a `str`; whoever only shows it need not know. What a number is stands in a short text of
its own, the same in HTML, Word, PDF, stored notebooks and prose:

    21/46                          the share 21 of 46, in percent
    wilson 21/46 0.95              its Wilson interval at that level
    ends 0.31 0.62                 an interval computed in another way, its ends given
    estimate 0.4712                a share that is no count of a base (weighted, or of pairs)
    level 0.95                     a confidence level
    points 883/2061 1678/4398      a difference of two shares, in percentage points
    newcombe 883/2061 1678/4398 0.95   its interval
    range 356/999 356/901          the lowest and the highest of several possible shares
    union 356/999 356/901 0.95     their Wilson intervals joined
    on 46                          a share that can occur on this base
    count 21                       a count beside a percent
    axis 0.2                       a place on an axis
    counts 21/46                   a count and its base, as they are
    value 0.7903                   another number, rounded (also p, below its smallest)
    spread 0.71 0.88               two of them
    typed 46                       typed into prose: something else in the report must show it
    setting                        a number the author chose
    printed                        a figure somebody else printed, quoted and not claimed
    wording                        words of a questionnaire or of a respondent
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, SupportsIndex

_NUMBER = r"\d+(?:,\d{3})*(?:[.．]\d+)?"
_SIGN = "[+−]"
_SPAN = rf"{_SIGN}?{_NUMBER}(?:\s*[%％]?\s*[–—~～至-]\s*{_SIGN}?{_NUMBER})?"
_CHINESE = "[〇零一二三四五六七八九十百点两]+"
CLAIM = re.compile(
    rf"(?P<percent>{_SPAN})\s*(?:[%％‰]|per\s?cent\b|(?:个|個)?百分[点點]|percentage\s+points?\b)"
    rf"|(?P<points>{_SIGN}{_NUMBER})\s+points\b"
    rf"|[百千]分之(?P<words>{_NUMBER}|{_CHINESE})"
    r"|(?<![分第每])(?P<tenths>[1-9一二三四五六七八九])成(?=[多半以的左右，。、；）]|$)")
_INNER = str.maketrans("“”", "‘’")


class Mark(NamedTuple):
    """A stretch of a text, and what it is."""

    start: int
    stop: int
    value: str


    def __str__(self) -> str:
        return f"{self.start}:{self.stop} {self.value}"

    @classmethod
    def read(cls, text: str) -> Mark:
        """The mark that `str` wrote: `12:14 18/40`."""
        place, _, value = text.partition(" ")
        start, _, stop = place.partition(":")
        return cls(int(start), int(stop), value)


class MarkedText(str):
    """A text with marks, in order and apart from each other."""

    __slots__ = ("marks",)
    marks: tuple[Mark, ...]

    def __new__(cls, text: str, marks: Iterable[Mark] = ()) -> MarkedText:
        made = super().__new__(cls, text)
        made.marks = tuple(sorted(marks))
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return MarkedText, (str.__str__(self), self.marks)

    def __add__(self, other: str) -> str:
        """Marks survive being put before a text."""
        return join_marked(self, other)

    def __radd__(self, other: str) -> str:
        """Marks survive being put after a text."""
        return join_marked(other, self)

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        """A slice keeps the marks that lie wholly in it."""
        text = str.__getitem__(self, key)
        if not isinstance(key, slice) or key.step not in (None, 1):
            return text
        first, last, _ = key.indices(len(self))
        return MarkedText(text, (Mark(m.start - first, m.stop - first, m.value) for m in self.marks
                             if first <= m.start and m.stop <= last))


def marks_of(text: str) -> tuple[Mark, ...]:
    """The marks of a text; a plain text has none."""
    return text.marks if isinstance(text, MarkedText) else ()


def mark_number(text: str, value: str) -> MarkedText:
    """The whole text as one number.
    >>> mark_number("46", "21/46").marks
    (Mark(start=0, stop=2, value='21/46'),)
    """
    return MarkedText(text, (Mark(0, len(text), value),))


def join_marked(*parts: str, by: str = "") -> str:
    """The parts one after the other, marks kept.
    >>> join_marked("(", mark_number("46", "21/46"), "%)").marks
    (Mark(start=1, stop=3, value='21/46'),)
    """
    text, marks, at = by.join(parts), [], 0
    if not any(isinstance(part, MarkedText) for part in parts):
        return text
    for part in parts:
        marks += [Mark(m.start + at, m.stop + at, m.value) for m in marks_of(part)]
        at += len(part) + len(by)
    return MarkedText(text, marks) if marks else text


def strip_marked(text: str) -> str:
    """The text without blanks at its ends, marks kept.
    >>> strip_marked(join_marked(" ", mark_number("46", "21/46"), "% ")).marks
    (Mark(start=0, stop=2, value='21/46'),)
    """
    return text[len(text) - len(text.lstrip()):len(text.rstrip())]


def fill_template(template: str, values: Mapping[str, str]) -> str:
    """A template with its `{slots}` filled, marks kept.
    >>> fill_template("{level}% interval", {"level": mark_number("95", "level 0.95")}).marks
    (Mark(start=0, stop=2, value='level 0.95'),)
    >>> fill_template("“{a}”: “{b}”", {"a": "“home”", "b": "only in “home”"})
    '“home”: “only in ‘home’”'
    """
    values = _nest_quotes(template, values) if "“" in template else values
    if not any(isinstance(value, MarkedText) for value in values.values()):
        return template.format(**values)
    parts: list[str] = []
    for literal, name, _, _ in string.Formatter().parse(template):
        parts += [literal] if name is None else [literal, values[name]]
    return join_marked(*parts)


def _nest_quotes(template: str, values: Mapping[str, str]) -> dict[str, str]:
    """What stands within quotation marks of a template: a whole quotation without its own, others in single ones."""
    nested, depth = dict(values), 0
    for literal, name, _, _ in string.Formatter().parse(template):
        depth += literal.count("“") - literal.count("”")
        quotes = [char for char in values.get(name or "", "") if char in "“”"]
        if name and depth > 0 and quotes[:1] == ["“"]:  # not `a”, “b`
            text = values[name]
            whole = len(quotes) == 2 and text.startswith("“") and text.endswith("”")
            nested[name] = text[1:-1] if whole else carry_marks(text, text.translate(_INNER))
    return nested


def segments(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with its value ('' between the marks).
    >>> segments(join_marked(mark_number("46", "21/46"), "%"))
    [('46', '21/46'), ('%', '')]
    """
    pieces, at = [], 0
    for mark in marks_of(text):
        pieces += [(str.__getitem__(text, slice(at, mark.start)), ""),
                   (str.__getitem__(text, slice(mark.start, mark.stop)), mark.value)]
        at = mark.stop
    pieces.append((str.__getitem__(text, slice(at, None)), ""))
    return [piece for piece in pieces if piece[0]]


def claims(text: str) -> list[tuple[int, int]]:
    """Where the numbers of percentages stand in a text.
    >>> [("36–41% of 46, 百分之九十"[a:b]) for a, b in claims("36–41% of 46, 百分之九十")]
    ['36–41', '九十']
    """
    return [match.span(str(match.lastgroup)) for match in CLAIM.finditer(text)]


def free(text: str) -> list[tuple[int, int]]:
    """Where percentages stand that no mark covers."""
    return [(start, stop) for start, stop in claims(text) if not is_covered(text, start, stop)]


def is_covered(text: str, start: int, stop: int) -> bool:
    """Whether every digit of a stretch belongs to a mark."""
    marks = marks_of(text)
    return all(any(m.start <= i < m.stop for m in marks) for i in range(start, stop) if text[i].isalnum())


def mark_free(text: str, value: str | Callable[[str], str]) -> str:
    """The text, its free percentages marked; where `value` gives '', left as they are."""
    marks = []
    for start, stop in free(text):
        said = value(str.__getitem__(text, slice(start, stop))) if callable(value) else value
        marks += [Mark(start, stop, said)] if said else []
    return MarkedText(text, (*marks_of(text), *marks)) if marks else text


def mark_wording(text: str) -> str:
    """Words of a questionnaire or of a respondent: whatever percentages stand in them are theirs."""
    return mark_free(text, "wording")


def mark_printed(text: str) -> str:
    """A figure as somebody printed it, whole when it is a bare number."""
    return mark_number(text, "printed") if re.fullmatch(rf"{_NUMBER}", text) else mark_free(text, "printed")


def carry_marks(text: str, changed: str) -> str:
    """The marks of a text on the same text with other blanks and line breaks.
    >>> carry_marks(join_marked("Percent (", mark_number("95", "level 0.95"), "% CI)"), "Percent\\n(95% CI)").marks
    (Mark(start=9, stop=11, value='level 0.95'),)
    """
    if not marks_of(text):
        return changed
    old = [i for i, c in enumerate(text) if not c.isspace()]
    new = [i for i, c in enumerate(changed) if not c.isspace()]
    if len(old) != len(new):
        return changed
    at = dict(zip(old, new, strict=True))
    return MarkedText(changed, (Mark(at[m.start], at[m.stop - 1] + 1, m.value) for m in marks_of(text)))


def split_marked(text: str, pieces: Iterable[str]) -> tuple[str, ...]:
    """The pieces of a text, cut at blanks, each with its marks."""
    found, at = [], 0
    for piece in pieces:
        start = text.find(piece, at)
        found.append(text[start:start + len(piece)] if start >= 0 else piece)
        at = start + len(piece) if start >= 0 else at
    return tuple(found)
