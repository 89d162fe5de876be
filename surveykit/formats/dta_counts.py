"""In the child: how many cases and variables a Stata file holds, counted without its reader.

The width of a case times their number must fit the file exactly. Layout: Stata help, `dta`.
"""

import struct

from surveykit.errors import ReadError
from surveykit.words.messages import Message

DAMAGED = Message("open it in Stata and save it anew, or export it again")
WIDTHS = {251: 1, 252: 2, 253: 4, 254: 4, 255: 8}
OLD_WIDTHS = {98: 1, 105: 2, 108: 4, 102: 4, 100: 8}  # b i l f d
TAGGED_WIDTHS = {65530: 1, 65529: 2, 65528: 4, 65527: 4, 65526: 8, 32768: 8}
TYPES, DATA = 2, 9
RELEASE, ORDER, COUNTS = slice(28, 31), slice(52, 55), 55  # where they stand in a file of sections between tags
LONGEST_TEXT = 2045  # a type up to here is the width of a text


def dta_counts(data: bytes, name: str) -> tuple[int, int]:
    """Cases and variables; a ReadError if header and data disagree."""
    try:
        return _count_tagged(data) if data.startswith(b"<stata_dta>") else _count_plain(data)
    except (struct.error, IndexError, KeyError, ValueError):
        raise ReadError("The header and the data disagree: the file is damaged or cut off.", where="{file}",
                        fix=DAMAGED, file=name) from None


def _count_tagged(data: bytes) -> tuple[int, int]:
    """Stata 13 and later: sections between tags, and a map of where they begin."""
    release = int(data[RELEASE])
    order = "<" if data[ORDER] == b"LSF" else ">"
    variables, = struct.unpack_from(order + ("I" if release >= 119 else "H"), data, _after(data, b"<K>", COUNTS))
    cases, = struct.unpack_from(order + ("I" if release == 117 else "Q"), data, _after(data, b"<N>", COUNTS))
    places = struct.unpack_from(order + "14Q", data, _after(data, b"<map>", COUNTS))
    types = struct.unpack_from(f"{order}{variables}H", data, _after(data, b"<variable_types>", places[TYPES]))
    width = sum(TAGGED_WIDTHS[t] if t > LONGEST_TEXT else t for t in types)
    start = _after(data, b"<data>", places[DATA])
    if start != places[DATA] + 6 or not data.startswith(b"</data>", start + cases * width):
        raise ValueError
    if not data.endswith(b"</stata_dta>"):
        raise ValueError
    return cases, variables


def _after(data: bytes, tag: bytes, start: int) -> int:
    """Where the content of a section begins."""
    return data.index(tag, start, start + 4096) + len(tag)


def _count_plain(data: bytes) -> tuple[int, int]:
    """Stata 12 and earlier: fields of fixed size, one after the other."""
    release, order = data[0], "<" if data[1] == 2 else ">"
    variables, cases = struct.unpack_from(order + "HI", data, 4)
    name = 33 if release >= 110 else 9
    at = 10 + (81 if release >= 108 else 32) + (18 if release >= 105 else 0)
    width = sum(_width(code, release) for code in data[at:at + variables])
    shown = 49 if release >= 114 else 12 if release >= 105 else 7
    label = 81 if release >= 108 else 32
    at += variables + name * variables + 2 * (variables + 1) + (shown + name + label) * variables
    at = _after_remarks(data, at, order, release) + cases * width
    if at > len(data):
        raise ValueError
    if release >= 108:
        _walk_labels(data, at, order, name)
    return cases, variables


def _width(code: int, release: int) -> int:
    """Bytes of a variable in a case."""
    if release >= 111:
        return WIDTHS[code] if code > 244 else code
    return OLD_WIDTHS[code] if code in OLD_WIDTHS else code - 127


def _after_remarks(data: bytes, at: int, order: str, release: int) -> int:
    """Skip the expansion fields; a field of kind 0 is the last."""
    if release < 105:
        return at
    long = release >= 110
    while True:
        kind, length = data[at], struct.unpack_from(order + ("I" if long else "H"), data, at + 1)[0]
        at += (5 if long else 3) + length
        if kind == 0:
            return at


def _walk_labels(data: bytes, at: int, order: str, name: int) -> None:
    """Value labels fill the rest of the file exactly."""
    while at < len(data):
        at += 4 + name + 3 + struct.unpack_from(order + "I", data, at)[0]
    if at != len(data):
        raise ValueError
