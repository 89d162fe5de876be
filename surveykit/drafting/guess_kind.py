"""What kind of question a column is, by what stands in its cells.

Every rule is a guess; the ones that may be wrong give a doubt (a key of the phrases `draft.*`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from surveykit.answers.joined_ticks import SEPARATORS, find_separator
from surveykit.drafting.column_contents import ColumnContents, find_repeated_labels, leave_out, split_labels
from surveykit.drafting.option_list import SENTINELS, stands_outside
from surveykit.drafting.scale_points import find_points
from surveykit.drafting.value_shapes import AMOUNT, are_typed_amounts, find_hidden_days, find_spelt
from surveykit.text.is_date import DAY_FIRST, ISO, MONTH
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number, uses_decimal_comma
from surveykit.text.split_ticks import split_fill_in, split_ticks
from surveykit.text.yes_no import is_yes_no

NEARLY = 0.9  # share of cells that must read as numbers or dates
SHOWN_AMOUNTS = 3
MOSTLY = 0.5  # of amounts: the others are sums and spans that no number holds
POINTS = re.compile(r"[\d.]+(?:\s*(?:分|星|级|points?|stars?))?", re.IGNORECASE)
POINT_OF_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
MOST_OPTIONS, LONGEST_OPTION, MOST_POINTS = 40, 120, 11
SURE, LIKELY = 3, 2  # cells per distinct text of a choice
COUNTED = re.compile(r"几(?!分)|多少(?!分)|年龄|年份|哪[一1]?年|岁|数量|次数|人数|"
                     r"how (?:many|old|long|often)|how much(?! (?:do|did|does|are|is|was) )|\bage\b|number of|"
                     r"\byears?\b|\bhours?\b|\bmonths?\b",
                     re.IGNORECASE)
MEASURES = re.compile(r"薪|工资|收入|支出|费|金额|价|补贴|津贴|分数|成绩|得分|身高|体重|面积|距离|步数|时长|"
                      r"\b(?:pay|salar|wage|income|earn|cost|price|expens|spen[dt]|amount|score|grade|mark|weight|height|"
                      r"distance|area|steps|population)", re.IGNORECASE)  # numbers that may differ for everybody
SEVERAL = re.compile(r"可多选|多选|不定项|最多选|至多|all that apply|(?:select|choose|check|tick) all", re.IGNORECASE)
RANKED = re.compile(r"排序|排列|排名|按.{0,12}(?:顺序|先后|高低)|\brank|\bin order\b", re.IGNORECASE)
RATED = re.compile(r"\bhow (?:likely|satisfied|important|much do you)\b|\brate\b|\brating\b|on a scale|recommend|"
                   r"satisf|打分|评分|推荐|满意|程度|几分", re.IGNORECASE)
DAY = re.compile(r"日期|时间|生日|哪天|何时|\bdates?\b|\bdays?\b|\bwhen\b|birth|\bdob\b", re.IGNORECASE)
LEAST_RATED = 4  # the highest point at least
ENDS = re.compile(r"(?<![A-Za-z\d.])([01])\s*分?\s*(?:[-–—~～至到]+|to)\s*(10|[3-9])(?!\d)")
TOP = 10
RECOMMENDED = re.compile(r"推荐|\brecommend", re.IGNORECASE)  # where 10 is given the scale begins at 0
OPEN = re.compile(r"(?:意见|建议|评论|留言|感言|备注|想说的话?)[)）]?[?？。.：:]?$|"
                  r"\b(?:comments?|suggestions?|remarks?|anything else)\W*$", re.IGNORECASE)
ABOUT = re.compile("看待|是否|采纳|哪[一个种类]|满意|认同|同意")  # asks about advice, not for it
CODED = re.compile(r"邮编|邮政编码|(?:post(?:al)?|zip)[ -]?code", re.IGNORECASE)
NO_PAIR = frozenset({"有", "没有", "无"})  # alone they may be words somebody typed
CODE = re.compile(r"[A-Za-z]{1,3}\d{1,3}")
JOINED_CODES = re.compile(r"\d{1,2}(?:(?P<mark>[,，;；、|/+&]) ?\d{1,2}(?:(?P=mark) ?\d{1,2})*)?")  # 1,2,4: ticks
THREE_CODES = re.compile(r"\d{1,2}(?:[,，;；、|/+&] ?\d{1,2}){2,}")
LONG_NUMBER = re.compile(r"\D*(?:\d[,\s]?){10,}[^\d.]*")  # whole: decimals of a weight are no identifier
NAME = re.compile(r"[\w.\-]+")
HARD = "┋"
FILE = re.compile(r"\[document\]|=HYPERLINK\(.*\)|.*\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|heic|zip|rar|mp[34]|mov)"
                  r"(?:[?#]\S*)?", re.IGNORECASE)
NUMBERED = 5  # digits of a number that tells people apart
SMALLEST_FAR = 100  # of amounts: 999 below them all may be a code
ROUNDED_LONG = re.compile(r"[1-9](?:\.\d+)?E\+(?:0[89]|[1-9]\d)")  # as Excel shows a long number
EXACT = 1e15  # Excel keeps 15 digits: 1.10101E+17 was an identifier
FEWEST_ORDERS = 3  # of the same options in a cell: a ranking
FEWEST_POINTS = 3  # of a rating


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A kind of item, the doubts about it with what they name, and the separator found in cells of several answers."""

    kind: str
    doubts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    mark: str = ""


