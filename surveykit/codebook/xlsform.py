"""Read a codebook from an XLSForm workbook (the file that also builds the form in KoboToolbox).

Sheets `survey`, `choices`, `settings`, and ours: `scales`. Our extra columns begin with `sk_`.
Every fault of the workbook is reported in one pass, with sheet and row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from surveykit.codebook.faults import (
    CHOOSING,
    book_faults,
    heading_faults,
    item_faults,
    option_faults,
    row_faults,
    scale_faults,
)
from surveykit.codebook.items import Codebook, Item, Option, Scale
from surveykit.errors import CodebookError, counted, did_you_mean, faults_error, listed
from surveykit.expression import parse
from surveykit.foreign import sheets_of
from surveykit.phrases import LANGUAGES, Text

MISSING_WORDS = {"refused": "refused", "dk": "dont_know", "dont_know": "dont_know",
                 "na": "not_asked", "not_asked": "not_asked",
                 "skipped": "not_asked", "empty": "blank", "blank": "blank"}
TYPES = {"text": "text", "integer": "number", "decimal": "number", "date": "date",
         "dateTime": "date", "select_one": "single", "select_multiple": "multiple", "rank": "rank"}
IGNORED = {"note", "calculate", "begin_group", "end_group", "start", "end", "today", "deviceid"}
TRUE = {"1", "yes", "true", "是"}
Row = dict[str, str]
SHEETS = ("survey", "choices", "settings", "scales")


def codebook_of(data: bytes, name: str, *, trusted: bool = False) -> Codebook:
    """The codebook in a workbook's bytes; those that we have just made ourselves are `trusted`."""
    return codebook_in(sheets_of(data, name, SHEETS, trusted=trusted), name)


def codebook_in(sheets: Mapping[str, list[list[str]]], name: str) -> Codebook:
    """The codebook in these sheets; every fault in one pass."""
    if "survey" not in sheets:
        raise CodebookError("A codebook must have a sheet named 'survey'.", where=name,
                            fix=f"the workbook has: {listed(sheets)}")
    headings = sheets["survey"][0] if sheets["survey"] else []
    if not {"type", "name"} <= set(headings):
        raise CodebookError("The sheet 'survey' must have the columns 'type' and 'name'.", where=name,
                            fix=f"its first row is: {listed(headings)}")
    faults = [fault for sheet in SHEETS for fault in heading_faults(sheet, sheets.get(sheet, []))]
    rows = {sheet: sheet_rows(sheets.get(sheet, [])) for sheet in SHEETS}
    choices, scales = _choices(rows["choices"], faults), _scales(rows["scales"], faults)
    items = _items(rows["survey"], choices, scales, faults)
    faults += book_faults(items, scales)
    warnings = _conditions(items)
    settings = _settings(rows["settings"], faults)
    if not items and not faults:
        faults.append("sheet survey: there is no item")
    if faults:
        raise faults_error(CodebookError, f"The codebook has {counted(len(faults), 'fault')}:", faults,
                           where=name, fix="correct these rows in the workbook")
    return Codebook(items, tuple(scales.values()), settings | ({"warnings": warnings} if warnings else {}))


def sheet_rows(cells: Sequence[Sequence[str]]) -> list[tuple[int, Row]]:
    """(Excel row number, {heading: cell}) for each row that is not empty; row 1 holds headings."""
    if not cells:
        return []
    headings = [cell.strip() for cell in cells[0]]
    rows = []
    for number, row in enumerate(cells[1:], start=2):
        named = {h: c.strip() for h, c in zip(headings, row, strict=False) if h and c.strip()}
        if named:
            rows.append((number, named))
    return rows


def _conditions(items: Sequence[Item]) -> tuple[str, ...]:
    """What cannot be evaluated in `relevant` and `constraint`: kept as written, with a warning."""
    names, warnings = {item.name for item in items}, []
    for item in items:
        for heading, text in (("relevant", item.asked_if), ("constraint", item.constraint)):
            try:
                found = set(parse(text).names) - names if text else set()
            except CodebookError as error:
                warnings.append(f"item {item.name!r}: {heading} {text!r} is kept but cannot be checked: {error.what}")
                continue
            warnings += [f"item {item.name!r}: {heading} asks for {name!r}, which is no item that is read; "
                         f"{did_you_mean(name, names)}" for name in sorted(found)]
    return tuple(warnings)


def label_of(row: Row, stem: str = "label", default: str = "en") -> Text:
    """The `label::Language (code)` cells of a row as a Text; a bare `label` is in `default`."""
    found = {}
    for heading, cell in row.items():
        match = re.fullmatch(rf"{stem}(?:::?\s*(.+))?", heading)
        if match and cell:
            found[_language(match.group(1) or default)] = cell
    return found


def _language(name: str) -> str:
    """`zh` or `en` (or the name itself) from `中文 (zh)`, `English`."""
    code = re.search(r"\(([a-z]{2})[^)]*\)", name)
    if code:
        return code.group(1)
    return {"中文": "zh", "chinese": "zh", "english": "en"}.get(name.strip().casefold(), name.strip())


def _number(text: str | None, default: float | None = None) -> float | None:
    """The number a cell holds; the default when it is empty; ValueError when it is neither."""
    number = float(text) if text else default
    if number is not None and not math.isfinite(number):
        raise ValueError(text)
    return number


