"""The counts that may stand behind the printed figures of one question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from surveykit.audit.figures.printed_figure import PrintedFigure, as_figure, as_figures, parse_testable, require_integer
from surveykit.audit.figures.reading_modes import MODES, count_span
from surveykit.errors import AnalysisError

Span = tuple[int, int]
REST = "rest"


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """All tables of whole numbers that would be printed as some figures are.
    cells: A name for each cell.
    searched: First and last base that was searched.
    bases: The bases on which a table exists, or was found.
    number: How many tables there are; when not `exact`, how many were found before the search was given up. 0 and
        `exact`: a proof that there is none.
    low, high: Smallest and largest count of each cell over all tables; when not `tight`, bounds that no table can leave
        but that may be wider than needed.
    tables: The base and the counts of each table, up to the limit that was asked for.
    exact: Whether all tables were found.
    tight: Whether each bound is reached by some table.
    """

    cells: tuple[str, ...]
    searched: Span
    bases: tuple[int, ...]
    number: int
    low: tuple[int, ...]
    high: tuple[int, ...]
    tables: tuple[tuple[int, tuple[int, ...]], ...]
    exact: bool = True
    tight: bool = True


def possible_counts(figures: Sequence[str | PrintedFigure], n: int | Span, *, single: bool = True, closes: bool = False,
                    picks: Span | None = None, reading: str = "rounding", limit: int = 1000) -> Reconstruction:
    """All counts that may stand behind the printed figures of one question.
    Each figure allows a run of counts; single choice adds up to n, several ticks to between the
    fewest and the most that n people make. Any such counts are possible: people can always be
    given nearly equal numbers of ticks (Gale and Ryser).
    Reference: Gale, D. (1957). A theorem on flows in networks. Pacific Journal of Mathematics, 7, 1073-1082.
    >>> found = possible_counts(["45.5%", "9%"], 44)
    >>> found.number, found.tables
    (1, ((44, (20, 4, 20)),))
    >>> possible_counts(["67.3", "16.2", "12.7"], 46).number
    0
    """
    (first, last), figures = as_base_range(n), as_figures(figures)
    if reading not in MODES:
        raise AnalysisError("There is no reading {reading!r}.", fix="use one of: {modes}",
                            reading=reading, modes=', '.join(MODES))
    if not figures:
        raise AnalysisError("A question must have at least one figure.", fix="reconstruct(['45.5%', '9%'], 44)")
    names = tuple(_name(figure, k) for k, figure in enumerate(figures, start=1))
    rest = single and not closes
    found, bases, number, low, high = list[tuple[int, tuple[int, ...]]](), [], 0, None, None
    for base in range(first, last + 1):
        box = _box(figures, base, reading)
        box += [(0, base)] if rest and box else []
        ends = _ticks(box, base, (1, 1) if single else picks, closes or single) if box else (1, 0)
        if not ends[0] <= ends[1]:
            continue
        bases.append(base)
        number += _number(box, ends)
        found += [(base, counts) for counts in islice(_iterate_counts(box, ends), limit - len(found))]
        bottom, top = _bounds(box, ends)
        low = bottom if low is None else tuple(map(min, low, bottom))
        high = top if high is None else tuple(map(max, high, top))
    return Reconstruction((*names, REST) if rest else names, (first, last), tuple(bases), number, low or (),
                          high or (), tuple(found))


def as_base_range(n: int | Span) -> Span:
    """A base or a range of bases as a range."""
    first, last = (require_integer(end, least=0) for end in (n if isinstance(n, Sequence) and len(n) == 2 else (n, n)))
    if not 1 <= first <= last:
        raise AnalysisError("The bases must rise from 1 or more, not from {first} to {last}.",
                            fix="possible_counts(['45.5', '9'], (40, 46))", first=first, last=last)
    return first, last


def _name(figure: str | PrintedFigure, place: int) -> str:
    """The figure's own name, else its place."""
    return (figure.name if isinstance(figure, PrintedFigure) else "") or str(place)


def _box(figures: Sequence[str | PrintedFigure], base: int, reading: str) -> list[Span]:
    """First and last count of each option; empty when one has none."""
    box = []
    for figure in figures:
        one = as_figure(figure)
        low, high = (0, base) if isinstance(figure, PrintedFigure) and not one.printed else count_span(
            reading, *parse_testable(one).units, base)
        if one.count is not None:
            low, high = max(low, one.count), min(high, one.count)
        if low > high:
            return []
        box.append((low, high))
    return box


def _ticks(box: Sequence[Span], base: int, picks: Span | None, closes: bool) -> Span:
    """Smallest and largest sum of the counts."""
    low, high = sum(a for a, _ in box), sum(b for _, b in box)
    if picks is None:
        return low, high
    return max(low, base * picks[0] if closes else 0), min(high, base * picks[1])


def _number(box: Sequence[Span], ends: Span) -> int:
    """How many counts in the box have a sum between the ends."""
    ways = [1]
    for a, b in box:
        upto = [0, *accumulate(ways)]
        ways = [upto[min(s + 1, len(ways))] - upto[max(0, s - (b - a))] for s in range(len(ways) + b - a)]
    start = sum(a for a, _ in box)
    return sum(ways[max(0, ends[0] - start):ends[1] - start + 1])


def _iterate_counts(box: Sequence[Span], ends: Span) -> Iterator[tuple[int, ...]]:
    """The counts in the box whose sum lies between the ends, in order."""
    if not box:
        yield ()
        return
    (a, b), rest = box[0], box[1:]
    least, most = sum(low for low, _ in rest), sum(high for _, high in rest)
    for count in range(max(a, ends[0] - most), min(b, ends[1] - least) + 1):
        for others in _iterate_counts(rest, (ends[0] - count, ends[1] - count)):
            yield (count, *others)


def _bounds(box: Sequence[Span], ends: Span) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Fewest and most of each option, given that the others can take the rest of the sum."""
    least, most = sum(a for a, _ in box), sum(b for _, b in box)
    return (tuple(max(a, ends[0] - (most - b)) for a, b in box), tuple(min(b, ends[1] - (least - a)) for a, b in box))
