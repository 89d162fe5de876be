"""Parquet: read in the child like every native format, by its first bytes, with nothing lost on the way."""

import datetime as dt
import decimal
import os
import resource
import struct
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.formats import Limits, child, open_foreign

INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30))


@pytest.fixture
def saved(tmp_path):
    """Write columns and give the file's path."""
    def save(columns: dict, name: str = "a.parquet", **settings: object):
        table = columns if isinstance(columns, pa.Table) else pa.table(columns)
        pq.write_table(table, tmp_path / name, **settings)
        return tmp_path / name
    return save


def cells(path) -> dict[str, list[str]]:
    """Texts by variable."""
    table = open_foreign(path)
    return {variable.name: column.cells() for variable, column in zip(table.variables, table.columns, strict=True)}


@pytest.mark.parametrize(("values", "kind", "texts"), [
    (pa.array([3.0, 0.1, None, float("nan"), -0.0, 1e300]), "number", ["3", "0.1", "", "", "0", "1e+300"]),
    (pa.array([0.1, 16777216], pa.float32()), "number", ["0.1", "16777216"]),
    (pa.array([0.5], pa.float16()), "number", ["0.5"]), (pa.array([1, -7, None], pa.int8()), "number", ["1", "-7", ""]),
    (pa.array([110101199003074477, 2]), "text", ["110101199003074477", "2"]),
    (pa.array([2**64 - 1], pa.uint64()), "text", [str(2**64 - 1)]),
    (pa.array([decimal.Decimal("3.50")]), "number", ["3.50"]),
    (pa.array(["007", "NA", "None", "", " x ", None]), "text", ["007", "NA", "None", "", " x ", ""]),
    (pa.array(["女", "男", "女"]).dictionary_encode(), "text", ["女", "男", "女"]),
    (pa.array([b"\xe5\xa5\xb3"]), "text", ["女"]), (pa.array([True, False, None]), "text", ["True", "False", ""]),
    (pa.array([None, None], pa.null()), "text", ["", ""]),
    (pa.array([dt.date(2026, 9, 3), dt.date(1, 1, 1)]), "date", ["2026-09-03", "0001-01-01"]),
    (pa.array([dt.datetime(2026, 9, 3, 1, 5, 7)]), "datetime", ["2026-09-03 01:05:07"]),
    (pa.array([1], pa.timestamp("ns")), "datetime", ["1970-01-01 00:00:00"]),
    (pa.array([dt.datetime(2026, 9, 3, 1, tzinfo=INDIA)], pa.timestamp("s", "+05:30")), "datetime",
     ["2026-09-03 01:00:00+05:30"]), (pa.array([dt.time(1, 5, 7)]), "time", ["01:05:07"])])
def test_a_value_reads_as_its_shortest_true_text(saved, values, kind, texts):
    path = saved({"x": values})
    assert (open_foreign(path).variables[0].kind, cells(path)["x"]) == (kind, texts)


def test_groups_of_rows_with_other_dictionaries_are_one_column(saved):
    column = open_foreign(saved({"x": ["a", "b", "c", "a", "d"]}, row_group_size=2)).columns[0]
    assert column.cells() == ["a", "b", "c", "a", "d"]
    assert len(set(column.texts)) == len(column.texts)


def test_a_survey_of_dates_truths_and_long_keys_loses_nothing(saved):
    survey = sk.read_survey(saved({"respondent": [110101199003074477, 110101199003074478], "yes": [True, None],
                                   "day": [dt.date(2026, 9, 3), None], "n": [1.5, None]}))
    assert list(survey.responses.index) == ["110101199003074477", "110101199003074478"]
    assert [item.kind for item in survey.codebook] == ["single", "date", "number"]
    assert survey.responses["day"].tolist() == ["2026-09-03", None]
    assert survey.responses["yes"].tolist() == ["True", None]


