"""Qualtrics exports: three heading rows keyed on the ImportId, or the two of a legacy file."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from surveykit.formats import Column, RawTable
from surveykit.platforms.column_patterns import (
    collect_all_answers,
    collect_answers,
    count_cells,
    find_own_label,
    find_own_texts,
    group_places,
    is_all_or_none,
    is_ranking,
    is_sure_ranking,
    match_all,
    split_shared_stem,
)
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heading_rows import name_apart
from surveykit.platforms.qualtrics_table import QualtricsTable, find_evidence, parse_table
from surveykit.platforms.remarks import make_remark
from surveykit.words.phrases import Text

PREVIEWS = {"1": "preview", "9": "preview", "17": "preview", "survey preview": "preview", "preview": "preview",
            "2": "test", "survey test": "test"}
CODES = re.compile(r"[0-9]+(?:,[0-9]+)+")
GRID = re.compile(r"(?P<row>[^_]+|.*[^_0-9].*)_(?P<column>[^_]+)")
CHOSEN = re.compile(r" ?- ?Selected Choice(?= ?-|$)")


def detect(raw: RawTable) -> str:
    """Why a table is a Qualtrics export; '' when it is not."""
    return find_evidence(raw)


def export(raw: RawTable) -> ExportLayout:
    """What the columns of a Qualtrics export are.
    Variant "three rows", "legacy", or "two rows" and "tags only" where somebody took rows out. The rows of a matrix
    with several answers each are questions of their own (`QID9_1`). A slot's first name is the tag (`Q5_3`), then the
    ImportId (`QID20_7`) and the question's text.
    An empty cell was not shown, or left empty where the export's "seen but unanswered" option is off. The code of that
    option (-99) is only noted: the codebook's `sk_missing_codes` says what it means.
    """
    sheet = parse_table(raw)
    roles = _classify_columns(sheet)
    slots, same = name_apart(_make_column(sheet, place, roles[place]) for place in range(len(sheet.tags)))
    skipped, previews = _find_previews(sheet, slots)
    separator, joined = _find_separator(sheet, slots)
    bare = [tag for tag, ident in zip(sheet.tags, sheet.idents, strict=True) if tag and not ident.name]
    unnamed = (make_remark("no_import_id", columns=bare),) if bare and sheet.header_rows == 3 else ()
    notes = (*same, *unnamed, *_remark_doubts(sheet, slots), *joined, *_remark_codes(sheet), *previews)
    return ExportLayout("qualtrics", sheet.variant, sheet.evidence, sheet.header_rows, slots, separator=separator,
                  ticks=dict.fromkeys(sorted(sheet.unanswered), 0) | {"*": 1}, skipped=skipped, notes=notes)


class ColumnRole(NamedTuple):
    """What a column is: role, the question's wording, the part's, and the key of its question."""

    role: str
    stem: str = ""
    part: str = ""
    key: str = ""


def _classify_columns(sheet: QualtricsTable) -> dict[int, ColumnRole]:
    """Place to what its column is."""
    keys = ["" if meta else ident.question or sheet.tags[place]
            for place, (meta, ident) in enumerate(zip(sheet.metas, sheet.idents, strict=True))]
    roles = {place: ColumnRole("meta") for place, key in enumerate(keys) if not key}
    for key, places in group_places(keys).items():
        roles |= _classify_question(sheet, key, places)
    return roles


def _classify_question(sheet: QualtricsTable, key: str, places: Sequence[int]) -> dict[int, ColumnRole]:
    """What one question's columns are; a matrix with several answers in a row is a question for each row."""
    lines = _find_rows(sheet, [place for place in places if not sheet.idents[place].text])
    typed = {place: f"{sheet.idents[place].part}_" for place in places if sheet.idents[place].text}  # beside a row
    split = [_classify_block(sheet, f"{key}_{line}", held + [
        place for place, part in typed.items() if part.startswith(f"{line}_")]) for line, held in lines.items()]
    return {place: role for made in split for place, role in made.items()} or _classify_block(sheet, key, places)


def _classify_block(sheet: QualtricsTable, key: str, places: Sequence[int]) -> dict[int, ColumnRole]:
    """What the columns with one key are; texts beside options are its `other`."""
    main = [place for place in places if not sheet.idents[place].text] or list(places)
    roles = {place: ColumnRole(*made, key) for place, made in zip(main, _describe_block(sheet, main), strict=True)}
    stem = next(iter(roles.values())).stem
    labels = {sheet.idents[place].part: made.part for place, made in roles.items()}
    beside = [place for place in places if place not in roles]
    return roles | {place: ColumnRole("other", stem, _find_option(sheet, place, stem, labels), key) for place in beside}


