"""How many people a survey needs, and what a survey of so many people can tell."""

import math

from scipy import special


def margin_size(margin: float, share: float, level: float, population: float, design_effect: float) -> int:
    """Respondents with whom a share's margin of error is no larger than asked.
    Formula: n0 = deff z^2 p (1 - p) / margin^2, n = n0 / (1 + (n0 - 1) / N), rounded up; N may be infinite.
    Reference: Cochran, W. G. (1977). Sampling Techniques, 3rd ed., section 4.4.
    """
    z = float(special.ndtri((1 + level) / 2))
    needed = design_effect * z**2 * share * (1 - share) / margin**2
    return _round_up(needed / (1 + (needed - 1) / population))


def size_margin(n: float, share: float, level: float, population: float, design_effect: float) -> float:
    """The margin of error of a share among n respondents: the inverse of `margin_size`."""
    z = float(special.ndtri((1 + level) / 2))
    left = max(0.0, (population - n) / (population - 1)) if math.isfinite(population) else 1.0
    return z * math.sqrt(design_effect * share * (1 - share) / n * left)


def difference_size(difference: float, share: float, level: float, power: float, design_effect: float) -> int:
    """Respondents in each of two groups that find a difference of shares with the power asked.
    Formula: n = deff (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 / d^2, p the mean of p1 = share and p2 = share + d,
        rounded up. R: ``power.prop.test(p1 = share, p2 = share + d, power =)$n``.
    Reference: Fleiss, J. L., Levin, B., & Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 4.2.
    """
    other = share + difference
    middle = (share + other) / 2
    together = float(special.ndtri((1 + level) / 2)) * math.sqrt(2 * middle * (1 - middle))
    apart = float(special.ndtri(power)) * math.sqrt(share * (1 - share) + other * (1 - other))
    return _round_up(design_effect * (together + apart) ** 2 / difference**2)


def size_difference(n: float, share: float, level: float, power: float, design_effect: float) -> float:
    """The least difference upwards that two groups of n find with the power asked; nan where none up to 1 - share."""
    low, high = 1e-9, 1 - share - 1e-9
    if high <= low or difference_size(high, share, level, power, design_effect) > n:
        return math.nan
    while high - low > 1e-9:
        middle = (low + high) / 2
        enough = difference_size(middle, share, level, power, design_effect) <= n
        low, high = (low, middle) if enough else (middle, high)
    return high


def _round_up(size: float) -> int:
    """The next whole number, a hair of arithmetic above one left out."""
    return max(2, math.ceil(size - 1e-9))
