"""Checks at the door: what an argument must be before any arithmetic starts.

Unlawful arguments (a count above its base, a level of 95) raise `ValueError` with what was expected and what came.
Lawful but degenerate data (no cases, no variation) pass: the functions behind answer them with nan.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Number = TypeVar("Number", np.float64, np.int64)


def lawful_level(level: float) -> float:
    """Confidence level as a float strictly between 0 and 1."""
    level = float(level)
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1 (such as 0.95); got {level:g}")
    return level


def lawful_counts(count: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Counts and bases as two float arrays of one shape, each count within its base.
    Missing: nan passes: the answer at that place will be nan.
    """
    counts, bases = np.broadcast_arrays(np.asarray(count, float), np.asarray(n, float))
    wrong = (counts < 0) | (bases < 0) | np.isinf(counts) | np.isinf(bases) | (counts > bases)
    if wrong.any():
        first = np.flatnonzero(wrong)[0]
        pair = f"count {counts.flat[first]:g} of n {bases.flat[first]:g}"
        raise ValueError(f"count must lie between 0 and n, both finite; got {pair} (entry {first})")
    return counts, bases


def lawful_table(table: ArrayLike) -> FloatArray:
    """Cross table as a two-dimensional float array of finite counts >= 0."""
    counts = np.asarray(table, float)
    if counts.ndim != 2:
        raise ValueError(f"table must have rows and columns; got {counts.ndim} dimension(s)")
    if not (np.isfinite(counts) & (counts >= 0)).all():
        raise ValueError("table must hold finite counts >= 0; a cell is negative, infinite or nan")
    return counts


def whole_table(table: ArrayLike) -> IntArray:
    """Cross table as whole numbers."""
    counts = lawful_table(table)
    if (counts != np.rint(counts)).any():
        raise ValueError("table must hold whole counts; exact tests do not take weighted counts")
    return counts.astype(np.int64)


def drop_empty_lines(table: NDArray[Number]) -> NDArray[Number]:
    """The table without its all-zero rows and columns."""
    kept: NDArray[Number] = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    return kept


def lawful_items(items: ArrayLike) -> FloatArray:
    """Respondents x items as a float array."""
    values = np.asarray(items, float)
    if values.ndim != 2:
        raise ValueError(f"items must be respondents x items; got {values.ndim} dimension(s)")
    if np.isinf(values).any():
        raise ValueError("items must be finite or nan; got an infinite value")
    return values


def lawful_sample(x: ArrayLike) -> FloatArray:
    """One-dimensional float sample without its nan values."""
    values = np.asarray(x, float)
    if values.ndim != 1:
        raise ValueError(f"a sample must have one dimension; got {values.ndim}")
    if np.isinf(values).any():
        raise ValueError("a sample must be finite or nan; got an infinite value")
    kept: FloatArray = values[~np.isnan(values)]
    return kept
