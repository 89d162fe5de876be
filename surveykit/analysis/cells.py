"""One pass over the rows to the counts that tables and tests rest on.

Cells add up: the cells of two parts of a survey are the cells of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit.analysis.coded_columns import Codes

Counts = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Respondents by group and answer, those without either among them.
    n: (groups + 1) x (levels + 1) counts; row 0 holds who has no group, column 0 who has no answer.
    """

    n: Counts

    def __add__(self, other: Cells) -> Cells:
        """The cells of two parts taken together."""
        return Cells(self.n + other.n)

    @property
    def counts(self) -> Counts:
        """Groups x levels."""
        return self.n[1:, 1:]

    @property
    def base(self) -> int:
        """Respondents with an answer and a group."""
        return int(self.counts.sum())


def count_places(places: NDArray[np.integer], size: int, people: NDArray[np.int64] | None = None) -> Counts:
    """Respondents at each of so many places: a place per row, and how many people a row stands for (one each)."""
    return np.rint(np.bincount(places, people, size)).astype(np.intp)


def reduce_cells(codes: Codes, levels: int, groups: Codes, n_groups: int,
                 people: NDArray[np.int64] | None = None) -> Cells:
    """Respondents per group and level.
    codes: Level of each respondent, 0 to levels - 1; -1 for no answer.
    levels: Number of levels, empty ones included.
    groups: Group of each respondent, -1 for none.
    n_groups: Number of groups.
    people: Respondents each row stands for; one each by default.
    >>> cells = reduce_cells(np.array([0, 1, 1, -1]), 3, np.array([0, 0, 1, 1]), 2)
    >>> cells.counts.tolist(), cells.base, (cells + cells).base
    ([[1, 1, 0], [0, 1, 0]], 3, 6)
    """
    shape = n_groups + 1, levels + 1
    flat = (groups.astype(np.int32) + 1) * shape[1] + codes + 1
    return Cells(count_places(flat, shape[0] * shape[1], people).reshape(shape))
