"""Plain tables: row names, numbered columns of ticks, and what stays as it is."""

from __future__ import annotations

import pytest
from exports import disagreements
from layouts.checked import said
from layouts.raw import table_of

import surveykit as sk
from surveykit.drafting import draft_from_export
from surveykit.platforms.detect_platform import detect_export
from surveykit.read.read_survey import survey_from_table


def rows_of(**columns: list[str]) -> list[list[str]]:
    """Columns with their headings as rows."""
    return [list(columns), *(list(cells) for cells in zip(*columns.values(), strict=True))]


LABELLED = rows_of(q4_0001=["Father", "Not selected", "Not selected", "NA"],
                   q4_0002=["Mother", "Mother", "Not selected", "NA"], q5=["Yes", "No", "NA", "Yes"])
COUNTED = rows_of(q4_1=["1", "0", "0", ""], q4_2=["1", "1", "0", ""], age=["20", "31", "45", "50"])


@pytest.mark.parametrize("first", [0, 1])
def test_a_first_column_that_counts_the_rows_holds_their_names(first):
    raw = table_of([["", "q1"], *([str(n + first), "x"] for n in range(3))])
    survey = survey_from_table(raw, sk.Codebook((sk.Item("q1", "text", {}),)))
    assert list(survey.responses.index) == [str(n + first) for n in range(3)]
    assert "numbers the rows" in said(detect_export(raw))


def test_but_other_cells_under_no_heading_are_refused():
    with pytest.raises(sk.ReadError, match="answers under no heading"):
        survey_from_table(table_of([["", "q1"], ["7", "x"], ["7", "y"]]), sk.Codebook((sk.Item("q1", "text", {}),)))


@pytest.mark.parametrize("rows, parts, ticks", [(LABELLED, ("Father", "Mother"), [[1, 1], [0, 1], [0, 0]]),
                                                (COUNTED, ("1", "2"), [[1, 1], [0, 1], [0, 0]])])
def test_numbered_columns_of_ticks_are_one_select_all_question(rows, parts, ticks):
    raw = table_of(rows)
    export = detect_export(raw)
    assert [(s.question, s.role, s.part) for s in export.columns[:2]] == [("q4", "option", part) for part in parts]
    book = draft_from_export(raw, export).codebook
    assert next((item.name, item.kind) for item in book) == ("q4", "multiple")
    survey = survey_from_table(raw, book)
    columns = list(book["q4"].columns)
    assert survey.responses[columns][:3].to_numpy().tolist() == ticks
    assert survey.missing[columns[0]].tolist() == ["", "", "", "blank"]
    assert disagreements(raw, export, book) == ()


def test_a_codebook_may_still_call_them_single_questions():
    yes = (sk.Option("0", {"en": "No"}), sk.Option("1", {"en": "Yes"}))
    book = sk.Codebook((sk.Item("q4_1", "single", {}, yes), sk.Item("q4_2", "single", {}, yes)))
    survey = survey_from_table(table_of(COUNTED), book)
    assert survey.responses["q4_1"].tolist()[:3] == ["1", "0", "0"]


@pytest.mark.parametrize("rows", [
    rows_of(q4_1=["Yes", "No"], q4_2=["No", "No"]),
    rows_of(q4_1=["1", "2"], q4_2=["0", "1"]),
    rows_of(q4_1=["a", "a"], q4_2=["b", "b"]),
    rows_of(q4=["a", "b"], q4_1=["1", "0"], q4_2=["0", "1"]),
    rows_of(q4_1=["1", "0"], q5_1=["0", "1"])])
def test_but_other_columns_stay_questions_of_their_own(rows):
    assert {slot.role for slot in detect_export(table_of(rows)).columns} == {"whole"}


def test_answers_such_as_na_and_none_stay_answers():
    raw = table_of(rows_of(q1=["NA", "None", "007", "null"]))
    survey = survey_from_table(raw, sk.Codebook((sk.Item("q1", "text", {}),)))
    assert survey.responses["q1"].tolist() == ["NA", "None", "007", "null"]
