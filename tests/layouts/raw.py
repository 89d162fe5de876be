"""Raw tables made by hand."""

from collections.abc import Sequence

import numpy as np

from surveykit.formats import Column, RawTable


def table_of(rows: Sequence[Sequence[str]], name: str = "export.xlsx") -> RawTable:
    """A raw table of these rows, headings first."""
    columns = []
    for cells in zip(*rows, strict=True):
        code = {text: number for number, text in enumerate(dict.fromkeys(cells))}
        columns.append(Column(tuple(code), np.array([code[cell] for cell in cells], dtype=np.int32)))
    lines = np.arange(1, len(rows) + 1)
    return RawTable(name, "0" * 64, 1, "xlsx", "", "", "Sheet1", tuple(columns), lines)
