"""The distribution of the studentized range, by quadrature."""

import math

import numpy as np

from surveykit._stats.special_functions import special

_Z = np.linspace(-8.5, 8.5, 341)  # the trapezium rule is exact here: smooth, 0 at both ends
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(160)


def range_tail(q: float, groups: int, df: float) -> float:
    """Probability that the range of so many means, by an error on df, exceeds q.
    Formula: 1 - integral over s of the density of s = sqrt(chi2(df) / df) times k integral phi(z) (Phi(z) - Phi(z - q
        s))^(k - 1) dz. R: ``ptukey(q, groups, df, lower.tail = FALSE)``.
    Reference: Tukey, J. W. (1953). The problem of multiple comparisons.
    """
    if not (q > 0 and df > 0):
        return math.nan if math.isnan(q) or not df > 0 else 1.0
    if math.isinf(df):
        return 1 - float(_range_below(np.array([q]), groups)[0])
    low, high = (math.sqrt(float(special.chdtri(df, p)) / df) for p in (1 - 1e-15, 1e-15))
    s = (high - low) / 2 * _NODES + (high + low) / 2
    scale = math.log(2) + df / 2 * math.log(df / 2) - float(special.gammaln(df / 2))
    density = np.exp(scale + (df - 1) * np.log(s) - df * s * s / 2) * (high - low) / 2 * _WEIGHTS
    return min(max(1 - float(density @ _range_below(q * s, groups)), 0.0), 1.0)


def _range_below(q: np.ndarray, groups: int) -> np.ndarray:
    """Probability that the range of so many standard normals is below q."""
    step, phi = _Z[1] - _Z[0], np.exp(-_Z * _Z / 2) / math.sqrt(2 * math.pi)
    inner = special.ndtr(_Z) - special.ndtr(_Z - q[:, None])
    chances: np.ndarray = groups * step * (phi * inner ** (groups - 1)).sum(axis=1)
    return chances


def range_quantile(level: float, groups: int, df: float) -> float:
    """The value below which the range lies with this probability. R: ``qtukey(level, groups, df)``."""
    if not df > 0:
        return math.nan
    low, high = 0.0, 10.0
    while range_tail(high, groups, df) > 1 - level:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if range_tail(middle, groups, df) > 1 - level else (low, middle)
    return (low + high) / 2
