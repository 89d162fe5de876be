"""LimeSurvey: the traps of its headings and cells, one by one."""

import pytest
from layouts.checked import said
from layouts.raw import table_of

import surveykit as sk
from surveykit.drafting import draft_from_export
from surveykit.errors import ReadError
from surveykit.platforms import limesurvey
from surveykit.read.read_survey import survey_from_table

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


def test_it_tells_the_scales_of_a_dual_array_apart_from_each_other_and_from_a_table():
    export = limesurvey.export(codes(["Q1[SQ001][1]", "Q1[SQ001][2]", "Q1[SQ002][1]", "Q1[SQ002][2]"]))
    assert [(s.question, s.part) for s in export.columns[3:]] == [
        ("Q1#1", "SQ001"), ("Q1#2", "SQ001"), ("Q1#1", "SQ002"), ("Q1#2", "SQ002")]
    heads = [f"Q1[SQ001][{n}]. Rate each. [Pay][{said}]" for n, said in ((1, "Weight"), (2, "Quality"))]
    worded = limesurvey.export(table_of([["id. Response ID", *heads], ["1", "a", "b"]])).columns[1:]
    assert [(s.stem, s.part) for s in worded] == [("Rate each. Weight", "Pay"), ("Rate each. Quality", "Pay")]
    dual = limesurvey.export(codes(["Q1_SQ001_0", "Q1_SQ001_1"]))
    assert [slot.question for slot in dual.columns[3:]] == ["Q1#0", "Q1#1"]
    table = limesurvey.export(codes(["Q1_SQ001_1", "Q1_SQ001_2", "Q1_SQ001_3"]))
    assert [(s.question, s.part) for s in table.columns[3:]] == [("Q1", f"SQ001_{n}") for n in (1, 2, 3)]


def test_it_puts_comments_beside_their_options():
    export = limesurvey.export(codes(["Q1[SQ001]", "Q1[SQ001comment]", "Q1[SQ002]", "Q1[SQ002comment]", "Q1[other]"],
                                     {"Q1[SQ001]": ["Y", "", "Y", ""], "Q1[SQ002]": ["", "Y", "", ""]}))
    assert [(s.role, s.part) for s in export.columns[3:]] == [
        ("option", "SQ001"), ("other", "SQ001"), ("option", "SQ002"), ("other", "SQ002"), ("other", "other")]


def test_it_keeps_columns_of_one_heading_apart():
    heading = "q2. Rank these [Other]"
    raw = table_of([["id. Response ID", "submitdate. Date submitted", "q2. Rank these [Rank 1]", heading, heading],
                    ["1", "x", "a", "b", "c"]])
    export = limesurvey.export(raw)
    assert [slot.names[0] for slot in export.columns[3:]] == [heading, f"{heading}__2"]
    assert [slot.heading for slot in export.columns[3:]] == [heading, heading]
    assert f"{heading}__2" in said(export)


def test_it_reads_the_seen_form_of_code_and_text_headings():
    raw = table_of([["submitdate. Date submitted", "lastpage. Last page", "q13. Please select [A, b]",
                     "q13. Please select [C [d]]", "q1[other]. Who are you? [Other]", "q1. Who are you?"],
                    ["12/03/2024 10:01", "2", "Yes", "No", "", "Me"], ["", "-1", "No", "Yes", "", "Me"]])
    export = limesurvey.export(raw)
    assert [(s.question, s.role, s.stem, s.part) for s in export.columns[2:]] == [
        ("q13", "option", "Please select", "A, b"), ("q13", "option", "Please select", "C [d]"),
        ("q1", "other", "Who are you?", "Other"), ("q1", "whole", "Who are you?", "")]
    assert "every column holds yes or no only: Please select" in said(export)


def test_it_says_what_submitdate_and_lastpage_tell():
    raw = table_of([["id", "submitdate", "lastpage", "Q1"], ["1", "1980-01-01 00:00:00", "4", "a"],
                    ["2", "", "2", "a"], ["3", "", "-1", ""], ["4", "", "0", ""]])
    export = limesurvey.export(raw)
    assert export.hints == {"incomplete": "3", "opened_only": "2"}
    assert "3 responses have no submitdate" in said(export)
    assert "1980-01-01" in said(export)


