"""Files that `write_processed` wrote: values, scores and 0/1, and the cleaning log beside them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from surveykit.answers import ExportTable
from surveykit.answers.conventions import QUOTE
from surveykit.files.disk import read_bytes, sha256
from surveykit.survey import Change, Step


def read_history(path: Path, table: ExportTable) -> tuple[Step, ...]:
    """The cleaning steps written beside the data; none if the files are not those written together."""
    record, log = path.with_suffix(".json"), path.with_suffix(".log.csv")
    if not (record.is_file() and log.is_file()):
        return ()
    data = read_bytes(log)
    try:
        sums = json.loads(read_bytes(record))["files"]
        fits = sums[path.name] == table.sha256 and sums[log.name] == sha256(data)
    except (ValueError, KeyError, TypeError):
        return ()
    return _steps(data.decode("utf-8-sig")) if fits else ()


def _steps(text: str) -> tuple[Step, ...]:
    """The steps of a log file, in order."""
    steps: dict[str, list[dict[str, str]]] = {}
    for line in csv.DictReader(io.StringIO(text)):
        row = {name: cell.removeprefix(QUOTE) for name, cell in line.items()}
        steps.setdefault(row["step"], []).append(row)
    return tuple(Step(rows[0]["verb"], rows[0]["reason"], tuple(map(_change, rows)), {"item": rows[0]["item"]})
                 for rows in steps.values())


def _change(row: dict[str, str]) -> Change:
    """One line of a log file."""
    return Change(row["respondent"], row["item"], row["old_value"], row["new_value"], row["rule"],
                  row["change_type"])
