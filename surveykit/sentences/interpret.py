"""The verb, and the value it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from surveykit.errors import AnalysisError
from surveykit.result import ESTIMATES, TESTS, Result
from surveykit.result.result import require_result
from surveykit.sentences.account_sentences import ACCOUNTS
from surveykit.sentences.extreme_rows import interpret_extremes, interpret_few
from surveykit.sentences.finding_sentences import (
    agreement,
    banner,
    interpret_test,
    profile,
    reliability,
    response_sets,
    tests_together,
)
from surveykit.sentences.full_paragraph import full_paragraph
from surveykit.sentences.listing_sentences import (
    code_matrix,
    disagreements,
    disclosure,
    excerpts,
    flag_table,
    participants,
    published_comparison,
    quantiles,
    totals,
)
from surveykit.sentences.published_sentences import (
    bases,
    by_chance,
    checks,
    figures,
    missing_base,
    on_bases,
    reconstruction,
    repairs,
    scoreboard,
    tick_bases,
    untestable,
)
from surveykit.sentences.scale_sentences import item_analysis, likert, overview, ranking
from surveykit.sentences.sentence_words import interpret_rows, join_sentences
from surveykit.sentences.share_sentences import duration, flow, means, shares, transition
from surveykit.words.marks import marks_of
from surveykit.words.phrases import LANGUAGES, Text, in_language, phrase, table

TEXT_MIME = "application/vnd.surveykit.text+json"


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a result says, in every language; shows itself in one."""

    text: Text
    language: str = "en"

    def __str__(self) -> str:
        return in_language(self.text, self.language)

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """Plain text to look at; for the report both languages, and what their numbers are."""
        marks = {language: list(map(str, marks_of(text))) for language, text in self.text.items()}
        kept = {"marks": marks} if any(marks.values()) else {}
        return {"text/plain": str(self), "text/html": f"<p>{escape(str(self))}</p>", TEXT_MIME: {**self.text, **kept}}


def interpret(result: Result, *, style: str = "short", language: str | None = None) -> Sentences:
    """Say in words what a result holds.

    Parameters
    ----------
    result
        Of any kind.
    style
        `short`: a sentence or two. `full`: a paragraph for below the table, with the base, the order from the highest
        to the lowest, and what is not settled (intervals that overlap, small bases).
    language
        `zh` or `en`; the result's own by default. The report takes both.

    Returns
    -------
    Sentences
        Base, estimate, interval; nothing that the table does not hold.

    Raises
    ------
    AnalysisError
        Another style, or no Result.

    Missing values
    --------------
    The base is that of the table; what was left out stands below the table.

    Examples
    --------
    >>> import surveykit as sk
    >>> print(sk.interpret(sk.frequencies(sk.example_survey(), "plan")))
    Of 40 respondents, 18 (45%) chose “Return home”; 95% CI 31–60%. Next comes “Stay” (8, 20%); which of the two leads
    is not settled.
    """
    result = require_result(result, "interpret")
    if style not in STYLES:
        raise AnalysisError("style must be 'short' or 'full', not {style!r}.", fix="interpret(result, style='full')",
                            style=style)
    speak = _sentences_for(result)
    shown = result.in_language(language) if language else result
    text = {lang: join_sentences(_say(result.in_language(lang), speak, style), lang) for lang in LANGUAGES}
    return Sentences(text, shown.language)


def _say(result: Result, speak: Speak, style: str) -> list[Text]:
    """The sentences in the language of a result; a sentence for a table without rows, too."""
    if result.table.empty:
        own = f"interpret.{result.kind}_empty"
        return [phrase(own if own in table() else "interpret.no_rows")]
    short = speak(result) or interpret_extremes(result)
    return full_paragraph(result, short) if style == "full" else short


def speak_of(result: Result) -> list[Text]:
    """The short sentences of a result, in the language it shows itself in."""
    return _say(result, _sentences_for(result), "short")


def _sentences_for(result: Result) -> Speak:
    """The function that speaks of a result: its kind's own, its family's, one sentence per row, or its extremes."""
    if result.kind in SENTENCES:
        return SENTENCES[result.kind]
    if result.layout.family in FAMILIES and any(key.startswith(f"interpret.{result.kind}_") for key in table()):
        return FAMILIES[result.layout.family]
    if f"interpret.{result.kind}" in table():
        return interpret_rows
    return FEW.get(result.layout.family, interpret_extremes)


Speak = Callable[[Result], list[Text]]
FAMILIES: dict[str, Speak] = {TESTS.family: interpret_test}
FEW: dict[str, Speak] = {ESTIMATES.family: interpret_few}  # of kinds without sentences of their own
SENTENCES: dict[str, Speak] = {
    "frequencies": shares, "multiple_response": shares, "crosstab": shares, "case_flow": flow,
    "reliability": reliability, "figures": figures, "bases": bases, "missing_base": missing_base, "means": means,
    "agreement": agreement, "tick_bases": tick_bases, "repairs": repairs, "scoreboard": scoreboard, "checks": checks,
    "on_bases": on_bases, "by_chance": by_chance, "reconstruction": reconstruction, "untestable": untestable,
    "likert": likert, "item_analysis": item_analysis, "ranking": ranking, "banner": banner,
    "set_association": response_sets, "overview": overview, "transition": transition, "duration": duration,
    "adjusted": tests_together, "table_tests": tests_together, "disclosure": disclosure, "flags": flag_table,
    "participants": participants, "profile": profile, "excerpts": excerpts, "disagreements": disagreements,
    "matrix": code_matrix, "quantiles": quantiles, "totals": totals, "beside": published_comparison, **ACCOUNTS}
STYLES = ("short", "full")
