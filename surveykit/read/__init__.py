"""Read what platforms export: one entrance for every file."""

from surveykit.read.read_survey import read_survey

__all__ = ["read_survey"]
