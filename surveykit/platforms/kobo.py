"""KoboToolbox and ODK exports: one heading row of names or labels, groups and options as paths."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from surveykit.errors import ReadError, list_quoted
from surveykit.formats import Column, RawTable
from surveykit.platforms.column_patterns import collect_all_answers, collect_answers, group_places, is_all_or_none
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heading_rows import (
    classify_own_columns,
    find_repeated_rows,
    name_apart,
    read_heading_row,
    remark_repeated_rows,
)
from surveykit.platforms.remarks import make_remark
from surveykit.text.strip_html import strip_html
from surveykit.words.phrases import Text

KINDS = {
    "_uuid": "id", "_submission_time": "submitted", "start": "started", "starttime": "started",
    "today": "other", "deviceid": "other", "subscriberid": "user", "simserial": "user", "simid": "user",
    "phonenumber": "user", "username": "user", "_submitted_by": "user", "_status": "status",
    "_validation_status": "other", "_notes": "other", "_tags": "other", "_index": "other", "_attachments": "other",
    "_geolocation": "location", "__version__": "other", "_version_": "other", "_bamboo_dataset_id": "other",
    "_xform_id_string": "other", "formhub/uuid": "other", "meta/instanceid": "other", "meta/rootuuid": "other",
    "meta/instancename": "other", "meta-instancename": "other", "audit": "other", "meta/audit": "other",
    "_edited": "other", "_last_edited": "other", "_date_modified": "other", "_duration": "duration",
    "_version": "other", "_xform_id": "other", "_media_count": "other", "_total_media": "other",
    "_media_all_received": "other", "_review_status": "other", "_review_comment": "other", "_gps": "location",
    "device_id": "other", "phone_number": "user", "sim_serial": "user", "sim_imei": "user", "imei": "user"}
ODK_KINDS = {
    "key": "id", "submissiondate": "submitted", "submitterid": "other", "submittername": "user",
    "attachmentspresent": "other", "attachmentsexpected": "other", "status": "other", "reviewstate": "status",
    "edits": "other", "formversion": "other", "meta-audit": "other"}
INSTEAD = {"_id": "id", "instanceid": "id", "meta-instanceid": "id", "end": "submitted", "endtime": "submitted"}
REPEATS = ("PARENT_KEY", "_parent_index", "_parent_table_name")
ELSEWHERE = re.compile(r"SET-OF-.+", re.IGNORECASE)
PLACE = re.compile(r"(?P<before>.*?)_?(?P<name>[^/:]+)_(?P<part>latitude|longitude|altitude|precision)")
ODK_PLACE = re.compile(r"(?P<name>.+)-(?P<part>Latitude|Longitude|Altitude|Accuracy)")
TICKS = {"1": 1, "0": 0, "True": 1, "False": 0, "TRUE": 1, "FALSE": 0, "true": 1, "false": 0, "1.0": 1, "0.0": 0}
NOTHING = "n/a"  # Ona and older servers write it where a submission holds nothing
SEVERAL = 3  # columns with n/a before it is no longer what somebody typed


@dataclass(frozen=True, slots=True)
class KoboTable:
    """A Kobo or ODK table: headings, kinds of the platform's columns, answers, the separator of paths."""

    headings: Sequence[str]
    metas: Sequence[str]
    columns: Sequence[Column]
    separator: str
    odk: bool


def detect(raw: RawTable) -> str:
    """Why a table is a KoboToolbox or ODK export; '' when it is not.
    A sheet of repeated answers is one too, so that `export` can say why it is refused.
    """
    words = read_heading_row(raw)
    found = [word for word in ("_uuid", "_submission_time", *REPEATS) if word in words]
    if "KEY" in words and "SubmissionDate" in words:
        found = ["KEY", "SubmissionDate", *found]
    return f"heading{'s' * (len(found) > 1)} {' and '.join(found)}" if found else ""


