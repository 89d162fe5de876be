"""A report as PDF through typst: embedded fonts, tagged, three-line tables.

Text of tables enters as typst string literals, which typst never parses as markup.
"""

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import chain, groupby

from surveykit.errors import ReportError
from surveykit.files.fonts import family_name, font_file, missing_glyphs
from surveykit.report.assemble_report import OutlineEntry, assemble_report
from surveykit.report.column_widths import ColumnWidths, break_heading, fit_columns, is_number
from surveykit.report.html_dialect import svg_width
from surveykit.report.pandoc import write
from surveykit.report.pdf_figure_list import ATTACHED, figure_list
from surveykit.report.pdf_pages import Piece, compile_pages
from surveykit.report.report_blocks import FigureBlock, Number, PandocNode, Report, TableBlock, note_line
from surveykit.report.statistic_letters import split_letters
from surveykit.report.syntax_tree import append_inline, clean_text, header, map_nodes, raw, raw_inline, text_node
from surveykit.report.wide_tables import cut_panels
from surveykit.result import Grid, Head
from surveykit.words.phrases import in_language, phrase

_LONG_WORD = re.compile(r"[!-~]{24,}")
_SIDES = {"l": "left", "r": "right", "c": "center"}
# Latin, Greek, Cyrillic, punctuation, mathematical signs: typst's own fonts have them
_ELSEWHERE = {*range(0x2190), *range(0x2200, 0x2300)}


def write_pdf(report: Report) -> bytes:
    """The report as PDF; dates fixed, no font but those found by `font_file`."""
    if find_spec("typst") is None:
        raise ReportError("typst must be installed to write a PDF.", fix="pip install 'surveykit[report]'")
    dialect = PdfDialect(report)
    nodes = map_nodes(assemble_report(report, dialect), _printable)
    body = write(nodes, "typst-smart", "--wrap=preserve", "--syntax-highlighting=none").decode()
    files = {ATTACHED: figure_list(report, _spell_out), **report.attachments}
    attached = "".join(f"#pdf.attach({literal(name)}, read({literal(name)}, encoding: none), "
                       f'relationship: "{"data" if name == ATTACHED else "supplement"}", '
                       f'mime-type: "{"application/json" if name == ATTACHED else "text/csv"}")\n' for name in files)
    source = _settings(report) + _page() + attached + body
    return compile_pages(source, {**dialect.pictures, **files}, dialect.flow)


