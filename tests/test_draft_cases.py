"""Drafts: kinds, options and captions of every trouble met in real exports, and a draft as a workbook to settle."""

import random
from pathlib import Path

import pytest
from builders import cases, read_written
from hypothesis import given
from hypothesis import strategies as st

import surveykit as sk
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.drafting import check_export
from surveykit.drafting.draft_caption import WIDEST, draft_caption
from surveykit.drafting.scale_points import find_points
from surveykit.files.study_settings import find_study, read_settings
from surveykit.text.display_width import display_width
from surveykit.text.option_value import option_value
from surveykit.text.strip_html import strip_piped
from surveykit.words.phrases import same_text


def draft_of(folder: Path, headings: str, rows: list[str]) -> object:
    """The draft of a plain table."""
    path = folder / "export.csv"
    path.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return sk.draft_codebook(path)


def keys(draft: object, item: str) -> set[str]:
    """The doubts about an item."""
    return {doubt.key for doubt in draft.doubts if doubt.item == item}


def labels(draft: object, item: str) -> list[str]:
    """Labels of an item's options."""
    return [next(iter(option.label.values())) for option in draft.codebook[item].options]


def write_google(folder: Path, question: str, answers: list[str]) -> Path:
    """A Google Forms export with one question."""
    path = folder / "form.csv"
    lines = [f'2026/01/{n % 28 + 1:02d} 10:00:00 AM GMT+8,"{answer}"' for n, answer in enumerate(answers)]
    path.write_text("\n".join([f"Timestamp,{question}", *lines]) + "\n", encoding="utf-8")
    return path


def test_a_comma_inside_a_label_makes_no_option(tmp_path):
    answers = ["No"] * 9 + ["Yes"] * 6 + ["No, but we plan to ask next year"] * 6 + ["I do not write budgets"] * 3
    draft = sk.draft_codebook(write_google(tmp_path, "Have you asked?", answers))
    item = next(item for item in draft.codebook if item.options)
    assert item.kind == "single"
    counts = sk.frequencies(sk.read_survey(tmp_path / "form.csv"), item.name).table.set_index("option")["n"]
    assert sorted(counts.tolist()) == [3, 6, 6, 9]


@pytest.mark.parametrize("mark", [",", ";", "、", "，", "|", "/", "+", "＋", "&", "→", "->", "#", "*", "·", "\\"])
def test_ticks_joined_in_a_plain_table_are_found_by_their_pieces(tmp_path, mark):
    ticks = [["信息少"], ["经验不足"], ["信息少", "经验不足"], ["经费", "信息少"], ["经费"], ["经验不足", "经费"]] * 4
    draft = draft_of(tmp_path, "id,困难", [f'{n},"{mark.join(tick)}"' for n, tick in enumerate(ticks)])
    item = draft.codebook.items[-1]
    assert item.kind == "multiple" and set(labels(draft, item.name)) == {"信息少", "经验不足", "经费"}
    assert item.layout == f"delimited:{mark}" and "separator" in keys(draft, item.name)
    assert sk.read_survey(tmp_path / "export.csv").responses[item.columns[0]].sum() == 12


@pytest.mark.parametrize("mark", ["; ", " + ", "#", " | ", "/"])
def test_commas_inside_labels_stay_whatever_joins_them(tmp_path, mark):
    options = ["Pay, bonuses", "Long hours", "Far from home", "Housing, food", "Family"]
    draw = random.Random(1)
    ticks = [[option for option in options if draw.random() < 0.4] or ["Family"] for _ in range(40)]
    draft_of(tmp_path, "id,Why", [f'{n},"{mark.join(tick)}"' for n, tick in enumerate(ticks)])
    survey = sk.read_survey(tmp_path / "export.csv")
    item = survey.codebook.items[-1]
    found = {next(iter(option.label.values())): int(survey.responses[column].sum())
             for option, column in zip(item.options, item.columns, strict=True)}
    assert found == {option: sum(option in tick for tick in ticks) for option in options}


@pytest.mark.parametrize("mark", [",", "，", ";", "、", "/", "+"])
def test_codes_joined_in_a_cell_are_ticks_and_no_decimals(tmp_path, mark):
    ticks = ["1", "1 2", "2 3 4", "1 4", "3", "2 4"] * 6
    draft = draft_of(tmp_path, "id,困难", [f'{n},"{tick.replace(" ", mark)}"' for n, tick in enumerate(ticks)])
    item = draft.codebook.items[-1]
    assert item.kind == "multiple" and "separator" in keys(draft, item.name)
    assert sk.read_survey(tmp_path / "export.csv").responses[list(item.columns)].sum().sum() == 66


