"""CSV as Excel reads it: UTF-8 with BOM, kinds of missing as tokens, formulas disarmed."""

import re
from collections.abc import Iterable, Mapping

from surveykit.write.outgoing_survey import KEY, OutgoingSurvey
from surveykit.write.spreadsheet_cells import cell_text, guard_text, refuse_unreadable

QUOTED = re.compile(r'[",;|\t\r\n]')


def csv_files(out: OutgoingSurvey) -> Mapping[str, bytes]:
    """The file by its ending."""
    out.refuse_no_text()
    refuse_unreadable(out)
    heads = [KEY, *(column.name for column in out.columns)]
    keys = [_quote_field(guard_text(key)) for key in out.keys]
    cells = [column.spread_codes([_quote_field(cell_text(value)) for value in column.values]).tolist()
             for column in out.columns]
    return {".csv": _csv_bytes([list(map(_quote_field, heads)), *zip(keys, *cells, strict=True)])}


def table_csv_bytes(rows: Iterable[Iterable[object]]) -> bytes:
    """A table that is no survey, such as a log; its cells are disarmed too."""
    return _csv_bytes([_quote_field(guard_text(str(cell))) for cell in row] for row in rows)


def _csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of fields as bytes that Excel knows for UTF-8."""
    return b"\xef\xbb\xbf" + "".join(",".join(row) + "\n" for row in rows).encode()


def _quote_field(text: str) -> str:
    """A field, quoted where it must be, or where it holds what another reader takes for a delimiter."""
    return '"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text
