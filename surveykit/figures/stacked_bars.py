"""Stacked bars of whole groups: cross-tables to 100 percent, rating batteries around the middle."""

import math
from collections.abc import Sequence
from typing import Any

from surveykit.figures import figure_values, mark_drawing, style
from surveykit.figures.axis_scale import Axis, percent, shares, ticks
from surveykit.figures.canvas import Canvas, Key
from surveykit.figures.figure_values import Row
from surveykit.figures.mark_drawing import Segment
from surveykit.figures.mark_rows import Heads, Lane, MarkRow, draw_rows
from surveykit.result import format as fmt
from surveykit.result.point_sides import side_words
from surveykit.result.view import PLACES, View
from surveykit.words.marks import join_marked


def stacked_bars(sheet: Canvas, view: View) -> str:
    """One bar to 100 percent per group, options from left to right."""
    found = [row for row in figure_values.rows(view.result) if not row.get("net")]  # sums of other segments
    options = figure_values.distinct(found, "option")
    fills = [style.SEGMENTS[i % len(style.SEGMENTS)] for i in range(len(options))]
    lines = [_group_line(view, found, group, options, fills) for group in figure_values.distinct(found, "group")]
    _legend(sheet, view, found, options, fills)
    draw_rows(sheet, lines, shares([1.0]), Heads(("n",)), grid=False)
    return view.phrase("plot.axis.group_percent")


def battery(sheet: Canvas, view: View) -> str:
    """Items as bars centred on the middle point, the shares of both sides beside them."""
    found = [row for row in figure_values.rows(view.result) if not row.get("net")]  # sums of other segments
    points = figure_values.distinct(found, "option")
    cells = figure_values.lookup(found, "item", "option")
    keys = [(item, g) for item, g in dict.fromkeys((r["item"], r["group"]) for r in found)]
    colours = style.diverging(len(points))
    lines = [_battery_line(view, [r for r in found if (r["item"], r["group"]) == key], points, colours) for key in keys]
    _legend(sheet, view, [cells[found[0]["item"], p] for p in points], points, colours)
    reach = max(max(-_start(found, key, points), _end(found, key, points)) for key in keys)
    words = [str.__str__(view.option(cells[found[0]["item"], p])) for p in points]
    half = len(points) // 2
    ends = words[:half], words[:-half - 1:-1]
    low, high = side_words(view, *ends), side_words(view, *ends[::-1])
    draw_rows(sheet, lines, _symmetric(reach), Heads((high, "n"), low))
    return view.phrase("plot.axis.likert_odd") if len(points) % 2 else view.phrase(
        "plot.axis.likert_even", low=low, high=high)


def _group_line(view: View, found: Sequence[Row], group: str, options: Sequence[Any], fills: Sequence[str]) -> MarkRow:
    """One group's bar, its options in order, its base at the right."""
    cells = figure_values.lookup([row for row in found if row["group"] == group], "option")
    parts, start = [], 0.0
    for option, fill in zip(options, fills, strict=True):
        row = cells.get((option,))
        wide = (figure_values.estimate(row) if row else None) or 0.0
        parts.append(Segment(start, start + wide, fill, _count_words(row) if row else ()))
        start += wide
    base = next(iter(cells.values()))["base"]
    return MarkRow(figure_values.group_words(view, group), (Lane(mark_drawing.stack(parts), (fmt.count(base),)),))


def _count_words(row: Row) -> tuple[str, ...]:
    """`12 (52%)` where it fits, else `12`."""
    return join_marked(fmt.count(row["n"]), " (", figure_values.percent_of(row), ")"), fmt.count(row["n"])


def _legend(sheet: Canvas, view: View, found: Sequence[Row], options: Sequence[Any], fills: Sequence[str]) -> None:
    """The options in the order of the bars."""
    words = figure_values.lookup(found, "option")
    sheet.legend([Key(sheet.swatch(fill), view.option(words[option,]))
                  for option, fill in zip(options, fills, strict=True)])


def _battery_line(view: View, mine: Sequence[Row], points: Sequence[Any], colours: Sequence[str]) -> MarkRow:
    """One item: its segments from the left end, both side shares, its base."""
    cells = figure_values.lookup(mine, "option")
    start, parts = -_left_of_zero(mine, points), []
    for point, fill in zip(points, colours, strict=True):
        row = cells.get((point,))
        wide = (figure_values.estimate(row) if row else None) or 0.0
        parts.append(Segment(start, start + wide, fill, (figure_values.percent_of(row)[:-1],) if row else ()))
        start += wide
    half = len(points) // 2
    low, high = _side(mine, points[:half]), _side(mine, points[-half:])
    first = mine[0]
    name = view.label("item", first["item"])
    under = view.label("group", first["group"]) if first["group"] else ""
    return MarkRow(name, (Lane(mark_drawing.stack(parts), (high, fmt.count(first["base"])), low),), under)


def _side(mine: Sequence[Row], points: Sequence[Any]) -> str:
    """The share that chose one of these points, from the counts themselves."""
    chosen = [row for row in mine if row["option"] in points]
    counts = [row["n"] for row in chosen]
    if not chosen or any(n is None for n in counts):
        return fmt.DASH
    total = {"n": sum(counts), "base": chosen[0]["base"], PLACES: chosen[0][PLACES],
             "estimate": sum(figure_values.estimate(row) or 0.0 for row in chosen)}
    return figure_values.percent_of(total)


def _left_of_zero(mine: Sequence[Row], points: Sequence[Any]) -> float:
    """The share left of zero: the low points, and half of the middle one."""
    half = len(points) // 2
    shares_by = {row["option"]: figure_values.estimate(row) or 0.0 for row in mine}
    low = sum(shares_by.get(p, 0.0) for p in points[:half])
    return low + (shares_by.get(points[half], 0.0) / 2 if len(points) % 2 else 0.0)


def _start(found: Sequence[Row], key: tuple[Any, ...], points: Sequence[Any]) -> float:
    """Where an item's bar begins."""
    return -_left_of_zero([r for r in found if (r["item"], r["group"]) == key], points)


def _end(found: Sequence[Row], key: tuple[Any, ...], points: Sequence[Any]) -> float:
    """Where an item's bar ends."""
    mine = [r for r in found if (r["item"], r["group"]) == key]
    return sum(figure_values.estimate(row) or 0.0 for row in mine) - _left_of_zero(mine, points)


def _symmetric(reach: float) -> Axis:
    """A percent axis as long to the left as to the right, no signs."""
    end = math.ceil(max(reach, 0.1) * 20 - 1e-9) / 20
    marks = [m for m in ticks(0.0, end, 3) if m <= end]
    both = tuple(sorted({-m for m in marks} | set(marks)))
    return Axis(-end, end, both, percent, 0.0)