@pytest.mark.parametrize("cells", [["3000-5000", "5000-8000", "8000-9000"], ["川-成都", "川-绵阳", "苏-南京"],
                                   ["18~22", "22~25", "25~30"], ["10:05", "11:05", "10:30"]])
def test_spans_places_and_times_are_no_ticks(tmp_path, cells):
    draft = draft_of(tmp_path, "id,答", [f"{n},{cells[n * n % len(cells)]}" for n in range(40)])
    assert draft.codebook.items[-1].kind in {"single", "text"}


@pytest.mark.parametrize("code", ["999", "-99", "99", "88", "-8"])
def test_a_code_for_missing_among_words_is_no_answer(tmp_path, code):
    words = {"sex": ["Male", "Female"], "agree": ["Strongly disagree", "Disagree", "Neutral", "Agree"]}
    rows = [f"{n},{','.join(code if n % 10 == 0 else said[n % len(said)] for said in words.values())}"
            for n in range(60)]
    draft = draft_of(tmp_path, "id,sex,agree", rows)
    survey = sk.read_survey(tmp_path / "export.csv", draft.codebook)
    assert [draft.codebook[name].kind for name in words] == ["single", "rating"]
    assert all("missing_label" in keys(draft, name) and survey.responses[name].notna().sum() == 54 for name in words)


def test_a_number_among_words_is_asked_about(tmp_path):
    draft = draft_of(tmp_path, "id,sex", [f"{n},{['Male', 'Female', '0'][n % 3]}" for n in range(30)])
    assert "sentinel" in keys(draft, "sex") and "sentinel" not in keys(draft_of(
        tmp_path, "id,kids", [f"{n},{['0', '1', '2 or more', 'many'][n % 4]}" for n in range(30)]), "kids")


@pytest.mark.parametrize(("words", "scores"), [
    (["1 - Very bad", "2", "3", "4", "5 - Very good"], [1, 2, 3, 4, 5]),
    (["1分（很不满意）", "2分", "3分（很满意）"], [1, 2, 3]),
    (["1非常不满意", "2", "3", "4", "5非常满意"], [1, 2, 3, 4, 5]), (["非常不满意1", "2", "3非常满意"], [1, 2, 3]),
    (["1 Very bad", "2", "3 Neither", "4", "5 Very good"], [1, 2, 3, 4, 5]), (["★", "★★", "★★★"], [1, 2, 3]),
    (["-1 Bad", "0", "1 Good"], [-1, 0, 1]), (["1 star", "2 stars", "3 stars"], [1, 2, 3]),
    ([f"{point}/5" for point in range(1, 6)], [1, 2, 3, 4, 5]),
    (["1 Very bad", "2", "3", "4 Very good", "Don't know"], [1, 2, 3, 4, None]),
    (["1", "2", "3", "4", "5", "不清楚"], [1, 2, 3, 4, 5, None]),
    (["0 = never", *map(str, range(1, 10)), "10 = always"], [*range(11)])])
def test_scales_of_which_only_some_points_have_words_are_ratings(tmp_path, words, scores):
    draw = random.Random(2)
    draft = draft_of(tmp_path, "id,How do you rate it?", [f"{n},{draw.choice(words)}" for n in range(90)])
    item = draft.codebook.items[-1]
    assert (item.kind, [option.score for option in item.options]) == ("rating", scores)


@pytest.mark.parametrize("words", [["0", "1", "2", "3 or more"], ["1 child", "2", "3", "4以上"], ["1年", "2年", "3年"],
                                   ["18-22", "23-25", "26-30"], ["1 Bus", "2 Car", "3 Walk"]])
def test_amounts_and_numbered_options_are_no_ratings(tmp_path, words):
    draft = draft_of(tmp_path, "id,Q", [f"{n},{words[n * n % 7 % len(words)]}" for n in range(60)])
    assert draft.codebook.items[-1].kind != "rating"


@pytest.mark.parametrize("numbers", [True, False])
def test_rows_of_a_battery_share_its_points_whichever_they_used(tmp_path, numbers):
    words = ["Not at all", "A little", "Somewhat", "A lot", "Very much", "I do not know it"]
    said = ["1", "2", "3", "4", "5", "I do not know it"] if numbers else words
    used, draw = [said[:2], said[1:4], said[:5], said[3:5], said], random.Random(8)
    bodies = ("press", "courts", "police", "army", "church")
    headings = ",".join(["id", *(f"How much do you trust: {body}" for body in bodies)])
    rows = [",".join([str(n), *(draw.choice(row) for row in used)]) for n in range(60)]
    draft = draft_of(tmp_path, headings, rows)
    items = draft.codebook.items[1:]
    assert {(item.kind, *(option.score for option in item.answers)) for item in items} == {("rating", 1, 2, 3, 4, 5)}
    survey = sk.read_survey(tmp_path / "export.csv", draft.codebook)
    assert survey.responses[items[1].name].dropna().unique().tolist() != [1, 2, 3]
    assert set(survey.responses[items[1].name].dropna()) == {2, 3, 4}


