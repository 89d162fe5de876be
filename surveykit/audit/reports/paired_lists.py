"""Counts and percentages paired by their places in two lists: 20 and 26 came from A and B (43.5% and 56.5%)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from surveykit.audit.figures.attainable import attainable, implied_base
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.number_tokens import Percent, WholeNumber
from surveykit.audit.reports.tied_numbers import TiedNumbers

RESPECTIVELY = re.compile(r"分别|依次|各[为有]|\brespectively\b", re.IGNORECASE)
LISTED = re.compile(r"[\d.]+\s*%\s*(?:[、和与及&]|,?\s*\band\b|,\s)\s*[\d.]+\s*%", re.IGNORECASE)  # 37.9% and 62.1%
# what parts the members of a list, besides their units
BETWEEN = re.compile(r"\s*(?:[\u3400-\u9fff]{1,2}|people|persons|patients|students|respondents)?\s*[)）\]]?\s*"
                     r"(?:[,，、和与及]|,?\s*\band\b|&)\s*(?:[^\d\s%，,。；;]{0,6}\s*)?", re.IGNORECASE)

def pairs_in_order(text: str, low: int, high: int) -> bool:
    """Whether a sentence says so, or lists percentages: 37.9% and 62.1%."""
    return RESPECTIVELY.search(text, low, high) is not None or LISTED.search(text, low, high) is not None


def pair_lists(text: str, percents: Sequence[Percent], ties: Sequence[TiedNumbers], wholes: Sequence[WholeNumber],
               low: int) -> list[TiedNumbers]:
    """The ties of a sentence that says "respectively": the k-th count with the k-th percentage, or none at all.
    What stands in the bracket behind a percentage, or gives it as a/b, stays with it.
    """
    loose = [place for place, tie in enumerate(ties)
             if not (tie.count and tie.base) and not touches(text, percents[place], tie)]
    if len(loose) < 2:
        return list(ties)
    used = {tie.count.start for place, tie in enumerate(ties) if place not in loose and tie.count}
    first = min(percents[place].start for place in loose)
    free = [whole for whole in wholes if low <= whole.start < first and whole.start not in used]
    based = _pair_with_bases([percents[place] for place in loose], find_runs(text, free))
    if based:
        found = dict(zip(loose, based, strict=True))
        return [found.get(place, tie) for place, tie in enumerate(ties)]
    runs = [run[1:] if run[0].value == sum(one.value for one in run[1:]) else run for run in find_runs(text, free)]
    lists = [run for run in runs if len(run) == len(loose)]
    counts = lists[0] if len(lists) == 1 else (None,) * len(loose)
    paired = dict(zip(loose, counts, strict=True))
    return [TiedNumbers(paired[place], None, None, sure=False) if place in paired else tie
            for place, tie in enumerate(ties)]


def _pair_with_bases(percents: Sequence[Percent], runs: Sequence[Sequence[WholeNumber]]) -> list[TiedNumbers]:
    """The k-th count with the k-th base and percentage, of two lists or of one cut in halves, where they give all
    percentages but one; of one list alone, the bases, where its numbers as counts give none of them.
    """
    number = len(percents)
    halves = [part for run in runs for part in ([run[:number], run[number:]] if len(run) == 2 * number else [run])]
    lists = [run for run in halves if len(run) == number]
    figures = [PrintedFigure(percent.printed) for percent in percents if percent.exact]
    if len(figures) < number or len(lists) not in {1, 2}:
        return []
    if len(lists) == 1:
        alone = lists[0]
        stray = any(not any(implied_base(whole.value, figure)) for whole, figure in zip(alone, figures, strict=True))
        able = all(whole.value and attainable(figure, whole.value).holds("mixed")
                   for whole, figure in zip(alone, figures, strict=True))
        return [TiedNumbers(None, whole) for whole in alone] if stray and able else []
    bases, counts = lists
    triples = list(zip(counts, bases, figures, strict=True))
    fitting = sum(0 < k.value <= n.value and attainable(figure, n.value).holds("rounding", k.value)
                  for k, n, figure in triples)
    whole = any(k.value > n.value for k, n, _ in triples) or not all(figure.decimals for figure in figures)
    return [TiedNumbers(k, n) for k, n, _ in triples] if fitting >= number - (not whole) and fitting else []


def pair_bases(text: str, percents: Sequence[Percent], ties: Sequence[TiedNumbers], wholes: Sequence[WholeNumber],
               low: int) -> list[TiedNumbers]:
    """The ties of a sentence with the k-th base of a list before the k-th count, where every count but one at most
    fits its own: 240块、255块和270块 ... 18块（7.5%）、27块（10.6%）和36块（13.3%）.
    """
    loose = [place for place, tie in enumerate(ties) if tie.count and tie.sure and not tie.bound]
    counts = [count for place in loose if (count := ties[place].count)]
    if len(counts) < 3 or not RESPECTIVELY.search(text, low, counts[0].start):
        return list(ties)
    free = [whole for whole in wholes if low <= whole.start < counts[0].start]
    lists = [run for run in find_runs(text, free) if len(run) == len(counts)]
    if len(lists) != 1 or sum(map(is_share, counts, lists[0], [percents[place] for place in loose])) < len(counts) - 1:
        return list(ties)
    paired = dict(zip(loose, lists[0], strict=True))
    return [replace(tie, base=paired[place]) if place in paired else tie for place, tie in enumerate(ties)]


def is_share(count: WholeNumber, base: WholeNumber, percent: Percent) -> bool:
    """Whether a count of a base is what a percentage says, by any reading."""
    return 0 < count.value <= base.value and percent.exact and attainable(percent.printed, base.value).holds(
        "mixed", count.value)


def touches(text: str, percent: Percent, tie: TiedNumbers) -> bool:
    """Whether a count stands in a bracket with its percentage: 20 (43.5%), 43.5% (20)."""
    number = tie.either or tie.count
    if number is None:
        return False
    before, after = text[number.end:percent.start], text[percent.end:number.start]
    return not LISTED.match(text, percent.start) and bool(
        re.fullmatch(r"\s*(?:[A-Za-z\s]{0,20}|[\u3400-\u9fff]{1,2})[(（\[]\s*", before)
        or re.fullmatch(r"\s*[(（\[]\s*(?:[nN]\s*=\s*)?", after))


def find_runs(text: str, wholes: Sequence[WholeNumber]) -> list[tuple[WholeNumber, ...]]:
    """Whole numbers that follow one another as the members of a list."""
    runs: list[list[WholeNumber]] = []
    for whole in wholes:
        if runs and BETWEEN.fullmatch(text, runs[-1][-1].end, whole.start):
            runs[-1].append(whole)
        else:
            runs.append([whole])
    return [tuple(run) for run in runs if len(run) > 1]