def _find_rows(sheet: QualtricsTable, places: Sequence[int]) -> dict[str, list[int]]:
    """The rows of a matrix where several answers may be ticked in each; {} for any other question."""
    cells = match_all(GRID, [sheet.idents[place].part for place in places])
    if len({cell["column"] for cell in cells}) < 2:
        return {}
    own = [find_own_label(sheet.texts[place], sheet.columns[place], sheet.separator) for place in places]
    return group_places([cell["row"] for cell in cells], places) if _detect_role(sheet, places, own) == "option" else {}


def _describe_block(sheet: QualtricsTable, places: Sequence[int]) -> list[tuple[str, str, str]]:
    """Role, stem and part of the columns that hold a question's answers."""
    texts = [CHOSEN.sub("", sheet.texts[place]) for place in places]
    columns = [sheet.columns[place] for place in places]
    own = [find_own_label(text, column, sheet.separator) for text, column in zip(texts, columns, strict=True)]
    own = own if any(texts) else find_own_texts([_collect_given(sheet, column) for column in columns])
    if len(places) == 1 and not own[0] and not _is_lone_tick(sheet, places[0]):
        return [("whole", texts[0], "")]
    role = _detect_role(sheet, places, own)
    stem, parts = _split_parts(sheet, texts, own if role == "option" else [])
    ids = [sheet.idents[place].part for place in places]
    words = own if role == "option" else [""] * len(ids)
    return [(role, stem or text, part or word or name)
            for text, part, word, name in zip(texts, parts, words, ids, strict=True)]


def _collect_given(sheet: QualtricsTable, column: Column) -> set[str]:
    """What a column says but for codes such as -99."""
    return collect_answers(column) - sheet.unanswered


def _detect_role(sheet: QualtricsTable, places: Sequence[int], own: Sequence[str]) -> str:
    """Whether columns are options, a ranking or the rows of a matrix, by what is in them."""
    columns = [sheet.columns[place] for place in places]
    said_here = [_collect_given(sheet, column) for column in columns]
    if all(sheet.idents[place].ranks for place in places):
        return "rank"
    if any(sheet.idents[place].choice for place in places):
        return "option"
    if any(ident.choice for ident in sheet.idents):
        return "rank" if is_ranking(columns, sheet.unanswered) else "row"
    if not _is_ticked(sheet, places) and is_ranking(columns, sheet.unanswered):
        return "rank"
    labelled = any(own) and all(label or not texts for label, texts in zip(own, said_here, strict=True))
    return "option" if labelled or _is_ticked(sheet, places) else "row"


def _is_ticked(sheet: QualtricsTable, places: Sequence[int]) -> bool:
    """Whether columns hold 1, or their choice's id, and are empty where somebody did not tick."""
    columns = [sheet.columns[place] for place in places]
    said_here = [_collect_given(sheet, column) for column in columns]
    if any(len(texts) > 1 or not texts <= _collect_codes(sheet, place)
           for texts, place in zip(said_here, places, strict=True)):
        return False
    ones = set().union(*said_here) == {"1"}
    gaps = {"", *sheet.unanswered}
    blank = any(text.strip() in gaps for column in columns for text in column.texts)
    return blank and (ones or not is_all_or_none(columns))


def _collect_codes(sheet: QualtricsTable, place: int) -> set[str]:
    """What may say that an option is ticked: 1, its id, or the value that the tag ends with."""
    last = sheet.idents[place].part.rpartition("_")[2]
    return {"1", last, sheet.idents[place].part, sheet.tags[place].rpartition("_")[2]}


def _is_lone_tick(sheet: QualtricsTable, place: int) -> bool:
    """Whether a question's only column is the tick of its only option (consent, for instance)."""
    ident = sheet.idents[place]
    if ident.choice or any(other.choice for other in sheet.idents):
        return ident.choice
    return bool(ident.part) and _is_ticked(sheet, [place])


