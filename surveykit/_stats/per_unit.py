"""What each unit adds to an agreement coefficient.

Every coefficient here is a function of sums over units. Keeping the units' contributions apart
makes the estimate one sum, and a bootstrap one matrix product.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from surveykit._stats.argument_checks import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class PerUnit:
    """Contributions of units (units x m) and the function from their sums to the coefficient.
    `finish` takes sums (draws x m) and returns one coefficient per draw, nan where undefined.
    """

    sums: FloatArray
    finish: Callable[[FloatArray], FloatArray]

    def estimate(self) -> float:
        """The coefficient of all units."""
        return float(self.finish(self.sums.sum(axis=0, keepdims=True))[0])


def per_unit(ratings: ArrayLike, coefficient: str, values: ArrayLike | None = None) -> PerUnit:
    """Contributions of each unit to an agreement coefficient.
    ratings: Raters x units, numeric codes.
    coefficient: One of `COEFFICIENTS`.
    values: All codes a rater could give, in their order; by default those that occur, ascending.
    Returns: sums (units x m; m depends on the coefficient) and finish. They add up: the coefficient of any collection
        of units is `finish` of their summed rows.
    Missing: nan is "not seen by this rater"; each coefficient's own page says which units then count.
    Formula: Ratios of sums, so weighting units by resampling counts is exact, not an approximation.
    Reference: Efron, B., & Tibshirani, R. J. (1993). An Introduction to the Bootstrap, chapter 6.
    """
    if coefficient not in _BUILDERS:
        known = ", ".join(COEFFICIENTS)
        raise ValueError(f"coefficient must be one of {known}; got {coefficient!r}")
    matrix = np.asarray(ratings, float)
    if matrix.ndim != 2:
        raise ValueError(f"ratings must be raters x units; got {matrix.ndim} dimension(s)")
    if np.isinf(matrix).any():
        raise ValueError("ratings must be finite or nan; got an infinite value")
    return _BUILDERS[coefficient](matrix, _check_values(matrix, values))


def _check_values(matrix: FloatArray, values: ArrayLike | None) -> FloatArray:
    """The codes that may occur, in their order."""
    seen = np.unique(matrix[~np.isnan(matrix)])
    if values is None:
        return seen
    allowed = np.asarray(values, float)
    if allowed.ndim != 1 or np.unique(allowed).size != allowed.size:
        raise ValueError("values must be a list of different codes")
    strange = np.setdiff1d(seen, allowed)
    if strange.size:
        raise ValueError(f"ratings must be among values; got {strange[0]:g}")
    return allowed


def _counts(matrix: FloatArray, values: FloatArray) -> FloatArray:
    """How many raters gave each code: units x codes."""
    counts = np.zeros((matrix.shape[1], values.size))
    for column, value in enumerate(values):
        counts[:, column] = (matrix == value).sum(axis=0)
    return counts


def _ratio(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Quotient, nan where the denominator is 0."""
    quotient = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient


