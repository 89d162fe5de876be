"""What a screening rule finds, and why it may find nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit.words.phrases import Text, phrase


class Hits(NamedTuple):
    """Whom a rule hit in one item (`""`: in the whole form), with the value and the threshold it passed.
    `severity` is given where it differs from that of the rule: `E` impossible, `W` suspicious, `I` information.
    """

    item: str
    rows: NDArray[np.intp]
    values: Sequence[str]
    threshold: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """The hits of a rule, how many respondents it could look at, what it left out, and why it refused."""

    base: int
    hits: list[Hits] = field(default_factory=list)
    note: Text = field(default_factory=dict)
    refused: Text = field(default_factory=dict)


class RuleRefusedError(Exception):
    """A rule that these data cannot carry, with the reason in both languages; it becomes a line of the summary."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.reason = phrase(f"screen.{key}", **values)


def require_people(base: int, least: int) -> None:
    """Refuse where too few respondents can be compared."""
    if base < least:
        raise RuleRefusedError("needs_people", least=least, count=base)


def find_hits(item: str, hit: NDArray[np.bool_], values: NDArray[np.float64], threshold: str, *,
              decimals: int | None = None, severity: str = "") -> Hits:
    """Those for whom a rule holds, with their values written out."""
    rows = np.flatnonzero(hit)
    shown = [f"{value:g}" if decimals is None else f"{value:.{decimals}f}" for value in values[rows]]
    return Hits(item, rows, shown, threshold, severity)
