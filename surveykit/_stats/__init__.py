"""Statistics on plain arrays: numpy and scipy.special only, every number checked against R.

The rooms above hand in arrays and get back frozen values; nothing here knows a survey, a label or
a design. Degenerate data give nan, unlawful arguments ValueError, and nothing is rounded. Every `level` is a
confidence level in (0, 1).
"""

from surveykit._stats.agreement import (
    Kappa,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from surveykit._stats.contingency import (
    ChiSquare,
    Effect,
    SmallCells,
    adjusted_residuals,
    chi_square,
    cramers_v,
    expected_counts,
    few_expected,
)
from surveykit._stats.exact import Exact, fisher_exact
from surveykit._stats.mean import MeanInterval, Welch, mean_interval, welch
from surveykit._stats.noncentral import chi_square_ncp
from surveykit._stats.per_unit import COEFFICIENTS, PerUnit, per_unit
from surveykit._stats.proportion import (
    Difference,
    Interval,
    OverBases,
    ZTest,
    interval_over_bases,
    newcombe,
    two_proportions_z,
    wilson,
)
from surveykit._stats.reliability import (
    SKEWED,
    Alpha,
    alpha,
    alpha_if_deleted,
    alpha_interval,
    cronbach_alpha,
    item_rest_correlation,
)
from surveykit._stats.resample import Bootstrap, bootstrap_interval

__all__ = [
    "COEFFICIENTS",
    "SKEWED",
    "Alpha",
    "Bootstrap",
    "ChiSquare",
    "Difference",
    "Effect",
    "Exact",
    "Interval",
    "Kappa",
    "MeanInterval",
    "OverBases",
    "PerUnit",
    "SmallCells",
    "Welch",
    "ZTest",
    "adjusted_residuals",
    "alpha",
    "alpha_if_deleted",
    "alpha_interval",
    "bootstrap_interval",
    "chi_square",
    "chi_square_ncp",
    "cohen_kappa",
    "cramers_v",
    "cronbach_alpha",
    "expected_counts",
    "few_expected",
    "fisher_exact",
    "fleiss_kappa",
    "gwet_ac1",
    "interval_over_bases",
    "item_rest_correlation",
    "krippendorff_alpha",
    "mean_interval",
    "newcombe",
    "per_unit",
    "percent_agreement",
    "two_proportions_z",
    "welch",
    "wilson",
]
