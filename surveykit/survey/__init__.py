"""Responses with their codebook, their flags and the log of every change."""

from surveykit.survey.frame import MISSING, MISSING_CODE, value_of, written
from surveykit.survey.numbers import answer_codes, number_of, own_code
from surveykit.survey.select import (
    Groups,
    domain,
    domain_note,
    groups_of,
    no_group,
    option_codes,
    rating_matrix,
    require,
    set_matrix,
    set_missing,
    small_groups,
    unweighted,
)
from surveykit.survey.value import REDO, Change, Design, Flag, Source, Step, Survey

__all__ = ["MISSING", "MISSING_CODE", "REDO", "Change", "Design", "Flag", "Groups", "Source", "Step", "Survey",
           "answer_codes", "domain", "domain_note", "groups_of", "no_group", "number_of", "option_codes", "own_code",
           "rating_matrix", "require", "set_matrix", "set_missing", "small_groups", "unweighted", "value_of",
           "written"]
