"""What cells mean that only look like answers: marks for nothing, amounts, joined ticks, rows at the foot."""

from dataclasses import replace
from pathlib import Path

import pytest
from exports import disagreements, text
from layouts.raw import table_of

import surveykit as sk
from surveykit.answers.joined_ticks import find_separator
from surveykit.codebook import Codebook, Item, Option
from surveykit.platforms.detect_platform import detect_export
from surveykit.read.read_survey import survey_from_table

CASES = Path(__file__).parent / "cases"
BOOKS = (Option("a", {"zh": "书"}), Option("b", {"zh": "网"}), Option("c", {"zh": "课, 讲座"}))
MANY = Codebook((Item("m", "multiple", {"zh": "来源"}, BOOKS),))


def column(item: Item, *cells: str) -> sk.Survey:
    """The survey of one plain column."""
    rows = [["respondent", item.name], *([str(n), cell] for n, cell in enumerate(cells, start=1))]
    return survey_from_table(table_of(rows), Codebook((item,)))


def rules_of(survey: sk.Survey) -> set[str]:
    """The rules of all lines of the log."""
    return {change.rule for step in survey.log for change in step.changes}


# --- rows at the foot -----------------------------------------------------------------------------


def test_totals_and_the_maker_of_the_table_are_no_respondents():
    survey = sk.read_survey(CASES / "xlsx_total_row.xlsx")
    assert survey.rows == 20
    assert sk.means(survey, "item3").table["estimate"].iloc[0] == pytest.approx(3009.5)
    assert any("22, 23" in step.reason["en"] for step in survey.log)


@pytest.mark.parametrize("foot", [["Total", "", "30"], ["Mean", "", "10"], ["平均分", "", "10"], ["小计：", "", "3"],
                                  ["制表人：张三", "", ""], ["数据来源：教务处", "", ""], ["Prepared by J.", "", ""]])
def test_a_foot_of_any_wording_is_left_out_and_named(foot):
    rows = [["id", "plan", "pay"], ["a1", "x", "9"], ["a2", "y", "10"], ["a3", "x", "11"], foot]
    survey = survey_from_table(table_of(rows))
    assert survey.rows == 3
    assert any("(5)" in step.reason["en"] for step in survey.log)


@pytest.mark.parametrize("last", [["a4", "合计", "12"], ["Total", "x", "12"], ["Average", "y", ""]])
def test_but_people_who_say_such_words_are_counted(last):
    rows = [["town", "plan", "pay"], ["Total", "x", "9"], ["Total", "y", "10"], ["Average", "x", "11"], last]
    assert survey_from_table(table_of(rows)).rows == 4


# --- marks for nothing ----------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["-", "--", "—", "——", "/", "NA", "N/A", "NaN", "null", ".", "＃N/A", "－", "n.a.",
                                  "?", "？", "空", "(跳过)", "未作答", "#VALUE!", "##", "missing", "not answered"])
@pytest.mark.parametrize("item", [
    Item("q", "single", {}, BOOKS[:2]), Item("q", "multiple", {}, BOOKS), Item("q", "number", {}),
    Item("q", "date", {}), Item("q", "rating", {}, (Option("1", {"zh": "1"}, 1.0), Option("2", {"zh": "2"}, 2.0)))])
def test_a_mark_for_nothing_is_blank_in_closed_questions_and_said(item, mark):
    answer = {"single": "书", "multiple": "书", "number": "3", "date": "2024-01-02", "rating": "2"}[item.kind]
    survey = column(item, answer, mark, mark)
    assert survey.missing.iloc[:, 0].tolist() == ["", "blank", "blank"]
    assert survey.flags == ()
    lines = [change for step in survey.log for change in step.changes if change.rule == "placeholder"]
    assert [(line.item, line.new) for line in lines] == [("q", "2")]


