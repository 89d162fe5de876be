"""What was noticed in a file beside its answers: lines of the log, in both languages."""

from collections.abc import Iterable

from surveykit.answers import ParsedExport
from surveykit.drafting import Draft
from surveykit.formats import Note, RawTable
from surveykit.formats.file_notes import show_value
from surveykit.platforms.export_layout import ExportLayout
from surveykit.survey import Change, Step
from surveykit.text.normalise import normalise
from surveykit.words.phrases import Text, phrase


def file_steps(notes: Iterable[Note]) -> tuple[Step, ...]:
    """A step for each note of the file: its rule is the note's key, and it changes no answer."""
    return tuple(_step(note.text, note.key) for note in notes)


def export_steps(raw: RawTable, export: ExportLayout) -> tuple[Step, ...]:
    """A step for each reason why rows were left out, and for each remark of the platform's room."""
    lines = raw.lines[export.header_rows:]
    rows: dict[tuple[str, str], list[int]] = {}
    for row, reason in export.skipped.items():
        rows.setdefault((reason["zh"], reason["en"]), []).append(int(lines[row]))
    left_out = [_step(phrase("read.rows_left_out", rows=show_value(found), reason={"zh": zh, "en": en}), "row_left_out")
                for (zh, en), found in rows.items()]
    return (*left_out, *(_step(note, "remark") for note in export.notes))


def _step(remark: Text, rule: str) -> Step:
    """One line of the log."""
    return Step("read", remark, (Change("", "", "", "", rule, "no_action"),))


def list_found_headings(parsed: ParsedExport) -> tuple[Change, ...]:
    """A line for every heading that was found by its beginning or by a pattern."""
    lines, table = [], parsed.table
    for item in parsed.codebook:
        place, wanted = parsed.columns.whole.get(item.name), item.column or item.name
        if place is None or item.role == "other_text":
            continue
        if normalise(wanted) not in map(normalise, table.slots[place].names):
            lines.append(Change("", item.name, wanted, table.headings[place], "heading", "no_action"))
    return tuple(lines)


def list_unread_columns(parsed: ParsedExport) -> tuple[Change, ...]:
    """A line for every column that no item claims."""
    return tuple(Change("", slot.heading, "", "", "not_in_codebook", "no_action")
                 for slot in parsed.columns.list_unclaimed(parsed.table.slots))


def guess_steps(draft: Draft) -> tuple[Step, ...]:
    """What is unsure about a codebook that was guessed."""
    doubts = tuple(Change("", doubt.item, "", "", f"guess_{doubt.key}", "no_action", doubt.text)
                   for doubt in draft.doubts)
    return (Step("read", phrase("read.guessed"), doubts),) if doubts else ()
