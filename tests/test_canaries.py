"""Errors never print cells of personal or text items (tests/conftest.py looks into those of all other tests too)."""

import pytest
from exports import CANARIES, CHOICES, FREE, PHONE, SETTINGS, SHEETS, SURVEY, disagreements, read, table, text, workbook

import surveykit as sk
from surveykit.codebook import read_codebook
from surveykit.errors import SurveyError
from surveykit.formats import open_foreign
from surveykit.platforms.detect_platform import detect_export


def retyped(name: str, kind: str) -> dict:
    """The codebook with one of its text items as something else."""
    rows = [[kind, *row[1:]] if row[1] == name else row for row in SURVEY]
    return {**SHEETS, "survey": rows, "choices": CHOICES, "settings": SETTINGS}


WRONG = [{"q1": "不男不女"}, {"q2": "别的"}, {"q3": "收入低┋没有的"}, {"q4": "很同意"}, {"q6": "三十来岁"}]


def tell(error: SurveyError) -> str:
    return error.message("en") + error.message("zh")


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_refusal_tells_nothing_of_the_person_beside_the_fault(tmp_path, wrong):
    try:
        survey = read(tmp_path, {}, {"q7": FREE, **wrong})
    except SurveyError as error:
        assert not [canary for canary in CANARIES if canary in tell(error)]
    else:
        assert survey.flags


@pytest.mark.parametrize("kind", ["select_one plan", "select_multiple plan"])
def test_a_personal_column_read_as_a_closed_one_is_refused_without_its_cells(tmp_path, kind):
    with pytest.raises(SurveyError, match=r"item 'phone': .*\*\*\*") as caught:
        read(tmp_path, {}, {}, sheets=retyped("phone", kind))
    assert PHONE not in tell(caught.value)


def test_free_answers_do_not_stand_in_errors_of_cleaning(tmp_path):
    survey = read(tmp_path, {"q7": FREE}, {"q7": "x"})
    calls = [lambda: sk.recode(survey, "advice", {"y": "z"}, reason="r"),
             lambda: sk.recode_other(survey, "plan_other", {"y": "home"}, reason="r"),
             lambda: sk.frequencies(survey, "advice"), lambda: sk.means(survey, "phone"),
             lambda: sk.crosstab(survey, "plan", by="advice"), lambda: sk.reverse(survey, "advice", reason="r")]
    refused = 0
    for call in calls:
        try:
            call()
        except SurveyError as error:
            refused += 1
            assert not [canary for canary in CANARIES if canary in tell(error)]
    assert refused >= 6


def test_checking_lists_no_personal_or_free_answer(tmp_path):
    book = read_codebook(workbook(tmp_path / "b.xlsx", retyped("phone", "select_one plan")))
    raw = open_foreign(text(tmp_path / "a.csv", table({"q7": FREE}, {"q1": "谁"}), "utf-8-sig"))
    said = str(disagreements(raw, detect_export(raw), book))
    assert "phone" in said and not [canary for canary in CANARIES if canary in said]


def test_own_words_read_as_options_or_in_an_unknown_encoding_stand_in_no_refusal(tmp_path):
    (tmp_path / "a.csv").write_text(f"意见,城市\n{CANARIES[0]},成都\n别的,绵阳\n", "utf-8")
    option = (sk.Option("a", {"zh": "甲"}),)
    book = sk.Codebook((sk.Item("say", "single", {"zh": "意见"}, option, role="open_text", column="意见"),))
    (tmp_path / "b.csv").write_bytes(f"意见,b\n{CANARIES[0]},1\n".encode("gb18030") + b"\xff\n")
    for name, codebook in (("a.csv", book), ("b.csv", None)):
        with pytest.raises(SurveyError) as caught:
            sk.read_survey(tmp_path / name, codebook)
        assert CANARIES[0] not in tell(caught.value)
