"""Files that `write_processed` wrote: values, scores and 0/1, and the cleaning log beside them."""

import json
from collections.abc import Mapping
from pathlib import Path

from surveykit.answers import ExportTable
from surveykit.answers.conventions import QUOTE
from surveykit.errors import ReadError
from surveykit.files.disk import read_bytes, sha256
from surveykit.formats import RawTable, open_foreign
from surveykit.survey import Change, Step
from surveykit.survey.frame import GAPS
from surveykit.words.phrases import LANGUAGES, Text, same_text

NEEDED = ("uuid", "question", "old_value", "new_value", "change_type")
KINDS = ("change_response", "blank_response", "remove_survey", "no_action")
OF_STEPS = ("add_column", "remove_column", "add_survey", "add_option", "change_label", "change_role", "accept",
            "pseudonym")
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
    return read_log(log) if data else ()


def _recorded_sums(record: Path) -> dict[str, str]:
    """Checksums of files written together, by name; {} for a file that is no such record."""
    if not record.is_file():
        return {}
    try:
        return dict(json.loads(read_bytes(record))["files"])
    except (ValueError, KeyError, TypeError):
        return {}


def read_log(path: str | Path) -> tuple[Step, ...]:
    """The steps of a log file (CSV in any encoding, or a workbook), in order; old versions had other headings.
    A log that a person wrote has no steps: its lines with one reason, that remove respondents or change answers, are
    one step each.
    """
    table, steps = open_foreign(path), dict[str, list[dict[str, str]]]()
    if not isinstance(table, RawTable):
        raise ReadError("A cleaning log is a CSV file or a workbook.", where="{file}", file=table.name,
                        fix="save it as .csv or .xlsx")
    name = table.name
    headings = [OLD_NAMES.get(heading.strip(), heading.strip()) for heading in table.row(0)] if len(table) else []
    lost = [heading for heading in NEEDED if heading not in headings]
    if lost:
        raise ReadError("The cleaning log has no column {heading!r}.", where="{file}", heading=lost[0], file=name,
                        fix="a log has the columns {needed}", needed=", ".join(NEEDED))
    rows = [({key: cell.removeprefix(QUOTE) for key, cell in zip(headings, table.row(place), strict=True)}, number)
            for place, number in enumerate(table.lines[1:].tolist(), start=1)]
    if "step" in headings and all(row.get("log_id", "").isdecimal() for row, _ in rows):
        rows.sort(key=lambda one: int(one[0]["log_id"]))  # whoever sorted the file for reading
    last = ""
    for row, number in rows:
        row = _complete_row(row, number, name) if "step" not in row else row
        _refuse_kind(row, number, name, KINDS if "step" not in headings else (*KINDS, *OF_STEPS))
        lines = steps.setdefault(row["step"], [])
        if "step" in headings and lines and (row["step"], row["verb"]) != (last, lines[0]["verb"]):
            raise ReadError("A line of step {step} stands apart from the others, or names another verb.", file=name,
                            where="{file}, row {row}", row=number, step=row["step"], fix="replay the log as it was "
                            "written; decisions of your own go into a file without the columns step and verb")
        lines.append(row)
        last = row["step"]
    return tuple(Step(rows[0]["verb"], _text(rows[0], "reason"), tuple(map(_change, rows)),
                      _read_arguments(rows[0], name) or {"item": rows[0]["question"]}) for rows in steps.values())


def _read_arguments(row: Mapping[str, str], file: str) -> dict[str, object]:
    """What a verb was called with."""
    try:
        return dict(json.loads(row.get("arguments") or "{}"))
    except ValueError:
        raise ReadError("The arguments of {verb!r} cannot be read.", where="{file}, step {step}", verb=row["verb"],
                        file=file, step=row["step"], fix="leave the column arguments as it was written") from None


def _refuse_kind(row: Mapping[str, str], number: int, file: str, kinds: tuple[str, ...]) -> None:
    """Refuse a line whose kind there is not, or that blanks an answer with another."""
    kind, new = row["change_type"].strip(), row["new_value"].strip()
    if kind not in kinds or (kind == "blank_response" and new not in ("", *GAPS)):
        raise ReadError("{kind!r} is no change." if kind not in kinds else "What blanks an answer has no new value.",
                        where="{file}, row {row}", kind=kind, file=file, row=number,
                        fix="change_type is one of {kinds}", kinds=", ".join(KINDS))


def _complete_row(row: Mapping[str, str], number: int, file: str) -> dict[str, str]:
    """A line that a person wrote, with the step it belongs to."""
    kind = row["change_type"].strip()
    removes = kind == "remove_survey"
    verb = "exclude" if removes else "recode"
    reason = (row.get("reason") or row.get("reason_en") or row.get("issue") or "").strip()
    if not reason:
        raise ReadError("Every decision must have a reason.", where="{file}, row {row}", file=file, row=number,
                        fix="fill in the column reason")
    return {"issue": "named" if removes else "recode", "log_id": str(number), **{key: cell.strip() for key, cell in
            row.items()}, "verb": verb, "step": f"{verb} {reason}", "reason": reason, "change_type": kind}


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
