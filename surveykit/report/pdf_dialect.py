"""A report as PDF through typst: embedded fonts, tagged, three-line tables.

Text of tables enters as typst string literals, which typst never parses as markup.
"""

from __future__ import annotations

import math
import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import chain

from surveykit.errors import ReportError
from surveykit.files.fonts import family_name, font_file, missing_glyphs
from surveykit.report.assemble_report import assemble_report
from surveykit.report.column_widths import ColumnWidths, break_heading, fit_columns, is_number
from surveykit.report.html_dialect import svg_width
from surveykit.report.pandoc import write
from surveykit.report.pdf_figure_list import ATTACHED, figure_list
from surveykit.report.pdf_pages import Piece, compile_pages
from surveykit.report.report_blocks import FigureBlock, Number, PandocNode, Report, TableBlock, note_line
from surveykit.report.syntax_tree import append_inline, clean_text, map_nodes, raw, raw_inline
from surveykit.report.wide_tables import cut_panels
from surveykit.result import Grid, Head

_LONG_WORD = re.compile(r"[!-~]{24,}")
_SIDES = {"l": "left", "r": "right", "c": "center"}
_ELSEWHERE = range(0x2190)  # Latin, Greek, Cyrillic, punctuation: typst's own fonts have them


def write_pdf(report: Report) -> bytes:
    """The report as PDF; dates fixed, no font but those found by `font_file`."""
    if find_spec("typst") is None:
        raise ReportError("typst must be installed to write a PDF.",
                          fix="pip install 'surveykit[report]'")
    dialect = PdfDialect(report.language)
    nodes = map_nodes(assemble_report(report, dialect), _printable)
    body = write(nodes, "typst-smart", "--wrap=preserve", "--syntax-highlighting=none").decode()
    listed = figure_list(report, _spell_out)
    attached = f"#pdf.attach({literal(ATTACHED)}, read({literal(ATTACHED)}, encoding: none), " \
               'relationship: "data", mime-type: "application/json")\n'
    source = _settings(report) + _page() + attached + body
    return compile_pages(source, {**dialect.pictures, ATTACHED: listed}, dialect.flow)


class PdfDialect:
    """Tables and figures as calls of the functions in `page.typ`."""

    shift = -1

    def __init__(self, language: str) -> None:
        self.language = language
        self.pictures: dict[str, bytes] = {}
        self.flow: list[Piece] = []

    def notice(self, text: str) -> list[PandocNode]:
        """The line under the title."""
        return [raw("typst", f"#notice({literal(text)})")]

    def table(self, block: TableBlock, number: Number | None) -> list[PandocNode]:
        """A `survey-table` of one panel or several, with a label to refer to."""
        panels = [(panel, fit_columns(panel)) for panel in cut_panels(block.grid)]
        keep = all(columns.keeps(panel) for panel, columns in panels)
        size = min(columns.size for _, columns in panels)
        note, caption = literal(note_line(block.grid, self.language)), literal(_caption(block.grid.caption, number))
        label = f" <{block.label}>" if block.label else ""
        drawn = ", ".join(table(panel, columns) for panel, columns in panels)
        self.flow.append(Piece(block.label or "", "tbl", len(block.grid.rows)))
        return [raw("typst", f"#survey-table(id: {literal(block.label or '')}, caption: {caption}, note: {note}, "
                             f"keep: {'true' if keep else 'false'}, size: {size}pt, {drawn}){label}")]

    def figure(self, block: FigureBlock, number: Number | None) -> list[PandocNode]:
        """A `survey-figure`; the picture is kept for the compiler."""
        path = f"{block.label}.svg"
        self.pictures[path] = block.svg
        self.flow.append(Piece(block.label or "", "fig"))
        parts = ", ".join([literal(block.label or ""), literal(path), literal(block.drawing.alt),
                           f"{svg_width(block.svg):.2f}cm", literal(_caption(block.caption, number))])
        return [raw("typst", f"#survey-figure({parts}) <{block.label}>")]

    def prose(self, nodes: list[PandocNode]) -> list[PandocNode]:
        """Running text, its end marked; a heading ends what may move."""
        name = f"text {len(self.flow)}"
        first = next((i for i, node in enumerate(nodes) if node["t"] == "Header"), len(nodes))
        self.flow += [Piece(name, "text")] * (first > 0) + [Piece()] * (first < len(nodes))
        append_inline(nodes, raw_inline("typst", f"#box(at({literal(name)}));"))
        return nodes

    def reference(self, label: str, number: Number) -> PandocNode:
        """A link to the label."""
        return raw_inline("typst", f"#link(<{label}>, {literal(number.text)});")

    def quantity(self, value: str, inlines: list[PandocNode]) -> list[PandocNode]:
        """The number alone: what it is stands in the attached list."""
        return inlines

    def page_break(self) -> list[PandocNode]:
        """A new page, unless one has just begun."""
        return [raw("typst", "#pagebreak(weak: true)")]


def literal(text: str) -> str:
    """A typst string literal; long words may break, characters without a shape are spelt out."""
    text = _LONG_WORD.sub(lambda m: "\u200b".join(re.findall(".{1,8}", m[0])), _spell_out(clean_text(text)))
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def table(grid: Grid, columns: ColumnWidths) -> str:
    """A typst table with three rules; its heading is repeated on each page."""
    heads = chain.from_iterable(_heads(row, grid.align, columns, last=row is grid.head[-1])
                                for row in grid.head)
    cells = chain.from_iterable(_cells(row, grid.align, splits=columns.splits(row)) for row in grid.rows)
    header = ", ".join(["table.hline(stroke: 1.5pt)", *heads, "table.hline(stroke: 0.75pt)"])
    widths = ", ".join(f"{width:.2f}pt" for width in columns.widths)
    return (f"table(columns: ({widths},), inset: (x: 4pt, y: 2.6pt), table.header({header}),\n"
            f"{', '.join([*cells, 'table.hline(stroke: 1.5pt)'])})")


def _heads(row: tuple[Head, ...], align: str, columns: ColumnWidths, *, last: bool) -> list[str]:
    """Heading cells of a row."""
    made, at = [], 0
    for head in row:
        width = math.fsum(columns.widths[at:at + head.across])
        text = f"head({literal(break_heading(head.text, width, columns.size))})"
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
    return f"whole({literal(cell)})" if is_number(cell) else literal(cell)


def _caption(title: str, number: Number | None) -> str:
    """Number and title on one line."""
    return f"{number.text}{number.stop}{title}" if number else title


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
    return "".join([*(f"#let {style} = ({face},)\n" for style, face in faces.items()),
                    *(f"#let {name} = {literal(value)}\n" for name, value in values.items())])


@cache
def _page() -> str:
    """The page set-up."""
    return files("surveykit.report").joinpath("page.typ").read_text(encoding="utf-8")
