"""A report to pandoc's syntax tree, in the dialect of one format."""

from collections.abc import Iterator, Mapping, Sequence
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
from surveykit.report.report_outline import OutlineEntry, outline_report
from surveykit.report.statistic_letters import slant_letters
from surveykit.report.syntax_tree import code, map_nodes, para, plain_nodes, resolve_references, value_of


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
