"""A codebook as a document: a table for Markdown and one for Word, made from the same rows."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from surveykit.codebook.items import REQUIRED, Codebook, Item, Option
from surveykit.files.disk import canonical_zip
from surveykit.files.workbook_bytes import CORE, UNWRITABLE
from surveykit.words.phrases import check_language, in_language, phrase

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

Cell = list[str]
SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~$&!])")
LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
THICK, THIN = 12, 6  # eighths of a point: 1.5 and 0.75 pt
ITEM_WIDTHS, SCALE_WIDTHS = (3.4, 7.6, 3.2, 6.8, 3.7), (3.4, 5.4, 8.0, 2.6, 2.6, 2.7)  # cm


def codebook_markdown(codebook: Codebook, language: str) -> str:
    """The codebook as a Markdown page: one table of items, one of scales.
    >>> import surveykit as sk
    >>> page = codebook_markdown(sk.example_survey().codebook, "en")
    >>> page.splitlines()[0]
    '# Example survey (synthetic): codebook'
    """
    check_language(language)
    parts = [f"# {_escape_markdown(_heading(codebook, language))}",
             *map(_escape_markdown, _opening_lines(codebook, language)), _markdown_table(item_rows(codebook, language))]
    if codebook.scales:
        parts += [f"## {_word('scales', language)}", _markdown_table(scale_rows(codebook, language))]
    return "\n\n".join(parts) + "\n"


def _markdown_table(rows: Sequence[Sequence[Cell]]) -> str:
    """A pipe table; every mark of Markdown or HTML in a text is escaped."""
    lines = ["| " + " | ".join("<br>".join(map(_escape_markdown, cell)) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    return SPECIAL.sub(r"\\\1", " ".join(UNWRITABLE.sub("", text).split()))


def item_rows(codebook: Codebook, language: str) -> list[list[Cell]]:
    """Headings, then a row per item; a cell is a list of lines."""
    heads = [[_word(key, language)] for key in ("name", "question", "kind", "options", "asked_if")]
    return [heads, *([[item.name], _question(item, language), _kind(codebook, item, language),
                      [_option(item, option, language) for option in item.options],
                      [item.asked_if or _word("everyone", language)]] for item in codebook)]


def _question(item: Item, language: str) -> Cell:
    """The wording, the short name in tables where it differs, and what an answer must satisfy."""
    wording, short = in_language(item.label, language), in_language(item.short, language)
    rule = in_language(phrase("codebook.must", constraint=item.constraint), language) if item.constraint else ""
    named = in_language(phrase("codebook.short", short=short), language) if short not in {"", wording} else ""
    return [line for line in (wording, named, rule, _required_line(item, language)) if line]


def _required_line(item: Item, language: str) -> str:
    """Whether, or on what condition, the form asks for an answer; '' where it may be left out."""
    if item.required in {None, REQUIRED}:
        return _word("required", language) if item.required else ""
    return in_language(phrase("codebook.required_if", condition=item.required), language)


def _kind(codebook: Codebook, item: Item, language: str) -> Cell:
    """The kind, the scale it belongs to, and whether it is reversed."""
    lines = [_word(item.kind, language)]
    if item.scale:
        names = {scale.name: scale.label for scale in codebook.scales}
        label = in_language(names.get(item.scale, {}), language) or item.scale
        lines.append(in_language(phrase("codebook.of_scale", scale=label), language))
    return [*lines, _word("reversed", language)] if item.reverse else lines


def _option(item: Item, option: Option, language: str) -> str:
    """`value = label`, the score of a rating, the kind of missing."""
    beside = []
    if item.kind == "rating" and option.score is not None and f"{option.score:g}" != option.value:
        beside.append(in_language(phrase("codebook.points", score=f"{option.score:g}"), language))
    if option.missing:
        beside.append(in_language(phrase("codebook.missing", kind=phrase(f"codebook.{option.missing}")), language))
    label = in_language(option.label, language)
    shown = f"{option.value} = {label}" if label else option.value
    aside = in_language(phrase("list.comma"), language).join(beside)
    return in_language(phrase("codebook.aside", text=shown, aside=aside), language) if aside else shown


def scale_rows(codebook: Codebook, language: str) -> list[list[Cell]]:
    """Headings, then a row per scale."""
    heads = [[_word(key, language)] for key in ("name", "scale", "items", "range", "scoring", "least")]
    return [heads, *([[s.name], [in_language(s.label, language)],
                      [", ".join(item.name for item in codebook.scale_items(s.name))],
                      [f"{s.low:g}–{s.high:g}"], [_word(s.score, language)], [f"{s.min_valid:.0%}"]]
                     for s in codebook.scales)]


def _word(key: str, language: str) -> str:
    """A word of this room in one language."""
    return in_language(phrase(f"codebook.{key}"), language)


def _heading(codebook: Codebook, language: str) -> str:
    """The page's title."""
    title = in_language(codebook.title, language)
    return in_language(phrase("codebook.heading", title=title), language) if title else _word("untitled", language)


