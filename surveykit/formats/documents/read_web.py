"""In the child: a web page's paragraphs and tables in reading order."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surveykit.errors import ReadError
from surveykit.formats.child_types import Block, Request
from surveykit.formats.documents.block_messages import (
    LARGEST_GRID,
    paragraph_message,
    raise_digits,
    strip_blanks,
    table_message,
)
from surveykit.text.encodings import BOMS, decode_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element as Node

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]+)""", re.IGNORECASE)
PROLOGUE = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_:-]+)""")
SKIPPED = {"script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object", "select", "textarea",
           "button", "nav"}
BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "li", "dl", "dt", "dd",
          "blockquote", "pre", "figure", "figcaption", "address", "form", "fieldset", "details", "summary", "hr",
          "h1", "h2", "h3", "h4", "h5", "h6", "body", "html", "center", "legend", "hgroup", "search"}
KINDS = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"), "figcaption": "caption"}
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
WIDEST = 1_000


def read_web(request: Request) -> list[Block]:
    """Every block of an HTML file."""
    from lxml import etree  # deferred: 20 ms that only readers of documents pay

    text = _text(Path(request["path"]).read_bytes(), request)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True,
                              remove_pis=True, recover=True)
    tree = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    if tree is None:
        raise ReadError("The page holds nothing.", where="{file}", fix="save the page again, with its text",
                        file=request["name"])
    page = WebPage()
    page.walk(tree, "text")
    page.end("text")
    return page.blocks


def _text(data: bytes, request: Request) -> str:
    """The page's text: a byte order mark, what the page says of itself, then the ladder for texts."""
    said = CHARSET.search(data[:4096]) or PROLOGUE.search(data[:4096])
    encoding = request["encoding"]
    if encoding is None and said and not data.startswith(tuple(mark for mark, _ in BOMS)):
        encoding = _python_encoding(said[1].decode("ascii"))
    text, _ = decode_bytes(data, request["name"], encoding)
    if "\0" in text:
        raise ReadError("The page holds NUL characters: it is damaged.", where="{file}",
                        fix="save it again in the browser", file=request["name"])
    return text


def _python_encoding(name: str) -> str | None:
    """What a page means by the name it gives: its GB 2312 is in truth GB 18030, its Latin-1 Windows-1252."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": None,
            "utf-16": None, "utf-16-le": None, "utf-16-be": None}.get(known, known)


class WebPage:
    """The blocks so far, and the words of the one that is open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.words: list[str] = []

    def end(self, kind: str) -> None:
        """Close the open paragraph."""
        text = strip_blanks("".join(self.words))
        self.words = []
        if text:
            self.blocks.append(paragraph_message(text, kind))

    def walk(self, node: Node, kind: str) -> None:
        """A node's words and blocks."""
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in SKIPPED or _is_hidden(node):
            return
        if tag == "table":
            self.end(kind)
            self.blocks += _table(node)
            return
        own = KINDS.get(tag, kind)
        if tag in BLOCKS:
            self.end(kind)
        elif tag == "br":
            self.words.append("\n")
        self.words.append(node.text or "" if tag != "sup" else raise_digits(node.text or ""))
        for child in node:
            self.walk(child, own)
            self.words.append(child.tail or "")
        if tag in BLOCKS:
            self.end(own)


def _table(node: Node) -> list[Block]:
    """A table, then the tables inside its cells."""
    cells: list[list[Any]] = []
    inner: list[Block] = []
    taken: dict[tuple[int, int], bool] = {}
    caption = ""
    rows = list(_rows(node))
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get((number, column)):
                column += 1
            height = min(_span(cell, "rowspan") or len(rows), len(rows) - number)
            width = min(_span(cell, "colspan") or 1, WIDEST)
            if len(taken) + height * width > LARGEST_GRID:
                raise ReadError("A table of the page spans more than a table can.", fix="save the page again")
            taken |= dict.fromkeys(((r, c) for r in range(number, number + height)
                                    for c in range(column, column + width)), True)
            text, tables = _cell(cell)
            cells.append([text, number, column, height, width])
            inner += tables
            column += width
    for said in node.iterchildren("caption"):
        caption = _cell(said)[0]
    return ([table_message(cells, caption)] if any(cell[0] for cell in cells) else []) + inner


def _rows(node: Node) -> Iterator[Node]:
    """The rows of a table itself: those of its head first, of its foot last."""
    parts: dict[str, list[Node]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in node:
        if child.tag == "tr":
            parts["tbody"].append(child)
        elif child.tag in parts:
            parts[child.tag] += child.iterchildren("tr")
    for rows in parts.values():
        yield from (row for row in rows if not _is_hidden(row))


def _is_hidden(node: Node) -> bool:
    """Whether a page keeps a node from its readers."""
    return "hidden" in node.attrib or HIDDEN.search(node.get("style", "").casefold()) is not None


def _cell(cell: Node) -> tuple[str, list[Block]]:
    """A cell's words, and the tables inside it."""
    page = WebPage()
    page.words.append(cell.text or "")
    for child in cell:
        page.walk(child, "text")
        page.words.append(child.tail or "")
    page.end("text")
    tables = [block for block in page.blocks if block[0] == "table"]
    return "\n".join(block[3] for block in page.blocks if block[0] == "paragraph"), tables


def _span(cell: Node, name: str) -> int:
    """How far a cell reaches; 0 as the page says it (to the end)."""
    said = cell.get(name, "1").strip()
    return int(said) if said.isdecimal() and len(said) < 6 else 1
