"""The tables beside the transcripts: participants, code frame, codings; each checked on reading."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from surveykit.errors import SHOWN, ReadError, did_you_mean, list_quoted
from surveykit.formats import RawTable, open_foreign
from surveykit.interviews.interviews_value import CODINGS, Code
from surveykit.words.messages import JoinedMessage, Message

PERSON = ("participant_id", "transcript")
FRAME = ("code_id", "name")
CODING = ("coding_id", "doc", "start", "end", "quote", "code_id", "coder")
POSITION = re.compile("[0-9]{1,12}")
Row = Mapping[str, str]


def read_rows(path: Path, required: Sequence[str], encoding: str | None = None) -> list[Row]:
    """The rows of a table (CSV or a workbook) as text, each with its number under `#`."""
    table = open_foreign(path, encoding=encoding if path.suffix.lower() == ".csv" else None)
    if not isinstance(table, RawTable):
        raise ReadError("The file must be CSV or a workbook.", where="{file}", fix="save it as CSV UTF-8 in Excel",
                        file=path)
    head = [name.strip() for name in table.row(0)]
    _check_head(head, required, str(path))
    return [{"#": str(line)} | dict(zip(head, table.row(number), strict=True))
            for number, line in enumerate(table.lines) if number]


def _check_head(head: Sequence[str], required: Sequence[str], where: str) -> None:
    """Refuse a heading without a required column, or with one twice."""
    absent = [name for name in required if name not in head]
    if absent:
        raise ReadError("The file must have the column(s) {absent}.", where="{file}",
                        fix=did_you_mean(absent[0], head), absent=list_quoted(absent), file=where)
    twice = sorted({name for name in head if head.count(name) > 1})
    if twice:
        raise ReadError("The column(s) {twice} occur twice.", where="{file}",
                        fix="rename or delete one of them", twice=list_quoted(twice), file=where)


def _rows_at(rows: Sequence[Row]) -> Message:
    """Where to look in a file: `row 3, 7`."""
    return Message("row {rows}", rows=list_quoted(int(row['#']) for row in rows))


def read_participants(path: Path, transcripts: Path, encoding: str | None = None) -> pd.DataFrame:
    """One row per participant, every value as text; each has one transcript and each is used."""
    rows = read_rows(path, PERSON, encoding)
    if not rows:
        raise ReadError("There must be at least one participant.", where="{file}",
                        fix="write one row per interviewee", file=path)
    _unique([row["participant_id"] for row in rows], "participant_id", path)
    named = [row["transcript"] for row in rows]
    _unique(named, "transcript", path)
    found = sorted(file.name for file in transcripts.iterdir()
                   if file.is_file() and not file.name.startswith((".", "~$")))
    absent = [name for name in named if name not in found]
    if absent:
        raise ReadError("Participants must have a transcript; absent: {absent}.", where="{file}, column 'transcript'",
                        fix=did_you_mean(absent[0], found), absent=list_quoted(absent), file=path)
    nobody = [name for name in found if name not in named]
    if nobody:
        raise ReadError("Transcripts must belong to a participant; nobody's: {nobody}.",
                        where="{transcripts}", fix="add a row to {path}, or move them away",
                        nobody=list_quoted(nobody), transcripts=transcripts, path=path.name)
    frame = pd.DataFrame([{k: v.strip() for k, v in row.items() if k != "#"} for row in rows])
    return frame.astype(object)


def _unique(values: Sequence[str], column: str, path: Path) -> None:
    """Refuse empty and repeated keys."""
    wrong = sorted({value for value in values if not value.strip() or values.count(value) > 1})
    if wrong:
        raise ReadError("Every {column} must be there and stand once; not so: {wrong}.", fix="give each row its own",
                        where="{file}, column {column!r}", column=column, wrong=list_quoted(wrong), file=path)


def read_code_frame(path: Path, encoding: str | None = None) -> tuple[Code, ...]:
    """The codes in their order."""
    rows = read_rows(path, FRAME, encoding)
    ids = [row["code_id"] for row in rows]
    _unique(ids, "code_id", path)
    for row in rows:
        if row.get("parent_id") and row["parent_id"] not in ids:
            raise ReadError("The parent {parent_id!r} is no code.", where="{file}, row {row}", file=path,
                            fix=did_you_mean(row["parent_id"], ids), parent_id=row['parent_id'], row=row['#'])
    return tuple(map(_code, rows))


def _code(row: Row) -> Code:
    """One code; a name that is missing in one language is taken from the other."""
    zh, en = row["name"] or row.get("name_en") or row["code_id"], row.get("name_en", "")
    definition = {"zh": row.get("definition", ""), "en": row.get("definition_en", "")}
    rest = {name: row.get(name, "").strip()
            for name in ("parent_id", "include", "exclude", "example", "color", "item_option")}
    return Code(row["code_id"], {"zh": zh, "en": en or zh}, definition=definition, **rest)


def read_codings(paths: Sequence[Path], documents: Mapping[str, str],
                 codes: Sequence[Code], encoding: str | None = None) -> pd.DataFrame:
    """All coders' codings, sorted by document and position within each file's order."""
    rows: list[list[object]] = []
    for path in paths:
        found = read_rows(path, CODING, encoding)
        _require_known(found, "doc", list(documents), path)
        _require_known(found, "code_id", [code.code_id for code in codes], path)
        _check_quotes(found, documents, path)
        rows += [[row["coding_id"], row["doc"], int(row["start"]), int(row["end"]), row["quote"], row["code_id"],
                  row["coder"], row.get("memo", ""), row.get("quote_en", "")] for row in found]
    _unique([str(row[0]) for row in rows], "coding_id", paths[0].parent if paths else Path("codings"))
    frame = pd.DataFrame(rows, columns=list(CODINGS), dtype=object)
    return frame.astype({"start": "int64", "end": "int64"})


def _require_known(rows: Sequence[Row], column: str, known: Sequence[str], path: Path) -> None:
    """Refuse names that are not known."""
    wrong = [row for row in rows if row[column] not in known]
    if wrong:
        names = list(dict.fromkeys(row[column] for row in wrong))
        raise ReadError("The codings have a {column} that is not known: {names}.", where="{path}, {rows_at}",
                        fix=did_you_mean(names[0], known), column=column, names=list_quoted(names), path=path,
                        rows_at=_rows_at(wrong))


def _check_quotes(rows: Sequence[Row], documents: Mapping[str, str], path: Path) -> None:
    """Refuse codings whose positions do not hold their quote."""
    wrong = [row for row in rows if not _holds(row, documents[row["doc"]])]
    if wrong:
        more = [Message("and {rest} more", rest=len(wrong) - SHOWN)] if len(wrong) > SHOWN else []
        shown = JoinedMessage("; ", [*(Message("{span} is not {quote}", span=_span(row), quote=_brief(row["quote"]))
                                       for row in wrong[:SHOWN]), *more])
        found = JoinedMessage(", ", [_anchor(row, documents[row["doc"]]) for row in wrong[:SHOWN]])
        raise ReadError("A coding's positions must hold its quote: {shown}.", where="{path}, {rows_at}", shown=shown,
                        fix="re-anchor: the quotes stand at {found}", path=path, rows_at=_rows_at(wrong), found=found)


def _span(row: Row) -> str:
    """`P01[32:76]`."""
    return f"{row['doc']}[{row['start'][:12]}:{row['end'][:12]}]"


def _brief(quote: str) -> str:
    """The head of a quote."""
    return repr(quote if len(quote) <= 12 else quote[:12] + "…")


def _anchor(row: Row, text: str) -> str:
    """Where a quote stands now, if it stands once."""
    quote = row["quote"]
    if not quote or text.count(quote) != 1:
        many = quote and quote in text
        return Message("{doc} (several places)", doc=row["doc"]) if many else Message("{doc} (nowhere)", doc=row["doc"])
    start = text.index(quote)
    return f"{row['doc']}[{start}:{start + len(quote)}]"


def _holds(row: Row, text: str) -> bool:
    """Whether the text between start and end is the quote, and not empty."""
    start, end = row["start"].strip(), row["end"].strip()
    if not (POSITION.fullmatch(start) and POSITION.fullmatch(end)):
        return False
    return 0 <= int(start) < int(end) and text[int(start) : int(end)] == row["quote"]