def _choices(rows: Sequence[tuple[int, Row]], faults: list[str]) -> dict[str, list[Option]]:
    """Options by list name, in the order of the sheet."""
    lists: dict[str, list[Option]] = {}
    for number, row in rows:
        where = f"sheet choices, row {number}"
        name, value = row.get("list_name") or row.get("list name"), row.get("name")
        if not name or not value:
            faults.append(f"{where}: list_name and name must be filled")
            continue
        earlier = lists.setdefault(name, [])
        option = _option(row, value, where, faults)
        faults += option_faults(option, earlier, name, where)
        earlier.append(option)
    return lists


def _option(row: Row, value: str, where: str, faults: list[str]) -> Option:
    """One choice; its faults are noted."""
    word, score = row.get("sk_missing") or "", None
    if word and word not in MISSING_WORDS:
        faults.append(f"{where}: sk_missing {word!r} must be refused, dk or na")
    try:
        score = _number(row.get("sk_value"))
    except ValueError:
        faults.append(f"{where}: sk_value {row['sk_value']!r} must be a number")
    return Option(value, label_of(row), score, MISSING_WORDS.get(word))


def _scales(rows: Sequence[tuple[int, Row]], faults: list[str]) -> dict[str, Scale]:
    """Scales by name."""
    scales: dict[str, Scale] = {}
    for number, row in rows:
        where, name, scoring = f"sheet scales, row {number}", row.get("scale"), row.get("score") or "mean"
        try:
            low, high = _number(row.get("min")), _number(row.get("max"))
            least = _number(row.get("min_valid"), 1.0)
        except ValueError:
            low = high = None
        if not name or low is None or high is None or low >= high:
            faults.append(f"{where}: scale, min and max must be filled, with numbers, min < max")
            continue
        scale = Scale(name, label_of(row), low, high, scoring, least)
        faults += scale_faults(scale, scales, where)
        scales[name] = scale
    return scales


def _items(rows: Sequence[tuple[int, Row]], choices: Mapping[str, list[Option]],
           scales: Mapping[str, Scale], faults: list[str]) -> tuple[Item, ...]:
    """Items of the survey sheet; a group's `relevant` applies to its members."""
    items, seen, groups = [], {}, []
    for number, row in rows:
        word, _, listed_name = (row.get("type") or "").partition(" ")
        kind_row = word + ("_" + listed_name.split(" ")[0] if word in {"begin", "end"} else "")
        if kind_row == "begin_group":
            groups.append(row.get("relevant"))
        elif kind_row == "end_group" and groups:
            groups.pop()
        if kind_row in IGNORED:
            continue
        item = _item(number, row, word, listed_name.strip(), choices, scales, groups, faults)
        if item is not None and seen.setdefault(item.name, number) != number:
            faults.append(f"sheet survey, row {number}: the name {item.name!r} "
                          f"stands already in row {seen[item.name]}")
        elif item is not None:
            items.append(item)
    return tuple(items)


def _item(number: int, row: Row, word: str, listed_name: str, choices: Mapping[str, list[Option]],
          scales: Mapping[str, Scale], groups: Sequence[str | None], faults: list[str]) -> Item | None:
    """One item, or None with its faults noted."""
    where, name = f"sheet survey, row {number}", row.get("name") or ""
    options = tuple(choices.get(listed_name, ())) if word in CHOOSING else ()
    found = row_faults(word, name, listed_name, options, TYPES)
    if found:
        faults += [f"{where}: {fault}" for fault in found]
        return None
    scale = row.get("sk_scale") or None
    rating = word == "select_one" and (scale or row.get("sk_measure") in {"ordinal", "scale"})
    conditions = [c for c in (*groups, row.get("relevant")) if c]
    item = Item(name, "rating" if rating else TYPES[word], label_of(row), options,
                " and ".join(conditions) or None, row.get("constraint") or None, scale,
                (row.get("sk_reverse") or "").casefold() in TRUE, row.get("sk_role") or None,
                row.get("sk_column") or None, row.get("sk_layout") or None, label_of(row, "sk_short"))
    faults += [f"{where}: {fault}" for fault in item_faults(item, scales)]
    return item


def _settings(rows: Sequence[tuple[int, Row]], faults: list[str]) -> dict[str, object]:
    """The one row of the settings sheet, our words translated."""
    number, row = rows[0] if rows else (2, {})
    language = _language(row.get("default_language") or "English (en)")
    return {
        "title": label_of(row, "sk_title") or label_of(row, "form_title", language),
        "form_id": row.get("form_id") or "",
        "version": row.get("version") or "",
        "language": language if language in LANGUAGES else "en",
        "platform": row.get("sk_platform") or None,
        "missing_codes": _missing_codes(row.get("sk_missing_codes") or "", number, faults),
        "synthetic": (row.get("sk_synthetic") or "").casefold() in TRUE,
        "sent": _sent(row.get("sk_sent"), number, faults),
    }


def _missing_codes(text: str, number: int, faults: list[str]) -> dict[str, str]:
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


def _sent(text: str | None, number: int, faults: list[str]) -> int | None:
    """How many forms were sent out, if that is known."""
    if text and not text.isdecimal():
        faults.append(f"sheet settings, row {number}: sk_sent {text!r} must be a whole number")
        return None
    return int(text) if text else None
