"""SoSci Survey: one row of variable names (wordings below it or not), `A101` a question, `A102_01` a part of one."""

import re
from collections.abc import Sequence

from surveykit.formats import RawTable
from surveykit.platforms.column_patterns import collect_answers, group_places, is_whole_ranking
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.heading_rows import fold_heading, name_apart, read_heading_row
from surveykit.platforms.name_row import WORDINGS, drop_name_row, find_name_row
from surveykit.platforms.remarks import make_remark
from surveykit.text.normalise import collapse_blanks
from surveykit.words.phrases import Text

OWN = {"case": "id", "serial": "user", "ref": "user", "questnnr": "other", "mode": "other", "language": "language",
       "started": "started", "timesum": "duration", "mailsent": "other", "lastdata": "submitted", "finished": "status",
       "status": "other", "qviewer": "other", "lastpage": "progress", "maxpage": "other", "missing": "other",
       "missrel": "other", "timersi": "other", "degtime": "other", "degmiss": "other", "degrade": "other"}
TELLING = {"serial", "ref", "questnnr", "mode", "started", "lastpage", "missrel", "time001"}
PAGE = re.compile(r"TIME\d{3}")
PART = re.compile(r"(?P<question>[A-Z]{1,4}\d{1,4})_(?P<part>\d{1,3})")
BESIDE = re.compile(rf"{PART.pattern}[a-z]")
DRAWN = re.compile(r"[A-Z]{1,4}\d{1,4}_(?:CP|CN|RV\d+|REF)")  # what was drawn at random, or came with the link
TICKS = {"1": 0, "2": 1, "F": 0, "T": 1, "FALSE": 0, "TRUE": 1, "-9": -1, "-1": -1}
MISSING = {"-9": "blank", "-1": "dont_know"}
TESTS = {"debug", "admin", "pretest"}


def detect(raw: RawTable) -> str:
    """Why a table comes from SoSci Survey; '' when it does not."""
    folded = [fold_heading(heading) for heading in read_heading_row(raw)]
    found = TELLING & set(folded)
    return "headings CASE, QUESTNNR, STARTED" if "case" in folded[:1] and {"questnnr", "started"} <= found else ""


def export(raw: RawTable) -> ExportLayout:
    """A SoSci Survey export: which column is which part of which question.
    Parts that hold 1 and 2, or F and T, are options where their question's own column counts the ticks; else rows.
    -9 is blank and -1 "don't know"; a question that was not shown is empty. Interviews made for testing are left out.
    """
    words = read_heading_row(raw, 1) if find_name_row(raw) == WORDINGS else ()
    table = drop_name_row(raw) if words else raw
    sheet = HeadedTable.of(table)
    own = sheet.find_own(OWN)
    for place, heading in enumerate(sheet.headings):
        kind = "page_time" if PAGE.fullmatch(heading) else "other" if DRAWN.fullmatch(heading) else ""
        own |= {place: kind} if kind else {}
    parts = [PART.fullmatch(heading) for heading in sheet.headings]
    groups = group_places([part["question"] if part and place not in own else "" for place, part in enumerate(parts)])
    bases = {name: sheet.headings.index(name) for name in groups if name in sheet.headings}
    ticked = {name for name, base in bases.items() if _count_ticks(sheet, base, groups[name])}
    counts = {bases[name] for name in ticked}
    ranked = {name for name, places in groups.items() if name not in bases and is_whole_ranking(
        [sheet.answers[place] for place in places], frozenset(MISSING))}
    columns = sheet.own_columns(own | dict.fromkeys(counts, "other"))
    for place, heading in enumerate(sheet.headings):
        if heading and place not in own and place not in counts:
            columns.append(_make_column(sheet, place, words[place] if words else "", ticked, ranked))
    named, same = name_apart(columns)
    skipped, tests = _find_tests(sheet)
    notes = (*sheet.notes, *same, *tests, make_remark("sosci_codes"), *((make_remark(WORDINGS),) if words else ()))
    return ExportLayout("sosci", "", detect(raw) or "the caller says so", 1 + bool(words), named, missing=MISSING,
                        ticks=TICKS, empty="not_asked", skipped={**sheet.skipped, **skipped}, notes=notes)


def _count_ticks(sheet: HeadedTable, base: int, places: Sequence[int]) -> bool:
    """Whether a column holds the number of ticks in others (or a code below 0) in every row that has it."""
    columns = [sheet.answers[place] for place in places]
    if not all(collect_answers(column) <= set(TICKS) for column in columns):
        return False
    ticks = [[TICKS.get(cell.strip(), 0) > 0 for cell in column.cells()] for column in columns]
    numbers = [cell.strip() for cell in sheet.answers[base].cells()]
    told = [(number, sum(row)) for number, row in zip(numbers, zip(*ticks, strict=True), strict=True) if number]
    return bool(told) and all(number.startswith("-") or number == str(count) for number, count in told)


def _make_column(sheet: HeadedTable, place: int, wording: str, ticked: set[str], ranked: set[str]) -> ExportColumn:
    """One question, or a part of one; words typed beside an option stand with it."""
    heading, said = sheet.headings[place], collapse_blanks(wording)
    match, beside = PART.fullmatch(heading), BESIDE.fullmatch(heading)
    stem, _, part = said.partition(": ")
    stem = stem or (match or beside or {"question": heading})["question"]
    also = (said,) if said else ()
    if match and match["question"] in ticked:
        return sheet.make_column(place, match["question"], stem, part or match["part"], "option", also=also)
    if beside and beside["question"] in ticked:
        return sheet.make_column(place, beside["question"], stem, beside["part"], "other", also=also)
    if match and match["question"] in sheet.headings:  # words beside an option of a single choice
        return sheet.make_column(place, match["question"], stem, match["part"], "other", also=also)
    if match and sum(one.startswith(f"{match['question']}_") for one in sheet.headings) > 1:
        role = "rank" if match["question"] in ranked else "row"
        return sheet.make_column(place, match["question"], stem, part or match["part"], role, also=also)
    return sheet.make_column(place, heading, said or heading, also=also)


def _find_tests(sheet: HeadedTable) -> tuple[dict[int, Text], tuple[Text, ...]]:
    """Interviews that were made for testing, with the reason; all are kept where there is nothing else."""
    place = next((place for place, heading in enumerate(sheet.headings) if fold_heading(heading) == "mode"), None)
    cells = [] if place is None else [cell.strip().casefold() for cell in sheet.answers[place].cells()]
    rows = [row for row in range(sheet.rows + len(sheet.skipped)) if row not in sheet.skipped]
    found = {row: make_remark("sosci_test", mode=cell) for row, cell in zip(rows, cells, strict=False) if cell in TESTS}
    if found and len(found) == len(cells):
        return {}, (make_remark("all_previews", rows=len(cells), status=", ".join(sorted(set(cells)))),)
    return found, ()

