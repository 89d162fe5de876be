"""Read what platforms export: one entrance, one room per platform."""

from surveykit.platforms.detect_platform import detect_export
from surveykit.platforms.wjx import pair_code_export
from surveykit.read.entrance import opened, read_survey

__all__ = ["detect_export", "opened", "pair_code_export", "read_survey"]
