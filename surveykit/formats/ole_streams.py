"""In the child: one stream out of an OLE compound file (what .xls is).

Layout: [MS-CFB], Compound File Binary File Format.
"""

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST = 0xFFFFFFFA  # sector numbers from here on mean "end", "free" or a table
ENTRY = 128
HEADER_TABLE = 109
STREAM, ROOT = 2, 5


class OleError(ValueError):
    """The file's tables contradict each other."""


def streams(data: bytes) -> dict[str, bytes]:
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
            parts = _mini(mini, mini_table, start, short) if small else _chain(data, table, start, size, length)
            held[name] = _require_whole(b"".join(parts), length)
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


def _mini(mini: bytes, table: Sequence[int], start: int, short: int) -> Iterator[bytes]:
    """Short sectors of a small stream."""
    return (mini[n * short:(n + 1) * short] for n in _links(table, start))


def _entry(block: bytes) -> tuple[str, int, int, int]:
    """Name, kind, first sector and length of a directory entry."""
    name_bytes, kind = struct.unpack_from("<HB", block, 64)
    start, length = struct.unpack_from("<II", block, 116)
    return block[:max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "ignore"), kind, start, length


def _require_whole(content: bytes, length: int) -> bytes:
    """The stream at its length; an OleError if it is cut off."""
    if len(content) < length:
        raise OleError("stream cut off")
    return content[:length]
