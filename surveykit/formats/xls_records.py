"""In the child: what the records of an .xls say about its sheets, before calamine reads them.

Layout: [MS-XLS], Excel Binary File Format. Records are walked, not understood: number, length, and of
some the row, the column and a flag.
"""

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise

from surveykit.errors import ReadError
from surveykit.formats.sheet_gate import SHOWN, SheetFacts, column_letters
from surveykit.words.messages import Message

EOF, DATE_1904, FILEPASS, BOUNDSHEET, DIMENSIONS = 0x0A, 0x22, 0x2F, 0x85, 0x200
ROW, BOOLERR, FORMULA, MERGECELLS, COLINFO = 0x208, 0x205, 0x06, 0xE5, 0x7D
MULRK, BLANK, BOF = 0xBD, 0x201, 0x809
CELLS = {0x27E, 0x203, 0xFD, 0x204, 0xD6, BOOLERR, FORMULA}  # RK, NUMBER, LABELSST, LABEL, RSTRING
WORKSHEET, HIDDEN_ROW = 0, 0x20
DAMAGED = Message("open it in Excel and save it as .xlsx, or export it again")
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST = 0xFFFFFFFA  # sector numbers from here on mean "end", "free" or a table
ENTRY = 128
HEADER_TABLE = 109
STREAM, ROOT = 2, 5


def workbook_facts(data: bytes, name: str) -> tuple[dict[str, SheetFacts], bool]:
    """Facts by sheet name, and whether dates count from 1904."""
    try:
        held = {key.casefold(): content for key, content in _streams(data).items()}
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
        else:
            _setting(stream, kind, at, length, facts)
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


def _setting(stream: bytes, kind: int, at: int, length: int, facts: SheetFacts) -> None:
    """The extent the sheet declares, hidden rows and columns, merged ranges."""
    if kind == DIMENSIONS and length >= 14:
        _, rows, _, columns = struct.unpack_from("<IIHH", stream, at)
        facts.said = (rows, columns)
    elif kind == ROW and length >= 16:
        facts.hidden_rows += bool(stream[at + 12] & HIDDEN_ROW)
    elif kind == COLINFO and length >= 10:
        facts.hidden_columns += bool(stream[at + 8] & 1)
    elif kind == MERGECELLS and length >= 2:
        facts.merges += struct.unpack_from("<H", stream, at)[0]


class OleError(ValueError):
    """The file's tables contradict each other."""


def _streams(data: bytes) -> dict[str, bytes]:
    """Name to content of every stream; an OleError if a chain of sectors loops or leaves the file."""
    size, short, table, first, cutoff, first_short = _header(data)
    root = b"".join(_chain(data, table, first, size, len(data)))
    entries = [_entry(root[at:at + ENTRY]) for at in range(0, len(root) - ENTRY + 1, ENTRY)]
    if not entries or entries[0][1] != ROOT:
        raise OleError("no root")
    mini = b"".join(_chain(data, table, entries[0][2], size, len(data)))
    mini_table = _numbers(b"".join(_chain(data, table, first_short, size, len(data))))
    held = {}
    for name, kind, start, length in entries:
        if kind == STREAM:
            small = length < cutoff
            parts = ((mini[n * short:(n + 1) * short] for n in _links(mini_table, start)) if small
                     else _chain(data, table, start, size, length))
            held[name] = b"".join(parts)[:length]
            if len(held[name]) < length:
                raise OleError("stream cut off")
    return held


def _header(data: bytes) -> tuple[int, int, Sequence[int], int, int, int]:
    """Sector size, short sector size, sector table, first directory sector, cut-off, first short-table sector."""
    if data[:8] != MAGIC or len(data) < 512:
        raise OleError("no header")
    shift, short_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or short_shift != 6:
        raise OleError("sector size")
    tables, first, _, cutoff, first_short, _, more, _ = struct.unpack_from("<I I I I I I I I", data, 44)
    size = 1 << shift
    places = [n for n in struct.unpack_from(f"<{HEADER_TABLE}I", data, 76) if n < LAST]
    while more < LAST and len(places) < tables:
        block = _numbers(_sector(data, more, size))
        places, more = places + [n for n in block[:-1] if n < LAST], block[-1]
    table = [n for place in places[:tables] for n in _numbers(_sector(data, place, size))]
    return size, 1 << short_shift, table, first, cutoff, first_short


def _numbers(block: bytes) -> Sequence[int]:
    """Little-endian unsigned 32-bit numbers."""
    return struct.unpack(f"<{len(block) // 4}I", block[:len(block) // 4 * 4])


def _sector(data: bytes, number: int, size: int) -> bytes:
    """One sector; the last may be short."""
    start = (number + 1) * size
    if start >= len(data):
        raise OleError("sector outside the file")
    return data[start:start + size]


def _links(table: Sequence[int], start: int) -> Iterator[int]:
    """Sector numbers of a chain."""
    seen = set()
    while start < LAST:
        if start >= len(table) or start in seen:
            raise OleError("chain")
        seen.add(start)
        yield start
        start = table[start]


def _chain(data: bytes, table: Sequence[int], start: int, size: int, length: int) -> Iterator[bytes]:
    """Sectors of a chain, until the length is reached; runs that lie together come as one."""
    numbers = [n for n, _ in zip(_links(table, start), range(-(-length // size)), strict=False)]
    breaks = [0, *(i for i, (a, b) in enumerate(pairwise(numbers), start=1) if b != a + 1), len(numbers)]
    for low, high in pairwise(breaks):
        if low < high:
            begin = (numbers[low] + 1) * size
            yield data[begin:begin + (high - low) * size]


def _entry(block: bytes) -> tuple[str, int, int, int]:
    """Name, kind, first sector and length of a directory entry."""
    name_bytes, kind = struct.unpack_from("<HB", block, 64)
    start, length = struct.unpack_from("<II", block, 116)
    return block[:max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "ignore"), kind, start, length
