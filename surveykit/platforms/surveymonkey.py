"""SurveyMonkey exports: two heading rows, or one where question and option were put together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveykit.errors import ReadError
from surveykit.formats import Column, RawTable
from surveykit.platforms.column_patterns import (
    collect_answers,
    find_own_label,
    find_runs,
    group_places,
    is_all_or_none,
    is_ranking,
    is_sure_ranking,
)
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heading_rows import classify_own_columns, fold_heading, name_apart, read_heading_row
from surveykit.platforms.named_options import TICKS, is_marked
from surveykit.platforms.remarks import make_remark
from surveykit.platforms.typeform import OWN as TYPEFORM_KINDS
from surveykit.platforms.typeform import is_typeform
from surveykit.text.strip_html import strip_html
from surveykit.words.phrases import Text

KINDS = {
    "respondentid": "id", "collectorid": "channel", "startdate": "started", "datecreated": "started",
    "enddate": "submitted", "ipaddress": "ip", "emailaddress": "user", "email": "user", "firstname": "user",
    "lastname": "user", "customdata1": "other", "customdata": "other", "customvalue": "other",
    "language": "language", "responsestatus": "status", "collectortitle": "channel"}
INSTEAD = {"datemodified": "submitted"}
ANSWER = frozenset({"response", "open-ended response", "回复", "开放式回复", "antwort", "offene antwort"})
OTHER = re.compile(r"other(?:\s*\(.*)?|.*\((?:please specify|please explain)\).*|其他.*|其它.*|sonstiges.*|autre.*",
                   re.IGNORECASE | re.DOTALL)
UNNAMED = re.compile(r"Unnamed: [0-9]+(?:_level_[0-9]+)?")
DASH = " - "
QUESTION = re.compile(r"[?？]\s*$")


@dataclass(frozen=True, slots=True)
class SurveyMonkeyHeading:
    """A column's heading: question, part, the kind of the platform's own columns, which block it is in."""

    heading: str
    stem: str
    part: str
    names: tuple[str, ...]
    meta: str = ""
    block: int = 0


OTHERS = {"submissionid", "submittedat"}  # headings beside which RespondentID is another program's


def detect(raw: RawTable) -> str:
    """Why a table is a SurveyMonkey export; '' when it is not."""
    first, second = read_heading_row(raw), read_heading_row(raw, 1)
    answers = sum(cell.casefold() in ANSWER for cell in second)
    folded = set(map(fold_heading, first))
    if "respondentid" in folded and not folded & OTHERS:
        return "heading RespondentID" + (f"; row 2 holds Response in {answers} columns" if answers else "")
    return f"row 2 holds Response in {answers} columns" if answers > 1 else ""


def export(raw: RawTable) -> ExportLayout:
    """What the columns of a SurveyMonkey export are.
    Variant "two rows" or "flattened". A slot's names are `row 1 | row 2` or the one heading. Questions are numbered in
    order; their roles come from what is in the cells.
    An empty cell is not asked, left empty, or not ticked: the file does not tell.
    """
    evidence = detect(raw)
    if not evidence:
        raise ReadError("A SurveyMonkey export must have the column RespondentID, or Response in its second "
                        "row.", where="{file}",
                        fix="export all responses again as they are, or platform='plain'", file=raw.name)
    if not _is_flat(raw):
        return export_two_rows(raw, "surveymonkey", evidence)
    columns = raw.body(1).columns
    slots, same = name_apart(_make_columns(_parse_flat(read_heading_row(raw), columns), columns))
    notes = (*same, make_remark("flattened"), *_remark_doubts(slots, columns))
    return ExportLayout("surveymonkey", "flattened", evidence, 1, slots, ticks={"*": 1}, notes=notes)


def export_two_rows(raw: RawTable, platform: str = "two_rows",
                    evidence: str = "two rows of headings, as told") -> ExportLayout:
    """A table with questions in its first row and their options or rows in the second."""
    columns = raw.body(2).columns
    heads = _parse_two_rows(read_heading_row(raw), read_heading_row(raw, 1), columns, told=platform == "two_rows")
    slots, same = name_apart(_make_columns(heads, columns))
    return ExportLayout(platform, "two rows", evidence, 2, slots,
                        ticks=TICKS | {"*": 1} if platform == "two_rows" else {"*": 1},
                        notes=(*same, *_remark_doubts(slots, columns)))


def _is_flat(raw: RawTable) -> bool:
    """Whether row 2 is already a respondent: something stands below RespondentID."""
    words = [fold_heading(cell) for cell in read_heading_row(raw)]
    below = read_heading_row(raw, 1)
    if "respondentid" not in words:
        return False
    return not below or below[words.index("respondentid")] not in {"", "Response"}


def _classify_own(headings: Sequence[str]) -> list[str]:
    """The kind of each column of the platform itself; they stand before the questions only."""
    kinds = classify_own_columns([fold_heading(heading) for heading in headings], KINDS, INSTEAD)
    asked = next((place for place, kind in enumerate(kinds) if not kind), len(kinds))
    return [kind if place < asked or kind == "id" else "" for place, kind in enumerate(kinds)]


def _parse_two_rows(first: Sequence[str], second: Sequence[str], columns: Sequence[Column],
                    told: bool) -> list[SurveyMonkeyHeading]:
    """Two heading rows: row 1 goes on to the right until the next question.
    Where a person `told` of two rows, questions may stand in the second one only, behind the options of another.
    """
    bare = ["" if UNNAMED.fullmatch(cell) else cell for cell in first]
    metas = _classify_own(bare)
    if told and is_typeform(second):
        metas = [meta or TYPEFORM_KINDS.get(fold_heading(part), "") for meta, part in zip(metas, second, strict=True)]
    heads: list[SurveyMonkeyHeading] = []
    alone: set[int] = set()  # blocks of a question that stands in the second row
    for heading, part, meta, column in zip(bare, second, metas, columns, strict=True):
        part = "" if UNNAMED.fullmatch(part) else part
        goes_on = bool(heads) and not meta and not heads[-1].meta and _is_continued(heads, heading, part)
        own = told and not heading and not meta and bool(heads) and _asks_anew(heads, columns, part, column, alone)
        goes_on = goes_on and not own
        stem = heading or (heads[-1].stem if goes_on else "")
        block = heads[-1].block if goes_on else len(heads) + 1
        alone |= {block} if own else set()
        name = " | ".join(filter(None, (stem, part)))
        heads.append(SurveyMonkeyHeading(stem or part, part if own else stem, "" if own else part,
                                         (name, part, stem), meta, block))
    return heads


def _asks_anew(heads: Sequence[SurveyMonkeyHeading], columns: Sequence[Column], part: str, column: Column,
               alone: set[int]) -> bool:
    """Whether a column below no question of the first row asks one of its own: what follows ticks and is none, what
    ends as questions do."""
    if is_typed_other(part, column):
        return False
    block = heads[-1].block
    ticked = any(head.block == block and find_own_label(head.part, columns[place]) for place, head in enumerate(heads))
    tick = not collect_answers(column) or bool(find_own_label(part, column))
    return block in alone or heads[-1].meta != "" or (ticked and not tick) or bool(QUESTION.search(part))


def _is_continued(heads: Sequence[SurveyMonkeyHeading], heading: str, part: str) -> bool:
    """Whether a column belongs to the question before it; a part that the question has already starts anew."""
    last = heads[-1]
    parts = {head.part for head in heads if head.block == last.block}
    return heading == "" or (heading == last.stem and part not in parts and part.casefold() not in ANSWER)


def _parse_flat(headings: Sequence[str], columns: Sequence[Column]) -> list[SurveyMonkeyHeading]:
    """One heading row: question and part are parted at ' - ', by labels in the cells or what neighbours share."""
    metas = _classify_own(headings)
    stems = [("" if meta else _find_typed_stem(headings, place) or _find_flat_stem(headings, columns, place))
             for place, meta in enumerate(metas)]
    heads = []
    for block, run in enumerate(find_runs(stems, lambda place: not stems[place] or bool(metas[place])), start=1):
        for place in run:
            whole = stems[place] in {"", headings[place]}
            part = "" if whole else headings[place].removeprefix(stems[place] + DASH).strip()
            heads.append(SurveyMonkeyHeading(headings[place], stems[place] or headings[place], part,
                                             (headings[place], part), metas[place], block))
    return heads


def _find_typed_stem(headings: Sequence[str], place: int) -> str:
    """The stem of a question with one column and of the words typed beside it; '' for any other column."""
    heading, after = headings[place], headings[place + 1] if place + 1 < len(headings) else ""
    before = headings[place - 1] if place else ""
    if after.startswith(heading + DASH) and OTHER.fullmatch(after[len(heading + DASH):]):
        return heading
    return before if heading.startswith(before + DASH) and OTHER.fullmatch(heading[len(before + DASH):]) else ""


def _find_flat_stem(headings: Sequence[str], columns: Sequence[Column], place: int) -> str:
    """The question's part of a heading, '' if the whole heading is the question."""
    heading = headings[place]
    label = find_own_label(heading, columns[place], DASH)
    last = heading.rpartition(DASH)
    if label or last[2].casefold() in ANSWER:
        return heading.removesuffix(DASH + (label or last[2]))
    around = [headings[near] for near in (place - 1, place + 1) if 0 <= near < len(headings)]
    labels = [find_own_label(headings[near], columns[near], DASH)
              for near in (place - 1, place + 1) if 0 <= near < len(headings)]
    told = [near.removesuffix(DASH + said_there) for near, said_there in zip(around, labels, strict=True) if said_there]
    shared = [stem for stem in told if heading.startswith(stem + DASH)]
    return max(shared or [_find_shared_stem(heading, near) for near in around], key=len, default="")


