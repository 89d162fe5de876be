"""Reading an export: nothing is shifted or guessed; what is odd is an error, a flag or a log line."""

from functools import partial
from pathlib import Path

import builders
import pandas as pd
import pytest
from builders import cases, read_written
from exports import FINE, HEADINGS, SHEETS, SURVEY, read, same, table, text, workbook

import surveykit as sk
from surveykit.answers.cell_parser import find_all_missing, find_missing, is_free_text, make_parser, parse_texts
from surveykit.answers.conventions import CellRules, unquote_cell
from surveykit.answers.option_words import OptionWords
from surveykit.codebook import Item
from surveykit.text.normalise import normalise, normalise_all
from surveykit.text.parse_number import parse_number
from surveykit.text.split_ticks import split_ticks

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAIN = [["respondent", "a", "b"], ["r1", "x", "1"], ["r2", "y", "2"]]
refused = partial(builders.refused, kind=sk.ReadError)


def book_of(folder: Path, **sheets: list) -> Path:
    """The small codebook as a file."""
    return workbook(folder / "wave.codebook.xlsx", {**SHEETS, **sheets})


# --- a platform's export ------------------------------------------------------------------------


def test_it_reads_every_kind_of_item_and_platform_keys_need_not_be_contiguous(tmp_path):
    survey = read(tmp_path, {})
    row = survey.responses.loc["1"]
    assert row[["gender", "plan", "advice"]].tolist() == ["male", "home", "无"]
    assert row[["hard__pay", "hard__far", "hard__other"]].tolist() == [1, 1, 0]
    assert row[["goal", "useless", "months", "duration_seconds"]].tolist() == [3.0, 1.0, 3.0, 123.0]
    assert survey.source.platform == "wjx" and "序号" in survey.source.evidence
    assert survey.flags == ()
    assert list(read(tmp_path, {"序号": 7}, {"序号": 3}).responses.index) == ["7", "3"]


def test_kinds_of_missing_stay_apart(tmp_path):
    survey = read(
        tmp_path,
        {"q2": "(跳过)"},
        {"q2": "（跳过）"},
        {"q2": "(空)"},
        {"q2": ""}, {"q1": "不愿透露"}, {"q4": "不知道"}, {"q6": -3}, {"q6": "-2"}, {"q3": "(空)"}, {"q3": "不想说"})
    missing = survey.missing
    assert missing["plan"].tolist()[:4] == ["not_asked", "not_asked", "blank", "blank"]
    assert missing.loc["5", "gender"] == "refused"
    assert missing.loc["6", "goal"] == "dont_know"
    assert missing.loc[["7", "8"], "months"].tolist() == ["not_asked", "blank"]
    assert missing.loc["9", ["hard__pay", "hard__far"]].tolist() == ["blank", "blank"]
    assert missing.loc["10", ["hard__pay", "hard__far"]].tolist() == ["refused", "refused"]
    assert (survey.responses.isna() == (missing != "")).all(axis=None)


def test_a_word_like_a_kind_of_missing_inside_an_answer_is_an_answer(tmp_path):
    survey = read(tmp_path, {"q7": "没有请(跳过)本题"}, {"q7": "None"}, {"q7": "NA"}, {"q7": "007"}, {"q7": "nan"})
    assert survey.responses["advice"].tolist() == ["没有请(跳过)本题", "None", "NA", "007", "nan"]
    assert set(survey.missing["advice"]) == {""}


def test_it_reads_numbers_with_units_and_full_width_digits_and_says_so(tmp_path):
    survey = read(tmp_path, {"q6": "３"}, {"q6": "4个月"}, {"q6": " 5 "}, {"q6": 6}, {"q6": 7.5})
    assert survey.responses["months"].tolist() == [3.0, 4.0, 5.0, 6.0, 7.5]
    changes = [(c.respondent, c.item, c.old, c.new) for c in survey.log[0].changes]
    assert changes == [("1", "months", "３", "3"), ("2", "months", "4个月", "4"), ("3", "months", " 5 ", "5")]


