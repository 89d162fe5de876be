"""Which platform wrote this file: each room looks at the headings and says why."""

from __future__ import annotations

from collections.abc import Callable

from surveykit.errors import ReadError, did_you_mean
from surveykit.foreign import RawTable
from surveykit.read import ours, plain
from surveykit.read.export import Export
from surveykit.read.platforms import (
    google,
    kobo,
    limesurvey,
    msforms,
    qualtrics,
    surveymonkey,
    tencent,
    wjx,
)

# In this order the first room that finds its headings is right: later rules are weaker.
ROOMS = {"wjx": wjx, "tencent": tencent, "qualtrics": qualtrics, "limesurvey": limesurvey,
         "surveymonkey": surveymonkey, "msforms": msforms, "kobo": kobo, "google": google}
BY_NAME: dict[str, Callable[[RawTable], Export]] = {
    "plain": plain.export, ours.PLATFORM: ours.export, **{name: room.export for name, room in ROOMS.items()}}


def exported(raw: RawTable, wanted: object = None) -> Export:
    """The export as its platform means it; `wanted` is the caller's or the codebook's word."""
    if wanted is not None:
        if wanted not in BY_NAME:
            raise ReadError(f"There is no reader for platform {wanted!r}.", where=raw.name,
                            fix=f"platform=... or sk_platform: {did_you_mean(str(wanted), BY_NAME)}")
        return BY_NAME[str(wanted)](raw)
    for name, room in ROOMS.items():
        if len(raw) and room.detect(raw):
            return BY_NAME[name](raw)
    return plain.export(raw)
