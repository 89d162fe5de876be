"""Association in a cross table under a sampling design: Rao and Scott's corrections, Wald's test, residuals."""

import math
from dataclasses import dataclass

import numpy as np

from surveykit._stats.argument_checks import FloatArray, lawful_level
from surveykit._stats.contingency import Effect, corrected_v, v_limits
from surveykit._stats.special_functions import special


@dataclass(frozen=True, slots=True)
class DesignTest:
    """A statistic with one or two degrees of freedom (the second nan for a chi-square) and its p-value."""

    statistic: float
    df: float
    df_second: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class SampledTable:
    """Weighted totals of a table without empty rows or columns, and the covariance of its cells row by row.
    n: respondents; df: units less strata; replicated: the covariance of the shares where replicates tell it.
    """

    totals: FloatArray
    covariance: FloatArray
    n: int
    df: float
    replicated: FloatArray | None = None

    @property
    def shares(self) -> FloatArray:
        """Cells as shares of the whole, rows x columns."""
        whole: FloatArray = self.totals / self.totals.sum()
        return whole

    @property
    def independence(self) -> FloatArray:
        """Shares if rows and columns were independent."""
        return np.outer(self.shares.sum(axis=1), self.shares.sum(axis=0))

    def pearson(self) -> float:
        """Pearson's statistic on n respondents, the table weighted."""
        return float(self.n * ((self.shares - self.independence) ** 2 / self.independence).sum())

    def _share_covariance(self) -> FloatArray:
        """Covariance of the shares."""
        if self.replicated is not None:
            return self.replicated
        p = self.shares.ravel()
        pull = np.eye(p.size) - p[:, None]
        found: FloatArray = pull @ self.covariance @ pull.T / self.totals.sum() ** 2
        return found

    def design_effects(self) -> FloatArray:
        """The matrix whose eigenvalues are the generalised design effects of the interaction."""
        p = self.shares.ravel()
        inverse = np.divide(1, p, out=np.zeros_like(p), where=p > 0)[:, None]
        contrasts = _interactions(*self.totals.shape)
        pulled = inverse * contrasts
        inflated = pulled.T @ self._share_covariance() @ pulled
        simple = contrasts.T @ pulled / self.n
        if np.linalg.matrix_rank(simple) < len(simple):  # so many empty cells that contrasts cannot be told apart
            return (np.linalg.pinv(simple) @ inflated).astype(float)
        return np.linalg.solve(simple, inflated).astype(float)

    def departures(self) -> tuple[FloatArray, FloatArray]:
        """How far each cell is from independence, and the covariance of these departures (cells row by row)."""
        rows, columns, whole = self.totals.sum(axis=1), self.totals.sum(axis=0), self.totals.sum()
        r, c = self.totals.shape
        row, column = np.repeat(np.arange(r), c), np.tile(np.arange(c), r)
        jacobian = (np.eye(r * c) - (row[:, None] == row) * columns[column][:, None] / whole
                    - (column[:, None] == column) * rows[row][:, None] / whole
                    + (rows[row] * columns[column])[:, None] / whole**2)
        return (self.totals - np.outer(rows, columns) / whole).ravel(), jacobian @ self.covariance @ jacobian.T


def _interactions(rows: int, columns: int) -> FloatArray:
    """Contrasts of the interaction, orthogonal to the main effects: cells x (rows - 1)(columns - 1)."""
    row, column = np.eye(rows)[:, 1:], np.eye(columns)[:, 1:]
    main = np.column_stack([np.ones(rows * columns), np.kron(row, np.ones((columns, 1))),
                            np.kron(np.ones((rows, 1)), column)])
    products = np.kron(row, column)
    contrasts: FloatArray = products - main @ np.linalg.lstsq(main, products, rcond=None)[0]
    return contrasts


