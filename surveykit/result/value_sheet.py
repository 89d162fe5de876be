"""A result on a sheet of a workbook: caption, headings, values with their formats, and what stands below a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from surveykit.files.workbook_bytes import cell_content, workbook_bytes
from surveykit.result.grid import Head
from surveykit.result.value_columns import TEXT
from surveykit.result.value_grid import ValueCell, ValueGrid, shown_values
from surveykit.result.view import View
from surveykit.text.display_width import display_width

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST, NARROWEST = 48, 9
LINE = 15.0  # points of a row of one line


def result_workbook(view: View) -> bytes:
    """A workbook of one sheet with one result."""
    import openpyxl  # deferred: only writers pay for it

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = sheet_name(view.result.caption(view.language), set())
    grid = view.result.grid(view.language)
    fill_sheet(sheet, grid.caption, shown_values(view), grid.notes)
    return workbook_bytes(workbook)


def sheet_name(title: str, taken: set[str]) -> str:
    """A name a sheet can have, not taken yet: at most 31 letters, none that Excel refuses."""
    plain = " ".join("".join(" " if c in "[]:*?/\\\n\t'" else c for c in cell_content(title) or "").split()) or "-"
    name, number = plain[:31].strip(), 2
    while name.casefold() in taken or name.casefold() == "history":
        tail = f" ({number})"
        name, number = plain[:31 - len(tail)].strip() + tail, number + 1
    taken.add(name.casefold())
    return name


def fill_sheet(sheet: Worksheet, caption: str, grid: ValueGrid, notes: Sequence[str]) -> None:
    """Caption, headings, rows and notes, from the first row of a sheet down, ruled as a table of three lines."""
    from openpyxl.styles import Font

    sheet.append([cell_content(caption)])
    sheet.cell(sheet.max_row, 1).font = Font(bold=True, size=12)
    first = sheet.max_row + 1
    for heads in grid.head:
        _append_heads(sheet, heads)
    sheet.freeze_panes = f"A{sheet.max_row + 1}"
    for row in grid.rows:
        _append_row(sheet, row)
    _rule(sheet, first, first + len(grid.head) - 1, grid.columns)
    for note in notes:
        sheet.append([cell_content(note)])
        sheet.cell(sheet.max_row, 1).font = Font(size=9, color="FF444444")
    _set_widths(sheet, grid)
    fit_heights(sheet)
    sheet.page_setup.orientation = "landscape" if grid.columns > 6 else "portrait"
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = 9, 0  # A4, as many pages as it takes
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _append_heads(sheet: Worksheet, heads: Sequence[Head]) -> None:
    """A heading row; a wide heading spans its columns."""
    from openpyxl.styles import Alignment, Font

    row, at = sheet.max_row + 1, 1
    for head in heads:
        cell = sheet.cell(row, at, cell_content(head.text))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="bottom", wrap_text=True)
        if head.across > 1:
            sheet.merge_cells(start_row=row, start_column=at, end_row=row, end_column=at + head.across - 1)
        at += head.across


def _append_row(sheet: Worksheet, row: Sequence[ValueCell]) -> None:
    """A row of values, each in its format; words break over lines."""
    from openpyxl.styles import Alignment

    at = sheet.max_row + 1
    for place, value in enumerate(row, 1):
        cell = sheet.cell(at, place, cell_content(value.value))
        cell.number_format = value.style
        if value.style == TEXT:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _rule(sheet: Worksheet, top: int, head: int, columns: int) -> None:
    """The three lines of a table: above and below the headings, and below the last row."""
    from openpyxl.styles import Border, Side

    lines = {top: Border(top=Side("medium")), head: Border(bottom=Side("thin")),
             sheet.max_row: Border(bottom=Side("medium"))}
    if top == head:
        lines[top] = Border(top=Side("medium"), bottom=Side("thin"))
    for row, border in lines.items():
        for column in range(1, columns + 1):
            sheet.cell(row, column).border = border


def fit_heights(sheet: Worksheet) -> None:
    """Rows as high as their texts, which programs that open the file do not all work out."""
    from openpyxl.utils import get_column_letter

    spanned = {place for span in sheet.merged_cells.ranges for place in span.cells}
    for cells in sheet.iter_rows():
        lines = [math.ceil(display_width(cell.value)
                           / (sheet.column_dimensions[get_column_letter(cell.column)].width - 1))
                 for cell in cells if isinstance(cell.value, str) and cell.alignment.wrap_text
                 and (cell.row, cell.column) not in spanned]
        if max(lines, default=1) > 1:
            sheet.row_dimensions[cells[0].row].height = LINE * max(lines)


def _set_widths(sheet: Worksheet, grid: ValueGrid) -> None:
    """Columns as wide as their texts, within limits; numbers a little wider than their headings need."""
    from openpyxl.utils import get_column_letter

    for place in range(grid.columns):
        cells = [row[place] for row in grid.rows]
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        widest = max((display_width(line) for text in texts for line in text.splitlines()), default=0)
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(widest + 2, NARROWEST), WIDEST)
