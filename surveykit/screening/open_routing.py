"""Nobody is called incomplete for questions that they may not have been asked."""

import numpy as np
from numpy.typing import NDArray

from surveykit.answers.answer_texts import AnswerTexts
from surveykit.drafting.learn_routing import find_open_routes
from surveykit.errors import CleaningError, count_noun
from surveykit.screening.screened_answers import BLANK, ScreenedAnswers


def require_settled_routing(screened: ScreenedAnswers, blank: NDArray[np.int64], share: float) -> None:
    """Refuse where somebody is incomplete only by blanks of questions that others with the same answer lack too."""
    survey = screened.survey
    answers = AnswerTexts(survey._responses, survey._missing, survey.codebook, {})
    asked = {item.name for item in screened.questions}
    routes = {name: found for name, found in find_open_routes(answers, survey.codebook).items() if name in asked}
    unsure = np.zeros(survey.rows, dtype=int)
    for name, found in routes.items():
        closed = np.logical_or.reduce([route.may_be_unasked() for route in found])
        unsure += closed & (survey._missing[survey.codebook[name].columns[0]].to_numpy() == BLANK)
    most = 1 - share
    at_stake = (blank > most * screened.shown_counts) & (blank - unsure <= most * (screened.shown_counts - unsure))
    if at_stake.any():
        name, route = next((name, found[0]) for name, found in routes.items())
        raise CleaningError(
            "Whether {people} answered too little depends on questions that they may not have been asked.",
            where="{file}, item {item!r}: blank for all {count} who answered {labels} to {gate!r}",
            fix="write the condition into column relevant of the codebook (surveykit draft proposes it), or give "
                "screen the other rules=", people=count_noun(int(at_stake.sum()), "respondent"), item=name,
            file=survey.source.name, count=route.count, labels=route.labels(), gate=route.gate.item.name)
