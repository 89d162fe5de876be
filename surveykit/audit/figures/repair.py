"""Which misprint would explain it? The fewest changed digits that make a question attainable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from surveykit.audit.figures.option_ties import Tie
from surveykit.audit.figures.printed_figure import PrintedFigure, as_bases, as_figures, parse_testable, require_integer
from surveykit.audit.figures.question_bases import PrintedQuestion, find_counts, make_question, printed_units
from surveykit.audit.figures.reading_modes import is_printable
from surveykit.errors import AnalysisError


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of digits under which a question stands on a base; a possibility, not a finding.
    `changed` holds (position of the figure, as printed, as changed); `counts` first and last count of each figure;
    `rest` first and last count left over for options without a figure (None where people may tick several options).
    """

    n: int
    changed: tuple[tuple[int, str, str], ...]
    counts: tuple[tuple[int, int], ...]
    rest: tuple[int, int] | None


def repair(figures: Sequence[str | PrintedFigure], n: int | Sequence[int], digits: int = 1, *, mode: str = "rounding",
           kind: str = "single", people: int | None = None, ties: Sequence[Tie] = (),
           closes: bool = False) -> tuple[Repair, ...]:
    """The fewest changed digits that make a question attainable.

    Parameters
    ----------
    figures
        The figures of one question, as printed.
    n
        The base, or several (`range(40, 61)`), each searched by itself.
    digits
        How many digits may be changed together; no digit is added or dropped, and a first digit does not become 0.
    mode
        One reading throughout, of `rounding`, `truncation`, `half_up`, `half_even`, `ceiling`, `mixed`.
    kind, people, ties, closes
        As for `bases`.

    Returns
    -------
    tuple of Repair
        For each base all changes of the smallest number of digits that works; a Repair without
        changes where the figures stand as printed, nothing where more digits would be needed.

    Raises
    ------
    ReadError
        A string is no exact number.
    AnalysisError
        `digits` is not 0, 1, 2 or 3, or the question is not lawful (see `bases`).

    Missing values
    --------------
    None.

    Examples
    --------
    >>> [one.changed for one in repair(["67.3", "16.2", "12.7"], 55)]
    [((1, '16.2', '16.4'),), ((1, '16.2', '18.2'),)]
    >>> repair(["67.3", "16.2", "12.7"], 46)
    ()
    """
    if digits not in range(4):
        raise AnalysisError("One to three digits can be changed, not {digits}.", fix="repair(figures, 55, digits=1)",
                            digits=digits)
    known = [parse_testable(figure) for figure in as_figures(figures)]
    question = make_question(known, kind=kind, people=people, ties=ties, closes=closes)
    return tuple(found for base in as_bases(n) for found in _smallest(known, question, mode, base, digits))


def _smallest(known: Sequence[PrintedFigure], question: PrintedQuestion, mode: str, n: int,
              digits: int) -> list[Repair]:
    """All repairs of one base with the fewest digits."""
    n = require_integer(n)
    near = [[_variants(figure, changes, mode, n) for changes in range(digits + 1)] for figure in known]
    for changes in range(digits + 1):
        found = [_try_repair(known, question, mode, n, chosen)
                 for spread in _spreads(changes, len(known))
                 for chosen in product(*(options[k] for options, k in zip(near, spread, strict=True)))]
        if any(found):
            return sorted((one for one in found if one is not None), key=lambda one: one.changed)
    return []


def _variants(figure: PrintedFigure, changes: int, mode: str, n: int) -> list[PrintedFigure]:
    """The figure with exactly this many digits changed, where some count of n prints it so."""
    places = [place for place, sign in enumerate(figure.digits) if sign != "."]
    found = []
    for chosen in combinations(places, changes):
        for new in product("0123456789", repeat=changes):
            text = list(figure.digits)
            for place, sign in zip(chosen, new, strict=True):
                text[place] = sign
            if all(text[place] != figure.digits[place] for place in chosen) and not _leads_with_zero(text, chosen):
                found.append(replace(figure, printed="".join(text) + ("‰" if figure.scale == 1000 else "")))
    return [one for one in found if is_printable(mode, *one.units, n)]


def _leads_with_zero(text: Sequence[str], changed: Sequence[int]) -> bool:
    """Whether a change made 16.2 into 06.2."""
    return 0 in changed and text[0] == "0" and len(text) > 1 and text[1] != "."


def _spreads(changes: int, figures: int) -> Iterator[tuple[int, ...]]:
    """Every way to share a number of changes among figures."""
    if figures == 1:
        yield (changes,)
        return
    for first in range(changes + 1):
        for rest in _spreads(changes - first, figures - 1):
            yield first, *rest


def _try_repair(known: Sequence[PrintedFigure], question: PrintedQuestion, mode: str, n: int,
              chosen: Sequence[PrintedFigure]) -> Repair | None:
    """The repair, if the chosen figures stand together on n."""
    counts = find_counts(replace(question, units=printed_units(chosen, zero_dropped=False)), mode, n)
    if counts is None:
        return None
    changed = tuple((place, old.digits, new.digits) for place, (old, new) in enumerate(zip(known, chosen, strict=True))
                    if old.digits != new.digits)
    rest = None if question.kind == "multi" else (max(0, n - sum(high for _, high in counts)),
                                                  n - sum(low for low, _ in counts))
    return Repair(n, changed, counts, rest)
