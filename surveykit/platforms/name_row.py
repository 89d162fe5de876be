"""A second row that names the columns once more, codes below wordings or wordings below codes: it is no respondent."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from surveykit.formats import Column, RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heading_rows import read_heading_row
from surveykit.platforms.remarks import make_remark
from surveykit.text.is_date import is_date
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number

CODE = re.compile(r"(?P<letters>[A-Za-z]{1,5})[-_. ]?(?P<number>\d{1,3})(?:[-_.][A-Za-z0-9]{1,6})*")
NAME = re.compile(r"[A-Za-z_][\w.\[\]#-]*")
FEWEST = 3  # columns, and rows below them, before a row is taken for names
MOSTLY = 0.6
LONGER = 2  # a wording is so many times longer than the answers below it
CODES, WORDINGS = "name_row_codes", "name_row_wordings"  # keys of what is remarked


def find_name_row(raw: RawTable) -> str:
    """What the row below the headings holds: `CODES`, `WORDINGS`, or '' where it is a respondent like any other.
    Codes (Q1, Q2, Q3) are all different, rise, and no cell below repeats its column's; wordings stand below names, and
    are no numbers above numbers, or far longer than the few answers below them.
    """
    first, second = read_heading_row(raw), read_heading_row(raw, 1)
    if len(raw) < 2 + FEWEST or sum(map(bool, second)) < FEWEST:
        return ""
    places = [place for place, cell in enumerate(second) if cell and cell != first[place]]
    codes = [CODE.fullmatch(second[place]) for place in places]
    if len(codes) >= FEWEST and all(codes) and not all(CODE.fullmatch(first[place]) for place in places):
        found = [match for match in codes if match]
        return CODES if _rise(found) and not any(_recurs(raw.columns[place]) for place in places) else ""
    return WORDINGS if _are_wordings(raw, first, second) else ""


def _rise(codes: Sequence[re.Match[str]]) -> bool:
    """Whether codes are all different, and numbers rise among those of the same letters."""
    texts = [code[0] for code in codes]
    last: dict[str, int] = {}
    for code in codes:
        if int(code["number"]) < last.get(code["letters"], 0):
            return False
        last[code["letters"]] = int(code["number"])
    return len(set(texts)) == len(texts)


def _recurs(column: Column) -> bool:
    """Whether the cell of the second row stands further down as well."""
    return bool((column.codes[2:] == column.codes[1]).any())


def _are_wordings(raw: RawTable, first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether names stand in the first row and what they stand for in the second."""
    places = [place for place, cell in enumerate(second) if cell]
    if not all(NAME.fullmatch(first[place]) for place in places) or any(
            parse_number(second[place]) is not None or is_date(normalise(second[place])) for place in places):
        return False
    if any(_recurs(raw.columns[place]) for place in places):
        return False
    worded = [_is_wording(second[place], raw.columns[place]) for place in places]
    return sum(worded) >= max(FEWEST, MOSTLY * len(places))


def _is_wording(cell: str, column: Column) -> bool:
    """Whether a cell stands above answers of another shape: numbers, or short ones that come back."""
    below = np.bincount(column.codes[2:], minlength=len(column.texts))
    counts = {text: int(count) for text, count in zip(column.texts, below, strict=True) if count and text.strip()}
    if not counts or all(parse_number(text) is not None for text in counts):
        return bool(counts)
    longest = max(map(len, counts))
    return len(cell) >= LONGER * longest and 2 * len(counts) <= sum(counts.values())


def drop_name_row(raw: RawTable) -> RawTable:
    """The table without its second row."""
    kept = np.arange(len(raw)) != 1
    return replace(raw, columns=tuple(column.take_rows(kept) for column in raw.columns), lines=raw.lines[kept])


def add_names(layout: ExportLayout, cells: Sequence[str], kind: str) -> ExportLayout:
    """The layout of a table whose second row was dropped, with what it said as further names, or as wordings."""
    columns = tuple(_add_name(column, cells[column.place], kind) for column in layout.columns)
    return replace(layout, columns=columns, header_rows=layout.header_rows + 1,
                   notes=(*layout.notes, make_remark(kind)))


def _add_name(column: ExportColumn, cell: str, kind: str) -> ExportColumn:
    """A column with what the second row calls it."""
    if not cell or cell in column.names:
        return column
    if kind == CODES or column.role != "whole":
        return replace(column, names=(*column.names, cell))
    return replace(column, names=(*column.names, cell), heading=cell, stem=cell)
