"""In the child: a workbook's sheet or sheets as columns of text, read by calamine behind the gates."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from posixpath import normpath
from typing import TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree

from surveykit.errors import ReadError, did_you_mean, list_quoted
from surveykit.formats.child_types import Noticed, ReaderAnswer, Request
from surveykit.formats.joined_cells import JoinedCells
from surveykit.formats.sheet_gate import SheetFacts, column_letters, exact, scan_sheet, sparse, too_sparse
from surveykit.formats.xls_records import DAMAGED, workbook_facts
from surveykit.formats.zip_gate import BROKEN, check_zip
from surveykit.words.messages import JoinedMessage, Message

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


STEP = 64  # rows: few enough to be encoded while they are in the processor's cache
RELATION = re.compile(r"\{[^}]*/relationships\}id")
PASSED_ON = 64 * 2**10
LARGEST_LIST = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Book:
    """What the gates learnt: facts by sheet name, in the workbook's order."""

    container: str
    from_1904: bool = False
    facts: Mapping[str, SheetFacts] = field(default_factory=dict)

    def of(self, names: Sequence[str]) -> Book:
        """The same for the sheets that the reader knows; one the gates have not seen counts as unread."""
        facts = {name: self.facts.get(name) or SheetFacts(filled=True) for name in names}
        return Book(self.container, self.from_1904, facts)


def read_workbook(request: Request) -> ReaderAnswer:
    """The sheet asked for, or the only visible one with anything in it."""
    book, opened, hidden = _open_book(request)
    chosen = _choose_sheet(book, hidden, request["sheet"], request["name"])
    facts, sheet = book.facts[chosen], _sheet(opened, book, chosen, request)
    columns, long = _columns(sheet)
    notes = [*_sheet_notes(book, facts, chosen, hidden), *_disagreement(book.container, facts, _extent(sheet)), *long]
    return {"container": book.container, "sheet": chosen, "rows": _extent(sheet)[0], "texts": columns,
            "notes": notes}, ()


def read_sheets(request: Request) -> ReaderAnswer:
    """All columns of the sheets asked for, one sheet after the other."""
    book, opened, _ = _open_book(request)
    sheets, texts = [], []
    for name in request["sheets"]:
        if name in book.facts:
            _refuse_unread(book.facts[name], Message("{file}, sheet {name!r}", file=request['name'], name=name))
            found, _ = _columns(_sheet(opened, book, name, request))
            sheets.append([name, len(found)])
            texts += found
    return {"container": book.container, "names": list(book.facts), "sheets": sheets, "texts": texts, "notes": []}, ()


