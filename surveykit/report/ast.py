"""Nodes of pandoc's syntax tree, and the walk that makes the author's prose safe and resolved.

Respondents' words enter as `Str` nodes only: nothing in them is ever parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from surveykit.errors import ReportError
from surveykit.report.document import Node, Number, unresolved
from surveykit.text.widths import is_wide

REFERENCE = re.compile(r"@((?:tbl|fig)-[A-Za-z0-9_-]*[A-Za-z0-9])")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def clean(text: str) -> str:
    """Text every format can hold: control characters and lone surrogates become U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def string(text: str) -> Node:
    """Text as it stands, blanks included."""
    return {"t": "Str", "c": clean(text)}


def plain(text: str) -> list[Node]:
    """Inline nodes of plain text: words, and spaces where lines may break."""
    words = re.split(r"[ \t\n]+", clean(text))
    nodes = [node for word in words for node in ({"t": "Space"}, string(word))][1:]
    return [node for node in nodes if node.get("c") != ""]


def para(inlines: list[Node]) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": inlines}


def header(level: int, inlines: list[Node], name: str = "") -> Node:
    """A heading."""
    return {"t": "Header", "c": [level, [name, [], []], inlines]}


def raw(to: str, text: str) -> Node:
    """A block already written in the target format."""
    return {"t": "RawBlock", "c": [to, text]}


def raw_inline(to: str, text: str) -> Node:
    """Inline text already written in the target format."""
    return {"t": "RawInline", "c": [to, text]}


def code(text: str, language: str) -> Node:
    """A block of code."""
    return {"t": "CodeBlock", "c": [["", [language] if language else [], []], clean(text)]}


def div(blocks: list[Node], *classes: str, style: str = "") -> Node:
    """A division: classes for HTML, a paragraph style for Word."""
    return {"t": "Div", "c": [["", list(classes), [["custom-style", style]] if style else []], blocks]}


def image(source: str, alt: str, width_cm: float) -> Node:
    """A picture of a given width; `source` is a data address."""
    attr = ["", [], [["width", f"{width_cm:.2f}cm"]]]
    return {"t": "Image", "c": [attr, plain(alt), [source, ""]]}


def words(nodes: object) -> str:
    """The text of nodes, without markup."""
    if isinstance(nodes, list):
        return "".join(map(words, nodes))
    if not isinstance(nodes, dict):
        return ""
    kind, content = nodes.get("t"), nodes.get("c")
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind == "Str":
        return str(content)
    if kind in {"Code", "Math", "RawInline", "RawBlock", "CodeBlock"}:
        return "" if kind.startswith("Raw") else str(content[1])
    if kind == "Quoted":
        marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return marks[0] + words(content[1]) + marks[1]
    return words(content)


def mapped(node: object, change: Callable[[Node], list[Node] | None]) -> object:
    """The tree with `change` applied to every node, inner nodes first; None keeps a node."""
    if isinstance(node, list):
        return [new for child in node for new in _changed(child, change)]
    if isinstance(node, dict):
        return {key: mapped(value, change) for key, value in node.items()}
    return node


def _changed(child: object, change: Callable[[Node], list[Node] | None]) -> list:
    """What takes the place of one child in its list."""
    new = mapped(child, change)
    if not (isinstance(new, dict) and "t" in new):
        return [new]
    made = change(new)
    return [new] if made is None else made


def safe(nodes: list[Node], where: str) -> list[Node]:
    """The author's nodes with raw HTML dropped, links printed, pictures refused.

    Headings lose their automatic names, which could occur twice. Chinese is never slanted:
    emphasis on it is strong.
    """
    def change(node: Node) -> list[Node] | None:
        kind = node["t"]
        if kind in {"RawInline", "RawBlock"}:
            return [{"t": "LineBreak"}] if _is_break(node) else []
        if kind == "Image":
            raise ReportError("A picture cannot be part of the prose.", where=where,
                              fix="show a figure in a code cell: sk.plot(result)")
        if kind == "Link":
            return _printed_link(node)
        if kind == "Emph" and _CHINESE.search(words(node["c"])):
            return [{"t": "Strong", "c": node["c"]}]
        if kind == "Header":
            return [header(node["c"][0], node["c"][2])]
        return [string(node["c"])] if kind == "Str" else None
    return _tight(mapped(nodes, change))


def _tight(node: object) -> object:
    """The tree without line breaks between two Chinese characters, where they would print a blank."""
    if isinstance(node, dict):
        return {key: _tight(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    around = zip([None, *node], node, [*node[1:], None], strict=False)
    return [_tight(child) for before, child, after in around
            if not (isinstance(child, dict) and child.get("t") == "SoftBreak"
                    and is_wide(words(before)[-1:]) and is_wide(words(after)[:1]))]



def _is_break(node: Node) -> bool:
    """Whether a raw inline is `<br>`."""
    return node["t"] == "RawInline" and re.fullmatch(r"<br\s*/?>", node["c"][1].strip()) is not None


def _printed_link(node: Node) -> list[Node]:
    """A link as a reader of paper sees it: its text, then its address in brackets."""
    _, inlines, (address, _) = node["c"]
    text = words(inlines)
    if address.startswith("#") or text == address.removeprefix("mailto:"):
        return inlines
    left, right = ("（", "）") if is_wide(text[-1:]) else (" (", ")")
    return [*inlines, string(f"{left}{address}{right}")]


def resolved(nodes: list[Node], numbers: Mapping[str, Number], where: str,
             reference: Callable[[str, Number], Node]) -> list[Node]:
    """The nodes with every `@tbl-x` and `@fig-x` replaced, whatever stands around it."""
    def change(node: Node) -> list[Node] | None:
        if node["t"] == "Cite":
            return _unbracketed(node["c"][1])
        if node["t"] == "Str" and "@" in node["c"]:
            return _split(node["c"], numbers, where, reference)
        return None
    return mapped(nodes, change)


def _split(text: str, numbers: Mapping[str, Number], where: str,
           reference: Callable[[str, Number], Node]) -> list[Node]:
    """A string cut at its references."""
    nodes: list[Node] = []
    for i, part in enumerate(REFERENCE.split(text)):
        if i % 2 == 0:
            nodes += [string(part)] if part else []
        elif part in numbers:
            nodes.append(reference(part, numbers[part]))
        else:
            raise unresolved(part, numbers, where)
    return nodes


def _unbracketed(inlines: list[Node]) -> list[Node]:
    """The inlines of `[@tbl-x]`, without its brackets where they enclose a reference."""
    first, last = inlines[0], inlines[-1]
    opened = first["t"] == "Str" and first["c"] == "["
    closed = last["t"] == "Str" and last["c"] == "]"
    return inlines[1:-1] if opened and closed and len(inlines) > 2 else inlines
