"""The answers of an export column by column, and what a codebook could say about a column's cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from surveykit.errors import ReadError
from surveykit.formats import Column, RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.text.normalise import normalise
from surveykit.text.ticks import split_fill_in, split_letter


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in the cells of a question: each label, as first written, with how often.

    `texts` are whole cells (without letters and outer blanks), `labels` without what was filled
    in; `fills` counts fill-ins by label, `letters` holds the letter of a label, `gaps` counts
    cells without an answer by kind of missing.
    """

    texts: Mapping[str, int]
    labels: Mapping[str, int]
    fills: Mapping[str, int] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    gaps: Mapping[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Cells with an answer."""
        return sum(self.texts.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """The respondents of an export: heading rows and rows that are no respondents left out."""

    name: str
    export: ExportLayout
    columns: tuple[Column, ...]
    lines: np.ndarray
    missing: Mapping[str, str]

    @classmethod
    def of(cls, raw: RawTable, export: ExportLayout, missing: Mapping[str, str] | None = None) -> Sheet:
        """The sheet of a raw table; `missing` adds to the export's own tokens."""
        body = raw.body(export.header_rows)
        kept = np.ones(len(body), dtype=bool)
        kept[[row for row in export.skipped if row < len(body)]] = False
        if not kept.any():
            raise ReadError("An export must have at least one respondent.", where="{file}",
                            fix="the file holds headings only: export it again with answers", file=raw.name)
        tokens = {**export.missing, **(missing or {})}
        return cls(raw.name, export, tuple(export.restore_marks(column.take_rows(kept)) for column in body.columns),
                   np.asarray(body.lines)[kept], {normalise(token): kind for token, kind in tokens.items()})

    def gap(self, text: str) -> str:
        """The kind of missing a cell stands for; '' for an answer."""
        seen = normalise(text)
        return self.missing.get(seen, "") if seen else "blank"

    def bare(self, text: str) -> str:
        """A cell without the letter of its option and without outer blanks."""
        return (split_letter(text.strip())[1] if self.export.letters else text).strip()

    def questions(self) -> dict[str, list[ExportColumn]]:
        """The columns of each question, in order."""
        found: dict[str, list[ExportColumn]] = {}
        for slot in self.export.columns:
            if slot.role != "meta" and slot.heading:
                found.setdefault(slot.question or slot.names[0], []).append(slot)
        return found

    def seen(self, places: Sequence[int]) -> Seen:
        """What stands in the cells of these columns together."""
        texts, labels, fills, gaps, letters, first = Counter(), Counter(), Counter(), Counter(), {}, {}
        for text, count in self._counted(places):
            kind = self.gap(text)
            if kind:
                gaps[kind] += count
                continue
            label, fill = split_fill_in(self.bare(text))
            label = first.setdefault(normalise(label), label)
            texts[self.bare(text)] += count
            labels[label] += count
            fills.update({label: count} if fill else {})
            if self.export.letters:
                letters.setdefault(label, split_letter(text.strip())[0])
        return Seen(texts, labels, fills, letters, gaps)

    def _counted(self, places: Sequence[int]) -> Iterator[tuple[str, int]]:
        """Distinct texts of columns, each with how often it stands."""
        for place in places:
            column = self.columns[place]
            yield from zip(column.texts, np.bincount(column.codes, minlength=len(column.texts)).tolist(), strict=True)
