"""What this room needs to know of an export: the shape of what the platforms' rooms make of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from surveykit.formats import Column
from surveykit.words.phrases import Text


class Slot(Protocol):
    """One column, as `surveykit.platforms.export_layout.Slot` has it."""

    place: int
    heading: str
    names: tuple[str, ...]
    question: str
    stem: str
    part: str
    role: str
    meta: str


class Export(Protocol):
    """A file as its platform means it, as `surveykit.platforms.export_layout.Export` has it."""

    platform: str
    variant: str
    header_rows: int
    slots: tuple[Slot, ...]
    separator: str
    ranking: str
    missing: Mapping[str, str]
    ticks: Mapping[str, int]
    letters: bool
    skipped: Mapping[int, Text]
    hints: Mapping[str, str]

    def restored(self, column: Column) -> Column:
        """The column with the platform's marks undone."""


class Pair(Protocol):
    """What the text and the code export of one survey tell of a question, as `wjx.recovered` has it."""

    question: str
    part: str
    kind: str
    options: tuple[tuple[str, str], ...]
    clashes: tuple[object, ...]
