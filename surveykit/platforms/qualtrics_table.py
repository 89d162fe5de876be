"""A Qualtrics table taken apart: tags, question texts, ImportIds, the platform's own columns."""

import ast
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveykit.errors import ReadError
from surveykit.formats import Column, RawTable
from surveykit.platforms.column_patterns import collect_answers, find_runs, find_shared_start
from surveykit.platforms.heading_rows import classify_own_columns, fold_heading, read_heading_row
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
LONGEST = 1_000
QUESTION = re.compile(r"(?P<question>(?:[^\s_]+_)?QID[0-9]+(?:#[0-9]+)?)(?:_(?P<part>.+))?")
TAG = re.compile(r"(?P<question>.+?)_(?P<part>-?[0-9]+(?:_-?[0-9]+)*(?:_TEXT)?|TEXT)")
SIDE = re.compile(r".+?#[0-9]+(?=_)")  # Q44#2_1_3: the second question side by side
OLD_STYLE = re.compile(r"QID[0-9]+(?:#[0-9]+)?-")
DERIVED = re.compile(r"(?:TEXT_)?[0-9a-f]{16,}\w*|(?:\w+_)?(?:Parent)?Topics|(?:\w+_)?Sentiment\w*|NPS_GROUP"
                     r"|FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION"
                     r"|FILE_(?:ID|NAME|SIZE|TYPE)|[0-9]+_[xy]|(?:\w+_)?DO(?:_.+)?")
ORDER = re.compile(r"(?:FL|BL)_\w+?_DO(?:_.+)?")
OWN_PARTS = re.compile(r"_(?:First Click|Last Click|Page Submit|Click Count|Browser|Version|Operating System"
                       r"|Resolution)$")
GROUP = re.compile(r"(?P<group>[0-9]+)_GROUP(?:_(?P<part>.+))?")
GROUP_RANK = re.compile(r"G(?P<group>[0-9]+)_(?P<part>.+)_RANK")


@dataclass(frozen=True, slots=True)
class ColumnIdent:
    """What a column is by its ImportId: of which question, which part, whether typed text.
    `name` is the ImportId as it stands in the file, '' in a legacy file; `question` is '' for columns
    that belong to no question; `derived` is what Qualtrics made itself of an answer. `choice` says that row 3
    names the choice: only columns of split select-all questions have that.
    """

    name: str
    question: str = ""
    part: str = ""
    text: bool = False
    derived: bool = False
    choice: bool = False

    @property
    def ranks(self) -> bool:
        """Whether the column holds the place of something in a group."""
        return self.name.endswith("RANK")


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
    if old:  # they have a blank before the separator, and `\` for a line break
        texts = [re.sub(r"\s*\\+\s*", " ", re.sub(r"(?<=\S) -(?=\S)", "-", text)) for text in texts]
    idents = (_parse_tags(tags, texts, separator) if rows < 3 else
              [_read_ident(cell, tag) for cell, tag in zip(read_heading_row(raw, 2), tags, strict=True)])
    words = [_fold_word(tag, text, name, legacy) for tag, text, name in zip(tags, texts, names, strict=True)]
    variant = "legacy" if legacy else ("tags only", "two rows", "three rows")[rows - 1]
    return QualtricsTable(variant, evidence, rows, tags, texts, idents, _classify_own(words, idents), columns,
                 _find_unanswered(columns), separator)


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


def find_import_id(cell: str) -> str:
    """The ImportId in a cell of the third row with what stands beside it, '' if there is none.
    >>> find_import_id('{"ImportId":"QID3","choiceId":"4"}'), find_import_id("{'ImportId': 'QID1-TEXT'}")
    ('QID3_4', 'QID1-TEXT')
    """
    held = _read_cell(cell)
    beside = [held[key] for key in ("choiceId", "point", "coord") if isinstance(held.get(key), str | int)]
    return "_".join(map(str, [held["ImportId"], *beside])) if held else ""


def _read_cell(cell: str) -> dict[str, object]:
    """What a cell of the third row holds, {} if there is no ImportId."""
    held = _parse_literal(cell) if len(cell) <= LONGEST else None
    return held if isinstance(held, dict) and isinstance(held.get("ImportId"), str) else {}


def _read_ident(cell: str, tag: str) -> ColumnIdent:
    """What a cell of the third row says; the tag speaks where it says nothing.
    >>> _read_ident('{"ImportId":"QID9_2","choiceId":"-1"}', "Q9_2_-1").choice
    True
    """
    name = find_import_id(cell)
    if not name:
        return ColumnIdent("", tag)
    made = parse_import_id(name)
    return replace(made, choice=bool(made.part) and not made.derived and "choiceId" in _read_cell(cell))


def _parse_literal(cell: str) -> object:
    """The value that JSON, or else a Python literal, writes; None if it is neither."""
    for read in (json.loads, ast.literal_eval):
        try:
            return read(cell)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
    return None


