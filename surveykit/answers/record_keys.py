"""Rows that are no respondents though each holds answers: several events of one person, and cells of a counted table.

A heading may say that its column numbers people. Where none does, a table in long form is told by its shape: the values
of one column stand in blocks, and a second column tells the rows of each block apart, beginning anew in every block.
"""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from surveykit.answers.export_table import ExportTable
from surveykit.errors import ReadError, list_quoted
from surveykit.formats import Column
from surveykit.platforms.export_layout import ExportColumn
from surveykit.text.is_date import is_date
from surveykit.text.normalise import is_placeholder, normalise
from surveykit.text.parse_number import parse_number

ALONE = "respondent|participant|subject|person|individual|patient|pupil|student|assessor|rater|case"
PEOPLE = f"{ALONE}|child|worker|employee|volunteer|user|member|customer|consumer|voter|interviewee|panell?ist"
RECORD = re.compile(
    r"(?:record|participant|subject|respondent|case|patient|person|study|interview(?:ee)?|household)"
    r"[ _-]?(?:id|no\.?|nr\.?|num(?:ber)?|code|key)|(?:受访者|被访者|被试|答卷|样本|个案|记录|参与者|患者|受试者|住户)"
    r"(?:的)?(?:编号|编码|号码|号|id|代码)", re.IGNORECASE)  # one that comes back even once is several events
PERSON = re.compile(r"(?:respondent|participant|subject|person|user)s?|user[ _-]?(?:id|name)|uid|"
                    r"(?:worker|prolific|mturk|amazon)[ _-]?(?:id|pid)|受访者|被访者|被试|参与者|用户(?:id|编号)?",
                    re.IGNORECASE)  # numbers people where all of its values hold a digit
KEY = re.compile(rf"(?:(?:{PEOPLE})[ _.-]?)?(?:ids?|id[ _.-]?(?:no\.?|nr|num(?:ber)?|code))|"
                 rf"ind[ _.-]?(?:id|no)|(?:{PEOPLE})[ _.-]?(?:no\.?|nr\.?|num(?:ber)?|code|key)|"
                 r"individuals?|indiv|subj|"
                 r"(?:学生|员工|志愿者|个人|人员|对象|用户)?(?:编 ?号|编码|id号?)|学 ?号|工 ?号", re.IGNORECASE)
MAY_BE = re.compile(rf"(?:{PEOPLE}|mother|judge|household|hh|h?hid)|[psi]id|nr\.?|no\.?|obs(?:no)?|names?|"
                    r"姓 ?名|学生|志愿者|员工|患者|用户|对象|个体|个案|评委|住户|家庭|序号|样本", re.IGNORECASE)
TIME = re.compile(r"\b(?:wave|time|year|month|week|day|date|visit|period|occasion|round|session|phase|trial)s?\b|"
                  r"次|期|年|月|周|天|日|轮|测", re.IGNORECASE)
CALLED = re.compile(ALONE, re.IGNORECASE)
COUNT = re.compile(r"freq(?:uency|uencies|\.)?|counts?|n|number|人数|频数|频次|份数|例数|计数|个数", re.IGNORECASE)
FEWEST, MOST_ROWS = 5, 20  # people, and rows of each, where only a word or the shape says that they are people
NEARLY = 0.9  # of the cells differ: they number people
OFTEN = 0.2  # of the people have several rows: that many do not answer twice by mistake
WIDER = 1.5  # times as many values as the largest block: what tells its rows apart begins anew in each
MOST_VALUES = 40  # of answers that are codes, or of a column that a table is counted by
FULL = 0.8  # of the combinations stand there: empty ones are often left out
DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, eq=False)
class RepeatedKey:
    """A column whose values stand in several rows for some people; `rows` are these rows, from 0.
    `sure`: whether the people are told so clearly that rows cannot be taken for respondents; `beside` is the heading of
    the column that tells the rows of one value apart, '' where the heading alone says what the column is.
    """

    heading: str
    people: int
    rows: np.ndarray
    sure: bool = True
    beside: str = ""


