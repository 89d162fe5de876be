"""Read a codebook from an XLSForm workbook (the file that also builds the form in KoboToolbox).

Sheets `survey`, `choices`, `settings`, and ours: `scales`. Our extra columns begin with `sk_`.
Every fault of the workbook is reported in one pass, with sheet and row.
"""

import math
from collections.abc import Mapping, Sequence

from surveykit.codebook.codebook_faults import book_faults, heading_faults, option_faults, scale_faults
from surveykit.codebook.items import Codebook, Option, Scale
from surveykit.codebook.survey_sheet import (
    TRUE,
    Row,
    SurveySheet,
    read_label,
    read_language,
    spell_headings,
    translation_warnings,
    unused_scale_warnings,
)
from surveykit.errors import CodebookError, count_noun, faults_error, list_quoted
from surveykit.formats import sheets_of
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES

MISSING_WORDS = {"refused": "refused", "dk": "dont_know", "dont_know": "dont_know", "na": "not_asked",
                 "not_asked": "not_asked", "skipped": "not_asked", "empty": "blank", "blank": "blank"}
SHEETS = ("survey", "choices", "settings", "scales")


def parse_codebook(data: bytes, name: str, *, trusted: bool = False) -> Codebook:
    """The codebook in a workbook's bytes; those that we have just made ourselves are `trusted`."""
    return parse_codebook_sheets(sheets_of(data, name, SHEETS, trusted=trusted), name)


def parse_codebook_sheets(sheets: Mapping[str, list[list[str]]], name: str) -> Codebook:
    """The codebook in these sheets; every fault in one pass."""
    if "survey" not in sheets:
        raise CodebookError("A codebook must have a sheet named 'survey'.", where="{file}",
                            fix="the workbook has: {sheets}", file=name, sheets=list_quoted(sheets))
    first = sheets["survey"][0] if sheets["survey"] else []
    cells = {sheet: spell_headings(sheet, sheets.get(sheet, [])) for sheet in SHEETS}
    if not {"type", "name"} <= set(cells["survey"][0] if first else ()):
        raise CodebookError("The sheet 'survey' must have the columns 'type' and 'name'.", where="{file}",
                            fix="its first row is: {first}", file=name, first=list_quoted(first))
    faults = [fault for sheet in SHEETS for fault in heading_faults(sheet, cells[sheet])]
    rows = {sheet: named_rows(cells[sheet]) for sheet in SHEETS}
    settings = _read_settings(rows["settings"], faults)
    choices, scales = _read_choices(rows["choices"], faults), _read_scales(rows["scales"], faults)
    survey = SurveySheet(choices, scales, faults, ours=settings["platform"] == "surveykit")
    survey.read(rows["survey"])
    if not survey.items and not faults:
        faults.append(Message("sheet survey: there is no item"))
    faults += book_faults(survey.items, scales)
    if faults:
        raise faults_error(CodebookError, "The codebook has {faults}:", faults, where="{file}",
                           fix="correct these rows in the workbook", faults=count_noun(len(faults), 'fault'), file=name)
    warnings = (*survey.warnings, *translation_warnings(survey.items), *unused_scale_warnings(scales, survey.items))
    whole = rows["settings"][0][1].get("sk_todo", "") if rows["settings"] else ""
    todo = {**({"": whole} if whole else {}), **survey.todo}
    kept = {"warnings": warnings, "todo": todo, "export_tags": survey.also}
    notes = {key: value for key, value in kept.items() if value}
    return Codebook(tuple(survey.items), tuple(scales.values()), settings | notes)


def named_rows(cells: Sequence[Sequence[str]]) -> list[tuple[int, Row]]:
    """(Excel row number, {heading: cell}) for each row that is not empty; row 1 holds headings."""
    if not cells:
        return []
    headings = [cell.strip() for cell in cells[0]]
    rows: list[tuple[int, Row]] = []
    for number, row in enumerate(cells[1:], start=2):
        named = {h: c.strip() for h, c in zip(headings, row, strict=False) if h and c.strip()}
        if named:
            rows.append((number, named))
    return rows


