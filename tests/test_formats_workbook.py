"""Workbooks: what a cell reads as, which sheet is taken, what is noted."""

import datetime as dt
import struct
from pathlib import Path

import openpyxl
import pytest
from builders import rows_of

from surveykit.errors import ReadError
from surveykit.formats import open_foreign
from surveykit.formats.xls_records import BOF, EOF, MULRK, _sheet

XLS = Path(__file__).parent / "data/foreign.xls"


@pytest.fixture
def saved(tmp_path):
    """Save a workbook of sheets (name to rows) and give its path; `change` may alter it first."""
    def save(sheets: dict[str, list[list[object]]], change=lambda book: None) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        change(book)
        book.save(tmp_path / "a.xlsx")
        return tmp_path / "a.xlsx"
    return save


def said(table):
    """Notes in English, by key."""
    return {note.key: note.text["en"] for note in table.notes}


@pytest.mark.parametrize(("cell", "text"), [
    (3, "3"), (3.0, "3"), (2.5, "2.5"), (-0.0, "0"), (1e-7, "1e-07"), (True, "1"), (False, "0"), ("3.0", "3.0"),
    ("  x \n y ", "  x \n y "), ("007", "007"), ("NA", "NA"), ("#N/A text", "#N/A text"),
    (dt.date(2026, 9, 3), "2026-09-03"), (dt.datetime(2026, 9, 3, 1, 5, 7), "2026-09-03 01:05:07"),
    (dt.time(1, 5, 7), "01:05:07"), (dt.timedelta(hours=42, seconds=7), "42:00:07"),
    (123456789012345, "123456789012345")])
def test_a_cell_reads_as_its_shortest_true_text(saved, cell, text):
    assert rows_of(open_foreign(saved({"S": [["id", "x"], [1, cell]]}))) == [["id", "x"], ["1", text]]


def test_one_column_may_mix_texts_and_numbers_and_what_excel_cut_is_noted(saved):
    column = open_foreign(saved({"S": [["x"], [1], ["1"], [1.0], [True], ["a"]]})).columns[0]
    assert column.cells() == ["x", "1", "1", "1", "1", "a"]
    assert len(set(column.texts)) == len(column.texts)
    table = open_foreign(saved({"S": [["id", "n"], [110101199003074477, 1], [1234567890123456, 2]]}))
    assert table.row(1) == ["1.10101199003074e+17", "1"]
    assert said(table)["long_numbers"].startswith("2 numbers in column A have 16 digits or more")
    table = open_foreign(saved({"S": [["a", "b"], ["=1+1", 1], ["#N/A", 2]]}))
    assert rows_of(table) == [["a", "b"], ["", "1"], ["", "2"]]
    assert said(table)["formulas_without_value"].startswith("1 formula was saved without a value")
    assert said(table)["error_cells"].endswith("read as empty: 'A3'.")
    path = saved({"S": [["d"], [dt.date(2026, 9, 3)]]}, lambda book: setattr(book, "epoch", dt.datetime(1904, 1, 1)))
    table = open_foreign(path)
    assert table.row(1) == ["2026-09-03"]
    assert "dates_1904" in said(table)


def test_hidden_rows_columns_and_merged_cells_are_read_and_noted(saved):
    def hide(book):
        book["S"].row_dimensions[2].hidden = True
        book["S"].column_dimensions["B"].hidden = True
        book["S"].merge_cells("A4:B4")
    table = open_foreign(saved({"S": [["a", "b"], [1, 2], [3, 4], [5, 6]]}, hide))
    assert rows_of(table) == [["a", "b"], ["1", "2"], ["3", "4"], ["5", ""]]
    assert {"hidden_rows", "hidden_columns", "merged_cells"} <= set(said(table))


