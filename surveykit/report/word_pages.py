"""Pages of Word without holes. Word sets them itself, so they are foreseen, in a narrow and in a wide face.

The text behind a tall figure that does not fit comes first, or the figure is set a little smaller. Tables need
no foresight: one that could leave much of a page empty may be split (`ColumnWidths.tied_rows`).
"""

import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from surveykit.report.column_widths import MEASURE, fit_columns, run_ems
from surveykit.report.html_dialect import within_page
from surveykit.report.pdf_pages import BELOW, GAP, LEAST_SHARE
from surveykit.report.report_blocks import (
    Block,
    CodeBlock,
    FigureBlock,
    Heading,
    PageBreak,
    PandocNode,
    Paragraphs,
    Prose,
    Report,
    TableBlock,
    note_line,
)
from surveykit.report.report_style import ReportStyle
from surveykit.report.syntax_tree import text_of
from surveykit.report.wide_tables import cut_panels

ROOM = 700.0  # points of text on a page: A4 less margins of 2.5 cm
FACES = (0.75, 0.85, 0.95, 1.0)  # of `run_ems`: Times New Roman, and wide faces that may stand for it
SPARE = 100.0  # points that may stay empty; what is foreseen is not exact
LEADS = {"zh": (1.45, 1.35), "en": (1.15, 1.25)}  # a line in sizes, and how many of these running text takes
HEADS = {1: (15, 20, 8), 2: (12.5, 14, 6), 3: (11, 10, 4), 4: (10.5, 8, 4)}  # size, points before and after
_LAST = 10.0  # points below the last line of a page, which need no room
_ROUNDS = 60
_DPI, _INCH = 200, 2.54


@dataclass(frozen=True, slots=True)
class Strip:
    """What a page break cannot cut: its height in points, whether it stays with the next one, and what of its height
    falls away at the top of a page."""

    height: float
    stays: bool = False
    above: float = 0.0


def fill_word_pages(report: Report) -> tuple[Report, dict[str, float]]:
    """The report, text that fills a page before the figure that would leave it empty; shares of figures set smaller."""
    blocks = [one for block in report.blocks for one in _divide(block)]
    shares: dict[str, float] = {}
    strayed: set[str] = set()
    for _ in range(_ROUNDS):
        if not any(_fill_hole(blocks, at, gap, report, shares, strayed) for face in FACES
                   for at, gap in _holes(blocks, report, face, shares)):
            break
    return replace(report, blocks=tuple(blocks)), shares


def png_size(png: bytes) -> tuple[float, float]:
    """How wide a PNG of 200 dots per inch is set, in centimetres, never more than the page; how tall, in points."""
    width, height = (side / _DPI * _INCH for side in struct.unpack(">II", png[16:24]))
    set_wide = within_page(width, height)
    return set_wide, height * set_wide / width * 72 / _INCH


def _divide(block: Block) -> Iterator[Block]:
    """Running text paragraph by paragraph."""
    if isinstance(block, Prose):
        yield from (replace(block, nodes=(node,)) for node in block.nodes)
    else:
        yield block


def _fill_hole(blocks: list[Block], at: int, gap: float, report: Report, shares: dict[str, float],
               strayed: set[str]) -> bool:
    """Change one thing so that less stays empty before a figure; whether anything could be done.

    A figure strays into one section behind its own at most, and never into the appendix.
    """
    figure = blocks[at]
    if gap <= SPARE or not isinstance(figure, FigureBlock):
        return False
    name = figure.label or ""
    next_level = _level(blocks[at + 1]) if blocks[at + 1:] and isinstance(blocks[at + 1], Prose) else 0
    passed = 1 + (next_level > (2 if report.style.chapters else 1) and gap > GAP and name not in strayed)
    texts = blocks[at + 1:at + 1 + passed]
    behind = Prose | Paragraphs | TableBlock if gap > GAP else Prose | Paragraphs
    if texts and isinstance(texts[-1], behind) and not _level(texts[-1]):
        blocks[at:at + 1 + passed] = [*texts, figure]
        strayed |= {name} if passed > 1 else set()
        return True
    below = math.fsum(strip.height for strip in _figure_strips(figure, report, FACES[-1], 1.0)[1:])
    share = (gap - below - 2 * BELOW) / png_size(figure.png)[1]
    if name in shares or not LEAST_SHARE <= share < 1:
        return False
    shares[name] = share
    return True


def _holes(blocks: Sequence[Block], report: Report, face: float,
           shares: Mapping[str, float]) -> Iterator[tuple[int, float]]:
    """Each block that is pushed to a new page, with the points it leaves empty."""
    y = 0.0 if report.style.cover or report.style.contents else _front_height(report, face)
    group, before, above, first = 0.0, 0.0, 0.0, -1
    for at, block in enumerate(blocks):
        if isinstance(block, PageBreak) or (report.style.chapters and _level(block) == 2):
            y = 0.0
        for strip in _strips(block, report, face, shares):
            if first < 0 or (isinstance(block, FigureBlock) and first != at):
                first, before = at, group
            above = above if group else strip.above
            group += strip.height
            if strip.stays:
                continue
            if y and y + group > ROOM + _LAST:
                yield first, ROOM - y - before
                y = -above
            y, group, first = (y + group) % ROOM, 0.0, -1


