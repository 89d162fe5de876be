"""Qualtrics' names of columns: the ImportIds of the third row, or the tags of a legacy file."""

import ast
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveykit.platforms.column_patterns import find_runs, find_shared_start

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


def read_ident(cell: str, tag: str) -> ColumnIdent:
    """What a cell of the third row says; the tag speaks where it says nothing.
    >>> read_ident('{"ImportId":"QID9_2","choiceId":"-1"}', "Q9_2_-1").choice
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


def parse_tags(tags: Sequence[str], texts: Sequence[str] = (), separator: str = " - ") -> list[ColumnIdent]:
    """What the tags say where ImportIds do not: `Q5_3` is a part where `Q5` has other columns too.
    A part may be a word (`Q5_cucumbers`) where neighbours with one beginning share a wording up to the separator.
    >>> tags, texts = ["Q5_kale", "Q5_tofu", "Q6_age"], ["Foods-Kale", "Foods-Tofu", "Age"]
    >>> [(ident.question, ident.part) for ident in parse_tags(tags, texts, "-")]
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