@pytest.mark.parametrize("second", [True, False])
def test_zeros_and_ones_below_two_rows_of_headings_are_one_question(tmp_path, second):
    first = "id,Why,Why,Why,Sex" if second else "id,Why,,,Sex"
    rows = [f"{n},{n % 2},{n % 3 % 2},{n % 5 % 2},{'MF'[n % 2]}" if n % 4 else f"{n},,,,M" for n in range(40)]
    path = tmp_path / "export.csv"
    path.write_text("\n".join([first, ",Pay,Home,Work,", *rows]) + "\n", encoding="utf-8")
    survey = sk.read_survey(path, headings="1-2")
    item = next(item for item in survey.codebook if item.kind == "multiple")
    assert [int(survey.responses[column].sum()) for column in item.columns] == [
        sum(n % 4 and n % 2 for n in range(40)) // 1, sum(bool(n % 4) and n % 3 % 2 for n in range(40)),
        sum(bool(n % 4) and n % 5 % 2 for n in range(40))] and survey.rows == 40


@pytest.mark.parametrize("made", [["1月5日", "6月10日"], ["5-Jan", "10-Jun"], ["1/5/2026", "6/10/2026"], ["2026/1/5"],
                                  ["2026-01-05 00:00:00", "2026-06-10 00:00:00"]])
def test_a_date_beside_spans_was_a_span_that_a_spreadsheet_changed(tmp_path, made):
    labels = [*made, "11-15", "16-20"]
    draft = draft_of(tmp_path, "id,age", [f"{n},{labels[n % len(labels)]}" for n in range(40)])
    assert "excel_dates" in keys(draft, "age")
    reasons = [step.reason["en"] for step in sk.read_survey(tmp_path / "export.csv").log]
    assert any(made[0] in reason and "Excel" in reason for reason in reasons)


def test_months_of_a_spreadsheet_are_no_scores_dates_beside_words_no_damage_and_rounded_numbers_no_amounts(tmp_path):
    draft = draft_of(tmp_path, "id,often", [f"{n},{['1-Feb', '3-Apr', '5-Jun'][n % 3]}" for n in range(40)])
    assert draft.codebook["often"].kind == "single" and "excel_dates" in keys(draft, "often")
    draft = draft_of(tmp_path, "id,began", [f"{n},{['2026/1/5', '2026/6/10', 'unsure'][n % 3]}" for n in range(40)])
    assert "excel_dates" not in keys(draft, "began")
    draft = draft_of(tmp_path, "id,code", [f"{n},{n % 7 + 1}.{n}E+11" for n in range(10, 40)])
    assert draft.codebook["code"].kind == "text"


def test_a_comma_of_thousands_parts_no_label(tmp_path):
    pay, draw = ["1,000 or less", "1,001-2,000", "More than 5,000", "None"], random.Random(3)
    ticks = [[label for label in pay if draw.random() < 0.5] or ["None"] for _ in range(60)]
    draft = draft_of(tmp_path, "id,Pay", [f'{n},"{",".join(tick)}"' for n, tick in enumerate(ticks)])
    item = draft.codebook.items[-1]
    assert set(labels(draft, item.name)) == set(pay)
    survey = sk.read_survey(tmp_path / "export.csv")
    assert survey.responses[list(item.columns)].sum().sum() == sum(map(len, ticks))


def test_a_choice_with_many_typed_answers_is_asked_about_and_free_text_is_not(tmp_path):
    draw = random.Random(6)
    typed = [draw.choice(["Web", "School", "Friend", "Fair"]) if n % 8 else f"my own way {n}" for n in range(160)]
    draft = draft_of(tmp_path, "id,source", [f"{n},{text}" for n, text in enumerate(typed)])
    assert draft.codebook["source"].kind == "text" and "mostly_labels" in keys(draft, "source")
    said = [draw.choice(["无", "没有", "暂无", "没有意见"]) if n % 3 else f"希望多办第{n}种活动" for n in range(160)]
    draft = draft_of(tmp_path, "id,其他想法", [f"{n},{text}" for n, text in enumerate(said)])
    assert keys(draft, draft.codebook.items[-1].name) == set()


