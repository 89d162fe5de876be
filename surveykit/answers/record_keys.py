"""Columns that number the people of a table, and rows that are several events of one of them."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from surveykit.answers.export_table import ExportTable
from surveykit.errors import ReadError, list_quoted
from surveykit.platforms.export_layout import ExportColumn
from surveykit.text.normalise import normalise

RECORD = re.compile(
    r"(?:record|participant|subject|respondent|case|patient|person|study|interview(?:ee)?|household)"
    r"[ _-]?(?:id|no\.?|nr\.?|num(?:ber)?|code|key)|(?:受访者|被访者|被试|答卷|样本|个案|记录|参与者|患者|受试者|住户)"
    r"(?:的)?(?:编号|编码|号码|号|id|代码)", re.IGNORECASE)
PERSON = re.compile(r"respondents?|participants?|subjects?|persons?|users?(?:[ _-]?(?:id|name))?|uid|"
                    r"(?:worker|prolific|mturk|amazon)[ _-]?(?:id|pid)|受访者|被访者|被试|参与者|用户(?:id|编号)?",
                    re.IGNORECASE)  # numbers people where all of its values hold a digit
FEWEST, MOST_ROWS = 5, 20  # people, and rows of each, where only the heading's word says that they are people
DIGIT = re.compile(r"\d")


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
    if not table.slots or (table.export.platform != "plain" and any(slot.meta == "id" for slot in table.slots)):
        return None
    slot = next((slot for slot in table.slots if _numbers_people(table, slot)), None)
    if slot is None:
        return None
    keys = [normalise(cell) for cell in table.columns[slot.place].cells()]
    counts = Counter(keys)
    rows = np.flatnonzero([bool(key) and counts[key] > 1 for key in keys])
    return RepeatedKey(slot.heading, len(counts), rows) if len(rows) else None


def _numbers_people(table: ExportTable, slot: ExportColumn) -> bool:
    """Whether a heading says that its column numbers people, or calls them and its values are numbers or codes."""
    heading = normalise(slot.heading)
    if not PERSON.fullmatch(heading):
        return RECORD.fullmatch(heading) is not None
    texts = [text for text in table.columns[slot.place].texts if text.strip()]
    several = len(texts) >= FEWEST and len(texts) * MOST_ROWS >= len(table)  # 0 to 4 persons is a number of them
    return several and all(map(DIGIT.search, texts))


def refuse_repeated_key(table: ExportTable, known: Collection[str | None] = ()) -> None:
    """Refuse to guess at a table with several rows for the same people: rows are no respondents there.
    `known` are columns that a codebook has as items: there every row is a respondent.
    """
    repeated = find_repeated_key(table)
    if repeated is not None and repeated.heading not in known:
        raise ReadError("Column {heading!r} numbers people, and some have several rows: {people} people in {rows} "
                        "rows.", where="{file}, rows {lines}", heading=repeated.heading, people=repeated.people,
                        rows=len(table), file=table.name, lines=list_quoted(table.lines[repeated.rows].tolist()),
                        fix="export one row for each; or platform='plain', or a codebook in which this column is an "
                            "item like any other: every row is then a respondent")
