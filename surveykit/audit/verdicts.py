"""Verdicts on published figures, and the bases on which they can occur."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from pathlib import Path

import pandas as pd

from surveykit.audit.around import figures_result, need_names
from surveykit.audit.attain import attainable, bases
from surveykit.audit.figure import Figure, read_figures
from surveykit.audit.judge import VERDICTS, Verdict, judge
from surveykit.errors import AnalysisError
from surveykit.phrases import same, say
from surveykit.result import Result
from surveykit.result.format import DASH, fixed

MODES = {(True, True): "B", (True, False): "R", (False, True): "T", (False, False): "."}
SHOWN = 14


def audit_figures(figures: str | Path | Sequence[Figure], *, source: str | Path | None = None) -> Result:
    """Judge every figure of a list.

    Parameters
    ----------
    figures
        A CSV file (see `read_figures`), or Figures.
    source
        The file the Figures were read from, for the provenance.

    Returns
    -------
    Result
        kind "figures"; one row per figure: item (its name), printed, n (count), base, verdict,
        rounding and truncation (counts that fit), nearest (attainable percents around it).

    Raises
    ------
    ReadError
        The file cannot be read as figures.

    Missing values
    --------------
    Unknown counts and bases are nan, and so are those that are only rough bounds.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.audit_figures([sk.Figure("36%", base=46), sk.Figure("22%", base=46)]).table
    >>> table["verdict"].tolist()
    ['truncated', 'rounding']
    """
    if isinstance(figures, str | Path):
        source, figures = figures, read_figures(figures)
    rows = [_row(figure, judge(figure)) for figure in figures]
    columns = ["item", "option", "printed", "n", "base", "rounding", "truncation", "nearest", "verdict"]
    return figures_result("figures", say("title.audit"), pd.DataFrame(rows, columns=columns), figures, source,
                          method=say("method.audit"), notes=(say("note.not_misconduct"),),
                          labels={"verdict": {word: say(f"verdict.{word}") for word in VERDICTS}})


def _row(figure: Figure, verdict: Verdict) -> tuple:
    """One figure and its verdict as a row."""
    counts = ("", "")
    if verdict.attained:
        counts = tuple(_range(part) for part in verdict.attained)
    nearest = "" if verdict.nearest is None else _nearest(figure, verdict.nearest)
    known = (None, None) if figure.rough else (figure.count, figure.base)
    return (figure.name, figure.name, figure.printed, *map(_float, known), *counts, nearest, verdict.word)


def _range(counts: tuple[int, ...]) -> str:
    """`20`, `15–16`, or a cross for none."""
    if not counts:
        return "×"
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]}{DASH}{counts[-1]}"


def _nearest(figure: Figure, two: tuple[Fraction, Fraction]) -> str:
    """The attainable values around a figure, one decimal more than printed."""
    decimals = max(1, figure.decimals) + 1
    shown = dict.fromkeys(fixed(float(value), decimals) for value in two)
    return ", ".join(shown)


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
                     _listed([n for n, a in zip(span, each, strict=True) if a.rounding]),
                     _listed([n for n, a in zip(span, each, strict=True) if a.truncation])))
        states[figure.name] = "".join(MODES[bool(a.rounding), bool(a.truncation)] for a in each)
    table = pd.DataFrame(rows, columns=["item", "option", "printed", "rounding", "truncation"])
    settings = {"bases": list(span), "states": states, "marked": marked,
                "by_chance": [float(sum(chance(figure, n) for figure in exact)) for n in span]}
    return figures_result("bases", say("title.bases", low=n_min, high=n_max), table, exact, source,
                          method=say("method.bases"), settings=settings, joined=True)


def chance(figure: Figure, n: int) -> Fraction:
    """The share of all figures with these decimals that some count of n rounds to (halves up)."""
    fine = figure.scale * 10**figure.decimals
    reached = {floor(Fraction(fine * k, n) + Fraction(1, 2)) for k in range(n + 1)}
    return Fraction(len(reached), fine + 1)


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


def _float(value: int | None) -> float:
    """A count as float, nan for unknown."""
    return float("nan") if value is None else float(value)


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
        found = bases(asked, n_max, single=asked[0].kind == "single")
        rows.append((name, name, ", ".join(figure.printed for figure in asked),
                     _listed(found.rounding), _listed(found.truncation)))
    table = pd.DataFrame(rows, columns=["item", "option", "printed", "rounding", "truncation"])
    return figures_result("bases", say("title.question_bases", high=n_max), table, exact, source,
                          method=say("method.question_bases"), labels={"item": words})
