"""Rows at the foot of a table in every spelling, and people who only look like one."""

import random
import statistics

import pytest
from builders import cases
from layouts.raw import table_of

from surveykit.read.read_survey import survey_from_table

DRAW = random.Random(3)
HEADINGS = ["编号", "性别", "月薪", "次数", "去向"]
BODY = [[str(place), DRAW.choice("男女"), str(DRAW.randint(2500, 9000)), str(DRAW.randint(1, 30)), DRAW.choice("甲乙")]
        for place in range(1, 25)]
FIGURES = {"sum": sum, "mean": statistics.mean, "max": max, "min": min, "median": statistics.median,
           "stdev": statistics.stdev, "len": len}


def figures(name: str) -> list[str]:
    """This figure of both columns of numbers, with two decimals where it has any."""
    found = (FIGURES[name]([int(row[place]) for row in BODY]) for place in (2, 3))
    return [f"{value:.2f}".removesuffix(".00") for value in found]


WORDED = [[[word, "", *(["", ""] if name == "note" else figures(name)), ""]] for name, words in cases("foot_words")[1]
          for word in words]
FEET = [*WORDED, [["", "", *figures("sum"), ""]], [["", "", *figures("mean"), ""]], [["", "合计", *figures("sum"), ""]],
        [["合计", "", *(f"{figure}元" for figure in figures("sum")), ""]],
        [["合计", "", *figures("sum"), ""], ["平均", "", *figures("mean"), ""],
         ["制表人", "张三", "", "审核人", "李四"]]]


def respondents(*rows: list[str]) -> int:
    """How many respondents a table has."""
    return survey_from_table(table_of([*rows])).rows


@pytest.mark.parametrize("keyed", [True, False])
def test_no_foot_in_any_spelling_is_counted(keyed):
    tables = [[HEADINGS, *BODY, *foot] if keyed else
              [HEADINGS[1:], *(row[1:] for row in BODY), *([row[0] or row[1], *row[2:]] for row in foot)]
              for foot in FEET]
    assert [table[-1] for table in tables if respondents(*table) != len(BODY)] == []


@pytest.mark.parametrize("last", ["Max", "Min", "Sum", "All", "M", "N", "Median"])
def test_a_person_called_like_a_figure_is_counted(last):
    people = [[name, str(2000 + 311 * place), str(place % 5 + 1)] for place, name in enumerate(
        ["Anna", "Ben", "Chloe", "David", "Eva", "Farid", "Grace", "Hugo", "Ines", "Jack", "Kira", "Liam"])]
    assert respondents(["name", "pay", "sat"], *people, [last, "4100", "4"]) == 13
    planned = [[*row, "xy"[place % 2]] for place, row in enumerate(people)]
    assert respondents(["name", "pay", "sat", "plan"], *planned, [last, "4100", "4", ""]) == 13


@pytest.mark.parametrize("last", [["其他：不愿说", "", ""], ["不愿透露", "", ""], ["跨性别", "", ""], ["男", "", "31"],
                                  ["", "", "31"]])
def test_who_answered_one_question_and_left_is_counted(last):
    assert respondents(["性别", "去向", "次数"], *([row[1], row[4], row[3]] for row in BODY), last) == 25


@pytest.mark.parametrize("key", ["25", "test", "A-25", "25b"])
def test_whoever_answered_in_words_is_counted_whatever_the_key(key):
    assert respondents(HEADINGS, *BODY, [key, "男", "4000", "3", ""]) == 25


def test_tables_of_codes_keep_everybody():
    draw = random.Random(4)
    for _ in range(40):
        width = draw.randint(2, 6)
        codes = [[str(draw.randint(1, 5)) if draw.random() < 0.8 else "" for _ in range(width)] for _ in range(20)]
        keyed = [[str(place), *row] for place, row in enumerate(codes, start=1)]
        assert respondents(["id", *(f"q{place}" for place in range(width))], *keyed) == 20


def test_the_rows_are_named():
    reasons = [step.reason["en"] for step in survey_from_table(table_of([HEADINGS, *BODY, *FEET[0], *FEET[-1]])).log]
    assert [reason for reason in reasons if "26, 27, 28, 29" in reason and "foot" in reason] != []
