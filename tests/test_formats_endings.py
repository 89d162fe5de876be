"""What a file is, its bytes say: every content under every name is read right and noted, or refused."""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.formats import open_foreign
from surveykit.formats.file_signatures import ENDINGS
from surveykit.words import phrases

NAMES = [".xlsx", ".xls", ".csv", ".sav", ".zsav", ".por", ".dta", ".parquet"]
ROWS = [["respondent", "性别"], ["1", "男"], ["2", "女"]]
TEXT = "respondent,性别\r\n1,男\r\n2,女\r\n"
OLD = (Path(__file__).parent / "data/foreign.xls").read_bytes()
HTML = "<html><head><meta charset='utf-8'></head><body><table><tr><td>性别</td></tr></table></body></html>"
FRAME = pd.DataFrame(ROWS[1:], columns=["respondent", "sex"])


def new(folder: Path) -> bytes:
    """An .xlsx."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def native(folder: Path, kind: str) -> bytes:
    """A file of SPSS, Stata or Parquet."""
    path = folder / f"made.{kind}"
    if kind == "parquet":
        pq.write_table(pa.Table.from_pandas(FRAME), path)
    elif kind == "por":
        pyreadstat.write_por(pd.DataFrame({"id": ["1", "2"], "sex": ["m", "f"]}), path)
    elif kind == "dta":
        pyreadstat.write_dta(FRAME, path)
    else:
        pyreadstat.write_sav(FRAME, path, compress=kind == "zsav")
    return path.read_bytes()


@pytest.mark.parametrize("ending", NAMES)
@pytest.mark.parametrize("kind", ["xlsx", "xls", "sav", "zsav", "por", "dta", "parquet"])
def test_a_binary_file_is_read_by_its_content_under_any_name(tmp_path, kind, ending):
    data = new(tmp_path) if kind == "xlsx" else OLD if kind == "xls" else native(tmp_path, kind)
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    table = open_foreign(path)
    assert table.container == kind
    assert len(table) == (62 if kind == "xls" else 3 if kind == "xlsx" else 2)
    assert ("wrong_ending" in {note.key for note in table.notes}) == (ending not in ENDINGS[kind])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".csv"])
def test_text_named_as_a_workbook_is_read_and_noted(tmp_path, ending, encoding):
    path = tmp_path / f"a{ending}"
    path.write_bytes(TEXT.encode(encoding))
    told = "gb18030" if encoding == "gb18030" else None  # too short to be found out
    survey = sk.read_survey(path, encoding=told)
    assert open_foreign(path, encoding=told).columns[1].cells() == ["性别", "男", "女"]
    noted = [c.rule for step in survey.log for c in step.changes if f"noticed.{c.rule}" in phrases.table()]
    assert noted == ["wrong_ending"] * (ending != ".csv")


@pytest.mark.parametrize("ending", [".sav", ".zsav", ".por", ".dta", ".parquet"])
def test_but_text_named_as_another_file_is_refused(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes(TEXT.encode())
    with pytest.raises(ReadError, match="does not begin as a file of its name does") as caught:
        open_foreign(path)
    assert "name it as what it is" in caught.value.fix


@pytest.mark.parametrize("ending", NAMES)
@pytest.mark.parametrize(("page", "what"), [
    (HTML.encode(), "a web page"), (HTML.encode("utf-16"), "a web page"), (HTML.encode("utf-8-sig"), "a web page"),
    (b"<table><tr><td>1</td></tr></table>", "a web page"),
    (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "a spreadsheet in XML"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "a web archive")])
def test_a_web_page_is_refused_with_what_to_do_under_any_name(tmp_path, ending, page, what):
    path = tmp_path / f"a{ending}"
    path.write_bytes(page)
    with pytest.raises(ReadError, match=what) as caught:
        open_foreign(path)
    assert caught.value.fix == "open it in Excel and save it as .xlsx"


@pytest.mark.parametrize("ending", [".xlsx", ".xls"])
def test_but_one_column_of_text_is_no_workbook(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes("一句话\r\n又一句\r\n".encode())
    with pytest.raises(ReadError, match="does not begin as a file of its name does"):
        open_foreign(path)


@pytest.mark.parametrize("name", ["book.xls", "book.xlsx", "book.csv", "book"])
def test_a_codebook_is_read_by_its_content_too(tmp_path, name):
    path = sk.write_codebook(sk.example_survey().codebook, tmp_path / "made.xlsx").rename(tmp_path / name)
    assert sk.read_codebook(path).items == sk.example_survey().codebook.items
