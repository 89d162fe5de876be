"""REDCap: one heading row of variable names, `___` before the code of an option, events and repeats as rows."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from surveykit.errors import ReadError, did_you_mean, list_quoted
from surveykit.formats import RawTable
from surveykit.platforms.column_patterns import collect_answers, group_places
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.heading_rows import name_apart, read_heading_row
from surveykit.platforms.remarks import make_remark
from surveykit.words.messages import JoinedMessage, Message
from surveykit.words.phrases import Text

EVENT, FORM, INSTANCE = "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"
OPTION = re.compile(r"(?P<question>[a-z][a-z0-9_]*?)___(?P<part>[a-z0-9_.\-]+)", re.IGNORECASE)
TICKS = {"1": 1, "0": 0, "Checked": 1, "Unchecked": 0}
STATES = {"0", "1", "2", "Incomplete", "Unverified", "Complete"}
OWN = {EVENT: "other", FORM: "other", INSTANCE: "other", "redcap_data_access_group": "other",
       "redcap_survey_identifier": "user"}
MAIN = "main"  # rows that belong to no event and no repeat
SHOWN = 8


def detect(raw: RawTable) -> str:
    """Why a table comes from REDCap; '' when it does not."""
    headings = read_heading_row(raw)
    own = [heading for heading in headings if heading in OWN]
    columns = raw.body(1).columns if len(raw) else ()
    states = [heading for heading, column in zip(headings, columns, strict=True) if heading.endswith("_complete")
              and collect_answers(column) and collect_answers(column) <= STATES]
    ticks = [place for place, heading in enumerate(headings) if OPTION.fullmatch(heading)]
    ticked = len(ticks) > 1 and all(collect_answers(columns[place]) <= set(TICKS) for place in ticks)
    keyed = bool(headings) and re.fullmatch(r"\w*(?:id|number|no)", headings[0], re.IGNORECASE) is not None
    found = own or (states if states and keyed else []) or ([headings[ticks[0]]] if ticked and keyed else [])
    return f"heading{'s' * (len(found) > 1)} {list_quoted(found)}" if found else ""


def export(raw: RawTable, rows: str = "") -> ExportLayout:
    """What the columns of a REDCap export are.
    `rows`: Which rows are read where records have several: an event, or a repeated form with its instance (`visit 2`);
    `main` are the rows of no repeat. `platform="redcap:visit 2"` says it.
    The first column is the record; `name___code` is an option, `form_complete` the platform's own.
    An empty cell is blank. REDCap writes 0 for unticked options also where a form was not opened.
    """
    headings, columns = read_heading_row(raw), raw.body(1).columns
    chosen = [" ".join(filter(None, map(str.strip, values))) or MAIN  # a row's event, repeated form and instance
              for values in zip(*(columns[headings.index(name)].cells() if name in headings else
                                  [""] * (len(raw) - 1) for name in (EVENT, FORM, INSTANCE)), strict=True)]
    skipped = _choose_rows(raw, chosen, rows, columns[0].cells() if columns else [])
    roots = group_places([match["question"] if (match := OPTION.fullmatch(heading)) else "" for heading in headings])
    split = {place for places in roots.values() for place in places}
    made = [_make_column(place, heading, place in split, collect_answers(columns[place]))
            for place, heading in enumerate(headings)]
    named, same = name_apart(made)
    notes = (*same, *([make_remark("redcap_zeros")] if split else []),
             *([make_remark("rows_chosen", rows=rows, count=len(skipped))] if skipped else []))
    return ExportLayout("redcap", rows, detect(raw) or "the caller says so", 1, named,
                        ticks=TICKS, skipped=skipped, notes=notes)


def _choose_rows(raw: RawTable, names: Sequence[str], wanted: str, records: Sequence[str]) -> dict[int, Text]:
    """Rows of other events and repeats; refused where a record has several rows and nobody chose."""
    counts = Counter(names)
    if not wanted:
        twice = [record for record, n in Counter(records).items() if n > 1]
        if twice:
            choices = [Message("{rows} ({n} rows)", rows=name, n=n) for name, n in counts.most_common(SHOWN)]
            raise ReadError(
                "A respondent must have one row, but {records} records have several: events or repeated forms.",
                where="{file}", fix="choose the rows to read, for example platform={example!r}; there are {choices}",
                records=len(twice), file=raw.name, example=f"redcap:{names[0]}", choices=JoinedMessage(", ", choices))
        return {}
    if wanted not in counts:
        raise ReadError("The export has no rows {wanted!r}.", where="{file}",
                        fix="platform='redcap:...': {did_you_mean}", wanted=wanted, file=raw.name,
                        did_you_mean=did_you_mean(wanted, counts))
    return {row: make_remark("other_rows", rows=name) for row, name in enumerate(names) if name != wanted}


def _make_column(place: int, heading: str, split: bool, answers: set[str]) -> ExportColumn:
    """One column."""
    if place == 0:
        return ExportColumn(place, heading, (heading,), role="meta", meta="id")
    own = OWN.get(heading) or ("other" if heading.endswith(("_complete", "_timestamp")) and (
        heading.endswith("_timestamp") or answers <= STATES) else "")
    if own:
        return ExportColumn(place, heading, (heading,), role="meta", meta=own)
    match: Mapping[str, str] | re.Match[str] | None = OPTION.fullmatch(heading) if split else None
    if match is None:
        return ExportColumn(place, heading, (heading,), heading, heading)
    return ExportColumn(place, heading, (heading,), match["question"], match["question"], match["part"], "option")
