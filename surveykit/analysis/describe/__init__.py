"""Describe: shares, means and the flow of forms, each with its base."""

from surveykit.analysis.describe.case_flow import case_flow
from surveykit.analysis.describe.means import means
from surveykit.analysis.describe.number_lines import quantiles, ratio, totals
from surveykit.analysis.describe.overview import overview
from surveykit.analysis.describe.ranking import ranking
from surveykit.analysis.describe.sets import multiple_response
from surveykit.analysis.describe.shares import crosstab, frequencies, likert

__all__ = ["case_flow", "crosstab", "frequencies", "likert", "means", "multiple_response", "overview", "quantiles",
           "ranking", "ratio", "totals"]