@pytest.mark.parametrize("cell", ["大概三个月", "3-5", "1年", "3，4", "1,5", "9" * 400])
def test_what_is_no_number_becomes_a_flag_that_keeps_it(tmp_path, cell):
    survey = read(tmp_path, {"q6": cell}, {})
    assert survey.missing.loc["1", "months"] == "blank"
    assert [tuple(f)[:5] for f in survey.flags] == [("1", "months", "not_a_number", cell, "E")]
    assert [(c.old, c.new, c.kind) for c in survey.log[0].changes] == [(cell, "", "blank_response")]


@pytest.mark.parametrize(*cases("read_numbers"))
def test_a_number_is_a_number_or_nothing(cell, number):
    assert parse_number(cell) == number


def test_a_unit_of_time_counts_only_where_the_question_names_it():
    assert parse_number("2013年", "您是哪一年开始的") == 2013.0
    assert parse_number("3个月", "Months to the first job") == 3.0
    assert parse_number("3周", "几个月") is None


# --- options and fill-ins -----------------------------------------------------------------------


def test_it_finds_options_by_label_in_either_language_or_value_despite_stray_blanks(tmp_path):
    survey = read(
        tmp_path, {"q1": "女"}, {"q1": "Female"}, {"q1": "female"}, {"q1": "　女 "}, {"q3": "Low pay┋Far away"})
    assert survey.responses["gender"].tolist() == ["female"] * 4 + ["male"]
    assert survey.responses.loc["5", "hard__far"] == 1
    assert [(c.respondent, c.old, c.new) for c in survey.log[0].changes] == [("4", "　女 ", "女")]


def test_any_option_may_carry_a_fill_in_which_does_not_split_and_may_be_empty(tmp_path):
    survey = read(tmp_path, {"q3": "收入低┋其他〖路远┋没车〗"})
    assert survey.responses.loc["1", ["hard__pay", "hard__far", "hard__other"]].tolist() == [1, 0, 1]
    assert survey.responses.loc["1", "hard_other"] == "路远┋没车"
    survey = read(tmp_path, {"q2": "返乡〖县城〗"}, {"q2": "其他〖创业〗"}, {"q2": "留下"})
    assert survey.responses["plan"].tolist() == ["home", "other", "stay"]
    assert survey.responses["plan_other"].tolist() == ["县城", "创业", None]
    survey = read(tmp_path, {"q2": "其他〖〗"}, {"q2": "其他〖 〗"}, {"q2": "其他"})
    assert survey.responses["plan"].tolist() == ["other"] * 3
    assert survey.missing["plan_other"].tolist() == ["blank"] * 3


def test_fill_ins_without_an_item_get_one_and_the_log_says_so(tmp_path):
    survey = read(tmp_path, {"q1": "男〖跨性别〗", "q3": "离家远〖三小时〗┋其他〖吵〗"}, {"q1": "(跳过)"})
    names = ["gender_other", "hard__far_text", "hard_other"]
    assert survey.responses.loc["1", names].tolist() == ["跨性别", "三小时", "吵"]
    assert survey.missing["gender_other"].tolist() == ["", "not_asked"]
    assert survey.codebook["gender_other"].role == "other_text"
    assert survey.codebook["gender_other"].label == {"zh": "性别（填空内容）", "en": "Gender (text filled in)"}
    added = [step for step in survey.log if any(c.kind == "add_column" for c in step.changes)]
    assert sorted(c.item for c in added[0].changes) == names
    assert "one was added" in added[0].reason["en"]


def test_a_fill_in_and_a_column_of_its_own_are_both_kept(tmp_path):
    rows = [
        ["respondent", "plan", "plan_other"], ["1", "其他〖甲〗", "乙"], ["2", "其他〖丙〗", "丙"], ["3", "其他", "丁"]]
    survey = sk.read_survey(
        text(tmp_path / "p.csv", rows),
        book_of(
            tmp_path,
            survey=[["type", "name", "label"], ["select_one plan", "plan", "P"], ["text", "plan_other", "O"]],
            scales=[["scale"]]))
    assert survey.responses["plan_other"].tolist() == ["乙；甲", "丙", "丁"]


def test_a_fill_in_with_unpaired_brackets_is_no_guess_and_refused_beside_an_answer_flagged(tmp_path):
    message = refused(lambda: read(tmp_path, {"q3": "其他〖a〖b〗┋离家远〖c〗"}), kind=sk.CodebookError)
    assert "其他〖a〖b〗┋离家远〖c〗" in message
    survey = read(tmp_path, {"q3": "不想说┋离家远"}, {})
    assert survey.responses.loc["1", "hard__far"] == 1
    assert [(f.respondent, f.item, f.rule) for f in survey.flags] == [("1", "hard", "contradiction")]


