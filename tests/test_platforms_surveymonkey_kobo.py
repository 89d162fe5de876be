"""SurveyMonkey and KoboToolbox/ODK: what each column of an export is; encodings and random forms of all four."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import kobo as kobo_layout
from layouts import limesurvey as lime
from layouts import qualtrics as qual
from layouts import surveymonkey as monkey
from layouts.checked import agree, damaged, forms, keeps_the_contract, named, opened, read_back, said
from layouts.form import FORM
from layouts.raw import table_of

import surveykit as sk
from surveykit.drafting import draft_from_export
from surveykit.errors import ReadError
from surveykit.formats import open_foreign
from surveykit.platforms import kobo, limesurvey, qualtrics, surveymonkey
from surveykit.read.read_survey import survey_from_table

SHARED = Path(__file__).parents[2] / "shared/data/exports"
STARWARS = SHARED / "surveymonkey_StarWars.csv"
absent = pytest.mark.skipif(not STARWARS.exists(), reason="the shared file surveymonkey_StarWars.csv is not here")
META = ["_uuid", "_submission_time"]


def two_rows(first: list[str], second: list[str], *body: list[str]):
    """A SurveyMonkey export behind RespondentID."""
    rows = [[str(n), *row] for n, row in enumerate(body, start=1)]
    return table_of([["RespondentID", *first], ["", *second], *rows])


def form_of(headings: list[str], *body: list[str]):
    """A Kobo export with `_uuid` and `_submission_time` at its end."""
    return table_of([headings + META, *([*row, f"u{n}", "2026-01-01"] for n, row in enumerate(body))])


def roles(export) -> list[tuple[str, str, str]]:
    """Question, role and part of the columns that are not the platform's own."""
    return [(slot.question, slot.role, slot.part) for slot in export.columns if slot.role != "meta"]


# --------------------------------------------------------------- SurveyMonkey

@pytest.mark.parametrize("flat", [False, True, "bare"])
@pytest.mark.parametrize("numeric", [False, True])
@pytest.mark.parametrize("meta", [monkey.META, ("RespondentID",), ("Respondent ID", "Collector ID")])
def test_it_knows_every_column_of_a_surveymonkey_export(flat, numeric, meta):
    export = read_back(surveymonkey, monkey.write(FORM, flat=flat, numeric=numeric, meta=meta))
    assert (export.variant, export.header_rows) == (("flattened", 1) if flat else ("two rows", 2))
    assert export.ticks == {"*": 1}


@absent
def test_it_reads_the_star_wars_file_with_an_explicit_encoding():
    raw = open_foreign(STARWARS, encoding="mac_roman")
    export = surveymonkey.export(raw)
    found = [slot.role for slot in export.columns]
    assert (export.header_rows, len(raw) - 2, len(found)) == (2, 1186, 38)
    assert found == (["meta"] + ["whole"] * 2 + ["option"] * 6 + ["rank"] * 6 + ["row"] * 14 + ["whole"] * 9)
    assert export.columns[9].stem.startswith("Please rank the Star Wars films")
    assert named(export, "Han Solo").question == export.columns[28].question
    assert "Read as rankings" not in said(export)


def test_it_finds_two_heading_rows_without_a_respondent_id():
    raw = table_of([["Sex", "Age"], ["Response", "Response"], ["Male", "20-30"]])
    assert surveymonkey.detect(raw) == "row 2 holds Response in 2 columns"
    assert [slot.stem for slot in surveymonkey.export(raw).columns] == ["Sex", "Age"]


def test_it_fills_row_1_to_the_right_over_blank_headings_but_not_the_next_question():
    raw = two_rows(["Films?", "", "Films?", "Films?"], ["A", "B", "A", "Response"],
                   ["A", "", "A", "x"], ["", "B", "A", "y"])
    assert roles(surveymonkey.export(raw)) == [("1", "option", "A"), ("1", "option", "B"), ("2", "option", "A"),
                                               ("3", "whole", "")]
    raw = two_rows(["Films?", "Unnamed: 2"], ["A", "B"], ["A", ""], ["", "B"])
    assert [slot.stem for slot in surveymonkey.export(raw).columns[1:]] == ["Films?", "Films?"]


