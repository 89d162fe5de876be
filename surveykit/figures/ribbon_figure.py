"""Flows between two questions: groups at the left and right, a ribbon as thick as the people who took it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveykit.figures import figure_values, style
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_values import Row
from surveykit.figures.text_metrics import leading
from surveykit.result import format as fmt
from surveykit.result.view import View
from surveykit.words.marks import join_marked

LABELS = 0.27  # of the sheet, at either side
NODE = 0.1
APART = 0.07
LEAST, PEOPLE_HIGH = 0.012, 2.6  # inches of one person at least, and of everybody
EVERYBODY = "all()"  # the line of all people in a table
POINTS = 24  # corners of one side of a ribbon
PALE = 0.45


@dataclass(frozen=True)
class _Node:
    """One group at a side: its words, how many people, and where it begins."""

    words: tuple[str, ...]
    n: int
    top: float


def ribbons(sheet: Canvas, view: View) -> str:
    """Who answered one way at the left, where they are at the right; ribbons take the colour of the left."""
    found = [row for row in figure_values.rows(view.result)
             if row["group"] != figure_values.TOTAL and row["option"] != EVERYBODY and row["n"]]
    starts, ends = figure_values.distinct(found, "option"), figure_values.distinct(found, "group")
    whole = sum(int(row["n"]) for row in found)
    unit = max(PEOPLE_HIGH / whole, LEAST)
    room = LABELS * sheet.wide
    counts = {("option", code): _people(found, "option", code) for code in starts} | {
        ("group", code): _people(found, "group", code) for code in ends}
    _draw_heads(sheet, view, found[0])
    top = sheet.down
    words = figure_values.lookup(found, "option")
    left = _place_nodes(sheet, top, unit, room, {code: (view.option(words[code,]), counts["option", code])
                                                 for code in starts})
    right = _place_nodes(sheet, top, unit, room, {code: (view.label("group", code), counts["group", code])
                                                  for code in ends})
    inner = style.MARGIN + room + NODE, sheet.right - room - NODE
    colours = {code: style.GROUPS[place % len(style.GROUPS)] for place, code in enumerate(starts)}
    _draw_ribbons(sheet, found, unit, (left, right), inner, colours)
    for code, node in left.items():
        _draw_node(sheet, node, unit, inner[0] - NODE, colours[code], "right")
    for node in right.values():
        _draw_node(sheet, node, unit, inner[1], style.MUTED, "left")
    return view.phrase("plot.axis.ribbons", n=fmt.count(whole))


def _people(found: Sequence[Row], name: str, code: object) -> int:
    """How many people a node holds."""
    return sum(int(row["n"]) for row in found if row[name] == code)


def _draw_heads(sheet: Canvas, view: View, first: Row) -> None:
    """What stands at the left and at the right."""
    sides = view.result.settings
    names = (view.label("side", sides["from"]) if sides.get("from") else view.label("item", first["item"]),
             view.label("side", sides["to"]) if sides.get("to") else "")
    lines = [sheet.wrap(name, sheet.wide / 2 - style.MARGIN - 0.1, style.SMALL) for name in names]
    high = leading(style.SMALL) * max(map(len, lines))
    for x, side, line in ((style.MARGIN, "left", lines[0]), (sheet.right, "right", lines[1])):
        sheet.text(x, sheet.down + high / 2, line, side=side, points=style.SMALL, colour=style.MUTED)
    sheet.down += high + 0.08


def _place_nodes(sheet: Canvas, top: float, unit: float, room: float,
                 named: Mapping[object, tuple[str, int]]) -> dict[object, _Node]:
    """The nodes of a side below each other, each with room for its words."""
    nodes: dict[object, _Node] = {}
    for code, (words, n) in named.items():
        lines = sheet.wrap(join_marked(words, " ", fmt.count(n)), room - 0.08, style.SMALL)
        spare = max(leading(style.SMALL) * len(lines) - n * unit, 0.0)
        nodes[code] = _Node(lines, n, top + spare / 2)
        top += max(n * unit, leading(style.SMALL) * len(lines)) + APART
    sheet.down = max(sheet.down, top)
    return nodes


def _draw_node(sheet: Canvas, node: _Node, unit: float, x: float, colour: str, side: str) -> None:
    """A block and its words, outside the ribbons."""
    sheet.box(x, node.top, NODE, node.n * unit, colour, order=3)
    place = x - 0.06 if side == "right" else x + NODE + 0.06
    sheet.text(place, node.top + node.n * unit / 2, node.words, side=side, points=style.SMALL)


def _draw_ribbons(sheet: Canvas, found: Sequence[Row], unit: float,
                  nodes: tuple[Mapping[object, _Node], Mapping[object, _Node]], inner: tuple[float, float],
                  colours: Mapping[object, str]) -> None:
    """Every ribbon, in the order of both sides, so that none crosses another at its node."""
    left, right = nodes
    used = {("left", code): node.top for code, node in left.items()} | {
        ("right", code): node.top for code, node in right.items()}
    cells = figure_values.lookup(found, "option", "group")
    begins, ends = {}, {}
    for start in left:
        for end in (code for code in right if (start, code) in cells):
            begins[start, end] = used["left", start]
            used["left", start] += int(cells[start, end]["n"]) * unit
    for end in right:
        for start in (code for code in left if (code, end) in cells):
            ends[start, end] = used["right", end]
            used["right", end] += int(cells[start, end]["n"]) * unit
    for key in begins:
        high = int(cells[key]["n"]) * unit
        sheet.shape(_outline(inner, begins[key], ends[key], high), style.blend(colours[key[0]], style.PAPER, PALE),
                    clear=True)


def _outline(inner: tuple[float, float], begins: float, ends: float, high: float) -> list[tuple[float, float]]:
    """The corners of a ribbon that swings from one height to the other."""
    steps = [place / POINTS for place in range(POINTS + 1)]
    upper = [(inner[0] + (inner[1] - inner[0]) * t, begins + (ends - begins) * t * t * (3 - 2 * t)) for t in steps]
    return [*upper, *((x, y + high) for x, y in reversed(upper))]