def test_splitting_counts_brackets():
    assert split_ticks("a〗┋b〖x┋y〗", "┋") == ["a〗", "b〖x┋y〗"]
    assert split_ticks("┋", "┋") == []


def test_a_ranking_in_one_cell_is_the_values_in_the_order_given(tmp_path):
    survey = sk.read_survey(
        text(tmp_path / "p.csv", [["respondent", "order"], ["1", "男→女"], ["2", "female male"]]),
        book_of(tmp_path, survey=[["type", "name", "label"], ["rank gender", "order", "O"]], scales=[["scale"]]))
    assert survey.responses["order"].tolist() == ["male female", "female male"]


# --- answers outside their options --------------------------------------------------------------


def test_but_it_refuses_answers_outside_their_options(tmp_path):
    answers = [{"q1": "保密"}, {}, *[{"q2": "考研"}] * 7, {"q3": "收入低┋太冷"}]
    assert refused(lambda: read(tmp_path, *answers), kind=sk.CodebookError) == (
        "3 items have answers that are not among the options:\n"
        "    item 'gender': '保密' (1 respondent, row 2); "
        "use one of: '男', 'Male', '女', 'Female', '不愿透露', 'Prefer not to say'\n"
        "    item 'plan': '考研' (7 respondents, rows 4, 5, 6, 7, 8 and 2 more); "
        "use one of: '返乡', 'Go home', '留下', 'Stay', '其他', 'Other'\n"
        "    item 'hard': '太冷' (1 respondent, row 11); "
        "use one of: '收入低', 'Low pay', '离家远', 'Far away', '其他', 'Other', '不想说', 'Will not say'\n"
        "  where: wave.xlsx\n"
        "  fix:   add the options to the codebook's sheet choices, or correct these cells in the export")


def test_it_suggests_the_nearest_option_names_five_answers_and_counts_the_rest(tmp_path):
    message = refused(lambda: read(tmp_path, {"q1": "不愿意透露"}), kind=sk.CodebookError)
    assert message.startswith("1 item has answers that are not among the options:")
    assert "did you mean '不愿透露'?" in message
    message = refused(lambda: read(tmp_path, *[{"q1": f"x{n}"} for n in range(17)]), kind=sk.CodebookError)
    assert ("'x0', 'x1', 'x2', 'x3', 'x4' and 12 more (17 respondents, rows 2, 3, 4, 5, 6 and 12 more)" in message)


# --- columns ------------------------------------------------------------------------------------


def test_but_it_refuses_a_renamed_column_and_suggests_the_new_one(tmp_path):
    rows = table({})
    rows[0] = [h.replace("1、您的性别", "1、您的性別是") for h in HEADINGS]
    path = workbook(tmp_path / "w.xlsx", {"Sheet1": rows})
    assert refused(lambda: sk.read_survey(path, book_of(tmp_path))) == (
        "The export has no column for 1 of 12 items: '1、您的性别'.\n"
        "  where: w.xlsx, item 'gender'\n"
        "  fix:   for '1、您的性别' did you mean '1、您的性別是'? Correct sk_column in the codebook, or the heading")


def test_all_absent_columns_are_named_at_once_and_a_heading_found_by_its_only_beginning(tmp_path):
    path = text(tmp_path / "w.csv", [["序号", "提交答卷时间"], ["1", "x"]])
    message = refused(lambda: sk.read_survey(path, book_of(tmp_path)))
    assert ("no column for 8 of 10 items: '1、您的性别', '2、您的打算'," in message and "and 3 more." in message)
    survey = read(tmp_path, {})
    notes = [(c.item, c.old, c.new) for step in survey.log for c in step.changes if c.rule == "heading"]
    assert notes == [("hard", "3、遇到的困难", "3、遇到的困难（可多选）")]


@pytest.mark.parametrize("headings", [
    ["respondent", "q10"], ["respondent", "q10_old"], ["respondent", "q1_old", "q1_new"]])
