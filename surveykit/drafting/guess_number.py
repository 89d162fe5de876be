"""Whether a column of numbers holds amounts, points of a rating, codes of options or identifiers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from surveykit.answers.record_keys import says_people
from surveykit.drafting.column_contents import ColumnContents, KindGuess, leave_out
from surveykit.drafting.option_list import SENTINELS, stands_outside
from surveykit.drafting.scale_points import find_points
from surveykit.drafting.value_shapes import AMOUNT, find_hidden_days
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number, uses_decimal_comma
from surveykit.words.phrases import join_words

NEARLY = 0.9  # share of cells that must read as numbers or dates
MOSTLY = 0.5  # of amounts: the others are sums and spans that no number holds
LIKELY = 2  # cells per distinct text of a choice
MOST_POINTS, MOST_CODES = 11, 40
POINTS = re.compile(r"[\d.]+(?:\s*(?:分|星|级|points?|stars?))?", re.IGNORECASE)
POINT_OF_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
COUNTED = re.compile(r"几(?!分)|多少(?!分)|年龄|年份|哪[一1]?年|岁|数量|次数|人数|"
                     r"how (?:many|old|long|often)|how much(?! (?:do|did|does|are|is|was) )|\bage\b|number of|"
                     r"\byears?\b|\bhours?\b|\bmonths?\b",
                     re.IGNORECASE)
MEASURES = re.compile(r"薪|工资|收入|支出|费|金额|价|补贴|津贴|分数|成绩|得分|身高|体重|面积|距离|步数|时长|"
                      r"\b(?:pay|salar|wage|income|earn|cost|price|expens|spen[dt]|amount|score|grade|mark|weight|height|"
                      r"distance|area|steps|population)", re.IGNORECASE)  # numbers that may differ for everybody
RATED = re.compile(r"\bhow (?:likely|satisfied|important|much do you)\b|\brate\b|\brating\b|on a scale|recommend|"
                   r"satisf|打分|评分|推荐|满意|程度|几分", re.IGNORECASE)
DAY = re.compile(r"日期|时间|生日|哪天|何时|\bdates?\b|\bdays?\b|\bwhen\b|birth|\bdob\b", re.IGNORECASE)
LEAST_RATED = 4  # the highest point at least
ENDS = re.compile(r"(?<![A-Za-z\d.])([01])\s*分?\s*(?:[-–—~～至到]+|to)\s*(10|[3-9])(?!\d)")
TOP = 10
RECOMMENDED = re.compile(r"推荐|\brecommend", re.IGNORECASE)  # where 10 is given the scale begins at 0
CODED = re.compile(r"邮编|邮政编码|(?:post(?:al)?|zip)[ -]?code", re.IGNORECASE)
JOINED_CODES = re.compile(r"\d{1,2}(?:(?P<mark>[,，;；、|/+&]) ?\d{1,2}(?:(?P=mark) ?\d{1,2})*)?")  # 1,2,4: ticks
THREE_CODES = re.compile(r"\d{1,2}(?:[,，;；、|/+&] ?\d{1,2}){2,}")
LONG_NUMBER = re.compile(r"\D*(?:\d[,\s]?){10,}[^\d.]*")  # whole: decimals of a weight are no identifier
NUMBERED = 5  # digits of a number that tells people apart
SMALLEST_FAR = 100  # of amounts: 999 below them all may be a code
ROUNDED_LONG = re.compile(r"[1-9](?:\.\d+)?E\+(?:0[89]|[1-9]\d)")  # as Excel shows a long number
OPEN_ENDED = re.compile(r"[<>≥≤]=? ?\d+.{0,2}|\d+ ?.{0,2}?(?:\+|[或及和]?(?:以上|以下|更多)|"
                        r"(?:or|and) (?:more|over|above|less|fewer|older))", re.IGNORECASE)  # `3+`, beside 0, 1, 2
GROUP = (r"(?:school|class(?:room)?|district|county|province|region|municipality|village|ward|town|city|state|country|"
         r"nation|cluster|strat(?:um|a)|psu|site|cent(?:er|re)|hospital|clinic|dep(?:t|artment)|faculty|firm|company|"
         r"industry|occupation|pair|block|batch|judge|interviewer|teacher|institution|group)")
GROUP_ZH = (r"(?:学校|院校|班级|省份?|地区|城?市|区县|县区?|乡镇|街道|社区|村庄?|学院|院系|系别|专业|行业|职业|岗位|"
            r"工种|单位|企业|公司|机构|医院|科室|访员|调查员|组别|分组|批次|站点|基地|民族|籍贯|国家|片区)")
NUMBERS_OF = re.compile(  # headings of numbers that stand for groups, places or, beside `says_people`, people
    rf"(?:.*[\W_])?(?:id|nr|code)|[pufh]id|{GROUP}|(?:{GROUP}|kid|family|household|mother|twin)[\W_]?"
    rf"(?:id|nr|no|num|code)\.?|(?:which|what) {GROUP}\b.*|"
    rf"(?:\d+[、.．] ?)?(?:请问)?(?:[您你]的?|(?:所在|来自|所学|就读|从事|目前|现在|毕业)的?)*{GROUP_ZH}"
    r"(?:的?(?:编号|代码|编码|号|id))?(?:是|为)?[?？:：]?|.*(?:编号|代码|编码)", re.IGNORECASE)
TIMES = re.compile(r"(?:(?:survey|interview|data)[\W_])?(?:year|wave|round|month|cohort)|"
                   r"(?:调查|入学|毕业)?(?:年份|年度|月份|届别?|年级)", re.IGNORECASE)  # their mean says nothing
BY_CHANCE = 40  # times the span of numbers that are all different is less than their square: no amounts
EXACT = 1e15  # Excel keeps 15 digits: 1.10101E+17 was an identifier
FEWEST_POINTS = 3  # of a rating


def guess_number(seen: ColumnContents, wording: str, codes: bool, sure: bool, *,
                 decimal_comma: bool = False) -> KindGuess | None:
    """Numbers; points of a rating or codes where they are few, small and come back."""
    words = [text for text in seen.texts if parse_number(text) is None and stands_outside(text)]
    found = guess_number(leave_out(seen, words), wording, codes, sure,
                         decimal_comma=decimal_comma) if 0 < len(words) < len(seen.texts) else None
    if found and (found.kind == "rating" or "codes" in found.doubts):  # points, and "don't know" beside them
        return replace(found, doubts={**found.doubts, "missing_label": {"labels": join_words(words)}})
    if any(map(THREE_CODES.fullmatch, seen.texts)) and all(map(JOINED_CODES.fullmatch, seen.texts)):
        return None
    comma = uses_decimal_comma(seen.texts, told=decimal_comma)
    values = {text: parse_number(text, wording, decimal_comma=comma) for text in seen.texts}
    numeric = {text: value for text, value in values.items() if value is not None}
    if len(numeric) < len(values) and find_points([*seen.labels]) is not None:  # words at the ends of a scale
        return None
    if _are_small({*numeric.values()}) and len(values) <= MOST_POINTS and any(
            OPEN_ENDED.fullmatch(normalise(text)) for text in set(values) - set(numeric)):
        return None
    amounts = set(numeric) | {text for text in seen.texts if AMOUNT.fullmatch(normalise(text))}  # 5000-6000, 7k左右
    if seen.share(set(numeric)) < (MOSTLY if seen.share(amounts) >= NEARLY else NEARLY):
        return None
    whole = {text for text, value in numeric.items() if value.is_integer()}
    bare = {text: normalise(text) for text in whole}
    long = seen.share(whole) >= NEARLY * seen.share(numeric) and (
        any(re.match(r"0\d", said) for said in bare.values())
        or seen.share(text for text, said in bare.items() if LONG_NUMBER.fullmatch(said)) >= MOSTLY)
    long |= len(numeric) > 1 and all(map(ROUNDED_LONG.fullmatch, numeric))
    if long or CODED.search(wording) or any(abs(value) >= EXACT for value in numeric.values()) or (
            _tell_apart(seen, numeric) and not COUNTED.search(wording) and not MEASURES.search(wording)):
        return KindGuess("text", {"identifier": {}})
    years = TIMES.fullmatch(wording.strip()) and len(numeric) <= MOST_CODES and seen.n >= LIKELY * len(numeric)
    named = NUMBERS_OF.fullmatch(wording.strip()) or says_people(wording)
    if len(whole) == len(numeric) > 1 and min(numeric.values()) >= 0 and (years or named):
        return KindGuess("single", {"codes": {}}) if len(numeric) <= MOST_CODES else KindGuess("text", {"numbered": {}})
    unread = sum(seen.texts[text] for text in set(values) - set(numeric))
    doubts: dict[str, dict[str, object]] = {"number": {"count": unread}}
    doubts = doubts if len(numeric) < len(values) else {}
    points = {text for text in numeric if "." in text}
    thousands = len(points) > 1 and all(POINT_OF_THOUSANDS.fullmatch(normalise(text)) for text in points)
    doubts |= {"thousands": {"count": sum(seen.texts[text] for text in points)}} if thousands else {}
    odd = _find_outside(seen, numeric)
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


def _find_outside(seen: ColumnContents, numeric: Mapping[str, float]) -> list[float]:
    """Numbers far from the others: usual codes for missing, or any beside the points of a rating."""
    values, found = set(numeric.values()), []
    usual = values - SENTINELS
    for value in sorted(values if len(usual) < 2 else (values - usual) | {min(usual), max(usual)}):
        rest = usual - {value}
        far = bool(rest) and (value < 2 * min(0.0, *rest) or value > 2 * max(rest) + MOST_POINTS - 1)
        if value in SENTINELS:
            found += [value] if far or (rest and min(rest) > max(SMALLEST_FAR, 2 * value)) else []
        elif far and _are_small(rest) and seen.share({t for t, x in numeric.items() if x in rest}) >= NEARLY:
            found.append(value)
    return found


def _tell_apart(seen: ColumnContents, numeric: Mapping[str, float]) -> bool:
    """Whether numbers number people: all whole and different, of as many digits or one after the other."""
    values = sorted(numeric.values())
    if len(values) < NUMBERED or len(values) < seen.n or not all(value.is_integer() for value in values):
        return False
    digits = {len(f"{value:.0f}") for value in values}
    alike = len(digits) == 1 and min(digits) >= NUMBERED and any(value % 10 for value in values)
    span = values[-1] - values[0]
    return values[0] >= 0 and (alike or span == len(values) - 1 or span * BY_CHANCE < len(values) ** 2)


def _are_small(values: set[float]) -> bool:
    """Whether numbers could be points or codes: whole, small, and more than one."""
    return len(values) > 1 and all(value.is_integer() and 0 <= value < MOST_POINTS for value in values)
