"""Columns, notes and limits."""

from __future__ import annotations

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import surveykit.foreign as foreign
from surveykit.foreign import NOTES, Column, Note
from surveykit.foreign.celltext import number_text
from surveykit.foreign.coder import Coder, merged
from surveykit.foreign.sheetgate import column_letters, column_number


@pytest.mark.parametrize("key", NOTES)
def test_a_note_says_the_same_in_both_languages(key):
    slots = [{name for _, name, _, _ in string.Formatter().parse(NOTES[key][language]) if name}
             for language in ("en", "zh")]
    assert slots[0] == slots[1]
    assert set(Note(key, dict.fromkeys(slots[0], 1)).text) == {"en", "zh"}


@pytest.mark.parametrize("name", foreign.__all__)
def test_public_names_say_what_missing_means(name):
    found = getattr(foreign, name)
    assert not callable(found) or "Missing values\n" in found.__doc__


CELLS = st.sampled_from(["", "a", "b", "好"])


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=40), st.integers(0, 40))
def test_a_column_gives_back_its_cells(rows, first):
    coder = Coder(3)
    coder.add(rows)
    columns = [Column(tuple(table), np.frombuffer(codes, np.int32))
               for table, codes in zip(coder.tables, coder.codes, strict=True)]
    assert [column.cells() for column in columns] == [[row[i] for row in rows] for i in range(3)]
    for i, column in enumerate(columns):
        assert column.blank().tolist() == [row[i] == "" for row in rows]
        rest = column.taken(slice(first, None))
        assert rest.cells() == [row[i] for row in rows[first:]]
        assert set(rest.texts) == set(rest.cells())


@given(st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, max_size=9).flatmap(
    lambda texts: st.tuples(st.just(texts), st.lists(st.integers(0, len(texts) - 1)))))
def test_texts_that_came_to_be_equal_are_merged(drawn):
    texts, codes = drawn
    distinct, moved = merged(texts, codes)
    assert [distinct[code] for code in moved] == [texts[code] for code in codes]
    assert len(set(distinct)) == len(distinct)


@given(st.floats(allow_nan=False, min_value=-1e14, max_value=1e14))
def test_a_number_reads_back_as_itself(value):
    assert float(number_text(value)) == value


@given(st.integers(1, 16_384))
def test_column_letters_count_like_excel(number):
    assert column_number(column_letters(number).encode()) == number
