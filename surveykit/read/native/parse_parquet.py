"""Parquet files: those of `write_survey` explain themselves, others are taken as plain tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from surveykit.answers.variable_map import KEY
from surveykit.codebook import KINDS, Codebook, Item, Option, Scale
from surveykit.errors import ReadError, list_quoted
from surveykit.formats import Column, NativeTable, Variable
from surveykit.read.native.native_parts import NativeParts
from surveykit.survey import MISSING_CODE, Change, value_text
from surveykit.survey.frame import codebook_from_frame, normalise_names, validate_frame
from surveykit.words.messages import Message
from surveykit.words.phrases import same_text


def parse_parquet(table: NativeTable, codebook: Codebook | None = None) -> NativeParts:
    """The answers of a Parquet file.

    Parameters
    ----------
    table
        What `open_foreign` gives for a file of `write_survey`, or any table of numbers and texts.
    codebook
        What the columns mean; by default the one in the file, else one that says no more than the columns
        show.

    Raises
    ------
    ReadError
        A column of the codebook is missing, or the codebook in the file cannot be read.
    CodebookError
        A column holds what its item cannot.

    Missing values
    --------------
    Null is `blank`, unless the column of kinds beside it says otherwise.
    """
    book, beside = _read_schema(table.remarks, table.name)
    columns = {variable.name: _column(variable, column)
               for variable, column in zip(table.variables, table.columns, strict=True)}
    own = columns.pop(KEY, None)
    keys = [str(n) for n in range(1, len(table) + 1)] if own is None else list(map(value_text, own))
    left = {name: column for name, column in columns.items() if name not in beside.values()}
    answers = normalise_names(pd.DataFrame(left, index=range(len(table))).set_axis(pd.Index(keys, dtype=object)))
    book = codebook or book or _draft_codebook(answers, table.variables)
    data, codes = validate_frame(answers, book)
    for column, kinds in beside.items():
        if column in data and kinds in columns:
            codes[column] = _overlay_kinds(codes[column].to_numpy(), columns[kinds], Message("{file}, column {kinds!r}",
                                                                                        file=table.name, kinds=kinds))
    left_out = tuple(Change("", str(column), "", "", "not_in_codebook", "no_action")
                     for column in answers if column not in data)
    return NativeParts(data, codes, book, left_out, (), tuple(data.index))


def _column(variable: Variable, column: Column) -> pd.Series:
    """Numbers as numbers, truth values as such, everything else as text; '' is nothing."""
    texts = np.empty(max(1, len(column.texts)), dtype=object)
    if variable.kind == "number":
        texts = np.array([float(text) if text else np.nan for text in column.texts] or [np.nan])
    elif variable.format == "bool":
        texts[:len(column.texts)] = [{"True": True, "False": False}.get(text) for text in column.texts]
    else:
        texts[:len(column.texts)] = [text or None for text in column.texts]
    return pd.Series(texts[column.codes], dtype=None if variable.kind == "number" else object)


def _draft_codebook(answers: pd.DataFrame, variables: Sequence[Variable]) -> Codebook:
    """A codebook that says no more than the columns show; those of dates are dates."""
    dates = {variable.name for variable in variables if variable.kind in {"date", "datetime"}}
    items = {item.name: item for item in codebook_from_frame(answers[[name for name in answers if name not in dates]])}
    return Codebook(tuple(items.get(name) or Item(name, "date", same_text(name)) for name in map(str, answers)))


def _read_schema(remarks: Sequence[str], name: str) -> tuple[Codebook | None, Mapping[str, str]]:
    """The codebook in the schema, and the columns that name kinds of missing."""
    if not remarks:
        return None, {}
    try:
        said = json.loads(remarks[0])
        book = said["codebook"]
        items = tuple(_item(item) for item in book["items"])
        scales = tuple(Scale(**scale) for scale in book["scales"])
        return Codebook(items, scales, dict(book["settings"])), dict(said["missing"])
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise ReadError("The codebook in the file's schema cannot be read.", where="{file}",
                        fix="give the codebook beside it: read_survey(..., codebook=...)", file=name) from None


def _item(said: Mapping[str, Any]) -> Item:
    """An item from JSON."""
    if said["kind"] not in KINDS:
        raise ValueError(said["kind"])
    return Item(**{**said, "options": tuple(Option(**option) for option in said["options"])})


def _overlay_kinds(codes: np.ndarray, kinds: pd.Series, where: str) -> np.ndarray:
    """The codes of a column, with the kinds that the column beside it names."""
    words = kinds.fillna("").astype(str)
    odd = sorted(set(words) - set(MISSING_CODE))
    if odd:
        raise ReadError("{odd} are no kinds of missing.", where="{file}",
                        fix="use {missing_code}", odd=list_quoted(odd), file=where,
                        missing_code=list_quoted(list(MISSING_CODE)[1:]))
    named_kinds = words.map(MISSING_CODE).to_numpy(dtype="int8")
    return np.where((codes > 0) & (named_kinds > 0), named_kinds, codes).astype("int8")