def test_but_it_does_not_take_another_column_for_a_missing_one(tmp_path, headings):
    path = text(tmp_path / "p.csv", [headings, ["1", "x", "y"][: len(headings)]])
    for column in (None, "q1"):
        book = sk.Codebook((sk.Item("q1", "text", {}, column=column),))
        assert "no column for 1 of 1 item: 'q1'" in refused(partial(sk.read_survey, path, book))


def test_two_items_cannot_share_a_column(tmp_path):
    book = sk.Codebook((sk.Item("a", "text", {}, column="Q"), sk.Item("b", "text", {}, column="re:^Q")))
    path = text(tmp_path / "p.csv", [["respondent", "Q"], ["1", "x"]])
    assert "Items 'a', 'b' cannot share the column 'Q'." in refused(lambda: sk.read_survey(path, book))


def test_but_a_faulty_pattern_is_an_error_of_the_codebook(tmp_path):
    book = sk.Codebook((sk.Item("q", "text", {}, column="re:(("),))
    path = text(tmp_path / "p.csv", PLAIN)
    assert "'re:((' is no regular expression" in refused(lambda: sk.read_survey(path, book), kind=sk.CodebookError)


def test_columns_that_the_codebook_does_not_name_are_in_the_log(tmp_path):
    rows = [[*row, extra] for row, extra in zip(table({}), ["备注", "88"], strict=True)]
    survey = sk.read_survey(workbook(tmp_path / "w.xlsx", {"S": rows}), book_of(tmp_path))
    assert [c.item for step in survey.log for c in step.changes if c.rule == "not_in_codebook"] == ["备注"]
    assert "备注" not in survey.responses


def test_without_a_codebook_kinds_are_guessed_and_the_guesses_logged(tmp_path):
    rows = [{"序号": n, "q1": "男" if n % 2 else "女", "q2": "返乡", "q6": n} for n in range(1, 9)]
    survey = sk.read_survey(workbook(tmp_path / "w.xlsx", {"S": table(*rows)}))
    assert survey.codebook["q1"].kind == "single" and survey.responses["q1"].tolist()[:2] == ["male", "female"]
    assert survey.responses["q6"].tolist() == [float(n) for n in range(1, 9)]
    assert survey.responses.loc["1", "duration_seconds"] == 123
    assert survey.codebook["ip"].personal
    guesses = [change for step in survey.log for change in step.changes if change.rule.startswith("guess_")]
    assert guesses and all(change.kind == "no_action" and change.note.keys() == {"zh", "en"} for change in guesses)


def test_but_headings_that_stand_twice_are_told_apart_with_a_note(tmp_path):
    survey = sk.read_survey(text(tmp_path / "p.csv", [["respondent", "a", "a "], ["1", "x", "y"]]))
    assert [item.column for item in survey.codebook] == ["a", "a__2"]
    assert any("a__2 have the same heading" in step.reason["en"] for step in survey.log)


def test_but_it_refuses_answers_under_no_heading(tmp_path):
    path = text(tmp_path / "p.csv", [["respondent", "a", ""], ["1", "x", ""], ["2", "y", "stray"]])
    assert "There are answers under no heading.\n  where: p.csv, rows 3" in refused(lambda: sk.read_survey(path))


def test_an_empty_column_at_the_end_is_nothing(tmp_path):
    path = text(tmp_path / "p.csv", [["respondent", "a", ""], ["1", "x", ""]])
    assert list(sk.read_survey(path).responses) == ["a"]


def test_but_it_refuses_keys_that_repeat_or_are_empty(tmp_path):
    twice = refused(lambda: read(tmp_path, *[{"序号": n} for n in (1, 2, 1, 1, 2)]))
    assert twice.startswith("Respondents '1', '2' occur more than once.\n  where: wave.xlsx")
    assert refused(lambda: read(tmp_path, {}, {"序号": ""})).startswith("Every respondent must have a key.")


def test_but_it_refuses_an_empty_survey(tmp_path):
    assert refused(lambda: read(tmp_path)) == (
        "A survey must have at least one respondent.\n  where: wave.xlsx\n"
        "  fix:   the file holds headings only: export it again with answers")


