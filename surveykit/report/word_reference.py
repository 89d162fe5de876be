"""The style file for Word: pandoc's own, with our faces, sizes, page and running heads.

宋体 and 黑体 are named for Chinese, Times New Roman for everything else; Word has them.
"""

import io
from functools import cache

from docx import Document
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer, _Header
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from surveykit.report.front_page import PLAIN, ReportStyle
from surveykit.report.pandoc import run
from surveykit.report.word_pages import HEADS, LEADS

LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
BLACK, GREY = RGBColor(0, 0, 0), RGBColor(0x59, 0x61, 0x6B)
# The language of Latin text: called Chinese, its words and numbers would be broken anywhere.
_LATIN_DIALECT = {"zh": "en-US", "en": "en-GB"}
_HEADINGS = {"Title": (20, 0, 14), **{f"Heading {level}": shape for level, shape in HEADS.items()}}
_FRONT_HEADS = {"Subtitle", "Abstract Title", "TOC Heading"}
_HEADING_LIST = 77  # far from the numbers pandoc gives its lists
_OWN = {"Table Text": 9, "Table Note": 8, "Report Notice": 9}


@cache
def reference(language: str, title: str, running: str, style: ReportStyle = PLAIN) -> bytes:
    """The style file for a report in one language, with its running heads."""
    document = Document(io.BytesIO(run("--print-default-data-file", "reference.docx")))
    _defaults(document, language)
    for one in document.styles:
        if one.type == WD_STYLE_TYPE.PARAGRAPH:
            _face(one, HEI if one.name in {*_HEADINGS, *_FRONT_HEADS} else SONG, language)
    _headings(document, style)
    _body(document, language, style)
    _captions(document, language)
    _front(document, style)
    _page(document)
    _running(document.sections[0], title, running)
    _even_lines(document, language, style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _defaults(document: WordFile, language: str) -> None:
    """Faces, size and language of text without a style."""
    properties = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(properties):
        properties.remove(child)
    properties.append(_fonts(SONG, language))
    properties.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="21"/>'))
    properties.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="21"/>'))
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{_LATIN_DIALECT[language]}" '
                                'w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))


def _fonts(east: str, language: str) -> BaseOxmlElement:
    """The faces of a style; in Chinese text, doubtful characters such as “ are Chinese."""
    hint = ' w:hint="eastAsia"' if language == "zh" else ""
    return parse_xml(f'<w:rFonts {nsdecls("w")}{hint} w:ascii="{LATIN}" w:hAnsi="{LATIN}" '
                     f'w:eastAsia="{east}" w:cs="{LATIN}"/>')


def _face(style: ParagraphStyle, east: str, language: str) -> None:
    """Set the faces of a style, without a theme that would override them."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _fonts(east, language))


def _shape(style: ParagraphStyle, size: float, before: float, after: float, line: float = 1.0) -> None:
    """Size and spacing of a style, upright and black."""
    style.font.size, style.font.color.rgb, style.font.italic = Pt(size), BLACK, False
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line


def _headings(document: WordFile, look: ReportStyle) -> None:
    """Title and headings: black, left, kept with what follows; numbered by Word where the style asks for it."""
    more = look.size - PLAIN.size
    for name, (size, before, after) in _HEADINGS.items():
        style = document.styles[name]
        _shape(style, size + more, before, after, 1.25)
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
        for mark in style.element.iter(qn("w:contextualSpacing")):
            mark.getparent().remove(mark)
    if look.cover:
        title = document.styles["Title"]
        _shape(title, 26, 150, 20, 1.25)
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if look.numbered:
        _number_headings(document)


def _number_headings(document: WordFile) -> None:
    """A list of several levels tied to the heading styles: 1, 1.1, 1.1.1."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{i + 1}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{".".join(f"%{j}" for j in range(1, i + 2))}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>' for i in range(3))
    numbering = document.part.numbering_part.element
    listed = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_HEADING_LIST}">'
                       f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
    first = numbering.find(qn("w:num"))
    numbering.append(listed) if first is None else first.addprevious(listed)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{_HEADING_LIST}">'
                               f'<w:abstractNumId w:val="{_HEADING_LIST}"/></w:num>'))
    for i in range(3):
        properties = document.styles[f"Heading {i + 1}"].element.get_or_add_pPr()
        properties._insert_numPr(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{i}"/>'
                                           f'<w:numId w:val="{_HEADING_LIST}"/></w:numPr>'))