class PdfDialect:
    """Tables and figures as calls of the functions in `page.typ`."""

    def __init__(self, report: Report) -> None:
        self.language, self.chapters = report.language, report.style.chapters
        self.pictures: dict[str, bytes] = {}
        self.flow: list[Piece] = []

    def front(self, report: Report, outline: Sequence[OutlineEntry]) -> list[PandocNode]:
        """Title, authors and abstract, the line on synthetic data, contents and lists."""
        front, style = report.front, report.style
        lines = [f"{label}{value}" for label, value in front.lines]
        abstracts = [literal_list([heading, words, *texts]) for heading, texts, words in front.abstracts]
        made = (f"#front(cover: {_truth(style.cover)}, apart: {_truth(style.double)}, "
                f"subtitle: {literal(front.subtitle)}, authors: {literal(front.authors)}, "
                f"lines: {literal_list(lines)}, date: {literal(front.date)}, notice: {literal(report.notice)}, "
                f"abstracts: ({''.join(one + ', ' for one in abstracts)}))")
        kinds = {number.kind for number in report.numbers.values()}
        names = [in_language(phrase(f"report.{name}"), self.language)
                 for name in ("contents", "list_of_tables", "list_of_figures")]
        lists = [f"#contents({literal(names[0])})", *(f"#captions({literal(name)}, {kind})" for name, kind, label in (
            (names[1], "table", "tbl"), (names[2], "image", "fig")) if label in kinds)]
        return [raw("typst", "\n".join([made, *lists * style.contents, "#pagebreak(weak: true)" * style.contents]))]

    def heading(self, entry: OutlineEntry, inlines: list[PandocNode]) -> list[PandocNode]:
        """A heading; each chapter of a thesis but the first begins a new page."""
        number = [text_node(f"{entry.number}\u3000")] if entry.number else []
        apart = self.chapters and entry.level == 2 and entry.number not in {"", "1"}
        begins = [raw("typst", "#new-page()")] if apart else []
        if entry.ours and entry.level == 2:  # nothing floats into the appendix
            self.flow.append(Piece(kind="break"))
            begins = [raw("typst", "#place.flush()")]
        return [*begins, header(entry.level - 1, [*number, *inlines])]

    def table(self, block: TableBlock, number: Number | None) -> list[PandocNode]:
        """A `survey-table` of one panel or several, with a label to refer to."""
        panels = [(panel, fit_columns(panel)) for panel in cut_panels(block.grid)]
        keep = all(columns.keeps(panel) for panel, columns in panels)
        size = min(columns.size for _, columns in panels)
        note = typst_text(note_line(block.grid.notes, self.language))
        caption = _captions(block.grid.caption, block.second, number)
        label = f" <{block.label}>" if block.label else ""
        drawn = ", ".join(table(panel, columns) for panel, columns in panels)
        self.flow.append(Piece(block.label or "", "tbl", len(block.grid.rows)))
        return [raw("typst", f"#survey-table(id: {_quote_name(block.label)}, caption: {caption}, note: {note}, "
                             f"keep: {_truth(keep)}, size: {size}pt, {drawn}){label}")]

    def figure(self, block: FigureBlock, number: Number | None) -> list[PandocNode]:
        """A `survey-figure`; the picture is kept for the compiler."""
        path = f"{block.label}.svg"
        self.pictures[path] = block.svg
        self.flow.append(Piece(block.label or "", "fig"))
        parts = ", ".join([_quote_name(block.label), _quote_name(path), literal(block.drawing.alt),
                           f"{svg_width(block.svg):.2f}cm", _captions(block.caption, block.second, number),
                           typst_text(note_line(block.notes, self.language))])
        return [raw("typst", f"#survey-figure({parts}) <{block.label}>")]

    def prose(self, nodes: list[PandocNode]) -> list[PandocNode]:
        """Running text, its end marked; a heading is a piece of its own, and so is a new chapter."""
        name = f"text {len(self.flow)}"
        kinds = [{"Header": "", "RawBlock": "break"}.get(node["t"], "text") for node in nodes]
        self.flow += [Piece(name if kind == "text" else "", kind) for kind, _ in groupby(kinds)]
        append_inline(nodes, raw_inline("typst", f"#box(at({_quote_name(name)}));"))
        return nodes

    def reference(self, label: str, number: Number) -> PandocNode:
        """A link to the label."""
        return raw_inline("typst", f"#link(<{label}>, {literal(number.text)});")

    def quantity(self, value: str, inlines: list[PandocNode]) -> list[PandocNode]:
        """The number alone: what it is stands in the attached list."""
        return inlines

    def page_break(self) -> list[PandocNode]:
        """A new page, unless one has just begun."""
        self.flow.append(Piece(kind="break"))
        return [raw("typst", "#new-page()")]


def _quote_name(name: str | None) -> str:
    """The name of a piece as a typst string: letters, digits, marks of its own and blanks, with no places to break."""
    return f'"{name or ""}"'


def literal(text: str) -> str:
    """A typst string literal; long words may break, characters without a shape are spelt out."""
    text = _LONG_WORD.sub(lambda m: "\u200b".join(re.findall(".{1,8}", m[0])), _spell_out(clean_text(text)))
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def typst_text(text: str, *, heading: bool = False) -> str:
    """A typst expression for a text: literals, letters of statistics in italics."""
    made = [f"emph({literal(piece)})" if slanted else literal(piece)
            for piece, slanted in split_letters(text, heading=heading)]
    return " + ".join(made) or literal("")


