"""LimeSurvey exports: headings as codes, wording or both, and .vv files with two heading rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from surveykit.errors import ReadError
from surveykit.formats import Column, RawTable
from surveykit.platforms.column_patterns import (
    collect_all_answers,
    collect_answers,
    group_places,
    has_no_repeats,
    is_filled_from_left,
    is_recurring,
    is_sure_ranking,
    match_all,
)
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heading_rows import classify_own_columns, fold_heading, name_apart, read_heading_row
from surveykit.platforms.limesurvey_headings import (
    OTHERS,
    OWN_HEADINGS,
    SAID_OTHER,
    SGQA,
    LimeSurveyHeading,
    detect_form,
    parse_headings,
    split_last_brackets,
)
from surveykit.platforms.remarks import make_remark
from surveykit.text.yes_no import SAID
from surveykit.words.phrases import Text

KINDS = {
    "id": "id", "submitdate": "submitted", "lastpage": "progress", "startlanguage": "language", "seed": "other",
    "token": "user", "startdate": "started", "datestamp": "other", "ipaddr": "ip", "refurl": "channel",
    "interviewtime": "duration", "responseid": "id", "datesubmitted": "submitted",
    "accesscode": "user", "datestarted": "started", "datelastaction": "other", "ipaddress": "ip",
    "referrerurl": "channel", "totaltime": "duration", "firstname": "user", "lastname": "user",
    "emailaddress": "user", "email": "user", "quotaexit": "other", **OWN_HEADINGS}
QUESTIONS_TOO = frozenset({"firstname", "lastname", "emailaddress", "email"})  # meta only before the questions
TIMINGS = re.compile(r"group_?time_?[0-9]+|(?:question|group) time: .*", re.IGNORECASE)
PAGE_TIMES = re.compile(r"group_?time_?[0-9]+|group time: .*", re.IGNORECASE)
YES_NO = (*SAID, ("1", "2"), ("1", "0"))
TICKS = {"Y": 1, "N": 0} | {word: tick for pair in YES_NO for said_as, tick in zip(pair, (1, 0), strict=True)
                            for word in (said_as, said_as.capitalize())}
NOT_SHOWN = {"N/A": "not_asked", "{question_not_shown}": "not_asked"}
ESCAPES = {"^{quote}": '"', "{newline}": "\n", "{cr}": "\r", "{tab}": "\t", "{lbrace}": "{"}
ATTRIBUTE = re.compile(r"attribute_[0-9]+")
GRID = re.compile(r"(?P<row>[^_]+)_(?P<column>[^_]+)")
DATES_OFF = re.compile(r"1980-01-01|01[./]01[./]1980")
RANK = re.compile(r"(?:rank|ranking|rang|ranga|rango|rangordning|posición|排名|排序|第)\s*(?P<place>[0-9]+)"
                  r"\s*(?:名|位)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LimeSurveyTable:
    """A LimeSurvey table taken apart: form, headings, kinds of the platform's columns, answers."""

    form: str
    header_rows: int
    heads: Sequence[LimeSurveyHeading]
    metas: Sequence[str]
    columns: Sequence[Column]


def detect(raw: RawTable) -> str:
    """Why a table is a LimeSurvey export; '' when it is not."""
    first = read_heading_row(raw)
    form = detect_form(first, read_heading_row(raw, 1))
    if form in {"code", "code & text"} and not any(word.casefold().startswith(("id", "submitdate")) for word in first):
        return "headings such as Q1[SQ001], no administrative columns"
    return {"": "", "vv": "row 2 holds id, submitdate and lastpage (.vv)",
            "code & text": "a heading starts 'submitdate. ' or 'id. '",
            "text": "headings Response ID, Date submitted and Last page",
            }.get(form, "headings id, submitdate and lastpage")


