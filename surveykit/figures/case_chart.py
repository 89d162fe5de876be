"""The chart of cases of a published study: stages downwards, at the right whom each step left out and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from surveykit.figures import figure_values, style
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.text_metrics import leading
from surveykit.result import format as fmt
from surveykit.result.view import View
from surveykit.words.marks import join_marked

OUT = "out"
PAD = 0.09
BETWEEN = 0.22  # inches from a box to the next
STAGE_SHARE = 0.42  # of the sheet, for the boxes of stages


@dataclass
class ChartStage:
    """A stage with its rates, and what was left out before the next one."""

    row: Row
    rates: list[Row] = field(default_factory=list)
    out: list[Row] = field(default_factory=list)


def case_chart(sheet: Canvas, view: View) -> str:
    """All cases at the top, those analysed at the bottom."""
    return draw_chart(sheet, view, list(_stages(figure_values.rows(view.result))))


def draw_chart(sheet: Canvas, view: View, stages: Sequence[ChartStage]) -> str:
    """Boxes downwards, joined by arrows; a box at the right lists whom a step left out."""
    wide = STAGE_SHARE * sheet.wide
    middle = style.MARGIN + wide / 2
    for number, stage in enumerate(stages):
        lines = _stage_lines(sheet, view, stage, wide - 2 * PAD)
        _draw_box(sheet, (style.MARGIN, sheet.down, wide), lines, style.blend(style.BAR, style.PAPER, 0.72), style.BAR,
                  centred=True)
        if number == len(stages) - 1:
            break
        top = sheet.down
        sheet.down += BETWEEN
        if stage.out:
            _draw_left_out(sheet, view, stage.out, middle)
            sheet.down += BETWEEN
        _draw_arrow(sheet, middle, top, sheet.down)
    sheet.down += 0.06
    return ""


def _stages(found: Sequence[Row]) -> Iterator[ChartStage]:
    """Rows as stages, each with what was left out after it."""
    stage: ChartStage | None = None
    for row in found:
        if row["kind"] == OUT and stage:
            stage.out.append(row)
            continue
        if stage:
            yield stage
        stage = ChartStage(row, [row] if row.get("base") else [])
    if stage:
        yield stage


def _stage_lines(sheet: Canvas, view: View, stage: ChartStage, room: float) -> list[str]:
    """`Valid (n = 46)`, and below it its share of what it is measured by."""
    words = view.phrase("head.group_base", group=view.option(stage.row), base=fmt.count(stage.row.get("n")))
    rates = (line for row in stage.rates for line in sheet.wrap(name_rate(view, row), room))
    return [*sheet.wrap(words, room), *rates]


def name_rate(view: View, row: Row) -> str:
    """What a rate is called and `48/50 · 96%`."""
    named = view.label("reason", row["reason"]) if row.get("reason") else ""
    share = figure_values.share(row)
    return join_marked(named, " ", share) if named else share


def _draw_left_out(sheet: Canvas, view: View, out: Sequence[Row], start: float) -> None:
    """The box of those a step left out: how many in all, then why."""
    left = style.MARGIN + STAGE_SHARE * sheet.wide / 2 + 0.4
    wide = sheet.right - left
    lines = [line for row in out for line in _reason_lines(sheet, view, row, wide - 2 * PAD)]
    if len(out) > 1:
        total = sum(int(row["n"] or 0) for row in out)
        lines = [*sheet.wrap(view.phrase("plot.left_out_all", n=fmt.count(total)), wide - 2 * PAD), *lines]
    top = sheet.down
    _draw_box(sheet, (left, top, wide), lines, style.PAPER, style.WARM, centred=False)
    y = (top + sheet.down) / 2
    sheet.line((start, left - 0.06), (y, y), style.WARM, 1.0)
    sheet.shape(((left - 0.08, y - 0.04), (left, y), (left - 0.08, y + 0.04)), style.WARM)


def _reason_lines(sheet: Canvas, view: View, row: Row, room: float) -> tuple[str, ...]:
    """`Duplicate (n = 2): same address and answers`."""
    words = view.phrase("head.group_base", group=view.option(row), base=fmt.count(row.get("n")))
    why = view.label("reason", row["reason"]) if row.get("reason") else ""
    return sheet.wrap(view.phrase("plot.left_out_why", words=words, reason=why) if why else words, room)


def _draw_box(sheet: Canvas, place: tuple[float, float, float], lines: Sequence[str], fill: str, edge: str, *,
              centred: bool) -> None:
    """A box as high as its lines."""
    x, y, wide = place
    high = 2 * PAD + leading(style.TEXT) * len(lines)
    sheet.box(x, y, wide, high, fill, edge)
    sheet.text(x + wide / 2 if centred else x + PAD, y + high / 2, lines, side="center" if centred else "left")
    sheet.down = y + high


def _draw_arrow(sheet: Canvas, x: float, top: float, bottom: float) -> None:
    """From one stage to the next."""
    sheet.line((x, x), (top + 0.02, bottom - 0.08), style.FAINT, 1.2)
    sheet.shape(((x - 0.045, bottom - 0.1), (x, bottom - 0.02), (x + 0.045, bottom - 0.1)), style.FAINT)
