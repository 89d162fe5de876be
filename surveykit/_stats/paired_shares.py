"""Answers of the same people to several questions: McNemar, Stuart and Maxwell, Cochran's Q."""

import math
from dataclasses import dataclass

import numpy as np

from surveykit._stats.argument_checks import FloatArray, IntArray
from surveykit._stats.proportion import Difference
from surveykit._stats.share_limits import critical_value
from surveykit._stats.special_functions import special


@dataclass(frozen=True, slots=True)
class HomogeneityTest:
    """A chi-square that margins are alike; nan where nothing differs."""

    statistic: float
    df: int
    p_value: float


def mcnemar_exact(rises: int, falls: int) -> float:
    """Exact p-value that as many changed one way as the other.
    Missing: nobody changed: 1.
    Formula: twice the smaller tail of a binomial of rises + falls with share 1/2. R: ``binom.test(b, b + c)``.
    Reference: McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions.
        Psychometrika 12, 153-157.
    """
    n = rises + falls
    return min(1.0, 2 * float(special.bdtr(min(rises, falls), n, 0.5))) if n else 1.0


def stuart_maxwell(table: IntArray) -> HomogeneityTest:
    """Test that the two margins of a square table are alike.
    table: people by first answer (rows) and second answer (columns), in one order.
    Missing: nobody changed: nan.
    Formula: d' S^-1 d, d the differences of the margins but one, S = diag(row + column) - (table + table'); answers
        with nobody off the diagonal are left out. R: ``coin::mh_test``; for two answers (b - c)^2 / (b + c), as
        ``mcnemar.test(correct = FALSE)``.
    Reference: Stuart, A. (1955). Biometrika 42, 412-416. Maxwell, A. E. (1970). British Journal of Psychiatry 116.
    """
    counts = np.asarray(table, float)
    moved = counts - np.diag(np.diag(counts))
    used = (moved.sum(axis=0) + moved.sum(axis=1)) > 0
    if used.sum() < 2:
        return HomogeneityTest(math.nan, 0, math.nan)
    counts = counts[used][:, used]
    apart = (counts.sum(axis=1) - counts.sum(axis=0))[:-1]
    spread = (np.diag(counts.sum(axis=1) + counts.sum(axis=0)) - counts - counts.T)[:-1, :-1]
    df = int(np.linalg.matrix_rank(spread))
    statistic = float(apart @ np.linalg.pinv(spread) @ apart)
    return HomogeneityTest(statistic, df, float(special.chdtrc(df, statistic)))


def cochran_q(ticks: FloatArray) -> HomogeneityTest:
    """Test that several yes/no questions have the same share, asked of the same people.
    ticks: people x questions, 0 or 1.
    Missing: nobody differs between questions: nan.
    Formula: (k - 1) (k sum C^2 - T^2) / (k T - sum R^2), C the sums of questions, R those of people; k - 1 df.
        R: ``coin::symmetry_test(y ~ question | person, teststat = "quad")``; for two questions McNemar's chi-square.
    Reference: Cochran, W. G. (1950). The comparison of percentages in matched samples. Biometrika 37, 256-266.
    """
    k, columns, rows = ticks.shape[1], ticks.sum(axis=0), ticks.sum(axis=1)
    total = float(columns.sum())
    below = k * total - float((rows**2).sum())
    if k < 2 or below <= 0:
        return HomogeneityTest(math.nan, 0, math.nan)
    statistic = (k - 1) * (k * float((columns**2).sum()) - total**2) / below
    return HomogeneityTest(statistic, k - 1, float(special.chdtrc(k - 1, statistic)))


def odds_limits(gained: int, lost: int, level: float = 0.95) -> tuple[float, float]:
    """Exact limits of the odds of gaining to losing; nan where nobody changed.
    Formula: Clopper and Pearson's limits p of gained / (gained + lost) as p / (1 - p). R: ``binom.test(b, b + c)``.
    """
    n, tail = gained + lost, (1 - level) / 2
    if n == 0:
        return math.nan, math.nan
    low = float(special.betaincinv(gained, lost + 1, tail)) if gained else 0.0
    high = float(special.betaincinv(gained + 1, lost, 1 - tail)) if lost else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else math.inf


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
