"""Checking and reading are one engine: `check` lists nothing exactly when reading neither raises nor flags."""

import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from layouts.every import LAYOUTS
from layouts.raw import table_of

import surveykit as sk
from surveykit.answers import parse_file
from surveykit.codebook import Codebook, Item, Option
from surveykit.drafting import draft_from_export, list_disagreements
from surveykit.errors import SurveyError
from surveykit.formats import open_foreign
from surveykit.platforms.detect_platform import detect_export
from surveykit.read.read_survey import survey_from_table

NO_FAULT = {"unclaimed"}  # a column left out is a line of the log, no fault
JUNK = st.sampled_from([
    "", " ", "banana", "abc", "男：", "其他", "其他〖x〗", "其他〖a〖b〗", "男┋", "┋男", "男┋女", "男;女;", "1", "2",
    "7", "-3", "0", "(跳过)", "(空)", "N/A", "NA", "-99", "Y", "甲→乙", "甲 乙", "乙 乙", "甲, 乙", "2024-02-30",
    "2024-2-3", "31/12/99", "99/99/99", "3个月", "1年", "3.5", "1,200", "不愿说", "不愿说┋甲", "Ｂ．乙", "'", "'甲"])
PARTS = tuple(Option(value, {"zh": label}, score) for value, label, score in
              (("m", "男", 1.0), ("f", "女", 2.0), ("other", "其他", 3.0), ("no", "不愿说", 9.0)))
OPTIONS = (*PARTS[:3], Option("no", {"zh": "不愿说"}, 9.0, "refused"))
RANKED = (Option("a", {"zh": "甲"}), Option("b", {"zh": "乙"}), Option("c", {"zh": "丙"}))
PLAIN = Codebook((
    Item("sex", "single", {"zh": "性别"}, OPTIONS), Item("rate", "rating", {"zh": "评分"}, OPTIONS),
    Item("many", "multiple", {"zh": "多选"}, OPTIONS, layout="delimited:┋"),
    Item("set", "multiple", {"zh": "分列"}, RANKED[:2], layout="onehot"),
    Item("order", "rank", {"zh": "排序"}, RANKED), Item("months", "number", {"zh": "几个月"}),
    Item("day", "date", {"zh": "日期"}), Item("why", "text", {"zh": "原因"})))
FINE = {"sex": "男", "rate": "女", "many": "男┋女", "set__a": "1", "set__b": "0", "order": "甲→乙→丙", "months": "3",
        "day": "2024-05-06", "why": "x"}
FAST = settings(max_examples=15, derandomize=True)


def is_faultless(raw, book: Codebook) -> tuple[bool, bool]:
    """Whether checking lists nothing, and whether reading neither raises nor flags."""
    try:
        listed = [one for one in list_disagreements(parse_file(raw, book)) if one.key not in NO_FAULT]
    except SurveyError:
        listed = ["refused"]
    try:
        flags = survey_from_table(raw, book).flags
    except SurveyError:
        flags = ("refused",)
    return not listed, not flags


@FAST
@given(st.dictionaries(st.sampled_from(list(FINE)), JUNK, max_size=3), st.sampled_from(["plain", "surveykit", "wjx"]))
@example({"order": "banana"}, "plain")
@example({"day": "abc"}, "plain")
@example({"sex": "男："}, "plain")
@example({"many": "男┋女┋"}, "plain")
@example({"set__a": ""}, "plain")
def test_a_plain_table_is_faultless_to_both_or_to_neither(cells, platform):
    heads = ["respondent" if platform != "wjx" else "序号", *FINE]
    rows = [heads, ["1", *FINE.values()], ["2", *({**FINE, **cells}[name] for name in FINE)]]
    book = Codebook(PLAIN.items, settings={"platform": platform})
    checks, reads = is_faultless(table_of(rows), book)
    assert checks == reads


@pytest.mark.parametrize("cells", [{}, {"why": "banana"}, {"many": "男┋女┋"}, {"sex": "其他〖x〗"}, {"order": "乙 甲"}])
def test_what_is_fine_is_fine_to_both(cells):
    rows = [["respondent", *FINE], ["1", *({**FINE, **cells}[name] for name in FINE)]]
    assert is_faultless(table_of(rows), PLAIN) == (True, True)


@pytest.mark.parametrize("cells", [
    {"order": "banana"}, {"order": "甲→甲"}, {"day": "abc"}, {"set__a": "x"}, {"set__b": ""}, {"many": "男┋abc"},
    {"months": "三"}, {"many": "不愿说┋男"}, {"rate": "7"}])
def test_what_is_no_answer_is_a_fault_to_both(cells):
    rows = [["respondent", *FINE], ["1", *({**FINE, **cells}[name] for name in FINE)]]
    assert is_faultless(table_of(rows), PLAIN) == (False, False)


@settings(FAST, max_examples=40)
@given(st.sampled_from(list(LAYOUTS)), st.integers(0, 10_000), st.lists(JUNK, max_size=3))
def test_an_export_of_any_platform_is_faultless_to_both_or_to_neither(layout, seed, cells):
    rows, name = LAYOUTS[layout]
    raw = table_of(rows, name)
    export = detect_export(raw)
    book, chance = draft_from_export(raw, export).codebook, random.Random(seed)
    rows = [list(row) for row in rows]
    for cell in cells:
        rows[chance.randrange(export.header_rows, len(rows))][chance.randrange(len(rows[0]))] = cell
    checks, reads = is_faultless(table_of(rows, name), replace(book, items=tuple(map(unruled, book))))
    assert checks == reads


def unruled(item: Item) -> Item:
    """The item without the rules that only checking knows."""
    return replace(item, asked_if=None, constraint=None, required=None)


@FAST
@given(st.lists(st.sampled_from([1.0, 2.0, 9.0, 7.0, float("nan")]), min_size=3, max_size=3),
       st.lists(st.sampled_from([0.0, 1.0, 5.0, float("nan")]), min_size=3, max_size=3),
       st.lists(JUNK, min_size=3, max_size=3))
def test_a_file_of_spss_is_faultless_to_both_or_to_neither(codes, ticks, words):
    frame = pd.DataFrame({"sex": codes, "set__a": ticks, "set__b": [1.0, 0.0, 1.0], "order": words,
                          "months": words[::-1], "day": words})
    book = Codebook(tuple(PLAIN[name] for name in ("sex", "set", "order", "months", "day")))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sav"
        pyreadstat.write_sav(frame, path, variable_value_labels={"sex": {1.0: "男", 2.0: "女", 9.0: "不愿说"}})
        listed = list_disagreements(parse_file(open_foreign(path), book))
        try:
            flags = sk.read_survey(path, book).flags
        except SurveyError:
            flags = ("refused",)
    assert (not listed) == (not flags)
