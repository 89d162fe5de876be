"""Open answers as data: codings of any table read right or refused, and back as answers that cross with every item."""

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import surveykit as sk
from surveykit.clean.coding.coding_table import split_codes

WORDS = {"1": "pay is low", "2": "far away", "3": "pay, and far", "4": "nothing", "6": "my secret"}
CODES = ["pay", "distance"]
OWN = sk.Option("other", {"en": "Other"})
WAYS = (sk.Option("a", {"en": "A"}), OWN)


@pytest.fixture(scope="module")
def survey() -> sk.Survey:
    """Six people: a text that five wrote, a choice and a set with words beside `other`."""
    book = sk.Codebook((
        sk.Item("why", "text", {"en": "Why?"}), sk.Item("plan", "single", {"en": "Plan"}, WAYS),
        sk.Item("plan_other", "text", {"en": "Plan, other"}, role="other_text"),
        sk.Item("ways", "multiple", {"en": "Ways"}, WAYS, layout="onehot"),
        sk.Item("ways_other", "text", {"en": "Ways, other"}, role="other_text")))
    frame = pd.DataFrame({
        "why": [WORDS.get(str(n)) for n in range(1, 7)], "plan": ["a", "other", "other", "a", None, "other"],
        "plan_other": [None, "farm", "a, of course", None, None, "farm"], "ways__a": [1, 0, 0, 1, None, 0],
        "ways__other": [0, 1, 1, 1, None, 0], "ways_other": [None, "farm", "shop", "farm", None, None]},
        index=[str(n) for n in range(1, 7)])
    return sk.Survey.from_frame(frame, book)


def by_coder(**columns: list[str]) -> pd.DataFrame:
    """A table with a row for each answer and a column for each coder."""
    return pd.DataFrame({"respondent": list(WORDS), "answer": list(WORDS.values()), **columns})


ANN, BEN = ["pay", "distance", "pay; distance", "-", ""], ["pay", "distance", "pay", "-", "-"]
GIVEN = [[[1, 0, 1, 0, np.nan], [0, 1, 1, 0, np.nan]], [[1, 0, 1, 0, 0], [0, 1, 0, 0, 0]]]
TABLES = {
    "names in a cell": by_coder(Ann=ANN, Ben=BEN),
    "Chinese marks": by_coder(Ann=["pay", "distance", "pay；distance", "无", ""], Ben=BEN),
    "codes as columns": pd.DataFrame({
        "序号": list(WORDS), "Ann: pay": [1, 0, 1, 0, ""], "Ann: distance": [0, 1, 1, 0, ""],
        "Ben: pay": ["x", "", "x", "0", "0"], "Ben: distance": ["0", "√", "", "", ""]}),
    "a row for each coder": pd.DataFrame({
        "id": [*WORDS, *WORDS], "coder": ["Ann"] * 5 + ["Ben"] * 5, "codes": [*ANN, *BEN]})}


@pytest.mark.parametrize("shape", TABLES)
def test_a_table_of_any_shape_gives_the_same_codings(survey, shape):
    found = sk.read_codings(survey, "why", TABLES[shape], codes=CODES)
    assert found.coders == ("Ann", "Ben") and [code.code_id for code in found.codes] == CODES
    np.testing.assert_array_equal(found.given, GIVEN)


def test_a_row_for_each_coding_is_what_other_programs_write(survey):
    rows = [("1", "Reasons\\pay", "Ann", "low"), ("3", "Reasons\\pay", "Ann", "pay"),
            ("3", "Reasons\\distance", "Ann", "far"), ("1", "pay", "Ben", "pay")]
    table = pd.DataFrame(rows, columns=["Document name", "Code", "Created by", "Coded segment"])
    found = sk.read_codings(survey, "why", table)
    assert [code.code_id for code in found.codes] == CODES and found.coders == ("Ann", "Ben")
    assert found.decide("Ann")[:, [0, 2]].tolist() == [[1, 1], [0, 1]] and np.isnan(found.decide("Ann")[0, 1])


