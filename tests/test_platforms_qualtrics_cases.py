"""Qualtrics: matrices of ticks, groups, files, timings and orders as their ImportIds name them."""

import csv
import json
from collections.abc import Iterator

from layouts.checked import said
from layouts.raw import table_of

import surveykit as sk
from surveykit.drafting import draft_from_export
from surveykit.platforms import qualtrics
from surveykit.read.read_survey import survey_from_table


def sheet(*columns: tuple[str, str, str, list[str]]):
    """An export of these columns: tag, wording, what stands in row 3, cells."""
    own = ("ResponseId", "Response ID", '{"ImportId":"_recordId"}', [f"R_{n}" for n in range(len(columns[0][3]))])
    heads = [[column[row] for column in (own, *columns)] for row in range(3)]
    return table_of([*heads, *(list(cells) for cells in zip(*(column[3] for column in (own, *columns)), strict=True))])


def choice(name: str, number: str) -> str:
    """Row 3 of a split select-all question."""
    return f'{{"ImportId":"{name}","choiceId":"{number}"}}'


def whole(name: str) -> str:
    """Row 3 of any other question."""
    return f'{{"ImportId":"{name}"}}'


def roles(export) -> list[tuple[str, str, str, str]]:
    """Question, role, stem and part of the columns behind ResponseId."""
    return [(slot.question, slot.role, slot.stem, slot.part) for slot in export.columns[1:]]


def test_a_matrix_with_several_answers_in_a_row_is_a_select_all_question_for_each_row():
    raw = sheet(("Q9_1_1", "Who cooks? - Fish - Dad", choice("QID9_1", "1"), ["1", "", ""]),
                ("Q9_1_2", "Who cooks? - Fish - Mum", choice("QID9_1", "-2"), ["1", "1", ""]),
                ("Q9_2_1", "Who cooks? - Rice - Dad", choice("QID9_2", "1"), ["", "1", ""]),
                ("Q9_2_2", "Who cooks? - Rice - Mum", choice("QID9_2", "-2"), ["1", "1", ""]))
    assert roles(qualtrics.export(raw)) == [
        ("QID9_1", "option", "Who cooks? - Fish", "Dad"), ("QID9_1", "option", "Who cooks? - Fish", "Mum"),
        ("QID9_2", "option", "Who cooks? - Rice", "Dad"), ("QID9_2", "option", "Who cooks? - Rice", "Mum")]
    book = sk.Codebook((sk.Item("fish", "multiple", {}, (sk.Option("d", {"en": "Dad"}), sk.Option("m", {"en": "Mum"})),
                                column="QID9_1"),))
    survey = survey_from_table(raw, book)
    assert survey.responses["fish__d"].tolist()[:2] == [1, 0] and survey.responses["fish__m"].tolist()[:2] == [1, 1]
    assert survey.missing["fish__d"].tolist() == ["", "", "blank"]


def test_older_ids_without_choices_tell_a_matrix_of_ticks_by_its_cells():
    raw = sheet(("Q9_1_1", "Who?-Fish-Dad", whole("QID9-1-1"), ["Dad", "", ""]),
                ("Q9_1_2", "Who?-Fish-Mum", whole("QID9-1-2"), ["Mum", "Mum", ""]),
                ("Q9_2_1", "Who?-Rice-Dad", whole("QID9-2-1"), ["", "Dad", ""]),
                ("Q9_2_2", "Who?-Rice-Mum", whole("QID9-2-2"), ["Mum", "", ""]))
    assert [found[:3] for found in roles(qualtrics.export(raw))] == [
        ("QID9_1", "option", "Who?-Fish")] * 2 + [("QID9_2", "option", "Who?-Rice")] * 2


def test_but_a_matrix_of_texts_stays_one_question():
    raw = sheet(("Q9_1_1", "Why? - Fish - Dad", whole("QID9_1_1"), ["a", "", ""]),
                ("Q9_1_2", "Why? - Fish - Mum", whole("QID9_1_2"), ["b", "c", ""]),
                ("Q9_2_1", "Why? - Rice - Dad", whole("QID9_2_1"), ["", "d", ""]))
    assert roles(qualtrics.export(raw)) == [("QID9", "row", "Why?", part) for part in
                                            ("Fish - Dad", "Fish - Mum", "Rice - Dad")]


def test_ticks_of_side_by_side_questions_are_told_from_its_choices():
    raw = sheet(("S#1_1", "Animals - How nice - Cat", whole("QID4#1_1"), ["1", "1"]),
                ("S#1_2", "Animals - How nice - Dog", whole("QID4#1_2"), ["1", ""]),
                ("S#2_1_1", "Animals - Colours - Cat - red", choice("QID4#2_1", "1"), ["1", "1"]),
                ("S#2_1_2", "Animals - Colours - Cat - blue", choice("QID4#2_1", "2"), ["1", "1"]))
    assert roles(qualtrics.export(raw)) == [
        ("QID4#1", "row", "Animals - How nice", "Cat"), ("QID4#1", "row", "Animals - How nice", "Dog"),
        ("QID4#2_1", "option", "Animals - Colours - Cat", "red"),
        ("QID4#2_1", "option", "Animals - Colours - Cat", "blue")]


