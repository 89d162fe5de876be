"""Agreement between coders, from a matrix of raters x units (nan = not seen)."""

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.per_unit import per_unit


class Kappa(NamedTuple):
    """Cohen's kappa and its large-sample standard error."""

    kappa: float
    se: float


def percent_agreement(ratings: ArrayLike) -> float:
    """Share of agreeing pairs of raters, averaged over units.
    ratings: Raters x units, numeric codes.
    Returns: Proportion, 0 to 1. Not corrected for chance.
    Missing: nan is "not seen by this rater". Units with fewer than two ratings are left out; nan when none remain.
    Formula: Mean over units of sum_k r_k (r_k - 1) / (r (r - 1)), r_k ratings of category k among r. R, two raters:
        ``mean(a == b, na.rm = TRUE)``.
    Reference: Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., section 2.3.
    """
    return per_unit(ratings, "percent_agreement").estimate()


def cohen_kappa(a: ArrayLike, b: ArrayLike) -> Kappa:
    """Cohen's kappa of two raters, unweighted.
    a, b: Numeric codes of the same units by two raters.
    Returns: kappa (at most 1), se (for an interval; not the one of the test of kappa = 0).
    Missing: Units that either rater did not see are left out. nan without units or when chance agreement is 1 (both
        raters used one and the same category).
    Formula: (po - pe) / (1 - pe), pe from each rater's own shares. The variance is [sum_ii p_ii ((1 - pe) - (p_i. +
        p_.i)(1 - po))^2 + (1 - po)^2 sum_ij p_ij (p_.i + p_j.)^2 - (po pe - 2 pe + po)^2] / (n (1 - pe)^4), the
        second sum over i != j. R: ``psych::cohen.kappa(table(a, b))``, its kappa and sqrt(var.kappa).
    Reference: Cohen, J. (1960). Educational and Psychological Measurement 20, 37-46. Fleiss, J. L., Cohen, J., &
        Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa. Psychological Bulletin 72,
        323-327.
    >>> a = [1] * 25 + [2] * 25
    >>> b = [1] * 20 + [2] * 5 + [1] * 10 + [2] * 15
    >>> kappa, se = cohen_kappa(a, b)
    >>> round(kappa, 4), round(se, 4)
    (0.4, 0.127)
    """
    first, second = np.asarray(a, float), np.asarray(b, float)
    if first.ndim != 1 or first.shape != second.shape:
        raise ValueError(f"a and b must be equally long; got shapes {first.shape}, {second.shape}")
    kappa = per_unit(np.stack([first, second]), "cohen_kappa").estimate()
    return Kappa(kappa, math.nan if math.isnan(kappa) else _kappa_se(first, second))


def _kappa_se(a: FloatArray, b: FloatArray) -> float:
    """Standard error of Fleiss, Cohen and Everitt."""
    seen = ~(np.isnan(a) | np.isnan(b))
    values, codes = np.unique(np.concatenate([a[seen], b[seen]]), return_inverse=True)
    k, n = values.size, int(seen.sum())
    p = np.bincount(codes[:n] * k + codes[n:], minlength=k * k).reshape(k, k) / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    po, pe = np.trace(p), rows @ columns
    pull = np.eye(k) * (1 - pe) - np.add.outer(columns, rows) * (1 - po)
    # The published sum of squares about its mean: never negative, no cancellation.
    variance = (p * (pull - (po * pe - 2 * pe + po)) ** 2).sum() / n
    return float(math.sqrt(variance) / (1 - pe) ** 2)


def krippendorff_alpha(
    ratings: ArrayLike, metric: Literal["nominal", "ordinal", "interval", "ratio"] = "nominal",
    values: ArrayLike | None = None) -> float:
    """Krippendorff's alpha for any number of raters.
    ratings: Raters x units, numeric codes.
    metric: How far apart two codes are. "ratio" needs codes >= 0.
    values: Codes allowed, in their order; only "ordinal" depends on the order. By default the codes that occur,
        ascending.
    Returns: Alpha, at most 1; 0 at chance, negative below.
    Missing: nan is "not seen by this rater". Units with fewer than two ratings are left out. nan when none remain and
        when all values are equal (no variation), never 1.
    Formula: 1 - Do / De on the coincidences o_ck of the pairable values, with n_c their sums and squared differences:
        nominal c != k; ordinal (sum of n_g from c to k, minus (n_c + n_k) / 2)^2; interval (c - k)^2; ratio ((c - k)
        / (c + k))^2. R: ``irr::kripp.alpha(ratings, metric)``.
    Reference: Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    >>> round(krippendorff_alpha([[1, 1, 2, 2], [1, 1, 2, 1]]), 4)
    0.5333
    """
    return per_unit(ratings, f"alpha_{metric}", values).estimate()


def gwet_ac1(ratings: ArrayLike, values: ArrayLike | None = None) -> float:
    """Gwet's AC1, an agreement coefficient that keeps its head when one code is rare.
    ratings: Raters x units, numeric codes.
    values: All codes a rater could give; an unused one changes AC1. By default those that occur.
    Returns: AC1, at most 1.
    Missing: nan is "not seen by this rater". Units with one rating count for the shares of the codes only. nan when
        no unit has two ratings and when all values are equal (no variation), never 1.
    Formula: (pa - pe) / (1 - pe), pa as `percent_agreement`, pe = sum pi_k (1 - pi_k) / (q - 1) with pi_k the mean
        over units of each unit's share of code k, q the number of codes. R: ``irrCAC::gwet.ac1.raw(t(ratings))``.
    Reference: Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high
        agreement. British Journal of Mathematical and Statistical Psychology 61, 29-48.
    """
    return per_unit(ratings, "gwet_ac1", values).estimate()
