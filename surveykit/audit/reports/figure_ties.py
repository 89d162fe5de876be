"""Which whole numbers a figure is tied to by the words between them: its count, its base."""

import re
from collections.abc import Iterable, Mapping

from surveykit.audit.reports.bracket_ties import MORE, WHOSE, find_in_brackets
from surveykit.audit.reports.named_rates import NAMED_COUNT, find_named_rate, find_response_rate, is_named_after
from surveykit.audit.reports.number_tokens import Percent, WholeNumber
from surveykit.audit.reports.tied_numbers import FLAGS, RETURN_RATE, SOME, WINDOW, WORD, K, N, TiedNumbers

LEAD = (r"[=:：,，、;；]?\s*[(（\[]?\s*(?:约?占比?|占到|即|为|是|(?:which|that|this) is|or|i\.e\.,?|that is,?|=|,|，|—"
        r"|-)?"
        r"(?:\s+(?:a|an|the)(?:\s+[a-z-]+){0,3}\s+(?:rate|share|proportion)\s+of)?\s*")
# before the figure, ending at it
THE = r"(?:(?:the\s+)?(?:other|remaining)\s+|the\s+|all\s+|our\s+|these\s+|those\s+|every\s+)?"
SLASH = re.compile(rf"(?<![\d.]){K}\s*/\s*{N}(?:\s*{SOME}?|{WORD}{{0,4}})\s*[)）\]]?\s*{LEAD}$", FLAGS)
K_OF_N = re.compile(rf"(?<![\d.,]){K}\s+(?:\w+\s+)?[(]?(?:out\s+)?of\s+{THE}{N}"
                    rf"(?![\d.])[)]?{WORD}{{0,14}}(?:,?{WORD}{{0,6}}"
                    rf"\s+(?:rate|share|proportion)\s+(?:was|is|of)|,?\s+(?:which|that)\s+(?:makes|is|gives|equals)|,\s+making)?"
                    rf"\s*{LEAD}$", FLAGS)
# 9 of the 22 that came back (40.9%): of nobody else
OF_THOSE_N = re.compile(rf"\s+of\s+(?:the|these|those)\s+{N}{WORD}{{0,6}}\s*[(\[]\s*(?=\Z)", FLAGS)
OF_N_K = re.compile(rf"\b(?:of|among|out of|from|in)\s+{THE}{N}(?![\d.]){WORD}{{0,6}}\s*,\s*(?:only\s+)?{K}"
                    rf"(?![\d.]){WORD}{{0,14}}\s*{LEAD}$", FLAGS)
SLASH_SHARE = re.compile(rf"(?<![\d.]){K}\s*/\s*{N}(?:[\u3400-\u9fff“”]{{0,16}}[,，]?\s*(?:占比?|即|比例为?)"
                         rf"|{WORD}{{0,4}},?\s+(?:said|or|i\.e\.,?|that is,?))\s*$", FLAGS)
N_OF_WHICH_K = re.compile(rf"(?<![\d.,]){N}[^\d.;；%]{{1,80}}?\bof (?:which|whom|these|those|them),?\s+(?:only\s+)?{K}"
                          rf"(?![\d.]){WORD}{{0,8}}\s*{LEAD}$", FLAGS)
# 141 (95.9%) passed, 88 of whom (62.4%) ...
OWN = r"(?:[(\[][^()\[\]]*%[^()\[\]]*[)\]][^\d;；.]{0,40})?"
N_K_OF_WHOM = re.compile(rf"(?<![\d.,]){N}(?=\s*[A-Za-z(\[])[^\d;；.]{{0,40}}{OWN}[,;]\s+(?:and\s+)?(?:only\s+)?{K}"
                         r"\s+of\s+(?:whom|which|these|them|those)\b[^\d;；%]{0,30}[(\[]\s*$", FLAGS)
