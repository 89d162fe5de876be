"""Results and reports as Excel workbooks: numbers as numbers, words as words, the same bytes."""

import zipfile

import openpyxl
import pytest

import surveykit as sk
from surveykit.report import verify_report
from surveykit.result.value_sheet import sheet_name

DANGEROUS = "=HYPERLINK(\"http://x\",\"y\")"


def sheet_rows(path, name=None):
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[name] if name else workbook.active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_shares_are_numbers_in_columns_of_their_own(example, tmp_path):
    plans = sk.frequencies(example, "plan")
    sheet = openpyxl.load_workbook(plans.to_excel(tmp_path / "a.xlsx")).active
    assert [cell.value for cell in sheet[2]] == ["Option", "n", "N", "Percent", "95% CI (percent), lower",
                                                 "95% CI (percent), upper"]
    assert [cell.value for cell in sheet[3]][:4] == ["Return home", 18, 40, 45]
    assert sheet["E3"].value == pytest.approx(100 * plans.table["low"][0]) and sheet["E3"].number_format == "0"
    assert sheet["A8"].value == "Base: 40 respondents."


def test_the_format_shows_as_many_decimals_as_the_report(example, tmp_path):
    many = sk.audit_figures("data/raw/published/published_figures.csv")
    sheet = openpyxl.load_workbook(many.to_excel(tmp_path / "a.xlsx")).active
    formats = {cell.number_format for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float)}
    test = openpyxl.load_workbook(sk.association(example, "plan", by="gender").to_excel(tmp_path / "b.xlsx")).active
    assert formats <= {"0", "0.0", "0.00"} and test["C3"].number_format == '[<0.001]"<0.001";0.000'


def test_groups_stand_beside_each_other_under_their_names(example, tmp_path):
    rows = sheet_rows(sk.crosstab(example, "plan", by="gender").to_excel(tmp_path / "a.xlsx"))
    assert [value for value in rows[1] if value] == ["Women", "Men", "All"]
    assert rows[3][:4] == ["Return home", 5, 17, pytest.approx(500 / 17)]


def test_a_text_that_looks_like_a_formula_stays_a_text(example, tmp_path):
    plans = sk.frequencies(example, "plan").with_title(DANGEROUS, DANGEROUS)
    path = sk.write_report(["# =1+1\n\n## +SUM(1)", plans], tmp_path / "a.xlsx")
    for sheet in openpyxl.load_workbook(path):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
    members = zipfile.ZipFile(path)
    assert not [name for name in members.namelist() if b"<f>" in members.read(name)]
    assert openpyxl.load_workbook(path).worksheets[0]["A1"].value == "=1+1"


def test_the_contents_lead_to_every_sheet_and_back(example, tmp_path):
    pieces = ["# Title\n\n## First part", sk.frequencies(example, "plan"), sk.plot(sk.likert(example, "planning"))]
    contents, *others = openpyxl.load_workbook(sk.write_report(pieces, tmp_path / "a.xlsx")).worksheets
    links = [cell.hyperlink.location for cell in contents["A"] if cell.hyperlink]
    assert links == [f"'{sheet.title}'!A1" for sheet in others]
    assert [sheet.title for sheet in others[:2]] == ["Table 1. Plan after service", "Figure 1. Career planning ratin"]
    assert {sheet.cell(sheet.max_row, 1).hyperlink.location for sheet in others} == {"'Contents'!A1"}
    assert "First part" in [cell.value for cell in contents["A"]]


def test_a_report_has_the_same_bytes_twice_and_no_fault(example, tmp_path):
    one, other = (sk.write_report([sk.frequencies(example, "plan")], tmp_path / name, language="zh")
                  for name in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == other.read_bytes()
    assert not verify_report(one).faults


def test_a_table_is_written_as_xlsx_only(example, tmp_path):
    with pytest.raises(sk.ReportError, match=r"A table is written as \.xlsx"):
        sk.frequencies(example, "plan").to_excel(tmp_path / "a.csv")


def test_names_of_sheets_are_those_that_excel_takes():
    taken: set[str] = set()
    names = [sheet_name(title, taken) for title in ("a/b: [c]?", "x" * 40, "X" * 40, "History", "", "")]
    assert names == ["a b c", "x" * 31, "X" * 27 + " (2)", "History (2)", "-", "- (2)"]


def test_empty_headings_are_empty_cells_and_rows_as_high_as_their_words(example, tmp_path):
    path = sk.crosstab(example, "plan", by="gender").to_excel(tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert sheet["A2"].value is None and {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    sheet = openpyxl.load_workbook(sk.crosstab(example, "plan", by="gender").to_excel(tmp_path / "a.xlsx")).active
    assert sheet.row_dimensions[3].height > 15 and sheet.row_dimensions[4].height is None
