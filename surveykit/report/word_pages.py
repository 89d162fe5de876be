"""Pages of Word without holes. Word sets them itself, so they are foreseen, in a narrow and in a wide face.

The text behind a tall figure that does not fit comes first, or the figure is set a little smaller. Tables need
no foresight: one that could leave much of a page empty may be split (`ColumnWidths.tied_rows`).
"""

import math
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from surveykit.report.column_widths import MEASURE, count_lines, fit_columns, note_height
from surveykit.report.html_dialect import within_page
from surveykit.report.pdf_pages import BELOW, LEAST_SHARE
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
from surveykit.report.syntax_tree import text_of
from surveykit.report.wide_tables import cut_panels

ROOM = 700.0  # points of text on a page: A4 less margins of 2.5 cm
WIDEST = 0.99  # of `run_ems`: a wide face that may stand for Times New Roman, which is 0.75
# What is foreseen is not exact: each face with the points of text on a page, somewhat more or less than they are.
WORLDS = ((0.75, ROOM), (0.75, ROOM + 15), (0.75, ROOM - 15), (0.85, ROOM), (0.95, ROOM - 10), (WIDEST, ROOM - 15),
          (WIDEST, ROOM), (WIDEST, ROOM + 15))
SPARE = 100.0  # points that may stay empty; what is foreseen is not exact
LEADS = {"zh": (1.45, 1.35), "en": (1.15, 1.25)}  # a line in sizes, and how many of these running text takes
HEADS = {1: (15, 20, 8), 2: (12.5, 14, 6), 3: (11, 10, 4), 4: (10.5, 8, 4)}  # size, points before and after
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")  # as wide as these in English, as Chinese characters in Chinese
_SHOWN = re.compile(r"@(?:tbl|fig)-[\w-]+")  # a table or figure named in the text
_LAST = 10.0  # points below the last line of a page, which need no room
_THIRD = ROOM / 3 - 20
_AHEAD = 40  # blocks that a figure's place is judged by
_HEADS_ON = 2  # headings that may come before a figure of the section above them
_PASSED, _TABLED, _HEADED, _SHRUNK = 400.0, 4000.0, 8000.0, 20000.0  # what it costs, in squares of empty points
_DPI, _INCH = 200, 2.54


@dataclass(frozen=True, slots=True)
class Strip:
    """What a page break cannot cut: its height in points, whether it stays with the next one, and what of its height
    falls away at the top of a page (below 0: what is set again there, the heading of a table); the points it has
    below, which are no more than those above what follows."""

    height: float
    stays: bool = False
    above: float = 0.0
    below: float = 0.0


def fill_word_pages(report: Report) -> tuple[Report, dict[str, float]]:
    """The report, text that fills a page before the figure that would leave it empty; shares of figures set smaller."""
    blocks = [one for block in report.blocks for one in _divide(block)]
    pages = _Pages(report)
    for figure in [block for block in blocks if isinstance(block, FigureBlock)]:
        at = next(i for i, block in enumerate(blocks) if block is figure)
        if any(gap > SPARE for gap in pages.gaps_before(blocks, at)):
            passed, share = pages.choose_place(blocks, at, figure)
            blocks = _set_behind(blocks, at, passed)
            if share < 1:
                pages.shares[figure.label or ""] = share
    return replace(report, blocks=tuple(blocks)), pages.shares


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


