"""Regular expressions that cannot hang: matched in one pass over the text.

A codebook is a foreign file, and a backtracking matcher can be kept busy for years by `(a|a)*b`. So a pattern becomes
an automaton (Glushkov 1961): positions of the pattern, kept as the bits of a number, of which each character of the
text reaches some. Work grows with text length times pattern length, whatever the pattern.

Always the whole text must match, as in JavaRosa and the ODK documentation. (Enketo looks for
a part; write `^...$`, which is allowed here, and both agree.) `\\d`, `\\w` and `\\s` are ASCII.

References
----------
Glushkov, V. M. (1961). The abstract theory of automata. Russian Mathematical Surveys 16(5).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

Ranges = tuple[tuple[int, int], ...]

LONGEST_TEXT = 10_000
REMEMBERED = 10_000
BEGIN, END = -1, -2  # what ^ and $ match: the edges of the text, as if they were characters
LAST = 0x10FFFF


class AutomatonFragment(NamedTuple):
    """A part of the automaton: can it be empty, where does it begin, where can it end."""

    empty: bool
    first: int
    last: int


NOTHING = AutomatonFragment(True, 0, 0)


class AutomatonBuilder:
    """The automaton while it grows: what each position matches, and what may follow it."""

    def __init__(self) -> None:
        self.matched: list[Ranges] = [()]
        self.follow: list[int] = [0]

    def position(self, ranges: Ranges) -> AutomatonFragment:
        """A new position."""
        bit = 1 << len(self.matched)
        self.matched.append(ranges)
        self.follow.append(0)
        return AutomatonFragment(False, bit, bit)

    def link(self, last: int, first: int) -> None:
        """Let the one follow the other."""
        for place in _bit_places(last):
            self.follow[place] |= first

    def concatenate(self, one: AutomatonFragment, other: AutomatonFragment) -> AutomatonFragment:
        """One, then the other."""
        self.link(one.last, other.first)
        return AutomatonFragment(one.empty and other.empty, one.first | (other.first if one.empty else 0),
                     other.last | (one.last if other.empty else 0))


class Part(Protocol):
    """A part of a pattern as read; `size` counts its positions, repetitions unrolled."""

    @property
    def size(self) -> int:
        """Positions, repetitions unrolled."""

    def build(self, into: AutomatonBuilder) -> AutomatonFragment:
        """The part added to the automaton."""


@dataclass(frozen=True, slots=True)
class OneCharacter:
    """One character out of some ranges."""

    ranges: Ranges
    size: int = 1

    def build(self, into: AutomatonBuilder) -> AutomatonFragment:
        """A position."""
        return into.position(self.ranges)


@dataclass(frozen=True, slots=True)
class Concatenation:
    """Parts one behind the other."""

    parts: tuple[Part, ...]
    size: int

    def build(self, into: AutomatonBuilder) -> AutomatonFragment:
        """The parts, joined."""
        piece = NOTHING
        for part in self.parts:
            piece = into.concatenate(piece, part.build(into))
        return piece


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several parts."""

    parts: tuple[Part, ...]
    size: int

    def build(self, into: AutomatonBuilder) -> AutomatonFragment:
        """The parts, side by side."""
        empty, first, last = False, 0, 0
        for part in self.parts:
            piece = part.build(into)
            empty, first, last = empty or piece.empty, first | piece.first, last | piece.last
        return AutomatonFragment(empty, first, last)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part `least` to `most` times; None is without limit."""

    part: Part
    least: int
    most: int | None

    @property
    def size(self) -> int:
        """Copies of the part, times its size."""
        return self.part.size * (max(self.least, 1) if self.most is None else self.most)

    def build(self, into: AutomatonBuilder) -> AutomatonFragment:
        """The copies that must be, then those that may be."""
        if not self.part.size:
            return NOTHING
        tail = self._repeat_freely(into) if self.most is None else self._optional_copies(into)
        for _ in range(self.least - (self.most is None)):
            tail = into.concatenate(self.part.build(into), tail)
        return tail

    def _repeat_freely(self, into: AutomatonBuilder) -> AutomatonFragment:
        """A copy that may follow itself."""
        piece = self.part.build(into)
        into.link(piece.last, piece.first)
        return piece if self.least else piece._replace(empty=True)

    def _optional_copies(self, into: AutomatonBuilder) -> AutomatonFragment:
        """Copies that may be left out, each inside the one before it: (x(x(x)?)?)?"""
        tail = NOTHING
        for _ in range((self.most or 0) - self.least):
            tail = into.concatenate(self.part.build(into), tail)._replace(empty=True)
        return tail


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, ready to be matched; equal to another if written alike."""

    text: str
    matched: tuple[Ranges, ...] = field(compare=False, repr=False)
    follow: tuple[int, ...] = field(compare=False, repr=False)
    accepting: int = field(compare=False, repr=False)
    masks: dict[int, int] = field(default_factory=dict, compare=False, repr=False)
    steps: dict[tuple[int, int], int] = field(default_factory=dict, compare=False, repr=False)

    def matches(self, text: str) -> bool:
        """Whether the whole text (its first 10,000 characters) has the pattern."""
        edges = self._mask(BEGIN) | (0 if text else self._mask(END))
        state = self._pass_edges(1, edges)
        for character in text[:LONGEST_TEXT]:
            state = self._step(state, ord(character))
            if not state:
                return False
        return bool(self._pass_edges(state, self._mask(END)) & self.accepting)

    def _step(self, state: int, code: int) -> int:
        """The positions reached from some positions by one character."""
        known = self.steps.get((state, code))
        if known is None:
            if len(self.steps) >= REMEMBERED:
                self.steps.clear()
            known = self.steps[state, code] = self._reach(state) & self._mask(code)
        return known

    def _reach(self, state: int) -> int:
        """All positions that may follow some positions."""
        reached = 0
        for place in _bit_places(state):
            reached |= self.follow[place]
        return reached

    def _mask(self, code: int) -> int:
        """The positions that match one character."""
        if code not in self.masks:
            self.masks[code] = sum(1 << place for place, ranges in enumerate(self.matched)
                                   if any(low <= code <= high for low, high in ranges))
        return self.masks[code]

    def _pass_edges(self, state: int, edges: int) -> int:
        """The positions, and those reached by passing ^ or $ on the spot."""
        before = 0
        while state != before:
            before, state = state, state | (self._reach(state) & edges)
        return state


def build_automaton(text: str, part: Part) -> Pattern:
    """The pattern that a part read from `text` stands for."""
    builder = AutomatonBuilder()
    piece = part.build(builder)
    builder.follow[0] = piece.first
    accepting = piece.last | (1 if piece.empty else 0)
    return Pattern(text, tuple(builder.matched), tuple(builder.follow), accepting)


def complement(ranges: Ranges) -> Ranges:
    """Every character that is not in the ranges.
    >>> complement(((5, 9), (7, 20)))
    ((0, 4), (21, 1114111))
    """
    free, low = [], 0
    for start, end in sorted(ranges):
        if start > low:
            free.append((low, start - 1))
        low = max(low, end + 1)
    return (*free, (low, LAST)) if low <= LAST else tuple(free)


def _bit_places(bits: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
