"""The two-way tables that may stand behind printed percentages and margins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from surveykit.audit.figures.printed_figure import PrintedFigure, parse_testable
from surveykit.audit.figures.reading_modes import MODES
from surveykit.audit.reconstruction.possible_counts import Reconstruction, Span, as_base_range
from surveykit.audit.reconstruction.table_bounds import RatioTie, SearchGivenUp, SumTie, TieNetwork, make_ratio
from surveykit.errors import AnalysisError
from surveykit.words.messages import Message

Printed = str | int | PrintedFigure | None
Grid = Sequence[Sequence[Printed]]
Line = Sequence[Printed]
# Steps of the search for one bound of one cell, when the tables are too many to list.
STEPS = 400
GRIDS = ("counts", "row_percents", "column_percents", "total_percents")
LINES = {"row_totals": "rows", "row_shares": "rows", "column_totals": "columns", "column_shares": "columns"}


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """What a source prints of a two-way table; None or '' where it prints nothing.

    Parameters
    ----------
    rows, columns
        Names.
    counts
        Cells that are printed as counts.
    row_percents, column_percents, total_percents
        Cells in percent of their row, of their column, of all.
    row_totals, column_totals
        Bases of the rows and of the columns.
    row_shares, column_shares
        Rows and columns in percent of all.

    Examples
    --------
    >>> table = PrintedTable(("men", "women"), ("yes", "no"), row_percents=(("40", "60"), ("33.3", "66.7")))
    >>> table.row_percents[1][0]
    '33.3'
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Grid = ()
    row_percents: Grid = ()
    column_percents: Grid = ()
    total_percents: Grid = ()
    row_totals: Line = ()
    column_totals: Line = ()
    row_shares: Line = ()
    column_shares: Line = ()

    def __post_init__(self) -> None:
        for name in GRIDS:
            grid = tuple(map(tuple, getattr(self, name)))
            object.__setattr__(self, name, grid)
            if grid and [len(line) for line in grid] != [len(self.columns)] * len(self.rows):
                raise _misshapen(name, Message("{count} rows of {count_2} cells", count=len(self.rows),
                                               count_2=len(self.columns)))
        for name, side in LINES.items():
            line, names = tuple(getattr(self, name)), getattr(self, side)
            object.__setattr__(self, name, line)
            if line and len(line) != len(names):
                raise _misshapen(name, Message("{names_count} entries", names_count=len(names)))

    def cell_text(self, row: int, column: int) -> str:
        """Everything that is printed of one cell."""
        found = (getattr(self, name)[row][column] for name in GRIDS if getattr(self, name))
        return ", ".join(filter(None, map(_text, found)))


def _text(value: Printed) -> str:
    """What is printed of a cell or a total; '' for nothing."""
    return value.printed if isinstance(value, PrintedFigure) else "" if value is None else str(value)


def _misshapen(name: str, must: str) -> AnalysisError:
    """The error for a part that does not fit the rows and columns."""
    return AnalysisError("{name} must have {must}.", fix="put None where nothing is printed", name=name, must=must)


def possible_tables(table: PrintedTable, n: int | Span | None = None, *, reading: str = "rounding",
                    limit: int = 1000, steps: int = 20_000) -> Reconstruction:
    """All two-way tables of counts that would be printed so.
    The bounds of cells, totals and base are tightened until every sum and every printed
    percentage agrees with them (a percentage p of a base b is two linear inequalities in
    count and b); then open bounds are halved, depth first, until only single tables are left.
    >>> table = PrintedTable(("men", "women"), ("yes", "no"), row_percents=(("45.5", "54.5"), ("33.3", "66.7")))
    >>> found = possible_tables(table, 20)
    >>> found.number, found.tables
    (1, ((20, (5, 6, 3, 6)),))
    >>> possible_tables(table, 19).number
    0
    """
    if reading not in MODES:
        raise AnalysisError("There is no reading {reading!r}.", fix="use one of: {modes}",
                            reading=reading, modes=', '.join(MODES))
    first, last = _base(table, n)
    network = TieNetwork(*_start(table, first, last), list(_ties(table, reading)))
    size, listed, bases, number = len(table.rows) * len(table.columns), [], set(), 0
    low, high = tuple[int, ...](), tuple[int, ...]()
    finished = tight = True
    try:
        for found in network.solutions(steps):
            cells, number = tuple(found[:size]), number + 1
            bases.add(found[-1])
            listed += [(found[-1], cells)] if number <= limit else []
            low, high = tuple(map(min, low or cells, cells)), tuple(map(max, high or cells, cells))
    except SearchGivenUp:
        finished = False
        low, high, tight = _ends(network, low or network.high[:size], high or network.low[:size], number > 0)
    names = tuple(f"{row}/{column}" for row, column in product(table.rows, table.columns))
    return Reconstruction(names, (first, last), tuple(sorted(bases)), number, low, high, tuple(listed), finished, tight)


