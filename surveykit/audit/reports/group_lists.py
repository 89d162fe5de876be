"""Counts and percentages of a paragraph on the sizes of its groups, in their order, and rates named after counts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from surveykit.audit.reports.number_tokens import Percent, WholeNumber
from surveykit.audit.reports.paired_lists import RESPECTIVELY, find_runs, is_share
from surveykit.audit.reports.tied_numbers import TiedNumbers

N_EACH = re.compile(r"\bn\s*=\s*$", re.IGNORECASE)
# 国内升学率为31.2%
RATE = re.compile(r"(?P<name>[\u3400-\u9fff]{2,10}?)(?:人数)?(?:率|(?:所占)?比[例重率])\s*(?:达到?|仅?为|是|:)?\s*$")
NAME = 2  # signs that a rate and the words before its count must share at least
ENOUGH, FAR = 2, 64  # others that must be right; numbers of a paragraph that are tried


class TiedSpan(NamedTuple):
    """The figures of a sentence with their ties."""

    low: int
    high: int
    percents: list[Percent]
    ties: list[TiedNumbers]


def tie_to_groups(text: str, wholes: Sequence[WholeNumber], spans: Sequence[TiedSpan]) -> list[TiedSpan]:
    """The spans of a paragraph; counts and percentages in the order of groups take the sizes of these as bases, and
    rates the counts that are named alike, where all but one are right, two at least.
    """
    return _name_rates(text, wholes, _size_groups(text, wholes, spans))


def _size_groups(text: str, wholes: Sequence[WholeNumber], spans: Sequence[TiedSpan]) -> list[TiedSpan]:
    """两组有效者分别为61例和50例，有效率分别为95.3%和80.6%: of 64 and 62, whom the paragraph named before."""
    listed = [span for span in spans if _is_loose(text, span)]
    for number in sorted({len(span.ties) for span in listed}):
        same = [span for span in listed if len(span.ties) == number]
        others = [tuple(tie.base for tie in span.ties) for span in spans if len(span.ties) == number]
        sizes = [whole for whole in wholes if N_EACH.search(text, max(0, whole.start - 6), whole.start)]
        first = min(tie.count.start for span in same for tie in span.ties if tie.count)
        before = [whole for whole in wholes if whole.end <= first]
        for bases in (*others, tuple(sizes), *find_runs(text, before)):
            known = [base for base in bases if base]
            if len(known) == number == len(bases) and _hold(same, known, spans, wholes):
                ties = {span.low: [replace(tie, base=base, sure=True) for tie, base in
                                   zip(span.ties, known, strict=True)] for span in same}
                return [span._replace(ties=ties.get(span.low, span.ties)) for span in spans]
    return list(spans)


def _is_loose(text: str, span: TiedSpan) -> bool:
    """Whether a sentence pairs counts with percentages in their order and has no bases for them."""
    return (len(span.ties) > 1 and all(tie.count and not tie.base for tie in span.ties)
            and RESPECTIVELY.search(text, span.low, span.high) is not None)


def _hold(loose: Sequence[TiedSpan], bases: Sequence[WholeNumber], spans: Sequence[TiedSpan],
          wholes: Sequence[WholeNumber]) -> bool:
    """Whether all counts but one are what their percentages say of the sizes of their groups."""
    told = [span for span in spans if [tie.base and tie.base.value for tie in span.ties] == [b.value for b in bases]]
    return _all_but_one([(tie.count, base, percent) for span in (*loose, *told) for tie, base, percent
                         in zip(span.ties, bases, span.percents, strict=True) if tie.count], wholes)


def _all_but_one(shares: Sequence[tuple[WholeNumber, WholeNumber, Percent]], wholes: Sequence[WholeNumber]) -> bool:
    """Whether all counts but one, two at least, are what their percentages say of their bases; and that one not of any
    other number of the paragraph, nor of the sum or difference of two: those who were left.
    """
    odd = [(count, percent) for count, base, percent in shares if not is_share(count, base, percent)]
    if len(odd) > 1 or len(shares) - len(odd) < ENOUGH:
        return False
    numbers = {whole.value for whole in wholes[:FAR]}
    others = numbers | {value for a, b in combinations(numbers, 2) for value in (a + b, abs(a - b))} if odd else set()
    return not any(is_share(count, WholeNumber(0, 0, value), percent) for count, percent in odd for value in others)


def _name_rates(text: str, wholes: Sequence[WholeNumber], spans: Sequence[TiedSpan]) -> list[TiedSpan]:
    """国内升学1,013人 ... 国内升学率为28.2%: of the one number that gives the other rates."""
    found: dict[int, WholeNumber] = {}
    for span in spans:
        for percent, tie in zip(span.percents, span.ties, strict=True):
            named = RATE.search(text, max(span.low, percent.start - 24), percent.start)
            count = _count_named(text, wholes, named["name"], span.low) if named and tie == TiedNumbers() else None
            if count:
                found[percent.start] = count
    percents = [percent for span in spans for percent in span.percents if percent.start in found]
    if len(percents) <= ENOUGH:
        return list(spans)
    for base in wholes:
        shares = [(found[percent.start], base, percent) for percent in percents]
        if base.start not in {count.start for count in found.values()} and _all_but_one(shares, wholes):
            return [span._replace(ties=[
                replace(tie, count=found[percent.start], base=base) if percent.start in found else tie
                for percent, tie in zip(span.percents, span.ties, strict=True)]) for span in spans]
    return list(spans)


def _count_named(text: str, wholes: Sequence[WholeNumber], name: str, before: int) -> WholeNumber | None:
    """The one number of earlier sentences right before which a name stands, or its end, the longest that does."""
    for place in range(len(name) - NAME + 1):
        part = name[place:]
        found = [whole for whole in wholes if whole.end <= before and text.endswith(part, 0, whole.start)]
        if found:
            return found[0] if len(found) == 1 else None
    return None
