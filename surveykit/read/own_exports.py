"""Files that `write_processed` wrote: values, scores and 0/1, and the cleaning log beside them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from surveykit.answers import ExportTable
from surveykit.answers.conventions import QUOTE
from surveykit.errors import ReadError
from surveykit.files.disk import read_bytes, sha256
from surveykit.survey import Change, Step
from surveykit.words.phrases import LANGUAGES, Text, same_text

OLD_NAMES = {"respondent": "uuid", "item": "question", "rule": "issue"}


def read_history(path: Path, table: ExportTable) -> tuple[Step, ...]:
    """The cleaning steps written beside the data; none where there is no record of this file, or no log.

    A file that is not the one its record tells of was changed by hand: it is refused, for its log would be false.
    """
    record, log = path.with_suffix(".json"), path.with_suffix(".log.csv")
    sums = _recorded_sums(record)
    if path.name not in sums:
        return ()
    data = read_bytes(log) if log.is_file() else b""
    if sums[path.name] != table.sha256 or (data and sums.get(log.name) != sha256(data)):
        raise ReadError("The file or its log is not the one that was written: it was changed after cleaning.",
                        where="{file}", fix="clean the raw file again and write_processed; or delete {record} to read "
                        "the file without its history", file=path.name, record=record.name)
    return parse_log(data.decode("utf-8-sig"))


def _recorded_sums(record: Path) -> dict[str, str]:
    """Checksums of files written together, by name; {} for a file that is no such record."""
    if not record.is_file():
        return {}
    try:
        return dict(json.loads(read_bytes(record))["files"])
    except (ValueError, KeyError, TypeError):
        return {}


def parse_log(text: str) -> tuple[Step, ...]:
    """The steps of a log file, in order; logs of old versions have other headings."""
    steps: dict[str, list[dict[str, str]]] = {}
    for line in csv.DictReader(io.StringIO(text)):
        row = {OLD_NAMES.get(name, name): (cell or "").removeprefix(QUOTE) for name, cell in line.items()}
        steps.setdefault(row["step"], []).append(row)
    return tuple(Step(rows[0]["verb"], _text(rows[0], "reason"), tuple(map(_change, rows)),
                      json.loads(rows[0].get("arguments") or "{}") or {"item": rows[0]["question"]})
                 for rows in steps.values())


def _text(row: Mapping[str, str], name: str) -> Text:
    """Words of a log file in both languages; logs of old versions have them in one column, a `||` between."""
    if f"{name}_zh" not in row:
        zh, both, en = row[name].partition("||")
        return {"zh": zh.strip(), "en": en.strip()} if both else same_text(row[name])
    return {language: row[f"{name}_{language}"] for language in LANGUAGES}


def _change(row: dict[str, str]) -> Change:
    """One line of a log file."""
    return Change(row["uuid"], row["question"], row["old_value"], row["new_value"], row["issue"],
                  row["change_type"], _text(row, "note") if row.get("note_zh") else None)
