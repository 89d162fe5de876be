"""Does an item of any kind differ between groups? The test that its kind, its counts and the design allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.contingency import chi_square, cramers_v, few_expected
from surveykit._stats.exact import fisher_exact
from surveykit._stats.mean import welch
from surveykit._stats.rao_scott import SampledTable, rao_scott, sampled_v
from surveykit._stats.sampled_difference import sampled_difference
from surveykit._stats.sampling import Sampling
from surveykit._stats.several_means import sampled_anova, welch_anova
from surveykit.analysis.cells import Counts
from surveykit.analysis.coded_columns import Codes
from surveykit.analysis.domain import Domain
from surveykit.analysis.item_groups import ItemGroups

NONE = float("nan")
SEED = 20080501


class GroupTest(NamedTuple):
    """Name of the test, its p-value, the effect and its name; '' and nan where nothing can be tested."""

    name: str
    p_value: float
    effect: float
    effect_name: str


UNTESTED = GroupTest("", NONE, NONE, "")


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


def occupied_table(codes: Codes, groups: Codes) -> OccupiedTable:
    """The table of options (codes of respondents, -1 for none) by groups."""
    inside = (codes >= 0) & (groups >= 0)
    (rows, row), (columns, column) = (np.unique(side[inside], return_inverse=True) for side in (groups, codes))
    places = np.full(len(codes), -1, dtype=np.intp)
    places[inside] = row * columns.size + column
    counts = np.bincount(places[inside], minlength=rows.size * columns.size).reshape(rows.size, columns.size)
    return OccupiedTable(counts, rows.astype(np.intp), columns.astype(np.intp), places)


def sampled_table(domain: Domain, sampling: Sampling, table: OccupiedTable) -> SampledTable:
    """The table weighted, with the covariance of its cells."""
    sums = sampling.sum_cells(domain.put_back(table.places, -1), table.counts.size)
    return SampledTable(sums.totals.reshape(table.counts.shape), sums.covariance(), int(table.counts.sum()),
                        sampling.degrees(domain.put_back(table.places >= 0, False)))


def compare_options(domain: Domain, codes: Codes, groups: ItemGroups) -> GroupTest:
    """Chi-square, or the exact test by Cochran's rule; Rao and Scott's under a design.

    codes: option of each respondent of the domain, -1 for none.
    """
    table = occupied_table(codes, groups.codes)
    if min(table.counts.shape) < 2:
        return UNTESTED
    if domain.sampling is None:
        return _compare_simple(table.counts)
    sampled = sampled_table(domain, domain.sampling, table)
    return GroupTest("rao_scott", rao_scott(sampled).p_value, sampled_v(sampled).estimate, "cramers_v")


def _compare_simple(table: Counts) -> GroupTest:
    """The test of a table of counts."""
    below, cells, least = few_expected(table)
    effect = cramers_v(table).estimate
    if below <= 0.2 * cells and least >= 1:
        return GroupTest("chi_square", chi_square(table).p_value, effect, "cramers_v")
    found = fisher_exact(table, seed=SEED)
    return GroupTest(found.method, found.p_value, effect, "cramers_v")


def compare_numbers(domain: Domain, x: NDArray[np.float64], groups: ItemGroups) -> GroupTest:
    """Welch's test of two groups with Hedges' g, of more his analysis of variance with eta squared; or the design's.

    x: a number of each respondent of the domain, nan for none.
    """
    parts = [(groups.codes == code) & ~np.isnan(x) for code in range(len(groups.names))]
    parts = [part for part in parts if part.any()]
    if len(parts) < 2:
        return UNTESTED
    if domain.sampling is None:
        if len(parts) == 2:
            two = welch(x[parts[0]], x[parts[1]])
            return GroupTest("welch", two.p_value, two.hedges_g, "hedges_g")
        several = welch_anova([x[part] for part in parts])
        return GroupTest("welch_anova", several.test.p_value, several.eta_squared, "eta_squared")
    known, spread = domain.put_back(np.nan_to_num(x), 0.0), [domain.put_back(part, False) for part in parts]
    if len(parts) == 2:
        two = sampled_difference(domain.sampling, known, spread[0], spread[1])
        return GroupTest("design_t", two.p_value, two.hedges_g, "hedges_g")
    several = sampled_anova(domain.sampling, known, spread)
    return GroupTest("design_wald", several.test.p_value, several.eta_squared, "eta_squared")
