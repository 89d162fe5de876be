"""Nodes of pandoc's syntax tree, and the walk that makes the author's prose safe and resolved.

Respondents' words enter as `Str` nodes only: nothing in them is ever parsed.
"""

import re
from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import Any, cast

from surveykit.errors import ReportError
from surveykit.report.report_blocks import Number, PandocNode, unresolved_reference
from surveykit.text.display_width import is_wide
from surveykit.words.marks import join_marked, mark_number, marks_of

REFERENCE = re.compile(r"@((?:tbl|fig)-[A-Za-z0-9_-]*[A-Za-z0-9])")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
CLASS = "figure"
HOLE = "\0"  # stands for what is not set as its own text, such as a formula
_CHINESE = re.compile("[\u4e00-\u9fff]")


def clean_text(text: str) -> str:
    """Text every format can hold: control characters and lone surrogates become U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_node(text: str) -> PandocNode:
    """Text as it stands, blanks included."""
    return {"t": "Str", "c": clean_text(text)}


def plain_nodes(text: str) -> list[PandocNode]:
    """Inline nodes of plain text: words, and spaces where lines may break."""
    words = re.split(r"[ \t\n]+", clean_text(text))
    space: PandocNode = {"t": "Space"}
    nodes = [node for word in words for node in (space, text_node(word))][1:]
    return [node for node in nodes if node.get("c") != ""]


def para(inlines: list[PandocNode]) -> PandocNode:
    """A paragraph."""
    return {"t": "Para", "c": inlines}


def header(level: int, inlines: list[PandocNode], name: str = "") -> PandocNode:
    """A heading."""
    return {"t": "Header", "c": [level, [name, [], []], inlines]}


def raw(to: str, text: str) -> PandocNode:
    """A block already written in the target format."""
    return {"t": "RawBlock", "c": [to, text]}


def raw_inline(to: str, text: str) -> PandocNode:
    """Inline text already written in the target format."""
    return {"t": "RawInline", "c": [to, text]}


def code(text: str, language: str) -> PandocNode:
    """A block of code."""
    return {"t": "CodeBlock", "c": [["", [language] if language else [], []], clean_text(text)]}


def div(blocks: list[PandocNode], *classes: str, style: str = "") -> PandocNode:
    """A division: classes for HTML, a paragraph style for Word."""
    return {"t": "Div", "c": [["", list(classes), [["custom-style", style]] if style else []], blocks]}


def image(source: str, alt: str, width_cm: float) -> PandocNode:
    """A picture of a given width; `source` is a data address."""
    attr = ["", [], [["width", f"{width_cm:.2f}cm"]]]
    return {"t": "Image", "c": [attr, plain_nodes(alt), [source, ""]]}


def span(value: str, inlines: list[PandocNode]) -> PandocNode:
    """A span that carries what its number is."""
    return {"t": "Span", "c": [["", [CLASS], [["value", value]]], inlines]}


def value_of(node: Any) -> str:
    """What the number of a span is; '' for any other node."""
    if node.get("t") != "Span" or CLASS not in node["c"][0][1]:
        return ""
    return next((str(value) for name, value in node["c"][0][2] if name == "value"), "")


def text_of(node: Any, hole: str = HOLE) -> str:
    """The text of inline nodes, marks kept; with no `hole`, a formula as it was typed."""
    if isinstance(node, list):
        return join_marked(*(text_of(child, hole) for child in node))
    if not isinstance(node, dict):
        return ""
    kind, content = node["t"], node.get("c", "")
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind == "Str":
        return str(content)
    if kind == "Code":
        return str(content[1])
    if kind == "Cite":
        return text_of(content[1], hole)
    if kind == "Math" and not hole:
        return str(content[1])
    if kind in {"Math", "Note", "RawInline"}:
        return hole
    if kind == "Quoted":
        left, right = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return join_marked(left, text_of(content[1], hole), right)
    inner = text_of(content, hole)
    return mark_number(inner, value_of(node)) if value_of(node) and not marks_of(inner) else inner


def append_inline(nodes: list[PandocNode], inline: PandocNode) -> None:
    """An inline node put behind the last word of running text; nothing where the text ends otherwise."""
    inner: Any = nodes[-1] if nodes else None
    while isinstance(inner, dict) and inner.get("t") in {"BulletList", "OrderedList", "BlockQuote", "Div"}:
        inner = inner["c"]
        while isinstance(inner, list) and inner:
            inner = inner[-1]
    if isinstance(inner, dict) and inner.get("t") in {"Para", "Plain"}:
        inner["c"].append(inline)


def map_nodes(node: Any, change: Callable[[PandocNode], list[PandocNode] | None]) -> Any:
    """The tree with `change` applied to every node, inner nodes first; None keeps a node."""
    if isinstance(node, list):
        return [new for child in node for new in _replace_child(child, change)]
    if isinstance(node, dict):
        return {key: map_nodes(value, change) for key, value in node.items()}
    return node


def _replace_child(child: Any, change: Callable[[PandocNode], list[PandocNode] | None]) -> list[Any]:
    """What takes the place of one child in its list."""
    new = map_nodes(child, change)
    if not (isinstance(new, dict) and "t" in new):
        return [new]
    made = change(cast(PandocNode, new))
    return [new] if made is None else made


def make_safe(nodes: list[PandocNode], where: str) -> list[PandocNode]:
    """The author's nodes with raw HTML dropped, links printed, pictures refused.
    Headings lose their automatic names, which could occur twice. Chinese is never slanted: emphasis on it is strong.
    """
    def change(node: PandocNode) -> list[PandocNode] | None:
        kind = node["t"]
        if kind in {"RawInline", "RawBlock"}:
            broken = kind == "RawInline" and re.fullmatch(r"<br\s*/?>", node["c"][1].strip())
            return [{"t": "LineBreak"}] if broken else []
        if kind == "Image":
            raise ReportError("A picture cannot be part of the prose.", where="{file}",
                              fix="show a figure in a code cell: sk.plot(result)", file=where)
        if kind == "Link":
            return _printed_link(node)
        if kind == "Emph" and _CHINESE.search(text_of(node["c"], hole="")):
            return [{"t": "Strong", "c": node["c"]}]
        if kind == "Header":
            return [header(node["c"][0], node["c"][2])]
        return [text_node(node["c"])] if kind == "Str" else None
    safe: list[PandocNode] = _join_chinese_lines(map_nodes(nodes, change))
    return safe


def _join_chinese_lines(node: Any) -> Any:
    """The tree without line breaks between two Chinese characters, where they would print a blank."""
    if isinstance(node, dict):
        return {key: _join_chinese_lines(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    around = zip([None, *node], node, [*node[1:], None], strict=False)
    return [_join_chinese_lines(child) for before, child, after in around
            if not (isinstance(child, dict) and child.get("t") == "SoftBreak"
                    and is_wide(text_of(before, hole="")[-1:]) and is_wide(text_of(after, hole="")[:1]))]


def _printed_link(node: PandocNode) -> list[PandocNode]:
    """A link as a reader of paper sees it: its text, then its address in brackets."""
    content: tuple[Any, list[PandocNode], tuple[str, str]] = node["c"]
    _, inlines, (address, _) = content
    text = text_of(inlines, hole="")
    if address.startswith("#") or text == address.removeprefix("mailto:"):
        return inlines
    left, right = ("（", "）") if is_wide(text[-1:]) else (" (", ")")
    return [*inlines, text_node(f"{left}{address}{right}")]


def resolve_references(nodes: list[PandocNode], numbers: Mapping[str, Number], where: str,
                       reference: Callable[[str, Number], PandocNode]) -> list[PandocNode]:
    """The nodes with every `@tbl-x` and `@fig-x` replaced, whatever stands around it."""
    def change(node: PandocNode) -> list[PandocNode] | None:
        if node["t"] == "Cite":
            return _strip_brackets(node["c"][1])
        if node["t"] == "Str" and "@" in node["c"]:
            return _split_at_references(node["c"], numbers, where, reference)
        return None
    named: list[PandocNode] = map_nodes(nodes, change)
    return list(map_nodes(named, lambda node: [{**node, "c": _drop_twins(node["c"])}]
                          if node["t"] in {"Para", "Plain"} else None))


def _drop_twins(inlines: list[PandocNode]) -> list[PandocNode]:
    """The inlines, `Figure 2, Figure 2` said once: a table and its figure that is shown for both."""
    kept: list[PandocNode] = []
    for node in inlines:
        if node["t"] in {"RawInline", "Link"} and node in kept:
            between = [text_of(one).strip() for one in takewhile(node.__ne__, reversed(kept))]
            if {*between} <= {"", ",", "、", "and", "和", "与"}:
                del kept[len(kept) - len(between):]
                continue
        kept.append(node)
    return kept


def _split_at_references(text: str, numbers: Mapping[str, Number], where: str,
                         reference: Callable[[str, Number], PandocNode]) -> list[PandocNode]:
    """A string cut at its references."""
    nodes: list[PandocNode] = []
    for i, part in enumerate(REFERENCE.split(text)):
        if i % 2 == 0:
            nodes += [text_node(part)] if part else []
        elif part in numbers:
            nodes.append(reference(numbers[part].label or part, numbers[part]))
        else:
            raise unresolved_reference(part, numbers, where)
    return nodes


def _strip_brackets(inlines: list[PandocNode]) -> list[PandocNode]:
    """The inlines of `[@tbl-x]`, without its brackets where they enclose a reference."""
    first, last = inlines[0], inlines[-1]
    opened = first["t"] == "Str" and first["c"] == "["
    closed = last["t"] == "Str" and last["c"] == "]"
    return inlines[1:-1] if opened and closed and len(inlines) > 2 else inlines
