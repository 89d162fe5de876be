"""Read what platforms export: one entrance, one room per platform."""

from surveykit.platforms.detect_platform import exported
from surveykit.platforms.wjx import recovered
from surveykit.read.entrance import opened, read_survey

__all__ = ["exported", "opened", "read_survey", "recovered"]
