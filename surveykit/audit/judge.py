"""The verdict on one figure, in a fixed order of tests."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from surveykit.audit.attain import Attained, Bases, attainable, implied_base
from surveykit.audit.figure import Figure

VERDICTS = ("exact", "rounding", "truncated", "other_base", "impossible", "base_missing", "untestable",
            "no_percent")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said about a figure; an inconsistency is not misconduct.

    `attained` holds the counts that fit the base, `bases` the bases that fit the count,
    `nearest` the two attainable percentages around the figure.
    """

    word: str
    attained: Attained | None = None
    bases: Bases | None = None
    nearest: tuple[Fraction, Fraction] | None = None


def judge(figure: Figure) -> Verdict:
    """Judge one published figure.

    Parameters
    ----------
    figure
        With its count and base where the source gives them.

    Returns
    -------
    Verdict
        `untestable` (a target, an approximation, rough bounds, or neither count nor base),
        `no_percent` (count and base, nothing printed), `base_missing`, `exact`, `rounding`,
        `truncated`, `other_base` (the count needs another base), `impossible` (no count fits the
        base, or no base the count).

    Missing values
    --------------
    An unknown count or base is None and leads to a weaker verdict, never to a guess.

    Examples
    --------
    >>> judge(Figure("42.8%", 883, 2061)).word
    'rounding'
    >>> judge(Figure("35.9%", base=46)).word
    'impossible'
    >>> judge(Figure("44%", count=2134)).bases.rounding
    (4796, 4905)
    """
    if figure.kind == "target" or figure.rough:
        return Verdict("untestable")
    if not figure.printed and figure.count is not None and figure.base:
        return Verdict("no_percent")
    if not figure.exact or (not figure.base and (figure.count is None or figure.value == 0)):
        return Verdict("untestable")
    if not figure.base:
        return _without_base(figure)
    attained = attainable(figure, figure.base)
    nearest = nearest_two(figure, figure.base)
    if figure.count is None:
        return Verdict(_without_count(figure, attained), attained, nearest=nearest)
    return _with_count(figure, attained, nearest)


def _without_base(figure: Figure) -> Verdict:
    """The bases that fit the count, if there are any."""
    found = implied_base(figure.count, figure)
    return Verdict("base_missing" if any(found) else "impossible", bases=found)


def _without_count(figure: Figure, attained: Attained) -> str:
    """The strongest reading under which some count fits."""
    exact = Fraction(figure.base) * figure.value / figure.scale
    if exact.denominator == 1 and exact <= figure.base:
        return "exact"
    if attained.rounding:
        return "rounding"
    return "truncated" if attained.truncation else "impossible"


def _with_count(figure: Figure, attained: Attained, nearest: tuple[Fraction, Fraction]) -> Verdict:
    """The strongest reading under which the printed count fits."""
    if Fraction(figure.scale * figure.count, figure.base) == figure.value:
        return Verdict("exact", attained, nearest=nearest)
    if figure.count in attained.rounding:
        return Verdict("rounding", attained, nearest=nearest)
    if figure.count in attained.truncation:
        return Verdict("truncated", attained, nearest=nearest)
    others = implied_base(figure.count, figure)
    # Any count is 0 % of a base that is large enough.
    fits = any(others) or figure.value == 0
    return Verdict("other_base" if fits else "impossible", attained, others, nearest)


def nearest_two(figure: Figure, n: int) -> tuple[Fraction, Fraction]:
    """The attainable values just below (or at) and above the figure on base n."""
    k = min(floor(figure.value * n / figure.scale), n)
    return Fraction(figure.scale * k, n), Fraction(figure.scale * min(k + 1, n), n)
