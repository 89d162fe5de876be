"""The small files of `tests/cases`, each a kind of trouble of real exports, give the right people, kinds and counts."""

from pathlib import Path

import pytest

import surveykit as sk
from surveykit.drafting import draft_codebook

CASES = Path(__file__).parent / "cases"
NO, YES, ASK, NEVER = "No", "Yes", "No, but we plan to ask next year", "I do not write budgets"


def read(name: str) -> tuple[sk.Survey, set[tuple[str, str]]]:
    """A file with the codebook drafted of it, and its doubts."""
    draft = draft_codebook(CASES / name)
    return sk.read_survey(CASES / name, draft.codebook), {(doubt.item, doubt.key) for doubt in draft.doubts}


def counts(survey: sk.Survey, item: str) -> dict[str, int]:
    """How many gave each option, by its words."""
    return {option.label.get("en") or option.label["zh"]: int((survey.responses[item] == option.value).sum())
            for option in survey.codebook[item].options}


@pytest.mark.parametrize(("name", "item", "right"), [
    ("sav_labels_are_numbers.sav", "kids", {"0": 16, "1": 8}),
    ("sav_partly_labelled.sav", "kids", {"0": 8, "1": 8, "2 or more": 8}),
    ("sav_tick_labelled_0.sav", "kids", {"No": 12, "0": 12}),
    ("google_comma_label_single.csv", "q2_Have_you_asked_for_training_money", {NO: 9, YES: 6, ASK: 6, NEVER: 3})])
def test_choices_are_counted_by_their_values(name, item, right):
    assert counts(read(name)[0], item) == right


@pytest.mark.parametrize(("name", "kinds"), [
    ("battery_ladder.csv", "text rating rating rating"), ("decimal_comma.csv", "text number number single"),
    ("google_emoji.csv", "single multiple"), ("google_zh.csv", "single multiple"),
    ("jinshuju.csv", "single single multiple"), ("kobo_case_columns.csv", "single single multiple"),
    ("kobo_labels.csv", "single multiple"), ("kobo_semicolons.csv", "single multiple"),
    ("limesurvey_html_headings.csv", "single multiple"), ("msforms_zh.csv", "single multiple"),
    ("plain_true_false.csv", "text single number single"), ("qualtrics_same_name.csv", "single rating"),
    ("qualtrics_two_status.csv", "single"), ("qualtrics_unsplit_codes.csv", "multiple"),
    ("r_row_names.csv", "single number"), ("redcap_checkbox_letters.csv", "multiple single"),
    ("sav_partly_labelled.sav", "rating single single"), ("surveymonkey_exclusive_columns.csv", "single single number"),
    ("surveymonkey_same_wording.csv", "single single single"), ("tencent_zh.csv", "single multiple rating rating"),
    ("typeform_other_twice.csv", "single text single text"), ("wjx_gb18030.csv", "single multiple"),
    ("wjx_identical_headings.csv", "single single"), ("wjx_personal.csv", "text text text text single"),
    ("wjx_pipe_option.csv", "multiple"), ("wjx_ratings.csv", "rating rating rating rating"),
    ("wjx_same_stem.csv", "rating rating single"), ("wjx_two_blanks.csv", "single multiple text text"),
    ("wjx_utf16.csv", "single multiple"), ("wjx_width_mix.csv", "single text multiple text"),
    ("xlsx_error_cells.xlsx", "text number single"), ("xlsx_merged_cells.xlsx", "text text single"),
    ("xlsx_serials.xlsx", "text text text number text text number"), ("xlsx_total_row.xlsx", "text single number")])
def test_items_are_of_their_kinds(name, kinds):
    assert [item.kind for item in draft_codebook(CASES / name).codebook] == kinds.split()


@pytest.mark.parametrize(("name", "doubt"), [
    ("dash_for_empty.csv", ("q2", "placeholder")), ("excel_damaged.csv", ("item2", "excel_dates")),
    ("surveymonkey_exclusive_columns.csv", ("q1", "spread")), ("jinshuju.csv", ("item3", "separator")),
    *(("wjx_personal.csv", (f"q{number}", "personal")) for number in range(1, 5))])
def test_what_is_guessed_is_asked(name, doubt):
    assert doubt in read(name)[1]


def test_words_stay_with_their_option():
    words = read("wjx_two_blanks.csv")[0].responses[["q2__o1_text", "q2__o2_text"]]
    assert words.iloc[2:4].fillna("").values.tolist() == [["", "社区；广场"], ["三年级", "社区"]]


def test_spans_totals_titles_and_repeats():
    for name, first in (("wjx_durations.csv", [61, 3723, 63]), ("tencent_zh.csv", [300, 300, 300])):
        assert read(name)[0].responses["duration_seconds"].tolist()[:3] == first
    survey, _ = read("xlsx_total_row.xlsx")
    assert (survey.rows, float(survey.responses["item3"].mean())) == (20, 3009.5)
    for name, what, way in (("redcap_repeating.csv", "8 records have several", "platform='redcap:main'"),
                            ("xlsx_title_row.xlsx", "stand lower", "headings=2"),
                            ("xlsx_two_sheets.xlsx", "2 hold something", "sheet='一班'")):
        with pytest.raises(sk.SurveyError, match=what) as caught:
            read(name)
        assert way in caught.value.fix
    title = CASES / "xlsx_title_row.xlsx"
    assert sk.read_survey(title, draft_codebook(title, headings=2).codebook, headings=2).rows == 20
