"""Plain tables: row names, numbered columns of ticks, and what stays as it is."""

import pytest
from exports import disagreements
from layouts.checked import said
from layouts.raw import table_of

import surveykit as sk
from surveykit.codebook import Codebook, Item
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
    assert survey_from_table(table_of(COUNTED), book).responses["q4_1"].tolist()[:3] == ["1", "0", "0"]


@pytest.mark.parametrize("rows", [
    rows_of(q4_1=["Yes", "No"], q4_2=["No", "No"]), rows_of(q4_1=["1", "2"], q4_2=["0", "1"]),
    rows_of(q4_1=["a", "a"], q4_2=["b", "b"]),
    rows_of(q4=["a", "b"], q4_1=["1", "0"], q4_2=["0", "1"]), rows_of(q4_1=["1", "0"], q5_1=["0", "1"])])
def test_but_other_columns_stay_questions_of_their_own(rows):
    assert {slot.role for slot in detect_export(table_of(rows)).columns} == {"whole"}


def test_answers_such_as_na_and_none_stay_answers():
    raw = table_of(rows_of(q1=["NA", "None", "007", "null"]))
    survey = survey_from_table(raw, sk.Codebook((sk.Item("q1", "text", {}),)))
    assert survey.responses["q1"].tolist() == ["NA", "None", "007", "null"]


@pytest.mark.parametrize(("headings", "ticked", "unticked", "stem"), [
    (["Travel? (Bus)", "Travel? (Car)"], "true", "false", "Travel?"),
    (["Travel (choice=Bus)", "Travel (choice=Car)"], "Checked", "Unchecked", "Travel"),
    (["出行方式：Bus", "出行方式：Car"], "√", "", "出行方式"),
    (["Travel - Bus", "Travel - Car"], "1", "0", "Travel"), (["Bus", "Car"], None, "", "")])
def test_neighbours_that_hold_ticks_and_name_an_option_each_are_one_question(headings, ticked, unticked, stem):
    marks = [ticked or "Bus", ticked or "Car"]
    answers = [(1, 0), (0, 1), (1, 1), (1, 0)] * 3
    cells = [[mark if tick else unticked for mark, tick in zip(marks, row, strict=True)] for row in answers]
    raw = table_of([["id", *headings, "Age"], *([f"p{n}", *row, str(20 + n)] for n, row in enumerate(cells))])
    layout = detect_export(raw)
    assert [(slot.role, slot.part) for slot in layout.columns[1:3]] == [("option", "Bus"), ("option", "Car")]
    assert layout.columns[1].stem == stem and layout.columns[3].role == "whole"
    draft = draft_from_export(raw, layout)
    item = next(item for item in draft.codebook if item.kind == "multiple")
    assert [next(iter(option.label.values())) for option in item.options] == ["Bus", "Car"]
    assert not [doubt for doubt in draft.doubts if doubt.item == item.name and doubt.key == "codes"]
    survey = survey_from_table(raw, draft.codebook)
    assert [tuple(row) for row in survey.responses[list(item.columns)].to_numpy().tolist()] == answers
    assert disagreements(raw, layout, draft.codebook) == ()


@pytest.mark.parametrize("rows", [
    rows_of(**{"Rate (bus)": ["1", "2"], "Rate (car)": ["0", "1"]}),
    rows_of(**{"Own: car": ["Yes", "No"], "Own: bike": ["No", "Yes"]}),
    rows_of(**{"Travel (Bus)": ["1", "0"], "Reason (Bus)": ["0", "1"]}),
    rows_of(City=["City", "x"], Town=["Town", "Town"])])
def test_but_neighbours_that_say_more_than_ticks_stay_questions(rows):
    assert {slot.role for slot in detect_export(table_of(rows)).columns} == {"whole"}


def test_options_in_a_second_row_are_said_to_be_there():
    rows = [["id", "Travel", "", "Age"], ["", "Bus", "Car", ""], *([str(n), "x", "", "20"] for n in range(3))]
    with pytest.raises(sk.ReadError, match=r"headings='1-2'"):
        survey_from_table(table_of(rows))


def test_two_codes_are_no_rating_and_a_mark_that_the_platform_does_not_use_parts_ticks():
    heads = ["Timestamp", "Gender code", "How do you travel? (tick all that apply)"]
    ways = ["Bus, Car", "Car", "Bus, Walk", "Walk", "Car, Walk", "Bus"]
    rows = [heads, *([f"2024/03/0{n + 1} 9:15:32 AM GMT+8", str(n % 2 + 1), way] for n, way in enumerate(ways))] * 1
    raw = table_of([*rows, *rows[1:], *rows[1:]])
    draft = draft_from_export(raw, detect_export(raw))
    kinds = {item.label["en"]: item for item in draft.codebook}
    assert kinds["Gender code"].kind == "single"
    ticks = kinds["How do you travel? (tick all that apply)"]
    assert (ticks.kind, {option.label["en"] for option in ticks.options}) == ("multiple", {"Bus", "Car", "Walk"})


def test_marks_under_two_rows_of_headings_are_ticks():
    rows = [["id", "Travel", "", "Age"], ["", "Bus", "Car", ""], ["p1", "√", "", "20"], ["p2", "", "√", "31"],
            ["p3", "√", "√", "45"]]
    raw = table_of(rows)
    book = draft_from_export(raw, detect_export(raw, headings="1-2")).codebook
    item = next(item for item in book if item.kind == "multiple")
    survey = survey_from_table(raw, book, headings="1-2")
    assert survey.responses[list(item.columns)].to_numpy().tolist() == [[1, 0], [0, 1], [1, 1]]


def test_more_columns_than_a_questionnaire_has_are_read_by_a_codebook_and_not_guessed(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(",".join(row) for row in ([f"q{n}" for n in range(4001)], *[["1"] * 4001] * 3)) + "\n")
    for guess in (sk.draft_codebook, sk.read_survey):
        with pytest.raises(sk.ReadError, match="at most 4,000 columns, and this file has 4,001") as refusal:
            guess(path)
        assert "read_survey(path, codebook)" in str(refusal.value.fix)
    book = Codebook((Item("q4000", "number", {"en": "The last"}),))
    assert sk.read_survey(path, book).responses["q4000"].tolist() == [1.0] * 3


def test_commas_of_numbers_in_a_file_of_semicolons_are_decimal_ones(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("wage;age\n" + "\n".join(f"{n},125;{'17,5' if n == 230 else n - 200}" for n in range(220, 240)))
    found = sk.read_survey(path)
    assert found.responses["wage"].sum() == sum(range(220, 240)) + 20 * 0.125
    assert (found.responses["age"].iloc[10], len(found.flags)) == (17.5, 0)
    path.write_text(path.read_text().replace(",", "\0").replace(";", ",").replace("\0", "."))
    assert sk.read_survey(path).responses["wage"].iloc[0] == 220.125