@dataclass(frozen=True)
class FilledColumn:
    """A column without blanks: its slot, the place of each row's text in `texts`, and how many rows hold each."""

    slot: ExportColumn
    codes: np.ndarray
    texts: Sequence[str]
    counts: np.ndarray

    @property
    def values(self) -> int:
        """How many different values there are."""
        return int((self.counts > 0).sum())

    @property
    def in_blocks(self) -> bool:
        """Whether the rows of each value stand together."""
        return int((np.diff(self.codes) != 0).sum()) + 1 == self.values

    @property
    def is_whole(self) -> bool:
        """Whether all values stand in as many rows, at least two."""
        return len(self.codes) == self.values * int(self.counts.max()) > self.values

    @property
    def may_be_people(self) -> bool:
        """Whether the heading is a word for people, units or numbers of them."""
        return MAY_BE.fullmatch(normalise(self.slot.heading)) is not None

    @property
    def says_time(self) -> bool:
        """Whether the heading names occasions."""
        return TIME.search(normalise(self.slot.heading)) is not None

    def is_unique_in(self, key: "FilledColumn") -> bool:
        """Whether no value comes twice within one of the key."""
        return len(np.unique(key.codes.astype(np.int64) * len(self.texts) + self.codes)) == len(self.codes)

    def rises_in(self, key: "FilledColumn") -> bool:
        """Whether numbers or days rise from row to row within the blocks of a key."""
        if all(is_date(text) for text in self.texts):
            said = np.argsort(np.argsort(self.texts)).astype(float)
        else:
            said = np.array([np.nan if (n := parse_number(text)) is None else n for text in self.texts])
        steps = np.diff(said[self.codes])[np.diff(key.codes) == 0]
        return bool((steps > 0).all())


def find_repeated_key(table: ExportTable) -> RepeatedKey | None:
    """The column that numbers people of which some have several rows, by its heading or by the table's shape.
    None where people have a number of their own that does not repeat; tables whose platform has numbers are left alone.
    """
    if not table.slots or (table.export.platform != "plain" and any(slot.meta == "id" for slot in table.slots)):
        return None
    for names_people in (_numbers_people, _is_key):
        slot = next((slot for slot in table.slots if names_people(table, slot)), None)
        if slot is not None:
            return _count_rows(table, slot)
    slot = next((slot for slot in table.slots if _may_number(table, slot)), None)
    return (slot and _count_rows(table, slot)) or (_find_long_form(table) if _is_bare(table) else None)


def _is_bare(table: ExportTable) -> bool:
    """Whether rows are what somebody made them, and no submissions of a platform."""
    return table.export.platform == "plain" or not table.export.header_rows


def _count_rows(table: ExportTable, slot: ExportColumn) -> RepeatedKey | None:
    """The rows of those who have several; None where nobody has."""
    column = table.columns[slot.place]
    said = set(_list_values(column))
    keys = [normalise(text) if text in said else "" for text in column.texts]
    at = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    codes = np.array([at[key] for key in keys])[column.codes]
    counts = np.bincount(codes, minlength=len(at))
    counts[[place for key, place in at.items() if not key]] = 0
    people, rows = int((counts > 0).sum()), np.flatnonzero(counts[codes] > 1)
    sure = _numbers_people(table, slot) or int((counts > 1).sum()) >= OFTEN * people
    return RepeatedKey(slot.heading, people, rows, sure) if len(rows) else None


def _list_values(column: Column) -> list[str]:
    """The texts of a column that may be somebody's number: no blanks, no marks for nothing."""
    return [text for text in column.texts if text.strip() and not is_placeholder(text, counted=True)]


def says_people(heading: str) -> bool:
    """Whether a heading is a word for people or for their numbers, and for no number of them."""
    said = normalise(heading)
    return any(words.fullmatch(said) for words in (RECORD, KEY, CALLED))


def says_key(heading: str, values: int, cells: int) -> bool:
    """Whether a heading says that what stands below numbers people, and is no amount and no code of a few answers."""
    said = normalise(heading)
    return values * MOST_ROWS >= cells and any(words.fullmatch(said) for words in (RECORD, KEY))


def _numbers_people(table: ExportTable, slot: ExportColumn) -> bool:
    """Whether a heading says that its column numbers people, or calls them and its values are numbers or codes."""
    heading = normalise(slot.heading)
    if not PERSON.fullmatch(heading):
        return RECORD.fullmatch(heading) is not None
    texts = _list_values(table.columns[slot.place])
    several = len(texts) >= FEWEST and len(texts) * MOST_ROWS >= len(table)  # 0 to 4 persons is a number of them
    return several and all(map(DIGIT.search, texts))


def _is_key(table: ExportTable, slot: ExportColumn) -> bool:
    """Whether a heading is a plain word for a key, all values could be one, and they are no codes of a few answers."""
    if not KEY.fullmatch(normalise(slot.heading)):
        return False
    column = table.columns[slot.place]
    texts = _list_values(column)
    blocks = int((np.diff(column.codes) != 0).sum()) < len(column.texts)
    several = len(texts) * MOST_ROWS >= len(table) or len(texts) > MOST_VALUES or blocks
    return several and len(texts) >= FEWEST and all(map(DIGIT.search, texts))


def _may_number(table: ExportTable, slot: ExportColumn) -> bool:
    """Whether numbers below a word for people or units nearly all differ."""
    texts = _list_values(table.columns[slot.place])
    return is_nearly_key(slot.heading, len(texts), len(table)) and all(map(DIGIT.search, texts))


