"""The rule of a whole list of figures, and of single questions that follow another one."""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit.audit.respondents.printing_rules import PrintingRule

SURE = Fraction(1, 1000)  # a question's own rule may fit by accident no more often
Fits = NDArray[np.bool_]  # figures x rules


class ChosenRule(NamedTuple):
    """The rule of a figure, whether it gives the figure, and whether it is the question's own."""

    rule: int
    gives: bool
    own: bool = False


def choose_rules(fits: Fits, rules: Sequence[PrintingRule], questions: Sequence[tuple[str, str]],
                 kinds: Sequence[str], chances: Sequence[Fraction]) -> list[ChosenRule]:
    """The rule of each figure.
    A list has one rounding and one weight, and for each kind of item one base and domain: those that give most of its
    figures (the simplest of several, which stand first in `rules`). A question half of whose figures they do not
    give may have a rule of its own, if that gives at least two of them, more than half, and so by accident less
    than once in a thousand. Where several rules give equally many, a figure is given only if all of them give it.
    """
    groups = _group_rows(kinds)
    allowed = _same_printing(fits, rules, list(groups.values()))
    shared = {kind: _best_rules(fits[rows], allowed) for kind, rows in groups.items()}
    chosen: dict[int, ChosenRule] = {}
    for rows in _group_rows(questions).values():
        own = False
        best = _best_rules(fits[rows], shared[kinds[rows[0]]])
        enough = 2 * fits[rows, best[0]].sum() >= len(rows)
        if not enough:
            found = _own_rules(fits[rows], [chances[row] for row in rows])
            best, own, enough = found or best, bool(found), bool(found)
        chosen |= {row: ChosenRule(best[0], enough and bool(fits[row, best].all()), own) for row in rows}
    return [chosen[row] for row in range(len(fits))]


def _group_rows(keys: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    """Rows by their key."""
    found: dict[Hashable, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return found


def _same_printing(fits: Fits, rules: Sequence[PrintingRule], groups: Sequence[list[int]]) -> list[int]:
    """The rules of the rounding and weight that give most figures, each kind of item on its best base."""
    printings: dict[tuple[str, str], list[int]] = {}
    for number, rule in enumerate(rules):
        printings.setdefault((rule.weight, rule.reading), []).append(number)
    return max(printings.values(), key=lambda own: sum(int(fits[rows][:, own].sum(axis=0).max()) for rows in groups))


def _best_rules(fits: Fits, allowed: Sequence[int]) -> list[int]:
    """The rules that give most figures, the simplest first."""
    given = fits[:, allowed].sum(axis=0)
    return [rule for rule, number in zip(allowed, given, strict=True) if number == given.max()]


def _own_rules(fits: Fits, chances: Sequence[Fraction]) -> list[int]:
    """The rules that give most figures of a question, if that is no accident."""
    given = fits.sum(axis=0)
    best = [int(rule) for rule in np.flatnonzero(given == given.max())]
    told = [chance for row, chance in enumerate(chances) if fits[row, best[0]]]
    sure = len(told) > 1 and 2 * len(told) > len(fits) and prod(told) * fits.shape[1] < SURE
    return best if sure else []