def test_it_tells_options_called_other_from_typed_words_and_a_matrix_of_ticks_by_row():
    raw = two_rows(["Films?", "", ""], ["A", "Other", "Other (please specify)"],
                   ["A", "", ""], ["", "Other", "the third"], ["A", "Other", "none"])
    assert [role for _, role, _ in roles(surveymonkey.export(raw))] == ["option", "option", "other"]
    raw = two_rows(["When?", "", "", ""], ["Bus - Mon", "Bus - Tue", "Car - Mon", "Car - Tue"],
                   ["Mon", "", "Mon", ""], ["", "Tue", "", ""])
    assert roles(surveymonkey.export(raw)) == [("1#1", "option", "Mon"), ("1#1", "option", "Tue"),
                                               ("1#2", "option", "Mon"), ("1#2", "option", "Tue")]


def test_it_takes_a_ranking_with_ties_for_a_matrix_and_notes_one_that_few_answers_show():
    raw = two_rows(["Rate", "", ""], ["A", "B", "C"], ["1", "2", "3"], ["2", "2", "1"])
    assert {role for _, role, _ in roles(surveymonkey.export(raw))} == {"row"}
    raw = two_rows(["Order", "", ""], ["A", "B", "C"], ["1", "2", "3"], ["2", "3", "1"], ["3", "N/A", "2"])
    export = surveymonkey.export(raw)
    assert {role for _, role, _ in roles(export)} == {"rank"}
    assert "Read as rankings" in said(export)


def test_a_blank_may_be_a_question_not_asked_and_a_dash_does_not_part_one_when_flattened():
    assert "may mean that the question was not asked" in said(read_back(surveymonkey, monkey.write(FORM)))
    raw = table_of([["RespondentID", "Work - where?", "Age"], ["1", "here", "20"], ["2", "there", "30"]])
    assert [slot.stem for slot in surveymonkey.export(raw).columns[1:]] == ["Work - where?", "Age"]


def test_it_refuses_what_is_no_surveymonkey_or_kobo_export():
    with pytest.raises(ReadError, match="must have the column RespondentID"):
        surveymonkey.export(table_of([["a"], ["1"]]))
    with pytest.raises(ReadError, match="must have _uuid"):
        kobo.export(table_of([["a"], ["1"]]))


# --------------------------------------------------------------- Kobo and ODK

@pytest.mark.parametrize("multi", ["joined", "split", "both"])
@pytest.mark.parametrize(("group", "separator"), [("", "/"), ("grp", "/"), ("a/b", "/"), ("grp", "::")])
@pytest.mark.parametrize("hxl", [False, True])
def test_it_knows_every_column_of_a_kobo_export(multi, group, separator, hxl):
    export = read_back(kobo, kobo_layout.write(FORM, multi=multi, group=group, separator=separator, hxl=hxl))
    assert (export.variant, export.header_rows) == ("kobo", 1)
    assert (export.separator, export.empty) == (" ", "not_asked")
    assert set(export.skipped) == ({0} if hxl else set())


@pytest.mark.parametrize("multi", ["joined", "split", "both"])
def test_it_knows_every_column_of_an_odk_export(multi):
    export = read_back(kobo, kobo_layout.write(FORM, multi=multi, odk=True))
    assert export.variant == "odk"
    assert export.evidence == "headings KEY and SubmissionDate"
    assert named(export, "KEY").meta == "id"


@pytest.mark.parametrize("multi", ["joined", "split", "both"])
@pytest.mark.parametrize("ona", [False, True])
def test_it_knows_every_column_of_an_export_with_labels_or_from_ona(multi, ona):
    form = FORM if ona else [replace(question, other=False) for question in FORM]
    group = "" if ona else "Part A"
    export = read_back(kobo, kobo_layout.write(form, multi=multi, labels=not ona, ona=ona, group=group))
    assert dict(export.missing) == ({"n/a": "blank"} if ona else {})


def test_somebody_may_type_what_ona_writes_for_nothing():
    assert dict(kobo.export(form_of(["why", "note"], ["n/a", "n/a"], ["x", "y"])).missing) == {}


def test_one_split_question_leaves_the_joined_ones_parted_by_blanks():
    raw = form_of(["from_file", "pets", "pets/cat", "pets/dog"], ["a b", "cat", "1", "0"], ["b", "", "0", "0"],
                  ["", "", "", ""])
    options = (sk.Option("a", {"en": "Apple"}), sk.Option("b", {"en": "Pear tree"}))
    pets = (sk.Option("cat", {"en": "Cat"}), sk.Option("dog", {"en": "Dog"}))
    book = sk.Codebook((sk.Item("from_file", "multiple", {}, options), sk.Item("pets", "multiple", {}, pets)))
    survey = survey_from_table(raw, book)
    assert survey.responses["from_file__a"].tolist()[:2] == [1, 0]
    assert survey.responses["from_file__b"].tolist()[:2] == [1, 1]
    assert survey.missing["from_file__a"].tolist() == ["", "", "blank"]
    assert survey.responses["pets__cat"].tolist()[:2] == [1, 0]
    assert survey.missing["pets__cat"].tolist() == ["", "", "not_asked"]


