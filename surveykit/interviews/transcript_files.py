"""Transcripts from disk as one text each, through the door for foreign files: nothing left out unsaid."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from surveykit.errors import ReadError
from surveykit.formats.documents import Paragraph, Table, open_document
from surveykit.interviews.lines_between import is_direction
from surveykit.interviews.speakers import STAMP, Speakers
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, phrase

SUFFIXES = (".docx", ".txt", ".md", ".srt", ".vtt")
LONGEST = 2_000_000  # characters: a day and a night of talk
ASIDE = ("box", "note", "margin")  # kinds of paragraphs that are no part of what was said one after the other
LAST_RESORT = Message("save a copy that has two columns, the speaker and the words; codes belong into codings/")
TIMES, NUMBERS = re.compile(STAMP), re.compile(r"\d{1,4}[.、]?")


class Transcript(NamedTuple):
    """The raw text of a transcript, and what was noticed when it was opened."""

    text: str
    notes: tuple[Text, ...] = ()


def read_transcript(path: Path, speakers: Speakers, *, encoding: str | None = None) -> Transcript:
    """The raw text of a transcript, as it stands in the file: a line for each paragraph, and for each row of a table.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ReadError("A transcript must be a .docx, .txt, .md, .srt or .vtt file.", where="{file}",
                        fix="open it in Word or WPS and save it as .docx", file=path)
    document = open_document(path, encoding=encoding, exact=True)
    if document.container not in {"docx", "txt", "md"}:
        raise ReadError("The file is neither a Word document nor text.", where="{file}",
                        fix="open it in Word or WPS and save it as .docx", file=path)
    lines: list[str] = []
    begun = False
    for block in document.blocks:
        if isinstance(block, Paragraph):
            titled = block.kind == "heading" and block.text.strip() and not speakers.pattern.match(block.text)
            lines += [] if block.kind in ASIDE else [f"## {block.text.lstrip('# ')}" if titled else block.text]
        else:
            lines += _table_lines(block, speakers, begun, str(path))
        begun = begun or (bool(lines) and any(map(speakers.pattern.match, lines[-1].split("\n"))))
    text = "\n".join(lines)
    if len(text) > LONGEST:
        raise ReadError("The transcript has {text_count} characters, more than an interview can have.", where="{file}",
                        fix="save each interview as a file of its own", text_count=len(text), file=path)
    aside = sum(isinstance(block, Paragraph) and block.kind in ASIDE and bool(block.text.strip())
                for block in document.blocks)
    notes = [note.text for note in document.notes]
    notes += [phrase("interviews.note.aside", document=path.name, n=aside)] if aside else []
    return Transcript(text, tuple(notes))


def _table_lines(table: Table, speakers: Speakers, begun: bool, where: str) -> Iterator[str]:
    """The rows of a table as lines: speaker, colon, words; of a table above the first speaker as they are."""
    rows = [row for row in table.rows if any(cell.strip() for cell in row)]
    columns = [number for number in range(table.shape[1]) if any(row[number].strip() for row in rows)]
    if len(columns) > 1 and all(speakers.is_label(rows[0][number]) for number in columns):
        yield from (f"{rows[0][number].strip().rstrip(':：')}：{row[number]}"  # a column for each speaker
                    for row in rows[1:] for number in columns if row[number].strip())
        return
    label = next((number for number in columns if _is_labels([row[number] for row in rows], speakers)), None)
    if len(columns) < 2 or (label is None and not begun):
        yield from ("\t".join(row[number] for number in columns) for row in rows)
        return
    words = [number for number in columns if number != label and not _is_aside([row[number] for row in rows])]
    if label is None or len(words) != 1:
        raise ReadError("A table of the transcript has {columns_count} columns; which was spoken cannot be told.",
                        where="{place}, table {table}", fix=LAST_RESORT, columns_count=len(columns),
                        place=where, table=table.place.table)
    times = [number for number in columns if number not in (label, words[0])
             and any(TIMES.fullmatch(row[number].strip()) for row in rows)]
    for row in rows:
        said, who = row[words[0]], row[label].strip().rstrip(":：")
        stamp = next((f"[{found[0].strip('[](（）)')}] " for number in times
                      if (found := TIMES.fullmatch(row[number].strip()))), "")
        if is_direction(who):  # it stands by itself; what it stands beside goes on
            yield who
            who = ""
            if not said.strip():
                continue
        yield f"{stamp}{who}：{said}" if who else said


def _is_labels(cells: Sequence[str], speakers: Speakers) -> bool:
    """Whether half or more of the cells that are filled are labels of speakers that are known."""
    filled = [cell for cell in cells if cell.strip()]
    return 2 * sum(map(speakers.is_label, filled)) >= len(filled) > 0


def _is_aside(cells: Sequence[str]) -> bool:
    """Whether a column below its heading holds times or the numbers of turns only."""
    body = [cell.strip() for cell in cells[1:] if cell.strip()]
    return bool(body) and all(TIMES.fullmatch(cell) or NUMBERS.fullmatch(cell) for cell in body)
