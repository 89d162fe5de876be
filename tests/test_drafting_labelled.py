"""Drafts from files that bring labels along, and from an export together with its survey file."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from layouts import limesurvey
from layouts.form import FORM

import surveykit as sk
from surveykit.drafting import draft_lines

DATA = Path(__file__).parent / "data"
EXPORTS = Path(__file__).parents[2] / "shared/data/exports"
AGREE = {1: "非常不同意", 2: "不同意", 3: "一般", 4: "同意", 5: "非常同意", 9: "拒绝回答"}
YES_NO = {0: "否", 1: "是"}
FRAME = pd.DataFrame({
    "sex": [1.0, 2.0, 1.0, 3.0], "age": [20.0, 21.0, 22.0, 23.0], "kids": [0.0, 1.0, 1.0, 0.0],
    "t1": [1.0, 2.0, 5.0, 9.0], "t2": [2.0, 2.0, 4.0, 1.0], "t3": [3.0, 2.0, 4.0, 5.0], "plan": [1.0, 2.0, 3.0, 1.0],
    "tv": [0.0, 1.0, 1.0, 0.0], "web": [1.0, 1.0, 0.0, 0.0], "radio": [0.0, 0.0, 0.0, 1.0],
    "tel": ["13800000000", "13900000001", "13700000002", ""], "why": ["远", "mail a@example.org", "", "近"]})
LABELS = {"sex": "性别", "age": "年龄", "kids": "子女", "t1": "学校的指导有帮助", "t2": "我得到了帮助",
          "t3": "我没有得到帮助", "plan": "打算", "tel": "联系电话", "why": "原因"}
VALUES = {"sex": {1: "男", 2: "女"}, "plan": {1: "不满意", 2: "一般", 3: "满意"},
          "t1": AGREE, "t2": AGREE, "t3": AGREE, "tv": YES_NO, "web": YES_NO, "radio": YES_NO}
MEASURES = {"sex": "nominal", "plan": "nominal", **dict.fromkeys(["t1", "t2", "t3"], "ordinal")}


@pytest.fixture(params=[".sav", ".zsav", ".dta"])
def file(request, tmp_path) -> Path:
    """The small survey as SPSS or Stata writes it."""
    path = tmp_path / f"s{request.param}"
    if request.param == ".dta":
        pyreadstat.write_dta(FRAME, str(path), column_labels=LABELS, variable_value_labels=VALUES)
    else:
        pyreadstat.write_sav(FRAME, str(path), column_labels=LABELS, variable_value_labels=VALUES,
                             variable_measure=MEASURES, missing_ranges={name: [9] for name in ("t1", "t2", "t3")},
                             compress=request.param == ".zsav")
    return path


def doubts(made, item: str) -> set[str]:
    """The rules that were unsure about an item."""
    return {doubt.key for doubt in made.doubts if doubt.item == item}


def test_labels_options_and_missing_values_are_those_of_the_file(file):
    book = sk.draft_codebook(file).codebook
    assert book["sex"].label == {"zh": "性别"}
    assert [(o.value, o.label["zh"]) for o in book["sex"].options] == [("1", "男"), ("2", "女"), ("3", "3")]
    assert book["age"].kind == "number"
    if file.suffix != ".dta":
        assert book["t1"].kind == "rating" and book["t1"].option("9").missing == "refused"


def test_what_is_unsure_is_a_doubt(file):
    made = sk.draft_codebook(file)
    assert "unlabelled" in doubts(made, "sex")
    assert "looks_rated" in doubts(made, "plan")
    assert made.codebook["kids"].kind == "single" and "codes" in doubts(made, "kids")
    assert "maybe_set" in doubts(made, "tv")
    assert "personal" in doubts(made, "tel") and made.codebook["tel"].role == "pii:phone"
    assert "personal_inside" in doubts(made, "why")
    assert all(set(doubt.text) == {"zh", "en"} for doubt in made.doubts)


def test_an_answer_that_says_refused_and_is_not_declared_missing_is_a_doubt(tmp_path):
    labels = {"a": {1: "yes", 2: "no", 9: "Refused"}, "b": {1: "yes", 2: "no", 9: "maybe"}}
    frame = pd.DataFrame({"a": [1.0, 2.0, 9.0] * 5, "b": [1.0, 2.0, 9.0] * 5})
    for name, writer in (("s.sav", pyreadstat.write_sav), ("s.dta", pyreadstat.write_dta)):
        writer(frame, str(tmp_path / name), variable_value_labels=labels)
        made = sk.draft_codebook(tmp_path / name)
        assert "missing_undeclared" in doubts(made, "a") and "missing_undeclared" not in doubts(made, "b")
        assert sk.frequencies(sk.read_survey(tmp_path / name, made.codebook), "a").table["n"].tolist() == [5, 5, 5]


@pytest.mark.parametrize(("labels", "points"), [
    ({0: "Not likely", 10: "Likely"}, 11), ({1: "Not", 4: "Half", 7: "Very", 99: "Refused"}, 7), ({1: "Low"}, 0),
    ({0: "None", 7: "7 or more"}, 0), ({1: "Low", 7: "High", 9: "Don't know"}, 0), ({1: "A", 12: "B"}, 0),
    ({n: f"grade {n}" for n in range(1, 8)}, 0)])
def test_a_choice_with_labels_at_both_ends_of_a_run_of_numbers_is_a_rating_to_confirm(tmp_path, labels, points):
    values = [float(value) for value in {*labels, 3, 6}]
    pyreadstat.write_sav(pd.DataFrame({"a": values * 9}), tmp_path / "s.sav", variable_value_labels={"a": labels},
                         missing_ranges={"a": [99]})
    made = sk.draft_codebook(tmp_path / "s.sav")
    assert [option.score for option in made.codebook["a"].answers if made.codebook["a"].kind == "rating"] == [
        *range(min(labels), min(labels) + points)]
    assert ("rating" in doubts(made, "a"), "unlabelled" in doubts(made, "a")) == (points > 0, points + len(labels) < 7)


def test_ratings_with_the_same_points_are_proposed_as_a_scale(file):
    if file.suffix == ".dta":
        pytest.skip("Stata keeps no level of measurement: nothing is a rating there")
    made = sk.draft_codebook(file)
    scale = made.codebook.scales[0]
    assert [item.name for item in made.codebook.scale_items(scale.name)] == ["t1", "t2", "t3"]
    assert (scale.low, scale.high) == (1, 5)
    assert "scale" in doubts(made, "t1") and "reverse" in doubts(made, "t3")
    assert "missing_label" in doubts(made, "t1")


def test_the_draft_reads_the_file_it_was_drafted_from(file, tmp_path):
    path = sk.write_draft(sk.draft_codebook(file), tmp_path / "draft.xlsx")
    survey, plain = sk.read_survey(file, path), sk.read_survey(file)
    assert survey.responses.equals(plain.responses)
    assert survey.missing.equals(plain.missing)


def test_numbers_without_labels_are_guessed_as_those_of_a_table(tmp_path):
    columns = {f"A{n}": [(n * k * k) % 6 + 1.0 for k in range(60)] for n in (1, 5, 7)}
    frame = pd.DataFrame(columns | {"sex": [1.0, 2.0] * 30, "age": [20.0 + n for n in range(60)],
                                    "satisfaction": [n % 7 + 1.0 for n in range(60)], "hours": [0.0, 1, 2, 3] * 15,
                                    "site": [3.0, 7.0, 9.0] * 20, "score": [1.234, 2.345, 3.456, 4.567] * 15,
                                    "rare": [1.0, 2.0, 3.0] + [None] * 57, "pay": [4e3 + n for n in range(59)] + [-99]})
    pyreadstat.write_sav(frame.replace({"site": {9: 99}}), tmp_path / "r.sav", missing_ranges={"site": [99]})
    pyreadstat.write_por(frame.drop(columns="satisfaction").replace({"site": {9: None}}), tmp_path / "r.por")
    frame.replace({"site": {9: None}}).to_csv(tmp_path / "r.csv", index=False, float_format="%.10g")
    native, plain = (sk.read_survey(tmp_path / name) for name in ("r.sav", "r.csv"))
    drafts = [sk.draft_codebook(tmp_path / name) for name in ("r.sav", "r.csv", "r.por")]
    kinds = ["rating"] * 3 + ["single", "number", "rating", "number", "single", "number", "number", "number"]
    assert [native.codebook[name].kind for name in frame] == kinds
    for draft in drafts:
        assert [(item.kind, item.options) for item in draft.codebook] == [
            (item.kind, item.options) for item in plain.codebook if item.name.upper() in {
                one.name.upper() for one in draft.codebook}]
        found = {item.name.lower(): doubts(draft, item.name) for item in draft.codebook}
        assert (found["a1"], found["sex"], found["rare"], found["pay"], found["hours"]) == (
            {"rated_neighbours"}, {"codes"}, {"few_numbers"}, {"sentinel"}, set())
    assert native.missing["site"].value_counts().to_dict() == {"": 40, "blank": 20}
    assert "guess_rated_neighbours" in {change.rule for step in native.log for change in step.changes}
    means = [sk.welch(survey, "A1", by="sex").table["estimate"].iloc[0] for survey in (native, plain)]
    assert means[0] == means[1] and sk.reliability(native, list(columns)).base == 60


@pytest.mark.parametrize("name", ["qualtrics_synthetic.qsf", "limesurvey_synthetic.lss",
                                  "limesurvey_synthetic_old.lss"])
def test_a_survey_file_gives_labels_options_conditions_and_its_warnings_as_doubts(name, tmp_path):
    made = sk.draft_codebook(DATA / name)
    read = sk.read_codebook(DATA / name)
    assert [replace(item, short={}) for item in made.codebook] == [replace(item, short={}) for item in read]
    assert any(item.short for item in made.codebook)  # a draft adds captions
    assert [doubt.text for doubt in made.doubts] == list(read.settings["warnings"])
    assert sk.read_codebook(sk.write_draft(made, tmp_path / "d.xlsx")).items == made.codebook.items
    assert len(draft_lines(made, "zh")) == 3 + len(made.doubts)


def test_a_ddi_file_is_drafted_whole(tmp_path):
    book = sk.example_survey().codebook
    assert sk.draft_codebook(sk.write_codebook(book, tmp_path / "b.xml")).codebook.items == book.items


def test_labels_come_from_the_survey_file_and_columns_from_the_export(tmp_path):
    made = limesurvey.write(FORM, 20, headings="code", ticks="short")
    export = tmp_path / "export.csv"
    pd.DataFrame(made.rows[1:], columns=made.rows[0]).to_csv(export, index=False)
    lone = sk.draft_codebook(export).codebook
    form = tmp_path / "form.lss"
    form.write_bytes((DATA / "limesurvey_synthetic.lss").read_bytes())
    both = sk.draft_codebook(export, codes=form)
    known = sk.read_codebook(form)
    assert both.codebook["Q1"].label == known["Q1"].label
    assert both.codebook.settings["platform"] == "limesurvey"
    assert "absent" in {doubt.key for doubt in both.doubts}
    assert {item.name for item in both.codebook} <= {item.name for item in known} | {item.name for item in lone}


def test_the_shared_survey_file_labels_its_export():
    export = EXPORTS / "qualtrics_text_entry_components.csv"
    if not export.exists():
        pytest.skip("skipped: ../shared is absent")
    made = sk.draft_codebook(export, codes=export.with_suffix(".qsf"))
    assert {item.column for item in made.codebook} >= {"QID3", "QID4_1"}
    assert sk.read_survey(export, made.codebook).rows == 15


def test_but_a_file_with_labels_of_its_own_is_not_paired(file):
    with pytest.raises(sk.ReadError, match="cannot be paired with another"):
        sk.draft_codebook(file, codes=DATA / "qualtrics_synthetic.qsf")
