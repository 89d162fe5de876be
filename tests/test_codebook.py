"""The codebook: an XLSForm workbook read whole or refused whole, with every fault in one pass."""

import csv
from pathlib import Path

import pytest
from builders import cases
from exports import CHOICES, SCALES, SETTINGS, SHEETS, SURVEY, workbook

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option, Scale, codebook_bytes, parse_codebook

ROOT = Path(__file__).parents[1]
BOOKS = sorted(ROOT.glob("data/raw/*/*.codebook.xlsx"))
HEAD = SURVEY[0]


def read(folder: Path, **sheets: list) -> Codebook:
    """The small codebook with some of its sheets replaced."""
    return sk.read_codebook(workbook(folder / "c.xlsx", {**SHEETS, **sheets}))


def refused(folder: Path, **sheets: list) -> str:
    """The message of the CodebookError."""
    with pytest.raises(sk.CodebookError) as caught:
        read(folder, **sheets)
    return str(caught.value)


# --- reading ------------------------------------------------------------------------------------


def test_it_reads_items_options_scales_and_settings(tmp_path):
    book = read(tmp_path)
    assert [i.kind for i in book] == [
        "single", "single", "text", "multiple", "rating", "rating", "number", "text", "text"]
    assert book["useless"].reverse and not book["goal"].reverse
    assert book.scale("planning") == Scale("planning", {"zh": "规划", "en": "Planning"}, 1, 3, "mean", 0.5)
    assert book["gender"].option("prefer_not").missing == "refused"
    assert [o.value for o in book["gender"].answers] == ["male", "female"]
    assert book.language == "zh"
    assert book.settings["missing_codes"] == {"-3": "not_asked", "-2": "blank"}


def test_it_gives_a_response_set_one_column_per_answer(tmp_path):
    assert read(tmp_path).sets == {"hard": ("hard__pay", "hard__far", "hard__other")}


def test_it_hands_a_condition_of_a_group_to_its_members(tmp_path):
    survey = [
        ["type", "name", "label", "relevant"], ["begin group", "g", "", "${a}='1'"], ["text", "b", "B", "${c}='2'"],
        ["text", "a", "A"], ["text", "c", "C"], ["end group", "g"], ["text", "d", "D"]]
    book = read(tmp_path, survey=survey, scales=[SCALES[0]])
    assert book["b"].asked_if == "${a}='1' and ${c}='2'"
    assert book["d"].asked_if is None


@pytest.mark.parametrize("wording, expected", [("English (en)", "en"), ("中文", "zh"), ("Deutsch (de)", "en")])
def test_it_shows_results_in_a_language_we_speak(tmp_path, wording, expected):
    assert read(tmp_path, settings=[["default_language"], [wording]]).language == expected


def test_it_finds_items_by_name_and_label(tmp_path):
    assert [i.name for i in read(tmp_path).search("GOAL")] == ["goal"]


@pytest.mark.parametrize(
    "role, personal", [("pii:phone", True), ("PII:name", True), ("open_text", False), (None, False)])
def test_it_knows_personal_items(role, personal):
    assert Item("a", "text", {}, role=role).personal is personal


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.name)
def test_writing_and_reading_again_gives_an_equal_codebook(path):
    book = sk.read_codebook(path)
    assert parse_codebook(codebook_bytes(book), "again") == book


def test_the_example_survives_writing_too():
    book = sk.example_survey().codebook
    again = parse_codebook(codebook_bytes(book), "again")
    assert (again.items, again.scales) == (book.items, book.scales)


def test_it_keeps_labels_in_other_languages(tmp_path):
    choices = [["list_name", "name", "label::中文 (zh)", "label::Français (fr)"], ["gender", "male", "男", "homme"]]
    survey = [["type", "name", "label::Français (fr)"], ["select_one gender", "gender", "Sexe"]]
    book = read(tmp_path, survey=survey, choices=choices, scales=[SCALES[0]])
    assert book["gender"].option("male").label == {"zh": "男", "fr": "homme"}
    assert parse_codebook(codebook_bytes(book), "again").items == book.items


