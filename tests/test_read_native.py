"""SPSS, Stata and Parquet as surveys: by their own labels, and by a codebook."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

import surveykit as sk
from surveykit.answers.user_missing import kind_of
from surveykit.codebook import Codebook, Item, Option, codebook_bytes, parse_codebook
from surveykit.errors import CodebookError, ReadError
from surveykit.formats import Column, NativeTable, ResponseSet, Variable, open_foreign
from surveykit.read.native import native_steps, parse_native
from surveykit.survey import MISSING, Change

SHARED = Path(__file__).parents[2] / "shared/data/exports"
PLANS = (Option("home", {"zh": "回家"}, 1), Option("stay", {"zh": "留下"}, 2),
         Option("na", {"zh": "不便说"}, 9, "refused"))


def shared(name: str) -> NativeTable:
    """One of the open sample files."""
    if not (SHARED / name).is_file():
        pytest.skip(f"the shared file {name} is not here")
    return open_foreign(SHARED / name)


def column(cells: list[str]) -> Column:
    """Cells as the foreign room gives them."""
    texts = tuple(dict.fromkeys(cells))
    return Column(texts, np.array([texts.index(cell) for cell in cells], dtype=np.int32))


def table(*variables: tuple[Variable, list[str]], sets: tuple[ResponseSet, ...] = (), container="sav") -> NativeTable:
    """A file of these variables."""
    return NativeTable("a.sav", "", 0, container, "UTF-8", "毕业生调查", len(variables[0][1]),
                       tuple(v for v, _ in variables), tuple(column(cells) for _, cells in variables), sets)


def kinds(parts, name: str) -> list[str]:
    """The kinds of missing of a column, in words."""
    return [MISSING[code] for code in parts.missing[name]]


def book(*items: Item) -> Codebook:
    """A codebook of these items."""
    return Codebook(items)


# --- the open sample files ----------------------------------------------------------------------


def test_the_response_sets_of_spss_are_items():
    parts = parse_native(shared("spss_mrsets_simple_alltypes.sav"))
    item = parts.codebook["mymrset"]
    assert (item.kind, item.layout, item.label) == ("multiple", "onehot", {"en": "My multiple response set"})
    assert [option.value for option in item.options] == ["bool1", "bool2", "bool3"]
    assert parts.frame["mymrset__bool1"].tolist() == [1, 1, 0, 0, 0, 1]
    assert [c[1:6] for c in parts.changes] == [("x", "'8'", "blank", "declared_missing", "no_action"),
                                              ("z", "'-9'", "blank", "declared_missing", "no_action"),
                                              ("mymrset", "", "1", "unticked", "no_action")]


def test_missing_values_and_ranges_of_spss_are_missing():
    parts = parse_native(shared("spss_mrsets_simple_alltypes.sav"))
    assert parts.frame["x"].tolist() == ["1", "2", "3", "4", None, "9"]
    assert [(o.value, o.label["en"]) for o in parts.codebook["x"].answers][:3] == [
        ("1", "red"), ("2", "green"), ("3", "blue")]
    assert kinds(parts, "x") == ["", "", "", "", "blank", ""]
    assert kinds(parts, "z") == ["blank", "blank", "", "not_asked", "", "blank"]
    assert parts.frame["str"].tolist()[3] == "NA"


def test_measures_of_spss_make_ratings_choices_and_numbers():
    parts = parse_native(shared("spss_usermissing_sample_missing.sav"))
    assert [item.kind for item in parts.codebook] == ["text", "number", "date", "date", "single", "rating", "text"]
    assert parts.frame["mynum"].tolist()[:5] == [1.1, 1.2, -1000.3, -1.4, 1000.3]
    assert kinds(parts, "mynum")[5:] == ["blank", "blank"]
    assert parts.codebook["myord"].options[-1] == Option("-1", {"en": "missing"}, -1.0, "blank")
    assert parts.frame["myord"].tolist()[:4] == [1, 2, 3, 1]


def test_the_letters_of_stata_are_missing():
    found = shared("stata_missing_test.dta")
    assert [c.cells()[0] for c in found.columns[:6]] == [".a", ".b", ".c", ".x", ".y", ".z"]
    assert parse_native(found).missing.loc["1", ["var1", "var6", "var7", "var9"]].tolist() == [2, 2, 2, 0]


@pytest.mark.parametrize("name", ["spss_mrsets_simple_alltypes.sav", "spss_usermissing_sample_missing.sav"])
def test_the_codebook_drawn_up_from_a_file_reads_it_again(name):
    found = shared(name)
    first = parse_native(found)
    again = parse_native(found, parse_codebook(codebook_bytes(first.codebook), "codebook"))
    pd.testing.assert_frame_equal(again.frame, first.frame)
    pd.testing.assert_frame_equal(again.missing, first.missing)
    assert again.codebook.items == first.codebook.items


# --- without a codebook -------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "kind"), [
    ("拒答", "refused"), ("拒绝回答", "refused"), ("Refused", "refused"), ("Prefer not to say", "refused"),
    ("不知道", "dont_know"), ("Don’t know", "dont_know"), ("DK", "dont_know"), ("说不清", "dont_know"),
    ("不适用", "not_asked"), ("跳过", "not_asked"), ("Not applicable", "not_asked"), ("N/A", "not_asked"),
    ("Skipped", "not_asked"), ("系统缺失", "blank"), ("99", "blank"), ("Dakar", "blank"), ("Nairobi", "blank")])
def test_a_label_tells_the_kind_of_missing(label, kind):
    assert kind_of(label) == kind


def test_labelled_missing_values_become_options_with_their_kind():
    labels = {"1": "同意", "2": "一般", "3": "反对", "97": "拒答", "98": "不知道", "99": "不适用"}
    variable = Variable("q1", "态度", measure="ordinal", labels=labels, missing_values=("97", "98", "99"))
    parts = parse_native(table((variable, ["1", "97", "98", "99", "", "3"])))
    assert parts.codebook["q1"].kind == "rating"
    assert [(o.score, o.missing) for o in parts.codebook["q1"].options] == [
        (1, None), (2, None), (3, None), (97, "refused"), (98, "dont_know"), (99, "not_asked")]
    assert kinds(parts, "q1") == ["", "refused", "dont_know", "not_asked", "blank", ""]
    assert parts.frame["q1"].isna().tolist() == [False, True, True, True, True, False]
    assert parts.codebook.title == {"zh": "毕业生调查"}
    assert sk.Survey(parts.frame, parts.missing, parts.codebook).validate().rows == 6


def test_letters_of_stata_take_their_labels_kind_and_numbers_of_missing_labels_stay():
    variable = Variable("q", labels={"1": "yes", "2": "no", ".a": "refused", ".b": "not asked"})
    parts = parse_native(table((variable, ["1", ".a", ".b", ".z", "2"]), container="dta"))
    assert kinds(parts, "q") == ["", "refused", "not_asked", "blank", ""]
    variable = Variable("n", labels={"99": "拒答"}, missing_values=("99",))
    parts = parse_native(table((variable, ["3", "99"])))
    assert (parts.codebook["n"].kind, kinds(parts, "n")) == ("number", ["", "refused"])


def test_a_number_with_labels_for_some_values_stays_a_number_and_says_so():
    variable = Variable("age", measure="scale", labels={"100": "100 or more"})
    parts = parse_native(table((variable, ["31", "100", "45"])))
    assert parts.codebook["age"].kind == "number"
    assert [step.reason for step in native_steps(parts.changes)] == [
        {"zh": "数值变量只有部分取值带标签，标签未保留",
         "en": "a number with labels for some values only: the labels were left out"}]


def test_a_name_that_cannot_name_an_item_is_kept_in_sk_column():
    found = table((Variable("性别", "您的性别", labels={"1": "男", "2": "女"}), ["1", "2"]))
    parts = parse_native(found)
    item = parts.codebook.items[0]
    assert (item.name, item.column) == ("item", "性别")
    assert parts.changes[0][1:5] == ("item", "性别", "item", "renamed")
    assert parse_native(found, parts.codebook).frame["item"].tolist() == ["1", "2"]


def test_the_variable_respondent_holds_the_keys():
    parts = parse_native(table((Variable("respondent", kind="text"), ["007", "b"]), (Variable("n"), ["1", "2"])))
    assert parts.respondents == ("007", "b")
    assert list(parts.frame.columns) == ["n"]


# --- with a codebook ----------------------------------------------------------------------------


@pytest.mark.parametrize(("cells", "labels", "kind"), [
    (["home", "stay", "na"], {}, "text"), (["1", "2", "9"], {}, "number"),
    (["4", "5", "6"], {"4": "回家", "5": "留下", "6": "不便说"}, "number"), (["回家", "留下", "不便说"], {}, "text")],
    ids=["values", "scores", "labels in the file", "labels as answers"])
def test_a_choice_is_known_by_value_score_or_label(cells, labels, kind):
    variable = Variable("plan", kind=kind, labels=labels)
    parts = parse_native(table((variable, [*cells, ""])), book(Item("plan", "single", {"zh": "去向"}, PLANS)))
    assert parts.frame["plan"].tolist() == ["home", "stay", None, None]
    assert kinds(parts, "plan") == ["", "", "refused", "blank"]


def test_answers_outside_the_options_are_one_error_and_another_options_label_is_refused():
    variable = Variable("plan", labels={"1": "留下", "2": "回家"})
    with pytest.raises(CodebookError, match=r"item 'plan': '1 = 留下', '2 = 回家' \(3 respondents, rows 1, 2, 3\)"):
        parse_native(table((variable, ["1", "2", "1"])), book(Item("plan", "single", {"zh": "去向"}, PLANS)))
    two = r"2 variables .*\n    item 'plan': '7' \(1 respondent, row 2\).*\n    item 'b'"
    with pytest.raises(CodebookError, match=two):
        parse_native(table((Variable("plan"), ["1", "7"]), (Variable("b"), ["5", "5"])),
                     book(Item("plan", "single", {"zh": "去向"}, PLANS), Item("b", "rating", {"zh": "b"}, PLANS[:2])))


def test_a_user_missing_value_takes_the_kind_of_the_codebooks_option():
    options = (Option("a", {"zh": "甲"}, 1), Option("x", {"zh": "其他情况"}, 8, "dont_know"))
    variable = Variable("q", labels={"8": "其他情况", "9": "拒答"}, missing_values=("8", "9"))
    parts = parse_native(table((variable, ["1", "8", "9"])), book(Item("q", "single", {"zh": "问"}, options)))
    assert kinds(parts, "q") == ["", "dont_know", "refused"]


def test_a_missing_variable_is_refused_and_an_unknown_one_left_out_and_logged():
    with pytest.raises(ReadError, match="no variable for 1 of 1 item: 'plan'") as caught:
        parse_native(table((Variable("plans"), ["1"])), book(Item("plan", "single", {"zh": "去向"}, PLANS)))
    assert caught.value.fix == "did you mean 'plans'? Correct sk_column in the codebook"
    found = table((Variable("n"), ["1"]), (Variable("ip"), ["1"]))
    parts = parse_native(found, book(Item("n", "number", {"zh": "n"})))
    assert parts.changes[0][1:6] == ("ip", "", "", "not_in_codebook", "no_action")


def test_sk_column_and_case_lead_to_a_variable_that_only_one_item_may_have():
    found = table((Variable("Q7"), ["3"]), (Variable("AGE"), ["20"]))
    items = Item("months", "number", {"zh": "月"}, column="Q7"), Item("age", "number", {"zh": "龄"})
    assert parse_native(found, book(*items)).frame.iloc[0].tolist() == [3, 20]
    with pytest.raises(ReadError, match="Items 'a', 'b' cannot share the variable 'q'"):
        parse_native(table((Variable("q"), ["1"])),
                     book(Item("a", "number", {}, column="q"), Item("b", "number", {}, column="q")))


@pytest.mark.parametrize("names", [["d__a", "d__b"], ["a", "b"], ["d_1", "d_2"], ["Q4_1", "Q4_2"]])
def test_the_variables_of_a_response_set_are_found_by_any_of_their_names(names):
    item = Item("d", "multiple", {"zh": "难"}, (Option("a", {"zh": "甲"}), Option("b", {"zh": "乙"})), column="Q4")
    parts = parse_native(table((Variable(names[1]), ["0", "1"]), (Variable(names[0]), ["1", "1"])), book(item))
    assert parts.frame[["d__a", "d__b"]].to_numpy().tolist() == [[1, 0], [1, 1]]


@pytest.mark.parametrize(("cells", "labels"), [
    (["1", "0", "", ""], {}), (["1", "2", "", ""], {"1": "是", "2": "否"}), (["甲", "0", "", ""], {}),
    (["1", "0", "", ""], {"1": "甲", "0": "未选"}), (["5", "6", "", ""], {"5": "Checked", "6": "Not selected"})])
def test_a_tick_is_one_or_what_its_label_says(cells, labels):
    item = Item("d", "multiple", {"zh": "难"}, (Option("a", {"zh": "甲"}), Option("b", {"zh": "乙"})))
    first = Variable("d__a", kind="number" if "甲" not in cells else "text", labels=labels)
    parts = parse_native(table((first, cells), (Variable("d__b"), ["1", "0", "1", ""])), book(item))
    assert parts.frame["d__a"].tolist() == [1, 0, 0, pd.NA]
    assert kinds(parts, "d__a") == ["", "", "", "blank"]
    assert parts.changes[0][1:4] == ("d", "", "1")


def test_a_number_that_no_one_explains_is_no_tick_and_ticks_in_one_text_are_taken_apart():
    item = Item("d", "multiple", {"zh": "难"}, (Option("a", {"zh": "甲"}),))
    with pytest.raises(CodebookError, match="item 'd': '2'"):
        parse_native(table((Variable("d__a"), ["1", "2"])), book(item))
    item = Item("d", "multiple", {"zh": "难"}, (Option("a", {"zh": "甲"}), Option("b", {"zh": "乙"})),
                layout="delimited:;")
    parts = parse_native(table((Variable("d", kind="text"), ["甲;乙", "乙", ""])), book(item))
    assert parts.frame["d__a"].tolist() == [1, 0, pd.NA]


def test_a_text_that_is_no_number_is_blank_flagged_and_logged():
    parts = parse_native(table((Variable("n", kind="text"), ["１８", "many", "(空)"])),
                         Codebook((Item("n", "number", {}),), settings={"missing_codes": {"(空)": "not_asked"}}))
    assert parts.frame["n"].tolist() == [18, pd.NA, pd.NA]
    assert kinds(parts, "n") == ["", "blank", "not_asked"]
    assert [flag[:4] for flag in parts.flags] == [("2", "n", "not_a_number", "many")]
    assert parts.changes[0][:3] == ("2", "n", "many")


@pytest.mark.parametrize("said", [
    "normalise_text", "placeholder", "not_a_date", "not_in_codebook", "not_a_number", "renamed", "labels_left",
    "category_set", "unticked"])
def test_every_change_has_its_reason_in_two_languages(said):
    reason = native_steps([Change("", "q", "", "", said, "no_action")])[0].reason
    assert reason["zh"].strip() and reason["en"].strip() and reason["zh"] != reason["en"]


def test_an_spss_file_on_disk_reads_with_its_chinese_labels(tmp_path):
    frame = pd.DataFrame({"q": [1.0, 2.0, np.nan]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav", column_labels={"q": "去向"},
                         variable_value_labels={"q": {1.0: "回家", 2.0: "留下"}}, variable_measure={"q": "nominal"})
    parts = parse_native(open_foreign(tmp_path / "a.sav"))
    assert parts.codebook["q"].label == {"zh": "去向"}
    assert kinds(parts, "q") == ["", "", "blank"]


# --- Parquet ------------------------------------------------------------------------------------


def test_any_parquet_of_numbers_and_texts_is_a_plain_table(tmp_path):
    cells = {"respondent": ["007", "8"], "plan": ["home", None], "n": [1.5, None]}
    pq.write_table(pa.table(cells), tmp_path / "a.parquet")
    book = sk.Codebook((sk.Item("plan", "text", {}), sk.Item("n", "number", {})))
    survey = sk.read_survey(tmp_path / "a.parquet", book)
    assert survey.responses.index.tolist() == ["007", "8"]
    assert survey.responses["plan"].tolist() == ["home", None]
    assert survey.missing["n"].tolist() == ["", "blank"]
    assert sk.check_export(tmp_path / "a.parquet", book) == ()


@pytest.mark.parametrize("change", [
    lambda data: data[:-9], lambda data: b"", lambda data: b"PAR1" + data[4:-30] + b"PAR1",
    lambda data: data[:40] + b"\xff" * 40 + data[80:]])
def test_but_a_damaged_one_is_refused(tmp_path, change):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": [f"text {n}" for n in range(50)]}), path)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(ReadError):
        sk.read_survey(path)


def test_but_nested_columns_are_refused(tmp_path):
    pq.write_table(pa.table({"a": [[1, 2]]}), tmp_path / "a.parquet")
    with pytest.raises(ReadError, match="'a' hold lists"):
        sk.read_survey(tmp_path / "a.parquet")


@pytest.mark.parametrize("said", [
    "[]x", "[1]", '{"codebook": 3, "missing": {}}', '{"codebook": {"items": [{"kind": "x"}]}}'])
def test_but_a_codebook_in_the_schema_that_is_none_is_refused(tmp_path, said):
    pq.write_table(pa.table({"a": ["x"]}, metadata={"surveykit": said}), tmp_path / "a.parquet")
    with pytest.raises(ReadError):
        sk.read_survey(tmp_path / "a.parquet")


def test_but_an_unknown_kind_of_missing_is_refused(tmp_path):
    item = {"name": "a", "kind": "text", "label": {}, "options": []}
    said = {"codebook": {"items": [item], "scales": [], "settings": {}}, "missing": {"a": "a.missing"}}
    pq.write_table(pa.table({"a": [None], "a.missing": ["lost"]}, metadata={"surveykit": json.dumps(said)}),
                   tmp_path / "a.parquet")
    with pytest.raises(ReadError, match="'lost' are no kinds of missing"):
        sk.read_survey(tmp_path / "a.parquet")


def test_two_values_of_one_label_stay_two_options():
    sex = Variable("sex", "性别", "number", labels={"1": "男", "2": "女", "3": "男"}, measure="nominal")
    parts = parse_native(table((sex, ["1", "2", "3", ""])))
    assert [option.value for option in parts.codebook["sex"].options] == ["1", "2", "3"]
    assert parts.frame["sex"].tolist() == ["1", "2", "3", None]


def category_set(path, *, names=("first", "second", "third")):
    """An SPSS file where three variables hold the ways somebody named, in the order named."""
    frame = pd.DataFrame({"first": [1.0, 2, 9, None], "second": [3.0, None, None, None], "third": [None] * 4})
    labels = {1.0: "bus", 2.0: "tram", 3.0: "foot", 9.0: "refused"}
    pyreadstat.write_sav(frame.astype(float), path, variable_value_labels=dict.fromkeys(frame, labels),
                         missing_ranges={name: [9.0] for name in frame})
    options = (*(sk.Option(str(code), {"en": word}) for code, word in ((1, "bus"), (2, "tram"), (3, "foot"))),
               sk.Option("9", {"en": "refused"}, 9.0, "refused"))
    return sk.Codebook((sk.Item("ways", "multiple", {"en": "Ways"}, options, column=" ".join(names),
                                layout="categories"),))


def test_a_set_of_categories_counts_an_option_wherever_it_was_named(tmp_path):
    book = category_set(tmp_path / "a.sav")
    survey = sk.read_survey(tmp_path / "a.sav", book)
    ticks = [survey.responses[f"ways__{code}"].tolist() for code in "123"]
    assert ticks == [[1, 0, pd.NA, pd.NA], [0, 1, pd.NA, pd.NA], [1, 0, pd.NA, pd.NA]]
    assert survey.missing["ways__1"].tolist() == ["", "", "refused", "blank"]
    assert sk.check_export(tmp_path / "a.sav", book) == ()


def test_but_a_code_outside_the_options_or_a_variable_that_is_not_there_is_refused(tmp_path):
    book = category_set(tmp_path / "a.sav")
    fewer = replace(book["ways"], options=book["ways"].options[1:])
    with pytest.raises(sk.CodebookError, match="not in the options"):
        sk.read_survey(tmp_path / "a.sav", sk.Codebook((fewer,)))
    with pytest.raises(sk.ReadError, match="no variable for 1 of 1"):
        sk.read_survey(tmp_path / "a.sav", category_set(tmp_path / "a.sav", names=("first", "second", "fourth")))
