"""Sizes and colours of every figure: quiet, safe for colour-blind readers, legible in grey.

Lengths are inches, text is points. Neighbouring fills differ in lightness, groups differ in shape,
so that nothing rests on hue alone.
"""

WIDTH = 16 / 2.54
NARROW = 9.4 / 2.54  # a page of text on a telephone
MARGIN = 0.08
TALLEST = 60.0

TEXT = 9.0
SMALL = 8.5
LEADING = 1.32

INK = "#20262C"
MUTED = "#59626B"
FAINT = "#8A939B"
RULE = "#B4BBC1"
GRID = "#E6E9EB"
PAPER = "#FFFFFF"

BAR = "#8DB5D1"
ACCENT = "#1F5F8F"
WARM = "#C4622D"

GROUPS = ("#1F5F8F", "#D9822B", "#4B9E86", "#7B4F8C", "#8A939B", "#B3453F", "#6FB1DB", "#20262C")
SHAPES = ("o", "s", "^", "D", "v", "P", "h", "X")
WHOLE = "#20262C"

SEGMENTS = ("#17476B", "#5B9BC4", "#C9DFEC", "#DE9A45", "#F3E0B8", "#A5502A", "#D9B8C9", "#7B4F8C",
            "#B4BBC1", "#59626B")

LOW_POLE, LOW_PALE = "#B4541E", "#F3D2AE"
HIGH_POLE, HIGH_PALE = "#1F5F8F", "#BFD9E9"
MIDDLE = "#DFE2E5"

HEAT_PALE, HEAT_DEEP = "#D6E6F1", "#17476B"
HEAT_ZERO = "#F5F6F7"

BOTH, ROUNDING, TRUNCATION, NEITHER = "#17476B", "#6FA8CF", "#F2B04E", "#EFF1F3"


def blend(start: str, end: str, part: float) -> str:
    """A colour between two: `part` 0 is the first, 1 the second.
    >>> blend("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(_rgb(start), _rgb(end), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


def readable_on(fill: str) -> str:
    """Ink or paper, whichever reads on this fill (relative luminance of WCAG 2).
    >>> readable_on("#17476B"), readable_on("#C9DFEC")
    ('#FFFFFF', '#20262C')
    """
    red, green, blue = (_linear(part / 255) for part in _rgb(fill))
    return INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.21 else PAPER


def diverging(points: int) -> tuple[str, ...]:
    """One colour per rating point, low to high; an odd number has a grey middle.
    >>> diverging(2)
    ('#B4541E', '#1F5F8F')
    """
    half = points // 2
    parts = [i / max(half - 1, 1) * 0.92 for i in range(half)]
    low = [blend(LOW_POLE, LOW_PALE, part) for part in parts]
    high = [blend(HIGH_POLE, HIGH_PALE, part) for part in reversed(parts)]
    return (*low, *([MIDDLE] if points % 2 else []), *high)


def _rgb(colour: str) -> tuple[int, int, int]:
    """Three numbers from 0 to 255."""
    red, green, blue = (int(colour[i:i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    """An sRGB channel as light."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
