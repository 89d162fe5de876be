"""In the child: the gates a workbook passes, and what they learn about its sheets."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import normpath
from typing import BinaryIO
from xml.etree import ElementTree

from surveykit.errors import ReadError
from surveykit.formats.child_types import Request
from surveykit.formats.sheet_gate import SheetFacts, exact, scan_sheet, sparse, too_sparse
from surveykit.formats.xls_records import workbook_facts
from surveykit.formats.zip_gate import BROKEN, check_zip
from surveykit.words.messages import Message

RELATION = re.compile(r"\{[^}]*/relationships\}id")
PASSED_ON = 64 * 2**10
DAMAGED = Message("open it in Excel and save it as .xlsx, or export it again")
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


def source(request: Request) -> BinaryIO:
    """The file: under its path, or the bytes that the caller holds."""
    return open(request["path"], "rb") if request["path"] is not None else io.BytesIO(request["data"])


def gate_zip(request: Request) -> Book:
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


def gate_ole(request: Request) -> Book:
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
