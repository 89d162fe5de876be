"""A figure that was found in a report: what it says, where, and why this base."""

from dataclasses import dataclass
from fractions import Fraction

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.formats.documents.document_blocks import Place

# judged: base and figure are tied by the text itself. to_confirm: the base stands elsewhere, a person must agree.
# The others are left out of judgement, with the reason.
STATUSES = ("judged", "to_confirm", "no_base", "target", "approximate", "change", "weighted", "ratio", "summed")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate figure; `expected` are the lowest and the highest value that other printed figures leave for one that
    follows from them: a sum, a rest, a change.
    """

    figure: PrintedFigure
    status: str
    why: str
    quote: str
    place: Place
    expected: tuple[Fraction, Fraction] | None = None


def is_over_whole(figure: PrintedFigure) -> bool:
    """Whether a figure over 100 % is no share: 120 of 100 planned, 1.4 ticks a person.
    With a count within its base it is a share all the same, and a wrong one, unless the two give it the other way
    round: 148 % (592 for 400 places).
    """
    over = figure.exact and figure.value > figure.scale
    if not over or figure.count is None or figure.base is None or figure.count > figure.base:
        return over
    (shown, whole), count, base = figure.units, figure.count, figure.base
    return count > 0 and 2 * abs(shown * count - whole * base) <= count
