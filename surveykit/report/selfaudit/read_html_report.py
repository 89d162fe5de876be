"""The pieces of an HTML report: what is displayed, and the `data` elements in it."""

import base64
import re
from collections.abc import Iterator

from lxml import etree, html

from surveykit.errors import ReadError
from surveykit.report.selfaudit.audited_text import REPEATED, AuditedText, copy_marks, texts_of_table
from surveykit.result import Head
from surveykit.words.marks import claims, join_marked, mark_number, marks_of

BLOCKS = {"p", "div", "section", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
          "dl", "dt", "dd", "blockquote", "main", "body", "table", "hr", "details", "summary", "caption", "aside"}
SKIPPED = {"script", "style", "pre", "code", "math", "head", "template"}
HOLE = "\0"


def read_html_report(data: bytes) -> list[AuditedText]:
    """Every text of the page, tables cell by cell; code is shown as code and claims nothing."""
    body = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8")).find("body")
    if body is None:
        raise ReadError("The file cannot be read as an HTML report.", fix="write it again with write_report")
    return list(_blocks(body, "text"))


def drawn_lines(data: bytes) -> list[tuple[str, set[str], set[str]]]:
    """For each picture its place, the lines with numbers it lists, and every line its SVG says it draws.
    A picture for narrow screens lists those of its lines that the wide one does not draw.
    """
    page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    found = []
    for figure in page.iter("figure"):
        place = figure.get("id", "")
        listed = {name: {item.text_content() for item in figure.xpath(f"./ul[@class='{name}']/li")}
                  for name in ("drawn", "drawn narrow")}
        for wide in filter(None, (_lines_of_svg(picture.get("src", "")) for picture in figure.iter("img"))):
            found.append((place, listed["drawn"], wide))
            found += [(place, listed["drawn narrow"], lines - listed["drawn"]) for lines in (
                _lines_of_svg(picture.get("srcset", "")) for picture in figure.iter("source"))]
    return found


def _lines_of_svg(address: str) -> set[str]:
    """Every line of text an SVG in a data address says it draws."""
    start = "data:image/svg+xml;base64,"
    if not address.startswith(start):
        return set()
    outlines = etree.fromstring(base64.b64decode(address.removeprefix(start)))
    return {str(node.text).strip() for node in outlines.iter(etree.Comment)}


def _blocks(node: html.HtmlElement, at: str) -> Iterator[AuditedText]:
    """The pieces of a block, its inner blocks one by one."""
    at = node.get("id", at) + (REPEATED if node.get("class") == "drawn narrow" else "")
    if node.tag == "table":
        yield from _table(node, at)
        return
    run: list[str] = [node.text or ""]
    for child in node:
        if child.tag == "nav":  # it repeats the headings
            continue
        if child.tag in BLOCKS:
            yield from _piece(at, run)
            yield from _blocks(child, at)
            run = []
        else:
            run.append(_inline(child))
            for picture in child.iter("img"):
                yield from _alternative(picture, at)
        run.append(child.tail or "")
    yield from _piece(at, run)


def _piece(at: str, run: list[str]) -> Iterator[AuditedText]:
    """The piece a run of text makes; none of blanks."""
    text = join_marked(*run)
    if text.strip():
        yield AuditedText(at, text)


def _inline(node: html.HtmlElement) -> str:
    """The text of an inline element, `data` marked with its value."""
    if not isinstance(node.tag, str):
        return ""
    if node.tag in SKIPPED:
        return HOLE
    if node.tag == "br":
        return "\n"
    inner = join_marked(node.text or "", *(part for child in node for part in (_inline(child), child.tail or "")))
    if node.tag == "data" and not marks_of(inner):
        kept = node.get("data-text")
        same = kept is None or kept == " ".join(inner.split())
        return mark_number(inner, node.get("value", "") if same else f"changed, was {kept}")
    return inner


def _alternative(node: html.HtmlElement, at: str) -> Iterator[AuditedText]:
    """What stands for a picture; its numbers are those of the caption, which it repeats."""
    if not claims(node.get("alt", "")):
        return
    captions = [_inline(caption) for figure in node.iterancestors("figure") for caption in figure.iter("figcaption")]
    yield AuditedText(at, copy_marks(node.get("alt", ""), join_marked(*captions)))


def _table(node: html.HtmlElement, at: str) -> Iterator[AuditedText]:
    """The pieces of a table."""
    heads = [[Head(_inline(cell), int(cell.get("colspan", 1))) for cell in row] for row in node.findall("thead/tr")]
    rows = [[_inline(cell) for cell in row] for row in node.findall("tbody/tr")]
    yield from texts_of_table(at, heads, rows)


def is_html(data: bytes) -> bool:
    """Whether a file begins as an HTML page."""
    return re.match(rb"\s*<!doctype html|\s*<html", data[:200], re.IGNORECASE) is not None
