"""Cells that join several answers, taken apart into labels that may hold the separator themselves."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from surveykit.text.normalise import normalise
from surveykit.text.split_ticks import split_ticks

LABELLED_BY_COMMA = {",", "，", "、", "/"}


def split_labels(texts: Iterable[str], separator: str) -> dict[str, list[str]]:
    """The labels of each cell; a piece that never stands alone or first belongs to the one before it.
    An option that only ever follows others is told by following different ones; words in small letters are none.
    >>> split_labels(["Yes", "No, not yet", "No"], ", ")["No, not yet"]
    ['No, not yet']
    >>> split_labels(["a, b", "b, c", "a, c"], ", ")["b, c"]
    ['b', 'c']
    >>> split_labels(["Fairs, visits,CV", "CV,tips", "tips"], ",")["Fairs, visits,CV"]
    ['Fairs, visits', 'CV']
    """
    cells = {text: split_ticks(text, separator) for text in texts}
    if separator.strip() not in LABELLED_BY_COMMA:
        return cells
    heads = {normalise(pieces[0]) for pieces in cells.values() if pieces}
    before: dict[str, set[str]] = defaultdict(set)
    for pieces in cells.values():
        for one, other in pairwise(pieces):
            before[normalise(other)].add(normalise(one))
    stuck = {piece for piece, ones in before.items()
             if piece not in heads and (len(ones) == 1 or (piece[:1].islower() and " " in piece))}
    return {text: _join_stuck(text, pieces, stuck, separator) for text, pieces in cells.items()}


def _join_stuck(text: str, pieces: list[str], stuck: set[str], separator: str) -> list[str]:
    """The pieces of a cell, those that are none of their own with the one before, as the cell writes them."""
    labels: list[str] = []
    for piece in pieces:
        if labels and normalise(piece) in stuck:
            spaced = f"{labels[-1]}{separator} {piece}"
            labels[-1] = spaced if spaced in text else labels[-1] + separator + piece
        else:
            labels.append(piece)
    return labels