def test_but_it_refuses_a_platform_it_does_not_know(tmp_path):
    path = text(tmp_path / "p.csv", PLAIN)
    message = refused(lambda: sk.read_survey(path, platform="wxj"))
    assert "There is no reader for platform 'wxj'." in message and "did you mean 'wjx'?" in message


# --- response sets that are columns already -----------------------------------------------------

SET = sk.Codebook((sk.Item("s", "multiple", {}, (sk.Option("p", {}), sk.Option("q", {})), layout="onehot"),))


def test_it_reads_a_set_of_columns(tmp_path):
    rows = [["respondent", "s__p", "s__q"], ["1", "1", "０"], ["2", "0", " 0 "], ["3", "", ""]]
    survey = sk.read_survey(text(tmp_path / "p.csv", rows), SET)
    assert survey.responses["s__p"].tolist()[:2] == [1, 0]
    assert survey.missing["s__q"].tolist() == ["", "", "blank"]


@pytest.mark.parametrize("row, fault", [
    (["2", "0"], "item 's': '2' must be 1 or 0 (1 respondent, row 2)"),
    (["1", ""], "0 is an option left unticked (1 respondent, row 2)"),
    (["(refused)", ""], "must have 1 or 0 in all its columns, or all missing")])
def test_but_it_does_not_guess_what_a_gap_in_a_set_means(tmp_path, row, fault):
    path = text(tmp_path / "p.csv", [["respondent", "s__p", "s__q"], ["1", *row]])
    assert fault in refused(lambda: sk.read_survey(path, SET), kind=sk.CodebookError)


# --- files --------------------------------------------------------------------------------------


def truncated(path: Path) -> bytes:
    return workbook(path.with_suffix(".whole.xlsx"), {"S": PLAIN}).read_bytes()[:-40]


def version_lie(path: Path) -> bytes:
    """A zip that claims to need a version nobody has: zipfile raises NotImplementedError."""
    data = bytearray(workbook(path.with_suffix(".whole.xlsx"), {"S": PLAIN}).read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 250
    return bytes(data)


@pytest.mark.parametrize("make, what", [
    (lambda path: b"", "The file is empty."),
    (lambda path: b"<html><table></table></html>", "The file is a web page (HTML)"),
    (lambda path: b"PK\x03\x04 and nothing more", "The workbook is damaged or cut off."),
    (truncated, "The workbook is damaged or cut off."), (version_lie, "The workbook is damaged or cut off."),
    (lambda path: b"PK\x05\x06" + bytes(18), "The file is a zip archive, not a workbook")])
def test_but_it_refuses_a_file_that_is_no_workbook(tmp_path, make, what):
    path = tmp_path / "w.xlsx"
    path.write_bytes(make(path))
    message = refused(lambda: sk.read_survey(path))
    assert message.startswith(what)
    assert "where: w.xlsx" in message and "fix:" in message


def test_a_text_file_named_xlsx_is_read_as_what_it_is(tmp_path):
    path = tmp_path / "w.xlsx"
    path.write_bytes(b"respondent,a\n1,x\n")
    assert sk.read_survey(path).responses["a"].tolist() == ["x"]


@pytest.mark.parametrize("data", [OLE, OLE + bytes(2000), OLE + b"\xff" * 2000])
def test_but_it_refuses_a_damaged_old_workbook(tmp_path, data):
    path = tmp_path / "w.xls"
    path.write_bytes(data)
    assert "The workbook is damaged or cut off." in refused(lambda: sk.read_survey(path))


def test_but_it_refuses_a_folder_and_an_absent_file(tmp_path):
    workbook(tmp_path / "wave.xlsx", {"S": PLAIN})
    assert refused(lambda: sk.read_survey(tmp_path)).startswith("A file is needed, but this is a folder.")
    message = refused(lambda: sk.read_survey(tmp_path / "wav.xlsx"))
    assert message.startswith("The file does not exist.\n") and "did you mean 'wave.xlsx'?" in message
    assert "there is no folder" in refused(lambda: sk.read_survey(tmp_path / "nowhere" / "w.xlsx"))
    assert "cannot be opened" in refused(lambda: sk.read_survey("a\0b.xlsx"))
    assert "does not exist" in refused(lambda: sk.read_survey(tmp_path / "wave.xlsx" / "w.xlsx"))


def test_but_an_absent_codebook_is_named(tmp_path):
    path = text(tmp_path / "p.csv", PLAIN)
    assert "c.xlsx" in refused(lambda: sk.read_survey(path, tmp_path / "c.xlsx"))


def test_it_asks_which_sheet_when_there_are_several(tmp_path):
    path = workbook(tmp_path / "w.xlsx", {"one": PLAIN, "two": PLAIN[:2], "empty": []})
    assert refused(lambda: sk.read_survey(path)) == (
        "One sheet must be chosen; 2 hold something: 'one', 'two'.\n  where: w.xlsx\n"
        "  fix:   sheet='one' or sheet='two'")
    assert sk.read_survey(path, sheet="two").rows == 1
    assert "did you mean 'two'?" in refused(lambda: sk.read_survey(path, sheet="twoo"))
    assert "The sheet holds nothing." in refused(lambda: sk.read_survey(path, sheet="empty"))


# --- text files ---------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_knows_unicode_by_its_mark(tmp_path, encoding):
    survey = sk.read_survey(text(tmp_path / "w.csv", table({}), encoding), book_of(tmp_path))
    assert same(survey, read(tmp_path, {}))


def test_a_mark_is_no_part_of_a_heading_and_gbk_is_known_by_its_common_chinese(tmp_path):
    path = text(tmp_path / "p.csv", PLAIN, "utf-8-sig")
    assert list(sk.read_survey(path, encoding="utf-8").responses.index) == ["r1", "r2"]
    path = text(tmp_path / "w.csv", table({}), "gbk")
    book = book_of(tmp_path)
    assert same(sk.read_survey(path, book), read(tmp_path, {}))
    assert same(sk.read_survey(path, book, encoding="gb18030"), read(tmp_path, {}))


def test_but_a_wrong_encoding_is_refused(tmp_path):
    path = text(tmp_path / "w.csv", table({}), "utf-8")
    assert "There is no text encoding 'gkb'." in refused(lambda: sk.read_survey(path, encoding="gkb"))
    message = refused(lambda: sk.read_survey(text(tmp_path / "x.csv", [["é"], ["ÿ"]], "latin-1"), encoding="gbk"))
    assert "where: x.csv" in message and "encoding" in message


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path):
    path = workbook(tmp_path / "w.xlsx", {"S": PLAIN}).rename(tmp_path / "w.csv")
    assert list(sk.read_survey(path).responses.index) == ["r1", "r2"]


