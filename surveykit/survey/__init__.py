"""Responses with their codebook, their flags and the log of every change."""

from surveykit.survey.design import PARTS, Design, WeightMargin
from surveykit.survey.frame import MISSING, MISSING_CODE, value_of, value_text
from surveykit.survey.numbers import answer_codes, number_of, own_code
from surveykit.survey.require_item import require_item, require_survey
from surveykit.survey.source import Source
from surveykit.survey.survey_log import Change, Flag, RuleRun, Step
from surveykit.survey.value import Survey

__all__ = ["MISSING", "MISSING_CODE", "PARTS", "Change", "Design", "Flag", "RuleRun", "Source", "Step", "Survey",
           "WeightMargin", "answer_codes", "number_of", "own_code", "require_item", "require_survey", "value_of",
           "value_text"]