@pytest.mark.parametrize("word", ["_parent_index", "_parent_table_name", "PARENT_KEY"])
def test_it_refuses_a_sheet_of_repeats_with_the_reason(word):
    raw = table_of([["child_age", "_index", word], ["3", "1", "1"]])
    assert word in kobo.detect(raw)
    with pytest.raises(ReadError, match="repeated answers") as error:
        kobo.export(raw)
    assert word in error.value.where
    assert "main sheet" in error.value.fix


def test_it_notes_repeats_in_another_file():
    raw = table_of([["KEY", "SubmissionDate", "q", "SET-OF-child"], ["a", "b", "c", "d"]])
    assert "SET-OF-child point to repeated answers" in said(kobo.export(raw))


def test_it_keeps_the_four_columns_of_a_place_together_in_kobo_and_odk():
    raw = form_of(["g/home", "g/_home_latitude", "g/_home_longitude", "g/_home_altitude", "g/_home_precision"],
                  ["1 2 3 4", "1", "2", "3", "4"])
    export = kobo.export(raw)
    assert roles(export) == [("g/home", "whole", ""), ("g/home", "row", "latitude"), ("g/home", "row", "longitude"),
                             ("g/home", "row", "altitude"), ("g/home", "row", "precision")]
    assert "personal data" in said(export)
    raw = table_of([["KEY", "SubmissionDate", "home-Latitude", "home-Longitude", "home-Altitude", "home-Accuracy"],
                    ["a", "b", "1", "2", "3", "4"]])
    assert {slot.question for slot in kobo.export(raw).columns[2:]} == {"home"}


def test_it_takes_a_group_of_yes_no_questions_for_one_only_if_filled_together():
    apart = form_of(["g/a", "g/b"], ["1", ""], ["0", "1"])
    assert [role for _, role, _ in roles(kobo.export(apart))] == ["whole", "whole"]
    together = kobo.export(form_of(["g/a", "g/b"], ["1", "0"], ["", ""]))
    assert [role for _, role, _ in roles(together)] == ["option", "option"]
    assert "because all columns hold 0 and 1 only: g" in said(together)


def test_it_tells_asked_and_none_ticked_from_not_asked():
    export = read_back(kobo, kobo_layout.write(FORM))
    assert (export.ticks["1"], export.ticks["0"], export.ticks["False"]) == (1, 0, 0)
    assert "zeros mean asked and not ticked" in said(export)


def test_it_parts_labels_with_slashes_behind_the_question():
    raw = form_of(["Which?", "Which?/Bus/Tram", "Which?/Car", "On/off?"], ["Car", "0", "1", "on"])
    assert roles(kobo.export(raw)) == [("Which?", "whole", ""), ("Which?", "option", "Bus/Tram"),
                                       ("Which?", "option", "Car"), ("On/off?", "whole", "")]
    assert named(kobo.export(raw), "On/off?").stem == "On/off?"


def test_it_names_a_question_by_path_and_name_and_takes_other_for_its_companion():
    export = kobo.export(form_of(["a/q", "b/q", "b/r"], ["x", "y", "z"]))
    assert [slot.names for slot in export.columns[:3]] == [("a/q",), ("b/q",), ("b/r", "r")]
    export = kobo.export(form_of(["job", "job_other", "pet_other"], ["x", "y", "z"]))
    assert roles(export) == [("job", "whole", ""), ("job", "other", "other"), ("pet_other", "whole", "")]


def test_it_skips_headings_that_come_again_and_takes_one_id_only():
    raw = form_of(["q"], ["x"], ["y"])
    again = table_of([raw.row(0), raw.row(1), raw.row(0), raw.row(2)])
    assert set(kobo.export(again).skipped) == {1}
    raw = table_of([["_id", "_uuid", "_submission_time", "end", "q"], ["1", "u", "t", "e", "x"]])
    assert [slot.meta for slot in kobo.export(raw).columns] == ["other", "id", "submitted", "other", ""]
    alone = table_of([["_id", "end", "q", "_submission_time"], ["1", "e", "x", "t"]])
    assert kobo.export(alone).columns[0].meta == "id"


# --------------------------------------------------------------- damaged files

