"""Which platform wrote this file: each room looks at the headings and says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from surveykit.errors import ReadError, did_you_mean
from surveykit.formats import RawTable
from surveykit.platforms import (
    alchemer,
    google,
    kobo,
    limesurvey,
    msforms,
    plain_table,
    qualtrics,
    redcap,
    surveymonkey,
    tencent,
    typeform,
    wjx,
)
from surveykit.platforms.export_layout import ExportLayout
from surveykit.platforms.form_builders import FEISHU, JINSHUJU, WENJUANWANG
from surveykit.words.messages import Message

DEEPEST = 9  # rows a title and its notes may take
# In this order the first room that finds its headings is right: later rules are weaker.
ROOMS: dict[str, Room] = {
    "wjx": wjx, "tencent": tencent, "qualtrics": qualtrics, "limesurvey": limesurvey, "surveymonkey": surveymonkey,
    "msforms": msforms, "kobo": kobo, "typeform": typeform, "alchemer": alchemer, "redcap": redcap, "google": google,
    **{builder.name: builder for builder in (JINSHUJU, FEISHU, WENJUANWANG)}}
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

    `headings` is the row of the headings as Excel counts them, `3`; or `3-4`, a question above its options.
    """
    above, rows = _find_heading_rows(raw, headings)
    layout = _make_layout(raw.body(above), wanted, rows, told=headings not in {None, ""})
    told = "" if headings is None else str(headings)
    return replace(layout, header_rows=layout.header_rows + above, headings=told) if told else layout


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
    if rows == 2 and not name:
        return surveymonkey.export_two_rows(raw)
    return BY_NAME[name or "plain"](raw)


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
    if below:
        raise ReadError("The file must begin with its row of headings, but what seem to be the headings stand lower.",
                        where="{file}, row {lines}",
                        fix="headings={lines}, or sk_headings in the codebook; the file stays as it is",
                        file=raw.name, lines=int(raw.lines[below]))
