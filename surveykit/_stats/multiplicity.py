"""P-values of several tests taken together."""

import numpy as np

from surveykit._stats.argument_checks import FloatArray


def holm(p_values: FloatArray) -> FloatArray:
    """Holm's adjusted p-values, in the order given; nan stays nan and is not counted.
    Formula: sorted, the i-th of m times m - i + 1, never below the one before, at most 1. R: ``p.adjust(p, "holm")``.
    Reference: Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
        Statistics 6, 65-70.
    >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    adjusted = np.full(p_values.shape, np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * np.arange(order.size, 0, -1)), 1)
    return adjusted


def benjamini_hochberg(p_values: FloatArray) -> FloatArray:
    """Benjamini and Hochberg's adjusted p-values, in the order given; nan stays nan and is not counted.
    Formula: sorted, the i-th of m times m / i, never above the one behind, at most 1. R: ``p.adjust(p, "BH")``.
    Reference: Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.04, 0.04]
    """
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(-p_values[known], kind="stable")]
    adjusted = np.full(p_values.shape, np.nan)
    steps = order.size / np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(np.minimum.accumulate(p_values[order] * steps), 1)
    return adjusted


ADJUSTMENTS = {"holm": holm, "BH": benjamini_hochberg}
