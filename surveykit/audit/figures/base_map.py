"""On which bases can figures stand, each by itself and a question's together?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.attainable import attainable
from surveykit.audit.figures.chance_rate import chance
from surveykit.audit.figures.figure_results import (
    all_printed,
    exact_figures,
    figures_result,
    kind_of,
    listed_bases,
    question_words,
    questions_of,
)
from surveykit.audit.figures.printed_figure import Figure
from surveykit.audit.figures.question_bases import bases
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_item, show_printed, show_words
from surveykit.words.phrases import phrase

STATES = {(True, True): "B", (True, False): "R", (False, True): "T", (False, False): "."}
MIXED = 6
BASES = LISTING.showing(show_item("head.question"), show_printed(), show_words("rounding", "head.bases_rounding"),
                        show_words("truncation", "head.bases_truncation"), show_words("mixed", "head.bases_mixed"))
BASE_MAP = LISTING.showing(*BASES.columns, figure="base_map")


def base_map(figures: Sequence[Figure], *, n_min: int = 30, n_max: int = 60, marked: int | None = None,
             source: str | Path | None = None) -> Result:
    """On which bases is each figure attainable?

    Parameters
    ----------
    figures
        Exact figures; their own bases are not used.
    n_min, n_max
        The bases to search.
    marked
        A base to mark in the figure.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "bases"; one row per figure with the bases that fit by rounding and by truncation;
        `settings["states"]` holds a letter per base (B both, R rounding, T truncation, '.'), and
        `settings["by_chance"]` how many figures any numbers printed with as many decimals would
        be expected to fit by rounding, per base.

    Raises
    ------
    AnalysisError
        No exact figure among them, two with one name, or a marked base that is not searched.

    Missing values
    --------------
    Figures that are no exact number are left out.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.audit.base_map([sk.Figure("45.5%", name="home")], n_min=30, n_max=50).table["rounding"].tolist()
    ['33, 44']
    """
    exact = exact_figures(figures)
    span, rows, states = range(n_min, n_max + 1), [], {}
    if not span or (marked is not None and marked not in span):
        raise AnalysisError("The bases must run upwards and hold the marked one: {n_min} to {n_max}, "
                            "marked {marked}.", fix="base_map(figures, n_min=30, n_max=60, marked=46)", n_min=n_min,
                            n_max=n_max, marked=marked)
    for figure in exact:
        each = [attainable(figure, n) for n in span]
        rows.append((figure.name, figure.name, figure.printed,
                     listed_bases([n for n, a in zip(span, each, strict=True) if a.holds("rounding")]),
                     listed_bases([n for n, a in zip(span, each, strict=True) if a.holds("truncation")])))
        states[figure.name] = "".join(STATES[a.holds("rounding"), a.holds("truncation")] for a in each)
    table = pd.DataFrame(rows, columns=["item", "option", "printed", "rounding", "truncation"])
    settings = {"bases": list(span), "states": states, "marked": marked,
                "by_chance": [float(sum(chance(figure, n) for figure in exact)) for n in span]}
    return figures_result("bases", BASE_MAP, phrase("title.bases", low=n_min, high=n_max), table, exact, source,
                          method=phrase("method.bases"), settings=settings, joined=True)


def question_bases(figures: Sequence[Figure], *, n_max: int = 230,
                   source: str | Path | None = None) -> Result:
    """On which bases are all figures of a question attainable together?

    Parameters
    ----------
    figures
        Exact figures; those of one study with the same question and printed base are taken
        together, and for `single` questions the counts may not exceed the base.
    n_max
        The largest base to search.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "bases"; one row per question: printed, rounding, truncation, mixed (the bases, by one
        reading throughout or by any mix; the first fourteen written out, of the mixed six).

    Raises
    ------
    AnalysisError
        No exact figure among them.

    Missing values
    --------------
    Figures that are no exact number are left out.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> table = sk.audit.question_bases(sk.audit.pick_figures(figures, "DHU-Q2*")).table
    >>> table["rounding"].tolist(), table["mixed"].tolist()
    (['×'], ['180, 211, 229'])
    """
    questions, rows, words = questions_of(figures), [], {}
    for asked in questions:
        name = asked[0].name
        words[name] = question_words(asked)
        found = bases(asked, n_max, kind=kind_of(asked))
        rows.append((name, name, all_printed(asked),
                     listed_bases(found.rounding), listed_bases(found.truncation), listed_bases(found.mixed, MIXED)))
    table = pd.DataFrame(rows, columns=["item", "option", "printed", "rounding", "truncation", "mixed"])
    return figures_result("bases", BASES, phrase("title.question_bases", high=n_max), table,
                          [figure for asked in questions for figure in asked], source,
                          method=phrase("method.question_bases"), labels={"item": words})