def test_nothing_is_none_where_a_number_is_asked_and_kept_in_free_text_and_options():
    assert column(Item("q", "number", {}), "3", "无").missing["q"].tolist() == ["", "blank"]
    with pytest.raises(sk.CodebookError, match="'无'"):
        column(Item("q", "single", {}, BOOKS[:2]), "书", "无")
    assert column(Item("q", "text", {}), "-", "NA", "无").responses["q"].tolist() == ["-", "NA", "无"]
    area = Item("q", "single", {}, (Option("na", {"en": "NA"}), Option("eu", {"en": "EU"})))
    assert column(area, "NA", "EU").responses["q"].tolist() == ["na", "eu"]


# --- amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cell", "number"), [
    ("￥3000", 3000), ("¥ 3,000", 3000), ("$1,200.50", 1200.5), ("3000元", 3000), ("3%", 3), ("12.5％", 12.5),
    ("2万", 20000), ("1.5万元", 15000), ("7k", 7000), ("3千", 3000), ("2亿", 2e8), ("8块钱", 8), ("RMB 500", 500)])
def test_an_amount_that_is_certain_is_read_and_said(cell, number):
    survey = column(Item("pay", "number", {"zh": "月薪"}), cell)
    assert survey.responses["pay"].tolist() == [number]
    assert "normalise_text" in rules_of(survey)


@pytest.mark.parametrize("cell", ["7k左右", "5000-6000", "约3000", "3000多", "1分1秒", "三四千", "1,5", "3成"])
def test_but_an_amount_that_is_not_becomes_a_flag_with_the_text(cell):
    survey = column(Item("pay", "number", {"zh": "月薪"}), "3000", cell)
    assert [(flag.rule, flag.value) for flag in survey.flags] == [("not_a_number", cell)]


@pytest.mark.parametrize(("label", "cell", "number"), [
    ("用时（秒）", "1分1秒", 61), ("用时（秒）", "5分0秒", 300), ("用时（秒）", "1小时2分3秒", 3723),
    ("Duration (seconds)", "01:05:07", 3907), ("每天几分钟", "1小时30分", 90), ("实习多少天", "5天", 5)])
def test_a_length_of_time_is_a_number_of_the_unit_that_is_asked(label, cell, number):
    assert column(Item("t", "number", {"zh": label}), cell).responses["t"].tolist() == [number]


def test_a_column_of_decimal_commas_is_read_as_such():
    survey = column(Item("h", "number", {"zh": "身高"}), "1,51", "1,6", "1.201,50", "2")
    assert survey.responses["h"].tolist() == [1.51, 1.6, 1201.5, 2]
    assert {flag.value for flag in column(Item("h", "number", {}), "1,51", "1.6").flags} == {"1,51"}


@pytest.mark.parametrize(("name", "seconds"), [("wjx_durations.csv", [61, 3723]), ("tencent_zh.csv", [300, 300])])
def test_platforms_write_their_durations_in_words(name, seconds):
    assert sk.read_survey(CASES / name).responses["duration_seconds"].tolist()[:2] == seconds


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["abc", "2024-02-30", "99/99/99", "12", "去年"])
def test_a_date_that_is_none_is_flagged_and_blank(cell):
    survey = column(Item("d", "date", {"zh": "日期"}), "2024-02-29", cell)
    assert survey.responses["d"].tolist() == ["2024-02-29", None]
    assert [(flag.rule, flag.value, flag.severity) for flag in survey.flags] == [("not_a_date", cell, "E")]


# --- ticks joined in one cell -----------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "、", "，", "；", "|", "/", "\n", "┋", ", "])
def test_joined_ticks_of_a_plain_table_are_parted_by_what_parts_them(mark):
    survey = column(MANY["m"], f"书{mark}网", "网", f"网{mark}课, 讲座", f"书{mark}网{mark}课, 讲座")
    assert survey.responses[["m__a", "m__b", "m__c"]].to_numpy().tolist() == [
        [1, 1, 0], [0, 1, 0], [0, 1, 1], [1, 1, 1]]


