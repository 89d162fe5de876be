"""Write a codebook as an XLSForm workbook; reading it again gives the same codebook."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from surveykit.codebook.items import Codebook, Item, Option
from surveykit.errors import CodebookError
from surveykit.files.workbook_bytes import LONGEST_CELL, UNWRITABLE, workbook_bytes
from surveykit.text.display_width import display_width
from surveykit.words.phrases import LANGUAGES, Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LANGUAGE_NAMES = {"zh": "中文 (zh)", "en": "English (en)"}
TYPE_WORDS = {"single": "select_one", "rating": "select_one", "multiple": "select_multiple",
              "rank": "rank", "number": "decimal", "text": "text", "date": "date"}
NAMES_MARK = " | "  # between the other names of a column
MISSING_WORDS = {"refused": "refused", "dont_know": "dk", "not_asked": "na", "blank": "blank"}
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
NOTE = (170, 330)  # height and width of a comment, in pixels
FIRST = 5  # the first row of the table that explains the columns


def codebook_bytes(book: Codebook, todo: Mapping[str, str] | None = None, *, helped: bool = False) -> bytes:
    """The workbook's bytes; equal codebooks give equal bytes.
    `todo` says by item what is still to be settled ('' for the whole codebook): it stands in the columns `sk_todo`;
    by default what the codebook was read with. `helped` adds what helps a person who edits it (`add_help`).
    """
    import openpyxl  # deferred: only writers pay for it

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in codebook_sheets(book, todo).items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append([_cell_value(value, title) for value in row])
    if helped:
        _add_help(workbook)
    return workbook_bytes(workbook)


def _cell_value(value: object, sheet: str) -> object:
    """The value, unless Excel would cut it or cannot hold it."""
    if isinstance(value, str) and (len(value) > LONGEST_CELL or UNWRITABLE.search(value)):
        raise CodebookError("A codebook's text must fit into a cell of Excel: at most 32,767 characters, "
                            "no control characters.", where="sheet {sheet}: {value!r}",
                            fix="shorten or clean the label or name", sheet=sheet, value=value[:30])
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        return repr(value)  # openpyxl would cut the seventeenth digit
    return value


def codebook_sheets(book: Codebook, todo: Mapping[str, str] | None = None) -> dict[str, list[list[object]]]:
    """The sheets as rows, headings first."""
    lists, spoken = _choice_lists(book), _label_languages(book)
    todo = book.settings.get("todo", {}) if todo is None else todo
    names = {item.name: name for name, (_, users) in lists.items() for item in users}
    made = {item.name: item.calculation for item in book if item.calculation}
    more: dict[str, Mapping[str, str]] = {heading: cells for heading, cells in (
        ("calculation", made), ("sk_also", _other_names(book)), ("sk_todo", todo)) if cells}
    return {
        "survey": [["type", "name", *_label_headings("label", spoken), *_label_headings("sk_short", spoken), "relevant",
                    "constraint", "required", "sk_column", "sk_layout", "sk_measure", "sk_scale", "sk_reverse",
                    "sk_role", *more],
                   *([*_item_row(item, names.get(item.name, ""), spoken),
                      *(cells.get(item.name, "") for cells in more.values())] for item in book)],
        "choices": [["list_name", "name", *_label_headings("label", spoken), "sk_value", "sk_missing"],
                    *(_choice_row(name, option, spoken) for name, (options, _) in lists.items() for option in options)],
        "settings": _settings_rows(book, spoken, todo.get("", "")),
        "scales": [["scale", *_label_headings("label", spoken), "min", "max", "score", "min_valid"],
                   *([s.name, *_label_cells(s.label, spoken), s.low, s.high, s.score, s.min_valid]
                     for s in book.scales)]}


def _other_names(book: Codebook) -> dict[str, str]:
    """What exports may call the column of an item instead of `sk_column`, best first."""
    tags = book.settings.get("export_tags")
    return {name: NAMES_MARK.join(spelt) for name, spelt in tags.items()} if isinstance(tags, Mapping) else {}


def _label_languages(book: Codebook) -> tuple[str, ...]:
    """Chinese and English, then every other language that a label is in."""
    texts = [book.title, *(t for i in book for t in (i.label, i.short, *(o.label for o in i.options))),
             *(scale.label for scale in book.scales)]
    return tuple(dict.fromkeys([*LANGUAGES, *(language for text in texts for language in text)]))


def _label_headings(stem: str, spoken: Sequence[str]) -> list[str]:
    """Heading per language."""
    return [f"{stem}::{LANGUAGE_NAMES.get(language, language)}" for language in spoken]


def _label_cells(text: Text, spoken: Sequence[str]) -> list[str]:
    """The text in each language, '' where there is none."""
    return [text.get(language, "") for language in spoken]


def _choice_lists(book: Codebook) -> dict[str, tuple[tuple[Option, ...], list[Item]]]:
    """Choice lists by name (that of the first item using them), with their items."""
    lists: dict[str, tuple[tuple[Option, ...], list[Item]]] = {}
    seen: dict[tuple[object, ...], str] = {}
    for item in book:
        if not item.options:
            continue
        key = tuple((o.value, tuple(sorted(o.label.items())), o.score, o.missing) for o in item.options)
        name = seen.setdefault(key, f"{item.name}_options")
        lists.setdefault(name, (item.options, []))[1].append(item)
    return lists


def _item_row(item: Item, listed: str, spoken: Sequence[str]) -> list[object]:
    """One row of the survey sheet."""
    kind = "calculate" if item.calculation and item.kind == "number" else f"{TYPE_WORDS[item.kind]} {listed}".strip()
    return [kind, item.name, *_label_cells(item.label, spoken), *_label_cells(item.short, spoken), item.asked_if or "",
            item.constraint or "", item.required or "", item.column or "", item.layout or "",
            "ordinal" if item.kind == "rating" else "", item.scale or "", "1" if item.reverse else "", item.role or ""]


def _choice_row(name: str, option: Option, spoken: Sequence[str]) -> list[object]:
    """One row of the choices sheet."""
    return [name, option.value, *_label_cells(option.label, spoken),
            "" if option.score is None else option.score, MISSING_WORDS.get(option.missing or "", "")]


def _settings_rows(book: Codebook, spoken: Sequence[str], todo: str) -> list[list[object]]:
    """Headings and the one row of the settings sheet."""
    settings = book.settings
    codes = " ".join(f"{token}:{MISSING_WORDS[kind]}" for token, kind
                     in dict(settings.get("missing_codes", {})).items())
    pairs: Iterable[tuple[str, object]] = (
        ("form_title", next(iter(book.title.values()), "")),
        *zip(_label_headings("sk_title", spoken), _label_cells(book.title, spoken), strict=True),
        ("form_id", settings.get("form_id", "")), ("version", settings.get("version", "")),
        ("default_language", LANGUAGE_NAMES[book.language]), ("sk_platform", settings.get("platform") or ""),
        *([("sk_headings", settings["headings"])] if settings.get("headings") else []),
        *([("sk_todo", todo)] if todo else []), *([("sk_note", settings["note"])] if settings.get("note") else []),
        ("sk_missing_codes", codes), ("sk_synthetic", "yes" if book.synthetic else ""),
        ("sk_sent", settings.get("sent") or ""))
    headings, values = zip(*pairs, strict=True)
    return [list(headings), list(values)]


def _add_help(workbook: Workbook) -> None:
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


def column_stem(heading: str) -> str:
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
        stem = column_stem(str(cell.value))
        row = next((row for row in HELP if (row["sheet"], row["column"]) == (sheet.title, stem)), None)
        if row:
            text = "\n".join([row["zh"], row["en"], f"= {row['example_zh']}"])
            cell.comment = Comment(text, "surveykit", *NOTE)


def _add_lists(workbook: Workbook, sheet: Worksheet) -> None:
    """Lists to choose from; other answers stay possible."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for cell in sheet[1]:
        stem, letter = column_stem(str(cell.value)), cell.column_letter
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
