"""The share on one side less the share on the other, of the same people."""

import numpy as np

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.proportion import Difference
from surveykit._stats.share_limits import critical_value


def net_share(above: FloatArray, below: FloatArray, size: FloatArray, df: FloatArray,
              level: float = 0.95) -> Difference:
    """Difference of two shares that exclude each other, with limits.
    above, below: shares of the same base; size: people, or effective ones under a design; df: infinite in a simple
        sample.
    Returns: above - below with low and high, all in [-1, 1].
    Missing: nan in, nan out.
    Formula: with one more person on each side, a = (n p + 1) / (n + 2), b = (n q + 1) / (n + 2): a - b -+ t sqrt((a + b
        - (a - b)^2) / (n + 2)), as for paired proportions. R: none in Debian; the limits are those of
        ``PropCIs::diffpropci.Wald.mp`` on counts with one added. It covers 94 to 96 % from n = 30 on.
    Reference: Bonett, D. G., & Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial
        proportions based on paired data. Journal of Educational and Behavioral Statistics 37, 479-488.
    >>> net = net_share(np.array([0.5]), np.array([0.2]), np.array([40.0]), np.array([np.inf]))
    >>> net.difference.round(3).tolist(), net.low.round(3).tolist(), net.high.round(3).tolist()
    ([0.3], [0.045], [0.526])
    """
    a, b = ((size * share + 1) / (size + 2) for share in (above, below))
    half = critical_value(df, level) * np.sqrt((a + b - (a - b) ** 2) / (size + 2))
    return Difference(above - below, np.maximum(a - b - half, -1), np.minimum(a - b + half, 1))
