"""Figures of one estimate with its interval per row: tests, reliability, agreement, means."""

from collections.abc import Callable, Sequence
from typing import Any

from surveykit.figures import figure_values, mark_drawing
from surveykit.figures.axis_scale import Axis, around_zero, between, percent, ticks, tidy, unit
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.mark_rows import Heads, Lane, MarkRow, draw_rows
from surveykit.figures.share_figures import group_pens
from surveykit.result import format as fmt
from surveykit.result.cell_forms import share_difference, share_range
from surveykit.result.view import View
from surveykit.words.marks import join_marked, mark_number

TENTATIVE, RELIABLE = 2 / 3, 0.8


def effects(sheet: Canvas, view: View) -> str:
    """The effect size of each test, from 0 to 1, with its p value."""
    def line(row: Row) -> MarkRow:
        lane = Lane(_dot(row, name="effect"), (figure_values.number(row, 2, "effect"), fmt.p_value(row.get("p_value"))))
        return MarkRow(_pair(view, row), (lane,),
                       view.label("effect", row["effect_name"]) if row.get("effect_name") else "")
    return _draw_estimates(sheet, view, line, lambda found: unit(_values(found, "effect", "low", "high")),
                           "plot.axis.effect", view.phrase("head.p"))


def coefficients(sheet: Canvas, view: View) -> str:
    """Cronbach's alpha of each scale, from 0 to 1."""
    return _draw_estimates(sheet, view, lambda row: MarkRow(
        view.label("item", row["item"]), (_lane(row, 2),), _items(view, row)), lambda found: unit(_values(found)),
        "plot.axis.alpha")


def agreement(sheet: Canvas, view: View) -> str:
    """Krippendorff's alpha of each code, with the two conventional limits."""
    guides = ((TENTATIVE, ".667"), (RELIABLE, ".80"))
    said = _draw_estimates(sheet, view, lambda row: MarkRow(view.label("item", row["item"]), (
        Lane(_dot(row), (figure_values.number(row, 2), fmt.count(row.get("n")))),)),
        lambda found: unit(_values(found), guides), "plot.axis.kalpha", view.phrase("plot.head.coded"))
    return said + view.phrase("plot.conventions")


def differences(sheet: Canvas, view: View) -> str:
    """Differences of means around zero."""
    return _draw_estimates(sheet, view, lambda row: MarkRow(
        view.label("item", row["item"]), (_lane(row, 2),), view.label("group", row["group"]) if row["group"] else ""),
        lambda found: around_zero(_values(found)), "plot.axis.difference")


def _draw_estimates(sheet: Canvas, view: View, line: Callable[[Row], MarkRow], axis: Callable[[list[Row]], Axis],
                    said: str, *heads: str) -> str:
    """A row of marks per estimate, its interval at the right; what the axis shows."""
    found = figure_values.rows(view.result)
    draw_rows(sheet, list(map(line, found)), axis(found), Heads((
        view.phrase("plot.head.interval", level=view.level), *heads)))
    return figure_values.foot(view, view.phrase(said), found)


def points(sheet: Canvas, view: View) -> str:
    """Differences of shares in percentage points, around zero."""
    found = figure_values.rows(view.result)
    lines = [MarkRow(view.label("item", row["item"]), (_points_lane(view, row),), _shares(view, row)) for row in found]
    axis = around_zero(_values(found), _signed_tick)
    heads = Heads((view.phrase("plot.head.points", level=view.level),))
    draw_rows(sheet, lines, axis, heads)
    return figure_values.foot(view, view.phrase("plot.axis.points"), found)