def _read_number(text: str | None, default: float | None = None) -> float | None:
    """The number a cell holds; the default when it is empty; ValueError when it is neither."""
    number = float(text) if text else default
    if number is not None and not math.isfinite(number):
        raise ValueError(text)
    return number


def _read_choices(rows: Sequence[tuple[int, Row]], faults: list[str]) -> dict[str, list[Option]]:
    """Options by list name, in the order of the sheet."""
    lists: dict[str, list[Option]] = {}
    for number, row in rows:
        where = Message("sheet choices, row {row}", row=number)
        name, value = row.get("list_name"), row.get("name")
        if not name or not value:
            faults.append(f"{where}: list_name and name must be filled")
            continue
        earlier = lists.setdefault(name, [])
        option = _read_option(row, value, where, faults)
        faults += option_faults(option, earlier, name, where)
        earlier.append(option)
    return lists


def _read_option(row: Row, value: str, where: str, faults: list[str]) -> Option:
    """One choice; its faults are noted."""
    word, score = row.get("sk_missing") or "", None
    if word and word not in MISSING_WORDS:
        faults.append(f"{where}: sk_missing {word!r} must be refused, dk or na")
    try:
        score = _read_number(row.get("sk_value"))
    except ValueError:
        faults.append(f"{where}: sk_value {row['sk_value']!r} must be a number")
    return Option(value, read_label(row), score, MISSING_WORDS.get(word))


def _read_scales(rows: Sequence[tuple[int, Row]], faults: list[str]) -> dict[str, Scale]:
    """Scales by name."""
    scales: dict[str, Scale] = {}
    for number, row in rows:
        where, name, scoring = f"sheet scales, row {number}", row.get("scale"), row.get("score") or "mean"
        try:
            low, high = _read_number(row.get("min")), _read_number(row.get("max"))
            least = _read_number(row.get("min_valid"), 1.0)
        except ValueError:
            low = high = least = None
        if not name or low is None or high is None or least is None or low >= high:
            faults.append(f"{where}: scale, min and max must be filled, with numbers, min < max")
            continue
        scale = Scale(name, read_label(row), low, high, scoring, least)
        faults += scale_faults(scale, scales, where)
        scales[name] = scale
    return scales


def _read_settings(rows: Sequence[tuple[int, Row]], faults: list[str]) -> dict[str, object]:
    """The one row of the settings sheet, our words translated."""
    number, row = rows[0] if rows else (2, {})
    language = read_language(row.get("default_language") or "English (en)")
    return {
        "title": read_label(row, "sk_title") or read_label(row, "form_title", language),
        "form_id": row.get("form_id") or "",
        "version": row.get("version") or "",
        "language": language if language in LANGUAGES else "en",
        "platform": row.get("sk_platform") or None,
        **({"headings": row["sk_headings"]} if row.get("sk_headings") else {}),
        **({"note": row["sk_note"]} if row.get("sk_note") else {}),
        "missing_codes": _read_missing_codes(row.get("sk_missing_codes") or "", number, faults),
        "synthetic": (row.get("sk_synthetic") or "").casefold() in TRUE,
        "sent": _read_sent(row.get("sk_sent"), number, faults)}


def _read_missing_codes(text: str, number: int, faults: list[str]) -> dict[str, str]:
    """`-3:skipped -2:empty` as kinds of missing."""
    found = {}
    for pair in text.split():
        token, _, word = pair.rpartition(":")
        if not token or word not in MISSING_WORDS:
            faults.append(f"sheet settings, row {number}: sk_missing_codes {pair!r} must read code:kind, "
                          "kind one of skipped, empty, refused, dk")
        else:
            found[token] = MISSING_WORDS[word]
    return found


def _read_sent(text: str | None, number: int, faults: list[str]) -> int | None:
    """How many forms were sent out, if that is known."""
    if text and not text.isdecimal():
        faults.append(f"sheet settings, row {number}: sk_sent {text!r} must be a whole number")
        return None
    return int(text) if text else None
