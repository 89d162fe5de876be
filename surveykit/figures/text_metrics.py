"""Fonts and text: which font draws a character, how wide it is, where a label may break."""

import dataclasses
import os
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from surveykit.errors import ReportError
from surveykit.figures.style import LEADING
from surveykit.files.fonts import font_file
from surveykit.text.display_width import is_wide

EM = 100
NOT_FIRST = "，。、；：！？）】》」』”’％%,.;:!?)]}·…/"
PAUSES = "，。、；：！？）,.;:!?)"
WRAPS = 16
NOT_LAST = "（【《「『“‘([{"


@dataclasses.dataclass(frozen=True)
class Letters:
    """An ordered list of fonts: the first one that holds a character draws it."""

    families: tuple[str, ...]
    fonts: tuple[FT2Font, ...]
    maps: tuple[Mapping[int, int], ...]
    widths: dict[str, float]

    def absent(self, text: str) -> set[str]:
        """Characters no font holds."""
        return {c for c in text if not any(ord(c) in held for held in self.maps)}

    def width(self, text: str, points: float) -> float:
        """Inches a line of text takes."""
        return sum(self._advance(c) for c in text) * points / 72

    def _advance(self, character: str) -> float:
        """The character's width, in parts of its height."""
        if character not in self.widths:
            code = ord(character)
            font = next((f for f, held in zip(self.fonts, self.maps, strict=True) if code in held), None)
            glyph = font and font.load_char(code, flags=LoadFlags.NO_HINTING)
            self.widths[character] = glyph.linearHoriAdvance / 65536 / EM if glyph else 1.0
        return self.widths[character]

    def wrap(self, text: str, inches: float, points: float) -> tuple[str, ...]:
        """Lines no wider than `inches`: as few as possible, ending at a comma, even in length."""
        pieces = _pieces(text)
        widest = self._fill(pieces, inches, points)
        if len(widest) == 1:
            return widest
        if len(widest) == 2:
            return self._halves(pieces, inches, points) or widest
        least = max(self.width(piece.rstrip(), points) for piece in pieces)
        widths = [w for i in range(WRAPS) if (w := inches * (1 - i / WRAPS / 2)) >= least]
        tries = [self._fill(pieces, w, points) for w in widths or [inches]]
        even = [lines for lines in reversed(tries) if len(lines) == len(widest)]
        return max(even, key=lambda lines: sum(line[-1] in PAUSES for line in lines[:-1]))

    def _fill(self, pieces: Sequence[str], inches: float, points: float) -> tuple[str, ...]:
        """Pieces put on lines one after the other; a piece too long is cut by character."""
        lines, line = [], ""
        for piece in pieces:
            if self.width((line + piece).rstrip(), points) <= inches:
                line += piece
                continue
            lines.append(line.rstrip())
            line = piece.lstrip()
            while self.width(line.rstrip(), points) > inches and len(line) > 1:
                fit = self._longest(line, inches, points)
                lines.append(line[:fit])
                line = line[fit:]
        return tuple(part for part in (*lines, line.rstrip()) if part) or ("",)

    def _halves(self, pieces: Sequence[str], inches: float, points: float) -> tuple[str, ...]:
        """Two lines that fit, the first ending at a comma if it can, else nearly equal; or none."""
        cuts = [("".join(pieces[:i]).rstrip(), "".join(pieces[i:])) for i in range(1, len(pieces))]
        wide = [tuple(self.width(half, points) for half in cut) for cut in cuts]
        fitting = [(cut[0][-1:] not in PAUSES, abs(first - last), cut)
                   for cut, (first, last) in zip(cuts, wide, strict=True)
                   if max(first, last) <= inches and min(first, last) > inches / 5]
        return min(fitting)[2] if fitting else ()

    def _longest(self, text: str, inches: float, points: float) -> int:
        """How many leading characters fit, at least one."""
        fit = 1
        while fit < len(text) and self.width(text[:fit + 1], points) <= inches:
            fit += 1
        return fit


def clean(text: str) -> str:
    """The text on one line: blanks are single, characters without a shape are left out.
    >>> clean(" plan\\n\\tafter\\u200b service ")
    'plan after service'
    """
    shown = (" " if c.isspace() else c for c in text)
    kept = "".join(c for c in shown if unicodedata.category(c) not in {"Cc", "Cf"})
    return " ".join(kept.split())


def leading(points: float) -> float:
    """Inches from one line to the next."""
    return points * LEADING / 72


def letters(language: str) -> Letters:
    """The fonts of a language: Chinese sans, then DejaVu Sans; English can do without the first."""
    try:
        first = [str(font_file("sans"))]
    except ReportError:
        if language == "zh" or os.environ.get("SURVEYKIT_FONT"):
            raise
        first = []
    last = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    return _load((*first, str(last)))


@cache
def _load(paths: tuple[str, ...]) -> Letters:
    """The fonts, made known to matplotlib once per process."""
    entries = [_register(path) for path in paths]
    fonts = tuple(_open_font(entry) for entry in entries)
    for font in fonts:
        font.set_size(EM, 72)
    maps = tuple(font.get_charmap() for font in fonts)
    return Letters(tuple(entry.name for entry in entries), fonts, maps, {})


def _register(path: str) -> font_manager.FontEntry:
    """The font under a name of its own, so that no other file of that family can stand in."""
    manager = font_manager.fontManager
    manager.addfont(path)
    faces = [entry for entry in manager.ttflist if entry.fname == path]
    chosen = next((entry for entry in faces if entry.name.endswith(" SC")), faces[0])
    named = dataclasses.replace(chosen, name=f"surveykit {Path(path).name}", weight=400)
    manager.ttflist.append(named)
    return named


def _open_font(entry: font_manager.FontEntry) -> FT2Font:
    """The font, with the face of a font collection that was chosen (matplotlib 3.11 and later can choose)."""
    index = getattr(entry, "index", 0)
    return FT2Font(entry.fname, face_index=index) if index else FT2Font(entry.fname)


def _pieces(text: str) -> tuple[str, ...]:
    """The text cut where a line may end: after a blank, and around a Chinese character."""
    pieces: list[str] = []
    for character in text:
        if pieces and not _may_break(pieces[-1][-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return tuple(pieces)


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in NOT_FIRST or after == " " or before in NOT_LAST:
        return False
    return before == " " or is_wide(before) or is_wide(after)
