"""The totals that weights add up to, as columns of a sample; small cells joined with their neighbours."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from surveykit.analysis.coded_columns import number_column, option_codes
from surveykit.codebook import Item
from surveykit.errors import AnalysisError, count_noun, list_quoted
from surveykit.survey import Survey, WeightMargin
from surveykit.words.messages import JoinedMessage

Floats = NDArray[np.float64]
Cells = tuple[tuple[tuple[str, ...], ...], float]


def margin_columns(survey: Survey, margins: tuple[WeightMargin, ...]) -> Floats:
    """Respondents x totals: whether a respondent belongs to a cell, or the number that is added up."""
    return np.column_stack([column for margin in margins for column in _margin_columns(survey, margin)])


def margin_totals(margins: tuple[WeightMargin, ...]) -> Floats:
    """The totals in the order of the columns."""
    return np.array([total for margin in margins for _, total in margin.cells])


def totals_missed(margins: tuple[WeightMargin, ...], reached: Floats) -> JoinedMessage:
    """The totals that were missed most, and what was reached."""
    named = [(f"{' × '.join(margin.items) or 'n'} {' + '.join(' × '.join(cell) for cell in cells)}".rstrip(), total)
             for margin in margins for cells, total in margin.cells]
    far = sorted(zip(named, reached, strict=True), key=lambda line: -abs(line[1] - line[0][1]))[:5]
    return JoinedMessage("; ", [f"{name}: {value:.6g} / {total:.6g}" for (name, total), value in far])


def _margin_columns(survey: Survey, margin: WeightMargin) -> list[Floats]:
    """The columns of one margin."""
    if not margin.items:
        return [np.ones(survey.rows)]
    items = [survey.codebook[name] for name in margin.items]
    if items[0].kind == "number":
        numbers = number_column(survey, items[0])
        _require_known(survey, items[0], np.isnan(numbers))
        return [numbers]
    places, shape = cross_answers(survey, items)
    columns = [np.isin(places, [cell_place(items, shape, cell) for cell in cells]).astype(float)
               for cells, _ in margin.cells]
    _require_total(survey, items, places[np.sum(columns, axis=0) == 0])
    return columns


def cross_answers(survey: Survey, items: list[Item]) -> tuple[NDArray[np.intp], tuple[int, ...]]:
    """The cell of each respondent among the crossed answers, and how many answers each item has."""
    shape = tuple(len(item.answers) for item in items)
    codes = [np.asarray(option_codes(survey, item)) for item in items]
    for item, code in zip(items, codes, strict=True):
        _require_known(survey, item, code < 0)
    return np.ravel_multi_index(tuple(code.astype(np.intp) for code in codes), shape), shape


def cell_place(items: list[Item], shape: tuple[int, ...], cell: tuple[str, ...]) -> int:
    """Where a cell stands among the crossed answers."""
    codes = tuple([option.value for option in item.answers].index(value)
                  for item, value in zip(items, cell, strict=True))
    return int(np.ravel_multi_index(codes, shape))


def cell_at(items: list[Item], place: int) -> tuple[str, ...]:
    """The answers of the cell that stands at a place."""
    codes = np.unravel_index(place, tuple(len(item.answers) for item in items))
    return tuple(item.answers[code].value for item, code in zip(items, codes, strict=True))


def cell_words(cells: tuple[tuple[str, ...], ...]) -> JoinedMessage:
    """The cells of a total as an error names them."""
    return JoinedMessage(", ", [" × ".join(cell) for cell in cells])


def _require_known(survey: Survey, item: Item, without: NDArray[np.bool_]) -> None:
    """Refuse respondents without an answer: no total is theirs."""
    if without.any():
        raise AnalysisError("Weights need the answer of everybody to {item!r}; {respondents} have none.", where=survey,
                            fix="exclude them, set their answer with recode, or leave this item out", item=item.name,
                            respondents=count_noun(int(without.sum()), "respondent"))


def _require_total(survey: Survey, items: list[Item], places: NDArray[np.intp]) -> None:
    """Refuse answers that occur and have no total."""
    if places.size:
        found = [" × ".join(cell_at(items, place)) for place in np.unique(places)]
        raise AnalysisError("No total is given for {cells} of {items}, which occur in the survey.", where=survey,
                            fix="give every answer a total", cells=list_quoted(found),
                            items=" × ".join(item.name for item in items))


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
