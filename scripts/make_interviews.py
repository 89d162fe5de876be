"""Write the eleven synthetic interviews: transcripts with real-life dirt, and two coders' codings.

Everything is derived from scripts/interviews_text/: one file per interview, wording and codings in
one place. A line there is `Q words`, `A words` or, after a turn, `> English`, one per marked
passage in order of opening. `[[bridge|a social_skills|b: words]]` is a passage that coder a gave
one code and coder b another; passages nest. `// a: words` behind the English is that coder's memo.
`{page — 3 —}` and `{pinyin chē}` are dirt that cleaning takes away again.

    python scripts/make_interviews.py [folder]

Each raw transcript is read back with the cleaning rules of data/raw/interviews/README.md, and must
give the words that went in; positions of codings count characters of those words.
"""

import csv
import io
import re
import shutil
import sys
import unicodedata
import uuid
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import yaml
from interviews_text.canonical_text import CJK, read_turns
from interviews_text.word_file import word_document

SOURCES = Path(__file__).resolve().parent / "interviews_text"
FOLDER = Path(__file__).resolve().parents[1] / "data" / "raw" / "interviews"
HEADER = "【合成访谈：文本为编写，非真实受访者】"
CODERS = {"a": "coder_a", "b": "coder_b"}
CODING_COLUMNS = (
    "coding_id",
    "doc",
    "start",
    "end",
    "quote",
    "code_id",
    "coder",
    "memo",
    "quote_en",
)
PERSON_COLUMNS = (
    "participant_id", "gender", "school", "service_year", "county", "plan_after_service",
    "destination", "transcript",
)  # fmt: skip
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "surveykit synthetic interviews")
MARKUP = re.compile(
    r"\[\[(?P<marks>[a-z_| ]+): ?|(?P<close>\]\])"
    r"|\{(?P<kind>page|pinyin) (?P<word>[^}]+)\}|(?P<text>.)"
)


@dataclass
class Passage:
    """Marked words of one turn: `marks` pairs each code with the letters of its coders."""

    marks: list[tuple[str, str]]
    start: int
    end: int = -1
    english: str = ""
    memos: tuple[tuple[str, str], ...] = ()


@dataclass
class Turn:
    """One turn: `text` as it was meant, `raw` with the page marks and pinyin of a pasted text."""

    role: str
    text: str
    raw: str
    passages: list[Passage]


@dataclass
class Interview:
    """One source file: `about` holds its attributes and the dialect of its transcript."""

    name: str
    about: dict[str, str]
    turns: list[Turn]

    @property
    def dirt(self) -> dict[str, str]:
        """Kinds of dirt, with their size where they have one ("wrap=31")."""
        return dict(word.partition("=")[::2] for word in self.about["dirt"].split())


# --- reading the sources ----------------------------------------------------------------------


