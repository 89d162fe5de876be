"""The words beside a figure that say what it is not: no share at all, a goal, about, a change."""

import re

FLAGS = re.IGNORECASE
NEAR = 48  # signs before a figure that are looked at

# confidence levels, p values, errors, explained variance: no figures
STATISTIC_BEFORE = re.compile(
    r"(?:\b[pP]\s*(?:值|-?values?)?\s*[<>=≤≥]\s*|[αβ]\s*[=＝]\s*|\balpha\s*(?:=|of)\s*"
    r"|(?:置信|可信)(?:水平|度|系数)?(?:为|是|取|:)?\s*"
    r"|显著性?(?:水平)?(?:为|是|取|:)\s*|(?:confidence|significance)(?: levels?)?(?: of| at| is| was|:| =)*\s*"
    r"|\bpower (?:of|=)\s*|±\s*|margins? of error[^.;]{0,24}|误差[^，。；]{0,10}|R[2²]\s*=\s*"
    r"|方差[^，。；]{0,12}|解释率(?:为|达到?|是)?\s*|variance[^.,;]{0,20}|explain(?:s|ed|ing)?\s*|解释了?(?:总变异的)?\s*"
    r"|(?:\bCI\b|区间|interval)(?:\s|:|：|为|是|of|from|\[|[(（])*(?:[\d.]+%?\s*(?:,|，|-|–|—|至|到|to)\s*)?)$", FLAGS)
STATISTIC_AFTER = re.compile(
    r"\s*-?\s*的?(?:双侧|单侧)?\s*(?:[A-Z][a-z]+(?:'s)?\s+)?(?:置信|可信|显著|把握|区间|CI\b|confidence|credible"
    r"|intervals?\b"
    r"|significance|levels?\b|power\b|of (?:the )?(?:total )?variance|的?(?:总)?(?:方差|变异))", FLAGS)

TARGET_BEFORE = re.compile(
    r"(?:(?:力争|争取|确保|务求|预期|计划|规划|拟|要求|应当?|须|必须|需要?|将|要|到20\d\d年)[^，。；,;]{0,18}"
    r"(?:达到|达|实现|提高到|提高至|提升到|提升至|提到|控制在|降到|降至|超过|完成|不低于|保持在|稳定在)\s*(?:到|至|约"
    r"|在)?\s*"
    r"|(?:力争|争取|确保)[^，。；,;]{0,16}"
    r"|(?:不低于|不少于|不得低于|不得少于|不高于|不超过|不得超过|不小于|须达|应达|应达到|至少达?|不应低于|[≥≤]"
    r"|[<>]=)\s*"
    r"|(?:目标|指标|任务)(?:值|数|率|任务)?(?:是|为|:|：|定为|设为|达到|要求)\s*[^，。；,;]{0,8}"
    r"|\bat (?:least|most)\s*|\bno(?:t)? (?:less|fewer|more|lower) than\s*|\bminimum(?: of)?\s*|\bmaximum(?: of)?\s*"
    r"|\b(?:target(?:s|ed)?|goals?|aims?|aimed|objectives?|requirement|quota)\b[^.,;]{0,30}"
    r"|\b(?:should|must|shall|will|is to|are to|needs? to|has to|have to|required to|planned to|expected to)\b"
    r"[^.,;]{0,30}\b(?:reach|be|exceed|attain|rise|raise|achieve|cover|have|remain|stay)\b[^.,;]{0,20})$", FLAGS)
TARGET_AFTER = re.compile(r"\s*(?:以上|以内|左右)?\s*的(?:总体?|年度|工作|具体|既定|预期)?(?:目标|要求|指标|任务)(?!群)"
                          r"|\s+(?:target|goal|quota)\b", FLAGS)

APPROXIMATE_BEFORE = re.compile(
    r"(?:(?<![签预契合条公节制])约占?|(?<![最附邻临亲远靠新])近|接近|将近|超过?|逾|不到|不足|至多|最多|几乎|大概|大致"
    r"|差不多|多达|上限|少于|低于|高于|大于"
    r"|小于|\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|over|under|below|above|some|circa|c\.|ca\."
    r"|exceed(?:s|ed|ing)?|(?:more|less|fewer|higher|lower|greater) than|up to|close to"
    r"|just (?:over|under|about)|in excess of|well over|only about)"
    r"|[~～≈><＞＜])\s*(?:占|有|为|达)?\s*$", FLAGS)