def has_bare_sets(raw: RawTable) -> bool:
    """Whether a table without administrative columns has ticks in words under `question [option]`.
    The headings of other platforms are looked for first: grids of Google Forms are written so too.
    """
    headings, columns = read_heading_row(raw), raw.body(1).columns
    parts = [split_last_brackets(heading) for heading in headings]
    stems = group_places(["" if part.casefold() in SAID_OTHER else stem for stem, part in parts])
    ticked = ([columns[place] for place in places] for places in stems.values() if len(places) > 1)
    return any(is_ticked(block) and not any(text.isdigit() for text in collect_all_answers(block)) for block in ticked)


def export(raw: RawTable) -> ExportLayout:
    """What the columns of a LimeSurvey export are.
    Variant "code", "code & text", "text", "R/SPSS", "sgqa" or "vv". A slot's names are the heading and the code. The
    two scales of an array are two questions, `Q1#1` and `Q1#2`.
    `N/A` and `{question_not_shown}` are not asked. A tick is Y, Yes or 1; 2 is no.
    """
    sheet = _parse_table(raw)
    slots = [_make_column(place, head, meta) for place, (head, meta) in
             enumerate(zip(sheet.heads, sheet.metas, strict=True))]
    slots = _split_grids(sheet, slots)
    for places in group_places([slot.question for slot in slots]).values():
        for place, slot in zip(places, _make_question(sheet, [slots[p] for p in places]), strict=True):
            slots[place] = slot
    named, same = name_apart(slots)
    hints, facts = _find_completion(sheet, named)
    evidence = detect(raw) or "ticks under headings such as Question [Option], no administrative columns"
    return ExportLayout("limesurvey", sheet.form, evidence, sheet.header_rows, named, missing=dict(NOT_SHOWN),
                  ticks=dict(TICKS), escapes=ESCAPES if sheet.form == "vv" else {}, html=True, hints=hints,
                  notes=(*same, *_remark_doubts(sheet, named), *facts))


def _parse_table(raw: RawTable) -> LimeSurveyTable:
    """The table taken apart by its form."""
    first, second = read_heading_row(raw), read_heading_row(raw, 1)
    form = detect_form(first, second) or ("text" if has_bare_sets(raw) else "")
    if not form:
        raise ReadError("A LimeSurvey export must have the columns id, submitdate and lastpage.", where="{file}",
                        fix="export the responses again with the completion fields chosen, or platform='plain'",
                        file=raw.name)
    heads, header_rows = parse_headings(form, first, second), 2 if form == "vv" else 1
    words = [fold_heading(head.code or head.heading) for head in heads]
    return LimeSurveyTable(form, header_rows, heads, _classify_own(words, heads), raw.body(header_rows).columns)


def _classify_own(words: Sequence[str], heads: Sequence[LimeSurveyHeading]) -> list[str]:
    """The kind of each column of the platform itself, '' for answers."""
    kinds = classify_own_columns(words, KINDS, {})
    asked = next((place for place, kind in enumerate(kinds) if not kind), len(kinds))
    kinds = ["" if word in QUESTIONS_TOO and place > asked else kind
             for place, (word, kind) in enumerate(zip(words, kinds, strict=True))]
    codes = {f"{head.question}Time" for head in heads if head.question} | {
        f"{head.code}Time" for head in heads if head.code}
    own = [TIMINGS.fullmatch(head.code or head.heading) or ATTRIBUTE.fullmatch(head.code) or head.code in codes
           for head in heads]
    pages = [PAGE_TIMES.fullmatch(head.code or head.heading) for head in heads]
    return [kind or ("page_time" if page else "other" if mine else "")
            for kind, mine, page in zip(kinds, own, pages, strict=True)]


def _make_column(place: int, head: LimeSurveyHeading, meta: str) -> ExportColumn:
    """A slot before its question is looked at."""
    names = (head.heading or head.code, head.code)
    if meta:
        return ExportColumn(place, head.heading, names, role="meta", meta=meta)
    key = f"{head.question}#{head.scale}" if head.scale else head.question or head.heading
    return ExportColumn(place, head.heading, names, key, head.stem, head.label or head.part)


