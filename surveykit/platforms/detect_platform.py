"""Which platform wrote this file: each room looks at the headings and says why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from surveykit.errors import ReadError, did_you_mean
from surveykit.formats import RawTable
from surveykit.platforms import google, kobo, limesurvey, msforms, plain_table, qualtrics, surveymonkey, tencent, wjx
from surveykit.platforms.export_layout import ExportLayout

DEEPEST = 9  # rows a title and its notes may take
# In this order the first room that finds its headings is right: later rules are weaker.
ROOMS = {"wjx": wjx, "tencent": tencent, "qualtrics": qualtrics, "limesurvey": limesurvey,
         "surveymonkey": surveymonkey, "msforms": msforms, "kobo": kobo, "google": google}
BY_NAME: dict[str, Callable[[RawTable], ExportLayout]] = {
    "plain": plain_table.export, plain_table.OWN: partial(plain_table.export, platform=plain_table.OWN),
    **{name: room.export for name, room in ROOMS.items()}}


def detect_export(raw: RawTable, wanted: object = None) -> ExportLayout:
    """The export as its platform means it; `wanted` is the caller's or the codebook's word."""
    if wanted is not None:
        if wanted not in BY_NAME:
            raise ReadError("There is no reader for platform {wanted!r}.", where="{file}",
                            fix="platform=... or sk_platform: {did_you_mean}", wanted=wanted,
                            file=raw.name, did_you_mean=did_you_mean(str(wanted), BY_NAME))
        return BY_NAME[str(wanted)](raw)
    name = _found(raw)
    if not name:
        _refuse_title(raw)
    return BY_NAME[name or "plain"](raw)


def _found(raw: RawTable) -> str:
    """The platform whose headings a table begins with; '' for none."""
    return next((name for name, room in ROOMS.items() if len(raw) and room.detect(raw)), "")


def _refuse_title(raw: RawTable) -> None:
    """Refuse a title above the headings: a first row with gaps, and a platform's headings or all others below it."""
    filled = [sum(bool(cell.strip()) for cell in raw.row(n)) for n in range(min(len(raw), DEEPEST + 1))]
    if not filled or filled[0] == len(raw.columns):
        return
    below = next((n for n in range(1, len(filled)) if filled[n] > filled[0] and _found(raw.body(n))), 0)
    if not below and filled[0] == 1 and len(raw.columns) > 2:
        below = next((n for n in range(1, len(filled)) if filled[n] > 1), 0)
    if below:
        raise ReadError("The file must begin with its row of headings, but what seem to be the headings stand lower.",
                        where="{file}, row {lines}",
                        fix="delete the rows above them (a title, a note), save, and read the file again",
                        file=raw.name, lines=raw.lines[below])
