"""Figures of shares: frequencies, response sets, codes by person, published proportions."""

from collections.abc import Sequence

from surveykit.errors import AnalysisError
from surveykit.figures import figure_values, mark_drawing, style
from surveykit.figures.axis_scale import Axis, shares
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.mark_rows import Heads, Lane, MarkRow, draw_rows
from surveykit.result.view import View


def bars(sheet: Canvas, view: View) -> str:
    """Bars in codebook order, or a dot for each group."""
    return _options(sheet, view, figure_values.rows(view.result), "percent")


def ranked_bars(sheet: Canvas, view: View) -> str:
    """Bars or dots, the most chosen option first."""
    found = figure_values.rows(view.result)
    sums = {row["option"] for row in found if row.get("net")}  # sums of other options stand last
    order = sorted(figure_values.distinct(found, "option"), key=lambda o: (o in sums, -_share_of_option(found, o)))
    ranked = [row for option in order for row in found if row["option"] == option]
    return _options(sheet, view, ranked, "percent_cases")


def profile_shares(sheet: Canvas, view: View) -> str:
    """The shares among the lines of a profile, one dot per group; its means and medians have no common scale."""
    found = [row for row in figure_values.rows(view.result) if row["measure"] == "share" and row["base"]]
    if not found:
        raise AnalysisError("A figure of a profile shows shares; this one has none.", caption=view.result.caption("en"),
                            where="result {caption!r}", fix="draw its means: plot(sk.means(survey, items, by=...))")
    _options(sheet, view, found, "profile", named=True)
    return view.phrase("plot.axis.profile")


def item_bars(sheet: Canvas, view: View) -> str:
    """How many interviewees spoke of each code."""
    found = figure_values.rows(view.result)
    if figure_values.has_groups(found):
        return _dots(sheet, view, found, "percent_interviewees", "item")
    lines = [MarkRow(view.label("item", row["item"]), (_bar(row),)) for row in found]
    draw_rows(sheet, lines, _axis(found), at_end=True)
    return figure_values.foot(view, view.phrase("plot.axis.percent_interviewees"), found)


def printed_shares(sheet: Canvas, view: View) -> str:
    """Published counts as percent, from 0 to 100."""
    found = figure_values.rows(view.result)
    lines = [MarkRow(view.label("item", row["item"]), (_dot(row, mark_drawing.ONE),), _printed_note(view, row))
             for row in found]
    draw_rows(sheet, lines, shares([1.0]), Heads((view.phrase("plot.head.share"),)))
    return figure_values.foot(view, view.phrase("plot.axis.percent_base"), found)


def draws(sheet: Canvas, view: View) -> str:
    """Draws by the hits of their best base; those as good as the printed figures stand out."""
    found = figure_values.rows(view.result)
    lines = [MarkRow(view.phrase("plot.hits", hits=row["hits"]),
                  (Lane(mark_drawing.stack([mark_drawing.Segment(0, figure_values.estimate(row) or 0.0,
                                                 style.WARM if row["as_good"] else style.BAR)]),
                        (figure_values.share(row),), end=figure_values.estimate(row)),)) for row in found]
    draw_rows(sheet, lines, _axis(found), at_end=True)
    return view.phrase("plot.axis.draws", best=view.result.settings["simulated"]["best"])


def _share_of_option(found: Sequence[Row], option: object) -> float:
    """The share that chose an option: of the total if there is one, else of all groups."""
    mine = [row for row in found if row["option"] == option and row.get("base")]
    whole = [row for row in mine if row["group"] == figure_values.TOTAL]
    if len(mine) == 1 or whole:
        return figure_values.estimate((whole or mine)[0]) or 0.0
    base = sum(row["base"] for row in mine)
    return sum((figure_values.estimate(row) or 0.0) * row["base"] for row in mine) / base if base else 0.0


def _options(sheet: Canvas, view: View, found: Sequence[Row], axis: str, *, named: bool = False) -> str:
    """One line per option: a bar, or a dot for each group; items are named where there are several, or if asked."""
    items = figure_values.distinct(found, "item")
    named = named or len(items) > 1
    if figure_values.has_groups(found):
        return _dots(sheet, view, found, axis, "option", named)
    lines: list[MarkRow] = []
    for item in items:
        lines += [MarkRow(view.label("item", item))] if named else []
        lines += [MarkRow(view.option(row), (_bar(row),)) for row in found if row["item"] == item]
    draw_rows(sheet, lines, _axis(found), at_end=True)
    return figure_values.foot(view, view.phrase(f"plot.axis.{axis}"), found)


def _dots(sheet: Canvas, view: View, found: Sequence[Row], axis: str, name: str, several: bool = False) -> str:
    """One line per option (or code), one dot per group, the legend above."""
    groups = figure_values.distinct(found, "group")
    used = dict(zip(groups, group_pens(groups), strict=True))
    base = {g: next((r["base"] for r in found if r["group"] == g), None) for g in groups}
    sheet.legend([used[g].key(sheet, figure_values.group_words(view, g) if several else
                              figure_values.group_name(view, g, base[g])) for g in groups])
    cells = figure_values.lookup(found, "item", name, "group")
    lines, last = [], None
    for item, code in dict.fromkeys((row["item"], row[name]) for row in found):
        lines += [MarkRow(view.label("item", item))] if several and item != last else []
        mine = [(cells[item, code, g], used[g]) for g in groups if (cells.get((item, code, g)) or {}).get("base")]
        here = {"item": item, "option": code}
        words = view.option(here) if name == "option" else view.label("item", item)
        lines.append(MarkRow(words, tuple(_dot(row, pen) for row, pen in mine)))
        last = item
    draw_rows(sheet, lines, _axis(found), Heads((view.phrase("plot.head.share"),)))
    return figure_values.foot(view, view.phrase(f"plot.axis.{axis}"), found)


def group_pens(groups: Sequence[str]) -> list[mark_drawing.Pen]:
    """A pen per group; the total has its own."""
    plain = [g for g in groups if g != figure_values.TOTAL]
    return [mark_drawing.WHOLE if g == figure_values.TOTAL else mark_drawing.pen(plain.index(g)) for g in groups]


def _bar(row: Row) -> Lane:
    """A lane with a bar."""
    value = figure_values.estimate(row)
    ends = [v for v in (value, row.get("high")) if v is not None]
    return Lane(mark_drawing.bar(value, row.get("low"), row.get("high")), (figure_values.share(row),),
                end=max(ends, default=None))


def _dot(row: Row, pen: mark_drawing.Pen) -> Lane:
    """A lane with a dot."""
    return Lane(mark_drawing.dot(figure_values.estimate(row), row.get("low"), row.get("high"), pen),
                (figure_values.share(row),))


def _axis(found: Sequence[Row]) -> Axis:
    """An axis that holds every share and interval."""
    return shares([v for row in found for v in (figure_values.estimate(row), row.get("high"))])


def _printed_note(view: View, row: Row) -> str:
    """What the source printed, if anything."""
    words = figure_values.printed_words(row)
    return view.phrase("plot.printed", printed=words) if words else ""