def guess_kind(seen: ColumnContents, wording: str, *, separator: str = "", ranking: str = "", coded: bool = False,
          loose: bool = False) -> KindGuess:
    """The kind of a question of one column.
    `separator` and `ranking` may join several answers in a cell; `coded` exports hold codes
    instead of labels, `loose` ones may.
    """
    if not seen.n:
        return KindGuess("text", {"empty": {}})
    if all(FILE.fullmatch(text) for text in seen.texts):
        return KindGuess("text", {"files": {}})
    return (_guess_several(seen, wording, separator, ranking) or _guess_date(seen)
            or _guess_number(seen, wording, coded or loose, coded) or _guess_joined(seen, wording, separator)
            or _guess_choice(seen, wording))


def _guess_several(seen: ColumnContents, wording: str, separator: str, ranking: str) -> KindGuess | None:
    """A select-all question or a ranking in one column."""
    both = bool(ranking) and ranking == separator
    if ranking and has_recurring_pieces(seen, ranking) and (not both or _is_one_set(seen, ranking)):
        return KindGuess("rank", {"rank_or_ticks": {}} if both else {})
    ranked = RANKED.search(wording) and any(ranking in text for text in seen.texts)
    if ranking and ranked and (not both or _is_one_set(seen, ranking, least=1)):
        return KindGuess("rank")
    if separator and separator == HARD and any(len(split_ticks(text, HARD)) > 1 for text in seen.texts):
        return KindGuess("multiple", mark=HARD)
    if separator == " " and not _are_names(seen):
        joined = SEVERAL.search(wording) and any(" " in text for text in seen.texts)
        return KindGuess("text", {"labels_joined": {}}) if joined else None
    if separator and has_recurring_pieces(seen, separator):
        return KindGuess("multiple", {} if SEVERAL.search(wording) else {"separator": {"mark": separator}}, separator)
    if separator and SEVERAL.search(wording) and is_choice(seen):
        return _guess_joined(seen, wording, separator) or KindGuess("multiple", {"separator_absent": {}}, separator)
    return None


