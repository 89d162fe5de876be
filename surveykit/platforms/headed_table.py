"""An export with one heading row, with the answers below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveykit.formats import Column, RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heading_rows import (
    find_repeated_rows,
    fold_heading,
    make_distinct,
    name_apart,
    read_heading_row,
    remark_repeated_rows,
)
from surveykit.platforms.remarks import make_remark
from surveykit.text.normalise import normalise
from surveykit.words.phrases import Text


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table with one heading row: headings, the names they get, and the answers of each column.
    `skipped` holds body rows that repeat the headings; `answers` are the columns without them.
    `notes` grows while a room looks at the table.
    """

    headings: tuple[str, ...]
    names: tuple[str, ...]
    answers: tuple[Column, ...]
    skipped: Mapping[int, Text]
    notes: list[Text] = field(default_factory=list)

    @classmethod
    def of(cls, raw: RawTable) -> HeadedTable:
        """The table with its first row as headings."""
        headings, repeated = read_heading_row(raw), find_repeated_rows(raw)
        answers = tuple(column.take_rows(~repeated) for column in raw.columns)
        table = cls(headings, tuple(make_distinct(headings)), answers, remark_repeated_rows(repeated))
        twice = [name for name, heading in zip(table.names, headings, strict=True) if heading and name != heading]
        if twice:
            table.add_note("same_heading", columns=twice)
        for place, heading in enumerate(headings):
            if not heading and table.texts(place):
                table.add_note("no_heading", column=place + 1)
        return table

    @property
    def rows(self) -> int:
        """Number of respondents."""
        return len(self.answers[0].codes) if self.answers else 0

    def add_note(self, key: str, **values: object) -> None:
        """Say something about the file, once."""
        note = make_remark(key, **values)
        if note not in self.notes:
            self.notes.append(note)

    def texts(self, place: int) -> list[str]:
        """The distinct answers of a column, empty ones left out."""
        return [text for text in self.answers[place].texts if text.strip()]

    def repeats(self, place: int, part: str) -> bool:
        """Whether all answers of a column are this one, as those of an option are."""
        return {normalise(text) for text in self.texts(place)} == {normalise(part)}

    def find_own(self, kinds: Mapping[str, str]) -> dict[int, str]:
        """Place to kind of the platform's own columns: the first of each name."""
        found: dict[str, int] = {}
        for place, heading in enumerate(self.headings):
            if fold_heading(heading) in kinds:
                found.setdefault(fold_heading(heading), place)
        return {place: kinds[name] for name, place in found.items()}

    def make_column(self, place: int, question: str = "", stem: str = "", part: str = "", role: str = "whole",
                    meta: str = "", also: Iterable[str] = ()) -> ExportColumn:
        """What a column is; `also` are further names for it."""
        name = self.names[place] or f"column {place + 1}"
        return ExportColumn(place, self.headings[place], (name, *also), question, stem, part, role, meta)

    def make_layout(self, platform: str, variant: str, evidence: str, columns: Iterable[ExportColumn],
                    **more: Any) -> ExportLayout:
        """The layout of a table whose empty cells may mean two things; `more` are further fields of it."""
        self.add_note("blank_unknown")
        return ExportLayout(platform, variant, evidence, 1, name_apart(columns)[0], skipped=self.skipped,
                            notes=tuple(self.notes), **more)

    def own_columns(self, kinds: Mapping[int, str]) -> list[ExportColumn]:
        """The columns that the platform fills itself, and those without a heading."""
        return [self.make_column(place, role="meta", meta=kinds.get(place, "other"))
                for place, heading in enumerate(self.headings) if place in kinds or not heading]
