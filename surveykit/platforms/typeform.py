"""Typeform: one heading row of questions, ticks in columns of their own or joined in one cell."""

from collections.abc import Iterator, Sequence

from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.heading_rows import fold_heading, make_distinct, read_heading_row
from surveykit.text.normalise import collapse_blanks

OWN = {"#": "id", "startdate(utc)": "started", "submitdate(utc)": "submitted", "networkid": "user",
       "responsetype": "status", "tags": "other", "ending": "other", "stagedate(utc)": "other", "score": "score"}
OTHER = "other"


def detect(raw: RawTable) -> str:
    """Why a table comes from Typeform; '' when it does not."""
    return "headings #, Start Date (UTC), Submit Date (UTC)" if is_typeform(read_heading_row(raw)) else ""


def is_typeform(row: Sequence[str]) -> bool:
    """Whether a row of headings has Typeform's own columns."""
    headings = [fold_heading(heading) for heading in row]
    return "#" in headings[:1] and {"startdate(utc)", "submitdate(utc)"} <= set(headings)


def export(raw: RawTable) -> ExportLayout:
    """A Typeform export: which column is which part of which question.
    Variant `split` where ticks have columns of their own (each cell repeats its heading; the question above them is not
    exported), else `joined`. A column `Other` holds words beside the question before it.
    An empty cell may be a question not shown or not answered; the platform does not say.
    """
    sheet = HeadedTable.of(raw)
    own = sheet.find_own(OWN)
    questions = list(_find_questions(sheet, own))
    keys = make_distinct(collapse_blanks(sheet.headings[places[0]]) for places in questions)
    columns = sheet.own_columns(own)
    for places, key in zip(questions, keys, strict=True):
        columns += _make_columns(sheet, places, key)
    split = [column.question for column in columns if column.role == "option"]
    if split:
        sheet.add_note("stem_above_lost", questions=list(dict.fromkeys(split)))
    slashes = any(text.lstrip().startswith("/ ") for places in questions for text in sheet.texts(places[0]))
    return sheet.make_layout("typeform", "split" if split else "joined", detect(raw) or "the caller says so", columns,
                             separator="/ " if slashes else ", ", ticks={"*": 1})


def _find_questions(sheet: HeadedTable, own: dict[int, str]) -> Iterator[list[int]]:
    """The columns of each question: neighbours that hold ticks, and a column `Other` with what stands before it."""
    run: list[int] = []
    for place, heading in enumerate(sheet.headings):
        if place in own or not heading:
            continue
        follows = bool(run) and place == run[-1] + 1
        beside = follows and fold_heading(heading) == OTHER and not sheet.repeats(place, heading)
        if run and not (beside or (follows and all(sheet.repeats(p, sheet.headings[p]) for p in (*run, place)))):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _make_columns(sheet: HeadedTable, places: list[int], key: str) -> Iterator[ExportColumn]:
    """The columns of one question; a lone tick is a question of its own."""
    typed = [place for place in places[1:]
             if fold_heading(sheet.headings[place]) == OTHER and not sheet.repeats(place, sheet.headings[place])]
    main = [place for place in places if place not in typed]
    options = len(main) > 1
    for place in main:
        heading = collapse_blanks(sheet.headings[place])
        yield sheet.make_column(place, question=key, stem="" if options else heading, part=heading if options else "",
                                role="option" if options else "whole")
    stem = "" if options else collapse_blanks(sheet.headings[main[0]])
    for place in typed:
        yield sheet.make_column(place, question=key, stem=stem, part=sheet.headings[place], role="other")