def test_blank_rows_keep_the_numbers_a_user_sees_and_the_only_sheet_is_taken(saved):
    table = open_foreign(saved({"S": [[], [None, "a", "b"], [], [None, 1, 2]]}))
    assert rows_of(table) == [["", "a", "b"], ["", "1", "2"]]
    assert table.lines.tolist() == [2, 4]
    assert "blank_rows" in said(table)
    table = open_foreign(saved({"空": [], "答卷": [["a"], [1]], "图": []}))
    assert (table.sheet, rows_of(table)) == ("答卷", [["a"], ["1"]])
    table = open_foreign(saved({"S": [["a"], [1]]}, lambda book: book.create_chartsheet("图")))
    assert rows_of(table) == [["a"], ["1"]]


def test_a_hidden_sheet_is_passed_over_with_a_note(saved):
    path = saved({"S": [["a"]], "旧": [["b"]]}, lambda book: setattr(book["旧"], "sheet_state", "hidden"))
    table = open_foreign(path)
    assert said(table) == {"sheet_hidden": "Hidden sheets that hold something were not read: '旧'."}
    assert rows_of(open_foreign(path, sheet="旧")) == [["b"]]


def test_but_several_sheets_are_a_question(saved):
    path = saved({"S": [["a"]], "T": [["b"]], "旧": [["c"]]}, lambda book: setattr(book["旧"], "sheet_state", "hidden"))
    with pytest.raises(ReadError, match=r"3 hold something: 'S', 'T', '旧 \(hidden\)'") as caught:
        open_foreign(path)
    assert caught.value.fix == "sheet='S' or sheet='T'"
    assert rows_of(open_foreign(path, sheet="T")) == [["b"]]
    with pytest.raises(ReadError, match="no sheet 'TT'"):
        open_foreign(path, sheet="TT")


def test_an_empty_workbook_is_refused_and_the_ending_proves_nothing(saved):
    with pytest.raises(ReadError, match="holds nothing"):
        open_foreign(saved({"S": []}))
    path = saved({"S": [["a"], [1]]})
    path = path.rename(path.with_name("答卷.csv"))
    table = open_foreign(path)
    assert (table.container, list(said(table))) == ("xlsx", ["wrong_ending"])


def test_an_old_workbook_is_read_with_its_notes():
    table = open_foreign(XLS)
    assert (table.container, len(table), len(table.columns)) == ("xls", 62, 6)
    assert table.row(0) == ["序号", "性别", "年龄", "毕业去向(多选)", "收入", "提交时间"]
    assert table.row(1)[5] == "2026-09-03 01:06:07"
    assert table.row(61) == ["1", "", "", "007", "1.10101199003074e+17", ""]
    assert set(said(table)) == {"sheet_hidden", "formulas", "error_cells", "long_numbers"}
    assert said(table)["error_cells"].endswith("'C62'.")


def test_checksum_size_and_body_are_those_of_the_file(saved):
    path = saved({"S": [["a", "b"], ["x", 1], ["y", 2]]})
    table = open_foreign(path)
    assert (table.size, len(table.sha256), table.name) == (path.stat().st_size, 64, "a.xlsx")
    body = table.body(1)
    assert rows_of(body) == [["x", "1"], ["y", "2"]]
    assert body.columns[0].texts == ("x", "y")
    assert body.lines.tolist() == [2, 3]
    assert rows_of(table)[0] == ["a", "b"]


def test_an_old_workbook_that_says_less_than_it_holds_is_noted(tmp_path):
    data = XLS.read_bytes()
    extent = struct.pack("<IIHH", 0, 62, 0, 6)
    assert data.count(extent) == 1
    (tmp_path / "a.xls").write_bytes(data.replace(extent, struct.pack("<IIHH", 0, 1, 0, 1)))
    assert "reaches to row 1 and column 1;" in said(open_foreign(tmp_path / "a.xls"))["extent"]


def test_numbers_side_by_side_in_one_record_of_an_old_workbook_count_as_cells():
    def record(kind, content):
        return struct.pack("<HH", kind, len(content)) + content

    cells = struct.pack("<HH", 3, 2) + (struct.pack("<Hi", 0, 4)) * 5 + struct.pack("<H", 6)
    facts = _sheet(record(BOF, bytes(16)) + record(MULRK, cells) + record(EOF, b""), 0, "a.xls")
    assert (facts.cells, facts.rows, facts.columns, facts.filled) == (5, 4, 7, True)