# 4,106 pupils, 2,012 (49.0%) of them girls
N_K_BRACKET = re.compile(rf"(?<![\d.,]){N}(?=\s*[A-Za-z])[^\d;；%.]{{0,40}},\s*(?:and\s+)?(?:only\s+)?{K}\s*[(\[]\s*$",
                         FLAGS)
# 219 valid responses: 131 from women (59.8%); 共219人：男131人（59.8%）
N_COLON_K = re.compile(rf"(?<![\d.,=]){N}\s*(?:{SOME}[\u3400-\u9fff]{{0,8}}|{WORD}{{1,3}})\s*[:：]\s*"
                       rf"[^\d。；;%]{{0,12}}?{K}(?:\s*{SOME}|{WORD}{{0,6}})\s*[(（\[]\s*$")
OF_THEM = re.compile(r"\s*[)\]]\s+(?:were\s+)?of (?:whom|which|these|them|those)\b", FLAGS)
# what stands between a base and its count and counts nobody: （3个班）, 教龄不足5年的, 全部8个模块
ASIDE = r"(?:[(（][^()（）%。；;]{1,24}[)）][^\d。；;!?,，]{0,8}?)?"
MEASURED = r"(?:[^\d。；;,，]{0,10}\d{1,3}\s*(?:年|岁|个?月|周|天|次|分|级|元)[^\d。；;,，]{0,10})?"
THINGS = r"(?:\d{1,3}\s*(?:个(?!人)|项|次|门|期|轮|届|天|周|月|年)[^\d。；;,，]{0,8})?"
N_IN_K = re.compile(rf"(?<![\d.]){N}[^\d。；;!?]{{0,16}}?{ASIDE}(?:中|里|内|当中)[,，]?{MEASURED}"
                    rf"[^\d。；;,，]{{0,20}}?{K}\s*{SOME}?"
                    r"[^\d。；;]{0,26}?(?:[,，]?\s*(?:约?占比?|占到|即|为|比例为?|[(（])[^\d。；;,，]{0,14})$")
# 412人中的355人，追踪率; 应到75人，实到67人，到课率
TAIL = rf"\s*{SOME}?[^\d。；;,，]{{0,8}}{THINGS}\s*[,，、][^\d。；;,，]{{0,8}}率\s*(?:达|为|是|:)?\s*$"
N_IN_K_RATE = re.compile(rf"(?<![\d.]){N}\s*{SOME}[^\d。；;,，其]{{0,8}}?[中里][,，]?[^\d。；;,，]{{0,12}}?{K}{TAIL}")
DUE = re.compile(rf"应[\u3400-\u9fff]{{1,8}}{N}\s*{SOME}?\s*[,，、]\s*实[\u3400-\u9fff]{{1,4}}{K}{TAIL}")
DONE = re.compile(rf"实[\u3400-\u9fff]{{1,4}}{K}\s*{SOME}?\s*[,，、]\s*应[\u3400-\u9fff]{{1,4}}{N}{TAIL}")
K_SHARE = re.compile(rf"(?<![\d./=])(?<!= ){K}\s*{SOME}?(?:次"
                     rf"|岁以[上下])?[^\d。；;,，%)）:：]{{0,24}}[,，]?\s*[(（]?\s*"
                     r"约?(?:占比?|占到|即|(?:所占)?比[例重率]为?)[^\d。；;,，(（]{0,16}$")
K_BRACKET = re.compile(rf"(?<![\d./]){K}\s*{SOME}?\s*(?:[A-Za-z'-]+\s*){{0,9}}(?:[\u3400-\u9fff]{{0,8}})"
                       r"(?:[\"“][^\"”\d%]{1,30}[\"”])?\s*[(（\[]\s*"
                       r"(?:占|即|,|，|or|=)?\s*$")
K_OR = re.compile(rf"(?<![\d./]){K}{WORD}{{0,4}},?\s+(?:or|i\.e\.,?|that is,?|representing|making up"
                  r"|accounting for)\s*$", FLAGS)