def _front(document: WordFile, look: ReportStyle) -> None:
    """What stands under the title, and the lines of the contents."""
    side = WD_ALIGN_PARAGRAPH.CENTER if look.cover else WD_ALIGN_PARAGRAPH.LEFT
    for name, size, before, after in (("Subtitle", 14, 0, 80 if look.cover else 10), ("Author", 11.5, 0, 4),
                                      ("Date", 11.5, 0, 12), ("Abstract Title", 12, 12, 6), ("TOC Heading", 14, 18, 8)):
        style = document.styles[name]
        style.base_style = document.styles["Normal"]  # not a heading, which would be numbered
        _shape(style, size, before, after, 1.25)
        style.font.bold = name in _FRONT_HEADS
        style.paragraph_format.alignment = side if name != "TOC Heading" else WD_ALIGN_PARAGRAPH.LEFT
    _shape(document.styles["Abstract"], look.size, 0, 6, look.line or 1.25)
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.element.set(qn("w:styleId"), f"TOC{level}")
        _shape(style, 10.5, 0, 2, 1.25)
        style.paragraph_format.left_indent = Pt(18 * (level - 1))
        style.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _body(document: WordFile, language: str, look: ReportStyle) -> None:
    """Running text: justified; in Chinese with an indent of two characters."""
    for name in ("Body Text", "First Paragraph"):
        style = document.styles[name]
        _shape(style, look.size, 0, 6 if language == "zh" else 8, look.line or LEADS[language][1])
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if language == "zh":
            indent = parse_xml(f'<w:ind {nsdecls("w")} w:firstLineChars="200" w:firstLine="{round(look.size * 40)}"/>')
            style.element.get_or_add_pPr()._insert_ind(indent)
    works = document.styles["Bibliography"]
    _shape(works, look.size, 0, 4, look.line or LEADS[language][1])
    works.paragraph_format.left_indent, works.paragraph_format.first_line_indent = Pt(2 * look.size), Pt(-2 * look.size)
    for name in ("Compact", "Block Text", "Footnote Text"):
        style = document.styles[name]
        _shape(style, 9 if name == "Footnote Text" else look.size, 2, 2, look.line or 1.25)
        none = parse_xml(f'<w:ind {nsdecls("w")} w:firstLineChars="0" w:firstLine="0"/>')
        if name != "Block Text":
            style.element.get_or_add_pPr()._insert_ind(none)


def _captions(document: WordFile, language: str) -> None:
    """Captions bold and centred; text, notes of tables and the notice in styles of their own."""
    for name, before, after in (("Table Caption", 14, 5), ("Image Caption", 5, 14)):
        style = document.styles[name]
        _face(style, HEI, language)
        _shape(style, 10, before, after)
        style.font.bold = True
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.keep_with_next = name == "Table Caption"
    picture = document.styles["Captioned Figure"]
    _shape(picture, 10.5, 12, 0)
    picture.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.paragraph_format.keep_with_next = True
    for name, size in _OWN.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _face(style, SONG, language)
        _shape(style, size, 0, 0, 1.1)
    document.styles["Table Note"].paragraph_format.space_before = Pt(4)
    document.styles["Table Note"].paragraph_format.space_after = Pt(14)
    document.styles["Table Note"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _notice(document.styles["Report Notice"])
    _code(document)


def _code(document: WordFile) -> None:
    """Code in a pale box, in a face of equal widths."""
    style = document.styles.add_style("Source Code", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _shape(style, 9, 4, 8, 1.1)
    style.element.get_or_add_pPr().find(qn("w:spacing")).addprevious(_shade("F4F5F6"))
    for name in ("Source Code", "Verbatim Char"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for side in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{side}"), "Consolas")
        fonts.set(qn("w:eastAsia"), HEI)
        document.styles[name].font.size = Pt(9)


def _shade(colour: str) -> BaseOxmlElement:
    """A background colour."""
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')


def _notice(style: ParagraphStyle) -> None:
    """A pale box with a bar at its left."""
    style.paragraph_format.space_after = Pt(16)
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(9)
    properties = style.element.get_or_add_pPr()
    border = parse_xml(f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" '
                       'w:color="C8A54A"/></w:pBdr>')
    properties.find(qn("w:spacing")).addprevious(border)
    properties.find(qn("w:spacing")).addprevious(_shade("F5F1E6"))


def _even_lines(document: WordFile, language: str, look: ReportStyle) -> None:
    """Lines equally high in every face, taller where a formula needs it; running text as the preset asks for it."""
    for style in document.styles:
        if style.type != WD_STYLE_TYPE.PARAGRAPH or style.font.size is None:
            continue
        line, form = style.paragraph_format.line_spacing, style.paragraph_format
        if isinstance(line, float) and line != look.line:
            form.line_spacing = Pt(round(style.font.size.pt * line * LEADS[language][0], 1))
            form.line_spacing_rule = WD_LINE_SPACING.AT_LEAST


def _page(document: WordFile) -> None:
    """A4 with margins of 2.5 cm."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    section.header_distance = section.footer_distance = Cm(1.4)


def _running(section: Section, title: str, running: str) -> None:
    """Title and synthetic mark at the head, page number at the foot; page 1 without its title."""
    section.different_first_page_header_footer = True
    for part, text in ((section.header, title), (section.first_page_header, "")):
        _line(part, f"{text}\t{running}" if running else text)
    for foot in (section.footer, section.first_page_footer):
        paragraph = _line(foot, "")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for mark in ("PAGE", " / ", "NUMPAGES"):
            _field_or_text(paragraph, mark)


def _line(part: _Header | _Footer, text: str) -> Paragraph:
    """The one paragraph of a running head, small and grey, its tab at the right margin."""
    paragraph: Paragraph = part.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), 2)
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), GREY
    return paragraph


def _field_or_text(paragraph: Paragraph, mark: str) -> None:
    """A page field, or the text between two of them."""
    run = paragraph.add_run("" if mark.isupper() else mark)
    run.font.size, run.font.color.rgb = Pt(8.5), GREY
    if mark.isupper():
        field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {mark} "><w:r><w:rPr><w:sz w:val="17"/>'
                          '</w:rPr><w:t>1</w:t></w:r></w:fldSimple>')
        run._r.addprevious(field)
