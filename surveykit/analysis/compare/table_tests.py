"""The test of a cross table: by its counts in a simple sample, by its design under one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.contingency import Effect, SmallCells, chi_square, cramers_v, few_expected
from surveykit._stats.exact import Exact, fisher_exact
from surveykit._stats.rao_scott import DesignTest, SampledTable, rao_scott, sampled_v, wald_table
from surveykit._stats.sample_ratios import ratio_covariance
from surveykit._stats.sampling import Sampling, UnitSums
from surveykit.analysis.cells import Counts, count_places
from surveykit.analysis.coded_columns import Codes
from surveykit.analysis.domain import Domain
from surveykit.errors import AnalysisError

SIMPLE_METHODS = ("chi_square", "exact")
DESIGN_METHODS: dict[str, Callable[[SampledTable], DesignTest]] = {
    "rao_scott": rao_scott, "rao_scott_first": partial(rao_scott, first_order=True), "wald": wald_table,
    "wald_unadjusted": partial(wald_table, adjusted=False)}
NONE = float("nan")
SEED = 20080501
DRAWS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class TableTest:
    """A test: name, statistic, one or two df, p, effect; `small` in a simple sample, `exact` of an exact test."""

    name: str
    found: DesignTest
    effect: Effect
    small: SmallCells | None = None
    exact: Exact | None = None

    @property
    def is_sparse(self) -> bool:
        """Whether Cochran's rule speaks against the chi-square approximation."""
        return self.small is not None and is_sparse(self.small)


def is_sparse(small: SmallCells) -> bool:
    """More than a fifth of the cells expect fewer than 5, or one fewer than 1."""
    return small.n_cells_below_5 > 0.2 * small.n_cells or small.smallest < 1


def run_simple(table: Counts, method: str = "auto", level: float = 0.95) -> TableTest:
    """Chi-square, or the exact test by Cochran's rule; the table has no empty row or column."""
    small, effect = few_expected(table), cramers_v(table, level)
    if method == "chi_square" or (method == "auto" and not is_sparse(small)):
        test = chi_square(table)
        return TableTest("chi_square", DesignTest(test.statistic, test.df, NONE, test.p_value), effect, small)
    exact = fisher_exact(table, draws=DRAWS, seed=SEED)
    if method == "exact" and exact.method != "exact":
        raise AnalysisError("The exact test of a table of {rows} by {columns} with {n} answers would take too long.",
                            where="association", fix="method='auto' draws random tables; method='chi_square'",
                            rows=table.shape[0], columns=table.shape[1], n=int(table.sum()))
    return TableTest(exact.method, DesignTest(NONE, NONE, NONE, exact.p_value), effect, small, exact)


def run_sampled(table: SampledTable, method: str = "auto", level: float = 0.95) -> TableTest:
    """Rao and Scott's second-order test, or another of the design's."""
    name = "rao_scott" if method == "auto" else method
    return TableTest(name, DESIGN_METHODS[name](table), sampled_v(table, level))


@dataclass(frozen=True, slots=True, eq=False)
class OccupiedTable:
    """A cross table without empty rows (groups) and columns (options).
    counts: respondents; rows, columns: which groups and options these are; places: cell of each respondent of the
        domain, -1 for none.
    """

    counts: Counts
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    places: NDArray[np.intp]


def occupied_table(codes: Codes, groups: Codes, people: NDArray[np.int64] | None = None) -> OccupiedTable:
    """The table of options (codes of respondents, -1 for none) by groups; people: how many each code stands for."""
    inside = (codes >= 0) & (groups >= 0)
    (rows, row), (columns, column) = (_find_occurring(side[inside]) for side in (groups, codes))
    places = np.full(len(codes), -1, dtype=np.intp)
    places[inside] = row * columns.size + column
    counts = count_places(places[inside], rows.size * columns.size, None if people is None else people[inside])
    counts = counts.reshape(rows.size, columns.size)
    return OccupiedTable(counts, rows, columns, places)


def _find_occurring(codes: Codes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The codes that occur in order, and where among them each one stands (as `np.unique` says, without sorting)."""
    occurs = np.bincount(codes) > 0
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[codes]


def sampled_table(domain: Domain, sampling: Sampling, table: OccupiedTable) -> SampledTable:
    """The table weighted, with the covariance of its cells."""
    sums = sampling.sum_cells(domain.put_back(table.places, -1), table.counts.size)
    return weigh_table(table.counts, sums, sampling.degrees(domain.put_back(table.places >= 0, False)))


def test_of_table(domain: Domain, table: OccupiedTable, level: float = 0.95) -> TableTest:
    """Chi-square or exact test of a table, or Rao and Scott's under its design."""
    if domain.sampling is None:
        return run_simple(table.counts, level=level)
    return run_sampled(sampled_table(domain, domain.sampling, table), level=level)


def weigh_table(counts: Counts, sums: UnitSums, df: float) -> SampledTable:
    """A table of counts and its weighted sums, row by row."""
    replicated = None if sums.replicates is None else ratio_covariance(
        sums, np.eye(counts.size), np.ones((counts.size, counts.size)))
    return SampledTable(sums.totals.reshape(counts.shape), sums.covariance(), int(counts.sum()), df, replicated)