@pytest.mark.parametrize("headings", ["Travel (Bus),Travel (Car),Travel (Train)", "Go: Bus,Go: Car,Go: Train",
                                      "Travel_Bus,Travel_Car,Travel_Train", "Bus,Car,Train"])
@pytest.mark.parametrize(("yes", "no"), [("Selected", "Not selected"), ("选中", "未选中"), ("已选", "未选"), ("√", "×"),
                                         ("yes", ""), ("是", ""), ("Y", ""), ("1", ""), ("✓", "")])
def test_neighbours_that_hold_ticks_in_any_words_are_one_question(tmp_path, headings, yes, no):
    draw = random.Random(3)
    ticks = [[draw.random() < 0.5 for _ in range(3)] for _ in range(40)]
    draft = draft_of(tmp_path, f"id,{headings}", [f"{n},{','.join(yes if one else no for one in row)}"
                                                  for n, row in enumerate(ticks)])
    bare = headings == "Bus,Car,Train" and yes in {"√", "yes", "是", "Y"} and (yes, no) != ("√", "")
    if bare:  # each may be a question of its own
        assert all(item.kind == "single" for item in draft.codebook.items[1:])
        return
    item = draft.codebook.items[1]
    assert item.kind == "multiple"
    found = sk.read_survey(tmp_path / "export.csv", draft.codebook).responses[list(item.columns)].sum().tolist()
    assert found == [sum(row[place] for row in ticks) for place in range(3)]


@pytest.mark.parametrize("headings", ["Travel (Bus),Travel (Car),Travel (Train)", "Travel_Bus,Travel_Car,Travel_Train"])
@pytest.mark.parametrize("said", [("Yes", "No"), ("是", "否"), ("Y", "N")])
def test_neighbours_of_yes_and_no_with_one_stem_are_asked_about(tmp_path, headings, said):
    rows = [f"{n},{','.join(said[n // 2 ** place % 2] for place in range(3))}" for n in range(40)]
    draft = draft_of(tmp_path, f"id,{headings}", rows)
    assert "maybe_set" in keys(draft, draft.codebook.items[1].name)
    draft = draft_of(tmp_path, "id,Married,Employed,Urban", rows)
    assert not any("maybe_set" in keys(draft, item.name) for item in draft.codebook)


@pytest.mark.parametrize("headings", ["Q1.SQ001.,Q1.SQ002.,Q1.SQ003.", "Go? [Bus],Go? [Car],Go? [Train]",
                                      "Q1[SQ001],Q1[SQ002],Q1[SQ003]", "Q1_SQ001,Q1_SQ002,Q1_SQ003"])
@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("Y", ""), ("1", "")])
def test_options_of_limesurvey_are_one_question_in_every_heading(tmp_path, headings, yes, no):
    rows = [f"{n},2026-01-05 10:00:00,3,en,{','.join(yes if n // 2 ** place % 2 else no for place in range(3))}"
            for n in range(40)]
    draft = draft_of(tmp_path, f"id,submitdate,lastpage,startlanguage,{headings}", rows)
    item = next(item for item in draft.codebook if item.kind == "multiple")
    survey = sk.read_survey(tmp_path / "export.csv", draft.codebook)
    assert survey.source.platform == "limesurvey" and len(item.options) == 3
    assert survey.responses[list(item.columns)].sum().tolist() == [20, 20, 20]


def test_places_with_a_comma_are_no_ticks_a_dash_no_option_and_free_text_keeps_its_marks(tmp_path):
    draft = draft_of(tmp_path, "id,town", [f'{n},"{town}"' for n, town in enumerate(["成都, 四川", "南京, 江苏"] * 8)])
    assert draft.codebook["town"].kind == "single"
    draft = draft_of(tmp_path, "id,sex", [f"{n},{('Male', 'Female', '-')[n % 3]}" for n in range(30)])
    assert labels(draft, "sex") == ["Male", "Female"] and "placeholder" in keys(draft, "sex")
    assert sk.frequencies(sk.read_survey(tmp_path / "export.csv"), "sex").table["base"].iloc[0] == 20
    texts = ["太远了", "-", "工资低", "NA", "希望多些培训", "还可以再好一点", "无"]
    draft = draft_of(tmp_path, "id,您的意见", [f"{n},{text}" for n, text in enumerate(texts)])
    survey = sk.read_survey(tmp_path / "export.csv", draft.codebook)
    assert draft.codebook.items[-1].kind == "text" and "-" in set(survey.responses[draft.codebook.items[-1].name])


