"""Columns that number the people of a table, and rows that are several events of one of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from surveykit.answers.export_table import ExportTable
from surveykit.text.normalise import normalise

RECORD = re.compile(
    r"(?:record|participant|subject|respondent|case|patient|person|study|interview(?:ee)?|household)"
    r"[ _-]?(?:id|no\.?|nr\.?|num(?:ber)?|code|key)|(?:受访者|被访者|被试|答卷|样本|个案|记录|参与者|患者|受试者|住户)"
    r"(?:的)?(?:编号|编码|号码|号|id|代码)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class RepeatedKey:
    """A column that numbers people, and stands in several rows for some; `rows` are these rows, from 0."""

    heading: str
    people: int
    rows: np.ndarray


def find_repeated_key(table: ExportTable) -> RepeatedKey | None:
    """The first column, if its heading says that it numbers people and its values repeat; None where none does.

    Tables whose platform has numbers of its own are left alone.
    """
    if not table.slots or any(slot.meta == "id" for slot in table.slots):
        return None
    slot = next((slot for slot in table.slots if RECORD.fullmatch(normalise(slot.heading))), None)
    if slot is None:
        return None
    keys = [normalise(cell) for cell in table.columns[slot.place].cells()]
    counts = Counter(keys)
    rows = np.flatnonzero([bool(key) and counts[key] > 1 for key in keys])
    return RepeatedKey(slot.heading, len(counts), rows) if len(rows) else None
