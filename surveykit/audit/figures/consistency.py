"""Figures against each other: do parts close to the whole, nest in it, and pool to it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from surveykit.audit.figures.attainable import PossibleBases
from surveykit.audit.figures.printed_figure import PrintedFigure, as_figure, as_figures, parse_testable, require_integer
from surveykit.audit.figures.question_bases import PrintedQuestion, search_range
from surveykit.audit.figures.reading_modes import MODES, ReadingInterval, count_span, count_spans, reading_interval
from surveykit.errors import AnalysisError


@dataclass(frozen=True, slots=True)
class ConsistencyCheck:
    """Whether figures can stand together.
    `modes` names the readings under which they can, `low` and `high` what their parts allow (in the
    printed unit, by rounding), `bases` the bases that fit when a search was made, `searched` its
    range. `checked` are the figures, the one that is compared with the others last.
    """

    kind: str
    checked: tuple[PrintedFigure, ...]
    modes: tuple[str, ...]
    low: Fraction | None = None
    high: Fraction | None = None
    bases: PossibleBases | None = None
    searched: tuple[int, int] | None = None

    @property
    def fits(self) -> bool:
        """Whether some reading lets the figures stand together; also the truth value of the check."""
        return bool(self.modes)

    def __bool__(self) -> bool:
        return self.fits


def check_closes(figures: Sequence[str | PrintedFigure]) -> ConsistencyCheck:
    """Can these figures add to 100?

    Parameters
    ----------
    figures
        All figures of one whole, such as every option of a single-choice question; weighted
        percentages may be checked too.

    Returns
    -------
    Check
        `modes`: the readings under which values that print these figures can add to exactly 100 (or
        1000 ‰); `low`, `high`: the range of their sum by rounding.

    Raises
    ------
    ReadError
        A string is no exact number.
    AnalysisError
        No figure, or percent and per mille together.

    Missing values
    --------------
    An option without a figure must not be left out: the others then need not close.

    Notes
    -----
    Each figure is an interval (rounding: half a unit of its last place to either side) cut at 0; the
    sum of the intervals must contain 100.

    Examples
    --------
    >>> check_closes(["33.3", "33.3", "33.3"]).fits, check_closes(["33.3", "33.3", "33.0"]).fits
    (True, False)
    >>> check_closes(["37", "46", "11", "5", "1"]).low
    Fraction(195, 2)
    """
    plain = [as_figure(figure) for figure in as_figures(figures)]
    known = [parse_testable(PrintedFigure(figure.printed)) for figure in plain]
    if len({figure.scale for figure in known}) != 1:
        raise AnalysisError("Figures must be one or more, all percent or all per mille, to add up.",
                            fix="check_closes(['33.3', '33.3', '33.3'])")
    scale = known[0].scale
    sums = {mode: _sum_of(known, mode) for mode in MODES}
    modes = tuple(mode for mode, span in sums.items() if _contains(span, scale))
    low, high, _, _ = sums["rounding"]
    return ConsistencyCheck("closes", tuple(plain), modes, low, high)


def _sum_of(figures: Sequence[PrintedFigure], mode: str) -> tuple[Fraction, Fraction, bool, bool]:
    """The interval of the sum of what was printed, and which ends belong to it."""
    low, high, low_closed, high_closed = 0, 0, True, True
    most = max(figure.decimals for figure in figures)
    for figure in figures:
        m, _ = figure.units
        one, times = reading_interval(mode, m), 10**(most - figure.decimals)
        if m == 0:
            one = ReadingInterval(0, one.high, True, one.high_closed)
        low, high = low + one.low * times, high + one.high * times
        low_closed, high_closed = low_closed and one.low_closed, high_closed and one.high_closed
    return Fraction(low, 2 * 10**most), Fraction(high, 2 * 10**most), low_closed, high_closed


def _contains(interval: tuple[Fraction, Fraction, bool, bool], whole: int) -> bool:
    """Whether an interval holds a number."""
    low, high, low_closed, high_closed = interval
    return (low < whole or (low == whole and low_closed)) and (whole < high or (whole == high and high_closed))


def check_nested(child: str | PrintedFigure, parent: str | PrintedFigure, n_max: int = 1000, *, n_min: int = 1,
           of: str = "base") -> ConsistencyCheck:
    """On which bases can a part and the whole that contains it both stand?

    Parameters
    ----------
    child, parent
        Two figures: everybody counted by the child is counted by the parent too. Exact counts and
        bases that they carry are used.
    n_min, n_max
        The bases of the parent to search, where it carries none.
    of
        What the child is a percentage of: `base`, the same base as the parent's; or `parent`, the
        people that the parent counts.

    Returns
    -------
    Check
        `bases`: those on which a count of the child fits within a count of the parent, by one
        reading for both, or by any mix; `modes`: the readings with such a base.

    Raises
    ------
    ReadError
        A string is no exact number.
    AnalysisError
        A weighted percentage, or `of` is unknown.

    Missing values
    --------------
    An unknown count or base is searched, never guessed; rough ones are left unused.

    Examples
    --------
    >>> check_nested("36", "52.8", 125).bases.rounding[:3]
    (36, 53, 72)
    >>> check_nested(PrintedFigure("66%", 583, 883), PrintedFigure("42.8%", 883, 2061), of="parent").modes
    ('rounding', 'truncation', 'half_up', 'half_even', 'mixed')
    """
    if of not in ("base", "parent"):
        raise AnalysisError("A part is a share of the 'base' or of the 'parent', not of {of!r}.",
                            fix="check_nested(child, parent, of='base')", of=of)
    pair = parse_testable(child), parse_testable(parent)
    base = _exact_count_and_base(pair[1])[1] or (_exact_count_and_base(pair[0])[1] if of == "base" else None)
    low, high = (base, base) if base else (n_min, n_max)
    n = search_range(PrintedQuestion(tuple(figure.units for figure in pair)), low, high)
    stands = _within_base if of == "base" else _within_parent
    found = PossibleBases(*(tuple(int(one) for one in n[stands(mode, *pair, n)]) for mode in MODES))
    modes = tuple(mode for mode, bases in zip(MODES, found, strict=True) if bases)
    return ConsistencyCheck("nested", pair, modes, bases=found, searched=(low, high))


def _exact_count_and_base(figure: PrintedFigure) -> tuple[int | None, int | None]:
    """The exact count and base that a figure carries."""
    return (None, None) if figure.rough else (figure.count, figure.base or None)


def _span(mode: str, figure: PrintedFigure, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest count of a figure on every base, within the count it carries."""
    low, high = count_spans(mode, *figure.units, n)
    count, base = _exact_count_and_base(figure)
    if count is not None:
        low, high = np.maximum(low, count), np.minimum(high, count)
    return low, (high if base is None else np.where(n == base, high, -1))