@pytest.mark.parametrize("cells", [["￥3000", "3500元", "2万", "4000"], ["3%", "4%", "12%", "8%"],
                                   ["1,54", "1,6", "2,05", "1,7"]])
def test_amounts_are_numbers_and_no_choice(tmp_path, cells):
    draft = draft_of(tmp_path, "id;pay", [f"{n};{cell}" for n, cell in enumerate(cells * 6)])
    assert draft.codebook["pay"].kind == "number"


def test_amounts_that_no_number_holds_are_a_doubt(tmp_path):
    cells = ["3000", "￥5000", "5000-6000", "2万", "4000", "7k左右"]
    draft = draft_of(tmp_path, "id,pay", [f"{n},{cell}" for n, cell in enumerate(cells * 5)])
    assert draft.codebook["pay"].kind == "number" and "number" in keys(draft, "pay")


@pytest.mark.parametrize(("cells", "kind", "key"), [
    (["3000左右", "5000左右"], "single", "amounts"), (["2小时", "3小时", "40 min"], "single", "amounts"),
    (["500/month", "1000/month"], "single", "amounts"), (["1分30秒", "2分30秒"], "single", "amounts"),
    (["1年", "2年", "3年"], "single", "amounts"), (["1-2万", "2-3万", "3万以上"], "single", "order_numbers"),
    (["500", "1000", "2000"], "number", "")])
def test_amounts_that_come_back_are_asked_about(tmp_path, cells, kind, key):
    draft = draft_of(tmp_path, "id,pay", [f"{n},{cell}" for n, cell in enumerate(cells * 12)])
    assert draft.codebook["pay"].kind == kind
    assert key in {*keys(draft, "pay"), ""} and ("amounts" in keys(draft, "pay")) == (key == "amounts")


def test_but_brackets_of_age_are_a_choice(tmp_path):
    draft = draft_of(tmp_path, "id,age", [f"{n},{('18-25岁', '26-30岁', '30岁以上')[n % 3]}" for n in range(30)])
    assert draft.codebook["age"].kind == "single"


def test_an_answer_beside_the_ladder_does_not_break_its_order(tmp_path):
    words = ["I don't do this", "Often", "Never", "Always", "Sometimes", "Rarely"]
    draft = draft_of(tmp_path, "id,reading", [f"{n},{words[n % 6]}" for n in range(36)])
    assert labels(draft, "reading") == ["Never", "Rarely", "Sometimes", "Often", "Always", "I don't do this"]
    assert draft.codebook["reading"].kind == "rating" and "beside_scale" in keys(draft, "reading")


def test_a_battery_shares_kind_options_and_order(tmp_path):
    ladder = ["Not at all comfortable", "Not so comfortable", "Somewhat comfortable", "Very comfortable"]
    draw = random.Random(3)
    rows = [f"{n},{ladder[draw.randrange(4)]},{ladder[draw.randrange(1, 4)]},{ladder[draw.randrange(2, 4)]}"
            for n in range(40)]
    draft = draft_of(tmp_path, "id,Comfort: meetings,Comfort: phone,Comfort: mail", rows)
    battery = draft.codebook.items[1:]
    assert {item.kind for item in battery} == {"rating"}
    assert all(item.options == battery[0].options for item in battery)
    assert labels(draft, battery[2].name) == ladder


def test_options_that_excel_made_dates_are_a_doubt(tmp_path):
    draft = draft_of(tmp_path, "id,年龄段", [f"{n},{('1月5日', '6-10', '18-22')[n % 3]}" for n in range(24)])
    assert "excel_dates" in keys(draft, draft.codebook.items[-1].name)


def test_no_labels_are_no_points():
    assert find_points([]) is None


@pytest.mark.parametrize(("row", "kind", "key"), [
    ((["tea", "tea"] + [""] * 28), "single", ""),
    (["tea"] * 20 + [f"mate of kind {n}" for n in range(10)], "single", "row_values"),
    (["tea"] * 15 + [f"mate of kind {n}" for n in range(15)], "single", "row_values"),
    (["tea"] * 14 + [f"mate of kind {n}" for n in range(16)], "text", "row_outside"),
    ([f"a long tale number {n}" for n in range(30)], "text", "row_outside")])
