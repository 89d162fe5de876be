"""Tables in which people code answers: a row per answer or per coding, codes as columns or as names in a cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from surveykit.errors import CleaningError, list_quoted
from surveykit.text.normalise import normalise

# headings, as they are compared: ours, and those of QualCoder, MAXQDA and the tables people make
KEYS = frozenset({
    "respondent", "序号", "答卷序号", "答卷", "编号", "id", "case", "case name", "document", "document name", "file",
    "filename", "file name", "source", "文档", "文档名", "文件", "文件名", "个案", "受访者"})
CODES = frozenset({"code", "codename", "code name", "codes", "代码", "编码", "代码名", "节点", "node", "theme", "主题"})
CODERS = frozenset({
    "coder", "owner", "created by", "author", "user", "coder name", "编码者", "编码员", "创建者", "作者"})
TEXTS = frozenset({
    "answer", "text", "segment", "coded segment", "seltext", "quote", "coded text", "作答", "原文",
    "文字", "内容", "编码的文段"})
BETWEEN = re.compile(r"[;；|\n┋]+|(?<=[^\d])[,，、]+(?=\s*[^\d\s])")
NONE = frozenset({"-", "—", "none", "no code", "无", "(none)", "（无）"})
TICKS = frozenset({"1", "x", "✓", "√", "v", "yes", "y", "true", "是", "有"})
EMPTY = frozenset({"", "0", "no", "n", "false", "否", "没有", "×"})
PATH = re.compile(r"\s*(?:\\|>|::)\s*")
SIDES = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[a-z])")
ONE = "1"


class CodedCell(NamedTuple):
    """What one coder gave one answer: None is not coded yet, () is no code at all."""

    key: str
    coder: str
    codes: tuple[str, ...]
    line: int


class CodingTable(NamedTuple):
    """A table of codings as it was read: who coded what, and the words beside them."""

    cells: list[CodedCell]
    coders: tuple[str, ...]
    texts: dict[str, str]


Row = Mapping[str, str]


def read_coding_table(rows: Sequence[Row], headings: Sequence[str], known: Iterable[str], *, name: str,
                      key: str | None = None, words: Iterable[str] = ()) -> CodingTable:
    """The codings in a table, whatever its shape; `known` may stand in the headings, `words` head the answers."""
    place = _find(headings, KEYS if key is None else {_fold(key)})
    if place is None:
        raise CleaningError("The table must have a column that says whose answer it is.", where="{file}", file=name,
                            fix="head it {key!r} (the survey's key), or name it: key='heading'", key="respondent")
    text = _find(headings, TEXTS | {_fold(word) for word in words})
    coder, code = _find(headings, CODERS), _find(headings, CODES)
    rest = [head for head in headings if head not in (place, text, coder)]
    texts = {row[place].strip(): row[text] for row in rows if text and row[text].strip()}
    if code is not None and _is_long(rows, place, coder, text, rest, code):
        coders = tuple(dict.fromkeys(row[coder].strip() or ONE for row in rows)) if coder else (ONE,)
        return CodingTable(_long_cells(rows, place, code, coder), coders, texts)
    ticked = _code_columns(rest, {_fold(one): one for one in known})
    if ticked:
        return CodingTable(*_ticked_cells(rows, place, coder, ticked), texts)
    if not rest:
        raise CleaningError("The table holds no codes.", where="{file}", file=name,
                            fix="one column for each coder, the codes' names in the cells; or one for each code")
    if code in rest and coder is not None:
        rest = [code]
    cells = [CodedCell(row[place].strip(), (row[coder] if coder else head).strip() or ONE, found, line)
             for line, row in enumerate(rows, start=2) for head in rest
             if row[place].strip() and (found := split_codes(row[head])) is not None]
    return CodingTable(cells, tuple(dict.fromkeys(cell.coder for cell in cells)), texts)


def _fold(text: str) -> str:
    """A heading as it is compared."""
    return normalise(text).casefold().strip(" :：*")


def _find(headings: Sequence[str], words: Iterable[str]) -> str | None:
    """The first column headed by one of these words, in Chinese, in English or in both (`答卷序号 Respondent`)."""
    wanted = set(words)
    return next((head for head in headings if {_fold(head), *SIDES.split(_fold(head))} & wanted), None)


def _is_long(rows: Sequence[Row], place: str, coder: str | None, text: str | None, rest: Sequence[str],
             code: str) -> bool:
    """Whether each row is one coding: somebody's answer occurs more than once for a coder, or words stand beside it."""
    seen = [(row[place], row[coder] if coder else "") for row in rows if row[place].strip()]
    single = all(len(split_codes(row[code]) or ()) <= 1 for row in rows)
    return single and (len(set(seen)) < len(seen) or (text is not None and list(rest) == [code]))


