"""What the child answers is what the readers answer in the process of the tests (`conftest.py`)."""

from dataclasses import fields
from pathlib import Path

import docx
import pandas as pd
import pyreadstat
import pytest
from openpyxl import Workbook

import surveykit as sk
from surveykit.formats import child, open_foreign
from surveykit.formats.documents import open_document

RAW = Path(__file__).parents[1] / "data/raw"


@pytest.fixture
def started(monkeypatch):
    """The reader in a child, from the time that it is called."""
    running = child._running
    return lambda: monkeypatch.setattr(child, "_running", running.in_a_child)


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in [["序号", "计划", "日期"], [1, "返乡", 45000.5], [2, None, True], [3, "续约", 2.5]]:
        sheet.append(row)
    book.create_sheet("二")
    book.save(path)


FRAME = pd.DataFrame({"x": [1.0, 2.0, None], "word": ["返乡", "", "续约"]})


def write_sav(path: Path) -> None:
    pyreadstat.write_sav(FRAME, str(path), column_labels={"x": "计划"}, variable_value_labels={"x": {1.0: "返乡"}},
                         missing_ranges={"x": [{"lo": 2.0, "hi": 2.0}]})


def write_dta(path: Path) -> None:
    pyreadstat.write_dta(FRAME, str(path), column_labels={"x": "计划"}, variable_value_labels={"x": {1.0: "返乡"}})


def write_por(path: Path) -> None:
    pyreadstat.write_por(FRAME[["x"]], str(path))


def write_parquet(path: Path) -> None:
    FRAME.to_parquet(path)


TABLES = {"a.xlsx": workbook, "a.sav": write_sav, "a.dta": write_dta, "a.por": write_por, "a.parquet": write_parquet}


def word(path: Path) -> None:
    text = docx.Document()
    text.add_heading("标题", 1)
    text.add_paragraph("正文")
    table = text.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "甲", "20 (43%)"
    text.save(path)


def web(path: Path) -> None:
    path.write_text("<html><body><h1>T</h1><p>a <!-- c --> b</p><table><tr><td>1</td><td>2</td></tr></table>", "utf-8")


DOCUMENTS = {"a.docx": word, "a.html": web}


def shown(table) -> object:
    """Everything a foreign table says."""
    told = {field.name: repr(getattr(table, field.name)) for field in fields(table) if field.name != "columns"}
    return [column.cells() for column in table.columns], told


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_here_as_in_the_child(name, tmp_path, started):
    TABLES[name](tmp_path / name)
    inside = shown(open_foreign(tmp_path / name))
    started()
    assert inside == shown(open_foreign(tmp_path / name)) and inside[0]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_here_as_in_the_child(name, tmp_path, started):
    DOCUMENTS[name](tmp_path / name)
    inside = open_document(tmp_path / name)
    started()
    assert inside == open_document(tmp_path / name) and inside.blocks


def test_a_damaged_file_is_refused_here_as_in_the_child(tmp_path, started):
    workbook(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").write_bytes((tmp_path / "a.xlsx").read_bytes().replace(b"sheet1.xml", b"sheet9.xml"))
    with pytest.raises(sk.ReadError) as inside:
        open_foreign(tmp_path / "a.xlsx")
    started()
    with pytest.raises(sk.ReadError) as outside:
        open_foreign(tmp_path / "a.xlsx")
    assert str(inside.value) == str(outside.value)
