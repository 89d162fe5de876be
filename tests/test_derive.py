"""Items made of others: worked by hand, replayed, and read back from the files we write."""

import numpy as np
import pandas as pd
import pytest
from builders import cases, read_written
from hypothesis import given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.codebook.codebook_workbook import codebook_bytes
from surveykit.codebook.xlsform_codebook import parse_codebook

WHY = {"zh": "沿用去年报告", "en": "as in last year's report"}
YES_NO = (sk.Option("y", {"zh": "是", "en": "Yes"}), sk.Option("n", {"zh": "否", "en": "No"}))
POINTS = tuple(sk.Option(f"p{n}", {"en": f"P{n}"}, score=float(n)) for n in range(1, 6))
BOOK = sk.Codebook((
    sk.Item("age", "number", {"zh": "年龄", "en": "Age"}), sk.Item("pay", "number", {"zh": "月薪", "en": "Pay"}),
    sk.Item("a", "rating", {"en": "A"}, POINTS), sk.Item("b", "rating", {"en": "B"}, POINTS),
    sk.Item("stay", "single", {"zh": "留任原因", "en": "Why stay"}, YES_NO),
    sk.Item("go", "single", {"zh": "离开原因", "en": "Why go"}, YES_NO),
    sk.Item("h", "multiple", {"zh": "困难", "en": "Hardship"}, (
        sk.Option("pay", {"zh": "收入低", "en": "Pay"}), sk.Option("far", {"zh": "离家远", "en": "Far"}),
        sk.Option("food", {"zh": "饮食", "en": "Food"}))), sk.Item("born", "date", {"zh": "出生", "en": "Born"}),
    sk.Item("sent", "date", {"zh": "提交", "en": "Sent"}), sk.Item("words", "text", {"zh": "每月房租", "en": "Rent"})))
ROWS = [  # age, pay, a, b, stay, go, ticked, born, sent, words
    (17, 3000.5, 1, 2, "y", None, "pay far", "2003-02-28", "2026-09-01", "1,200元"),
    (18, 4000, 4, None, "n", None, "", "2000-09-02", "2026-09-01", "两千"),
    (24, None, None, 5, None, "y", "food", "2000-09-01", "2026-09-01", None),
    (25, 9000, 5, 5, None, "n", None, None, "2026-09-01", "1.5万"),
    (None, 8000, None, None, None, None, "pay", "2026-08-31", "2026-09-01", "不一定")]


def survey_of(rows=ROWS) -> sk.Survey:
    """The survey above, or another of its kind."""
    names = ("age", "pay", "a", "b", "stay", "go", "h", "born", "sent", "words")
    frame = pd.DataFrame(rows, columns=names, index=[f"r{n}" for n in range(len(rows))])
    for option in ("pay", "far", "food"):
        frame[f"h__{option}"] = [None if row[6] is None else int(option in row[6].split()) for row in rows]
    return sk.Survey.from_frame(frame.drop(columns="h").astype(
        dict.fromkeys(("stay", "go", "born", "sent", "words"), object)), BOOK)


def made(value: str, **recipe) -> list:
    """What a new item holds, None for nothing."""
    survey = sk.derive(survey_of(), "new", value, reason=WHY, **recipe)
    return [None if pd.isna(one) else one for one in survey.responses["new"]]


HAND = cases("recipes")[1]  # value, recipe, what everybody must have


def test_it_holds_what_a_hand_works_out_and_logs_no_words_of_texts_that_are_no_number():
    for value, recipe, expected in HAND:
        assert made(value, **recipe) == expected, value
    survey = sk.derive(survey_of(), "rent", "words", numbers={"两千": 2000}, reason=WHY)
    lines = [change for change in survey.log[-1].changes if change.rule == "not_a_number"]
    assert [(line.respondent, line.old, line.new) for line in lines] == [("r4", "", "")]


