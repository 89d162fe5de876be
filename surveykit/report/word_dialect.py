"""A report as a Word document: native tables, captions, references; always the same bytes."""

import base64
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from surveykit.files.disk import canonical_zip
from surveykit.report import wordml
from surveykit.report.assemble_report import DEEPEST, OutlineEntry, assemble_report
from surveykit.report.column_widths import fit_columns
from surveykit.report.pandoc import write
from surveykit.report.report_blocks import FigureBlock, Number, PandocNode, Report, TableBlock, note_line
from surveykit.report.selfaudit.audited_text import SPACE
from surveykit.report.syntax_tree import clean_text, div, header, image, map_nodes, para, raw, raw_inline
from surveykit.report.wide_tables import cut_panels
from surveykit.report.word_pages import fill_word_pages, png_size
from surveykit.report.word_reference import reference
from surveykit.words.marks import segments
from surveykit.words.phrases import in_language, phrase

_DIALECT = {"zh": "zh-CN", "en": "en-GB"}
_ITEM, _PROPERTIES = "customXml/item1.xml", "customXml/itemProps1.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ID = "{5B0E2F6C-7A41-4D0B-9C55-5A7E3D1F4601}"


def write_docx(report: Report) -> bytes:
    """The report as DOCX, properties and dates fixed."""
    style = reference(report.language, clean_text(report.title), report.running, report.style)
    meta = {"title": {"t": "MetaInlines", "c": [raw_inline("openxml", wordml.run(report.title))]}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.docx"
        path.write_bytes(style)
        placed, shares = fill_word_pages(report)
        drawn = write(assemble_report(placed, WordDialect(placed, shares)), "docx",
                      f"--reference-doc={path}", "--syntax-highlighting=none", meta=meta)
    return canonical_zip(drawn, _replacement_parts(drawn, report))


class WordDialect:
    """Tables and captions as WordprocessingML, pictures through pandoc."""

    def __init__(self, report: Report, shares: Mapping[str, float]) -> None:
        self.language, self.style, self.shares = report.language, report.style, shares

    def front(self, report: Report, outline: Sequence[OutlineEntry]) -> list[PandocNode]:
        """Authors and abstract, the line on synthetic data, contents and lists; the title is pandoc's."""
        front = report.front
        made = [wordml.paragraph(style, wordml.run(text)) for style, text in (
            ("Subtitle", front.subtitle), ("Author", front.authors),
            *(("Author", f"{label}{value}") for label, value in front.lines), ("Date", front.date)) if text]
        if report.notice:
            made.append(wordml.paragraph("ReportNotice", wordml.run(report.notice)))
        for i, (heading, texts, keywords) in enumerate(front.abstracts):
            begins = "<w:pageBreakBefore/>" if self.style.cover and (self.style.double or i == 0) else ""
            made.append(wordml.paragraph("AbstractTitle", wordml.run(heading), begins))
            made += [wordml.paragraph("Abstract", wordml.run(one)) for one in (*texts, keywords) if one]
        if self.style.contents:
            apart = self.style.cover and (self.style.double or not front.abstracts)
            made += [*[wordml.new_page()] * apart, *self._listings(report, outline)]
        return [raw("openxml", "".join(made))] if made else []

    def _listings(self, report: Report, outline: Sequence[OutlineEntry]) -> Iterator[str]:
        """Contents, tables and figures, each a field; then a new page."""
        names = {name: in_language(phrase(f"report.{name}"), self.language)
                 for name in ("contents", "list_of_tables", "list_of_figures")}
        heads = [(entry.level - 1, f"{entry.number}\u3000{entry.text}" if entry.number else entry.text)
                 for entry in outline if entry.level <= 3]
        if heads:
            yield wordml.listing(names["contents"], 'TOC \\o "1-2" \\h \\z \\u', heads)
        for kind, name in (("tbl", "list_of_tables"), ("fig", "list_of_figures")):
            lines = [(1, f"{number.text}{number.stop}{title}") for number, title in _list_captions(report)
                     if number.kind == kind]
            if lines:
                word = in_language(phrase(f"report.{kind}"), self.language)
                yield wordml.listing(names[name], f'TOC \\h \\z \\c "{word}"', lines)
        yield wordml.new_page()

    def heading(self, entry: OutlineEntry, inlines: list[PandocNode]) -> list[PandocNode]:
        """A heading; its number is Word's own, and one of ours has none."""
        if self.style.numbered and not entry.number and entry.level <= DEEPEST:
            none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>'
            return [raw("openxml", wordml.paragraph(f"Heading{entry.level - 1}", wordml.run(entry.text), none))]
        apart = self.style.chapters and entry.level == 2 and entry.number != "1"
        return [*[raw("openxml", wordml.new_page())] * apart, header(entry.level - 1, inlines)]

    def table(self, block: TableBlock, number: Number | None) -> list[PandocNode]:
        """Caption, table, and the notes below its last rule."""
        grid = block.grid
        above = wordml.caption("TableCaption", grid.caption, block.label, number, block.second) if grid.caption else ""
        full = f"{number.text} {grid.caption}" if number else grid.caption
        below = wordml.note(note_line(grid.notes, self.language))
        panels = (wordml.table(panel, fit_columns(panel), full) for panel in cut_panels(grid))
        return [raw("openxml", above + wordml.gap().join(panels) + below)]

    def figure(self, block: FigureBlock, number: Number | None) -> list[PandocNode]:
        """The picture, then its caption."""
        source = f"data:image/png;base64,{base64.b64encode(block.png).decode()}"
        width = png_size(block.png)[0] * self.shares.get(block.label or "", 1.0)
        picture = image(source, block.drawing.alt, width)
        below = wordml.caption("ImageCaption", block.caption, block.label, number, block.second,
                               "<w:keepNext/>" if block.notes else "")
        if block.notes:
            below += wordml.note(note_line(block.notes, self.language))
        return [div([para([picture])], style="Captioned Figure"), raw("openxml", below)]

    def reference(self, label: str, number: Number) -> PandocNode:
        """A REF field."""
        return raw_inline("openxml", wordml.reference(label, number))

    def quantity(self, value: str, inlines: list[PandocNode]) -> list[PandocNode]:
        """A hidden bookmark around the number."""
        opened, _, closed = wordml.quantity(value)
        return [raw_inline("openxml", opened), *inlines, raw_inline("openxml", closed)]

    def prose(self, nodes: list[PandocNode]) -> list[PandocNode]:
        """As it stands; the paragraphs of every list in the style of lists, which pandoc gives to tight ones alone."""
        def tighten(node: PandocNode) -> list[PandocNode] | None:
            """A list whose paragraphs are plain."""
            if node["t"] not in {"BulletList", "OrderedList"}:
                return None
            return [map_nodes(node, lambda one: [{**one, "t": "Plain"}] if one["t"] == "Para" else None)]
        return list(map_nodes(nodes, tighten))

    def page_break(self) -> list[PandocNode]:
        """A new page."""
        return [raw("openxml", wordml.new_page())]


def _list_captions(report: Report) -> Iterator[tuple[Number, str]]:
    """The numbered blocks: number and caption."""
    for block in report.blocks:
        if isinstance(block, TableBlock | FigureBlock) and block.label in report.numbers:
            yield (report.numbers[block.label or ""],
                   block.grid.caption if isinstance(block, TableBlock) else block.caption)


def _replacement_parts(data: bytes, report: Report) -> dict[str, bytes]:
    """Parts pandoc fills with what we do not want: properties, and data addresses as names."""
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    document = re.sub(r'descr="data:[^"]*"', 'descr=""', document)
    # Without distances some programs leave 3 mm around a picture, which pushes it off the page.
    document = document.replace("<wp:inline>", '<wp:inline distT="0" distB="0" distL="0" distR="0">')
    document, listed = wordml.number_bookmarks(document)
    drawn = [(block.label or "", label) for block in report.blocks if isinstance(block, FigureBlock)
             for label in block.labels]
    settings = zipfile.ZipFile(io.BytesIO(data)).read("word/settings.xml").decode()
    if report.style.contents:  # Word asks once, then sets the pages of the contents
        settings = re.sub(r"(<w:settings[^>]*>)", r'\1<w:updateFields w:val="true"/>', settings, count=1)
    return {"word/document.xml": document.encode(), "docProps/core.xml": _core(report),
            "word/settings.xml": settings.encode(), **_figure_parts(data, listed, drawn)}


def _core(report: Report) -> bytes:
    """Core properties: title, author, language; dates that never change."""
    date = "1980-01-01T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(clean_text(report.title))}</dc:title><dc:creator>surveykit</dc:creator>"
        f"<dc:language>{_DIALECT[report.language]}</dc:language>"
        "<cp:lastModifiedBy>surveykit</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{date}</dcterms:modified></cp:coreProperties>'
    ).encode()


