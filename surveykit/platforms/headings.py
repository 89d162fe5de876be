"""The heading row of an export, cleaned and told apart, with the answers below it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from surveykit.formats import Column, RawTable
from surveykit.platforms.export_layout import ExportColumn
from surveykit.platforms.remarks import remark
from surveykit.text.normalise import normalise
from surveykit.words.phrases import Text


def cleaned(cell: str) -> str:
    """A heading without invisible characters and outer blanks."""
    return "".join(c for c in cell if unicodedata.category(c) != "Cf").strip()


def headings_of(raw: RawTable) -> tuple[str, ...]:
    """The first row, cleaned."""
    return tuple(cleaned(cell) for cell in raw.row(0)) if len(raw) else ()


def known(heading: str) -> str:
    """A heading as it is looked up: width, case and number of blanks do not count."""
    return normalise(heading).casefold()


def one_line(text: str) -> str:
    """The text with line breaks and runs of blanks made single blanks."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one heading row: headings, the names they get, and the answers of each column.

    `skipped` holds body rows that repeat the headings; `answers` are the columns without them.
    `notes` grows while a room looks at the sheet.
    """

    headings: tuple[str, ...]
    names: tuple[str, ...]
    answers: tuple[Column, ...]
    skipped: Mapping[int, Text]
    notes: list[Text] = field(default_factory=list)

    @classmethod
    def of(cls, raw: RawTable) -> Sheet:
        """The sheet of a raw table."""
        headings = headings_of(raw)
        repeated = _repeated(raw)
        keep = ~repeated
        sheet = cls(headings, distinct(headings), tuple(column.take_rows(keep) for column in raw.columns),
                    {int(row) - 1: remark("repeated_row") for row in np.flatnonzero(repeated)[1:]})
        twice = [name for name, heading in zip(sheet.names, headings, strict=True) if heading and name != heading]
        if twice:
            sheet.note("duplicates", count=len(twice), names=twice)
        for place, heading in enumerate(headings):
            if not heading and sheet.texts(place):
                sheet.note("no_heading", column=place + 1)
        return sheet

    @property
    def rows(self) -> int:
        """Number of respondents."""
        return len(self.answers[0].codes) if self.answers else 0

    def note(self, key: str, **values: object) -> None:
        """Say something about the file, once."""
        said = remark(key, **values)
        if said not in self.notes:
            self.notes.append(said)

    def texts(self, place: int) -> list[str]:
        """The distinct answers of a column, empty ones left out."""
        return [text for text in self.answers[place].texts if text.strip()]

    def slot(self, place: int, **facts: object) -> ExportColumn:
        """The slot of a column; `also` are further names for it."""
        also = tuple(facts.pop("also", ()))
        name = self.names[place] or f"column {place + 1}"
        return ExportColumn(place, self.headings[place], (name, *also), **facts)

    def meta(self, place: int, meta: str) -> ExportColumn:
        """The slot of a column that the platform itself fills."""
        return self.slot(place, role="meta", meta=meta)


def _repeated(raw: RawTable) -> np.ndarray:
    """bool, one per row: the row reads as the heading row does (which itself is one)."""
    same = np.ones(len(raw), dtype=bool)
    for column in raw.columns:
        same &= column.codes == column.codes[:1]
    return same


def distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings, the second of one wording as `...__2`."""
    taken, seen, names = {normalise(heading) for heading in headings}, set(), []
    for heading in headings:
        name, number = heading, 1
        while heading and (normalise(name) in seen or (number > 1 and normalise(name) in taken)):
            number += 1
            name = f"{heading}__{number}"
        seen.add(normalise(name))
        names.append(name)
    return tuple(names)


def numbered(keys: Iterable[str]) -> list[str]:
    """The keys, the second of one wording as `...__2`, so that no two questions share one."""
    return list(distinct(list(keys)))


def settled(slots: Iterable[ExportColumn]) -> tuple[ExportColumn, ...]:
    """The slots in order; further names are kept only where they mean one slot."""
    slots = sorted(slots, key=lambda slot: slot.place)
    users = Counter(name for slot in slots for name in {normalise(name) for name in slot.names})
    return tuple(replace(slot, names=_own(slot, users)) for slot in slots)


def _own(slot: ExportColumn, users: Mapping[str, int]) -> tuple[str, ...]:
    """A slot's first name, and those others that no other slot has."""
    first, *others = slot.names
    names = {normalise(first): first}
    for name in others:
        if name and users[normalise(name)] == 1:
            names.setdefault(normalise(name), name)
    return tuple(names.values())
