"""SPSS and Stata: labels, missing values, dates, counts that must agree, multiple-response sets from their records."""

import datetime as dt
import random
import struct
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from builders import rows_of

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.formats import open_foreign
from surveykit.formats.por_counts import SIGNS, por_counts
from surveykit.formats.read_native import sav_sets

FRAME = pd.DataFrame({
    "id": [1.0, 2.0, 3.0], "age": [20.0, np.nan, 99.0], "plan": ["回家乡", "", " x"],
    "day": [dt.date(2026, 9, 3)] * 3, "moment": [dt.datetime(2026, 9, 3, 1, 5, 7)] * 3, "half": [0.5, 1e17, -1.25]})
LABELS = {"column_labels": ["编号", "年龄", "去向", "日", "时刻", "半"],
          "variable_value_labels": {"age": {99.0: "拒答"}}}


@pytest.fixture(params=[("sav", {}), ("sav", {"row_compress": True}), ("zsav", {"compress": True})],
                ids=["uncompressed", "by code", "zsav"])
def spss(request, tmp_path):
    """The frame as SPSS file, in each of its three layouts."""
    ending, settings = request.param
    path = tmp_path / f"a.{ending}"
    pyreadstat.write_sav(FRAME, path, file_label="毕业生", variable_measure={"age": "scale"},
                         missing_ranges={"age": [99, {"lo": -9, "hi": -1}]}, **LABELS, **settings)
    return path


def test_spss_is_read_with_all_it_says(spss):
    table = open_foreign(spss)
    assert rows_of(table) == [["1", "20", "回家乡", "2026-09-03", "2026-09-03 01:05:07", "0.5"],
                           ["2", "", "", "2026-09-03", "2026-09-03 01:05:07", "1e+17"],
                           ["3", "99", " x", "2026-09-03", "2026-09-03 01:05:07", "-1.25"]]
    age = table.variables[1]
    assert (age.label, age.kind, age.measure, age.labels) == ("年龄", "number", "scale", {"99": "拒答"})
    assert (age.missing_values, age.missing_ranges) == (("99",), ((-9.0, -1.0),))
    assert [v.kind for v in table.variables] == ["number", "number", "text", "date", "datetime", "number"]
    assert (table.label, table.container) == ("毕业生", spss.suffix[1:])
    assert [note.key for note in table.notes] == ["long_numbers"]


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
def test_but_spss_cut_off_is_refused(spss, keep):
    data = spss.read_bytes()
    spss.write_bytes(data[:int(len(data) * keep)])
    with pytest.raises(ReadError):
        open_foreign(spss)


@pytest.mark.parametrize("cases", [1, 2, 4, 2**31 - 1])
def test_but_a_wrong_number_of_cases_in_the_header_is_refused(spss, cases):
    data = bytearray(spss.read_bytes())
    data[80:84] = cases.to_bytes(4, "little")
    spss.write_bytes(data)
    with pytest.raises(ReadError, match=f"promises {cases} case{'s' * (cases > 1)}, but the data hold 3"):
        open_foreign(spss)


