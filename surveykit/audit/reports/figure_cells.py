"""A cell of a table as count, base and percentage; its heading as what it announces."""

import re
from dataclasses import dataclass

from surveykit.audit.reports.simplified_text import simplify_text

NUMBER = r"\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,30})?|\d{1,30}(?:\.\d{1,30})?"
K, N, P = r"(?P<k>[\d,]{0,30}\d)", r"(?P<n>[\d,]{0,30}\d)", rf"(?P<p>{NUMBER})\s*(?P<u>[%‰]?)"
SOME = r"\s*[人份名次例个家户]?\s*"
OF = r"(?:/|(?:out )?of)"
SHAPES = tuple(re.compile(shape) for shape in (
    rf"{K}{SOME}{OF}\s*{N}{SOME}", rf"{K}{SOME}{OF}\s*{N}{SOME}[(\[,，;=\s]\s*{P}\s*[)\]]?",
    rf"{P}\s*[(\[]\s*{K}\s*{OF}\s*{N}\s*[)\]]", rf"{K}\s*/\s*{N}\s+{P}\s*[(\[][^)\]]*[)\]]"))
SPANNED = re.compile(rf"{P}\s*[(\[]\s*-?[\d.]+\s*%?\s*(?:-|–|—|~|,|，|;|至|到|to)\s*-?[\d.]+\s*%?\s*[)\]]")
# 3,878 is one number, no count and percentage
FIRST_COUNT = re.compile(rf"{K}{SOME}(?:[(\[，/|]|,(?!\d{{3}}(?!\d|\s*[%‰])))\s*{P}\s*[)\]]?")
FIRST_PERCENT = re.compile(rf"{P}\s*(?:[(\[，/|]|,(?!\d{{3}}(?!\d)))\s*(?P<e>[nN]\s*=\s*)?{K}{SOME}[)\]]?")
ALONE = re.compile(rf"(?P<number>{NUMBER})\s*(?P<u>%|‰)?{SOME}")
BRACKETED = re.compile(r"^[(\[]\s*(\d[^()\[\]]*%[^()\[\]]*\bn\s*=[^()\[\]]*)[)\]]$", re.IGNORECASE)
MARKS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡§¶]+|(?<=[\d%)])\s*[a-f]$")
EMPTY = {"", "-", "–", "—", "―", "/", "...", "…", "n/a", "na", "×", "无"}

BASE_IN_HEAD = re.compile(r"(?:(?:[nN]|样本量?|基数|base)\s*[=:：为]\s*|\bbase\s*[:：][^\d.;]{1,24}[(（]\s*"
                          r"|样本量?为\s*|[(（]\s*of\s+(?=\d+\s*[)）])|^[nN] of (?=\d+$)"
                          r"|[(（]\s*(?=[\d,]{1,30}\s*[例人名份]\s*[)）]))([\d,]{0,30}\d)(?!\.?\d)", re.IGNORECASE)
SKIPPED = re.compile(r"累[计积]|cumul|区间|\bci\b|置信|interval|均值|平均|标准[差误]|\bmean\b|\bs\.?d\.?\b|\bs\.?e\.?\b"
                     r"|χ|卡方|(?<![a-z])chi(?![a-z])|\bt\b(?!otal)|\bf\b|\bdf\b|自由度|\bp\b(?!\s*%)|p值|显著|系数|coefficient|(?-i:\bOR\b)"
                     r"|比值比|得分|score|排[名序]|\brank"
                     r"|增[长幅减]|变化|同比|环比|相差|差值|differen|(?<![a-z])change|growth|年龄|编号|序号|\bno\b$"
                     r"|中位|median"
                     r"|最[大小]|百分点|(?<![a-z])points|贡献|variance|α|r²|alpha(?!b)|kappa|omega|κ|ω|信度|载荷|loading",
                     re.IGNORECASE)
YEAR = re.compile(r"年份|\byear", re.IGNORECASE)  # but: after three years, %
PERCENT_HEAD = re.compile(r"%|‰|百分比|百分率|占比|比例|比率|比重|率$|率[(/（ ]|percent|per cent"
                          r"|\bshare|proportion|\bpct", re.IGNORECASE)
COUNT_HEAD = re.compile(r"人数|频数|频率|频次|次数|计数|数量|份数|例数|个数|人次|样本数|^人$|\bn\b|count|frequenc"
                        r"|\bfreq|\bnumber|respondents|cases|\bforms", re.IGNORECASE)
