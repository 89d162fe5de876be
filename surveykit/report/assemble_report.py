"""A report to pandoc's syntax tree, in the dialect of one format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from surveykit.report.quantities import inlines
from surveykit.report.report_blocks import (
    Block,
    CodeBlock,
    FigureBlock,
    Heading,
    Node,
    Number,
    PageBreak,
    Paragraphs,
    Prose,
    Report,
    TableBlock,
)
from surveykit.report.syntax_tree import code, header, map_nodes, para, plain_nodes, resolve_references, value_of


class Dialect(Protocol):
    """What the formats do each in their own way."""

    shift: int

    def notice(self, text: str) -> list[Node]:
        """The line under the title."""

    def table(self, block: TableBlock, number: Number | None) -> list[Node]:
        """A table with caption and notes."""

    def figure(self, block: FigureBlock, number: Number | None) -> list[Node]:
        """A figure with its caption."""

    def reference(self, label: str, number: Number) -> Node:
        """`Table 1` in running text."""

    def quantity(self, value: str, inlines: list[Node]) -> list[Node]:
        """A number in running text, with what it is."""

    def page_break(self) -> list[Node]:
        """A new page."""


def assemble_report(report: Report, dialect: Dialect) -> list[Node]:
    """The block nodes of a report."""
    nodes = dialect.notice(report.notice) if report.notice else []
    for block in report.blocks:
        nodes += _nodes(block, report.numbers, dialect)
    return nodes


def _nodes(block: Block, numbers: Mapping[str, Number], dialect: Dialect) -> list[Node]:
    """The nodes of one block."""
    match block:
        case Prose(nodes, where):
            told = resolve_references(list(nodes), numbers, where, dialect.reference)
            return _shift_headings(_write_quantities(told, dialect), dialect.shift)
        case Paragraphs(texts):
            return _write_quantities([para(inlines(text)) for text in texts], dialect)
        case Heading(text, level):
            return [header(max(level + dialect.shift, 1), plain_nodes(text))]
        case CodeBlock(text, language):
            return [code(text, language)]
        case TableBlock():
            return dialect.table(block, numbers.get(block.label or ""))
        case FigureBlock():
            return dialect.figure(block, numbers.get(block.label or ""))
        case PageBreak():
            return dialect.page_break()


def _write_quantities(nodes: list[Node], dialect: Dialect) -> list[Node]:
    """The nodes, spans that say what a number is written in the way of the format."""
    def change(node: Node) -> list[Node] | None:
        value = value_of(node)
        return dialect.quantity(value, node["c"][1]) if value else None
    written: list[Node] = map_nodes(nodes, change)
    return written


def _shift_headings(nodes: list[Node], shift: int) -> list[Node]:
    """The nodes, headings moved so that a section is level 2 (or 1 where the title is apart)."""
    return [header(max(node["c"][0], 2) + shift, node["c"][2]) if node["t"] == "Header" else node
            for node in nodes]
