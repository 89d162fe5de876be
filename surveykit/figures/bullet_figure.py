"""Results beside their targets: each bar as a share of its own target, the target a line through all."""

from surveykit.figures import figure_values, mark_drawing
from surveykit.figures.axis_scale import Axis, finite_numbers, percent, ticks
from surveykit.figures.canvas import Canvas
from surveykit.figures.mark_rows import Heads, Lane, MarkRow, draw_rows
from surveykit.result import format as fmt
from surveykit.result.view import Row, View
from surveykit.words.marks import mark_number


def bullets(sheet: Canvas, view: View) -> str:
    """One bar per target with a result, its interval where it is of a sample; targets without one are counted."""
    found = figure_values.rows(view.result)
    known = [row for row in found if not fmt.missing(row["ratio"])]
    lines = [MarkRow(view.label("item", row["item"]), (Lane(
        mark_drawing.bar(row["ratio"], row["ratio_low"], row["ratio_high"]),
        (row["attained_text"], _goal(view, row))),)) for row in known]
    reach = finite_numbers(row[name] for row in known for name in ("ratio", "ratio_high"))
    marks = ticks(0.0, max([1.0, *reach]))
    axis = Axis(0.0, marks[-1], marks, percent, guides=((1.0, ""),))
    draw_rows(sheet, lines, axis, Heads((view.phrase("head.attained"), view.phrase("head.goal"))))
    unknown = len(found) - len(known)
    said = view.phrase("plot.axis.of_target")
    return said + (view.phrase("plot.without_result", targets=unknown) if unknown else "")


def _goal(view: View, row: Row) -> str:
    """`≥ 80 %`, known as a number that the list of targets states."""
    return mark_number(f"{row['goal_text']} {view.label('unit', row['unit'])}", "printed")
