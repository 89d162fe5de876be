"""Several sheets of one workbook, whose bytes the caller holds, as rows of text: codebooks."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from surveykit.errors import ReadError
from surveykit.formats.child import ask
from surveykit.formats.file_signatures import HEAD, container_of
from surveykit.formats.limits import limits_now
from surveykit.formats.open_table import patience
from surveykit.formats.read_workbook import read_sheets

Rows = list[list[str]]


def sheets_of(data: bytes, name: str, wanted: Sequence[str], *, trusted: bool = False) -> dict[str, Rows]:
    """Rows of text by sheet name, for the sheets wanted; the others are there with no rows.
    Gates, limits, text of cells and child process are those of `open_foreign`. The first row is row 1 of Excel.
    >>> from pathlib import Path
    >>> data = Path("data/raw/anes96/anes96.codebook.xlsx").read_bytes()
    >>> sheets = sheets_of(data, "anes96.codebook.xlsx", ["survey"])
    >>> sheets["survey"][0][:2], sheets["choices"]
    (['type', 'name'], [])
    """
    started, limits, container = time.monotonic(), limits_now(), container_of(data[:HEAD], name)
    if container not in {"zip", "ole"}:
        raise ReadError("The file is not a workbook (.xlsx or .xls).", where="{file}",
                        fix="save it as .xlsx in Excel, and name that file", file=name)
    request = {"path": None, "name": name, "container": container, "sheets": list(wanted), "encoding": None,
               "limits": limits.request()}
    if trusted:
        head, _ = read_sheets({**request, "data": data})
        return _rows(head, [column.decode().split("\0")[:-1] for column in head["texts"]])
    answer = ask(request, name=name, started=started, seconds=patience(len(data), limits),
                 megabytes=limits.megabytes, data=data)
    return _rows(answer.head, [column.cells() for column in answer.columns])


def _rows(head: Mapping[str, Any], columns: Sequence[Sequence[str]]) -> dict[str, Rows]:
    """The sheets, row by row."""
    found: dict[str, Rows] = {name: [] for name in head["names"]}
    for name, width in head["sheets"]:
        mine, columns = columns[:width], columns[width:]
        found[name] = [list(row) for row in zip(*mine, strict=True)]
    return found
