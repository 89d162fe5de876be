"""Compare (floor 4): tests with effect sizes and intervals; the choice made stands in `method`."""

from surveykit.compare.association import association
from surveykit.compare.groups import welch

__all__ = ["association", "welch"]