def test_where_row_3_names_choices_ticks_need_no_other_sign():
    raw = sheet(("Q1_1", "Which? - a", choice("QID1", "1"), ["1", "1"]),
                ("Q1_2", "Which? - b", choice("QID1", "x2"), ["1", "1"]),
                ("Q2_1", "How? - a", whole("QID2_1"), ["1", ""]), ("Q2_2", "How? - b", whole("QID2_2"), ["1", ""]),
                ("Q3_1", "I agree. - Yes", choice("QID3", "1"), ["1", "1"]),
                ("1_Q4_1", "And A? - x", choice("1_QID4", "1"), ["", ""]),
                ("1_Q4_2", "And A? - y", choice("1_QID4", "2"), ["", ""]))
    assert [found[:2] for found in roles(qualtrics.export(raw))] == [
        ("QID1", "option")] * 2 + [("QID2", "row")] * 2 + [("QID3", "option")] + [("1_QID4", "option")] * 2


def test_groups_that_things_are_sorted_into_are_ticks_and_rankings():
    raw = sheet(("Q1_0_GROUP_1", "Sort - Cart - a", choice("QID1_0_GROUP", "1"), ["1", ""]),
                ("Q1_0_GROUP_2", "Sort - Cart - b", choice("QID1_0_GROUP", "2"), ["1", "1"]),
                ("Q1_0_1_RANK", "Sort - Ranks - Cart - a", whole("QID1_G0_1_RANK"), ["2", ""]),
                ("Q1_0_2_RANK", "Sort - Ranks - Cart - b", whole("QID1_G0_2_RANK"), ["1", "1"]))
    export = qualtrics.export(raw)
    assert [found[:2] for found in roles(export)] == [("QID1_G0", "option")] * 2 + [("QID1_G0_RANK", "rank")] * 2
    assert "Read as rankings" not in said(export)


def test_timings_files_clicks_and_orders_are_the_platforms_own():
    raw = sheet(("Q5_First Click", "Timing - First Click", whole("QID5_FIRST_CLICK"), ["1.5"]),
                ("Q6_Browser", "Browser - Browser", whole("QID6_BROWSER"), ["Firefox"]),
                ("Q7_Id", "Upload - Id", whole("QID7_FILE_ID"), ["F_1"]),
                ("Q8_1_x", "Click - x", '{"ImportId":"QID8","point":1,"coord":"x"}', ["10"]),
                ("Q8_1_y", "Click - y", '{"ImportId":"QID8","point":1,"coord":"y"}', ["11"]),
                ("FL_4_DO_FL_28", "FL_4 - Block Randomizer", choice("FL_4_DO", "FL_28"), ["1"]),
                ("BL_1_DO", "Block - Display Order", whole("BL_1_DO"), ["Q1|Q2"]),
                ("Q9_DO_2", "Who? - Display Order - b", choice("QID9_DO", "2"), ["1"]),
                ("Q9 - Topics", "Q9 - Topics", whole("QID9_0_Topics"), ["t"]),
                ("SC0", "Score", whole("SC_0abcDEFghijKLMn"), ["3"]), ("Q9", "Who?", whole("QID9"), ["2"]))
    export = qualtrics.export(raw)
    assert [slot.role for slot in export.columns] == ["meta"] * 11 + ["whole"]
    names = [name for slot in export.columns for name in slot.names]
    assert len(set(names)) == len(names)


def test_a_file_without_its_row_of_import_ids_is_still_known():
    heads = ["StartDate", "Progress", "Finished", "ResponseId", "RecordedDate", "Q1_1", "Q1_2", "Q2_First Click"]
    wording = ["Start Date", "Progress", "Finished", "Response ID", "Recorded Date", "Which? - a", "Which? - b", "T"]
    body = [["x", "100", "1", "R_1", "x", "a", "", "1"], ["x", "100", "1", "R_2", "x", "", "b", "1"]]
    bare, worded = (qualtrics.export(table_of(rows)) for rows in ([heads, *body], [heads, wording, *body]))
    assert (bare.variant, bare.header_rows, worded.variant, worded.header_rows) == ("tags only", 1, "two rows", 2)
    for export in (bare, worded):
        assert [(s.role, s.part) for s in export.columns[5:]] == [("option", "a"), ("option", "b"), ("meta", "")]
    assert qualtrics.detect(table_of([heads[:3], body[0][:3]])) == ""


OWN = ("Status", "IPAddress", "Progress", "Finished", "RecordedDate")  # enough to be known without ImportIds