def export(raw: RawTable) -> ExportLayout:
    """What the columns of a KoboToolbox or ODK export are.
    Variant "kobo" or "odk". A question's key is its path (`group/q`). Where a select-all question has both its joined
    column and one per option, the joined one is its `whole`. Empty cells in all columns of a select-all question: not
    asked; zeros: asked, none ticked. `n/a` is an empty cell where columns of options, or several others, hold it.
    """
    sheet = _parse_table(raw)
    slots, same = name_apart(_make_columns(sheet))
    first = [column.texts[column.codes[0]].strip() for column in sheet.columns if len(column.codes)]
    filled = [cell for cell in first if cell]
    tags = {0: make_remark("hxl")} if filled and all(re.match(r"#[A-Za-z]", cell) for cell in filled) else {}
    skipped = tags | remark_repeated_rows(find_repeated_rows(raw))
    held = [slot.role for slot in slots if NOTHING in collect_answers(sheet.columns[slot.place])]
    is_blank = "option" in held or len(held) >= SEVERAL
    nothing = [make_remark("nothing")] if is_blank else []
    return ExportLayout("kobo", "odk" if sheet.odk else "kobo", detect(raw), 1, slots, separator=" ",
                  missing={NOTHING: "blank"} if is_blank else {}, ticks=dict(TICKS), empty="not_asked",
                  skipped=skipped, notes=(*same, *_remark_doubts(sheet, slots), *nothing))


def _parse_table(raw: RawTable) -> KoboTable:
    """The table taken apart, if it is no sheet of repeats."""
    headings = read_heading_row(raw)
    repeats = [word for word in REPEATS if word in headings]
    if repeats:
        raise ReadError("A sheet of repeated answers cannot be read as a survey: one row is not one respondent.",
                        where="{file}, columns {repeats}",
                        fix="read the form's main sheet or file; join the repeats to it beforehand if they are "
                            "needed", file=raw.name, repeats=list_quoted(repeats))
    if not detect(raw):
        raise ReadError("A KoboToolbox or ODK export must have _uuid, _submission_time, or KEY and SubmissionDate.",
                        where="{file}", fix="export again with the metadata, or platform='plain'", file=raw.name)
    odk = "KEY" in headings
    separator = "::" if any("::" in heading for heading in headings) else "/"
    kinds = KINDS | (ODK_KINDS if odk else {})
    metas = classify_own_columns([heading.casefold() for heading in headings], kinds, INSTEAD)
    metas = [meta or ("other" if ELSEWHERE.fullmatch(heading) else "")
             for meta, heading in zip(metas, headings, strict=True)]
    return KoboTable(headings, metas, raw.body(1).columns, separator, odk)


def _make_columns(sheet: KoboTable) -> list[ExportColumn]:
    """The slots of all columns: places on the map, options, other answers, the rest as they are."""
    asked = {heading: place for place, (heading, meta) in enumerate(zip(sheet.headings, sheet.metas, strict=True))
             if not meta}
    options = _find_options(sheet, asked)
    parts = options | _find_map_places(sheet, asked)
    questions = set(asked) | {question for question, _, _ in options.values()}
    beside = [(heading[:-6], "other", "other") if heading.endswith("_other") and heading[:-6] in questions else None
              for heading in sheet.headings]
    return [_make_column(sheet, place, parts.get(place) or found) for place, found in enumerate(beside)]


def _make_column(sheet: KoboTable, place: int, found: tuple[str, str, str] | None) -> ExportColumn:
    """The slot of one column, with its question, part and role where it is not a whole."""
    heading, meta = sheet.headings[place], sheet.metas[place]
    short = heading.rpartition(sheet.separator)[2]
    names = (heading, heading.replace("::", "/"), short)
    if meta:
        return ExportColumn(place, heading, names, role="meta", meta=meta)
    question, part, role = found or (heading, "", "whole")
    stem = strip_html(_find_name(sheet, question))
    made = ExportColumn(place, heading, names, question or str(place + 1), stem, part, role)
    return replace(made, names=(*names[:2], f"{stem}/{part}")) if role == "option" else made