def has_recurring_pieces(seen: ColumnContents, separator: str) -> bool:
    """Whether the pieces of cells come back in other cells, as options do and free text does not."""
    if not any(separator in text for text in seen.texts):
        return False
    cells = {text: [split_fill_in(piece)[0] for piece in labels]
             for text, labels in split_labels(seen.texts, separator).items()}
    said = Counter(piece for found in cells.values() for piece in set(found))
    total = sum(count * len(cells[text]) for text, count in seen.texts.items())
    short = all(len(piece) <= LONGEST_OPTION for piece in said)
    ends = separator == ";" and all(text.rstrip().endswith(";") for text in seen.texts)
    shared = any(said[piece] > 1 for found in cells.values() if len(found) > 1 for piece in found)
    return short and (ends or (shared and len(said) <= MOST_OPTIONS and total >= 2 * len(said)))


def _guess_joined(seen: ColumnContents, wording: str, known: str) -> KindGuess | None:
    """Ticks joined by a mark that the platform does not name, or is not known for."""
    if any(known in text for text in seen.texts if known) or seen.fills or seen.letters:
        return None
    order = next((mark for mark in SEPARATORS if _is_one_set(seen, mark, least=FEWEST_ORDERS)), "")
    if order:
        return KindGuess("rank", {} if RANKED.search(wording) else {"rank_or_ticks": {}}, order)
    mark = find_separator(list(seen.texts))
    if not mark or not has_recurring_pieces(seen, mark) or find_points(list(seen.labels)) is not None:
        return None
    shown = "\\n" if mark == "\n" else mark
    return KindGuess("multiple", {} if SEVERAL.search(wording) else {"separator": {"mark": shown}}, mark)


def _are_names(seen: ColumnContents) -> bool:
    """Whether cells hold names of options (`cash in_kind`), parted by blanks, and no wording (`Very good`)."""
    words = [text.split() for text in seen.texts]
    worded = any(found[0][0].isupper() and found[-1][0].islower() for found in words if found)
    return not worded and all(NAME.fullmatch(word) for found in words for word in found)


def pieces_together(texts: Iterable[str], separator: str) -> list[str]:
    """Neighbouring pieces that never stand apart: perhaps one label that holds the separator."""
    cells = list(split_labels(texts, separator).values())
    alone = Counter(piece for found in cells for piece in found)
    beside = Counter(pair for found in cells for pair in pairwise(found))
    return [separator.join(pair) for pair, count in beside.items()
            if count > 1 and count == alone[pair[0]] == alone[pair[1]]]


def _is_one_set(seen: ColumnContents, separator: str, least: int = 2) -> bool:
    """Whether every cell holds the same options, at least two, in as many orders as this."""
    found = {frozenset(split_ticks(text, separator)) for text in seen.texts}
    return len(found) == 1 and len(next(iter(found))) > 1 and len(seen.texts) >= least


def _guess_date(seen: ColumnContents) -> KindGuess | None:
    """Days and months."""
    said = {text: normalise(text) for text in seen.texts}
    if _share(seen, {text for text, day in said.items() if ISO.fullmatch(day) or MONTH.fullmatch(day)}) >= NEARLY:
        return KindGuess("date")
    if _share(seen, {text for text, day in said.items() if DAY_FIRST.fullmatch(day)}) >= NEARLY:
        return KindGuess("date", {"date_order": {}})
    hidden = find_hidden_days(said)
    if hidden == "digits" or (hidden == "dotted" and len(said) > 1):
        return KindGuess("date", {f"days_{hidden}": {}})
    return None


