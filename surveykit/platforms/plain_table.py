"""Plain tables: headings are the items' names, cells hold values or labels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from surveykit.formats import Column, RawTable
from surveykit.platforms.column_patterns import (
    collect_all_answers,
    collect_answers,
    group_places,
    is_all_or_none,
    match_all,
)
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heading_rows import make_distinct, read_heading_row
from surveykit.platforms.named_options import TICKS, UNTICKED, YES, find_named_blocks
from surveykit.platforms.remarks import make_remark
from surveykit.text.normalise import collapse_blanks, normalise
from surveykit.words.phrases import Text

MISSING = {"(refused)": "refused", "(dont_know)": "dont_know", "(not_asked)": "not_asked"}
KEY = "respondent"
OWN = "surveykit"  # the platform of what `write_processed` wrote
NUMBERED = re.compile(r"(?P<question>\S*[^\W\d])?(?P<number>[0-9]{0,4})[_.](?P<part>[0-9]{1,4})")
ROW_NUMBER = re.compile(r"\d+(?:\.\d+)*")  # 17, or 1978.1: the first row of 1978
GAPS = frozenset({"NA", "N/A", "NaN", "nan"})  # what statistics programs write into an empty cell


def export(raw: RawTable, platform: str = "plain") -> ExportLayout:
    """Every column a question of its own; `respondent` holds the keys.
    Numbered columns (`q4_1`, `q4_2` ...) that hold 0 and 1, or each one label of its own beside "not selected", are the
    options of one question; so are neighbours that name an option behind the question (`Travel (Bus)`, `Travel: Car`),
    and neighbours whose cells only repeat their heading. A first column without heading that numbers the rows names
    them. Equal headings are told apart by a suffix, with a note.
    """
    headings = read_heading_row(raw)
    if platform == "plain":
        given, headings = headings, tuple(make_distinct(headings))
    slots = [_make_column(place, heading, raw.columns[place]) for place, heading in enumerate(headings)]
    if platform != "plain":
        return _make_layout(platform, slots, TICKS, ())
    columns = raw.body(1).columns
    twice = [heading for heading, first in zip(headings, given, strict=True) if heading != first]
    notes: tuple[Text, ...] = (make_remark("same_heading", columns=twice),) if twice else ()
    slots = [replace(slot, stem=given[slot.place]) if slot.stem else slot for slot in slots]
    first = [cell.strip() for cell in columns[0].cells()] if headings and not headings[0] else []
    numbered = all(map(ROW_NUMBER.fullmatch, first))  # as programs give that write row names
    if not all(first) or len(set(first)) < len(first):
        first = []
    if first and numbered:
        slots[0] = replace(slots[0], names=("column 1",), question="", stem="", role="meta", meta="id")
        notes += (make_remark("row_names"),)
    elif len(first) > 1 and all(headings[1:]):  # names of rows: who knows
        slots[0] = _make_column(0, "column 1", columns[0])
        notes += (make_remark("row_words"),)
    blocks = _find_blocks(headings, columns)
    named = find_named_blocks(given if platform == "plain" else headings, columns, set().union(
        *(places for places, _ in blocks.values())))
    for root, (places, parts) in (blocks | named).items():
        for place, part in zip(places, parts, strict=True):
            stem = root if root in named and collapse_blanks(root) != parts[0] else ""
            slots[place] = replace(slots[place], question=root, stem=stem, part=part, role="option")
    ticks = _collect_ticks([columns[place] for places, _ in (blocks | named).values() for place in places])
    notes += (make_remark("numbered", questions=list(blocks)),) if blocks else ()
    notes += (make_remark("named_options", questions=list(named)),) if named else ()
    return _make_layout(platform, slots, ticks, notes)


def _make_layout(platform: str, slots: Sequence[ExportColumn], ticks: Mapping[str, int],
                 notes: tuple[Text, ...]) -> ExportLayout:
    """The export of a table without a platform's headings."""
    return ExportLayout(platform, "", "no platform's headings were found", 1, tuple(slots), missing=MISSING,
                        ticks=ticks, notes=notes)


def _make_column(place: int, heading: str, column: Column) -> ExportColumn:
    """One column; the keys of respondents are each once."""
    names = (heading,) if heading else ()
    if heading == KEY and len(np.unique(column.codes)) == len(column.codes):
        return ExportColumn(place, heading, names, role="meta", meta="id")
    return ExportColumn(place, heading, names, heading, heading)


def _find_blocks(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, tuple[list[int], list[str]]]:
    """Question to the places and parts of its options."""
    numbered = [NUMBERED.fullmatch(heading) for heading in headings]  # `q4_1` is one of `q4`
    named = group_places([f"{found['question'] or ''}{found['number']}" if found else "" for found in numbered])
    blocks = {}
    for root, places in named.items():
        parts = [] if root in headings or len(places) < 2 else _find_labels([columns[place] for place in places])
        if parts:
            numbers = [match["part"] for match in match_all(NUMBERED, [headings[place] for place in places])]
            blocks[root] = (places, [part or number for part, number in zip(parts, numbers, strict=True)])
    return blocks


def _find_labels(columns: Sequence[Column]) -> list[str]:
    """The options' labels ('' where cells hold 0 and 1), [] if the columns are no select-all question."""
    answers = [collect_answers(column) - GAPS for column in columns]
    if {text.casefold() for text in set().union(*answers)} in ({"0", "1"}, {"true", "false"}):
        whole = is_all_or_none([column.empty(GAPS) for column in columns])  # else items right or wrong, or left out
        return [""] * len(columns) if whole else []
    ticked = [{text for text in texts if text.casefold() not in UNTICKED} for texts in answers]
    words = [next(iter(texts), "") for texts in ticked]
    alone = all(len(texts) < 2 for texts in ticked) and len({word for word in words if word}) == sum(map(bool, words))
    untold = any(text.casefold() in UNTICKED for text in set().union(*answers))
    return words if alone and untold and sum(map(bool, words)) > 1 else []


def _collect_ticks(columns: Sequence[Column]) -> dict[str, int]:
    """What cells of options mean: 1, 0, or -1 for an empty cell."""
    texts = sorted(collect_all_answers(columns)) if columns else []
    return TICKS | {text: 0 for text in texts if text.casefold() in UNTICKED} | {
        text: -1 for text in texts if text in GAPS} | {text: 1 for text in texts if normalise(text).casefold() in YES}
