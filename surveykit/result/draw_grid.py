"""From a long table to a Grid, by the layout the result carries."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from surveykit.errors import AnalysisError
from surveykit.result import format as fmt
from surveykit.result.grid import Grid, Head
from surveykit.result.layout import CROSSED, MATRIX, Layout
from surveykit.result.result_column import ResultColumn
from surveykit.result.table_notes import caption, table_notes
from surveykit.result.view import Row, View, percent_places
from surveykit.words.marks import join_marked

SIDE_BY_SIDE = 3
SECTIONED = 0.7  # sections per row, at most: lines above single rows would only lengthen a table
Body = tuple[tuple[str, ...] | str, ...]
Option = tuple[Any, Any]
Cells = dict[tuple[Option, Any], Row]
COLUMNS = ("k/n", "n and %")


def draw_grid(view: View, columns: str = "k/n") -> Grid:
    """The Grid of any result, in one language; counts beside their bases, or apart (`n and %`)."""
    rows = view.result.records()
    layout = _split_counts(view.result.layout, rows, columns)
    if rows and layout.family == CROSSED.family:
        return _crossed_grid(view, layout, rows)
    if rows and layout.family == MATRIX.family:
        return _matrix_grid(view, layout, rows)
    return _long_grid(view, layout, rows)


def _finish_grid(view: View, head: tuple[tuple[Head, ...], ...], body: Body, align: str) -> Grid:
    """The Grid with its caption and notes."""
    return Grid(caption(view), head, body, align, table_notes(view))


def _long_grid(view: View, layout: Layout, rows: Sequence[Row]) -> Grid:
    """One line per row of the long table; columns with nothing to say are left out."""
    columns = layout.columns
    cells = [[column.cell(row, view) for column in columns] for row in rows]
    kept = [i for i in range(len(columns)) if not rows or any(c[i] not in {"", fmt.DASH} for c in cells)]
    sections = [line[0] for line in cells]
    several = len(set(sections))
    sectioned = (layout.sections == "always" or (layout.sections != "" and several > 1)) \
        and several < SECTIONED * len(rows)
    shown = kept[1:] if sectioned or (layout.sections == "named" and several == 1) else kept
    body: Body = tuple(tuple(line[i] for i in shown) for line in cells)
    if sectioned:
        body = _under_lines(sections, body)
    body = body or (view.phrase("grid.no_rows"),)
    return _finish_grid(view, (tuple(Head(columns[i].heading(view)) for i in shown),), body,
                 "".join(columns[i].align for i in shown))


def _under_lines(sections: Sequence[str], rows: Body) -> Body:
    """Rows with a line across the table wherever a new section begins."""
    body: list[tuple[str, ...] | str] = []
    for place, (section, row) in enumerate(zip(sections, rows, strict=True)):
        if place == 0 or section != sections[place - 1]:
            body.append(section)
        body.append(row)
    return tuple(body)


def _crossed_grid(view: View, layout: Layout, rows: Sequence[Row]) -> Grid:
    """Shares by group: groups as spanners if few, as lines if many."""
    options = list(dict.fromkeys((row["item"], row["option"]) for row in rows))
    groups = list(dict.fromkeys(row["group"] for row in rows))
    cells = {((row["item"], row["option"]), row["group"]): row for row in rows}
    if len(groups) <= SIDE_BY_SIDE:
        return _grid_with_spanners(view, layout, options, groups, cells)
    if len(options) <= SIDE_BY_SIDE + 1 and "percent" not in view.result.settings:
        return _grid_with_group_rows(view, layout, options, groups, cells)
    return _grid_with_group_lines(view, layout, options, groups, cells)


def _grid_with_spanners(view: View, layout: Layout, options: Sequence[Option], groups: Sequence[str],
                        cells: Cells) -> Grid:
    """Options down, groups across: `k/n` and `percent (interval)` under each."""
    spanners = tuple(Head(_group_head(view, cells, options, g), 2) for g in groups)
    under = (Head(layout.columns[1].heading(view)), Head(_share_head(view, layout, cells))) * len(groups)
    body = tuple((_option_name(view, layout, o),
                  *(text for g in groups for text in _share_cells(cells.get((o, g)), view, layout)))
                 for o in options)
    head = ((Head(""), *spanners), (Head(layout.columns[0].heading(view)), *under))
    return _finish_grid(view, head, body, "l" + "rr" * len(groups))


def _grid_with_group_rows(view: View, layout: Layout, options: Sequence[Option], groups: Sequence[str],
                          cells: Cells) -> Grid:
    """Groups down, options across: `percent (interval)` in each cell, base first."""
    names = [_option_name(view, layout, o) for o in options]
    head = ((Head(""), Head(""), Head(_share_head(view, layout, cells), len(options))),
            (Head(view.phrase("head.group")), Head(view.phrase("head.base")), *map(Head, names)))
    body = tuple((view.label("group", g), fmt.count(_base_of(cells, options, g)),
                  *(_share_text(cells.get((o, g)), view, layout) for o in options)) for g in groups)
    return _finish_grid(view, head, body, "lr" + "r" * len(options))


def _grid_with_group_lines(view: View, layout: Layout, options: Sequence[Option], groups: Sequence[str],
                           cells: Cells) -> Grid:
    """A group line, then its options: for many groups and many options."""
    body: list[tuple[str, ...] | str] = []
    for g in groups:
        body.append(_group_head(view, cells, options, g))
        body += [(_option_name(view, layout, o), *_share_cells(cells[o, g], view, layout))
                 for o in options if (o, g) in cells]
    first, second = (Head(column.heading(view)) for column in layout.columns[:2])
    return _finish_grid(view, ((first, second, Head(_share_head(view, layout, cells))),), tuple(body), "lrr")


def _group_head(view: View, cells: Cells, options: Sequence[Option], group: str) -> str:
    """`men (n = 23)`; the name alone where shares are not of the group."""
    if "percent" in view.result.settings:
        return view.label("group", group)
    base = fmt.count(_base_of(cells, options, group))
    return view.phrase("head.group_base", group=view.label("group", group), base=base)


def _base_of(cells: Cells, options: Sequence[Option], group: str) -> float:
    """The base of a group, from any of its cells."""
    return next(float(cells[o, group]["base"]) for o in options if (o, group) in cells)


def _option_name(view: View, layout: Layout, option: Option) -> str:
    """Words for a line of the table."""
    return layout.columns[0].cell({"item": option[0], "option": option[1]}, view)


def _share_head(view: View, layout: Layout, cells: Cells) -> str:
    """The heading of shares; it speaks of intervals only if there are any."""
    bare = all(fmt.missing(row["low"]) for row in cells.values())
    return view.phrase(layout.columns[2].head + ("" if bare else "_interval"), level=view.level)


def _share_cells(row: Row | None, view: View, layout: Layout) -> tuple[str, str]:
    """`k/n` and `percent (interval)`."""
    if row is None:
        return fmt.DASH, fmt.DASH
    return layout.columns[1].cell(row, view), _share_with_interval(row, view, layout)


def _share_with_interval(row: Row, view: View, layout: Layout) -> str:
    """`46 (32–60)`: a share and its interval in one cell."""
    shown = layout.columns[2].cell(row, view)
    if fmt.missing(row["low"]):
        return shown
    return join_marked(shown, " (", layout.columns[3].cell(row, view), ")")


def _share_text(row: Row | None, view: View, layout: Layout) -> str:
    """`21/46` for a small base is part of the cell, so that no percent stands alone."""
    if row is None:
        return fmt.DASH
    count, shown = _share_cells(row, view, layout)
    return join_marked(count, "  ", shown) if percent_places(row, "base") == 0 else shown


def _matrix_grid(view: View, layout: Layout, rows: Sequence[Row]) -> Grid:
    """Items down, what the layout says across, one number or text in each cell."""
    *front, cell = layout.columns
    across = layout.across
    if across is None:
        raise ValueError("A matrix must declare what stands across it.")
    key = across.names[-1]
    names = dict.fromkeys(name for column in front if column.form == "words" for name in column.names)
    lines = [tuple(row[name] for name in names) for row in rows]
    down, heads = list(dict.fromkeys(lines)), list(dict.fromkeys(row[key] for row in rows))
    cells = {(line, row[key]): row for line, row in zip(lines, rows, strict=True)}
    first = dict(reversed(list(zip(lines, rows, strict=True))))
    field = [Head(across.cell(row, view)) for row in {row[key]: row for row in reversed(rows)}.values()][::-1]
    sums = [Head(view.phrase(layout.total))] if layout.total else []
    behind = [Head(column.heading(view)) for column in layout.behind]
    head = ((*(Head(column.heading(view)) for column in front), *field, *sums, *behind),)
    above = ((*(Head("") for _ in front), Head(across.heading(view), len(heads)), *(Head("") for _ in behind)),)
    body: Body = tuple((*(column.cell(first[one], view) for column in front),
                        *(cell.cell(cells[one, other], view) if (one, other) in cells else fmt.DASH for other in heads),
                        *(str(sum(int(cells[one, other]["n"]) for other in heads)) for _ in sums),
                        *(column.cell(first[one], view) for column in layout.behind)) for one in down)
    align = "".join(column.align for column in front) + cell.align * len(heads) + "r" * (len(sums) + len(behind))
    if layout.sections == "always":
        body = _under_lines([str(line[0]) for line in body], tuple(line[1:] for line in body))
        head, align = (head[0][1:],), align[1:]
        above = (above[0][1:],)
    return _finish_grid(view, (*above, *head) if across.head else head, body, align)


def _split_counts(layout: Layout, rows: Sequence[Row], columns: str) -> Layout:
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