def test_truth_values_tick_options_and_a_parquet_file_is_checked_as_any_other(saved):
    path = saved({"why__pay": [True, False, None], "why__home": [False, True, None], "plan": ["a", "x", None]})
    ways = (sk.Option("pay", {"en": "Pay"}), sk.Option("home", {"en": "Home"}))
    book = sk.Codebook((sk.Item("why", "multiple", {"en": "Why"}, ways, layout="onehot"),
                        sk.Item("plan", "single", {"en": "Plan"}, (sk.Option("a", {"en": "A"}),))))
    assert [(found.item, found.key, found.rows) for found in sk.check_export(path, book)] == [("plan", "outside", (2,))]
    with pytest.raises(sk.CodebookError, match="'x'"):
        sk.read_survey(path, book)
    survey = sk.read_survey(path, sk.Codebook(book.items[:1]))
    assert survey.responses["why__pay"].tolist() == [1, 0, pd.NA]
    assert survey.missing["why__pay"].tolist() == ["", "", "blank"]


def test_the_first_bytes_decide_and_the_log_says_so(saved):
    survey = sk.read_survey(saved({"a": ["x"]}, "a.xlsx"))
    assert survey.source.platform == "plain"
    assert survey.log[0].changes[0].rule == "wrong_ending"


def test_it_is_read_in_the_child(saved, monkeypatch):
    monkeypatch.setattr(child, "START", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(ReadError, match=r"makes its reader fail \(SIGSEGV\)"):
        sk.read_survey(saved({"a": ["x"]}))


def test_infinite_numbers_are_noted(saved):
    table = open_foreign(saved({"x": [float("inf"), 1.0, float("-inf")]}))
    assert [(note.key, dict(note.values)) for note in table.notes] == [("infinite", {"count": 2, "columns": "x"})]


@pytest.mark.parametrize(("columns", "what"), [
    ({"a": [[1, 2]]}, "'a' hold lists"), ({"a": [{"b": 1}]}, "'a' hold lists"), ({"a": [b"\xff\xfe"]}, "holds bytes"),
    (pa.Table.from_arrays([pa.array([1]), pa.array([2])], ["a", "a"]), "'a' occur more than once"),
    ({"a": ["x\0y"]}, "NUL character")])
def test_what_no_survey_holds_is_refused(saved, columns, what):
    with pytest.raises(ReadError, match=what) as caught:
        open_foreign(saved(columns))
    assert "a.parquet" in caught.value.where and caught.value.fix


def test_a_table_without_rows_is_refused_as_a_survey_only(saved):
    path = saved({"a": pa.array([], pa.string())})
    assert len(open_foreign(path)) == 0
    with pytest.raises(ReadError, match="at least one respondent"):
        sk.read_survey(path)


def test_a_column_of_a_thousand_million_nulls_is_refused_unread(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": pa.nulls(1000, pa.int64())}), path)
    data = path.read_bytes()
    varint = bytes([0xD0, 0x0F])  # 1000, zigzag
    footer = struct.unpack("<I", data[-8:-4])[0]
    head, tail = data[:-8 - footer], data[-8 - footer:-8]
    large = tail.replace(varint, bytes([0x80, 0xA8, 0xD6, 0xB9, 0x07]))
    path.write_bytes(head + large + struct.pack("<I", len(large)) + b"PAR1")
    with pytest.raises(ReadError, match="unpacks to 1,000,000,000 rows"):
        open_foreign(path)


@pytest.mark.child
def test_the_limits_of_a_child_hold_for_it(saved):
    path = saved({"x": [f"{n:0300}" for n in range(100_000)]})
    with pytest.raises(ReadError, match="needs more than 150 MB") as caught:
        open_foreign(path, limits=Limits(megabytes=150, seconds=60))
    assert "with sk.trusting(megabytes=600)" in caught.value.fix
    assert len(open_foreign(path, limits=Limits(seconds=60))) == 100_000


@pytest.mark.child
@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="memory is limited on Linux only")
def test_the_caller_stays_small(saved):
    path = saved({"x": [f"{n:0200}" for n in range(100_000)]})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ReadError):
        open_foreign(path, limits=Limits(megabytes=100))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("kind", [pa.date32(), pa.timestamp("us"), pa.time64("us"), pa.decimal128(10, 2), pa.null(),
                                  pa.duration("s"), pa.int64(), pa.string(), pa.dictionary(pa.int32(), pa.string())])
def test_a_file_without_rows_is_no_damaged_one(saved, kind):
    path = saved({"a": pa.array([], kind), "b": pa.array([], pa.string())})
    assert cells(path) == {"a": [], "b": []}
    with pytest.raises(ReadError, match="at least one respondent"):
        sk.read_survey(path)
