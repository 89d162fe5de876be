"""Column widths by content, so that nothing wraps badly on A4; shared by Word and PDF.

Widths are estimated in ems (a Chinese character is 1), which is exact enough for columns and
needs no font. Sums are exactly rounded (`fsum`): the built-in sum rounds otherwise since Python 3.12, and a report
must have the same bytes on every version.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from surveykit.result import Grid
from surveykit.text.display_width import is_wide
from surveykit.words.marks import carry_marks, split_marked

MEASURE = 453.0  # points: A4 less margins of 2.5 cm
PAD = 4.0  # points on each side of a cell
# Font sizes in points, each with the ems a column of words should at least have: a somewhat smaller table is better
# than words stacked one above the other, but nothing is smaller than 8 points (`wide_tables` cuts what is wider).
STEPS = ((9.0, 10.0), (8.5, 10.0), (8.5, 7.0), (8.0, 7.0), (8.0, 5.0), (8.0, 3.0))
_LONGEST = 14.0  # ems of a word that must not break; longer ones may
_PIECE = 7.6  # ems of a piece of a heading that should stay on one line
_BOLD = 1.12  # of its ems, what a bold word of a heading may take in a wide face
FACE = 0.82  # of the ems a word must be given room for, what a letter of running text takes
_LINE, _RULE = 1.3, 0.5  # line height in sizes, and points that rows take beside
_DROP = 0.5  # ems of spare room given at a time
_SHORT = 320.0  # points of body rows that are kept together, under half a page
_PAGE = 680.0  # points of body rows that one page holds below its heading and caption, with room for notes
_TIED = 215.0  # points of a table, caption and notes too, that Word keeps together: under a third of a page
_TALLER = 1.35  # times the lowest height that a table may take for the sake of larger letters
_ENDS = 3, 60.0  # rows at either end of a longer table that stay together, and the points they may take
_TALL = 330.0  # points of a row that may split, about half a page
CAPTION = 34.0  # points of a caption of one line, with what is above and below it
_BREAKS = re.compile(r"[\u2e80-\uffef][，。；：、！？）】」』”%]*\s*|[^\s\u2e80-\uffef]+\s*|\s+")
_NUMBER = re.compile(r"[-−+]?[\d(<≥≤∞–](?:[\d\s./%()–~<=+−∞-]|,(?=\d))*")


@dataclass(frozen=True, slots=True)
class ColumnWidths:
    """Font size in points, the width of each column in points, and the points above and below the text of a row."""

    size: float
    widths: tuple[float, ...]
    gap: float = 2.0

    def height(self, row: tuple[str, ...] | str, face: float = FACE) -> float:
        """Points a body row will roughly take, in a face of that width."""
        cells = [(row, math.fsum(self.widths))] if isinstance(row, str) else zip(row, self.widths, strict=True)
        lines = max((count_lines(text, (width - 2 * PAD) / self.size, face) for text, width in cells), default=1)
        return lines * self.size * _LINE + 2 * self.gap + _RULE

    def head_height(self, grid: Grid) -> float:
        """Points the heading rows will roughly take, their bold words in a wide face."""
        heights = []
        for row in grid.head:
            ends = [0, *accumulate(head.across for head in row)]
            widths = [math.fsum(self.widths[a:b]) for a, b in pairwise(ends)]
            texts = (break_heading(head.text, width, self.size) for head, width in zip(row, widths, strict=True))
            heights.append(replace(self, widths=tuple(widths)).height(tuple(texts), _BOLD))
        return math.fsum(heights)

    def total(self, grid: Grid) -> float:
        """Points all body rows will roughly take."""
        return math.fsum(map(self.height, grid.rows))

    def keeps(self, grid: Grid) -> bool:
        """Whether a table is short enough to be kept on one page."""
        return self.total(grid) <= _SHORT

    def tied_rows(self, grid: Grid) -> frozenset[int]:
        """The rows that Word keeps with the next one: all of a table that leaves under a third of a page empty where
        it does not fit, a few at both ends of a longer one."""
        heights = [self.height(row, 1.0) for row in grid.rows]
        around = self.head_height(grid) + CAPTION * bool(grid.caption) + note_height("".join(grid.notes), 1.0)
        if around + math.fsum(heights) <= _TIED:
            return frozenset(range(len(heights)))
        (rows, most), every = _ENDS, range(len(heights))
        first = [i for i in every[:rows - 1] if i == 0 or math.fsum(heights[:i + 2]) <= most]
        last = [i for i in every[-rows:-1] if math.fsum(heights[i:]) <= most]
        return frozenset([*first, *last])

    def splits(self, row: tuple[str, ...] | str) -> bool:
        """Whether a row is so tall that it has to be allowed to split."""
        return self.height(row) > _TALL


@lru_cache(100)
def fit_columns(grid: Grid, measure: float = MEASURE) -> ColumnWidths:
    """The largest size at which the columns fit, and the columns themselves; a smaller one if it saves a page or a
    quarter of the height, as where a column of words has no room beside others."""
    room = measure - 2 * PAD * len(grid.align)
    fits = list(_fit_sizes(grid, room))
    if fits:
        most = _TALLER * min(columns.total(grid) for columns in fits)
        fits = [columns for columns in fits if columns.total(grid) <= most]
        tight = [replace(columns, gap=columns.gap / 2) for columns in fits]
        return next((columns for columns in (*fits, *tight) if columns.total(grid) <= _PAGE), fits[0])
    size, comfort = STEPS[-1]
    needed = least_widths(grid, comfort)
    scale = room / math.fsum(needed)
    return ColumnWidths(size, tuple(width * scale + 2 * PAD for width in needed))


def _fit_sizes(grid: Grid, room: float) -> Iterator[ColumnWidths]:
    """The columns at every size at which they fit, the largest first."""
    unbroken, natural = _natural(grid, lambda head: [head]), _natural(grid, heading_pieces)
    for size, comfort in STEPS:
        needed = least_widths(grid, comfort)
        if size * math.fsum(needed) <= room:
            roomy = size * math.fsum(map(max, unbroken, needed)) <= room
            yield ColumnWidths(size, _share_room(grid, needed, unbroken if roomy else natural, size, room))


def least_widths(grid: Grid, comfort: float = STEPS[0][1]) -> list[float]:
    """Ems each column needs so that only words, and headings at their joints, break.
    Columns of words get at least `comfort` ems, or what their longest cell takes.
    """
    needed = [max(whole, heading, min(longest, comfort)) + 0.3 for whole, heading, longest in _needs(grid)]
    return _under_spanners(grid, needed, lambda text: ems(text) / 2)


@lru_cache(100)
def _needs(grid: Grid) -> list[tuple[float, float, float]]:
    """Ems of each column's longest word, longest piece of a heading and longest cell."""
    return [(max([*map(_token_ems, body), *(_BOLD * _token_ems(head) for head in heads)], default=1.0),
             max((_piece(piece) for head in heads for piece in heading_pieces(head)), default=0.0),
             max(map(ems, body), default=0.0)) for heads, body in _columns(grid)]


