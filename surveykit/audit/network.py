"""Whole numbers under sums and printed ratios: bounds by propagation, solutions by search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveykit.audit.printed import Printed


@dataclass(frozen=True, slots=True)
class Sum:
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
class Ratio:
    """bottom * whole <= times * part <= top * whole - short, all whole numbers."""

    part: int
    whole: int
    bottom: int
    top: int
    times: int
    short: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers it speaks of."""
        return self.part, self.whole

    def narrow(self, low: list[int], high: list[int]) -> list[int]:
        """Tighten the bounds; the numbers whose bounds moved."""
        part, whole = self.part, self.whole
        moved = _tighten(low, high, part, -(-self.bottom * low[whole] // self.times),
                         (self.top * high[whole] - self.short) // self.times)
        largest = self.times * high[part] // self.bottom if self.bottom else high[whole]
        return moved + _tighten(low, high, whole, -(-(self.times * low[part] + self.short) // self.top), largest)


def ratio(part: int, whole: int, figure: Printed, scale: int, reading: str) -> Ratio:
    """A part of a whole that is printed as a figure per 100 or per 1000."""
    digits = int(figure.value / figure.unit)
    if reading == "truncation":
        return Ratio(part, whole, digits, digits + 1, scale * 10**figure.decimals, 1)
    return Ratio(part, whole, max(0, 2 * digits - 1), 2 * digits + 1, 2 * scale * 10**figure.decimals, 0)


def _tighten(low: list[int], high: list[int], number: int, bottom: int, top: int) -> list[int]:
    """Move the bounds of one number inwards; itself when they moved."""
    moved = bottom > low[number] or top < high[number]
    if bottom > low[number]:
        low[number] = bottom
    if top < high[number]:
        high[number] = top
    return [number] if moved else []


class Network:
    """Numbers with bounds, and what ties them together.

    `solutions` walks all of them; `steps` counts how often bounds were propagated.
    """

    def __init__(self, low: Sequence[int], high: Sequence[int], ties: Sequence[Sum | Ratio]) -> None:
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

    def solutions(self) -> Iterator[list[int]]:
        """Every choice of numbers that keeps all ties, by halving the narrowest open bounds."""
        stack = [(self.low, self.high)] if self.possible else []
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
