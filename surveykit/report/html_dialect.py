"""A report as one HTML file that opens offline: no scripts, no addresses outside itself."""

import base64
import math
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files

from surveykit.report.assemble_report import OutlineEntry, assemble_report, outline_report
from surveykit.report.column_widths import ems, heading_pieces, is_number, least_widths
from surveykit.report.pandoc import write
from surveykit.report.report_blocks import FigureBlock, Number, PandocNode, Report, TableBlock, note_line
from surveykit.report.statistic_letters import split_letters
from surveykit.report.syntax_tree import clean_text, div, header, para, plain_nodes, raw, raw_inline, text_of
from surveykit.result import Grid, Head
from surveykit.words.marks import segments
from surveykit.words.phrases import in_language, phrase

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
PAGE_CM = 16.0  # the width of a page's text on paper
TALLEST_CM = 20.0  # the height a picture may have, with room for its caption
MEASURE, GAP = 47.0, 1.3  # ems of a table's text that the page is wide, and between two columns
LEAST_HEADINGS = 3  # fewer need no list of contents
PHONE = 599  # pixels of the widest screen that is narrow, as in page.css
SHORT = 8.0  # ems of a label that stays on one line
_LANG = {"zh": "zh-CN", "en": "en"}
_UNIT_CM = {"pt": 2.54 / 72, "px": 2.54 / 96, "in": 2.54, "cm": 1.0, "mm": 0.1, "": 2.54 / 96}


def write_html(report: Report) -> bytes:
    """The report as an HTML page, UTF-8; its contents stand at the side, or on top where the window is narrow."""
    body = write(assemble_report(report, HtmlDialect(report.language)), "html", "--mathml",
                 "--wrap=preserve", "--syntax-highlighting=none").decode()
    title = _text(report.title)
    head = (f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="generator" content="surveykit">\n<title>{title}</title>\n'
            f"<style>\n{_style(report.language)}</style>")
    contents = _contents(outline_report(report), report.language)
    return (f'<!DOCTYPE html>\n<html lang="{_LANG[report.language]}">\n<head>\n{head}\n</head>\n'
            f'<body class="{report.style.name}{" beside" if contents else ""}">\n{contents}<main>\n{body}</main>\n'
            "</body>\n</html>\n").encode()


def _contents(outline: Sequence[OutlineEntry], language: str) -> str:
    """The list of headings, with links; '' for a report of one or two."""
    if len(outline) < LEAST_HEADINGS:
        return ""
    lines = "".join(f'<li class="level{entry.level}"><a href="#{entry.name}">{_number_span(entry.number)}'
                    f"{html_text(entry.text)}</a></li>\n" for entry in outline if entry.level <= 3)
    label = in_language(phrase("report.contents"), language)
    return f'<nav class="contents" aria-label="{label}">\n<ul>\n{lines}</ul>\n</nav>\n'


def _number_span(number: str) -> str:
    """The number before a heading, '' for none."""
    return f'<span class="number">{number}</span>' if number else ""