K_SHARE_OF_N = re.compile(rf"(?<![\d./=])(?<!= ){K}\s*{SOME}[^\d。；;]{{0,20}}占(?!比)[^\d。；;,，]{{0,10}}{N}\s*"
                          rf"{SOME}?[^\d。；;,，]{{0,10}}的\s*$")
# forms that came back: a rate of return is of the forms sent, not of the number before it
CAME = "(?:回|有效|收到|应答|参与|填|完成|得到?|作答|答卷|实际|共)[^\\d。；;,，]{0,10}"
K_RETURNED = re.compile(rf"{CAME}(?<![\d./=])(?<!= ){K}\s*{SOME}?[^\d。；;]{{0,12}}[(（,，]\s*[^\d。；;,，(（]{{0,6}}"
                        r"(?:应答|参与|回收)率?\s*(?:为|达到?|是|:)?\s*$")
# 回收187份，有效率95.7%: of the valid ones, whose number is not printed
K_VALID, K_SO_MANY_VALID = (re.compile(
    rf"{before}(?<![\d./=])(?<!= ){K}\s*{SOME}?{behind}[^\d。；;]{{0,12}}[(（,，]\s*[^\d。；;,，(（]{{0,6}}"
    r"有效率?\s*(?:为|达到?|是|:)?\s*$") for before, behind in ((r"有效[^\d。；;,，]{0,10}", ""),
                                                       ("", r"[^\d。；;,，]{0,6}有效")))
K_RESPONSE = re.compile(rf"(?<![\d./=])(?<!= ){K}{WORD}{{0,6}}\s*[,(;]?\s*(?:for |giving |with |that is )?(?:an? )?"
                        rf"(?:[a-z]+ )?{RETURN_RATE}\s*(?:of|was|is|=)?\s*$", FLAGS)
K_COMMA = re.compile(rf"[(（\[]\s*(?:[nN]\s*=\s*)?{K}\s*(?:{SOME}|people|persons|respondents)?\s*[,，;；]"
                     r"\s*(?:占|or)?\s*$", FLAGS)
SHARE_OF_N = re.compile(rf"占(?!比)[^\d。；;,，]{{0,10}}{N}\s*{SOME}?[^\d。；;,，]{{0,10}}的\s*$")
IN_N = re.compile(rf"(?<![\d./]){N}\s*(?:{SOME}|[)）])[^\d。；;,，]{{0,14}}?(?:中|里|内|的)[,，]?[^\d。；;,，]{{0,8}}$")
# among 238 respondents, P%; the rate among the 82 graduates was P%
AMONG_N = re.compile(rf"\b(?:of|among|amongst)\s+{THE}{N}(?![\d.]){WORD}{{0,5}}(?:\s*,|\s+(?:was|is|were"
                     rf"|reached))\s*$", FLAGS)
# women (n = 58) passed in P%; Q5 (n = 174): P%; (N = 238; P% women); 共58人，通过率P%
GROUP_N = re.compile(rf"[(（]\s*[nN]\s*=\s*{N}\s*[)）]\s*(?:[:：]|{WORD}{{1,3}}\s)[^\d。；;,，()%]{{0,12}}$")
JOINED_GROUPS = re.compile(r"[nN]\s*=\s*[\d,]+\s*[)）]\s*(?:and|,|、|和|与"
                           r"|及)\s*[^\d()（）]{1,24}[(（]\s*[nN]\s*=\s*[\d,]+[^%]*$")
OF_WHOM = re.compile(r"\s+of\s+(?:whom|which|them)\b", FLAGS)
LAST_N = re.compile(rf"(?<![\d.,]){N}{WORD}{{1,5}},?(?:\s+and)?\s*$", FLAGS)
SAMPLE_N = re.compile(rf"[(（\[]\s*N\s*=\s*{N}\s*[,，;；]\s*$")
ALL_N = re.compile(rf"(?:共有?|总[计数]|全部|参加|参与|应[到考试]|作答|填写|样本量?|以)\s*{N}\s*{SOME}(?:计"
                   rf"|为基数)?[,，)）:：]{{1,2}}\s*其?[^\d。；;,，]{{0,8}}"
                   r"(?:率|比例|占)\s*(?:仅|高)?(?:达到?|为|是|:)?\s*$")
