"""Indices of careless responding, one value per respondent: runs, spread, distance, consistency.

`x` is respondents x items in the order shown, nan where there is no answer. The golden values are those of
R ``careless`` 1.2.2 (Yentes and Wilhelm 2023).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surveykit._stats.argument_checks import FloatArray, lawful_items

LEAST_PAIRS = 3  # of items, for a correlation within a person
LEAST_SCALES = 3


class Runs(NamedTuple):
    """The longest run of equal answers of each respondent, and the average length of their runs."""

    longest: NDArray[np.int64]
    average: FloatArray


def count_runs(x: ArrayLike) -> Runs:
    """Runs of equal answers that follow each other.
    Missing: a gap ends a run and is one of length 1, as for R's ``rle``.
    Formula: k items and c places where an answer differs from the one before: average k / (c + 1).
        R: ``careless::longstring(x, avg = TRUE)``.
    Reference: Johnson, J. A. (2005). Ascertaining the validity of individual protocols from Web-based personality
        inventories. Journal of Research in Personality 39, 103-129.
    >>> count_runs([[3, 3, 3, 1], [1, 2, 1, 2]]).longest.tolist()
    [3, 1]
    """
    values = lawful_items(x)
    rows, items = values.shape
    length, longest = np.ones(rows, dtype=np.int64), np.ones(rows, dtype=np.int64)
    breaks = np.zeros(rows, dtype=np.int64)
    for place in range(1, items):
        same = values[:, place] == values[:, place - 1]
        length = np.where(same, length + 1, 1)
        np.maximum(longest, length, out=longest)
        breaks += ~same
    return Runs(longest if items else longest * 0, items / (breaks + 1))


def response_spread(x: ArrayLike) -> FloatArray:
    """Intra-individual response variability: the standard deviation of a person's answers.
    Missing: gaps are left out; nan with fewer than two answers.
    Formula: sqrt(sum (x - mean)^2 / (k - 1)). R: ``careless::irv(x)``.
    Reference: Dunn, A. M., Heggestad, E. D., Shanock, L. R. and Theilgard, N. (2018). Intra-individual response
        variability as an indicator of insufficient effort responding. Journal of Business and Psychology 33, 105-121.
    >>> response_spread([[1, 3, 5]]).tolist()
    [2.0]
    """
    values = lawful_items(x)
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    mean = np.divide(np.where(there, values, 0.0).sum(axis=1), count, out=np.zeros(len(values)), where=count > 0)
    squares = (np.where(there, values - mean[:, None], 0.0) ** 2).sum(axis=1)
    variance: FloatArray = np.divide(squares, count - 1, out=np.full(len(values), np.nan), where=count > 1)
    return np.sqrt(variance)


def squared_distance(x: ArrayLike) -> FloatArray:
    """Mahalanobis distance of each respondent from the mean of all, squared.
    Missing: nan for respondents with a gap; mean and covariance are those of the complete ones. All nan where the
        covariance matrix cannot be inverted (never a pseudo-inverse: it would hide that items are redundant).
    Formula: (x - m)' S^-1 (x - m), S with n - 1. R: ``careless::mahad(x, plot = FALSE, flag = FALSE)``.
    Reference: Mahalanobis, P. C. (1936). On the generalised distance in statistics. Proceedings of the National
        Institute of Sciences of India 2, 49-55.
    >>> squared_distance([[0, 0], [2, 0], [0, 2], [2, 2], [1, 1]]).round(2).tolist()
    [2.0, 2.0, 2.0, 2.0, 0.0]
    """
    values = lawful_items(x)
    found = np.full(len(values), np.nan)
    whole = ~np.isnan(values).any(axis=1)
    complete = values[whole]
    rows, items = complete.shape
    if rows <= items or not items:
        return found
    centred = complete - complete.mean(axis=0)
    spread = centred.T @ centred / (rows - 1)
    if np.linalg.matrix_rank(spread) < items:
        return found
    found[whole] = np.einsum("ij,ij->i", centred, np.linalg.solve(spread, centred.T).T)
    return found


def even_odd(x: ArrayLike, scales: Sequence[Sequence[int]]) -> FloatArray:
    """Even-odd consistency: the halves of several scales, correlated within a person.
    x: Reversed items already turned round.
    scales: The places of the items of each scale, in the order shown.
    Missing: gaps are left out of the means; nan with fewer than three scales that have both halves, or where a half
        does not vary.
    Formula: r between the means of the even and of the odd items over the scales, then 2r / (1 + r), not below -1.
        R: ``-careless::evenodd(x, factors)``: from 1.2.1 on it prints the negative; this is the natural sign.
    Reference: Johnson (2005); Jackson, D. N. (1976), as cited there.
    """
    values = lawful_items(x)
    if len(scales) < LEAST_SCALES:
        return np.full(len(values), np.nan)
    odd = np.column_stack([_mean(values[:, list(places)[0::2]]) for places in scales])
    even = np.column_stack([_mean(values[:, list(places)[1::2]]) for places in scales])
    r = correlate_rows(even, odd)
    with np.errstate(divide="ignore", invalid="ignore"):
        stepped = 2 * r / (1 + r)
    return np.where(np.isneginf(stepped) | (stepped < -1), -1.0, stepped)


def pair_items(x: ArrayLike, critical: float) -> NDArray[np.int64]:
    """Pairs of items that go together between persons: r above `critical`, or below it where it is negative.
    Returns: pairs x 2 places, the later item first, as ``careless`` orders them.
    Missing: each r rests on the respondents who answered both. R: ``careless::psychsyn_critval`` lists them.
    """
    r = correlate_columns(lawful_items(x))
    hits = np.tril(r < critical if critical < 0 else r > critical, -1)
    column, row = np.nonzero(hits.T)
    return np.column_stack([row, column]).astype(np.int64)


def pair_consistency(x: ArrayLike, pairs: NDArray[np.int64]) -> FloatArray:
    """Psychometric synonyms (or antonyms): the correlation of the two sides of `pairs` within a person.
    Missing: pairs with a gap are left out; nan with fewer than three pairs, or where a side does not vary (R's
        ``careless`` then swaps sides at random, up to ten times: a flag must not hang on a draw).
    Formula: r over the pairs. R: ``careless::psychsyn(x, critval = .60, resample_na = FALSE)``, ``psychant``.
    Reference: Meade, A. W. and Craig, S. B. (2012). Identifying careless responses in survey data. Psychological
        Methods 17, 437-455.
    """
    values = lawful_items(x)
    if len(pairs) < LEAST_PAIRS:
        return np.full(len(values), np.nan)
    return correlate_rows(values[:, pairs[:, 0]], values[:, pairs[:, 1]])


def person_total(x: ArrayLike) -> FloatArray:
    """Person-total correlation: a person's answers with the means of all others.
    Missing: gaps are left out; nan where a person's answers, or the means, do not vary over three items or more.
    Formula: r over the items between x_ij and (sum_j - x_ij) / (n_j - 1).
        R: ``sapply(1:n, function(i) cor(x[i, ], colMeans(x[-i, ], na.rm = TRUE), use = "complete.obs"))``.
    Reference: Curran, P. G. (2016). Methods for the detection of carelessly invalid responses in survey data. Journal
        of Experimental Social Psychology 66, 4-19.
    """
    values = lawful_items(x)
    there = ~np.isnan(values)
    own = np.where(there, values, 0.0)
    others = there.sum(axis=0) - there
    rest = np.divide(own.sum(axis=0) - own, others, out=np.full(values.shape, np.nan), where=others > 0)
    return correlate_rows(values, rest)


def correlate_rows(a: FloatArray, b: FloatArray) -> FloatArray:
    """Pearson's r of two rows, respondent by respondent; nan with fewer than three pairs or without variation."""
    there = ~np.isnan(a) & ~np.isnan(b)
    count = there.sum(axis=1)
    first, second = (_centre(side, there, count) for side in (a, b))
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (first * second).sum(axis=1) / np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    flat = (count < LEAST_PAIRS) | _is_flat(first) | _is_flat(second)
    return np.where(flat, np.nan, np.clip(r, -1.0, 1.0))


