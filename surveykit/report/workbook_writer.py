"""A report as an Excel workbook: a linked list of contents, then a sheet for each table and each figure's data.

Numbers are values with formats, unrounded; nothing in the file is a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveykit.files.workbook_bytes import cell_content, workbook_bytes
from surveykit.report.report_blocks import FigureBlock, Heading, Prose, Report, TableBlock
from surveykit.report.syntax_tree import text_of
from surveykit.result import Grid, Result
from surveykit.result.grid import Head
from surveykit.result.value_grid import ValueCell, ValueGrid, shown_values
from surveykit.result.value_sheet import fill_sheet, fit_heights, sheet_name
from surveykit.result.view import View
from surveykit.words.phrases import in_language, phrase

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LINK = "FF0563C1"


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet to be: caption with its number, values, and the notes below."""

    caption: str
    values: ValueGrid
    notes: tuple[str, ...]


def write_xlsx(report: Report) -> bytes:
    """The report's tables and the data of its figures; the same report gives the same bytes."""
    import openpyxl  # deferred: only writers pay for it
    from openpyxl.styles import Alignment

    workbook = openpyxl.Workbook()
    contents = workbook.active
    taken: set[str] = set()
    contents.title = sheet_name(in_language(phrase("workbook.contents"), report.language), taken)
    _head_contents(contents, report)
    for entry in _entries(report):
        if isinstance(entry, str):
            _append_text(contents, entry, bold=True)
            continue
        sheet = workbook.create_sheet(sheet_name(entry.caption, taken))
        fill_sheet(sheet, entry.caption, entry.values, entry.notes)
        _link(contents, entry.caption, sheet.title)
        _link(sheet, in_language(phrase("workbook.back"), report.language), contents.title)
    contents.column_dimensions["A"].width = 90
    for (cell,) in contents.iter_rows(max_col=1):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    fit_heights(contents)
    contents.page_setup.paperSize, contents.page_setup.fitToHeight = 9, 0
    contents.sheet_properties.pageSetUpPr.fitToPage = True
    return workbook_bytes(workbook)


def _head_contents(sheet: Worksheet, report: Report) -> None:
    """Title, the notice of synthetic data, and what this file leaves out."""
    from openpyxl.styles import Font

    _append_text(sheet, report.title)
    sheet.cell(1, 1).font = Font(bold=True, size=13)
    for text in (report.notice, in_language(phrase("workbook.only_tables"), report.language)):
        if text:
            _append_text(sheet, text)


def _append_text(sheet: Worksheet, text: str, bold: bool = False) -> None:
    """A line of the contents."""
    from openpyxl.styles import Font

    sheet.append([cell_content(text)])
    sheet.cell(sheet.max_row, 1).font = Font(bold=bold)


def _link(sheet: Worksheet, text: str, target: str) -> None:
    """A line that leads to another sheet of this file."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet.append([cell_content(text)])
    cell = sheet.cell(sheet.max_row, 1)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1")
    cell.font = Font(color=LINK, underline="single")


def _entries(report: Report) -> Iterator[str | SheetTable]:
    """Headings of the author's, and what becomes a sheet, in reading order; one without a caption has our heading's."""
    ours = ""
    for block in report.blocks:
        if isinstance(block, Heading):
            ours = block.text
        elif isinstance(block, Prose):
            yield from (text_of(node["c"][2]) for node in block.nodes if node["t"] == "Header")
        elif isinstance(block, TableBlock):
            values = shown_values(View(block.result, report.language)) if block.result else _grid_values(block.grid)
            caption = _full_caption(report, block.label, block.grid.caption) or ours
            yield SheetTable(caption, values, block.grid.notes)
        elif isinstance(block, FigureBlock) and isinstance(result := getattr(block.drawing, "result", None), Result):
            yield SheetTable(_full_caption(report, block.label, block.caption),
                             shown_values(View(result, report.language)), result.grid(report.language).notes)


def _full_caption(report: Report, label: str | None, caption: str) -> str:
    """`Table 3. Plan after service`."""
    number = report.numbers.get(label or "")
    return f"{number.text.replace(chr(0xa0), ' ')}{number.stop}{caption}" if number else caption


def _grid_values(grid: Grid) -> ValueGrid:
    """A table that is no result (files, versions) as it is shown; whole numbers as numbers."""
    rows: list[tuple[ValueCell, ...]] = []
    for row in grid.rows:
        texts: Sequence[str] = (row, *[""] * (len(grid.align) - 1)) if isinstance(row, str) else row
        rows.append(tuple(ValueCell(int(t), "0") if t.isdecimal() and (t == "0" or t[0] != "0") and len(t) < 16
                          else ValueCell(str.__str__(t)) for t in texts))
    return ValueGrid(grid.head or ((Head("", len(grid.align)),),), tuple(rows))
