"""Small exports of every trouble met in real ones: the kinds and options that a draft must see in them."""

import random
from pathlib import Path

import pytest

import surveykit as sk
from surveykit.drafting.scale_points import find_points


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


@pytest.mark.parametrize("mark", [",", ";", "、", "，", "|", "/"])
def test_ticks_joined_in_a_plain_table_are_found_by_their_pieces(tmp_path, mark):
    ticks = [["信息少"], ["经验不足"], ["信息少", "经验不足"], ["经费", "信息少"], ["经费"], ["经验不足", "经费"]] * 4
    draft = draft_of(tmp_path, "id,困难", [f'{n},"{mark.join(tick)}"' for n, tick in enumerate(ticks)])
    item = draft.codebook.items[-1]
    assert item.kind == "multiple" and set(labels(draft, item.name)) == {"信息少", "经验不足", "经费"}
    assert item.layout == f"delimited:{mark}" and "separator" in keys(draft, item.name)
    assert sk.read_survey(tmp_path / "export.csv").responses[item.columns[0]].sum() == 12


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
    rows = [f"{n},2026/1/1 10:00:00,{n % 2},1,{n % 11}" for n in range(33)]
    draft = draft_of(tmp_path, head, rows)
    item = draft.codebook.items[-1]
    assert (item.kind, keys(draft, item.name)) == ("number", {"few_numbers"})
    survey = sk.read_survey(tmp_path / "export.csv", codebook=draft.codebook)
    assert sk.frequencies(survey, item.name).table["n"].tolist() == [3] * 11
