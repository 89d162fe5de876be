"""Rates with a name: forms that came back, and what is said of those who are counted gives its name to the rate."""

import re
from collections.abc import Mapping
from dataclasses import replace

from surveykit.audit.reports.number_tokens import Percent, WholeNumber
from surveykit.audit.reports.tied_numbers import FLAGS, RETURN_RATE, SOME, WINDOW, K, N, TiedNumbers

# N forms were sent, K came back: a response rate of P%
SENT = (r"(?:sent|went|distributed|invited|approached|mailed|issued|handed out|contacted|eligible|delivered|e-?mailed"
        r"|asked"
        r"|given out|administered)")
RESPONSE = re.compile(rf"(?P<ahead>[^\d.;]{{0,40}})(?<![\d.,]){N}(?P<sent>[^\d.%]{{1,80}}?)(?<![\d.,]){K}"
                      r"(?P<back>[^\d.%]{1,60}?)" + RETURN_RATE +
                      r"\s*(?:of|was|is|=|:)?\s*$", FLAGS)
IS_SENT = re.compile(rf"\b{SENT}\b", FLAGS)
IS_BACK = re.compile(r"\b(?:returned|completed|responded|answered|replied|received|collected|participated|took part"
                     r"|filled|recovered|came back)\b", FLAGS)
# 普查 K 人, 普查率达 P%: the rate is named after what was counted
NAMED_RATE = re.compile(rf"(?<![\d./]){N}\s*{SOME}?[^\d。；;%]{{0,24}}[,，]\s*(?P<verb>[\u3400-\u9fff]{{0,12}}?){K}\s*"
                        rf"{SOME}?[^\d。；;%，,]{{0,16}}[,，]?\s*[^\d。；;%，,]{{0,4}}?"
                        rf"(?P<rate>[\u3400-\u9fff]{{1,4}})(?:率|比[例率重])"
                        r"\s*(?:达到?|高达|仅?为|是|:)?\s*$")
# 78名志愿者期满，49名选择留任，留任率为P%: the rate is named after what those who are counted did
DONE_RATE = re.compile(rf"(?<![\d./]){N}\s*{SOME}[^\d。；;%]{{0,24}}[,，]\s*[^\d。；;%，,]{{0,8}}{K}\s*{SOME}"
                       r"(?P<verb>[\u3400-\u9fff]{1,10})[,，]\s*[^\d。；;%，,]{0,4}?"
                       r"(?P<rate>[\u3400-\u9fff]{1,4})(?:率|比[例率重])"
                       r"\s*(?:达到?|高达|仅?为|是|:)?\s*$")
ONE_OF_MANY = re.compile(r"[甲乙丙丁某A-Z男女]")  # 甲校合格120人: of a school whose own number may not be printed
# 失访57人，失访率
NAMED_COUNT = re.compile(rf"(?P<verb>[\u3400-\u9fff]{{2,8}}){K}\s*{SOME}(?P<then>[\u3400-\u9fff]{{0,8}})\s*[,，]\s*"
                         r"(?P<rate>[\u3400-\u9fff]{2,4})(?:率|比[例率重])"
                         r"\s*(?:仅|高)?(?:达到?|为|是|:)?\s*$")


def find_named_rate(before: str, start: int, wholes: Mapping[int, WholeNumber]) -> TiedNumbers | None:
    """普查 K 人, 普查率达 P%: what the verb before the count and the name of the rate share."""
    found = (pattern.search(before) for pattern in (NAMED_RATE, DONE_RATE))
    return next((replace(tie, sure=tie.sure and not ONE_OF_MANY.search(match["verb"])) for match in found if match
                 and is_named_after(match["rate"], match["verb"]) and (tie := _tie(match, start, wholes))), None)


def is_named_after(rate: str, words: str) -> bool:
    """Whether a rate is named after what some words say, and neither denies it: 不合格10批，合格率 is of the others."""
    denied = (re.search(rf"[不未非无]{rate[-2:]}", said) is not None for said in (rate, words))
    return rate[-2:] in words and len(set(denied)) == 1


def find_response_rate(text: str, percent: Percent, wholes: Mapping[int, WholeNumber]) -> TiedNumbers | None:
    """N forms were sent, K came back: a response rate of P%; the two may stand in two clauses."""
    start = max(0, percent.start - 2 * WINDOW)
    match = RESPONSE.search(text[start:percent.start]) if "rate" in text[percent.start - 12:percent.start] else None
    if match is None or not IS_SENT.search(match["ahead"] + " " + match["sent"]) or not IS_BACK.search(match["back"]):
        return None
    return _tie(match, start, wholes)


def _tie(match: re.Match[str], start: int, wholes: Mapping[int, WholeNumber]) -> TiedNumbers | None:
    """The count and base of a match; None where the count is nobody or more than the base."""
    base, count = wholes.get(start + match.start("n")), wholes.get(start + match.start("k"))
    return TiedNumbers(count, base) if count and base and 0 < count.value <= base.value else None
