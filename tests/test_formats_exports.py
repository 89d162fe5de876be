"""Exports as other programs write them: small files of their shapes made here, the shared real ones where they lie."""

import struct
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from surveykit.errors import ReadError
from surveykit.formats import open_foreign

EXPORTS = Path(__file__).parents[2] / "shared/data/exports"
QSF = b'{"SurveyEntry":{"SurveyID":"SV_1","SurveyName":"x"},"SurveyElements":[]}'
LSS = b'<?xml version="1.0" encoding="UTF-8"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>\n</document>'


def shared(name: str) -> Path:
    """A shared file; where the folder lies, it must hold it."""
    if not EXPORTS.is_dir():
        pytest.skip("../shared is absent")
    assert (EXPORTS / name).is_file(), f"{name} is gone from ../shared"
    return EXPORTS / name


@pytest.fixture
def export(tmp_path):
    """Write bytes or text under a name."""
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path
    return write


def test_three_header_rows_are_rows_of_the_table(export):
    table = open_foreign(export("q.csv", 'StartDate,Q1\nStart Date,"Why,\nso?"\n"{""ImportId"":""startDate""}",'
                                         '"{""ImportId"":""QID1""}"\n2026-01-01,-99\n'))
    assert (len(table), len(table.body(3)), table.lines.tolist()) == (4, 1, [1, 2, 3, 4])
    assert table.row(2)[0] == '{"ImportId":"startDate"}' and table.body(3).row(0) == ["2026-01-01", "-99"]


def test_an_empty_last_column_is_lost_and_noted(export):
    table = open_foreign(export("q.csv", "\ufeffV1,V2,\nResponseID,ResponseSet,\nR_1,x,\n"))
    assert (table.encoding, table.row(0)) == ("utf-8-sig", ["V1", "V2"])
    assert [note.key for note in table.notes] == ["empty_columns"]


@pytest.mark.parametrize(("name", "content", "what"), [
    ("a.qsf", QSF, "Qualtrics questionnaire"), ("a.lss", LSS, "LimeSurvey questionnaire")])
def test_questionnaires_are_no_answers(export, name, content, what):
    with pytest.raises(ReadError, match=what):
        open_foreign(export(name, content))


def test_a_file_in_an_old_encoding_asks_for_its_name(export):
    path = export("s.csv", "RespondentID,Universe?\n1,Œæ café\n".encode("cp1252"))
    with pytest.raises(ReadError, match="undecidable") as caught:
        open_foreign(path)
    assert "cp1252     Œæ" in str(caught.value.what)
    assert open_foreign(path, encoding="cp1252").row(1) == ["1", "Œæ café"]


def test_spss_missing_values_of_each_kind_stay_answers(tmp_path):
    frame = pd.DataFrame({"x": [7.0, 1.0], "z": [-999.0, 5.0], "t": ["na", "b"]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav", missing_ranges={
        "x": [7, 8, 99], "z": [{"lo": -999, "hi": 0}, 999], "t": ["na"]})
    table = open_foreign(tmp_path / "a.sav")
    x, z, t = table.variables
    assert (x.missing_values, x.missing_ranges) == (("7", "8", "99"), ())
    assert (z.missing_values, z.missing_ranges) == (("999",), ((-999.0, 0.0),))
    assert (t.missing_values, table.row(0)) == (("na",), ["7", "-999", "na"])


def test_stata_extended_missing_values(tmp_path):
    frame = pd.DataFrame({"v": ["a", 2.0], "w": [1.0, None]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta", version=15, missing_user_values={"v": ["a"]},
                         variable_value_labels={"v": {"a": "missing", 2.0: "two"}})
    table = open_foreign(tmp_path / "a.dta")
    assert [table.row(i) for i in range(2)] == [[".a", "1"], ["2", ""]]
    assert (table.variables[0].labels, table.variables[0].missing_values) == ({".a": "missing", "2": "two"}, (".a",))


@pytest.mark.parametrize("kinds", [(20, 3), (20,)])
def test_chinese_of_an_spss_file_that_declares_nothing_is_found_and_noted(tmp_path, kinds):
    path = tmp_path / "a.sav"
    frame = pd.DataFrame({"x": ["AAAAAAAAAAAA", "BBBBBBBBBBBB"]})
    pyreadstat.write_sav(frame, path, column_labels=["CCCCCCCCCCCC"])
    data = path.read_bytes()
    for mark, text in ((b"A", "非常同意同意"), (b"B", "回家工作就业"), (b"C", "你的打算如何")):
        data = data.replace(mark * 12, text.encode("gb18030"))
    path.write_bytes(_without_records(data, kinds))
    table = open_foreign(path)
    assert table.columns[0].cells() == ["非常同意同意", "回家工作就业"] and table.variables[0].label == "你的打算如何"
    assert [note.key for note in table.notes] == ["encoding_inferred"] and table.encoding == "GB18030"
    assert open_foreign(path, encoding="GB18030").notes == ()


def _without_records(data: bytes, kinds: tuple[int, ...]) -> bytes:
    """An SPSS file without records (kinds 3 and 20 name its encoding)."""
    for kind in kinds:
        at = data.find(struct.pack("<2i", 7, kind))
        if at >= 0:
            size, count = struct.unpack_from("<2i", data, at + 8)
            data = data[:at] + data[at + 16 + size * count:]
    return data


# ---------------------------------------------------------------- the shared real files


@pytest.mark.parametrize(("name", "header", "shape"), [
    ("qualtrics_sample_3header_de.csv", 3, (1, 20)), ("qualtrics_text_entry_components.csv", 3, (15, 40)),
    ("qualtrics_sample_legacy_2header.csv", 2, (1, None))])
def test_shared_qualtrics_files_have_their_shape(name, header, shape):
    body = open_foreign(shared(name)).body(header)
    assert (len(body), shape[1] and len(body.columns)) == shape


def test_the_shared_files_of_surveymonkey_spss_and_stata_say_what_is_odd_in_them():
    table = open_foreign(shared("surveymonkey_StarWars.csv"))
    assert (table.encoding, len(table.body(2)), len(table.columns)) == ("cp1252", 1186, 38)
    assert [note.key for note in table.notes] == ["encoding_few"] and "Universe?Œæ" in table.notes[0].text["en"]
    table = open_foreign(shared("spss_mrsets_simple_alltypes.sav"))
    assert (len(table), len(table.columns)) == (6, 12)
    assert {s.name: (s.kind, s.counted, s.variables) for s in table.sets} == {
        "mymrset": ("D", "1", ("bool1", "bool2", "bool3")),
        "categorical_array": ("C", "", ("ca_subvar_1", "ca_subvar_2", "ca_subvar_3"))}
    assert open_foreign(shared("stata_missing_test.dta")).row(0)[:7] == [".a", ".b", ".c", ".x", ".y", ".z", ""]


@pytest.mark.parametrize(("name", "sheets"), [
    ("codebook_example.xlsx", {"survey": 13, "choices": 19, "settings": 1, "scales": 1}),
    ("xlsform_specify_other.xlsx", {"choices": None})])
def test_shared_forms_have_their_sheets(name, sheets):
    for sheet, rows in sheets.items():
        assert rows is None or len(open_foreign(shared(name), sheet=sheet).body(1)) == rows