def _within_base(mode: str, child: PrintedFigure, parent: PrintedFigure, n: np.ndarray) -> np.ndarray:
    """Where a count of the child is at most a count of the parent, both on n."""
    (low, high), (least, most) = _span(mode, child, n), _span(mode, parent, n)
    return np.asarray((low <= high) & (least <= most) & (low <= most), dtype=bool)


def _within_parent(mode: str, child: PrintedFigure, parent: PrintedFigure, n: np.ndarray) -> np.ndarray:
    """Where some count of the parent can be the base of the child."""
    least, most = (np.asarray(end, dtype=np.int64) for end in _span(mode, parent, n))
    first, last = max(1, int(least.min())), int(most.max())
    inner = np.arange(first, max(first, last + 1), dtype=n.dtype)
    low, high = _span(mode, child, inner)
    # how many bases of the child, from the first one up to each, can print it
    upto = np.concatenate([[0], np.cumsum(np.asarray(low <= high, dtype=np.int64))])
    places = [np.clip(end - first, 0, len(upto) - 1) for end in (least, most + 1)]
    return (least <= most) & (upto[places[1]] > upto[places[0]])


def check_pooled(rates: Sequence[str | PrintedFigure], sizes: Sequence[int] | None,
           total: str | PrintedFigure) -> ConsistencyCheck:
    """Can the total be what the subgroups' rates give together?

    Parameters
    ----------
    rates
        The same percentage in each of the subgroups, which do not overlap and make up the whole.
    sizes
        Their bases; None when they are not known.
    total
        The percentage of the whole.

    Returns
    -------
    Check
        `modes`: the readings under which counts of the subgroups add to a count that prints the total; `low`, `high`:
        the least and greatest total the subgroups allow by rounding (None where a subgroup's rate cannot occur on its
        base). Without sizes the total must only lie between the smallest and the largest rate.

    Raises
    ------
    ReadError
        A string is no exact number.
    AnalysisError
        Not one size of 1 or more per rate, percent and per mille together, or a weighted percentage.

    Missing values
    --------------
    A subgroup must not be left out.

    Examples
    --------
    >>> check_pooled(["40", "60"], [50, 100], "53.3").fits, check_pooled(["40", "60"], [50, 100], "50").fits
    (True, False)
    >>> check_pooled(["40", "60"], None, "63").fits
    False
    """
    groups, pool = [parse_testable(rate) for rate in as_figures(rates)], parse_testable(total)
    if not groups or len({figure.scale for figure in (*groups, pool)}) > 1:
        raise AnalysisError("Rates must be one or more, all in percent or all in per mille.",
                            fix="check_pooled(['40', '60'], [50, 100], '53.3')")
    sizes = None if sizes is None else [require_integer(size, "A size", least=0) for size in sizes]
    if sizes is not None and (len(sizes) != len(groups) or min(sizes) < 1):
        raise AnalysisError("Each rate must have a size of 1 or more.",
                            fix="check_pooled(rates, None, total) when sizes are not known")
    low, high = _total_bounds(groups, sizes, "rounding")
    fits = tuple(mode for mode in MODES if _pools(groups, sizes, pool, mode))
    return ConsistencyCheck("pooled", (*groups, pool), fits, low, high)