class _Pages:
    """Where page breaks fall in each world, and what figures leave empty before them."""

    def __init__(self, report: Report) -> None:
        self.report, self.shares = report, dict[str, float]()
        self._known: dict[tuple[int, float, float], tuple[Block, list[Strip]]] = {}

    def gaps_before(self, blocks: Sequence[Block], at: int) -> list[float]:
        """What stays empty before a block, in each world."""
        return [gap for world in WORLDS for _, i, _, gap in self._groups(blocks[:at + 1], world) if i == at and gap]

    def choose_place(self, blocks: Sequence[Block], at: int, figure: FigureBlock) -> tuple[int, float]:
        """How many blocks come before a figure, and its share in size: what leaves least empty at least cost."""
        starts = {world: [(i, y) for i, _, y, _ in self._groups(blocks[:at + 1], world) if i >= 0][-1]
                  for world in WORLDS}  # the last block that a page may break before, and where it stands

        def judge(passed: int, share: float) -> tuple[float, list[float]]:
            """What is lost with the figure so placed, and the gaps that stay before it."""
            moved = _set_behind(blocks[:at + _AHEAD], at, passed)
            behind = next(i for i, block in enumerate(moved) if block is figure)
            self.shares[name] = share
            found = [(first + i, gap) for world, (first, y) in starts.items()
                     for _, i, _, gap in self._groups(moved[first:], world, y) if gap]
            texts = blocks[at + 1:at + 1 + passed]
            heads = sum(bool(_level(block)) for block in texts)
            cost = _PASSED * passed + _HEADED * heads ** 2 + _SHRUNK * (1 - share) + _TABLED * sum(
                isinstance(block, TableBlock | FigureBlock) for block in texts)
            return cost + math.fsum(_loss(gap) for _, gap in found), [gap for i, gap in found if i == behind]
        name, ways = figure.label or "", []
        under = 2 * BELOW + math.fsum(strip.height for strip in _figure_strips(figure, self.report, WIDEST, 1.0)[1:])
        for passed in _ways_on(blocks, at, self.report):
            cost, gaps = judge(passed, 1.0)
            ways.append((cost, passed, 1.0))
            shares = {(gap - under) / png_size(figure.png)[1] for gap in gaps if name}
            ways += [(judge(passed, share)[0], passed, share) for share in shares if LEAST_SHARE <= share < 1]
        del self.shares[name]
        _, passed, share = min(ways)
        return passed, share

    def _strips(self, block: Block, face: float) -> list[Strip]:
        """A block in strips, made once."""
        share = self.shares.get(getattr(block, "label", None) or "", 1.0)
        key = id(block), face, share
        if key not in self._known:
            self._known[key] = block, _strips(block, self.report, face, share)
        return self._known[key][1]

    def _groups(self, blocks: Sequence[Block], world: tuple[float, float],
                y: float | None = None) -> Iterator[tuple[int, int, float, float]]:
        """Each group of strips that stay together: the block it begins with (-1: it begins within one), the block that
        a page break pushes on, where the group begins, and the points left empty there; 0 where it fits."""
        face, room = world
        y = _front_height(self.report, face) if y is None else y
        begin, group, before, above, below, first = -1, 0.0, 0.0, 0.0, 0.0, -1
        for at, block in enumerate(blocks):
            if isinstance(block, PageBreak) or (self.report.style.chapters and _level(block) == 2):
                y = 0.0
            for number, strip in enumerate(self._strips(block, face)):
                if first < 0:
                    begin = at if number == 0 else -1
                if first < 0 or (isinstance(block, FigureBlock) and first != at):
                    first, before = at, group
                shared = min(below, max(strip.above, 0.0))
                above = above if group else strip.above - shared
                group, below = group + strip.height - shared, strip.below
                if strip.stays:
                    continue
                full = y > 0 and y + group > room + _LAST
                yield begin, first, y, room - y - before if full else 0.0
                y, group, first = ((-above if full else y) + group) % room, 0.0, -1


def _set_behind(blocks: Sequence[Block], at: int, passed: int) -> list[Block]:
    """The blocks, a figure behind so many more; the figures among them stay behind it, in their order."""
    run = blocks[at:at + 1 + passed]
    return [*blocks[:at], *(block for block in run if not isinstance(block, FigureBlock)),
            *(block for block in run if isinstance(block, FigureBlock)), *blocks[at + 1 + passed:]]


def _loss(gap: float) -> float:
    """How bad so many empty points are: nothing for a few, much for a third of a page."""
    return max(gap - SPARE, 0.0) ** 2 * (9 if gap > _THIRD else 1)


