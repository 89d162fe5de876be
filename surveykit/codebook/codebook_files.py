"""Codebooks as files: read from what platforms and archives give, written to what they take."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path, PurePosixPath

from surveykit.codebook.codebook_document import codebook_docx, codebook_markdown
from surveykit.codebook.codebook_workbook import codebook_bytes, codebook_sheets
from surveykit.codebook.ddi_bytes import TICKS, ddi_bytes
from surveykit.codebook.ddi_codebook import ddi_codebook
from surveykit.codebook.draft import Draft
from surveykit.codebook.items import Codebook, Item
from surveykit.codebook.lss_codebook import lss_codebook
from surveykit.codebook.qsf_codebook import qsf_codebook
from surveykit.codebook.redcap_dictionary import is_redcap_dictionary, redcap_codebook
from surveykit.codebook.xlsform_codebook import SHEETS, parse_codebook, parse_codebook_sheets
from surveykit.errors import CodebookError, did_you_mean
from surveykit.files.disk import write_all, write_atomic
from surveykit.formats import bytes_of
from surveykit.text.formula_guard import guard_formula, unguard_formula
from surveykit.text.strip_html import strip_piped
from surveykit.words.phrases import check_language, in_language, phrase

FOREIGN = {".qsf": qsf_codebook, ".lss": lss_codebook, ".xml": ddi_codebook}
PROFILE = "https://datapackage.org/profiles/2.0/"
MISSING = {"": "blank", "(not_asked)": "not_asked", "(refused)": "refused", "(dont_know)": "dont_know"}
BOUND = re.compile(r"\.\s*(<=|>=|<|>)\s*(-?[0-9]+(?:\.[0-9]+)?)")
BOUNDS = {">=": "minimum", "<=": "maximum", ">": "exclusiveMinimum", "<": "exclusiveMaximum"}


def form_codebook(path: Path) -> Draft | None:
    """The codebook in a platform's or archive's own file; None where it is no such file."""
    reader = redcap_codebook if is_redcap_dictionary(path) else FOREIGN.get(path.suffix.casefold())
    if reader is None:
        return None
    draft = reader(bytes_of(path), path.name)
    items = tuple(replace(item, label={language: strip_piped(side) for language, side in item.label.items()})
                  for item in draft.codebook)
    return replace(draft, codebook=replace(draft.codebook, items=items))


def read_codebook(path: str | Path) -> Codebook:
    """Read a codebook.

    Parameters
    ----------
    path
        An XLSForm workbook with sheets `survey` and `choices` (`settings` and `scales` are
        optional); a folder of these sheets as CSV; a Qualtrics survey (`.qsf`), a LimeSurvey
        survey (`.lss`), a DDI-Codebook (`.xml`) or a data dictionary of REDCap (`.csv`).

    Returns
    -------
    Codebook
        Items in the order of the questionnaire; `settings["warnings"]` tells, in Chinese and in
        English, what could not be taken over or cannot be checked.

    Raises
    ------
    ReadError
        The file is not what its name says.
    CodebookError
        Sheets, names, lists or numbers are faulty; all faults are listed.

    Missing values
    --------------
    A choice with `sk_missing` (refused, dk, na) is an answer that counts as missing.

    Examples
    --------
    >>> import surveykit as sk
    >>> book = sk.read_codebook("data/raw/volunteers/volunteers.codebook.xlsx")
    >>> book["gender"].kind
    'single'
    """
    if not isinstance(path, str | PathLike):
        raise CodebookError("A codebook is a Codebook or a path, not a {type}.", type=type(path).__name__,
                            fix="draft.codebook for what draft_codebook gives")
    path = Path(path)
    if path.is_dir():
        sheets = {}
        for sheet in SHEETS:
            file = path / f"{sheet}.csv"
            if file.is_file():
                sheets[sheet] = _csv_rows(file)
        return parse_codebook_sheets(sheets, path.name)
    found = form_codebook(path)
    if found is None:
        return parse_codebook(bytes_of(path), path.name)
    book, doubts = found.codebook, found.doubts
    warnings = tuple(doubt.text for doubt in doubts)
    return replace(book, settings={**book.settings, "warnings": warnings}) if warnings else book


def _refuse_other_tables(folder: Path) -> None:
    """Refuse a folder where a table named like a sheet belongs to no codebook: an export called `survey.csv`."""
    there = [path for sheet in SHEETS if (path := folder / f"{sheet}.csv").is_file()]
    heading = there[0].read_bytes().split(b"\n", 1)[0].split(b",") if there else []
    if there and not {b"type", b"name"} <= {name.strip(b'\xef\xbb\xbf"\r ') for name in heading}:
        raise CodebookError("A table that is no codebook stands there already.", where="{file}",
                            fix="choose a folder of its own for the codebook", file=there[0])


def write_codebook(book: Codebook, path: str | Path, *, language: str | None = None) -> Path:
    """Write a codebook, in the form its path names.

    Parameters
    ----------
    book
        The codebook.
    path
        `.xlsx` (XLSForm workbook), a path without ending (a folder of the sheets as CSV, for git), `.xml` (DDI-Codebook
        2.5), `.json` (Frictionless Data Package), `.md` or `.docx` (a table to read).
    language
        Of `.md` and `.docx`, `zh` or `en`; the codebook's own by default.

    Returns
    -------
    pathlib.Path
        What was written.

    Raises
    ------
    CodebookError
        The ending is none of these.

    Missing values
    --------------
    Kinds of missing are written with the choices that stand for them.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> book = sk.example_survey().codebook
    >>> path = sk.write_codebook(book, tempfile.mkdtemp() + "/book.xlsx")
    >>> sk.read_codebook(path).items == book.items
    True
    """
    path, language = Path(path), language or book.language
    if not path.suffix:
        _refuse_other_tables(path)
        write_all(path, {f"{sheet}.csv": _csv_bytes(rows) for sheet, rows in codebook_sheets(book).items()})
        return path
    writer = _writer_by_ending(path, language).get(path.suffix.casefold())
    if writer is None:
        raise CodebookError("A codebook cannot be written as {suffix!r}.", where="{file}",
                            fix=did_you_mean(path.suffix, _writer_by_ending(path, language)), suffix=path.suffix,
                            file=path)
    write_atomic(path, writer(book))
    return path


def _writer_by_ending(path: Path, language: str) -> Mapping[str, Callable[[Codebook], bytes]]:
    """What each ending is written by."""
    return {
        ".xlsx": codebook_bytes, ".xml": lambda book: ddi_bytes(book, name=path.stem),
        ".json": lambda book: datapackage_bytes(book, data_name=path.stem),
        ".md": lambda book: codebook_markdown(book, language).encode(),
        ".docx": lambda book: codebook_docx(book, language)}


def _csv_rows(file: Path) -> list[list[str]]:
    """The cells of a CSV sheet, rows of equal length."""
    try:
        rows = list(csv.reader(io.StringIO(bytes_of(file).decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise CodebookError("A sheet of a codebook must be CSV in UTF-8.", where="{file}",
                            fix="save it as CSV UTF-8", file=file) from None
    width = max(map(len, [[], *rows]))
    return [[*map(unguard_formula, row), *[""] * (width - len(row))] for row in rows]


def _csv_bytes(rows: list[list[object]]) -> bytes:
    """CSV bytes: UTF-8, LF; what a spreadsheet would run is marked as text. A row with CR in a cell is quoted whole:
    before Python 3.13 the writer left it bare, and readers begin a line there.
    """
    out = io.StringIO(newline="")
    plain, quoted = csv.writer(out, lineterminator="\n"), csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        cells = ["" if cell is None else guard_formula(cell) if isinstance(cell, str) else cell for cell in row]
        (quoted if any("\r" in str(cell) for cell in cells) else plain).writerow(cells)
    return out.getvalue().encode()


def datapackage_bytes(codebook: Codebook, *, data_name: str, language: str | None = None,
                      facts: Mapping[str, object] | None = None) -> bytes:
    """A Frictionless Data Package (v2) descriptor, `datapackage.json`, for cleaned data.
    Reference: Data Package standard, version 2.0 (2024), https://datapackage.org/standard/
    >>> import json, surveykit as sk
    >>> package = json.loads(datapackage_bytes(sk.example_survey().codebook, data_name="example.csv"))
    >>> package["resources"][0]["schema"]["fields"][1]["categories"][0]
    {'value': 'female', 'label': 'Women'}
    """
    language, path = check_language(language or codebook.language), PurePosixPath(data_name)
    if path.name != data_name or re.search(r"[\\:\x00-\x1f]", data_name) or data_name in {"", ".", ".."}:
        raise CodebookError("data_name must be a file's name, without its folder.", where="{data_name}",
                            fix="datapackage_bytes(codebook, data_name='survey.csv')", data_name=repr(data_name))
    facts, slug = dict(facts or {}), re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "data"
    known = {"bytes": facts["bytes"]} if "bytes" in facts else {}
    known |= {"hash": f"sha256:{facts['sha256']}"} if "sha256" in facts else {}
    resource = {"name": slug, "path": data_name, "type": "table", "format": "csv", "encoding": "utf-8",
                **known, "schema": _schema(codebook, language)}
    notice = {"description": in_language(phrase("codebook.synthetic"), language)} if codebook.synthetic else {}
    title = {"title": in_language(codebook.title, language)} if in_language(codebook.title, language) else {}
    package = {"$schema": f"{PROFILE}datapackage.json", "name": slug, **title, **notice, "resources": [resource]}
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _schema(codebook: Codebook, language: str) -> dict[str, object]:
    """Key, fields, kinds of missing."""
    key = {"name": "respondent", "type": "string", "title": in_language(phrase("codebook.respondent"), language),
           "constraints": {"required": True, "unique": True}}
    missing = [{"value": value, "label": in_language(phrase(f"codebook.{kind}"), language)}
               for value, kind in MISSING.items()]
    fields = [f for item in codebook if not item.personal for f in _fields(item, language)]
    return {"$schema": f"{PROFILE}tableschema.json", "fields": [key, *fields], "missingValues": missing,
            "primaryKey": ["respondent"]}


def _fields(item: Item, language: str) -> list[dict[str, object]]:
    """The fields of an item: one, or one per option of a response set."""
    # not the constraint `required`: kinds of missing are nulls there, and a required item may be refused
    said = {"surveykit:asked_if": item.asked_if, "surveykit:required": item.required}
    asked = {"surveykit:kind": item.kind, **{key: text for key, text in said.items() if text}}
    if item.kind != "multiple":
        return [{"name": item.name, "title": in_language(item.words, language),
                 "description": in_language(item.label, language), **_values(item, language), **asked}]
    ticks = _categories((n, in_language(phrase(f"codebook.{word}"), language)) for word, n in TICKS)
    return [{"name": column, "title": in_language(option.label, language),
             "description": in_language(item.label, language),
             "type": "integer", "categories": ticks, "surveykit:set": item.name, **asked}
            for column, option in zip(item.columns, item.answers, strict=True)]


def _values(item: Item, language: str) -> dict[str, object]:
    """Type, categories and constraints of a field."""
    points = sorted((int(o.score), in_language(o.label, language) or o.value) for o in item.answers
                    if o.score is not None and float(o.score).is_integer())
    if item.kind == "rating" and len(points) == len(item.answers):
        return {"type": "integer", "categories": _categories(points), "categoriesOrdered": True}
    if item.kind == "single":
        words = [(o.value, in_language(o.label, language) or o.value) for o in item.answers]
        return {"type": "string", "categories": _categories(words)}
    bounds = _bounds(item.constraint or "") if item.kind == "number" else {}
    kind = "number" if item.kind in {"number", "rating"} else "string"
    return {"type": kind, **({"constraints": bounds} if bounds else {})}


def _categories(pairs: Iterable[tuple[object, str]]) -> list[dict[str, object]]:
    """Values with their labels."""
    return [{"value": value, "label": label} for value, label in pairs]


def _bounds(constraint: str) -> dict[str, float]:
    """The limits in `. >= 0 and . <= 7`; none if it says anything else."""
    parts = constraint.split(" and ")
    found = [match for part in parts if (match := BOUND.fullmatch(part.strip()))]
    if len(found) < len(parts):
        return {}
    return {BOUNDS[match[1]]: int(match[2]) if match[2].lstrip("-").isdecimal() else float(match[2]) for match in found}
