"""Read a folder of interviews: settings, participants, transcripts, code frame, codings."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from surveykit.errors import ReadError, did_you_mean
from surveykit.files.disk import read_bytes, sha256
from surveykit.formats.documents import Paragraph, Table, open_document
from surveykit.interviews.interview_settings import Settings, attributes, read_settings
from surveykit.interviews.interview_tables import read_code_frame, read_codings, read_participants
from surveykit.interviews.interviews_value import TURNS, Interviews
from surveykit.interviews.lines_between import is_direction
from surveykit.interviews.parse_transcript import (
    ParsedTranscript,
    note_doubts,
    note_edits,
    note_labels,
    note_silent,
    require_known_labels,
    split_turns,
    tidy_letters,
)
from surveykit.interviews.speakers import STAMP, Speakers
from surveykit.words.messages import JoinedMessage, Message
from surveykit.words.phrases import Text, phrase, same_text

SETTINGS, PEOPLE, FRAME = "interviews.yaml", "participants.csv", "code_frame.csv"
TRANSCRIPTS, CODINGS = "transcripts", "codings"
FORMATS = Message("the README of data/raw/interviews shows what each file holds")
SUFFIXES = (".docx", ".txt", ".md", ".srt", ".vtt")
LONGEST = 2_000_000  # characters: a day and a night of talk
ASIDE = ("box", "note", "margin")  # kinds of paragraphs that are no part of what was said one after the other
LAST_RESORT = Message("save a copy that has two columns, the speaker and the words; codes belong into codings/")
TIMES, NUMBERS = re.compile(STAMP), re.compile(r"\d{1,4}[.、]?")
NAMED = re.compile(r"[:：] *(\w{1,6})$")  # `访谈者：李` in a column of labels
CODES = re.compile("编码|代码|主题|备注|codes?|themes?|notes?", re.IGNORECASE)


class Transcript(NamedTuple):
    """The raw text of a transcript, and what was noticed when it was opened."""

    text: str
    notes: tuple[Text, ...] = ()


def read_interviews(folder: str | Path, *, encoding: str | None = None) -> Interviews:
    """Read transcripts, participants, code frame and codings from one folder.

    Parameters
    ----------
    folder
        Holds `interviews.yaml` (title, language, synthetic, speakers), `participants.csv`,
        `transcripts/` (.docx, .txt, .md, .srt or .vtt, one per participant) and, once coding has
        begun, `code_frame.csv` and `codings/` (one CSV per coder).
    encoding
        Of its texts and tables, if they are neither UTF-8 nor told apart from it; decoded strictly.

    Returns
    -------
    Interviews
        Cleaned turns and texts; the log holds every edit, and `replay_edits(raw, edits)` gives
        the text again. `notes` say how speakers are spelt and what was taken for a header.

    Raises
    ------
    ReadError
        A file is absent or undecodable, a participant has no transcript or the other way round, a speaker's label is
        unknown, a transcript has no words, a coding does not hold its quote or names an unknown code.

    Missing values
    --------------
    Empty cells of `participants.csv` stay empty text; memos and English quotes may be empty.

    Notes
    -----
    Cleaning, in this order, each rule a step of the log: line ends to LF; invisible characters dropped; wide blanks to
    spaces; full-width digits and letters narrowed (punctuation stays); NFC; single spaces; numbers and times of
    subtitles, time stamps; what precedes the first speaker, page marks, headings of parts and stage directions on lines
    of their own, hard line wraps, one toned syllable of pinyin in brackets, paragraph breaks inside a turn, labels. A
    table of a Word document is read where it holds the speaker, the words, and at most times and numbers beside them.

    Examples
    --------
    >>> import surveykit as sk
    >>> talks = sk.read_interviews("data/raw/interviews")
    >>> talks.turns.loc[0, ["document", "role"]].tolist()
    ['P01', 'interviewer']
    """
    folder = Path(folder)
    _check_folder(folder)
    settings = read_settings(folder / SETTINGS)
    people = read_participants(folder / PEOPLE, folder / TRANSCRIPTS, encoding)
    parsed, notes = _read_transcripts(people, folder / TRANSCRIPTS, settings, encoding)
    texts = {name: one.text for name, one in parsed.items()}
    turns = [turn for one in parsed.values() for turn in one.turns]
    frame, codings = folder / FRAME, sorted((folder / CODINGS).glob("*.csv"))
    if codings and not frame.is_file():
        raise ReadError("Codings must have their code frame.", where="{frame}", fix=FORMATS, frame=frame)
    codes = read_code_frame(frame, encoding) if frame.is_file() else ()
    marked = read_codings(codings, texts, codes, encoding)
    paths = [folder / SETTINGS, folder / PEOPLE, frame, *codings,
             *(folder / TRANSCRIPTS / file for file in people["transcript"])]
    coders = {str(c): settings.coders.get(c) or same_text(str(c)) for c in dict.fromkeys(
        [*settings.coders, *marked["coder"], *settings.finished])}
    _refuse_unknown_coder(settings, {*settings.coders, *marked["coder"], *(path.stem for path in codings)}, folder)
    return Interviews(
        documents=texts, _turns=pd.DataFrame(turns, columns=list(TURNS)), _codings=marked,
        _participants=people, codes=codes, coders=coders,
        attributes=attributes(people, settings.attributes, folder / SETTINGS),
        finished=_finished_documents(settings, marked, texts, folder), title=settings.title,
        log=tuple(edit for one in parsed.values() for edit in one.edits),
        language=settings.language, synthetic=settings.synthetic, name=folder.resolve().name,
        sha256=_checksum(folder, paths), notes=tuple(notes))


def _read_transcripts(people: pd.DataFrame, folder: Path, settings: Settings,
                      encoding: str | None) -> tuple[dict[str, ParsedTranscript], list[Text]]:
    """Every transcript by document, and what was noticed; labels are checked in all before any is cut into turns."""
    paths = {name: folder / file for name, file in zip(people["participant_id"], people["transcript"], strict=True)}
    raws = {name: read_transcript(path, settings.speakers, encoding=encoding) for name, path in paths.items()}
    tidied = {name: tidy_letters(raw.text, name, settings.speakers) for name, raw in raws.items()}
    require_known_labels({str(paths[name]): text for name, (text, _) in tidied.items()}, settings.speakers)
    parsed = {name: split_turns(text, letters, name, settings.speakers, str(paths[name]))
              for name, (text, letters) in tidied.items()}
    notes = [*note_labels(turn for one in parsed.values() for turn in one.turns),
             *(note for raw in raws.values() for note in raw.notes),
             *note_edits(edit for one in parsed.values() for edit in one.edits), *note_silent(parsed),
             *note_doubts(parsed)]
    return parsed, notes


def _check_folder(folder: Path) -> None:
    """Refuse a folder that is none, or lacks what it must hold."""
    if not folder.is_dir():
        near = sorted(p.name for p in folder.parent.glob("*") if p.is_dir())
        raise ReadError("The folder of interviews does not exist.", where="{folder}",
                        fix=did_you_mean(folder.name, near), folder=folder)
    for name in (SETTINGS, PEOPLE, TRANSCRIPTS):
        inner = name == TRANSCRIPTS
        if not ((folder / name).is_dir() if inner else (folder / name).is_file()):
            raise ReadError("A folder of interviews must hold the folder {name}." if inner else
                            "A folder of interviews must hold the file {name}.",
                            where="{folder}", fix=FORMATS, name=name, folder=folder)


def _refuse_unknown_coder(settings: Settings, known: Collection[str], folder: Path) -> None:
    """Refuse documents finished by nobody: a name without codings that the settings do not list."""
    strange = [coder for coder in settings.finished if coder not in known]
    if strange:
        raise ReadError("There is no coder {coder!r}.", where="{folder}, finished", coder=strange[0],
                        fix=JoinedMessage("; ", [did_you_mean(strange[0], sorted(known)),
                                                 Message("who found nothing to code is listed under coders")]),
                        folder=folder / SETTINGS)


def _finished_documents(settings: Settings, codings: pd.DataFrame, texts: Mapping[str, str],
              folder: Path) -> dict[str, tuple[str, ...]]:
    """Documents each coder has finished: as the settings say, else those with a coding by them."""
    found = {}
    for coder in dict.fromkeys([*settings.coders, *codings["coder"], *settings.finished]):
        own = set(codings.loc[codings["coder"] == coder, "document"])
        said = set(settings.finished.get(coder, own))
        strange = sorted(said - set(texts))
        if strange:
            raise ReadError("There is no document {strange!r}.", where="{folder}, finished: {coder}", coder=coder,
                            fix=did_you_mean(strange[0], texts), strange=strange[0], folder=folder / SETTINGS)
        found[str(coder)] = tuple(name for name in texts if name in said)
    return found


def _checksum(folder: Path, paths: Iterable[Path]) -> str:
    """One sha256 over the checksums of all files read, in the order of their names."""
    files = sorted((p.relative_to(folder).as_posix(), p) for p in paths if p.is_file())
    lines = "".join(f"{sha256(read_bytes(path))}  {name}\n" for name, path in files)
    return hashlib.sha256(lines.encode()).hexdigest()


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
    headed = label is None or not speakers.is_label(rows[0][label])
    words = [number for number in columns if number != label and not _is_aside([row[number] for row in rows], headed)]
    if label is None or len(words) != 1:
        raise ReadError("A table of the transcript has {columns_count} columns; which was spoken cannot be told.",
                        where="{place}, table {table}", fix=LAST_RESORT, columns_count=len(columns),
                        place=where, table=table.place.table)
    times = [number for number in columns if number not in (label, words[0])]
    for row in rows:
        who, *below = row[label].strip().split("\n")
        said, who = row[words[0]], NAMED.sub(r"（\1）", who.strip()).rstrip(":：")
        stamp = next((f"[{found[0].strip('[](（）)')}] " for cell in [*below, *(row[number] for number in times)]
                      if (found := TIMES.fullmatch(cell.strip()))), "")
        if is_direction(who) or not (said.strip() or speakers.is_label(who)):
            yield who  # it stands by itself; what it stands beside goes on
            who = ""
            if not said.strip():
                continue
        yield f"{stamp}{who}：{said}" if who else said


def _is_labels(cells: Sequence[str], speakers: Speakers) -> bool:
    """Whether half or more of the cells that are filled are labels of speakers that are known; a name or a time may
    stand behind one.
    """
    filled = [NAMED.sub("", cell.strip().split("\n")[0].strip()) for cell in cells if cell.strip()]
    return 2 * sum(map(speakers.is_label, filled)) >= len(filled) > 0


def _is_aside(cells: Sequence[str], headed: bool) -> bool:
    """Whether a column below its heading holds times or the numbers of turns only."""
    head, *body = [cell.strip() for cell in cells]
    beside = [cell for cell in (body if headed else [head, *body]) if cell]
    return not beside or (not CODES.fullmatch(head)
                          and all(TIMES.fullmatch(cell) or NUMBERS.fullmatch(cell) for cell in beside))
