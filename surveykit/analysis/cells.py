"""One pass over the rows to the counts that tables and tests rest on.

Cells add up: the counts of two parts of a survey are the counts of the whole.
"""

from __future__ import annotations

import numpy as np


def counts(codes: np.ndarray, levels: int, groups: np.ndarray | None = None,
           n_groups: int = 1) -> np.ndarray:
    """Respondents per group and level.

    Parameters
    ----------
    codes
        Level of each respondent, 0 to levels - 1; negative for no answer.
    levels
        Number of levels, empty ones included.
    groups
        Group of each respondent, negative for none; one group of all by default.
    n_groups
        Number of groups.

    Returns
    -------
    numpy.ndarray
        Integers, n_groups x levels.

    Missing values
    --------------
    Respondents without answer or group are counted nowhere.

    Examples
    --------
    >>> counts(np.array([0, 1, 1, -1]), 3)
    array([[1, 2, 0]])
    """
    groups = np.zeros(len(codes), dtype=np.int64) if groups is None else groups
    valid = (codes >= 0) & (groups >= 0)
    flat = groups[valid] * levels + codes[valid]
    return np.bincount(flat, minlength=n_groups * levels).reshape(n_groups, levels)


def ticks(matrix: np.ndarray, groups: np.ndarray, n_groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Ticks per group and option, and cases per group, of a response set.

    Parameters
    ----------
    matrix
        Respondents x options, 1, 0 or nan (whole row nan: set not answered).
    groups
        Group of each respondent, negative for none.
    n_groups
        Number of groups.

    Returns
    -------
    tuple of numpy.ndarray
        n_groups x options ticks, and n_groups cases.

    Missing values
    --------------
    A respondent with any missing option is no case.

    Examples
    --------
    >>> ticks(np.array([[1, 0], [1, 1], [np.nan, np.nan]]), np.zeros(3, dtype=int), 1)
    (array([[2, 1]]), array([2]))
    """
    valid = (groups >= 0) & ~np.isnan(matrix).any(axis=1)
    member = np.zeros((n_groups, len(matrix)), dtype=np.int64)
    member[groups[valid], np.flatnonzero(valid)] = 1
    return member @ np.nan_to_num(matrix).astype(np.int64), member.sum(axis=1)
