"""Qualtrics exports: three heading rows keyed on the ImportId, or the two of a legacy file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from surveykit.formats import Column, RawTable
from surveykit.platforms.blocks import (
    all_or_none,
    all_said,
    count,
    grouped,
    own_label,
    own_texts,
    parted,
    ranks,
    said,
    some_blank,
    surely,
)
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heads import named_apart
from surveykit.platforms.qualtrics_sheet import Sheet, evidence_of, sheet_of
from surveykit.platforms.said_west import remark
from surveykit.words.phrases import Text

PREVIEWS = {"1": "preview", "9": "preview", "17": "preview", "survey preview": "preview", "preview": "preview",
            "2": "test", "survey test": "test"}
CODES = re.compile(r"[0-9]+(?:,[0-9]+)+")
GRID = re.compile(r"(?P<row>[^_]+)_(?P<column>[^_]+)")
CHOSEN = re.compile(r" ?- ?Selected Choice(?= ?-|$)")


def detect(raw: RawTable) -> str:
    """Why a table is a Qualtrics export; '' when it is not."""
    return evidence_of(raw)


def export(raw: RawTable) -> ExportLayout:
    """What the columns of a Qualtrics export are.

    Parameters
    ----------
    raw
        The table with its heading rows.

    Returns
    -------
    ExportLayout
        Variant "three rows", "legacy", or "two rows" and "tags only" where somebody took rows out. The rows of
        a matrix with several answers each are questions of their own (`QID9_1`). A slot's first name is the tag
        (`Q5_3`), then the ImportId (`QID20_7`) and the question's text.

    Raises
    ------
    ReadError
        There are neither ImportIds in row 3, nor V1, V2, V3 and ResponseID in rows 1 and 2, nor enough of
        Qualtrics' own headings.

    Missing values
    --------------
    An empty cell was not shown, or left empty where the export's "seen but unanswered" option is off.
    The code of that option (-99) is only noted: the codebook's `sk_missing_codes` says what it means.
    """
    sheet = sheet_of(raw)
    roles = _roles(sheet)
    slots, same = named_apart(_slot(sheet, place, roles[place]) for place in range(len(sheet.tags)))
    skipped, previews = _previews(sheet, slots)
    separator, joined = _joined(sheet, slots)
    notes = (*same, *_unnamed(sheet), *_doubts(sheet, slots), *joined, *_coded(sheet), *previews)
    return ExportLayout("qualtrics", sheet.variant, sheet.evidence, sheet.header_rows, slots, separator=separator,
                  ticks=dict.fromkeys(sorted(sheet.unanswered), 0) | {"*": 1}, skipped=skipped, notes=notes)


class Said(NamedTuple):
    """What a column is: role, the question's wording, the part's, and the key of its question."""

    role: str
    stem: str = ""
    part: str = ""
    key: str = ""


def _roles(sheet: Sheet) -> dict[int, Said]:
    """Place to what its column is."""
    keys = ["" if meta else ident.question or sheet.tags[place]
            for place, (meta, ident) in enumerate(zip(sheet.metas, sheet.idents, strict=True))]
    roles = {place: Said("meta") for place, key in enumerate(keys) if not key}
    for key, places in grouped(keys).items():
        roles |= _question(sheet, key, places)
    return roles


def _question(sheet: Sheet, key: str, places: Sequence[int]) -> dict[int, Said]:
    """What one question's columns are; a matrix with several answers in a row is a question for each row."""
    lines = _lines(sheet, [place for place in places if not sheet.idents[place].text])
    split = [_one(sheet, f"{key}_{line}", held + _typed(sheet, places, line)) for line, held in lines.items()]
    return {place: said for made in split for place, said in made.items()} or _one(sheet, key, places)


def _one(sheet: Sheet, key: str, places: Sequence[int]) -> dict[int, Said]:
    """What the columns with one key are; texts beside options are its `other`."""
    main = [place for place in places if not sheet.idents[place].text] or list(places)
    roles = {place: Said(*made, key) for place, made in zip(main, _block(sheet, main), strict=True)}
    stem = next(iter(roles.values())).stem
    labels = {sheet.idents[place].part: made.part for place, made in roles.items()}
    beside = [place for place in places if place not in roles]
    return roles | {place: Said("other", stem, _beside(sheet, place, stem, labels), key) for place in beside}


