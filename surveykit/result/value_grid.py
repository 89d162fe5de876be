"""From a long table to a grid of values, by the layout the result carries: what a spreadsheet holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveykit.result.grid import Head
from surveykit.result.layout import CROSSED, MATRIX
from surveykit.result.result_column import ResultColumn
from surveykit.result.value_columns import TEXT, Value, ValueColumn, value_columns
from surveykit.result.view import Row, View


@dataclass(frozen=True, slots=True)
class ValueCell:
    """A value and the number format it is shown in."""

    value: Value
    style: str = TEXT


@dataclass(frozen=True, slots=True)
class ValueGrid:
    """Heading rows and rows of values; every row has a cell in every column."""

    head: tuple[tuple[Head, ...], ...]
    rows: tuple[tuple[ValueCell, ...], ...]

    @property
    def columns(self) -> int:
        """How many columns."""
        return sum(head.across for head in self.head[-1])


def long_values(view: View) -> ValueGrid:
    """One line per row of the long table: words first, then every number in a column of its own."""
    layout = view.result.layout
    columns = list(layout.columns)
    if layout.family == MATRIX.family and layout.across:
        named = {"option": "head.option", "group": "head.group"}.get(layout.across.names[-1], layout.across.head)
        columns.insert(len(columns) - 1, replace(layout.across, head=named))
    parts = [part for column in columns for part in value_columns(column, view)]
    if layout.family == CROSSED.family:
        parts.insert(1, ValueColumn(view.phrase("head.group"), lambda row: view.label("group", row["group"]),
                                    lambda row: TEXT))
    lines = [_line(parts, row) for row in view.result.records()]
    parts = _unique(parts)
    kept = [i for i in range(len(parts)) if not lines or any(line[i].value not in {None, "", "–"} for line in lines)]
    return ValueGrid((tuple(Head(parts[i].head) for i in kept),), tuple(tuple(line[i] for i in kept) for line in lines))


def _unique(parts: Sequence[ValueColumn]) -> list[ValueColumn]:
    """The columns, equal headings told apart by a number."""
    heads = [part.head for part in parts]
    return [replace(part, head=f"{part.head} ({1 + heads[:i].count(part.head)})") if part.head in heads[:i] else part
            for i, part in enumerate(parts)]


def shown_values(view: View) -> ValueGrid:
    """The table as it is shown: groups of a cross-table and points of a battery beside each other."""
    layout, rows = view.result.layout, view.result.records()
    if rows and layout.family == CROSSED.family:
        names = {row["group"]: view.label("group", row["group"]) for row in rows}
        return _across(view, _lines(rows, "group", ("item", "option")), layout.columns[:1], layout.columns[1:], names)
    if rows and layout.family == MATRIX.family and layout.across:
        across, by = layout.across, layout.across.names[-1]
        names = {row[by]: across.cell(row, view) for row in rows}
        keys = ("item",) if by == "group" else ("item", "group")
        return _across(view, _lines(rows, by, keys), layout.columns[:-1], layout.columns[-1:], names)
    return long_values(view)


def _lines(rows: Sequence[Row], by: str, keys: Sequence[str]) -> list[dict[object, Row]]:
    """The rows that share a line, by what stands above them."""
    lines: dict[tuple[object, ...], dict[object, Row]] = {}
    for row in rows:
        lines.setdefault(tuple(row.get(key) for key in keys), {})[row[by]] = row
    return list(lines.values())


def _line(parts: Sequence[ValueColumn], row: Row | None) -> tuple[ValueCell, ...]:
    """The cells of one row; empty ones where there is no row."""
    return tuple(ValueCell(part.value(row), part.style(row)) if row is not None else ValueCell(None) for part in parts)


def _across(view: View, lines: Sequence[dict[object, Row]], before: Sequence[ResultColumn],
            field: Sequence[ResultColumn], names: dict[object, str]) -> ValueGrid:
    """The columns before once, then the values of the field under each name; one heading row where that is enough."""
    first = [part for column in before for part in value_columns(column, view)]
    parts = [part for column in field for part in value_columns(column, view)]
    own = tuple(Head(part.head) for part in first)
    top = tuple(Head(str.__str__(name), len(parts)) for name in names.values())
    body = tuple((*_line(first, next(iter(line.values()))),
                  *(cell for name in names for cell in _line(parts, line.get(name)))) for line in lines)
    if len(parts) == 1:
        return ValueGrid(((*own, *top),), body)
    under = tuple(Head(part.head) for _ in names for part in parts)
    return ValueGrid(((*(Head("") for _ in first), *top), (*own, *under)), body)
