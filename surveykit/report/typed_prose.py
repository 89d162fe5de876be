"""Numbers typed into prose made spans that say so, in every paragraph, heading and cell of Markdown."""

from collections.abc import Sequence
from typing import Any

from surveykit.report.report_blocks import PandocNode
from surveykit.report.selfaudit.typed_numbers import typed_marks
from surveykit.report.syntax_tree import span, text_node, text_of, value_of
from surveykit.words.marks import Mark

_AROUND = {"Emph", "Strong", "Underline", "Strikeout", "SmallCaps"}


def mark_typed_numbers(node: Any) -> Any:
    """The tree with every typed number in a span of its own."""
    if isinstance(node, list):
        return [mark_typed_numbers(child) for child in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") in {"Para", "Plain"}:
        return {**node, "c": _mark_inlines(node["c"], typed_marks(text_of(node["c"])), 0)}
    if node.get("t") == "Header":
        level, attributes, inlines = node["c"]
        return {**node, "c": [level, attributes, _mark_inlines(inlines, typed_marks(text_of(inlines)), 0)]}
    return {key: mark_typed_numbers(value) for key, value in node.items()}


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