def test_typed_answers_are_no_ranking_timings_the_platforms_own_and_unknown_words_noted():
    cells = {"Q5[1]": ["ann", "bo", "cy", "di"], "Q5[2]": ["ed", "flo", "", "gus"]}
    assert [s.role for s in limesurvey.export(codes(["Q5[1]", "Q5[2]"], cells)).columns[3:]] == ["row", "row"]
    cells = {"Q5[SQ001]": ["Kyllä", "Ei", "Ei", "Ei"], "Q5[SQ002]": ["Ei", "Kyllä", "Ei", "Ei"]}
    export = limesurvey.export(codes(["Q5[SQ001]", "Q5[SQ002]"], cells))
    assert [slot.role for slot in export.columns[3:]] == ["row", "row"]
    assert "in another language: Ei, Kyllä" in said(export)
    export = limesurvey.export(codes(["Q1", "interviewtime", "groupTime715", "Q1Time"]))
    assert [slot.meta for slot in export.columns[4:]] == ["duration", "page_time", "other"]


def vv(headings: list[str], codes: list[str], *body: list[str]):
    """A .vv export with these two heading rows behind the completion fields."""
    rows = [[str(n), "2026-01-02 10:00:00", "3", *row] for n, row in enumerate(body, start=1)]
    return table_of([["Response ID", "Date submitted", "Last page", *headings],
                     ["id", "submitdate", "lastpage", *codes], *rows])


def test_it_undoes_the_marks_of_vv_files():
    raw = vv(["Why?"], ["Q1"], ["{quote}one{newline}two{tab}{lbrace}newline}"], ["{question_not_shown}"], ["a {quote}"])
    survey = survey_from_table(raw, sk.Codebook((sk.Item("Q1", "text", {}),)))
    assert survey.responses["Q1"].tolist() == ['"one\ntwo\t{newline}', None, "a {quote}"]
    assert survey.missing["Q1"].tolist() == ["", "not_asked", ""]
    assert [item.kind for item in draft_from_export(raw, limesurvey.export(raw)).codebook] == ["text"]


@pytest.mark.parametrize("mark", ["{} ({})", "{}  - {}", "{} \n{}", "{} [{}]"])
def test_it_parts_the_wording_of_vv_files_however_it_is_joined(mark):
    headings = [mark.format("Which (if any)?", label) for label in ("Car, own", "Dog")]
    raw = vv(headings, ["Q1_SQ001", "Q1_SQ002"], ["Y", ""], ["{question_not_shown}"] * 2)
    assert [(s.question, s.role, s.stem, s.part) for s in limesurvey.export(raw).columns[3:]] == [
        ("Q1", "option", "Which (if any)?", "Car, own"), ("Q1", "option", "Which (if any)?", "Dog")]


def test_it_knows_the_numbers_of_older_vv_files():
    raw = vv(["Which? (a)", "Which? (b)", "Why? "], ["12X3X4SQ001", "12X3X4SQ002", "12X3X5"], ["Y", "", "x"])
    assert [(s.question, s.role) for s in limesurvey.export(raw).columns[3:]] == [
        ("12X3X4", "option"), ("12X3X4", "option"), ("12X3X5", "whole")]


def test_it_reads_each_row_of_a_table_of_ticks_as_a_select_all_question():
    headings = [f"Q1[SQ001_{column}]" for column in ("a", "b")] + [f"Q1[SQ002_{column}]" for column in ("a", "b")]
    cells = dict(zip(headings, (["1", "", "", "1"], ["1", "1", "", ""], ["", "1", "", "1"], ["", "", "", "1"]),
                     strict=True))
    assert [(s.question, s.role, s.part) for s in limesurvey.export(codes(headings, cells)).columns[3:]] == [
        ("Q1_SQ001", "option", "a"), ("Q1_SQ001", "option", "b"),
        ("Q1_SQ002", "option", "a"), ("Q1_SQ002", "option", "b")]
    worded = [f"Q1[{code}]. Where? [{row}][{column}]" for code, row, column in
              (("S1_a", "Home", "now"), ("S1_b", "Home", "then"), ("S2_a", "Away", "now"), ("S2_b", "Away", "then"))]
    raw = table_of([["id. Response ID", *worded], ["1", "1", "0", "0", "0"], ["2", "1", "1", "", "1"]])
    assert [(s.question, s.stem, s.part) for s in limesurvey.export(raw).columns[1:]] == [
        ("Q1_S1", "Where? - Home", "now"), ("Q1_S1", "Where? - Home", "then"),
        ("Q1_S2", "Where? - Away", "now"), ("Q1_S2", "Where? - Away", "then")]


