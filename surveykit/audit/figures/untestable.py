"""What cannot be tested, and why; and what random figures reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.chance_rate import monte_carlo
from surveykit.audit.figures.figure_results import exact_figures, figures_result
from surveykit.audit.figures.judge import judge
from surveykit.audit.figures.printed_figure import Figure
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import PERCENT, show_count, show_count_and_base, show_item, show_printed, show_words
from surveykit.words.phrases import phrase

REASONS = ("approximate", "rough", "ratio", "nothing", "no_counts", "no_base", "weighted", "target")
UNTESTABLE = LISTING.showing(show_words("why", "head.why_untestable", "why"), show_item("head.figure"), show_printed(),
                             show_count_and_base("head.count_rough", blank=""), sections="named")
BY_CHANCE = LISTING.showing(
    show_count("head.best_hits", "hits"), show_count("head.draws", "n", "base"), PERCENT, figure="draws")


def untestable(figures: Sequence[Figure], *, source: str | Path | None = None) -> Result:
    """The figures that no arithmetic can test, each with the reason.

    Parameters
    ----------
    figures
        Figures; those that can be tested are left out.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "untestable"; one row per figure, by reason: why (`approximate`, the figure is "about" or
        "at least"; `rough`, its counts are only bounds; `ratio`, men to women; `nothing` printed;
        `no_counts`, a percentage without count and base; `no_base`, a count alone; `weighted`;
        `target`, a plan or a requirement), printed, n, base.

    Raises
    ------
    AnalysisError
        Every figure can be tested.

    Missing values
    --------------
    An unknown count or base is nan.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> sk.audit.untestable(sk.audit.pick_figures(figures, "B8-1", "XZ-1", "TG-*")).table["why"].unique().tolist()
    ['no_counts', 'no_base', 'target']
    """
    left = [figure for figure in figures if judge(figure).word == "untestable"]
    if not left:
        raise AnalysisError("Every figure here can be tested.", fix="audit_figures(figures)")
    rows = sorted(((figure.name, figure.name, _why(figure), figure.printed, figure.count, figure.base)
                   for figure in left), key=lambda row: REASONS.index(row[2]))
    table = pd.DataFrame(rows, columns=["item", "option", "why", "printed", "n", "base"])
    table[["n", "base"]] = table[["n", "base"]].astype(float)
    return figures_result("untestable", UNTESTABLE, phrase("title.untestable"), table, left, source,
                          method=phrase("method.untestable"),
                          labels={"why": {reason: phrase(f"untestable.{reason}") for reason in REASONS}}, joined=True)


def _why(figure: Figure) -> str:
    """The first reason why a figure cannot be tested."""
    if figure.kind in ("target", "weighted"):
        return figure.kind
    if figure.printed and not figure.exact:
        return "ratio" if re.fullmatch(r"\d+\s*[:：]\s*\d+", figure.printed) else "approximate"
    if figure.rough:
        return "rough"
    if not figure.printed and figure.count is None:
        return "nothing"
    return "no_base" if figure.count is not None else "no_counts"


def by_chance(figures: Sequence[Figure], *, n_min: int = 30, n_max: int = 60, draws: int = 20_000, seed: int = 1,
              source: str | Path | None = None) -> Result:
    """How many random figures does the best base fit, again and again?

    Parameters
    ----------
    figures
        Exact figures; one that stands twice counts once.
    n_min, n_max
        The bases to search.
    draws, seed
        Of the simulation; see `monte_carlo`.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "by_chance"; one row per number of hits: hits (of the best base of a draw, by rounding),
        n (draws), base (all draws), estimate, as_good (whether that is as good as the printed
        figures on their best base). `settings["simulated"]` says what was drawn.

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
    >>> found = sk.audit.by_chance([sk.Figure("35.9%", name="a"), sk.Figure("43%", name="b")], draws=100)
    >>> found.table[["hits", "n", "as_good"]].values.tolist()
    [[1, 48, True], [2, 52, True]]
    """
    exact = exact_figures(figures)
    found = monte_carlo(exact, range(n_min, n_max + 1), draws, seed)
    least = next(hits for hits, n in enumerate(found.spread) if n)
    rows = [("", hits, n, draws, n / draws, hits >= found.best)
            for hits, n in enumerate(found.spread) if hits >= min(least, found.best)]
    table = pd.DataFrame(rows, columns=["item", "hits", "n", "base", "estimate", "as_good"])
    facts = {"figures": len({figure.mark for figure in exact}), "best": found.best, "reached": found.reached,
             "best_bases": list(found.best_bases), "draws": draws, "seed": seed, "low": found.between[0],
             "high": found.between[1]}
    return figures_result("by_chance", BY_CHANCE, phrase("title.by_chance", low=n_min, high=n_max), table, exact,
                          source,
                          method=phrase("method.by_chance", **facts), settings={"simulated": facts})
