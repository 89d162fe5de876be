"""From the raw text of a transcript to its turns: letters tidied, labels checked, every change an edit."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from surveykit.errors import ReadError, list_quoted
from surveykit.interviews.lines_between import find_lines_between, is_heading
from surveykit.interviews.speakers import (
    COLON,
    ROLES,
    Speakers,
    UnknownLabel,
    find_labels_inside,
    find_unknown_labels,
    is_near_label,
    nearest_label,
)
from surveykit.interviews.transcript_cleaning import LABELS, LAYOUT, LETTERS, clean
from surveykit.text.text_edits import Edit
from surveykit.words.messages import JoinedMessage, Message
from surveykit.words.phrases import Text, phrase

Turn = tuple[str, int, str, str, int, int, str, str]
SHOWN = 8
TAKEN = {"footer": {"footer"}, "stamps": {"time_inside", "time_line", "time_edge"}, "headings": {"heading"},
         "directions": {"direction"}, "pages": {"page", "page_mark"}}


class ParsedTranscript(NamedTuple):
    """The canonical text of a transcript, its turns (columns `TURNS`), its edits, lines that may be no words, and how
    many labels have no words behind them.
    """

    text: str
    turns: list[Turn]
    edits: list[Edit]
    doubts: tuple[int, ...] = ()
    silent: int = 0


def parse_transcript(raw: str, document: str, speakers: Speakers, where: str) -> ParsedTranscript:
    """One transcript by itself."""
    text, letters = tidy_letters(raw, document, speakers)
    require_known_labels({where: text}, speakers)
    return split_turns(text, letters, document, speakers, where)


def tidy_letters(raw: str, document: str, speakers: Speakers) -> tuple[str, list[Edit]]:
    """The text with its letters, blanks and time stamps put in order, and the edits."""
    return clean(raw, document, speakers, LETTERS)


def split_turns(text: str, letters: list[Edit], document: str, speakers: Speakers, where: str) -> ParsedTranscript:
    """The turns of a text whose letters are in order and whose labels are known."""
    doubts = tuple(line.number for line in find_lines_between(text, speakers) if line.kind == "doubt")
    text, layout = clean(text, document, speakers, LAYOUT, len(LETTERS))
    labelled = list(speakers.heads(text))
    heads = [head for head in labelled if not head.empty]
    text, labels = clean(text, document, speakers, LABELS, len(LETTERS) + len(LAYOUT))
    if not text:
        raise ReadError("The transcript must have words behind a speaker's label.", where="{file}",
                        fix="check that the file is not empty and was saved as text", file=where)
    turns, at = [], 0
    for number, (head, words) in enumerate(zip(heads, text.split("\n"), strict=True), start=1):
        end = at + len(words)
        turns.append((document, number, head.role, head.label, at, end, words, head.time))
        at = end + 1
    return ParsedTranscript(text, turns, [*letters, *layout, *labels], doubts, len(labelled) - len(heads))


def note_edits(edits: Iterable[Edit]) -> list[Text]:
    """How many lines above the first speakers were taken for headers, and what was taken out that nobody spoke."""
    edits = list(edits)
    lines = [(edit.document, line) for edit in edits if edit.rule == "header"
             for line in edit.old.split("\n") if line.strip()]
    notes = []
    if lines:
        counts = ", ".join(f"{name} ({n})" for name, n in Counter(name for name, _ in lines).items())
        keys = list(dict.fromkeys(found["label"].strip() for _, line in lines if (found := COLON.match(line))))
        notes.append(phrase("interviews.note.header", documents=counts, keys=", ".join(keys[:SHOWN]) or "-"))
    for key, rules in TAKEN.items():
        taken = Counter(edit.document for edit in edits if edit.rule in rules and edit.old.strip())
        if taken:
            counts = ", ".join(f"{name} ({n})" for name, n in taken.items())
            notes.append(phrase(f"interviews.note.{key}", documents=counts))
    return notes


def note_doubts(parsed: Mapping[str, ParsedTranscript]) -> list[Text]:
    """Lines that were read as words of the turn before them and may be none."""
    doubts = {name: one.doubts for name, one in parsed.items() if one.doubts}
    places = "; ".join(f"{name}: {', '.join(map(str, lines[:SHOWN]))}" + " …" * (len(lines) > SHOWN)
                       for name, lines in doubts.items())
    return [phrase("interviews.note.doubts", places=places)] if doubts else []


def note_silent(parsed: Mapping[str, ParsedTranscript]) -> list[Text]:
    """How many labels have no words behind them."""
    counts = ", ".join(f"{name} ({one.silent})" for name, one in parsed.items() if one.silent)
    return [phrase("interviews.note.silent", documents=counts)] if counts else []


def note_labels(turns: Iterable[Turn]) -> list[Text]:
    """How each role is spelt, each spelling once with the number of its turns."""
    spelt = Counter((turn[2], turn[3]) for turn in turns)
    shown = {role: ", ".join(f"{label} ({n})" for (own, label), n in spelt.items() if own == role) for role in ROLES}
    return [phrase("interviews.note.labels", **{role: spellings or "-" for role, spellings in shown.items()})]


def require_known_labels(texts: Mapping[str, str], speakers: Speakers) -> None:
    """Refuse texts (by file) with a speaker who is not known, or with none who is."""
    found = {where: unknown for where, text in texts.items() if (unknown := _find_strangers(text, speakers))}
    odd = {where: known for where, unknown in found.items()
           if (known := [one.line for one in unknown if one.label in speakers.roles])}
    if odd:
        raise ReadError("A speaker's label must have a colon behind it, and nothing else.", where="{places}",
                        fix="write 访谈者： or 受访者： at the head of these lines", places=_places(odd))
    if found:
        raise _unknown_labels(found, speakers)
    inside = {where: lines for where, text in texts.items() if (lines := find_labels_inside(text, speakers))}
    if inside:
        raise ReadError("A speaker's label must begin its line: here a second turn begins inside one.",
                        where="{places}", fix="begin a new line before each label", places=_places(inside))
    for where, text in texts.items():
        if not speakers.pattern.search(text):
            raise ReadError("The transcript must have a speaker's label; known are {roles}.", where="{file}",
                            fix="write 访谈者： or 受访者： before each turn, or add your labels to speakers: in "
                                "interviews.yaml", roles=list_quoted(speakers.roles), file=where)


def _find_strangers(text: str, speakers: Speakers) -> list[UnknownLabel]:
    """Speakers who are not known; `Part 2: Work` is none."""
    lines = text.split("\n")
    return [one for one in find_unknown_labels(text, speakers)
            if not is_heading(lines[one.line - 1]) or is_near_label(one.label, speakers)]


def _places(lines: Mapping[str, list[int]]) -> JoinedMessage:
    """Files with the numbers of their lines."""
    return JoinedMessage("; ", [Message("{file}, line {lines}", file=where, lines=list_quoted(numbers))
                                for where, numbers in lines.items()])


def _unknown_labels(found: Mapping[str, list[UnknownLabel]], speakers: Speakers) -> ReadError:
    """Who is not known, and the lines to paste."""
    counts = Counter(label for unknown in found.values() for label, _ in unknown)
    shown = JoinedMessage(", ", [f"{label!r} ({times})" for label, times in counts.most_common()])
    places = _places({where: [line for _, line in unknown] for where, unknown in found.items()})
    roles = {role: [label for label, own in speakers.roles.items() if own == role] for role in ROLES}
    for label in counts:
        near = nearest_label(label, speakers)
        roles[speakers.roles[near] if near else "interviewer"].append(label)
    line = ", ".join(f"{role}: [{', '.join(labels)}]" for role, labels in roles.items())
    others = ", ".join([*sorted(speakers.others), *counts])
    return ReadError("The transcripts have speakers that are not known: {shown}.", where="{places}",
                     fix="paste into interviews.yaml, each label under its role, `{speakers}`; or `{others}` where "
                         "nobody speaks", shown=shown, places=places, speakers=f"speakers: {{{line}}}",
                     others=f"not_speakers: [{others}]")
