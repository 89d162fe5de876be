"""The case flow: stages from left to right, what was left out branching down between them."""

from collections.abc import Sequence

from surveykit.figures import figure_values, style
from surveykit.figures.canvas import Canvas
from surveykit.figures.case_chart import ChartStage, draw_chart, name_rate
from surveykit.figures.figure_values import Row
from surveykit.figures.text_metrics import leading
from surveykit.result import format as fmt
from surveykit.result.view import View
from surveykit.words.marks import join_marked

LEFT_OUT = frozenset({"duplicate", "invalid", "excluded", "not_returned", "not_valid"})
FIGURE = 15.0
PAD = 0.09
BETWEEN = 0.42


def case_flow(sheet: Canvas, view: View) -> str:
    """Boxes joined by arrows; counts, rates, and the reasons of what was left out; downwards on a narrow sheet."""
    stages = _stages(figure_values.rows(view.result))
    if sheet.narrow:
        return draw_chart(sheet, view, stages)
    wide = (sheet.wide - 2 * style.MARGIN - BETWEEN * (len(stages) - 1)) / len(stages)
    names = [sheet.wrap(view.option(stage.row), wide - 2 * PAD) for stage in stages]
    rates = [[line for row in stage.rates for line in _rate(sheet, view, row, wide)] for stage in stages]
    named, rated = max(map(len, names)), max(map(len, rates))
    high = (2 * PAD + leading(style.TEXT) * named + leading(FIGURE) + leading(style.SMALL) * rated)
    top, lowest = sheet.down, sheet.down + high
    height = top + PAD + leading(style.TEXT) * named + leading(FIGURE) / 2
    for number, stage in enumerate(stages):
        x = style.MARGIN + number * (wide + BETWEEN)
        _box(sheet, (x, top, wide, high), names[number], stage.row, rates[number])
        if number < len(stages) - 1:
            _arrow(sheet, x + wide, x + wide + BETWEEN, height)
            lowest = max(lowest, _branch(sheet, view, stage, x + wide + BETWEEN / 2, height, top + high, wide))
    sheet.down = lowest + 0.06
    return ""


def _stages(found: Sequence[Row]) -> list[ChartStage]:
    """Rows as stages; a second rate of the same count joins the stage it belongs to."""
    stages: list[ChartStage] = []
    for row in found:
        code = str(row["option"])
        if stages and code in LEFT_OUT:
            stages[-1].out.append(row)
        elif stages and code.startswith(f"{stages[-1].row['option']}_of_"):
            stages[-1].rates.append(row)
        else:
            stages.append(ChartStage(row, [row] if row.get("base") and stages else []))
    return stages


def _rate(sheet: Canvas, view: View, row: Row, wide: float) -> tuple[str, ...]:
    """What the rate is called and `48/50 · 96%`, on one line if they fit."""
    named = view.label("reason", row["reason"]) if row.get("reason") else ""
    words, room = name_rate(view, row), wide - 2 * PAD
    if not named or sheet.width(words, style.SMALL) <= room:
        return sheet.wrap(words, room, style.SMALL)
    return *sheet.wrap(named, room, style.SMALL), *sheet.wrap(figure_values.share(row), room, style.SMALL)


def _box(sheet: Canvas, place: tuple[float, float, float, float], name: Sequence[str], row: Row,
         rates: Sequence[str]) -> None:
    """One stage: its name, its count in large figures, its rates."""
    x, y, wide, high = place
    sheet.box(x, y, wide, high, style.blend(style.BAR, style.PAPER, 0.72), style.BAR)
    middle, y = x + wide / 2, y + PAD
    sheet.text(middle, y + leading(style.TEXT) * len(name) / 2, name, side="center")
    y += leading(style.TEXT) * len(name)
    sheet.text(middle, y + leading(FIGURE) / 2, fmt.count(row.get("n")), side="center",
               points=FIGURE, colour=style.ACCENT)
    y += leading(FIGURE)
    if rates:
        sheet.text(middle, y + leading(style.SMALL) * len(rates) / 2, rates, side="center",
                   points=style.SMALL, colour=style.MUTED)


def _arrow(sheet: Canvas, left: float, right: float, y: float) -> None:
    """An arrow from one box to the next."""
    sheet.line((left + 0.03, right - 0.08), (y, y), style.FAINT, 1.2)
    sheet.shape(((right - 0.1, y - 0.045), (right - 0.02, y), (right - 0.1, y + 0.045)), style.FAINT)


def _branch(sheet: Canvas, view: View, stage: ChartStage, x: float, start: float, bottom: float, wide: float) -> float:
    """What was left out, below the arrow; returns how far down it reaches."""
    if not stage.out:
        return bottom
    y = bottom + 0.16
    sheet.line((x, x), (start, y - 0.03), style.WARM, 1.0)
    for row in stage.out:
        words = join_marked("−", fmt.count(row.get("n")), " ", view.option(row))
        if row.get("reason"):
            words = view.phrase("plot.left_out", words=words, reason=view.label("reason", row["reason"]))
        lines = sheet.wrap(words, wide + BETWEEN - 0.1, style.SMALL)
        high = leading(style.SMALL) * len(lines)
        sheet.text(x, y + high / 2, lines, side="center", points=style.SMALL, colour=style.WARM)
        y += high + 0.03
    return y
