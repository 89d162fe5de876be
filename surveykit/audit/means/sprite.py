"""Which answers may stand behind a printed mean and standard deviation? SPRITE, and all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import numpy as np

from surveykit.audit.means.grim import IntegerSample
from surveykit.audit.means.printed_number import PrintedNumber, parse_number, require_people, require_scale
from surveykit.audit.means.sums_of_squares import WIDEST, TooManySteps, count_vectors, tally_vectors
from surveykit.errors import AnalysisError
from surveykit.words.messages import Message

# Steps of the exact count (one or two seconds), and of one random search before it is given up.
STEPS = 300_000
TRIES = 20_000


@dataclass(frozen=True, slots=True)
class Distributions:
    """Answers that would be printed as a mean and a standard deviation.
    options: The values a person can have, lowest first.
    solutions: Count vectors over the options, each different: all of them, or those that were drawn.
    number: How many there are; None when there are too many to count. 0 is a proof that none exist.
    low, high: Fewest and most people on each option: over all distributions when `exact`, else only over those drawn.
    exact: Whether `number`, `low` and `high` speak of all distributions.
    """

    options: tuple[Fraction, ...]
    solutions: tuple[tuple[int, ...], ...]
    number: int | None
    low: tuple[int, ...]
    high: tuple[int, ...]
    exact: bool


def sprite(mean: str, sd: str, n: int, *, low: int, high: int, items: int = 1, draws: int = 20, seed: int = 1,
           population: bool = False) -> Distributions:
    """Possible answers behind a printed mean and standard deviation.

    Parameters
    ----------
    mean, sd
        As printed.
    n
        People, 2 or more.
    low, high
        The ends of the scale.
    items
        How many whole-number items each person's score is the mean of.
    draws
        How many different distributions to return at most.
    seed
        Of the random search; the same seed gives the same distributions.
    population
        Whether the variance was divided by n instead of n - 1.

    Returns
    -------
    Distributions
        Count vectors, how many there are, and bounds per option.

    Raises
    ------
    ReadError
        A figure is no number.
    AnalysisError
        A figure is a float, there are fewer than two people, or the scale does not rise or is too wide to search.

    Missing values
    --------------
    n is the number of people who answered.

    Notes
    -----
    All distributions are counted exactly by dynamic programming on people, sum and sum of squares, level by level, as
    long as that takes few steps. When there are more than `draws`, or too many to count, distributions are drawn as
    published [1]_: people at random with the right sum, then pairs moved one step apart or together until the standard
    deviation is right. Such draws show what is possible; they are no sample of equally likely data.

    References
    ----------
    .. [1] Heathers, J. A., Anaya, J., van der Zee, T., & Brown, N. J. L. (2018). Recovering data from
       summary statistics: Sample Parameter Reconstruction via Iterative TEchniques (SPRITE). PeerJ
       Preprints, 6, e26968v1.

    Examples
    --------
    >>> found = sprite("2.20", "1.32", 20, low=1, high=5)
    >>> found.number, found.exact, len(found.solutions)
    (9, True, 9)
    >>> found.low, found.high
    ((6, 0, 1, 0, 0), (10, 10, 7, 6, 3))
    >>> sprite("2.20", "2.50", 20, low=1, high=5).number
    0
    """
    require_people(n, items, least=2)
    require_scale(low, high)
    top = items * (high - low)
    if top > WIDEST:
        raise AnalysisError("The scale must have at most {widest} steps, not {top}.",
                            fix="use grimmer(mean, sd, n), which needs no scale", widest=WIDEST, top=top)
    figures = parse_number(mean), parse_number(sd, Message("A standard deviation"))
    pairs = _find_sums(IntegerSample(n, items, n if population else n - 1, low, high), *figures)
    options = tuple(low + Fraction(k, items) for k in range(top + 1))
    try:
        every = tally_vectors(n, pairs, top, STEPS)
    except TooManySteps:
        found = tuple(_search(n, pairs, len(options) - 1, draws, seed))
        across = tuple(zip(*found, strict=True))
        return Distributions(options, found, None, tuple(map(min, across)), tuple(map(max, across)), exact=False)
    if every.number <= draws:
        listed = tuple(vector for total, squares in pairs for vector in count_vectors(n, total, squares, top))
    else:
        listed = tuple(_search(n, pairs, top, draws, seed))
    return Distributions(options, listed, every.number, every.low, every.high, exact=True)


def _find_sums(sample: IntegerSample, mean: PrintedNumber, sd: PrintedNumber) -> list[tuple[int, int]]:
    """Sums and sums of squares that are printed so, of values counted from the lowest option."""
    found = []
    for total in sample.sums(mean, "rounding"):
        (moved, back), (first, last) = sample.from_lowest(total), sample.squares(total, sd, "rounding")
        for squares in range(first + ((first ^ total) & 1), last + 1, 2):
            if sample.smallest_squares(total, squares, squares) is not None:
                found.append((moved, squares - back))
    return found


def _search(n: int, pairs: list[tuple[int, int]], top: int, draws: int, seed: int) -> Iterator[tuple[int, ...]]:
    """Different distributions by random search; those an unlucky search misses come from the list."""
    random, seen = np.random.default_rng(seed), dict[tuple[int, ...], bool]()
    for _ in range(4 * draws):
        total, squares = pairs[random.integers(len(pairs))]
        found = _walk(random, n, total, squares, top)
        if found and len(seen) < draws:
            seen[found] = True
    for total, squares in pairs if len(seen) < draws else ():
        for found in islice(count_vectors(n, total, squares, top), draws):
            if len(seen) < draws:
                seen[found] = True
    yield from seen


def _walk(random: np.random.Generator, n: int, total: int, squares: int, top: int) -> tuple[int, ...]:
    """One distribution with this sum, moved until its sum of squares is right; () when given up."""
    counts = _start(random, n, total, top)
    missing = squares - sum(c * v * v for v, c in enumerate(counts))
    rolls = iter(random.random(2 * TRIES).tolist())
    for down, up in zip(rolls, rolls, strict=False):
        if missing == 0:
            return tuple(counts)
        a, b = 1 + int(down * top), int(up * top)
        change = 2 * (b - a) + 2
        if counts[a] and counts[b] and (a != b or counts[a] > 1) and _is_towards(change, missing):
            for level, by in ((a, -1), (a - 1, 1), (b, -1), (b + 1, 1)):
                counts[level] += by
            missing -= change
    return ()


def _is_towards(change: int, missing: int) -> bool:
    """Whether a move leads towards the sum of squares; one that changes nothing only shuffles."""
    return change == 0 or abs(missing - change) < abs(missing)


def _start(random: np.random.Generator, n: int, total: int, top: int) -> list[int]:
    """Counts of n random values with this sum: random first, then steps of one in the right direction."""
    values = random.integers(0, top + 1, size=n).tolist()
    gap = total - sum(values)
    while gap:
        step = 1 if gap > 0 else -1
        free = [place for place, value in enumerate(values) if 0 <= value + step <= top]
        for place in random.permutation(free)[:abs(gap)].tolist():
            values[place] += step
            gap -= step
    return [int(count) for count in np.bincount(values, minlength=top + 1)]