def test_groups_of_ticks_are_a_select_all_question():
    survey = sk.derive(survey_of(), "where", "h", group={"money": ["Pay"], "place": ["far", "food"]}, reason=WHY)
    assert survey["where"].kind == "multiple" and survey["h"].columns == ("h__pay", "h__far", "h__food")
    columns = survey.responses[list(survey["where"].columns)]
    assert columns.fillna(-1).to_numpy().tolist() == [[1, 1], [0, 0], [0, 1], [-1, -1], [1, 0]]
    assert sk.multiple_response(survey, "where").base == 4


def test_labels_are_drawn_from_the_edges_in_both_languages():
    survey = sk.derive(survey_of(), "band", "pay", cut=[4000, 8000], reason=WHY)
    assert [option.label for option in survey["band"].options] == [
        {"zh": "4000 以下（不含）", "en": "under 4000"},
        {"zh": "4000 至 8000（不含）", "en": "4000 to under 8000"}, {"zh": "8000 及以上", "en": "8000 and over"}]
    whole = sk.derive(survey, "ages", "age", cut=[10, 18, 25], labels={"18–24": "young"}, reason=WHY)
    assert [option.label["en"] for option in whole["ages"].options] == ["10–17", "young", "25 and over"]
    assert whole["ages"].words == {"zh": "年龄（ages）", "en": "Age (ages)"}


def test_the_kind_of_missing_is_that_of_what_is_lacking():
    survey = survey_of()
    codes = survey._missing.copy()
    codes.loc["r4", ["a", "b"]] = sk.survey.MISSING_CODE["not_asked"]
    asked = survey.with_responses(survey.responses, step=sk.Step("x", "y"), missing=codes)
    total = sk.derive(asked, "total", "sum(a, b)", reason=WHY)
    assert total.missing["total"].tolist() == ["", "blank", "blank", "", "not_asked"]


@pytest.mark.parametrize("call, said", [
    (lambda s: sk.derive(s, "age", "a", reason=WHY), "There is an item 'age' already."),
    (lambda s: sk.derive(s, "b and c", "a", reason=WHY), "'b and c' cannot be a name."),
    (lambda s: sk.derive(s, "x", "a", reason=""), "derive must be given a reason."),
    (lambda s: sk.derive(s, "x", "age", cut=[25, 18], reason=WHY), "edges that grow"),
    (lambda s: sk.derive(s, "x", "stay", cut=[1], reason=WHY), "Bands need a number"),
    (lambda s: sk.derive(s, "x", "age", group={"a": ["y"]}, reason=WHY), "Groups need an item with options"),
    (lambda s: sk.derive(s, "x", "stay", group={"a": ["y"], "b": ["y"]}, reason=WHY), "one group only"),
    (lambda s: sk.derive(s, "x", "stay", group={"n": ["y"]}, reason=WHY), "cannot have the name of an option"),
    (lambda s: sk.derive(s, "x", "stay", group={"a": ["Yess"]}, reason=WHY), "did you mean 'Yes'"),
    (lambda s: sk.derive(s, "x", "coalesce(stay, a)", reason=WHY), "of different kinds"),
    (lambda s: sk.derive(s, "x", "today()", reason=WHY), "date('2026-01-31')"),
    (lambda s: sk.derive(s, "x", "mean(a)", cut=[2], labels=["one"], reason=WHY), "a label for each")])
def test_what_makes_no_sense_is_refused(call, said):
    with pytest.raises(sk.SurveyError, match=said.replace("(", r"\(").replace(")", r"\)")):
        call(survey_of())


def all_recipes(survey: sk.Survey) -> sk.Survey:
    """Every recipe of the table above, one after the other."""
    for place, (value, recipe, _) in enumerate(HAND):
        survey = sk.derive(survey, f"new_{place}", value, reason=WHY, **recipe)
    return sk.derive(survey, "where", "h", group={"money": ["pay"]}, labels=["金钱", "离家远", "饮食"], reason=WHY)


def same(one: sk.Survey, other: sk.Survey) -> bool:
    """Whether two surveys hold the same answers, gaps and codebook."""
    return (one.responses.equals(other.responses) and one._missing.equals(other._missing)
            and one.codebook == other.codebook)