def _split_grids(sheet: LimeSurveyTable, slots: Sequence[ExportColumn]) -> list[ExportColumn]:
    """Slots with each row of a table of ticks as a question of its own (`Q1_SQ001`)."""
    made = list(slots)
    for places in group_places([slot.question for slot in slots]).values():
        cells = match_all(GRID, [sheet.heads[place].part for place in places])
        if not cells or not is_ticked([sheet.columns[place] for place in places]):
            continue
        if len({cell["row"] for cell in cells}) > 1 and len({cell["column"] for cell in cells}) > 1:
            for place, cell in zip(places, cells, strict=True):
                made[place] = _put_in_row(made[place], cell)
    return made


def _put_in_row(slot: ExportColumn, cell: re.Match[str]) -> ExportColumn:
    """A tick in a table as an option of its row."""
    row, dash, column = slot.part.partition(" - ")
    stem = f"{slot.stem} - {row}" if dash else slot.stem
    return replace(slot, question=f"{slot.question}_{cell['row']}", stem=stem, part=column or cell["column"])


def _make_question(sheet: LimeSurveyTable, slots: Sequence[ExportColumn]) -> list[ExportColumn]:
    """The slots of one question with their roles."""
    parts = [sheet.heads[slot.place].part for slot in slots]
    main = [slot for slot, part in zip(slots, parts, strict=True) if not _is_beside(part, parts)]
    role, places = _detect_role(sheet, main)
    main_places = {slot.place: part for slot, part in zip(main, places, strict=True)}
    return [replace(slot, role=role, part=main_places[slot.place]) if slot.place in main_places
            else replace(slot, role="other", part=_find_label(part, parts, slots) or slot.part)
            for slot, part in zip(slots, parts, strict=True)]


def _is_beside(part: str, parts: Sequence[str]) -> bool:
    """Whether a subquestion's code is that of a text beside an option."""
    comments = part.removesuffix("comment")
    return len(parts) > 1 and (part.casefold() in OTHERS or (comments != part and comments in parts))


def _find_label(part: str, parts: Sequence[str], slots: Sequence[ExportColumn]) -> str:
    """The label of the option that a comment stands beside."""
    option = part.removesuffix("comment")
    return slots[parts.index(option)].part if option != part and option in parts else ""


def _detect_role(sheet: LimeSurveyTable, slots: Sequence[ExportColumn]) -> tuple[str, list[str]]:
    """The role of a question's answer columns, and their parts."""
    parts = [slot.part for slot in slots]
    columns = [sheet.columns[slot.place] for slot in slots]
    if not any(sheet.heads[slot.place].part or sheet.heads[slot.place].label for slot in slots):
        return "whole", [""] * len(slots)
    places = _find_rank_places(sheet, slots)
    if places:
        return "rank", places
    return ("option" if is_ticked(columns) else "row"), parts


def is_ticked(columns: Sequence[Column]) -> bool:
    """Whether columns hold ticks: Y alone, or yes and no in one language, or 1 and 2."""
    texts = collect_all_answers(columns) - set(NOT_SHOWN)
    words = {text.casefold() for text in texts}
    return texts == {"Y"} or (bool(words) and any(words <= set(pair) for pair in YES_NO))


def _find_rank_places(sheet: LimeSurveyTable, slots: Sequence[ExportColumn]) -> list[str]:
    """The places of a ranking, by the labels or else by codes 1 to k whose cells fill up in order; else []."""
    counting = [str(place) for place in range(1, len(slots) + 1)]
    found = match_all(RANK, [slot.part for slot in slots])
    if len(slots) > 1 and [match["place"] for match in found] == counting:
        return counting
    columns = [sheet.columns[slot.place].empty(NOT_SHOWN) for slot in slots]
    coded = len(slots) > 1 and [sheet.heads[slot.place].part for slot in slots] == counting
    ranked = is_recurring(columns) and has_no_repeats(columns) and is_filled_from_left(columns)
    return counting if coded and ranked else []


