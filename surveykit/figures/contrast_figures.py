"""Figures of tests: each comparison as a dot with its interval around zero, and its p value."""

import math
from collections.abc import Sequence

from surveykit.figures import figure_values, mark_drawing, style
from surveykit.figures.axis_scale import Axis, AxisScale, around_zero
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.mark_rows import Heads, Lane, MarkRow, draw_rows
from surveykit.result import format as fmt
from surveykit.result.format import decimal_text
from surveykit.result.view import View

LEAST_POWER, SETTLED = 4, 0.05  # the axis begins at 0.0001


def contrasts(sheet: Canvas, view: View) -> str:
    """Differences of a test, where it has some, else its effects; the line about all groups holds neither."""
    found = figure_values.rows(view.result)
    differences = [row for row in found if row.get("estimate") is not None and row.get("low") is not None]
    drawn = differences or _effects(found)
    decimals = 2 if not differences else next(column.decimals or 0 for column in view.result.layout.columns
                                              if "estimate" in column.names)  # as the table shows of the estimate
    lines = [MarkRow(_comparison(view, row), (_lane(row, decimals),)) for row in drawn]
    reach = [float(row[name]) for row in drawn for name in ("estimate", "low", "high") if row[name] is not None]
    heads = Heads((view.phrase("plot.head.interval", level=view.level), view.phrase("head.p")))
    draw_rows(sheet, lines, around_zero(reach), heads)
    return figure_values.foot(view, _axis(view, drawn, bool(differences)), drawn)


def p_values(sheet: Canvas, view: View) -> str:
    """The p value of each test of a family (hollow) and the adjusted one, on powers of ten."""
    found = [row for row in figure_values.rows(view.result) if row.get("p_value") is not None]
    lines = [MarkRow(_test_words(view, row), (Lane(_p_marks(row["p_value"], row["p_adjusted"]), (
        fmt.p_value(row["p_value"]), fmt.p_value(row["p_adjusted"]))),)) for row in found]
    axis = Axis(-LEAST_POWER, 0.0, tuple(float(power) for power in range(-LEAST_POWER, 1)), lambda power: decimal_text(
        10**power, int(-power)), guides=((_power(SETTLED), decimal_text(SETTLED, 2)),))
    draw_rows(sheet, lines, axis, Heads((view.phrase("head.p"), view.phrase("head.p_adjusted"))))
    return view.phrase("plot.axis.p_values")


def _power(p: float) -> float:
    """Where a p value stands; the smallest at the end of the axis."""
    return max(math.log10(p), -LEAST_POWER) if p > 0 else -float(LEAST_POWER)


def _p_marks(p: float, adjusted: float) -> mark_drawing.Draw:
    """Both values, joined by a line."""
    def draw(sheet: Canvas, scale: AxisScale, y: float) -> None:
        first, last = scale(_power(p)), scale(_power(adjusted))
        sheet.line((first, last), (y, y), style.FAINT, 1.0, order=2)
        for pen, x in ((mark_drawing.Pen("o", style.ACCENT, hollow=True), first), (mark_drawing.ONE, last)):
            pen.mark(sheet, x, y)
    return draw


def _test_words(view: View, row: Row) -> str:
    """The title of a test that stands alone, the two items of one in a book."""
    if row.get("place") is not None:
        return view.label("test", row["test"])
    return f"{view.label('item', row['item'])} × {view.label('item', row['group'])}"


def _effects(found: Sequence[Row]) -> list[Row]:
    """The effects of all pairs (of a single comparison its own) as estimates with their limits."""
    pairs = found[1:] if len(found) > 1 else found
    return [row | {"estimate": row.get("effect"), "low": row.get("effect_low"), "high": row.get("effect_high")}
            for row in pairs if row.get("effect") is not None]


def _lane(row: Row, decimals: int) -> Lane:
    """A dot with `0.78 (0.66–0.87)` and p."""
    p = row["p_adjusted"] if "p_adjusted" in row else row.get("p_value")
    return Lane(mark_drawing.dot(row["estimate"], row["low"], row["high"]),
                (figure_values.number(row, decimals), fmt.p_value(p)))


def _comparison(view: View, row: Row) -> str:
    """Which groups, questions or answers are compared."""
    if row.get("other"):
        return f"{view.label('item', row['item'])} × {view.label('item', row['other'])}"
    known = row["group"] in view.result.labels.get("group", {})
    return view.label("group" if known else "item", row["group"])


def _axis(view: View, drawn: Sequence[Row], differences: bool) -> str:
    """The heading of the estimate, or the name of the effect."""
    if differences:
        return next(column for column in view.result.layout.columns if "estimate" in column.names).heading(view)
    return view.label("effect", drawn[0]["effect_name"]) if drawn else view.phrase("head.effect")
