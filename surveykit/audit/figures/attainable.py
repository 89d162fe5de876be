"""Which counts and which bases can give a printed percentage: integers only."""

from dataclasses import dataclass
from typing import NamedTuple

from surveykit.audit.figures.printed_figure import PrintedFigure, parse_testable, require_integer
from surveykit.audit.figures.reading_modes import MODES, count_span, reading_interval


@dataclass(frozen=True, slots=True)
class AttainableCounts:
    """Counts that give a printed figure on one base, by each reading.
    True where any reading gives a count. `spans` holds the first and last count of each reading in the order of
    `MODES`; the properties write them out. `rounding` takes halves either way; `mixed` is any of the readings.
    >>> AttainableCounts(((20, 20), (20, 20), (20, 20), (20, 20), (20, 19), (20, 20))).ceiling
    ()
    >>> attainable("43", 46)
    AttainableCounts(rounding=20, truncation=20, half_up=20, half_even=20, ceiling=none, mixed=20)
    """

    spans: tuple[tuple[int, int], ...]

    def __repr__(self) -> str:
        each = ("none" if first > last else str(first) if first == last else f"{first}..{last}"
                for first, last in self.spans)
        return f"AttainableCounts({', '.join(f'{mode}={counts}' for mode, counts in zip(MODES, each, strict=True))})"

    def __bool__(self) -> bool:
        return self.holds("mixed")

    def by(self, mode: str) -> tuple[int, ...]:
        """The counts by one reading of `MODES`."""
        first, last = self.spans[MODES.index(mode)]
        return tuple(range(first, last + 1))

    def holds(self, mode: str, count: int | None = None) -> bool:
        """Whether the reading gives any count, or this one."""
        first, last = self.spans[MODES.index(mode)]
        return first <= last if count is None else first <= count <= last

    rounding = property(lambda self: self.by("rounding"), doc="Counts by rounding, halves either way.")
    truncation = property(lambda self: self.by("truncation"), doc="Counts whose further decimals were cut off.")
    half_up = property(lambda self: self.by("half_up"), doc="Counts by rounding, halves up.")
    half_even = property(lambda self: self.by("half_even"), doc="Counts by rounding, halves to even digits.")
    ceiling = property(lambda self: self.by("ceiling"), doc="Counts raised to the next printed value.")
    mixed = property(lambda self: self.by("mixed"), doc="Counts by any of these readings.")


class PossibleBases(NamedTuple):
    """Bases on which figures are attainable, by each reading; see `MODES`. True where there is any."""

    rounding: tuple[int, ...]
    truncation: tuple[int, ...]
    half_up: tuple[int, ...]
    half_even: tuple[int, ...]
    ceiling: tuple[int, ...]
    mixed: tuple[int, ...]

    def __bool__(self) -> bool:
        return any(map(bool, self))


def attainable(printed: str | PrintedFigure, n: int, *, zero_dropped: bool = False) -> AttainableCounts:
    """Counts out of n that would be printed so.

    Parameters
    ----------
    printed
        The figure as printed; its decimals matter. Percent unless it ends in ‰. Full-width and
        Chinese numerals (`６７．３％`, `百分之六十七点三`) are read as what they say.
    n
        The base, 1 or more.
    zero_dropped
        Read the figure as one whose last zero was not printed: `43` as 43.0.

    Returns
    -------
    Attained
        Counts k with 100k/n `rounding` to the figure (halves either way), by `half_up`,
        `half_even`, `truncation` (further decimals cut off), `ceiling` (raised), or `mixed` (any of
        them). Empty: not attainable; so is every figure over 100 %.

    Raises
    ------
    ReadError
        The string is no exact number, or one under zero.
    AnalysisError
        The base is no whole number of 1 or more, or the figure is a weighted percentage.

    Missing values
    --------------
    None.

    Notes
    -----
    With d decimals and unit u = 10^-d: rounding \\|100k/n - f\\| <= u/2, truncation
    f <= 100k/n < f + u, ceiling f - u < 100k/n <= f. Computed in integers.

    Examples
    --------
    >>> attainable("43", 46).rounding, attainable("43", 46, zero_dropped=True).rounding
    ((20,), ())
    >>> attainable("67.3", 46).rounding, attainable("67.3", 46).truncation
    ((), (31,))
    """
    n = require_integer(n)
    figure = parse_testable(printed)
    m, fine = (figure.pad_zeros(figure.decimals + 1) if zero_dropped else figure).units
    return AttainableCounts(tuple(count_span(mode, m, fine, n) for mode in MODES))


def implied_base(count: int, printed: str | PrintedFigure, *, zero_dropped: bool = False) -> PossibleBases:
    """Bases for which a known count gives a printed figure.

    Parameters
    ----------
    count
        The numerator, 0 or more.
    printed
        The figure as printed, above 0.
    zero_dropped
        Read the figure as one whose last zero was not printed: `43` as 43.0.

    Returns
    -------
    Bases
        First and last possible base by each reading (each empty if there is none, or if there is
        no last one, as for a figure of 0); every whole number between them is possible too.

    Raises
    ------
    ReadError
        The string is no exact number, or one under zero.
    AnalysisError
        The count is no whole number of 0 or more, or the figure is a weighted percentage.

    Missing values
    --------------
    None.

    Examples
    --------
    >>> implied_base(2134, "44%").rounding
    (4796, 4905)
    >>> implied_base(237, "47.4%").rounding, implied_base(237, "47.4%").truncation
    ((500, 500), (499, 500))
    """
    figure, count = parse_testable(printed), require_integer(count, "A count", least=0)
    m, fine = (figure.pad_zeros(figure.decimals + 1) if zero_dropped else figure).units
    return PossibleBases(*(_between(mode, count, m, fine) for mode in MODES))


def _between(mode: str, count: int, m: int, fine: int) -> tuple[int, ...]:
    """First and last n, at least the count, with fine * count / n within the reading of m."""
    low, high, low_closed, high_closed = reading_interval(mode, m)
    halves = 2 * fine * count
    if low <= 0:
        return ()
    least = -(-halves // high) if high_closed else halves // high + 1
    most = halves // low if low_closed else -(-halves // low) - 1
    least = max(least, count, 1)
    return (least, most) if least <= most else ()
