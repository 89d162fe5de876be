"""Coded columns of a survey: answers as small whole numbers, made once and kept with the survey."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.codebook import Item
from surveykit.errors import AnalysisError, list_quoted
from surveykit.survey import Survey

Codes = NDArray[np.signedinteger]


def option_codes(survey: Survey, item: Item) -> Codes:
    """Position of each respondent's answer among the item's answers; -1 for no answer.

    Shape: respondents. One byte each, unless the item has more than 127 options.
    """
    if item.name not in survey.codes:
        survey.codes[item.name] = _encode_options(survey, item)
    codes: Codes = survey.codes[item.name]
    return codes


def _encode_options(survey: Survey, item: Item) -> Codes:
    """The codes of one item, answers looked up as text once."""
    column = survey.responses[item.name]
    values = [option.score if item.kind == "rating" else option.value for option in item.answers]
    place = {value: code for code, value in enumerate(values) if value is not None}
    given = column.notna().to_numpy()
    answers = column.to_numpy(dtype=object)[given]
    positions = pd.Index(list(place), dtype=object).get_indexer(pd.Index(answers, dtype=object))
    if (positions < 0).any():
        strange = dict.fromkeys(map(str, answers[positions < 0]))
        raise AnalysisError("Answers to {item!r} must be among its options; not so: {strange}.",
                            where="{file}", fix="add them to the codebook, or recode the answers",
                            item=item.name, strange=list_quoted(strange), file=survey.source.name)
    codes: Codes = np.full(len(column), -1, dtype=np.int8 if len(values) < 128 else np.int32)
    codes[given] = np.array(list(place.values()), dtype=codes.dtype)[positions]
    return codes


def tick_codes(survey: Survey, item: Item) -> Codes:
    """Ticks of a response set: 1, 0, or -1 in every column where the set was not answered.

    Shape: respondents x options.
    """
    if item.name not in survey.codes:
        ticks = survey.responses[list(item.columns)].to_numpy(dtype=float, na_value=np.nan)
        survey.codes[item.name] = np.where(np.isnan(ticks), -1, ticks).astype(np.int8)
    codes: Codes = survey.codes[item.name]
    return codes


def missing_codes(survey: Survey, item: Item) -> NDArray[np.int8]:
    """Why each respondent has no answer, as codes of `MISSING`; of a set, its first missing option; made once."""
    kept = f"missing({item.name})"
    if kept not in survey.codes:
        codes = survey.missing_codes(item.columns)
        first = (codes != 0).argmax(axis=1) if codes.shape[1] > 1 else np.zeros(len(codes), dtype=np.intp)
        survey.codes[kept] = codes[np.arange(len(codes)), first]
    found: NDArray[np.int8] = survey.codes[kept]
    return found


def number_column(survey: Survey, item: Item) -> NDArray[np.float64]:
    """A number or a rating of each respondent, nan for none; no rating but one of its points."""
    if item.kind == "rating":
        option_codes(survey, item)  # refuses what is no point, by whatever road it came
    return survey.responses[item.name].to_numpy(dtype=float, na_value=np.nan)


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
