"""Every text of a report as its reader sees it, with what the numbers in it are."""

from collections.abc import Iterator

from surveykit.report.quantities import texts
from surveykit.report.report_blocks import Block, FigureBlock, Heading, Paragraphs, Prose, Report, TableBlock, note_line
from surveykit.report.selfaudit.audited_text import AuditedText, texts_of_table
from surveykit.report.syntax_tree import resolve_references, text_node


def report_texts(report: Report) -> list[AuditedText]:
    """The title, the front matter and the texts of all blocks, in reading order; prose is placed by its cell."""
    front = [AuditedText("", text) for text in (report.title, *report.front.texts)]
    return front + [text for block in report.blocks for text in _texts_of(block, report)]


def _texts_of(block: Block, report: Report) -> Iterator[AuditedText]:
    """The texts of one block."""
    match block:
        case Prose(nodes, where):
            named = resolve_references(list(nodes), report.numbers, where, lambda _, number: text_node(number.text))
            yield from (AuditedText(where, text) for text in texts(named))
        case Paragraphs(said):
            yield from (AuditedText("", text) for text in said)
        case Heading(text):
            yield AuditedText("", text)
        case TableBlock(grid, label):
            at = label or ""
            yield AuditedText(at, grid.caption)
            yield from texts_of_table(at, grid.head, [[row] if isinstance(row, str) else row for row in grid.rows])
            yield AuditedText(at, note_line(grid.notes, report.language))
        case FigureBlock():
            yield from (AuditedText(block.label or "", text) for text in (block.caption, *block.labels))
            yield AuditedText(block.label or "", note_line(block.notes, report.language))
