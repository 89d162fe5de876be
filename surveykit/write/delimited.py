"""CSV as Excel reads it: UTF-8 with BOM, kinds of missing as tokens, formulas disarmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from surveykit.write.cells import refuse_unreadable, safe, word
from surveykit.write.outgoing import KEY, Outgoing

QUOTED = re.compile(r'[",;|\t\r\n]')


def csv_files(out: Outgoing) -> Mapping[str, bytes]:
    """The file by its ending."""
    out.refuse_no_text()
    refuse_unreadable(out)
    heads = [KEY, *(column.name for column in out.columns)]
    keys = [_field(safe(key)) for key in out.keys]
    cells = [column.spread([_field(word(value)) for value in column.values]).tolist() for column in out.columns]
    return {".csv": b"\xef\xbb\xbf" + _lines([list(map(_field, heads)), *zip(keys, *cells, strict=True)])}


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of fields as bytes."""
    return "".join(",".join(row) + "\n" for row in rows).encode()


def _field(text: str) -> str:
    """A field, quoted where it must be, or where it holds what another reader takes for a delimiter."""
    return '"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text