class HtmlDialect:
    """Tables and figures as HTML, every piece of text escaped."""

    def __init__(self, language: str) -> None:
        self.language = language

    def front(self, report: Report, outline: Sequence[OutlineEntry]) -> list[PandocNode]:
        """Title, authors and abstract, then the line that says the data are synthetic."""
        front = report.front
        lines = [f"<h1>{html_text(report.title)}</h1>", *(f'<p class="{name}">{html_text(text)}</p>' for name, text in (
            ("subtitle", front.subtitle), ("authors", front.authors),
            *(("line", f"{label}{value}") for label, value in front.lines), ("date", front.date)) if text)]
        for heading, texts, keywords in front.abstracts:
            inner = "".join(f"<p>{html_text(one)}</p>" for one in (*texts, keywords) if one)
            lines.append(f'<div class="abstract"><p class="abstract-title">{heading}</p>{inner}</div>')
        made = [raw("html", f'<header class="front">\n{chr(10).join(lines)}\n</header>')]
        return [*made, div([para(plain_nodes(report.notice))], "notice")] if report.notice else made

    def heading(self, entry: OutlineEntry, inlines: list[PandocNode]) -> list[PandocNode]:
        """A heading to link to."""
        number = [raw_inline("html", _number_span(entry.number))] if entry.number else []
        return [header(entry.level, [*number, *inlines], entry.name)]

    def table(self, block: TableBlock, number: Number | None) -> list[PandocNode]:
        """A `figure` of class `table`: caption, table, notes."""
        caption = _caption(block.grid.caption, number, block.second)
        notes = self._notes(block.grid.notes)
        name = f' id="{block.label}"' if block.label else ""
        kind = "table wide" if math.fsum(_widths(block.grid)) > MEASURE else "table"
        return [raw("html", f'<figure class="{kind}"{name}>\n{caption}'
                            f'<div class="scroll" tabindex="0">{table(block.grid)}</div>{notes}\n</figure>')]

    def figure(self, block: FigureBlock, number: Number | None) -> list[PandocNode]:
        """A `figure` of class `drawing`: the picture as a data address, then the caption."""
        kind = "drawing" if block.narrow_svg else "drawing broad"
        return [raw("html", f'<figure class="{kind}" id="{block.label}">\n{_picture(block)}\n'
                            f"{_caption(block.caption, number, block.second)}{self._notes(block.notes)}"
                            f"{_picture_lines('drawn', block.labels)}"
                            f"{_picture_lines('drawn narrow', block.narrow_labels)}</figure>")]

    def _notes(self, notes: tuple[str, ...]) -> str:
        """The notes below a table or figure, '' for none."""
        return f'\n<p class="notes">{html_text(note_line(notes, self.language))}</p>' if notes else ""

    def reference(self, label: str, number: Number) -> PandocNode:
        """A link inside the page."""
        return raw_inline("html", f'<a href="#{label}">{number.text}</a>')

    def quantity(self, value: str, inlines: list[PandocNode]) -> list[PandocNode]:
        """A `data` element."""
        tag = _data_tag(value, text_of(inlines, hole=""))
        return [raw_inline("html", tag), *inlines, raw_inline("html", "</data>")]

    def prose(self, nodes: list[PandocNode]) -> list[PandocNode]:
        """As it stands."""
        return nodes

    def page_break(self) -> list[PandocNode]:
        """A double rule on the screen, a new page on paper."""
        return [raw("html", '<hr class="last">')]


def table(grid: Grid) -> str:
    """An HTML table with three rules; numbers stay on one line."""
    widths = _widths(grid)
    heads = "".join(f"<tr>{_heads(row, grid.align, widths, last=row is grid.head[-1])}</tr>\n" for row in grid.head)
    body = "".join(f"<tr>{_cells(row, grid.align)}</tr>\n" for row in grid.rows)
    return f"<table>\n<thead>\n{heads}</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _widths(grid: Grid) -> list[float]:
    """Least ems of each column, its margins included; columns of words narrower in a wide table."""
    for comfort in (10.0, 7.0):
        widths = [width + GAP for width in least_widths(grid, comfort)]
        if math.fsum(widths) <= MEASURE:
            break
    return widths


def svg_width(svg: bytes) -> float:
    """The width an SVG should have, in centimetres: its own, unless the page is too small."""
    size = [re.search(rb'<svg[^>]*?\s' + side + rb'="([\d.]+)(pt|px|in|cm|mm|)"', svg)
            for side in (b"width", b"height")]
    lengths = [float(found[1]) * _UNIT_CM[found[2].decode()] for found in size if found]
    if len(lengths) < 2:
        return PAGE_CM
    width, height = lengths
    return within_page(width, height)


def within_page(width: float, height: float) -> float:
    """A width in centimetres, less where the picture would leave the page."""
    return min(width, PAGE_CM, width * TALLEST_CM / height)


@cache
def _style(language: str) -> str:
    """The style sheet; Chinese paragraphs are indented, as Chinese print does."""
    indent = ("main > p { text-indent: 2em; }\n@media (min-width: 600px) { main > p { text-align: justify; } }\n"
              if language == "zh" else "")
    return files("surveykit.report").joinpath("page.css").read_text(encoding="utf-8") + indent


