"""Which of the three exports of 问卷星 a file is: text, code or score; and what its name says."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.wjx_headings import Run
from surveykit.text.normalise import normalise

NAMED = re.compile(r"(?P<survey>\d+)_按(?P<by>文本|序号|分数)_(?P<title>.*)_(?P<total>\d+)_(?P<exported>\d+)")
OLD_NAMED = re.compile(r"(?:\[(?P<bracketed>.*)\]|(?P<title>.*?\D))(?P<total>\d+)_(?P<exported>\d+)_(?P<by>[012])")
# 108397328_0_标题.xlsx, perhaps with the two numbers behind it; and 标题_28_28.xlsx, which names no export
MIDDLE_NAMED = re.compile(r"(?P<survey>\d{5,})_(?P<by>[012])_(?P<title>.+?)(?:_(?P<total>\d+)_(?P<exported>\d+))?")
BARE_NAMED = re.compile(r"(?P<title>.+)_(?P<total>\d+)_(?P<exported>\d+)")
WHOLE_NAMES = (MIDDLE_NAMED, OLD_NAMED, BARE_NAMED)
COPY = re.compile(r"\s*(?:[(（]\d+[)）]|-?\s*[(（]?副本[)）]?(?:\s*[(（]\d+[)）])?)$")
BY = {"文本": "text", "序号": "code", "分数": "score", "0": "text", "1": "score", "2": "code"}
MARKS = re.compile(r"[┋〖]")
TOKENS = frozenset({"(跳过)", "(空)"})
CODES = frozenset({"-2", "-3"})
GAPS = TOKENS | CODES
FEW, OFTEN = 8, 4  # distinct answers of an option column, and how often each stands on average
WHOLE = re.compile(r"-?\d{1,4}")


def parse_file_name(name: str) -> dict[str, str]:
    """What the file name says of title, answers in all, answers exported, and which export.
    >>> parse_file_name("12345_按文本_志愿者_50_48.xlsx")["exported"]
    '48'
    """
    bare = COPY.sub("", name.rpartition(".")[0] or name)
    match = NAMED.search(bare) or next(filter(None, (form.fullmatch(bare) for form in WHOLE_NAMES)), None)
    if match is None:
        return {}
    said = {key: value for key, value in match.groupdict().items() if value}
    if "bracketed" in said:
        said["title"] = said.pop("bracketed")
    return said | {"title": said["title"].rstrip("_")} | ({"by": BY[said["by"]]} if "by" in said else {})


def is_whole_numbers(texts: Sequence[str]) -> bool:
    """Whether there are answers and all are small whole numbers."""
    return bool(texts) and all(WHOLE.fullmatch(normalise(text)) for text in texts)


def detect_variant(sheet: HeadedTable, runs: Sequence[Run], named: str) -> tuple[str, str]:
    """The export that the cells speak for, and how."""
    seen, why, sure = _judge_cells(sheet, runs, named)
    if named == "score" and (seen == "code" or not sure):
        return "score", "the file name says 按分数"
    if sure and named and named != seen:
        sheet.add_note("variant_conflict", named=_name_variant(named), variant=_name_variant(seen))
    if named and not sure:
        return named, "the file name says " + {"text": "按文本", "code": "按序号"}[named]
    if not sure:
        sheet.add_note("variant_unsure", variant=_name_variant(seen))
    return seen, why


def _name_variant(variant: str) -> Mapping[str, str]:
    """The name of an export."""
    return {"en": variant, "zh": {"text": "按文本", "code": "按序号", "score": "按分数"}[variant]}


def _judge_cells(sheet: HeadedTable, runs: Sequence[Run], named: str) -> tuple[str, str, bool]:
    """Text or code, why, and whether that is sure."""
    coded = _find_coded_option(sheet, runs)
    if coded is not None and named not in {"code", "score"} and _is_in_words(sheet, runs):
        return "text", f"answers are words; only option columns hold numbers, such as {sheet.headings[coded]!r}", True
    if coded is not None:
        return "code", f"option columns with numbers, such as {sheet.headings[coded]!r}", True
    places = [mark.place for run in runs for mark in run]
    if any(MARKS.search(text) or normalise(text) in TOKENS for place in places for text in sheet.texts(place)):
        return "text", "cells hold ┋, 〖〗, (空) or (跳过)", True
    closed = [place for place in places if _is_closed(sheet, place)] or places
    numbers = sum(is_whole_numbers(sheet.texts(place)) for place in closed)
    proven = any(normalise(text) in CODES for place in places for text in sheet.texts(place))
    choice = next((place for place in closed if _has_options_in_words(sheet, place)), None)
    if 2 * numbers > len(closed) and (proven or choice is None):
        return "code", "answers are small whole numbers", proven
    if choice is not None and numbers:  # points of a scale are numbers in text exports too
        return "text", f"options are words, as of {sheet.headings[choice]!r}", False
    lone = any(is_whole_numbers(sheet.texts(place)) for place in places)
    return "text", "answers are words", any(map(sheet.texts, places)) and not lone


def _find_coded_option(sheet: HeadedTable, runs: Sequence[Run]) -> int | None:
    """A column of an option heading that holds whole numbers only."""
    for run in runs:
        if any(mark.form in {"old", "next"} for mark in run):
            texts = [text for mark in run for text in sheet.texts(mark.place)]
            if is_whole_numbers(texts):
                return next((mark.place for mark in run if mark.form != "numbered"), run[0].place)
    return None


def _is_in_words(sheet: HeadedTable, runs: Sequence[Run]) -> bool:
    """Whether most closed columns that are no options are answered in words."""
    others = [mark.place for run in runs for mark in run
              if not any(one.form in {"old", "next"} for one in run) and _is_closed(sheet, mark.place)]
    return 2 * sum(not is_whole_numbers(sheet.texts(place)) for place in others) > len(others)


def _has_options_in_words(sheet: HeadedTable, place: int) -> bool:
    """Whether answers are a few words that come again and again: options, which a code export would number."""
    texts = sheet.texts(place)
    filled = int(np.count_nonzero(~sheet.answers[place].blank()))
    return 1 < len(texts) <= FEW and filled >= OFTEN * len(texts) and not any(
        WHOLE.fullmatch(normalise(text)) for text in texts)


def _is_closed(sheet: HeadedTable, place: int) -> bool:
    """Whether answers repeat, as those of a closed question do; that nobody was asked is no answer."""
    column = sheet.answers[place]
    said = np.array([bool(normalise(text)) and normalise(text) not in GAPS for text in column.texts] or [False])
    filled = int(np.count_nonzero(said[column.codes]))
    return filled >= 4 and 2 * int(said.sum()) <= filled
