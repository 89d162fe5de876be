"""Reads a regular expression: the part that Java (ODK Collect), JavaScript (Enketo) and we share.

Known: characters, `.`, `[...]`, `\\d \\w \\s \\D \\W \\S \\t \\n \\r \\f`, `\\uXXXX`, `\\xXX`,
groups `(...)` and `(?:...)`, `|`, `* + ? {n} {n,} {n,m}` (also with a lazy `?`), `^` and `$`.
Everything else, look-ahead and back-references above all, is refused with its place.
"""

import re

from surveykit.errors import CodebookError
from surveykit.expression.expression_source import ExpressionSource
from surveykit.expression.patterns import (
    BEGIN,
    END,
    Alternatives,
    Concatenation,
    OneCharacter,
    Part,
    Pattern,
    Ranges,
    Repeat,
    build_automaton,
    complement,
)
from surveykit.words.messages import Message

LONGEST = 200
LARGEST = 1_000
DEEPEST = 20

_SETS = {"d": ((48, 57),), "w": ((48, 57), (65, 90), (95, 95), (97, 122)), "s": ((9, 13), (32, 32))}
_SETS |= {name.upper(): complement(ranges) for name, ranges in _SETS.items()}
_CONTROLS = {"t": 9, "n": 10, "r": 13, "f": 12}
_ANY = complement(tuple((code, code) for code in (10, 13, 0x85, 0x2028, 0x2029)))
_QUANTIFIER = re.compile(r"([*+?]|\{([0-9]+)(?:(,)([0-9]*))?\})\??")
_CODE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))")


def read_pattern(text: str, source: ExpressionSource, start: int) -> Pattern:
    """The pattern written in `source` from the place `start` on."""
    reader = PatternReader(text, source, start)
    if len(text) > LONGEST:
        raise reader.fault(Message("A pattern cannot be longer than {longest} characters.", longest=LONGEST), 0,
                           len(text), fix=Message("use a shorter pattern, or two regex() joined by and"))
    part = reader.alternatives()
    if reader.next:
        raise reader.fault(Message("There is no '(' for this ')'."), reader.place,
                           fix=Message(r"write \) for the character itself"))
    if part.size > LARGEST:
        raise reader.fault(Message("A pattern cannot repeat more than {largest} characters in all.", largest=LARGEST),
                           0, len(text), fix=Message("use smaller numbers in {{...}}, or string-length(.)"))
    return build_automaton(text, part)


