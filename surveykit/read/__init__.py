"""Read what platforms export (floor 4): one entrance, one room per platform."""

from surveykit.read.detect import exported
from surveykit.read.entrance import opened, read_survey
from surveykit.read.platforms.wjx import recovered

__all__ = ["exported", "opened", "read_survey", "recovered"]
