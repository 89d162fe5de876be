"""Parquet: typed columns, with the whole codebook in the schema, so that the file explains itself.

A column with other kinds of missing than blank has a second one beside it that names the kind. So a
program that filters or sorts rows keeps both together; positions in the metadata would go wrong.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from types import ModuleType

import numpy as np

from surveykit.survey import MISSING
from surveykit.write.outgoing_survey import KEY, AnswerColumn, OutgoingSurvey
from surveykit.write.spreadsheet_cells import refuse_unreadable

VERSION = 1
BLANK = MISSING.index("blank")


def parquet_files(out: OutgoingSurvey) -> Mapping[str, bytes]:
    """The file by its ending."""
    import pyarrow as pa  # deferred: only writers pay for it
    import pyarrow.parquet as pq

    out.refuse_no_text()
    refuse_unreadable(out)
    beside = _missing_columns(out)
    arrays = {KEY: pa.array(out.keys, pa.string())}
    for column in out.columns:
        arrays[column.name] = _answer_array(column, pa)
        if column.name in beside:
            arrays[beside[column.name]] = _missing_array(column, pa)
    book = {"items": [asdict(item) for item in out.book], "scales": [asdict(scale) for scale in out.book.scales],
            "settings": dict(out.book.settings)}
    said = {"version": VERSION, "codebook": book, "missing": beside}
    table = pa.table(arrays, metadata={"surveykit": json.dumps(said, ensure_ascii=False, sort_keys=True)})
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="snappy", write_page_checksum=True)
    return {".parquet": stream.getvalue()}


def _missing_columns(out: OutgoingSurvey) -> dict[str, str]:
    """The column that names the kinds of missing, for each column that needs one."""
    taken = {KEY, *(column.name for column in out.columns)}
    found = {}
    for column in out.columns:
        if column.occurring_kinds() - {"blank"}:
            name = f"{column.name}.missing"
            while name in taken:
                name += "_"
            found[column.name] = name
            taken.add(name)
    return found


def _answer_array(column: AnswerColumn, pa: ModuleType) -> object:
    """Numbers as numbers, ticks as small numbers, everything else as text."""
    if column.item.kind in {"number", "rating"}:
        return pa.array(column.numbers([float(value) for value in column.values]), pa.float64(), from_pandas=True)
    kind = pa.int8() if column.item.kind == "multiple" else pa.string()
    words = pa.array(list(column.values), kind)
    return words.take(pa.array(column.codes, pa.int64(), mask=column.codes < 0))


def _missing_array(column: AnswerColumn, pa: ModuleType) -> object:
    """The kind of missing in words, empty where there is an answer or a plain blank."""
    kinds = column.kinds.astype(np.int64)  # 0 where there is an answer
    return pa.array(MISSING, pa.string()).take(pa.array(kinds, mask=(kinds == 0) | (kinds == BLANK)))
