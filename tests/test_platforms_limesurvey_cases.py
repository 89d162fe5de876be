"""LimeSurvey: the traps of its headings and cells, one by one."""

from __future__ import annotations

import pytest
from layouts.checked import said
from layouts.raw import table_of

from surveykit.errors import ReadError
from surveykit.read.platforms import limesurvey

RESPONDENTS = 4


def codes(headings: list[str], cells: dict[str, list[str]] | None = None):
    """A LimeSurvey export with these headings behind the completion fields."""
    first = ["id", "submitdate", "lastpage"]
    body = [[str(row + 1), "2026-01-02", "3", *((cells or {}).get(h, ["x"] * RESPONDENTS)[row] for h in headings)]
            for row in range(RESPONDENTS)]
    return table_of([first + headings, *body])


@pytest.mark.parametrize("headings", [["ID", "SubmitDate", "LastPage"], ["\ufeffid", "submitdate ", "lastpage"]])
def test_it_finds_limesurvey_without_regard_to_case(headings):
    assert limesurvey.detect(table_of([headings, ["1", "", "2"]])) == "headings id, submitdate and lastpage"


def test_it_tells_the_scales_of_a_dual_array_apart():
    export = limesurvey.export(codes(["Q1[SQ001][1]", "Q1[SQ001][2]", "Q1[SQ002][1]", "Q1[SQ002][2]"]))
    assert [(s.question, s.part) for s in export.slots[3:]] == [
        ("Q1#1", "SQ001"), ("Q1#2", "SQ001"), ("Q1#1", "SQ002"), ("Q1#2", "SQ002")]


def test_it_tells_the_scales_of_a_dual_array_from_the_columns_of_a_table():
    dual = limesurvey.export(codes(["Q1_SQ001_0", "Q1_SQ001_1"]))
    assert [slot.question for slot in dual.slots[3:]] == ["Q1#0", "Q1#1"]
    table = limesurvey.export(codes(["Q1_SQ001_1", "Q1_SQ001_2", "Q1_SQ001_3"]))
    assert [(s.question, s.part) for s in table.slots[3:]] == [("Q1", f"SQ001_{n}") for n in (1, 2, 3)]


def test_it_puts_comments_beside_their_options():
    cells = {"Q1[SQ001]": ["Y", "", "Y", ""], "Q1[SQ002]": ["", "Y", "", ""]}
    export = limesurvey.export(codes(["Q1[SQ001]", "Q1[SQ001comment]", "Q1[SQ002]", "Q1[SQ002comment]", "Q1[other]"],
                                     cells))
    assert [(s.role, s.part) for s in export.slots[3:]] == [
        ("option", "SQ001"), ("other", "SQ001"), ("option", "SQ002"), ("other", "SQ002"), ("other", "other")]


def test_it_keeps_columns_of_one_heading_apart():
    heading = "q2. Rank these [Other]"
    raw = table_of([["id. Response ID", "submitdate. Date submitted", "q2. Rank these [Rank 1]", heading, heading],
                    ["1", "x", "a", "b", "c"]])
    export = limesurvey.export(raw)
    assert [slot.names[0] for slot in export.slots[3:]] == [heading, f"{heading}__2"]
    assert [slot.heading for slot in export.slots[3:]] == [heading, heading]
    assert f"{heading}__2" in said(export)


def test_it_reads_the_seen_form_of_code_and_text_headings():
    raw = table_of([["submitdate. Date submitted", "lastpage. Last page", "q13. Please select [A, b]",
                     "q13. Please select [C [d]]", "q1[other]. Who are you? [Other]", "q1. Who are you?"],
                    ["12/03/2024 10:01", "2", "Yes", "No", "", "Me"], ["", "-1", "No", "Yes", "", "Me"]])
    export = limesurvey.export(raw)
    assert [(s.question, s.role, s.stem, s.part) for s in export.slots[2:]] == [
        ("q13", "option", "Please select", "A, b"), ("q13", "option", "Please select", "C [d]"),
        ("q1", "other", "Who are you?", "Other"), ("q1", "whole", "Who are you?", "")]
    assert "every column holds yes or no only: 'Please select'" in said(export)


def test_it_says_what_submitdate_and_lastpage_tell():
    raw = table_of([["id", "submitdate", "lastpage", "Q1"], ["1", "1980-01-01 00:00:00", "4", "a"],
                    ["2", "", "2", "a"], ["3", "", "-1", ""], ["4", "", "0", ""]])
    export = limesurvey.export(raw)
    assert export.hints == {"incomplete": "3", "opened_only": "2"}
    assert "3 responses have no submitdate" in said(export)
    assert "1980-01-01" in said(export)


def test_it_takes_no_typed_answers_for_a_ranking():
    cells = {"Q5[1]": ["ann", "bo", "cy", "di"], "Q5[2]": ["ed", "flo", "", "gus"]}
    assert [s.role for s in limesurvey.export(codes(["Q5[1]", "Q5[2]"], cells)).slots[3:]] == ["row", "row"]


def test_it_notes_yes_and_no_in_a_language_it_does_not_know():
    cells = {"Q5[SQ001]": ["Kyllä", "Ei", "Ei", "Ei"], "Q5[SQ002]": ["Ei", "Kyllä", "Ei", "Ei"]}
    export = limesurvey.export(codes(["Q5[SQ001]", "Q5[SQ002]"], cells))
    assert [slot.role for slot in export.slots[3:]] == ["row", "row"]
    assert "in another language: 'Ei', 'Kyllä'" in said(export)


def test_it_reads_timings_as_the_platforms_own():
    export = limesurvey.export(codes(["Q1", "interviewtime", "groupTime715", "Q1Time"]))
    assert [slot.meta for slot in export.slots[4:]] == ["duration", "other", "other"]


def test_it_says_that_vv_marks_stay_in_the_cells():
    raw = table_of([["ID", "Done", "Page", "Why?"], ["id", "submitdate", "lastpage", "Q1"],
                    ["1", "x", "3", "one{newline}two"], ["2", "x", "3", "{question_not_shown}"]])
    export = limesurvey.export(raw)
    assert export.variant == "vv"
    assert export.missing["{question_not_shown}"] == "not_asked"
    assert "{newline}" in said(export)


def test_it_notes_that_somebody_may_have_typed_not_applicable():
    export = limesurvey.export(codes(["Q1"], {"Q1": ["N/A", "long story", "short story", ""]}))
    assert "in 'Q1' somebody may have typed it" in said(export)


def test_it_warns_of_numbers_for_headings():
    export = limesurvey.export(codes(["123X4X5SQ001", "123X4X5SQ002", "123X4X61"]))
    assert [slot.question for slot in export.slots[3:]] == ["123X4X5", "123X4X5", "123X4X61"]
    assert "SGQA" in said(export)


def test_it_refuses_what_is_no_limesurvey_export():
    with pytest.raises(ReadError, match="must have the columns id, submitdate and lastpage"):
        limesurvey.export(table_of([["a"], ["1"]]))