def test_it_is_replayed_and_read_back_with_its_expressions(tmp_path):
    survey = all_recipes(survey_of())
    assert same(sk.replay(survey_of(), survey), survey)
    back = read_written(sk.write_processed(survey, tmp_path))
    assert same(sk.replay(survey_of(), back.log[:len(survey.log)]), survey)
    for item in survey:
        assert (back[item.name].calculation, back[item.name].kind, back[item.name].options) == (
            item.calculation, item.kind, item.options), item.name
    assert back.responses["new_0"].tolist()[:3] == ["to_17", "18_to_24", "18_to_24"]


def test_a_number_stands_in_the_codebook_as_a_calculation():
    survey = sk.derive(survey_of(), "total", "a + b", reason=WHY)
    book = parse_codebook(codebook_bytes(survey.codebook), "b.xlsx")
    assert book["total"].calculation == "${a} + ${b}" and book["total"].kind == "number"


ANSWERS = st.lists(st.tuples(
    st.sampled_from([None, 16, 18, 24.5, 25, 60]), st.sampled_from([None, 0, 4000, 8000.5]),
    st.sampled_from([None, 1, 3, 5]), st.sampled_from([None, 2, 4]), st.sampled_from([None, "y", "n"]),
    st.sampled_from([None, "y"]), st.sampled_from([None, "", "pay", "far food"]),
    st.sampled_from([None, "2000-02-29", "2001-12-31"]), st.sampled_from([None, "2026-02-28"]),
    st.sampled_from([None, "两千", "3000元", "?"])), min_size=1, max_size=8)


@given(ANSWERS, st.randoms())
@settings(max_examples=10)
def test_the_order_of_rows_does_not_matter(rows, dice):
    rows = [*ROWS, *rows]
    order = list(range(len(rows)))
    dice.shuffle(order)
    survey = survey_of(rows)
    turned = sk.Survey.from_frame(survey.responses.iloc[order], BOOK)
    one, other = all_recipes(survey), all_recipes(turned)
    assert one.codebook == other.codebook
    assert one.responses.iloc[order].equals(other.responses) and one._missing.iloc[order].equals(other._missing)
    assert np.array_equal(one.missing.to_numpy() == "", one.responses.notna().to_numpy())


@pytest.mark.parametrize("ending", ["csv", "sav"])
def test_raw_data_read_with_the_cleaned_codebook_have_every_item_computed_again(tmp_path, ending):
    sk.write_survey(survey_of(), tmp_path / f"raw.{ending}")
    raw = sk.read_survey(tmp_path / f"raw.{ending}", tmp_path / "raw.codebook.xlsx" if ending == "csv" else BOOK)
    cleaned = sk.derive(all_recipes(raw), "young", "new_0 = 'to_17' and new_1 = new_1", reason=WHY)  # one of another
    path = tmp_path / "cleaned.codebook.xlsx"
    path.write_bytes(codebook_bytes(cleaned.codebook))
    again = sk.read_survey(tmp_path / f"raw.{ending}", path)
    assert list(again.responses) == list(cleaned.responses)
    pd.testing.assert_frame_equal(again.responses, cleaned.responses)
    assert again.missing.equals(cleaned.missing)
    told = [line.item for step in again.log for line in step.changes if line.rule == "derive"]
    assert set(told) == set(cleaned.responses) - set(raw.responses)


def test_but_a_computed_answer_that_is_no_option_is_refused(tmp_path):
    sk.write_survey(survey_of([*ROWS, (70, *ROWS[0][1:])]), tmp_path / "later.csv")
    sk.write_survey(survey_of(), tmp_path / "first.csv")
    first = sk.read_survey(tmp_path / "first.csv", tmp_path / "first.codebook.xlsx")
    book = sk.derive(first, "band", "age", cut=[18, 25, 60], reason=WHY).codebook
    with pytest.raises(sk.CodebookError, match="'band' is computed, and comes to 'from_60'"):
        sk.read_survey(tmp_path / "later.csv", book)


def test_answers_to_a_choice_that_are_no_number_are_lines_of_the_log_too():
    survey = sk.derive(survey_of(), "number", "parse-number(stay)", reason=WHY)
    assert [line.respondent for line in survey.log[-1].changes if line.rule == "not_a_number"] == ["r0", "r1"]
