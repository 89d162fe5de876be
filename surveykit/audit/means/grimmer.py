"""Can a printed standard deviation occur beside its mean? GRIMMER, and DEBIT on a scale of 0 and 1."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from surveykit.audit.means.grim import IntegerSample
from surveykit.audit.means.printed_number import READINGS, PrintedNumber, parse_number, require_people, require_scale
from surveykit.errors import AnalysisError
from surveykit.result.format import decimal_text
from surveykit.words.messages import Message

KEPT = 20


@dataclass(frozen=True, slots=True)
class SdTest:
    """Whether a printed mean and standard deviation can occur together.
    `reading` as in `MeanTest`; `failed` is `mean`, `bounds` (too small or too large for the mean), `squares` (no sum of
    squares fits) or ''; `sums` holds pairs of the sum of all answers and the smallest sum of squares that fits it, at
    most twenty; `nearest` the attainable standard deviations around the printed one, to one decimal more.
    """

    reading: str
    failed: str
    sums: tuple[tuple[int, int], ...]
    nearest: tuple[str, ...]

    @property
    def consistent(self) -> bool:
        """Whether some answers give this mean and this standard deviation."""
        return bool(self.reading)

    def __bool__(self) -> bool:
        return self.consistent


def grimmer(mean: str, sd: str, n: int, *, items: int = 1, low: int | None = None, high: int | None = None,
            population: bool = False, truncation: bool = False) -> SdTest:
    """Can n people's whole-number answers have this mean and standard deviation? The GRIMMER test.

    Parameters
    ----------
    mean, sd
        As printed.
    n
        People, 2 or more.
    items
        How many whole-number items each person's score is the mean of.
    low, high
        The ends of the scale, both or neither; with them the answer is exact for that scale.
    population
        Whether the variance was divided by n instead of n - 1.
    truncation
        Whether figures whose further decimals were cut off pass too.

    Returns
    -------
    SdTest
        `consistent`, what failed, the sums that fit, the attainable neighbours.

    Raises
    ------
    ReadError
        A figure is no number.
    AnalysisError
        A figure is a float, there are fewer than two people, or the scale does not rise.

    Missing values
    --------------
    n is the number of people who answered.

    Notes
    -----
    With sum S and sum of squares Q of the whole numbers, sd² = (Q - S²/n) / (items² (n - 1)). Q must be
    whole, of the parity of S, and large enough for S [1]_ [2]_. For five or more people without a
    scale these are also sufficient (Cauchy's lemma); fewer people, and people on a scale, are
    decided by exact search, so that "consistent" always means that such answers exist.
    With `low=0, high=1` it is the DEBIT test of binary answers [3]_: of k ones, sd² = k (n - k) / (n (n - 1)).

    References
    ----------
    .. [1] Anaya, J. (2016). The GRIMMER test: A method for testing the validity of reported measures
       of variability. PeerJ Preprints, 4, e2400v1.
    .. [2] Allard, A. (2018). Analytic-GRIMMER: a new way of testing the possibility of standard
       deviations.
    .. [3] Heathers, J. A. J., & Brown, N. J. L. (2019). DEBIT: A simple consistency test for binary data.

    Examples
    --------
    >>> grimmer("3.44", "2.47", 18).failed
    'squares'
    >>> grimmer("3.44", "2.48", 18).consistent, grimmer("0.35", "0.18", 20, low=0, high=1).consistent
    (True, False)
    """
    require_people(n, items, least=2)
    require_scale(low, high)
    figures = parse_number(mean), parse_number(sd, Message("A standard deviation"))
    if figures[1].value < 0:
        raise AnalysisError("A standard deviation cannot be negative: {sd!r}.", fix="look at the source", sd=sd)
    sample = IntegerSample(n, items, n if population else n - 1, low, high)
    for reading in READINGS[:1 + truncation]:
        found = tuple(_fits(sample, *figures, reading))
        if found:
            return SdTest(reading, "", found[:KEPT], _find_neighbours(sample, *figures, reading))
    return SdTest("", _failure(sample, *figures), (), _find_neighbours(sample, *figures, "rounding"))


def _fits(sample: IntegerSample, mean: PrintedNumber, sd: PrintedNumber, reading: str) -> Iterator[tuple[int, int]]:
    """Sum and sum of squares of answers that are printed so, one pair for each sum."""
    left = KEPT
    for total in sample.sums(mean, reading):
        squares = sample.smallest_squares(total, *sample.squares(total, sd, reading))
        if squares is not None:
            yield total, squares
            left -= 1
        if not left:
            return


def _failure(sample: IntegerSample, mean: PrintedNumber, sd: PrintedNumber) -> str:
    """The first thing that no answers can give, read by rounding."""
    sums = sample.sums(mean, "rounding")
    if not sums:
        return "mean"
    for total in sums:
        (first, last), (lowest, highest) = sample.squares(total, sd, "rounding"), sample.ends(total)
        if last >= lowest and (highest is None or first <= highest):
            return "squares"
    return "bounds"


def _find_neighbours(sample: IntegerSample, mean: PrintedNumber, sd: PrintedNumber, reading: str) -> tuple[str, ...]:
    """Attainable standard deviations just below and just above those printed so."""
    below, above = [], []
    for total in sample.sums(mean, reading)[:KEPT]:
        first, last = sample.squares(total, sd, reading)
        lowest, highest = sample.ends(total)
        # Two numbers have the widest gaps: from (k² + S²) / 2 to ((k + 2)² + S²) / 2.
        reach = 2 * isqrt(2 * max(last, lowest)) + 6
        under = next((q for q in range(min(first - 1, highest or first), max(lowest, first - reach) - 1, -1)
                      if sample.smallest_squares(total, q, q) is not None), None)
        below += [] if under is None else [sample.sd(total, under)]
        over = sample.smallest_squares(total, max(last + 1, lowest), highest or max(last, lowest) + reach)
        above += [] if over is None else [sample.sd(total, over)]
    ends = ([max(below)] if below else []) + ([min(above)] if above else [])
    return tuple(decimal_text(end, sd.decimals + 1) for end in ends)


def sd_limits(mean: str, n: int, *, low: int, high: int, items: int = 1,
              population: bool = False) -> tuple[Fraction, Fraction] | None:
    """The smallest and the largest variance that answers on a scale can have beside a printed mean.

    Parameters
    ----------
    mean
        As printed.
    n
        People, 2 or more.
    low, high
        The ends of the scale.
    items
        How many whole-number items each person's score is the mean of.
    population
        Whether variances are divided by n instead of n - 1.

    Returns
    -------
    tuple of Fraction, or None
        Variances, exactly; their square roots bound the standard deviation. None when the mean itself cannot occur.

    Raises
    ------
    ReadError
        The mean is no number.
    AnalysisError
        The mean is a float, there are fewer than two people, or the scale does not rise.

    Missing values
    --------------
    n is the number of people who answered.

    Notes
    -----
    Smallest: all people on two neighbouring points; largest: all but one at the ends.

    Examples
    --------
    >>> low, high = sd_limits("3.00", 20, low=1, high=5)
    >>> float(low), round(float(high)**0.5, 3)
    (0.0, 2.052)
    """
    require_people(n, items, least=2)
    require_scale(low, high)
    sample = IntegerSample(n, items, n if population else n - 1, low, high)
    found = [(squares - Fraction(total**2, n)) / (items**2 * sample.divisor)
             for total in sample.sums(parse_number(mean), "rounding")
             for squares in sample.ends(total) if squares is not None]
    return (min(found), max(found)) if found else None
