"""In the child: how many cases and variables an SPSS file holds, counted without its reader.

The dictionary is walked record by record, then the data: every eight-byte piece of a case is counted, so that a wrong
number in the header or a file cut off is seen. Layout: PSPP developers' guide, "System File Format".
"""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from surveykit.errors import ReadError
from surveykit.words.messages import Message

HEADER = 176
VARIABLE, LABELS, LABELLED, DOCUMENTS, EXTENSION, END = 2, 3, 4, 6, 7, 999
LONG_STRINGS, MANY_CASES = 14, 16
PIECE = 252  # a text longer than 255 bytes is stored as several variables of so many bytes
UNCOMPRESSED, BY_ZLIB = 0, 2
SKIP, STOP, LITERAL = 0, 252, 253
DAMAGED = Message("open it in SPSS and save it anew, or export it again")


@dataclass(slots=True)
class _Dictionary:
    """What the records before the data say."""

    order: str
    compression: int = 0
    cases: int = 0
    variables: int = 0
    pieces: int = 0
    due: int = 0
    data: int = 0


def sav_counts(data: bytes, name: str, limits: Mapping[str, int]) -> tuple[int, int]:
    """Cases and variables; a ReadError if header and data disagree."""
    try:
        found = _dictionary(data)
        pieces = _pieces(data, found, limits["unpacked"], name)
    except (struct.error, IndexError, zlib.error):
        raise ReadError("The file is damaged or cut off.", where="{file}", fix=DAMAGED, file=name) from None
    cases, rest = divmod(pieces, max(found.pieces, 1))
    if rest or (found.cases >= 0 and found.cases != cases):
        promised = Message("{cases} cases", cases=found.cases) if found.cases >= 0 else Message("whole cases")
        held = Message("{cases} and a part", cases=cases) if rest else cases
        raise ReadError("The header promises {promised}, but the data hold {held}: the file is damaged or cut off.",
                        where="{file}", fix=DAMAGED, promised=promised, held=held, file=name)
    return cases, found.variables


def _dictionary(data: bytes) -> _Dictionary:
    """The header and every record up to the data."""
    order = "<" if struct.unpack_from("<i", data, 64)[0] in (2, 3) else ">"
    _, _, compression, _, cases = struct.unpack_from(order + "5i", data, 64)
    found, at = _Dictionary(order, compression, cases), HEADER
    while True:
        kind, = struct.unpack_from(order + "i", data, at)
        if kind == END:
            found.data = at + 8
            return found
        at = _record(kind, data, at + 4, found)


def extensions(data: bytes, wanted: set[int]) -> dict[int, bytes]:
    """What the extension records of these kinds hold, of a file that `sav_counts` found whole."""
    order = "<" if struct.unpack_from("<i", data, 64)[0] in (2, 3) else ">"
    found, at = _Dictionary(order), HEADER
    held: dict[int, bytes] = {}
    while (kind := struct.unpack_from(order + "i", data, at)[0]) != END:
        if kind == EXTENSION:
            subtype, size, count = struct.unpack_from(order + "3I", data, at + 4)
            held |= {subtype: data[at + 16:at + 16 + size * count]} if subtype in wanted else {}
        at = _record(kind, data, at + 4, found)
    return held


def _record(kind: int, data: bytes, at: int, found: _Dictionary) -> int:
    """Where the record ends."""
    order = found.order
    if kind == VARIABLE:
        return _variable(data, at, found)
    if kind == EXTENSION:
        return _extension(data, at, found)
    count, = struct.unpack_from(order + "I", data, at)
    if kind == LABELS:
        at += 4
        for _ in range(count):
            at += 8 + (data[at + 8] // 8 + 1) * 8
        return at
    if kind in (LABELLED, DOCUMENTS):
        return int(at + 4 + count * (4 if kind == LABELLED else 80))
    raise IndexError


def _variable(data: bytes, at: int, found: _Dictionary) -> int:
    """A variable, or (width -1) one more piece of the text before it."""
    width, labelled, missing = struct.unpack_from(found.order + "3i", data, at)
    if (width >= 0) == (found.due > 0) or not -1 <= width <= 255:
        raise IndexError  # a text of 24 bytes is followed by two more pieces, a number by none
    found.pieces += 1
    found.variables += width >= 0
    found.due = found.due - 1 if width < 0 else max(0, -(-width // 8) - 1)
    at += 28
    if labelled:
        at += 4 + -(-struct.unpack_from(found.order + "I", data, at)[0] // 4) * 4
    return int(at + abs(missing) * 8)


def _extension(data: bytes, at: int, found: _Dictionary) -> int:
    """Long texts take their later pieces back from the count; many cases have a wider number."""
    kind, size, count = struct.unpack_from(found.order + "3I", data, at)
    content = data[at + 12:at + 12 + size * count]
    if kind == LONG_STRINGS:
        lengths = (said.rpartition(b"=")[2].strip(b"\0 ") for said in content.split(b"\t"))
        found.variables -= sum(-(-int(n) // PIECE) - 1 for n in lengths if n.isdigit() and int(n) > 255)
    if kind == MANY_CASES and len(content) == 16 and found.cases < 0:
        found.cases = struct.unpack(found.order + "2q", content)[1]
    return int(at + 12 + size * count)


def _pieces(data: bytes, found: _Dictionary, most: int, name: str) -> int:
    """Eight-byte pieces in the data."""
    if found.compression == UNCOMPRESSED:
        whole, rest = divmod(len(data) - found.data, 8)
        if rest:
            raise IndexError
        return whole
    return _count_coded(_unzip(data, found, most, name) if found.compression == BY_ZLIB else data[found.data:])


def _unzip(data: bytes, found: _Dictionary, most: int, name: str) -> bytes:
    """The data of a .zsav: blocks that its trailer lists."""
    _, trailer, _ = struct.unpack_from(found.order + "3q", data, found.data)
    blocks, = struct.unpack_from(found.order + "i", data, trailer + 20)
    parts, total = [], 0
    for number in range(blocks):
        _, start, size, packed = struct.unpack_from(found.order + "2q2i", data, trailer + 24 + number * 24)
        total += max(size, 0)
        if total > most:
            raise ReadError("The data unpack to more than {most} MiB.", where="{file}",
                            fix="save the file without compression (.sav), or as CSV", most=most // 2**20, file=name)
        parts.append(zlib.decompressobj().decompress(data[start:start + packed], max(size, 1)))
        if len(parts[-1]) != size:
            raise IndexError
    return b"".join(parts)


def _count_coded(data: bytes) -> int:
    """Pieces in data where eight one-byte codes stand before the pieces that are spelt out."""
    at, pieces, end = 0, 0, len(data)
    while at + 8 <= end:
        codes = data[at:at + 8]
        stop = codes.find(STOP)
        if stop >= 0:
            codes = codes[:stop]
        literal = codes.count(LITERAL)
        pieces += len(codes) - codes.count(SKIP)
        at += 8 + 8 * literal
        if stop >= 0:
            break
    if at > end:
        raise IndexError
    return pieces
