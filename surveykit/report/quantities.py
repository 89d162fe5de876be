"""Numbers in prose and what they are: `<data value="21/46">46%</data>` in Markdown, HTML, Word, PDF.

The author writes what a number is (`surveykit.words.marks`): its count and base, `printed` for a figure
somebody else published, `setting` for one that was chosen, `level 0.95` for a confidence level. JupyterLab shows the
number alone. `[46]{.printed}` is the same.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from surveykit.errors import ReportError
from surveykit.report.report_blocks import PandocNode
from surveykit.report.selfaudit.mark_check import kind_of
from surveykit.report.selfaudit.typed_numbers import QUOTED
from surveykit.report.syntax_tree import plain_nodes, span, text_node, text_of
from surveykit.words.marks import segments

_OPEN = re.compile(r'<data\s+value="([^"<>]*)"\s*>')
_CLOSE = re.compile(r"</data\s*>")
SPACE: PandocNode = {"t": "Space"}


def tie_quantities(nodes: list[PandocNode], where: str) -> list[PandocNode]:
    """The nodes, what stands between `<data value="...">` and `</data>` as one span."""
    tied: list[PandocNode] = _in_lists(nodes, lambda children: _pair_tags(children, where))
    return tied


def _in_lists(node: Any, change: Callable[[list[Any]], list[Any]]) -> Any:
    """The tree with `change` applied to every list in it, inner lists first."""
    if isinstance(node, list):
        return change([_in_lists(child, change) for child in node])
    if isinstance(node, dict):
        return {key: _in_lists(value, change) for key, value in node.items()}
    return node


def _pair_tags(children: list[Any], where: str) -> list[Any]:
    """A list of inline nodes with its data tags turned into spans."""
    made: list[Any] = []
    value = ""
    inside: list[Any] | None = None
    for child in map(_quoted_span, children):
        raw = isinstance(child, dict) and child.get("t") == "RawInline" and child["c"][0] == "html"
        tag = child["c"][1].strip() if raw else ""
        if opened := _OPEN.fullmatch(tag):
            if inside is not None:
                raise _unpaired_tag(tag, where)
            value, inside = _check_value(opened[1], where), []
        elif _CLOSE.fullmatch(tag):
            if inside is None:
                raise _unpaired_tag(tag, where)
            made.append(span(value, inside))
            inside = None
        else:
            (made if inside is None else inside).append(child)
    if inside is not None:
        raise _unpaired_tag(f'<data value="{value}">', where)
    return made


def _quoted_span(node: Any) -> Any:
    """`[46]{.printed}` and `[30]{.setting}` as what they say; any other node as it is."""
    if not isinstance(node, dict) or node.get("t") != "Span":
        return node
    said = next((name for name in node["c"][0][1] if name in QUOTED), "")
    return span(said, node["c"][1]) if said else node


def _check_value(value: str, where: str) -> str:
    """The value itself, if it says what a number is."""
    if not kind_of(value):
        raise ReportError("What a number is must be said in a form we know, not {value!r}.", where="{file}", file=where,
                          fix='<data value="21/46">46%</data>, or value="printed" for a published figure', value=value)
    return value


def _unpaired_tag(tag: str, where: str) -> ReportError:
    """The error for a tag without its partner."""
    return ReportError("The tag {tag} must stand in a pair, in one paragraph.", where="{file}",
                       fix='<data value="21/46">46%</data>', tag=tag, file=where)


def inlines(text: str) -> list[PandocNode]:
    """Inline nodes of a text, its marks as spans."""
    made: list[PandocNode] = []
    for piece, value in segments(text):
        if value:
            made.append(span(value, [text_node(piece)]))
            continue
        lead, trail = piece[:1].isspace(), piece[-1:].isspace() and len(piece) > 1
        made += [SPACE] * lead + plain_nodes(piece.strip()) + [SPACE] * trail
    return made


def texts(node: Any) -> Iterator[str]:
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
