"""A REDCap data dictionary as a codebook."""

import csv
from pathlib import Path

import pytest

import surveykit as sk

HEAD = ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
        "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
        "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
        "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name"]
FIELDS = [
    ("record_id", "text", "Record", "", "", "", "", "", ""),
    ("full_name", "text", "Full name", "", "", "y", "", "", ""),
    ("sex", "radio", "<b>Sex</b>", "1, Male | 2, Female", "", "", "", "y", ""),
    ("age", "text", "Age", "", "integer", "", "[sex] = '2'", "", ""),
    ("why", "checkbox", "Why?", "pay, Pay | home, Home, or near", "", "", "[age] >= 18 and [sex] <> ''", "", ""),
    ("how", "notes", "How?", "", "", "", "[why(pay)] = '1' OR [why(home)] = '0'", "", ""),
    ("odd", "text", "Odd", "", "", "", "[visit_arm_1][sex] = '1'", "", ""),
    ("rate", "radio", "Rate it", "1, Bad | 2, Fair | 3, Good", "", "", "", "", "m1"),
    ("again", "yesno", "Again?", "", "", "", "", "", ""), ("born", "text", "Born on", "", "date_ymd", "", "", "", ""),
    ("note", "descriptive", "Thank you", "", "", "", "", "", "")]


@pytest.fixture
def dictionary(tmp_path) -> Path:
    path = tmp_path / "dictionary.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        for name, kind, label, choices, check, identifier, branching, must, matrix in FIELDS:
            out.writerow([name, "form", "", kind, label, choices, "", check, "", "", identifier, branching, must, "",
                          "", matrix])
    return path


def test_fields_are_items_and_the_record_is_none(dictionary):
    book = sk.read_codebook(dictionary)
    assert {item.name: item.kind for item in book} == {
        "full_name": "text", "sex": "single", "age": "number", "why": "multiple", "how": "text", "odd": "text",
        "rate": "rating", "again": "single", "born": "date"}
    assert [option.label["en"] for option in book["why"].options] == ["Pay", "Home, or near"]
    assert (book["full_name"].role, book["sex"].label["en"], book["sex"].required) == ("pii:name", "Sex", "yes")


def test_branching_becomes_a_condition_or_is_named(dictionary):
    book = sk.read_codebook(dictionary)
    assert book["age"].asked_if == "${sex} = '2'"
    assert book["why"].asked_if == "${age} >= 18 and ${sex} != ''"
    assert book["how"].asked_if == "selected(${why}, 'pay') or not(selected(${why}, 'home'))"
    assert book["odd"].asked_if is None
    assert any("'odd' is asked only if" in warning["en"] for warning in book.settings["warnings"])


def test_the_export_is_read_by_it(dictionary, tmp_path):
    path = tmp_path / "export.csv"
    head = ["record_id", "full_name", "sex", "age", "why___pay", "why___home", "how", "odd", "rate", "again", "born",
            "form_complete"]
    rows = [[str(n), f"Ann {n}", "2", "20", "1", "0", "so", "x", "3", "1", "2001-02-03", "2"] for n in range(12)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    survey = sk.read_survey(path, dictionary)
    assert survey.responses["why__pay"].sum() == 12 and survey.responses["rate"].tolist() == [3.0] * 12
    assert sk.check_export(path, dictionary) == ()
    draft = sk.draft_codebook(path, codes=dictionary)
    assert [option.label["en"] for option in draft.codebook["sex"].options] == ["Male", "Female"]


def test_a_file_that_only_begins_so_is_refused(tmp_path):
    path = tmp_path / "dictionary.csv"
    path.write_text("Variable / Field Name,Form Name\nx,y\n", encoding="utf-8")
    with pytest.raises(sk.ReadError, match="must be a data dictionary"):
        sk.read_codebook(path)
