"""Letters of statistics in italics, as APA and GB/T ask for: `n = 46`, `p < 0.001`, the heading `p`."""

import re
from typing import Any

from surveykit.report.report_blocks import PandocNode
from surveykit.report.syntax_tree import text_node, text_of

_SIGNS = "=<>≤≥≈"
_BEFORE_SIGN = re.compile(rf"(?<![A-Za-z0-9_.])[nNprtFdgVz](?=[\s\u00a0]?[{_SIGNS}])"
                          r"|(?<![A-Za-z])n(?=/N\b)|(?<=\bn/)N\b"
                          r"|(?<![A-Za-z0-9_.])[prtFdgz](?= ?(?:值|统计量|检验)| values?\b)")
_HEADING = re.compile(r"^[nNprtFdgz]$")
_LAST = re.compile(r"(?:^|(?<=[^A-Za-z0-9_.]))[nNprtFdgVz]$")


def split_letters(text: str, *, heading: bool = False) -> list[tuple[str, bool]]:
    """The pieces of a text, and whether each is a letter of statistics.
    >>> split_letters("43 people (p = 0.72)")
    [('43 people (', False), ('p', True), (' = 0.72)', False)]
    """
    pieces, at = [], 0
    found = [*(_HEADING.finditer(text) if heading else ()), *_BEFORE_SIGN.finditer(text)]
    for match in sorted(found, key=lambda one: one.start()):
        pieces += [(text[at:match.start()], False), (match[0], True)]
        at = match.end()
    return [(piece, slanted) for piece, slanted in [*pieces, (text[at:], False)] if piece]


def slant_letters(node: Any) -> Any:
    """The tree with letters before a sign as emphasis, the sign in the same word or in the next."""
    if isinstance(node, dict):
        quiet = node.get("t") in {"Code", "CodeBlock", "Math", "RawInline", "RawBlock", "Emph", "Link"}
        return node if quiet else {key: slant_letters(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    made: list[Any] = []
    for i, child in enumerate(node):
        plain = isinstance(child, dict) and child.get("t") == "Str"
        made += _slant_word(child["c"], text_of(node[i + 1:i + 3], hole="")) if plain else [slant_letters(child)]
    return made


def _slant_word(word: str, behind: str) -> list[PandocNode]:
    """The nodes of a word, `behind` which stands a blank and a sign, or not."""
    last = _LAST.search(word) if behind[:1].isspace() and behind[1:2] in set(_SIGNS) else None
    pieces = split_letters(word[:last.start()] if last else word)
    pieces += [(last[0], True)] if last else []
    return [{"t": "Emph", "c": [text_node(piece)]} if slanted else text_node(piece) for piece, slanted in pieces]