# about, either way: with decimals it says no more than that they are rounded
ABOUT = re.compile(r"(?:(?<![签预契合条公节制])约占?|大概|大致|\b(?:about|around|approximately|approx\.?|roughly|some"
                   r"|circa|ca?\.)"
                   r"|[~～≈])"
                   r"\s*(?:占|有|为|达)?\s*$", FLAGS)
APPROXIMATE_AFTER = re.compile(r"\s*(?:左右|以上|以下|上下|多(?![数选项次名元位人少])|余|强|弱|不到|-?odd\b"
                               r"|or (?:so|more|less|higher|over)\b|\+|plus\b)", FLAGS)
CHANGE_BEFORE = re.compile(
    r"(?:(?:增长|增加|提高|提升|上升|下降|降低|减少|上涨|回落|缩减|扩大|同比|环比|增|减|升|降|涨)(?:率|速|幅|幅度)?"
    r"(?:了|约|近|达|为|是|:|：|\s)*"
    r"|\b(?:grew|grown|rose|risen|increas\w*|decreas\w*|declin\w*|fell|fallen|dropp\w*|growth|rise|gain\w*|chang\w*"
    r"|reduc\w*)"
    r"(?:\s+(?:by|of|was|is|about|nearly|an?|rate))*\s*)$", FLAGS)
CHANGE_AFTER = re.compile(r"\s*的?(?:增长|增幅|降幅|增速|涨幅|年?增长率)"
                          r"|\s+(?:increase|decrease|growth|rise|decline|drop|reduction|higher|lower"
                          r"|more than (?:in|last)|discount|off\b|per year|a year|annual)", FLAGS)
WEIGHTED = re.compile(r"(?<![未不])加权(?!平均分)|\bweighted\b(?! average score)", FLAGS)
# said of the figures, whatever is said of the numbers of people beside them
SURELY_WEIGHTED = re.compile(r"(?<![未不])(?<!未经)(?:经(?:过)?加权|加权(?:后|处理|百分比|百分率|比例|数据|结果|估计))"
                             r"|(?<!not )(?<!n't )(?:\bweighted (?:to|by|for|against|percent\w*|shares|data|results"
                             r"|estimates|figures|proportions)|\b(?:percentages|figures|results|data|shares|estimates)"
                             r" (?:are|were|is|have been) weighted)\b", FLAGS)
# weighted percentages (unweighted n): the n alone is not
UNWEIGHTED = re.compile(r"(?:未经?加权|不加权)(?!的?(?:样本|人数|基数|n\b))|not weighted"
                        r"|unweighted(?! (?:n|bases?|counts?|samples?|sizes?|cases|numbers?)\b)", FLAGS)


def is_statistic(text: str, start: int, end: int) -> bool:
    """Whether a percent sign belongs to a confidence level, a p value, an error or explained variance."""
    before = text[max(0, start - NEAR):start]
    return STATISTIC_BEFORE.search(before) is not None or STATISTIC_AFTER.match(text, end) is not None


def find_reason_left_out(text: str, start: int, end: int) -> str:
    """Why a figure is not judged: `target`, `change`, `approximate`, or ''."""
    before = text[max(0, start - NEAR):start]
    if TARGET_BEFORE.search(before) or TARGET_AFTER.match(text, end):
        return "target"
    if CHANGE_BEFORE.search(before) or CHANGE_AFTER.match(text, end):
        return "change"
    if APPROXIMATE_BEFORE.search(before) or APPROXIMATE_AFTER.match(text, end):
        return "approximate"
    return ""


def is_rounded(text: str, start: int, end: int) -> bool:
    """Whether all that makes a figure approximate is a word for about before its decimals: about 36.2%."""
    before = text[max(0, start - NEAR):start]
    return "." in text[start:end] and ABOUT.search(before) is not None and not APPROXIMATE_AFTER.match(text, end)


def is_weighted(text: str) -> bool:
    """Whether a text says that its figures are weighted: their counts are no whole numbers."""
    return SURELY_WEIGHTED.search(text) is not None or (
        WEIGHTED.search(text) is not None and UNWEIGHTED.search(text) is None)
