"""A REDCap data dictionary as a codebook."""

import csv
from pathlib import Path

import pytest

import surveykit as sk

DICTIONARY = Path(__file__).parent / "data/redcap_dictionary.csv"


def test_fields_are_items_and_the_record_is_none():
    book = sk.read_codebook(DICTIONARY)
    assert {item.name: item.kind for item in book} == {
        "full_name": "text", "sex": "single", "age": "number", "why": "multiple", "how": "text", "odd": "text",
        "rate": "rating", "again": "single", "born": "date"}
    assert [option.label["en"] for option in book["why"].options] == ["Pay", "Home, or near"]
    assert (book["full_name"].role, book["sex"].label["en"], book["sex"].required) == ("pii:name", "Sex", "yes")


def test_branching_becomes_a_condition_or_is_named():
    book = sk.read_codebook(DICTIONARY)
    assert book["age"].asked_if == "${sex} = '2'"
    assert book["why"].asked_if == "${age} >= 18 and ${sex} != ''"
    assert book["how"].asked_if == "selected(${why}, 'pay') or not(selected(${why}, 'home'))"
    assert book["odd"].asked_if is None
    assert any("'odd' is asked only if" in warning["en"] for warning in book.settings["warnings"])


def test_the_export_is_read_by_it(tmp_path):
    path = tmp_path / "export.csv"
    head = ["record_id", "full_name", "sex", "age", "why___pay", "why___home", "how", "odd", "rate", "again", "born",
            "form_complete"]
    rows = [[str(n), f"Ann {n}", "2", "20", "1", "0", "so", "x", "3", "1", "2001-02-03", "2"] for n in range(12)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    survey = sk.read_survey(path, DICTIONARY)
    assert survey.responses["why__pay"].sum() == 12 and survey.responses["rate"].tolist() == [3.0] * 12
    assert sk.check_export(path, DICTIONARY) == ()
    draft = sk.draft_codebook(path, codes=DICTIONARY)
    assert [option.label["en"] for option in draft.codebook["sex"].options] == ["Male", "Female"]


def test_a_file_that_only_begins_so_is_refused(tmp_path):
    path = tmp_path / "dictionary.csv"
    path.write_text("Variable / Field Name,Form Name\nx,y\n", encoding="utf-8")
    with pytest.raises(sk.ReadError, match="must be a data dictionary"):
        sk.read_codebook(path)