def test_a_folder_of_csv_sheets_holds_no_formula_and_reads_back(tmp_path):
    labels = ['=HYPERLINK("http://x","a")', "+cmd|' /C calc'!A0", "@SUM(1)", "-1 step", "'quoted'", "\t=1", "-9"]
    options = tuple(sk.Option(f"o{n}", {"en": label}) for n, label in enumerate(labels))
    book = sk.Codebook((sk.Item("q", "single", {"en": "=1+1"}, options=options),))
    folder = sk.write_codebook(book, tmp_path / "book")
    cells = [cell for file in folder.glob("*.csv")
             for row in csv.reader(file.read_text("utf-8").splitlines()) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == ["-9"]
    read = sk.read_codebook(folder)["q"].options
    assert [option.label["en"] for option in read] == [label.strip() for label in labels]


def test_a_label_that_looks_like_a_formula_stays_a_label():
    book = Codebook((Item("a", "single", {"en": "=1+1"}, (Option("x", {"en": "@SUM(A1)"}),)),))
    assert parse_codebook(codebook_bytes(book), "again").items == book.items


@pytest.mark.parametrize("label", ["a\x07b", "x" * 40_000])
def test_but_it_refuses_what_excel_would_cut_or_cannot_hold(label):
    with pytest.raises(sk.CodebookError, match=r"fit into a cell of Excel[\s\S]*where: sheet survey"):
        codebook_bytes(Codebook((Item("a", "text", {"en": label}),)))


# --- faults -------------------------------------------------------------------------------------


def test_it_lists_all_faults_in_one_pass_with_sheet_and_row(tmp_path):
    survey = [
        HEAD, ["select_one nowhere", "plan", "打算"], ["text", "1st", "一"], ["text", "advice", "建议"],
        ["text", "advice", "再一次"], ["slider", "s", "滑块"], ["", "untyped", "无类型"]]
    choices = [CHOICES[0], ["gender", "", "男"], ["gender", "a", "甲", "", "x"], ["gender", "b", "乙", "", "", "maybe"]]
    scales = [SCALES[0], ["planning", "规划", "", 5, 1]]
    settings = [["sk_missing_codes", "sk_sent"], ["-3 -2:gone", "fifty"]]
    message = refused(tmp_path, survey=survey, choices=choices, scales=scales, settings=settings)
    assert message.startswith("The codebook has 12 faults:")
    for fault in [
        "sheet choices, row 2: list_name and name must be filled",
        "sheet choices, row 3: sk_value 'x' must be a number",
        "sheet choices, row 4: sk_missing 'maybe' must be refused, dk or na",
        "sheet scales, row 2: scale, min and max must be filled, with numbers, min < max",
        "sheet survey, row 2: the list 'nowhere' of item 'plan' is not in sheet choices",
        "sheet survey, row 3: the name '1st' must be Latin letters, digits and _",
        "sheet survey, row 5: the name 'advice' stands already in row 4",
        "sheet survey, row 6: type 'slider' is not one we read (text, integer, decimal, date,",
        "sheet survey, row 7: the type of 'untyped' must be filled",
        "sheet settings, row 2: sk_missing_codes '-3' must read code:kind",
        "sheet settings, row 2: sk_missing_codes '-2:gone' must read code:kind",
        "sheet settings, row 2: sk_sent 'fifty' must be a whole number"]:
        assert fault in message
    assert message.endswith("where: c.xlsx\n  fix:   correct these rows in the workbook")


def test_it_lists_twelve_faults_and_counts_the_rest_and_one_is_one_fault(tmp_path):
    survey = [HEAD, *([f"odd{n}", f"q{n}", "?"] for n in range(20))]
    lines = refused(tmp_path, survey=survey, scales=[SCALES[0]]).splitlines()
    assert lines[0] == "The codebook has 20 faults:"
    assert sum("is not one we read" in line for line in lines) == 12
    assert "    and 8 more" in lines
    assert refused(tmp_path, survey=[*SURVEY, ["odd", "q", "?"]]).startswith("The codebook has 1 fault:")


@pytest.mark.parametrize(*cases("codebook_contradictions"))
def test_but_it_refuses_contradictions(tmp_path, sheet, kept, rows, fault):
    assert fault in refused(tmp_path, **{sheet: [*SHEETS[sheet][:kept], *rows]})


def test_but_it_refuses_a_workbook_that_is_no_codebook(tmp_path):
    path = workbook(tmp_path / "c.xlsx", {"Sheet1": [["a"], ["b"]]})
    with pytest.raises(sk.CodebookError) as caught:
        sk.read_codebook(path)
    assert str(caught.value) == (
        "A codebook must have a sheet named 'survey'.\n  where: c.xlsx\n  fix:   the workbook has: 'Sheet1'")


@pytest.mark.parametrize("ask", [
    lambda b: b["gendr"], lambda b: b.label("gendr", "en"), lambda b: b["gender"].option("mal"),
    lambda b: b.scale("plannin")])
def test_but_it_suggests_the_nearest_name(tmp_path, ask):
    with pytest.raises(sk.CodebookError, match=r"did you mean '(gender|male|planning)'\?"):
        ask(read(tmp_path))


def test_adding_an_item_leaves_the_codebook_as_it_was(tmp_path):
    book = read(tmp_path)
    before = book.items
    longer = book.with_item(Item("new", "text", {}), after="plan")
    assert [i.name for i in longer][:4] == ["gender", "plan", "new", "plan_other"]
    assert book.items == before and "new" not in book


def test_settings_without_a_row_are_fine(tmp_path):
    assert read(tmp_path, settings=[SETTINGS[0]]).settings["missing_codes"] == {}
