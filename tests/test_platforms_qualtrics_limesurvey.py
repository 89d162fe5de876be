"""Qualtrics and LimeSurvey: what each column of an export is."""

from pathlib import Path

import pytest
from layouts import limesurvey as lime
from layouts import qualtrics as qual
from layouts.checked import named, read_back, said
from layouts.form import FORM
from layouts.raw import table_of

from surveykit.errors import ReadError
from surveykit.formats import open_foreign
from surveykit.platforms import kobo, limesurvey, qualtrics, surveymonkey
from surveykit.platforms.qualtrics_table import find_import_id, parse_import_id

SHARED = Path(__file__).parents[2] / "shared/data/exports"
RESPONDENTS = 4


def shared(name: str):
    """A real file, or a skip with the reason."""
    if not (SHARED / name).exists():
        pytest.skip(f"the shared file {name} is not here")
    return open_foreign(SHARED / name)


def ids(*names: str, texts: dict[str, str] | None = None, cells: dict[str, list[str]] | None = None):
    """A Qualtrics export of columns with these ImportIds."""
    third = [f'{{"ImportId":"{name}"}}' for name in names]
    body = [[(cells or {}).get(name, ["x"] * RESPONDENTS)[row] for name in names] for row in range(RESPONDENTS)]
    return table_of([[f"T{n}" for n in range(len(names))], [(texts or {}).get(n, n) for n in names], third, *body])


def roles(export) -> dict[str, tuple[str, str, str]]:
    """First name to question, role and part."""
    return {slot.names[0]: (slot.question, slot.role, slot.part) for slot in export.columns}


# ------------------------------------------------------------------ Qualtrics

@pytest.mark.parametrize("style", qual.STYLES)
@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("html", [False, True])
def test_it_knows_every_column_of_a_qualtrics_export(style, labels, html):
    export = read_back(qualtrics, qual.write(FORM, style=style, labels=labels, html=html))
    assert export.variant == (style if style in {"legacy", "two rows", "tags only"} else "three rows")
    assert export.header_rows == {"legacy": 2, "two rows": 2, "tags only": 1}.get(style, 3)
    assert export.ticks["*"] == 1


def test_it_reads_the_qualtrics_sample_with_three_heading_rows():
    raw = shared("qualtrics_sample_3header_de.csv")
    export = qualtrics.export(raw)
    assert (export.header_rows, len(raw) - export.header_rows, len(export.columns)) == (3, 1, 20)
    assert sum(slot.role == "meta" for slot in export.columns) == 17 + 1  # and the derived topics
    assert named(export, "Q2").question == "QID2"
    assert named(export, "Q2 - Topics").meta == "other"
    assert "ImportId in 20 of 20" in export.evidence


def test_it_reads_the_legacy_qualtrics_sample():
    raw = shared("qualtrics_sample_legacy_2header.csv")
    export = qualtrics.export(raw)
    assert (raw.encoding, export.header_rows, len(raw) - 2) == ("utf-8-sig", 2, 1)
    assert [slot.question for slot in export.columns if slot.role == "whole"] == ["Q1", "Q2"]
    assert named(export, "ResponseID").meta == "id"


def test_it_reads_the_qualtrics_sample_with_texts_beside_options():
    raw = shared("qualtrics_text_entry_components.csv")
    export = qualtrics.export(raw)
    assert (export.header_rows, len(raw) - 3, len(raw.columns)) == (3, 15, 40)
    assert {slot.question for slot in export.columns} == {"", "QID1", "QID2", "QID3", "QID4", "QID5#1", "QID5#2",
                                                       "QID5#3"}
    assert [s.role for s in export.columns if s.question == "QID3"] == ["option"] * 3 + ["other"] * 2
    assert named(export, "QID4_2_TEXT").part == "Click to write Statement 2"
    assert "-99 stands in 12 cells" in said(export)
    assert export.ticks == {"-99": 0, "*": 1}
    assert export.missing == {}
    assert "All 15 responses are previews or tests" in said(export)


def test_it_skips_previews_and_tests_even_written_as_words_but_keeps_spam():
    cells = {"status": ["0", "1", "2", "8"], "QID1": ["1", "2", "1", "2"]}
    export = qualtrics.export(ids("status", "QID1", cells=cells))
    assert set(export.skipped) == {1, 2}
    assert "preview" in export.skipped[1]["en"]
    assert "test" in export.skipped[2]["en"]
    cells = {"status": ["IP Address", "Survey Preview", "Spam", "Survey Test"]}
    assert set(qualtrics.export(ids("status", "QID1", cells=cells)).skipped) == {1, 3}


def test_it_tells_side_by_side_columns_and_loops_apart():
    names = ("QID5#1-1", "QID5#1-2", "QID5#3-1-2-TEXT", "QID5#3-2-2-TEXT")
    export = qualtrics.export(ids(*names, texts=dict.fromkeys(names, "Rate these")))
    assert [(s.question, s.part) for s in export.columns] == [
        ("QID5#1", "1"), ("QID5#1", "2"), ("QID5#3", "1_2"), ("QID5#3", "2_2")]
    export = qualtrics.export(ids("1_QID3", "2_QID3", "2_QID3_4_TEXT"))
    assert [(s.question, s.role) for s in export.columns] == [
        ("1_QID3", "whole"), ("2_QID3", "whole"), ("2_QID3", "other")]
    export = qualtrics.export(ids("QID1", "cohort"))
    assert roles(export)["T1"] == ("T1", "whole", "")


