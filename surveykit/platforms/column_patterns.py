"""What the cells of a question's columns say about it: ticks, places of a ranking, rows of a matrix."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from surveykit.formats import Column

LEAST_RANKED = 3
SURE = 10  # rows that rank at least three things before a ranking needs no note


def collect_answers(column: Column) -> set[str]:
    """The distinct texts of a column, outer blanks off, the empty one out."""
    return set(map(str.strip, column.texts)) - {""}


def count_cells(column: Column, text: str) -> int:
    """How many cells of a column hold a text."""
    codes = [code for code, known in enumerate(column.texts) if known.strip() == text]
    return int(np.isin(column.codes, codes).sum())


def collect_all_answers(columns: Sequence[Column]) -> set[str]:
    """The distinct texts of several columns."""
    return set().union(*(collect_answers(column) for column in columns))


def number_answers(columns: Sequence[Column]) -> np.ndarray:
    """int, rows x columns: equal texts have equal numbers, an empty cell is 0."""
    numbers = {text: n for n, text in enumerate(sorted(collect_all_answers(columns)), start=1)} | {"": 0}
    return np.column_stack([np.array([numbers[text.strip()] for text in column.texts] or [0])[column.codes]
                            for column in columns])


def has_no_repeats(columns: Sequence[Column]) -> bool:
    """Whether no row holds a text twice, though some row holds two texts."""
    cells = np.sort(number_answers(columns), axis=1)
    twice = (cells[:, 1:] == cells[:, :-1]) & (cells[:, 1:] > 0)
    return not twice.any() and bool(((cells > 0).sum(axis=1) > 1).any())


def is_filled_from_left(columns: Sequence[Column]) -> bool:
    """Whether in every row the filled cells stand before the empty ones."""
    filled = number_answers(columns) > 0
    return bool((filled[:, :-1] | ~filled[:, 1:]).all())


def is_recurring(columns: Sequence[Column]) -> bool:
    """Whether texts come back: options do, typed answers do not."""
    return int((number_answers(columns) > 0).sum()) >= 2 * len(collect_all_answers(columns)) > 0


def is_all_or_none(columns: Sequence[Column]) -> bool:
    """Whether every row has all cells filled, or none."""
    filled = number_answers(columns) > 0
    return bool((filled.all(axis=1) | ~filled.any(axis=1)).all())


def is_ranking(columns: Sequence[Column], blanks: frozenset[str] = frozenset()) -> bool:
    """Whether the cells are places 1 to k, none given twice by anybody."""
    places = {str(place) for place in range(1, len(columns) + 1)}
    texts = collect_all_answers(columns) - blanks
    return len(columns) > 1 and "2" in texts and texts <= places and has_no_repeats(
        [column.empty(blanks) for column in columns])


def is_whole_ranking(columns: Sequence[Column], blanks: frozenset[str] = frozenset()) -> bool:
    """Whether three columns or more hold the places of one ranking that everybody gave whole, beyond chance."""
    return (len(columns) >= LEAST_RANKED and is_ranking(columns, blanks) and is_sure_ranking(columns)
            and is_all_or_none(columns))


def is_sure_ranking(columns: Sequence[Column]) -> bool:
    """Whether enough people ranked enough things that chance is out of the question."""
    full = (number_answers(columns) > 0).sum(axis=1) > 2
    return int(full.sum()) >= SURE


def is_single_choice(columns: Sequence[Column]) -> bool:
    """Whether enough people filled a cell, and nobody two: the options of a single choice, spread over columns."""
    filled = (numbers > 0).sum(axis=1) if (numbers := number_answers(columns)).size else np.zeros(1, int)
    return len(columns) > 1 and int(filled.max()) == 1 and int((filled == 1).sum()) >= SURE


def find_own_label(heading: str, column: Column, separator: str = "") -> str:
    """The one text of a column, if its heading ends with it (behind the separator, or is it)."""
    texts = collect_answers(column)
    text = next(iter(texts)) if len(texts) == 1 else ""
    return text if (heading.endswith(separator + text) if separator else heading == text) else ""


def find_own_texts(said_here: Sequence[set[str]]) -> list[str]:
    """The one word of each column, where every column has its own and no other, as options have; else ''s.
    >>> find_own_texts([{"Pay"}, {"Work"}, set()]), find_own_texts([{"Yes"}, {"Yes"}]), find_own_texts([{"1"}, {"2"}])
    (['Pay', 'Work', ''], ['', ''], ['', ''])
    """
    words = [next(iter(texts), "") for texts in said_here]
    filled = [word for word in words if word]
    alone = all(len(texts) < 2 for texts in said_here) and len(set(filled)) == len(filled) > 1
    return words if alone and not all(word.isdigit() for word in filled) else [""] * len(words)


def find_shared_start(texts: Sequence[str]) -> str:
    """What all texts begin with.
    >>> find_shared_start(["Q5_kale", "Q5_kohl"])
    'Q5_k'
    """
    lowest, highest = min(texts), max(texts)
    ends = (place for place, (a, b) in enumerate(zip(lowest, highest, strict=False)) if a != b)
    return lowest[:next(ends, min(len(lowest), len(highest)))]


def split_shared_stem(headings: Sequence[str], separator: str) -> tuple[str, list[str]]:
    """The stem that several headings share up to a separator, and what follows in each.
    Where they share none, the stem is what they agree on if they are all equal, else ''; parts are then ''.
    >>> split_shared_stem(["Films - seen - one", "Films - seen - two"], " - ")
    ('Films - seen', ['one', 'two'])
    """
    shared = find_shared_start(headings)
    place = shared.rfind(separator)
    if len(set(headings)) == 1:
        return headings[0], [""] * len(headings)
    if place < 1:
        return "", [""] * len(headings)
    return shared[:place].rstrip(), [heading[place + len(separator):].strip() for heading in headings]


def match_all(pattern: re.Pattern[str], texts: Sequence[str]) -> list[re.Match[str]]:
    """The match of every text with a pattern; [] where one has none."""
    found = [match for text in texts if (match := pattern.fullmatch(text))]
    return found if len(found) == len(texts) else []


def group_places(keys: Sequence[str], places: Sequence[int] | None = None) -> dict[str, list[int]]:
    """Key to the places where it stands, in order; '' is no key. Keys stand at `places`, or at 0, 1, 2 ..."""
    found: dict[str, list[int]] = {}
    for place, key in zip(places or range(len(keys)), keys, strict=True):
        if key:
            found.setdefault(key, []).append(place)
    return found


def find_runs(keys: Sequence[str], breaks: Callable[[int], bool] = lambda place: False) -> list[list[int]]:
    """Neighbouring places with one key, as lists; a run also ends before a place that `breaks`."""
    found: list[list[int]] = []
    for place, key in enumerate(keys):
        if place and key == keys[place - 1] and not breaks(place):
            found[-1].append(place)
        else:
            found.append([place])
    return found
