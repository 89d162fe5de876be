"""Whole numbers with a given sum and a given sum of squares: do they exist, how many, which."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import count
from math import isqrt
from typing import NamedTuple

# Levels of a scale that the exhaustive search takes on; its depth is the number of levels.
WIDEST = 300


class VectorTally(NamedTuple):
    """How many count vectors there are, with the fewest and the most people on each level."""

    number: int
    low: tuple[int, ...]
    high: tuple[int, ...]


class TooManySteps(Exception):  # noqa: N818 - not an error: the caller goes on without exact numbers
    """The exact search would take too many steps."""


def least_squares_sum(n: int, total: int) -> int:
    """The smallest sum of squares of n whole numbers with this sum: all as equal as can be."""
    each, rest = divmod(total, n) if n else (0, 0)
    return n * each * each + rest * (2 * each + 1)


def most_squares_sum(total: int, top: int) -> int:
    """The largest sum of squares of numbers 0..top with this sum: all but one at an end."""
    if top == 0:
        return 0
    full, rest = divmod(total, top)
    return full * top * top + rest * rest


def within_bounds(n: int, total: int, squares: int, top: int) -> bool:
    """Whether sum and sum of squares of n numbers 0..top are of one parity and within their bounds."""
    if not 0 <= total <= n * top or (total ^ squares) & 1:
        return False
    return least_squares_sum(n, total) <= squares <= most_squares_sum(total, top)


def smallest_unbounded(n: int, total: int, first: int, last: int) -> int | None:
    """The smallest sum of squares in first..last that n whole numbers with this sum can have.
    Sum and sum of squares are of one parity, and the squares at least those of the most equal numbers. For five or more
    numbers that is enough, and for four with an odd sum: Cauchy's lemma with Gauss's theorem that 8k + 3 is a sum of
    three squares (for five, choose one number 0, 1 or -1 so that the others have an odd sum). Four with an even sum
    need three squares (Legendre), two a perfect square; three are searched by their first number.
    """
    if n == 1:
        return total * total if first <= total * total <= last else None
    if n == 2:
        return _two(total, first, last)
    if n == 3:
        return _three(total, first, last)
    start = max(first, least_squares_sum(n, total))
    for squares in range(start + ((start ^ total) & 1), last + 1, 2):
        if n > 4 or total & 1 or _three_squares(squares - (total // 2) ** 2):
            return squares
    return None


def _two(total: int, first: int, last: int) -> int | None:
    """Two numbers a, b: 2 (a² + b²) = (a + b)² + (a - b)²."""
    gap = 2 * max(first, least_squares_sum(2, total)) - total * total
    apart = isqrt(gap - 1) + 1 if gap > 0 else 0
    apart += (apart ^ total) & 1
    squares = (total * total + apart * apart) // 2
    return squares if squares <= last else None


def _three(total: int, first: int, last: int) -> int | None:
    """Three numbers: one of them, from the mean outwards, and the other two."""
    found, middle = None, total // 3
    for step in count():
        left = [x for x in {middle - step, middle + 1 + step} if x * x + least_squares_sum(2, total - x) <= last]
        for x in left:
            rest = _two(total - x, first - x * x, (last if found is None else found - 1) - x * x)
            found = found if rest is None else rest + x * x
        if not left:
            return found
    return found


def _three_squares(value: int) -> bool:
    """Whether a whole number is a sum of three squares: all but 4^a (8b + 7)."""
    while value > 0 and value % 4 == 0:
        value //= 4
    return value >= 0 and value % 8 != 7


def smallest_bounded(n: int, total: int, first: int, last: int, top: int) -> int | None:
    """The smallest sum of squares in first..last that n numbers 0..top with this sum can have.
    Exact up to `WIDEST` levels; on wider scales the bounds and the theorem of `free` decide.
    """
    if not 0 <= total <= n * top:
        return None
    start, last = max(first, least_squares_sum(n, total)), min(last, most_squares_sum(total, top))
    if top > WIDEST:
        return smallest_unbounded(n, total, start, last)
    for squares in range(start + ((start ^ total) & 1), last + 1, 2):
        if _possible(n, total, squares, top):
            return squares
    return None


@lru_cache(maxsize=1 << 16)
def _possible(n: int, total: int, squares: int, top: int) -> bool:
    """Whether such numbers exist; up to three levels parity and bounds are enough."""
    while top > 2:
        counts = top_level_choices(n, total, squares, top)
        if len(counts) != 1:
            break
        total, squares, n = total - counts[0] * top, squares - counts[0] * top * top, n - counts[0]
        top -= 1
    if top <= 2:
        return within_bounds(n, total, squares, top)
    middle = len(counts) // 2
    return any(_possible(n - c, total - c * top, squares - c * top * top, top - 1)
               for c in (*counts[middle:], *reversed(counts[:middle])))


def top_level_choices(n: int, total: int, squares: int, top: int) -> list[int]:
    """How many people can be on the highest level, as far as the bounds of the others tell."""
    highest = min(n, total // top, squares // (top * top))
    lowest = max(0, total - n * (top - 1))
    return [c for c in range(lowest, highest + 1)
            if within_bounds(n - c, total - c * top, squares - c * top * top, top - 1)]


def count_vectors(n: int, total: int, squares: int, top: int) -> Iterator[tuple[int, ...]]:
    """Every count vector over the levels 0..top with this sum and sum of squares."""
    if top <= 2:
        if within_bounds(n, total, squares, top):
            yield _few(n, total, squares)[:top + 1]
        return
    for c in top_level_choices(n, total, squares, top):
        for below in count_vectors(n - c, total - c * top, squares - c * top * top, top - 1):
            yield (*below, c)


def _few(n: int, total: int, squares: int) -> tuple[int, int, int]:
    """The one count vector over the levels 0, 1, 2."""
    twos = (squares - total) // 2
    ones = total - 2 * twos
    return n - ones - twos, ones, twos


def tally_vectors(n: int, pairs: list[tuple[int, int]], top: int, steps: int) -> VectorTally:
    """Number and bounds of the count vectors over 0..top for any of the (sum, squares) pairs.
    Raises Budget after so many steps.
    """
    left = count(steps, -1)

    @cache
    def part(n: int, total: int, squares: int, top: int) -> VectorTally | None:
        if top <= 3:
            return _small(n, total, squares, top)
        found = None
        for c in top_level_choices(n, total, squares, top):
            if next(left) <= 0:
                raise TooManySteps
            below = part(n - c, total - c * top, squares - c * top * top, top - 1)
            if below is not None:
                found = join_tallies(found, VectorTally(below.number, (*below.low, c), (*below.high, c)))
        return found

    every = None
    for total, squares in pairs:
        found = part(n, total, squares, top)
        every = every if found is None else join_tallies(every, found)
    return every or VectorTally(0, (), ())


def _small(n: int, total: int, squares: int, top: int) -> VectorTally | None:
    """Up to four levels in closed form: the people on level 3 decide all others."""
    if not within_bounds(n, total, squares, top):
        return None
    if top < 3:
        only = _few(n, total, squares)[:top + 1]
        return VectorTally(1, only, only)
    zeros, ones, twos = n - (3 * total - squares) // 2, 2 * total - squares, (squares - total) // 2
    fewest, highest = max(0, -(ones // 3)), min(twos // 3, zeros)
    if fewest > highest:
        return None
    return VectorTally(highest - fewest + 1, (zeros - highest, ones + 3 * fewest, twos - 3 * highest, fewest),
                 (zeros - fewest, ones + 3 * highest, twos - 3 * fewest, highest))


def join_tallies(one: VectorTally | None, other: VectorTally) -> VectorTally:
    """Two sets of count vectors that have none in common, as one."""
    if one is None:
        return other
    return VectorTally(one.number + other.number, tuple(map(min, one.low, other.low)),
                 tuple(map(max, one.high, other.high)))
