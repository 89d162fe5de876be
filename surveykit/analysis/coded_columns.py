"""Coded columns of a survey: answers as small whole numbers, made once and kept with the survey."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.codebook import Item
from surveykit.errors import AnalysisError, list_quoted
from surveykit.survey import Survey

Codes = NDArray[np.signedinteger]
WIDEST = 1_000  # points between which whole numbers are looked up in a list


def option_codes(survey: Survey, item: Item) -> Codes:
    """Position of each respondent's answer among the item's answers; -1 for no answer.
    Shape: respondents. One byte each, unless the item has more than 127 options.
    """
    if item.name not in survey.codes:
        survey.codes[item.name] = _encode_options(survey, item)
    codes: Codes = survey.codes[item.name]
    return codes


def _encode_options(survey: Survey, item: Item) -> Codes:
    """The codes of one item, answers looked up once: points as numbers, other answers as text."""
    column, points = survey._responses[item.name], item.kind == "rating"
    place = {value: code for code, option in enumerate(item.answers)
             if (value := option.score if points else option.value) is not None}
    given = survey._missing[item.name].to_numpy() == 0
    if points:
        answers: NDArray[Any] = column.to_numpy(dtype=float, na_value=np.nan)
        positions = _positions(np.array(list(place), dtype=float), answers)
    else:
        answers = column.to_numpy(dtype=object)
        positions = pd.Index(list(place), dtype=object).get_indexer(pd.Index(answers, dtype=object))
    outside = positions < 0
    if not given.all():
        outside, positions = outside & given, np.where(given, positions, -1)
    if outside.any():
        strange = dict.fromkeys(map(str, answers[outside]))
        raise AnalysisError("Answers to {item!r} must be among its options; not so: {strange}.", where=survey,
                            fix="add them to the codebook, or recode the answers", item=item.name,
                            strange=list_quoted(strange))
    codes = [*place.values(), -1]
    return (np.array(codes, dtype=np.int8) if len(codes) <= 128 else np.array(codes, dtype=np.int32))[positions]


def _positions(points: NDArray[np.float64], answers: NDArray[np.float64]) -> Codes:
    """Where each answer stands among the points, -1 for nowhere."""
    if not points.size:
        return np.full(answers.shape, -1)
    low, width = points.min(), np.ptp(points) + 1
    if width <= WIDEST and (points == np.floor(points)).all():  # a look-up in a list, several times as fast
        list_of = np.full(int(width) + 1, -1, dtype=np.int16)
        list_of[(points - low).astype(np.intp)] = np.arange(points.size)
        places = answers - low
        whole = np.fmin(np.fmax(places, 0), width).astype(np.int16)  # nan becomes 0, and is no place
        return np.where(whole == places, list_of[whole], -1)
    order = np.argsort(points)
    found = order[np.minimum(np.searchsorted(points[order], answers), points.size - 1)]
    return np.where(points[found] == answers, found, -1)


def tick_codes(survey: Survey, item: Item) -> Codes:
    """Ticks of a response set: 1, 0, or -1 in every column where the set was not answered.
    Shape: respondents x options.
    """
    if item.name not in survey.codes:
        ticks = survey._responses[list(item.columns)].to_numpy(dtype=float, na_value=np.nan)
        survey.codes[item.name] = np.where(np.isnan(ticks), -1, ticks).astype(np.int8)
    codes: Codes = survey.codes[item.name]
    return codes


def choice_codes(survey: Survey, item: Item) -> Codes:
    """Respondents x options of any choice: chosen, not chosen, or -1 for no answer."""
    if item.kind == "multiple":
        return tick_codes(survey, item)
    codes = np.asarray(option_codes(survey, item))[:, None]
    return np.where(codes < 0, -1, codes == np.arange(len(item.answers)))


def missing_codes(survey: Survey, item: Item) -> NDArray[np.int8]:
    """Why each respondent has no answer, as codes of `MISSING`; of a set, its first missing option; made once."""
    kept = f"missing({item.name})"
    if kept not in survey.codes:
        codes = survey._missing[item.columns[0]].to_numpy()
        if len(item.columns) > 1:
            several = survey.missing_codes(item.columns)
            codes = several[np.arange(len(several)), (several != 0).argmax(axis=1)]
        survey.codes[kept] = codes
    found: NDArray[np.int8] = survey.codes[kept]
    return found


def number_column(survey: Survey, item: Item) -> NDArray[np.float64]:
    """A number or a rating of each respondent, nan for none; no rating but one of its points."""
    if item.kind == "rating":
        scores = np.array([*(np.nan if option.score is None else option.score for option in item.answers), np.nan])
        return scores[option_codes(survey, item)]
    return survey._responses[item.name].to_numpy(dtype=float, na_value=np.nan)


def rating_matrix(survey: Survey, items: Sequence[Item]) -> NDArray[np.float64]:
    """Respondents x ratings as numbers, nan for no answer; reversed items turned round."""
    return np.column_stack([_turn_round(survey, item, number_column(survey, item)) for item in items])


def _turn_round(survey: Survey, item: Item, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ratings of an item, turned round between the ends of its scale (else of its points) if it is reversed."""
    if not item.reverse:
        return x
    scores = [option.score for option in item.answers if option.score is not None]
    scale = survey.codebook.scale(item.scale) if item.scale else None
    return (scale.low + scale.high if scale else min(scores) + max(scores)) - x
