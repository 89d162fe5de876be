"""Small files of other programs, byte by byte, and what becomes of them with another byte or without their end."""

import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import groupby

import surveykit as sk

SPELT = {"<": b"LSF", ">": b"MSF"}


def outcome(call: Callable[[bytes], object], data: bytes) -> str:
    """What a call gives for these bytes, in a line."""
    try:
        return str(call(data))
    except (sk.SurveyError, ValueError, IndexError, KeyError, struct.error) as error:
        return str(error).splitlines()[0] if str(error) else type(error).__name__


def outcomes(call: Callable[[bytes], object], data: bytes, *, cuts: bool = True) -> str:
    """What becomes of the bytes, of the first n of them, and with each byte another; like neighbours are one line."""
    usual = outcome(call, data)
    lines = [f"{len(data)} bytes: {usual}", f"one more: {outcome(call, data + bytes(1))}"]
    if cuts:
        lines += spans("cut to", [outcome(call, data[:size]) for size in range(len(data))], "")
    for name, change in (("0", lambda _: 0), ("+1", lambda old: (old + 1) % 256), ("255", lambda _: 255)):
        changed = [outcome(call, data[:at] + bytes([change(data[at])]) + data[at + 1:]) for at in range(len(data))]
        lines += spans(name, changed, usual)
    return "\n    ".join(lines)


def spans(name: str, told: list[str], usual: str) -> Iterator[str]:
    """Runs of the same outcome, without what is as usual."""
    for said, run in groupby(enumerate(told), lambda one: one[1]):
        places = [at for at, _ in run]
        if said != usual:
            yield f"{name} {places[0]}-{places[-1]}: {said}"


def dta(release: int, order: str, rows: int = 3) -> bytes:
    """A Stata file before release 117: a text of five bytes, a byte, a double."""
    old = release < 111
    codes = bytes([127 + 5, 98, 100] if old else [5, 251, 255])
    name, label = 33 if release >= 110 else 9, 81 if release >= 108 else 32
    shown = 49 if release >= 114 else 12 if release >= 105 else 7
    head = bytes([release, 2 if order == "<" else 1, 1, 0]) + struct.pack(order + "HI", 3, rows)
    head += bytes(label) + (bytes(18) if release >= 105 else b"")
    body = codes + bytes(name * 3) + bytes(2 * 4) + bytes((shown + name + label) * 3)
    wide = order + ("I" if release >= 110 else "H")
    remarks = b"\1" + struct.pack(wide, 4) + b"note" + b"\0" + struct.pack(wide, 0) if release >= 105 else b""
    labels = struct.pack(order + "I", 6) + bytes(name + 3) + b"labels" if release >= 108 else b""
    return head + body + remarks + bytes(14 * rows) + labels


def tagged_dta(release: int, order: str, rows: int = 3, kind: int = 65529) -> bytes:
    """A Stata file since release 117: a text of seven bytes, a byte, a double, a long text, and one of another kind."""
    types = [7, 65530, 65526, 32768, kind]
    last = {65526: 8, 65527: 4, 65528: 4, 65529: 2, 65530: 1, 32768: 8}.get(kind, kind)
    count = "I" if release >= 119 else "H"
    head = (b"<stata_dta><header><release>%d</release><byteorder>%s</byteorder><K>" % (release, SPELT[order])
            + struct.pack(order + count, len(types)) + b"</K><N>"
            + struct.pack(order + ("I" if release == 117 else "Q"), rows) + b"</N></header><map>")
    kinds = b"<variable_types>" + struct.pack(f"{order}{len(types)}H", *types) + b"</variable_types>"
    body = b"<data>" + bytes((7 + 1 + 8 + 8 + last) * rows) + b"</data></stata_dta>"
    first = len(head) + 14 * 8 + len(b"</map>")
    places = [0, 0, first, *[0] * 6, first + len(kinds), *[0] * 4]
    return head + struct.pack(order + "14Q", *places) + b"</map>" + kinds + body


