"""The functions of `scipy.special`, loaded when the first of them is used: its import costs half that of pandas."""

import math
from importlib import import_module
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from surveykit._stats.argument_checks import lawful_level

if TYPE_CHECKING:
    from scipy import special
else:
    class _Special:
        """Loads the library at the first function and keeps what was used."""

        def __getattr__(self, name: str) -> Any:
            function = getattr(import_module("scipy.special"), name)
            setattr(self, name, function)
            return function

    special = _Special()


__all__ = ["normal_quantile", "special"]


def normal_quantile(q: float) -> float:
    """Quantile of the standard normal distribution. R: ``qnorm(q)``."""
    return NormalDist().inv_cdf(q)


def chi_square_ncp(statistic: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Confidence limits of a chi-square statistic's non-centrality.
    statistic: Observed chi-square, >= 0.
    df: Degrees of freedom, > 0.
    Returns: (low, high), >= 0; a limit is 0 when no positive non-centrality puts the statistic that high (low) or
        that low (high) in its distribution.
    Missing: nan in either argument, or df <= 0, gives (nan, nan).
    Formula: low solves P(X <= statistic | ncp) = (1 + level) / 2, high the same with (1 - level) / 2. R:
        ``uniroot(function(ncp) pchisq(statistic, df, ncp) - q, c(0, 1e4))``.
    Reference: Smithson, M. (2003). Confidence Intervals. Sage, chapter 4.
    """
    tail = (1 - lawful_level(level)) / 2
    if not (statistic >= 0 and df > 0):
        return math.nan, math.nan
    return _chi_square_limit(statistic, df, 1 - tail), _chi_square_limit(statistic, df, tail)


def _chi_square_limit(statistic: float, df: float, q: float) -> float:
    """Non-centrality >= 0 at which the statistic is the q-quantile, else 0."""
    if special.chndtr(statistic, df, 0.0) <= q:
        return 0.0
    return float(special.chndtrinc(statistic, df, q))
