"""Texts copied from web pages: what is put right, what stays, and that positions move exactly."""

import time

import pandas as pd
import pytest
from builders import cases
from hypothesis import example, given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.text.repair_rules import RULES, find_doubts, load_readings, repair
from surveykit.text.text_edits import Edit, move_position, replay_edits

READINGS = pytest.mark.skipif(load_readings() is None, reason="pypinyin (surveykit[zh]) is not installed")
PIECES = ["恒溫", "試驗(yàn)", "車(chē)", "\n— 12 —\n", "第 3 页 共 9 页", "２０", "\u200b", "⾧", "⻓", "e\u0301", " ",
          "作", "16", "78", "。", "👨\u200d👩", "раypal", "(HR)", "\u3000", "\n", "他(ta)"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
@settings(max_examples=150, derandomize=True)
@example("找工\n— 12 —\n作\u200b２０１３")
def test_the_edits_reproduce_the_text_and_move_positions(text):
    mended, edits = repair(text)
    assert replay_edits(text, edits) == mended
    last = 0
    for place in range(len(text) + 1):
        moved = move_position(place, edits)
        assert last <= moved <= len(mended)
        last = moved
    assert move_position(0, edits) == 0 or text[:1] != mended[:1]
    untouched = [place for place, sign in enumerate(text) if sign in "作。"]
    if not any(sign in edit.old for edit in edits for sign in "作。"):
        assert all(mended[move_position(place, edits)] == text[place] for place in untouched)


@pytest.mark.parametrize(*cases("repaired_texts"))
def test_what_is_put_right_and_what_stays(text, mended):
    assert repair(text)[0] == mended


@READINGS
@pytest.mark.parametrize(("text", "mended"), [
    ("恒溫恒濕試驗(yàn)箱", "恒溫恒濕試驗箱"), ("汽車(chē)", "汽車"), ("他們(men)走了(le)", "他們走了"),
    ("長大(zhǎng dà)了", "長大了"), ("測（cè）試", "測試"), ("家(HR)", "家(HR)"), ("公司(ABC)", "公司(ABC)"),
    ("北京(Beijing)", "北京(Beijing)"), ("硕士(Master)", "硕士(Master)"), ("(注)", "(注)"), ("(月薪)", "(月薪)"),
    ("他(ta)说", "他(ta)说"), ("好(hào)", "好"), ("好(mā)", "好(mā)")])
def test_a_gloss_goes_only_where_it_is_a_reading(text, mended):
    assert repair(text)[0] == mended


def test_doubts_are_listed_and_changed_by_nobody():
    assert [rule for *_, rule in find_doubts("раypal 和 他(ta) 和 好(mā)")] == ["mixed_scripts", "gloss", "gloss"]
    assert list(find_doubts("paypal русский")) == []


def survey() -> sk.Survey:
    items = (sk.Item("advice", "text", {"zh": "建议"}), sk.Item("who", "text", {"zh": "姓名"}, role="pii:name"))
    cells = {"advice": ["２０１３年", "找工\n— 2 —\n作", "好"], "who": ["王\u200b明", None, None]}
    return sk.Survey.from_frame(pd.DataFrame(cells), sk.Codebook(items))


def test_a_survey_is_repaired_as_listed_with_a_log_that_replays():
    raw = survey()
    made = sk.repair_text(raw)
    assert made.responses["advice"].tolist() == ["2013年", "找工作", "好"]
    assert made.responses["who"].iloc[0] == "王\u200b明"
    assert sk.replay(raw, made).responses.equals(made.responses) and len(made.log[-1].changes) == 2
    assert sk.repair_text(made) is made
    assert sk.repair_text(raw, rules="page_mark").responses["advice"].tolist() == ["２０１３年", "找工作", "好"]
    found = sk.find_repairs(survey())
    assert found.table[["item", "respondent", "rule"]].values.tolist() == [
        ["advice", "0", "full_width"], ["advice", "1", "page_mark"]]
    assert bool(found.notes) == (load_readings() is None)
    with pytest.raises(sk.CleaningError, match="no rule of repair"):
        sk.find_repairs(survey(), rules=["pinyn"])


def test_codings_of_repaired_interviews_quote_the_repaired_text():
    talks = sk.read_interviews("data/raw/interviews")
    row = talks.codings.iloc[0]
    middle = int(row["start"]) + 1
    broken = talks.with_edits([Edit(row["document"], middle, middle, "", "\u200b１", "test")])
    made = sk.repair_text(broken)
    coding = made.codings.iloc[0]
    assert "\u200b" not in coding["quote"] and coding["quote"] == row["quote"][:1] + "1" + row["quote"][1:]
    assert made.documents[row["document"]][coding["start"]:coding["end"]] == coding["quote"]


def test_no_text_takes_long():
    started = time.process_time()
    for part in ("第 ", "第1页", "\n- 1", "(ā ", "（a'", "\u200b", "aа", "他(", " \n"):
        repair(part * 4_000)
        list(find_doubts(part * 4_000))
    assert time.process_time() - started < 5 and set(RULES) == {
        "invisible", "composed", "radical", "full_width", "page_mark", "pinyin"}
