"""Small files and surveys for the calls of `data/calls`, and what is made of them, as text."""

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from unittest import mock

import openpyxl
import pandas as pd
from export_renderings import survey, terse

import surveykit as sk
from surveykit.formats import open_foreign
from surveykit.formats.documents.open_documents import open_document
from surveykit.result import Result

Files = Mapping[str, str | bytes | pd.DataFrame]


def of(columns: Mapping[str, list], *items: sk.Item, keys: str = "", scales: tuple = (),
       **settings: object) -> sk.Survey:
    """A survey made in code; `keys` are its respondents."""
    frame = pd.DataFrame(columns, index=keys.split() or None)
    return sk.Survey.from_frame(frame, sk.Codebook(items, scales, settings) if items else None)


def chosen(name: str, words: str, kind: str = "single", **more: object) -> sk.Item:
    """An item with options whose labels are their names in capitals: `a b=2 c!` has a score and a kind of missing."""
    told = [word.partition("=") for word in words.split()]
    options = tuple(sk.Option(value.rstrip("!"), {"en": value.rstrip("!").upper()}, float(score) if score else None,
                              "refused" if value.endswith("!") else None) for value, _, score in told)
    return sk.Item(name, kind, {"en": f"Q {name}"}, options, **more)


def in_folder(files: Files, call: Callable[[Path], object]) -> str:
    """What a call gives that is told of a folder with some small files."""
    with tempfile.TemporaryDirectory() as name:
        for file, content in files.items():
            write_small(Path(name) / file, content)
        try:
            return show(call(Path(name))).replace(name, "")
        except sk.SurveyError as error:
            return error.message("en").replace(name, "")


def keyed(call: Callable[[], object]) -> str:
    """What a call gives where the key of hashes and pseudonyms is one that never changes."""
    def with_key(folder: Path) -> object:
        (folder / "key").chmod(0o600)
        with mock.patch.dict(os.environ, {"SURVEYKIT_KEY": str(folder / "key")}):
            return call()
    return in_folder({"key": "78" * 32}, with_key)


def of_talks(call: Callable[[sk.Interviews], object]) -> str:
    """What a call gives of two interviews with telephone numbers and a name in turns, a memo and a translation."""
    return in_folder({
        "t/interviews.yaml": "title: T\nlanguage: zh\nspeakers: {interviewer: 问, respondent: 答}\n"
                             "coders: {ann: Ann}\n",
        "t/participants.csv": "participant_id,transcript\nP1,a.txt\nP2,b.txt\n",
        "t/transcripts/a.txt": "问：电话？\n答：打13800000001，或者13800000002。\n问：谢谢。\n",
        "t/transcripts/b.txt": "问：姓名？\n答：我叫王小明，没有电话。\n",
        "t/code_frame.csv": "code_id,name,name_en\nfar,远,Far\n",
        "t/codings/ann.csv": "coding_id,doc,start,end,quote,code_id,memo,quote_en,coder\n"
                             "c1,P1,17,18,或,far,问13800000003,or,ann\n"
                             "c2,P1,32,34,谢谢,far,,call 13800000004 or 13800000005,ann\n"
                             "c3,P2,4,5,我,far,,,ann\n"}, lambda folder: call(sk.read_interviews(folder / "t")))


