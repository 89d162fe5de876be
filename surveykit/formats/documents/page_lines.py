"""In the child: fragments of a page as lines, and lines as paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

HEADED = 1.15  # times the usual size of letters: a heading
CAPTION = re.compile(r"^(续?表|图|附表|Table|Figure|Fig\.)\s*[0-9A-Z一二三四五六七八九十]")
LISTED = re.compile(r"^([•●○■◆▪·–-]\s|[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、]\s?[^\s\d.,;:)）。，；：])")
ENDED = re.compile(r"[。！？.!?：:；;][”’\"')）]?$")
WORD = re.compile(r"[!-~\u00a1-\u024f]+")
LATIN = re.compile(r"[!-~\u00a1-\u024f]")


class Fragment(NamedTuple):
    """Signs of one line without a wide gap between them; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(slots=True)
class PageLine:
    """Fragments side by side."""

    pieces: list[Fragment]

    @property
    def left_edge(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right_edge(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def height(self) -> float:
        """The size of its letters."""
        return median(piece.bottom - piece.top for piece in self.pieces)

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def first_word(self) -> float:
        """The width of its first word, or of a Chinese sign and a half: what did not fit on the line before."""
        word = WORD.match(self.pieces[0].text)
        if word is None:
            return 1.5 * self.height
        return (self.pieces[0].right - self.left_edge) * len(word[0]) / len(self.pieces[0].text)

    @property
    def captions(self) -> bool:
        """Whether it begins as the caption of a table or figure does."""
        return CAPTION.match(self.text) is not None


def make_lines(fragments: Sequence[Fragment]) -> list[PageLine]:
    """Fragments that share most of their height as one line, from top to bottom."""
    lines: list[PageLine] = []
    for fragment in sorted(fragments, key=lambda f: ((f.top + f.bottom) / 2, f.left)):
        if lines and _level(lines[-1].pieces[-1], fragment):
            lines[-1].pieces.append(fragment)
        else:
            lines.append(PageLine([fragment]))
    for line in lines:
        line.pieces.sort(key=lambda f: f.left)
    return lines


def _level(a: Fragment, b: Fragment) -> bool:
    """Whether two fragments stand on one line."""
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared > 0.6 * min(a.bottom - a.top, b.bottom - b.top)


def join_lines(first: str, second: str) -> str:
    """Two lines as one: a blank between alphabets, none between Chinese signs."""
    if not first or not second:
        return first + second
    if first[-1] == "-" and first[-2:-1].isalpha() and second[0].islower():
        return first[:-1] + second
    both = LATIN.match(first[-1]) and LATIN.match(second[0])
    return f"{first} {second}" if both else first + second


@dataclass(slots=True)
class PageParagraph:
    """Lines of one paragraph."""

    lines: list[PageLine]
    page: int

    @property
    def text(self) -> str:
        """The lines, run together."""
        text = ""
        for line in self.lines:
            text = join_lines(text, line.text)
        return text

    def goes_on(self, line: PageLine, right: float) -> bool:
        """Whether a line belongs to the paragraph, whose page has text up to `right`."""
        last = self.lines[-1]
        if LISTED.match(line.text) or line.captions or (last.captions and line.left_edge < last.left_edge):
            return False
        size, gap = last.height, line.top - last.bottom
        indented = line.left_edge > last.left_edge + 0.8 * size and len(self.lines) > 1
        short = last.right_edge + line.first_word + size < right
        return gap < 0.95 * size and abs(line.height - size) < 0.2 * size and not indented and not short

    def runs_over(self, line: PageLine, right: float) -> bool:
        """Whether a line at the head of the next page goes on with the sentence."""
        last = self.lines[-1]
        same = abs(line.height - last.height) < 0.1 * last.height
        full = last.right_edge + line.first_word + last.height > right
        return (same and not ENDED.search(last.text) and full and not LISTED.match(line.text) and not line.captions)

    def kind(self, usual: float) -> str:
        """Heading, caption or text."""
        if self.lines[0].captions:
            return "caption"
        return "heading" if self.lines[0].height > HEADED * usual and len(self.lines) < 4 else "text"
