"""Counts beside their base (`21/46`), or in a column of their own with the base in the heading."""

from collections.abc import Sequence
from dataclasses import replace

from surveykit.errors import AnalysisError
from surveykit.result import format as fmt
from surveykit.result.layout import CROSSED, Layout
from surveykit.result.result_column import ResultColumn
from surveykit.result.view import Row

COLUMNS = ("k/n", "n and %")


def split_counts(layout: Layout, rows: Sequence[Row], columns: str) -> Layout:
    """The layout with every count and base apart where `columns` asks for `n and %`.
    A base that is the same in all rows stands in the heading of its count, those of groups stand in the heads of the
    groups; else bases have a column of their own.
    """
    if columns not in COLUMNS:
        raise AnalysisError("columns must be 'k/n' or 'n and %', not {columns!r}.", fix="columns='n and %'",
                            columns=columns)
    if columns == COLUMNS[0]:
        return layout
    crossed = layout.family == CROSSED.family
    parts = [part for column in layout.columns for part in _part_count(column, rows, crossed)]
    return replace(layout, columns=tuple(parts))


def _part_count(column: ResultColumn, rows: Sequence[Row], crossed: bool) -> list[ResultColumn]:
    """A count without its base, and the base where it needs a column."""
    if column.head != "head.count" or len(column.names) < 2:
        return [column]
    n, base = (replace(column, form="count", names=(name,)) for name in column.names)
    if crossed:
        return [replace(n, head="value.n")]
    bases = {row[column.names[1]] for row in rows if not fmt.missing(row.get(column.names[1]))}
    if len(bases) < 2:
        return [replace(n, head="value.n_of")]
    return [replace(n, head="value.n"), replace(base, head="value.base")]
