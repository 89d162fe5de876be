"""Bases on which all figures of one question can stand together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from surveykit.audit.figures.attainable import PossibleBases
from surveykit.audit.figures.option_ties import CountBounds, Tie, can_sum, check_ties, make_count_bounds
from surveykit.audit.figures.printed_figure import PrintedFigure, as_figures, parse_testable, require_integer
from surveykit.audit.figures.reading_modes import MODES, count_spans, integer_range
from surveykit.errors import AnalysisError, did_you_mean

KINDS = ("single", "multi", "ticks")
MOST_BASES = 10_000_000


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """The figures of one question, as whole numbers, and what binds their counts."""

    units: tuple[tuple[int, int], ...]
    kind: str = "single"
    people: int | None = None
    ties: tuple[Tie, ...] = ()
    closes: bool = False

    def count_bounds(self, mode: str, n: Any) -> CountBounds:
        """Least and greatest count of every option on base n (a number or an array), by one reading."""
        each = [count_spans(mode, m, fine, n) for m, fine in self.units]
        top = n if self.people is None else np.minimum(n, self.people)
        return make_count_bounds([low for low, _ in each], [np.minimum(high, top) for _, high in each], top, self.ties)

    def attainable_on(self, mode: str, n: np.ndarray) -> np.ndarray:
        """On which bases of an array all figures can stand together by one reading."""
        boxes = self.count_bounds(mode, n)
        found = boxes.is_possible
        if self.kind != "multi":
            found = found & (boxes.least <= n)
        if self.kind != "ticks" and self.people is not None:
            found = found & (n <= self.people)
        if self.closes:
            found = found & (boxes.most >= n)
        return np.asarray(found, dtype=bool)

    def bases(self, mode: str, n: np.ndarray) -> tuple[int, ...]:
        """The bases of an array on which the question stands."""
        found = [int(base) for base in n[self.attainable_on(mode, n)]]
        uneven = self.closes and any(tie.unprinted or len(tie.options) > 1 for tie in self.ties)
        return tuple(base for base in found if not uneven or can_sum(self.count_bounds(mode, base), base))


def make_question(figures: Sequence[str | PrintedFigure], *, kind: str = "single", people: int | None = None,
                ties: Sequence[Tie] = (), closes: bool = False, zero_dropped: bool = False) -> PrintedQuestion:
    """The question that these figures make, checked."""
    if kind not in KINDS:
        raise AnalysisError("There is no kind of question {kind!r}.", fix=did_you_mean(kind, KINDS), kind=kind)
    if closes and kind == "multi":
        raise AnalysisError("Percent of people need not close to 100 where people may tick several options.",
                            fix="bases(figures, n_max, kind='ticks', closes=True)")
    if people is not None and people < 1:
        raise AnalysisError("People must be 1 or more, not {people}.", fix="leave people out if not known",
                            people=people)
    known = [parse_testable(figure) for figure in as_figures(figures)]
    if not known:
        raise AnalysisError("A question must have at least one figure.", fix="bases(['35.9', '28.2'], 230)")
    check_ties(ties, len(known))
    return PrintedQuestion(printed_units(known, zero_dropped=zero_dropped), kind, people, tuple(ties), closes)


def printed_units(figures: Sequence[PrintedFigure], *, zero_dropped: bool) -> tuple[tuple[int, int], ...]:
    """The printed numbers in units of their last place; dropped zeros put back where asked.
    Zeros are put back up to the most decimals that one of the figures shows, and at least one.
    """
    most = max(1, *(figure.decimals for figure in figures)) if zero_dropped else 0
    return tuple(figure.pad_zeros(most).units for figure in figures)


def search_range(question: PrintedQuestion, n_min: int, n_max: int) -> np.ndarray:
    """The bases to search, in numbers wide enough for every product."""
    n_min, n_max = require_integer(n_min), require_integer(n_max, "The largest base", least=0)
    if n_max - n_min > MOST_BASES:
        raise AnalysisError("At most {most_bases:,} bases can be searched at once.", fix="bases(figures, 230)",
                            most_bases=MOST_BASES)
    return integer_range(n_min, n_max, max(max(mark) for mark in question.units))


def bases(figures: Sequence[str | PrintedFigure], n_max: int, *, n_min: int = 1, kind: str = "single",
          people: int | None = None, ties: Sequence[Tie] = (), closes: bool = False,
          zero_dropped: bool = False) -> PossibleBases:
    """Bases on which all figures of one question are attainable together.

    Parameters
    ----------
    figures
        The figures of one question, as printed.
    n_min, n_max
        The range of bases to search.
    kind
        `single`: each person chose one option, so the counts add to at most the base. `multi`: percent of people who
        could tick several options, each count at most the base. `ticks`: percent of all ticks; the base counts ticks.
    people
        How many people were asked, where known: no option has more ticks than that, and a base of people is not larger.
    ties
        Options known to be equal; see `Tie`.
    closes
        Whether the figures (and tied options) are the whole question, so that the counts must add to exactly the base.
    zero_dropped
        Read figures with fewer decimals than the others (or none) as printed without their zeros.

    Returns
    -------
    Bases
        By one reading throughout (`rounding`, `truncation`, `half_up`, `half_even`, `ceiling`), and
        by any mix of them (`mixed`).

    Raises
    ------
    ReadError
        A string is no exact number.
    AnalysisError
        `n_min` is under 1, the kind is unknown, a tie joins nothing, or a weighted percentage.

    Missing values
    --------------
    None.

    Notes
    -----
    On each base the counts of a figure are an interval of whole numbers, found by two integer
    divisions; the question stands where the intervals are not empty and their sums allow it.

    Examples
    --------
    >>> bases(["35.9", "28.2"], 80, n_min=30).rounding
    (39, 78)
    >>> bases(["67.3", "16.2", "12.7"], 200).mixed
    (180,)
    >>> bases(["35.9", "28.2"], 140, n_min=100, kind="ticks", people=46).rounding
    (103, 117)
    """
    question = make_question(figures, kind=kind, people=people, ties=ties, closes=closes, zero_dropped=zero_dropped)
    n = search_range(question, n_min, n_max)
    return PossibleBases(*(question.bases(mode, n) for mode in MODES))


def find_counts(question: PrintedQuestion, mode: str, n: int) -> tuple[tuple[int, int], ...] | None:
    """First and last count of each printed option on one base, or None where the question cannot stand."""
    if n not in question.bases(mode, search_range(question, n, n)):
        return None
    each = [count_spans(mode, m, fine, n) for m, fine in question.units]
    top = n if question.people is None else min(n, question.people)
    return tuple((int(low), min(int(high), top)) for low, high in each)
