"""Plain tables: headings are the items' names, cells hold values or labels."""

from __future__ import annotations

from surveykit.foreign import RawTable
from surveykit.read.export import Export, Slot
from surveykit.read.platforms.headings import headings_of

MISSING = {"(not_asked)": "not_asked", "(refused)": "refused", "(dont_know)": "dont_know"}
KEY = "respondent"


def export(raw: RawTable, platform: str = "plain") -> Export:
    """Every column a question of its own; `respondent` holds the keys."""
    slots = tuple(_slot(place, heading) for place, heading in enumerate(headings_of(raw)))
    return Export(platform, "", "no platform's headings were found", 1, slots, missing=MISSING,
                  ticks={"1": 1, "0": 0})


def _slot(place: int, heading: str) -> Slot:
    """One column."""
    names = (heading,) if heading else ()
    if heading == KEY:
        return Slot(place, heading, names, role="meta", meta="id")
    return Slot(place, heading, names, heading, heading)