def test_but_a_table_of_numbers_stays_one_question():
    headings = ["Q1[A_x]", "Q1[A_y]", "Q1[B_x]", "Q1[B_y]"]
    export = limesurvey.export(codes(headings, {heading: ["1", "3", "7", "2"] for heading in headings}))
    assert [(s.question, s.role, s.part) for s in export.columns[3:]] == [
        ("Q1", "row", head[3:-1]) for head in headings]


def test_it_reads_headings_with_underscores_for_blanks():
    raw = table_of([["id. Response_ID", "submitdate. Date_submitted", "attribute_1. Faculty",
                     "Q1[SQ001]. Which_one?_[A_b]", "Q1[SQ002]. Which_one?_[C]", "Q2. Why_so.._"],
                    ["1", "x", "Arts", "Yes", "No", "z"]])
    assert [(s.role, s.stem, s.part) for s in limesurvey.export(raw).columns] == [
        ("meta", "", "")] * 3 + [("option", "Which one?", "A b"), ("option", "Which one?", "C"),
                                 ("whole", "Why so..", "")]
    text = table_of([["Response_ID", "Date_submitted", "Last_page", "Which_one?_[A_b]", "Which_one?_[C]"],
                     ["1", "x", "1", "Yes", "No"]])
    assert [(s.role, s.stem) for s in limesurvey.export(text).columns[3:]] == [("option", "Which one?")] * 2


def test_a_missing_last_page_a_typed_not_applicable_and_numbers_for_headings_are_noted():
    raw = table_of([["id", "submitdate", "startlanguage", "Q1"], ["1", "x", "en", "a"]])
    assert limesurvey.detect(raw) and limesurvey.export(raw).variant == "code"
    export = limesurvey.export(codes(["Q1"], {"Q1": ["N/A", "long story", "short story", ""]}))
    assert "in Q1 somebody may have typed it" in said(export)
    export = limesurvey.export(codes(["123X4X5SQ001", "123X4X5SQ002", "123X4X61"]))
    assert [slot.question for slot in export.columns[3:]] == ["123X4X5", "123X4X5", "123X4X61"]
    assert "SGQA" in said(export)


def test_it_refuses_what_is_no_limesurvey_export():
    with pytest.raises(ReadError, match="must have the columns id, submitdate and lastpage"):
        limesurvey.export(table_of([["a"], ["1"]]))


LOCAL = {"de": ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Ja", "Nein", "Sonstiges"],
         "fr": ["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Oui", "Non", "Autre"],
         "zh": ["答复 ID", "提交日期", "最后一页", "起始语言", "是", "否", "其他"],
         "": ["", "", "", "", "Yes", "No", "Other"]}


@pytest.mark.parametrize("language", LOCAL)
def test_it_knows_its_own_columns_in_other_languages_and_ticks_without_them(language):
    *own, yes, no, other = LOCAL[language]
    heads = [*(head for head in own if head), "Plan <b>A</b>?", "Why? [Pay]", "Why? [Life &amp; work]",
             f"Why? [{other}]", "Rate [Pay]", "Rate [Hours]"]
    rows = [[*[str(n), "2026-1-2", "3", language][:len(heads) - 6], ("<p>Work</p>", "Study &amp; work", "Work")[n % 3],
             (yes, no)[n % 2], (no, yes)[n % 3 == 0], "van" if n == 3 else "", f"A{n % 5}", f"A{n % 4}"]
            for n in range(30)]
    survey = survey_from_table(table_of([heads, *rows]))
    plan, why, *_ = (item for item in survey.codebook if item.role in {None, ""})
    assert [next(iter(option.label.values())) for option in plan.options] == ["Work", "Study & work"]
    assert survey.responses[plan.name].value_counts().tolist() == [20, 10]
    assert why.kind == "multiple" and survey.responses[list(why.columns)].sum().tolist() == [15, 10, 1]
    assert not any(item.kind == "date" for item in survey.codebook)
