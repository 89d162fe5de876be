"""Words behind several options of one question stay with their option."""

import csv

import pytest

import surveykit as sk

CELLS = ["支教┋宣讲〖学校〗", "支教〖五年级〗┋宣讲", "宣讲〖社区；广场〗", "支教〖三年级〗┋宣讲〖社区〗",
         "支教┋其他〖义诊〗"] * 3


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "activities.csv"
    head = ["序号", "提交答卷时间", "所用时间", "1、你的性别", "2、你参加过哪些活动？"]
    rows = [[n, "2026/5/2 10:01:00", "61秒", "男" if n % 2 else "女", cell] for n, cell in enumerate(CELLS, start=1)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def test_each_option_has_an_item_for_its_words(path):
    survey = sk.read_survey(path)
    values = {option.label["zh"]: option.value for option in survey.codebook["q2"].options}
    teaching, talks = (survey.responses[f"q2__{values[label]}_text"].tolist()[:5] for label in ("支教", "宣讲"))
    assert teaching == [None, "五年级", None, "三年级", None]
    assert talks == ["学校", None, "社区；广场", "社区", None]
    assert survey.responses["q2_other"].tolist()[:5] == [None, None, None, None, "义诊"]


def test_the_draft_holds_these_items_and_only_its_questions_are_open(path, tmp_path):
    book = sk.write_draft(sk.draft_codebook(path), tmp_path / "book.xlsx")
    survey = sk.read_survey(path, book)
    assert sum(item.role == "other_text" for item in survey.codebook) == 3
    assert not [change for step in survey.log for change in step.changes if change.rule == "fill_in"]
    assert {one.key for one in sk.check_export(path, book)} == {"todo"}


def test_a_codebook_without_them_gets_them_in_the_log(path):
    book = sk.draft_codebook(path).codebook
    bare = sk.Codebook(tuple(item for item in book if item.role != "other_text"), book.scales, book.settings)
    log = sk.read_survey(path, bare).log
    added = [change.item for step in log for change in step.changes if change.rule == "fill_in"]
    assert len(added) == 3 and "q2_other" in added


def test_words_within_a_ranking_stay_with_their_option_and_nothing_filled_in_is_no_word(path):
    cells = ["甲〖三年〗→乙→丙", "乙〖两年〗→甲〖（空）〗→丙", "丙→甲→乙"] * 4
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["序号", "提交答卷时间", "所用时间", "1、排序"],
                                    *([n, "2026/5/2 10:01:00", "61秒", cell] for n, cell in enumerate(cells, 1))])
    survey = sk.read_survey(path)
    values = {option.label["zh"]: option.value for option in survey.codebook["q1"].options}
    for label, words in (("甲", ["三年", None, None]), ("乙", [None, "两年", None])):
        assert survey.responses[f"q1__{values[label]}_text"].tolist()[:3] == words
