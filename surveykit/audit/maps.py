"""On which bases can figures stand, each by itself and a question's together?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from surveykit.audit.around import figures_result, need_names
from surveykit.audit.attain import attainable
from surveykit.audit.chance import chance
from surveykit.audit.figure import Figure
from surveykit.audit.jointly import bases
from surveykit.errors import AnalysisError
from surveykit.phrases import same, say
from surveykit.result import Result

STATES = {(True, True): "B", (True, False): "R", (False, True): "T", (False, False): "."}
SHOWN = 14


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
    exact = _exact(figures)
    need_names(exact)
    span, rows, states = range(n_min, n_max + 1), [], {}
    if not span or (marked is not None and marked not in span):
        raise AnalysisError(f"The bases must run upwards and hold the marked one: {n_min} to {n_max}, "
                            f"marked {marked}.", fix="base_map(figures, n_min=30, n_max=60, marked=46)")
    for figure in exact:
        each = [attainable(figure, n) for n in span]
        rows.append((figure.name, figure.name, figure.printed,
                     _listed([n for n, a in zip(span, each, strict=True) if a.holds("rounding")]),
                     _listed([n for n, a in zip(span, each, strict=True) if a.holds("truncation")])))
        states[figure.name] = "".join(STATES[a.holds("rounding"), a.holds("truncation")] for a in each)
    table = pd.DataFrame(rows, columns=["item", "option", "printed", "rounding", "truncation"])
    settings = {"bases": list(span), "states": states, "marked": marked,
                "by_chance": [float(sum(chance(figure, n) for figure in exact)) for n in span]}
    return figures_result("bases", say("title.bases", low=n_min, high=n_max), table, exact, source,
                          method=say("method.bases"), settings=settings, joined=True)


def _exact(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that are exact numbers, at least one."""
    exact = [figure for figure in figures if figure.exact]
    if not exact:
        raise AnalysisError("None of the figures is an exact number.", fix="Figure('67.3%')")
    return exact


def _listed(found: Sequence[int]) -> str:
    """`33, 44`, or a cross for none."""
    shown = ", ".join(map(str, found[:SHOWN]))
    return (shown + (" …" if len(found) > SHOWN else "")) or "×"


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
        kind "bases"; one row per question: printed, rounding, truncation (the bases, the first
        fourteen written out).

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
    >>> sk.audit.question_bases(sk.audit.pick_figures(figures, "DHU-Q2*")).table["rounding"].tolist()
    ['×']
    """
    exact = _exact(figures)
    need_names(exact)
    questions: dict[tuple, list[Figure]] = {}
    for figure in exact:
        asked = tuple(figure.question.values()) if any(figure.question.values()) else figure.name
        questions.setdefault((figure.study, asked, figure.base), []).append(figure)
    rows, words = [], {}
    for asked in questions.values():
        name = asked[0].name
        words[name] = asked[0].question if any(asked[0].question.values()) else same(name)
        found = bases(asked, n_max, kind="single" if asked[0].kind == "single" else "multi")
        rows.append((name, name, ", ".join(figure.printed for figure in asked),
                     _listed(found.rounding), _listed(found.truncation)))
    table = pd.DataFrame(rows, columns=["item", "option", "printed", "rounding", "truncation"])
    return figures_result("bases", say("title.question_bases", high=n_max), table, exact, source,
                          method=say("method.question_bases"), labels={"item": words})
