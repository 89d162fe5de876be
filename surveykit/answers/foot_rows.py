"""Rows at the foot of a table that are no respondents: totals, averages, notes, whatever they are called.

A row that holds an answer in words is somebody's. Of the others some say what they are, some stand under a column of
keys without being a key, and some hold nothing but the sums or means of what stands above.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from surveykit.formats import Column
from surveykit.text.is_date import is_date
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number
from surveykit.words.phrases import Text

REASON: Text = {"zh": "表末的合计、平均或说明", "en": "totals, averages or notes at the foot of the table"}
MARKS = r"[\s:*·【】\[\]()<>#\"'—–-]*"
TOTAL = re.compile(
    rf"{MARKS}(?:(?:本页|全[部体]|有效|样本|总|各项)?(?:[合总小共累] ?计|汇 ?总|总 ?[数和体]|求 ?和|人数|计数|"
    r"样本[数量]|平 ?均.{0,4}|均 ?值|最[大小高低][值分]?|中位数|众数|标准[差误]|方差|占 ?比|百分比|比例)[数额行]?|"
    r"(?:grand |sub)?-?totals?|sums?|(?:grand )?means?|averages?|avg\.?|medians?|minimum|maximum|min|max|overall|all|"
    r"n|m|std\.?(?: ?(?:dev|err)(?:iation|or)?\.?)?|standard (?:deviation|error)|s\.?[de]\.?|variance|counts?|valid n|"
    r"[%Σ∑Øø]|x̄|gesamt|insgesamt|summe|durchschnitt|mittelwert|anzahl|moyenne|somme|promedio|media|suma)"
    rf"(?: ?[:(].*|{MARKS})", re.IGNORECASE)
MAKER = re.compile(
    r"(?:制 ?表|填 ?表|审 ?核|复 ?核|统 ?计|录 ?入|打 ?印|导 ?出|编 ?制|更 ?新)(?:人|员|者|日期|时间|单位|部门)?"
    r"(?: ?:.*| .*|\d.*)|"
    r"(?:备 ?注|说 ?明|附?注|数据来源|资料来源|来源|单位)(?: ?:.*)?|"
    r"(?:制表|填表|审核|复核|统计|录入)(?:人|员|日期|时间|单位)|"
    r"(?:联系|负责|调查|访问|主办|承办|主管)(?:人|员|电话|方式|地址|邮箱|单位|时间|日期) ?:.*|"
    r"(?:电话|手机|邮箱|电子邮件|地址|网址|日期|版权) ?:.*|"
    r"(?:contact|tel|telephone|phone|e-?mail|address|website|web|date|authors?|copyright)(?: \w+)? ?:.*|"
    r"以[上下](?:为|数据|空白|均).*|共 ?\d+ ?[条份人行页名个].*|第 ?\d+ ?页.*|"
    r"有效(?:问卷|样本|答卷|份数).*\d.*|(?:回收|有效)率.*\d.*|"
    r"(?:notes?|sources?)(?: ?:.*)?|(?:prepared|created|compiled|generated|exported) (?:by|on|from)\b.*|"
    r"(?:report|file|table) (?:prepared|created|generated).*|page \d+(?: (?:of|/) \d+)?|n ?= ?\d+|[©*†].*|"
    r"[^\w]*end(?: of (?:report|file|data|table|export|survey))?[^\w]*|(?:there (?:are|were) )?\d+ "
    r"(?:respondents?|responses?|rows?|records?|cases?|participants?)\b.*|data (?:as of|from)\b.*", re.IGNORECASE)
NUMBERED = re.compile(r"\D{0,3}(?P<number>[+-]?\d[\d,]*(?:\.\d+)?)\s*\D{0,3}")
MOST = 8
SAMPLE = 100  # rows that tell what a column holds
FIGURES = ("sum", "mean", "n", "low", "high", "median", "sd", "sd_all", "variance")
ROUNDED, EQUAL = 100, 1e-9  # from here a whole number may be a rounded mean
FEWEST_KEYS = 5  # that tell what a key looks like
NEARLY = 0.9  # of keys: differ from each other


def find_foot_rows(columns: Sequence[Column]) -> list[int]:
    """The rows, from 0, at the foot of a table that are no respondents; [] for none."""
    rows = len(columns[0].codes) if columns else 0
    first = rows
    while first > max(1, rows - MOST) and _may_be_foot([cell for cell in _cells(columns, first - 1) if cell]):
        first -= 1
    while first < rows:
        above = [FootColumn(column, first) for column in columns]
        person = next((row for row in range(first, rows) if not _is_foot(above, _cells(columns, row))), None)
        if person is None:
            break
        first = person + 1  # the rows below may be the foot of a table that is longer by this one
    return list(range(first, rows))


@dataclass(frozen=True)
class FootColumn:
    """A column and its first `rows`, those above what may be the foot."""

    column: Column
    rows: int

    @cached_property
    def counts(self) -> np.ndarray:
        """int, one per distinct text: how often it stands above."""
        return np.bincount(self.column.codes[:self.rows], minlength=len(self.column.texts))

    @cached_property
    def sample(self) -> list[str]:
        """Cells from all over, as they are compared."""
        places = np.unique(np.linspace(0, self.rows - 1, SAMPLE).astype(int))
        return [normalise(self.column.texts[code]) for code in self.column.codes[places]]

    @cached_property
    def is_key(self) -> bool:
        """Whether every row above has a value, nearly all different."""
        return int((self.counts > 0).sum()) >= NEARLY * self.rows and self.is_filled

    @cached_property
    def is_filled(self) -> bool:
        """Whether no row above is blank."""
        blanks = [code for code, text in enumerate(self.column.texts) if not text.strip()]
        return "" not in self.sample and not self.counts[blanks].any()

    @cached_property
    def says_words(self) -> bool:
        """Whether most rows above hold words."""
        return 2 * sum(1 for cell in self.sample if cell and _read(cell) is None) > len(self.sample)

    def holds(self, cell: str) -> bool:
        """Whether a cell stands above too."""
        return any(n and normalise(text) == cell for text, n in zip(self.column.texts, self.counts, strict=True))

    def is_unlike(self, cell: str) -> bool:
        """Whether a cell under a column of keys can be none: a word under numbers or days, a phrase under codes."""
        if not self.is_key or not all(any(map(str.isdigit, key)) for key in self.sample):
            return False
        counted = all(parse_number(key) is not None or is_date(key) for key in self.sample)
        spaced = any(" " in key for key in self.sample)
        return not any(map(str.isdigit, cell)) or (" " in cell and not spaced) or (
            counted and parse_number(cell) is None and not is_date(cell))

    @cached_property
    def figures(self) -> dict[str, float]:
        """What a foot may say of the numbers above."""
        read = [(_read(normalise(text)), int(n)) for text, n in zip(self.column.texts, self.counts, strict=True) if n]
        known = [(value, n) for value, n in read if value is not None]
        n = sum(n for _, n in known)
        if n < 2:
            return {}
        values = np.repeat([value for value, _ in known], [n for _, n in known])
        with np.errstate(all="ignore"):  # numbers without end have no variance
            found = (values.sum(), values.mean(), n, values.min(), values.max(), np.median(values),
                     values.std(ddof=1), values.std(), values.var(ddof=1))
        return dict(zip(FIGURES, map(float, found), strict=True))

    def is_figure(self, cell: str, name: str) -> bool:
        """Whether a cell is this figure, as exactly as it is printed; a small whole number is it only when equal."""
        value, decimals = _read(cell), len(cell.partition(".")[2].rstrip("%元分人岁年 "))
        exact = 0.5001 * 10.0 ** -decimals if decimals or abs(value or 0) >= ROUNDED else EQUAL
        return value is not None and name in self.figures and abs(value - self.figures[name]) <= exact


def _cells(columns: Sequence[Column], row: int) -> list[str]:
    """The cells of a row, as they are compared."""
    return [normalise(column.texts[column.codes[row]]) for column in columns]


def _read(cell: str) -> float | None:
    """The number of a cell, a unit of a few letters beside it."""
    value = parse_number(cell)
    found = None if value is not None else NUMBERED.fullmatch(cell)
    return float(found["number"].replace(",", "")) if found else value


def _may_be_foot(filled: Sequence[str]) -> bool:
    """Whether a row holds no answer in words: its filled cells are numbers behind the first, or it says who made it."""
    numbers = all(_read(cell) is not None for cell in filled[1:])
    return bool(filled) and (numbers or MAKER.fullmatch(filled[0]) is not None)


def _is_foot(above: Sequence[FootColumn], cells: Sequence[str]) -> bool:
    """Whether a row without words is no respondent's."""
    place = next(place for place, cell in enumerate(cells) if cell)
    word, rest = cells[place], [(above[n], cell) for n, cell in enumerate(cells) if n > place and cell]
    alone = not rest and len(cells) > 1
    if _read(word) is not None and not MAKER.fullmatch(word):
        return _holds_figures(above, cells)
    unlike = above[place].is_unlike(word)
    if MAKER.fullmatch(word):
        makers = sum(MAKER.fullmatch(cell) is not None for cell in cells if cell)
        alike = above[place].holds(word) or any(MAKER.fullmatch(cell) for cell in above[place].sample)
        return unlike or (not alike and len(rest) < (2 * makers if len(cells) > 1 else 0))
    words = [cell for n, cell in enumerate(cells) if n != place and above[n].says_words]
    same = [name for name in FIGURES if rest and all(column.is_figure(cell, name) for column, cell in rest)]
    if TOTAL.fullmatch(word) and not above[place].holds(word):
        silent = bool(words) and not any(words) and not above[place].is_key
        return alone or unlike or silent or bool(same)
    sums = bool({"sum", "mean"} & {*same}) and not any(words)
    return unlike and above[place].rows >= FEWEST_KEYS and (alone or sums)


def _holds_figures(above: Sequence[FootColumn], cells: Sequence[str]) -> bool:
    """Whether the numbers of a row without a word are all sums, or all means, and one of them can be no answer."""
    rest = [(column, cell) for column, cell in zip(above, cells, strict=True) if cell]
    if cells[0] or not above[0].is_filled or any(column.says_words for column, _ in rest):
        return False
    for name in ("sum", "mean"):
        if all(column.is_figure(cell, name) for column, cell in rest):
            return any(_is_no_answer(column, cell, name) for column, cell in rest)
    return False


def _is_no_answer(column: FootColumn, cell: str, name: str) -> bool:
    """Whether a figure lies above all answers, or between whole ones."""
    value = _read(cell) or 0.0
    if name == "sum":
        return value > column.figures["high"]
    return not value.is_integer() and all(float(_read(other) or 0).is_integer() for other in column.sample if other)
