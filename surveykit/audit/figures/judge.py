"""The verdict on one figure, in a fixed order of tests."""

from dataclasses import dataclass, replace
from fractions import Fraction

from surveykit.audit.figures.attainable import AttainableCounts, PossibleBases, attainable, implied_base
from surveykit.audit.figures.chance_rate import chance_rate
from surveykit.audit.figures.printed_figure import PrintedFigure, as_figure
from surveykit.result.format import DASH, decimal_text
from surveykit.words.marks import mark_number
from surveykit.words.phrases import LANGUAGES, Text, in_language, join_words, phrase

VERDICTS = ("exact", "rounding", "truncated", "raised", "other_base", "impossible", "base_missing",
            "untestable", "no_percent")


# The readings in the order of tests, and the verdict each leads to.
WORDS = {"exact": "exact", "half_up": "rounding", "half_even": "rounding", "rounding": "rounding",
         "truncation": "truncated", "ceiling": "raised"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said about a figure; an inconsistency is not misconduct.
    `attained` holds the counts that fit the base, `bases` the bases that fit the count, `nearest` the
    two attainable percentages around the figure. `reading` is the rule under which the figure can
    stand (`exact`, `half_up`, `half_even`, `rounding` for halves down, `truncation`, `ceiling`),
    `searched` the range of bases looked at (without a last one: every base from the first), and
    `accident` the share of all figures printed with as many decimals that this base can give.
    >>> print(judge(PrintedFigure("43%", base=46)))
    43%: by rounding; reading: half up; bases examined: 46; 46.5% of all figures
    with as many decimals match by chance. An inconsistency is not misconduct: item non-response,
    rounding, another base or a misprint may explain it.
    """

    word: str
    attained: AttainableCounts | None = None
    bases: PossibleBases | None = None
    nearest: tuple[Fraction, Fraction] | None = None
    reading: str | None = None
    searched: tuple[int, int | None] | None = None
    accident: Fraction | None = None
    printed: str = ""

    def words(self) -> Text:
        """The verdict as a sentence in each language: reading, range searched, what fits, accident rate, caution."""
        facts = [phrase("audit.verdict_said", printed=self.printed or DASH, verdict=phrase(f"verdict.{self.word}"))]
        if self.reading:
            facts.append(phrase("audit.reading_said", reading=phrase(f"reading.{self.reading}")))
        if self.searched:
            facts.append(phrase("audit.searched_said", bases=searched_words(self.searched)))
        if self.bases and (ends := self.bases.rounding or self.bases.mixed):  # none of 0 %: they have no last one
            facts.append(phrase("audit.bases_said", bases=searched_words((ends[0], ends[-1]))))
        if self.word == "impossible" and self.nearest:
            near = [decimal_text(float(value), PrintedFigure(self.printed).decimals + 1) for value in self.nearest]
            facts.append(phrase("audit.nearest_said", values=", ".join(dict.fromkeys(near))))
        if self.accident is not None:
            rate = self.accident
            facts.append(phrase("audit.accident_said", percent=mark_number(
                decimal_text(float(rate), 1, times=100), f"{rate.numerator}/{rate.denominator}")))
        return phrase("audit.sentence", said=join_words(facts, "list.semicolon"), caution=phrase("note.not_misconduct"))

    def __str__(self) -> str:
        return in_language(self.words(), "en")

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """For a notebook: the sentence in both languages."""
        return {"text/plain": "\n".join(in_language(self.words(), side) for side in LANGUAGES)}


def judge(figure: str | PrintedFigure) -> Verdict:
    """Judge one published figure.

    Parameters
    ----------
    figure
        With its count and base where the source gives them; a printed string alone cannot be tested.

    Returns
    -------
    Verdict
        `untestable` (a target, an approximation, rough bounds, a weighted percentage, less
        than zero, or neither count nor base), `no_percent` (count and base, nothing printed), `base_missing`, `exact`,
        `rounding` (halves either way), `truncated` (decimals cut off), `raised` (to the next printed
        value), `other_base` (the count needs another base), `impossible` (no count fits the base, or
        no base the count). It carries the reading, the bases searched and the accident rate.

    Missing values
    --------------
    An unknown count or base is None and leads to a weaker verdict, never to a guess.

    Examples
    --------
    >>> judge(PrintedFigure("42.8%", 883, 2061)).word
    'rounding'
    >>> judge(PrintedFigure("35.9%", base=46)).word
    'impossible'
    >>> judge(PrintedFigure("44%", count=2134)).bases.rounding
    (4796, 4905)
    """
    figure = as_figure(figure)
    if figure.kind in ("target", "weighted") or figure.rough:
        return Verdict("untestable", printed=figure.printed)
    if not figure.printed and figure.count is not None and figure.base:
        return Verdict("no_percent")
    if not figure.exact or (not figure.base and (figure.count is None or figure.value == 0)):
        return Verdict("untestable", printed=figure.printed)
    return _on_base(figure, figure.base) if figure.base else _without_base(figure, figure.count or 0)


def _without_base(figure: PrintedFigure, count: int) -> Verdict:
    """The bases that fit the count, if there are any."""
    found = implied_base(count, figure)
    return Verdict("base_missing" if found else "impossible", bases=found, searched=(max(count, 1), None),
                   printed=figure.printed)


def _on_base(figure: PrintedFigure, base: int) -> Verdict:
    """The strongest reading under which the printed count, or some count, fits the base."""
    attained = attainable(figure, base)
    verdict = Verdict("impossible", attained=attained, nearest=find_nearest(figure, base), printed=figure.printed,
                      searched=(base, base), accident=chance_rate(figure, base))
    reading = _reading(figure, base, attained)
    if reading:
        return replace(verdict, word=WORDS[reading], reading=reading)
    if figure.count is None:
        return verdict
    others = implied_base(figure.count, figure)
    # Any count is 0 % of a base that is large enough.
    word = "other_base" if others or figure.value == 0 else "impossible"
    return replace(verdict, word=word, bases=others, searched=(max(figure.count, 1), None))


def _reading(figure: PrintedFigure, base: int, attained: AttainableCounts) -> str | None:
    """The first reading, in the order of tests, that gives the count (or any count)."""
    exact = base * figure.value / figure.scale
    if exact.denominator == 1 and exact <= base and figure.count in (None, exact):
        return "exact"
    return next((mode for mode in WORDS if mode != "exact" and attained.holds(mode, figure.count)), None)


def find_nearest(figure: PrintedFigure, n: int) -> tuple[Fraction, Fraction]:
    """The attainable values just below (or at) and above the figure on base n."""
    m, fine = figure.units
    k = min(m * n // fine, n)
    return Fraction(figure.scale * k, n), Fraction(figure.scale * min(k + 1, n), n)


def searched_words(searched: tuple[int, int | None]) -> str:
    """`46`, `30–60`, or `≥ 237`."""
    low, high = searched
    if high is None:
        return f"≥ {low}"
    return str(low) if low == high else f"{low}{DASH}{high}"
