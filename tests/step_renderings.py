"""What steps of cleaning make of a survey, what is told of texts and documents, and codebooks as files, as text."""

import csv
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest import mock

import test_codebook_exports
import test_no_mutation
from export_renderings import CONTENT, HERE, survey, terse

import surveykit as sk
from surveykit.codebook.codebook_document import codebook_docx, codebook_markdown
from surveykit.codebook.codebook_files import datapackage_bytes
from surveykit.codebook.ddi_bytes import ddi_bytes
from surveykit.formats.documents.open_documents import open_document
from surveykit.text.personal import classify_personal, find_personal_kinds
from surveykit.text.personal_spans import find_personal_spans, mask_text

TEXTS = sorted((HERE / "cases/audit").iterdir())
TALKS = HERE.parent / "data/raw/interviews"


def step(name: str) -> Iterator[str]:
    """The survey or the text a verb gives, or the files it writes."""
    given = sk.screen(sk.exclude(sk.example_survey(), respondents=["40"], reason="withdrew"))
    with tempfile.TemporaryDirectory() as folder, mock.patch("secrets.token_hex", lambda size: "ab" * size):
        made = test_no_mutation.CALLS[name](given, Path(folder) / "files")
        yield from made.splitlines() if isinstance(made, str) else ()
        if isinstance(made, sk.Survey):
            yield from sk.cleaning_log(made).grid("zh").to_text().splitlines()
            yield from sk.diff(given, made).grid("en").to_text().splitlines()[:40]
            yield from survey(made)
            yield from (terse(item) for item in made.codebook if item not in given.codebook.items)
        for path in sorted(path for path in Path(folder).rglob("*") if path.suffix in CONTENT):
            yield f"# {path.name}"
            yield from CONTENT[path.suffix](path)


def codebook(name: str) -> Iterator[str]:
    """A codebook as DDI, Data Package, Markdown, Word, and as a workbook."""
    book = test_codebook_exports.BOOKS[name]
    yield from ddi_bytes(book, name="data.csv", facts={"rows": 46, "sha256": "ab12"}).decode("utf-8").splitlines()
    yield from datapackage_bytes(book, data_name="data.csv").decode("utf-8").splitlines()
    for language in ("zh", "en"):
        yield from codebook_markdown(book, language).splitlines()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.docx"
        path.write_bytes(codebook_docx(book, "en"))
        with zipfile.ZipFile(path) as parts:
            yield from parts.read("word/document.xml").decode("utf-8").replace("<w:p>", "\n<w:p>").splitlines()
        yield from CONTENT[".xlsx"](sk.write_codebook(book, Path(folder) / "book.xlsx"))


def audit(name: str) -> Iterator[str]:
    """What the audit says of a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.md"
        path.write_bytes((HERE / "cases/audit" / name).read_bytes())
        found = sk.audit_report(path)
        yield from found.grid("en").to_text().splitlines()
        yield from found.table.to_csv(sep="|", float_format="%.6g").splitlines()
        yield from (f"{block.place} {block}"[:400] for block in open_document(path).blocks)


def personal(name: str) -> Iterator[str]:
    """What is found in sentences and headings that are personal or not."""
    with (HERE / "data" / f"{name}.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            text = row.get("marked") or row["heading"]
            yield f"{text} | {mask_text(text)} | {sorted(find_personal_kinds(text))}"
            yield f"{classify_personal(text, [text])} {classify_personal('x', [text])}"
            yield from (terse(span) for span in find_personal_spans(text))


def interviews() -> Iterator[str]:
    """Interviews as they are read."""
    talks = sk.read_interviews(TALKS)
    yield from (f"{talks!r}", *map(str, talks.notes))
    for table in (talks.turns, talks.codings, talks.participants, talks.code_frame):
        yield from table.head(40).to_csv(sep="|").splitlines()


STEPS = {name: partial(step, name) for name in test_no_mutation.CALLS}
TOLD = {f"codebook {name}": partial(codebook, name) for name in ("example", "odd", "limesurvey")} | {
    f"audit {path.stem}": partial(audit, path.name) for path in TEXTS} | {
    name: partial(personal, name) for name in ("personal_sentences", "personal_headings")} | {
    "interviews": interviews}
