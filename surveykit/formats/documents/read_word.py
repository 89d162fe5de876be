"""In the child: a Word document's paragraphs, tables, text boxes and notes in reading order.

Layout: ECMA-376 part 1, section 17. Deleted text is left out, inserted text is read; of the two shapes of a
drawing only the newer one is.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from surveykit.errors import ReadError
from surveykit.formats.child_types import Block, Request
from surveykit.formats.documents.block_messages import paragraph_message, raise_digits, strip_blanks, table_message
from surveykit.formats.parse_xml import xml_parser
from surveykit.formats.zip_gate import BROKEN, check_zip
from surveykit.words.messages import Message

if TYPE_CHECKING:
    from lxml.etree import _Element as Node

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = {f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}instrText", f"{W}rPr", f"{W}pPr", FALLBACK}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
NOTES = {f"{W}footnoteReference": "word/footnotes.xml", f"{W}endnoteReference": "word/endnotes.xml"}
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
MAIN = "word/document.xml"
AGAIN = Message("open it in Word or WPS and save it again as .docx")


@dataclass
class WordContext:
    """What is known while a document is walked: style names, notes, and what a paragraph left for later.
    `exact` keeps every paragraph as it stands: blanks, empty ones, plain digits; text boxes are told apart.
    """

    styles: Mapping[str, str]
    notes: Mapping[tuple[str, str], Node]
    exact: bool = False
    later: list[tuple[str, Node]] = field(default_factory=list)


def read_word(request: Request) -> list[Block]:
    """Every block of a .docx."""
    try:
        with zipfile.ZipFile(request["path"]) as archive:
            check_zip(archive, request["name"], request["limits"], os.path.getsize(request["path"]), MAIN)
            names = set(archive.namelist())
            body = _tree(archive, MAIN, request)
            styles = _styles(archive, names, request)
            notes = {key: note for part in NOTES.values() if part in names
                     for key, note in _notes(archive, part, request)}
            margins = [_tree(archive, part, request) for part in sorted(names)  # running headers and footers
                       if part.startswith(("word/header", "word/footer")) and part.endswith(".xml")]
    except BROKEN:
        raise ReadError("The document is damaged or cut off.", where="{file}", fix=AGAIN,
                        file=request["name"]) from None
    context = WordContext(styles, notes, request.get("exact", False))
    blocks = list(_blocks(body.find(f"{W}body"), context))
    lines = [block[3] for margin in margins for block in _blocks(margin, context) if block[0] == "paragraph"]
    running = [paragraph_message(line, "margin") for line in dict.fromkeys(lines) if line]
    return blocks + running


def _tree(archive: zipfile.ZipFile, part: str, request: Request) -> Node:
    """A part as a tree."""
    from lxml import etree  # deferred: 20 ms that only readers of documents pay

    data = archive.read(part)
    if STRICT in data[:65_536]:
        raise ReadError("The document is saved as 'Strict Open XML', which is not read.", where="{file}",
                        fix="save it as an ordinary Word document (.docx)", file=request["name"])
    try:
        tree = etree.fromstring(data, xml_parser())
    except etree.XMLSyntaxError:
        raise ReadError("Part {part!r} of the document is no XML that can be read.", where="{file}",
                        fix=AGAIN, part=part, file=request["name"]) from None
    if part == MAIN and tree.find(f"{W}body") is None:
        raise ReadError("The document has no body.", where="{file}", fix=AGAIN, file=request["name"])
    return tree


def _styles(archive: zipfile.ZipFile, names: set[str], request: Request) -> dict[str, str]:
    """Style id to `heading`, `caption` or `text`."""
    if "word/styles.xml" not in names:
        return {}
    kinds = {}
    for style in _tree(archive, "word/styles.xml", request).iter(f"{W}style"):
        name = style.find(f"{W}name")
        said = (name.get(f"{W}val", "") if name is not None else "").casefold()
        kinds[style.get(f"{W}styleId", "")] = (
            "caption" if "caption" in said or "题注" in said else
            "heading" if said.startswith(("heading", "title", "标题")) else "text")
    return kinds


def _notes(archive: zipfile.ZipFile, part: str, request: Request) -> Iterator[tuple[tuple[str, str], Node]]:
    """Footnotes or endnotes by part and id."""
    for note in _tree(archive, part, request):
        if note.get(f"{W}type", "normal") == "normal":
            yield (part, note.get(f"{W}id", "")), note


def _blocks(node: Node, context: WordContext) -> Iterator[Block]:
    """Paragraphs and tables below a node, in order."""
    for child in node:
        if child.tag == f"{W}p":
            yield from _paragraph(child, context)
        elif child.tag == f"{W}tbl":
            yield from _table(child, context)
        elif child.tag not in GONE and child.tag != f"{W}sectPr":
            yield from _blocks(child, context)


def _paragraph(node: Node, context: WordContext) -> Iterator[Block]:
    """A paragraph, then the text boxes and notes that hang on it."""
    text = "".join(_words(node, context))
    text = text if context.exact else strip_blanks(text)
    style = node.find(f"{W}pPr/{W}pStyle")
    later, context.later = context.later, []
    if text or context.exact:
        named = "" if style is None else style.get(f"{W}val", "")
        yield paragraph_message(text, context.styles.get(named, "text"))
    for kind, hanging in later:
        for block in _blocks(hanging, context):
            aside = block[0] == "paragraph" and (kind == "note" or context.exact)
            yield paragraph_message(block[3], kind) if aside else block


def _words(node: Node, context: WordContext) -> Iterator[str]:
    """The words of a paragraph; what hangs on it is kept for later."""
    for child in node:
        tag = child.tag
        if tag in (f"{W}t", f"{M}t"):
            yield child.text or ""
        elif tag == f"{W}r":
            yield from _run(child, context)
        elif tag in SIGNS:
            yield SIGNS[tag]
        elif tag == f"{W}txbxContent":
            context.later.append(("box", child))
        elif tag in NOTES:
            note = context.notes.get((NOTES[tag], child.get(f"{W}id", "")))
            context.later += [("note", note)] if note is not None else []
        elif tag not in GONE and tag not in (f"{W}p", f"{W}tbl"):
            yield from _words(child, context)


def _run(run: Node, context: WordContext) -> Iterator[str]:
    """Words of one look: hidden ones are left out, raised digits stay apart from the number before them."""
    look = run.find(f"{W}rPr")
    if look is None:
        yield from _words(run, context)
        return
    hidden, place = look.find(f"{W}vanish"), look.find(f"{W}vertAlign")
    if hidden is not None and hidden.get(f"{W}val", "1") not in {"0", "false", "off"}:
        return
    high = place is not None and place.get(f"{W}val") == "superscript"
    yield from map(raise_digits, _words(run, context)) if high and not context.exact else _words(run, context)


def _table(node: Node, context: WordContext) -> Iterator[Block]:
    """A table, then the tables inside its cells."""
    cells: list[list[Any]] = []
    inner: list[Block] = []
    open_above: dict[int, list[Any]] = {}
    rows = [row for row in _children(node, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
    for number, row in enumerate(rows):
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _children(row, f"{W}tc"):
            width = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") != "restart"
            if goes_on and column in open_above:
                open_above[column][3] += 1
            else:
                blocks = list(_blocks(cell, context))
                inner += [block for block in blocks if block[0] == "table"]
                text = "\n".join(block[3] for block in blocks if block[0] == "paragraph")
                cells.append([text, number, column, 1, width])
                open_above.pop(column, None)
                if merge is not None:
                    open_above[column] = cells[-1]
            column += width
    if any(cell[0] for cell in cells):
        yield table_message(cells)
    yield from inner


def _children(node: Node, tag: str) -> Iterator[Node]:
    """Rows or cells, also those inside content controls and insertions; not those of inner tables."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag not in GONE and child.tag not in (f"{W}tc", f"{W}tbl", f"{W}p", f"{W}tr"):
            yield from _children(child, tag)


def _number(node: Node, otherwise: int) -> int:
    """A setting's number, within what a table can have."""
    said = "" if node is None else node.get(f"{W}val", "")
    return min(int(said), 1_000) if said.isdecimal() else otherwise
