"""Curves of what is left over time: steps with a band, one per group, the numbers at risk below."""

from collections.abc import Mapping, Sequence

from surveykit.figures import figure_values, style
from surveykit.figures.axis_scale import Axis, AxisScale, percent, ticks, tidy
from surveykit.figures.canvas import Canvas, Key
from surveykit.figures.figure_values import Row
from surveykit.figures.text_metrics import leading
from surveykit.result import format as fmt
from surveykit.result.view import View

HIGH = 2.4
BAND = 0.82  # how pale a band is
MARKS = (0.0, 0.25, 0.5, 0.75, 1.0)
CENSORED = 0.035
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2), (1.5, 1.5), (6, 2, 1.5, 2))


def curves(sheet: Canvas, view: View) -> str:
    """The share without the event (or, if asked, with it) over time; upright strokes are people last seen then."""
    found = figure_values.rows(view.result)
    groups = figure_values.distinct(found, "group")
    paths = {group: [row for row in found if row["group"] == group] for group in groups}
    pens = {group: (style.GROUPS[place % len(style.GROUPS)], DASHES[place % len(DASHES)])
            for place, group in enumerate(groups)}
    if len(groups) > 1:
        sheet.legend([_key(sheet, pens[group], figure_values.group_name(view, group, paths[group][0]["at_risk"]))
                      for group in groups])
    last = max(float(row["time"]) for row in found)
    marks = ticks(0.0, last, 4 if sheet.narrow else 6)
    names = {group: sheet.wrap(figure_values.group_words(view, group), sheet.wide / 5, style.SMALL) for group in groups}
    named = max(sheet.width(line, style.SMALL) for lines in names.values() for line in lines)
    axis = Axis(0.0, marks[-1], marks, tidy(marks))
    scale = AxisScale(axis, style.MARGIN + max(named, sheet.width("100%", style.SMALL)) + 0.12, sheet.right - 0.12)
    top = sheet.down + 0.06
    _draw_field(sheet, scale, top)
    rising = bool(view.result.settings.get("cumulative"))
    for group in groups:
        _draw_band(sheet, scale, top, paths[group], pens[group][0], rising)
    for group in groups:
        _draw_curve(sheet, scale, top, paths[group], pens[group], rising)
    sheet.down = top + HIGH
    _draw_times(sheet, scale, view.label("item", found[0]["item"]))
    _draw_at_risk(sheet, view, scale, paths, names)
    said = view.phrase("plot.axis.cumulative" if rising else "plot.axis.curve")
    return figure_values.foot(view, said, found, "plot.axis.with_band")


def _key(sheet: Canvas, pen: tuple[str, tuple[float, ...]], words: str) -> Key:
    """The legend entry of a curve."""
    return Key(lambda x, y: sheet.line((x - 0.08, x + 0.08), (y, y), pen[0], 1.8, dashes=pen[1]), words)


def _draw_field(sheet: Canvas, scale: AxisScale, top: float) -> None:
    """Level lines and the words of the shares."""
    for mark in MARKS:
        y = top + HIGH * (1 - mark)
        sheet.line((scale.left, scale.right), (y, y), style.GRID if mark else style.RULE, order=0)
        sheet.text(scale.left - 0.06, y, percent(mark), side="right", points=style.SMALL, colour=style.MUTED)


def _height(top: float, value: float, rising: bool) -> float:
    """Where a share stands."""
    return top + HIGH * (value if rising else 1 - value)


def _steps(rows: Sequence[Row], name: str) -> list[tuple[float, float]]:
    """Times and values, each held until the next; rows without a value end the line."""
    corners: list[tuple[float, float]] = []
    for row in rows:
        if row.get(name) is None:
            break
        corners += [(float(row["time"]), corners[-1][1])] if corners else []
        corners.append((float(row["time"]), float(row[name])))
    return corners


def _draw_band(sheet: Canvas, scale: AxisScale, top: float, rows: Sequence[Row], colour: str, rising: bool) -> None:
    """Between the ends of the intervals, while there are any."""
    known = [row for row in rows if row.get("low") is not None and row.get("high") is not None]
    if len(known) < 2:
        return
    upper, lower = _steps(known, "high"), _steps(known, "low")
    corners = [(scale(time), _height(top, value, rising)) for time, value in (*upper, *reversed(lower))]
    sheet.shape(corners, style.blend(colour, style.PAPER, BAND), clear=True)


def _draw_curve(sheet: Canvas, scale: AxisScale, top: float, rows: Sequence[Row],
                pen: tuple[str, tuple[float, ...]], rising: bool) -> None:
    """The steps, and a stroke where somebody was last seen."""
    corners = _steps(rows, "estimate")
    sheet.line([scale(time) for time, _ in corners], [_height(top, value, rising) for _, value in corners], pen[0], 1.8,
               order=4, dashes=pen[1])
    for row in rows:
        if row.get("censored") and row.get("estimate") is not None:
            x, y = scale(float(row["time"])), _height(top, float(row["estimate"]), rising)
            sheet.line((x, x), (y - CENSORED, y + CENSORED), pen[0], 1.0, order=4)


def _draw_times(sheet: Canvas, scale: AxisScale, words: str) -> None:
    """The ticks of time, and what time it is."""
    y = sheet.down + 0.04 + leading(style.SMALL) / 2
    for tick in scale.axis.ticks:
        sheet.line((scale(tick), scale(tick)), (sheet.down, sheet.down + 0.03), style.RULE)
        sheet.text(scale(tick), y, scale.axis.words(tick), side="center", points=style.SMALL, colour=style.MUTED)
    lines = sheet.wrap(words, scale.right - scale.left, style.SMALL)
    y += leading(style.SMALL) * (1 + len(lines)) / 2
    sheet.text((scale.left + scale.right) / 2, y, lines, side="center", points=style.SMALL)
    sheet.down = y + leading(style.SMALL) * len(lines) / 2 + 0.06


def _draw_at_risk(sheet: Canvas, view: View, scale: AxisScale, paths: Mapping[str, Sequence[Row]],
                  names: Mapping[str, Sequence[str]]) -> None:
    """Under each tick how many were still followed, a line per group."""
    sheet.text(style.MARGIN, sheet.down + leading(style.SMALL) / 2, view.phrase("plot.at_risk"), points=style.SMALL,
               colour=style.MUTED)
    sheet.down += leading(style.SMALL)
    for group, rows in paths.items():
        high = leading(style.SMALL) * len(names[group])
        sheet.text(style.MARGIN, sheet.down + high / 2, names[group], points=style.SMALL)
        for tick in scale.axis.ticks:
            followed = next((int(row["at_risk"]) for row in rows if float(row["time"]) >= tick - fmt.SAME), 0)
            sheet.text(scale(tick), sheet.down + high / 2, fmt.count(followed), side="center",
                       points=style.SMALL)
        sheet.down += high
    sheet.down += 0.06