def _open_book(request: Request) -> tuple[Book, CalamineWorkbook, list[str]]:
    """What the gates know, calamine's workbook, the names of hidden sheets."""
    import python_calamine  # deferred: the gates come first

    book = (_gate_zip if request["container"] == "zip" else _gate_ole)(request)
    try:
        with source(request) as stream:  # by its content: calamine believes the ending of a path
            opened = python_calamine.CalamineWorkbook.from_filelike(stream)
        sheets = [s for s in opened.sheets_metadata if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
    except python_calamine.PasswordError:
        raise ReadError("The workbook is protected by a password.", where="{file}",
                        fix="remove the password in Excel, and save", file=request["name"]) from None
    hidden = [s.name for s in sheets if s.visible != python_calamine.SheetVisibleEnum.Visible]
    return book.of([s.name for s in sheets]), opened, hidden


def _sheet(opened: CalamineWorkbook, book: Book, name: str, request: Request) -> CalamineSheet:
    """Calamine's sheet, if it is not all but empty."""
    sheet = opened.get_sheet_by_name(name)
    height, width = _extent(sheet)
    if sparse(height * width, book.facts[name].cells, request["limits"]):
        raise too_sparse(height, width, book.facts[name].cells, f"{request['name']}, sheet {name!r}")
    return sheet


def _refuse_unread(facts: SheetFacts, where: str) -> None:
    """A ReadError for cells whose value nobody can know."""
    if facts.errors:
        raise ReadError("{errors} cells hold an Excel error (such as #N/A) instead of a text.",
                        where="{file}, cell {error_cells}", fix="correct or empty these cells in Excel, and save",
                        errors=facts.errors, file=where, error_cells=list_quoted(facts.error_cells))
    if facts.no_value:
        raise ReadError("{no_value} formulas were saved without a value.", where="{file}",
                        fix="open the file in Excel and save it", no_value=facts.no_value, file=where)


def _choose_sheet(book: Book, hidden: Sequence[str], wanted: str | None, name: str) -> str:
    """A sheet's name, or a ReadError that lists them."""
    if wanted is not None:
        if wanted not in book.facts:
            raise ReadError("There is no sheet {wanted!r}.", where="{file}", fix=did_you_mean(wanted, book.facts),
                            wanted=wanted, file=name)
        return wanted
    filled = [sheet for sheet, facts in book.facts.items() if facts.filled]
    visible = [sheet for sheet in filled if sheet not in hidden]
    if len(visible) == 1:
        return visible[0]
    if not filled:
        raise ReadError("The workbook holds nothing.", where="{file}",
                        fix="check that this is the export, not an empty file", file=name)
    said = [sheet + " (hidden)" if sheet in hidden else sheet for sheet in filled]
    raise ReadError("One sheet must be chosen; {filled_count} hold something: {said}.", where="{file}",
                    fix=JoinedMessage(" or ", (f"sheet={sheet!r}" for sheet in (visible or filled)[:5])),
                    filled_count=len(filled), said=list_quoted(said), file=name)


def _columns(sheet: CalamineSheet) -> tuple[list[bytes], list[Noticed]]:
    """The cells of a sheet's columns, and notes on long numbers."""
    columns, rows = [JoinedCells() for _ in range(_extent(sheet)[1])], sheet.iter_rows()
    for column in columns[:len(columns) - sheet.width]:  # calamine gives empty rows above the first cell, but no
        column.add([""] * _extent(sheet)[0])  # columns to the left of it
    grown = columns[len(columns) - sheet.width:]
    while block := list(islice(rows, STEP)):
        for column, cells in zip(grown, zip(*block, strict=True), strict=True):
            column.add(cells)
    notes = [["long_numbers", {"count": column.long, "columns": column_letters(number)}]
             for number, column in enumerate(columns, start=1) if column.long]
    return [column.bytes() for column in columns], notes


def _extent(sheet: CalamineSheet) -> tuple[int, int]:
    """Last row and last column with a value, counted from 1."""
    top, left = sheet.start or (0, 0)
    return top + sheet.height, left + sheet.width


def _sheet_notes(book: Book, facts: SheetFacts, chosen: str, hidden: Sequence[str]) -> list[Noticed]:
    """Notes on the workbook and on the sheet's XML."""
    unread = [s for s in hidden if s != chosen and book.facts[s].filled]
    notes = [["sheet_hidden", {"sheets": unread}]] if unread else []
    notes += [["dates_1904", {}]] if book.from_1904 else []
    counts = {"hidden_rows": facts.hidden_rows, "hidden_columns": facts.hidden_columns, "merged_cells": facts.merges,
              "formulas": facts.formulas - facts.no_value, "formulas_without_value": facts.no_value}
    notes += [[key, {"count": count}] for key, count in counts.items() if count]
    return notes + ([["error_cells", {"count": facts.errors, "cells": facts.error_cells}]] if facts.errors else [])


def _disagreement(container: str, facts: SheetFacts, found: tuple[int, int]) -> list[Noticed]:
    """A note if the sheet's own word on its extent and the cells with values disagree."""
    if facts.said is None:
        return [["extent_unknown", {}]] if container == "xls" else []  # an .xlsx has checksums instead
    unknown = container == "xlsx" and facts.said == (1, 1)  # writers that do not know yet say A1; those of .xls know
    if facts.said == found or unknown:
        return []
    return [["extent", {"rows_said": facts.said[0], "columns_said": facts.said[1], "rows": found[0],
                        "columns": found[1]}]]


def source(request: Request) -> BinaryIO:
    """The file: under its path, or the bytes that the caller holds."""
    return open(request["path"], "rb") if request["path"] is not None else io.BytesIO(request["data"])


def _gate_zip(request: Request) -> Book:
    """An .xlsx: its directory, its parts, every sheet."""
    name, limits = request["name"], request["limits"]
    try:
        with source(request) as stream, zipfile.ZipFile(stream) as archive:
            check_zip(archive, name, limits, stream.seek(0, os.SEEK_END), "xl/workbook.xml")
            sheets, from_1904 = _sheets(archive, name)
            _read_through(archive, set(sheets.values()))
            facts = {sheet: _sheet_facts(archive, part, limits, f"{name}, sheet {sheet!r}")
                     for sheet, part in sheets.items()}
    except (*BROKEN, ValueError, IndexError, ElementTree.ParseError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError("The workbook is damaged or cut off.", where="{file}", fix=DAMAGED, file=name) from None
    return Book("xlsx", from_1904, facts)


def _gate_ole(request: Request) -> Book:
    """An .xls: the directory of its streams, every sheet's records."""
    with source(request) as stream:
        facts, from_1904 = workbook_facts(stream.read(), request["name"])
    for sheet, known in facts.items():
        if sparse(known.rows * known.columns, known.cells, request["limits"]):
            raise too_sparse(known.rows, known.columns, known.cells, f"{request['name']}, sheet {sheet!r}")
    return Book("xls", from_1904, facts)


def _sheets(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, str], bool]:
    """Sheet name to part, and whether dates count from 1904."""
    folded = {part.casefold(): part for part in archive.namelist()}
    book = _tree(archive, folded["xl/workbook.xml"])
    targets = _targets(archive, folded)
    sheets = {}
    for element in _elements_named(book, "sheet"):
        relation = next((value for key, value in element.items() if RELATION.fullmatch(key)), "")
        part = folded.get(targets.get(relation, "").casefold())
        if part and not part.startswith("xl/chartsheets"):
            sheets[element.get("name", "")] = part
    if not sheets:
        raise ReadError("The workbook has no sheet.", where="{file}", fix=DAMAGED, file=name)
    settings = next(_elements_named(book, "workbookPr"), None)
    return sheets, settings is not None and settings.get("date1904") in {"1", "true"}


def _targets(archive: zipfile.ZipFile, folded: Mapping[str, str]) -> dict[str, str]:
    """Relation to part, as the workbook's own list has them."""
    relations = _tree(archive, folded["xl/_rels/workbook.xml.rels"])
    return {element.get("Id", ""): _part(element.get("Target", ""))
            for element in _elements_named(relations, "Relationship")}


def _part(target: str) -> str:
    """The full name of a part from a target relative to `xl/`."""
    return normpath(target.lstrip("/") if target.startswith("/") else "xl/" + target)


def _elements_named(tree: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    """Elements of this name, whatever their namespace."""
    return (element for element in tree.iter() if element.tag.rpartition("}")[2] == tag)


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """A small part as a tree; parts with a document type were refused before."""
    if archive.getinfo(part).file_size > LARGEST_LIST:
        raise zipfile.BadZipFile(part)
    return ElementTree.fromstring(archive.read(part))


def _read_through(archive: zipfile.ZipFile, sheets: set[str]) -> None:
    """Read the other parts that the reader uses to their end: that is where zip checks them."""
    for part in archive.infolist():
        if part.filename.casefold().endswith((".xml", ".rels")) and part.filename not in sheets:
            with archive.open(part) as stream:
                while stream.read(PASSED_ON):
                    pass


def _sheet_facts(archive: zipfile.ZipFile, part: str, limits: Mapping[str, int], where: str) -> SheetFacts:
    """A pass over a sheet; a second, exact one if its bounds are large and it may be all but empty."""
    with archive.open(part) as stream:
        facts = scan_sheet(stream)
    bound = max(facts.rows, 1) * facts.columns
    if facts.far or sparse(bound, facts.cells, limits):
        with archive.open(part) as stream:
            exact(stream, facts)
    merged_away = sparse(facts.merged_area, facts.cells, limits)
    if merged_away or sparse(facts.rows * facts.columns, facts.cells, limits):
        raise too_sparse(facts.rows, facts.columns, facts.cells, where)
    return facts
