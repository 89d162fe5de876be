"""Figures of shares: frequencies, response sets, codes by person, published proportions."""

from __future__ import annotations

from collections.abc import Sequence

from surveykit.figures import facts, pens, style
from surveykit.figures.facts import Row
from surveykit.figures.rows import Heads, Lane, Line, draw_rows
from surveykit.figures.scale import shares
from surveykit.figures.sheet import Sheet
from surveykit.result.columns import View


def frequencies(sheet: Sheet, view: View) -> str:
    """Bars in codebook order, or a dot for each group."""
    return _options(sheet, view, facts.rows(view.result), "percent")


def multiple_response(sheet: Sheet, view: View) -> str:
    """Bars or dots, the most chosen option first."""
    found = facts.rows(view.result)
    order = sorted(facts.distinct(found, "option"), key=lambda o: -_chosen(found, o))
    ranked = [row for option in order for row in found if row["option"] == option]
    return _options(sheet, view, ranked, "percent_cases")


def code_counts(sheet: Sheet, view: View) -> str:
    """How many interviewees spoke of each code."""
    found = facts.rows(view.result)
    if facts.grouped(found):
        return _dots(sheet, view, found, "percent_interviewees", "item")
    lines = [Line(view.label("item", row["item"]), (_bar(row),)) for row in found]
    draw_rows(sheet, lines, _axis(found), at_end=True)
    return facts.foot(view, "percent_interviewees", found)


def proportions(sheet: Sheet, view: View) -> str:
    """Published counts as percent, from 0 to 100."""
    found = facts.rows(view.result)
    lines = [Line(view.label("item", row["item"]), (_dot(row, pens.ONE),), _printed(view, row))
             for row in found]
    draw_rows(sheet, lines, shares([1.0]), Heads((view.say("plot.head.share"),)))
    return facts.foot(view, "percent_base", found)


def by_chance(sheet: Sheet, view: View) -> str:
    """Draws by the hits of their best base; those as good as the printed figures stand out."""
    found = facts.rows(view.result)
    lines = [Line(view.say("plot.hits", hits=row["hits"]),
                  (Lane(pens.stack([pens.Segment(0, facts.estimate(row) or 0.0,
                                                 style.WARM if row["as_good"] else style.BAR)]),
                        (facts.share(row),), end=facts.estimate(row)),)) for row in found]
    draw_rows(sheet, lines, _axis(found), at_end=True)
    return view.say("plot.axis.draws", best=view.result.settings["simulated"]["best"])


def _chosen(found: Sequence[Row], option: object) -> float:
    """The share that chose an option: of the total if there is one, else of all groups."""
    mine = [row for row in found if row["option"] == option and row.get("base")]
    whole = [row for row in mine if row["group"] == facts.TOTAL]
    if len(mine) == 1 or whole:
        return facts.estimate((whole or mine)[0]) or 0.0
    base = sum(row["base"] for row in mine)
    return sum(row["n"] or 0 for row in mine) / base if base else 0.0


def _options(sheet: Sheet, view: View, found: Sequence[Row], axis: str) -> str:
    """One line per option: a bar, or a dot for each group."""
    if facts.grouped(found):
        return _dots(sheet, view, found, axis, "option")
    lines: list[Line] = []
    items = facts.distinct(found, "item")
    for item in items:
        lines += [Line(view.label("item", item))] if len(items) > 1 else []
        lines += [Line(view.option(row), (_bar(row),)) for row in found if row["item"] == item]
    draw_rows(sheet, lines, _axis(found), at_end=True)
    return facts.foot(view, axis, found)


def _dots(sheet: Sheet, view: View, found: Sequence[Row], axis: str, name: str) -> str:
    """One line per option (or code), one dot per group, the legend above."""
    groups = facts.distinct(found, "group")
    used = dict(zip(groups, group_pens(groups), strict=True))
    base = {g: next((r["base"] for r in found if r["group"] == g), None) for g in groups}
    several = len(facts.distinct(found, "item")) > 1 and name == "option"
    sheet.legend([used[g].key(sheet, facts.group_words(view, g) if several else
                              facts.group_name(view, g, base[g])) for g in groups])
    cells = facts.lookup(found, "item", name, "group")
    lines, last = [], None
    for item, code in dict.fromkeys((row["item"], row[name]) for row in found):
        lines += [Line(view.label("item", item))] if several and item != last else []
        mine = [(cells[item, code, g], used[g]) for g in groups
                if (cells.get((item, code, g)) or {}).get("base")]
        here = {"item": item, "option": code}
        words = view.option(here) if name == "option" else view.label("item", item)
        lines.append(Line(words, tuple(_dot(row, pen) for row, pen in mine)))
        last = item
    draw_rows(sheet, lines, _axis(found), Heads((view.say("plot.head.share"),)))
    return facts.foot(view, axis, found)


def group_pens(groups: Sequence[str]) -> list[pens.Pen]:
    """A pen per group; the total has its own."""
    plain = [g for g in groups if g != facts.TOTAL]
    return [pens.WHOLE if g == facts.TOTAL else pens.pen(plain.index(g)) for g in groups]


def _bar(row: Row) -> Lane:
    """A lane with a bar."""
    value = facts.estimate(row)
    ends = [v for v in (value, row.get("high")) if v is not None]
    return Lane(pens.bar(value, row.get("low"), row.get("high")), (facts.share(row),),
                end=max(ends, default=None))


def _dot(row: Row, pen: pens.Pen) -> Lane:
    """A lane with a dot."""
    return Lane(pens.dot(facts.estimate(row), row.get("low"), row.get("high"), pen),
                (facts.share(row),))


def _axis(found: Sequence[Row]) -> object:
    """An axis that holds every share and interval."""
    return shares([v for row in found for v in (facts.estimate(row), row.get("high"))])


def _printed(view: View, row: Row) -> str:
    """What the source printed, if anything."""
    words = facts.printed(row)
    return view.say("plot.printed", printed=words) if words else ""