def _find_shared_stem(one: str, other: str) -> str:
    """What two headings share up to the last ' - ' that they share."""
    ends = [end for end in (match.start() for match in re.finditer(DASH, one)) if other.startswith(one[:end] + DASH)]
    return one[:max(ends)] if ends and one != other else ""


def _make_columns(heads: Sequence[SurveyMonkeyHeading], columns: Sequence[Column]) -> list[ExportColumn]:
    """The slots of all columns, questions numbered in order."""
    slots = [ExportColumn(place, head.heading, head.names,
                  role="meta" if head.meta else "whole", meta=head.meta) for place, head in enumerate(heads)]
    blocks = group_places(["" if head.meta else str(head.block) for head in heads])
    for number, places in enumerate(blocks.values(), start=1):
        for slot in _make_question(heads, columns, places, str(number)):
            slots[slot.place] = replace(slots[slot.place], question=slot.question, stem=slot.stem,
                                        part=slot.part, role=slot.role)
    return slots


def _make_question(heads: Sequence[SurveyMonkeyHeading], columns: Sequence[Column], places: Sequence[int],
                   key: str) -> list[ExportColumn]:
    """The slots of one block, by what is in its cells."""
    beside = [place for place in places if len(places) > 1 and is_typed_other(heads[place].part, columns[place])]
    main = [place for place in places if place not in beside]
    role = _detect_role([heads[place] for place in main], [columns[place] for place in main])
    stem = strip_html(heads[places[0]].stem)
    made = [ExportColumn(place, "", (), key, stem, "" if role == "whole" else heads[place].part, role)
            for place in main]
    made = _split_ticked_rows(made, columns) if role == "row" else made
    return made + [ExportColumn(place, "", (), key, stem, heads[place].part, "other") for place in beside]


