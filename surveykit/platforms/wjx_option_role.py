"""Select-all question, ranking or matrix: what the columns of one question of a code export are."""

from collections.abc import Sequence

import numpy as np

from surveykit.formats import Column
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.wjx_variant import is_whole_numbers
from surveykit.text.normalise import normalise

FEW = 5
EMPTY = -9


def detect_option_role(sheet: HeadedTable, places: Sequence[int], variant: str, key: str) -> str:
    """`option`, `rank` or `row`, by the numbers in the columns; words make rows of an old matrix."""
    texts = [text for place in places for text in sheet.texts(place)]
    if texts and not is_whole_numbers(texts):
        return "row"
    cells = np.column_stack([_read_numbers(sheet.answers[place]) for place in places])
    if not (cells >= 0).any():
        sheet.add_note("roles_undecided", names=key)
        return "option"
    if variant == "score" and all(len(set(column[column > 0])) <= 1 for column in cells.T):
        return "option"
    return _detect_coded_role(sheet, cells, key)


def _detect_coded_role(sheet: HeadedTable, cells: np.ndarray, key: str) -> str:
    """The role of columns of codes, one row per respondent."""
    answered = cells[(cells > 0).any(axis=1)]
    unranked = bool(((answered == -2).any(axis=1)).any())
    if cells.max() <= 1 and not unranked:
        return "option"
    if not _is_places_in_order(answered):
        return "row"
    if unranked:
        sheet.add_note("rank_places", names=key)
    elif len(answered) < FEW:
        sheet.add_note("rank_unsure", names=key)
    return "rank"


def _is_places_in_order(cells: np.ndarray) -> bool:
    """Whether every respondent's positive numbers are 1, 2, ... k, each once."""
    ranks = np.sort(np.where(cells > 0, cells, 0), axis=1)[:, ::-1]
    given = (ranks > 0).sum(axis=1, keepdims=True)
    return bool((ranks == np.clip(given - np.arange(ranks.shape[1]), 0, None)).all())


def _read_numbers(column: Column) -> np.ndarray:
    """The numbers of a column, -9 for an empty cell."""
    values = [int(normalise(text)) if text.strip() else EMPTY for text in column.texts]
    return np.asarray(np.array(values, dtype=np.int64)[column.codes])
