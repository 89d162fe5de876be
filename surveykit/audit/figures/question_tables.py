"""Tables about whole questions: ticks, misprints, and how much chance would find."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.attainable import attainable
from surveykit.audit.figures.chance_rate import accident, monte_carlo, printable
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
from surveykit.audit.figures.question_bases import bases, counts_of, question_of
from surveykit.audit.figures.repair import Repair, repair
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Layout, Result
from surveykit.result.format import DASH
from surveykit.result.result_column import ResultColumn, show_count, show_item, show_number, show_printed, show_words
from surveykit.words.phrases import phrase

WRITTEN = 6
TICK_BASES = LISTING.showing(show_item("head.question"), show_printed(),
                             ResultColumn("head.ticks_allowed", "entries", ("allowed",), "l"),
                             show_words("forbidden", "head.ticks_forbidden"))
REPAIRS = LISTING.showing(
    show_item("head.question"), show_printed(), show_count("head.base", "base"),
    show_words("changed", "head.changed"), show_words("counts", "head.counts"), show_words("rest", "head.rest"))
ACCIDENTS = LISTING.showing(
    show_item("head.question"), show_printed(), show_count("head.bases_fit", "observed", "searched"),
    show_number("expected", "head.expected_bases", 1))
SCOREBOARD = LISTING.showing(
    show_count("head.base", "base"), show_count("head.hits_rounding", "rounding", "figures"),
    show_number("expected", "head.expected_hits", 1), show_count("head.hits_truncation", "truncation", "figures"),
    show_count("head.hits_mixed", "mixed", "figures"))


def tick_bases(figures: Sequence[Figure], people: int, *, n_min: int = 2, n_max: int = 230,
               source: str | Path | None = None) -> Result:
    """If these were percentages of ticks, how many ticks could there have been?

    Parameters
    ----------
    figures
        Exact figures, taken together by question (see `question_bases`).
    people
        How many people answered; each ticks an option at most once.
    n_min, n_max
        The numbers of ticks to search.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "tick_bases"; one row per question: printed, allowed (numbers of ticks with the counts
        they need, by rounding; the first six written out), forbidden (those that fit but need
        more ticks on one option than there are people), n_allowed and n_forbidden.

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
    >>> table = sk.audit.tick_bases(sk.audit.pick_figures(figures, "DHU-Q3*"), 46).table
    >>> table["allowed"].tolist()
    ['39: 14 + 11; 78: 28 + 22; 103: 37 + 29; 117: 42 + 33']
    """
    questions, rows = questions_of(figures), []
    for asked in questions:
        free = bases(asked, n_max, n_min=n_min, kind="ticks").rounding
        bound = bases(asked, n_max, n_min=n_min, kind="ticks", people=people).rounding
        question = question_of(asked, kind="ticks", people=people)
        shown = "; ".join(f"{n}: {_counts(counts_of(question, 'rounding', n))}" for n in bound[:WRITTEN])
        more = " …" if len(bound) > WRITTEN else ""
        forbidden = [n for n in free if n not in set(bound)]
        rows.append((asked[0].name, all_printed(asked), shown + more or "×", listed_bases(forbidden), len(bound),
                     len(forbidden)))
    table = pd.DataFrame(rows, columns=["item", "printed", "allowed", "forbidden", "n_allowed", "n_forbidden"])
    return _about(questions, "tick_bases", TICK_BASES, phrase("title.tick_bases", people=people, low=n_min, high=n_max),
                  table, source, phrase("method.tick_bases"),
                  settings={"people": people, "n_min": n_min, "n_max": n_max})


def _about(questions: Sequence[Sequence[Figure]], kind: str, layout: Layout, title: dict, table: pd.DataFrame,
           source: str | Path | None, method: dict, **more: object) -> Result:
    """The Result around a table with questions as its items."""
    words = {asked[0].name: question_words(asked) for asked in questions}
    return figures_result(kind, layout, title, table, [figure for asked in questions for figure in asked], source,
                          method=method, labels={"item": words}, **more)


def _counts(spans: Sequence[tuple[int, int]]) -> str:
    """`14 + 11`, or `38 + 34–35 + 31` where a figure leaves a choice."""
    return " + ".join(str(low) if low == high else f"{low}{DASH}{high}" for low, high in spans)


def repairs(figures: Sequence[Figure], *, n_min: int = 40, n_max: int = 60, digits: int = 1,
            source: str | Path | None = None) -> Result:
    """Which misprint would make a question attainable, and on which base?

    Parameters
    ----------
    figures
        Exact figures, taken together by question (see `question_bases`).
    n_min, n_max
        The bases to search.
    digits
        How many digits may be changed together, at most.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "repairs"; one row per change: printed, base, changed (old → new), counts, rest (left
        for options without a figure). A question that stands as printed on a base has a row
        without a change; one that no change repairs, a row without a base.

    Raises
    ------
    AnalysisError
        No exact figure among them.

    Missing values
    --------------
    Figures that are no exact number are left out; an unknown base is nan.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> table = sk.audit.repairs(sk.audit.pick_figures(figures, "DHU-Q2*")).table
    >>> table[["base", "changed", "counts"]].values.tolist()
    [[55.0, '16.2 → 16.4', '37 + 9 + 7'], [55.0, '16.2 → 18.2', '37 + 10 + 7']]
    """
    questions, rows = questions_of(figures), []
    for asked in questions:
        found = repair(asked, range(n_min, n_max + 1), digits, kind=kind_of(asked))
        rows += [_repair_row(asked, one) for one in found] or [(asked[0].name, all_printed(asked), float("nan"),
                                                               "×", "", "")]
    table = pd.DataFrame(rows, columns=["item", "printed", "base", "changed", "counts", "rest"])
    return _about(questions, "repairs", REPAIRS, phrase("title.repairs", low=n_min, high=n_max), table, source,
                  phrase("method.repairs", digits=digits), notes=(phrase("note.repairs"),),
                  settings={"n_min": n_min, "n_max": n_max, "digits": digits})


def _repair_row(asked: Sequence[Figure], one: Repair) -> tuple:
    """One repair as a row."""
    changed = ", ".join(f"{old} → {new}" for _, old, new in one.changed)
    rest = "" if one.rest is None else _counts([one.rest])
    return (asked[0].name, all_printed(asked), float(one.n), changed, _counts(one.counts), rest)


def accidents(figures: Sequence[Figure], *, n_min: int = 2, n_max: int = 230,
              source: str | Path | None = None) -> Result:
    """On how many bases does each question stand, and on how many would random figures?

    Parameters
    ----------
    figures
        Exact figures, taken together by question (see `question_bases`).
    n_min, n_max
        The bases to search.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "accidents"; one row per question: printed, observed (bases that fit by rounding),
        searched (bases looked at), expected (see `accident`).

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
    >>> table = sk.audit.accidents(sk.audit.pick_figures(figures, "DHU-Q3*")).table
    >>> table["observed"].tolist(), table["expected"].round(1).tolist()
    ([13], [4.1])
    """
    questions, span = questions_of(figures), range(n_min, n_max + 1)
    rows = [(asked[0].name, all_printed(asked),
             len(bases(asked, n_max, n_min=n_min, kind=kind_of(asked)).rounding), len(span),
             float(accident(asked, span))) for asked in questions]
    table = pd.DataFrame(rows, columns=["item", "printed", "observed", "searched", "expected"])
    return _about(questions, "accidents", ACCIDENTS, phrase("title.accidents", low=n_min, high=n_max), table, source,
                  phrase("method.accidents"), settings={"n_min": n_min, "n_max": n_max})


def scoreboard(figures: Sequence[Figure], *, n_min: int = 30, n_max: int = 60, marked: int | None = None,
               shown: int = 2, draws: int = 20_000, seed: int = 1, source: str | Path | None = None) -> Result:
    """Which bases fit most figures, and how easily would random figures do as well?

    Parameters
    ----------
    figures
        Exact figures.
    n_min, n_max
        The bases to search.
    marked
        A base to show in any case.
    shown
        How many places to show; bases with equally many hits share one.
    draws, seed
        Of the simulation; see `monte_carlo`.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "scoreboard"; one row per base shown, most hits first: base, rounding, truncation and
        mixed (figures that fit), figures, expected (hits of random figures by rounding).
        `settings["simulated"]` holds the simulation of distinct figures.

    Raises
    ------
    AnalysisError
        No exact figure among them, or no base to search.

    Missing values
    --------------
    Figures that are no exact number are left out.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> found = sk.audit.scoreboard(sk.audit.pick_figures(figures, "DHU-Q*"), shown=1, draws=100)
    >>> found.table[["base", "rounding"]].values.tolist()
    [[55, 7]]
    """
    exact, span = exact_figures(figures), range(n_min, n_max + 1)
    if not span or (marked is not None and marked not in span):
        raise AnalysisError("The bases must run upwards and hold the marked one: {n_min} to {n_max}, "
                            "marked {marked}.", fix="scoreboard(figures, n_min=30, n_max=60, marked=46)", n_min=n_min,
                            n_max=n_max, marked=marked)
    every = sorted((_hits(exact, n) for n in span), key=lambda row: (-row[1], row[0]))
    places = sorted({row[1] for row in every}, reverse=True)[:shown]
    rows = [row for row in every if row[1] in places or row[0] == marked]
    found = monte_carlo(exact, span, draws, seed)
    simulated = {"figures": len({figure.mark for figure in exact}), "best": found.best, "reached": found.reached,
                 "best_bases": list(found.best_bases), "draws": draws, "seed": seed, "between": list(found.between)}
    table = pd.DataFrame([(*row[:4], len(exact), row[4]) for row in rows],
                         columns=["base", "rounding", "truncation", "mixed", "figures", "expected"])
    return figures_result("scoreboard", SCOREBOARD, phrase("title.scoreboard", low=n_min, high=n_max), table, exact,
                          source, method=phrase("method.scoreboard"),
                          notes=(phrase("note.simulated", low=found.between[0], high=found.between[1], **simulated),),
                          settings={"marked": marked, "n_min": n_min, "n_max": n_max, "simulated": simulated})


def _hits(figures: Sequence[Figure], n: int) -> tuple[int, int, int, int, float]:
    """A base, how many figures fit it by three readings, and how many random figures would."""
    each = [attainable(figure, n) for figure in figures]
    chances = [printable(figure, n) for figure in figures]
    return (n, *(sum(one.holds(mode) for one in each) for mode in ("rounding", "truncation", "mixed")),
            sum(part / whole for part, whole in chances))
