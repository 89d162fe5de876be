"""The shared real files, with the facts that are known about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveykit.errors import ReadError
from surveykit.formats import open_foreign

EXPORTS = Path(__file__).parents[2] / "shared/data/exports"
pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason="shared files absent")


def test_qualtrics_with_three_header_rows():
    table = open_foreign(EXPORTS / "qualtrics_sample_3header_de.csv")
    assert (len(table.body(3)), len(table.columns)) == (1, 20)
    assert table.row(2)[0] == '{"ImportId":"startDate"}'


def test_qualtrics_legacy_loses_its_empty_last_column():
    table = open_foreign(EXPORTS / "qualtrics_sample_legacy_2header.csv")
    assert (table.encoding, table.row(0)[:3], len(table.body(2))) == ("utf-8-sig", ["V1", "V2", "V3"], 1)
    assert [note.key for note in table.notes] == ["empty_columns"]


def test_qualtrics_text_entry():
    table = open_foreign(EXPORTS / "qualtrics_text_entry_components.csv")
    body = table.body(3)
    assert (len(body), len(table.columns)) == (15, 40)
    assert sum(column.cells().count("-99") for column in body.columns) == 12
    assert set(body.columns[table.row(0).index("Status")].cells()) == {"2"}


@pytest.mark.parametrize(("name", "what"), [("qualtrics_text_entry_components.qsf", "Qualtrics questionnaire"),
                                            ("limesurvey_two_languages.lss", "LimeSurvey questionnaire"),
                                            ("xlsform_specify_other.xlsx", "2 hold something: 'survey', 'choices'"),
                                            ("codebook_example.xlsx", "4 hold something")])
def test_questionnaires_are_no_answers(name, what):
    with pytest.raises(ReadError, match=what):
        open_foreign(EXPORTS / name)


def test_sheets_of_the_xlsforms():
    assert open_foreign(EXPORTS / "xlsform_specify_other.xlsx", sheet="choices").row(0)[0] == "list name"
    for sheet, rows in {"survey": 13, "choices": 19, "settings": 1, "scales": 1}.items():
        assert len(open_foreign(EXPORTS / "codebook_example.xlsx", sheet=sheet).body(1)) == rows


def test_surveymonkey_must_be_told_its_encoding():
    path = EXPORTS / "surveymonkey_StarWars.csv"
    with pytest.raises(ReadError, match="undecidable") as caught:
        open_foreign(path)
    assert "cp1252     Universe?Œæ" in caught.value.what
    table = open_foreign(path, encoding="mac_roman")
    assert (len(table.body(2)), len(table.columns)) == (1186, 38)


def test_spss_sets_and_missing_ranges():
    table = open_foreign(EXPORTS / "spss_mrsets_simple_alltypes.sav")
    assert (len(table), len(table.columns)) == (6, 12)
    sets = {s.name: (s.kind, s.counted, s.variables) for s in table.sets}
    assert sets["mymrset"] == ("D", "1", ("bool1", "bool2", "bool3"))
    assert sets["categorical_array"] == ("C", "", ("ca_subvar_1", "ca_subvar_2", "ca_subvar_3"))
    named = {variable.name: variable for variable in table.variables}
    assert named["x"].missing_values == ("7", "8", "99")
    assert (named["z"].missing_ranges, named["z"].missing_values) == (((-999.0, 0.0),), ("999",))
    assert table.row(0)[:4] == ["1", "2000-01-01", "-9", "red"]


def test_spss_user_missing_answers_stay():
    table = open_foreign(EXPORTS / "spss_usermissing_sample_missing.sav")
    named = {variable.name: variable for variable in table.variables}
    assert (named["mynum"].missing_ranges, named["mynum"].missing_values) == (((2000.0, 3000.0),), ("-1",))
    assert named["myord"].missing_values == ("-1", "-2", "-3")
    assert [v.kind for v in table.variables] == ["text", "number", "date", "datetime", "number", "number", "time"]
    assert table.row(0)[2:4] + table.row(0)[6:] == ["2018-05-06", "2018-05-06 10:10:10", "10:10:10"]
    assert table.columns[5].cells()[5] == "-1"


def test_stata_extended_missing_values():
    table = open_foreign(EXPORTS / "stata_missing_test.dta")
    assert table.row(0)[:7] == [".a", ".b", ".c", ".x", ".y", ".z", ""]
    assert (table.variables[0].labels, table.variables[0].missing_values) == ({".a": "missing"}, (".a",))
