"""Figures of a paragraph that follow from others of it: points of change, net scores, sums of shares and the rest."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.candidate import Candidate
from surveykit.audit.reports.shared_base import FULL_STOP, PlacedFigure
from surveykit.audit.reports.simplified_text import SimplifiedText
from surveykit.formats.documents.document_blocks import Place

FLAGS = re.IGNORECASE
NUMBER = r"(?<![\d.,])(?P<digits>\d{1,2}(?:\.\d{1,3})?)"
POINTS = re.compile(rf"{NUMBER}\s*(?:个百分点|(?:percentage |per cent |%-?)?points?\b|pp\b)", FLAGS)
BRACKET = r"\s*[)）\]]?(?:\s*[(（\[][^()（）\[\]]{0,40}[)）\]])?\s*[,，;；:：–—-]?\s*"
ZH_APART, ZH_MOVED = "(?:两者|二者)?相差", "(?:上升|下降|提高|降低|增加|减少|提升|回落|增长)"
EN_APART, EN_MOVED = "(?:difference|gap)", "(?:rise|gain|fall|drop|increase|decrease|decline|improvement|growth|loss)"
APART = re.compile(rf"{BRACKET}(?:{ZH_APART}了?\s*|(?:that is |which is |i\.e\. )?an? {EN_APART} of\s+)", FLAGS)
MOVED = re.compile(rf"{BRACKET}(?:[\u3400-\u9fff]{{0,3}}间)?(?:{ZH_MOVED}了?\s*"
                   rf"|(?:that is |which is |i\.e\. )?(?:an? {EN_MOVED} of|up|down)\s+)", FLAGS)
# two times of which a change speaks: 2013年 ... 2023年, at baseline ... at endline; from A% to B%
TIME = re.compile(r"(?:19|20)\d\d|\b(?:baseline|endline|before|after|earlier|later|last|previous|this year)\b"
                  r"|上年|去年|今年|本年|[前后][，,]|基线|终期", FLAGS)
FROM = re.compile(r"\bfrom\s+$|[由从](?:(?:19|20)\d\d年|[\u3400-\u9fff]{0,6})的?\s*$", FLAGS)
TO = re.compile(r"\bto\s+$|[到至]\s*$|[到至](?:(?:19|20)\d\d年|[\u3400-\u9fff]{0,6})的\s*$", FLAGS)
SAME = re.compile(r"\bdid(?: so)?\b|\bthe same\b|则|同样|仍", FLAGS)  # of the same thing
ELSEWHERE = re.compile(r"\s*(?:on|from|over|since|compared|than|above|below|relative|against)\b", FLAGS)
NET = re.compile(rf"(?:\bnet promoter score\b|\bNPS\b|净推荐值|\bnet (?:agreement|satisfaction|balance|score)\b"
                 rf"|净(?:满意|支持|同意|赞成)[度率值])[^\d.;。；%]{{0,48}}?\+?{NUMBER}(?![\d.]*\d)", FLAGS)
OTHERS = re.compile(r"\b(?:national|industry|sector|average|benchmark|last|previous|earlier|target)\b|全国|行业|平均"
                    r"|上年|去年|目标", FLAGS)
THESE = r"\b(?:these|the two|both|they)\b"
SUMMED = re.compile(r"(?P<many>[两二三四])(?:项|者|类|种)(?:合计|相加|之和|共计|加起来|合占|共占)[^\d%。；;]{0,16}$"
                    rf"|{THESE}[^\d%.;]{{0,30}}\b(?:together|combined)\b[^\d%.;]{{0,24}}$"
                    rf"|\b(?:together|combined),?\s+{THESE}[^\d%.;]{{0,24}}$|,\s*so(?: that)?\s*$", FLAGS)
REST = re.compile(r"(?:其余|剩余|余下)(?:的|者)?(?:[\u3400-\u9fff](?<![中里内]))?(?:占比?|为)?\s*[(（]?\s*$"
                  r"|\bthe (?:rest|remaining|remainder|other)\s*[(,:]?\s*$", FLAGS)
MANY = {"两": 2, "二": 2, "三": 3, "四": 4}


def derive_figures(plain: SimplifiedText, placed: Sequence[PlacedFigure], place: Place) -> list[Candidate]:
    """The candidates of a paragraph, with those that follow from others and are no percentages of their own."""
    found = [(one.percent.start, _as_sum(plain.text, one, placed[:number]) or one.candidate)
             for number, one in enumerate(placed)]
    for start, digits, expected in (*_points(plain.text, placed), *_nets(plain.text, placed)):
        low, high = _sentence(plain.text, start)
        found.append((start, Candidate(PrintedFigure(digits), "judged", "parts", plain.quote(low, high), place,
                                       expected)))
    return [candidate for _, candidate in sorted(found, key=lambda one: one[0])]


def _sentence(text: str, place: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends."""
    starts = [match.end() for match in FULL_STOP.finditer(text, 0, place)]
    end = FULL_STOP.search(text, place)
    return starts[-1] if starts else 0, end.end() if end else len(text)


def _unit(figure: PrintedFigure) -> Fraction:
    """One of the last place of a figure."""
    return Fraction(1, 10**figure.decimals)


