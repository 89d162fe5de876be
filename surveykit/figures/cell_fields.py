"""Fields of cells: codes by participant, and the bases a printed figure can rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from surveykit.errors import AnalysisError, ReportError
from surveykit.figures import figure_values, style
from surveykit.figures.canvas import Canvas, Key
from surveykit.figures.text_metrics import leading
from surveykit.result import format as fmt
from surveykit.result.view import View

LABELS = 0.34
WIDEST, LOWEST = 0.9, 0.24
BASE_HIGH = 0.2
COUNT_WIDE, BASE_WIDE = 0.16, 0.02
EVERY = (1, 5, 10, 20, 50, 100)
STATES = {"B": (style.BOTH, "plot.state.both"), "R": (style.ROUNDING, "plot.state.rounding"),
          "T": (style.TRUNCATION, "plot.state.truncation"), ".": (style.NEITHER, "plot.state.none")}


@dataclass(frozen=True)
class _Field:
    """Where the cells stand: left edge and width of a cell."""

    left: float
    wide: float

    def __call__(self, column: int) -> float:
        """The left edge of a column."""
        return self.left + column * self.wide


def heat(sheet: Canvas, view: View) -> str:
    """Items down, groups across; the darker the more, zeros pale."""
    found = figure_values.rows(view.result)
    items, groups = figure_values.distinct(found, "item"), figure_values.distinct(found, "group")
    cells = {key: row["n"] or 0 for key, row in figure_values.lookup(found, "item", "group").items()}
    labels = [sheet.wrap(view.label("item", item), LABELS * sheet.wide) for item in items]
    field = _field(sheet, labels, [()] * len(items), len(groups) + 1, COUNT_WIDE)
    _column_heads(sheet, [*(view.label("group", g) for g in groups), view.phrase("head.sum")], field)
    most = max(cells.values(), default=0)
    for item, label in zip(items, labels, strict=True):
        high = max(LOWEST, leading(style.TEXT) * len(label) + 0.06)
        middle = sheet.down + high / 2
        sheet.text(style.MARGIN, middle, label)
        counts = [int(cells.get((item, g), 0)) for g in groups]
        for column, n in enumerate(counts):
            _count_cell(sheet, field, column, high, n, most)
        sheet.text(field(len(groups)) + field.wide / 2, middle, fmt.count(sum(counts)),
                   side="center", colour=style.MUTED)
        sheet.down += high
    sheet.down += 0.08
    return view.phrase("plot.axis.matrix")


def base_map(sheet: Canvas, view: View) -> str:
    """Printed figures down, bases across; the colour says which way of rounding can give them."""
    found, settings = figure_values.rows(view.result), view.result.settings
    across = [int(b) for b in settings.get("bases") or range(30, 61)]
    states = _states(view, found, len(across))
    sheet.legend([Key(sheet.swatch(fill), view.phrase(words)) for fill, words in STATES.values()])
    labels = [sheet.wrap(view.label("item", row["item"]), LABELS * sheet.wide) for row in found]
    under = [sheet.wrap(figure_values.printed_words(row), LABELS * sheet.wide, style.SMALL) for row in found]
    field = _field(sheet, labels, under, len(across), BASE_WIDE)
    top = sheet.down
    for row, label, printed in zip(found, labels, under, strict=True):
        _base_row(sheet, field, label, printed, states[str(row["item"])])
    _base_axis(sheet, field, across, settings.get("marked"), top)
    marked = settings.get("marked")
    framed = view.phrase("plot.axis.marked", base=marked) if marked in across else ""
    return view.phrase("plot.axis.bases") + framed


def _field(sheet: Canvas, labels: Sequence[Any], under: Sequence[Any], columns: int, least: float) -> _Field:
    """Cells to the right of the longest label, at least `least` wide."""
    label = max((sheet.width(line) for lines in labels for line in lines), default=0.0)
    small = max((sheet.width(line, style.SMALL) for lines in under for line in lines), default=0.0)
    left = style.MARGIN + max(label, small) + 0.15
    wide = (sheet.right - left) / columns
    if wide < least:
        raise ReportError("A field of cells must have at most {wide} "
                          "columns here, this one has {columns}.", fix="plot fewer of them; the table shows them all",
                          wide=int(wide * columns / least), columns=columns)
    return _Field(left, min(wide, WIDEST))


def _column_heads(sheet: Canvas, words: Sequence[str], field: _Field) -> None:
    """The names above the columns, wrapped into them; upright if a word would be cut."""
    parts = [part for word in words for part in word.split() if part.isascii()]
    if any(sheet.width(part, style.SMALL) > field.wide - 0.03 for part in parts):
        _upright_heads(sheet, words, field)
        return
    lines = [sheet.wrap(word, max(field.wide - 0.03, 0.13), style.SMALL) for word in words]
    high = leading(style.SMALL) * max(map(len, lines))
    for column, line in enumerate(lines):
        sheet.text(field(column) + field.wide / 2, sheet.down + high / 2, line, side="center",
                   points=style.SMALL, colour=style.MUTED)
    sheet.down += high + 0.04


def _upright_heads(sheet: Canvas, words: Sequence[str], field: _Field) -> None:
    """The names above the columns, read upwards."""
    sheet.down += max(sheet.width(word, style.SMALL) for word in words) + 0.04
    for column, word in enumerate(words):
        sheet.upright(field(column) + field.wide / 2, sheet.down - 0.03, word)


def _count_cell(sheet: Canvas, field: _Field, column: int, high: float, n: int, most: int) -> None:
    """One cell with its number."""
    part = (n - 1) / (most - 1) if most > 1 else 0.0
    fill = style.blend(style.HEAT_PALE, style.HEAT_DEEP, part) if n else style.HEAT_ZERO
    sheet.box(field(column) + 0.01, sheet.down + 0.01, field.wide - 0.02, high - 0.02, fill)
    colour = style.readable_on(fill) if n else style.FAINT
    sheet.text(field(column) + field.wide / 2, sheet.down + high / 2, fmt.count(n), side="center",
               points=style.SMALL, colour=colour)


def _base_row(sheet: Canvas, field: _Field, label: Sequence[str], printed: Sequence[str], states: str) -> None:
    """One printed figure: its words and one cell per base."""
    upper, lower = leading(style.TEXT) * len(label), leading(style.SMALL) * len(printed)
    lower = lower if any(printed) else 0.0
    high = max(BASE_HIGH, upper + lower) + 0.07
    middle = sheet.down + high / 2
    sheet.text(style.MARGIN, middle - lower / 2, label)
    if lower:
        sheet.text(style.MARGIN, middle + upper / 2, printed, points=style.SMALL, colour=style.MUTED)
    cell = min(high - 0.05, 0.3)
    for column, state in enumerate(states):
        hair = min(0.006, field.wide / 10)
        sheet.box(field(column) + hair, middle - cell / 2, field.wide - 2 * hair, cell, STATES[state][0])
    sheet.down += high


def _base_axis(sheet: Canvas, field: _Field, across: Sequence[int], marked: int | None, top: float) -> None:
    """Every base that has room below the cells; the marked one is framed."""
    y = sheet.down + 0.02 + leading(style.SMALL) / 2
    apart = max(sheet.width(str(b), style.SMALL) for b in across) + 0.06
    place = across.index(marked) if marked is not None and marked in across else None
    every = next((e for e in EVERY if e * field.wide >= apart), EVERY[-1])
    for column, base in enumerate(across):
        far = place is None or abs(column - place) * field.wide >= apart
        if column == place or (base % every == 0 and far):
            sheet.text(field(column) + field.wide / 2, y, str(base), side="center",
                       points=style.SMALL, colour=style.WARM if column == place else style.MUTED)
    if place is not None:
        left, right = field(place), field(place + 1)
        sheet.line((left, right, right, left, left), (top, top, sheet.down, sheet.down, top), style.WARM, 1.4, order=4)
    sheet.down = y + leading(style.SMALL) / 2 + 0.04


def _states(view: View, found: Sequence[figure_values.Row], columns: int) -> dict[str, str]:
    """One letter per base for every row of the table."""
    states = {str(k): str(v) for k, v in (view.result.settings.get("states") or {}).items()}
    if not states:
        raise AnalysisError("Only a map of bases has a figure; this result lists them in words.",
                            where="result {caption!r}",
                            fix="plot(sk.audit.question_table(figures, 'map'))", caption=view.result.caption('en'))
    for row in found:
        letters = states.get(str(row["item"]), "")
        if len(letters) != columns or set(letters) - set(STATES):
            raise AnalysisError("settings['states'] must have one of B, R, T or . for each of {columns} bases.",
                                where="result of kind 'bases', item {item!r}", columns=columns,
                                fix="plot(sk.audit.question_table(figures, 'map'))", item=str(row['item']))
    return states
