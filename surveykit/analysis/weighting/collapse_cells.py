"""Post-strata with too few respondents joined with their neighbours."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from surveykit.analysis.weighting.margin_columns import cell_place, cell_words, cross_answers
from surveykit.errors import AnalysisError
from surveykit.survey import Survey, WeightMargin

Cells = tuple[tuple[tuple[str, ...], ...], float]


def collapse_cells(survey: Survey, margin: WeightMargin, smallest: int, *, allowed: bool,
                   counted: NDArray[np.bool_] | None = None) -> WeightMargin:
    """The margin whose cells all have enough respondents; refused where cells may not be joined.
    The smallest cell goes to that neighbour, in the order of the options and inside the first items, which has fewer
    respondents, until none is too small. counted: who counts as a respondent; everybody by default.
    """
    items = [survey.codebook[name] for name in margin.items]
    places, shape = cross_answers(survey, items)
    counts = np.bincount(places if counted is None else places[counted], minlength=math.prod(shape))
    joined = sorted(margin.cells, key=lambda cell: cell_place(items, shape, cell[0][0]))

    def size(cell: Cells) -> int:
        return int(sum(counts[cell_place(items, shape, part)] for part in cell[0]))

    while len(joined) > 1 and (least := min(map(size, joined))) < smallest:
        place = [size(cell) for cell in joined].index(least)
        if not allowed:
            raise AnalysisError("The cell {cell} of {items} has {n} respondents, fewer than {smallest}.", where=survey,
                                fix="poststratify(..., collapse=True) joins it with its neighbour, or smallest=1",
                                cell=cell_words(joined[place][0]), n=least, smallest=smallest,
                                items=" × ".join(margin.items))
        near = _nearest(joined, place, size)
        first, second = sorted((place, near))
        joined[first:second + 1] = [(joined[first][0] + joined[second][0], joined[first][1] + joined[second][1])]
    return WeightMargin(margin.items, tuple(joined))


def _nearest(cells: list[Cells], place: int, size: Callable[[Cells], int]) -> int:
    """The neighbour to join with: one that shares the first items if there is one, then the smaller."""
    around = [near for near in (place - 1, place + 1) if 0 <= near < len(cells)]
    first = cells[place][0][0][:-1]
    return min(around, key=lambda near: (all(part[:-1] != first for part in cells[near][0]), size(cells[near])))
