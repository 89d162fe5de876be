"""A domain such as `gender == 'female'`: which respondents it holds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook, Item
from surveykit.errors import AnalysisError

EXAMPLE = "where=\"gender == 'female'\""


def condition(query: str, codebook: Codebook) -> tuple[Item, str]:
    """The item and the value of `item == 'value'`, the one form a domain takes so far."""
    name, found, value = (part.strip() for part in query.partition("=="))
    if not found or not name or not value:
        raise AnalysisError("A domain must read item == 'option', not {query!r}.", fix=EXAMPLE, query=query)
    item = codebook[name]
    if value[0] in "'\"" and value[-1] == value[0] and len(value) > 1:
        value = value[1:-1]
    if item.options and item.kind in {"single", "multiple"}:
        _answer(item, value)
    return item, value


def _answer(item: Item, value: str) -> None:
    """Nothing, or an error when nobody can have given this answer."""
    if item.option(value).missing:
        raise AnalysisError("{value!r} is a kind of missing of item {item!r} and cannot make a domain.",
                            fix=EXAMPLE, value=value, item=item.name)


def holds(responses: pd.DataFrame, item: Item, value: str) -> np.ndarray:
    """Whether each respondent gave the answer."""
    if item.kind == "multiple":
        given = responses[f"{item.name}__{value}"] == 1
    elif item.kind in {"number", "rating"}:
        given = responses[item.name] == _number(item, value)
    else:
        given = responses[item.name] == value
    return given.fillna(False).to_numpy(dtype=bool)


def _number(item: Item, value: str) -> float:
    """The number a condition names: itself, or the score of an option."""
    scores = {option.value: option.score for option in item.options if option.score is not None}
    try:
        return scores[value] if value in scores else float(value)
    except ValueError:
        raise AnalysisError("A domain of item {item!r} must name a number, not {value!r}.",
                            fix='where="{item} == 3"', item=item.name, value=value) from None