def test_it_keys_on_the_import_id_not_on_the_heading():
    raw = table_of([["Q13_1", "Q13_2"], ["Fruit - apple", "Fruit - pear"],
                    ['{"ImportId":"QID20_3"}', '{"ImportId":"QID20","choiceId":"7"}'], ["1", ""], ["", "1"]])
    export = qualtrics.export(raw)
    assert [slot.names[:2] for slot in export.columns] == [("Q13_1", "QID20_3"), ("Q13_2", "QID20_7")]
    assert [(s.question, s.role, s.part) for s in export.columns] == [
        ("QID20", "option", "apple"), ("QID20", "option", "pear")]


def test_it_maps_old_and_new_names_of_the_platforms_own_columns():
    new = qualtrics.export(ids("startDate", "endDate", "recordedDate", "_recordId", "duration", "ipAddress",
                               "progress", "finished", "recipientEmail", "locationLatitude", "Q_RecaptchaScore"))
    assert [slot.meta for slot in new.columns] == ["started", "submitted", "other", "id", "duration", "ip", "progress",
                                                 "other", "user", "location", "other"]
    old = qualtrics.export(ids("responseId", "responseSetId", "panel-RecipientEmail", "Location-LocationLatitude",
                               "finished"))
    assert [slot.meta for slot in old.columns] == ["id", "other", "user", "location", "progress"]


def test_it_reads_form_fields_as_rows_and_a_lone_slider_as_one_answer():
    cells = {"QID9_1": ["3", "70", "", "12"]}
    export = qualtrics.export(ids("QID8_1_TEXT", "QID8_2_TEXT", "QID9_1", cells=cells,
                                  texts={"QID8_1_TEXT": "You - Name", "QID8_2_TEXT": "You - Town"}))
    assert list(roles(export).values()) == [("QID8", "row", "Name"), ("QID8", "row", "Town"), ("QID9", "whole", "")]


def test_it_reads_the_tick_of_an_only_option_and_notes_a_block_of_ones():
    export = qualtrics.export(ids("QID9_1", cells={"QID9_1": ["1", "", "1", "1"]},
                                  texts={"QID9_1": "Consent - I agree"}))
    assert list(roles(export).values()) == [("QID9", "option", "I agree")]
    export = qualtrics.export(ids("QID9_1", "QID9_2", cells={n: ["1"] * 4 for n in ("QID9_1", "QID9_2")}))
    assert [slot.role for slot in export.columns] == ["row", "row"]
    assert "Every cell is 1 in QID9" in said(export)


def test_it_notes_a_ranking_that_few_show_and_splits_joined_ticks_at_commas():
    cells = {"QID9_1": ["1", "2", "1", "2"], "QID9_2": ["2", "1", "2", "1"]}
    export = qualtrics.export(ids("QID9_1", "QID9_2", cells=cells))
    assert [slot.role for slot in export.columns] == ["rank", "rank"]
    assert "Read as rankings" in said(export)
    export = qualtrics.export(ids("QID3", cells={"QID3": ["1,2,3", "2", "", "1"]}))
    assert export.separator == ","
    assert "1,2,3 are no number" in said(export)
    assert qualtrics.export(ids("QID3_TEXT", cells={"QID3_TEXT": ["a, b", "", "", ""]})).separator == ""


@pytest.mark.parametrize("cell", ["{" * 5000, "[" * 900, '{"ImportId": 3}', "{'ImportId': open('x')}", "", "ImportId",
                                  "{'ImportId': 'QID1', **{}}", '{"ImportId":"QID1"' + " " * 2000 + "}"])
def test_it_survives_hostile_import_ids(cell):
    assert find_import_id(cell) == ""


def test_import_ids_are_normalised_and_an_unreadable_one_is_named_by_its_column():
    assert parse_import_id("QID3-1-TEXT").part == parse_import_id("QID3_1_TEXT").part == "1"
    assert parse_import_id("QID2_TEXT_eae5a8d0e7fd4bd183e983e5Topics").derived
    assert parse_import_id("QID4_PAGE_SUBMIT").derived
    assert not parse_import_id("QID4_12").derived
    raw = table_of([["Q1", "Q2"], ["a", "b"], ['{"ImportId":"QID1"}', '{"ImportId":'], ["1", "2"]])
    export = qualtrics.export(raw)
    assert named(export, "Q2").question == "Q2"
    assert "no ImportId for Q2" in said(export)


def test_it_refuses_what_is_no_qualtrics_export():
    raw = table_of([["a", "b"], ["1", "2"]])
    assert qualtrics.detect(raw) == ""
    with pytest.raises(ReadError, match="must have ImportId in its third row"):
        qualtrics.export(raw)


# ----------------------------------------------------------------- LimeSurvey

@pytest.mark.parametrize("headings", lime.FORMS)
@pytest.mark.parametrize("ticks", lime.TICKS)
def test_it_knows_every_column_of_a_limesurvey_export(headings, ticks):
    form = [asked for asked in FORM if asked.kind != "rank"] if headings == "sgqa" else FORM
    export = read_back(limesurvey, lime.write(form, headings=headings, ticks=ticks))
    assert (export.variant, export.header_rows) == (headings, 2 if headings == "vv" else 1)
    assert [export.ticks[word] for word in ("Y", "Yes", "1", "No", "2")] == [1, 1, 1, 0, 0]
    assert set(export.missing.values()) == {"not_asked"}


# ----------------------------------------------------------------------- both

def test_no_platform_takes_anothers_export_for_its_own():
    written = {"q": qual.write(FORM), "l": qual.write(FORM, style="legacy"), "s": lime.write(FORM)}
    found = {key: [bool(room.detect(table_of(w.rows))) for room in (qualtrics, limesurvey, surveymonkey, kobo)]
             for key, w in written.items()}
    assert found == {"q": [True, False, False, False], "l": [True, False, False, False],
                     "s": [False, True, False, False]}
