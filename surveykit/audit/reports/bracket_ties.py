"""The numbers in a bracket beside a figure: 43% (20/46), 20 (43%; of 46)."""

import re
from collections.abc import Mapping

from surveykit.audit.reports.number_tokens import WholeNumber
from surveykit.audit.reports.tied_numbers import FLAGS, SOME, WORD, K, TiedNumbers

# [95% CI 57.1 to 63.8] may stand between a figure and its numbers
INTERVAL = (r"(?:\s*[(（\[,，;；]?\s*(?:9\d(?:\.\d)?\s*%\s*)?(?:CI|置信区间|可信区间|confidence interval)\s*[:：,，=]?"
            r"\s*[\d.]+\s*%?\s*(?:-|–|—|~|～|至|to|,|，)\s*[\d.]+\s*%?\s*[)）\]]?)?")
MORE = r"(?:\s+(?!and\b|or\b|but\b|while\b|whereas\b|vs\b|versus\b)[a-z'-]+)"
WHOSE = (rf"(?:\s*(?:of|for|among|amongst|in|by|from|at|with)\s+(?:the\s+|all\s+|our\s+|those\s+)?[a-z'-]+{MORE}{{0,5}}"
         r"|\s*的?[\u3400-\u9fff]{1,10})?")
# numbers in a bracket behind the figure, or before it in its own: (20/46), (46 asked, 20 said so), (n = 20, N = 46)
NO_SIGN = r"[^()（）\[\]%‰]"
BEHIND = re.compile(rf"{WHOSE}{INTERVAL}\s*[(（\[](?P<inside>{NO_SIGN}{{1,60}}?)(?:[)）\]]|[,，;；]\s*(?:9\d|CI|p\b"
                    rf"|置信"
                    rf"|可信))",
                    FLAGS)
OWN_BEFORE = re.compile(rf"[(（\[](?P<inside>{NO_SIGN}{{0,60}})$")
OWN_AFTER = re.compile(rf"{INTERVAL}(?P<inside>\s*[,，;；=]{NO_SIGN}{{1,60}}?)(?:[)）\]]|[,，;；]\s*(?:9\d|CI|p\b|置信"
                       rf"|可信))",
                       FLAGS)
OPENED = re.compile(r"[(（\[][^()（）\[\]]*$")
# 52 (of 225; 23.1%): a count before the bracket that holds its base
K_AHEAD = re.compile(rf"(?P<name>\b(?!Only|Some|All|Of|In|And|The|These)(?-i:[A-Z])[a-z]+\s)?(?<![\d.,/]){K}\s*{SOME}?"
                     rf"(?:{WORD}{{0,4}}|[\u3400-\u9fff]{{0,8}})\s*$", FLAGS)
QUOTIENT, SHORT = re.compile(r"\d\s*(?:/|(?:out )?of)\s*\d"), 24  # signs before the figure in its bracket
CITED = re.compile(r"\s*\d+(?:\s*[,，、;–-]\s*\d+)+\s*")  # 22% [8, 9]: works that say so
# Marlow, 2016; n = 1,204; but not 1 of 1900, 共1950人
CITED_YEAR = re.compile(r"(?:\b(?!(?:of|in|from|the|all|among|to|and|n)\b)[A-Za-z]+[,，]?|[\u3400-\u9fff][,，])"
                        r"\s*(?:19|20)\d\d\b(?!\s*[人名份位个户家例])", FLAGS)
PARTS = re.compile(r"\d\s*(?:[a-z]+\s+|[人名份位例]\s*)?(?:and|和|与|及|vs\.?|versus)\s", FLAGS)


def find_in_brackets(before: str, after: str, start: int, end: int,
                     wholes: Mapping[int, WholeNumber]) -> TiedNumbers | None:
    """The two numbers in the bracket behind a figure, or around it in its own; the smaller is the count.
    One alone in its own bracket is the base of a count before the bracket that it is no less than.
    """
    own, behind = OWN_BEFORE.search(before), BEHIND.match(after)
    rest = OWN_AFTER.match(after) if own else None
    spans = [(start + own.start("inside"), own["inside"])] if own else []
    spans += [(end + rest.start("inside"), rest["inside"])] if rest else []
    for pieces in ([(end + behind.start("inside"), behind["inside"])] if behind else [], spans):
        found = [wholes[at + place] for at, text in pieces for place in range(len(text)) if at + place in wholes]
        cited = behind is not None and "[" in after[:behind.start("inside")] and CITED.fullmatch(behind["inside"])
        if len(found) == 2 and not cited and not any(
                PARTS.search(text) or CITED_YEAR.search(text) for _, text in pieces):
            count, base = sorted(found, key=lambda whole: whole.value)
            exact = not (count.rounded or base.rounded)
            bound = pieces is spans and len(spans[0][1]) < SHORT and any(QUOTIENT.search(text) for _, text in pieces)
            return TiedNumbers(count, base, sure=exact, bound=bound) if base.value else None
    ahead = K_AHEAD.search(before, 0, own.start()) if own and len(found) == 1 else None
    part = wholes.get(start + ahead.start("k")) if ahead and not ahead["name"] else None  # Ward 3 (n = 12; 41.7%)
    return TiedNumbers(part, found[0]) if part and part.value <= found[0].value else None
