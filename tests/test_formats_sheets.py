"""Codebook workbooks: every sheet wanted in one child, behind the same gates; what cannot be known is refused."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from exports import SHEETS, workbook

import surveykit as sk
from surveykit.codebook import parse_codebook
from surveykit.errors import ReadError
from surveykit.formats import child, sheets_of

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TWO = {"survey": [["type", "name"], ["integer", 3.0], [], ["text", True]], "choices": [["list_name"]], "more": [["x"]]}


def saved(folder: Path, sheets: dict, change=lambda book: None) -> bytes:
    """The bytes of a workbook; `change` may alter it first."""
    path = workbook(folder / "book.xlsx", sheets)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path.read_bytes()


def raw_sheet(cells: str) -> bytes:
    """A workbook of one sheet, `Sheet`, whose XML is given."""
    plain, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            sheet = f'<worksheet xmlns="{SPACE}"><sheetData>{cells}</sheetData></worksheet>'.encode()
            target.writestr(name, sheet if "sheet1" in name else source.read(name))
    return out.getvalue()


def refused(data: bytes, name: str = "w.xlsx") -> str:
    """The message of the error."""
    with pytest.raises(ReadError) as caught:
        sheets_of(data, name, ["Sheet", "survey"])
    return str(caught.value)


@pytest.mark.parametrize("trusted", [False, True])
def test_sheets_are_rows_of_text_with_excels_row_numbers(tmp_path, trusted):
    found = sheets_of(saved(tmp_path, TWO), "book.xlsx", ["survey", "choices", "scales"], trusted=trusted)
    assert found == {"survey": [["type", "name"], ["integer", "3"], ["", ""], ["text", "1"]],
                     "choices": [["list_name"]], "more": []}


def test_leading_blank_rows_and_columns_are_there_and_hidden_sheets_of_a_codebook_count(tmp_path):
    found = sheets_of(saved(tmp_path, {"survey": [[], [None, "a"]]}), "book.xlsx", ["survey"])
    assert found["survey"] == [["", ""], ["", "a"]]
    data = saved(tmp_path, SHEETS, lambda book: setattr(book["choices"], "sheet_state", "hidden"))
    assert len(parse_codebook(data, "book.xlsx")["gender"].options) == 3


def test_a_codebook_is_read_in_a_child_and_our_own_bytes_are_not(tmp_path, monkeypatch):
    data, book = saved(tmp_path, SHEETS), sk.example_survey()
    monkeypatch.setattr(child, "START", "import sys; sys.exit(3)")
    with pytest.raises(ReadError, match=r"makes its reader fail \(exit 3\)") as caught:
        sk.read_codebook(tmp_path / "book.xlsx")
    assert caught.value.where == "book.xlsx"
    assert parse_codebook(data, "book.xlsx", trusted=True)["gender"].kind == "single"
    assert sk.write_survey(book, tmp_path / "a.csv").is_file()


@pytest.mark.parametrize("cells", [
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>1</v></c></row>'])
def test_a_few_cells_over_a_huge_sheet_are_refused(cells):
    assert "The sheet reaches to row 1048576" in refused(raw_sheet(cells))


def test_far_formatting_is_no_harm_and_errors_and_formulas_without_value_are_refused():
    sheet = '<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="1048575"><c r="XFD1048575" s="0"/></row>'
    assert sheets_of(raw_sheet(sheet), "w.xlsx", ["Sheet"]) == {"Sheet": [["a"]]}
    said = refused(raw_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'))
    assert said.startswith("1 cell holds an Excel error") and "w.xlsx, sheet 'Sheet', cell 'B1'" in said
    said = refused(raw_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f></c></row>'))
    assert said.startswith("1 formula was saved without a value") and "open the file in Excel" in said


def test_but_not_on_a_sheet_that_no_codebook_has(tmp_path):
    data = saved(tmp_path, SHEETS, lambda book: book.create_sheet("notes").append(["=1+1"]))
    assert len(parse_codebook(data, "book.xlsx")) == len(SHEETS["survey"]) - 1


@pytest.mark.parametrize(("data", "what"), [
    (b"", "The file is empty."), (b"type,name\ntext,a\n", "The file is not a workbook"),
    (b"<html><table>", "web page"), (b"PK\x03\x04 and nothing more", "damaged or cut off"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "damaged or cut off"), (b"$FL2@(#) SPSS", "not a workbook")])
def test_what_is_no_workbook_is_refused(data, what):
    assert re.search(what, refused(data)) and "where: w.xlsx" in refused(data) and "fix:" in refused(data)


def test_a_bomb_is_refused_by_its_directory():
    data = io.BytesIO(raw_sheet(""))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/media/a.bin", bytes(50 * 2**20))
    assert "more than a survey or a report can be" in refused(data.getvalue())


def test_a_codebook_that_is_too_large_is_not_opened(tmp_path):
    saved(tmp_path, SHEETS)
    with sk.trusting(file=100), pytest.raises(ReadError, match="more than the 0 MiB"):
        sk.read_codebook(tmp_path / "book.xlsx")
