"""Figures and whole numbers in plain text: what each is by the words right beside it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from surveykit.audit.figures.number_words import CHINESE, ENGLISH, chinese_number, english_number

LONGEST = 30  # signs of a number that somebody meant
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
UNIT = r"(?:%|‰|per ?cent\b|per-cent\b|pct\b)"
DASH = r"(?:-|–|—|~|～|至|到|to)"
PERCENT = re.compile(rf"(?<![\d.A-Za-z])(?<!\d,)(?P<number>{NUMBER})\s*(?P<unit>{UNIT})", re.IGNORECASE)
RANGE = re.compile(rf"(?<![\d.])(?:(?:介于|从)?{NUMBER}\s*(?:{UNIT})?\s*{DASH}|(?:between|介于)\s*{NUMBER}"
                   rf"\s*(?:{UNIT})?\s*(?:and|与|和))\s*{NUMBER}\s*{UNIT}", re.IGNORECASE)
IN_WORDS = re.compile(rf"(?P<of>百|千)分之(?P<said>[{CHINESE}]+(?:点[{CHINESE}]+)?|{NUMBER})")
TENTHS = re.compile(rf"(?<![第{CHINESE}\d完])(?P<said>[一二两三四五六七八九十\d]{{1,2}})成"
                    r"(?P<more>半|[一二三四五六七八九])?"
                    r"(?![立功为员果本长绩年分都套群型品就份因名败交语熟堆行效双])")
ENGLISH_PERCENT = re.compile(rf"\b(?P<said>{ENGLISH.pattern})\s+per ?cent\b", re.IGNORECASE)
POINTS = re.compile(r"\s*(?:个?百分点|points?\b|-?\s*percentage points?|pp\b)", re.IGNORECASE)
WHOLE = re.compile(r"(?<![\d.A-Za-z#第])(?<!\d,)(?<![A-Za-z]-)(?:\d{1,3}(?:,\d{3})+|\d+)"  # COVID-19 and 5G are names
                   r"(?![\d%‰]|\.\d|,\d{3}|\s*(?:%|‰|per ?cent)|[A-Z](?![a-z]))")
# what follows a whole number that counts nobody
NO_COUNT = re.compile(r"\s*(?:年|月|日|时|分钟|分(?!之)|秒|岁|元|页|章|节|届|级|周|天|个月|小时|学分|组|个组|剂|版"
                      r"|倍|班|号|点|成|题|条|期(?!满)|强|热线|高校|院校|工程|(?<=[05])后|毫克|毫升|公斤|千克|厘米"
                      r"|公里|米(?!兰)|℃|[kmμ]?[gmlL]\b|mm\b"
                      r"|IU\b"
                      r"|(?:years?|months?|days?|weeks?|hours?|minutes?|points?|pages?|yuan|euros?|dollars?|pounds?"
                      r"|hectares|tons?|times|cm|km|items?|questions?"
                      r"|th|st|nd|rd|grades?|groups?|arms?|doses?|scores?|cycles?|sessions?|rounds?|waves?|levels?"
                      r"|stages?"
                      r"|categories|classes|factors?|scales?|degrees?|trials|studies|subgroups?|quintiles?"
                      r"|quartiles?)\b"
                      r"|°|-(?:year|point|item|week|month|day|level|arm))", re.IGNORECASE)
ROUGH_AFTER = re.compile(r"\s*(?:多|余|来|几|万|亿|千(?!分)|左右|上下|以上|以下|[-–~]?odd\b|\+|or so\b|or more\b)")
ROUGH_BEFORE = re.compile(r"(?:(?<![签预契合条公节制])约|近|超过|逾|不足|不到|about|nearly|almost|over|more than|some"
                          r"|around"
                          r"|approximately|fewer than|less than|roughly|至少|at least|[<>≤≥±])\s*$", re.IGNORECASE)
YEAR_BEFORE = re.compile(r"(?:\b(?:in|since|until|during|year|class of|by|from|to)|[-–—(])\s*$", re.IGNORECASE)
NAMED_BEFORE = re.compile(r"(?:\b(?:table|figure|fig\.|chapter|section|page|p\.|question|item|no\.|step|year|age"
                          r"|aged|part|grade|fortune|windows|android|ios|python|office|gen|generation|tier|category"
                          r"|article|appendix"
                          r"|experiment|room|route|module|scenario|visit|web|top|"
                          r"group|arm|stage|phase|level|wave|type|class|week|day|month|score|dose|version|score of"
                          r"|mean of"
                          r"|tel|df)|(?<!代)表|图|页|第|题|附录|公式|问题|电话|邮编|年龄|平均|得分|评分"
                          r"|=)\s*[:：]?\s*$",
                          re.IGNORECASE)
# [3], [3,5-7]; 20:26; 18-45, 18~45, 18 to 45, 18至45; 1 in 4
CITED = re.compile(r"(?<![%‰])(?<![%‰]\s)\[[\d\s,，;、–-]{1,40}\]")
RATIO = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:[:∶]| : )\d+(?:\.\d+)?(?!\d)")
SPAN = re.compile(r"(?<![\d.,A-Za-z])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?:[-–—~～至]"
                  r"|to\b)\s*\d[\d,]*(?:\.\d+)?(?!\s*[%‰/]|[\d.]*\d*[%‰/]"
                  r"|\d|\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?\d)")
ONE_IN = re.compile(r"(?<![\w.])\d+\s+in\s+\d+\b(?!\s*[%‰])")
# names: “三个倡导”, 《2021 年第 1 号》
QUOTED = re.compile(r"“[^“”%‰。；\n]{1,14}”|「[^「」%‰。；\n]{1,14}」|《[^《》%‰\n]{1,40}》")
# a rate of 7.3 per 1,000; points of a scale: a 7 or 8, 6 or less
PER = re.compile(r"\b(?:per|in every)\s+(?:\d{1,3}(?:,\d{3})+|\d+)|每\s*\d[\d,]*", re.IGNORECASE)
POINT = re.compile(r"(?<![\d.,])\d{1,2} or (?:\d{1,2}(?![\d%‰.,])|(?:less|fewer|lower|below|higher|above)\b)")
UNCOUNTED = (CITED, RATIO, SPAN, ONE_IN, QUOTED, PER, POINT)
PEOPLE_AFTER = re.compile(r"\s*[份人名位]|\s+(?:out\s+)?of\s+\d|\s+(?:people|patients|students|respondents)\b")
N_BEFORE = re.compile(r"(?:[nN]|\bbase|基数|样本量?)\s*[=:：]\s*$")


class Percent(NamedTuple):
    """A figure: where it stands, the plain printed string, and whether it is exact."""

    start: int
    end: int
    printed: str
    exact: bool

    @property
    def value(self) -> float:
        """In percent; 0 for what is no number."""
        number = self.printed.rstrip("%‰")
        plain = self.exact and number.replace(".", "", 1).isdecimal()
        return float(number) * (0.1 if "‰" in self.printed else 1) if plain else 0.0


class WholeNumber(NamedTuple):
    """A whole number that may be a count or a base; `rounded` for 1.2万, which stands for a range."""

    start: int
    end: int
    value: int
    rounded: bool = False


def find_percents(text: str) -> list[Percent]:
    """The figures of a text, in order; points of percent are none."""
    found: list[Percent] = []
    taken = 0
    for percent in sorted(_all(text), key=lambda p: (p.start, -p.end)):
        if percent.start < taken:
            continue
        taken = percent.end
        if percent.printed and not POINTS.match(text, percent.end):
            found.append(percent)
    return found


def _all(text: str) -> Iterator[Percent]:
    """Figures of every form; some overlap."""
    for match in RANGE.finditer(text):
        low, high = (float(number.replace(",", "")) for number in re.findall(NUMBER, match[0])[:2])
        if low > high:  # in 2019 to 18.4%
            continue
        yield Percent(match.start(), match.end(), match[0], False)
    for match in PERCENT.finditer(text):
        unit = "‰" if match["unit"] == "‰" else "%"
        yield Percent(match.start(), match.end(), match["number"].replace(",", "") + unit,
                      len(match["number"]) <= LONGEST)
    if "分之" in text:
        for match in IN_WORDS.finditer(text):
            number = match["said"].replace(",", "")
            number = number if number[0].isdigit() and number.isascii() else chinese_number(number)
            yield Percent(match.start(), match.end(), number and number + ("%" if match["of"] == "百" else "‰"),
                          len(number) <= LONGEST)
    if "成" in text:
        for match in TENTHS.finditer(text):
            yield Percent(match.start(), match.end(), match[0], False)
    if "cent" in text:
        for match in ENGLISH_PERCENT.finditer(text):
            yield Percent(match.start(), match.end(), english_number(match["said"]) + "%", True)


def find_wholes(text: str, rounded: frozenset[int] = frozenset()) -> list[WholeNumber]:
    """Whole numbers that may count somebody: no years, dates, pages, prices, ranges, ratios, rough numbers."""
    taken = {place for pattern in UNCOUNTED for match in pattern.finditer(text) for place in range(*match.span())}
    return [WholeNumber(match.start(), match.end(), int(match[0].replace(",", "")), match.start() in rounded)
            for match in WHOLE.finditer(text) if match.start() not in taken and _may_count(text, match)]


def _may_count(text: str, match: re.Match[str]) -> bool:
    """Whether a whole number may be a count."""
    before, value = text[max(0, match.start() - 24):match.start()], match[0]
    if len(value) > 9 or NO_COUNT.match(text, match.end()) or ROUGH_AFTER.match(text, match.end()):
        return False
    if N_BEFORE.search(before):
        return True
    if ROUGH_BEFORE.search(before) or NAMED_BEFORE.search(before):
        return False
    in_ratio = "/" in (text[match.start() - 1:match.start()], text[match.end():match.end() + 1])
    is_year = len(value) == 4 and value[:2] in {"19", "20"} and not in_ratio
    return not (is_year and YEAR_BEFORE.search(before) and not PEOPLE_AFTER.match(text, match.end()))