def test_a_loose_row_is_drawn_into_its_battery(tmp_path, row, kind, key):
    heads = ",".join(["id", *(f"What do you drink: {when}" for when in ("morning", "noon", "evening"))])
    lines = [f"{n},{('tea', 'milk', 'juice')[n % 3]},{row[n]},{('tea', 'milk', 'juice')[n % 2]}" for n in range(30)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")
    draft = sk.draft_codebook(path)
    noon = draft.codebook.items[2]
    assert noon.kind == kind
    assert {doubt.key for doubt in draft.doubts if doubt.item == noon.name} >= ({key} if key else set())
    if kind == "single":
        assert {"tea", "milk", "juice"} <= {option.label["en"] for option in noon.options}
    assert sk.read_survey(path, draft.codebook).rows == 30


def test_a_matrix_keeps_together_where_one_row_has_other_answers(tmp_path):
    heads = "Respondent ID,Please rate,,,\n,tea,milk,juice,remark"
    lines = [f"{n},{n % 3 + 1},{n % 2 + 1},{n % 3 + 1},remark {n}" for n in range(30)]
    words = {"1": "Bad", "2": "Fair", "3": "Good"}
    lines = [",".join([cells[0], *(words[cell] for cell in cells[1:4]), cells[4]])
             for cells in (line.split(",") for line in lines)]
    (tmp_path / "a.csv").write_text("RespondentID" + heads[13:] + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    draft = sk.draft_codebook(tmp_path / "a.csv")
    kinds = [item.kind for item in draft.codebook]
    assert kinds.count("rating") == 3 and "text" in kinds
    assert "row_outside" in {doubt.key for doubt in draft.doubts}


def test_a_label_with_a_comma_and_a_blank_is_read_as_it_was_drafted(tmp_path):
    ticks = ["Fairs, visits,CV", "CV,tips", "tips", "Fairs, visits", "CV", "Fairs, visits,tips"] * 4
    draft = draft_of(tmp_path, "id,Which help? (select all)", [f'{n},"{one}"' for n, one in enumerate(ticks)])
    item = draft.codebook.items[-1]
    assert set(labels(draft, item.name)) == {"Fairs, visits", "CV", "tips"}
    survey = sk.read_survey(tmp_path / "export.csv", codebook=draft.codebook)
    assert sk.multiple_response(survey, item.name).table["n"].sum() == 36


def test_words_behind_other_of_tencent_leave_the_ticks_together(tmp_path):
    head = "编号,开始答题时间,1.您喜欢的方式:讲授,1.您喜欢的方式:其他,1.您喜欢的方式_其他填空"
    rows = [f"{n},2026-01-01 10:00:00,{'A.讲授' if n % 2 else ''},{'' if n % 2 else 'B.其他'},{'' if n % 2 else '翻转'}"
            for n in range(1, 25)]
    draft = draft_of(tmp_path, head, rows)
    assert [(item.name, item.kind) for item in draft.codebook] == [("q1", "multiple"), ("q1_other", "text")]


def test_a_question_that_comes_again_is_named_by_the_one_before_it(tmp_path):
    rows = [f"{a},{'' if a == 'good' else b},{c},{'' if c == 'good' else b}" for a, b, c in
            [("good", "dear", "bad"), ("bad", "loud", "good"), ("bad", "dear", "bad"), ("good", "loud", "good")] * 6]
    book = draft_of(tmp_path, "Canteen,Why?,Dormitory,Why?", rows).codebook
    assert [item.words["en"] for item in book] == ["Canteen", "Canteen – Why", "Dormitory", "Dormitory – Why"]
    volunteers = sk.draft_codebook("data/raw/volunteers/volunteers_synthetic.xlsx").codebook
    assert volunteers["q8"].words["zh"] == "服务期间，您遇到的最大困难"  # words typed beside it are no question again


def test_rows_that_look_like_trials_are_doubted_and_not_left_out(tmp_path):
    rows = ["测试,测试,3", "Li,测试,4", *(f"Li{n},dev,{n % 5}" for n in range(20)), "test,Test 1,2"]
    draft = draft_of(tmp_path, "who,job,points", rows)
    told = next(doubt.text["en"] for doubt in draft.doubts if doubt.key == "test_rows")
    assert told.startswith("Rows 2, 24 look like trials") and sk.read_survey(tmp_path / "export.csv").rows == 23


def test_a_scale_from_nought_in_a_code_export_is_no_place_of_an_option(tmp_path):
    head = "序号,提交答卷时间,第1题(甲),第1题(乙),2、您有多大可能推荐？"
    draft = draft_of(tmp_path, head, [f"{n},2026/1/1 10:00:00,{n % 2},1,{n % 11}" for n in range(33)])
    item = draft.codebook.items[-1]
    assert (item.kind, keys(draft, item.name)) == ("number", {"few_numbers"})
    survey = sk.read_survey(tmp_path / "export.csv", codebook=draft.codebook)
    assert sk.frequencies(survey, item.name).table["n"].tolist() == [3] * 11


def draft(folder: Path, text: str) -> sk.Codebook:
    """The drafted codebook of a file with this text."""
    (folder / "export.csv").write_text(text, encoding="utf-8")
    return sk.draft_codebook(folder / "export.csv").codebook


@pytest.mark.parametrize(*cases("captions"))
def test_captions_are_what_a_table_is_called(wording, caption):
    assert draft_caption(wording) == caption


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200).filter(str.strip))
def test_a_caption_is_never_empty_and_never_wide(wording):
    caption = draft_caption(wording)
    assert caption.strip() and display_width(caption) <= WIDEST + 1


