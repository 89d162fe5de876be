"""Counts and bases told by what they count: 75座水库中已有51座完成，完成率达68%; 190 of them (44.6%)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from surveykit.audit.figures.attainable import attainable
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.figure_bases import FigureBases
from surveykit.audit.reports.figure_ties import OF_SOME
from surveykit.audit.reports.named_rates import IS_BACK, is_named_after
from surveykit.audit.reports.number_tokens import WholeNumber
from surveykit.audit.reports.shared_base import FULL_STOP
from surveykit.audit.reports.stated_bases import StatedBase
from surveykit.audit.reports.tied_numbers import FLAGS, RETURN_RATE, K

HAN = "[\u3400-\u9fff]"
IS = r"\s*(?:仅|高)?(?:达到?|为|是|:)?\s*$"
# the measure right behind a number; 人次 is not 人
MEASURE = re.compile(rf"\s*(?P<first>(?![的中里内和与及或占被在是为有之至到多余]){HAN})(?P<times>次)?")
ALIKE = str.maketrans("名位", "人人")
# 51座完成除险加固，完成率达: the rate is named after what is said of those who are counted
RATE_OF_COUNT = re.compile(rf"(?P<ahead>[^\d,，。；;:：】!?]{{0,20}})(?<![\d./]){K}"
                           rf"(?P<behind>\s*{HAN}[^\d,，。；;%]{{0,20}})[,，、]\s*{HAN}{{0,6}}?(?P<rate>{HAN}{{2,3}})率{IS}")
SHARE_OF_WHOM = re.compile(rf"(?P<who>{HAN}{{2,6}}?)?[,，]?\s*占(?!比)(?P<whom>{HAN}{{2,10}})的\s*$")
OF_THEM = re.compile(r"\s+of\s+(?:them|these|those|whom)\b[^\d.;%]{0,30}[(\[]\s*$", FLAGS)
RATE_OF_RETURN = re.compile(RETURN_RATE + r"\s*(?:of|was|is|=|:|stood at|came to)?\s*$", FLAGS)
APART = re.compile(r"[，,。；;、:：!?】\n]")
# words before a count that name a part of the people, whose own number may not be printed
SOME_OF = re.compile(r"\b(?:some|(?<!as )many|several|few|most|half|third|quarter|others?)\b", FLAGS)
PLACED = re.compile(r"(?<![A-Za-z])[A-Z](?![a-z])|[甲乙丙丁某]|[村镇乡县区市省校班组队系厂店部岁级]|[男女老新]")
SHARED = re.compile(rf"\s*(?:{HAN}{{0,8}}|(?:[A-Za-z'-]+\s+){{0,4}})[,，]?\s*[(（\[]?\s*占?"
                    rf"[^\d%]{{0,4}}\d[\d.]*\s*%")
NEAR, STOPS = 90, 2  # signs before a figure; sentences between a base and the sentence of its count


def tie_by_measure(figure: PrintedFigure, count: WholeNumber | None,
                   bases: FigureBases) -> tuple[PrintedFigure, str, str] | None:
    """A figure with its count and the base that is counted in the same measure, or that its words name.
    The base is the candidate that gives the figure; where none does, nor any other two numbers before it, their sums
    and differences, the figure is wrong on every base. None where the words tie nothing.
    """
    text, percent = bases.paragraph.plain.text, bases.percent
    before = text[max(bases.low, percent.start - NEAR):percent.start]
    beside, (named, returned) = count is not None, (SHARE_OF_WHOM.search(before), _count_returned(before, bases))
    if OF_SOME.match(text, percent.end) or bases.is_of_others or (bases.is_no_share and not beside):
        return None
    if named:
        count = count or (_one_named(bases, named["who"]) if named["who"] else None)
        base = _one_named(bases, named["whom"])
        candidates = [base] if base else []
    else:
        count = count or _count_of_rate(before, bases) or returned
        candidates = list(_same_measure(count, bases)) if count else []
    candidates = [base for base in candidates if count and count.start < percent.start and base.value > count.value > 0]
    if count is None or not candidates:
        return None
    counted = replace(figure, count=count.value)
    for base in candidates:
        why = "sentence" if base.start >= bases.low else "paragraph"
        if _gives(counted, base.value):
            return replace(counted, base=base.value), "judged", why
    if _may_be_right(counted, count, candidates, bases, beside=beside,
                     named=bool(named or returned)):
        return None
    why = "sentence" if candidates[0].start >= bases.low else "paragraph"
    return replace(counted, base=candidates[0].value), "judged", why


def _gives(figure: PrintedFigure, base: int) -> bool:
    """Whether a base gives a figure with its count, by any reading."""
    return figure.count is not None and attainable(figure, base).holds("mixed", figure.count)


def _may_be_right(figure: PrintedFigure, count: WholeNumber, candidates: Sequence[WholeNumber], bases: FigureBases, *,
                  beside: bool, named: bool) -> bool:
    """Whether a figure that no candidate gives may be of other people or of those who are not counted."""
    values = sorted({whole.value for whole in bases.smaller})
    others = [] if beside else [replace(figure, count=base.value - count.value) for base in candidates]
    return (any(_gives(other, base.value) for other, base in zip(others, candidates, strict=bool(others)))
            or any(_gives(figure, other) for other in bases.other_bases(count.value))
            or any(_gives(replace(figure, count=k), n) for k, n in combinations(values, 2))
            or any(base.rounded for base in (count, *candidates))
            or not (named or all(_are_same_people(base, figure, count, bases) for base in candidates)))


def _are_same_people(base: WholeNumber, figure: PrintedFigure, count: WholeNumber, bases: FigureBases) -> bool:
    """Whether no words between a base and a count say that the figure is of a part of it."""
    text = bases.paragraph.plain.text
    clause = text[_clause(text, count)[0]:count.start]
    between = text[base.end:count.start]
    smaller = figure.value * base.value > figure.scale * (figure.count or 0)
    return not (smaller and (PLACED.search(clause) or SOME_OF.search(between))) and bases.counts_part_of(
        StatedBase(base.start, base.end, base.value, 2), count)


def _measure(text: str, whole: WholeNumber) -> str:
    """The measure behind a number; '' where there is none."""
    found = MEASURE.match(text, whole.end)
    return found["first"].translate(ALIKE) + (found["times"] or "") if found else ""


def _same_measure(count: WholeNumber, bases: FigureBases) -> Iterator[WholeNumber]:
    """The larger numbers of the same measure before a count, of its sentence or else of the nearest with any."""
    text = bases.paragraph.plain.text
    own = _measure(text, count)
    larger = [whole for whole in bases.smaller if whole.end <= count.start and whole.value > count.value
              and whole.start not in bases.counts and _measure(text, whole) == own
              and not SHARED.match(text, whole.end)]
    if not own and not _speaks_of_them(text, count, bases):
        return
    stops = [len(FULL_STOP.findall(text, whole.end, bases.low)) for whole in larger]
    nearest = min(stops, default=STOPS + 1)
    if nearest <= (STOPS if own else 1):
        yield from (whole for whole, apart in zip(larger, stops, strict=True) if apart == nearest)


def _speaks_of_them(text: str, count: WholeNumber, bases: FigureBases) -> bool:
    """Whether an English count is one of those named before: 190 of them (44.6%), or forms that came back."""
    between = text[count.end:bases.percent.start]
    return bool(OF_THEM.match(between) or RATE_OF_RETURN.search(between))


def _count_of_rate(before: str, bases: FigureBases) -> WholeNumber | None:
    """The count right before a rate that is named after it."""
    match = RATE_OF_COUNT.search(before)
    if match is None or not is_named_after(match["rate"], match["ahead"] + match["behind"]):
        return None
    return _at(bases, bases.percent.start - len(before) + match.start("k"))


def _count_returned(before: str, bases: FigureBases) -> WholeNumber | None:
    """The second of the two numbers of a sentence that ends with a rate of return; something came back."""
    found = bases.numbers_before
    if len(found) != 2 or not RATE_OF_RETURN.search(before):
        return None
    return found[0] if IS_BACK.search(bases.paragraph.plain.text, found[1].end, bases.percent.start) else None


def _one_named(bases: FigureBases, words: str) -> WholeNumber | None:
    """The one number before a figure whose clause repeats two signs of some words, the first two that tell it."""
    text = bases.paragraph.plain.text
    clauses = [(whole, text[slice(*_clause(text, whole))]) for whole in bases.smaller]
    for place in range(len(words) - 1):
        found = [whole for whole, clause in clauses if words[place:place + 2] in clause]
        if len(found) == 1:
            return found[0]
    return None


def _clause(text: str, whole: WholeNumber) -> tuple[int, int]:
    """Where the words around a number begin and end."""
    starts = [match.end() for match in APART.finditer(text, max(0, whole.start - NEAR), whole.start)]
    end = APART.search(text, whole.end)
    return starts[-1] if starts else max(0, whole.start - NEAR), end.start() if end else len(text)


def _at(bases: FigureBases, place: int) -> WholeNumber | None:
    """The whole number that begins at a place."""
    return next((whole for whole in bases.smaller if whole.start == place), None)