def share_ranges(sheet: Canvas, view: View) -> str:
    """The range of shares a count allows when its base is only known within limits."""
    found = figure_values.rows(view.result)
    lines = [MarkRow(view.label("item", row["item"]), (_range_lane(row),), _bases(view, row)) for row in found]
    reach = _values(found, "estimate_low", "estimate_high", "low", "high")
    marks = ticks(min(reach, default=0.0), max(reach, default=1.0))
    low, high = max(marks[0], 0.0), min(marks[-1], 1.0)
    marks = tuple(m for m in marks if low <= m <= high)
    words = percent if all(abs(m * 100 - round(m * 100)) < 1e-9 for m in marks) else _one_decimal
    heads = Heads((view.phrase("plot.head.percent_range"),))
    draw_rows(sheet, lines, Axis(low, high, marks, words), heads)
    return view.phrase("plot.axis.percent_range", level=view.level)


def means(sheet: Canvas, view: View) -> str:
    """Means of items or groups; the axis is the rating scale when the result knows it."""
    return figure_values.foot(view, view.phrase("plot.axis.mean"), _draw_dots(sheet, view, view.phrase(
        "plot.head.mean", level=view.level)))


def dots(sheet: Canvas, view: View) -> str:
    """Estimates of any kind, by item, option or group, under the heading their column has in the table."""
    named = next(column for column in view.result.layout.columns if "estimate" in column.names)
    head = view.phrase("plot.head.interval", level=view.level)
    return figure_values.foot(view, named.heading(view), _draw_dots(sheet, view, head, named.decimals or 0))


def _draw_dots(sheet: Canvas, view: View, head: str, decimals: int = 2) -> list[Row]:
    """One dot with its interval per item, option and group; the rows that were drawn."""
    found = figure_values.rows(view.result)
    items, groups = figure_values.distinct(found, "item"), figure_values.distinct(found, "group")
    options = [option for option in figure_values.distinct(found, "option") if option]
    if len(groups) > 1 and (len(items) > 1 or options):
        lines = _dodged_means(sheet, view, found, groups, decimals)
    elif options:
        lines = _option_lines(view, found, lambda row: [_mean_lane(row, mark_drawing.ONE, decimals)])
    else:
        kind = "group" if figure_values.has_groups(found) and len(items) == 1 else "item"
        lines = [MarkRow(figure_values.group_words(view, row["group"]) if kind == "group" else
                      view.label("item", row["item"]), (_mean_lane(row, _mean_pen(row, found), decimals),))
                 for row in found]
    draw_rows(sheet, lines, _rating_axis(view, found), Heads((head, "n")))
    return found


def _dodged_means(sheet: Canvas, view: View, found: Sequence[Row], groups: Sequence[Any],
                  decimals: int) -> list[MarkRow]:
    """One line per item or option, one dot per group, the legend above."""
    used = dict(zip(groups, group_pens(groups), strict=True))
    sheet.legend([used[g].key(sheet, figure_values.group_words(view, g)) for g in groups])

    def lanes(first: Row) -> list[Lane]:
        return [_mean_lane(row, used[row["group"]], decimals) for row in found
                if (row["item"], row.get("option")) == (first["item"], first.get("option"))]
    return _option_lines(view, found, lanes)


def _option_lines(view: View, found: Sequence[Row], lanes: Callable[[Row], Sequence[Lane]]) -> list[MarkRow]:
    """One line per item, or per option below the item where there are several of both."""
    firsts = list({(row["item"], row.get("option")): row for row in found}.values())
    items, lines, last = figure_values.distinct(found, "item"), [], None
    for row in firsts:
        if row.get("option") and len(items) > 1 and row["item"] != last:
            lines.append(MarkRow(view.label("item", row["item"])))
        last = row["item"]
        words = view.option(row) if row.get("option") else view.label("item", row["item"])
        lines.append(MarkRow(words, tuple(lanes(row))))
    return lines


def _mean_pen(row: Row, found: Sequence[Row]) -> mark_drawing.Pen:
    """Everybody together is drawn unlike the groups."""
    whole = figure_values.has_groups(found) and row["group"] == figure_values.TOTAL
    return mark_drawing.WHOLE if whole else mark_drawing.ONE


