"""Rows at the foot of a table that are no respondents: totals, averages, who made the table, notes."""

import re
from collections.abc import Sequence

import numpy as np

from surveykit.formats import Column
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number
from surveykit.words.phrases import Text

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


def find_foot_rows(columns: Sequence[Column], rows: int) -> list[int]:
    """The rows, from 0, at the foot of a table that are no respondents; [] for none.
    A row counts if its first filled cell says so and no row above it does, and the rest of the row fits: blank,
    or numbers under a column of keys, or the sum or mean of what stands above.
    """
    first = rows
    while first > max(1, rows - MOST) and says_foot(columns, first - 1):
        first -= 1
    found = [row for row in range(first, rows) if _fits_foot(columns, row, first)]
    return found if found == list(range(first, rows)) else []


def _cells(columns: Sequence[Column], row: int) -> list[str]:
    """The cells of a row, as they are compared."""
    return [normalise(column.texts[column.codes[row]]) for column in columns]


def says_foot(columns: Sequence[Column], row: int) -> bool:
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
