"""Figures of tests: each comparison as a dot with its interval around zero, and its p value."""

from collections.abc import Sequence

from surveykit.figures import figure_values, mark_drawing
from surveykit.figures.axis_scale import around_zero
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.mark_rows import Heads, Lane, MarkRow, draw_rows
from surveykit.result import format as fmt
from surveykit.result.view import View


def contrasts(sheet: Canvas, view: View) -> str:
    """Differences of a test, where it has some, else its effects; the line about all groups holds neither."""
    found = figure_values.rows(view.result)
    differences = [row for row in found if row.get("estimate") is not None and row.get("low") is not None]
    drawn = differences or _effects(found)
    decimals = _decimals(view) if differences else 2
    lines = [MarkRow(_comparison(view, row), (_lane(row, decimals),)) for row in drawn]
    reach = [float(row[name]) for row in drawn for name in ("estimate", "low", "high") if row[name] is not None]
    heads = Heads((view.phrase("plot.head.interval", level=view.level), view.phrase("head.p")))
    draw_rows(sheet, lines, around_zero(reach), heads)
    return figure_values.foot(view, _axis(view, drawn, bool(differences)), drawn)


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


def _decimals(view: View) -> int:
    """As many as the table shows of the estimate."""
    return next(column.decimals or 0 for column in view.result.layout.columns if "estimate" in column.names)


def _axis(view: View, drawn: Sequence[Row], differences: bool) -> str:
    """The heading of the estimate, or the name of the effect."""
    if differences:
        return next(column for column in view.result.layout.columns if "estimate" in column.names).heading(view)
    return view.label("effect", drawn[0]["effect_name"]) if drawn else view.phrase("head.effect")