def test_codes_come_back_as_a_set_that_crosses_with_every_item(survey):
    coded = sk.code_answers(survey, "why", TABLES["names in a cell"], codes={"pay": "Low pay", "distance": "Far"},
                            coder="Ann", reason="read by Ann")
    assert coded.responses[["why_codes__pay", "why_codes__distance"]].iloc[:4].values.tolist() == [
        [1, 0], [0, 1], [1, 1], [0, 0]]
    assert coded.missing["why_codes__pay"].tolist() == ["", "", "", "", "blank", "blank"]
    assert coded.codebook["why_codes"].option("pay").label["en"] == "Low pay"
    assert sk.crosstab(coded, "plan", by="why_codes").base > 0
    assert sk.replay(survey, coded).responses.equals(coded.responses)


def test_one_code_an_answer_makes_a_single_item(survey):
    table = by_coder(Ann=["pay", "distance", "pay", "-", ""])
    coded = sk.code_answers(survey, "why", table, kind="single", name="reason", reason="one each")
    assert coded.responses["reason"].tolist() == ["pay", "distance", "pay", None, None, None]
    with pytest.raises(sk.CleaningError, match=r"(?s)1 answer with several.*respondents '3'"):
        sk.code_answers(survey, "why", by_coder(Ann=ANN), kind="single", reason="one each")


@pytest.mark.parametrize(("coder", "third"), [("any", [1, 1]), ("all", [1, 0]), ("majority", [1, 0]), ("Ben", [1, 0])])
def test_whose_codes_count_must_be_said_where_coders_differ(survey, coder, third):
    found = sk.read_codings(survey, "why", TABLES["names in a cell"], codes=CODES)
    assert found.decide(coder)[:, 2].tolist() == third
    with pytest.raises(sk.CleaningError, match=r"(?s)differ on 1 answer,.*respondents '3'"):
        sk.code_answers(survey, "why", found, reason="why")


def test_agreement_and_disagreements_are_those_of_interviews(survey):
    found = sk.read_codings(survey, "why", TABLES["names in a cell"], codes=CODES)
    table = sk.agreement(found).table.set_index("item")
    assert table.loc["pay", ["percent", "kappa", "base"]].tolist() == [1, 1, 4]
    assert table.loc["distance", "percent"] == 0.75
    shown = sk.disagreements(found)
    assert shown.table[["document", "turn", "coder_a", "coder_b"]].values.tolist() == [["3", 1, "pay, distance", "pay"]]


def test_words_beside_other_go_to_options_that_are_there_and_to_new_ones(survey):
    table = pd.DataFrame({"respondent": ["2", "3", "6"], "Ann": ["farm", "a", "farm"]})
    coded = sk.code_answers(survey, "plan", table, codes={"farm": {"zh": "务农", "en": "Farming"}}, reason="new option")
    assert coded.responses["plan"].tolist() == ["a", "farm", "a", "a", None, "farm"]
    assert coded.responses["plan_other"].isna().all() and coded.codebook["plan"].option("farm").label["zh"] == "务农"
    assert sk.replay(survey, coded).responses.equals(coded.responses)


def test_a_select_all_question_gets_new_columns(survey):
    table = pd.DataFrame({"respondent": ["2", "3", "4"], "Ann": ["farm", "-", "farm; a"]})
    coded = sk.code_answers(survey, "ways", table, reason="new option")
    assert coded.responses["ways__farm"].tolist()[:4] == [0, 1, 0, 1] and coded.missing["ways__farm"].iloc[4] == "blank"
    assert coded.responses["ways__other"].tolist()[:4] == [0, 0, 1, 0]
    assert coded.responses["ways_other"].tolist()[2] == "shop"
    assert sk.replay(survey, coded).missing.equals(coded.missing)


@pytest.mark.parametrize(("table", "what"), [
    (by_coder(Ann=["pay", "pays", "", "", ""]), r"(?s)not in the list: 'pays'.*did you mean 'pay'"),
    (pd.DataFrame({"name": ["1"], "Ann": ["pay"]}), "whose answer it is"),
    (pd.DataFrame({"respondent": ["1", "99"], "Ann": ["pay", "pay"]}), r"(?s)does not have.*'99'"),
    (pd.DataFrame({"respondent": ["5"], "Ann": ["pay"]}), "does not have"),
    (by_coder(Ann=[""] * 5), "Nothing is coded"), (pd.DataFrame({"respondent": ["1"]}), "holds no codes"),
    (by_coder(pay=["maybe", "", "", "", ""]), "must hold 1 or 0"),
    (pd.DataFrame({"respondent": ["1", "1"], "Ann": ["pay", "distance; pay"]}), "in two rows"),
    (by_coder(Ann=ANN).assign(answer="another answer"), r"(?s)not those of the survey any more.*'1', '2'")])
