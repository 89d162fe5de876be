"""Alchemer (SurveyGizmo): one heading row, parts of a question written `option:question`."""

from collections.abc import Iterator, Sequence

from surveykit.formats import RawTable
from surveykit.platforms.column_patterns import find_runs, is_ranking, is_sure_ranking
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.heading_rows import fold_heading, fold_headings, make_distinct, read_heading_row
from surveykit.text.normalise import collapse_blanks
from surveykit.text.strip_html import strip_html

OWN = {"responseid": "id", "timestarted": "started", "datesubmitted": "submitted", "status": "status",
       "contactid": "user", "legacycomments": "other", "comments": "other", "language": "language",
       "referer": "channel", "extendedreferer": "other", "sessionid": "user", "useragent": "other", "tags": "other",
       "ipaddress": "ip", "longitude": "location", "latitude": "location", "country": "location", "city": "location",
       "state/region": "location", "postal": "location", "linktype": "channel"}
TELLING = fold_headings({"Response ID", "Time Started", "Date Submitted"})
WRITE_IN = "write in"


def detect(raw: RawTable) -> str:
    """Why a table comes from Alchemer; '' when it does not."""
    folded = {fold_heading(heading) for heading in read_heading_row(raw)}
    return "headings Response ID, Time Started, Date Submitted" if folded >= TELLING else ""


def export(raw: RawTable) -> ExportLayout:
    """An Alchemer export: which column is which part of which question.
    Neighbours `option:question` whose cells repeat their option are options, places given once each a ranking, else
    rows of a grid. An empty cell may be a question not shown or not answered; the platform does not say.
    """
    sheet = HeadedTable.of(raw)
    own = sheet.find_own(OWN)
    stems = ["" if place in own else _find_stem(sheet.headings, place, own) for place in range(len(sheet.headings))]
    runs = [run for run in find_runs(stems, lambda place: not stems[place])
            if run[0] not in own and sheet.headings[run[0]]]
    keys = make_distinct(collapse_blanks(stems[run[0]] or sheet.headings[run[0]]) for run in runs)
    columns = sheet.own_columns(own)
    for run, key in zip(runs, keys, strict=True):
        columns += _make_columns(sheet, run, stems[run[0]], key)
    sheet.add_note("unverified", platform="alchemer")
    return sheet.make_layout("alchemer", "", detect(raw) or "the caller says so", columns, ticks={"*": 1})


def _find_stem(headings: Sequence[str], place: int, own: dict[int, str]) -> str:
    """The question behind the colon that a column shares with a neighbour; '' where it shares none."""
    near = [headings[other] for other in (place - 1, place + 1) if 0 <= other < len(headings) and other not in own]
    ends = (headings[place][at + 1:] for at, sign in enumerate(headings[place]) if sign == ":" and at)
    return next((end for end in ends if end.strip() and any(one.endswith(f":{end}") for one in near)), "")


def _make_columns(sheet: HeadedTable, places: Sequence[int], stem: str, key: str) -> Iterator[ExportColumn]:
    """The columns of one question."""
    if not stem:
        heading = strip_html(sheet.headings[places[0]])
        yield sheet.make_column(places[0], question=key, stem=heading)
        return
    parts = {place: strip_html(sheet.headings[place].removesuffix(stem).rstrip(":")) for place in places}
    typed = [place for place in places if WRITE_IN in parts[place].casefold()
             and not sheet.repeats(place, parts[place])]
    role = _detect_role(sheet, [place for place in places if place not in typed], parts)
    if role == "rank" and not is_sure_ranking([sheet.answers[place] for place in places]):
        sheet.add_note("inferred_ranking", questions=[key])
    for place in places:
        beside = role == "option" and place in typed
        yield sheet.make_column(place, question=key, stem=strip_html(stem), part=parts[place],
                                role="other" if beside else role)


def _detect_role(sheet: HeadedTable, places: Sequence[int], parts: dict[int, str]) -> str:
    """Whether columns are options, a ranking or rows, by their cells."""
    if places and any(map(sheet.texts, places)) and all(
            not sheet.texts(place) or sheet.repeats(place, parts[place]) for place in places):
        return "option"
    return "rank" if is_ranking([sheet.answers[place] for place in places]) else "row"
