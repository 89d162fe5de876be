"""The answers of an export column by column, with what each column means."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from surveykit.errors import SHOWN, ReadError, list_quoted
from surveykit.formats import Column, RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.plain_table import OWN
from surveykit.text.is_date import is_date
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number
from surveykit.words.phrases import Text, phrase

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
MADE_DATE = re.compile(rf"\d{{1,2}}月\d{{1,2}}日|{MONTH}-\d{{1,2}}|\d{{1,2}}-{MONTH}", re.IGNORECASE)
ROUNDED = re.compile(r"[1-9](?:\.\d+)?E\+\d{2}")
MOST_DATES = 0.9  # a column of nothing but dates may hold birthdays
TOTAL = re.compile(
    r"(?:合 ?计|总 ?计|小 ?计|共 ?计|总 ?数|总 ?和|求 ?和|平 ?均(?:值|数|分)?|均 ?值|最[大小高低]值|中位数|众数|标准差|"
    r"方差|占 ?比|百分比|"
    r"(?:grand |sub)?-?totals?|sums?|(?:grand )?means?|averages?|avg\.?|medians?|minimum|maximum|min|max|"
    r"std\.?(?: ?dev\.?)?|standard deviation|s\.?d\.?|counts?)(?: ?[:(].*)?", re.IGNORECASE)
MAKER = re.compile(
    r"(?:制 ?表|填 ?表|审 ?核|复 ?核|统 ?计|录 ?入)(?:人|员|者|日期|时间|单位|部门)? ?:.*|"
    r"(?:备 ?注|说 ?明|注|数据来源|资料来源|来源) ?:.*|(?:制表|填表|审核|复核|统计|录入)(?:人|员|日期|时间|单位)|"
    r"(?:notes?|sources?) ?:.*|(?:prepared|created|compiled|generated|exported) (?:by|on)\b.*", re.IGNORECASE)
MOST = 8
REASON: Text = {"zh": "表末的合计、平均或说明", "en": "totals, averages or notes at the foot of the table"}
TOLERANCE = 0.01


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
    if export.platform == OWN or not kept.any() or not _says_foot(body.columns, int(np.flatnonzero(kept)[-1])):
        return []
    return _find_foot_rows([column.take_rows(kept) for column in body.columns], int(kept.sum()))


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
        joined = "\n".join(column.texts)
        may_hold = "月" in joined or "-" in joined or "E+" in joined
        if not may_hold:
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
    dates: Sequence[str] = [text for text in filled if MADE_DATE.fullmatch(text.strip())]
    dated = sum(n for text, n in filled.items() if text in dates or is_date(text.strip())) if dates else 0
    share = dated / max(1, sum(filled.values()))
    return list(dates) if share < MOST_DATES else []


def _find_foot_rows(columns: Sequence[Column], rows: int) -> list[int]:
    """The rows, from 0, at the foot of a table that are no respondents; [] for none.
    A row counts if its first filled cell says so and no row above it does, and the rest of the row fits: blank,
    or numbers under a column of keys, or the sum or mean of what stands above.
    """
    first = rows
    while first > max(1, rows - MOST) and _says_foot(columns, first - 1):
        first -= 1
    found = [row for row in range(first, rows) if _fits_foot(columns, row, first)]
    return found if found == list(range(first, rows)) else []


def _cells(columns: Sequence[Column], row: int) -> list[str]:
    """The cells of a row, as they are compared."""
    return [normalise(column.texts[column.codes[row]]) for column in columns]


def _says_foot(columns: Sequence[Column], row: int) -> bool:
    """Whether the first filled cell of a row is a word for a total or a note, and the others no words."""
    filled = [cell for cell in _cells(columns, row) if cell]
    if not filled:
        return False
    if MAKER.fullmatch(filled[0]):
        return len(filled) <= max(2, len(columns) // 2)
    return bool(TOTAL.fullmatch(filled[0])) and all(parse_number(cell) is not None for cell in filled[1:])


def _fits_foot(columns: Sequence[Column], row: int, first: int) -> bool:
    """Whether the word stands under keys or alone, or numbers of the row are the sum or mean of their column."""
    cells = _cells(columns, row)
    place = next(place for place, cell in enumerate(cells) if cell)
    above = [normalise(columns[place].texts[code]) for code in columns[place].codes[:first]]
    if cells[place] in above:
        return False
    filled = [text for text in above if text]
    keys = len(set(filled)) == len(filled)
    alone = not any(cells[place + 1:]) and len(columns) > 1
    return keys or alone or any(_is_aggregate(columns[other], first, cells[other])
                                for other in range(place + 1, len(cells)) if cells[other])


def _is_aggregate(column: Column, first: int, cell: str) -> bool:
    """Whether a number is the sum, the mean or the count of the cells above it."""
    numbers = [parse_number(column.texts[code]) for code in column.codes[:first]]
    known, value = [number for number in numbers if number is not None], parse_number(cell)
    if value is None or len(known) < 2:
        return False
    return any(abs(value - target) <= TOLERANCE * max(1.0, abs(target) * TOLERANCE)
               for target in (float(np.sum(known)), float(np.mean(known)), float(len(known))))
