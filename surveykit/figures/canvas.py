"""A sheet of given width that is filled from the top; every length is in inches.

Text is measured before it is placed, so that nothing is cut and nothing overlaps; the height is what was needed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from surveykit.errors import ReportError, list_quoted
from surveykit.figures import style
from surveykit.figures.text_metrics import Letters, clean, leading
from surveykit.words.marks import carry_marks, split_marked
from surveykit.words.phrases import in_language, phrase

CAP = 0.36
SWATCH = 0.15


@dataclass(frozen=True)
class Key:
    """One entry of a legend: what it draws at (x, y), and its words."""

    draw: Callable[[float, float], None]
    words: str


class Canvas:
    """One figure while it is drawn; `down` is how far it is filled, `said` every line of text in it.
    Marks are plain artists: `finish` sets the limits, which matplotlib would find anew at each patch and line.
    """

    def __init__(self, language: str, letters: Letters, wide: float = style.WIDTH) -> None:
        self.language, self.letters, self.wide = language, letters, wide
        self.down = style.MARGIN
        self.beside: tuple[float, float] | None = None
        self.said: list[str] = []
        self._absent: set[str] = set()
        self._drawing = Drawing(figsize=(wide, wide), facecolor=style.PAPER)
        self._axes = Axes(self._drawing, (0, 0, 1, 1))
        self._drawing.add_axes(self._axes)
        self._axes.set_axis_off()

    @property
    def narrow(self) -> bool:
        """Whether the sheet is as wide as a telephone: labels stand above their marks, not beside them."""
        return self.wide < style.WIDTH

    @property
    def right(self) -> float:
        """The right end of what may be drawn on."""
        return self.wide - style.MARGIN

    def phrase(self, key: str, **values: object) -> str:
        """A phrase in the sheet's language."""
        return in_language(phrase(key, **values), self.language)

    def width(self, text: str, points: float = style.TEXT) -> float:
        """Inches the text takes on one line."""
        return self.letters.width(clean(text), points)

    def wrap(self, text: str, inches: float, points: float = style.TEXT) -> tuple[str, ...]:
        """The text as lines no wider than `inches`."""
        shown = carry_marks(text, clean(text))
        return split_marked(shown, self.letters.wrap(shown, inches, points))

    def text(self, x: float, y: float, words: str | Sequence[str], *, side: str = "left",
             points: float = style.TEXT, colour: str = style.INK) -> None:
        """Lines of text, together centred on height `y`."""
        lines = [words] if isinstance(words, str) else list(words)
        first = y - leading(points) * (len(lines) - 1) / 2 + CAP * points / 72
        for number, line in enumerate(lines):
            shown = clean(line)
            self.said.append(carry_marks(line, shown))
            self._absent |= self.letters.absent(shown)
            self._axes.text(x, first + number * leading(points), shown, ha=side, va="baseline", fontsize=points,
                            color=colour, family=list(self.letters.families), parse_math=False, zorder=5)

    def upright(self, x: float, bottom: float, words: str) -> None:
        """A small line of text that reads upwards from `bottom`."""
        shown = clean(words)
        self.said.append(carry_marks(words, shown))
        self._absent |= self.letters.absent(shown)
        self._axes.text(x + CAP * style.SMALL / 72, bottom, shown, ha="right", va="bottom",
                        rotation=90, rotation_mode="default", fontsize=style.SMALL,
                        color=style.MUTED, family=list(self.letters.families), parse_math=False)

    def box(self, x: float, y: float, width: float, height: float, fill: str,
            edge: str | None = None, order: float = 2) -> None:
        """A rectangle from its upper left corner."""
        self._axes.add_artist(Rectangle((x, y), width, height, facecolor=fill, linewidth=0.8,
                                        edgecolor=edge or "none", zorder=order))

    def line(self, x: Sequence[float], y: Sequence[float], colour: str = style.RULE,
             thick: float = 0.8, order: float = 1, dashes: tuple[float, ...] = ()) -> None:
        """A line through points."""
        line = Line2D(x, y, color=colour, linewidth=thick, solid_capstyle="butt", zorder=order)
        line.set_linestyle((0, dashes) if dashes else "-")
        self._axes.add_artist(line)

    def mark(self, x: float, y: float, shape: str, fill: str, edge: str, size: float) -> None:
        """A point marker."""
        self._axes.add_artist(Line2D([x], [y], marker=shape, markersize=size, linestyle="none", markerfacecolor=fill,
                                     markeredgecolor=edge, markeredgewidth=1.1, zorder=4))

    def shape(self, corners: Sequence[tuple[float, float]], fill: str, *, clear: bool = False) -> None:
        """A filled polygon; a clear one lets through what it covers."""
        self._axes.add_artist(Polygon(corners, closed=True, facecolor=fill, edgecolor="none",
                                      zorder=2, alpha=0.75 if clear else 1.0))

    def legend(self, keys: Sequence[Key]) -> None:
        """Swatches with words, from left to right, on as many lines as needed."""
        left, right = style.MARGIN, self.right
        x, y = left, self.down + 0.1
        for key in keys:
            lines = self.wrap(key.words, right - left - SWATCH - 0.08, style.SMALL)
            wide = SWATCH + 0.06 + max(self.width(line, style.SMALL) for line in lines)
            if x > left and x + wide > right:
                x, y = left, y + leading(style.SMALL) + 0.03
            key.draw(x + SWATCH / 2, y)
            middle = y + leading(style.SMALL) * (len(lines) - 1) / 2
            self.text(x + SWATCH + 0.06, middle, lines, points=style.SMALL)
            x, y = x + wide + 0.18, y + leading(style.SMALL) * (len(lines) - 1)
        self.beside = (x, y)
        self.down = y + 0.1 + 0.08

    def swatch(self, fill: str) -> Callable[[float, float], None]:
        """A legend box of one colour."""
        return lambda x, y: self.box(x - SWATCH / 2, y - 0.055, SWATCH, 0.11, fill)

    def foot(self, words: str, synthetic: bool) -> None:
        """The last lines: what the axis shows, and the mark of synthetic data at the right."""
        mark = self.phrase("plot.synthetic") if synthetic else ""
        right = self.right
        room = right - style.MARGIN - (self.width(mark, style.SMALL) + 0.25 if mark else 0)
        lines = self.wrap(words, room, style.SMALL) if words else ("",)
        high = leading(style.SMALL) * len(lines)
        if words:
            self.text(style.MARGIN, self.down + high / 2, lines, points=style.SMALL, colour=style.MUTED)
        if mark:
            self.text(right, self.down + high - leading(style.SMALL) / 2, mark, side="right",
                      points=style.SMALL, colour=style.MUTED)
        if words or mark:
            self.down += high

    def finish(self, where: str) -> Drawing:
        """The drawing at its true height."""
        if self._absent:
            raise ReportError("No font here can draw {absent}.", where="figure {place!r}",
                              fix="set SURVEYKIT_FONT to a font file that holds them, "
                                  "or change the label", absent=list_quoted(sorted(self._absent)), place=where)
        height = self.down + style.MARGIN
        if height > style.TALLEST:
            raise ReportError("A figure must be at most {tallest:.0f} inches high, this one needs {height:.0f}.",
                              where="figure {place!r}", fix="plot fewer items or groups; the table shows them all",
                              tallest=style.TALLEST, height=height, place=where)
        self._drawing.set_size_inches(self.wide, height)
        self._axes.set(xlim=(0, self.wide), ylim=(height, 0))
        return self._drawing
