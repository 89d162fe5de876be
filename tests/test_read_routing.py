"""Empty cells of questions that were not asked: the condition in the codebook decides, the file comes first."""

import csv
from pathlib import Path

import pytest

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option

YN = (Option("yes", {"en": "Yes"}), Option("no", {"en": "No"}))
PLACES = (*YN, Option("na", {"en": "No answer"}, missing="refused"))


def written(folder: Path, *rows: str, name: str = "e.csv") -> Path:
    """A CSV of these lines."""
    (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder / name


def book(*items: Item, **settings: object) -> Codebook:
    """A codebook of these items."""
    return Codebook(items, settings=settings)


def item(name: str, asked_if: str | None = None, kind: str = "single", **more: object) -> Item:
    """An item, a yes or no by default."""
    return Item(name, kind, {"en": name}, YN if kind == "single" else (), asked_if, **more)


def kinds(survey: sk.Survey, column: str) -> list[str]:
    """The kind of missing of everybody."""
    return survey.missing[column].tolist()


def test_an_empty_cell_was_not_asked_where_the_condition_does_not_hold(tmp_path):
    path = written(tmp_path, "n,stay,why", "1,no,", "2,yes,", "3,no,far", "4,,")
    survey = sk.read_survey(path, book(item("n", kind="number"), item("stay"), item("why", "${stay}='no'", "text")))
    assert kinds(survey, "why") == ["blank", "not_asked", "", "not_asked"]
    assert kinds(survey, "stay") == ["", "", "", "blank"]


def test_the_log_counts_the_cells_of_each_item(tmp_path):
    path = written(tmp_path, "stay,why,when", "no,,", "yes,,", "yes,,")
    survey = sk.read_survey(path, book(item("stay"), item("why", "${stay}='no'", "text"),
                                       item("when", "${stay}='yes'", "number")))
    step = survey.log[-1]
    assert [(c.item, c.new, c.rule) for c in step.changes] == [("why", "2", "condition"), ("when", "1", "condition")]
    assert "因跳转未作答" in step.reason["zh"] and "not asked" in step.reason["en"]


def test_a_chain_of_conditions_follows_questions_that_were_not_asked_themselves(tmp_path):
    chain = book(item("a"), item("b", "${a}='yes'"), item("c", "${b}='yes'"), item("d", "${c}!='no'"))
    path = written(tmp_path, "a,b,c,d", "no,,,", "yes,,,", "yes,yes,,", "yes,yes,no,")
    survey = sk.read_survey(path, chain)
    assert kinds(survey, "b") == ["not_asked", "blank", "", ""]
    assert kinds(survey, "c") == ["not_asked", "not_asked", "blank", ""]
    # XPath: an empty answer is not 'no', so the last question was asked
    assert kinds(survey, "d") == ["blank", "blank", "blank", "not_asked"]


def test_but_no_answer_is_dropped_and_no_token_overridden(tmp_path):
    path = written(tmp_path, "a,b", "no,yes", "no,-8", "no,(refused)", "no,")
    survey = sk.read_survey(path, book(item("a"), item("b", "${a}='yes'"), missing_codes={"-8": "blank"}))
    assert survey.responses["b"].tolist()[0] == "yes"
    assert kinds(survey, "b") == ["", "blank", "refused", "not_asked"]


def test_all_columns_of_a_response_set_are_marked_together(tmp_path):
    several = Item("m", "multiple", {"en": "m"}, YN, "${a}='yes'", layout="onehot")
    path = written(tmp_path, "a,m__yes,m__no", "yes,1,0", "no,,", "yes,,")
    survey = sk.read_survey(path, book(item("a"), several))
    assert kinds(survey, "m__yes") == kinds(survey, "m__no") == ["", "not_asked", "blank"]


@pytest.mark.parametrize("asked_if, expected", [
    ("selected(${m},'no')", ["not_asked", "blank"]), ("count-selected(${m}) > 1", ["not_asked", "blank"]),
    ("${r}='low'", ["blank", "not_asked"]), ("${n} > 17.5", ["not_asked", "blank"]),
    ("${n}=18", ["not_asked", "blank"]), ("today() > date('2026-05-01')", ["not_asked", "blank"])])
def test_conditions_see_sets_points_numbers_and_the_day_as_a_form_does(tmp_path, asked_if, expected):
    points = (Option("low", {"en": "Low"}, 1.0), Option("high", {"en": "High"}, 2.0))
    path = written(tmp_path, "m,r,n,day,x", "Yes,Low,17,2026/4/30 1:05,", "Yes┋No,High,18,2026/5/2 1:05,")
    held = book(Item("m", "multiple", {}, YN), Item("r", "rating", {}, points), item("n", kind="number"),
                item("day", kind="text", role="date"), item("x", asked_if))
    assert kinds(sk.read_survey(path, held), "x") == expected


def test_a_refusal_is_its_option_and_what_cannot_be_evaluated_decides_nothing(tmp_path):
    path = written(tmp_path, "a,x", "No answer,", "Yes,")
    held = book(Item("a", "single", {}, PLACES), item("x", "${a}!='na'"))
    assert kinds(sk.read_survey(path, held), "x") == ["not_asked", "blank"]
    path = written(tmp_path, "a,x", "yes,")
    for condition in ("pulldata('a','b','c','d') = 1", "${gone}='yes'"):
        assert kinds(sk.read_survey(path, book(item("a"), item("x", condition))), "x") == ["blank"]


def test_but_nothing_is_decided_where_two_options_stand_for_it_or_a_number_cannot_be_read(tmp_path):
    two = (*PLACES, Option("hush", {"en": "Will not say"}, missing="refused"))
    path = written(tmp_path, "a,n,x,y", "No answer,many,,", "Yes,3,,")
    held = book(Item("a", "single", {}, two), item("n", kind="number"), item("x", "${a}='no'"), item("y", "${n} > 5"))
    survey = sk.read_survey(path, held)
    assert kinds(survey, "x") == ["blank", "not_asked"]
    assert kinds(survey, "y") == ["blank", "not_asked"]


def test_what_wjx_says_itself_stays(tmp_path):
    rows = [["序号", "提交答卷时间", "1、留下？", "2、为什么"],
            ["1", "2026/9/3 1:05:07", "是", "(空)"], ["2", "2026/9/3 1:06:07", "是", "(跳过)"],
            ["3", "2026/9/3 1:07:07", "否", "(跳过)"], ["4", "2026/9/3 1:07:09", "是", ""]]
    with (tmp_path / "w.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    options = (Option("yes", {"zh": "是"}), Option("no", {"zh": "否"}))
    held = book(Item("stay", "single", {}, options, column="1、留下？"),
                Item("why", "text", {}, asked_if="${stay}='no'", column="2、为什么"))
    assert kinds(sk.read_survey(tmp_path / "w.csv", held), "why") == ["blank", "not_asked", "not_asked", "not_asked"]


def test_files_of_ours_say_of_every_gap_what_it_is(tmp_path):
    path = written(tmp_path, "stay,why", "yes,", "no,")
    held = book(item("stay"), item("why", "${stay}='no'", "text"))
    first = sk.read_survey(path, held)
    again = sk.read_survey(sk.write_survey(first, tmp_path / "out.csv"), tmp_path / "out.codebook.xlsx")
    assert kinds(again, "why") == kinds(first, "why") == ["not_asked", "blank"]
    assert not any("condition" in {change.rule for change in step.changes} for step in again.log)


def test_a_system_missing_value_of_spss_says_nothing_but_a_user_missing_one_does(tmp_path):
    import pandas as pd
    import pyreadstat

    path = tmp_path / "s.sav"
    pyreadstat.write_sav(pd.DataFrame({"stay": [1.0, 2.0, 2.0], "why": [None, None, 9.0]}), str(path),
                         variable_value_labels={"stay": {1: "No", 2: "Yes"}}, missing_ranges={"why": [9]})
    labelled = (Option("1", {"en": "No"}), Option("2", {"en": "Yes"}))
    held = book(Item("stay", "single", {}, labelled), Item("why", "number", {}, asked_if="${stay}='1'"))
    survey = sk.read_survey(path, held)
    assert kinds(survey, "why") == ["blank", "not_asked", "blank"]
    assert survey.log[-1].changes[0].new == "1"