def _rating_axis(view: View, found: Sequence[Row]) -> Axis:
    """From the lowest to the highest point; without them, what the intervals need."""
    low, high = (view.result.settings.get(f"scale_{end}") for end in ("low", "high"))
    if low is not None and high is not None and high > low:
        return between(float(low), float(high))
    reach = _values(found)
    marks = ticks(min(reach, default=0.0), max(reach, default=1.0))
    return Axis(marks[0], marks[-1], marks, tidy(marks))


def _values(found: Sequence[Row], *names: str) -> list[float]:
    """Every number of these columns."""
    return [float(row[name]) for row in found for name in names or ("estimate", "low", "high")
            if row.get(name) is not None]


def _dot(row: Row, pen: mark_drawing.Pen = mark_drawing.ONE, name: str = "estimate") -> mark_drawing.Draw:
    """The estimate with its interval."""
    return mark_drawing.dot(row.get(name), row.get("low"), row.get("high"), pen)


def _lane(row: Row, decimals: int) -> Lane:
    """A dot with `0.78 (0.66–0.87)`."""
    return Lane(_dot(row), (figure_values.number(row, decimals),))


def _mean_lane(row: Row, pen: mark_drawing.Pen, decimals: int) -> Lane:
    """A mean with its interval, and its base."""
    return Lane(_dot(row, pen), (figure_values.number(row, decimals), fmt.count(row.get("base"))))


def _points_lane(view: View, row: Row) -> Lane:
    """A difference in percentage points: `+9.1 [−10.2, 28.4]`."""
    shown, ends = share_difference(row, view)
    words = join_marked(shown, " ", ends) if ends.startswith("[") else join_marked(shown, " (", ends, ")")
    return Lane(_dot(row), (words,))


def _range_lane(row: Row) -> Lane:
    """The possible shares: `35.6–39.5%`."""
    low, high = row.get("estimate_low"), row.get("estimate_high")
    words = share_range(row, 1)
    return Lane(mark_drawing.span(low, high, row.get("low"), row.get("high")),
                (words if words == fmt.DASH else join_marked(words, "%"),))


def _signed_tick(value: float) -> str:
    """A tick in points with its sign."""
    shown = fmt.decimal_text(100 * value, 0)
    return f"+{shown}" if value > 0 else shown


def _one_decimal(value: float) -> str:
    """A tick of a narrow percent axis."""
    return join_marked(mark_number(fmt.decimal_text(100 * value, 1), f"axis {value:g}"), "%")


def _pair(view: View, row: Row) -> str:
    """`plan × gender`, the two items of a test; of a select-all item the option, and the other's option."""
    if row.get("option"):
        other = view.result.labels.get("item", {}).get(row["group"])
        return view.option(row) if other else f"{view.option(row)} × {view.label('group', row['group'])}"
    other = row["group"] or row.get("by")
    first = view.label("item", row["item"])
    return f"{first} × {view.label('item', other)}" if other else first


def _items(view: View, row: Row) -> str:
    """`6 items, n = 44`."""
    if row.get("items") is None or row.get("base") is None:
        return ""
    return view.phrase("plot.items", items=fmt.count(row["items"]), base=fmt.count(row["base"]))


def _shares(view: View, row: Row) -> str:
    """The two shares compared, each with its counts."""
    if row.get("n") is None or row.get("n_other") is None:
        return ""
    other = figure_values.share(row, "n_other", "base_other")
    return view.phrase("plot.pair", one=figure_values.share(row | {"estimate": None}), other=other)


def _bases(view: View, row: Row) -> str:
    """The count and the limits of its base."""
    if row.get("n") is None or row.get("base_low") is None:
        return ""
    low, high = fmt.count(row["base_low"]), fmt.count(row.get("base_high"))
    bases = low if low == high else f"{low}{fmt.DASH}{high}"
    return view.phrase("plot.bases", n=fmt.count(row["n"]), bases=bases)
