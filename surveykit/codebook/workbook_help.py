"""What helps a person who settles a codebook in Excel: heads in sight, filters, lists to choose from, explanations."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

from surveykit.text.display_width import display_width

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HELP_SHEET = "help 说明"
LEAD, *HELP = csv.DictReader(
    (files("surveykit.codebook") / "column_help.csv").read_text(encoding="utf-8").splitlines(), strict=True)
COLUMNS = {sheet: tuple(row["column"] for row in HELP if row["sheet"] == sheet)
           for sheet in dict.fromkeys(row["sheet"] for row in HELP)}
HEADS = ("工作表 Sheet", "列 Column", "中文", "English", "示例 Example")
ANSWERS = {
    ("survey", "required"): ("yes",), ("survey", "sk_measure"): ("ordinal",), ("survey", "sk_reverse"): ("1",),
    ("survey", "sk_role"): ("id", "open_text", "other_text", "weight", "pii:name", "pii:phone", "pii:email", "pii:id",
                            "pii:address", "pii:ip"),
    ("survey", "sk_layout"): ("onehot", "delimited:;", "delimited:┋", "categories"),
    ("choices", "sk_missing"): ("refused", "dk", "na"), ("settings", "sk_synthetic"): ("yes",),
    ("settings", "default_language"): ("中文 (zh)", "English (en)"), ("scales", "score"): ("mean", "sum")}
WIDEST, NARROWEST, LINE, HEAD = 48, 8, 15.5, "DDE7F0"  # widths in characters, heights in points
FIRST = 5  # the first row of the table that explains the columns


def add_help(workbook: Workbook) -> None:
    """Frozen heads, filters, lists and comments on every sheet, and a sheet that explains the columns."""
    from openpyxl.styles import Alignment, Font, PatternFill  # deferred: only writers pay for it

    for sheet in workbook.worksheets:
        sheet.freeze_panes = "C2" if sheet.title == "survey" else "A2"
        if sheet.max_row > 1:
            sheet.auto_filter.ref = sheet.dimensions
        for cell in sheet[1]:
            cell.font, cell.fill = Font(name="Calibri", bold=True), PatternFill("solid", fgColor=HEAD)
        _set_widths(sheet)
        _add_comments(sheet)
        _add_lists(workbook, sheet)
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.alignment = Alignment(vertical="top", wrap_text=isinstance(cell.value, str))
        _set_heights(sheet, 2)
    _add_sheet(workbook)


def stem_of(heading: str) -> str:
    """A column's name without its language: `label` of `label::中文 (zh)`."""
    return heading.partition("::")[0]


def _set_widths(sheet: Worksheet) -> None:
    """Columns as wide as what stands in them, within limits."""
    for column in sheet.iter_cols():
        widest = max((display_width(line) for cell in column for line in str(cell.value or "").splitlines()), default=0)
        sheet.column_dimensions[column[0].column_letter].width = min(max(widest + 2, NARROWEST), WIDEST)


def _set_heights(sheet: Worksheet, first: int) -> None:
    """Rows as high as their longest text, wrapped at its column's width."""
    for row in sheet.iter_rows(min_row=first):
        lines = [sum(-(-(display_width(line) + 1) // int(sheet.column_dimensions[cell.column_letter].width))
                     for line in str(cell.value).splitlines()) for cell in row if cell.value]
        sheet.row_dimensions[row[0].row].height = LINE * max(1, *lines, 1)


def _add_comments(sheet: Worksheet) -> None:
    """What each column holds, on its heading."""
    from openpyxl.comments import Comment

    for cell in sheet[1]:
        stem = stem_of(str(cell.value))
        row = next((row for row in HELP if (row["sheet"], row["column"]) == (sheet.title, stem)), None)
        if row:
            text = "\n".join([row["zh"], row["en"], f"= {row['example_zh']}"])
            cell.comment = Comment(text, "surveykit", height=170, width=330)


def _add_lists(workbook: Workbook, sheet: Worksheet) -> None:
    """Lists to choose from; other answers stay possible."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for cell in sheet[1]:
        stem, letter = stem_of(str(cell.value)), cell.column_letter
        words = ANSWERS.get((sheet.title, stem))
        formula = f'"{",".join(words)}"' if words else ""
        if (sheet.title, stem) == ("survey", "type"):  # too long for Excel in one text
            formula = f"'{HELP_SHEET}'!$G${FIRST}:$G${FIRST + len(_list_types(workbook)) - 1}"
        if formula:
            rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
            rule.add(f"{letter}2:{letter}{max(sheet.max_row, 2) + 50}")
            sheet.add_data_validation(rule)


def _list_types(workbook: Workbook) -> list[str]:
    """The types an item can have, each with the lists of choices there are."""
    names = dict.fromkeys(str(row[0].value) for row in workbook["choices"].iter_rows(min_row=2) if row[0].value)
    words = ("select_one", "select_multiple", "rank")
    return ["text", "decimal", "date", *(f"{word} {name}" for name in names for word in words)]


def _add_sheet(workbook: Workbook) -> None:
    """The sheet that explains the others."""
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = workbook.create_sheet(HELP_SHEET)
    sheet.append([LEAD["zh"]])
    sheet.append([LEAD["en"]])
    sheet.append([])
    sheet.append(HEADS)
    for row in HELP:
        told = (row[key] for key in ("sheet", "column", "zh", "en", "example_zh"))
        sheet.append([text if text[:1] not in "=+-@" else f" {text}" for text in told])
    for number, word in enumerate(["type", *_list_types(workbook)], start=FIRST - 1):
        sheet.cell(number, 7, word)
    for cell in sheet[FIRST - 1]:
        cell.font, cell.fill = Font(name="Calibri", bold=True), PatternFill("solid", fgColor=HEAD)
    for letter, width in zip("ABCDEG", (11, 18, 60, 60, 34, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    for cells in sheet.iter_rows(min_row=FIRST):
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    _set_heights(sheet, FIRST)
    sheet.freeze_panes = f"A{FIRST}"
