"""Which counts and which bases can give a printed percentage: integers and fractions only."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from surveykit.audit.figure import Figure, parts
from surveykit.errors import AnalysisError


class Attained(NamedTuple):
    """Counts that give a printed figure on one base, by each way of cutting decimals."""

    rounding: tuple[int, ...]
    truncation: tuple[int, ...]


class Bases(NamedTuple):
    """Bases on which figures are attainable, by each way of cutting decimals."""

    rounding: tuple[int, ...]
    truncation: tuple[int, ...]


def attainable(printed: str | Figure, n: int) -> Attained:
    """Counts out of n that would be printed so.

    Parameters
    ----------
    printed
        The figure as printed; its decimals matter. Percent unless it ends in ‰.
    n
        The base, 1 or more.

    Returns
    -------
    Attained
        `rounding`: counts k with 100k/n rounded (halves either way) to the figure;
        `truncation`: counts whose further decimals were cut off. Empty: not attainable.

    Raises
    ------
    ReadError
        The string is no exact number.
    AnalysisError
        The base is under 1.

    Missing values
    --------------
    None.

    Notes
    -----
    With d decimals and unit u = 10^-d: rounding |100k/n - f| <= u/2, truncation
    f <= 100k/n < f + u.

    Examples
    --------
    >>> attainable("43", 46)
    Attained(rounding=(20,), truncation=(20,))
    >>> attainable("67.3", 46)
    Attained(rounding=(), truncation=(31,))
    """
    if n < 1:
        raise AnalysisError(f"A base must be 1 or more, not {n}.", fix="attainable('67.3', 46)")
    figure = parts(printed)
    unit, value, scale = Fraction(1, 10**figure.decimals), figure.value, figure.scale
    rounded = _counts(value - unit / 2, value + unit / 2, n, scale)
    cut = tuple(k for k in _counts(value, value + unit, n, scale) if Fraction(scale * k, n) < value + unit)
    return Attained(rounded, cut)


def _counts(low: Fraction, high: Fraction, n: int, scale: int) -> tuple[int, ...]:
    """Whole k in 0..n with low <= scale * k / n <= high."""
    first, last = max(0, ceil(low * n / scale)), min(n, floor(high * n / scale))
    return tuple(range(first, last + 1))


def bases(figures: Sequence[str | Figure], n_max: int, *, n_min: int = 1, single: bool = True) -> Bases:
    """Bases on which all figures of one question are attainable together.

    Parameters
    ----------
    figures
        The figures of one question, as printed.
    n_min, n_max
        The range of bases to search.
    single
        Whether each person chose one option, so that the counts may not exceed the base.

    Returns
    -------
    Bases
        By rounding throughout, and by truncation throughout.

    Raises
    ------
    ReadError
        A string is no exact number.
    AnalysisError
        `n_min` is under 1.

    Missing values
    --------------
    None.

    Examples
    --------
    >>> bases(["35.9", "28.2"], 80, n_min=30).rounding
    (39, 78)
    >>> bases(["67.3", "16.2", "12.7"], 230).rounding
    ()
    """
    found = ([], [])
    for n in range(n_min, n_max + 1):
        each = [attainable(figure, n) for figure in figures]
        for place in (0, 1):
            counts = [one[place] for one in each]
            if all(counts) and (not single or sum(min(k) for k in counts) <= n):
                found[place].append(n)
    return Bases(tuple(found[0]), tuple(found[1]))


def implied_base(count: int, printed: str | Figure) -> Bases:
    """Bases for which a known count gives a printed figure.

    Parameters
    ----------
    count
        The numerator, 1 or more.
    printed
        The figure as printed, above 0.

    Returns
    -------
    Bases
        First and last possible base by rounding and by truncation (each empty if there is none,
        or, for a figure of 0, no last one); every whole number between them is possible too.

    Raises
    ------
    ReadError
        The string is no exact number.

    Missing values
    --------------
    None.

    Examples
    --------
    >>> implied_base(2134, "44%").rounding
    (4796, 4905)
    >>> implied_base(237, "47.4%").rounding
    (500, 500)
    """
    figure = parts(printed)
    unit, value, scale = Fraction(1, 10**figure.decimals), figure.value, figure.scale
    rounded = _between(count, value - unit / 2, value + unit / 2, scale, open_top=False)
    return Bases(rounded, _between(count, value, value + unit, scale, open_top=True))


def _between(count: int, low: Fraction, high: Fraction, scale: int, *, open_top: bool) -> tuple[int, ...]:
    """First and last n with low <= scale * count / n <= high (n at least the count)."""
    first = Fraction(scale * count) / high
    least = floor(first) + 1 if open_top else ceil(first)
    most = floor(Fraction(scale * count) / low) if low > 0 else None
    least = max(least, count, 1)
    if most is None or least > most:
        return ()
    return (least, most)
