"""Who gave an answer, who answered, who was asked: one line of true and false for each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit.codebook import Item, Option
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.survey import MISSING_CODE, Survey

BASES = ("answered", "asked", "all", "ticked")
Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class AnswerMasks:
    """How much each respondent adds to an answer (0 or 1), and to each base of it (ticks: how many).
    Shape of every array: respondents. `bases` is named by `BASES`; `ticked` is there for a response set only.
    """

    chosen: Amounts
    bases: dict[str, Amounts]


def mask_answer(survey: Survey, item: Item, option: str) -> AnswerMasks:
    """The masks of one answer."""
    if item.kind not in {"single", "rating", "multiple"}:
        raise AnalysisError("Figures of {item!r} cannot be sought: its kind is {kind}.",
                            fix="single, rating and multiple items have options", item=item.name, kind=item.kind)
    found = _find_option(item, option)
    columns = survey.responses[list(item.columns)]
    given = columns.notna().to_numpy()
    answered = given.all(axis=1).astype(float)
    asked = (survey.missing_codes(item.columns) != MISSING_CODE["not_asked"]).any(axis=1).astype(float)
    bases: dict[str, Amounts] = {"answered": answered, "asked": asked, "all": np.ones(survey.rows)}
    if item.kind == "multiple":
        ticks = columns.to_numpy(dtype=float, na_value=0.0)
        return AnswerMasks(ticks[:, item.columns.index(f"{item.name}__{found.value}")],
                           bases | {"ticked": ticks.sum(axis=1)})
    value = found.score if item.kind == "rating" else found.value
    same = np.asarray((columns[item.name] == value).fillna(value=False), dtype=float)
    return AnswerMasks(same, bases)


def _find_option(item: Item, option: str) -> Option:
    """The option of this name, else of this label in any language."""
    for one in item.answers:
        if option == one.value or option in one.label.values():
            return one
    raise AnalysisError("{option!r} is no answer of {item!r}.",
                        fix=did_you_mean(option, [one.value for one in item.answers]), option=option, item=item.name)
