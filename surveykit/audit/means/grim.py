"""Can a printed mean of whole-number answers occur? GRIM, and the sums behind a mean."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt

from surveykit.audit.means.printed_number import READINGS, PrintedNumber, parse_number, require_people, require_scale
from surveykit.audit.means.sums_of_squares import (
    least_squares_sum,
    most_squares_sum,
    smallest_bounded,
    smallest_unbounded,
)
from surveykit.result.format import decimal_text


@dataclass(frozen=True, slots=True)
class MeanTest:
    """Whether a printed mean can occur.
    `reading` is how it was cut (`rounding`, `truncation`, or '' for neither), `sums` the sums of all
    answers that would be printed so, `nearest` the attainable means at or below it and above it, to one
    decimal more than printed, and `chance` the share of all means with so many decimals that this
    many answers can give: near 1 the test finds nothing.
    """

    reading: str
    sums: range
    nearest: tuple[str, ...]
    chance: Fraction

    @property
    def consistent(self) -> bool:
        """Whether some answers give this mean."""
        return bool(self.reading)

    def __bool__(self) -> bool:
        return self.consistent


@dataclass(frozen=True, slots=True)
class IntegerSample:
    """n people whose answers are whole numbers over `items`, with the divisor of their variance."""

    n: int
    items: int
    divisor: int
    low: int | None
    high: int | None

    def sums(self, mean: PrintedNumber, reading: str) -> range:
        """The sums that are printed as this mean, within the scale."""
        found = mean.wholes(self.n * self.items, reading)
        if self.low is None or self.high is None:
            return found
        parts = self.n * self.items
        first, last = max(found.start, parts * self.low), min(found.stop - 1, parts * self.high)
        return range(first, max(first, last + 1))

    def squares(self, total: int, sd: PrintedNumber, reading: str) -> tuple[int, int]:
        """First and last sum of squares for which the standard deviation is printed so."""
        low, high = sd.span(reading)
        scale, middle = self.items**2 * self.divisor, Fraction(total**2, self.n)
        top = high**2 * scale + middle
        return ceil(max(low, Fraction(0))**2 * scale + middle), floor(top) if reading == "rounding" else ceil(top) - 1

    def from_lowest(self, total: int) -> tuple[int, int]:
        """The sum of the answers counted from the lowest one, and by how much less their squares then add up to."""
        shift = self.items * (self.low or 0)
        moved = total - self.n * shift
        return moved, 2 * shift * moved + self.n * shift * shift

    def smallest_squares(self, total: int, first: int, last: int) -> int | None:
        """The smallest sum of squares in this range that n such answers can have."""
        if self.low is None or self.high is None:
            return smallest_unbounded(self.n, total, first, last)
        moved, back = self.from_lowest(total)
        found = smallest_bounded(self.n, moved, first - back, last - back, self.items * (self.high - self.low))
        return None if found is None else found + back

    def sd(self, total: int, squares: int) -> float:
        """The standard deviation, to be shown."""
        return sqrt((squares - Fraction(total**2, self.n)) / (self.items**2 * self.divisor))

    def ends(self, total: int) -> tuple[int, int | None]:
        """Smallest and largest sum of squares; without a scale there is no largest."""
        if self.low is None or self.high is None:
            return least_squares_sum(self.n, total), None
        moved, back = self.from_lowest(total)
        return least_squares_sum(self.n, total), most_squares_sum(moved, self.items * (self.high - self.low)) + back


def grim(mean: str, n: int, *, items: int = 1, low: int | None = None, high: int | None = None,
         truncation: bool = False) -> MeanTest:
    """Can n people's whole-number answers have this printed mean? The GRIM test.

    Parameters
    ----------
    mean
        As printed: `"3.40"` and `"3.4"` differ.
    n
        People, 1 or more.
    items
        How many whole-number items each person's score is the mean of.
    low, high
        The ends of the scale, both or neither.
    truncation
        Whether a mean whose further decimals were cut off passes too.

    Returns
    -------
    MeanTest
        `consistent`, and the reading, sums and neighbours behind it.

    Raises
    ------
    ReadError
        The mean is no number.
    AnalysisError
        The mean is a float, there are no people, or the scale does not rise.

    Missing values
    --------------
    n is the number of people who answered; with an unknown item non-response nothing follows.

    Notes
    -----
    A sum S passes when \\|S / (n items) - mean\\| <= half a unit of the last printed place: halves may
    have been rounded either way [1]_.

    References
    ----------
    .. [1] Brown, N. J. L., & Heathers, J. A. J. (2017). The GRIM test: A simple technique detects
       numerous anomalies in the reporting of results in psychology. Social Psychological and
       Personality Science, 8, 363-369.

    Examples
    --------
    >>> grim("5.27", 43).consistent
    False
    >>> grim("3.48", 20).nearest
    ('3.450', '3.500')
    >>> grim("3.70", 20, low=1, high=5).sums
    range(74, 75)
    """
    require_people(n, items)
    require_scale(low, high)
    figure, sample = parse_number(mean), IntegerSample(n, items, n, low, high)
    reading, sums = next(((way, sums) for way in READINGS[:1 + truncation] if (sums := sample.sums(figure, way))),
                         ("", range(0)))
    below = floor(figure.value * n * items)
    near = tuple(decimal_text(float(Fraction(k, n * items)), figure.decimals + 1) for k in (below, below + 1))
    return MeanTest(reading, sums, near, min(Fraction(1), n * items * figure.unit))