def _long_cells(rows: Sequence[Row], place: str, code: str, coder: str | None) -> list[CodedCell]:
    """One coding a row: those of one answer and coder put together."""
    found: dict[tuple[str, str], list[str]] = {}
    lines: dict[tuple[str, str], int] = {}
    for line, row in enumerate(rows, start=2):
        given = split_codes(row[code])
        if row[place].strip() and given is not None:
            whose = (row[place].strip(), (row[coder].strip() or ONE) if coder else ONE)
            found.setdefault(whose, []).extend(given)
            lines.setdefault(whose, line)
    return [CodedCell(*whose, tuple(dict.fromkeys(codes)), lines[whose]) for whose, codes in found.items()]


def _code_columns(rest: Sequence[str], known: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Columns that are codes: each heading's coder ('' where none is named) and code."""
    found = {}
    for head in rest:
        coder, between, code = head.rpartition(":") if ":" in head else head.rpartition("：")
        for who, what in (("", head), (coder.strip(), code if between else "")):
            if _fold(last_part(what)) in known:
                found[head] = (who, known[_fold(last_part(what))])
                break
    return found


def _ticked_cells(rows: Sequence[Row], place: str, coder: str | None,
                  columns: Mapping[str, tuple[str, str]]) -> tuple[list[CodedCell], tuple[str, ...]]:
    """Codes as columns: a tick in the cell; a row without any is not coded, one of noughts has no code."""
    cells = []
    for line, row in enumerate(rows, start=2):
        for who in dict.fromkeys(who for who, _ in columns.values()):
            own = {code: row[head].strip() for head, (name, code) in columns.items() if name == who}
            if not row[place].strip() or not any(own.values()):
                continue
            strange = [cell for cell in own.values() if cell.casefold() not in TICKS | EMPTY and not cell.isdigit()]
            if strange:
                raise CleaningError("A cell below a code must hold 1 or 0; it cannot hold {strange}.",
                                    where="row {line}", fix="x, 1, 是 for yes; blank, 0, 否 for no",
                                    strange=list_quoted(cell[:12] for cell in strange), line=line)
            given = tuple(code for code, cell in own.items() if cell.casefold() not in EMPTY)
            whose = who or (row[coder].strip() if coder else "") or ONE
            cells.append(CodedCell(row[place].strip(), whose, given, line))
    return cells, tuple(dict.fromkeys(cell.coder for cell in cells))


def split_codes(cell: str) -> tuple[str, ...] | None:
    """The codes in a cell; None for an empty one, which is not coded yet; () for `-` or `none`.
    >>> split_codes("pay; distance"), split_codes("-"), split_codes(" ")
    (('pay', 'distance'), (), None)
    """
    if not cell.strip():
        return None
    if cell.strip().casefold() in NONE:
        return ()
    return tuple(dict.fromkeys(part.strip() for part in BETWEEN.split(cell) if part.strip()))


def last_part(code: str) -> str:
    """The code at the end of a path such as `Hardship\\Pay`, as other programs write it."""
    return PATH.split(code.strip())[-1]