def rao_scott(table: SampledTable, *, first_order: bool = False) -> DesignTest:
    """Pearson's statistic divided by what the design inflates it.
    Formula: D the design effects of the interaction; second order F = X2 / tr D on d = tr(D)^2 / tr(D^2) and d df
        degrees of freedom; first order X2 / (tr D / k) as chi-square on k = (rows - 1)(columns - 1).
        R: ``svychisq(~a + b, d, statistic = "F" | "Chisq")``.
    Reference: Rao, J. N. K., & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with cell
        proportions estimated from survey data. Annals of Statistics 12, 46-60.
    """
    effects = table.design_effects()
    if first_order:
        statistic, k = table.pearson() / float(np.diag(effects).mean()), len(effects)
        return DesignTest(statistic, k, math.nan, float(special.chdtrc(k, statistic)))
    d = _satterthwaite(effects)
    statistic = table.pearson() / float(np.trace(effects))
    return DesignTest(statistic, d, d * table.df, float(special.fdtrc(d, d * table.df, statistic)))


def _satterthwaite(effects: FloatArray) -> float:
    """Degrees of freedom after the second-order correction."""
    return float(np.trace(effects) ** 2 / np.trace(effects @ effects))


def wald_table(table: SampledTable, *, adjusted: bool = True) -> DesignTest:
    """Wald's test that no cell departs from independence.
    Formula: W = Y' V^-1 Y of the departures outside the first row and column; W / k as F on k and df, or adjusted
        W (df - k + 1) / (k df) on k and df - k + 1; nan with too few units.
        R: ``svychisq(~a + b, d, statistic = "Wald" | "adjWald")``.
    Reference: Koch, G. G., Freeman, D. H., & Freeman, J. L. (1975). Strategies in the multivariate analysis of data
        from complex surveys. International Statistical Review 43, 59-78.
    """
    apart, covariance = table.departures()
    inner = np.zeros(table.totals.shape, dtype=bool)
    inner[1:, 1:] = True
    use = inner.ravel()
    k = int(use.sum())
    second = table.df - k + 1 if adjusted else table.df
    if second <= 0:
        return DesignTest(math.nan, k, second, math.nan)
    wald = float(apart[use] @ np.linalg.solve(covariance[np.ix_(use, use)], apart[use]))
    statistic = wald * second / (k * table.df) if adjusted else wald / k
    return DesignTest(statistic, k, second, float(special.fdtrc(k, second, statistic)))


def sampled_residuals(table: SampledTable) -> FloatArray:
    """Departure of each cell by its own standard error, roughly N(0, 1): rows x columns.
    Formula: (T - R C / W) / se, se by Taylor. Two routes agree: this one, and in a simple sample Haberman's adjusted
        residual by sqrt((n - 1) / n) when expected counts are large. R: none.
    Reference: Rao and Scott (1984), as `rao_scott`.
    """
    apart, covariance = table.departures()
    variance = np.diag(covariance)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(variance > 0, apart / np.sqrt(variance), np.nan).reshape(table.totals.shape)


def sampled_v(table: SampledTable, level: float = 0.95) -> Effect:
    """Cramer's V of the weighted table, its interval from the corrected statistic.
    Formula: V = sqrt(X2 / (n (k - 1))); limits by `v_limits` of X2 / a on Satterthwaite's d and n / a people, a =
        tr(D^2) / tr(D); corrected takes tr(D) / n from
        X2 / n, then shrinks as Bergsma's. R: none; in a simple sample it is `cramers_v` up to n / (n - 1).
    Reference: Rao and Scott (1984), as `rao_scott`; Bergsma (2013), as `cramers_v`.
    """
    effects, statistic = table.design_effects(), table.pearson()
    trace = float(np.trace(effects))
    inflation = float(np.trace(effects @ effects)) / trace
    scale = table.n * (min(table.totals.shape) - 1)
    low, high = v_limits(table.shares, statistic, _satterthwaite(effects), table.n, lawful_level(level), inflation)
    corrected = corrected_v(statistic, trace, table.n, table.totals.shape)
    return Effect(min(math.sqrt(statistic / scale), 1.0), low, high, corrected)