def test_long_captions_end_where_a_clause_or_word_ends():
    text = "In which of the counties of the western provinces did you serve as a volunteer, and for how many years"
    assert draft_caption(text) == "In which of the counties of the western provinces did you…"


class TestItemsOfADraft:
    def test_rows_of_a_battery_are_called_by_their_own_words_and_equal_ones_told_apart(self, tmp_path):
        book = draft(tmp_path, "id,How much do you like: tea,How much do you like: milk,Age\n" + "".join(
            f"{n},{('Agree', 'Neutral', 'Disagree')[n % 3]},Neutral,{n}\n" for n in range(20, 32)))
        assert [item.words["en"] for item in book][1:] == ["tea", "milk", "Age"]
        book = draft(tmp_path, "id,What do you drink: home,What do you drink: work\n" + "1,tea,milk\n2,milk,tea\n" * 6)
        assert [item.words["en"] for item in book][1:] == ["What do you drink – home", "What do you drink – work"]
        book = draft(tmp_path, "id,At home: tea,At home: milk,At your work: tea,At your work: milk\n" + "".join(
            f"{n},{'Often' if n % 2 else 'Never'},Never,Often,Never\n" for n in range(12)))
        words = [item.words["en"] for item in book][1:]
        assert len(set(words)) == 4 and words[2] == "At your work – tea"

    def test_the_wording_itself_stays_whole_and_how_many_were_drafted_is_said(self, tmp_path):
        rows = "1,2026/5/2 10:01:00,返乡\n2,2026/5/2 10:02:00,升学\n"
        item = draft(tmp_path, f"序号,提交答卷时间,1、您的打算？（单选）\n{rows}")["q1"]
        assert (item.label["zh"], item.short["zh"]) == ("您的打算？（单选）", "打算")
        (tmp_path / "e.csv").write_text("id,Do you walk?\n1,Yes\n2,No\n", encoding="utf-8")
        assert "Short labels drafted" in "\n".join(sk.drafting.draft_lines(sk.draft_codebook(tmp_path / "e.csv"), "en"))


@pytest.mark.parametrize(("wording", "bare"), [
    ("You chose ${q://QID3/ChoiceGroup/SelectedChoices}. Why?", "You chose …. Why?"),
    ("Why do you like {{field:abc-1}}?", "Why do you like …?"), ("How old is {Q3.shown}?", "How old is …?"),
    ("Your plan - Selected Choice", "Your plan"),
    ("Your religion – Response", "Your religion"), ("A set {a, b} of $5", "A set {a, b} of $5")])
def test_what_was_piped_into_a_wording_leaves_a_gap(wording, bare):
    assert strip_piped(wording) == bare


class TestValues:
    def test_they_serve_in_conditions_columns_and_other_programs(self, tmp_path):
        plans = ["考研（深造）", "返乡就业", "返乡就业"] * 4
        book = draft(tmp_path, "序号,提交答卷时间,1、去向,2、困难（多选）\n" + "".join(
            f"{n},2026/5/2 10:0{n % 10}:00,{plan},信息少┋经验不足\n" for n, plan in enumerate(plans)))
        assert {option.value for option in book["q1"].options} == {"返乡就业", "考研_深造"}
        survey = sk.read_survey(tmp_path / "export.csv", book)
        assert sk.frequencies(survey, "q1", where="q1 == '考研_深造'").base == 4
        for ending in (".csv", ".xlsx", ".sav", ".dta", ".parquet"):
            again = read_written(sk.write_survey(survey, tmp_path / f"out{ending}"))
            assert again.responses["q1"].tolist() == survey.responses["q1"].tolist()
            assert again.responses["q2__信息少"].tolist() == [1] * 12

    @given(st.text(min_size=1, max_size=80))
    def test_they_have_no_blanks_and_no_quotes_and_are_short(self, label):
        value = option_value(label, 7)
        assert value and not set(value) & set(" \t\n\r'\"|,;") and display_width(value) <= 40


