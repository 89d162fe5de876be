"""A long, well-formed text as columns: what Arrow reads exactly as the csv module does, several times as fast."""

import codecs
import csv
import io

import numpy as np

from surveykit.formats.limits import Limits
from surveykit.formats.raw_tables import Column

BLOCK = 2**19  # bytes that Arrow looks at in one go: a longer line is left to the csv module
QUOTE = ord('"')


def read_long_text(data: bytes, delimiter: str, limits: Limits) -> list[Column] | None:
    """The columns of a text in UTF-8; None where the csv module must read it, or say what is wrong.
    Every cell is a text, quoted or not; rows of another length, blank lines and quotation marks in odd places are
    left to the csv module, which names their lines, and so are signs that stand for lost ones.
    """
    start = len(codecs.BOM_UTF8) * data.startswith(codecs.BOM_UTF8)
    width = _count_fields(data[start:start + BLOCK].decode(errors="replace"), delimiter)
    if (not 1 < width <= limits.columns or not delimiter.isascii() or data.startswith(2 * codecs.BOM_UTF8)
            or not _is_well_formed(data, start, delimiter)):
        return None
    import pyarrow as pa  # deferred: short texts do not need it
    import pyarrow.compute
    import pyarrow.csv

    names, kind = list(map(str, range(width))), pa.string() if len(data) < 2**31 else pa.large_string()
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(pa.py_buffer(data).slice(start)),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True,
                                                   ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(check_utf8=False, null_values=[], strings_can_be_null=False,
                                                       column_types=dict.fromkeys(names, kind)))
        cells, columns = table.columns[::-1], []
        del table
        while cells:  # a column of text is let go when it is coded
            coded = cells.pop().combine_chunks().dictionary_encode()
            words = tuple(coded.dictionary.to_pylist())  # strict: bytes that are no text are refused
            longest = pyarrow.compute.max(pyarrow.compute.binary_length(coded.dictionary)).as_py()
            if longest > limits.field or "\ufffd" in "".join(words):
                return None
            narrowest = next((kind for kind in (np.int8, np.int16) if len(words) <= np.iinfo(kind).max), np.int32)
            columns.append(Column(words, coded.indices.to_numpy().astype(narrowest)))
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    del coded
    pa.default_memory_pool().release_unused()  # a million rows by forty columns: 400 MB
    return columns


def _count_fields(start: str, delimiter: str) -> int:
    """How many fields the first line has; 0 where the csv module refuses it."""
    try:
        return len(next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, strict=True), ()))
    except csv.Error:
        return 0


def _is_well_formed(data: bytes, start: int, delimiter: str) -> bool:
    """Whether every field behind `start` is quoted as a whole or not at all."""
    if b'"' not in data:
        return True
    signs = np.frombuffer(data, dtype=np.uint8)
    marks = np.flatnonzero(signs == QUOTE)
    is_end = np.zeros(256, dtype=bool)
    is_end[[ord(delimiter), *b"\r\n"]] = True
    opening, closing = marks[::2], marks[1::2]
    if len(marks) % 2 or not (opening[0] == start or is_end[signs[opening[0] - 1]]) or not (
            closing[-1] == len(data) - 1 or is_end[signs[closing[-1] + 1]]):
        return False
    doubled = opening[1:] == closing[:-1] + 1
    return bool((doubled | (is_end[signs[opening[1:] - 1]] & is_end[signs[closing[:-1] + 1]])).all())
