"""Before a survey is read: a first codebook, and what file and codebook disagree on."""

import pytest

import surveykit as sk
from conftest import RAW, VOLUNTEERS, VOLUNTEERS_BOOK


def test_a_draft_reads_the_export_it_was_drafted_from(tmp_path):
    path = sk.write_draft(sk.draft_codebook(VOLUNTEERS), tmp_path / "draft.xlsx")
    assert sk.read_survey(VOLUNTEERS, path).rows == 49
    assert {one.key for one in sk.check_export(VOLUNTEERS, path)} == {"todo"}  # not settled yet
    assert sk.check_export(VOLUNTEERS, sk.draft_codebook(VOLUNTEERS).codebook) == ()  # two left q18 empty, as they may


def test_it_lists_what_it_is_unsure_of_and_a_disagreement_says_what_to_do():
    doubts = sk.draft_codebook(VOLUNTEERS).doubts
    assert {doubt.item for doubt in doubts} >= {"q8", "q14_4"}
    assert all(set(doubt.text) == {"zh", "en"} for doubt in doubts)
    found = sk.check_export(VOLUNTEERS, RAW / "anes96/anes96.codebook.xlsx", platform="wjx")
    assert found and {one.key for one in found} >= {"absent", "unclaimed"}
    assert all(one.what["zh"] and one.fix["en"] for one in found if one.key == "absent")


def test_but_only_wjx_has_a_code_export_to_pair():
    with pytest.raises(sk.ReadError, match="Only a 问卷星 export can be paired"):
        sk.draft_codebook(RAW / "anes96/anes96.csv", codes=VOLUNTEERS)


def test_the_committed_exports_and_codebooks_agree():
    omitted = sk.check_export(VOLUNTEERS, VOLUNTEERS_BOOK)
    assert {one.key for one in omitted} == {"required"}  # gaps were put into the synthetic cohort on purpose
    assert sk.check_export(RAW / "anes96/anes96.csv", RAW / "anes96/anes96.codebook.xlsx") == ()


def test_the_command_line_drafts_and_checks(surveykit, tmp_path):
    book = tmp_path / "book.xlsx"
    made = surveykit(tmp_path, "draft", VOLUNTEERS, "--to", book, "--language", "en")
    assert made.returncode == 0 and "book.xlsx" in made.stdout
    asked = surveykit(tmp_path, "check", VOLUNTEERS, book)
    assert asked.returncode == 1 and "sk_todo" in asked.stdout
    other = RAW / "anes96/anes96.codebook.xlsx"
    assert surveykit(tmp_path, "check", RAW / "anes96/anes96.csv", other).returncode == 0
    wrong = surveykit(tmp_path, "check", VOLUNTEERS, other, "--language", "en")
    assert wrong.returncode in {1, 2} and "Traceback" not in wrong.stderr


def test_but_it_overwrites_no_codebook_unasked(surveykit, tmp_path):
    export = tmp_path / "v.xlsx"
    export.write_bytes(VOLUNTEERS.read_bytes())
    (tmp_path / "v.codebook.xlsx").write_bytes(b"mine")
    refused = surveykit(tmp_path, "draft", export)
    assert refused.returncode == 2 and "The codebook is there already." in refused.stderr
    assert (tmp_path / "v.codebook.xlsx").read_bytes() == b"mine"


def test_an_spss_file_is_read_by_its_own_labels(tmp_path):
    import pandas as pd
    import pyreadstat

    path = tmp_path / "s.sav"
    pyreadstat.write_sav(pd.DataFrame({"a": [1.0, 2.0, 1.0]}), str(path), column_labels={"a": "Plan"},
                         variable_value_labels={"a": {1: "Home", 2: "Stay"}}, variable_measure={"a": "nominal"})
    survey = sk.read_survey(path)
    assert survey.source.platform == "sav"
    assert sk.frequencies(survey, "a").table["n"].tolist() == [2, 1]
    assert sk.check_export(path, sk.draft_codebook(path).codebook) == ()
    one = sk.Codebook((sk.Item("a", "single", {}, (sk.Option("1", {"en": "Home"}),)),))
    assert [(found.item, found.key, found.rows) for found in sk.check_export(path, one)] == [("a", "outside", (2,))]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".sav", ".dta"])
def test_what_write_survey_writes_read_survey_reads_back(cleaned, tmp_path, ending):
    path = sk.write_survey(cleaned, tmp_path / f"volunteers{ending}")
    again = sk.read_survey(path, path.with_suffix(".codebook.xlsx"))
    shared = [column for column in cleaned.responses if column in again.responses]
    assert set(cleaned.responses) - set(shared) == {"ip", "channel_detail"}
    days = cleaned.responses[shared].assign(submitted_at=cleaned.responses["submitted_at"].str.split().str[0])
    assert again.responses[shared].equals(days)
    assert again.missing[shared].equals(cleaned.missing[shared])
