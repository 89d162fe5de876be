"""The list of numbers a PDF report carries: an attached file, each number with the text it stands in.

A page holds glyphs and no structure that every reader shows; so the list quotes the words around a
number, and a table's cells one after the other, in the order in which the page prints them.
"""

import json
from collections.abc import Callable, Iterator

from surveykit.report.assemble_report import outline_report
from surveykit.report.quantities import texts
from surveykit.report.report_blocks import FigureBlock, Paragraphs, Prose, Report, TableBlock, note_line
from surveykit.report.report_texts import report_texts
from surveykit.report.selfaudit.audited_text import ATTACHED, holds_percentages
from surveykit.report.selfaudit.typed_numbers import shown_numbers
from surveykit.report.syntax_tree import HOLE, clean_text, resolve_references, text_node
from surveykit.report.wide_tables import cut_panels
from surveykit.result import Grid
from surveykit.words.marks import claims, join_marked, mark_number, marks_of, segments

__all__ = ["ATTACHED", "figure_list"]

Entry = dict[str, object]
LISTED = 3  # the deepest headings that are looked for in the contents


def figure_list(report: Report, spelt: Callable[[str], str]) -> bytes:
    """The list of a report as JSON; `spelt` is how the format writes a text."""
    listing = _Listing(report, spelt)
    entries = [listing.text("text", text) for text in (report.title, *report.front.texts) if marks_of(text)]
    entries += listing.contents() if report.style.contents else []
    entries += [entry for block in report.blocks for entry in listing.entries(block)]
    numbers = [f"{number:f}" for number in sorted(shown_numbers(report_texts(report)))]
    whole = {"version": 1, "entries": entries, "shown": numbers}
    return (json.dumps(whole, ensure_ascii=False, sort_keys=True) + "\n").encode()


class _Listing:
    """Entries of one report, in reading order."""

    def __init__(self, report: Report, spelt: Callable[[str], str]) -> None:
        self.report, self.spelt = report, spelt

    def contents(self) -> list[Entry]:
        """What the contents and the lists of tables and figures on the first pages say again."""
        heads = [entry.text for entry in outline_report(self.report) if entry.level <= LISTED]
        tables = [block.grid.caption for block in self.report.blocks if isinstance(block, TableBlock)]
        figures = [block.caption for block in self.report.blocks if isinstance(block, FigureBlock)]
        return [self.text("contents", text, "contents") for text in (*heads, *tables, *figures) if marks_of(text)]

    def entries(self, block: object) -> Iterator[Entry]:
        """The entries of one block."""
        match block:
            case Prose(nodes, where):
                numbers = self.report.numbers
                named = resolve_references(list(nodes), numbers, where, lambda _, number: text_node(number.text))
                yield from (self.text("text", text) for text in texts(named) if marks_of(text))
            case Paragraphs(said):
                yield from (self.text("text", text) for text in said if marks_of(text))
            case TableBlock(grid, label):
                yield from self.table(grid, label or "")
            case FigureBlock():
                yield from self.figure(block)

    def text(self, at: str, text: str, kind: str = "text") -> Entry:
        """A text with its marks."""
        shown = join_marked(*(mark_number(self.printed_text(piece), value) if value else self.printed_text(piece)
                         for piece, value in segments(text)))
        return {"at": at, "kind": kind, "text": str.__str__(shown), "marks": list(map(str, marks_of(shown)))}

    def table(self, grid: Grid, label: str) -> Iterator[Entry]:
        """A caption, the cells of a table with percentages, its notes."""
        if marks_of(grid.caption):
            yield self.text(label, grid.caption)
        for panel in cut_panels(grid) if holds_percentages(grid) else ():
            yield {"at": label, "kind": "table",
                   "head": [[[self.text("", head.text), head.across] for head in row] for row in panel.head],
                   "rows": [[self.text("", cell) for cell in ([row] if isinstance(row, str) else row)]
                            for row in panel.rows]}
        note = note_line(grid.notes, self.report.language)
        if marks_of(note):
            yield self.text(label, note)

    def figure(self, block: FigureBlock) -> Iterator[Entry]:
        """What is drawn in a figure, then its caption."""
        yield from (self.text(block.label or "", label, "drawn") for label in block.labels)
        if marks_of(block.caption) or claims(block.caption):
            yield self.text(block.label or "", block.caption)
        note = note_line(block.notes, self.report.language)
        if marks_of(note):
            yield self.text(block.label or "", note)

    def printed_text(self, text: str) -> str:
        """A text as the page prints it, its holes kept."""
        return HOLE.join(self.spelt(clean_text(part)) for part in text.split(HOLE))
