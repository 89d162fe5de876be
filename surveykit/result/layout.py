"""From a long table to a Grid: one row per estimate, or groups side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from surveykit.result import format as fmt
from surveykit.result.columns import Column, Row, View, percent_with_interval
from surveykit.result.grid import Grid, Head
from surveykit.result.kinds import COLUMNS
from surveykit.words.marks import joined, marked, printed, worded
from surveykit.words.phrases import pick, table

SIDE_BY_SIDE = 3
# The order in which a note lists who was left out, however the result was stored.
LEFT_OUT = ("not_asked", "blank", "refused", "dont_know", "no_group", "either", "incomplete")
# Kinds whose first column would repeat itself: it becomes a line above its rows.
SECTIONS = {"figures", "beside", "excerpts", "reconstruction", "untestable"}
ALWAYS = {"reconstruction"}  # a line also above all rows together
UNNAMED = {"untestable"}  # one reason for all rows stands in the sentence about them
SECTIONED = 0.7  # sections per row, at most: lines above single rows would only lengthen a table
QUOTING = ("note.wording", "note.domain")  # notes that repeat words of the questionnaire
_SLOT = re.compile(r"\\\{\w+\\\}")
GROUPED = {"frequencies", "multiple_response", "crosstab", "code_counts"}


def layout(result: object, language: str) -> Grid:
    """The Grid of any result, in one language."""
    view = View(result, language)
    rows = result.table.to_dict("records")
    groups = list(dict.fromkeys(row.get("group", "") for row in rows))
    if result.kind in GROUPED and groups != [""]:
        return _grouped(view, rows, groups)
    if result.kind == "likert":
        return _battery(view, rows)
    if result.kind == "matrix":
        return _matrix(view, rows)
    if result.kind == "on_bases":
        return _by_base(view, rows)
    return _long(view, rows, COLUMNS[result.kind])


def _long(view: View, rows: Sequence[Row], columns: Sequence[Column]) -> Grid:
    """One line per row of the long table; columns with nothing to say are left out."""
    cells = [[column.cell(row, view) for column in columns] for row in rows]
    kept = [i for i in range(len(columns)) if not rows or any(c[i] not in {"", fmt.DASH} for c in cells)]
    sections = [line[0] for line in cells]
    kind, several = view.result.kind, len(set(sections))
    sectioned = kind in SECTIONS and (kind in ALWAYS or several > 1) and several < SECTIONED * len(rows)
    shown = kept[1:] if sectioned or (kind in UNNAMED and several == 1) else kept
    head = tuple(Head(columns[i].heading(view)) for i in shown)
    body = tuple(tuple(line[i] for i in shown) for line in cells)
    if sectioned:
        body = _under_lines(sections, body)
    return _grid(view, (head,), body, "".join(columns[i].align for i in shown))


def _under_lines(sections: Sequence[str],
                 rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...] | str, ...]:
    """Rows with a line across the table wherever a new section begins."""
    body: list[tuple[str, ...] | str] = []
    for place, (section, row) in enumerate(zip(sections, rows, strict=True)):
        if place == 0 or section != sections[place - 1]:
            body.append(section)
        body.append(row)
    return tuple(body)


def _grouped(view: View, rows: Sequence[Row], groups: Sequence[str]) -> Grid:
    """Shares by group: groups as spanners if few, as lines if many."""
    options = list(dict.fromkeys((row["item"], row["option"]) for row in rows))
    cell = {((row["item"], row["option"]), row["group"]): row for row in rows}
    if len(groups) <= SIDE_BY_SIDE:
        return _spanned(view, options, groups, cell)
    return _stacked(view, options, groups, cell)


def _spanned(view: View, options: Sequence, groups: Sequence[str], cell: dict) -> Grid:
    """Options down, groups across: `k/n` and `percent (interval)` under each."""
    first, share = _option_head(view), _share_head(view, cell)
    spanners = tuple(Head(_group_head(view, cell, options, g), 2) for g in groups)
    under = tuple(Head(text) for _ in groups for text in (view.say("head.count"), share))
    body = tuple(
        (_option_name(view, *o),
         *(text for g in groups for text in _share_cells(cell.get((o, g)), view)))
        for o in options)
    head = ((Head(""), *spanners), (Head(first), *under))
    return _grid(view, head, body, "l" + "rr" * len(groups))


def _stacked(view: View, options: Sequence, groups: Sequence[str], cell: dict) -> Grid:
    """Groups down, options across: `percent (interval)` in each cell, base first."""
    names = [_option_name(view, *o) for o in options]
    if len(options) > SIDE_BY_SIDE + 1:
        return _blocks(view, options, groups, cell)
    unit = _share_head(view, cell)
    head = ((Head(""), Head(""), Head(unit, len(options))),
            (Head(view.say("head.group")), Head(view.say("head.base")), *map(Head, names)))
    body = tuple(
        (view.label("group", g), fmt.count(_base_of(cell, options, g)),
         *(_share_text(cell.get((o, g)), view) for o in options)) for g in groups)
    return _grid(view, head, body, "lr" + "r" * len(options))


def _blocks(view: View, options: Sequence, groups: Sequence[str], cell: dict) -> Grid:
    """A group line, then its options: for many groups and many options."""
    body: list[tuple[str, ...] | str] = []
    for g in groups:
        body.append(_group_head(view, cell, options, g))
        body += [(_option_name(view, *o), *_share_cells(cell[o, g], view))
                 for o in options if (o, g) in cell]
    head = (Head(_option_head(view)), Head(view.say("head.count")), Head(_share_head(view, cell)))
    return _grid(view, (head,), tuple(body), "lrr")


def _group_head(view: View, cell: dict, options: Sequence, group: str) -> str:
    """`men (n = 23)`."""
    base = fmt.count(_base_of(cell, options, group))
    return view.say("head.group_base", group=view.label("group", group), base=base)


def _base_of(cell: dict, options: Sequence, group: str) -> object:
    """The base of a group, from any of its cells."""
    return next(cell[o, group]["base"] for o in options if (o, group) in cell)


def _option_head(view: View) -> str:
    """What the lines are: options, or codes of interviews."""
    return view.say("head.code" if view.result.kind == "code_counts" else "head.option")


def _option_name(view: View, item: str, option: str) -> str:
    """Words for a line: an option, or a code where there are no options."""
    return view.label("option", f"{item}={option}") if option else view.label("item", item)


def _share_head(view: View, cell: dict) -> str:
    """The heading of shares; it speaks of intervals only if there are any."""
    bare = all(fmt.missing(row["low"]) for row in cell.values())
    key = "head.percent_cases" if view.result.kind == "multiple_response" else "head.percent"
    return view.say(key if bare else f"{key}_interval", level=view.level)


def _share_cells(row: Row | None, view: View) -> tuple[str, str]:
    """`k/n` and `percent (interval)`."""
    if row is None:
        return fmt.DASH, fmt.DASH
    return fmt.count(row["n"], row["base"]), percent_with_interval(row, view)


def _share_text(row: Row | None, view: View) -> str:
    """`21/46` for a small base is part of the cell, so that no percent stands alone."""
    if row is None:
        return fmt.DASH
    if fmt.places(row["base"]) == 0:
        return joined(fmt.count(row["n"], row["base"]), "  ", percent_with_interval(row, view))
    return percent_with_interval(row, view)


def _battery(view: View, rows: Sequence[Row]) -> Grid:
    """Rating items down, points across, in percent; base and mean at the ends."""
    items = list(dict.fromkeys(row["item"] for row in rows))
    points = list(dict.fromkeys(row["option"] for row in rows))
    cell = {(row["item"], row["option"]): row for row in rows}
    head = ((Head(""), Head(""), Head(view.say("head.battery_unit"), len(points))),
            (Head(view.say("head.item")), Head(view.say("head.base")),
             *(Head(view.option(cell[items[0], p])) for p in points)))
    body = tuple(
        (view.label("item", i), fmt.count(cell[i, points[0]]["base"]),
         *(_small_share(cell[i, p]) for p in points)) for i in items)
    return _grid(view, head, body, "lr" + "r" * len(points))


def _small_share(row: Row) -> str:
    """Percent, with its count in brackets when the base is small."""
    shown = fmt.percent(row["n"], row["base"])
    if fmt.places(row["base"]) or fmt.missing(row["n"]):
        return shown
    return joined(shown, " (", marked(fmt.count(row["n"]), f"count {int(row['n'])}"), ")")


def _matrix(view: View, rows: Sequence[Row]) -> Grid:
    """Items down, groups across, counts in cells (codes by person); zeros as a dash."""
    items = list(dict.fromkeys(row["item"] for row in rows))
    groups = list(dict.fromkeys(row["group"] for row in rows))
    cell = {(row["item"], row["group"]): row["n"] for row in rows}
    head = (Head(view.say("head.item_code")), *(Head(view.label("group", g)) for g in groups),
            Head(view.say("head.sum")))
    body = tuple(
        (view.label("item", i), *(_count_or_dash(cell[i, g]) for g in groups),
         str(sum(int(cell[i, g]) for g in groups))) for i in items)
    return _grid(view, (head,), body, "l" + "r" * (len(groups) + 1))


def _by_base(view: View, rows: Sequence[Row]) -> Grid:
    """Questions down, candidate bases across; in the cells the counts, with a reading that is not rounding."""
    items, tried = (list(dict.fromkeys(row[name] for row in rows)) for name in ("item", "base"))
    cell = {(row["item"], row["base"]): row for row in rows}
    head = ((Head(""), Head(""), Head(view.say("head.counts_on_base"), len(tried))),
            (Head(view.say("head.question")), Head(view.say("head.printed")), *(Head(fmt.count(n)) for n in tried)))
    body = tuple((view.label("item", i), printed(cell[i, tried[0]]["printed"]),
                  *(_counts_by(cell[i, n], view) for n in tried)) for i in items)
    return _grid(view, head, body, "ll" + "l" * len(tried))


def _counts_by(row: Row, view: View) -> str:
    """`16 + 16`, the reading named where it is not rounding."""
    if row["reading"] in {"", "rounding"}:
        return str(row["counts"])
    return view.say("audit.counts_read", counts=row["counts"], reading=view.say(f"reading.{row['reading']}"))


def _count_or_dash(n: object) -> str:
    """A count; nothing found is a dash, so that patterns show."""
    return str(int(n)) if n else fmt.DASH


def _grid(view: View, head: tuple, body: tuple, align: str) -> Grid:
    """The Grid with its caption, and below it base, missing, cautions and method."""
    result = view.result
    notes = [base_line(view), *(_noted(view, pick(note, view.language)) for note in result.notes)]
    if result.method:
        notes.append(view.say("note.method", method=view.known(pick(result.method, view.language))))
    return Grid(caption(view), head, body, align, tuple(n for n in notes if n))


def _noted(view: View, note: str) -> str:
    """A note, its percentages marked; one that repeats a question or an answer quotes them."""
    if any(re.fullmatch(_SLOT.sub("(?s:.+)", re.escape(table()[key][view.language])), note) for key in QUOTING):
        return worded(note)
    return view.known(note)


def caption(view: View) -> str:
    """The title, its percentages marked."""
    return view.known(view.result.caption(view.language))


def base_line(view: View) -> str:
    """`Base: 44 respondents; left out: 2 not asked.` Empty when a result has no one base."""
    result = view.result
    if not result.settings.get("base_unit", "respondents"):
        return ""
    unit = view.say(f"unit.{result.settings.get('base_unit', 'respondents')}")
    line = view.say("note.base", base=result.base, unit=unit)
    left = sorted((kind for kind, n in result.missing.items() if n), key=LEFT_OUT.index)
    parts = [view.say(f"missing.{kind}", n=result.missing[kind]) for kind in left]
    if not parts:
        return line + view.say("note.stop")
    return line + view.say("note.left_out", parts=view.say("list.comma").join(parts))
