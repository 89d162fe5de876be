"""WordprocessingML as strings: three-line tables, numbered captions, cross-references.

Every piece of text passes `escaped`; lengths are twentieths of a point unless said otherwise.
"""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from surveykit.report.column_widths import PAD, ColumnWidths, break_heading, is_number
from surveykit.report.report_blocks import Number
from surveykit.report.statistic_letters import split_letters
from surveykit.report.syntax_tree import clean_text
from surveykit.result import Grid, Head
from surveykit.words.marks import join_marked, segments

THICK, THIN, HAIR = 12, 6, 4  # eighths of a point: 1.5, 0.75 and 0.5 pt
_SIDES = {"l": "left", "r": "right", "c": "center"}
_FIRST_BOOKMARK = 9000
_FIRST_QUANTITY = 100_000
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_INSIDE = re.compile(r'(?s)<w:bookmarkStart w:id="\d+" w:name="(_sk\d+)"/>(.*?)<w:bookmarkEnd')
_QUANTITY = re.compile(r'<w:bookmarkStart w:id="sk" w:name="(?P<value>[^"]*)" ?/>|<w:bookmarkEnd w:id="sk" ?/>')
_HEI = '<w:rFonts w:eastAsia="黑体"/>'


def escape_text(text: str) -> str:
    """Text fit for an element."""
    return escape(clean_text(text), {'"': "&quot;"})


def run(text: str, properties: str = "", *, heading: bool = False) -> str:
    """A run of text; line breaks become breaks. Marked numbers are runs of their own, in bookmarks."""
    made = []
    for piece, value in segments(text) or [("", "")]:
        drawn = "".join(_one_run(part, _slant(properties) if slanted else properties)
                        for part, slanted in split_letters(piece, heading=heading) or [("", False)])
        made.append("".join(quantity(value, drawn)) if value else drawn)
    return "".join(made)


