"""The answers of an export column by column, with what each column means."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from surveykit.answers.foot_rows import REASON, find_foot_rows
from surveykit.errors import SHOWN, ReadError, list_quoted
from surveykit.formats import Column, RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.plain_table import OWN
from surveykit.text.is_date import EXCEL_DATE, is_date
from surveykit.text.normalise import normalise
from surveykit.words.phrases import Text, phrase

SPAN = re.compile(r"\d{1,3} ?[-–~～至到] ?\d{1,3}.{0,2}")  # 11-15, beside which a date was a span as well
MAY_BE_EXCEL = re.compile(r"[-月/]|E\+")
ROUNDED = re.compile(r"[1-9](?:\.\d+)?E\+\d{2}")
MOST_DATES = 0.9  # a column of nothing but dates may hold birthdays


@dataclass(frozen=True)
class ExportTable:
    """Slots and their columns; `lines` are the row numbers a user sees in Excel."""

    name: str
    sha256: str
    export: ExportLayout
    columns: tuple[Column, ...]
    lines: np.ndarray

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def slots(self) -> tuple[ExportColumn, ...]:
        """What each column is."""
        return self.export.columns

    @property
    def headings(self) -> tuple[str, ...]:
        """The heading of each column."""
        return tuple(slot.heading for slot in self.slots)

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What a person should know of the file."""
        return self.export.notes

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The platform's own numbers of respondents, else the rows' running number."""
        ids = [slot.place for slot in self.slots if slot.meta == "id"]
        if not ids:
            return tuple(map(str, range(1, len(self) + 1)))
        return tuple(map(str.strip, self.columns[ids[0]].cells()))


def open_export_table(raw: RawTable, export: ExportLayout) -> ExportTable:
    """The respondents of a raw table: heading rows and rows that are no respondents left out."""
    if not len(raw) or not any(slot.heading for slot in export.columns):
        raise ReadError("The file must begin with a row of headings.", where="{file}",
                        fix="check that this is the export, not an empty file, and has no title above", file=raw.name)
    body = raw.body(export.header_rows)
    kept = np.ones(len(body), dtype=bool)
    kept[list(export.skipped)] = False
    foot = np.flatnonzero(kept)[_find_foot(body, export, kept)]
    kept[foot] = False
    export = replace(export, skipped={**export.skipped, **dict.fromkeys(foot.tolist(), REASON)})
    columns = body.columns if kept.all() else tuple(column.take_rows(kept) for column in body.columns)
    columns = tuple(map(export.restore_marks, columns))
    damage = _find_excel_damage(export.columns, columns) if raw.container == "csv" and export.platform != OWN else []
    export = replace(export, notes=(*export.notes, *damage))
    table = ExportTable(raw.name, raw.sha256, export, columns, np.asarray(body.lines)[kept])
    if not len(table):
        raise ReadError("A survey must have at least one respondent.", where="{file}",
                        fix="the file holds headings only: export it again with answers", file=table.name)
    _refuse_unclear_headings(table)
    return table


def _find_foot(body: RawTable, export: ExportLayout, kept: np.ndarray) -> list[int]:
    """Which of the kept rows are the foot of the table; files of ours have none."""
    if export.platform == OWN or not kept.any():
        return []
    return find_foot_rows(body.columns if kept.all() else [column.take_rows(kept) for column in body.columns])


def _refuse_unclear_headings(table: ExportTable) -> None:
    """Refuse two columns of one name, and answers under no name."""
    names = [normalise(slot.names[0]) if slot.names else "" for slot in table.slots]
    repeated = [heading for heading, n in Counter(names).items() if n > 1 and heading]
    if repeated:
        raise ReadError("Headings must be unique; {repeated} occur more than once.", where="{file}",
                        fix="rename one of the columns in the export", repeated=list_quoted(repeated), file=table.name)
    filled = np.zeros(len(table), dtype=bool)
    for name, column in zip(names, table.columns, strict=True):
        if not name:
            filled |= np.array([bool(text.strip()) for text in column.texts] or [False])[column.codes]
    if filled.any():
        raise ReadError("There are answers under no heading.", where="{file}, rows {lines}",
                        fix="headings='1-2' where the options stand in a second row; else give the column a heading, "
                            "or delete the stray cells", file=table.name,
                        lines=list_quoted(table.lines[filled].tolist()))


def _find_excel_damage(slots: Sequence[ExportColumn], columns: Sequence[Column]) -> list[Text]:
    """A remark for each column with cells that Excel seems to have spoilt."""
    remarks = []
    for slot, column in zip(slots, columns, strict=True):
        # most columns have no marks of such cells at all, however many texts they hold
        if not MAY_BE_EXCEL.search("\n".join(column.texts)):
            continue
        counts = np.bincount(column.codes, minlength=len(column.texts))
        filled = {text: int(n) for text, n in zip(column.texts, counts, strict=False) if text.strip()}
        rounded = [text for text in column.texts if ROUNDED.fullmatch(text.strip())]
        for key, damaged in (("excel_dates", _made_dates(filled)), ("excel_rounded", rounded)):
            if damaged and slot.heading:
                cells = {"zh": "、".join(damaged[:SHOWN]), "en": str(list_quoted(damaged))}
                remarks.append(phrase(f"answers.{key}", heading=slot.heading, cells=cells,
                                      count=sum(filled[text] for text in damaged)))
    return remarks


def _made_dates(filled: dict[str, int]) -> list[str]:
    """Texts that look as Excel shows a date it has made, in a column that holds other things too."""
    spans = any(map(SPAN.fullmatch, map(str.strip, filled)))
    dates: Sequence[str] = [text for text in filled if EXCEL_DATE.fullmatch(text.strip())
                            or (spans and is_date(normalise(text)))]
    dated = sum(n for text, n in filled.items() if text in dates or is_date(text.strip())) if dates else 0
    share = dated / max(1, sum(filled.values()))
    return list(dates) if share < MOST_DATES else []