def _pair_shares(counts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Which units have a pair of ratings, and their share of agreeing pairs (0 without one)."""
    ratings = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1)
    pairable = ratings >= 2
    return pairable.astype(float), np.where(pairable, _ratio(agreeing, ratings * (ratings - 1)), 0)


def _percent(matrix: FloatArray, values: FloatArray) -> PerUnit:
    """Percent agreement: pairable units, their shares of agreeing pairs."""
    sums = np.column_stack(_pair_shares(_counts(matrix, values)))
    return PerUnit(sums, lambda total: _ratio(total[:, 1], total[:, 0]))


def _cohen(matrix: FloatArray, values: FloatArray) -> PerUnit:
    """Cohen's kappa: units seen by both, agreements, codes of the first and of the second."""
    if matrix.shape[0] != 2:
        raise ValueError(f"cohen_kappa must have two raters; got {matrix.shape[0]}")
    both = matrix[:, ~np.isnan(matrix).any(axis=0)].T
    a, b = (both[:, [rater]] == values for rater in (0, 1))
    sums = np.zeros((matrix.shape[1], 2 + 2 * values.size))
    seen = ~np.isnan(matrix).any(axis=0)
    sums[seen] = np.column_stack([np.ones(len(both)), (a & b).any(axis=1), a, b])
    k = values.size

    def finish(total: FloatArray) -> FloatArray:
        n, agreed = total[:, 0], total[:, 1]
        chance = (total[:, 2 : 2 + k] * total[:, 2 + k :]).sum(axis=1)
        return _ratio(n * agreed - chance, n * n - chance)

    return PerUnit(sums, finish)


def _fleiss(matrix: FloatArray, values: FloatArray) -> PerUnit:
    """Fleiss' kappa in Gwet's form for missing ratings; without any it is Fleiss' own.
    Formula: (P - Pe) / (1 - Pe), P the mean share of agreeing pairs, Pe the sum of squared shares of the categories.
        R: ``irr::kappam.fleiss``, ``irrCAC::fleiss.kappa.raw``. Reference: Fleiss, J. L. (1971). Measuring nominal
        scale agreement among many raters. Psychological Bulletin 76, 378-382.
    """
    def finish(total: FloatArray) -> FloatArray:
        share = _ratio(total[:, 3:], total[:, [2]])
        chance = (share**2).sum(axis=1)
        return _ratio(_ratio(total[:, 1], total[:, 0]) - chance, 1 - chance)

    return PerUnit(_rated_shares(matrix, values), finish)


def _ac1(matrix: FloatArray, values: FloatArray) -> PerUnit:
    """AC1 from the same sums as Fleiss' kappa."""
    def finish(total: FloatArray) -> FloatArray:
        agreed = _ratio(total[:, 1], total[:, 0])
        share = _ratio(total[:, 3:], total[:, [2]])
        chance = (share * (1 - share)).sum(axis=1) / max(values.size - 1, 1)
        return np.where(chance > 0, _ratio(agreed - chance, 1 - chance), np.nan)

    return PerUnit(_rated_shares(matrix, values), finish)


def _ac2(weigh: Callable[[FloatArray], FloatArray]) -> Callable[[FloatArray, FloatArray], PerUnit]:
    """Builder of AC2 with weights that depend on the codes: AC1 whose disagreements count in part.
    Formula: (pa - pe) / (1 - pe); pa the mean over units of sum_k r_k (sum_l w_kl r_l - 1) / (r (r - 1)), pe = (sum of
        all w_kl) / (q (q - 1)) sum pi_k (1 - pi_k). R: ``irrCAC::gwet.ac1.raw(t(ratings), weights = "quadratic")``.
    Reference: Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., chapter 5.
    """

    def build(matrix: FloatArray, values: FloatArray) -> PerUnit:
        counts = _counts(matrix, values)
        ratings, weights = counts.sum(axis=1), weigh(values)
        alike = (counts * (counts @ weights.T - 1)).sum(axis=1)
        pairable = ratings >= 2
        sums = _rated_shares(matrix, values)
        sums[:, 1] = np.where(pairable, _ratio(alike, ratings * (ratings - 1)), 0)
        scale = weights.sum() / max(values.size * (values.size - 1), 1)

        def finish(total: FloatArray) -> FloatArray:
            share = _ratio(total[:, 3:], total[:, [2]])
            spread = (share * (1 - share)).sum(axis=1)
            chance = scale * spread
            return np.where(spread > 0, _ratio(_ratio(total[:, 1], total[:, 0]) - chance, 1 - chance), np.nan)

        return PerUnit(sums, finish)

    return build


def _weigh_by_power(power: int) -> Callable[[FloatArray], FloatArray]:
    """Gwet's linear (1) and quadratic (2) weights: 1 - (|k - l| / (largest - smallest code))^power."""
    def weigh(values: FloatArray) -> FloatArray:
        span = float(np.ptp(values)) if values.size > 1 else 1.0
        distance: FloatArray = np.abs(values[:, None] - values[None, :]) / span
        weights: FloatArray = 1 - distance**power
        return weights

    return weigh


def _weigh_by_place(values: FloatArray) -> FloatArray:
    """Gwet's ordinal weights, by places alone: 1 - M_kl / M_1q with M_kl = C(|k - l| + 1, 2)."""
    places = np.arange(values.size, dtype=float)
    apart = np.abs(places[:, None] - places[None, :])
    weights: FloatArray = 1 - apart * (apart + 1) / max(values.size * (values.size - 1), 2)
    return weights


def _rated_shares(matrix: FloatArray, values: FloatArray) -> FloatArray:
    """Pairable units, shares of agreeing pairs, rated units, shares of each code: a row per unit."""
    counts = _counts(matrix, values)
    ratings = counts.sum(axis=1, keepdims=True)
    return np.column_stack([*_pair_shares(counts), ratings > 0, np.where(ratings > 0, _ratio(counts, ratings), 0)])


def _alpha(distance: Callable[[FloatArray, FloatArray], FloatArray]) -> Callable[[FloatArray, FloatArray], PerUnit]:
    """Builder of Krippendorff's alpha with a distance that depends on the two codes only."""

    def build(matrix: FloatArray, values: FloatArray) -> PerUnit:
        sums, first, second = _coincidences(matrix, values)
        apart = distance(values[:, None], values[None, :])
        pairs = first.size

        def finish(total: FloatArray) -> FloatArray:
            n_c = total[:, pairs:]
            observed = 2 * total[:, :pairs] @ apart[first, second]
            return _chance_corrected(observed, ((n_c @ apart) * n_c).sum(axis=1), n_c)

        return PerUnit(sums, finish)

    return build


def _alpha_ordinal(matrix: FloatArray, values: FloatArray) -> PerUnit:
    """Krippendorff's alpha with the ordinal distance, which moves with the counts of each draw."""
    sums, first, second = _coincidences(matrix, values)
    pairs = first.size

    def finish(total: FloatArray) -> FloatArray:
        n_c = total[:, pairs:]
        # Differences of mid-ranks are Krippendorff's ordinal distances.
        ranks = np.cumsum(n_c, axis=1) - n_c / 2
        apart = (ranks[:, second] - ranks[:, first]) ** 2
        n = n_c.sum(axis=1)
        centred = ranks - _ratio((n_c * ranks).sum(axis=1), n)[:, None]
        expected = 2 * n * (n_c * centred**2).sum(axis=1)
        return _chance_corrected(2 * (total[:, :pairs] * apart).sum(axis=1), expected, n_c)

    return PerUnit(sums, finish)


def _coincidences(matrix: FloatArray, values: FloatArray) -> tuple[FloatArray, np.ndarray, np.ndarray]:
    """Units x (coincidences of the pairs of codes that meet, counts of codes), and the pairs."""
    counts = _counts(matrix, values)
    ratings = counts.sum(axis=1)
    counts[ratings < 2] = 0
    first, second = np.nonzero(np.triu(counts.T @ counts, 1))
    share = np.where(ratings >= 2, 1 / np.maximum(ratings - 1, 1), 0)[:, None]
    return np.hstack([counts[:, first] * counts[:, second] * share, counts]), first, second


def _chance_corrected(observed: FloatArray, expected: FloatArray, n_c: FloatArray) -> FloatArray:
    """Alpha from summed observed and expected squared differences."""
    return 1 - _ratio((n_c.sum(axis=1) - 1) * observed, expected)


def _ratio_distance(c: FloatArray, k: FloatArray) -> FloatArray:
    """((c - k) / (c + k))^2, 0 between two zeros."""
    if (c < 0).any():
        raise ValueError(f"the ratio metric must have codes >= 0; got {c.min():g}")
    total = c + k
    return np.where(total > 0, _ratio(c - k, total), 0) ** 2


_BUILDERS: dict[str, Callable[[FloatArray, FloatArray], PerUnit]] = {
    "percent_agreement": _percent,
    "cohen_kappa": _cohen,
    "fleiss_kappa": _fleiss,
    "gwet_ac1": _ac1,
    "gwet_ac2_linear": _ac2(_weigh_by_power(1)),
    "gwet_ac2_quadratic": _ac2(_weigh_by_power(2)),
    "gwet_ac2_ordinal": _ac2(_weigh_by_place),
    "alpha_nominal": _alpha(lambda c, k: (c != k).astype(float)),
    "alpha_ordinal": _alpha_ordinal,
    "alpha_interval": _alpha(lambda c, k: (c - k) ** 2),
    "alpha_ratio": _alpha(_ratio_distance)}
COEFFICIENTS = tuple(_BUILDERS)