# 238 students (60.1% women)
PEOPLE_IN_BRACKET = re.compile(r"\s+(?:women|men|females?|males?|girls|boys|smokers)\b", FLAGS)
# 52人，36.4%: a count, or a base
EITHER = re.compile(rf"(?<![\d./]){K}\s*{SOME}\s*[,，、:：]?\s*$")
# (mean age 27.9): numbers that count nobody, between others
ASIDES = re.compile(r"[(（](?![^()（）]*(?:\b[nN]\s*=|/|\bof\b|[共中]))[^()（）%]{2,40}[)）]")
# a bracket behind an earlier percentage belongs to that one
TAKEN = re.compile(r"[%‰]\s*[(（\[][^)）\]%‰]{0,40}$")
EQUALS_AFTER = re.compile(rf"{WHOSE}\s*[(（\[,，;；]\s*[nN]\s*=\s*{K}\s*[)）\]]", FLAGS)
# 41 percent of the 121 graduates (n = 57)
COUNT_OF_N = re.compile(rf"\s+(?:out\s+)?of\s+{THE}\d[\d,]*{WORD}{{1,5}}\s*[(\[]\s*[nN]\s*=\s*{K}\s*[)\]]", FLAGS)
# P% for women (n = 58): the size of the group
GROUP_AFTER = re.compile(rf"\s*(?:for|among"
                         rf"|amongst)\s+(?:the\s+)?[a-z]+{MORE}{{0,6}}\s*[(（\[,]\s*n\s*=\s*{N}\s*[)）\]]", FLAGS)
# P% ... (base: 174 students), （以就业总人数352人计）
BASE_BEHIND = re.compile(rf"[^()（）%。；;]{{0,60}}[(（\[]\s*(?:base|基数|样本量?|以|总|按"
                         rf"|共)[^\d()（）]{{0,12}}{N}\s*[^\d()（）]{{0,14}}[)）\]]", FLAGS)
COUNT_AFTER = re.compile(rf"\s*[(（\[,，]\s*(?:即|共|共计|计|or|i\.e\.,?)?\s*{K}\s*(?:{SOME}|people|persons|respondents"
                         r"|students|volunteers|forms|women|men|cases|answers|graduates|participants)?\s*[)）\]]",
                         FLAGS)
THAT_IS_AFTER = re.compile(rf"\s*[,，]?\s*(?:即|共|共计|计|有)\s*{K}\s*{SOME}")
OF_N_AFTER = re.compile(rf"(?:\s*[(\[](?:n\s*=\s*)?[\d,]+(?:\s[a-z]+)?[)\]]|\s*[)）\]])?\s+(?:out\s+)?of\s+(?:(?:the"
                        rf"|our|a)\s+(?:[a-z]+\s+){{1,2}}of\s+"
                        rf"|(?:the|all|our|these)\s+|(?!(?:19|20)\d\d\b)){N}(?![\d.,]\d)"
                        r"(?:\s+(?!years?|months?)[a-z]|\s*[)）\],;.。])", FLAGS)
# 47 (58.8%) of the men: others than those who were counted before
OF_ANY = re.compile(r"\s*of\b(?!\s+(?:cases|them|whom))", FLAGS)
OF_SOME = re.compile(r"\s*[)\]）】]?\s*of (?:the|those|these|them|all|our|their)\b(?!\s+\d)", FLAGS)
BOTH_BEFORE = (SLASH, SLASH_SHARE, N_IN_K, N_K_OF_WHOM, N_IN_K_RATE, DUE, DONE,
               K_SHARE_OF_N, K_OF_N, OF_N_K, N_OF_WHICH_K, N_COLON_K)
