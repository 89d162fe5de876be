"""The columns of a shown table as values: numbers unrounded, each with the format a spreadsheet shows it in.

A cell that shows two numbers (`21/46`, `32–60`) becomes two columns. The forms are those of `cell_forms`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from surveykit.result import format as fmt
from surveykit.result.view import Row, View, percent_places

if TYPE_CHECKING:
    from surveykit.result.result_column import ResultColumn

Value = str | int | float | None
TEXT, WHOLE = "General", "0"
P_VALUE = '[<0.001]"<0.001";0.000'


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values: its heading, the value of a row and the number format it is shown in."""

    head: str
    value: Callable[[Row], Value]
    style: Callable[[Row], str]


def value_columns(column: ResultColumn, view: View) -> list[ValueColumn]:
    """What one column of a shown table is as values: one column, or two or three."""
    return SPLITS.get(column.form, _words)(column, view)


def decimal_style(decimals: int) -> str:
    """`0.00`: a number format with so many decimals."""
    return f"0.{'0' * decimals}" if decimals else WHOLE


def _number(head: str, name: str, style: str, times: int = 1) -> ValueColumn:
    """A column of the long table, or so many times it."""
    return ValueColumn(head, lambda row: _times(row.get(name), times), lambda row: style)


def _times(value: float | None, times: int) -> Value:
    """A number, or so many times it; None for no number."""
    if value is None or fmt.missing(value):
        return None
    return int(value) if times == 1 and value == int(value) else float(f"{times * float(value):.{fmt.DIGITS}g}")


def _percent(head: str, value: Callable[[Row], float | None], base: str, decimals: int | None) -> ValueColumn:
    """A share in percent, decimals by the table unless the column says how many."""
    return ValueColumn(head, lambda row: _times(value(row), 100), lambda row: decimal_style(
        percent_places(row, base) if decimals is None else decimals))


def _part(column: ResultColumn, view: View, part: str) -> str:
    """`Percent, lower`: the heading of one number of a cell; the parts of a plain count have names of their own."""
    if column.head == "head.count" and part in {"n", "base"}:
        return view.phrase(f"value.{part}")
    return view.phrase("value.part", head=column.heading(view), part=view.phrase(f"value.{part}"))


def _words(column: ResultColumn, view: View) -> list[ValueColumn]:
    """Words, as the table shows them."""
    return [ValueColumn(column.heading(view), lambda row: str.__str__(column.cell(row, view)), lambda row: TEXT)]


def _numbers(column: ResultColumn, view: View, parts: tuple[str, str], style: str) -> list[ValueColumn]:
    """One number under the heading, or two, each under its part of it."""
    if len(column.names) == 1:
        return [_number(column.heading(view), column.names[0], style)]
    return [_number(_part(column, view, part), name, style) for part, name in zip(parts, column.names, strict=True)]


def _share(column: ResultColumn, view: View) -> list[ValueColumn]:
    """A share in percent: the estimate, else what the counts give."""
    name, n, base = column.names

    def share(row: Row) -> float | None:
        value = row.get(name)
        known = not fmt.missing(value) or fmt.missing(row.get(n)) or not row.get(base)
        return value if known else row[n] / row[base]
    return [_percent(column.heading(view), share, base, column.decimals)]


def _share_count(column: ResultColumn, view: View) -> list[ValueColumn]:
    """A share in percent and its count."""
    [share] = _share(column, view)
    head = share.head or view.phrase("head.percent")
    return [ValueColumn(head, share.value, share.style), _number(view.phrase("value.n"), column.names[1], WHOLE)]


def _interval(column: ResultColumn, view: View) -> list[ValueColumn]:
    """Both ends of the interval of a share, in percent."""
    low, high, _, base = column.names
    return [_percent(_part(column, view, part), lambda row, name=name: row.get(name), base, None)  # type: ignore[misc]
            for part, name in (("low", low), ("high", high))]


def _decimals(column: ResultColumn, view: View) -> list[ValueColumn]:
    """A number with fixed decimals."""
    return [_number(column.heading(view), column.names[0], decimal_style(column.decimals or 0))]


def _span(column: ResultColumn, view: View) -> list[ValueColumn]:
    """Both ends of the interval of a number."""
    return [_number(_part(column, view, part), name, decimal_style(column.decimals or 0))
            for part, name in zip(("low", "high"), column.names[-2:], strict=True)]


def _number_span(column: ResultColumn, view: View) -> list[ValueColumn]:
    """A number and both ends of its interval."""
    return [*_decimals(column, view), *_span(column, view)]


def _points(column: ResultColumn, view: View) -> list[ValueColumn]:
    """A difference of shares, in points, with its sign."""
    return [_number(column.heading(view), "estimate", "+0.0;-0.0;0.0", 100)]


def _points_span(column: ResultColumn, view: View) -> list[ValueColumn]:
    """Both ends of the interval of a difference of shares, in points."""
    return [_number(_part(column, view, part), part, "+0.0;-0.0;0.0", 100) for part in ("low", "high")]


_count = partial(_numbers, parts=("n", "base"), style=WHOLE)
_range, _p_value = (partial(_numbers, parts=("low", "high"), style=style) for style in (WHOLE, P_VALUE))
SPLITS: dict[str, Callable[[ResultColumn, View], list[ValueColumn]]] = {
    "count": _count, "pair": _count, "tally": _count, "share": _share, "share_count": _share_count,
    "interval": _interval, "number": _decimals, "number_span": _number_span, "span": _span, "p_value": _p_value,
    "range": _range, "difference": _points, "difference_span": _points_span}