def parse_import_id(name: str) -> ColumnIdent:
    """What an ImportId says.
    >>> parse_import_id("QID5#3-1-2-TEXT")
    ColumnIdent(name='QID5#3-1-2-TEXT', question='QID5#3', part='1_2', text=True, derived=False, choice=False)
    >>> parse_import_id("1_QID3_7").question, parse_import_id("startDate").question
    ('1_QID3', '')
    """
    found = QUESTION.fullmatch(re.sub(r"(?<=[0-9])-", "_", name))
    if found is None:
        return ColumnIdent(name, derived=name.endswith("Topics") or ORDER.fullmatch(name) is not None)
    part = found["part"] or ""
    if DERIVED.fullmatch(part):
        return ColumnIdent(name, found["question"], part, derived=True)
    for pattern, end in ((GROUP, ""), (GROUP_RANK, "_RANK")):
        grouped = pattern.fullmatch(part)
        if grouped:
            return ColumnIdent(name, f"{found['question']}_G{grouped['group']}{end}", grouped["part"] or "")
    return ColumnIdent(name, found["question"], re.sub(r"(^|_)TEXT$", "", part), text=part.endswith("TEXT"))


def _parse_tags(tags: Sequence[str], texts: Sequence[str] = (), separator: str = " - ") -> list[ColumnIdent]:
    """What the tags say where ImportIds do not: `Q5_3` is a part where `Q5` has other columns too.
    A part may be a word (`Q5_cucumbers`) where neighbours with one beginning share a wording up to the separator.
    >>> tags, texts = ["Q5_kale", "Q5_tofu", "Q6_age"], ["Foods-Kale", "Foods-Tofu", "Age"]
    >>> [(ident.question, ident.part) for ident in _parse_tags(tags, texts, "-")]
    [('Q5', 'kale'), ('Q5', 'tofu'), ('Q6_age', '')]
    """
    worded = _find_worded_roots(tags, texts or [""] * len(tags), separator)
    split = [TAG.fullmatch(tag) for tag in tags]
    roots = [root or (found["question"] if found else tag)
             for root, found, tag in zip(worded, split, tags, strict=True)]
    often, again = Counter(roots), Counter[str]()
    idents = []
    for tag, root in zip(tags, roots, strict=True):
        again[tag] += 1  # choices with tags of their own: all options of a row are named alike
        ident = _parse_tag(tag, root, shared=often[root] > 1)
        numbered = again[tag] > 1 and ident.part and not ident.text
        idents.append(replace(ident, part=f"{ident.part}.{again[tag]}") if numbered else ident)
    return idents


def find_separator(tags: Sequence[str], texts: Sequence[str]) -> str:
    """What stands between a question and its parts: `-` in old exports, blanks around it in newer ones.
    >>> find_separator(["Q5_1", "Q5_2"], ["Foods-Kale", "Foods-Kohlrabi"])
    '-'
    """
    shared = [find_shared_start(texts[place:place + 2]) for place in range(len(tags) - 1)
              if _find_shared_root(tags[place], tags[place + 1])]
    ends = [text[:text.rfind("-") + 1] for text in shared if "-" in text]
    return "-" if sum(not end.endswith(" -") for end in ends) * 2 > len(ends) else " - "


def _find_shared_root(tag: str, other: str) -> str:
    """What two tags have in common before `_`; '' where that is nothing, or where they stand side by side."""
    sides = [found[0] if (found := SIDE.match(name)) else "" for name in (tag, other)]
    shared = find_shared_start([tag + "_", other + "_"])
    root = shared[:shared.rfind("_")] if "_" in shared else ""
    return root if sides[0] == sides[1] and root.startswith(sides[0]) else ""


def _find_worded_roots(tags: Sequence[str], texts: Sequence[str], separator: str) -> list[str]:
    """The question of each tag whose neighbours begin as it does, in name and in wording; '' for the others."""
    def parts(place: int) -> bool:
        return not (_find_shared_root(tags[place - 1], tags[place])
                    and separator in find_shared_start(texts[place - 1:place + 1]))
    roots = [""] * len(tags)
    for run in find_runs([""] * len(tags), parts):
        root = SIDE.match(tags[run[0]])
        shared = find_shared_start([tags[place] + "_" for place in run])
        for place in run if len(run) > 1 else ():
            roots[place] = root[0] if root else shared[:shared.rfind("_")] if "_" in shared else ""
    return roots


def _parse_tag(tag: str, root: str, *, shared: bool) -> ColumnIdent:
    """What one tag says among the others of its question."""
    if tag.endswith("Topics") or ORDER.fullmatch(tag) or OWN_PARTS.search(tag):
        return ColumnIdent("", tag, derived=True)
    part = tag[len(root) + 1:]
    if not shared or not part:
        return ColumnIdent("", root if shared else tag)
    return ColumnIdent("", root, re.sub(r"(^|_)TEXT$", "", part), text=part.endswith("TEXT"))
