"""Every text of a report as its reader sees it, with what its numbers are; which personal texts are in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from surveykit.errors import SHOWN, ReportError, count_noun
from surveykit.privacy.personal_gate import refuse_personal_texts
from surveykit.release.small_cells import small_cells
from surveykit.report.quantities import texts
from surveykit.report.report_blocks import (
    Block,
    CodeBlock,
    FigureBlock,
    Heading,
    Paragraphs,
    Prose,
    Report,
    TableBlock,
    note_line,
)
from surveykit.report.selfaudit.audited_text import AuditedText, texts_of_table
from surveykit.report.syntax_tree import resolve_references, text_node
from surveykit.result import Result
from surveykit.words.messages import JoinedMessage, Message
from surveykit.words.phrases import in_language


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


def refuse_personal_report(report: Report, sources: Iterable[Mapping[str, object]], contacts: Collection[str],
                           file: str) -> None:
    """Refuse a report in which personal data stand that are neither contacts nor accepted in its sources."""
    accepted = {str(digest) for source in sources if isinstance(digests := source.get("accepted"), list | tuple)
                for digest in digests}
    refuse_personal_texts(_list_texts(report), allowed={*contacts, *accepted}, file=file)


def _list_texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every text with its place: a cell of the notebook, a table, else the report as such."""
    for piece in report_texts(report):
        yield piece.at or Message("text of the report"), piece.text
    yield from ((Message("printed output"), block.text) for block in report.blocks if isinstance(block, CodeBlock))


def refuse_small_cells(blocks: Iterable[Block], least: int, file: str) -> None:
    """Refuse tables and figures that show counts of fewer people than may be shown; says which and how many."""
    results = {id(one): one for block in blocks if (one := _shown_result(block)) is not None}
    found = small_cells(list(results.values()), least=least)
    if len(found.table):
        titles = [found.labels["table"][code] for code in found.table["table"]][:SHOWN]
        raise ReportError("{tables} of the report would show counts of fewer than {least} people: {titles}.",
                          where="{file}", tables=count_noun(len(found.table), "table"), least=least, file=file,
                          titles=JoinedMessage("; ", [in_language(title, found.language) for title in titles]),
                          fix="look: sk.small_cells([...], least={least}); then sk.merge_options, coarser groups, or "
                              "leave the table out")


def _shown_result(block: Block) -> Result | None:
    """The result that a table or a figure shows."""
    if isinstance(block, TableBlock):
        return block.result
    return getattr(block.drawing, "result", None) if isinstance(block, FigureBlock) else None
