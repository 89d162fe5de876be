"""Rows of marks against one scale: labels at the left, marks in the middle, values at the right.

Most figures are this one; they differ in what a lane draws.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from surveykit.figures import style
from surveykit.figures.axis_scale import Axis, AxisScale
from surveykit.figures.canvas import Canvas
from surveykit.figures.text_metrics import leading

LABEL_SHARE = 0.36
GAP = 0.12
LANE = 0.19
APART = 0.09
LEAST_PLOT = 1.6
LEAST_LABEL = 1.0
CLEAR = 0.06
HEAD, NARROW_HEAD = 1.35, 0.75  # inches of a heading, which else takes several lines; of one of two on a narrow sheet


@dataclass(frozen=True)
class Lane:
    """One horizontal strip: how it is drawn, the words at its right, and where its ink ends."""

    draw: Callable[[Canvas, AxisScale, float], None]
    values: tuple[str, ...] = ()
    before: str = ""
    end: float | None = None


@dataclass(frozen=True)
class MarkRow:
    """One labelled row of lanes; without lanes it is a heading."""

    label: str
    lanes: tuple[Lane, ...] = ()
    under: str = ""


@dataclass(frozen=True)
class Heads:
    """Words above the value columns and above the column before the marks."""

    values: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True)
class _Block:
    """A line's wrapped label and its height."""

    line: MarkRow
    label: tuple[str, ...]
    under: tuple[str, ...]
    high: float
    words: float  # inches that the label takes
    above: bool  # whether the label stands above its lanes


def draw_rows(sheet: Canvas, lines: Sequence[MarkRow], axis: Axis, heads: Heads | None = None, *,
              at_end: bool = False, grid: bool = True) -> None:
    """All lines below each other, then the axis.
    With `at_end` the values stand where the ink of their lane ends, else in columns at the right. On a narrow sheet
    labels stand above their lanes.
    """
    heads = heads or Heads()
    limit = NARROW_HEAD if sheet.narrow and heads.before else HEAD
    columns = [] if at_end else _columns(sheet, lines, heads.values, limit)
    before = _widest(sheet, [lane.before for line in lines for lane in line.lanes])
    before = max(before, _head_width(sheet, heads.before, limit)) + (GAP if before else 0)
    taken = sum(wide + GAP for wide in columns) + (CLEAR if columns else _overhang(sheet, axis))
    free = sheet.right - style.MARGIN - taken - before - GAP - LEAST_PLOT
    blocks, label_wide = _blocks(sheet, lines, min(LABEL_SHARE * sheet.wide, max(free, LEAST_LABEL)))
    left = style.MARGIN + (label_wide + GAP if not sheet.narrow else 0 if before else max(
        _overhang(sheet, axis, end) for end in (0, -1))) + before
    right = sheet.right - taken
    if at_end:
        right = _room_for_ends(sheet, lines, axis, left, right)
    scale = AxisScale(axis, left, right)
    _draw_heads(sheet, heads, columns, scale, limit)
    top = sheet.down
    parted = any(len(line.lanes) > 1 for line in lines)
    for number, block in enumerate(blocks):
        if parted and number:
            sheet.line((style.MARGIN, sheet.right), (sheet.down, sheet.down), style.GRID)
        _draw_block(sheet, block, scale, columns, left, at_end)
    _draw_axis(sheet, scale, top, grid)


def _blocks(sheet: Canvas, lines: Sequence[MarkRow], room: float) -> tuple[list[_Block], float]:
    """Every label wrapped into `room` (above its lanes: the whole width), and the width of the label column."""
    blocks, widest = [], 0.0
    for line in lines:
        above = sheet.narrow or not line.lanes
        here = sheet.right - style.MARGIN if above else room
        label = sheet.wrap(line.label, here)
        under = sheet.wrap(line.under, here, style.SMALL) if line.under else ()
        words = leading(style.TEXT) * len(label) + leading(style.SMALL) * len(under)
        lanes = LANE * len(line.lanes)
        high = words + lanes if above else max(words, lanes)
        blocks.append(_Block(line, label, under, high + APART, words, above))
        if not above:
            widest = max(widest, _widest(sheet, label), _widest(sheet, under, style.SMALL))
    return blocks, widest


def _columns(sheet: Canvas, lines: Sequence[MarkRow], heads: Sequence[str], limit: float) -> list[float]:
    """The width of each value column."""
    rows = [lane.values for line in lines for lane in line.lanes]
    count = max((len(row) for row in rows), default=0)
    widths = [_widest(sheet, [row[i] for row in rows if i < len(row)]) for i in range(count)]
    titles = [_head_width(sheet, head, limit) for head in heads] + [0.0] * count
    return [max(wide, title) for wide, title in zip(widths, titles, strict=False)]


def _head_width(sheet: Canvas, head: str, limit: float) -> float:
    """The width of a heading, long ones in several lines."""
    return _widest(sheet, sheet.wrap(head, limit, style.SMALL), style.SMALL)


def _widest(sheet: Canvas, words: Sequence[str], points: float = style.TEXT) -> float:
    """The width of the longest words."""
    return max((sheet.width(word, points) for word in words), default=0.0)


def _overhang(sheet: Canvas, axis: Axis, end: int = -1) -> float:
    """Half of the words of the tick at an end, which stand beyond the axis."""
    return sheet.width(axis.words(axis.ticks[end]), style.SMALL) / 2