def test_what_is_no_coding_is_refused_with_the_row(survey, table, what):
    with pytest.raises(sk.CleaningError, match=what):
        sk.read_codings(survey, "why", table, codes=CODES)


def test_but_no_words_of_anybody_stand_in_an_error(survey):
    swapped = pd.DataFrame({"respondent": ["6"], "Ann": ["my secret is that I never went anywhere"]})
    with pytest.raises(sk.CleaningError) as error:
        sk.read_codings(survey, "why", swapped, codes=CODES)
    assert "secret" not in str(error.value)


def test_without_a_reason_or_with_a_name_that_is_taken_it_is_refused(survey):
    with pytest.raises(sk.CleaningError, match="must be given a reason"):
        sk.code_answers(survey, "why", by_coder(Ann=ANN), reason=" ")
    with pytest.raises(sk.CleaningError, match="an item 'plan' already"):
        sk.code_answers(survey, "why", by_coder(Ann=BEN), name="plan", reason="why")


def test_personal_texts_are_not_coded(survey):
    book = sk.Codebook((sk.Item("note", "text", {"en": "Note"}, role="pii:name"),))
    personal = sk.Survey.from_frame(pd.DataFrame({"note": ["x"]}), book)
    with pytest.raises(sk.CleaningError, match="Personal data cannot be coded"):
        sk.read_codings(personal, "note", by_coder(Ann=ANN))
    with pytest.raises(sk.CleaningError, match="Only words can be coded"):
        numbers = sk.Codebook((sk.Item("n", "number", {"en": "N"}),))
        sk.read_codings(sk.Survey.from_frame(pd.DataFrame({"n": [1]}), numbers), "n", by_coder(Ann=ANN))


def test_commas_part_codes_but_not_numbers():
    assert split_codes("pay, far；now") == ("pay", "far", "now") and split_codes("1,000 yuan") == ("1,000 yuan",)


@pytest.mark.parametrize(("layout", "fills"), [("cell", [ANN, BEN]), ("columns", [
    [1, 0, 1, 0, None], [0, 1, 1, 0, None], [1, 0, 1, 0, 0], [0, 1, 0, 0, 0]])])
def test_a_sheet_goes_out_is_filled_in_and_comes_back(survey, tmp_path, layout, fills):
    path = tmp_path / "coding.xlsx"
    sk.write_coding_sheet(survey, "why", path, codes=CODES, coders=["Ann", "Ben"], layout=layout)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    strict = {rule.showErrorMessage for rule in sheet.data_validations.dataValidation}
    assert strict == {layout == "columns"}  # several codes may stand in a cell
    assert sheet.cell(3, 3).fill.fill_type == "solid" and sheet.cell(3, 2).fill.fill_type is None
    assert ("semicolon" in sheet["A1"].value) == (layout == "cell")
    for place, cells in enumerate(fills, start=3):
        for row, cell in enumerate(cells, start=3):
            sheet.cell(row, place, cell)
    book.save(path)
    found = sk.read_codings(survey, "why", path, codes=CODES)
    assert found.coders == ("Ann", "Ben")
    np.testing.assert_array_equal(found.given, GIVEN)
    with pytest.raises(sk.CleaningError, match="there already"):
        sk.write_coding_sheet(survey, "why", path, codes=CODES, coders=["Ann"])


def test_the_log_file_of_codes_replays(survey, tmp_path):
    coded = sk.code_answers(survey, "why", TABLES["names in a cell"], codes=CODES, coder="Ann", reason="read by Ann")
    path = sk.write_processed(coded, tmp_path)
    log = sk.read_survey(path, path.with_suffix(".codebook.xlsx")).log
    assert sk.replay(survey, log).responses.equals(coded.responses)