def test_a_separator_is_what_parts_pieces_that_come_back_and_a_wrong_one_is_suggested():
    assert find_separator(["书;网", "网;课", "书"]) == ";"
    assert find_separator(["成都, 四川", "南京, 江苏", "苏州, 浙江"]) == ""
    assert find_separator(["No, but later", "Yes", "No"]) == ""
    item = Item("m", "multiple", {"zh": "来源"}, BOOKS[:2], layout="delimited:|")
    rows = [["respondent", "m"], ["1", "书;网"], ["2", "网"]]
    with pytest.raises(sk.CodebookError, match="delimited:;"):
        survey_from_table(table_of(rows), Codebook((item,)))
    found = disagreements(table_of(rows), detect_export(table_of(rows)), Codebook((item,)))
    assert [(one.key, "delimited:;" in one.fix["en"], "delimited:;" in one.fix["zh"]) for one in found] == [
        ("outside", True, True)]


# --- labels that are numbers ------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "counts"), [
    ("sav_labels_are_numbers.sav", {"kids": {"1": 16, "2": 8}}),
    ("sav_partly_labelled.sav", {"kids": {"1": 8, "2": 8, "3": 8}}),
    ("sav_tick_labelled_0.sav", {"kids": {"0": 12, "1": 12}})])
def test_values_win_over_labels_that_are_numbers(name, counts):
    path = CASES / name
    for survey in (sk.read_survey(path), sk.read_survey(path, sk.draft_codebook(path).codebook)):
        for item, expected in counts.items():
            assert survey.responses[item].value_counts().to_dict() == expected


@pytest.mark.parametrize("ending", ["sav", "dta", "csv", "xlsx", "parquet"])
def test_a_select_all_with_an_option_called_0_comes_back(tmp_path, ending):
    options = tuple(Option(str(n), {"zh": str(n)}) for n in range(3))
    item = Item("kids", "multiple", {"zh": "子女"}, options, layout="onehot")
    rows = [["respondent", *item.columns], ["1", "1", "0", "0"], ["2", "0", "1", "1"], ["3", "0", "1", "0"]]
    survey = survey_from_table(table_of(rows), Codebook((item,)))
    path = sk.write_survey(survey, tmp_path / f"a.{ending}")
    assert sk.read_survey(path, path.with_suffix(".codebook.xlsx")).responses.equals(survey.responses)


# --- what Excel has spoilt --------------------------------------------------------------------------


def test_ranges_made_dates_and_rounded_numbers_of_a_text_file_are_noted():
    reasons = [step.reason["en"] for step in sk.read_survey(CASES / "excel_damaged.csv").log]
    for heading, cell in (("年龄段", "1月5日"), ("学号", "2.02212E+11"), ("服务年限", "Feb-05")):
        assert any(heading in reason and cell in reason for reason in reasons)


@pytest.mark.parametrize("written", ["{}月5日", "2026年{}月5日", "2026.0{}.05"])
def test_but_a_column_of_birthdays_is_none(tmp_path, written):
    path = text(tmp_path / "a.csv", [["id", "born"], ["0", "6月5日"], *(
        [str(n), written.format(n)] for n in range(1, 9))])
    assert not any("Excel" in step.reason["en"] for step in sk.read_survey(path).log)


# --- several rows for the same people ---------------------------------------------------------------


def test_events_of_the_same_people_are_no_people_unless_the_codebook_says_so():
    rows = [["record_id", "score"], ["1", "3"], ["1", "4"], ["2", "5"]]
    with pytest.raises(sk.ReadError, match="'record_id' numbers people, and some have several rows: 2 people in 3"):
        survey_from_table(table_of(rows))
    with pytest.raises(sk.ReadError, match=r"8 people in 24 rows|event|repeat"):
        sk.read_survey(CASES / "redcap_repeating.csv")
    book = Codebook((Item("record_id", "text", {}), Item("score", "number", {})))
    assert survey_from_table(table_of(rows), book).rows == 3
    assert survey_from_table(table_of([["record_id", "score"], ["1", "3"], ["2", "4"]])).rows == 2


