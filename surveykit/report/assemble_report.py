"""A report to pandoc's syntax tree, its headings numbered once, in the dialect of one format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from surveykit.report.quantities import inlines
from surveykit.report.report_blocks import (
    Block,
    CodeBlock,
    FigureBlock,
    Findings,
    Heading,
    Number,
    PageBreak,
    PandocNode,
    Paragraphs,
    Prose,
    Report,
    TableBlock,
)
from surveykit.report.statistic_letters import slant_letters
from surveykit.report.syntax_tree import code, map_nodes, para, plain_nodes, resolve_references, text_of, value_of
from surveykit.words.marks import strip_marked

DEEPEST = 4  # the last level that has a number, 1.1.1
APPENDIX = "A"


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading: its level (2 is a chapter), number ('' for none), text, name to link to, and whether it is ours."""

    level: int
    number: str
    text: str
    name: str
    ours: bool = False


class Dialect(Protocol):
    """What the formats do each in their own way."""

    def front(self, report: Report, outline: Sequence[OutlineEntry]) -> list[PandocNode]:
        """What stands before the first chapter."""

    def heading(self, entry: OutlineEntry, inlines: list[PandocNode]) -> list[PandocNode]:
        """A heading, with its number."""

    def table(self, block: TableBlock, number: Number | None) -> list[PandocNode]:
        """A table with caption and notes."""

    def figure(self, block: FigureBlock, number: Number | None) -> list[PandocNode]:
        """A figure with its caption."""

    def reference(self, label: str, number: Number) -> PandocNode:
        """`Table 1` in running text."""

    def quantity(self, value: str, inlines: list[PandocNode]) -> list[PandocNode]:
        """A number in running text, with what it is."""

    def prose(self, nodes: list[PandocNode]) -> list[PandocNode]:
        """Running text, or a heading."""

    def page_break(self) -> list[PandocNode]:
        """A new page."""


def assemble_report(report: Report, dialect: Dialect) -> list[PandocNode]:
    """The block nodes of a report."""
    outline = outline_report(report)
    headings = iter(outline)
    nodes = dialect.front(report, outline)
    for block in report.blocks:
        nodes += _nodes(block, report.numbers, dialect, headings)
    return nodes


def _nodes(block: Block, numbers: Mapping[str, Number], dialect: Dialect,
           headings: Iterator[OutlineEntry]) -> list[PandocNode]:
    """The nodes of one block."""
    match block:
        case Prose(nodes, where):
            told = resolve_references(list(nodes), numbers, where, dialect.reference)
            return dialect.prose(_number_headings(_write_quantities(told, dialect), dialect, headings))
        case Paragraphs(texts):
            return dialect.prose(_write_quantities([para(inlines(text)) for text in texts], dialect))
        case Heading(text):
            return dialect.prose(dialect.heading(next(headings), plain_nodes(text)))
        case CodeBlock(text, language):
            return [code(text, language)]
        case TableBlock():
            return dialect.table(block, numbers.get(block.label or ""))
        case FigureBlock():
            return dialect.figure(block, numbers.get(block.label or ""))
        case PageBreak():
            return dialect.page_break()
        case Findings():
            raise TypeError("Findings become prose when captions have their numbers (findings.link_findings).")


def _write_quantities(nodes: list[PandocNode], dialect: Dialect) -> list[PandocNode]:
    """The nodes, spans that say what a number is written in the way of the format."""
    def change(node: PandocNode) -> list[PandocNode] | None:
        value = value_of(node)
        return dialect.quantity(value, node["c"][1]) if value else None
    written: list[PandocNode] = slant_letters(map_nodes(nodes, change))
    return written


def _number_headings(nodes: list[PandocNode], dialect: Dialect, headings: Iterator[OutlineEntry]) -> list[PandocNode]:
    """The nodes, headings drawn by the dialect."""
    return [drawn for node in nodes
            for drawn in (dialect.heading(next(headings), node["c"][2]) if node["t"] == "Header" else [node])]


def outline_report(report: Report) -> list[OutlineEntry]:
    """The headings in reading order; those of the appendix have no number."""
    counts: list[int] = []
    made: list[OutlineEntry] = []
    for level, text, ours in _headings(report.blocks):
        number = ""
        if report.style.numbered and not ours and level <= DEEPEST:
            counts = [*counts, *[0] * (level - 1 - len(counts))][:level - 1]
            counts[-1] += 1
            number = ".".join(map(str, counts))
        made.append(OutlineEntry(level, number, text, f"sec-{len(made) + 1}", ours))
    return made


def chapter_after(chapter: str, block: Block) -> str:
    """The chapter that goes on behind a block: the next number for each heading of level 2, `A` for the appendix."""
    if isinstance(block, Heading):
        return APPENDIX if block.level == 2 else chapter
    heads = [level for level, _ in _prose_headings(block.nodes) if level == 2] if isinstance(block, Prose) else []
    return str(int(chapter or 0) + len(heads)) if heads and chapter != APPENDIX else chapter


def _headings(blocks: tuple[Block, ...]) -> Iterator[tuple[int, str, bool]]:
    """Level and text of every heading, and whether it is ours."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.level, block.text, True
        elif isinstance(block, Prose):
            yield from ((level, text, False) for level, text in _prose_headings(block.nodes))


def _prose_headings(nodes: tuple[PandocNode, ...]) -> Iterator[tuple[int, str]]:
    """Level and text of the headings in running text; a second title is a chapter."""
    for node in nodes:
        if node["t"] == "Header":
            yield max(node["c"][0], 2), strip_marked(text_of(node["c"][2], hole=""))