def correlate_columns(x: FloatArray) -> FloatArray:
    """Pearson's r between all items, each on the respondents who answered both; nan without variation."""
    there = (~np.isnan(x)).astype(float)
    middle = np.divide(np.nansum(x, axis=0), there.sum(axis=0), out=np.zeros(x.shape[1]), where=there.sum(axis=0) > 0)
    own = np.where(np.isnan(x), 0.0, x - middle)  # r does not move with the origin; sums stay small
    count, total, square, product = there.T @ there, own.T @ there, (own**2).T @ there, own.T @ own
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = square - total**2 / count
        r: FloatArray = (product - total * total.T / count) / np.sqrt(spread * spread.T)
    return np.where((spread > 1e-12 * count) & (1e-12 * count < spread.T), r, np.nan)


def _centre(side: FloatArray, there: NDArray[np.bool_], count: NDArray[np.int64]) -> FloatArray:
    """Rows less their mean over the places that count, 0 elsewhere."""
    own = np.where(there, side, 0.0)
    return np.where(there, own - (own.sum(axis=1) / np.maximum(count, 1))[:, None], 0.0)


def _is_flat(centred: FloatArray) -> NDArray[np.bool_]:
    """Where nothing varies beyond rounding."""
    flat: NDArray[np.bool_] = np.abs(centred).max(axis=1, initial=0.0) < 1e-12
    return flat


def _mean(x: FloatArray) -> FloatArray:
    """Row means without gaps; nan for rows of gaps."""
    there = ~np.isnan(x)
    count = there.sum(axis=1)
    total = np.where(there, x, 0.0).sum(axis=1)
    mean: FloatArray = np.divide(total, count, out=np.full(len(x), np.nan), where=count > 0)
    return mean