N_HEAD = re.compile(r"(?:^|\s)[nN]$")
BASE_HEAD = re.compile(r"基数|样本量|有效样本|\bbase\b|总人数|总数|应答人数", re.IGNORECASE)
BAND = re.compile(r"[<>≤≥＜＞]\s*\d|\d\s*(?:[-–—~～至]|to)\s*\d|\d\s*岁?(?:以[上下]|及以[上下])|\b(?:under|over)\s+\d")
# whose percent sign announces no percentage: OR (95% CI)
INTERVAL_HEAD = re.compile(r"9\d(?:\.\d)?\s*%\s*(?:CI|CrI|HDI|LoA|confidence|credible|置信|可信)", re.IGNORECASE)
# Rows of a table of several measures: means, medians, p values, ages and scores are no shares, N is a base.
OTHER_ROW = re.compile(
    r"\b(?:odds|hazard|risk|rate|prevalence) ratios?\b|^[ahro]{1,2}r\s*值?\s*(?:$|[(（])|(?<=[^率])[/／]\s*(?:years?"
    r"|months?|weeks?|days?|hours?|min|cm|kg|yuan|岁|年|月|周|天|d|h|元|万元|分|次|kg/m[2²])\s*$"
    r"|(?:^|[,，;；:：(（\[/\s])(?:mean|median|iqr|range|s\.?d\.?|s\.?e\.?m?|minimum|maximum|quartiles?|95 ?% ?ci"
    r"|p(?:[ -]?values?)?|χ²?|χ2|chi-?squared?|df|rr|hr|aor|beta|kappa|n missing)\s*(?:$|[)）\],，±(（=:：])"
    r"|^(?:mean|median)\b|^(?:ages?|bmi)\s*(?:$|[,(（]|at\b|in\b)|\bscores?\s*(?:$|[,(（]|at\b)|\baverage (?:age|score)"
    r"|[(（,，]\s*(?:years?|months?|weeks?|days?|hours?|minutes?|cm|kg|kg/m[2²]|mm|mmhg|mg|ml|yuan|usd|rmb|points?|岁"
    r"|年|月|周|天|小时|分钟?|元|万元|厘米|公斤)"
    r"\s*[)）]?\s*$"
    r"|均[值数]|中位|标准[差误]|四分位|极[差值]|最[大小]值|^平均(?!每)|得分|评分|^年龄\s*(?:$|[(（/])|p\s*值"
    r"|^[tfz]\s*值|卡方|自由度",
    re.IGNORECASE)
TOTAL = re.compile(r"^\s*(?:合\s*计|总\s*计|总\s*数|小\s*计|总\s*和|共\s*计|汇\s*总|总\s*体|全\s*体|有效合计"
                   r"|(?:(?:sub)?totals?|sum|overall|all(?: respondents)?)\b"
                   r"|(?:valid )?(?:cases|respondents)\s*$|(?:答题|受访|有效|填写)人数\s*$|本题有效填写)",
                   re.IGNORECASE)


def says_percent(text: str) -> bool:
    """Whether a heading or a label announces percentages; that of a confidence interval does not."""
    return PERCENT_HEAD.search(INTERVAL_HEAD.sub(" ", text)) is not None


@dataclass(frozen=True, slots=True)
class FigureCell:
    """What a cell holds; `signed` for a figure with its sign, `printed` with it."""

    count: int | None = None
    base: int | None = None
    printed: str = ""
    signed: bool = False
    whole: bool = False  # a number alone that may be a count or a percentage
    empty: bool = False
    spanned: bool = False  # an interval stands behind it
    named: bool = False  # the count is written n = 58: it may be the size of a group


NOTHING = FigureCell(empty=True)
WORDS = FigureCell()


def parse_cell(text: str, head: str = "") -> FigureCell:
    """A cell's numbers.
    >>> parse_cell("20 (43.5)").printed, parse_cell("43.5%（20）").count, parse_cell("20/46").base
    ('43.5%', 20, 46)
    """
    said = MARKS.sub("", simplify_text(text).text).strip()
    if said.casefold() in EMPTY:
        return NOTHING
    said = BRACKETED.sub(r"\1", said)
    if not said[:1].isdigit():
        return WORDS
    for shape in SHAPES:
        match = shape.fullmatch(said)
        if match:
            found = match.groupdict()
            printed = found.get("p") and _as_printed(found["p"], found["u"])
            return FigureCell(_int(found["k"]), _int(found["n"]), printed or "", bool(printed))
    spanned = SPANNED.fullmatch(said)
    if spanned:
        return FigureCell(None, None, _as_printed(spanned["p"], spanned["u"]), bool(spanned["u"]), spanned=True)
    return _pair(said, head) or _alone(said)


def _pair(said: str, head: str) -> FigureCell | None:
    """`20 (43.5)` or `43.5 (20)`; the heading decides where both could be counts."""
    first, second = FIRST_COUNT.fullmatch(said), FIRST_PERCENT.fullmatch(said)
    percent_first = re.match(r"\s*(?:%|百分|占比|比例|percent)", head, re.IGNORECASE)
    match = second if second and (percent_first or first is None or second["u"]) else first
    if match is None or "." in match["k"]:
        return None
    named = bool(match.groupdict().get("e"))
    return FigureCell(_int(match["k"]), None, _as_printed(match["p"], match["u"]), bool(match["u"]), named=named)


def _alone(said: str) -> FigureCell:
    """One number."""
    match = ALONE.fullmatch(said)
    if match is None:
        return WORDS
    if match["u"]:
        return FigureCell(None, None, _as_printed(match["number"], match["u"]), signed=True)
    if "." in match["number"]:
        return FigureCell(None, None, _as_printed(match["number"], ""))
    return FigureCell(_int(match["number"]), None, _as_printed(match["number"], ""), whole=True)


def _as_printed(number: str, unit: str | None) -> str:
    """A figure as `PrintedFigure` takes it."""
    return number.replace(",", "") + (unit or "%")


def _int(text: str) -> int:
    """A whole number with or without its commas."""
    return int(text.replace(",", ""))


def find_base(text: str) -> int | None:
    """The base that a heading states: `men (n = 20)`."""
    match = BASE_IN_HEAD.search(simplify_text(text).text)
    return _int(match[1]) if match and _int(match[1]) else None