def _room_for_ends(sheet: Canvas, lines: Sequence[MarkRow], axis: Axis, left: float, right: float) -> float:
    """The right end of the scale that leaves room for the values after the ink."""
    whole, limit = axis.high - axis.low, sheet.right
    for line in lines:
        for lane in line.lanes:
            part = ((lane.end if lane.end is not None else axis.low) - axis.low) / whole
            free = limit - left - sheet.width(lane.values[0]) - GAP
            if part > 0:
                right = min(right, left + free / min(part, 1.0))
    return max(right, left + LEAST_PLOT)


def _draw_heads(sheet: Canvas, heads: Heads, columns: Sequence[float], scale: AxisScale, limit: float) -> None:
    """The words above the columns and the guides, beside the legend if there is room."""
    if not heads.values and not heads.before:
        return
    left = scale.left
    room = sheet.beside if not heads.before and not any(words for _, words in scale.axis.guides) else None
    tall = max(len(sheet.wrap(head, limit, style.SMALL)) for head in (*heads.values, heads.before))
    if tall == 1 and room is not None and room[0] < sheet.right - sum(columns) - GAP * len(columns):
        y = room[1]
    else:
        y = sheet.down + leading(style.SMALL) * (tall - 0.5)  # of the last line
        sheet.down += leading(style.SMALL) * tall + 0.05

    def draw_head(x: float, head: str) -> None:
        """A heading that ends at x; its last line stands beside those of the others."""
        lines = sheet.wrap(head, limit, style.SMALL)
        sheet.text(x, y - leading(style.SMALL) * (len(lines) - 1) / 2, lines, side="right", points=style.SMALL,
                   colour=style.MUTED)
    for (value, words), side in zip(scale.axis.guides, _guide_sides(sheet, scale), strict=True):
        if words:
            sheet.text(scale(value), y, words, side=side, points=style.SMALL, colour=style.WARM)
    if heads.before:
        draw_head(left - GAP, heads.before)
    for x, head in zip(_ends(sheet.right, columns), heads.values, strict=False):
        draw_head(x, head)


def _guide_sides(sheet: Canvas, scale: AxisScale) -> list[str]:
    """The words of each guide above it, those of two that stand close turned away from each other."""
    guides = scale.axis.guides
    room = scale(guides[-1][0]) - scale(guides[0][0]) if len(guides) == 2 else sheet.wide
    near = room < _widest(sheet, [words for _, words in guides], style.SMALL) + CLEAR
    return ["right", "left"] if near else ["center"] * len(guides)


def _ends(right: float, columns: Sequence[float]) -> list[float]:
    """The right end of each value column."""
    ends, x = [], right
    for wide in reversed(columns):
        ends.append(x)
        x -= wide + GAP
    return ends[::-1]


def _draw_block(sheet: Canvas, block: _Block, scale: AxisScale, columns: Sequence[float], left: float,
                at_end: bool) -> None:
    """One line: its label and its lanes."""
    middle = sheet.down + block.high / 2
    _draw_label(sheet, block, sheet.down + (block.words + APART) / 2 if block.above else middle)
    label = block.words if block.above else 0.0
    first = middle + label / 2 - LANE * (len(block.line.lanes) - 1) / 2
    for number, lane in enumerate(block.line.lanes):
        y = first + number * LANE
        lane.draw(sheet, scale, y)
        if lane.before:
            sheet.text(left - GAP, y, lane.before, side="right")
        if at_end:
            sheet.text(scale(lane.end if lane.end is not None else scale.axis.low) + 0.07, y, lane.values[0])
            continue
        for x, words in zip(_ends(sheet.right, columns), lane.values, strict=False):
            sheet.text(x, y, words, side="right")
    sheet.down += block.high


def _draw_label(sheet: Canvas, block: _Block, middle: float) -> None:
    """The label, and below it the smaller words."""
    upper = leading(style.TEXT) * len(block.label)
    lower = leading(style.SMALL) * len(block.under)
    top = middle - (upper + lower) / 2
    heading = not block.line.lanes
    if block.above and not heading:  # the lines of the grid do not run through words
        wide = max(_widest(sheet, block.label), _widest(sheet, block.under, style.SMALL))
        sheet.box(style.MARGIN, top, wide, block.words, style.PAPER, order=1.5)
    sheet.text(style.MARGIN, top + upper / 2, block.label, colour=style.ACCENT if heading else style.INK)
    if block.under:
        sheet.text(style.MARGIN, top + upper + lower / 2, block.under, points=style.SMALL, colour=style.MUTED)


def _draw_axis(sheet: Canvas, scale: AxisScale, top: float, grid: bool) -> None:
    """Grid, ticks with words, the zero line and the guides, below the rows."""
    bottom = sheet.down + 0.02
    for tick in scale.axis.ticks if grid else ():
        sheet.line((scale(tick), scale(tick)), (top, bottom), style.GRID, order=0)
    if scale.axis.zero is not None:
        x = scale(scale.axis.zero)
        sheet.line((x, x), (top, bottom), style.FAINT, 1.0, order=1)
    for value, _ in scale.axis.guides:
        sheet.line((scale(value), scale(value)), (top, bottom), style.WARM, 0.9, dashes=(4, 3))
    sheet.line((scale.left, scale.right), (bottom, bottom), style.RULE)
    y = bottom + 0.03 + leading(style.SMALL) / 2
    for tick in scale.axis.ticks:
        sheet.line((scale(tick), scale(tick)), (bottom, bottom + 0.03), style.RULE)
        sheet.text(scale(tick), y, scale.axis.words(tick), side="center", points=style.SMALL, colour=style.MUTED)
    sheet.down = y + leading(style.SMALL) / 2 + 0.05
