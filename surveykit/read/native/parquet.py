"""Parquet files: those of `write_survey` explain themselves, others are taken as plain tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from surveykit._files import read_bytes
from surveykit.codebook import KINDS, Codebook, Item, Option, Scale
from surveykit.errors import ReadError, listed
from surveykit.read.native.found import KEY
from surveykit.read.native.parts import NativeParts
from surveykit.survey import MISSING_CODE, Change
from surveykit.survey.frame import conformed, drafted, named

MARK = b"surveykit"
MAX_CELLS, MAX_BYTES = 2_000_000_000, 4 * 2**30
DAMAGED = "write it again, or save it as .csv"


def parquet_parts(path: str | Path, codebook: Codebook | None = None) -> NativeParts:
    """The answers of a Parquet file.

    Parameters
    ----------
    path
        A file of `write_survey`, or any table of numbers and texts.
    codebook
        What the columns mean; by default the one in the file, else one that says no more than the columns
        show.

    Raises
    ------
    ReadError
        The file is damaged, too large, has nested columns, or a column of the codebook is missing.
    CodebookError
        A column holds what its item cannot.

    Missing values
    --------------
    Null is `blank`, unless the column of kinds beside it says otherwise.
    """
    name = Path(path).name
    frame, said = _table(read_bytes(path), name)
    book, beside = _explained(said, name)
    keys = frame[KEY].astype(str) if KEY in frame else pd.Series(range(1, len(frame) + 1)).astype(str)
    answers = named(frame.drop(columns=[KEY, *beside.values()], errors="ignore").set_axis(keys.to_numpy(dtype=object)))
    book = codebook or book or drafted(answers)
    data, codes = conformed(answers, book)
    for column, kinds in beside.items():
        if column in data and kinds in frame:
            codes[column] = _overlaid(codes[column].to_numpy(), frame[kinds], f"{name}, column {kinds!r}")
    left = tuple(Change("", column, "", "", "not_in_codebook", "no_action")
                 for column in answers if column not in data)
    return NativeParts(data, codes, book, left, (), tuple(data.index))


def _table(data: bytes, name: str) -> tuple[pd.DataFrame, Mapping]:
    """Columns, and what the schema says of them; sizes are looked at before anything is unpacked."""
    import pyarrow as pa  # deferred: only readers of Parquet pay for it
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True)
        _refuse_huge(file.metadata, name)
        nested = [field.name for field in file.schema_arrow if pa.types.is_nested(field.type)]
        table = file.read([] if nested else None)
        table.validate(full=True)
        frame = table.to_pandas(ignore_metadata=True)
        said = json.loads((file.schema_arrow.metadata or {}).get(MARK, b"{}"))
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError("The file is not a Parquet file, or is damaged.", where=name, fix=DAMAGED) from None
    if nested:
        raise ReadError(f"Columns must hold numbers or texts; {listed(nested)} hold lists.", where=name,
                        fix="unfold them into one column per value")
    return frame, said


def _refuse_huge(metadata: object, name: str) -> None:
    """More than a survey can be."""
    size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if metadata.num_rows * metadata.num_columns > MAX_CELLS or size > MAX_BYTES:
        raise ReadError(f"The file unpacks to {metadata.num_rows:,} rows, {size // 2**20:,} MiB.", where=name,
                        fix="take a part of it first")


def _explained(said: object, name: str) -> tuple[Codebook | None, Mapping[str, str]]:
    """The codebook in the schema, and the columns that name kinds of missing."""
    if not said:
        return None, {}
    try:
        book = said["codebook"]
        items = tuple(_item(item) for item in book["items"])
        scales = tuple(Scale(**scale) for scale in book["scales"])
        return Codebook(items, scales, dict(book["settings"])), dict(said["missing"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ReadError("The codebook in the file's schema cannot be read.", where=name,
                        fix="give the codebook beside it: read_survey(..., codebook=...)") from None


def _item(said: Mapping) -> Item:
    """An item from JSON."""
    if said["kind"] not in KINDS:
        raise ValueError(said["kind"])
    return Item(**{**said, "options": tuple(Option(**option) for option in said["options"])})


def _overlaid(codes: np.ndarray, kinds: pd.Series, where: str) -> np.ndarray:
    """The codes of a column, with the kinds that the column beside it names."""
    words = kinds.fillna("").astype(str)
    odd = sorted(set(words) - set(MISSING_CODE))
    if odd:
        raise ReadError(f"{listed(odd)} are no kinds of missing.", where=where,
                        fix=f"use {listed(list(MISSING_CODE)[1:])}")
    named_kinds = words.map(MISSING_CODE).to_numpy(dtype="int8")
    return np.where((codes > 0) & (named_kinds > 0), named_kinds, codes).astype("int8")