# --- what a draft makes of them ---------------------------------------------------------------------


def test_a_draft_makes_no_option_of_a_mark_for_nothing_and_asks():
    draft = sk.draft_codebook(CASES / "dash_for_empty.csv")
    assert [next(iter(option.label.values())) for option in draft.codebook["q2"].options] == ["Male", "Female"]
    assert ("q2", "placeholder") in {(doubt.item, doubt.key) for doubt in draft.doubts}
    assert sk.frequencies(sk.read_survey(CASES / "dash_for_empty.csv"), "q2").base == 20


def test_a_comma_inside_a_label_makes_no_select_all_question():
    survey = sk.read_survey(CASES / "google_comma_label_single.csv")
    item = next(item for item in survey.codebook if len(item.options) == 4)
    assert item.kind == "single"
    labels = {option.value: option.label["en"] for option in item.options}
    counts = {labels[value]: n for value, n in survey.responses[item.name].value_counts().items()}
    assert counts == {"No": 9, "Yes": 6, "No, but we plan to ask next year": 6, "I do not write budgets": 3}


@pytest.mark.parametrize("mark", [",", ";", "、", "/", "|"])
def test_joined_ticks_of_a_plain_table_are_drafted_with_their_separator(mark):
    cells = [f"信息少{mark}经验不足", "信息少", f"经验不足{mark}成本高", "成本高", f"信息少{mark}成本高"] * 3
    rows = [["respondent", "困难"], *([str(n), cell] for n, cell in enumerate(cells, start=1))]
    survey = survey_from_table(table_of(rows, "a.csv"))
    item = next(item for item in survey.codebook if item.options)
    assert (item.kind, item.layout, len(item.options)) == ("multiple", f"delimited:{mark}", 3)
    assert survey.responses[list(item.columns)].sum().tolist() == [9, 6, 9]


def test_but_places_and_alternatives_that_hold_one_are_single():
    for cells in (["成都/四川", "南京/江苏", "苏州/江南"], ["初中/中专", "高中/职高", "本科/大专"],
                  ["2024/5/6", "2024/6/5", "2024/5/7"]):
        rows = [["respondent", "q"], *([str(n), cell] for n, cell in enumerate(cells * 4, start=1))]
        assert next(iter(survey_from_table(table_of(rows, "a.csv")).codebook)).kind in {"single", "date"}


def test_columns_of_decimal_commas_and_percents_are_numbers():
    kinds = {item.name: item.kind for item in sk.read_survey(CASES / "decimal_comma.csv").codebook}
    assert (kinds["height"], kinds["income"]) == ("number", "number")
    assert sk.read_survey(CASES / "plain_true_false.csv").codebook["share"].kind == "number"


def test_check_passes_no_draft_that_still_asks(tmp_path):
    export = CASES / "dash_for_empty.csv"
    draft = sk.draft_codebook(export)
    found = sk.check_export(export, sk.write_draft(draft, tmp_path / "draft.xlsx"))
    assert {one.item for one in found if one.key == "todo"} == {doubt.item for doubt in draft.doubts if doubt.item}
    assert all(one.fix["zh"] and "sk_todo" in one.fix["en"] for one in found if one.key == "todo")
    assert sk.check_export(export, draft.codebook) == ()


@pytest.mark.parametrize(("kind", "role", "said"), [
    ("rating", None, "must have a number in sk_value"), ("multiple", "other_text", "must be of type text"),
    ("rank", None, "must have choices"), ("number", "other_text", "must be of type text")])
def test_items_made_in_code_that_contradict_themselves_are_refused_by_reading_and_check_alike(kind, role, said):
    export = CASES / "dash_for_empty.csv"
    book = sk.draft_codebook(export).codebook
    item = book.items[0]
    faulty = book.with_item(replace(item, kind=kind, role=role, options=() if kind == "rank" else item.options))
    for read in (sk.read_survey, sk.check_export):
        with pytest.raises(sk.CodebookError, match=said):
            read(export, faulty)