def is_number(text: str) -> bool:
    """Whether a cell holds a number, a range or `k/n`, which must stay on one line.
    >>> is_number("46 (32–60)"), is_number("21/46"), is_number("返乡"), is_number("11, 14, 22")
    (True, True, False, False)
    """
    return _NUMBER.fullmatch(text) is not None


def ems(text: str) -> float:
    """Width of a text on one line, in ems.
    >>> ems("返乡")
    2.0
    """
    return math.fsum(map(_letters(1.0).__getitem__, text))


def run_ems(text: str, face: float = FACE) -> float:
    """Width of running text: letters take less on average than a word must be given room for, more in a wide face."""
    return math.fsum(map(_letters(face).__getitem__, text))


def count_lines(text: str, width: float, face: float = FACE) -> int:
    """Lines a text takes in a column of so many ems, broken between words and Chinese characters; a longer word is cut.
    >>> count_lines("返乡 home", 3.0), count_lines("返乡返乡", 3.0), count_lines("a\\nb", 9.0)
    (2, 2, 2)
    """
    if "\n" not in text and run_ems(text, face) <= width:
        return 1
    lines = 0
    for line in text.split("\n"):
        lines, taken = lines + 1, 0.0
        for piece in _BREAKS.findall(line):
            whole, visible = run_ems(piece, face), run_ems(piece.rstrip(), face)
            if taken and taken + visible > width:
                lines, taken = lines + 1, 0.0
            lines += max(math.ceil(visible / width) - 1, 0)
            taken = taken + whole if visible <= width else visible % width
    return lines


def note_height(text: str, face: float, lead: float = 1.45) -> float:
    """Points the notes below a table take, with what is above and below them."""
    return 18 + 8.8 * lead * count_lines(text, MEASURE / 8, face) if text else 18


def heading_pieces(heading: str) -> list[str]:
    """A heading cut where it may break: before a bracket.
    >>> heading_pieces("百分比（95% 区间）/%"), heading_pieces("Percent (95% CI)")
    (['百分比', '（95% 区间）/%'], ['Percent', '(95% CI)'])
    """
    return list(split_marked(heading, re.split(r"(?<=\S)(?=（)| (?=\()", heading)))


def break_heading(heading: str, width: float, size: float) -> str:
    """A heading, with a line break at its joints if it is wider than its column (points)."""
    fits = ems(heading) * size <= width - 2 * PAD + 0.5
    return heading if fits else carry_marks(heading, "\n".join(heading_pieces(heading)))


