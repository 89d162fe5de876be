"""The faults of an export as errors: all columns at once, then all answers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from surveykit.answers import Fault, ParsedExport
from surveykit.answers.conventions import NUMBERED, TYPES_OTHER
from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError, ReadError, counted, did_you_mean, faults_error, listed
from surveykit.platforms.export_layout import ExportLayout

WHY = {"tick": "must be 1 or 0", "place": "is no place and no option of the ranking",
       "mixed": "must have 1 or 0 in all its columns, or all missing; 0 is an option left unticked"}


def raise_column_faults(parsed: ParsedExport) -> None:
    """Refuse an export that lacks columns of the codebook, or has options that the codebook lacks."""
    table, columns = parsed.table, parsed.columns
    for _, error in columns.faulty:
        raise error
    for item, slot in columns.strangers:
        raise CodebookError(f"{slot.part!r} is not an option of item {item.name!r}, but the export has a column "
                            "for it.", where=f"{table.name}, heading {slot.heading!r}",
                            fix=did_you_mean(slot.part, [w for o in item.options for w in o.label.values()]))
    for name, pairs in groupby(columns.lost, key=lambda pair: pair[0].name):
        lost = [value for _, value in pairs]
        raise ReadError(f"The export has no column for {listed(lost)} of item {name!r}.", where=table.name,
                        fix="export again with all options, or take them out of the codebook's choices")
    if columns.absent:
        names = [item.column or item.name for item in columns.absent]
        near = did_you_mean(names[0], [heading for heading in table.headings if heading])
        raise ReadError(f"The export has no column for {len(names)} of {len(parsed.codebook)} items: {listed(names)}.",
                        where=f"{table.name}, item {columns.absent[0].name!r}",
                        fix=f"for {names[0]!r} {near} Correct sk_column in the codebook, or the heading")
    for place, names in columns.shared:
        raise ReadError(f"Items {listed(names)} cannot share the column {table.headings[place]!r}.",
                        where=table.name, fix="give each its own heading in sk_column of the codebook")


def raise_answer_faults(parsed: ParsedExport) -> None:
    """Refuse answers that are none of their item's options, all of them at once."""
    lines = describe_faults(parsed.responses.faults, parsed.codebook, parsed.table.lines)
    if lines:
        n = len(lines)
        raise faults_error(
            CodebookError, f"{counted(n, 'item')} {'has' if n == 1 else 'have'} answers that are not in "
            f"{'its' if n == 1 else 'their'} options:", lines, where=parsed.table.name,
            fix="add the options to the codebook's sheet choices, or correct these cells in the export"
                f"{_further_reasons(parsed.table.export)}")


def describe_faults(faults: Sequence[Fault], book: Codebook, lines: np.ndarray) -> list[str]:
    """A line for each item and reason that no survey can be made with; answers to personal items are not quoted."""
    refused = sorted((fault for fault in faults if fault.is_refused), key=_item_and_reason)
    places = {item.name: place for place, item in enumerate(book)}
    grouped = [list(group) for _, group in groupby(refused, key=_item_and_reason)]
    grouped.sort(key=lambda group: places[group[0].item])
    return [_describe(group, book[group[0].item], lines) for group in grouped]


def _item_and_reason(fault: Fault) -> tuple[str, str]:
    """What faults of one line have in common."""
    return fault.item, fault.reason


def _describe(faults: Sequence[Fault], item: Item, lines: np.ndarray) -> str:
    """`item 'plan': '考研' (7 respondents, rows 4, 5, 6, 7, 8 and 2 more); use one of: ...`."""
    rows = lines[np.unique(np.concatenate([fault.rows for fault in faults]))].tolist()
    people = f"{counted(len(rows), 'respondent')}, row{'s' * (len(rows) > 1)} {listed(rows)}"
    texts = ["***"] if item.personal else list(dict.fromkeys(fault.text or item.name for fault in faults))
    reason = faults[0].reason
    if reason in WHY:
        return f"item {item.name!r}: {listed(texts)} {WHY[reason]} ({people})"
    if item.personal:
        return f"item {item.name!r}: {listed(texts)} ({people})"
    labels = [side for option in item.options for side in option.label.values()]
    return f"item {item.name!r}: {listed(texts)} ({people}); {did_you_mean(texts[0], labels)}"


def _further_reasons(export: ExportLayout) -> str:
    """What else may be wrong with the options, in exports that write answers so."""
    numbered = NUMBERED.get(export.variant, "") if export.platform == "wjx" else ""
    place = {"order": "the number of an option is its place in the codebook's list, which must be the form's",
             "score": "the number of an option is its sk_value, which no other may have"}.get(numbered, "")
    typed = "words typed under 'Other' need an option named other" if export.platform in TYPES_OTHER else ""
    return "".join(f"; {reason}" for reason in (place, typed) if reason)