class PatternReader:
    """Reads a pattern from left to right."""

    def __init__(self, text: str, source: ExpressionSource, start: int) -> None:
        self.text, self.source, self.start = text, source, start
        self.place = self.depth = 0

    @property
    def next(self) -> str:
        """The character to be read, '' at the end."""
        return self.text[self.place:self.place + 1]

    def fault(self, what: str, first: int, last: int | None = None, *, fix: str) -> CodebookError:
        """An error that points into the pattern."""
        return self.source.fault(what, self.start + first, self.start + (last or first + 1), fix=fix)

    def take(self, piece: str) -> bool:
        """Whether the piece stands here; if so, it is passed."""
        found = self.text.startswith(piece, self.place)
        self.place += len(piece) * found
        return found

    def alternatives(self) -> Part:
        """Alternatives, up to a closing parenthesis or the end."""
        parts = [self.sequence()]
        while self.take("|"):
            parts.append(self.sequence())
        return Alternatives(tuple(parts), sum(part.size for part in parts)) if len(parts) > 1 else parts[0]

    def sequence(self) -> Part:
        """Parts one behind the other."""
        parts = []
        while self.next and self.next not in "|)":
            parts.append(self.repetition(self.repeatable()))
        return Concatenation(tuple(parts), sum(part.size for part in parts)) if len(parts) != 1 else parts[0]

    def repetition(self, part: Part) -> Part:
        """The part with what follows it: `*`, `+`, `?` or `{n,m}`."""
        place, found = self.place, _QUANTIFIER.match(self.text, self.place)
        if not found:
            return part
        self.place = found.end()
        if self.next and self.next in "*+?{":
            raise self.fault(Message("{next!r} cannot follow another repetition.", next=self.next), self.place,
                             fix=Message("repeat once, or put the first repetition in (...)"))
        least, most = _repetition_bounds(found)
        if most is not None and most < least:
            raise self.fault(Message("The smaller number must stand first."), place, found.end(),
                             fix=Message("write {{{most},{least}}}", most=most, least=least))
        if most is None and isinstance(part, Repeat) and part.most is None:
            raise self.fault(Message("A repetition without limit cannot itself be repeated without limit."), place,
                             found.end(), fix=Message("repeat once: a+ instead of (a+)+"))
        return Repeat(part, least, most)

    def repeatable(self) -> Part:
        """What stands before a repetition: a character, a set or a group."""
        place, character = self.place, self.next
        if character in "*+?{":
            raise self.fault(Message("There is nothing that {character!r} could repeat.", character=character), place,
                             fix=Message("write \\{character} for the character itself", character=character))
        if character in "([\\":
            return {"(": self.group, "[": self.bracket, "\\": self.escaped_character}[character]()
        self.place += 1
        code = ord(character)
        return OneCharacter({".": _ANY, "^": ((BEGIN, BEGIN),), "$": ((END, END),)}.get(character, ((code, code),)))

    def group(self) -> Part:
        """`(...)` or `(?:...)`."""
        place = self.place
        self.take("(")
        if self.next == "?" and not self.take("?:"):
            raise self.fault(Message("A group cannot begin with '(?' other than '(?:'."), place, place + 3,
                             fix=Message("look-ahead and flags are not known; use two regex() joined by and"))
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault(Message("Groups cannot be nested deeper than {deepest} levels.", deepest=DEEPEST), place,
                             fix=Message("use fewer groups"))
        part = self.alternatives()
        self.depth -= 1
        if not self.take(")"):
            raise self.fault(Message("This group must be closed."), place,
                             fix=Message(r"add ')', or write \( for the character itself"))
        return part

    def escaped_character(self) -> Part:
        """`\\d` and the like, outside of brackets."""
        return OneCharacter(self.escape())

    def escape(self) -> Ranges:
        """What a backslash and its character stand for."""
        place, character = self.place, self.text[self.place + 1:self.place + 2]
        found = _CODE.match(self.text, place)
        self.place = found.end() if found else place + 2
        if character in _SETS and character:
            return _SETS[character]
        if found or character in _CONTROLS or (character.isascii() and not character.isalnum() and character):
            code = int(found[1] or found[2], 16) if found else _CONTROLS.get(character) or ord(character)
            return ((code, code),)
        raise self.fault(Message("'\\{character}' is not known in a pattern.", character=character), place, place + 2,
                         fix=Message(r"use [A-Za-z] for letters, [一-鿿] for Chinese characters, \\ for a backslash"))

    def bracket(self) -> Part:
        """`[...]` or `[^...]`."""
        place = self.place
        self.take("[")
        negative = self.take("^")
        ranges: list[tuple[int, int]] = []
        while self.next and self.next != "]":
            ranges += self.span()
        if not self.take("]") or not ranges:
            raise self.fault(Message("A set must be closed by ']' and hold at least one character."), place,
                             fix=Message(r"write [...], or \[ for the character itself"))
        return OneCharacter(complement(tuple(ranges)) if negative else tuple(ranges))

    def span(self) -> Ranges:
        """A character or a range `a-z` inside of brackets."""
        place, low = self.place, self.member()
        ahead = self.text[self.place + 1:self.place + 2]
        if self.next != "-" or ahead in ("", "]") or not _is_single(low):
            return low
        self.place += 1
        high = self.member()
        if not _is_single(high) or high[0][0] < low[0][0]:
            raise self.fault(Message("A range in brackets must go from a lower to a higher character."), place,
                             self.place, fix=Message("write the smaller one first, or put the - last"))
        return ((low[0][0], high[0][0]),)

    def member(self) -> Ranges:
        """One member of a set."""
        if self.next == "[" or self.text.startswith("&&", self.place):
            raise self.fault(Message("{next!r} must be escaped inside of brackets.", next=self.next), self.place,
                             fix=Message("write \\{next}", next=self.next))
        if self.next == "\\":
            return self.escape()
        self.place += 1
        code = ord(self.text[self.place - 1])
        return ((code, code),)


def _is_single(ranges: Ranges) -> bool:
    """Whether ranges are one character."""
    return len(ranges) == 1 and ranges[0][0] == ranges[0][1]


def _repetition_bounds(found: re.Match[str]) -> tuple[int, int | None]:
    """The least and most times of a repetition."""
    simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(found[1])
    if simple:
        return simple
    least = int(found[2])
    return least, (int(found[4]) if found[4] else None) if found[3] else least