def _lines(sheet: Sheet, places: Sequence[int]) -> dict[str, list[int]]:
    """The rows of a matrix where several answers may be ticked in each; {} for any other question."""
    cells = [GRID.fullmatch(sheet.idents[place].part) for place in places]
    if not cells or not all(cells) or len({cell["column"] for cell in cells}) < 2:
        return {}
    own = [own_label(sheet.texts[place], sheet.columns[place], sheet.separator) for place in places]
    return grouped([cell["row"] for cell in cells], places) if _role(sheet, places, own) == "option" else {}


def _typed(sheet: Sheet, places: Sequence[int], line: str) -> list[int]:
    """The text typed beside a row of a matrix."""
    return [place for place in places if sheet.idents[place].text and sheet.idents[place].part.split("_")[0] == line]


def _block(sheet: Sheet, places: Sequence[int]) -> list[tuple[str, str, str]]:
    """Role, stem and part of the columns that hold a question's answers."""
    texts = [CHOSEN.sub("", sheet.texts[place]) for place in places]
    columns = [sheet.columns[place] for place in places]
    own = [own_label(text, column, sheet.separator) for text, column in zip(texts, columns, strict=True)]
    own = own if any(texts) else own_texts([_answered(sheet, column) for column in columns])
    if len(places) == 1 and not own[0] and not _lone_tick(sheet, places[0]):
        return [("whole", texts[0], "")]
    role = _role(sheet, places, own)
    stem, parts = _parts(sheet, texts, own if role == "option" else [])
    ids = [sheet.idents[place].part for place in places]
    words = own if role == "option" else [""] * len(ids)
    return [(role, stem or text, part or word or name)
            for text, part, word, name in zip(texts, parts, words, ids, strict=True)]


def _answered(sheet: Sheet, column: Column) -> set[str]:
    """What a column says but for codes such as -99."""
    return said(column) - sheet.unanswered


def _role(sheet: Sheet, places: Sequence[int], own: Sequence[str]) -> str:
    """Whether columns are options, a ranking or the rows of a matrix, by what is in them."""
    columns = [sheet.columns[place] for place in places]
    said_here = [_answered(sheet, column) for column in columns]
    if all(sheet.idents[place].ranks for place in places):
        return "rank"
    if any(sheet.idents[place].choice for place in places):
        return "option"
    if any(ident.choice for ident in sheet.idents):
        return "rank" if ranks(columns, sheet.unanswered) else "row"
    if not _ticked(sheet, places) and ranks(columns, sheet.unanswered):
        return "rank"
    labelled = any(own) and all(label or not texts for label, texts in zip(own, said_here, strict=True))
    return "option" if labelled or _ticked(sheet, places) else "row"


def _ticked(sheet: Sheet, places: Sequence[int]) -> bool:
    """Whether columns hold 1, or their choice's id, and are empty where somebody did not tick."""
    columns = [sheet.columns[place] for place in places]
    said_here = [_answered(sheet, column) for column in columns]
    if any(len(texts) > 1 or not texts <= _codes(sheet, place) for texts, place in zip(said_here, places, strict=True)):
        return False
    ones = set().union(*said_here) == {"1"}
    return some_blank(columns, sheet.unanswered) and (ones or not all_or_none(columns))


def _codes(sheet: Sheet, place: int) -> set[str]:
    """What may say that an option is ticked: 1, its id, or the value that the tag ends with."""
    last = sheet.idents[place].part.rpartition("_")[2]
    return {"1", last, sheet.idents[place].part, sheet.tags[place].rpartition("_")[2]}


def _lone_tick(sheet: Sheet, place: int) -> bool:
    """Whether a question's only column is the tick of its only option (consent, for instance)."""
    ident = sheet.idents[place]
    if ident.choice or any(other.choice for other in sheet.idents):
        return ident.choice
    return bool(ident.part) and _ticked(sheet, [place])


def _parts(sheet: Sheet, texts: Sequence[str], own: Sequence[str]) -> tuple[str, list[str]]:
    """The stem and the parts, by the labels in the cells if there are any."""
    stems = {text.removesuffix(sheet.separator + label) for text, label in zip(texts, own, strict=bool(own)) if label}
    stem = next(iter(stems)) if len(stems) == 1 else ""
    if stem and all(text.startswith(stem + sheet.separator) for text in texts):
        return stem, [text[len(stem + sheet.separator):] for text in texts]
    if len(texts) == 1:
        stem, _, part = texts[0].rpartition(sheet.separator)
        return stem, [part if stem else ""]
    return parted(texts, sheet.separator)