def _guess_number(seen: ColumnContents, wording: str, codes: bool, sure: bool) -> KindGuess | None:
    """Numbers; points of a rating or codes where they are few, small and come back."""
    words = [text for text in seen.texts if parse_number(text) is None and stands_outside(text)]
    found = _guess_number(leave_out(seen, words), wording, codes, sure) if 0 < len(words) < len(seen.texts) else None
    if found and (found.kind == "rating" or "codes" in found.doubts):  # points, and "don't know" beside them
        return replace(found, doubts={**found.doubts, "missing_label": {"labels": "、".join(words)}})
    if any(map(THREE_CODES.fullmatch, seen.texts)) and all(map(JOINED_CODES.fullmatch, seen.texts)):
        return None
    comma = uses_decimal_comma(seen.texts)
    values = {text: parse_number(text, wording, decimal_comma=comma) for text in seen.texts}
    numeric = {text: value for text, value in values.items() if value is not None}
    if len(numeric) < len(values) and find_points([*seen.labels]) is not None:  # words at the ends of a scale
        return None
    amounts = set(numeric) | {text for text in seen.texts if AMOUNT.fullmatch(normalise(text))}  # 5000-6000, 7k左右
    if _share(seen, set(numeric)) < (MOSTLY if _share(seen, amounts) >= NEARLY else NEARLY):
        return None
    long = any(re.match(r"0\d", normalise(text)) or LONG_NUMBER.fullmatch(normalise(text)) for text in numeric)
    long |= len(numeric) > 1 and all(map(ROUNDED_LONG.fullmatch, numeric))
    if long or CODED.search(wording) or any(abs(value) >= EXACT for value in numeric.values()) or (
            _tell_apart(seen, numeric) and not COUNTED.search(wording) and not MEASURES.search(wording)):
        return KindGuess("text", {"identifier": {}})
    unread = sum(seen.texts[text] for text in set(values) - set(numeric))
    doubts: dict[str, dict[str, object]] = {"number": {"count": unread}}
    doubts = doubts if len(numeric) < len(values) else {}
    points = {text for text in numeric if "." in text}
    thousands = len(points) > 1 and all(POINT_OF_THOUSANDS.fullmatch(normalise(text)) for text in points)
    doubts |= {"thousands": {"count": sum(seen.texts[text] for text in points)}} if thousands else {}
    odd = sorted({value for value in numeric.values() if _is_outside(value, seen, numeric)})
    doubts |= {"sentinel": {"codes": ", ".join(f"{value:g}" for value in odd)}} if odd else {}
    pointed = all(POINTS.fullmatch(normalise(text)) for text in numeric)
    few = _are_small(set(numeric.values())) and seen.n >= LIKELY * len(set(numeric.values()))
    if not doubts and pointed and few and (sure or not COUNTED.search(wording)):
        low, high = min(numeric.values()), max(numeric.values())
        two = high < FEWEST_POINTS  # 1 and 2 are codes, such as of a gender
        codes = codes and not (high >= LEAST_RATED and RATED.search(wording))
        low, high = find_ends(wording, [*numeric.values()])
        return KindGuess("single", {"codes": {}}) if codes or two else KindGuess(
            "rating", {"rating_numbers": {"low": f"{low:g}", "high": f"{high:g}"}})
    if find_hidden_days(numeric) == "serial" and DAY.search(wording):
        doubts |= {"days_serial": {}}
    unsure = not doubts and _are_small(set(numeric.values())) and not COUNTED.search(wording)
    shown = ", ".join(f"{value:g}" for value in sorted(set(numeric.values())))
    return KindGuess("number", {"few_numbers": {"codes": shown}} if unsure else doubts)


def find_ends(wording: str, values: Sequence[float]) -> tuple[float, float]:
    """The lowest and highest point of a rating: those that its wording names, else 1 (or a lower one given) and the
    highest given.
    >>> find_ends("推荐的可能性（0—10分）", [6, 9]), find_ends("Rate us", [2, 5]), find_ends("Recommend us?", [3, 10])
    ((0.0, 10.0), (1, 5), (0, 10))
    """
    named = ENDS.search(normalise(wording))
    if named and float(named[1]) <= min(values) and max(values) <= float(named[2]):
        return float(named[1]), float(named[2])
    return min(0 if max(values) == TOP and RECOMMENDED.search(wording) else 1, *values), max(values)


