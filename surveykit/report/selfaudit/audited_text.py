"""What a report's reader sees, piece by piece: paragraphs, cells, captions, with what their numbers are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveykit.result import Grid, Head
from surveykit.words.marks import Mark, MarkedText, claims, free, is_covered, marks_of, segments

ATTACHED = "surveykit-figures.json"  # the list a PDF carries
LARGEST = 200_000_000  # bytes that the parts of a report may have
SPACE = "urn:surveykit:figures:1"  # the namespace of the list a Word file carries
REPEATED = " (repeated)"  # behind the place of a text that repeats another one
UNIT = re.compile(r"百分[比点]|/%|[（(]%|percent|\(points\)", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+/\d+|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class AuditedText:
    """A text as shown, with marks; `unit` says that its column is in percent, though no sign stands there."""

    at: str
    text: str
    unit: bool = False

    def find_unmarked(self) -> list[str]:
        """Percentages in it that nothing ties to a count."""
        spans = free(self.text)
        if self.unit and not claims(self.text):
            spans = [m.span() for m in _NUMBERS.finditer(self.text)
                     if "/" not in m[0] and not is_covered(self.text, *m.span())]
        return [self.text[start:stop] for start, stop in spans]


def holds_percentages(grid: Grid) -> bool:
    """Whether a table holds percentages, by its marks or its headings."""
    texts = [cell for row in grid.rows for cell in ([row] if isinstance(row, str) else row)]
    texts += [head.text for row in grid.head for head in row]
    return any(marks_of(text) or claims(text) for text in texts) or any(percent_columns(grid.head, len(grid.align)))


def percent_columns(heads: Sequence[Sequence[Head]], columns: int) -> list[bool]:
    """For each column whether a heading above it says that its numbers are percentages."""
    found = [False] * columns
    for row in heads:
        at = 0
        for head in row:
            for i in range(at, min(at + head.across, columns)):
                found[i] |= UNIT.search(head.text) is not None
            at += head.across
    return found


def texts_of_table(at: str, heads: Sequence[Sequence[Head]], rows: Sequence[Sequence[str]]) -> Iterator[AuditedText]:
    """The pieces of a table; a row of one cell in a wider table is a line across it."""
    columns = max((sum(head.across for head in row) for row in heads), default=max(map(len, rows), default=0))
    units = percent_columns(heads, columns)
    for row in heads:
        yield from (AuditedText(at, head.text) for head in row)
    for cells in rows:
        across = len(cells) < columns
        yield from (AuditedText(at, cell, bool(unit) and not across)
                    for cell, unit in zip(cells, [*units, *[False] * len(cells)], strict=False))


def copy_marks(text: str, original: str) -> str:
    """A text that repeats another one, with the marks of that."""
    marks, at = [], 0
    for piece, value in segments(original):
        start = text.find(piece, at) if value else -1
        if start >= 0:
            marks.append(Mark(start, start + len(piece), value))
            at = start + len(piece)
    return MarkedText(text, (*marks_of(text), *marks))