ROOMS = {qualtrics: [qual.write(FORM, style=style) for style in ("new", "old", "legacy")],
         limesurvey: [lime.write(FORM, headings=headings) for headings in lime.FORMS],
         surveymonkey: [monkey.write(FORM, flat=flat) for flat in (False, True)],
         kobo: [kobo_layout.write(FORM, multi=multi) for multi in ("joined", "split", "both")]}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__.rpartition(".")[2])
@given(st.integers(0, 10**9), st.integers(1, 5))
def test_it_keeps_the_contract_on_damaged_files_or_refuses_them(room, seed, times):
    chance = random.Random(seed)
    rows = chance.choice(ROOMS[room]).rows
    for _ in range(times):
        rows = damaged(rows, chance)
    raw = table_of(rows)
    try:
        export = room.export(raw)
    except ReadError:
        assert not room.detect(raw)
    else:
        keeps_the_contract(export, rows)


def test_wording_joined_by_blanks_is_not_parted_into_words():
    cells = [["Very good", "Flat or house Car"], ["Good", "Car"], ["Very good", "Flat or house"]] * 4
    raw = form_of(["How is it?", "Which (select all)?"], *cells)
    draft = draft_from_export(raw, kobo.export(raw))
    assert [item.kind for item in draft.codebook] == ["single", "text"]
    assert "labels_joined" in {doubt.key for doubt in draft.doubts}
    raw = form_of(["which"], *[["cash in_kind"], ["cash"], ["in_kind"], ["none"]] * 3)
    assert [item.kind for item in draft_from_export(raw, kobo.export(raw)).codebook] == ["multiple"]


def test_two_columns_of_other_are_a_tick_and_what_was_typed():
    typed = "Which dishes? Select all.   - Other (please specify)"
    raw = table_of([["RespondentID", "Main dish?", "Main dish? - Other (please specify)",
                     "Which dishes? Select all.   - Corn", typed, typed, "Watch any? Select all. - The Parade"],
                    ["1", "Fish", "", "Corn", "", "", ""], ["2", "Other (please specify)", "duck", "",
                     "Other (please specify)", "beans", "The Parade"], ["3", "", "", "", "", "", ""]])
    assert roles(surveymonkey.export(raw)) == [
        ("1", "whole", ""), ("1", "other", "Other (please specify)"), ("2", "option", "Corn"),
        ("2", "option", "Other (please specify)"), ("2", "other", "Other (please specify)"),
        ("3", "option", "The Parade")]


# ------------------------------------------------- these two, Qualtrics and LimeSurvey

@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "xlsx"])
@pytest.mark.parametrize(("room", "written", "separator"), [
    *((qualtrics, qual.write(FORM, style=style), ",") for style in qual.STYLES),
    *((limesurvey, lime.write(FORM, headings=heads), ";") for heads in ("code", "text", "code & text")),
    (limesurvey, lime.write(FORM, headings="vv"), "\t"),
    *((surveymonkey, monkey.write(FORM, flat=flat), ",") for flat in (False, True, "bare")),
    *((kobo, kobo_layout.write(FORM, multi=multi, hxl=True), ";") for multi in ("joined", "both"))])
def test_it_reads_files_in_every_encoding(tmp_path, encoding, room, written, separator):
    separator = "\t" if room is qualtrics and encoding == "utf-16" else separator
    agree(room.export(opened(tmp_path, written, encoding, separator)), written)


EITHER = st.booleans()


@pytest.mark.parametrize(("room", "write", "dash", "layout"), [
    (qualtrics, qual.write, True, {"style": st.sampled_from(["new", "quoted"]), "labels": EITHER}),
    (qualtrics, qual.write, False, {"style": st.sampled_from(["old", "legacy"]), "labels": EITHER}),
    (limesurvey, lime.write, True, {"ticks": st.sampled_from(list(lime.TICKS)), "headings": st.sampled_from(
        ["code", "code & text", "text", "R/SPSS", "vv"])}),
    (surveymonkey, monkey.write, True, {"numeric": EITHER}),
    (surveymonkey, monkey.write, False, {"numeric": EITHER, "flat": st.sampled_from([True, "bare"])}),
    (kobo, kobo_layout.write, False, {"multi": st.sampled_from(["joined", "split", "both"]), "hxl": EITHER,
                                      "ona": EITHER, "group": st.sampled_from(["", "g", "g/h"])})])
@given(st.integers(0, 10_000), st.data())
def test_it_gives_back_random_questionnaires(room, write, dash, layout, seed, data):
    form, chosen = data.draw(st.tuples(forms(dash=dash), st.fixed_dictionaries(layout)))
    read_back(room, write(form, seed=seed, **chosen))
