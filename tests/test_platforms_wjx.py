"""问卷星: text, code and score exports; every column becomes the right part of the right question."""

import pytest
from builders import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from layouts import asked, wjx
from layouts.asked import EMPTY, EXAMPLE, SKIPPED, Asked, Form
from layouts.raw import table_of

from surveykit.formats import open_foreign
from surveykit.platforms import wjx as room

HEAD = ["序号", "提交答卷时间", "所用时间"]
KINDS = ("single", "multiple", "matrix", "rank", "text", "blanks")


def export(rows, name="export.xlsx"):
    return room.export(table_of(rows, name))


def sheet(*columns):
    """Platform columns and these, headings first."""
    count = len(columns[0]) - 1
    meta = [[heading, *(str(n) for n in range(1, count + 1))] for heading in HEAD]
    return [list(row) for row in zip(*meta, *columns, strict=True)]


def asked_slots(made):
    return [(s.question, s.role, s.stem, s.part) for s in made.columns if s.role != "meta"]


def said(made):
    return " ".join(note["en"] for note in made.notes)


@pytest.mark.parametrize("encoding", ["xlsx", "utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("variant", list(wjx.NAMES))
def test_every_variant_reads_right_in_every_encoding(tmp_path, variant, encoding):
    stem = wjx.name(EXAMPLE, variant).rpartition(".")[0]
    path = tmp_path / f"{stem}.{'xlsx' if encoding == 'xlsx' else 'csv'}"
    path.write_bytes(wjx.write(EXAMPLE, variant, encoding))
    raw = open_foreign(path)
    made = room.export(raw)
    assert room.detect(raw) == "headings 序号 and 提交答卷时间 and 所用时间"
    assert made.variant == variant.partition("-")[0]
    assert asked_slots(made) == wjx.expected(EXAMPLE, variant)
    assert [slot.meta for slot in made.columns[:6]] == ["id", "submitted", "duration", "channel", "other", "ip"]
    assert (made.hints["total"], made.hints["exported"], made.hints["title"]) == ("50", "6", "志愿者")


@given(asked.forms(KINDS, asked.BALANCED), st.sampled_from(["text", "text-old", "code", "code-old"]))
def test_any_questionnaire_gives_its_questions_back(form, variant):
    assume(variant != "code-old" or all(q.kind != "matrix" for q in form.questions))
    assume(variant == "text" or any(q.kind == "single" for q in form.questions) or variant == "text-old")
    assume(variant != "text-old" or all(_answered(q) for q in form.questions))
    made = export(wjx.rows(form, variant), wjx.name(form, variant))
    assert asked_slots(made) == wjx.expected(form, variant)
    assert made.variant == variant.partition("-")[0]
    names = [name for slot in made.columns for name in slot.names]
    assert len(names) == len(set(names))


def _answered(question):
    return any(answer not in (SKIPPED, EMPTY) for answer in question.answers)


def test_it_is_a_wjx_export_by_its_headings_whatever_stands_before_them():
    assert room.detect(table_of([["序号", "1、性别"], ["1", "男"]])) == ""
    assert room.detect(table_of([["编号", "所用时间"], ["1", "9秒"]])) == ""
    assert room.detect(table_of([["\ufeff 序号", "所用时间\u200b "], ["1", "9秒"]])) == "headings 序号 and 所用时间"


@pytest.mark.parametrize("meta", [["序号", "提交答卷时间"], [*wjx.META[:3], "总分"],
                                  ["提交答卷时间", "来自IP", "序号"]])
def test_platform_columns_may_be_absent_or_stand_elsewhere(meta):
    made = export(wjx.rows(EXAMPLE, "text", meta))
    assert asked_slots(made) == wjx.expected(EXAMPLE, "text")
    assert [slot.heading for slot in made.columns if slot.role == "meta"] == meta


def test_the_text_and_the_code_export_tell_gaps_separators_and_ticks():
    made = export(wjx.rows(EXAMPLE, "text"))
    assert (made.separator, made.ranking) == ("┋", "→")
    assert made.missing == {"(跳过)": "not_asked", "(空)": "blank"}
    made = export(wjx.rows(EXAMPLE, "code"))
    assert (made.separator, made.ranking, dict(made.ticks)) == ("", "", {"0": 0, "1": 1})
    assert (made.missing["-3"], made.missing["-2"]) == ("not_asked", "blank")
    assert "-3 is taken for not asked" in said(made)


def test_a_score_export_is_known_by_its_name_only():
    scored = Asked("multiple", "对的有", ("甲", "乙"), answers=((0,), (0, 1), (1,)))
    rows = wjx.rows(Form((scored,), 3), "score")
    rows[1:] = [[{"1": "5"}.get(cell, cell) if place > 5 else cell for place, cell in enumerate(row)]
                for row in rows[1:]]
    made = export(rows, "12345_按分数_测验_3_3.xlsx")
    assert (made.variant, dict(made.ticks)) == ("score", {"0": 0, "*": 1})
    assert [slot.role for slot in made.columns[6:]] == ["option", "option"]
    assert "option that scores 0" in said(made)


@pytest.mark.parametrize(*cases("wjx_file_names"))
def test_the_file_name_gives_hints(name, facts):
    assert export(sheet(["1、性别", "男"]), name).hints == facts


def test_cells_are_believed_rather_than_the_name_which_is_noted():
    assert "says that 48 answers were exported, but the file holds 1" in \
        said(export(sheet(["1、性别", "男"]), "12345_按文本_标题_50_48.xlsx"))
    made = export(sheet(["1、渠道", "甲┋乙"]), "12345_按序号_标题_1_1.xlsx")
    assert made.variant == "text"
    assert "The file name says code export, the cells say text" in said(made)


def test_a_questionnaire_of_numbers_is_undecided_until_missing_codes_settle_it():
    made = export(sheet(["1、满意度", "5", "4"], ["2、推荐", "9", "10"]))
    assert made.variant == "code"
    assert "look alike" in said(made)
    made = export(sheet(["1、满意度", "5", "-3"]))
    assert made.variant == "code" and "look alike" not in said(made)


@pytest.mark.parametrize(("heading", "stem"), [
    ("1、性别 ", "性别"), ("1. 性别", "性别"), ("1．性别", "性别"), ("1：性别", "性别"), ("1、1. 性别", "性别"),
    ("1、专业为____", "专业为"), ("1、专业为[___]", "专业为"), ("1、2.5元以上的早餐", "2.5元以上的早餐"),
    ("1、您的建议（没有请跳过）", "您的建议（没有请跳过）"), ("1、(1)您的年龄", "您的年龄")])
def test_the_question_is_freed_of_numbers_and_fill_in_marks(heading, stem):
    slot = export(sheet([heading, "甲"])).columns[-1]
    assert (slot.question, slot.stem, slot.role) == ("1", stem, "whole")


def test_a_question_without_a_number_keeps_its_heading():
    made = export(sheet(["性别", "男"], ["年龄", "20岁"]))
    assert asked_slots(made) == [("性别", "whole", "性别", ""), ("年龄", "whole", "年龄", "")]


@pytest.mark.parametrize(("first", "others", "parts"), [
    ("第8题(文化类(动漫、游戏等))", ["第8题(其他【请注明】)"], ["文化类(动漫、游戏等)", "其他【请注明】"]),
    ("8. 喜欢什么？（可多选）(文化类(动漫、游戏等))", ["8 (其他：)", "8(c)d)"],
     ["文化类(动漫、游戏等)", "其他：", "c)d"]), ("8 喜欢什么？（可多选）(a)", ["8(b（c）)"], ["a", "b（c）"])])
def test_option_headings_of_every_year_give_their_options(first, others, parts):
    made = export(sheet([first, "1", "0"], *([other, "0", "1"] for other in others)))
    assert [(s.question, s.role, s.part) for s in made.columns[3:]] == [("8", "option", part) for part in parts]


def test_rows_without_numbers_follow_their_matrix_and_places_of_a_ranking_are_none():
    ranking = export(sheet(["6. 排序(A)", "1", "2"], ["6 (B)", "2", "1"], ["6 (C)", "-2", "-2"]))
    matrix = export(sheet(["第6题(A)", "1", "5"], ["第6题(B)", "2", "5"]))
    assert {slot.role for slot in ranking.columns[3:]} == {"rank"} and "left unranked" in said(ranking)
    assert {slot.role for slot in matrix.columns[3:]} == {"row"}
    made = export(sheet(["第6题(A)", "1", "2"], ["第6题(B)", "2", "1"]))
    assert made.columns[-1].role == "rank" and "may be rows of a matrix" in said(made)
    made = export(sheet(["20、行为频率—公交", "总是", "从不"], ["骑行", "从不", "有时"], ["您的专业", "法学", "历史"]))
    assert asked_slots(made)[1:] == [("20", "row", "行为频率", "骑行"), ("您的专业", "whole", "您的专业", "")]
    assert "1 column has no number and was taken for rows of the matrix 20" in said(made)


def test_an_option_beside_a_skipped_block_stays_one_and_several_dashes_are_noted():
    made = export(sheet(["第6题(A)", "1", "-3", "0"], ["第6题(B)", "0", "-3", "0"]))
    assert made.columns[-1].role == "option"
    made = export(sheet(["5、请评价——服务—学校—指导", "好"], ["5、咨询", "好"]))
    assert asked_slots(made) == [("5", "row", "请评价——服务—学校", "指导"), ("5", "row", "请评价——服务—学校", "咨询")]
    assert "several dashes" in said(made)


def test_hidden_numbers_of_the_platform_leave_those_that_the_author_typed():
    made = export(sheet(["请选择—1 界面简洁", "同意", "一般"], ["2 自动记录", "一般", "同意"],
                        ["(1)其中新车___辆", "1", "2"], ["16 哪些激励您？（最多3项）(积分)", "1", "0"],
                        ["16(图示（如排名）)", "0", "1"]))
    assert [(s.role, s.stem, s.part) for s in made.columns[3:]] == [
        ("row", "请选择", "1 界面简洁"), ("row", "请选择", "2 自动记录"), ("whole", "其中新车辆", ""),
        ("option", "哪些激励您？（最多3项）", "积分"), ("option", "哪些激励您？（最多3项）", "图示（如排名）")]


def test_numbers_at_two_questions_and_headings_that_repeat_are_kept_apart():
    made = export(sheet(["1、性别", "男"], ["2、年龄", "20岁"], ["1、满意吗", "是"], ["1、推荐吗", "是"]))
    assert [slot.question for slot in made.columns[3:]] == ["1", "2", "1__2", "1__3"]
    assert "number 1 stands at several questions" in said(made)
    made = export(sheet(["1、性别", "男"], ["1、性别", "女"], ["1、性别__2", "女"]))
    assert [slot.names[0] for slot in made.columns[3:]] == ["1、性别", "1、性别__3", "1、性别__2"]
    assert "1、性别__3" in said(made)


def test_a_codebook_may_name_a_column_in_several_ways():
    made = export(sheet(["4. 设备(手机)", "1"], ["4 (平板)", "0"], ["5. 评价—老师", "5"], ["5. 同学", "4"]))
    assert [slot.names for slot in made.columns[3:]] == [
        ("4. 设备(手机)", "4(手机)", "第4题(手机)"), ("4 (平板)", "4(平板)", "第4题(平板)"),
        ("5. 评价—老师", "5、评价—老师", "5、老师"), ("5. 同学", "5、评价—同学", "5、同学")]


@pytest.mark.parametrize("mark", ["4、(", "4.(", "4 (", "4（"])
def test_options_behind_the_number_of_their_question_are_its_options(mark):
    close = "）" if "（" in mark else ")"
    made = export(sheet(["4、您参加过哪些活动？(讲座)", "1"], [f"{mark}实习{close}", "0"],
                        [f"{mark}都没有{close}", "1"]))
    (question,) = {slot.question for slot in made.columns[3:]}
    assert (question, [slot.part for slot in made.columns[3:]]) == ("4", ["讲座", "实习", "都没有"])


def test_repeated_heading_rows_are_no_respondents_and_columns_without_heading_noted():
    rows = sheet(["1、性别", "男", "女"])
    made = export([*rows[:2], rows[0], rows[2]])
    assert list(made.skipped) == [1] and made.skipped[1]["en"] == "This row repeats the headings."
    made = export(sheet(["1、性别", "男"], ["", "?"]))
    assert (made.columns[-1].role, len(made.columns)) == ("meta", 5) and "Column 5" in said(made)
