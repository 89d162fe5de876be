"""Compare: tests with effect sizes and intervals; the choice made stands in `method`."""

from surveykit.analysis.compare.association import association
from surveykit.analysis.compare.profile_table import profile
from surveykit.analysis.compare.welch import welch

__all__ = ["association", "profile", "welch"]