def _split_parts(sheet: QualtricsTable, texts: Sequence[str], own: Sequence[str]) -> tuple[str, list[str]]:
    """The stem and the parts, by the labels in the cells if there are any."""
    stems = {text.removesuffix(sheet.separator + label) for text, label in zip(texts, own, strict=bool(own)) if label}
    stem = next(iter(stems)) if len(stems) == 1 else ""
    if stem and all(text.startswith(stem + sheet.separator) for text in texts):
        return stem, [text[len(stem + sheet.separator):] for text in texts]
    if len(texts) == 1:
        stem, _, part = texts[0].rpartition(sheet.separator)
        return stem, [part if stem else ""]
    return split_shared_stem(texts, sheet.separator)


def _find_option(sheet: QualtricsTable, place: int, stem: str, labels: Mapping[str, str]) -> str:
    """The option that a typed text stands beside."""
    ident, text = sheet.idents[place], CHOSEN.sub("", sheet.texts[place]).removesuffix(" - Text")
    if labels.get(ident.part):
        return labels[ident.part]
    return text.removeprefix(stem + sheet.separator) if text.startswith(stem + sheet.separator) else ident.part


def _make_column(sheet: QualtricsTable, place: int, made: ColumnRole) -> ExportColumn:
    """The slot of one column."""
    tag, text, ident = sheet.tags[place], sheet.texts[place], sheet.idents[place]
    names = (tag or ident.name or text, ident.name, re.sub(r"(?<=[0-9])-", "_", ident.name), text)
    meta = sheet.metas[place] or ("other" if made.role == "meta" else "")
    return ExportColumn(place, text or tag, names, made.key, made.stem, made.part, made.role, meta)


def _find_separator(sheet: QualtricsTable, slots: Sequence[ExportColumn]) -> tuple[str, tuple[Text, ...]]:
    """A comma and its note, where ticked options may stand in one cell."""
    choices = [slot.place for slot in slots if slot.role == "whole" and sheet.idents[slot.place].question
               and not sheet.idents[slot.place].text]
    texts = collect_all_answers([sheet.columns[place] for place in choices])
    listed = (lambda text: CODES.fullmatch(text)) if sheet.header_rows < 3 else (lambda text: "," in text)
    split = any(slot.role == "option" for slot in slots)
    return ("", ()) if split or not any(map(listed, texts)) else (",", (make_remark("joined"),))


def _find_previews(sheet: QualtricsTable, slots: Sequence[ExportColumn]) -> tuple[dict[int, Text], tuple[Text, ...]]:
    """Rows that are previews or tests, with the reason; all are kept where there is nothing else."""
    place = next((slot.place for slot in slots if slot.meta == "status"), None)
    if place is None:
        return {}, ()
    cells = sheet.columns[place].cells()
    found = {row: make_remark(PREVIEWS[cell.strip().casefold()], status=cell.strip())
             for row, cell in enumerate(cells) if cell.strip().casefold() in PREVIEWS}
    if found and len(found) == len(cells):
        return {}, (make_remark("all_previews", rows=len(cells), status=", ".join(sorted(set(cells)))),)
    return found, ()


def _remark_codes(sheet: QualtricsTable) -> tuple[Text, ...]:
    """A note on each code that may say 'seen but not answered'."""
    answers = [column for column, meta in zip(sheet.columns, sheet.metas, strict=True) if not meta]
    counts = {code: sum(count_cells(column, code) for column in answers) for code in sorted(sheet.unanswered)}
    return tuple(make_remark("unanswered_code", codes=code, cells=cells) for code, cells in counts.items() if cells)


def _remark_doubts(sheet: QualtricsTable, slots: Sequence[ExportColumn]) -> tuple[Text, ...]:
    """Notes on questions whose role the cells do not settle."""
    blocks = group_places([slot.question if slot.role in {"rank", "row"} else "" for slot in slots])
    columns = {key: [sheet.columns[place] for place in places] for key, places in blocks.items()}
    rank = [key for key, places in blocks.items() if slots[places[0]].role == "rank"
            and not sheet.idents[places[0]].ranks and not is_sure_ranking(columns[key])]
    ones = [key for key, places in blocks.items()
            if slots[places[0]].role == "row" and len(places) > 1 and collect_all_answers(columns[key]) == {"1"}]
    blanks = any(slot.role == "option" for slot in slots) and not sheet.unanswered
    return (*([make_remark("inferred_ranking", questions=rank)] if rank else []),
            *([make_remark("maybe_ticks", questions=ones)] if ones else []), *([make_remark("gate")] if blanks else []))
