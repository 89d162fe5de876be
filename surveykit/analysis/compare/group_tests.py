"""Does an item of any kind differ between groups? The test that its kind, its counts and the design allow."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.mean import welch
from surveykit._stats.sampled_mean import sampled_difference
from surveykit._stats.several_means import sampled_anova, welch_anova
from surveykit.analysis.coded_columns import Codes
from surveykit.analysis.compare.set_tables import cross_sets, mean_v, run_set_test
from surveykit.analysis.compare.table_tests import occupied_table, test_of_table
from surveykit.analysis.domain import Domain
from surveykit.analysis.item_groups import ItemGroups
from surveykit.codebook import Item

NONE = float("nan")


class GroupTest(NamedTuple):
    """Name of the test, its p-value, the effect and its name; '' and nan where nothing can be tested."""

    name: str
    p_value: float
    effect: float
    effect_name: str


UNTESTED = GroupTest("", NONE, NONE, "")


def compare_options(domain: Domain, codes: Codes, groups: ItemGroups) -> GroupTest:
    """Chi-square, or the exact test by Cochran's rule; Rao and Scott's under a design.
    codes: option of each respondent of the domain, -1 for none.
    """
    table = occupied_table(codes, groups.codes)
    if min(table.counts.shape) < 2:
        return UNTESTED
    test = test_of_table(domain, table)
    return GroupTest(test.name, test.found.p_value, test.effect.estimate, "cramers_v")


def compare_sets(domain: Domain, item: Item, by: Item) -> GroupTest:
    """All options of a select-all item together, and the root mean square of their V; `by` may be one, too."""
    table = cross_sets(domain, item, by)
    if not table.base or not table.is_testable:
        return UNTESTED
    parts = table.parts(0.95)
    test = run_set_test(table, parts)
    return GroupTest(test.name, test.found.p_value, mean_v(parts), "mean_v")


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