def _ends(network: TieNetwork, low: Sequence[int], high: Sequence[int], found: bool
          ) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """Bounds of each cell when not all tables were listed: proved one by one, else outer ones."""
    ends, tight = [], found
    for cell, seen in enumerate(zip(low, high, strict=True)):
        try:
            if not tight:
                raise SearchGivenUp
            ends.append((network.lowest(cell, seen[0], STEPS), network.highest(cell, seen[1], STEPS)))
        except SearchGivenUp:
            tight = False
            ends.append((network.low[cell], network.high[cell]))
    return tuple(a for a, _ in ends), tuple(b for _, b in ends), tight


def _base(table: PrintedTable, n: int | Span | None) -> Span:
    """The bases to search: as given, else the sum of the totals."""
    if n is not None:
        return as_base_range(n)
    for totals in (table.row_totals, table.column_totals):
        printed = [int(text) for total in totals if (text := _text(total))]
        if printed and len(printed) == len(totals):
            return as_base_range(sum(printed))
    raise AnalysisError("The base must be known, or the totals of all rows or of all columns.",
                        fix="possible_tables(table, (40, 46))")


def _start(table: PrintedTable, first: int, last: int) -> tuple[list[int], list[int]]:
    """Bounds before anything is drawn from the percentages: cells row by row, rows, columns, base."""
    rows, columns = len(table.rows), len(table.columns)
    known = [value for line in table.counts for value in line] or [None] * (rows * columns)
    known += [*(table.row_totals or [None] * rows), *(table.column_totals or [None] * columns)]
    spans = [*((int(text), int(text)) if (text := _text(value)) else (0, last) for value in known), (first, last)]
    for place, grid in ((rows * columns, table.row_percents),
                        (rows * columns + rows, tuple(zip(*table.column_percents, strict=True)))):
        for k, line in enumerate(grid):
            if any(map(_text, line)):
                spans[place + k] = max(1, spans[place + k][0]), spans[place + k][1]
    return [low for low, _ in spans], [high for _, high in spans]


def _ties(table: PrintedTable, reading: str) -> Iterator[SumTie | RatioTie]:
    """Sums of cells and totals, and every printed percentage."""
    rows, columns = len(table.rows), len(table.columns)
    row, column, base = rows * columns, rows * columns + rows, rows * columns + rows + columns
    for r in range(rows):
        yield SumTie(row + r, tuple(range(r * columns, (r + 1) * columns)))
    for c in range(columns):
        yield SumTie(column + c, tuple(range(c, rows * columns, columns)))
    yield SumTie(base, tuple(range(row, column)))
    yield SumTie(base, tuple(range(column, base)))
    for (r, c), cell in zip(product(range(rows), range(columns)), range(rows * columns), strict=True):
        yield from _ratio(table.row_percents, r, c, cell, row + r, reading)
        yield from _ratio(table.column_percents, r, c, cell, column + c, reading)
        yield from _ratio(table.total_percents, r, c, cell, base, reading)
    for r in range(rows):
        yield from _ratio([table.row_shares], 0, r, row + r, base, reading)
    for c in range(columns):
        yield from _ratio([table.column_shares], 0, c, column + c, base, reading)


def _ratio(grid: Grid, r: int, c: int, part: int, whole: int, reading: str) -> Iterator[RatioTie]:
    """The tie of one printed percentage, if there is one."""
    if grid and grid[r] and _text(grid[r][c]):
        value = grid[r][c]
        figure = parse_testable(value if isinstance(value, PrintedFigure) else str(value))
        yield make_ratio(part, whole, figure.units, reading)
