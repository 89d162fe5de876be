"""The answers to an item as places in a list of distinct texts, as conditions and calculations look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.codebook import Item
from surveykit.expression.expression_values import as_calendar_date, as_text
from surveykit.survey.condition_parser import KIND_PREFIX
from surveykit.survey.frame import MISSING, value_text

if TYPE_CHECKING:
    from surveykit.survey.value import Survey


class AnswerCodes(NamedTuple):
    """The answers to an item as places in a list of texts."""

    codes: NDArray[np.intp]
    texts: tuple[str, ...]


def combine_codes(columns: list[AnswerCodes], rows: int) -> tuple[NDArray[np.intp], list[tuple[int, ...]]]:
    """Which distinct combination of codes each respondent has, and the combinations."""
    if not columns:
        return np.zeros(rows, dtype=np.intp), [()]
    places: NDArray[np.intp] = columns[0].codes
    combinations: list[tuple[int, ...]] = [(code,) for code in range(len(columns[0].texts))]
    for column in columns[1:]:
        places, keys = pd.factorize(places * len(column.texts) + column.codes)
        combinations = [(*combinations[key // len(column.texts)], int(key % len(column.texts))) for key in keys]
    return places, combinations


def code_item(survey: Survey, key: str) -> AnswerCodes:
    """The answers, or the kinds of missing, of an item; made once per survey."""
    stored = f"condition {key}"
    if stored not in survey.codes:
        kind = key.startswith(KIND_PREFIX)
        item = survey.codebook[key.removeprefix(KIND_PREFIX)]
        survey.codes[stored] = (AnswerCodes(survey.missing_codes(item.columns)[:, 0].astype(np.intp), MISSING) if kind
                                else code_answers(survey._responses, item))
    found: AnswerCodes = survey.codes[stored]
    return found


def code_answers(frame: pd.DataFrame, item: Item) -> AnswerCodes:
    """Options by value, several with blanks between them, points by their score, days as ISO dates; '' for nothing."""
    if item.kind == "multiple":
        return _code_ticks(frame, item)
    codes, distinct = pd.factorize(frame[item.name])
    texts = [as_calendar_date(_iso(value_text(one))) if item.kind == "date" else
             one if isinstance(one, str) else as_text(float(one)) for one in distinct]
    return AnswerCodes(np.where(codes < 0, len(texts), codes), (*texts, ""))


def _iso(text: str) -> str:
    """A day with hyphens, as expressions write it: `2026/4/30` and `2026年4月30日` too."""
    day = text.strip().split(" ")[0].split("T")[0]
    return day.translate(str.maketrans("/.年月", "----", "日"))


def _code_ticks(frame: pd.DataFrame, item: Item) -> AnswerCodes:
    """Which options each respondent ticked: a blank where an answer holds none, '' where there is no answer."""
    ticks = frame[list(item.columns)].to_numpy(dtype=float, na_value=np.nan)
    packed = np.packbits(ticks > 0, axis=1)
    words = np.ascontiguousarray(np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8)))).view(np.uint64)
    codes, distinct = combine_codes([AnswerCodes(*pd.factorize(word)) for word in words.T], len(frame))
    first = np.zeros(len(distinct), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    values = [option.value for option in item.answers]
    texts = [" ".join(value for value, tick in zip(values, ticks[row] == 1, strict=True) if tick) for row in first]
    texts = [text or " " for text in texts]
    return AnswerCodes(np.where(np.isnan(ticks[:, 0]), len(texts), codes), (*texts, ""))
