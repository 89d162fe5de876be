"""One base for the figures of a sentence: of 46 respondents, 20 (43.5%) agreed, 17 (37.0%) did not, nine (19.6%) ..."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from surveykit.audit.figures.attainable import implied_base
from surveykit.audit.figures.judge import judge
from surveykit.audit.reports.candidate import Candidate
from surveykit.audit.reports.number_tokens import Percent, WholeNumber

FULL_STOP = re.compile(r"[。！？!?]|\.(?=\s+[A-Z\u3400-\u9fff(])|\n")
PART = re.compile(r"其中|当中|\b(?:of|among) (?:these|those|them|whom|which)\b|\bthereof\b", re.IGNORECASE)
GIVEN = frozenset({"exact", "rounding", "truncated"})


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A candidate with its places in the plain text: the figure's, and its count's where it has one."""

    percent: Percent
    count: WholeNumber | None
    candidate: Candidate


def share_bases(text: str, wholes: Sequence[WholeNumber], found: Sequence[PlacedFigure]) -> list[Candidate]:
    """The candidates of a paragraph: a count without a base takes the one of the other counts of its sentence.
    It is judged on it where two others stand on it, where all counts add to it, or where no base at all gives the
    figure; else it is to be confirmed. Where more than one count would be wrong, none is told a base.
    """
    ends = [match.end() for match in FULL_STOP.finditer(text)]
    groups = groupby(found, key=lambda one: sum(end <= one.percent.start for end in ends))
    return [candidate for _, group in groups for candidate in _share_base(text, wholes, list(group))]


def _share_base(text: str, wholes: Sequence[WholeNumber], group: Sequence[PlacedFigure]) -> Iterator[Candidate]:
    """The candidates of one sentence."""
    base, anchors = _common_base(wholes, group)
    loose = [one for one in group if base and _lacks_base(one) and _same_people(text, one, anchors)
             and (one.candidate.figure.count or 0) <= base]
    for one in group:
        if len(loose) != 1 or one is not loose[0]:
            yield one.candidate
            continue
        figure = replace(one.candidate.figure, base=base)
        counts = {other.count.start: other.count.value for other in (*anchors, one) if other.count}
        sure = len(anchors) > 1 or sum(counts.values()) == base or not any(
            implied_base(figure.count or 0, one.candidate.figure))
        yield replace(one.candidate, figure=figure, status="judged" if sure else "to_confirm", why="sentence")


def _common_base(wholes: Sequence[WholeNumber],
                 group: Sequence[PlacedFigure]) -> tuple[int | None, list[PlacedFigure]]:
    """The base on which counts of a sentence stand that was said before the first of them, and these figures."""
    right = [one for one in group if one.count and one.candidate.status == "judged"
             and one.candidate.figure.base and judge(one.candidate.figure).word in GIVEN]
    bases = {one.candidate.figure.base for one in right}
    first = min((one.count.start for one in group if one.count), default=0)
    told = {whole.value for whole in wholes if whole.start < first}
    base = bases.pop() if len(bases) == 1 else None
    return (base, right) if base in told else (None, [])


def _lacks_base(one: PlacedFigure) -> bool:
    """Whether a figure has a count and no base."""
    figure = one.candidate.figure
    return figure.count is not None and figure.base is None and one.candidate.status in {"no_base", "to_confirm"}


def _same_people(text: str, one: PlacedFigure, anchors: Sequence[PlacedFigure]) -> bool:
    """Whether no words between a figure and the nearest that has the base say that it is of a part."""
    near = min(anchors, key=lambda anchor: abs(anchor.percent.start - one.percent.start))
    low, high = sorted((near.percent.start, one.percent.start))
    return PART.search(text, low, high) is None
