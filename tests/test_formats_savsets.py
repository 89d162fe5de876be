"""Multiple-response sets of SPSS files, read from their records."""

import random
import struct
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

import surveykit as sk
from surveykit.formats import open_foreign
from surveykit.formats.sav_sets import sav_sets

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
