"""Which numbers of a text count as typed: what counts somebody, and what an author may write freely."""

import pytest

from surveykit.report.selfaudit.audited_text import AuditedText
from surveykit.report.selfaudit.find_faults import find_faults
from surveykit.report.selfaudit.typed_numbers import says_typed, shown_numbers, typed_marks
from surveykit.words.marks import join_marked, mark_number


def typed(text: str) -> list[str]:
    return [mark.value.removeprefix("typed ") for mark in typed_marks(text)]


@pytest.mark.parametrize("text, numbers", [
    ("46 份有效答卷，21 人返乡", ["46", "21"]), ("Of the 46 respondents, 21 go home", ["46", "21"]),
    ("21/46", ["21", "46"]), ("n = 46, mean 3.74, α = 0.79", ["46", "3.74", "0.79"]), ("p = 0.031", ["0.031"]),
    ("2061 人期满，2,061 in all", ["2061", "2061"]),
    ("about 40 people, 约 40 人, 30 to 60 people", ["40", "40", "30", "60"]),
    ("十一位受访者、eleven people", ["11", "11"])])
def test_what_counts_somebody_is_typed(text, numbers):
    assert typed(text) == numbers


@pytest.mark.parametrize("text", [
    "2008–2015 年，2022 届，In 1996, a study of 1996, since 2008", "9 月 1 日、10 月 31 日；26 December, 1 September",
    "表 2、图 3、第 4 题、Table 2, Figure 3, item 4, question 12, Q4, notebook 02",
    "p < 0.05，显著性水平 0.05，α = 0.05",
    "six items on five points, 6 题，5 点量表, 2 seconds", "见 survey_2020.xlsx 和 https://example.org/46",
    "GB/T 7714-2015, [3], [3,5], COVID-19, P01", "男女之比 6:5，10:30", "the 2nd wave, 第 3 轮"])
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