def write_small(path: Path, content: str | bytes | pd.DataFrame) -> None:
    """A text, bytes, or a frame in the format that the name asks for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, pd.DataFrame):
        sk.write_survey(sk.Survey.from_frame(content), path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def read(text: str | bytes, *items: sk.Item, name: str = "a.csv", scales: tuple = (), settings: Mapping | None = None,
         **given: object) -> str:
    """A small file as a survey, read with items or without."""
    book = sk.Codebook(items, scales, settings or {}) if items else None
    return in_folder({name: text}, lambda folder: sk.read_survey(folder / name, book, **given))


def show(made: object) -> str:
    """What was made, its lines set in as those of calls are."""
    return "\n    ".join(told(made))


def told(made: object) -> Iterator[str]:
    """A survey, a result or anything else, line by line."""
    if isinstance(made, sk.Survey):
        yield from survey(made)
        yield from map(terse, made.codebook)
    elif isinstance(made, Result):
        yield from made.grid("en").to_text().splitlines()
        yield from made.table.to_csv(sep="|", float_format="%.6g").splitlines()
    elif isinstance(made, list | tuple) and not hasattr(made, "_fields"):
        for one in made:
            yield from told(one)
    else:
        yield from terse(made).splitlines() or [""]


def people(**columns: list) -> sk.Survey:
    """Twelve people with every kind of item and of gap; some columns may be others."""
    points = "one=1 two=2 three=3 four=4 five=5"
    items = (
        sk.Item("age", "number", {"en": "Age"}), chosen("sex", "m f"),
        chosen("job", "a b c other no!", asked_if="${age} >= 18"),
        sk.Item("job_other", "text", {"en": "Other job"}, role="other_text"),
        chosen("use", "p q other", "multiple", layout="onehot"),
        sk.Item("use_other", "text", {"en": "Other use"}, role="other_text"),
        chosen("r1", points, "rating", scale="s"), chosen("r2", points, "rating", scale="s", reverse=True),
        sk.Item("day", "date", {"en": "Day"}), sk.Item("why", "text", {"en": "Why"}, asked_if="${job} = 'other'"),
        sk.Item("tel", "text", {"en": "Telephone"}, role="pii:phone"))
    cells = {
        "age": [17, 18, 25, 25, 30, 30, 41, 59, 60, None, 33.5, 22], "sex": [*"mfmfmfmfmfm", None],
        "job": ["a", "b", "other", "c", "other", "a", "b", "other", "no", "a", None, "other"],
        "job_other": [None, None, "farm ", None, "Farm", None, None, "shop", None, None, "x", None],
        "use__p": [1, 0, 1, 0, 0, 1, None, 0, 1, 0, 0, 1], "use__q": [0, 1, 1, 0, 0, 0, None, 1, 0, 0, 0, 1],
        "use__other": [0, 0, 0, 1, 0, 1, None, 1, 0, 0, 0, 1],
        "use_other": [None, None, None, "radio", None, "radio", None, "TV", None, None, "y", None],
        "r1": [1, 2, 3, 4, 5, 5, 4, 3, 2, None, 1, 3], "r2": [5, 4, 3, 2, 1, 5, 2, 3, 4, 5, None, 3],
        "day": ["2026-01-02", "2026-01-03", None, *["2026-02-01"] * 9],
        "why": ["about  two", "7", "7 ", "１２", "three", None, "-", "７", "no\u200bne", "x" * 25, "x" * 25, None],
        "tel": ["13800000001", None, "138 0000 0002", *[None] * 9]}
    frame = pd.DataFrame(cells | columns, index=[f"p{number}" for number in range(1, 13)])
    return sk.Survey.from_frame(frame, sk.Codebook(items, (sk.Scale("s", {"en": "Score"}, 1, 5),), {"language": "en"}))


def news(made: sk.Survey, before: sk.Survey | None = None) -> str:
    """What a survey has that it had not before, or `people` have not: columns, gaps, items, flags, lines of the log."""
    old = before or people()
    lines = [] if list(old.responses.index) == list(made.responses.index) else [" ".join(made.responses.index)]
    for name, frame, known in (("", made.responses, old.responses), ("?", made.missing, old.missing)):
        changed = [column for column in frame if column not in known or not frame[column].equals(known[column])]
        lines += [f"{column}{name}: {' '.join(map(str, frame[column]))}" for column in changed]
    lines += [terse(item) for item in made.codebook if item not in old.codebook.items]
    lines += [terse(scale) for scale in made.codebook.scales if scale not in old.codebook.scales]
    lines += [terse(flag) for flag in made.flags if flag not in old.flags]
    for step in made.log[len(old.log):]:
        lines.append(f"{step.verb} {step.reason['en']} {dict(step.arguments)}")
        lines += [" | ".join([*map(str, change[:6]), (change.note or {}).get("en", "")]) for change in step.changes]
    return "\n    ".join(lines)


def opened(content: str | bytes | Callable[[Path], object], name: str = "a.csv", **given: object) -> str:
    """A small file as a foreign table: how it was read, notes, rows with their numbers."""
    def tell(folder: Path) -> Iterator[str]:
        if callable(content):
            content(folder / name)
        found = open_foreign(folder / name, **given)
        kept = ("container", "encoding", "delimiter", "sheet", "label", "remarks", "sets")
        yield " | ".join(str(getattr(found, key, "")) for key in kept)
        yield from map(terse, getattr(found, "variables", ()))
        yield from (f"{note}" for note in found.notes)
        lines = getattr(found, "lines", range(len(found)))
        yield from (f"{line} {found.row(place)}" for place, line in enumerate(lines))
        yield " ".join(f"{column.codes.dtype}{list(column.texts)}" for column in found.columns)

    return in_folder({} if callable(content) else {name: content}, lambda folder: list(tell(folder)))


def blocks(content: str | bytes | Callable[[Path], object], name: str) -> str:
    """The blocks of a small document, one a line."""
    def tell(folder: Path) -> list[str]:
        if callable(content):
            content(folder / name)
        return [f"{block.place} {block}" for block in open_document(folder / name).blocks]

    return in_folder({} if callable(content) else {name: content}, tell)


def book_of(*sheets: list[list[object]], change: Callable[[object], object] | None = None) -> Callable[[Path], None]:
    """A workbook of rows."""
    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        for number, rows in enumerate(sheets):
            sheet = book.active if not number else book.create_sheet(f"S{number + 1}")
            for row in rows:
                sheet.append(row)
        if change:
            change(book)
        book.save(path)

    return write


def word_of(body: str, **parts: str) -> Callable[[Path], None]:
    """A Word document: the XML of its body, and of other parts (`footnotes`, `styles`, `header1`)."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    main = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    held = {"[Content_Types].xml": "<Types/>", "word/document.xml": main} | {
        f"word/{name}.xml": f"<w:x {space}>{part}</w:x>" for name, part in parts.items()}

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in held.items():
                archive.writestr(name, part)

    return write
