"""How many people share a combination of answers, and how much they differ in another one.

Answers are codes 0, 1, 2 ...; a class is everybody with the same codes. Nothing here looks at more than counts.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]


class UnsafeSet(NamedTuple):
    """Columns that leave people in classes below k, none of whom is so by fewer of these columns."""

    columns: tuple[int, ...]
    people: Flags


def class_codes(columns: Sequence[Codes], rows: int) -> Codes:
    """Which class each person belongs to, 0, 1, 2 ...; one class where no column is given."""
    codes: Codes = np.zeros(rows, dtype=np.intp)
    for column in columns:
        codes = join_codes(codes, column)
    return codes


def join_codes(first: Codes, second: Codes) -> Codes:
    """The classes of two columns together."""
    width = int(second.max(initial=0)) + 1
    codes: Codes = np.unique(first * width + second, return_inverse=True)[1].astype(np.intp)
    return codes


def class_sizes(classes: Codes) -> Codes:
    """How many people are in each person's class."""
    sizes: Codes = np.bincount(classes)[classes]
    return sizes


def find_unsafe_sets(columns: Sequence[Codes], least: int, most: int) -> Iterator[UnsafeSet]:
    """The smallest combinations of columns by which people stand in classes below `least`, with these people.
    Each person is looked at on her own: a set counts for whoever is below by it and by no part of it. With `least` 2
    these are minimal sample uniques (Elliot, Manning and Ford 2002). Combinations of up to `most` columns.
    """
    rows = len(columns[0])
    classes: dict[tuple[int, ...], Codes] = {(): np.zeros(rows, dtype=np.intp)}
    below: dict[tuple[int, ...], Flags] = {(): np.full(rows, rows < least)}
    for size in range(1, most + 1):
        classes, before = {chosen: join_codes(classes[chosen[:-1]], columns[chosen[-1]])
                           for chosen in combinations(range(len(columns)), size)}, below
        below = {chosen: class_sizes(codes) < least for chosen, codes in classes.items()}
        for chosen, people in below.items():
            new = people & ~np.logical_or.reduce([before[part] for part in combinations(chosen, size - 1)])
            if new.any():
                yield UnsafeSet(chosen, new)


def class_diversity(classes: Codes, values: Codes) -> tuple[Codes, NDArray[np.float64]]:
    """Of each class: how many values it holds, and how many equally frequent ones its entropy is worth.
    Values below 0 are left out; a class without values has 0 and nan. Distinct and entropy l of Machanavajjhala et al.
    (2007): the smallest of each over the classes.
    """
    known, width = values >= 0, int(values.max(initial=0)) + 1
    pairs, counts = np.unique(classes[known] * width + values[known], return_counts=True)
    owner, kinds = pairs // width, int(classes.max(initial=-1)) + 1
    distinct = np.bincount(owner, minlength=kinds)
    total = np.bincount(owner, counts, kinds)
    shares = counts / total[owner]
    entropy = np.bincount(owner, -shares * np.log(shares), kinds)
    return distinct, np.where(distinct > 0, np.exp(entropy), np.nan)
