"""问卷星: the text and the code export of one survey together give every label its code."""

import pytest
from hypothesis import given
from layouts import asked, wjx
from layouts.asked import EMPTY, EXAMPLE, SKIPPED, Asked, Form
from layouts.raw import table_of

from surveykit.errors import ReadError
from surveykit.platforms import wjx as room


def pairs(form=EXAMPLE, text=lambda rows: rows, codes=lambda rows: rows, variant="code"):
    return room.pair_code_export(table_of(text(wjx.rows(form, "text"))), table_of(codes(wjx.rows(form, variant))))


@pytest.mark.parametrize("variant", ["code", "code-old"])
def test_the_example_is_recovered_without_a_clash(variant):
    told = pairs(variant=variant)
    assert all(pair.clashes == () for pair in told)
    assert told[0].options == (("-2", "(空)"), ("-3", "(跳过)"))
    assert [(pair.question, pair.kind, dict(pair.options)) for pair in told[1:]] == [
        ("1", "single", {"1": "男", "2": "女", "3": "其他"}),
        ("2", "multiple", {"1": "学校", "2": "文化类(动漫、游戏等)", "3": "网络（微博,微信）", "4": "其他"}),
        ("3", "single", {"1": "不同意", "2": "一般", "3": "同意"}),
        ("3", "single", {"1": "不同意", "2": "一般", "3": "同意"}),
        ("4", "rank", {"1": "收入", "2": "离家近", "3": "兴趣"})]


def test_a_label_nobody_chose_comes_from_the_headings():
    form = Form((Asked("multiple", "渠道", ("甲", "乙", "丙"), answers=((0,), (0, 1))),), 2)
    assert pairs(form)[1].options == (("1", "甲"), ("2", "乙"), ("3", "丙"))


def test_a_label_worded_otherwise_in_the_heading_is_found_by_who_ticked_it():
    def reworded(rows):
        return [[cell.replace("(丙)", "(丙：)") for cell in rows[0]], *rows[1:]]
    form = Form((Asked("multiple", "渠道", ("甲", "乙", "丙"), answers=((0, 2), (1, 2), (0,))),), 3)
    pair = pairs(form, codes=reworded)[1]
    assert (pair.options[2], pair.clashes) == (("3", "丙"), ())


def test_respondents_on_whom_the_files_disagree_are_listed():
    def spoilt(rows):
        rows[1][6] = "2"
        return rows
    pair = pairs(codes=spoilt)[1]
    assert dict(pair.options) == {"1": "男", "2": "女", "3": "其他"}
    assert [(clash.respondent, clash.text, clash.codes) for clash in pair.clashes] == [("2", "男", "2")]


def test_a_gap_in_one_file_only_is_a_clash():
    def spoilt(rows):
        rows[4][7:11] = ["1", "0", "0", "0"]
        return rows
    assert [clash.respondent for clash in pairs(codes=spoilt)[2].clashes] == ["11"]


def test_respondents_are_joined_by_number_and_those_of_one_file_listed_first():
    told = pairs(codes=lambda rows: [rows[0], *reversed(rows[1:])])
    assert all(pair.clashes == () for pair in told)
    alone = pairs(codes=lambda rows: rows[:-1])[0].clashes
    assert [(clash.respondent, clash.text) for clash in alone] == [("17", "in this file only")]


def test_another_question_under_one_number_is_listed():
    def other(rows):
        return [[cell.replace("您的性别", "您的年级") for cell in rows[0]], *rows[1:]]
    assert pairs(codes=other)[1].clashes[0].codes == "1. 您的年级"


def test_files_that_share_nobody_repeat_a_number_or_are_exchanged_are_refused():
    with pytest.raises(ReadError, match="respondents \\(序号\\) in common"):
        pairs(codes=lambda rows: [rows[0], *([f"9{row[0]}", *row[1:]] for row in rows[1:])])
    with pytest.raises(ReadError, match="'2' stand more than once"):
        pairs(codes=lambda rows: [rows[0], rows[1], rows[1]])
    text, codes = (table_of(wjx.rows(EXAMPLE, variant)) for variant in ("text", "code"))
    with pytest.raises(ReadError, match="given in order"):
        room.pair_code_export(codes, text)


@given(asked.forms(("single", "multiple", "rank", "matrix"), asked.LABELS.filter(lambda t: ")乙" not in t)))
def test_the_two_exports_together_give_every_label_its_code(form):
    text, codes = (table_of(wjx.rows(form, v), wjx.name(form, v)) for v in ("text", "code"))
    told = {(pair.question, pair.part): pair for pair in room.pair_code_export(text, codes)[1:]}
    for number, question in enumerate(form.questions, start=1):
        for part, labels in _codes_chosen(question):
            if labels:
                assert dict(told[str(number), part].options).items() >= labels.items()
    assert all(pair.clashes == () for pair in told.values())


def _codes_chosen(question):
    """Row, and code to label of what somebody chose (of columns: of all options)."""
    given_ = [answer for answer in question.answers if answer not in (SKIPPED, EMPTY)]
    if question.kind == "single":
        yield "", {str(a + 1): question.parts[a] for a in given_}
    elif question.kind == "matrix":
        for place, part in enumerate(question.parts):
            yield part, {str(a[place] + 1): question.labels[a[place]] for a in given_}
    elif given_:
        yield "", {str(n): part for n, part in enumerate(question.parts, start=1)}
