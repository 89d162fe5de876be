"""Claims and the shares that bear them: a dot with its interval, the share that a claim needs as a line."""

from surveykit.figures import figure_values, mark_drawing, style
from surveykit.figures.axis_scale import AxisScale, shares
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.mark_rows import Heads, Lane, MarkRow, draw_rows
from surveykit.result import format as fmt
from surveykit.result.view import View

NEEDED = 0.09  # inches above and below the row


def claims(sheet: Canvas, view: View) -> str:
    """One row per claim that rests on a share, with its verdict, below its kind; the others are counted."""
    found = figure_values.rows(view.result)
    known = [row for row in found if not fmt.missing(row["estimate"])]
    kinds = figure_values.distinct(known, "kind")
    lines = [line for kind in kinds for line in (
        *[MarkRow(view.label("claim_kind", kind))] * (len(kinds) > 1),
        *(MarkRow(view.label("item", row["item"]), (Lane(_draw_claim(row), (
            view.label("claim_verdict", row["verdict"]),)),)) for row in known if row["kind"] == kind))]
    draw_rows(sheet, lines, shares((1.0,)), Heads((view.phrase("head.verdict"),)))
    others = len(found) - len(known)
    said = view.phrase("plot.axis.claims", level=view.level)
    return said + (view.phrase("plot.without_share", claims=others) if others else "")


def _draw_claim(row: Row) -> mark_drawing.Draw:
    """The share with its interval, and the line of what is needed."""
    dot = mark_drawing.dot(row["estimate"], row["low"], row["high"])

    def draw(sheet: Canvas, scale: AxisScale, y: float) -> None:
        if not fmt.missing(row["goal"]):
            sheet.line((scale(row["goal"]), scale(row["goal"])), (y - NEEDED, y + NEEDED), style.WHOLE)
        dot(sheet, scale, y)
    return draw