def _ways_on(blocks: Sequence[Block], at: int, report: Report) -> Iterator[int]:
    """How many blocks may come before a figure: to the second heading on at most, not the appendix."""
    yield 0
    heads = 0
    for passed, block in enumerate(blocks[at + 1:at + _AHEAD // 2], 1):
        level = _level(block)
        heads += bool(level)
        chapter = level in ({1, 2} if report.style.chapters else {1})
        if heads > _HEADS_ON or chapter or not isinstance(block, Prose | Paragraphs | TableBlock | FigureBlock):
            return
        if not level and not _leads_on(block) and not isinstance(block, FigureBlock):
            yield passed


def _leads_on(block: Block) -> bool:
    """Whether a paragraph ends with a colon: what it announces stands next."""
    return isinstance(block, Prose) and text_of(list(block.nodes), hole="").rstrip().endswith((":", "："))


def _level(block: Block) -> int:
    """The level of a heading; 0 for anything else."""
    if isinstance(block, Heading):
        return block.level
    header = isinstance(block, Prose) and len(block.nodes) == 1 and block.nodes[0]["t"] == "Header"
    return max(block.nodes[0]["c"][0], 2) if isinstance(block, Prose) and header else 0


def _strips(block: Block, report: Report, face: float, share: float = 1.0) -> list[Strip]:
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
            return _figure_strips(block, report, face, share)
    return []


def _node_strips(node: PandocNode, report: Report, face: float, listed: bool = False) -> list[Strip]:
    """A paragraph, heading or list of the author's."""
    kind, content = node["t"], cast(Any, node.get("c", []))
    if kind == "Header":
        return _heading(text_of(content[2], hole="00"), max(content[0], 2), report, face)
    if kind in {"BulletList", "OrderedList"}:
        entries = content if kind == "BulletList" else content[1]
        return [strip for entry in entries for one in entry for strip in _node_strips(one, report, face, True)]
    if kind in {"BlockQuote", "Div"}:
        inner = content if kind == "BlockQuote" else content[1]
        return [strip for one in inner for strip in _node_strips(one, report, face)]
    if kind == "Table":
        return [Strip(20)] * len(content[4][0][3])
    text = text_of(content, hole="00") if kind in {"Para", "Plain"} else ""
    return _paragraph(text, report, face, listed) if kind != "RawBlock" else []


def _lead(report: Report) -> float:
    """Points of a line of one size."""
    return LEADS[report.language][0]


def _lines(text: str, size: float, face: float) -> int:
    """How many lines a text takes across the page."""
    return count_lines(text, MEASURE / size, face)


def _paragraph(text: str, report: Report, face: float, listed: bool = False) -> list[Strip]:
    """Running text or an entry of a list: its first two lines stand together, and its last two."""
    style = report.style
    lead, lines = LEADS[report.language]
    zh = report.language == "zh"
    above, below, left = (2.0, 2.0, 36.0) if listed else (0.0, 6.0 if zh else 8.0, 0.0)
    text = _SHOWN.sub("表 0", text) if zh else _SHOWN.sub("Table 0", text).translate(_STRAIGHT)
    text = "字字" * (zh and not listed) + text  # the first line is indented
    count = count_lines(text, (MEASURE - left) / style.size, face)
    high, last = style.size * (1.3 * style.line if style.line else lead * lines), count - 1
    return [Strip(high + above * (i == 0) + below * (i == last), i < last and i in {0, last - 1}, above * (i == 0),
                  below * (i == last)) for i in range(count)]


def _heading(text: str, level: int, report: Report, face: float) -> list[Strip]:
    """A heading, which stays with what follows."""
    size, before, after = HEADS[min(max(level - 1, 1), 4)]
    return [Strip(before + after + 1.25 * size * _lead(report) * _lines(text, size, face), True, before, after)]


def _table_strips(block: TableBlock, report: Report, face: float) -> list[Strip]:
    """Caption, heading and rows, below the heading again on the next page; the notes in one piece."""
    lead = _lead(report)
    strips = [Strip(19 + 10 * lead * _lines(block.grid.caption, 10, face), True, 14)] if block.grid.caption else []
    for number, panel in enumerate(cut_panels(block.grid)):
        strips += [Strip(6)] * (number > 0)
        columns = fit_columns(panel)
        tied = columns.tied_rows(panel)
        head = columns.head_height(panel)
        strips.append(Strip(head, True))
        strips += [Strip(columns.height(row, face), i in tied, -head) for i, row in enumerate(panel.rows)]
    return [*strips, Strip(note_height(note_line(block.grid.notes, report.language), face, lead))]


def _figure_strips(block: FigureBlock, report: Report, face: float, share: float) -> list[Strip]:
    """Picture, caption and notes, which stay together."""
    lead, notes = _lead(report), note_line(block.notes, report.language)
    return [Strip(12 + share * png_size(block.png)[1], True, 12),
            Strip(19 + 10 * lead * _lines(block.caption, 10, face) * (1 + report.style.double), bool(notes)),
            *[Strip(note_height(notes, face, lead))] * bool(notes)]


def _front_height(report: Report, face: float) -> float:
    """Title, authors, notice and abstracts; nothing where they have pages of their own."""
    if report.style.cover or report.style.contents:
        return 0.0
    lead, front = _lead(report), report.front
    texts = [front.subtitle, front.authors, front.date, *(f"{label}{value}" for label, value in front.lines)]
    texts += [text for heading, told, words in front.abstracts for text in (heading, *told, words)]
    notice = 16 + 10 * lead * _lines(report.notice, 9, face) if report.notice else 0
    return math.fsum([14 + 25 * lead * _lines(report.title, 20, face), notice,
                      *(6 + 14 * lead * _lines(text, 11, face) for text in texts if text)])