def _level(block: Block) -> int:
    """The level of a heading; 0 for anything else."""
    if isinstance(block, Heading):
        return block.level
    header = isinstance(block, Prose) and len(block.nodes) == 1 and block.nodes[0]["t"] == "Header"
    return max(block.nodes[0]["c"][0], 2) if isinstance(block, Prose) and header else 0


def _strips(block: Block, report: Report, face: float, shares: Mapping[str, float]) -> list[Strip]:
    """A block in strips."""
    match block:
        case Prose(nodes):
            return [strip for node in nodes for strip in _node_strips(node, report, face)]
        case Paragraphs(texts):
            return [strip for text in texts for strip in _paragraph(text, report, face)]
        case Heading(text, level):
            return _heading(text, level, report, face)
        case CodeBlock(text):
            return [Strip(9 * 1.1 * LEADS["en"][0])] * (text.count("\n") + 2)
        case TableBlock():
            return _table_strips(block, report, face)
        case FigureBlock():
            return _figure_strips(block, report, face, shares.get(block.label or "", 1.0))
    return []


def _node_strips(node: PandocNode, report: Report, face: float) -> list[Strip]:
    """A paragraph, heading or list of the author's."""
    kind, content = node["t"], cast(Any, node.get("c", []))
    if kind == "Header":
        return _heading(text_of(content[2], hole="00"), max(content[0], 2), report, face)
    if kind in {"BulletList", "OrderedList"}:
        entries = content if kind == "BulletList" else content[1]
        return [strip for entry in entries for one in entry for strip in _node_strips(one, report, face)]
    if kind == "BlockQuote":
        return [strip for one in content for strip in _node_strips(one, report, face)]
    if kind == "Table":
        return [Strip(20)] * len(content[4][0][3])
    return _paragraph(text_of(content, hole="00") if kind in {"Para", "Plain"} else "", report, face)


def _lead(report: Report) -> float:
    """Points of a line of one size."""
    return LEADS[report.language][0]


def _lines(text: str, size: float, face: float) -> int:
    """How many lines a text takes across the page."""
    return max(math.ceil(run_ems(text, face) * size / MEASURE), 1)


def _paragraph(text: str, report: Report, face: float) -> list[Strip]:
    """Running text: its first two lines stand together, and its last two."""
    style: ReportStyle = report.style
    lead, lines = LEADS[report.language]
    count = _lines(text, style.size, face)
    high = style.size * (1.3 * style.line if style.line else lead * lines)
    strips = [Strip(high, i in {0, count - 2}) for i in range(count - 1)]
    return [*strips, Strip(high + (6 if report.language == "zh" else 8))]


def _heading(text: str, level: int, report: Report, face: float) -> list[Strip]:
    """A heading, which stays with what follows."""
    size, before, after = HEADS[min(max(level - 1, 1), 4)]
    return [Strip(before + after + 1.25 * size * _lead(report) * _lines(text, size, face), True, before)]


def _table_strips(block: TableBlock, report: Report, face: float) -> list[Strip]:
    """Caption, heading and rows; the notes in one piece."""
    lead = _lead(report)
    strips = [Strip(19 + 10 * lead * _lines(block.grid.caption, 10, face), True, 14)] if block.grid.caption else []
    for number, panel in enumerate(cut_panels(block.grid)):
        strips += [Strip(6)] * (number > 0)
        columns = fit_columns(panel)
        tied = columns.tied_rows(panel)
        strips.append(Strip(len(panel.head) * (columns.size * 1.3 + 2 * columns.gap) + columns.size * 1.3, True))
        strips += [Strip(columns.height(row, face), i in tied) for i, row in enumerate(panel.rows)]
    notes = note_line(block.grid.notes, report.language)
    return [*strips, Strip(18 + 8.8 * lead * _lines(notes, 8, face))]


def _figure_strips(block: FigureBlock, report: Report, face: float, share: float) -> list[Strip]:
    """Picture, caption and notes, which stay together."""
    lead, notes = _lead(report), note_line(block.notes, report.language)
    return [Strip(12 + share * png_size(block.png)[1], True, 12),
            Strip(19 + 10 * lead * _lines(block.caption, 10, face) * (1 + report.style.double), bool(notes)),
            *[Strip(18 + 8.8 * lead * _lines(notes, 8, face))] * bool(notes)]


def _front_height(report: Report, face: float) -> float:
    """Title, authors, notice and abstracts of a report without a cover."""
    lead, front = _lead(report), report.front
    texts = [front.subtitle, front.authors, front.date, *(f"{label}{value}" for label, value in front.lines)]
    texts += [text for heading, told, words in front.abstracts for text in (heading, *told, words)]
    notice = 16 + 10 * lead * _lines(report.notice, 9, face) if report.notice else 0
    return math.fsum([14 + 25 * lead * _lines(report.title, 20, face), notice,
                      *(6 + 14 * lead * _lines(text, 11, face) for text in texts if text)])
