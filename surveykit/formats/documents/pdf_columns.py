"""In the child: the columns and rows of a table of a PDF page."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from surveykit.formats.child_types import Block
from surveykit.formats.documents.page_lines import Fragment, PageLine, join_lines

VALUE = re.compile(r"[<>≤≥＜＞±+−-]?\s*\.?\d(?!\d?\s*%\s*(?:CI|置信|可信|confidence))")

def columns_of(lines: Sequence[PageLine]) -> list[tuple[float, float]]:
    """Left and right edge of each column, from the rows with most fragments."""
    most = max(len(line.pieces) for line in lines)
    spans: list[list[float]] = []
    for piece in sorted((p for line in lines if len(line.pieces) == most for p in line.pieces), key=lambda p: p.left):
        if spans and piece.left < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], piece.right)
        else:
            spans.append([piece.left, piece.right])
    return _join_heads(lines, _refine_columns(lines, [(left, right) for left, right in spans]))


def _refine_columns(lines: Sequence[PageLine], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Columns widened by the fragments that stand over one of them only, added where one stands between."""
    for line in lines:
        for piece in line.pieces:
            over = columns_over(piece, columns)
            if len(over) == 1:
                low, high = columns[over[0]]
                columns[over[0]] = min(low, piece.left), max(high, piece.right)
            elif not over and len(line.pieces) > 1:
                columns = sorted([*columns, (piece.left, piece.right)])
    merged = columns[:1]
    for low, high in columns[1:]:
        if low < merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def _join_heads(lines: Sequence[PageLine], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Columns without those that hold headings alone, which stand over no number of theirs: a centred heading beside
    numbers at the edge of their column. As many as can be are joined, each with a neighbour that has no heading.
    """
    first = next((at for at, line in enumerate(lines) if at and holds_numbers(line)), 0)
    held: tuple[set[int], set[int]] = (set(), set())
    for at, line in enumerate(lines):
        held[at >= first].update(over[0] for piece in line.pieces if len(over := columns_over(piece, columns)) == 1)
    heads, bodies = held[0] - held[1], held[1] - held[0]
    best: list[tuple[int, float, list[tuple[float, float]]]] = [(0, 0.0, [])]
    for at, column in enumerate(columns):
        joined, gap, found = best[at]
        options = [(joined, gap, [*found, column])]
        if at and {at - 1, at} & heads and {at - 1, at} & bodies:
            joined, gap, found = best[at - 1]
            left, right = columns[at - 1]
            options.append((joined + 1, gap + right - column[0], [*found, (left, column[1])]))
        best.append(max(options, key=lambda option: option[:2]))
    return best[-1][2]


def holds_numbers(line: PageLine) -> bool:
    """Whether a cell right of the label begins with a number."""
    return any(VALUE.match(piece.text) for piece in line.pieces[1:])


def columns_over(piece: Fragment, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns that a fragment stands in."""
    return [at for at, (low, high) in enumerate(columns) if min(piece.right, high) > max(piece.left, low)]


def cells_of(lines: Sequence[PageLine]) -> list[Block]:
    """The table's cells: text, row, column, rows, columns."""
    columns = columns_of(lines)
    placed = [(piece, columns_over(piece, columns) or [_nearest(piece, columns)])
              for line in lines for piece in line.pieces]
    levels = _levels([piece for piece, over in placed if over[-1] > 0] or [piece for piece, _ in placed])
    pitch = median(b - a for a, b in pairwise(levels)) if len(levels) > 1 else 0.0
    labels = [_middle(piece) for piece, over in placed if over == [0]]
    far = [label for label in labels if min((abs(label - level) for level in levels), default=0) > 0.9 * pitch > 0]
    alone = (label for at, label in enumerate(far) if not at or label - far[at - 1] > 0.9 * pitch)
    rows = sorted({*levels, *alone})  # labels a row apart from every number are rows of their own
    texts: dict[tuple[int, int], list[Any]] = {}
    for piece, over in placed:
        row = min(range(len(rows)), key=lambda at: (round(abs(rows[at] - _middle(piece)), 1), at))
        cell = texts.setdefault((row, over[0]), ["", row, over[0], 1, len(over)])
        cell[0] = join_lines(cell[0], piece.text)
        cell[4] = max(cell[4], len(over))
    return [texts[place] for place in sorted(texts)]


def _nearest(piece: Fragment, columns: Sequence[tuple[float, float]]) -> int:
    """The column nearest to a fragment that stands in none."""
    return min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - (piece.left + piece.right) / 2))


def _middle(piece: Fragment) -> float:
    """The height at which a fragment stands."""
    return (piece.top + piece.bottom) / 2


def _levels(pieces: Sequence[Fragment]) -> list[float]:
    """The heights of the rows."""
    levels: list[float] = []
    for piece in sorted(pieces, key=_middle):
        if not levels or _middle(piece) - levels[-1] > 0.5 * (piece.bottom - piece.top):
            levels.append(_middle(piece))
    return levels