HEADED = "Survey of the spring,,\n,,\nid,Gender,Plan\n" + "".join(f"{n},{'mf'[n % 2]},stay\n" for n in range(1, 13))
PLAIN = HEADED.split("\n", 2)[2]


@pytest.fixture
def export(tmp_path) -> Path:
    """A small plain table."""
    (tmp_path / "plain.csv").write_text(PLAIN, encoding="utf-8")
    return tmp_path / "plain.csv"


def test_doubts_about_no_item_stand_in_the_workbook_and_are_listed_by_check(export, tmp_path):
    settled = sk.draft_codebook(export).codebook
    whole = DraftQuestion("", "unanswered", same_text("-99 was taken as blank."))
    found = check_export(export, sk.write_draft(Draft(settled, (whole,)), tmp_path / "draft.xlsx"))
    assert [(one.item, one.key) for one in found] == [("", "todo")]
    assert "-99 was taken as blank." in found[0].what["en"]
    assert check_export(export, settled) == ()


def test_each_doubt_of_an_item_is_a_line_of_its_own(export, tmp_path):
    draft = sk.draft_codebook(export)
    path = sk.write_draft(draft, tmp_path / "draft.xlsx")
    assert len(check_export(export, path)) == len(draft.doubts) > 1
    todo = sk.read_codebook(path).settings["todo"]
    assert sum(len(text.splitlines()) for text in todo.values()) == len(draft.doubts)


def test_what_is_open_stays_open_when_a_codebook_is_written_again(export, tmp_path):
    first = sk.read_codebook(sk.write_draft(sk.draft_codebook(export), tmp_path / "draft.xlsx"))
    again = sk.read_codebook(sk.write_codebook(first, tmp_path / "again.xlsx"))
    assert again.settings["todo"] == first.settings["todo"]


class TestTheRowOfTheHeadings:
    def test_a_new_study_reads_it_from_its_settings(self, tmp_path):
        (tmp_path / "titled.csv").write_text(HEADED, encoding="utf-8")
        sk.new_study(tmp_path / "study", tmp_path / "titled.csv", language="en", headings=3)
        assert read_settings(tmp_path / "study").headings == "3"
        assert sk.read_study(tmp_path / "study").rows == 12


class TestTheSettingsOfAStudy:
    def write(self, folder: Path, text: str) -> Path:
        """A `study.yaml` with this text."""
        (folder / "study.yaml").write_text(text, encoding="utf-8")
        return folder

    def test_front_matter_is_read_in_each_language(self, tmp_path):
        front = read_settings(self.write(tmp_path, "title: {zh: 去向, en: Destinations}\nauthors: [Li, {zh: 王}]\n"
                                         "date: 2026-11-29\nkeywords: {zh: [就业], en: [work, home]}\n")).front
        assert front.title == {"zh": "去向", "en": "Destinations"}
        assert front.authors == ({"zh": "Li", "en": "Li"}, {"zh": "王"})
        assert front.date == "2026-11-29" and front.keywords["en"] == ("work", "home")

    def test_what_is_not_said_is_empty_and_no_choice_for_the_look_of_a_report(self, tmp_path):
        settings = read_settings(self.write(tmp_path, "languages: [en]\n"))
        assert settings.languages == ("en",) and settings.front.title == {} and settings.front.authors == ()
        settings = read_settings(self.write(tmp_path, "contents: false\nstyle: thesis\n"))
        assert (settings.contents, settings.numbered, settings.style) == (False, None, "thesis")

    def test_it_is_found_from_a_folder_below(self, tmp_path):
        (tmp_path / "notebooks").mkdir()
        assert find_study(tmp_path / "notebooks") is None
        self.write(tmp_path, "languages: [en]\n")
        assert find_study(tmp_path / "notebooks") == tmp_path.resolve()

    @pytest.mark.parametrize(("text", "said"), [
        ("title: [a, b]\n", "title must be a text"), ("languages: [fr]\n", "list of zh and en"),
        ("title: &x 1\ndate: *x\n", "another place"), ("- a\n", "names with values"),
        ("titel: x\n", "(?s)no setting 'titel'.*title"), ("style: thesi\n", "(?s)style must be one of.*thesis"),
        ("contents: maybe\n", "true, false"), ("title: a\ntitle: b\n", "stand once")])
    def test_what_it_cannot_say_is_refused(self, tmp_path, text, said):
        with pytest.raises(sk.ReadError, match=said):
            read_settings(self.write(tmp_path, text))
