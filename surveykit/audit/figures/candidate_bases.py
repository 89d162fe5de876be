"""One base after the other, and one pair after the other: which of a question's figures disagree?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.base_map import BASES
from surveykit.audit.figures.figure_results import (
    all_printed,
    exact_figures,
    figures_result,
    kind_of,
    listed_bases,
    question_words,
    questions_of,
    reading_words,
)
from surveykit.audit.figures.printed_figure import Figure
from surveykit.audit.figures.question_bases import bases, counts_of, question_of
from surveykit.errors import AnalysisError
from surveykit.result import MATRIX, Result
from surveykit.result.format import DASH
from surveykit.result.result_column import show_count, show_item, show_printed, show_words
from surveykit.words.phrases import phrase, untranslated

READINGS = ("rounding", "truncation", "ceiling", "mixed")
ON_BASES = MATRIX.showing(
    show_item("head.question"), show_printed(), show_words("counts", "", "counts_read", "reading"), figure="",
    across=show_count("head.counts_on_base", "base"))


def on_bases(figures: Sequence[Figure], candidates: Sequence[int], *, source: str | Path | None = None) -> Result:
    """Which questions stand on each of a few candidate bases, and with which counts?

    Parameters
    ----------
    figures
        Exact figures, taken together by question (see `question_bases`).
    candidates
        The bases to try, each 1 or more.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "on_bases"; one row per question and base: printed, base, reading (the first of
        `rounding`, `truncation`, `ceiling` that holds for all its figures, else `mixed`, else ''),
        counts (what it needs, `16 + 16`; a cross where the question cannot stand).

    Raises
    ------
    AnalysisError
        No exact figure among them, or no base of 1 or more.

    Missing values
    --------------
    Figures that are no exact number are left out.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> table = sk.audit.on_bases(sk.audit.pick_figures(figures, "DHU-Q1*"), (44, 46)).table
    >>> table[["base", "reading", "counts"]].values.tolist()
    [[44, 'rounding', '16 + 16'], [46, 'truncation', '17 + 17']]
    """
    if not candidates or min(candidates) < 1:
        raise AnalysisError("Candidate bases must be 1 or more, at least one.", fix="on_bases(figures, (44, 46, 55))")
    questions = questions_of(figures)
    rows = [(asked[0].name, all_printed(asked), n, *_standing(asked, n)) for asked in questions for n in candidates]
    table = pd.DataFrame(rows, columns=["item", "printed", "base", "reading", "counts"])
    labels = {"item": {asked[0].name: question_words(asked) for asked in questions},
              "counts_read": reading_words((row[3], row[4]) for row in rows if row[3] not in {"", "rounding"})}
    return figures_result("on_bases", ON_BASES, phrase("title.on_bases"), table,
                          [f for asked in questions for f in asked], source, method=phrase("method.on_bases"),
                          notes=(phrase("note.on_bases"),), labels=labels)


def _standing(asked: Sequence[Figure], n: int) -> tuple[str, str]:
    """The first reading under which a question stands on a base, and its counts."""
    question = question_of(asked, kind=kind_of(asked))
    for reading in READINGS:
        found = counts_of(question, reading, n)
        if found is not None:
            return reading, " + ".join(str(a) if a == b else f"{a}{DASH}{b}" for a, b in found)
    return "", "×"


def pair_bases(figures: Sequence[Figure], *, n_max: int = 230, source: str | Path | None = None) -> Result:
    """On which bases does each pair of a question's figures stand? The odd figure fits with no other.

    Parameters
    ----------
    figures
        Exact figures of one question.
    n_max
        The largest base to search.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "bases", as of `question_bases`; one row per pair.

    Raises
    ------
    AnalysisError
        Fewer than two exact figures, or figures of several questions.

    Missing values
    --------------
    Figures that are no exact number are left out.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> table = sk.audit.pair_bases(sk.audit.pick_figures(figures, "DHU-Q2*")).table
    >>> table[["printed", "rounding"]].values.tolist()[0]
    ['67.3%, 16.2%', '×']
    """
    exact = exact_figures(figures)
    if len(exact) < 2 or len(questions_of(figures)) > 1:
        raise AnalysisError("Pairs must come from one question with two exact figures or more.",
                            fix="pair_bases(pick_figures(figures, 'DHU-Q2*'))")
    rows, words = [], {}
    for pair in combinations(exact, 2):
        name, found = "/".join(figure.name for figure in pair), bases(pair, n_max, kind=kind_of(pair))
        words[name] = untranslated("")  # the pair itself says what it is about
        rows.append((name, name, all_printed(pair),
                     *(listed_bases(part) for part in (found.rounding, found.truncation, found.mixed))))
    table = pd.DataFrame(rows, columns=["item", "option", "printed", "rounding", "truncation", "mixed"])
    return figures_result("bases", BASES, phrase("title.pair_bases", high=n_max), table, exact, source,
                          method=phrase("method.question_bases"), labels={"item": words}, settings={"pairs": True})