def is_nearly_key(heading: str, values: int, cells: int) -> bool:
    """Whether nearly all cells below a word for people or units differ."""
    return FEWEST <= values >= NEARLY * cells and MAY_BE.fullmatch(normalise(heading)) is not None


def _find_long_form(table: ExportTable) -> RepeatedKey | None:
    """The column whose values have several rows each, told apart by another column that begins anew; sure where its
    heading may mean people. Those in blocks go before others, then those with more values.
    """
    columns = _list_filled(table)
    keys = [key for key in columns if key.values >= FEWEST and key.values * MOST_ROWS >= len(table)
            and 2 * int((key.counts > 1).sum()) >= key.values and (key.is_whole or key.in_blocks)]
    found = [(key, beside) for key in keys if (beside := _find_beside(columns, key)) is not None
             or (key.may_be_people and key.is_whole and key.in_blocks)]
    if not found:
        return None
    key, beside = max(found, key=lambda pair: (pair[0].may_be_people, pair[0].in_blocks, pair[0].values))
    rows = np.flatnonzero(key.counts[key.codes] > 1)
    return RepeatedKey(key.slot.heading, key.values, rows, key.may_be_people, beside.slot.heading if beside else "")


def _find_beside(columns: Sequence[FilledColumn], key: FilledColumn) -> FilledColumn | None:
    """The column that tells the rows of each value of a key apart: the same values in all, or rising in each block."""
    most, whole, blocks = int(key.counts.max()), key.is_whole, key.in_blocks
    for column in columns:
        same = whole and column.values == most and (blocks or key.may_be_people or column.says_time)
        if column is not key and 1 < column.values <= WIDER * most and column.is_unique_in(key) and (
                same or (blocks and column.rises_in(key))):
            return column
    return None


def _list_filled(table: ExportTable) -> list[FilledColumn]:
    """The columns without blanks whose values come back, in order."""
    found = []
    for slot in table.slots:
        column = table.columns[slot.place]
        if slot.meta or not slot.heading or not len(column.texts) < len(table):
            continue
        counts = np.bincount(column.codes, minlength=len(column.texts))
        if all(text.strip() for text, n in zip(column.texts, counts.tolist(), strict=True) if n):
            found.append(FilledColumn(slot, column.codes, column.texts, counts))
    return found


def find_counted_cells(table: ExportTable) -> tuple[str, int] | None:
    """The column that says how many people each row stands for, and how many these are; None where rows are people.
    So it is where every combination of the answers in all other columns stands in one row, and few are left out.
    """
    asked = [slot for slot in table.slots if not slot.meta and slot.heading]
    slot = next((slot for slot in asked if COUNT.fullmatch(normalise(slot.heading))), None)
    others = [column for column in _list_filled(table) if column.slot is not slot and 1 < column.values <= MOST_VALUES]
    kinds = [column.values for column in others]
    if slot is None or len(others) < 2 or len(others) < len(asked) - 1 or FULL * math.prod(kinds) > len(table):
        return None
    combined = set(zip(*(column.codes.tolist() for column in others), strict=True))
    numbers = [parse_number(text) for text in table.columns[slot.place].cells()]
    whole = [int(n) for n in numbers if n is not None and n >= 0 and n.is_integer()]
    return (slot.heading, sum(whole)) if len(whole) == len(combined) == len(table) < sum(whole) else None


def refuse_other_rows(table: ExportTable, known: Collection[str | None] = ()) -> None:
    """Refuse to guess at a table whose rows are no respondents: several for the same people, or counts of people.
    `known` are columns that a codebook has as items: there every row is a respondent.
    """
    counted = find_counted_cells(table) if _is_bare(table) else None
    if counted is not None and counted[0] not in known:
        raise ReadError("Each row stands for as many people as column {heading!r} says: {rows} rows for {people}.",
                        where="{file}", heading=counted[0], people=counted[1], rows=len(table), file=table.name,
                        fix="repeat each row as often as it says, in a new file; or platform='plain', or a codebook in "
                            "which this column is an item like any other: every row is then a respondent")
    repeated = find_repeated_key(table)
    if repeated is not None and repeated.sure and repeated.heading not in known:
        raise ReadError("Column {heading!r} numbers people, and some have several rows: {people} people in {rows} "
                        "rows.", where="{file}, rows {lines}", heading=repeated.heading, people=repeated.people,
                        rows=len(table), file=table.name, lines=list_quoted(table.lines[repeated.rows].tolist()),
                        fix="export one row for each; or platform='plain', or a codebook in which this column is an "
                            "item like any other: every row is then a respondent")
