"""How often would other figures do as well? The accident rate of an audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from surveykit.audit.figures.printed_figure import PrintedFigure, as_bases, as_figures, parse_testable
from surveykit.audit.figures.reading_modes import count_spans, is_printable
from surveykit.errors import AnalysisError


def chance_rate(figure: str | PrintedFigure, n: int) -> Fraction:
    """The share of all figures with these decimals that some count of n rounds to.
    On a base smaller than the number of printable values, every count prints a value of its own;
    on a larger one every value is printed by some count.
    >>> chance_rate("43", 46), chance_rate("43.0", 46)
    (Fraction(47, 101), Fraction(47, 1001))
    """
    return Fraction(*count_printable(figure, n))


def count_printable(figure: str | PrintedFigure, n: int) -> tuple[int, int]:
    """How many values with these decimals some count of n rounds to, and how many there are.
    >>> count_printable("43.0", 46)
    (47, 1001)
    """
    fine = parse_testable(figure).units[1]
    return min(n, fine) + 1, fine + 1


def accident(figures: Sequence[str | PrintedFigure], n_range: Sequence[int]) -> Fraction:
    """On how many bases would random figures of the same precision stand together by accident?
    >>> round(float(accident(["35.9", "28.2"], range(2, 231))), 1)
    4.1
    """
    fine = [parse_testable(figure).units[1] for figure in as_figures(figures)]
    whole = 1
    for size in fine:
        whole *= size + 1
    hits = 0
    for n in as_bases(n_range):
        product = 1
        for size in fine:
            product *= min(n, size) + 1
        hits += product
    return Fraction(hits, whole)


@dataclass(frozen=True, slots=True)
class ChanceSimulation:
    """What random figures of the same precision reach on the same bases; see `monte_carlo`.
    `hits` are the printed figures that fit each base, `mean` those of a random set; `best` is the
    largest of `hits`, and `reached` counts the draws whose own best base held at least as many.
    `spread` counts the draws by the hits of their best base, from none upwards.
    """

    bases: tuple[int, ...]
    hits: tuple[int, ...]
    mean: tuple[float, ...]
    best: int
    best_bases: tuple[int, ...]
    reached: int
    spread: tuple[int, ...]
    draws: int
    seed: int
    between: tuple[int, int]

    @property
    def rate(self) -> float:
        """The share of draws that did as well as the printed figures on some base."""
        return self.reached / self.draws


def monte_carlo(figures: Sequence[str | PrintedFigure], n_range: Sequence[int], draws: int = 20_000, seed: int = 1, *,
                between: tuple[int, int] = (5, 70)) -> ChanceSimulation:
    """How often does some base fit random figures as well as the best base fits these?

    Parameters
    ----------
    figures
        The figures, as printed; one that stands twice counts once.
    n_range
        The bases searched, such as `range(30, 61)`.
    draws
        How many random sets to draw.
    seed
        Of the generator; the same seed gives the same answer everywhere.
    between
        Least and greatest random figure, in the unit printed; every value between them that can
        be printed with the figure's decimals is equally likely.

    Returns
    -------
    Simulated
        Hits of the figures on each base by rounding, mean hits of random figures, the best base,
        and in how many draws the best base did as well.

    Raises
    ------
    ReadError
        A string is no exact number.
    AnalysisError
        No base, no draw, or no value to draw from.

    Missing values
    --------------
    None.

    Examples
    --------
    >>> found = monte_carlo(["35.9", "28.2", "43"], range(30, 61), draws=500, seed=1)
    >>> found.best, found.best_bases, found.rate > 0.5
    (2, (39,), True)
    """
    (low, high), n_range = between, as_bases(n_range)
    known = {found.units: 10**found.decimals for found in map(parse_testable, as_figures(figures))}
    if not n_range or draws < 1 or not 0 <= low <= high or not known:
        raise AnalysisError("A simulation must have figures, bases, draws and values to draw from.",
                            fix="monte_carlo(figures, range(30, 61), draws=20_000, seed=1)")
    rng = np.random.Generator(np.random.PCG64(seed))
    drawn = [(fine, rng.integers(low * unit, high * unit, size=draws, endpoint=True))
             for (_, fine), unit in known.items()]
    random = np.zeros((len(n_range), draws), dtype=np.int64)
    for row, n in zip(random, n_range, strict=True):
        for fine, values in drawn:
            first, last = count_spans("rounding", values, fine, n)
            row += first <= last
    hits = tuple(sum(is_printable("rounding", *units, n) for units in known) for n in n_range)
    best, reached = max(hits), random.max(axis=0)
    return ChanceSimulation(tuple(n_range), hits, tuple(float(row.mean()) for row in random), best,
                     tuple(n for n, hit in zip(n_range, hits, strict=True) if hit == best),
                     int((reached >= best).sum()), tuple(np.bincount(reached).tolist()), draws, seed, (low, high))