def is_typed_other(part: str, column: Column) -> bool:
    """Whether a column holds what was typed beside 'other', not the tick of an option called so."""
    return bool(OTHER.fullmatch(part)) and collect_answers(column) != {part}


def _detect_role(heads: Sequence[SurveyMonkeyHeading], columns: Sequence[Column]) -> str:
    """Whether columns are one answer, options, a ranking or rows."""
    if len(columns) == 1 and not find_own_label(heads[0].part, columns[0]):
        return "whole" if not heads[0].part or heads[0].part.casefold() in ANSWER else "row"
    texts = [collect_answers(column) for column in columns]
    if len(columns) > 1 and is_marked(texts):
        return "option"
    places = all(said_here <= {str(place)} for place, said_here in enumerate(texts, start=1))
    ones = len(columns) > 1 and all(said_here <= {"1"} for said_here in texts)
    if (places or ones) and any(texts) and not is_all_or_none(columns):
        return "option"
    if len(columns) > 1 and set().union(*texts) == {"0", "1"} and is_all_or_none(columns):
        return "option"
    if is_ranking([column.empty({"N/A"}) for column in columns]):
        return "rank"
    own = all(not said_here or find_own_label(head.part, column)
              for head, column, said_here in zip(heads, columns, texts, strict=True))
    return "option" if any(texts) and own else "row"


def _split_ticked_rows(slots: list[ExportColumn], columns: Sequence[Column]) -> list[ExportColumn]:
    """A matrix of ticks, `row - label` with the label in the cells, as one question per row."""
    labels = [find_own_label(slot.part, columns[slot.place], DASH) for slot in slots]
    empty = [not collect_answers(columns[slot.place]) for slot in slots]
    if not any(labels) or not all(label or none for label, none in zip(labels, empty, strict=True)):
        return slots
    labels = [label or slot.part.rpartition(DASH)[2] for label, slot in zip(labels, slots, strict=True)]
    rows = [slot.part.removesuffix(DASH + label) for slot, label in zip(slots, labels, strict=True)]
    numbers = {row: number for number, row in enumerate(dict.fromkeys(rows), start=1)}
    return [replace(slot, question=f"{slot.question}#{numbers[row]}", stem=f"{slot.stem}{DASH}{row}", part=label,
                    role="option") for slot, row, label in zip(slots, rows, labels, strict=True)]


def _remark_doubts(slots: Sequence[ExportColumn], columns: Sequence[Column]) -> tuple[Text, ...]:
    """Notes on what the cells do not settle."""
    blocks = group_places([slot.question if slot.role in {"option", "rank"} else "" for slot in slots])
    rank = [slots[places[0]].stem for places in blocks.values() if slots[places[0]].role == "rank"
            and not is_sure_ranking([columns[place] for place in places])]
    options = any(slot.role == "option" for slot in slots)
    return (*([make_remark("inferred_ranking", questions=rank)] if rank else []),
            *([make_remark("gate")] if options else []))