def _sums(groups: Sequence[PrintedFigure], sizes: Sequence[int], mode: str) -> tuple[int, int] | None:
    """Least and greatest sum of the subgroups' counts, None where one of them has none."""
    each = [count_span(mode, *figure.units, n) for figure, n in zip(groups, sizes, strict=True)]
    if any(low > high for low, high in each):
        return None
    return sum(low for low, _ in each), sum(high for _, high in each)


def _total_bounds(groups: Sequence[PrintedFigure], sizes: Sequence[int] | None, mode: str
                  ) -> tuple[Fraction | None, Fraction | None]:
    """Least and greatest total, in the printed unit."""
    scale = groups[0].scale
    if sizes is None:
        both = [_sum_of([figure], mode) for figure in groups]
        return min(one[0] for one in both), min(max(one[1] for one in both), Fraction(scale))
    found = _sums(groups, sizes, mode)
    if found is None:
        return None, None
    return Fraction(scale * found[0], sum(sizes)), Fraction(scale * found[1], sum(sizes))


def _pools(groups: Sequence[PrintedFigure], sizes: Sequence[int] | None, whole: PrintedFigure, mode: str) -> bool:
    """Whether the total can stand under one reading."""
    if sizes is None:
        low, high = _total_bounds(groups, None, mode)
        least, most, _, _ = _sum_of([whole], mode)
        return low is not None and high is not None and least <= high and low <= most
    found, least_most = _sums(groups, sizes, mode), count_span(mode, *whole.units, sum(sizes))
    return found is not None and max(found[0], least_most[0]) <= min(found[1], least_most[1])