def test_long_texts_are_one_variable(tmp_path):
    frame = pd.DataFrame({"a": ["x" * 700, "y"], "b": ["好" * 300, "z"], "n": [1.0, 2.0]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    assert rows_of(open_foreign(tmp_path / "a.sav")) == [["x" * 700, "好" * 300, "1"], ["y", "z", "2"]]


@pytest.mark.parametrize("version", [8, 10, 12, 13, 14, 15])
def test_stata_of_every_age_is_read(tmp_path, version):
    frame = FRAME if version >= 14 else FRAME.drop(columns="plan")
    pyreadstat.write_dta(frame, tmp_path / "a.dta", version=version)
    table = open_foreign(tmp_path / "a.dta")
    assert table.row(0)[-3:] == ["2026-09-03", "2026-09-03 01:05:07", "0.5"]
    assert len(table) == 3
    (tmp_path / "a.dta").write_bytes((tmp_path / "a.dta").read_bytes()[:-20])
    with pytest.raises(ReadError, match="damaged or cut off"):
        open_foreign(tmp_path / "a.dta")


def test_stata_numbers_of_single_precision_stay_short(tmp_path):
    bits = np.array([1.1, 3, 1e-7], dtype=np.float32).view(np.int32)
    pyreadstat.write_dta(pd.DataFrame({"x": bits}), tmp_path / "a.dta", version=12)
    data = bytearray((tmp_path / "a.dta").read_bytes())
    data[109] = 254  # the variable's type: as wide as a long, but single precision
    (tmp_path / "a.dta").write_bytes(data)
    assert open_foreign(tmp_path / "a.dta").columns[0].cells() == ["1.1", "3", "1e-07"]


def test_portable_files_are_read(tmp_path):
    pyreadstat.write_por(FRAME.drop(columns="plan"), tmp_path / "a.por")
    table = open_foreign(tmp_path / "a.por")
    assert (table.container, table.row(0)) == ("por", ["1", "20", "2026-09-03", "2026-09-03 01:05:07", "0.5"])
    assert [(note.key, note.values) for note in table.notes] == [
        ("cases_unsaid", {"count": 3}), ("long_numbers", {"count": 1, "columns": "HALF"})]


@pytest.mark.parametrize("change", [
    lambda data: data[:-100] + b"\r\n", lambda data: data.replace(b"ZZ", b"1/"), lambda data: data[:-90] + data[-89:],
    lambda data: data.replace(b"\r\n", b"\r\n\r\n"), lambda data: data.replace(b"43/5C", b"44/5C", 1)])
def test_but_a_portable_file_that_is_not_whole_is_refused(tmp_path, change):
    pyreadstat.write_por(pd.concat([FRAME] * 20)[["id", "age"]].assign(plan="go home"), tmp_path / "a.por")
    whole = (tmp_path / "a.por").read_bytes()
    assert len(open_foreign(tmp_path / "a.por")) == 60
    (tmp_path / "a.por").write_bytes(change(whole))
    with pytest.raises(ReadError):
        open_foreign(tmp_path / "a.por")


def test_a_portable_file_is_counted_with_texts_missing_values_and_labels():
    head = "A8/202611296/101010" + "12/ab" + "42/" + "53/"
    names = "70/1/a5/8/2/5/8/2/" + "81/" + "C2/ab" + "72/1/b1/2/0/1/2/0/"
    labels = "D1/1/a1/1/3/one" + "E1/3/doc"
    start = "0" * 200 + ("0" * 64 + SIGNS).ljust(256, "0") + "SPSSPORT"
    text = start + head + names + labels + "F1/2/xy*.0/2/1/ "
    text = text.ljust(len(text) - len(text) % 80 + 80, "Z")
    data = "\r\n".join(text[at:at + 80] for at in range(0, len(text), 80)).encode()
    assert por_counts(data, "a.por") == (3, 2)


def test_chinese_behind_a_wrong_declaration_is_found_and_noted(tmp_path):
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(pd.DataFrame({"x": ["AAAAAAAAAAAA", "BBBBBBBBBBBB"]}), path, version=12)
    data = path.read_bytes().replace(b"A" * 12, "非常同意同意".encode("gbk"))
    path.write_bytes(data.replace(b"B" * 12, "回家工作就业".encode("gbk")))
    table = open_foreign(path)
    assert table.columns[0].cells() == ["非常同意同意", "回家工作就业"]
    assert [note.key for note in table.notes] == ["encoding_inferred"]
    assert open_foreign(path, encoding="GB18030").notes == ()


def test_an_empty_file_of_variables_has_no_rows(tmp_path):
    pyreadstat.write_sav(FRAME.head(0), tmp_path / "a.sav")
    table = open_foreign(tmp_path / "a.sav")
    assert (len(table), len(table.columns)) == (0, 6)


def test_a_sheet_of_an_spss_file_is_noted_as_unused(spss):
    assert "argument_unused" in [note.key for note in open_foreign(spss, sheet="x").notes]


OLD = (b"\n\n$a=C 10 my mcgroup v1 v2\n$b=D1 1 0  v1 v2 v3\n$c=D3 Yes 14 \xe6\xb8\xa0\xe9\x81\x93 channel q1 q2\n")
NEW = b"$d=E 1 1 1 13 third mdgroup v1 v2\n$e=E 11 1 1 0  v2 v3\n"
NAMES = b"V1=v1\tV2=v2\tV3=v3\tQ1=channel_web\tQ2=channel_other"
SHARED = Path(__file__).parents[2] / "shared/data/exports/spss_mrsets_simple_alltypes.sav"


def record(kind: int, content: bytes) -> bytes:
    """An extension record of bytes."""
    return struct.pack("<4I", 7, kind, 1, len(content)) + content


def with_records(path: Path, *records: bytes) -> Path:
    """The file with these records at the end of its dictionary."""
    data = path.read_bytes()
    end = data.index(struct.pack("<2i", 999, 0))
    path.write_bytes(data[:end] + b"".join(records) + data[end:])
    return path


@pytest.fixture
def path(tmp_path):
    """A small SPSS file (synthetic): three ticks, two texts."""
    frame = pd.DataFrame({"v1": [1.0, 0.0], "v2": [1.0, 1.0], "v3": [0.0, 0.0], "q1": ["Yes", ""], "q2": ["", "Yes"]})
    pyreadstat.write_sav(frame, str(tmp_path / "made.sav"))
    return tmp_path / "made.sav"


def told(sets) -> list[tuple]:
    """Name, kind, counted value, label and members."""
    return [(said.name, said.kind, said.counted, said.label, said.variables) for said in sets]


def test_every_kind_of_set_is_read_from_the_records(path):
    table = open_foreign(with_records(path, record(7, OLD), record(19, NEW)))
    assert sorted(told(table.sets)) == [
        ("a", "C", "", "my mcgroup", ("v1", "v2")), ("b", "D", "1", "", ("v1", "v2", "v3")),
        ("c", "D", "Yes", "渠道 channel", ("q1", "q2")),
        ("d", "D", "1", "third mdgroup", ("v1", "v2")), ("e", "D", "1", "", ("v2", "v3"))]


def test_a_set_becomes_one_select_all_item(path):
    survey = sk.read_survey(with_records(path, record(19, b"$d=E 1 1 1 5 Where v1 v2 v3\n")))
    assert next((item.name, item.kind) for item in survey.codebook) == ("d", "multiple")
    assert survey.responses[["d__v1", "d__v2", "d__v3"]].to_numpy().tolist() == [[1, 1, 0], [0, 1, 0]]


def test_a_record_that_breaks_the_layout_gives_the_sets_before_it():
    for content, names in ((OLD + b"rubbish", ["a", "b", "c"]), (b"$a=C 99 short v1\n", []), (b"", []), (b"\n\n", []),
                           (b"$a=C 0  v1 v2\n$b=D5 1 0  v1\n", ["a"]), (b"$a=D x 0  v1 v2\n", [])):
        assert [said["name"] for said in sav_sets(_file(content), "utf-8")] == names
    assert sav_sets(_file(OLD), "ascii") == []
    assert sav_sets(_file(OLD), "no such code") == []


def test_members_are_called_by_their_long_names():
    (said,) = sav_sets(_file(b"$c=D3 Yes 0  q1 Q2 v9\n"), "utf-8")
    assert said["variable_list"] == ["channel_web", "channel_other", "v9"]


def test_no_bytes_in_the_record_make_it_fail():
    chance = random.Random(1)
    for _ in range(500):
        content = bytearray(OLD + NEW)
        for _ in range(chance.randrange(1, 6)):
            content[chance.randrange(len(content))] = chance.choice(b"\0\n =$9CDE\xff1 ")
        found = sav_sets(_file(bytes(content[:chance.randrange(len(content))])), "latin-1")
        assert all(said["type"] in {"C", "D"} and isinstance(said["variable_list"], list) for said in found)


def _file(content: bytes) -> bytes:
    """Header and dictionary of a file with this record and long names."""
    header = b"$FL2" + b" " * 60 + struct.pack("<6i", 2, 0, 0, 0, 0, 0)
    return header.ljust(176, b"\0") + record(13, NAMES) + record(7, content) + struct.pack("<2i", 999, 0)


@pytest.mark.skipif(not SHARED.exists(), reason="skipped: ../shared is absent")
def test_the_real_file_says_the_same_either_way():
    own = {said["name"]: said["variable_list"] for said in sav_sets(SHARED.read_bytes(), "utf-8")}
    assert own == {said.name: list(said.variables) for said in open_foreign(SHARED).sets}
    assert own["mymrset"] == ["bool1", "bool2", "bool3"]
