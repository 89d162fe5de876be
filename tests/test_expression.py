"""Conditions mean what XPath 1.0 and the ODK XForms specification say they mean."""

import pickle
import time
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from builders import alike, cases

from conftest import RAW
from surveykit.errors import CodebookError
from surveykit.expression import Expression, parse
from surveykit.expression.functions import FUNCTIONS

ANSWERS = {"yes": "yes", "no": "no", "empty": "", "age": "24", "years": "3", "spaced": " 5 ", "code": "007",
           "many": "home city abroad", "one": "city", "born": "2001-05-09",
           "sent": "2026-08-07T18:00:00.000+08:00", "zero": "0", "name": "王小明", "odd": "twelve"}
TODAY = "2026-08-14"


def value(text: str, here: str = "42"):
    """What an expression comes to for the respondent above."""
    return parse(text).evaluate(ANSWERS.__getitem__, here=here, today=TODAY)


@pytest.mark.parametrize(*cases("expressions"))
def test_it_means_what_the_specification_says(text, expected):
    assert alike(value(text), expected), value(text)


def test_a_point_is_the_answer_itself_and_only_the_items_named_are_looked_up():
    assert value(". = 'home'", here="home") is True
    assert value("string-length(.)", here="") == 0
    asked = []
    parse("${a} = ${b}").evaluate(lambda name: asked.append(name) or "", here="", today="")
    assert asked == ["a", "b"]


def test_it_knows_the_items_it_refers_to_what_else_it_needs_and_its_text():
    expression = parse("${b} = 1 or ${a-2.x} = 2 or ${b} = ${性别}")
    assert expression.names == ("b", "a-2.x", "性别")
    assert (expression.uses_here, expression.uses_today) == (False, False)
    assert parse(". <= today()").uses_here
    assert parse(". <= today()").uses_today
    assert parse(" ${a} = ‘x’ ").text == " ${a} = ‘x’ "


def test_it_is_frozen_comparable_and_can_be_pickled():
    expression = parse("regex(., 'a+') and ${b} != 3")
    with pytest.raises(FrozenInstanceError):
        expression.text = "1"
    assert pickle.loads(pickle.dumps(expression)) == expression == parse(expression.text)
    assert hash(expression) == hash(parse(expression.text))


# Column by column


def test_columns_of_any_kind_give_one_truth_per_respondent():
    columns = {"stay": ["no", "yes", "", "no"], "age": ["24", "31", "", "40"]}
    found = parse("${stay} = 'no' and ${age} < 30").truth(columns, 4)
    assert found.dtype == bool
    assert found.tolist() == [True, False, False, False]
    expression = parse(". <= today() and ${a} = 1")
    given = {"here": ["2020-01-02", "2020-01-02", ""], "today": ["2020-01-02", "2020-01-01", "2020-01-01"]}
    assert expression.truth({"a": ["1", "1", "1"]}, 3, **given).tolist() == [True, False, False]
    assert parse(". <= today()").truth({}, 1, here=["2020-01-02"], today="2020-01-02").tolist() == [True]
    column = np.array(["1", "2"], dtype=object)
    assert parse("${a} = 2").truth({"a": column}, 2).tolist() == [False, True]


def test_a_condition_without_items_holds_for_all_or_none_and_a_text_for_those_who_wrote_one():
    assert parse("true()").truth({}, 3).tolist() == [True] * 3
    assert parse("1 > 2").truth({}, 0).tolist() == []
    assert parse("${a}").truth({"a": ["x", "", "0"]}, 3).tolist() == [True, False, True]


def test_each_distinct_combination_is_evaluated_once(monkeypatch):
    seen, evaluate = [], Expression.evaluate
    counting = lambda *given, **more: seen.append(1) or evaluate(*given, **more)  # noqa: E731
    monkeypatch.setattr(Expression, "evaluate", counting)
    columns = {"a": ["x", "y"] * 500, "b": ["1"] * 1000, "unasked": [str(i) for i in range(1000)]}
    assert parse("${a} = 'x' and ${b} = 1").truth(columns, 1000).sum() == 500
    assert len(seen) == 2


@pytest.mark.bench
def test_twenty_thousand_rows_take_less_than_fifty_milliseconds():
    rows = 20_000
    columns = {"stay": ["no", "yes", "", "no"] * (rows // 4), "age": [str(16 + i % 50) for i in range(rows)]}
    expression, taken = parse("${stay} = 'no' and ${age} >= 18"), []
    for _ in range(5):
        begun = time.perf_counter()
        expression.truth(columns, rows)
        taken.append(time.perf_counter() - begun)
    assert min(taken) < 0.05


def test_an_absent_column_is_an_error_with_a_suggestion():
    with pytest.raises(CodebookError) as error:
        parse("${gendr} = 1").truth({"gender": ["1"]}, 1)
    assert str(error.value) == ("The answers to 'gendr' must be given.\n"
                                "  where: expression '${gendr} = 1'\n"
                                "  fix:   did you mean 'gender'?")


@pytest.mark.parametrize(("text", "fix"), [(". > 1", "give here="), ("today() > 1", "give today=")])
def test_what_is_needed_and_not_given_is_an_error(text, fix):
    with pytest.raises(CodebookError, match=fix):
        parse(text).truth({}, 1)


def test_a_column_of_another_length_is_a_mistake_and_an_empty_answer_meets_any_constraint():
    with pytest.raises(ValueError, match="a must have 2 answers, one per respondent, not 1"):
        parse("${a} = 1").truth({"a": ["1"]}, 2)
    broken = parse(". >= 16 and . <= 60").find_violations({}, ["15", "16", "", "61"])
    assert broken.tolist() == [True, False, False, True]
    assert parse("false()").find_violations({}, ["", "x"]).tolist() == [False, True]


# The codebooks in the project


def conditions() -> list[tuple[str, str, str]]:
    """File, column and text of every condition in data/raw."""
    found = []
    for path in sorted(RAW.glob("*/*.codebook.xlsx")):
        rows = list(openpyxl.load_workbook(path)["survey"].values)
        for row in rows[1:]:
            cells = dict(zip(rows[0], row, strict=False))
            found += [(path.name, key, cells[key]) for key in ("relevant", "constraint") if cells.get(key)]
    return found


def test_there_are_conditions_to_read():
    assert len(conditions()) >= 9


@pytest.mark.parametrize(("file", "column", "text"), conditions())
def test_every_condition_of_our_codebooks_is_read(file, column, text):
    assert parse(text, f"{file}, {column}").uses_here == (column == "constraint")


@pytest.mark.parametrize(("condition", "answer"), [
    ("${a} = 'I don’t know'", "I don’t know"), ('${a} = "他说“好”"', "他说“好”"), ("${a} = '‘'", "‘"),
    ("${a} = ‘home’", "home"), ("${a} = “home”", "home"), ("${a} = ‘home'", "home")])
def test_curled_quotes_hold_a_text_or_are_letters_of_one(condition, answer):
    assert parse(condition).evaluate({"a": answer}.__getitem__, here="", today="") is True
    assert parse(condition).evaluate({"a": answer + "x"}.__getitem__, here="", today="") is False


def test_the_page_of_the_language_lists_every_function():
    page = (Path(__file__).parents[1] / "docs/expressions.md").read_text(encoding="utf-8")
    assert [name for name in FUNCTIONS if f"{name}(" not in page and f"`{name}`" not in page] == []
