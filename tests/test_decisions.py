"""Decisions that change answers: worklists that go out and come back, options merged, texts written in one way."""

import openpyxl
import pandas as pd
import pytest

import surveykit as sk

BOOK = sk.Codebook((
    sk.Item("plan", "single", {"zh": "去向", "en": "Plan"}, tuple(
        sk.Option(value, {"zh": zh, "en": en}) for value, zh, en in (
            ("home", "返乡就业", "Go home"), ("stay", "留任", "Stay"), ("renew", "续约", "Renew"),
            ("other", "其他", "Other")))),
    sk.Item("plan_other", "text", {"zh": "其他去向", "en": "Other plan"}, role="other_text"),
    sk.Item("h", "multiple", {"zh": "困难", "en": "Hardship"}, tuple(
        sk.Option(value, {"zh": zh, "en": en}) for value, zh, en in (
            ("pay", "收入低", "Pay"), ("far", "离家远", "Far"), ("food", "饮食", "Food"), ("other", "其他", "Other")))),
    sk.Item("h_other", "text", {"zh": "其他困难", "en": "Other hardship"}, role="other_text"),
    sk.Item("rent", "text", {"zh": "房租", "en": "Rent"}),
    sk.Item("why", "text", {"zh": "续约原因", "en": "Why renew"}, asked_if="${plan} = 'renew'")))


def survey_of() -> sk.Survey:
    """Six respondents."""
    frame = pd.DataFrame({
        "plan": ["home", "other", "other", "renew", "stay", None],
        "plan_other": [None, "返乡", "出国", None, None, None],
        "h__pay": [1, 0, 1, 0, 0, None], "h__far": [0, 1, 1, 0, 0, None], "h__food": [0, 0, 0, 0, 1, None],
        "h__other": [0, 0, 0, 1, 0, None], "h_other": [None, None, None, "收入太低", None, None],
        "rent": ["1200元", "两 千", "两千", "ＡＢ大学", " 两千\n", None],
        "why": [None] * 6}, index=[f"r{n}" for n in range(6)])
    return sk.Survey.from_frame(frame.astype({name: object for name in frame if "__" not in name}), BOOK)


def fill(path, **decisions) -> None:
    """A person fills in a worklist: the decision for each text, and the reviewer."""
    workbook = openpyxl.load_workbook(path)
    for row in workbook["worklist"].iter_rows(min_row=3):
        if row[0].value in decisions:
            row[3].value, row[4].value = decisions[row[0].value], "LI"
    workbook.save(path)


def read_cells(path) -> list[list]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["worklist"].iter_rows(min_row=2)]


