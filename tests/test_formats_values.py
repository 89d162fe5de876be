"""Columns, notes and limits: what a refusal names exists, can be typed, and lets the file in."""

import ast
import datetime as dt
import re
import threading

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.formats import Column, Limits, Note, child, limits_now
from surveykit.formats.cell_text import cell_text, number_text
from surveykit.formats.child import _columns
from surveykit.formats.joined_cells import JoinedCells, end_texts
from surveykit.formats.sheet_gate import column_letters, column_number
from surveykit.formats.text_codes import TextCodes, merge_texts

CELLS = st.sampled_from(["", "a", "b", "好"])


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=40), st.integers(0, 40))
def test_a_column_gives_back_its_cells(rows, first):
    coder = TextCodes(3)
    coder.add(rows)
    columns = [Column(tuple(table), np.frombuffer(codes, np.int32))
               for table, codes in zip(coder.tables, coder.codes, strict=True)]
    assert [column.cells() for column in columns] == [[row[i] for row in rows] for i in range(3)]
    for i, column in enumerate(columns):
        assert column.blank().tolist() == [row[i] == "" for row in rows]
        rest = column.take_rows(slice(first, None))
        assert rest.cells() == [row[i] for row in rows[first:]]
        assert set(rest.texts) == set(rest.cells())


@given(st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, max_size=9).flatmap(
    lambda texts: st.tuples(st.just(texts), st.lists(st.integers(0, len(texts) - 1)))))
def test_texts_that_came_to_be_equal_are_merged(drawn):
    texts, codes = drawn
    distinct, moved = merge_texts(texts, codes)
    assert [distinct[code] for code in moved] == [texts[code] for code in codes]
    assert len(set(distinct)) == len(distinct)


VALUES = st.one_of(st.sampled_from(["", "1", "0", "好", "é", "\ud800", "1.5"]), st.integers(-3, 3), st.booleans(),
                   st.sampled_from([1.0, 1.5, -0.0, 1e15, 110101199003074477.0, dt.date(2026, 9, 3), dt.time(1, 5, 7)]))


@given(st.lists(st.lists(VALUES, min_size=1, max_size=9), max_size=6))
def test_cells_sent_as_text_come_back_as_distinct_texts_in_order(blocks):
    sent, cells = JoinedCells(), [cell for block in blocks for cell in block]
    for block in blocks:
        sent.add(block)
    data, texts = sent.bytes(), list(map(cell_text, cells))
    first, second = _columns({"texts": [len(data), 2], "lengths": []}, b"head" + data + b"x\0", 4)
    assert first.cells() == texts and second.cells() == ["x"]
    assert list(first.texts) == list(dict.fromkeys(texts)) and first.codes.dtype == np.int32
    assert sent.long == sum(isinstance(cell, float) and cell >= 1e15 for cell in cells)


def test_a_cell_that_would_end_another_is_refused():
    for texts in (["a\0b"], ["a", "\0"]):
        with pytest.raises(ReadError, match="NUL character"):
            end_texts(texts, len(texts))


@pytest.mark.parametrize(("head", "data"), [
    ({"texts": [3], "lengths": []}, b"a\0b"), ({"texts": [2], "lengths": []}, b"a\0more"),
    ({"texts": [4], "lengths": []}, b"a\0"), ({"texts": [2, 2], "lengths": [1]}, b"a\0b\0\0\0\0\0"),
    ({"texts": [2], "lengths": [1]}, b"a\0\1\0\0\0"), ({"texts": [2], "lengths": []}, b"\xff\0")])
def test_an_answer_that_is_not_whole_is_an_error(head, data):
    with pytest.raises(ValueError):
        _columns(head, data, 0)


@given(st.floats(allow_nan=False, min_value=-1e14, max_value=1e14))
def test_a_number_reads_back_as_itself(value):
    assert float(number_text(value)) == value


@given(st.integers(1, 16_384))
def test_column_letters_count_like_excel(number):
    assert column_number(column_letters(number).encode()) == number


def test_a_list_in_a_note_stops_at_five():
    five, six = (Note("blank_rows", {"count": n, "lines": list(range(1, n + 1))}).text for n in (5, 6))
    assert five["en"].endswith("1, 2, 3, 4, 5.") and five["zh"].endswith("1、2、3、4、5。")
    assert six["en"].endswith("1, 2, 3, 4, 5 and 1 more.") and six["zh"].endswith("1、2、3、4、5等。")


pytestmark = pytest.mark.child


@pytest.fixture
def path(tmp_path):
    """An export that takes its reader a moment."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("S")
    sheet.append(["respondent", "said"])
    for number in range(6_000):
        sheet.append([number, f"{number:0100}"])
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def named(error: ReadError) -> dict[str, float]:
    """The limits that the fix of a refusal names, as it writes them."""
    call = ast.parse(re.search(r"`with (sk\.trusting\(.*?\)):`", error.fix)[1], mode="eval").body
    return {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}


@pytest.mark.slow
@pytest.mark.parametrize("tight", [{"seconds": 0.1}, {"megabytes": 22}, {"file": 1000}])
def test_the_call_that_a_refusal_names_lets_the_file_in(path, monkeypatch, tight):
    monkeypatch.setattr(child, "START", "import time; time.sleep(1); " + child.START)
    with sk.trusting(**tight), pytest.raises(ReadError) as caught:
        sk.read_survey(path)
    larger = named(caught.value)
    assert set(larger) == set(tight)
    assert larger[next(iter(tight))] > tight[next(iter(tight))]
    with sk.trusting(**{name: 100 * value for name, value in larger.items()}):
        assert sk.read_survey(path).rows == 6_000


def test_limits_hold_in_their_block_and_thread_only():
    seen = []
    with sk.trusting(seconds=60) as outer, sk.trusting(megabytes=2048) as inner:
        thread = threading.Thread(target=lambda: seen.append(limits_now()))
        thread.start()
        thread.join()
    assert (outer.megabytes, inner.seconds, inner.megabytes) == (1024, 60, 2048)
    assert seen == [Limits()] == [limits_now()]


@pytest.mark.parametrize(("wrong", "what"), [({"second": 3}, "did you mean 'seconds'"), ({"seconds": 0}, "positive"),
                                             ({"file": "1 GB"}, "positive")])
def test_but_a_limit_that_is_none_is_refused(wrong, what):
    with pytest.raises(ReadError, match=what), sk.trusting(**wrong):
        pass