def _one_run(text: str, properties: str) -> str:
    """One run with its properties."""
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape_text(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def _slant(properties: str) -> str:
    """The properties of a run in italics, in the order Word wants them."""
    before, size, after = properties.partition("<w:sz ")
    return f"{before}<w:i/>{size}{after}"


def quantity(value: str, inner: str = "") -> tuple[str, str, str]:
    """What opens a marked number, the number, what closes it; `numbered` gives the bookmark its name."""
    return f'<w:bookmarkStart w:id="sk" w:name="{escape_text(value)}"/>', inner, '<w:bookmarkEnd w:id="sk"/>'


def number_bookmarks(document: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The document, its marked numbers in hidden bookmarks `_sk1`, `_sk2` ...; name, value and text of each."""
    listed: list[tuple[str, str]] = []

    def name_bookmark(match: re.Match[str]) -> str:
        """Both ends of a bookmark carry its number; numbers do not nest."""
        if match["value"] is None:
            return f'<w:bookmarkEnd w:id="{_FIRST_QUANTITY + len(listed)}"/>'
        listed.append((f"_sk{len(listed) + 1}", match["value"]))
        return f'<w:bookmarkStart w:id="{_FIRST_QUANTITY + len(listed)}" w:name="{listed[-1][0]}"/>'
    document = _QUANTITY.sub(name_bookmark, document)
    texts = {name: "".join(_TEXT.findall(inner)) for name, inner in _INSIDE.findall(document)}
    return document, [(name, value, texts[name]) for name, value in listed]


def field(instruction: str, shown: str) -> str:
    """A field with the text it shows until Word updates it."""
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    code = f'<w:r><w:instrText xml:space="preserve"> {escape_text(instruction)} </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + run(shown) + mark("end")


def bookmark(label: str) -> str:
    """A bookmark name for a label: letters, digits and `_`, at most 40."""
    return re.sub(r"\W", "_", label)[:40]


def caption(style: str, title: str, label: str | None, number: Number | None, second: str = "",
            properties: str = "") -> str:
    """A caption paragraph, `Table 1. Title`, the other language below it; the bookmark covers `Table 1` only."""
    inner = run(title)
    if number:
        name = bookmark(label or "")
        ident = _FIRST_BOOKMARK + 2 * number.place + (number.kind == "fig")
        inner = (f'<w:bookmarkStart w:id="{ident}" w:name="{name}"/>{run(number.word + chr(160))}{_chapter(number)}'
                 f'{_count(number)}<w:bookmarkEnd w:id="{ident}"/>{run(join_marked(number.stop, title))}')
    if number and second:
        other = number.in_other_language
        inner += f"<w:r><w:br/></w:r>{run(join_marked(other.text, other.stop, second))}"
    return paragraph(style, inner, properties)


def _chapter(number: Number) -> str:
    """The chapter in a caption: the number Word gave its heading; the letter of an appendix is typed."""
    if not number.chapter.isdigit():
        return run(number.before) if number.before else ""
    return field("STYLEREF 1 \\s", number.chapter) + run("-")


def _count(number: Number) -> str:
    """The running number, counted anew behind each heading of a chapter where chapters have numbers.
    The first one of a chapter says so itself: LibreOffice does not know the switch `s`.
    """
    anew = "" if not number.chapter else " \\r 1" if number.value == 1 else " \\s 1"
    return field(f"SEQ {number.word} \\* ARABIC{anew}", str(number.value))


def paragraph(style: str, inner: str, properties: str = "") -> str:
    """A paragraph of a style around its runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def listing(title: str, instruction: str, lines: Sequence[tuple[int, str]]) -> str:
    """A table of contents as a field; it shows its lines without pages until Word has set the pages."""
    begin = (f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> '
             f'{escape_text(instruction)} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    runs = [(level, run(str.__str__(text))) for level, text in lines]
    made = [paragraph(f"TOC{level}", (begin if i == 0 else "") + drawn + (end if i == len(runs) - 1 else ""))
            for i, (level, drawn) in enumerate(runs)]
    return paragraph("TOCHeading", run(title)) + "".join(made)


def note(text: str) -> str:
    """The notes under a table."""
    return paragraph("TableNote", run(text), "<w:keepLines/>")


def gap() -> str:
    """A low empty paragraph, without which two tables would become one; a page may end there."""
    return ('<w:p><w:pPr><w:pStyle w:val="TableText"/><w:spacing w:before="0" w:after="0" w:line="120" '
            'w:lineRule="exact"/></w:pPr></w:p>')


def new_page() -> str:
    """What follows begins a new page."""
    form = '<w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{form}</w:pPr></w:p>"


def reference(label: str, number: Number) -> str:
    """A cross-reference that shows `Table 1`."""
    return field(f"REF {bookmark(label)} \\h", number.text)


def table(grid: Grid, columns: ColumnWidths, description: str) -> str:
    """A native table: rules on cells, heading rows repeated, rows that do not split."""
    widths = [round(width * 20) for width in columns.widths]
    tied = columns.tied_rows(grid)
    drawn = _Drawing(widths, columns, grid.align)
    last_head, last_row = len(grid.head) - 1, len(grid.rows) - 1
    heads = (drawn.head_row(row, top=i == 0, last=i == last_head) for i, row in enumerate(grid.head))
    rows = (drawn.row(row, bottom=i == last_row, keep=i in tied, splits=columns.splits(row))
            for i, row in enumerate(grid.rows))
    return _table(widths, description, [*heads, *rows])


def _table(widths: list[int], description: str, rows: Iterable[str]) -> str:
    """The table element around its rows."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margin = round(PAD * 20)
    return (f'<w:tbl><w:tblPr><w:tblStyle w:val="Table"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
            '<w:tblLook w:firstRow="0" w:val="0000"/>'
            f'<w:tblCaption w:val="{escape_text(description)}"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")


class _Drawing:
    """Rows of one table: its widths and the gap of a row in twentieths of a point, size in points and alignment."""

    def __init__(self, widths: list[int], columns: ColumnWidths, align: str) -> None:
        self.widths, self.size, self.align, self.gap = widths, columns.size, align, round(20 * columns.gap)

    def head_row(self, row: tuple[Head, ...], *, top: bool, last: bool) -> str:
        """A heading row; the first carries the top rule, the last the middle one."""
        rules = _rules(top=THICK if top else 0, bottom=THIN if last else 0)
        cells, at = [], 0
        for head in row:
            cells.append(self._head(head, at, rules, last))
            at += head.across
        return f'<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{"".join(cells)}</w:tr>'

    def row(self, row: tuple[str, ...] | str, *, bottom: bool, keep: bool, splits: bool) -> str:
        """A body row, or a group line across the table; the last carries the bottom rule."""
        rules = _rules(bottom=THICK if bottom else 0)
        if isinstance(row, str):
            whole = self._cell(row, 0, rules, across=len(self.align), side="left", keep=True,
                               properties=_HEI, before=60)
            return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{whole}</w:tr>"
        cells = (self._cell(text, i, rules, side=_SIDES[side], keep=keep and not splits)
                 for i, (text, side) in enumerate(zip(row, self.align, strict=True)))
        whole = "" if splits else "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{whole}{''.join(cells)}</w:tr>"

    def _head(self, head: Head, at: int, rules: str, last: bool) -> str:
        """A heading cell; a spanning one has a thin rule that stops short of its neighbours."""
        across = head.across > 1
        under = f'<w:pBdr><w:bottom w:val="single" w:sz="{HAIR}" w:space="1" w:color="000000"/></w:pBdr>'
        width = sum(self.widths[at:at + head.across]) / 20
        return self._cell(break_heading(head.text, width, self.size), at, rules, across=head.across, keep=True,
                          side="center" if across else _SIDES[self.align[at]], properties=f"{_HEI}<w:b/>",
                          valign="bottom", border=under if across and head.text and not last else "")

    def _cell(self, text: str, at: int, rules: str, *, across: int = 1, side: str, keep: bool,
              properties: str = "", valign: str = "top", border: str = "", before: int = 0) -> str:
        """A cell with one paragraph."""
        width = sum(self.widths[at:at + across])
        span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        size = f'<w:sz w:val="{round(self.size * 2)}"/>'
        whole = "<w:noWrap/>" if is_number(text) else ""
        box = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{rules}{whole}<w:vAlign w:val="{valign}"/>'
        form = (f'<w:pStyle w:val="TableText"/>{"<w:keepNext/>" if keep else ""}{border}'
                f'<w:spacing w:before="{self.gap + before}" w:after="{self.gap}" w:line="{round(self.size * 26)}" '
                f'w:lineRule="exact"/><w:jc w:val="{side}"/>')
        return (f"<w:tc><w:tcPr>{box}</w:tcPr><w:p><w:pPr>{form}</w:pPr>"
                f"{run(text, properties + size, heading=bool(valign == 'bottom'))}</w:p></w:tc>")


def _rules(*, top: int = 0, bottom: int = 0) -> str:
    """The rules of a cell, in eighths of a point; none for 0."""
    sides = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
                    for side, size in (("top", top), ("bottom", bottom)) if size)
    return f"<w:tcBorders>{sides}</w:tcBorders>" if sides else ""
