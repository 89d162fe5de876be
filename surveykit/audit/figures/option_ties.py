"""Options known to be equal, or to stand between two others: constraints on the counts of a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from surveykit.errors import AnalysisError


class Tie(NamedTuple):
    """Options that were chosen equally often.

    `options` are positions of printed figures (from 0); `unprinted` says how many options without
    a figure share their count. `between` holds two positions: the printed option that is not
    rarer than these, and the one that is not more frequent.

    Examples
    --------
    >>> Tie(unprinted=2, between=(0, 1))
    Tie(options=(), unprinted=2, between=(0, 1))
    """

    options: tuple[int, ...] = ()
    unprinted: int = 0
    between: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CountBounds:
    """Least and greatest count of each group of equal options, on one base or on every base of an array.
    `weight` says how many options share the count; `order` pairs a group with one that is not rarer.
    """

    low: tuple[Any, ...]
    high: tuple[Any, ...]
    weight: tuple[int, ...]
    order: tuple[tuple[int, int], ...] = ()

    @property
    def least(self) -> Any:
        """The smallest possible sum of all counts."""
        return sum(w * low for w, low in zip(self.weight, self.low, strict=True))

    @property
    def most(self) -> Any:
        """The largest possible sum of all counts."""
        return sum(w * high for w, high in zip(self.weight, self.high, strict=True))

    @property
    def is_possible(self) -> Any:
        """Whether every group has a count."""
        return np.logical_and.reduce([low <= high for low, high in zip(self.low, self.high, strict=True)])


def check_ties(ties: Sequence[Tie], options: int) -> None:
    """Refuse ties that name no figure or join nothing."""
    for tie in ties:
        places = (*tie.options, *(tie.between or ()))
        if any(not 0 <= place < options for place in places) or len(tie.options) + tie.unprinted < 1:
            raise AnalysisError("A tie must join options, by positions from 0 to {options}: {tie}.", tie=tie,
                                fix="Tie(options=(0, 1)), or Tie(unprinted=2, between=(0, 1))", options=options - 1)


def make_count_bounds(low: Sequence[Any], high: Sequence[Any], n: Any, ties: Sequence[Tie]) -> CountBounds:
    """The boxes of single options, joined by their ties."""
    group = _group_tied(len(low), ties)
    members = [[option for option in range(len(low)) if group[option] == g] for g in sorted(set(group))]
    place = {option: number for number, options in enumerate(members) for option in options}
    lows = [_reduce(np.maximum, [low[o] for o in options]) for options in members]
    highs = [_reduce(np.minimum, [high[o] for o in options]) for options in members]
    weight, order = [len(options) for options in members], []
    for tie in ties:
        if not tie.options:
            lows, highs, weight = [*lows, 0 * n], [*highs, n], [*weight, 0]
        here = place[tie.options[0]] if tie.options else len(lows) - 1
        weight[here] += tie.unprinted
        if tie.between is not None:
            order += [(here, place[tie.between[0]]), (place[tie.between[1]], here)]
    return narrow_bounds(CountBounds(tuple(lows), tuple(highs), tuple(weight), tuple(order)))


def _group_tied(options: int, ties: Sequence[Tie]) -> list[int]:
    """For each option the first option it is tied with."""
    group = list(range(options))
    for tie in ties:
        joined = {group[option] for option in tie.options}
        group = [min(joined) if g in joined else g for g in group]
    return group


def _reduce(choose: np.ufunc, values: Sequence[Any]) -> Any:
    """The greatest or least of several numbers or arrays."""
    first, *rest = values
    for value in rest:
        first = choose(first, value)
    return first


def narrow_bounds(boxes: CountBounds) -> CountBounds:
    """The boxes cut to what their order allows: all least counts together are then a solution."""
    low, high = list(boxes.low), list(boxes.high)
    for _ in boxes.order:
        for rare, frequent in boxes.order:
            low[frequent] = np.maximum(low[frequent], low[rare])
            high[rare] = np.minimum(high[rare], high[frequent])
    return CountBounds(tuple(low), tuple(high), boxes.weight, boxes.order)


def can_sum(boxes: CountBounds, n: int) -> bool:
    """Whether counts within the boxes (of one base) can add to exactly n.
    Counts of single options move in steps of one, so any sum between the least and the greatest can
    be reached; a count that several options share is tried value by value.
    """
    boxes = narrow_bounds(boxes)
    if not boxes.is_possible or not boxes.least <= n <= boxes.most:
        return False
    shared = [g for g, w in enumerate(boxes.weight) if w > 1 and boxes.low[g] < boxes.high[g]]
    if not shared:
        return True
    g = shared[0]
    w, low, high = boxes.weight[g], int(boxes.low[g]), int(boxes.high[g])
    first = max(low, -((boxes.most - w * high - n) // w))
    last = min(high, (n - boxes.least + w * low) // w)
    return any(can_sum(_fix_count(boxes, g, value), n) for value in range(int(first), int(last) + 1))


def _fix_count(boxes: CountBounds, g: int, value: int) -> CountBounds:
    """The boxes with one group's count known."""
    low, high = list(boxes.low), list(boxes.high)
    low[g] = high[g] = value
    return CountBounds(tuple(low), tuple(high), boxes.weight, boxes.order)