class _Letters(dict[str, float]):
    """The width of each character in a face, in ems, found when it is first met."""

    def __init__(self, face: float) -> None:
        self.face = face

    def __missing__(self, char: str) -> float:
        width = 1.0 if char in "“”‘’…—" else 0.38 if char == "/" else 0.34 if char in " .,:;'!|il()[]" else (
            0.72 if char.isupper() or char in "mw%@" else 0.64 if char.isdigit() else 0.57)
        self[char] = found = 1.0 if is_wide(char) else self.face * width
        return found


_letters = cache(_Letters)


def _tokens(text: str) -> list[str]:
    """The pieces a line may not break inside."""
    if is_number(text):
        return [text]
    return re.findall(r"[\u2e80-\uffef][，。；：、！？）】」』”%]*|[^\s\u2e80-\uffef]+", text)


def _token_ems(text: str) -> float:
    """The widest piece that must stay whole."""
    return max((min(ems(token), _LONGEST) for token in _tokens(text)), default=0.0)


def _columns(grid: Grid) -> list[tuple[list[str], list[str]]]:
    """Headings and cells of each column; spanning headings and group lines left out."""
    heads: list[list[str]] = [[] for _ in grid.align]
    for row in grid.head:
        at = 0
        for head in row:
            if head.across == 1:
                heads[at].append(head.text)
            at += head.across
    bodies = [[row[i] for row in grid.rows if not isinstance(row, str)] for i in range(len(grid.align))]
    return list(zip(heads, bodies, strict=True))


def _natural(grid: Grid, cut: Callable[[str], list[str]]) -> list[float]:
    """Ems each column would take with cells unbroken and headings cut as given."""
    plain = [max([body, *(ems(piece) for head in heads for piece in cut(head))]) + 0.3
             for body, (heads, _) in zip(_wish(grid), _columns(grid), strict=True)]
    return _under_spanners(grid, plain, ems)


def _wish(grid: Grid) -> list[float]:
    """Ems the cells of each column would take unbroken, whatever its heading."""
    return [max(map(ems, body), default=1.0) for _, body in _columns(grid)]


def _piece(text: str) -> float:
    """Ems a piece of a heading needs: a long one may take two lines, one of several words sooner."""
    width = ems(text)
    most = _PIECE / 2 if " " in text.strip() else _PIECE
    return width if width <= most else max(width / 2 + 0.6, _PIECE / 2)


def _under_spanners(grid: Grid, widths: list[float], need: Callable[[str], float]) -> list[float]:
    """The widths, widened where a spanning heading needs more than its columns."""
    widths = list(widths)
    for row in grid.head:
        at = 0
        for head in row:
            lack = need(head.text) - math.fsum(widths[at:at + head.across]) if head.across > 1 else 0
            for i in range(at, at + head.across):
                widths[i] += max(lack, 0) / head.across
            at += head.across
    return widths


def _share_room(grid: Grid, needed: list[float], natural: list[float], size: float, room: float) -> tuple[float, ...]:
    """Points per column: natural widths if they fit, else the spare room where it saves most lines."""
    natural = [max(pair) for pair in zip(natural, needed, strict=True)]
    if size * math.fsum(natural) <= room:
        return _pad_widths(natural, size, room)
    return _pad_widths(_pour_spare(grid, needed, room / size - math.fsum(needed)), size, room)


def _pad_widths(widths: list[float], size: float, room: float) -> tuple[float, ...]:
    """Points of columns given in ems, what is left shared equally."""
    rest = (room - size * math.fsum(widths)) / len(widths)
    return tuple(size * width + rest + 2 * PAD for width in widths)


def _pour_spare(grid: Grid, needed: list[float], spare: float) -> list[float]:
    """The widths with the spare room poured in, each drop where it shortens the table most.
    A row is as high as its longest cell, `length / width` lines: the drop goes to the column whose cells decide the
    most height. So quotations get the room, and codes beside them none.
    """
    rows = [[ems(cell) for cell in row] for row in grid.rows if not isinstance(row, str)]
    widths, wish = list(needed), _wish(grid)
    while spare >= _DROP and (gain := _gains(rows, widths, wish)):
        best = max(gain, key=lambda i: (gain[i], -i))
        widths[best] += _DROP
        spare -= _DROP
    return widths


def _gains(rows: list[list[float]], widths: list[float], wish: list[float]) -> dict[int, float]:
    """How much height each column that is still too narrow decides, for the width it has."""
    gain: dict[int, float] = {}
    for row in rows:
        deciding = max(range(len(row)), key=lambda i: (row[i] / widths[i], -i))
        if widths[deciding] < wish[deciding]:
            gain[deciding] = gain.get(deciding, 0.0) + row[deciding] / widths[deciding] ** 2
    return gain or {i: wish[i] - width for i, width in enumerate(widths) if width < wish[i]}