def _beside(sheet: Sheet, place: int, stem: str, labels: Mapping[str, str]) -> str:
    """The option that a typed text stands beside."""
    ident, text = sheet.idents[place], CHOSEN.sub("", sheet.texts[place]).removesuffix(" - Text")
    if labels.get(ident.part):
        return labels[ident.part]
    return text.removeprefix(stem + sheet.separator) if text.startswith(stem + sheet.separator) else ident.part


def _slot(sheet: Sheet, place: int, made: Said) -> ExportColumn:
    """The slot of one column."""
    tag, text, ident = sheet.tags[place], sheet.texts[place], sheet.idents[place]
    names = (tag or ident.name or text, ident.name, re.sub(r"(?<=[0-9])-", "_", ident.name), text)
    meta = sheet.metas[place] or ("other" if made.role == "meta" else "")
    return ExportColumn(place, text or tag, names, made.key, made.stem, made.part, made.role, meta)


def _joined(sheet: Sheet, slots: Sequence[ExportColumn]) -> tuple[str, tuple[Text, ...]]:
    """A comma and its note, where ticked options may stand in one cell."""
    choices = [slot.place for slot in slots if slot.role == "whole" and sheet.idents[slot.place].question
               and not sheet.idents[slot.place].text]
    texts = all_said([sheet.columns[place] for place in choices])
    listed = (lambda text: CODES.fullmatch(text)) if sheet.header_rows < 3 else (lambda text: "," in text)
    split = any(slot.role == "option" for slot in slots)
    return ("", ()) if split or not any(map(listed, texts)) else (",", (remark("joined"),))


def _previews(sheet: Sheet, slots: Sequence[ExportColumn]) -> tuple[dict[int, Text], tuple[Text, ...]]:
    """Rows that are previews or tests, with the reason; all are kept where there is nothing else."""
    place = next((slot.place for slot in slots if slot.meta == "status"), None)
    if place is None:
        return {}, ()
    cells = sheet.columns[place].cells()
    found = {row: remark(PREVIEWS[cell.strip().casefold()], status=cell.strip())
             for row, cell in enumerate(cells) if cell.strip().casefold() in PREVIEWS}
    if found and len(found) == len(cells):
        return {}, (remark("all_previews", rows=len(cells), status=", ".join(sorted(set(cells)))),)
    return found, ()


def _unnamed(sheet: Sheet) -> tuple[Text, ...]:
    """A note on columns of which row 3 says nothing."""
    bare = [tag for tag, ident in zip(sheet.tags, sheet.idents, strict=True) if tag and not ident.name]
    return (remark("no_import_id", columns=bare),) if bare and sheet.header_rows == 3 else ()


def _coded(sheet: Sheet) -> tuple[Text, ...]:
    """A note on each code that may say 'seen but not answered'."""
    answers = [column for column, meta in zip(sheet.columns, sheet.metas, strict=True) if not meta]
    counts = {code: sum(count(column, code) for column in answers) for code in sorted(sheet.unanswered)}
    return tuple(remark("unanswered_code", codes=code, cells=cells) for code, cells in counts.items() if cells)


def _doubts(sheet: Sheet, slots: Sequence[ExportColumn]) -> tuple[Text, ...]:
    """Notes on questions whose role the cells do not settle."""
    blocks = grouped([slot.question if slot.role in {"rank", "row"} else "" for slot in slots])
    columns = {key: [sheet.columns[place] for place in places] for key, places in blocks.items()}
    rank = [key for key, places in blocks.items() if slots[places[0]].role == "rank"
            and not sheet.idents[places[0]].ranks and not surely(columns[key])]
    ones = [key for key, places in blocks.items()
            if slots[places[0]].role == "row" and len(places) > 1 and all_said(columns[key]) == {"1"}]
    blanks = any(slot.role == "option" for slot in slots) and not sheet.unanswered
    return (*([remark("inferred_ranking", questions=rank)] if rank else []),
            *([remark("maybe_ticks", questions=ones)] if ones else []),
            *([remark("gate")] if blanks else []))
