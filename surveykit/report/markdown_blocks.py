"""Markdown cells to blocks: the title taken out, tables drawn like every other table."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from surveykit.report.pandoc import parse
from surveykit.report.quantities import tie_quantities
from surveykit.report.report_blocks import Block, PandocNode, Prose, TableBlock
from surveykit.report.selfaudit.typed_numbers import typed_marks
from surveykit.report.syntax_tree import make_safe, para, span, text_node, text_of, value_of
from surveykit.result import Grid, Head
from surveykit.words.marks import Mark, strip_marked

_REFERENCE = "@(?:tbl|fig)-[A-Za-z0-9_-]+"
_ALIGN = {"AlignLeft": "l", "AlignRight": "r", "AlignCenter": "c", "AlignDefault": "l"}
_AROUND = {"Emph", "Strong", "Underline", "Strikeout", "SmallCaps"}


def parse_markdown(cells: Sequence[tuple[str, str, str]]) -> list[list[PandocNode]]:
    """The nodes of each `(language, Markdown, where)`, made safe; one call of pandoc for all."""
    trees = parse([(language, _tidy_markdown(text, language)) for language, text, _ in cells])
    return [_mark_typed_numbers(make_safe(tie_quantities(nodes, where), where))
            for nodes, (_, _, where) in zip(trees, cells, strict=True)]


def _tidy_markdown(text: str, language: str) -> str:
    """Markdown with bare references; in Chinese without blanks around them, or curly apostrophes."""
    text = re.sub(rf"\[({_REFERENCE})\](?!\()", r"\1", text)
    if language != "zh":
        return text
    text = re.sub(r"(?<=[A-Za-z])’(?=[A-Za-z])", "'", text)
    text = re.sub(rf"(?<=[\u2e80-\uffef]) +(?={_REFERENCE})", "", text)
    return re.sub(rf"({_REFERENCE}) +(?=[\u2e80-\uffef])", r"\1", text)


def split_title(trees: Iterable[list[PandocNode]]) -> tuple[str, list[list[PandocNode]]]:
    """The words of the first heading of level 1 with their marks, and the trees without it ('' if none)."""
    title, rest = "", []
    for nodes in trees:
        at = next((i for i, node in enumerate(nodes) if (node["t"] == "Header" and node["c"][0] == 1)), None)
        if not title and at is not None:
            title = strip_marked(text_of(nodes[at]["c"][2], hole=""))
            nodes = [*nodes[:at], *nodes[at + 1:]]
        rest.append(nodes)
    return title, rest


def blocks_from_nodes(nodes: Sequence[PandocNode], where: str) -> list[Block]:
    """Prose between tables, and the tables as our own."""
    made: list[Block] = []
    run: list[PandocNode] = []
    for node in nodes:
        if node["t"] != "Table":
            run.append(para(node["c"]) if node["t"] == "Plain" else node)
            continue
        made += [Prose(tuple(run), where)] if run else []
        made.append(_table(node))
        run = []
    return [*made, Prose(tuple(run), where)] if run else made


def _table(node: PandocNode) -> TableBlock:
    """A Markdown table as a Grid of plain text; numbered if it has a caption."""
    (name, _, _), (_, caption), columns, (_, heads), bodies, _ = node["c"]
    title = text_of(caption, hole="").strip()
    rows = [row for body in bodies for row in body[3]]
    grid = Grid(title, tuple(tuple(map(Head, _cells(row))) for row in heads if any(_cells(row))),
                tuple(_cells(row) for row in rows),
                "".join(_ALIGN[align["t"]] for align, _ in columns))
    return TableBlock(grid, name if title else None)


def _cells(row: Sequence[Any]) -> tuple[str, ...]:
    """The words in each cell of a row."""
    texts = (text_of(cell[4], hole="") for cell in row[1])
    return tuple(map(strip_marked, texts))


def _mark_typed_numbers(node: Any) -> Any:
    """The tree with every typed number in a span of its own."""
    if isinstance(node, list):
        return [_mark_typed_numbers(child) for child in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") in {"Para", "Plain"}:
        return {**node, "c": _mark_inlines(node["c"], typed_marks(text_of(node["c"])), 0)}
    if node.get("t") == "Header":
        level, attributes, inlines = node["c"]
        return {**node, "c": [level, attributes, _mark_inlines(inlines, typed_marks(text_of(inlines)), 0)]}
    return {key: _mark_typed_numbers(value) for key, value in node.items()}


def _mark_inlines(inlines: Sequence[PandocNode], marks: Sequence[Mark], at: int) -> list[PandocNode]:
    """Inline nodes whose text begins at a place of the paragraph, their typed numbers as spans."""
    made: list[PandocNode] = []
    for node in inlines:
        stop = at + len(text_of(node))
        inside = [mark for mark in marks if at <= mark.start and mark.stop <= stop]
        made += _mark_inline(node, inside, at) if inside and not value_of(node) else [node]
        at = stop
    return made


def _mark_inline(node: PandocNode, marks: Sequence[Mark], at: int) -> list[PandocNode]:
    """One inline node, its typed numbers as spans; code stays as it is."""
    kind: str = node["t"]
    content: Any = node.get("c", "")
    if kind == "Str":
        return _split_string(content, marks, at)
    if kind in _AROUND:
        return [{**node, "c": _mark_inlines(content, marks, at)}]
    if kind in {"Quoted", "Span", "Link"}:
        inner = _mark_inlines(content[1], marks, at + (kind == "Quoted"))
        return [{**node, "c": [content[0], inner, *content[2:]]}]
    return [node]


def _split_string(text: str, marks: Sequence[Mark], at: int) -> list[PandocNode]:
    """A string cut at its typed numbers."""
    made, place = [], 0
    for mark in marks:
        start, stop = mark.start - at, mark.stop - at
        made += [text_node(text[place:start]), span(mark.value, [text_node(text[start:stop])])]
        place = stop
    return [node for node in [*made, text_node(text[place:])] if node.get("c") != ""]
