"""Which platform wrote this file: each room looks at the headings and says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

import numpy as np

from surveykit.errors import ReadError, did_you_mean
from surveykit.formats import Column, RawTable
from surveykit.platforms import (
    alchemer,
    google,
    kobo,
    limesurvey,
    msforms,
    plain_table,
    qualtrics,
    redcap,
    sosci,
    surveymonkey,
    tencent,
    typeform,
    wjx,
)
from surveykit.platforms.export_layout import ExportLayout
from surveykit.platforms.form_builders import FEISHU, JINSHUJU, TENCENT_DOCS, WENJUANWANG, WPS
from surveykit.platforms.heading_rows import find_repeated_rows, read_heading_row
from surveykit.platforms.name_row import add_names, drop_name_row, find_name_row
from surveykit.text.normalise import normalise, normalise_all
from surveykit.text.parse_number import parse_number
from surveykit.text.yes_no import find_pair, is_yes_no
from surveykit.words.messages import Message

DEEPEST = 9  # rows a title and its notes may take
STEMS = 3  # filled cells of a first row that are questions above their options, not a title
NO_HEADINGS = "0"
OWN_ROWS = ("qualtrics", "surveymonkey", "limesurvey", "sosci", "two_rows")  # their rooms know what further rows hold
# In this order the first room that finds its headings is right: later rules are weaker.
ROOMS: dict[str, Room] = {
    "wjx": wjx, "tencent": tencent, "qualtrics": qualtrics, "limesurvey": limesurvey, "surveymonkey": surveymonkey,
    "msforms": msforms, "kobo": kobo, "typeform": typeform, "alchemer": alchemer, "redcap": redcap, "google": google,
    "sosci": sosci, **{builder.name: builder for builder in (JINSHUJU, FEISHU, WENJUANWANG, TENCENT_DOCS, WPS)}}
BY_NAME: dict[str, Callable[[RawTable], ExportLayout]] = {
    "plain": plain_table.export, "two_rows": surveymonkey.export_two_rows,
    plain_table.OWN: partial(plain_table.export, platform=plain_table.OWN),
    **{name: room.export for name, room in ROOMS.items()}}
ROWS = re.compile(r"(?P<first>[1-9][0-9]{0,3})(?:-(?P<second>[1-9][0-9]{0,3}))?")


class Room(Protocol):
    """What a platform's room offers."""

    def detect(self, raw: RawTable) -> str:
        """Why a table is of this platform; '' when it is not."""

    def export(self, raw: RawTable) -> ExportLayout:
        """What its columns are."""


def detect_export(raw: RawTable, wanted: object = None, headings: object = None) -> ExportLayout:
    """The export as its platform means it; `wanted` and `headings` are the caller's or the codebook's word.
    `headings` is the row of the headings as Excel counts them, `3`; `3-4`, a question above its options; 0 for none.
    """
    if str(headings).strip() == NO_HEADINGS:
        columns = tuple(Column((f"column {number}", *column.texts),
                               np.concatenate([np.zeros(1, dtype=np.int32), column.codes + np.int32(1)]))
                        for number, column in enumerate(raw.columns, start=1))
        numbered = replace(raw, columns=columns, lines=np.concatenate([[0], raw.lines]))
        layout = _make_layout(numbered, wanted, 1, told=True)
        return replace(layout, header_rows=layout.header_rows - 1, headings=NO_HEADINGS,
                       decimal_comma=raw.delimiter == ";")
    above, rows = _find_heading_rows(raw, headings)
    layout = _make_layout(raw.body(above), wanted, rows, told=headings not in {None, ""})
    told = "" if headings is None else str(headings)
    return replace(layout, header_rows=layout.header_rows + (above if told else 0), headings=told,
                   decimal_comma=raw.delimiter == ";")


def _find_heading_rows(raw: RawTable, headings: object) -> tuple[int, int]:
    """How many rows stand above the headings, and how many rows these are."""
    if headings in {None, ""}:
        return 0, 1
    told = ROWS.fullmatch(str(headings).strip())
    lines = list(raw.lines)
    numbers = [int(number) for number in told.groups() if number] if told else []
    if not numbers or any(number not in lines for number in numbers) or (
            len(numbers) == 2 and lines.index(numbers[1]) != lines.index(numbers[0]) + 1):
        raise ReadError("headings must be the row of the headings, or two that follow each other, not {headings!r}.",
                        where=Message("{file}, rows {first} to {last}", file=raw.name, first=lines[0],
                                      last=lines[-1]) if lines else "{file}",
                        fix="headings=3, or headings='3-4' where the questions stand above their options",
                        headings=headings, file=raw.name)
    return lines.index(numbers[0]), len(numbers)


