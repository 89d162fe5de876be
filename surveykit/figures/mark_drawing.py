"""How one lane is drawn: a bar, a dot, a range or a stack, each at the height it is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from surveykit.figures import style
from surveykit.figures.axis_scale import AxisScale
from surveykit.figures.canvas import Canvas, Key

Draw = Callable[[Canvas, AxisScale, float], None]
BAR = 0.17
STACK = 0.2
PAD = 0.05


@dataclass(frozen=True)
class Pen:
    """Shape and colour of one group's marks."""

    shape: str
    colour: str
    hollow: bool = False
    size: float = 6.2

    def mark(self, sheet: Canvas, x: float, y: float) -> None:
        """The marker itself."""
        fill = style.PAPER if self.hollow else self.colour
        sheet.mark(x, y, self.shape, fill, self.colour, self.size)

    def key(self, sheet: Canvas, words: str) -> Key:
        """The legend entry of this pen."""
        return Key(lambda x, y: self.mark(sheet, x, y), words)


ONE = Pen("o", style.ACCENT)


def pen(number: int) -> Pen:
    """The pen of the group with this number; after eight they come again, hollow."""
    place = number % len(style.SHAPES)
    return Pen(style.SHAPES[place], style.GROUPS[place], hollow=number >= len(style.SHAPES))


WHOLE = Pen("D", style.WHOLE, hollow=True)


def bar(value: float | None, low: float | None, high: float | None) -> Draw:
    """A bar from the axis' start, with its interval as a line."""
    def draw(sheet: Canvas, scale: AxisScale, y: float) -> None:
        if value is not None:
            start = scale(scale.axis.low)
            sheet.box(start, y - BAR / 2, scale(value) - start, BAR, style.BAR)
        whisker(sheet, scale, y, low, high, style.ACCENT)
    return draw


def dot(value: float | None, low: float | None, high: float | None, pen: Pen = ONE) -> Draw:
    """A marker with its interval."""
    def draw(sheet: Canvas, scale: AxisScale, y: float) -> None:
        whisker(sheet, scale, y, low, high, pen.colour)
        if value is not None:
            pen.mark(sheet, scale(value), y)
    return draw


def span(first: float | None, last: float | None, low: float | None, high: float | None) -> Draw:
    """A thick range of possible values inside a thin envelope."""
    def draw(sheet: Canvas, scale: AxisScale, y: float) -> None:
        whisker(sheet, scale, y, low, high, style.ACCENT)
        if first is not None and last is not None:
            wide = max(scale(last) - scale(first), 0.05)
            middle = (scale(first) + scale(last)) / 2
            sheet.box(middle - wide / 2, y - 0.055, wide, 0.11, style.ACCENT, order=3)
    return draw


def whisker(sheet: Canvas, scale: AxisScale, y: float, low: float | None, high: float | None, colour: str) -> None:
    """The interval: a line with small ends, an open end where the axis stops before it."""
    if low is None or high is None:
        return
    sheet.line((scale(low), scale(high)), (y, y), colour, 1.3, order=3)
    for end in (low, high):
        if scale.axis.low <= end <= scale.axis.high:
            sheet.line((scale(end), scale(end)), (y - 0.035, y + 0.035), colour, 1.3, order=3)


@dataclass(frozen=True)
class Segment:
    """A part of a stacked bar, and what may be written in it (the first that fits)."""

    start: float
    end: float
    fill: str
    words: tuple[str, ...] = ()


def stack(segments: Sequence[Segment]) -> Draw:
    """Segments side by side, parted by a hair of paper."""
    def draw(sheet: Canvas, scale: AxisScale, y: float) -> None:
        for part in segments:
            left, right = scale(part.start), scale(part.end)
            if right <= left:
                continue
            hair = min(0.008, (right - left) / 4)
            sheet.box(left + hair / 2, y - STACK / 2, right - left - hair, STACK, part.fill)
            room = right - left - 2 * PAD
            words = next((w for w in part.words if sheet.width(w, style.SMALL) <= room), None)
            if words:
                sheet.text((left + right) / 2, y, words, side="center", points=style.SMALL,
                           colour=style.readable_on(part.fill))
    return draw
