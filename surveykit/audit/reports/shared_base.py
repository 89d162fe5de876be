"""One base for the figures of a sentence: of 46 respondents, 20 (43.5%) agreed, 17 (37.0%) did not, nine (19.6%) ..."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from surveykit.audit.figures.attainable import implied_base
from surveykit.audit.figures.judge import judge
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.candidate import Candidate
from surveykit.audit.reports.figure_ties import OF_SOME
from surveykit.audit.reports.number_tokens import Percent, WholeNumber
from surveykit.audit.reports.stated_bases import N_EQUALS
from surveykit.audit.reports.tied_numbers import RETURN_RATE

# ... agreed [3]. 3 of the 9, which the text may have said in words
FULL_STOP = re.compile(r"[。！？!?]|\.(?=\s+[A-Z\u3400-\u9fff(])|\n"
                       r"|(?:(?<=[a-z]{3})|(?<=\w[\])%]))\.(?=\s+\d+\s+(?:out\s+)?of\b)")
PART = re.compile(r"其中|当中|\b(?:of|among) (?:these|those|them|whom|which)\b|\bthereof\b", re.IGNORECASE)
OF_THOSE = re.compile(r"\b(?:of|among) (?:these|those|them|whom|which)\b", re.IGNORECASE)
OF_CUT = re.compile(r"\s+of\s*$", re.IGNORECASE)  # 12 mothers (7.7% of: the line, or the page, ends
RETURNED = re.compile(rf"(?:回收率|有效率|应答率|{RETURN_RATE})\s*(?:为|达到?|是|:|of|was|is)?\s*$", re.IGNORECASE)
NEAR = 40  # signs before a count
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
    closed, counted = _closing_base(text, wholes, group)
    if closed:
        yield from (_on_base(one, closed) if one in counted else one.candidate for one in group)
        return
    base, anchors = _common_base(wholes, group)
    loose = [one for one in group if base and _lacks_base(one) and _same_people(text, one, anchors)
             and not _is_of_part(text, one) and (one.candidate.figure.count or 0) <= base]
    for one in group:
        if len(loose) != 1 or one is not loose[0]:
            yield replace(one.candidate, status="judged") if _is_of_list(one, anchors) else one.candidate
            continue
        figure = replace(one.candidate.figure, base=base)
        counts = {other.count.start: other.count.value for other in (*anchors, one) if other.count}
        sure = len(anchors) > 1 or sum(counts.values()) == base or not any(
            implied_base(figure.count or 0, one.candidate.figure)) or _is_of_none(text, wholes, one)
        yield replace(one.candidate, figure=figure, status="judged" if sure else "to_confirm", why="sentence")


def _is_of_list(one: PlacedFigure, anchors: Sequence[PlacedFigure]) -> bool:
    """Whether a count paired with its percentage by their places in two lists stands beside others that are right."""
    figure = one.candidate.figure
    others = {anchor.count.start: anchor.count.value for anchor in anchors
              if anchor.count and anchor.candidate.figure.base == figure.base}
    added = sum(others.values()) + (figure.count or 0)
    return (one.candidate.status == "to_confirm" and one.candidate.why == "sentence" and figure.count is not None
            and figure.base is not None and (len(others) > 1 or (added == figure.base and bool(others))))


def _is_of_none(text: str, wholes: Sequence[WholeNumber], one: PlacedFigure) -> bool:
    """Whether a rate of forms that came back is that of none of the numbers printed before them."""
    if one.count is None or not RETURNED.search(text, 0, one.percent.start):
        return False
    before = [whole.value for whole in wholes if whole.end <= one.count.start and whole.value >= one.count.value]
    return bool(before) and not any(judge(replace(_count_figure(one), base=base)).word in GIVEN for base in before)


def _closing_base(text: str, wholes: Sequence[WholeNumber],
                  group: Sequence[PlacedFigure]) -> tuple[int, list[PlacedFigure]]:
    """The number that counts of a sentence add to and that the paragraph prints, else its N = 230, and their figures.
    One count at most may not be what its percentage says, and one at least must be.
    """
    counted = {one.count.start: one for one in group if one.count and one.candidate.figure.exact
               and one.candidate.status in {"judged", "no_base", "to_confirm"} and not _is_of_part(text, one)}
    values = {place: one.count.value for place, one in counted.items() if one.count}
    largest = max(values, key=values.__getitem__, default=0)
    if values and 2 * values[largest] == sum(values.values()):  # 1,284 people (64.2%): 770 [60.0%], 514 [40.0%]
        del counted[largest], values[largest]
    counted = {place: one for place, one in counted.items()  # 88 of these 141: a part of a part
               if one.candidate.figure.base not in {value for at, value in values.items() if at != place}}
    if len(counted) < 2 or not any(map(_lacks_base, counted.values())):
        return 0, []
    added = sum(one.count.value for one in counted.values() if one.count)
    low, high = min(counted), max(one.percent.end for one in group)
    end = next((match.end() for match in FULL_STOP.finditer(text, high)), len(text))
    others = [whole for whole in wholes if whole.start not in counted and whole.end <= end]
    named = [whole.value for whole in others if low < whole.start and N_EQUALS.search(text[:whole.start])]
    told = {added} & {whole.value for whole in others}
    for base in (added, *named):
        figures = [_count_figure(one) for one in counted.values()]
        fitting = [figure for figure in figures if (figure.count or 0) <= base
                   and judge(replace(figure, base=base)).word in GIVEN]
        sure = base in {*told, *named} or len(fitting) > 1 or any(map(_tells_base, fitting))
        if fitting and len(fitting) >= len(figures) - 1 and sure:
            return base, list(counted.values())
    return 0, []


def _tells_base(figure: PrintedFigure) -> bool:
    """Whether a count and its percentage fit few bases: one in a hundred of those around it."""
    found = implied_base(figure.count or 0, figure).rounding if figure.decimals else ()
    return len(found) == 2 and 100 * (found[1] - found[0]) <= found[0]


def _is_of_part(text: str, one: PlacedFigure) -> bool:
    """Whether the words around a figure say that it is of some of the people: 47 (58.8%) of the men."""
    near = max(one.count.start - NEAR, 0) if one.count else 0
    return bool(OF_THOSE.search(text, near, one.percent.start) or OF_SOME.match(text, one.percent.end)
                or OF_CUT.match(text, one.percent.end))


def _count_figure(one: PlacedFigure) -> PrintedFigure:
    """A figure with the number beside it as its count."""
    return replace(one.candidate.figure, count=one.count.value if one.count else None)


def _on_base(one: PlacedFigure, base: int) -> Candidate:
    """A candidate on the base of its sentence; one that has another of its own keeps it."""
    own = one.candidate.figure.base
    if own is not None and one.count is not None and own != one.count.value:
        return one.candidate
    return replace(one.candidate, figure=replace(_count_figure(one), base=base), status="judged", why="sentence")


def _common_base(wholes: Sequence[WholeNumber], group: Sequence[PlacedFigure]) -> tuple[int | None, list[PlacedFigure]]:
    """The base on which counts of a sentence stand that was said beside them, and these figures."""
    right = [one for one in group if one.count and one.candidate.status == "judged"
             and one.candidate.figure.base and judge(one.candidate.figure).word in GIVEN]
    bases = {one.candidate.figure.base for one in right}
    counts, last = {one.count.start for one in group if one.count}, max(one.percent.end for one in group)
    told = {whole.value for whole in wholes if whole.start < last and whole.start not in counts}
    base = bases.pop() if len(bases) == 1 else None
    return (base, right) if base in told else (None, [])


def _lacks_base(one: PlacedFigure) -> bool:
    """Whether a figure has a count and no base."""
    figure = one.candidate.figure
    bare = figure.base is None or (one.count is not None and figure.base == one.count.value)  # n = 20 taken for a base
    return one.count is not None and bare and one.candidate.status in {"no_base", "to_confirm"}


def _same_people(text: str, one: PlacedFigure, anchors: Sequence[PlacedFigure]) -> bool:
    """Whether no words between a figure and the nearest that has the base say that it is of a part."""
    near = min(anchors, key=lambda anchor: abs(anchor.percent.start - one.percent.start))
    low, high = sorted((near.percent.start, one.percent.start))
    return PART.search(text, low, high) is None
