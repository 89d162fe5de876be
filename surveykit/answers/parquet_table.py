"""A Parquet file as a plain table: the same engine reads its cells; files of ours bring their codebook along."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from surveykit.answers.conventions import QUOTE
from surveykit.codebook import KINDS, Codebook, Item, Option, Scale
from surveykit.errors import ReadError, list_quoted
from surveykit.formats import Column, NativeTable, RawTable
from surveykit.platforms.plain_table import MISSING, OWN
from surveykit.survey import MISSING_CODE

TOKENS = {kind: token for token, kind in MISSING.items()}


def unfold_parquet(raw: RawTable | NativeTable) -> tuple[RawTable | NativeTable, Codebook | None]:
    """A Parquet file as a table with its column names as headings, and the codebook of a file of ours.
    Any other file stays what it is. Null is an empty cell, or the kind of missing that the column beside it names.
    """
    if isinstance(raw, RawTable) or raw.container != "parquet":
        return raw, None
    book, beside = _read_schema(raw.remarks, raw.name)
    held = {variable.name: (variable, column) for variable, column in zip(raw.variables, raw.columns, strict=True)}
    columns = []
    for variable, column in held.values():
        if variable.name in beside.values():
            continue
        cells = column if book is None else _mark_texts(column)
        if variable.name in beside and beside[variable.name] in held:
            cells = _overlay_kinds(cells, held[beside[variable.name]][1], raw.name, beside[variable.name])
        columns.append(_merge_equal((variable.name, *cells.texts), np.concatenate([[0], cells.codes + 1])))
    return RawTable(raw.name, raw.sha256, raw.size, "parquet", "", "", "", tuple(columns),
                    np.arange(len(raw) + 1), raw.notes), book


def _mark_texts(column: Column) -> Column:
    """The column with the mark of ours before texts that look marked, or like a token."""
    if any(text.startswith(QUOTE) or text in MISSING for text in column.texts):
        marked = (QUOTE + text if text.startswith(QUOTE) or text in MISSING else text for text in column.texts)
        return Column(tuple(marked), column.codes)
    return column


def _overlay_kinds(column: Column, kinds: Column, name: str, heading: str) -> Column:
    """The column with the token of the kind of missing that another column names, where it is empty."""
    odd = sorted(set(kinds.texts) - set(MISSING_CODE))
    if odd:
        raise ReadError("{odd} are no kinds of missing.", where="{file}, column {column!r}",
                        fix="use {missing_code}", odd=list_quoted(odd), file=name, column=heading,
                        missing_code=list_quoted(list(MISSING_CODE)[1:]))
    tokens = [TOKENS.get(kind, "") for kind in kinds.texts]
    told = np.array([bool(token) for token in tokens] or [False])[kinds.codes] & column.blank()
    codes = np.where(told, len(column.texts) + kinds.codes, column.codes)
    return _merge_equal((*column.texts, *tokens), codes)


def _merge_equal(texts: Sequence[str], codes: np.ndarray) -> Column:
    """A column whose texts are distinct."""
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return Column(tuple(place), np.array([place[text] for text in texts], dtype=np.int32)[codes])


def _read_schema(remarks: Sequence[str], name: str) -> tuple[Codebook | None, Mapping[str, str]]:
    """The codebook in the schema, and the columns that name kinds of missing."""
    if not remarks:
        return None, {}
    try:
        said = json.loads(remarks[0])
        book = said["codebook"]
        items = tuple(_item(item) for item in book["items"])
        scales = tuple(Scale(**scale) for scale in book["scales"])
        settings = {**book["settings"], "platform": OWN}
        return Codebook(items, scales, settings), dict(said["missing"])
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise ReadError("The codebook in the file's schema cannot be read.", where="{file}",
                        fix="give the codebook beside it: read_survey(..., codebook=...)", file=name) from None


def _item(said: Mapping[str, Any]) -> Item:
    """An item from JSON."""
    if said["kind"] not in KINDS:
        raise ValueError(said["kind"])
    return Item(**{**said, "options": tuple(Option(**option) for option in said["options"])})