def _is_outside(value: float, seen: ColumnContents, numeric: Mapping[str, float]) -> bool:
    """Whether a number lies far from the others: a usual code for missing, or any beside the points of a rating."""
    rest = [other for other in numeric.values() if other not in SENTINELS and other != value]
    far = bool(rest) and (value < min(0.0, *rest) or value > 2 * max(rest) + MOST_POINTS - 1)
    low = bool(rest) and min(rest) > max(SMALLEST_FAR, 2 * value)
    near = {text for text, other in numeric.items() if other in rest}
    return (value in SENTINELS and (far or low)) or (far and _are_small({*rest}) and _share(seen, near) >= NEARLY)


def _tell_apart(seen: ColumnContents, numeric: Mapping[str, float]) -> bool:
    """Whether numbers number people: all whole and different, of as many digits or one after the other."""
    values = sorted(numeric.values())
    if len(values) < NUMBERED or len(values) < seen.n or not all(value.is_integer() for value in values):
        return False
    digits = {len(f"{value:.0f}") for value in values}
    alike = len(digits) == 1 and min(digits) >= NUMBERED and any(value % 10 for value in values)
    return values[0] >= 0 and (alike or values[-1] - values[0] == len(values) - 1)


def _are_small(values: set[float]) -> bool:
    """Whether numbers could be points or codes: whole, small, and more than one."""
    return len(values) > 1 and all(value.is_integer() and 0 <= value < MOST_POINTS for value in values)


def _guess_choice(seen: ColumnContents, wording: str) -> KindGuess:
    """One of several options, else free text; short remarks come back too and are no options."""
    if _is_proven(seen):
        return KindGuess("single", {"codes": {}} if all(map(CODE.fullmatch, seen.labels)) else {})
    asked = OPEN.search(wording.strip()) and not ABOUT.search(wording)
    if is_choice(seen) and not asked:
        doubts: dict[str, dict[str, object]] = {} if seen.n >= SURE * len(seen.labels) else {"choice": {}}
        if are_typed_amounts(seen.labels):
            doubts |= {"amounts": {"labels": ", ".join([*seen.labels][:SHOWN_AMOUNTS])}}
        return KindGuess("single", doubts | ({"codes": {}} if all(map(CODE.fullmatch, seen.labels)) else {}))
    few = len(seen.labels) <= MOST_POINTS and _are_short(seen)
    if few:
        return KindGuess("text", {"text_or_choice": {"count": len(seen.labels)}})
    spelt = find_spelt(seen.texts)
    if not asked and _share(seen, spelt) >= MOSTLY:
        return KindGuess("text", {"spellings": {"count": sum(seen.texts[text] for text in spelt)}})
    options = [] if asked else find_repeated_labels(seen)
    return KindGuess("text", {"mostly_labels": {
        "count": sum(seen.labels[label] for label in options),
        "labels": " / ".join(options[:SHOWN_AMOUNTS])}} if options else {})


def is_choice(seen: ColumnContents) -> bool:
    """Whether labels are few, short and come back, most of them more than once."""
    often = sum(count > 1 for count in seen.labels.values())
    return (_are_short(seen) and len(seen.labels) <= MOST_OPTIONS and seen.n >= LIKELY * len(seen.labels)
            and 2 * often >= len(seen.labels))


def _is_proven(seen: ColumnContents) -> bool:
    """Whether something shows that labels are options, however few people answered."""
    if len(seen.labels) > MOST_OPTIONS:
        return False
    lettered = bool(seen.letters) and all(seen.letters.values())
    listed = is_yes_no(seen.labels) and (len(seen.labels) > 1 or not seen.labels.keys() <= NO_PAIR)
    return _are_short(seen) and (bool(seen.fills) or lettered or listed or find_points(list(seen.labels)) is not None)


def _are_short(seen: ColumnContents) -> bool:
    """Whether all labels are short enough for an option."""
    return all(0 < len(label) <= LONGEST_OPTION for label in seen.labels)


def _share(seen: ColumnContents, texts: set[str]) -> float:
    """Share of the cells with an answer that hold one of these texts."""
    return sum(seen.texts[text] for text in texts) / seen.n
