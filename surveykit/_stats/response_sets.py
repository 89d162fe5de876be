"""Is a select-all question associated with a group, or with another one? Tests over all its options together."""

import math
from dataclasses import dataclass

import numpy as np

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.rao_scott import DesignTest
from surveykit._stats.sampling import Sampling
from surveykit._stats.special_functions import special

ZERO_CELL = 0.5  # what an empty cell counts in the sum of statistics, as Bilder and Loughin count it
CHUNK = 4_000_000  # resampled ticks held at once


@dataclass(frozen=True, slots=True, eq=False)
class TickPairs:
    """Groups, or ticks, beside the ticks of the same people, as 0 and 1.
    left: people x groups (one each), or x ticks of another set (`overlap`); right: people x ticks. No column is
    the same for all.
    """

    left: FloatArray
    right: FloatArray
    overlap: bool = False

    @property
    def df(self) -> int:
        """Degrees of freedom if options were independent: of every pair one, of groups one less."""
        left = int(self.left.shape[1]) - (not self.overlap)
        return left * int(self.right.shape[1])

    def statistics(self) -> FloatArray:
        """Pearson's statistic of every option of the right (with `overlap` of every pair), empty cells as one half.
        Shape: options; with overlap left ticks x right ticks.
        """
        return _pearson(self._tables(self.left.T @ self.right, self.left.sum(axis=0), self.right.sum(axis=0)))

    def p_values(self) -> FloatArray:
        """p of each of these by its own chi-square, in one row."""
        df = 1 if self.overlap else self.left.shape[1] - 1
        found: FloatArray = special.chdtrc(df, self.statistics().ravel())
        return found

    def _tables(self, both: FloatArray, left: FloatArray, right: FloatArray) -> FloatArray:
        """Cross tables of counts, ... x rows x 2 in the last places, from counts of both, of left and of right."""
        right = right[..., None, :] if self.overlap else right
        if not self.overlap:
            return np.stack([both, left[:, None] - both], axis=-1).swapaxes(-3, -2)
        n = float(len(self.left))
        cells = [both, left[..., None] - both, right - both, n - left[..., None] - right + both]
        return np.stack([np.stack(cells[:2], axis=-1), np.stack(cells[2:], axis=-1)], axis=-2)

    def find_departures(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What each person adds to the departures from independence, and the spread these have by chance.
        Shapes: people x (left * right), and left * right.
        """
        share = weights / weights.sum()
        p, q = share @ self.left, share @ self.right
        apart = (self.left - p)[:, :, None] * (self.right - q)[:, None, :]
        departures = np.einsum("i,ijk->jk", share, apart)
        spread = np.outer(p * (1 - p) if self.overlap else p, q * (1 - q))
        return (apart - departures).reshape(len(apart), -1), spread.ravel()

    def departures_in_groups(self) -> FloatArray:
        """What each person adds where the sizes of groups are fixed: ticks less the share of the own group."""
        sizes = self.left.sum(axis=0)
        expected = self.left @ ((self.left.T @ self.right) / sizes[:, None])
        apart = (self.left - sizes / sizes.sum())[:, :, None] * (self.right - expected)[:, None, :]
        found: FloatArray = apart.reshape(len(apart), -1)
        return found


def _pearson(tables: FloatArray) -> FloatArray:
    """Pearson's statistic of the tables in the last two places, empty cells counted as one half."""
    counts = np.where(tables == 0, ZERO_CELL, tables)
    expected = counts.sum(axis=-1, keepdims=True) * counts.sum(axis=-2, keepdims=True) / counts.sum(
        axis=(-2, -1), keepdims=True)
    found: FloatArray = ((counts - expected) ** 2 / expected).sum(axis=(-2, -1))
    return found


def rao_scott_sets(pairs: TickPairs, *, first_order: bool = False) -> DesignTest:
    """The sum of all statistics, corrected for options that go together; a simple sample.
    Formula: X2 the sum of `statistics`, S the covariance of n times the departures p_ij - p_i q_j (of groups with
        their sizes fixed), D their variance if all were independent, k = df. Second order X2 k / tr M^2 on k^2 /
        tr M^2, M = D^-1 S; first order X2 k / tr M on k. R: ``MRCV::MI.test(data, I, J, type =
        "rs2")`` (not in Debian; a second route in tests goes over the table of all patterns, as its authors write it).
    Reference: Bilder, C. R., & Loughin, T. M. (2004). Testing for marginal independence between two categorical
        variables with multiple responses. Biometrics 60, 241-248. Bilder, C. R., Loughin, T. M., & Nettleton, D.
        (2000). Multiple marginal independence testing for pick any/c variables. Communications in Statistics:
        Simulation and Computation 29, 1285-1316. First order: Thomas, D. R., & Decady, Y. J. (2004). Testing for
        association using multiple response survey data. International Journal of Testing 4, 43-59.
    """
    whole, spread = pairs.find_departures(np.ones(len(pairs.left)))
    apart = whole if pairs.overlap else pairs.departures_in_groups()
    effects = (apart.T @ apart) / len(apart) / spread[:, None]
    return _correct_statistic(float(pairs.statistics().sum()), effects, pairs.df, first_order)


def _correct_statistic(statistic: float, effects: FloatArray, k: int, first_order: bool) -> DesignTest:
    """Chi-square of a statistic corrected by what its eigenvalues sum to, and their squares."""
    squares = float((effects * effects.T).sum())
    found, df = (statistic * k / float(np.trace(effects)), float(k)) if first_order else (
        statistic * k / squares, k**2 / squares)
    return DesignTest(found, df, math.nan, float(special.chdtrc(df, found)))


def sampled_sets(pairs: TickPairs, inside: FloatArray, sampling: Sampling, statistic: float, *,
                 first_order: bool = False) -> DesignTest:
    """The same under a sampling design.
    pairs: of the people who count; inside: who they are in the sample, 0 or 1; statistic: the sum of Pearson's
        statistics of the weighted tables on n people, no half counted.
    Formula: n times the covariance of the departures by the design in place of S; second order F = X2 / tr M on d =
        tr(M)^2 / tr(M^2) and d times units less strata; first order X2 k / tr M on k. R: the covariance is
        ``vcov(svymean(~ticks and their products, design))`` by the delta method.
    Reference: Thomas and Decady (2004), as `rao_scott_sets`; Rao and Scott (1984), as `rao_scott`.
    """
    who = inside.astype(bool)
    weights = sampling.weights[who]
    apart, spread = pairs.find_departures(weights)
    whole = np.zeros((who.size, apart.shape[1]))
    whole[who] = apart
    covariance = sampling.sum_columns(whole).covariance() / weights.sum() ** 2
    effects = len(apart) * covariance / spread[:, None]
    if first_order:
        return _correct_statistic(statistic, effects, pairs.df, True)
    trace = float(np.trace(effects))
    d = trace**2 / float((effects * effects.T).sum())
    second = d * sampling.degrees(who)
    return DesignTest(statistic / trace, d, second, float(special.fdtrc(d, second, statistic / trace)))


def bootstrap_sets(pairs: TickPairs, draws: int, seed: int) -> tuple[float, int]:
    """p of the sum of all statistics by resampling people on each side by themselves, and how many draws counted.
    Formula: (1 + draws with a sum at least as large) / (1 + draws); groups keep their sizes, draws in which an option
        is the same for all do not count. R: ``MRCV::MI.test(data, I, J, type = "boot")``, which takes the plain share.
    Reference: Bilder, Loughin and Nettleton (2000); Bilder and Loughin (2004), as `rao_scott_sets`.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    n, observed = len(pairs.left), float(pairs.statistics().sum())
    step = max(1, CHUNK // (n * pairs.right.shape[1]))
    larger = counted = 0
    for start in range(0, draws, step):
        sums = _resample(pairs, min(step, draws - start), random)
        counted += int(np.count_nonzero(~np.isnan(sums)))
        larger += int(np.count_nonzero(sums >= observed * (1 - 1e-12)))
    return (1 + larger) / (1 + counted), counted


def _resample(pairs: TickPairs, draws: int, random: np.random.Generator) -> FloatArray:
    """Sums of statistics of samples in which both sides are independent; nan where an option does not vary."""
    n = len(pairs.left)
    right = pairs.right[random.integers(n, size=(draws, n))]
    left = pairs.left[random.integers(n, size=(draws, n))] if pairs.overlap else pairs.left
    both, ticked = left.swapaxes(-2, -1) @ right, right.sum(axis=1)
    sizes = left.sum(axis=-2)
    varied = ((ticked > 0) & (ticked < n)).all(axis=1)
    if pairs.overlap:
        varied &= ((sizes > 0) & (sizes < n)).all(axis=1)
    sums = _pearson(pairs._tables(both, sizes, ticked)).reshape(draws, -1).sum(axis=1)
    return np.where(varied, sums, np.nan)


def smallest_adjusted(p_values: FloatArray) -> float:
    """Bonferroni's p of all tests together: the smallest p times how many there are. R: ``min(p.adjust(p, "bonf"))``.
    """
    return min(1.0, float(p_values.min()) * p_values.size)
