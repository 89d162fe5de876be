"""The pieces of a Word report: its text, the hidden bookmarks in it, and the list that explains them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from surveykit.errors import ReadError
from surveykit.formats.parse_xml import parse_xml
from surveykit.formats.zip_gate import BROKEN
from surveykit.report.selfaudit.audited_text import LARGEST, REPEATED, SPACE, AuditedText, copy_marks, texts_of_table
from surveykit.result import Head
from surveykit.words.marks import Mark, MarkedText, join_marked, mark_number
from surveykit.words.messages import Message

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OURS = f"{{{SPACE}}}"
_ITEMS = re.compile(r"customXml/item\d+\.xml")
_SHADES = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_AGAIN = Message("write it again with write_report")


class FigureList:
    """What the list says: value and text of each bookmark, and the lines in pictures."""

    def __init__(self, values: Mapping[str, str], texts: Mapping[str, str], drawn: list[AuditedText]) -> None:
        self.values, self.texts, self.drawn = dict(values), dict(texts), drawn
        self.met: dict[str, str] = {}

    @property
    def missing_texts(self) -> list[str]:
        """Texts that their bookmark no longer covers, or whose bookmark is gone."""
        return [text for name, text in self.texts.items() if self.met.get(name) != text]


def read_word_report(data: bytes) -> tuple[list[AuditedText], list[str]]:
    """The pieces, and what is listed but not in the text."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
        if sum(info.file_size for info in parts.infolist()) > LARGEST:
            raise ReadError("The Word file is too large.", fix="verify a report of ours")
        trees = {name: parse_xml(parts.read(name), name, _AGAIN) for name in sorted(parts.namelist())
                 if name == "word/document.xml" or _SHADES.fullmatch(name) or _ITEMS.fullmatch(name)}
    except BROKEN as error:
        raise ReadError("The file cannot be read as a Word document.", fix=_AGAIN) from error
    body = trees["word/document.xml"].find(f"{W}body") if "word/document.xml" in trees else None
    if body is None:
        raise ReadError("The file cannot be read as a Word document.", fix=_AGAIN)
    listed = _list([tree for name, tree in trees.items() if _ITEMS.fullmatch(name)])
    found = list(_blocks(body, listed))
    title = found[0].text if found else ""
    for name in filter(_SHADES.fullmatch, trees):  # heads of pages repeat the title
        found += [replace(piece, at=piece.at + REPEATED, text=copy_marks(piece.text, title))
                  for piece in _blocks(trees[name], listed)]
    return [*found, *listed.drawn], listed.missing_texts


def _list(items: list[etree._Element]) -> FigureList:
    """The list among the custom parts of the file; an empty one if there is none."""
    for root in items:
        if root.tag == f"{_OURS}figures":
            values = {node.get("at"): node.get("value", "") for node in root.iter(f"{_OURS}figure")}
            texts = {node.get("at"): node.text or "" for node in root.iter(f"{_OURS}figure")}
            drawn = [AuditedText(node.get("at", ""), _drawn_line(node)) for node in root.iter(f"{_OURS}drawn")]
            return FigureList(values, texts, drawn)
    return FigureList({}, {}, [])


def _drawn_line(node: etree._Element) -> str:
    """A line of text in a picture."""
    return join_marked(node.text or "", *(part for child in node for part in
                                     (mark_number(child.text or "", child.get("value", "")), child.tail or "")))


def _blocks(node: etree._Element, listed: FigureList, at: str = "text") -> Iterator[AuditedText]:
    """The pieces of paragraphs and tables, in order."""
    for child in node:
        if child.tag == f"{W}p":
            text = _paragraph(child, listed)
            if text.strip() and not _is_contents(child):
                yield AuditedText(at, text)
        elif child.tag == f"{W}tbl":
            yield from _table(child, listed)
        elif child.tag not in {f"{W}sectPr"}:
            yield from _blocks(child, listed, at)


def _is_contents(paragraph: etree._Element) -> bool:
    """Whether a paragraph is a line of the contents, which repeats a heading or a caption."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "").startswith("TOC")


def _table(node: etree._Element, listed: FigureList) -> Iterator[AuditedText]:
    """The pieces of a table; its heading rows are those that are repeated."""
    heads, rows = [], []
    for row in node.iter(f"{W}tr"):
        cells = [(_cell(cell, listed), _across(cell)) for cell in row.iter(f"{W}tc")]
        if row.find(f"{W}trPr/{W}tblHeader") is not None:
            heads.append([Head(text, across) for text, across in cells])
        else:
            rows.append([text for text, _ in cells])
    caption = node.find(f"{W}tblPr/{W}tblCaption")
    yield from texts_of_table(caption.get(f"{W}val", "")[:12] if caption is not None else "table", heads, rows)


def _cell(cell: etree._Element, listed: FigureList) -> str:
    """The text of a cell, its paragraphs one below the other."""
    return join_marked(*(_paragraph(p, listed) for p in cell.iter(f"{W}p")), by="\n")


def _across(cell: etree._Element) -> int:
    """How many columns a cell takes."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(span.get(f"{W}val", 1)) if span is not None else 1


def _paragraph(paragraph: etree._Element, listed: FigureList) -> str:
    """The text of a paragraph, what lies in our bookmarks marked."""
    text, opened, marks = "", {}, []
    for node in paragraph.iter():
        if node.tag == f"{W}t":
            text += node.text or ""
        elif node.tag in {f"{W}br", f"{W}tab", f"{W}cr"}:
            text += "\n"
        elif node.tag == f"{W}bookmarkStart" and node.get(f"{W}name") in listed.values:
            opened[node.get(f"{W}id")] = (len(text), node.get(f"{W}name"))
        elif node.tag == f"{W}bookmarkEnd" and node.get(f"{W}id") in opened:
            start, name = opened.pop(node.get(f"{W}id"))
            listed.met[name] = text[start:]
            marks.append(Mark(start, len(text), listed.values[name]))
    return MarkedText(text, marks) if marks else text
