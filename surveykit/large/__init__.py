"""Respondents that stay in their files: batches of rows become cells, and cells add up."""

from surveykit.large.open_large_survey import open_large

__all__ = ["open_large"]