def table(grid: Grid, columns: ColumnWidths) -> str:
    """A typst table with three rules; its heading is repeated on each page."""
    heads = chain.from_iterable(_heads(row, grid.align, columns, last=row is grid.head[-1]) for row in grid.head)
    cells = chain.from_iterable(_cells(row, grid.align, splits=columns.splits(row)) for row in grid.rows)
    header = ", ".join(["table.hline(stroke: 1.5pt)", *heads, "table.hline(stroke: 0.75pt)"])
    widths = ", ".join(f"{width:.2f}pt" for width in columns.widths)
    return (f"table(columns: ({widths},), inset: (x: 4pt, y: {columns.gap + 0.6:.1f}pt), table.header({header}),\n"
            f"{', '.join([*cells, 'table.hline(stroke: 1.5pt)'])})")


def _heads(row: tuple[Head, ...], align: str, columns: ColumnWidths, *, last: bool) -> list[str]:
    """Heading cells of a row."""
    made, at = [], 0
    for head in row:
        width = math.fsum(columns.widths[at:at + head.across])
        text = f"head({typst_text(break_heading(head.text, width, columns.size), heading=True)})"
        if head.across > 1 and head.text and not last:
            place = f"colspan: {head.across}, inset: (x: 4pt, top: 2.6pt, bottom: 0pt)"
            made.append(f"table.cell({place}, across({text}))")
        else:
            side = "center" if head.across > 1 else _SIDES[align[at]]
            made.append(f"table.cell(colspan: {head.across}, align: {side} + bottom, {text})")
        at += head.across
    return made


def _cells(row: tuple[str, ...] | str, align: str, *, splits: bool) -> list[str]:
    """Cells of a body row, or a group line; only a very tall row may split."""
    if isinstance(row, str):
        place = f"colspan: {len(align)}, inset: (x: 4pt, top: 6pt, bottom: 2.6pt), align: left"
        # as a heading of its own level it never stands alone at the foot of a page
        return [f"table.header(level: 2, repeat: false, table.cell({place}, text(font: sans, {literal(row)})))"]
    more = "breakable: true, " if splits else ""
    return [f"table.cell({more}align: {_SIDES[side]}, {_cell_literal(cell)})"
            for cell, side in zip(row, align, strict=True)]


def _cell_literal(cell: str) -> str:
    """A cell's text; a number is put in a box, which never breaks."""
    return f"whole({literal(cell)})" if is_number(cell) else typst_text(cell)


def _captions(title: str, second: str, number: Number | None) -> str:
    """Number and title on one line, as a literal; below it those in the other language."""
    first = typst_text(f"{number.text}{number.stop}{title}" if number else title)
    if not number or not second:
        return first
    other = number.in_other_language
    return f"captioned({first}, {typst_text(f'{other.text}{other.stop}{second}')})"


def literal_list(texts: Iterable[str]) -> str:
    """A typst array of string literals."""
    return f"({''.join(literal(text) + ', ' for text in texts)})"


def _truth(value: bool) -> str:
    """A typst truth value."""
    return "true" if value else "false"


def _printable(node: PandocNode) -> list[PandocNode] | None:
    """A string node without characters that have no shape."""
    return [{"t": "Str", "c": _spell_out(node["c"])}] if node["t"] == "Str" else None


def _spell_out(text: str) -> str:
    """The text, a character that no font here can draw replaced by its code."""
    odd = [c for c in missing_glyphs(text, font_file("serif")) if ord(c) not in _ELSEWHERE]
    return text.translate({ord(c): f"[U+{ord(c):04X}]" for c in odd})


def _settings(report: Report) -> str:
    """The values `page.typ` is filled with."""
    faces = {style: literal(family_name(font_file(style))) for style in ("serif", "sans")}
    if report.language == "en":
        quotes = '(name: "Libertinus Serif", covers: regex("[\\u{2018}-\\u{201D}\\u{2026}]"))'
        faces = {"serif": f'"Libertinus Serif", {faces["serif"]}', "sans": f"{quotes}, {faces['sans']}"}
    values = {"title": report.title, "running": report.running, "lang": report.language}
    size = f"#let (size, lead) = ({report.style.size}pt, {report.style.line})\n"
    return "".join([size, *(f"#let {style} = ({face},)\n" for style, face in faces.items()),
                    *(f"#let {name} = {literal(value)}\n" for name, value in values.items())])


@cache
def _page() -> str:
    """The page set-up."""
    return files("surveykit.report").joinpath("page.typ").read_text(encoding="utf-8")
