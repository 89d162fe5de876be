"""How a first notebook shows items: numbers that may be codes are counted, what tells next to nothing is summed up."""

from dataclasses import dataclass

import numpy as np

from surveykit.analysis.coded_columns import number_column
from surveykit.analysis.estimate import open_doubts
from surveykit.analysis.questions import MOST_VALUES
from surveykit.codebook import Codebook, Item
from surveykit.survey import Survey

FEWEST_ANSWERS = 5  # to a question that has a table of its own
YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Names of numbers that are counted value by value, and of items that share one table with texts and dates."""

    counted: frozenset[str] = frozenset()
    summed_up: frozenset[str] = frozenset()


EVERYTHING = FirstLook()


def look_at(book: Codebook, survey: Survey | None) -> FirstLook:
    """What the answers and the open doubts of a draft say; nothing of a questionnaire without answers.
    Counted are numbers that are years and numbers that nobody has settled, for their mean may be one of codes. Summed
    up are questions with hardly an answer or with the same answer from everybody, and unsettled numbers of too many
    values.
    """
    if survey is None:
        return EVERYTHING
    unsure = {item.name for item in book if item.kind == "number" and (_are_years(survey, item)
                                                                       or open_doubts(book, item.name))}
    many = {name for name in unsure if _distinct(survey, name) > MOST_VALUES}
    return FirstLook(frozenset(unsure - many), frozenset(many | {item.name for item in book if _is_bare(survey, item)}))


def _are_years(survey: Survey, item: Item) -> bool:
    """Whether all numbers are years."""
    known = number_column(survey, item)
    known = known[~np.isnan(known)]
    return bool(known.size and (known == np.floor(known)).all() and YEARS[0] <= known.min() and known.max() <= YEARS[1])


def _distinct(survey: Survey, name: str) -> int:
    """How many different answers there are."""
    return int(survey.responses[name].nunique())


def _is_bare(survey: Survey, item: Item) -> bool:
    """Whether hardly anybody answered, or everybody the same."""
    answered = (survey.missing_codes(item.columns) == 0).any(axis=1)
    alone = item.kind in ("single", "number") and _distinct(survey, item.name) < 2
    return bool(answered.sum() < FEWEST_ANSWERS or alone)
