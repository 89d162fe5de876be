"""Numbers that an author typed into prose: each must stand in a table, a figure or a sentence of the report.

Which numbers count somebody or something is what the audit of other people's reports knows; here decimals and
rough numbers are held to it too. Free are years, dates, what numbers a table, a question or a page, items, points
and other measures of an instrument, citations, limits of p, and confidence levels.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from surveykit.audit.figures.number_words import chinese_number, english_number
from surveykit.audit.reports.number_spellings import find_spellings
from surveykit.audit.reports.number_tokens import (
    CITED,
    N_BEFORE,
    NAMED_BEFORE,
    NO_COUNT,
    PEOPLE_AFTER,
    RATIO,
    WHOLE,
    YEAR_BEFORE,
)
from surveykit.report.selfaudit.audited_text import AuditedText
from surveykit.words.marks import Mark, claims, marks_of

QUOTED = {"printed", "wording", "setting"}  # said by somebody else, or chosen by the author
_PERCENTS = {"share", "wilson", "ends", "estimate", "level", "points", "newcombe", "range", "union", "on", "axis"}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_DECIMAL = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+(?![\d%‰]|\.\d|\s*[%％‰])", re.ASCII)
_SHOWN = re.compile(rf"(?<![A-Za-z_.\d])(?<!\d,){_NUMBER}(?![A-Za-z_\d]|\.\d)")
_NUMBERED = re.compile(r"(?:\b(?:tables?|figures?|sections?|chapters?|versions?|items?|questions?|no\.|python"
                       r"|notebooks?|(?:study|class|graduates|survey|election|autumn|spring|summer|winter) of)"
                       r"|表|图|第|附录|公式|版本|节|章|笔记)\s*$", re.IGNORECASE)
_SOMEBODY = re.compile(r"\s*(?:[名位份例]|个?人)|(?:\s+[a-z-]+){0,2}\s+(?:people|persons?|respondents|participants"
                       r"|interviewees|volunteers|students|teachers|graduates|coders|women|men|girls|boys|patients"
                       r"|forms|questionnaires|interviews|transcripts)\b")
_MEASURE = re.compile(r"\s*(?:seconds?|places?|digits?)\b", re.IGNORECASE)
_LIMIT = re.compile(r"(?:\bp\s*[<>≤≥＜＞]|α\s*[=＝]|\balpha\s*=|显著性?水平(?:为|取|是)?|significance level(?: of)?)"
                    r"\s*0?\.(?:1|05|025|01|005|001)(?!\d)", re.IGNORECASE)
_LEVEL = re.compile(r"(?P<before>\d+(?:\.\d+)?)\s*[%％]\s*-?\s*(?:的)?(?:CI\b|confidence|intervals?\b|置信|区间|可信)"
                    r"|(?:置信水平|置信度|可信度|confidence level(?: of)?)\s*(?:为|取|是)?\s*(?P<after>\d+(?:\.\d+)?)"
                    r"\s*[%％]", re.IGNORECASE)
_NO_NUMBER = re.compile(r"[!-~]*(?:://|www\.|@|\.(?:xlsx?|csv|sav|docx?|pdf|html?|ipynb|py|ya?ml)\b)[!-~]*"
                        r"|\b(?:GB(?:/T)?|ISO|IEC|APA)[ /-]?\d[\d.-]*|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
                        r"|(?:19|20)\d\d\s*[-–—~～至]\s*(?:19|20)\d\d(?!\s*[份人名位])|\d{4}-\d\d?-\d\d?|[（(]\d{4}[）)]"
                        r"|\d{1,2}(?:st|nd|rd|th)\b")
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(rf"\b\d{{1,2}}\s+{_MONTHS}\b(?:\s+\d{{4}})?|\b{_MONTHS}\s+\d{{1,4}}(?:,\s*\d{{4}})?\b")
_FREE = (CITED, RATIO, _LIMIT, _LEVEL, _NO_NUMBER, _DATE)


def typed_marks(text: str) -> list[Mark]:
    """What the unmarked numbers of a text of prose are: typed ones, and levels of confidence.
    >>> [str(mark) for mark in typed_marks("In 2008 we sent 50 forms, 95% CI 3.2 (Table 2).")]
    ['16:18 typed 50', '26:28 level 0.95', '33:36 typed 3.2']
    """
    marks = [*_levels(text), *(Mark(start, stop, f"typed {plain}") for start, stop, plain in _find_typed(text))]
    taken = marks_of(text)
    return sorted(mark for mark in marks if not any(one.start < mark.stop and mark.start < one.stop for one in taken))


def says_typed(value: str, text: str) -> bool:
    """Whether a text says the number its mark says was typed: in digits or in words."""
    plain = text.strip().replace(",", "")
    said = plain if re.fullmatch(r"[\d.]+", plain) else re.sub(r"\s", "", plain)
    return value in {said, chinese_number(said), english_number(plain)}


def shown_numbers(pieces: Iterable[AuditedText]) -> set[Decimal]:
    """The numbers that a report shows, those typed or quoted left out; of a percentage its count and its base."""
    found: set[Decimal] = set()
    for piece in pieces:
        hidden = [mark for mark in marks_of(piece.text) if _kind(mark) in QUOTED | _PERCENTS | {"typed"}]
        found |= {_value(match[0]) for match in _SHOWN.finditer(piece.text)
                  if not any(mark.start < match.end() and match.start() < mark.stop for mark in hidden)}
        found |= {_value(number) for mark in hidden if _kind(mark) in {"share", "points", "range"}
                  for number in re.findall(r"\d+", mark.value)}
    return found


def is_shown(value: str, shown: set[Decimal]) -> bool:
    """Whether a typed number (its mark's value) is among those shown."""
    return _value(value.removeprefix("typed ")) in shown


def _value(text: str) -> Decimal:
    """A number as it is compared."""
    return Decimal(text.replace(",", ""))


def _kind(mark: Mark) -> str:
    """The kind of a mark."""
    return "share" if mark.value[:1].isdigit() else mark.value.partition(" ")[0]


def _levels(text: str) -> Iterator[Mark]:
    """Confidence levels, told by the word beside them."""
    for match in _LEVEL.finditer(text):
        group = match.lastgroup or "before"
        if 50 < float(match[group]) < 100:
            yield Mark(*match.span(group), f"level {float(match[group]) / 100:g}")


def _find_typed(text: str) -> Iterator[tuple[int, int, str]]:
    """Typed numbers, each with its plain digits."""
    plain = str.__str__(text)
    free = [match.span() for pattern in _FREE for match in pattern.finditer(plain)] + claims(plain)
    words = find_spellings(plain, words=True)
    found = [(one.start, one.end, one.plain) for one in words if one.plain != "."
             and (one.rounded or (int(one.plain) > 2 and _SOMEBODY.match(plain, one.end)))]
    found += [(*match.span(), match[0].replace(",", "")) for match in WHOLE.finditer(plain) if _may_count(plain, match)]
    found += [(*match.span(), match[0].replace(",", "")) for match in _DECIMAL.finditer(plain)
              if not _NUMBERED.search(plain[max(0, match.start() - 24):match.start()])]
    taken = 0
    for start, stop, number in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= taken and not any(a < stop and start < b for a, b in free):
            yield start, stop, number
            taken = stop


def _may_count(text: str, match: re.Match[str]) -> bool:
    """Whether a whole number may count somebody or something."""
    before = text[max(0, match.start() - 24):match.start()]
    if N_BEFORE.search(before):
        return True
    if text[:match.start()].endswith(("-", "–")) and re.search(r"[A-Za-z][-–]$", before):
        return False
    if any(unit.match(text, match.end()) for unit in (NO_COUNT, _MEASURE)):
        return False
    if any(name.search(before) for name in (NAMED_BEFORE, _NUMBERED)):
        return False
    is_year = len(match[0]) == 4 and match[0][:2] in {"19", "20"}
    return not (is_year and YEAR_BEFORE.search(before) and not PEOPLE_AFTER.match(text, match.end()))
