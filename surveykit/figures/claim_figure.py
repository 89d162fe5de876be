"""Results beside their targets, each bar a share of its own; claims beside the shares that bear them."""

from surveykit.figures import figure_values, mark_drawing, style
from surveykit.figures.axis_scale import Axis, AxisScale, finite_numbers, percent, shares, ticks
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.mark_rows import Heads, Lane, MarkRow, draw_rows
from surveykit.result import format as fmt
from surveykit.result.view import View
from surveykit.words.marks import mark_number

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


def bullets(sheet: Canvas, view: View) -> str:
    """One bar per target with a result, its interval where it is of a sample; targets without one are counted."""
    found = figure_values.rows(view.result)
    known = [row for row in found if not fmt.missing(row["ratio"])]
    lines = [MarkRow(view.label("item", row["item"]), (Lane(
        mark_drawing.bar(row["ratio"], row["ratio_low"], row["ratio_high"]),
        (row["attained_text"], mark_number(
                         f"{row['goal_text']} {view.label('unit', row['unit'])}", "printed"))),)) for row in known]
    reach = finite_numbers(row[name] for row in known for name in ("ratio", "ratio_high"))
    marks = ticks(0.0, max([1.0, *reach]))
    axis = Axis(0.0, marks[-1], marks, percent, guides=((1.0, ""),))
    draw_rows(sheet, lines, axis, Heads((view.phrase("head.attained"), view.phrase("head.goal"))))
    unknown = len(found) - len(known)
    said = view.phrase("plot.axis.of_target")
    return said + (view.phrase("plot.without_result", targets=unknown) if unknown else "")
