"""One beside another: codes and answers, a published share and a survey, results and targets, claims and shares."""

import re
from collections.abc import Sequence

from surveykit.figures import figure_values, mark_drawing, style
from surveykit.figures.axis_scale import Axis, AxisScale, finite_numbers, percent, shares, ticks
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.mark_drawing import Pen
from surveykit.figures.mark_rows import LANE, Heads, Lane, MarkRow, draw_rows
from surveykit.result import format as fmt
from surveykit.result.view import View
from surveykit.words.marks import mark_number

PLAIN_PERCENT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*")
PRINTED = Pen("D", style.WARM, hollow=True, size=9.5)
SPOKEN = Pen("s", style.WARM, hollow=True)
ASKED = Pen("o", style.ACCENT)
NEEDED = 0.09  # inches above and below the row


def joint_display(sheet: Canvas, view: View) -> str:
    """Per theme the share of interviewees and, with its interval, the share of respondents."""
    found = figure_values.rows(view.result)
    sheet.legend([SPOKEN.key(sheet, _base(view, found, "base", "plot.interviews")),
                  ASKED.key(sheet, _base(view, found, "base_survey", "plot.questionnaire"))])
    lines = [_line(view, row) for row in found]
    draw_rows(sheet, lines, shares([1.0]), Heads((view.phrase("plot.head.share"),)))
    return view.phrase("plot.axis.joint", level=view.level)


def published_beside_survey(sheet: Canvas, view: View) -> str:
    """Per answer the published percent as printed and, with its interval, the survey's share."""
    found = figure_values.rows(view.result)
    sheet.legend([PRINTED.key(sheet, _base(view, found, "base", "plot.published")),
                  ASKED.key(sheet, _base(view, found, "base_survey", "plot.at_hand"))])
    lines: list[MarkRow] = []
    items = figure_values.distinct(found, "item")
    for item in items:
        lines += [MarkRow(view.label("item", item))] if len(items) > 1 else []
        lines += [MarkRow(view.option(row), (_lane_of_both(row),)) for row in found if row["item"] == item]
    reach = [v for row in found for v in (_printed_share(row), row.get("high"), row["estimate"])]
    heads = Heads((view.phrase("head.printed"), view.phrase("plot.head.share")))
    draw_rows(sheet, lines, shares(reach), heads)
    return view.phrase("plot.axis.beside", level=view.level)


def _lane_of_both(row: Row) -> Lane:
    """The survey's dot, and around it the published mark where a plain percent was printed."""
    asked = mark_drawing.dot(row["estimate"], row.get("low"), row.get("high"), ASKED)
    printed = mark_drawing.dot(_printed_share(row), None, None, PRINTED)

    def draw(sheet: Canvas, scale: AxisScale, y: float) -> None:
        printed(sheet, scale, y)
        asked(sheet, scale, y)
    words = figure_values.printed_words(row) or fmt.DASH
    return Lane(draw, (words, figure_values.share(row, "n_survey", "base_survey")))


def _printed_share(row: Row) -> float | None:
    """The printed percent as a proportion; none for words such as "about a third"."""
    found = PLAIN_PERCENT.fullmatch(figure_values.printed_words(row))
    return float(found[1]) / 100 if found else None


def _line(view: View, row: Row) -> MarkRow:
    """One theme with its two lanes; the questionnaire option stands below the theme."""
    spoken = figure_values.estimate(row)
    asked = figure_values.estimate(row, "estimate_survey", "n_survey", "base_survey")
    lanes = [Lane(_draw_with_link(spoken, asked, mark_drawing.dot(spoken, None, None, SPOKEN)),
                  (figure_values.share(row | {"estimate": None}),))]
    if asked is not None:
        lanes.append(Lane(mark_drawing.dot(asked, row.get("low"), row.get("high"), ASKED),
                          (figure_values.share(row, "n_survey", "base_survey"),)))
    under = view.label("option", row["option"]) if row.get("option") else view.phrase("plot.not_asked")
    return MarkRow(view.label("item", row["item"]), tuple(lanes), under)


def _draw_with_link(spoken: float | None, asked: float | None, draw: mark_drawing.Draw) -> mark_drawing.Draw:
    """The interviews' mark, joined to the questionnaire's mark one lane below."""
    def draw_both(sheet: Canvas, scale: AxisScale, y: float) -> None:
        if spoken is not None and asked is not None:
            sheet.line((scale(spoken), scale(asked)), (y, y + LANE), style.RULE, order=1)
        draw(sheet, scale, y)
    return draw_both


def _base(view: View, found: Sequence[Row], name: str, key: str) -> str:
    """`Interviews: spoke of it (n = 11)`."""
    known = {int(row[name]) for row in found if row.get(name) is not None}
    shown = fmt.DASH.join(str(n) for n in dict.fromkeys((min(known), max(known)))) if known else "0"
    return view.phrase(key, base=shown)


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