def _make_layout(raw: RawTable, wanted: object, rows: int, told: bool) -> ExportLayout:
    """The export of a table that begins with its headings."""
    name, _, choice = str(wanted or "").partition(":")
    if wanted is not None and (name not in BY_NAME or (choice and name != "redcap")):
        raise ReadError("There is no reader for platform {wanted!r}.", where="{file}",
                        fix="platform=... or sk_platform: {did_you_mean}", wanted=wanted,
                        file=raw.name, did_you_mean=did_you_mean(str(wanted), BY_NAME))
    if choice:
        return redcap.export(raw, choice)
    if wanted is None:
        name = _find_platform(raw)
        if not name and not told:
            _refuse_title(raw)
            _refuse_answers(raw)
    if rows == 2 and not name:
        return surveymonkey.export_two_rows(raw)
    return _read_layout(raw, name or "plain")


def _read_layout(raw: RawTable, name: str) -> ExportLayout:
    """The layout of a platform's room, which sees no second row that only names the columns once more."""
    kind = find_name_row(raw) if name not in {*OWN_ROWS, plain_table.OWN} else ""
    if not kind:
        return BY_NAME[name](raw)
    return add_names(BY_NAME[name](drop_name_row(raw)), read_heading_row(raw, 1), kind)


def _find_platform(raw: RawTable) -> str:
    """The platform whose headings a table begins with; '' for none."""
    found = next((name for name, room in ROOMS.items() if len(raw) and room.detect(raw)), "")
    return found or ("limesurvey" if len(raw) and limesurvey.has_bare_sets(raw) else "")


def _refuse_title(raw: RawTable) -> None:
    """Refuse a title above the headings: a first row with gaps, and a platform's headings or all others below it."""
    filled = [sum(bool(cell.strip()) for cell in raw.row(n)) for n in range(min(len(raw), DEEPEST + 1))]
    if not filled or filled[0] == len(raw.columns):
        return
    below = next((n for n in range(1, len(filled)) if filled[n] > filled[0] and _find_platform(raw.body(n))), 0)
    if not below and filled[0] == 1 and len(raw.columns) > 2:
        below = next((n for n in range(1, len(filled)) if filled[n] > 1), 0)
    if not below:
        return
    lines: object = int(raw.lines[below])
    asks = any(cell.rstrip().endswith(("?", "？")) for cell in raw.row(0))
    if below == 1 and (filled[0] >= STEMS or (asks and filled[0] > 1)):  # questions above their options
        lines = repr(f"{raw.lines[0]}-{raw.lines[1]}")
    raise ReadError("The file must begin with its row of headings, but what seem to be the headings stand lower.",
                    where="{file}, row {row}",
                    fix="headings={lines}, or sk_headings in the codebook; the file stays as it is",
                    file=raw.name, lines=lines, row=int(raw.lines[below]))


def _refuse_answers(raw: RawTable) -> None:
    """Refuse a first row that holds answers: cells that stand in their column again and again, or nothing but numbers.
    Options that repeat their heading are none of these, nor rows that repeat all headings.
    """
    cells = read_heading_row(raw)
    filled = [place for place, cell in enumerate(cells) if cell]
    own = ~find_repeated_rows(raw)
    kept: slice | np.ndarray = slice(1, None) if own[1:].all() else own
    again = [place for place in filled if _stands_below(cells[place], raw.columns[place].take_rows(kept))]
    numbers = len(filled) > 1 and all(parse_number(cells[place]) is not None for place in filled)
    if numbers or (len(again) > 1 and len(again) * 2 >= len(filled)) or (
            len(again) >= STEMS and len(again) * 3 >= len(filled)):
        raise ReadError("The first row must hold headings, but what stands in it is answered below it as well, in "
                        "{count} of {columns} columns.", where="{file}, row {row}",
                        fix="headings=0 where the file has no headings: its columns are called column 1, column 2; "
                            "headings={row} if these are headings", count=len(again), columns=len(filled),
                        file=raw.name, row=int(raw.lines[0]))


def _stands_below(cell: str, column: Column) -> bool:
    """Whether a heading is one of several answers of its column, and not that beside `Not` and itself."""
    texts = {*normalise_all(column.texts)} - {""}
    beside = len(texts) == 2 and find_pair(texts) is not None and not is_yes_no(texts)
    return len(texts) > 1 and normalise(cell) in texts and not beside
