"""A Qualtrics table taken apart: tags, question texts, ImportIds, the platform's own columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from surveykit.errors import ReadError
from surveykit.formats import Column, RawTable
from surveykit.platforms.column_patterns import collect_answers
from surveykit.platforms.heading_rows import classify_own_columns, fold_heading, read_heading_row
from surveykit.platforms.qualtrics_ids import (
    LONGEST,
    OLD_STYLE,
    ColumnIdent,
    find_import_id,
    find_separator,
    parse_tags,
    read_ident,
)
from surveykit.text.strip_html import strip_html

KINDS = {
    "startdate": "started", "enddate": "submitted", "status": "status", "ipaddress": "ip",
    "progress": "progress", "duration": "duration", "duration(inseconds)": "duration", "recordid": "id",
    "responseid": "id", "responsesetid": "other", "responseset": "other", "recipientlastname": "user",
    "recipientfirstname": "user", "recipientemail": "user", "name": "user", "emailaddress": "user",
    "externaldatareference": "user", "externalreference": "user", "locationlatitude": "location",
    "locationlongitude": "location", "locationaccuracy": "location", "distributionchannel": "channel",
    "userlanguage": "language", "qlanguage": "language"}
INSTEAD = {"recordeddate": "submitted", "finished": "progress"}
NEGATIVE = re.compile(r"-[0-9]{1,4}")
UNANSWERED = "-99"
OWN = frozenset({"status", "ipaddress", "progress", "duration(inseconds)", "finished", "recordeddate", "responseid",
                 "distributionchannel", "userlanguage"})
FEWEST = 4  # of OWN, where the row of ImportIds was taken out


@dataclass(frozen=True, slots=True)
class QualtricsTable:
    """A Qualtrics table taken apart: tags, question texts, what the ids say, answers."""

    variant: str
    evidence: str
    header_rows: int
    tags: Sequence[str]
    texts: Sequence[str]
    idents: Sequence[ColumnIdent]
    metas: Sequence[str]
    columns: Sequence[Column]
    unanswered: frozenset[str] = frozenset()
    separator: str = " - "


def find_evidence(raw: RawTable) -> str:
    """Why a table is a Qualtrics export; '' if it is none."""
    ids = [cell for cell in read_heading_row(raw, 2) if "ImportId" in cell[:LONGEST]]
    if ids:
        return f"row 3 holds ImportId in {len(ids)} of {len(raw.columns)} columns"
    tags = [tag.upper() for tag in read_heading_row(raw)[:3]]
    if tags == ["V1", "V2", "V3"] and "responseid" in map(fold_heading, read_heading_row(raw, 1)):
        return "headings V1, V2, V3 and ResponseID below them"
    words = [fold_heading(tag) for tag in read_heading_row(raw)]
    own = [word for word in words if word in OWN]
    if len(own) >= FEWEST and {"recordeddate", "responseid"} & set(own):
        return f"{len(own)} headings of Qualtrics' own (StartDate, ResponseId ...), no row of ImportIds"
    return ""


def _count_header_rows(raw: RawTable, evidence: str) -> int:
    """How many heading rows there are: of a file without ImportIds 2 if the wording is still there."""
    if evidence.startswith("row 3"):
        return 3
    words = {fold_heading(tag) for tag in read_heading_row(raw)} & OWN
    again = words & {fold_heading(text) for text in read_heading_row(raw, 1)}
    return 2 if evidence.startswith("headings V1") or again else 1


def parse_table(raw: RawTable) -> QualtricsTable:
    """The table taken apart by its variant."""
    evidence = find_evidence(raw)
    if not evidence:
        raise ReadError("A Qualtrics export must have ImportId in its third row, or V1, V2, V3 and ResponseID "
                        "in its first two.", where="{file}",
                        fix="export again as CSV with the headings left as they are, or platform='plain'",
                        file=raw.name)
    rows = _count_header_rows(raw, evidence)
    tags = read_heading_row(raw)
    texts = [strip_html(text) for text in read_heading_row(raw, 1)] if rows > 1 else [""] * len(tags)
    legacy = evidence.startswith("headings V1")
    names = [find_import_id(cell) for cell in read_heading_row(raw, 2)] if rows == 3 else tags
    columns = raw.body(rows).columns
    old = legacy or any(OLD_STYLE.search(name) for name in names) or find_separator(tags, texts) == "-"
    separator = "-" if old else " - "
    texts = [_restore_old_wording(text) for text in texts] if old else texts
    idents = (parse_tags(tags, texts, separator) if rows < 3 else
              [read_ident(cell, tag) for cell, tag in zip(read_heading_row(raw, 2), tags, strict=True)])
    words = [_fold_word(tag, text, name, legacy) for tag, text, name in zip(tags, texts, names, strict=True)]
    variant = "legacy" if legacy else ("tags only", "two rows", "three rows")[rows - 1]
    return QualtricsTable(variant, evidence, rows, tags, texts, idents, _classify_own(words, idents), columns,
                 _find_unanswered(columns), separator)


def _restore_old_wording(text: str) -> str:
    """A question's text without what old exports put into it: a blank before the separator, `\\` for a line break."""
    return re.sub(r"\s*\\+\s*", " ", re.sub(r"(?<=\S) -(?=\S)", "-", text))


def _fold_word(tag: str, text: str, name: str, legacy: bool) -> str:
    """What a column is looked up by among the platform's own: V1 and the like by their text."""
    word = fold_heading(text if legacy and re.fullmatch(r"V[0-9]+", tag) else name or tag)
    return word.removeprefix("panel") if word.startswith("panel") else word.replace("locationlocation", "location")


PAGE_TIMES = re.compile(r"_(?:PAGE_SUBMIT|Page Submit)$")


def _classify_own(words: Sequence[str], idents: Sequence[ColumnIdent]) -> list[str]:
    """The kind of each column of the platform itself, '' for answers."""
    kinds = classify_own_columns(words, KINDS, INSTEAD)
    return [kind or ("score" if re.fullmatch(r"sc[0-9a-z]{11,}", word) else
                     "page_time" if ident.derived and PAGE_TIMES.search(ident.name or ident.question) else
                     "other" if ident.derived or (word.startswith("q") and ident.name.startswith("Q_")) else "")
            for kind, word, ident in zip(kinds, words, idents, strict=True)]


def _find_unanswered(columns: Sequence[Column]) -> frozenset[str]:
    """Texts that may say 'seen but not answered': -99 anywhere, another negative number in several columns."""
    found = [text for column in columns for text in collect_answers(column) if NEGATIVE.fullmatch(text)]
    return frozenset(text for text in found if text == UNANSWERED or (found.count(text) > 2 and len(text) > 2))
