"""Long texts go through Arrow, and say what the csv module says of them: cell for cell, or not at all."""

import codecs

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveykit.errors import ReadError
from surveykit.formats import Limits, delimited_text
from surveykit.formats.arrow_columns import read_long_text
from surveykit.formats.delimited_text import read_delimited, read_long_bytes

CELLS = st.text(alphabet='ab",;\n\r \t\'中\ufeff€NA', max_size=4)
WHOLE = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5)


def cells_of(text: str, long: int) -> object:
    """What is read of a text where `long` characters are many; the words of the refusal where it is refused.
    Its bytes are read alike with and without a mark of their encoding, or not at all.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited_text, "LONG", long)
        assert read_long_bytes(b"+/v8" + text.encode(), Limits()) is None  # UTF-7
        marks = (b"", codecs.BOM_UTF8) if text[:1] != "\ufeff" else ()
        ready = [read_long_bytes(mark + text.encode(), Limits()) for mark in marks]
        try:
            columns, *rest = read_delimited(text, "a.csv", Limits())
        except ReadError as error:
            assert not any(ready)
            return str(error)
        made = [(column.texts, column.codes.tolist()) for column in columns]
        assert all(one is None or (([(column.texts, column.codes.tolist()) for column in one[0]], one[1]) ==
                   (made, rest[1]) and rest[2] == []) for one in ready)
        return made, rest


def quoted(cell: str) -> str:
    """A cell as programs write it."""
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\n\r') else cell


@given(WHOLE, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(max_examples=300)
def test_well_written_texts_have_the_same_cells(rows, end, ended):
    text = end.join(",".join(map(quoted, row)) for row in rows) + end * ended
    assert cells_of(text, 1) == cells_of(text, 10**9)


@given(st.text(alphabet='ab",\n\r \ufeff\ufffdů', max_size=24))
@settings(max_examples=600)
def test_any_text_has_the_same_cells_or_the_same_refusal(text):
    assert cells_of(text, 1) == cells_of(text, 10**9)


def test_a_usual_text_is_not_left_to_the_csv_module():
    text = 'a,b\r\n1,"x, ""y"""\r\n2,\r\n1,"two\nlines"\r\n'
    columns = read_long_text(text.encode(), ",", Limits())
    assert [column.cells() for column in columns] == [["a", "1", "2", "1"], ["b", 'x, "y"', "", "two\nlines"]]


@pytest.mark.parametrize("text", ['a,b\n1,2,3\n', 'a,b\n1\n', 'a,b\n"1"x,2\n', 'a,b\n1,"2\n', "a\n1\n",
                                  '\ufeff\ufeffa,b\n1,2\n', 'a,b\n1,x"y\n', 'a,b\n1,\ufffd\n'])
def test_but_odd_texts_are(text):
    assert read_long_text(text.encode(), ",", Limits()) is None


def test_and_so_are_fields_longer_than_may_be():
    assert read_long_text(b"a,b\n1," + b"x" * 100 + b"\n", ",", Limits(field=99)) is None
    with pytest.raises(ReadError, match="longer than 99 characters"):
        read_delimited("a,b\n1," + "x" * 100 + "\n", "a.csv", Limits(field=99))


@pytest.mark.parametrize(("texts", "size"), [(2, 1), (127, 1), (128, 2), (32_767, 2), (32_768, 4)])
def test_places_take_the_room_they_need_and_hold_when_rows_are_left_out(texts, size):
    cells = ["a", *map(str, range(1, texts)), "a", "1"]
    column = read_long_text("".join(f"{cell},x\n" for cell in cells).encode(), ",", Limits())[0]
    assert column.codes.itemsize == size and column.cells() == cells
    for rows in (slice(1, None), slice(2, None), np.arange(len(cells)) % 3 > 0):
        left = column.take_rows(rows)
        assert left.cells() == np.array(cells)[rows].tolist() and set(left.texts) == set(left.cells())
