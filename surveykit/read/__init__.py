"""Read what platforms export (floor 4): one entrance, one room per platform."""

from surveykit.read.entrance import read_survey

__all__ = ["read_survey"]
