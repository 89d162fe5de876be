"""Work sheets: a workbook that goes out with questions, is filled in by a person, and comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from surveykit.errors import CleaningError, did_you_mean, faults_error
from surveykit.files.disk import may_write, read_bytes, write_atomic
from surveykit.files.workbook_bytes import cell_content, workbook_bytes
from surveykit.formats.codebook_sheets import sheets_of
from surveykit.text.normalise import normalise
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, Text, in_language

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET, CHOICES = "worklist", "choices"
FIRST = 3  # the row below the note and the headings
ASKED, GIVEN = "FFF6DD", "DDE7F0"


@dataclass(frozen=True, slots=True)
class WorkColumn:
    """A column of a work sheet: its heading in both languages, and what can be chosen in it.
    `asked` columns are filled in by a person and are coloured; `choices` are offered in a list, and with `closed`
    nothing else is taken.
    """

    name: str
    heading: Text
    choices: tuple[str, ...] = ()
    asked: bool = False
    closed: bool = False
    width: int = 24


class WorkRow(NamedTuple):
    """A row of a sheet that came back, and where it stands."""

    row: int
    cells: dict[str, str]


def write_work_sheet(path: str | Path, columns: Sequence[WorkColumn], rows: Iterable[Mapping[str, object]], *,
                     note: Text, checksum: str = "") -> Path:
    """Write a work sheet; a file that is there already may be half filled in, and is refused."""
    import openpyxl  # deferred: only writers pay for it

    path = may_write(path, checksum=checksum)
    if path.suffix.casefold() != ".xlsx" or path.exists():
        raise CleaningError("The worklist is there already." if path.exists() else "A worklist is written as .xlsx.",
                            where="{file}", file=path, fix="choose another name, or delete the file")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    sheet.append([" / ".join(dict.fromkeys(in_language(note, language) for language in LANGUAGES))])
    sheet.append([_heading(column) for column in columns])
    for row in rows:
        sheet.append([cell_content(row.get(column.name)) for column in columns])
    _dress_sheet(sheet, columns)
    choices = workbook.create_sheet(CHOICES)
    choices.sheet_state = "hidden"
    for place, column in enumerate(columns, start=1):
        for number, choice in enumerate(column.choices, start=1):
            choices.cell(number, place, cell_content(choice))
        _offer_choices(sheet, place, len(column.choices), column.closed)
    write_atomic(path, workbook_bytes(workbook), checksum=checksum)
    return path


def read_work_sheet(path: str | Path, columns: Sequence[WorkColumn]) -> list[WorkRow]:
    """The rows of a work sheet that came back, blank ones left out."""
    sheets = sheets_of(read_bytes(path), Path(path).name, [SHEET])
    cells = sheets.get(SHEET, [])
    headings = [normalise(cell) for cell in cells[FIRST - 2]] if len(cells) >= FIRST - 1 else []
    places = {column.name: next((place for place, heading in enumerate(headings) if heading in _names(column)), -1)
              for column in columns}
    lost = [column for column in columns if places[column.name] < 0]
    if lost:
        raise CleaningError("The worklist has no column {heading!r}.", where="{file}",
                            file=path, heading=_heading(lost[0]), fix=did_you_mean(_heading(lost[0]), headings))
    found = [WorkRow(number, {name: row[place].strip() for name, place in places.items()})
             for number, row in enumerate(cells[FIRST - 1:], start=FIRST) if any(cell.strip() for cell in row)]
    faults: list[Message] = [
        Message("row {row}: {heading} must be chosen from the list", row=one.row, heading=_heading(column))
        for one in found for column in columns
        if column.closed and one.cells[column.name] and one.cells[column.name] not in column.choices]
    if faults:
        raise faults_error(CleaningError, "The worklist cannot be taken as it is:", faults, where="{file}",
                           file=path, fix="choose from the list of the cell, or leave it empty")
    return found


def _heading(column: WorkColumn) -> str:
    """The heading in both languages."""
    return " ".join(dict.fromkeys(in_language(column.heading, language) for language in LANGUAGES))


def _names(column: WorkColumn) -> set[str]:
    """What the heading of a column may be."""
    return {normalise(text) for text in (_heading(column), column.name, *column.heading.values())}


def _dress_sheet(sheet: Worksheet, columns: Sequence[WorkColumn]) -> None:
    """Heads in sight, and what is to be filled in coloured."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = f"A{FIRST}"
    sheet["A1"].font = Font(name="Calibri", italic=True)
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        head = sheet.cell(FIRST - 1, place)
        head.font, head.fill = Font(name="Calibri", bold=True), PatternFill("solid", fgColor=GIVEN)
        for row in range(FIRST, sheet.max_row + 1):
            cell = sheet.cell(row, place)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if column.asked:
                cell.fill = PatternFill("solid", fgColor=ASKED)


def _offer_choices(sheet: Worksheet, place: int, count: int, closed: bool) -> None:
    """A list to choose from in a column."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if count:
        letter = get_column_letter(place)
        rule = DataValidation(type="list", formula1=f"{CHOICES}!${letter}$1:${letter}${count}", allow_blank=True,
                              showErrorMessage=closed)
        rule.add(f"{letter}{FIRST}:{letter}{max(sheet.max_row, FIRST) + 200}")
        sheet.add_data_validation(rule)