def _find_name(sheet: KoboTable, question: str) -> str:
    """A question's own name or label: the last of its path, where the path's first part is a group's."""
    group, separator, name = question.rpartition(sheet.separator)
    shared = sum(heading.startswith(group + separator) for heading in sheet.headings)
    coded = re.fullmatch(r"[\w.\-]+", question.replace(sheet.separator, ""))
    return name if separator and (coded or shared > 1) and name == name.strip() else question


def _find_options(sheet: KoboTable, asked: Mapping[str, int]) -> dict[int, tuple[str, str, str]]:
    """Place to question, option and role, where a select-all question is split into columns of 0 and 1."""
    split = {place: _split_path(heading, sheet.separator, asked) for heading, place in asked.items()}
    roots = group_places([split[place][0] if place in split else "" for place in range(len(sheet.headings))])
    return {place: (root, split[place][2], "option") for root, places in roots.items()
            if _is_split(sheet, [place for place in places if place in split], root in asked) for place in places}


def _split_path(heading: str, separator: str, asked: Mapping[str, int]) -> tuple[str, str, str]:
    """A path before and after its last separator, or behind a question that has a column itself."""
    pieces = heading.split(separator)
    roots = (separator.join(pieces[:number]) for number in range(len(pieces) - 1, 0, -1))
    root = next((root for root in roots if root in asked), "")
    return (root, separator, heading[len(root + separator):]) if root else heading.rpartition(separator)


def _is_split(sheet: KoboTable, places: Sequence[int], parent: bool) -> bool:
    """Whether columns below one path are ticks: 0 and 1 only, and without a joined column filled together."""
    columns = [sheet.columns[place] for place in places]
    columns = [Column(tuple("" if text.startswith("#") or text == NOTHING else text for text in column.texts),
                      column.codes) for column in columns]
    texts = collect_all_answers(columns)
    own = [collect_answers(column) <= {*TICKS, sheet.headings[place].rpartition(sheet.separator)[2]}
           for place, column in zip(places, columns, strict=True)]
    if not texts <= set(TICKS) and not (parent and all(own)):
        return False
    return parent or (len(places) > 1 and bool(texts) and is_all_or_none(columns))


def _find_map_places(sheet: KoboTable, asked: Mapping[str, int]) -> dict[int, tuple[str, str, str]]:
    """Place to question, coordinate and role, for the four columns of a geopoint."""
    found = {}
    for heading, place in asked.items():
        match = (ODK_PLACE if sheet.odk else PLACE).fullmatch(heading)
        if match:
            origin = str(match["name"]) if sheet.odk else f"{match['before']}{match['name']}"
            found[place] = (origin, match["part"].casefold(), "row")
    sizes = group_places([found[place][0] if place in found else "" for place in range(len(sheet.headings))])
    return {place: held for place, held in found.items() if len(sizes[held[0]]) > 1}



def _remark_doubts(sheet: KoboTable, slots: Sequence[ExportColumn]) -> tuple[Text, ...]:
    """Notes on what the headings and cells do not settle."""
    split = {slot.question for slot in slots if slot.role == "option"}
    joined = {slot.question for slot in slots if slot.role == "whole"}
    guessed = sorted(split - joined)
    places = sorted({slot.question for slot in slots if slot.role == "row"})
    elsewhere = [heading for heading in sheet.headings if ELSEWHERE.fullmatch(heading)]
    return (*([make_remark("zeros")] if split else []),
            *([make_remark("guessed_splits", questions=guessed)] if guessed else []),
            *([make_remark("place_recorded", columns=places)] if places else []),
            *([make_remark("repeats_elsewhere", columns=elsewhere)] if elsewhere else []))
