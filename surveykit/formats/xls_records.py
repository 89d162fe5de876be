"""In the child: what the records of an .xls say about its sheets, before calamine reads them.

Layout: [MS-XLS], Excel Binary File Format. Records are walked, not understood: number, length, and of
some the row, the column and a flag.
"""

import struct
from collections.abc import Iterator

from surveykit.errors import ReadError
from surveykit.formats.ole_streams import OleError, streams
from surveykit.formats.sheet_gate import SHOWN, SheetFacts, column_letters
from surveykit.words.messages import Message

EOF, DATE_1904, FILEPASS, BOUNDSHEET, DIMENSIONS = 0x0A, 0x22, 0x2F, 0x85, 0x200
ROW, BOOLERR, FORMULA, MERGECELLS, COLINFO = 0x208, 0x205, 0x06, 0xE5, 0x7D
MULRK, BLANK, BOF = 0xBD, 0x201, 0x809
CELLS = {0x27E, 0x203, 0xFD, 0x204, 0xD6, BOOLERR, FORMULA}  # RK, NUMBER, LABELSST, LABEL, RSTRING
WORKSHEET, HIDDEN_ROW = 0, 0x20
DAMAGED = Message("open it in Excel and save it as .xlsx, or export it again")


def workbook_facts(data: bytes, name: str) -> tuple[dict[str, SheetFacts], bool]:
    """Facts by sheet name, and whether dates count from 1904."""
    try:
        held = {key.casefold(): content for key, content in streams(data).items()}
    except (OleError, struct.error, IndexError):
        raise ReadError("The workbook is damaged or cut off.", where="{file}", fix=DAMAGED, file=name) from None
    stream = held.get("workbook", held.get("book"))
    if stream is None:
        raise _no_workbook(held, name)
    sheets, from_1904 = _globals(stream, name)
    return {sheet: _sheet(stream, start, name) for sheet, start in sheets.items()}, from_1904


def _no_workbook(held: dict[str, bytes], name: str) -> ReadError:
    """What the compound file is instead."""
    if "encryptedpackage" in held:
        return ReadError("The workbook is protected by a password.", where="{file}",
                         fix="remove the password in Excel, and save", file=name)
    if "worddocument" in held:
        return ReadError("The file is an old Word document (.doc), not a workbook.", where="{file}",
                         fix="answers come as .xlsx or .csv", file=name)
    return ReadError("The file is not a workbook (.xls).", where="{file}", fix=DAMAGED, file=name)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start of the content and length of each record, to the end of the substream."""
    unpack, depth = struct.Struct("<HH").unpack_from, 0
    while at + 4 <= len(stream):
        kind, length = unpack(stream, at)
        at += 4
        yield kind, at, length
        depth += (kind == BOF) - (kind == EOF)  # charts are substreams inside a sheet
        if depth <= 0:
            return
        at += length


def _globals(stream: bytes, name: str) -> tuple[dict[str, int], bool]:
    """Sheet name to its place in the stream, and whether dates count from 1904."""
    sheets, from_1904 = {}, False
    for kind, at, length in _records(stream, 0):
        if kind == FILEPASS:
            raise ReadError("The workbook is protected by a password.", where="{file}",
                            fix="remove the password in Excel, and save", file=name)
        if kind == DATE_1904 and length == 2:
            from_1904 = stream[at] == 1
        if kind == BOUNDSHEET and length > 8 and stream[at + 5] == WORKSHEET:
            sheets[_sheet_name(stream[at + 6:at + length])] = struct.unpack_from("<I", stream, at)[0]
    return sheets, from_1904


def _sheet_name(said: bytes) -> str:
    """A short string: its length, a flag for 16-bit characters, the characters."""
    wide = said[1] & 1
    characters = said[2:2 + said[0] * (1 + wide)]
    return characters.decode("utf-16-le" if wide else "latin-1", "ignore")


def _sheet(stream: bytes, start: int, name: str) -> SheetFacts:
    """Cells, extent, errors, formulas, hidden rows and merges of one sheet."""
    facts, ended = SheetFacts(rows=0, columns=0), False
    for kind, at, length in _records(stream, start):
        if kind in CELLS and length >= 6:
            _cell(stream, kind, at, length, facts)
        elif kind == MULRK and length >= 6:
            _run(stream, at, length, facts)
        elif kind in _OTHER:
            _OTHER[kind](stream, at, length, facts)
        ended = kind == EOF
    if not ended:
        raise ReadError("The workbook is cut off: a sheet has no end.", where="{file}", fix=DAMAGED, file=name)
    facts.filled = facts.cells > 0
    return facts


def _cell(stream: bytes, kind: int, at: int, length: int, facts: SheetFacts) -> None:
    """One cell with a value."""
    row, column = struct.unpack_from("<HH", stream, at)
    facts.cells += 1
    facts.rows, facts.columns = max(facts.rows, row + 1), max(facts.columns, column + 1)
    error = kind == BOOLERR and length >= 8 and stream[at + 7] == 1
    if kind == FORMULA and length >= 14:
        facts.formulas += 1
        error = stream[at + 12:at + 14] == b"\xff\xff" and stream[at + 6] == 2
    if error:
        facts.errors += 1
        facts.error_cells += [f"{column_letters(column + 1)}{row + 1}"] if facts.errors < SHOWN else []


def _run(stream: bytes, at: int, length: int, facts: SheetFacts) -> None:
    """Several numbers side by side in one record."""
    row, column = struct.unpack_from("<HH", stream, at)
    count = (length - 6) // 6
    facts.cells += count
    facts.rows, facts.columns = max(facts.rows, row + 1), max(facts.columns, column + count)


def _dimensions(stream: bytes, at: int, length: int, facts: SheetFacts) -> None:
    """The extent the sheet declares."""
    if length >= 14:
        _, rows, _, columns = struct.unpack_from("<IIHH", stream, at)
        facts.said = (rows, columns)


def _row(stream: bytes, at: int, length: int, facts: SheetFacts) -> None:
    """A row's settings."""
    facts.hidden_rows += length >= 16 and bool(stream[at + 12] & HIDDEN_ROW)


def _columns(stream: bytes, at: int, length: int, facts: SheetFacts) -> None:
    """A range of columns' settings."""
    facts.hidden_columns += length >= 10 and bool(stream[at + 8] & 1)


def _merges(stream: bytes, at: int, length: int, facts: SheetFacts) -> None:
    """A list of merged ranges."""
    facts.merges += struct.unpack_from("<H", stream, at)[0] if length >= 2 else 0


_OTHER = {DIMENSIONS: _dimensions, ROW: _row, COLINFO: _columns, MERGECELLS: _merges}