@pytest.mark.parametrize(
    "data, lines", [("respondent,a\n1,x\n2,y,z\n3\n4,x\n", "3, 4"), ("respondent,a\n\n1,x\n\n2,y,z\n", "5")])
def test_but_it_refuses_ragged_rows_by_their_number_in_excel(tmp_path, data, lines):
    (tmp_path / "p.csv").write_text(data)
    message = refused(lambda: sk.read_survey(tmp_path / "p.csv"))
    assert message.startswith("Every line must have 2 fields, as the first has;")


def test_but_it_refuses_a_quotation_mark_that_never_closes(tmp_path):
    (tmp_path / "p.csv").write_text('respondent,a\n1,"x\n2,y\n')
    assert "A quotation mark is opened and never closed." in refused(lambda: sk.read_survey(tmp_path / "p.csv"))


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n", b" , \n1,2\n"])
def test_but_it_refuses_a_text_file_without_headings(tmp_path, data):
    (tmp_path / "p.csv").write_bytes(data)
    message = refused(lambda: sk.read_survey(tmp_path / "p.csv"))
    assert message.startswith(("The file must", "The file is empty.", "There are answers under no heading."))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_headings_outside_quotes(tmp_path, delimiter):
    rows = ['respondent{0}"a, b; c | d, e, f"', '1{0}"two\nlines"']
    (tmp_path / "p.csv").write_text("\n".join(rows).format(delimiter), encoding="utf-8")
    assert sk.read_survey(tmp_path / "p.csv").responses.iloc[0, 0] == "two\nlines"


def test_blank_lines_are_nobody(tmp_path):
    (tmp_path / "p.csv").write_text("respondent,a\n1,x\n\n,\n2,y\n")
    assert list(sk.read_survey(tmp_path / "p.csv").responses.index) == ["1", "2"]