def _opening_lines(codebook: Codebook, language: str) -> list[str]:
    """What stands under the title: whether the data are synthetic, and how many items there are."""
    counted = in_language(phrase("codebook.counted", items=len(codebook)), language)
    return [_word("synthetic", language), counted] if codebook.synthetic else [counted]


def codebook_docx(codebook: Codebook, language: str) -> bytes:
    """The codebook as a Word document: three-line tables on landscape A4, always the same bytes.
    >>> import surveykit as sk
    >>> codebook_docx(sk.example_survey().codebook, "zh")[:2]
    b'PK'
    """
    import docx  # deferred: only writers pay for it

    check_language(language)
    document = docx.Document()
    _set_page(document)
    document.add_paragraph(_clean_text(_heading(codebook, language)), "Title")
    for line in _opening_lines(codebook, language):
        document.add_paragraph(_clean_text(line))
    _add_word_table(document, item_rows(codebook, language), ITEM_WIDTHS)
    if codebook.scales:
        document.add_paragraph(_word("scales", language), "Heading 1")
        _add_word_table(document, scale_rows(codebook, language), SCALE_WIDTHS)
    out = io.BytesIO()
    document.save(out)
    return canonical_zip(out.getvalue(), {"docProps/core.xml": CORE})


def _set_page(document: Document) -> None:
    """Landscape A4, and the faces of every style used."""
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    for name, face, size in (("Normal", SONG, 9), ("Title", HEI, 18), ("Heading 1", HEI, 14)):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        _set_face(style.element.get_or_add_rPr(), face)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2 if name == "Normal" else 10)
        style.paragraph_format.line_spacing = 1
    for border in list(document.styles["Title"].element.iter("{*}pBdr")):
        border.getparent().remove(border)


def _set_face(properties: BaseOxmlElement, east: str) -> None:
    """Set the faces of a style or a run, without a theme that would override them."""
    from docx.oxml.ns import qn

    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _make_element("w:rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=east))


def _add_word_table(document: Document, rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> None:
    """A three-line table: thick above and below, thin under its headings."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    table = document.add_table(len(rows), len(widths))
    table.autofit = False
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(_table_rules("w:tblBorders", top=THICK, bottom=THICK))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        marks = row._tr.get_or_add_trPr()
        for mark in ("w:cantSplit", "w:tblHeader")[: 2 if number == 0 else 1]:
            marks.append(_make_element(mark))
        for cell, lines, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(_clean_text("\n".join(lines)))
            if number == 0:
                run.bold = True
                _set_face(run._r.get_or_add_rPr(), HEI)
                cell._tc.get_or_add_tcPr().append(_table_rules("w:tcBorders", bottom=THIN))


def _table_rules(name: str, **sides: int) -> BaseOxmlElement:
    """Single black rules on the sides named, in eighths of a point."""
    rules = _make_element(name)
    for side, width in sides.items():
        rules.append(_make_element(f"w:{side}", val="single", sz=width, space=0, color="000000"))
    return rules


def _make_element(name: str, **attributes: object) -> BaseOxmlElement:
    """An element of WordprocessingML."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _clean_text(text: str) -> str:
    """Text that an XML document can hold."""
    return UNWRITABLE.sub("", text)
