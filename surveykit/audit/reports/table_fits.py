"""Whether the percentages of a table stand on bases that it prints, or close to 100."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb

from surveykit.audit.figures.chance_rate import chance_rate
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.figure_grid import FigureGrid, GridColumn
from surveykit.audit.reports.row_rates import names_base
from surveykit.audit.reports.sentence_figures import attainable_on, count_matches

RARE = 0.01
MANY, TELLING = 6, 4 / 3  # figures of a table, and how many of them one that is right stands for


def adds_to_whole(figures: Sequence[PrintedFigure]) -> bool:
    """Whether printed percentages can be all of 100 that were rounded one by one."""
    slack = sum((Fraction(1, 2 * 10**figure.decimals) for figure in figures), Fraction(0))
    return abs(sum((figure.value for figure in figures), Fraction(-figures[0].scale))) <= slack


def totals_hold(grid: FigureGrid) -> bool:
    """Whether nearly all cells of `n (%)` are shares of a column of bases beside them: six of eight at least."""
    cells = [(PrintedFigure(cell.printed, cell.count), row) for column in grid.of_kind("both")
             for row, cell in enumerate(column.cells) if cell.printed and cell.count]
    fitting = (sum(count_matches(figure, bases.cells[row].count) for figure, row in cells)
               for bases in grid.of_kind("count") if names_base(bases) or adds_rows(grid, bases))
    return len(cells) >= MANY and any(len(cells) <= TELLING * number for number in fitting)


def adds_rows(grid: FigureGrid, bases: GridColumn) -> bool:
    """Whether a column of counts is in every row the sum of the cells of `n (%)`."""
    parts = grid.of_kind("both")
    rows = [(cell.count, [part.cells[row].count for part in parts]) for row, cell in enumerate(bases.cells)
            if cell.count is not None]
    return len(parts) > 1 and len(rows) > 1 and all(
        None not in counts and sum(filter(None, counts)) == whole for whole, counts in rows)


def hold_together(lines: Sequence[tuple[PrintedFigure, int | None]], *, told: bool) -> bool:
    """Whether percentages stand on their bases, all but a few, and more of them than by accident.
    `told` for bases that are printed as such: then one figure alone may be wrong whatever the accident.
    """
    exact = [(figure, n) for figure, n in lines if n and figure.exact and 0 < figure.value < figure.scale]
    fitting = sum(attainable_on(figure, n) for figure, n in exact)
    wrong = len(exact) - fitting
    if fitting < 1 or len(exact) < 2 or wrong > max(1, len(exact) // 4):
        return False
    rate = float(sum(chance_rate(figure, n) for figure, n in exact) / len(exact))
    tail = sum(comb(len(exact), k) * rate**k * (1 - rate)**(len(exact) - k) for k in range(fitting, len(exact) + 1))
    return tail < RARE or (told and wrong == 1 and (fitting > 1 or _closes_otherwise(exact)))


def stand_on(lines: Sequence[tuple[PrintedFigure, int | None]]) -> bool:
    """Whether percentages stand on bases that are printed with them: all of them, or all but a few."""
    return all(n and attainable_on(figure, n) for figure, n in lines) or hold_together(lines, told=True)


def _closes_otherwise(lines: Sequence[tuple[PrintedFigure, int]]) -> bool:
    """Whether the figure that does not stand on its base would be the rest of the others to 100."""
    right = [figure for figure, n in lines if attainable_on(figure, n)]
    rest = right[0].scale - sum((figure.value for figure in right), Fraction(0))
    return rest > 0 and len({n for _, n in lines}) == 1 and attainable_on(
        PrintedFigure(f"{float(rest):.{right[0].decimals}f}%"), lines[0][1])


def rows_hold(grid: FigureGrid) -> bool:
    """Whether percentages stand on the rows of bases of a table, all but a few; unweighted bases may be of others."""
    columns = [c for c in grid.of_kind("percent", "maybe") if c.in_rows]
    pairs = [(PrintedFigure(cell.printed), c.base_of(row)) for c in columns for row, cell in enumerate(c.cells)
             if cell.printed and not (grid.totals[row] and c.kind == "maybe")]
    sure = not grid.says_weighted and all(c.kind == "percent" for c in columns)
    return not closes_across(grid) and (hold_together(pairs, told=sure) or (
        sure and all(n and attainable_on(figure, n) for figure, n in pairs)))


def closes_across(grid: FigureGrid) -> bool:
    """Whether every row of percentages closes to 100: then they are shares of the row, whatever stands below them."""
    columns = [c for c in grid.of_kind("percent", "maybe") if c.in_rows]
    rows = [[PrintedFigure(c.cells[row].printed) for c in columns if c.cells[row].printed]
            for row in range(len(grid.labels))]
    across = [adds_to_whole(row) for row in rows if len(row) > 1]
    return len(across) > 1 and all(across)
