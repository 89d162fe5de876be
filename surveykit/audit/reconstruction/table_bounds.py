"""Whole numbers under sums and printed ratios: bounds by propagation, solutions by search."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveykit.audit.figures.reading_modes import reading_interval


@dataclass(frozen=True, slots=True)
class SumTie:
    """One number is the sum of others."""

    total: int
    parts: tuple[int, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers it speaks of."""
        return (self.total, *self.parts)

    def narrow(self, low: list[int], high: list[int]) -> list[int]:
        """Tighten the bounds; the numbers whose bounds moved."""
        least, most = sum(low[p] for p in self.parts), sum(high[p] for p in self.parts)
        moved = _tighten(low, high, self.total, least, most)
        bottom, top = low[self.total], high[self.total]
        for p in self.parts:
            moved += _tighten(low, high, p, bottom - (most - high[p]), top - (least - low[p]))
        return moved


@dataclass(frozen=True, slots=True)
class RatioTie:
    """bottom * whole + above <= times * part <= top * whole - below, all whole numbers."""

    part: int
    whole: int
    bottom: int
    top: int
    times: int
    above: int
    below: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers it speaks of."""
        return self.part, self.whole

    def narrow(self, low: list[int], high: list[int]) -> list[int]:
        """Tighten the bounds; the numbers whose bounds moved."""
        part, whole = self.part, self.whole
        least, most = self.bottom * low[whole] + self.above, self.top * high[whole] - self.below
        moved = _tighten(low, high, part, -(-least // self.times), most // self.times)
        least, most = self.times * low[part] + self.below, self.times * high[part] - self.above
        return moved + _tighten(low, high, whole, -(-least // self.top) if self.top else low[whole],
                                most // self.bottom if self.bottom > 0 else high[whole])


def make_ratio(part: int, whole: int, mark: tuple[int, int], reading: str) -> RatioTie:
    """A part of a whole that is printed as m of so many fine units (`PrintedFigure.units`), by a reading of `MODES`."""
    m, fine = mark
    low, high, low_closed, high_closed = reading_interval(reading, m)
    return RatioTie(part, whole, low, high, 2 * fine, int(not low_closed), int(not high_closed))


def _tighten(low: list[int], high: list[int], number: int, bottom: int, top: int) -> list[int]:
    """Move the bounds of one number inwards; itself when they moved."""
    before = low[number], high[number]
    low[number], high[number] = max(low[number], bottom), min(high[number], top)
    return [number] if before != (low[number], high[number]) else []


class SearchGivenUp(Exception):  # noqa: N818 - not an error: the caller goes on with what was found
    """The search took as many steps as it may."""


class TieNetwork:
    """Numbers with bounds, and what ties them together.
    `solutions` walks all of them; `steps` counts how often bounds were propagated.
    """

    def __init__(self, low: Sequence[int], high: Sequence[int], ties: Sequence[SumTie | RatioTie]) -> None:
        self.low, self.high, self.steps = list(low), list(high), 0
        self._ties = tuple(ties)
        self._of = [[t for t, tie in enumerate(ties) if number in tie.numbers] for number in range(len(low))]
        self.possible = self._settle(self.low, self.high, range(len(ties)))

    def _settle(self, low: list[int], high: list[int], waiting: Sequence[int]) -> bool:
        """Propagate bounds until nothing moves; False when a number has none left."""
        self.steps += 1
        queue, queued = list(waiting), set(waiting)
        while queue:
            tie = queue.pop()
            queued.discard(tie)
            for number in self._ties[tie].narrow(low, high):
                if low[number] > high[number]:
                    return False
                fresh = [t for t in self._of[number] if t not in queued]
                queue += fresh
                queued.update(fresh)
        return True

    def solutions(self, steps: int, low: list[int] | None = None, high: list[int] | None = None) -> Iterator[list[int]]:
        """Every choice of numbers that keeps all ties, by halving the narrowest open bounds.
        Raises Spent after so many steps.
        """
        last, stack = self.steps + steps, [(low or self.low, high or self.high)] if self.possible else []
        while stack:
            low, high = stack.pop()
            open_numbers = [number for number in range(len(low)) if low[number] < high[number]]
            if not open_numbers:
                yield low
                continue
            number = min(open_numbers, key=lambda k: high[k] - low[k])
            middle = (low[number] + high[number]) // 2
            for bottom, top in ((middle + 1, high[number]), (low[number], middle)):
                halves = low.copy(), high.copy()
                halves[0][number], halves[1][number] = bottom, top
                if self._settle(*halves, self._of[number]):
                    stack.append(halves)
            if self.steps > last:
                raise SearchGivenUp

    def lowest(self, number: int, seen: int, steps: int) -> int:
        """The smallest value of a number in any solution, given one solution; Spent when not found out."""
        bottom = self.low[number]
        while bottom < seen:
            middle = (bottom + seen) // 2
            found = self._between(number, bottom, middle, steps)
            bottom, seen = (middle + 1, seen) if found is None else (bottom, found)
        return seen

    def highest(self, number: int, seen: int, steps: int) -> int:
        """The largest value of a number in any solution, given one solution; Spent when not found out."""
        top = self.high[number]
        while seen < top:
            middle = (seen + top) // 2
            found = self._between(number, middle + 1, top, steps)
            seen, top = (seen, middle) if found is None else (found, top)
        return seen

    def _between(self, number: int, bottom: int, top: int, steps: int) -> int | None:
        """The value of a number in some solution that has it between these ends."""
        low, high = self.low.copy(), self.high.copy()
        low[number], high[number] = bottom, top
        if not self._settle(low, high, self._of[number]):
            return None
        found = next(self.solutions(steps, low, high), None)
        return None if found is None else found[number]
