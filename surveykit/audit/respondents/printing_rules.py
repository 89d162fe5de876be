"""How a share comes to be printed: on which base, with which weight, in which domain, by which rounding."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

READINGS = ("half_up", "half_even", "truncation", "ceiling")
NEAR = 1e-7  # of a unit of the last printed place: weights are floats


class PrintingRule(NamedTuple):
    """One rule; `weight` and `domain` are '' for none."""

    base: str
    reading: str
    weight: str = ""
    domain: str = ""


def find_readings(part: NDArray[np.float64], whole: NDArray[np.float64], units: int, fine: int, *,
                  counted: bool) -> NDArray[np.bool_]:
    """Which readings print each share as `units` of the last place, of which `fine` make the whole.
    Shape: readings (as `READINGS`) x shares. Counts exactly, as whole numbers; weighted sums with a tolerance of a
    ten-millionth of the last place.
    >>> find_readings(np.array([20.0]), np.array([46.0]), 434, 1000, counted=True)[:, 0].tolist()
    [False, False, True, False]
    """
    there = whole > 0
    safe = np.where(there, whole, 1.0)
    if counted:
        found = _round_counts(part.astype(np.int64), safe.astype(np.int64), fine) == units
    else:
        shares = part / safe * fine
        found = (_round_floats(shares - NEAR) == units) | (_round_floats(shares + NEAR) == units)
    return np.asarray(found & there)


def _round_counts(k: NDArray[np.int64], n: NDArray[np.int64], fine: int) -> NDArray[np.int64]:
    """k of n in units of the last place, by each reading."""
    up, rest = np.divmod(2 * fine * k + n, 2 * n)
    even = up - ((rest == 0) & (up % 2 == 1))
    down = fine * k // n
    return np.stack([up, even, down, down + (fine * k % n > 0)])


def _round_floats(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same of shares in units of the last place that are no quotients of counts."""
    return np.stack([np.floor(shares + 0.5), np.rint(shares), np.floor(shares), np.ceil(shares)])
