"""Numbers in prose and what they are: `<data value="21/46">46%</data>` in Markdown, HTML, Word, PDF.

The author writes what a number is (`surveykit.words.marks`): its count and base, `printed` for a figure
somebody else published, `level 0.95` for a confidence level. JupyterLab shows the number alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from surveykit.errors import ReportError
from surveykit.report.ast import Node, plain, string
from surveykit.report.selfaudit.meaning import kind_of
from surveykit.words.marks import joined, marked, marks_of, segments

_OPEN = re.compile(r'<data\s+value="([^"<>]*)"\s*>')
_CLOSE = re.compile(r"</data\s*>")
CLASS = "figure"
HOLE = "\0"  # stands for what is not set as its own text, such as a formula


def tied(nodes: list[Node], where: str) -> list[Node]:
    """The nodes, what stands between `<data value="...">` and `</data>` as one span.

    Raises
    ------
    ReportError
        A value is none that we know, or a tag has no partner.
    """
    return _in_lists(nodes, lambda children: _paired(children, where))


def _in_lists(node: object, change: Callable[[list], list]) -> object:
    """The tree with `change` applied to every list in it, inner lists first."""
    if isinstance(node, list):
        return change([_in_lists(child, change) for child in node])
    if isinstance(node, dict):
        return {key: _in_lists(value, change) for key, value in node.items()}
    return node


def _paired(children: list, where: str) -> list:
    """A list of inline nodes with its data tags turned into spans."""
    made: list = []
    value, inside = "", None
    for child in children:
        tag = _tag(child)
        if opened := _OPEN.fullmatch(tag):
            if inside is not None:
                raise _unpaired(tag, where)
            value, inside = _known(opened[1], where), []
        elif _CLOSE.fullmatch(tag):
            if inside is None:
                raise _unpaired(tag, where)
            made.append(span(value, inside))
            inside = None
        else:
            (made if inside is None else inside).append(child)
    if inside is not None:
        raise _unpaired(f'<data value="{value}">', where)
    return made


def _tag(node: object) -> str:
    """The HTML tag a node is, '' for any other node."""
    raw = isinstance(node, dict) and node.get("t") == "RawInline" and node["c"][0] == "html"
    return node["c"][1].strip() if raw else ""


def _known(value: str, where: str) -> str:
    """The value itself, if it says what a number is."""
    if not kind_of(value):
        raise ReportError(f"What a number is must be said in a form we know, not {value!r}.", where=where,
                          fix='<data value="21/46">46%</data>, or value="printed" for a published figure')
    return value


def _unpaired(tag: str, where: str) -> ReportError:
    """The error for a tag without its partner."""
    return ReportError(f"The tag {tag} must stand in a pair, in one paragraph.", where=where,
                       fix='<data value="21/46">46%</data>')


def span(value: str, inlines: list[Node]) -> Node:
    """A span that carries what its number is."""
    return {"t": "Span", "c": [["", [CLASS], [["value", value]]], inlines]}


def value_of(node: Node) -> str:
    """What the number of a span is; '' for any other node."""
    if node.get("t") != "Span" or CLASS not in node["c"][0][1]:
        return ""
    return dict(map(tuple, node["c"][0][2])).get("value", "")


def inlines(text: str) -> list[Node]:
    """Inline nodes of a text, its marks as spans."""
    made: list[Node] = []
    for piece, value in segments(text):
        if value:
            made.append(span(value, [string(piece)]))
            continue
        lead, trail = piece[:1].isspace(), piece[-1:].isspace() and len(piece) > 1
        made += [*([{"t": "Space"}] if lead else []), *plain(piece.strip()), *([{"t": "Space"}] if trail else [])]
    return made


def texts(node: object) -> Iterator[str]:
    """The text of every paragraph and heading, marks kept; a formula leaves a hole."""
    if isinstance(node, list):
        for child in node:
            yield from texts(child)
    elif isinstance(node, dict):
        if node.get("t") in {"Para", "Plain"}:
            yield text_of(node["c"])
        elif node.get("t") == "Header":
            yield text_of(node["c"][2])
        else:
            yield from texts(node.get("c"))


def text_of(node: object, hole: str = HOLE) -> str:
    """The text of inline nodes, marks kept; with no `hole`, a formula as it was typed."""
    if isinstance(node, list):
        return joined(*(text_of(child, hole) for child in node))
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c")
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind == "Str":
        return str(content)
    if kind == "Code":
        return str(content[1])
    if kind == "Math" and not hole:
        return str(content[1])
    if kind in {"Math", "Note", "RawInline"}:
        return hole
    if kind == "Quoted":
        left, right = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return joined(left, text_of(content[1], hole), right)
    inner = text_of(content, hole)
    return marked(inner, value_of(node)) if value_of(node) and not marks_of(inner) else inner