def _span(value: Fraction, digits: str, parts: Sequence[PrintedFigure]) -> tuple[Fraction, Fraction]:
    """How far a printed number may be from what rounded or cut figures give."""
    slack = _unit(PrintedFigure(digits)) + sum(map(_unit, parts), Fraction(0))
    return value - slack, value + slack


def _exact_before(placed: Sequence[PlacedFigure], place: int) -> list[PlacedFigure]:
    """The figures before a place that are plain percentages."""
    return [one for one in placed if one.percent.end <= place and one.percent.exact
            and one.candidate.figure.scale == 100]


def _is_apart(digits: str, pairs: Sequence[tuple[PrintedFigure, PrintedFigure]]) -> bool:
    """Whether a number is how far two figures of some pair are apart."""
    for pair in pairs:
        low, high = _span(abs(pair[0].value - pair[1].value), digits, pair)
        if low <= Fraction(digits) <= high:
            return True
    return False


def _points(text: str, placed: Sequence[PlacedFigure]) -> Iterator[tuple[int, str, tuple[Fraction, Fraction]]]:
    """Points of change right behind the second of the only two shares of a sentence, or of two with one each."""
    for match in POINTS.finditer(text) if placed else ():
        before = _exact_before(placed, match.start())
        if len(before) < 2 or ELSEWHERE.match(text, match.end()):
            continue
        first, second = before[-2:]
        low = _sentence(text, second.percent.start)[0]
        low = low if first.percent.start >= low else _sentence(text, first.percent.start)[0]
        between = text[second.percent.end:match.start()]
        ahead, middle = text[low:first.percent.start], text[first.percent.end:second.percent.start]
        told = APART.fullmatch(between) or (MOVED.fullmatch(between) and _are_two_times(ahead, middle))
        alone = sum(one.percent.start >= low for one in before) == 2 and len(FULL_STOP.findall(middle)) < 2
        if told and alone and not POINTS.search(middle):
            pair = first.candidate.figure, second.candidate.figure
            yield match.start(), match["digits"], _span(abs(pair[0].value - pair[1].value), match["digits"], pair)


def _are_two_times(ahead: str, between: str) -> bool:
    """Whether two shares are of two times, by the words before the first and between both."""
    first, second = set(TIME.findall(ahead)), set(TIME.findall(between))
    return bool((FROM.search(ahead) and TO.search(between)) or (first and second - first and SAME.search(between)))


def _nets(text: str, placed: Sequence[PlacedFigure]) -> Iterator[tuple[int, str, tuple[Fraction, Fraction]]]:
    """Net scores behind the shares of all answers: three that close to 100; the first less the last."""
    for match in NET.finditer(text) if placed else ():
        figures = [one.candidate.figure for one in _exact_before(placed, match.start())][-3:]
        low = _sentence(text, match.start())[0]
        if len(figures) < 3 or OTHERS.search(text, low, match.end()):
            continue
        whole = sum((figure.value for figure in figures), Fraction(0))
        slack = sum(map(_unit, figures), Fraction(0))
        if abs(whole - 100) <= slack:
            right = _is_apart(match["digits"], list(combinations(figures, 2)))
            value = Fraction(match["digits"]) if right else abs(figures[0].value - figures[-1].value)
            yield match.start("digits"), match["digits"], _span(value, match["digits"], figures[:2])


def _as_sum(text: str, one: PlacedFigure, before: Sequence[PlacedFigure]) -> Candidate | None:
    """A share that the text calls the sum of those before it, or the rest, and that is neither by any reading.
    These have counts on one base, which give the sum exactly; a mean of groups lies between them and is no sum.
    """
    figure = one.candidate.figure
    lead = text[max(0, one.percent.start - 40, before[-1].percent.end if before else 0):one.percent.start]
    summed, rest = SUMMED.search(lead), REST.search(lead)
    if not (summed or rest) or one.count or figure.count is not None or not one.percent.exact or (
            one.candidate.status not in {"judged", "no_base", "to_confirm"}):
        return None
    parts = []
    for other in reversed(before):
        if other.candidate.status != "judged" or other.candidate.figure.count is None or (
                other.candidate.figure.base != before[-1].candidate.figure.base):
            break
        parts.append(other.candidate.figure)
    counts, base = [part.count or 0 for part in parts], parts[0].base if parts else None
    if not base or len(parts) < (2 if summed else 1):
        return None
    whole = Fraction(0) if summed else Fraction(100)
    sign = 1 if summed else -1
    values = [whole + sign * Fraction(100 * sum(some), base) for size in range(1, len(counts) + 1)
              for some in combinations(counts, size)]
    many = MANY.get(summed["many"] or "", 0) if summed else len(counts)
    value = whole + sign * Fraction(100 * sum(counts[:many or 2]), base)
    low, high = _span(value, figure.digits, parts[:many or 2])
    if any(_span(other, figure.digits, parts[:2])[0] <= figure.value <= _span(other, figure.digits, parts[:2])[1]
           for other in values) or (summed and figure.value <= max(part.value for part in parts)) or value > 100:
        return None
    return replace(one.candidate, figure=replace(figure, count=None, base=None), status="judged", why="parts",
                   expected=(low, high))
