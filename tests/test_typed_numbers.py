"""Which numbers of a text count as typed: what counts somebody, and what an author may write freely."""

import pytest
from builders import cases

from surveykit.report.selfaudit.audited_text import AuditedText
from surveykit.report.selfaudit.find_faults import find_faults
from surveykit.report.selfaudit.typed_numbers import says_typed, shown_numbers, typed_marks
from surveykit.words.marks import join_marked, mark_number


def typed(text: str) -> list[str]:
    return [mark.value.removeprefix("typed ") for mark in typed_marks(text)]


@pytest.mark.parametrize(*cases("typed_numbers"))
def test_what_counts_somebody_is_typed(text, numbers):
    assert typed(text) == numbers


@pytest.mark.parametrize(*cases("untyped_numbers"))
def test_but_years_dates_numbers_of_things_and_limits_are_free(text):
    assert typed(text) == []


@pytest.mark.parametrize("text, value", [
    ("95% CI", "level 0.95"), ("its 95 % intervals", "level 0.95"), ("90%置信区间", "level 0.9"),
    ("置信水平为 99%", "level 0.99"), ("confidence level of 97.5%", "level 0.975")])
def test_a_level_beside_its_word_is_a_level(text, value):
    assert [mark.value for mark in typed_marks(text)] == [value]


def test_percentages_marked_numbers_and_quotations_are_no_typed_numbers():
    assert typed_marks("45% of 46")[0].value == "typed 46" and len(typed_marks("45% of 46")) == 1
    assert typed_marks("45% of them, 占 45%") == []
    assert typed_marks(join_marked("of ", mark_number("46", "printed"), " people")) == []
    pieces = [AuditedText("", mark_number("46", value)) for value in ("typed 46", "printed", "setting", "wording")]
    assert shown_numbers(pieces) == set()


def test_a_typed_number_is_a_fault_unless_something_else_shows_it():
    prose = AuditedText("text", join_marked("Of ", mark_number("46", "typed 46"), " people"))
    share = AuditedText("tbl-a", mark_number("46", "17/37"))
    assert [fault.why for fault in find_faults([prose])] == ["typed"]
    assert [fault.why for fault in find_faults([prose, share])] == ["typed"]  # a percentage of 46 is no 46 people
    for shown in ("21/46", "Base: 46 respondents", mark_number("50", "23/46")):
        assert find_faults([prose, AuditedText("tbl-a", shown)]) == []
    assert find_faults([prose], numbers=["46"]) == []


def test_a_typed_mark_holds_only_its_own_number():
    assert all(says_typed(*pair) for pair in (("46", "46"), ("11", "十一"), ("11", "eleven"), ("2061", "2,061")))
    assert not says_typed("46", "47") and not says_typed("11", "twelve")
    edited = AuditedText("text", join_marked("Of ", mark_number("47", "typed 46")))
    assert [fault.why for fault in find_faults([edited, AuditedText("", "46")])] == ["does_not_follow"]
