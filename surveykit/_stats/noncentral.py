"""Non-centrality parameters that make an observed statistic just plausible.

The interval of Cramer's V is these limits on another scale.
"""

import math

from surveykit._stats.argument_checks import lawful_level
from surveykit._stats.special_functions import special


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
