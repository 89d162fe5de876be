"""A long, well-formed text as columns: what Arrow reads exactly as the csv module does, several times as fast."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np

from surveykit.formats.limits import Limits
from surveykit.formats.raw_tables import Column

if TYPE_CHECKING:
    import pyarrow

BLOCK = 2**22  # bytes that Arrow looks at in one go: a longer line is left to the csv module


def read_long_text(text: str, delimiter: str, limits: Limits) -> list[Column] | None:
    """The columns of a text; None where the csv module must read it, or say what is wrong.
    Every cell is a text, quoted or not; rows of another length, blank lines and quotation marks in odd places are
    left to the csv module, which names their lines.
    """
    if text.startswith("\ufeff") or not _is_well_formed(text, delimiter):
        return None
    width = _count_fields(text[:BLOCK], delimiter)
    if not 1 < width <= limits.columns:
        return None
    import pyarrow as pa  # deferred: short texts do not need it
    import pyarrow.csv

    names = list(map(str, range(width)))
    kind = pa.dictionary(pa.int32(), pa.large_string())
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True,
                                                   ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(check_utf8=False, column_types=dict.fromkeys(names, kind),
                                                       null_values=[], strings_can_be_null=False))
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    coded = [column.unify_dictionaries().combine_chunks() for column in table.columns]
    coded = [column.chunk(0) if isinstance(column, pa.ChunkedArray) else column for column in coded]
    if any(_longest(column.dictionary) > limits.field for column in coded):
        return None
    return [Column(tuple(column.dictionary.to_pylist()), column.indices.to_numpy()) for column in coded]


def _count_fields(start: str, delimiter: str) -> int:
    """How many fields the first line has; 0 where the csv module refuses it."""
    try:
        return len(next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error:
        return 0


def _is_well_formed(text: str, delimiter: str) -> bool:
    """Whether every field is quoted as a whole or not at all."""
    if '"' not in text:
        return True
    parts, ends = text.split('"'), (delimiter, "\n", "\r")
    first, last, between = parts[0], parts[-1], set(parts[2:-1:2])
    return (len(parts) % 2 == 1 and (not first or first.endswith(ends)) and (not last or last.startswith(ends))
            and all(not part or (part.startswith(ends) and part.endswith(ends)) for part in between))


def _longest(texts: pyarrow.LargeStringArray) -> int:
    """Bytes of the longest text."""
    ends = np.frombuffer(texts.buffers()[1] or b"", dtype=np.int64)[texts.offset:texts.offset + len(texts) + 1]
    return int(np.diff(ends).max(initial=0))