def _figure_parts(data: bytes, listed: Sequence[tuple[str, str, str]],
                 drawn: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The parts that hold the list, and those of the document `data` that must name them."""
    source = zipfile.ZipFile(io.BytesIO(data))
    relations = source.read("word/_rels/document.xml.rels").decode()
    types = source.read("[Content_Types].xml").decode()
    item = f'<Relationship Id="rIdSkFigures" Type="{_OFFICE}/relationships/customXml" Target="../{_ITEM}"/>'
    kind = (f'<Override PartName="/{_PROPERTIES}" '
            'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>')
    return {
        _ITEM: _figure_list(listed, drawn),
        _PROPERTIES: (f'{_HEAD}<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" ds:itemID="{_ID}"><ds:schemaRefs>'
                      f'<ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>').encode(),
        "customXml/_rels/item1.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>').encode(),
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", f"{item}</Relationships>").encode(),
        "[Content_Types].xml": types.replace("</Types>", f"{kind}</Types>").encode(),
    }


def _figure_list(listed: Sequence[tuple[str, str, str]], drawn: Sequence[tuple[str, str]]) -> bytes:
    """The list itself."""
    lines = [f'<figure at="{name}" value="{value}">{text}</figure>' for name, value, text in listed]
    lines += [f"<drawn at={quoteattr(label)}>{''.join(map(_piece, segments(text)))}</drawn>" for label, text in drawn]
    return f'{_HEAD}<figures xmlns="{SPACE}">\n{chr(10).join(lines)}\n</figures>\n'.encode()


def _piece(piece: tuple[str, str]) -> str:
    """A piece of a text in a figure."""
    text, value = escape(clean_text(piece[0])), quoteattr(piece[1])
    return f"<data value={value}>{text}</data>" if piece[1] else text