def old_columns() -> Iterator[tuple[str, str, str, list[str]]]:
    """An old export where choices have tags of their own: a matrix, ticks with an NA, two questions side by side."""
    rate, ticks = ["1", "3", "2", "1"], ["1", "", "1", ""]
    rows, options = ["Red Pandas", "Deep-fried Hippos"], ["Stripes", "Swirls"]
    yield from ((f"Q23_{tag}", f"Rank each-{tag.title()}", whole(f"QID23-{n}"), rate)
                for n, tag in enumerate(["kale", "figs"]))
    yield from ((f"Q14_{code}", f"Which of these...-{label}", whole(f"QID14-{n}"), ticks)
                for n, (code, label) in enumerate([("130", "Kale"), ("7", "Kale chips"), ("-1", "NA - none")]))
    yield from ((f"Q44#1_{row[:3].lower()}_3", f"About-Like?-{row}", whole(f"QID44#1-{n}"), rate)
                for n, row in enumerate(rows))
    yield from ((f"Q44#2_{row[:3].lower()}_4", f"About-Patterns?-{row}-{option}", whole(f"QID44#2-{n}-{k}"), ticks)
                for n, row in enumerate(rows, 1) for k, option in enumerate(options, 1))
    yield "Q6", "What kind of fruit?", whole("QID6"), rate
    yield from ((name, name, whole(name), ["x"] * 4) for name in OWN)


def test_an_export_without_its_third_row_says_the_same_and_reads_its_own_draft():
    complete = sheet(*old_columns())
    rows = [complete.row(number) for number in range(len(complete))]
    cut = table_of([*rows[:2], *rows[3:]])
    layouts = qualtrics.export(complete), qualtrics.export(cut)
    assert [layout.variant for layout in layouts] == ["three rows", "two rows"]
    assert [found[1:] for found in roles(layouts[1])] == [found[1:] for found in roles(layouts[0])]
    firsts = [[[slot.question for slot in layout.columns].index(slot.question) for slot in layout.columns]
              for layout in layouts]
    assert firsts[0] == firsts[1]
    books = [draft_from_export(raw, layout).codebook for raw, layout in zip((complete, cut), layouts, strict=True)]
    surveys = [survey_from_table(raw, book) for raw, book in zip((complete, cut), books, strict=True)]
    assert [item.kind for item in books[0]] == [item.kind for item in books[1]]
    assert [surveys[1].responses[name].tolist() for name in books[1].columns] == [
        surveys[0].responses[name].tolist() for name in books[0].columns]


def test_a_form_finds_rows_side_by_side_by_the_tags_of_old_exports(tmp_path):
    rows = {"1": {"Display": "Pandas"}, "2": {"Display": "Hippos"}}
    tags = {"ChoiceDataExportTags": {"1": "panda-s", "2": "hippos"}, "Choices": rows, "QuestionType": "Matrix"}
    answers = {str(n): {"Display": label} for n, label in enumerate(("Bad", "Fair", "Good"), start=1)}
    parts = {"1": {**tags, "QuestionText": "Like?", "Answers": answers, "Selector": "Likert", "DataExportTag": "Q4#1",
                   "SubSelector": "SingleAnswer", "AnswerDataExportTag": "92"},
             "2": {**tags, "QuestionText": "Patterns?", "Answers": answers, "Selector": "Likert",
                   "SubSelector": "MultipleAnswer", "AnswerDataExportTag": "93", "DataExportTag": "Q4#2",
                   "RecodeValues": {"1": "7", "2": "8", "3": "9"}}}
    payload = {"QuestionID": "QID4", "DataExportTag": "Q4", "QuestionType": "SBS", "QuestionText": "About",
               "Choices": rows, "ChoiceOrder": [1, 2], "AdditionalQuestions": parts}
    form = {"SurveyEntry": {"SurveyName": "f", "SurveyLanguage": "EN"}, "SurveyElements": [
        {"Element": "SQ", "PrimaryAttribute": "QID4", "Payload": payload}]}
    (tmp_path / "form.qsf").write_text(json.dumps(form), encoding="utf-8")
    heads = ["panda_s: 92", "hippos: 92", *(f"panda_s: 93_{n}" for n in (7, 8, 9)),
             *(f"hippos: 93_{n}" for n in (1, 2, 3))]
    texts = [f"About-Like?-{row}" for row in ("Pandas", "Hippos")]
    texts += [f"About-Patterns?-{row}-{word}" for row in ("Pandas", "Hippos") for word in ("x", "y", "z")]
    cells = [["1", "3", "1", "", "", "1", "1", ""], ["2", "2", "", "1", "", "", "1", "1"]]
    lines = [["ResponseId", *OWN, *heads], ["ResponseId", *OWN, *texts], *([f"R{n}", *"abcde", *row] for n, row in
                                                                         enumerate(cells))]
    with (tmp_path / "export.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(lines)
    draft = sk.draft_codebook(tmp_path / "export.csv", codes=tmp_path / "form.qsf")
    assert not [doubt for doubt in draft.doubts if doubt.key == "absent"]
    book = sk.draft_codebook(tmp_path / "form.qsf").codebook
    survey = sk.read_survey(tmp_path / "export.csv", book)
    names = [name for item in book for name in item.columns]
    answers = [survey.responses[name].tolist() for name in names]
    assert answers[:2] == [[1, 2], [3, 2]] and answers[2:5] == [[1, 0], [0, 1], [0, 0]]
    assert answers[5:8] == [[1, 0], [1, 1], [0, 1]]
