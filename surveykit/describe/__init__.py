"""Describe (floor 4): shares, means and the flow of forms, each with its base."""

from surveykit.describe.flow import case_flow
from surveykit.describe.means import means
from surveykit.describe.sets import multiple_response
from surveykit.describe.shares import crosstab, frequencies, likert

__all__ = ["case_flow", "crosstab", "frequencies", "likert", "means", "multiple_response"]