def test_the_words_behind_other_go_out_with_proposals_and_come_back(tmp_path):
    survey, path = survey_of(), tmp_path / "plan.xlsx"
    sk.write_worklist(survey, "plan", path, task="other")
    assert read_cells(path) == [["原文 Text", "次数 Count", "建议 Proposal", "决定 Decision", "审核人 Reviewer"],
                                ["出国", 1, None, None, None], ["返乡", 1, None, None, None]]
    sheet = openpyxl.load_workbook(path)["worklist"]
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ["choices!$D$1:$D$3"]
    coloured = [[cell.fill.fill_type for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert coloured == [[None, None, None, "solid", "solid"]] * 2
    fill(path, 返乡="返乡就业 / Go home / home")
    moved = sk.recode_other(survey, "plan", path, reason="the option was there")
    assert moved.responses["plan"].tolist()[:3] == ["home", "home", "other"]
    assert moved.log[-1].arguments["reviewer"] == "LI"
    assert sk.replay(survey, moved).responses.equals(moved.responses)


def test_a_near_label_is_proposed(tmp_path):
    path = sk.write_worklist(survey_of(), "h", tmp_path / "h.xlsx", task="other")
    assert read_cells(path)[1][:3] == ["收入太低", 1, "收入低 / Pay / pay"]


def test_texts_that_are_no_number_get_one_from_a_person(tmp_path):
    survey, path = survey_of(), tmp_path / "rent.xlsx"
    sk.write_worklist(survey, "rent", path, task="number")
    assert {row[0] for row in read_cells(path)[1:]} == {"两 千", "两千", "ＡＢ大学"}
    fill(path, **{"两 千": "2000", "两千": "2,000"})
    rented = sk.derive(survey, "rent_n", "rent", numbers=path, reason="written in words")
    assert rented.responses["rent_n"].fillna(-1).tolist() == [1200, 2000, 2000, -1, 2000, -1]
    assert sk.replay(survey, rented).responses.equals(rented.responses)


def test_spellings_are_joined(tmp_path):
    survey, path = survey_of(), tmp_path / "rent.xlsx"
    tidy = sk.normalise_text(survey, "rent", reason="blanks")
    assert tidy.responses["rent"].tolist()[:5] == ["1200元", "两 千", "两千", "ＡＢ大学", "两千"]
    sk.write_worklist(tidy, "rent", path)
    fill(path, **{"两 千": "两千", "ＡＢ大学": "AB大学"})
    joined = sk.normalise_text(tidy, "rent", path, reason="one wording")
    assert joined.responses["rent"].tolist()[:5] == ["1200元", "两千", "两千", "AB大学", "两千"]
    assert sk.replay(survey, joined).responses.equals(joined.responses)


@pytest.mark.parametrize("task, item, decisions, said", [
    ("other", "plan", {"返乡": "somewhere"}, "row 4: 决定 Decision must be chosen from the list"),
    ("number", "rent", {"两千": "much"}, "the decision must be a number"), ("number", "rent", {}, "holds no decision")])
def test_a_sheet_that_cannot_be_taken_is_refused_with_its_rows(tmp_path, task, item, decisions, said):
    survey, path = survey_of(), tmp_path / "w.xlsx"
    sk.write_worklist(survey, item, path, task=task)
    fill(path, **decisions)
    with pytest.raises(sk.CleaningError, match=said):
        sk.recode_other(survey, item, path, reason="x") if task == "other" else sk.derive(
            survey, "n", item, numbers=path, reason="x")


def test_a_sheet_of_other_answers_is_refused_and_no_sheet_is_overwritten(tmp_path):
    survey, path = survey_of(), tmp_path / "w.xlsx"
    sk.write_worklist(survey, "rent", path)
    fill(path, 两千="二千")
    other = sk.set_missing(survey, "rent", where="contains(rent, '千')", reason="x")
    with pytest.raises(sk.CleaningError, match="nobody wrote this text"):
        sk.normalise_text(other, "rent", path, reason="x")
    with pytest.raises(sk.CleaningError, match="there already"):
        sk.write_worklist(survey, "rent", path)
    workbook = openpyxl.load_workbook(path)
    next(cell for cell in workbook["worklist"][2] if "Reviewer" in str(cell.value)).value = "who"
    workbook.save(path)
    with pytest.raises(sk.CleaningError, match=r"The worklist has no column '.*Reviewer'"):
        sk.normalise_text(survey, "rent", path, reason="x")


def test_merged_options_are_one_answer():
    merged = sk.merge_options(survey_of(), "plan", {"leave": ["返乡就业", "other"]}, reason="two groups",
                              labels={"leave": {"zh": "离开", "en": "Leave"}})
    assert [option.value for option in merged["plan"].options] == ["leave", "stay", "renew"]
    assert merged["plan"].options[0].label == {"zh": "离开", "en": "Leave"}
    assert merged.responses["plan"].tolist()[:5] == ["leave", "leave", "leave", "renew", "stay"]
    assert [(change.respondent, change.old, change.new) for change in merged.log[-1].changes] == [
        ("r0", "home", "leave"), ("r1", "other", "leave"), ("r2", "other", "leave")]


def test_merged_ticks_are_ticked_where_any_was():
    survey = survey_of()
    merged = sk.merge_options(survey, "h", {"pay": ["food"]}, reason="both money")
    assert merged.responses["h__pay"].fillna(-1).tolist() == [1, 0, 1, 0, 1, -1]
    fresh = sk.merge_options(survey, "h", {"place": ["far", "food"]}, reason="both the place")
    assert fresh["h"].columns == ("h__pay", "h__place", "h__other")
    assert fresh.responses["h__place"].fillna(-1).tolist() == [0, 1, 1, 0, 1, -1]
    for one in (merged, fresh):
        again = sk.replay(survey, one)
        assert again.responses.equals(one.responses) and again.codebook == one.codebook


def test_an_option_that_routes_is_not_merged_away():
    with pytest.raises(sk.CleaningError, match="Item 'why' is asked of those who gave"):
        sk.merge_options(survey_of(), "plan", {"stay": ["renew"]}, reason="few")