def _find_completion(sheet: LimeSurveyTable, slots: Sequence[ExportColumn]) -> tuple[dict[str, str], tuple[Text, ...]]:
    """What submitdate and lastpage say about the responses."""
    held = {slot.meta: sheet.columns[slot.place] for slot in slots if slot.meta}
    submitted, page = held.get("submitted"), held.get("progress")
    if submitted is None or not len(submitted.codes):
        return {}, ()
    submitted = submitted.empty(NOT_SHOWN)
    blank = np.isin([text.strip() for text in submitted.texts], ["", "N"])[submitted.codes]
    first = np.isin([text.strip() for text in page.texts], ["0", "-1"])[page.codes] if page else blank & False
    opened = int((blank & first).sum())
    off = any(DATES_OFF.match(text) for text in submitted.texts)
    hints = {"incomplete": str(int(blank.sum())), "opened_only": str(opened)}
    return hints, (*([make_remark("incomplete", rows=int(blank.sum()), opened=opened)] if blank.any() else []),
                   *([make_remark("dates_off")] if off else []))


def _remark_doubts(sheet: LimeSurveyTable, slots: Sequence[ExportColumn]) -> tuple[Text, ...]:
    """Notes on what the headings and cells do not settle."""
    blocks = group_places([slot.question if slot.role in {"option", "rank", "row"} else "" for slot in slots])
    roles = {key: slots[places[0]].role for key, places in blocks.items()}
    columns = {key: [sheet.columns[place].empty(NOT_SHOWN) for place in places] for key, places in blocks.items()}
    called = {key: slots[places[0]].stem or key for key, places in blocks.items()}
    yes_no = [called[key] for key, role in roles.items()
              if role == "option" and collect_all_answers(columns[key]) != {"Y"}]
    rank = [called[key] for key, role in roles.items() if role == "rank" and not is_sure_ranking(columns[key])
            and not RANK.fullmatch(sheet.heads[blocks[key][0]].label)]
    words = {key: collect_all_answers(held) for key, held in columns.items() if roles[key] == "row" and len(held) > 1}
    foreign = [key for key, texts in words.items()  # yes and no in a language not known here
               if len(texts) == 2 and all(len(text) < 6 and text.isalpha() for text in texts)]
    short = any(role == "option" and collect_all_answers(columns[key]) == {"Y"} for key, role in roles.items())
    return (*([make_remark("yes_no_blocks", questions=yes_no)] if yes_no else []),
            *([make_remark("gate")] if short and sheet.form != "vv" else []),
            *([make_remark("inferred_ranking", questions=rank)] if rank else []),
            *([make_remark("unknown_ticks", questions=[called[key] for key in foreign], texts=sorted(
                set().union(*(collect_all_answers(columns[key]) for key in foreign))))] if foreign else []),
            *_remark_marks(sheet, slots))


def _remark_marks(sheet: LimeSurveyTable, slots: Sequence[ExportColumn]) -> tuple[Text, ...]:
    """Notes on the platform's own marks in headings and cells."""
    texts = {slot.place: collect_answers(sheet.columns[slot.place]) for slot in slots if slot.role != "meta"}
    typed = [slot.names[0] for slot in slots if "N/A" in texts.get(slot.place, ()) and (
        slot.role == "other" or (slot.role == "whole" and not is_recurring([sheet.columns[slot.place]])))]
    other = any("-oth-" in cells for cells in texts.values())
    numbers = any(SGQA.fullmatch(slot.heading) for slot in slots)
    return (*([make_remark("not_shown", token="N/A", columns=typed)] if typed else []),
            *([make_remark("code_and_other")] if other else []), *([make_remark("sgqa")] if numbers else []))