K_BEFORE = (K_RETURNED, K_VALID, K_SO_MANY_VALID, K_RESPONSE, K_BRACKET, K_COMMA, K_SHARE, K_OR)
K_AFTER = (COUNT_AFTER, THAT_IS_AFTER)


def find_tied_numbers(text: str, percent: Percent, wholes: Mapping[int, WholeNumber], low: int,
                      high: int) -> TiedNumbers:
    """What the words from `low` to `high` tie to a figure; `wholes` by their place of beginning."""
    start = max(low, percent.start - WINDOW)
    before, after = text[start:percent.start], text[percent.end:min(high, percent.end + WINDOW)]

    def find(pattern: re.Pattern[str], *, behind: bool) -> tuple[WholeNumber | None, WholeNumber | None]:
        match = pattern.match(after) if behind else pattern.search(before) or pattern.search(plain)
        offset, places = percent.end if behind else start, pattern.groupindex
        if match is None or (not behind and any(TAKEN.search(before[:match.start(name)]) for name in "kn"
                                                if name in places)):
            return None, None
        count, base = (wholes.get(offset + match.start(name)) if name in places else None for name in "kn")
        return count, base

    plain = ASIDES.sub(lambda aside: " " * len(aside[0]), before)
    bracket = find_in_brackets(before, after, start, percent.end, wholes)
    if bracket is not None:
        return bracket
    for pattern in (*((N_K_BRACKET,) if OF_THEM.match(after) else ()), *BOTH_BEFORE):
        count, base = find(pattern, behind=False)
        if count and base and count.value <= base.value and base.value:
            bound = OF_THOSE_N.match(text, count.end, percent.start) is not None and not OF_ANY.match(after)
            return TiedNumbers(count, base, sure=not (count.rounded or base.rounded), bound=bound)
    rate = find_named_rate(before, start, wholes) or find_response_rate(text, percent, wholes)
    if rate is not None:
        return rate
    named = NAMED_COUNT.search(before)
    said = named and (named["then"] or named["verb"])
    if named and said and said.endswith(named["rate"]) and is_named_after(named["rate"], said) and (
            start + named.start("k") in wholes):
        return TiedNumbers(wholes[start + named.start("k")])
    others = JOINED_GROUPS.search(before) or OF_ANY.match(after)
    base = _first(find(pattern, behind=behind)[1] for pattern, behind in (
        (SHARE_OF_N, False), (OF_N_AFTER, True), (BASE_BEHIND, True), (GROUP_AFTER, True), (SAMPLE_N, False),
        (ALL_N, False), *(() if others else ((GROUP_N, False), (AMONG_N, False)))))
    if base is None and OF_WHOM.match(after):  # 174 students, P% of whom
        base = find(LAST_N, behind=False)[1]
    if base is None and PEOPLE_IN_BRACKET.match(after):
        base = find(K_BRACKET, behind=False)[0]
        if base:
            return TiedNumbers(None, base)
    either = find(EQUALS_AFTER, behind=True)[0] or (find(COUNT_OF_N, behind=True)[0] if base else None)
    if either is not None:
        if base is None:
            return TiedNumbers(either=either)
        nearly_all = 5 * either.value > 4 * base.value  # 41 percent of the 121 (n = 115): those who answered
        return TiedNumbers(either if either.value < base.value else None, base, sure=not nearly_all)
    count = _first(find(pattern, behind=False)[0] for pattern in K_BEFORE) or _first(
        find(pattern, behind=True)[0] for pattern in K_AFTER)
    if base is not None and count is not None and (count.value > base.value or count.start == base.start):
        count = None  # 57 posts and a quarter (25%) of 44 grants
    if base is None and count is None:
        base = find(IN_N, behind=False)[1]
    if base is None and count is None:
        return TiedNumbers(either=find(EITHER, behind=False)[0])
    return TiedNumbers(count, base)


def _first(found: Iterable[WholeNumber | None]) -> WholeNumber | None:
    """The first that is there."""
    return next((one for one in found if one is not None), None)
