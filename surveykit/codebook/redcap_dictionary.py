"""A REDCap data dictionary (`.csv`) as a codebook."""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from surveykit.codebook.codebook_builder import CodebookBuilder
from surveykit.codebook.draft import Draft
from surveykit.codebook.form_texts import code_number
from surveykit.codebook.items import REQUIRED, Item, Option
from surveykit.codebook.score_options import score_options
from surveykit.errors import CodebookError, ReadError
from surveykit.expression import parse
from surveykit.text.detect_language import detect_language
from surveykit.text.encodings import decode_bytes
from surveykit.text.personal import classify_personal
from surveykit.text.strip_html import strip_html
from surveykit.words.phrases import phrase

NAME, KIND, LABEL = "Variable / Field Name", "Field Type", "Field Label"
CHOICES, CHECK = "Choices, Calculations, OR Slider Labels", "Text Validation Type OR Show Slider Number"
IDENTIFIER, BRANCHING, MUST, MATRIX = ("Identifier?", "Branching Logic (Show field only if...)", "Required Field?",
                                       "Matrix Group Name")
HEAD = 400  # bytes in which the first heading stands
CHOSEN = {"radio", "dropdown"}
FIXED = {"yesno": (("1", "yes"), ("0", "no")), "truefalse": (("1", "yes"), ("0", "no"))}
SILENT = {"descriptive", "file", "signature"}
NUMBERS = re.compile(r"(?:number|integer)(?:_.*)?")
FEWEST = 3  # points of a rating
CLAUSE = re.compile(r"\[(?P<field>\w+)(?:\((?P<code>[\w.\-]+)\))?\]\s*(?P<sign><>|!=|<=|>=|=|<|>)\s*"
                    r"(?:(?P<quote>['\"])(?P<text>[^'\"]*)(?P=quote)|(?P<number>-?\d+(?:\.\d+)?))")
BLANKS = re.compile(r"\s+")
GLUE = re.compile(r"(?:\s|\(|\)|\band\b|\bor\b)*", re.IGNORECASE)


def is_redcap_dictionary(path: Path) -> bool:
    """Whether a CSV file begins as data dictionaries do."""
    if path.suffix.casefold() != ".csv" or not path.is_file():
        return False
    with path.open("rb") as file:
        return NAME.encode() in file.read(HEAD)


def redcap_codebook(data: bytes, name: str) -> Draft:
    """The codebook in a data dictionary."""
    text, _ = decode_bytes(data, name)
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows or not {NAME, KIND, LABEL} <= set(rows[0]):
        raise ReadError("The file must be a data dictionary of REDCap.", where="{file}",
                        fix="download it from Project Setup, Data dictionary, and leave its headings as they are",
                        file=name)
    language = detect_language(row.get(LABEL) or "" for row in rows)
    builder = CodebookBuilder(name, language)
    items: dict[str, Item] = {}
    for row in rows[1:]:
        item = _make_item(builder, row, items)
        if item is not None:
            items[_cell(row, NAME)] = builder.add(item)
    return builder.draft({"language": language, "platform": "redcap"})


def _cell(row: Mapping[str, str | None], heading: str) -> str:
    """A cell of a row, '' where there is none."""
    return (row.get(heading) or "").strip()


def _make_item(builder: CodebookBuilder, row: Mapping[str, str | None], items: Mapping[str, Item]) -> Item | None:
    """The item of a row; None for what nobody answers."""
    name, kind = _cell(row, NAME), _cell(row, KIND).casefold()
    if not name or kind in SILENT:
        return None
    label = strip_html(_cell(row, LABEL))
    return Item(builder.name(name, kept=True), _find_kind(row, kind), {builder.language: label} if label else {},
                _find_options(builder, row, kind), column=name, layout="onehot" if kind == "checkbox" else None,
                asked_if=_translate_branching(builder, name, _cell(row, BRANCHING), items),
                required=REQUIRED if _cell(row, MUST).casefold() == "y" else None, role=_find_role(row, label))


def _find_kind(row: Mapping[str, str | None], kind: str) -> str:
    """The kind of a field."""
    if kind == "checkbox":
        return "multiple"
    if kind in CHOSEN | set(FIXED):
        codes = [code for code, _ in _split_choices(_cell(row, CHOICES))]
        counted = codes == [str(n + 1) for n in range(len(codes))] and len(codes) >= FEWEST
        return "rating" if _cell(row, MATRIX) and counted else "single"
    check = _cell(row, CHECK).casefold()
    if kind in {"calc", "slider"} or NUMBERS.fullmatch(check):
        return "number"
    return "date" if check.startswith("date") else "text"


def _find_options(builder: CodebookBuilder, row: Mapping[str, str | None], kind: str) -> tuple[Option, ...]:
    """The options of a field, with their codes as values."""
    if kind in FIXED:
        return tuple(Option(code, phrase(f"codebook.{word}"), float(code)) for code, word in FIXED[kind])
    if kind not in CHOSEN | {"checkbox"}:
        return ()
    pairs = _split_choices(_cell(row, CHOICES))
    options = [Option(code, {builder.language: strip_html(label) or code}, code_number(code)) for code, label in pairs]
    return builder.distinct(_cell(row, NAME), score_options(options))


def _split_choices(text: str) -> list[tuple[str, str]]:
    """Codes and labels of `1, one | 2, two`."""
    pairs = [part.partition(",") for part in text.split("|")]
    return [(code.strip(), label.strip()) for code, _, label in pairs if code.strip()]


def _find_role(row: Mapping[str, str | None], label: str) -> str | None:
    """`pii:...` for fields marked as identifiers, or named so."""
    check = _cell(row, CHECK).casefold()
    kind = classify_personal(f"{_cell(row, NAME)} {label}", []) or {"email": "email", "phone": "phone"}.get(check, "")
    if _cell(row, IDENTIFIER).casefold() == "y":
        return f"pii:{kind or 'user'}"
    return f"pii:{kind}" if kind and _cell(row, KIND).casefold() in {"text", "notes"} else None


def _translate_branching(builder: CodebookBuilder, name: str, text: str, items: Mapping[str, Item]) -> str | None:
    """A condition as our expression; None where there is none, or none that can be translated."""
    if not text:
        return None
    known = GLUE.fullmatch(CLAUSE.sub(" ", text)) and all(match["field"] in items for match in CLAUSE.finditer(text))
    said = _join_clauses(text, items) if known else ""
    try:
        parse(said)
    except CodebookError:
        builder.ask("asked_only", name=repr(name), text=text, column="relevant")
        return None
    return said


def _join_clauses(text: str, items: Mapping[str, Item]) -> str:
    """Comparisons with what stands between them in small letters; a value stays as it is: OR may be Oregon."""
    said, end = "", 0
    for match in CLAUSE.finditer(text):
        said += BLANKS.sub(" ", text[end:match.start()]).lower() + _translate_clause(match, items[match["field"]])
        end = match.end()
    return (said + text[end:].lower()).strip()


def _translate_clause(match: re.Match[str], item: Item) -> str:
    """One comparison: ticks of a checkbox, values of a choice, numbers."""
    value = match["number"] if match["text"] is None else match["text"]
    sign = "!=" if match["sign"] == "<>" else match["sign"]
    if match["code"]:
        ticked = (value == "1") == (sign == "=")
        chosen = f"selected(${{{item.name}}}, '{match['code']}')"
        return chosen if ticked else f"not({chosen})"
    quoted = item.kind in {"single", "text", "date"} or not value
    return f"${{{item.name}}} {sign} " + (f"'{value}'" if quoted else value)