def sav(order: str, compression: int = 0, rows: int = 3, cases: int | None = None, more: bytes = b"") -> bytes:
    """An SPSS file: a number with a label and a missing value, a text of twelve bytes, records of every kind."""
    def variable(width: int, label: bytes = b"", missing: int = 0) -> bytes:
        said = struct.pack(order + "I", len(label)) + label.ljust(-(-len(label) // 4) * 4) if label else b""
        return (struct.pack(order + "6i", 2, width, bool(label), missing, 0, 0) + b"NAME    " + said
                + bytes(8 * abs(missing)))

    head = b"$FL2@(#) SPSS".ljust(64) + struct.pack(
        order + "5i", 2, 4, compression, 0, rows if cases is None else cases) + bytes(92)
    parts = [variable(0, b"label", -2), variable(12), variable(-1), variable(0, b"four", 1),
             struct.pack(order + "2I", 3, 2) + bytes(8) + b"\3abc    " [:8] + bytes(8) + b"\10abcdefgh       ",
             struct.pack(order + "4I", 4, 2, 1, 2), struct.pack(order + "2I", 6, 1) + bytes(80),
             struct.pack(order + "4I", 7, 3, 4, 2) + bytes(8), more, struct.pack(order + "2i", 999, 0)]
    held = head + b"".join(parts)
    plain = bytes(8 * 4 * rows)
    if compression == 0:
        return held + plain
    coded = bytes([101, 254, 253, 255] * 2) + b"literal1literal2" + bytes([0, 101, 254, 254, 255, 252, 0, 0])
    if compression == 1:
        return held + coded
    block = zlib.compress(coded, 0)
    start = len(held)
    trailer = struct.pack(order + "qqii", -100, 0, 0x3FF000, 1) + struct.pack(
        order + "qqii", start, start + 24, len(coded), len(block))
    return held + struct.pack(order + "3q", start, start + 24 + len(block), len(trailer)) + block + trailer


def long_texts(order: str, said: bytes) -> bytes:
    """The record that tells which texts are longer than 255 bytes."""
    return struct.pack(order + "4I", 7, 14, 1, len(said)) + said


def many_cases(order: str, cases: int, wide: int = 8) -> bytes:
    """The record of a number of cases that may be wider."""
    return struct.pack(order + "4I", 7, 16, wide, 2) + struct.pack(order + "2q", 1, cases)[:2 * wide]


SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .<(+|&[]!$*);^-/|,%_>?`:#@'=\""


def por(body: str = "", signs: str = SIGNS) -> bytes:
    """A portable file of SPSS: a number, a text of three signs, labels, documents; two cases."""
    table = ("0" * 64 + signs).ljust(256, "0")
    text = "x" * 200 + table + "SPSSPORT" + (body or por_body())
    text += "Z" * (-len(text) % 80 or 80)
    return "\r\n".join(text[at:at + 80] for at in range(0, len(text), 80)).encode("latin-1") + b"\r\n"


def por_body(promised: str = "2", cases: str = "A/3/abc*.2/xy-1.4+2/1/z") -> str:
    """Version, program, variables with formats, missing values and labels, documents, the data."""
    return (f"A8/202601026/12000012/ab22/cd32/ef62/gh4{promised}/5B/70/1/A5/1/2/5/1/2/C3/one81/B1/9/A1A/93/"
            f"73/1/B1/3/0/1/3/0/D1/1/A1/1/2/noE1/4/lineF{cases}")


def ole(streams: dict[str, bytes], *, shift: int = 9, far: bool = False, gap: bool = False) -> bytes:
    """A compound file; small streams stand in the short sectors; `far`: a second table behind a list of its own."""
    size = 1 << shift
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    table: list[int] = []
    sectors: list[bytes] = []

    def put(data: bytes) -> int:
        if not data:
            return end
        first = len(sectors)
        for at in range(0, len(data), size):
            sectors.append(data[at:at + size].ljust(size, b"\0"))
            table.append(len(table) + 1)
        table[-1] = end
        return first

    short, short_table, entries = b"", [], []
    for name, data in streams.items():
        if len(data) < 4096:
            start = len(short) // 64
            pieces = -(-len(data) // 64)
            short += data.ljust(64 * pieces, b"\0")
            short_table += [*range(start + 1, start + pieces), end] if pieces else []
            entries.append((name, 2, start if pieces else end, len(data)))
        else:
            entries.append((name, 2, put(data), len(data)))
            if gap:
                sectors.append(bytes(size))
                table.append(free)
    first_short = put(struct.pack(f"<{len(short_table)}I", *short_table).ljust(size, b"\xff")) if short_table else end
    root = put(short)

    def entry(name: str, kind: int, start: int, length: int) -> bytes:
        said = name.encode("utf-16-le")
        return said.ljust(64, b"\0") + struct.pack("<HB", len(said) + 2, kind) + bytes(49) + struct.pack(
            "<II", start, length) + bytes(4)

    directory = put(b"".join([entry("Root Entry", 5, root, len(short)), *(entry(*one) for one in entries)]))
    own = len(sectors)
    table += [0xFFFFFFFD] * (3 if far else 1)
    held = struct.pack(f"<{len(table)}I", *table)
    sectors.append(held[:size].ljust(size, b"\xff"))
    if far:
        sectors.append(held[size:2 * size].ljust(size, b"\xff"))
        sectors.append(struct.pack("<I", own + 1).ljust(size - 4, b"\xff") + struct.pack("<I", end))
    header = (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, shift, 6) + bytes(10)
              + struct.pack("<8I", 2 if far else 1, directory, 0, 4096, first_short, bool(short_table),
                            own + 2 if far else end, int(far)) + struct.pack("<I", own).ljust(436, b"\xff"))
    return header.ljust(size, b"\0") + b"".join(sectors)


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of an .xls."""
    return struct.pack("<HH", kind, len(content)) + content


def biff(*sheets: bytes, first: bytes = b"", kind: int = 0) -> bytes:
    """The stream of an .xls: its globals, then sheets that are called S1, S2 ..."""
    names = [bytes([2, 0]) + f"S{number}".encode() for number, _ in enumerate(sheets, start=1)]
    size = len(record(0x809, bytes(16))) + len(first) + sum(len(record(0x85, bytes(6) + name)) for name in names) + 4
    heads, at = b"", size
    for name, sheet in zip(names, sheets, strict=True):
        heads += record(0x85, struct.pack("<IBB", at, 0, kind) + name)
        at += len(sheet)
    return record(0x809, bytes(16)) + first + heads + record(0x0A) + b"".join(sheets)


def sheet(*records: bytes, ended: bool = True) -> bytes:
    """A sheet of an .xls."""
    return record(0x809, bytes(16)) + b"".join(records) + (record(0x0A) if ended else b"")


def cell(kind: int, row: int, column: int, rest: bytes = bytes(8)) -> bytes:
    """A cell of an .xls."""
    return record(kind, struct.pack("<HHH", row, column, 15) + rest)