def test_a_file_and_its_workbook_give_the_same_survey(tmp_path):
    answers = [{}, {"q2": "其他〖甲〗", "q6": "４"}, {"q3": "(空)", "q1": "不愿透露"}]
    there = sk.read_survey(text(tmp_path / "w.csv", table(*answers)), book_of(tmp_path))
    assert same(there, read(tmp_path, *answers))
    assert there.source.sha256 != read(tmp_path, *answers).source.sha256


def test_texts_are_compared_without_widths_blanks_and_invisible_characters():
    assert normalise("\u200bＡ\u3000b\xa0 ") == "A b"


def test_it_reads_the_committed_surveys(volunteers, anes):
    assert (volunteers.rows, anes.rows) == (49, 944)
    assert volunteers.flags == () and anes.log == ()
    assert (isinstance(volunteers.responses.index, pd.Index) and volunteers.responses.index.name == "respondent")


def test_the_platforms_own_columns_are_items_unless_the_codebook_has_them(tmp_path):
    assert [i.name for i in read(tmp_path, {}).codebook][:3] == ["submitted_at", "duration_seconds", "ip"]
    survey = [*SURVEY, ["text", "when", "时间", "When", "提交答卷时间"]]
    names = [i.name for i in read(tmp_path, {}, sheets={**SHEETS, "survey": survey}).codebook]
    assert "when" in names and "submitted_at" not in names
    assert FINE["提交答卷时间"] == read(tmp_path, {}).responses.loc["1", "submitted_at"]


def test_a_processed_file_brings_its_cleaning_log_along(cleaned, tmp_path):
    again = read_written(sk.write_processed(cleaned, tmp_path))
    assert again.source.history
    assert [(s.verb, s.reason, s.changes) for s in again.log] == [(s.verb, s.reason, s.changes) for s in cleaned.log
                                                                 if s.changes]
    flow = sk.case_flow(again).table.set_index("option")["n"]
    assert flow[["submitted", "duplicate", "returned", "invalid", "valid"]].tolist() == [49, 1, 48, 2, 46]


@pytest.mark.parametrize("name", ["volunteers_synthetic.csv", "volunteers_synthetic.log.csv"])
def test_but_a_processed_file_that_was_edited_since_is_refused(cleaned, tmp_path, name):
    path = sk.write_processed(cleaned, tmp_path)
    edited = tmp_path / name
    edited.write_bytes(edited.read_bytes() + b"\r\n")
    with pytest.raises(sk.ReadError, match="changed after cleaning"):
        read_written(path)
    path.with_suffix(".json").unlink()
    again = read_written(path)
    assert not again.source.history and "returned" not in set(sk.case_flow(again).table["option"])


@pytest.mark.parametrize("texts", [
    [], [""], ["a", "", " ＡＢ ", "\u200b（空）\u00ad", "x\u3000\u3000y"], ["a\0b", "ｃ"], ["e", "\u0301", "가\u11a8"],
    ["e\u0301\u200b", "é", "e", "\u1100\u1161", "가", "가다", "ｅ\u0301", "-９9", "-99.", "\u03013", "空", "跳过"]])
def test_many_texts_are_compared_as_each_alone(texts):
    assert normalise_all(texts) == [normalise(text) for text in texts]
    codes = {"(空)": "blank", "(跳过)": "not_asked", "é": "refused", "가": "refused", "-99": "dont_know",
             "\u03013": "blank"}
    assert find_all_missing(texts, codes) == {place: kind for place, text in enumerate(texts)
                                              if (kind := find_missing(text, codes))}


@pytest.mark.parametrize("unquote", [unquote_cell, None])
@pytest.mark.parametrize("item", [Item("a", kind, {}) for kind in ("text", "single", "rank")])
def test_free_text_read_at_once_is_what_it_is_cell_by_cell(item, unquote):
    texts = ["", " ", "x", "(跳过)", "'(跳过)", "'", "' ", "'x", "  ＊ "]
    rules = CellRules({"(跳过)": "not_asked"}, OptionWords({}), unquote=unquote)
    one_by_one = [make_parser(item, rules)(text) for text in texts]
    assert is_free_text(item)
    assert parse_texts(texts, rules) == (
        [a.value for a in one_by_one], {place: a.missing for place, a in enumerate(one_by_one) if a.missing})
