"""A survey whose rows are cells: each stands for all respondents who gave the same answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveykit.survey.value import Survey

Floats = NDArray[np.float64]
NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class NumberSums:
    """What the numbers of the people in each cell add up to, all about one value.
    about: that value; the cells have it for their number. plain, weighted, squared: cells x 2, the sums of x and of
    x squared, each counted once, by weight, and by weight squared. cubes: cells, the sums of x cubed.
    ends: smallest and largest number of those that the condition holds for.
    """

    about: float
    plain: Floats
    weighted: Floats
    squared: Floats
    cubes: Floats
    ends: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class CellSurvey(Survey):
    """Cells as rows, so that whatever looks at rows looks at cells, and whatever counts them counts people.
    people: respondents per cell. weights, squares: sums of their weights and of the weights' squares; empty where the
    design names none. uneven: whether weights differ. inside, unknown: where the condition holds, and for how many
    people it cannot be told; empty without one. numbers: sums of number items.
    """

    people: NDArray[np.int64] = field(default_factory=NOBODY.copy)
    weights: Floats = field(default_factory=lambda: np.zeros(0))
    squares: Floats = field(default_factory=lambda: np.zeros(0))
    uneven: bool = False
    inside: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    unknown: int = 0
    numbers: Mapping[str, NumberSums] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Respondents that the cells stand for."""
        return int(self.people.sum())


def people_of(survey: Survey) -> NDArray[np.int64] | None:
    """How many respondents each row stands for; None where it is one each."""
    return survey.people if isinstance(survey, CellSurvey) else None


def row_count(survey: Survey) -> int:
    """Rows that are held: respondents, or cells of them."""
    return len(survey._responses)


def numbers_of(survey: Survey, name: str) -> NumberSums | None:
    """The sums of a number item, where its numbers themselves are not held."""
    found: dict[str, Any] = dict(survey.numbers) if isinstance(survey, CellSurvey) else {}
    return found.get(name)