def read_source(path: Path) -> Interview:
    """Return one interview from its source file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    about = dict(line.split(": ", 1) for line in head.splitlines())
    turns: list[Turn] = []
    notes: list[list[str]] = []
    for line in body.splitlines():
        kind, words = line.split(" ", 1)
        if kind == ">":
            notes[-1].append(words)
        else:
            turns.append(parse_turn({"Q": "interviewer", "A": "respondent"}[kind], words))
            notes.append([])
    for turn, remarks in zip(turns, notes, strict=True):
        for passage, remark in zip(turn.passages, remarks, strict=True):
            passage.english, *memos = remark.split(" // ")
            passage.memos = tuple(tuple(memo.split(": ", 1)) for memo in memos)
    return Interview(path.stem, about, turns)


def parse_turn(role: str, line: str) -> Turn:
    """Return the turn of a marked line; passages stand in order of opening."""
    turn, open_passages = Turn(role, "", "", []), []
    for token in MARKUP.finditer(line):
        if token["marks"]:
            marks = [tuple(mark.split("|")) for mark in token["marks"].split()]
            turn.passages.append(Passage(marks, len(turn.text)))
            open_passages.append(turn.passages[-1])
        elif token["close"]:
            open_passages.pop().end = len(turn.text)
        elif token["kind"]:
            page = token["kind"] == "page"
            turn.raw += f"\n{token['word']}\n" if page else f"({token['word']})"
        else:
            turn.text, turn.raw = turn.text + token["text"], turn.raw + token["text"]
    return turn


# --- writing the transcripts ------------------------------------------------------------------


def write_transcript(interview: Interview, path: Path) -> None:
    """Write the raw transcript, dirt included, as text or as a Word document."""
    gap = "\n" * (1 + int(interview.dirt.get("blank", 0)))
    text = gap.join([HEADER, *raw_turns(interview)]) + "\n"
    if "decomposed" in interview.dirt:
        text = unicodedata.normalize("NFD", text)
    if path.suffix == ".docx":
        path.write_bytes(word_document(interview.name, text.splitlines()))
    else:
        path.write_bytes(encoded(text, interview.dirt))


def raw_turns(interview: Interview) -> list[str]:
    """Return each turn with its label, in the layout of this transcript."""
    labels = dict(
        zip(("interviewer", "respondent"), interview.about["labels"].split(), strict=True)
    )
    colon, dirt, seconds = interview.about["colon"], interview.dirt, 12
    lines = []
    for number, turn in enumerate(interview.turns):
        stamp = f" {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}\n"
        seconds += 3 + len(turn.text) // 4
        words = roughened(turn.raw.rstrip("\n"), dirt)
        indent = "\u3000\u3000" if "indent" in dirt else ""
        trail = "  " if "trailing" in dirt and number % 2 else ""
        label = indent + labels[turn.role] + (stamp if colon == "stamp" else colon)
        lines.append(label + words + trail)
    return lines


def roughened(words: str, dirt: dict[str, str]) -> str:
    """Return the words of one turn with the letter-level dirt this transcript has."""
    if "fullwidth" in dirt:
        words = re.sub("[0-9A-Za-z]", lambda sign: chr(ord(sign[0]) + 0xFEE0), words)
    if "nbsp" in dirt:
        words = words.replace(" ", "\u00a0")
    for name, sign, every in (("zero_width", "\u200b", 3), ("soft_hyphen", "\u00ad", 4)):
        if name in dirt:
            words = sprinkled(words, sign, every)
    if "wrap" in dirt:
        words = "\n".join(wrapped(line, int(dirt["wrap"])) for line in words.split("\n"))
    return words


def sprinkled(words: str, sign: str, every: int) -> str:
    """Return `words` with an invisible `sign` behind every so many commas."""
    commas = count(1)
    return re.sub("，", lambda _: "，" + sign * (next(commas) % every == 0), words)


def wrapped(line: str, width: int) -> str:
    """Return `line` broken at about `width`, only between two characters that say "not the end"."""
    rows = []
    while len(line) > width:
        cuts = range(width, 0, -1)
        cut = next(i for i in cuts if re.match(f"[{CJK}，、][{CJK}]", line[i - 1 : i + 1]))
        rows.append(line[:cut])
        line = line[cut:]
    return "\n".join([*rows, line])


def encoded(text: str, dirt: dict[str, str]) -> bytes:
    """Return the bytes of a text transcript, with the line ends of its dialect."""
    if "crlf" in dirt:
        text = text.replace("\n", "\r\n")
    if "mixed" in dirt:
        ends = count()
        text = re.sub("\n", lambda _: ("\n", "\r\n", "\r")[next(ends) % 3], text)
    return text.encode("utf-8-sig" if "bom" in dirt else "utf-8")


# --- the folder -------------------------------------------------------------------------------


def codings(interview: Interview) -> list[dict[str, str | int]]:
    """Return both coders' codings of one interview, sorted by position."""
    rows, offset = [], 0
    for turn in interview.turns:
        for passage in turn.passages:
            start, end = offset + passage.start, offset + passage.end
            quote, memos = turn.text[passage.start : passage.end], dict(passage.memos)
            for code, letters in passage.marks:
                for letter in letters:
                    key = "|".join((interview.name, str(start), str(end), code, CODERS[letter]))
                    row = (str(uuid.uuid5(NAMESPACE, key)), interview.name, start, end, quote, code,
                           CODERS[letter], memos.get(letter, ""), passage.english)  # fmt: skip
                    rows.append(dict(zip(CODING_COLUMNS, row, strict=True)))
        offset += len(turn.text) + 1
    return sorted(rows, key=lambda row: (row["start"], row["end"], row["code_id"]))


def person(interview: Interview) -> dict[str, str]:
    """Return the row of participants.csv."""
    name, about = interview.name, interview.about
    row = about | {"participant_id": name, "transcript": about["file"]}
    return {column: row[column] for column in PERSON_COLUMNS}


def write_csv(path: Path, columns: tuple[str, ...], rows: list[dict]) -> None:
    """Write `rows` as UTF-8 with line feeds."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8"))


def main(folder: Path = FOLDER) -> None:
    """Write the whole folder, and stop if a transcript does not read back as it was meant."""
    for part in ("transcripts", "codings"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name in ("README.md", "interviews.yaml"):
        shutil.copyfile(SOURCES / name, folder / name)
    speakers = yaml.safe_load((SOURCES / "interviews.yaml").read_text("utf-8"))["speakers"]
    frame = yaml.safe_load((SOURCES / "code_frame.yaml").read_text("utf-8"))
    interviews = [read_source(path) for path in sorted(SOURCES.glob("P*.txt"))]
    for interview in interviews:
        path = folder / "transcripts" / interview.about["file"]
        write_transcript(interview, path)
        if read_turns(path, speakers) != [(turn.role, turn.text) for turn in interview.turns]:
            raise SystemExit(f"{path.name} does not read back as {interview.name}.txt says.")
    write_csv(folder / "code_frame.csv", tuple(frame[0]), frame)
    write_csv(folder / "participants.csv", PERSON_COLUMNS, [person(each) for each in interviews])
    rows = [row for each in interviews for row in codings(each)]
    for coder in CODERS.values():
        own = [row for row in rows if row["coder"] == coder]
        write_csv(folder / "codings" / f"{coder}.csv", CODING_COLUMNS, own)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
