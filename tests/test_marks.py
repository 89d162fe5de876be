"""Marked text stays marked while it is put together, cut, wrapped and stored."""

import copy

import pytest
from builders import cases

from surveykit.words.marks import (
    Mark,
    MarkedText,
    carry_marks,
    claims,
    fill_template,
    free,
    join_marked,
    mark_free,
    mark_number,
    mark_printed,
    mark_wording,
    marks_of,
    segments,
    split_marked,
)
from surveykit.words.phrases import in_language, phrase

HALF = join_marked("about ", mark_number("46", "21/46"), "% of ", mark_number("32–60", "wilson 21/46 0.95"), "%")


def kept(text: str) -> list[tuple[str, str]]:
    """Each marked stretch and its value."""
    return [(piece, value) for piece, value in segments(text) if value]


def test_a_marked_text_is_an_ordinary_text_copies_with_its_marks_and_loses_those_that_are_cut():
    assert HALF == "about 46% of 32–60%" and isinstance(HALF, str) and hash(HALF) == hash(str(HALF))
    assert not isinstance(str(HALF), MarkedText)
    assert marks_of(HALF[:7]) == ()
    assert marks_of(HALF[::2]) == ()
    assert kept(copy.deepcopy(HALF)) == kept(HALF)
    assert MarkedText(str(HALF), (Mark.read(str(mark)) for mark in marks_of(HALF))).marks == HALF.marks


def test_marks_survive_joining_slicing_and_a_template_in_both_languages():
    assert kept(HALF) == [("46", "21/46"), ("32–60", "wilson 21/46 0.95")]
    assert kept("(" + HALF + ")") == kept(HALF)
    assert kept(HALF[6:9]) == [("46", "21/46")]
    assert kept(HALF[7:]) == [("32–60", "wilson 21/46 0.95")]
    assert kept(HALF[:-1]) == kept(HALF)
    said = phrase("interpret.next", option="x", n=8, percent=mark_number("20", "8/40"))
    assert [kept(in_language(said, language)) for language in ("zh", "en")] == [[("20", "8/40")]] * 2
    assert fill_template("{a} of {b}", {"a": "1", "b": "2"}) == "1 of 2"
    assert fill_template("“{a}”", {"a": "home”, “away”, “both"}) == "“home”, “away”, “both”"
    assert kept(fill_template("“{a}”", {"a": join_marked("of “", HALF, "”:")})) == kept(HALF)


def test_marks_survive_wrapping_and_figures_are_marked_as_what_they_are():
    wrapped = "about\n46% of\n32–60%"
    assert kept(carry_marks(HALF, wrapped)) == kept(HALF)
    assert [kept(line) for line in split_marked(HALF, wrapped.split("\n"))] == [[], [("46", "21/46")],
                                                                        [("32–60", "wilson 21/46 0.95")]]
    assert marks_of(carry_marks(HALF, "something else")) == ()
    assert kept(mark_wording("under 10% of us")) == [("10", "wording")]
    assert kept(mark_printed("67.3%")) == [("67.3", "printed")]
    assert kept(mark_printed("36")) == [("36", "printed")]
    assert kept(mark_printed("about a third")) == []
    assert kept(mark_free("95% of 46%", lambda number: "level 0.95" if number == "95" else "")) == [("95",
                                                                                                     "level 0.95")]


@pytest.mark.parametrize(*cases("percentages"))
def test_percentages_are_known_in_chinese_and_english(text, numbers):
    assert [text[start:stop] for start, stop in claims(text)] == numbers


def test_what_is_marked_already_is_not_free():
    assert free(HALF) == []
    assert [str(HALF)[a:b] for a, b in free(str(HALF))] == ["46", "32–60"]