def _text(text: str) -> str:
    """Escaped text, fit for content and attributes."""
    return escape(clean_text(text))


def _slanted_text(text: str, heading: bool) -> str:
    """Escaped text, letters of statistics in italics."""
    made = ((_text(piece).replace("\n", "<br>"), slanted) for piece, slanted in split_letters(text, heading=heading))
    return "".join(f"<i>{piece}</i>" if slanted else piece for piece, slanted in made)


def html_text(text: str, heading: bool = False) -> str:
    """Escaped text, its line breaks kept, each marked number a `data` element that says what it is."""
    made = ((piece, _slanted_text(piece, heading), value) for piece, value in segments(text))
    return "".join(f"{_data_tag(value, piece)}{lines}</data>" if value else lines for piece, lines, value in made)


def _data_tag(value: str, shown: str) -> str:
    """The start of a `data` element; a quotation, which follows from nothing, keeps a copy of what it says."""
    copy = f' data-text="{_text(" ".join(shown.split()))}"' if value == "printed" or value.startswith("on ") else ""
    return f'<data value="{_text(value)}"{copy}>'


def _picture(block: FigureBlock) -> str:
    """The picture as a data address, with another one for screens under 600 pixels; what has none scrolls there."""
    narrow = (f'<source media="(max-width: {PHONE}px)" srcset="{_data_address(block.narrow_svg)}">'
              if block.narrow_svg else "")
    return (f'<div class="scroll"><picture>{narrow}<img src="{_data_address(block.svg)}" '
            f'alt="{_text(block.drawing.alt)}" style="width:{100 * svg_width(block.svg) / PAGE_CM:.0f}%">'
            "</picture></div>")


def _data_address(svg: bytes) -> str:
    """An SVG as an address that needs no file."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


def _picture_lines(name: str, labels: Sequence[str]) -> str:
    """The numbers in a picture as text that is not displayed: in the picture they are outlines."""
    lines = "".join(f"<li>{html_text(label)}</li>" for label in labels)
    return f'<ul class="{name}" hidden>{lines}</ul>\n' if lines else ""


def _caption(title: str, number: Number | None, second: str) -> str:
    """The caption line, and below it that in the other language; '' if there is none."""
    if not title:
        return ""
    below = f"<br>{_caption_line(second, number and number.in_other_language)}" if second else ""
    return f'<figcaption class="caption">{_caption_line(title, number)}{below}</figcaption>\n'


def _caption_line(title: str, number: Number | None) -> str:
    """Number and title."""
    return (f'<span class="number">{number.text}{number.stop.strip()}</span>' if number else "") + html_text(title)


def _heads(row: tuple[Head, ...], align: str, widths: list[float], *, last: bool) -> str:
    """The heading cells of a row; a spanning one carries its own thin rule, others a least width."""
    made, at = [], 0
    for head in row:
        if head.across > 1:
            inner = f"<span>{html_text(head.text)}</span>" if head.text and not last else _heading_html(head.text)
            made.append(f'<th colspan="{head.across}" class="across" scope="colgroup">{inner}</th>')
        else:
            made.append(f'<th class="{align[at]}" scope="col" style="min-width:{widths[at]:.1f}em">'
                        f"{_heading_html(head.text)}</th>")
        at += head.across
    return "".join(made)


def _cells(row: tuple[str, ...] | str, align: str) -> str:
    """The cells of a body row, or a group line."""
    if isinstance(row, str):
        return f'<th colspan="{len(align)}" class="group" scope="rowgroup">{html_text(row)}</th>'
    whole = [" whole" if is_number(cell) or ems(cell) <= SHORT else "" for cell in row]
    return "".join(f'<td class="{side}{kept}">{html_text(cell)}</td>'
                   for cell, side, kept in zip(row, align, whole, strict=True))


def _heading_html(heading: str) -> str:
    """A heading that breaks at its joints only."""
    made = (f'<span class="whole">{html_text(piece, True)}</span>' if ems(piece) <= SHORT and " " not in piece
            else html_text(piece) for piece in heading_pieces(heading))
    return (" <wbr>" if " (" in heading else "<wbr>").join(made)
