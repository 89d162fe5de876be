"""What a foreign file holds, as text: columns of distinct texts with codes."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from itertools import compress

import numpy as np

from surveykit.formats.file_notes import Note

HEADINGS = 4  # first rows that may be headings


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of cells, each distinct text held once.
    `texts`: The distinct texts, in order of first appearance.
    `codes`: int32, or int8 or int16 where these hold all places, one per row: the cell of row i is
    ``texts[codes[i]]``.
    >>> Column(("yes", ""), np.array([0, 1, 0], dtype=np.int32)).cells()
    ['yes', '', 'yes']
    """

    texts: tuple[str, ...]
    codes: np.ndarray

    def cells(self) -> list[str]:
        """Every cell, in row order."""
        return list(map(self.texts.__getitem__, self.codes.tolist()))

    def take_rows(self, rows: slice | np.ndarray) -> Column:
        """The column at these rows, without the texts that no longer occur."""
        codes = self.codes[rows]
        if isinstance(rows, slice) and rows.stop is None and 0 <= (rows.start or 0) <= HEADINGS:
            return self._behind(rows.start or 0)
        used = np.bincount(codes, minlength=len(self.texts)) > 0
        if used.all():
            return Column(self.texts, codes)
        texts = tuple(compress(self.texts, used.tolist()))
        return Column(texts, (np.cumsum(used) - 1).astype(codes.dtype)[codes])

    def _behind(self, start: int) -> Column:
        """The column without its first rows: only the texts of these few may be gone."""
        codes = self.codes[start:]
        gone = [code for code in sorted({int(code) for code in self.codes[:start]}) if not (codes == code).any()]
        texts = self.texts
        if gone == list(range(len(gone))):  # headings that stand nowhere else
            return Column(texts[len(gone):], codes - codes.dtype.type(len(gone)))
        for code in reversed(gone):
            texts, codes = texts[:code] + texts[code + 1:], codes - (codes > code)
        return Column(texts, codes.astype(self.codes.dtype, copy=False))

    def empty(self, texts: Container[str]) -> Column:
        """The column with cells that hold one of these texts empty."""
        return Column(tuple("" if text.strip() in texts else text for text in self.texts), self.codes)

    def blank(self) -> np.ndarray:
        """bool, one per row: the cell is ''."""
        if "" not in self.texts:
            return np.zeros(len(self.codes), dtype=bool)
        return np.asarray(self.codes == self.texts.index(""))


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """A sheet or a delimited text file, header rows included, before anything is believed about it.
    `name`: The file's name, without its folder.
    `sha256`: Checksum of the bytes, 64 hexadecimal digits.
    `size`: Bytes.
    `container`: "xlsx", "xls" or "csv".
    `encoding`: Of a text file; '' for a workbook.
    `delimiter`: Of a text file; '' for a workbook.
    `sheet`: The sheet read; '' for a text file.
    `columns`: One `Column` per column, all of one length.
    `lines`: int, one per row: the row number a user sees in Excel.
    `notes`: What was noticed.
    An empty cell is ''; nothing else is taken for missing. Rows without any text are left out, and `notes` says so.
    Cells of a workbook: text as it is; ``3.0`` is ``3``, other numbers the shortest text that reads as the same number;
    TRUE and FALSE ``1`` and ``0``; dates ``2026-09-03``, with a time of day other than midnight ``2026-09-03
    01:05:07``; times ``01:05:07``, durations ``42:00:00``; errors ''.
    """

    name: str
    sha256: str
    size: int
    container: str
    encoding: str
    delimiter: str
    sheet: str
    columns: tuple[Column, ...]
    lines: np.ndarray
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, i: int) -> list[str]:
        """The cells of row i, counted from 0."""
        return [column.texts[column.codes[i]] for column in self.columns]

    def body(self, header_rows: int) -> RawTable:
        """The table without its first rows; texts that only they held are gone."""
        rows = slice(header_rows, None)
        return replace(self, columns=tuple(column.take_rows(rows) for column in self.columns), lines=self.lines[rows])


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as SPSS or Stata describes it.
    `name, label`: As in the file; the label is '' if there is none.
    `kind`: "number", "text", "date", "datetime" or "time".
    `format`: The file's own, such as ``F8.2`` or ``%td``.
    `measure`: "nominal", "ordinal", "scale" or "unknown".
    `labels`: Cell text to label.
    `missing_values`: Cell texts that the user declared missing, and the extended missing letters that occur (``.a``).
    `missing_ranges`: (low, high), both included, of numbers declared missing; low may be -inf, high inf.
    User-missing answers keep their text in the column; only system-missing is ''.
    """

    name: str
    label: str = ""
    kind: str = "number"
    format: str = ""
    measure: str = "unknown"
    labels: Mapping[str, str] = field(default_factory=dict)
    missing_values: tuple[str, ...] = ()
    missing_ranges: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseSet:
    """A multiple-response set of SPSS.
    `name, label`: As in the file, without the dollar sign.
    `kind`: "D" (one yes-or-no variable per option) or "C" (one answer per variable).
    `counted`: For kind "D" the cell text that means ticked; '' for kind "C".
    `variables`: Their names, in the file's order.
    The set says nothing about them; its variables do.
    """

    name: str
    label: str
    kind: str
    counted: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NativeTable:
    """A file of SPSS, Stata or Parquet: variables with their labels, and every cell as text.
    `name, sha256, size`: As in `RawTable`.
    `container`: "sav", "zsav", "por", "dta" or "parquet".
    `encoding`: What the text was decoded from, as the file or the caller says; '' if it does not say.
    `label`: The label of the whole file.
    `rows`: Number of cases; agrees with the header.
    `variables, columns`: One each per variable, in the file's order.
    `sets`: Multiple-response sets.
    `remarks`: The documents or notes stored in the file; of Parquet the codebook that `write_survey` put there.
    `notes`: What was noticed.
    System-missing is ''. User-missing values of SPSS keep their text; the extended missing values of Stata are ``.a``
    to ``.z``.
    """

    name: str
    sha256: str
    size: int
    container: str
    encoding: str
    label: str
    rows: int
    variables: tuple[Variable, ...]
    columns: tuple[Column, ...]
    sets: tuple[ResponseSet, ...] = ()
    remarks: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return self.rows

    def row(self, i: int) -> list[str]:
        """The cells of case i, counted from 0."""
        return [column.texts[column.codes[i]] for column in self.columns]
