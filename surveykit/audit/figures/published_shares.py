"""What published counts say: shares, contrasts, and what a missing base allows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from surveykit._stats.proportion import interval_over_bases, newcombe, wilson
from surveykit.audit.figures.attainable import implied_base
from surveykit.audit.figures.figure_results import (
    figure_words,
    figures_result,
    require,
    require_count,
    require_count_and_base,
)
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.result import ESTIMATES, SHARES, Result
from surveykit.result.format import DASH, level_words
from surveykit.result.result_column import (
    COUNT,
    INTERVAL,
    PERCENT,
    ResultColumn,
    show_count,
    show_item,
    show_printed,
    show_range,
    show_share,
)
from surveykit.words.phrases import phrase

PROPORTIONS = SHARES.showing(
    show_item("head.figure"), show_printed(), COUNT, PERCENT, INTERVAL, figure="printed_shares")
CONTRASTS = ESTIMATES.showing(
    show_item("head.contrast"), COUNT, show_share("head.percent", ""),
    show_count("head.count_other", "n_other", "base_other"),
    show_share("head.percent_other", "", "n_other", "base_other"), ResultColumn("head.points", "difference", ()),
    ResultColumn("head.points_interval", "difference_span", ()), figure="points")
MISSING_BASE = ESTIMATES.showing(
    show_item("head.figure"), show_printed(), show_count("head.known_count", "n"),
    show_range("head.base_range", "base_low", "base_high"), ResultColumn("head.percent_range", "share_range", ()),
    ResultColumn("head.interval_any_base", "joint_interval", ()), figure="share_ranges")


def proportions(figures: Sequence[PrintedFigure], *, level: float = 0.95, source: str | Path | None = None) -> Result:
    """Shares from published counts, with Wilson intervals.

    Parameters
    ----------
    figures
        Figures with count and base.
    level
        Confidence level, in (0, 1).
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "proportions"; one row per figure: printed, n, base, estimate, low, high.

    Raises
    ------
    AnalysisError
        A figure lacks its count or base, or they are only rough bounds.

    Missing values
    --------------
    Not allowed here; see `missing_base`.

    Notes
    -----
    R: ``prop.test(n, base, correct = FALSE)$conf.int``.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.audit.proportions([sk.audit.PrintedFigure("42.8%", 883, 2061)]).table
    >>> round(float(table["low"].iloc[0]), 4)
    0.4072
    """
    known = [require_count_and_base(figure) for figure in figures]
    n, base = [count for count, _ in known], [of for _, of in known]
    low, high = wilson(n, base, level)
    share = [a / b for a, b in zip(n, base, strict=True)]
    table = pd.DataFrame({"item": [f.name for f in figures], "option": "", "group": "",
                          "printed": [f.printed or DASH for f in figures], "n": n, "base": base,
                          "estimate": share, "low": low, "high": high})
    return figures_result("proportions", PROPORTIONS, phrase("title.proportions"), table, figures, source,
                          method=phrase("method.published", level=level_words(level)),
                          notes=(phrase("note.superpopulation"),), settings={"level": level}, joined=True)


def contrasts(pairs: Sequence[tuple[PrintedFigure, PrintedFigure]], *, level: float = 0.95,
              source: str | Path | None = None) -> Result:
    """Differences between independent published shares, with Newcombe's interval.

    Parameters
    ----------
    pairs
        Figures with count and base; the two groups must not overlap.
    level
        Confidence level, in (0, 1).
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "contrasts"; one row per pair: n, base, n_other, base_other, estimate (difference
        of proportions), low, high.

    Raises
    ------
    AnalysisError
        A figure lacks its count or base, or they are only rough bounds.

    Missing values
    --------------
    Not allowed here.

    Notes
    -----
    Hybrid score interval, method 10 of Newcombe [1]_.

    References
    ----------
    .. [1] Newcombe, R. G. (1998). Interval estimation for the difference between independent
       proportions. Statistics in Medicine, 17, 873-890.

    Examples
    --------
    >>> import surveykit as sk
    >>> pair = (sk.audit.PrintedFigure("", 56, 70, name="a"), sk.audit.PrintedFigure("", 48, 80, name="b"))
    >>> sk.audit.contrasts([pair]).table[["low", "high"]].round(4).values.tolist()
    [[0.0524, 0.3339]]
    """
    rows, words = [], {}
    for a, b in pairs:
        known = (*require_count_and_base(a), *require_count_and_base(b))
        found = newcombe(*known, level)
        name = f"{a.name}/{b.name}"
        words[name] = phrase("label.against", first=figure_words(a), second=figure_words(b))
        rows.append((name, "", "", *known, *map(float, found)))
    columns = ["item", "option", "group", "n", "base", "n_other", "base_other", "estimate", "low", "high"]
    return figures_result("contrasts", CONTRASTS, phrase("title.contrasts"), pd.DataFrame(rows, columns=columns),
                          [figure for pair in pairs for figure in pair], source,
                          method=phrase("method.newcombe", level=level_words(level)),
                          notes=(phrase("note.independent"),), settings={"level": level}, labels={"item": words})


def missing_base(figures: Sequence[PrintedFigure], *, ranges: Mapping[str, tuple[int, int]] | None = None,
                 level: float = 0.95, source: str | Path | None = None) -> Result:
    """What a count says when its base was not printed.

    Parameters
    ----------
    figures
        Figures with a count; those with an exact percentage imply their bases.
    ranges
        First and last possible base by figure name, where the source gives one in words.
    level
        Confidence level, in (0, 1).
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "missing_base"; one row per figure: n, base_low, base_high, bounds (what limits the
        base: `printed`, the percentage by rounding, or `source`, its words), estimate_low,
        estimate_high, and low, high: the union of the Wilson intervals over all bases.

    Raises
    ------
    AnalysisError
        A figure has no count or only a rough one, neither a percentage nor a range, or a range
        that begins under its count.

    Missing values
    --------------
    The base is what is missing; it is bounded, never filled in.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.audit.missing_base([sk.audit.PrintedFigure("44%", 2134, name="x")]).table["base_low"].tolist()
    [4796]
    """
    rows = []
    for figure in figures:
        count = require_count(figure)
        low, high, bounds = _possible(figure, count, ranges or {})
        over = interval_over_bases(count, low, high, level)
        rows.append((figure.name, "", "", figure.printed or DASH, count, low, high, bounds,
                     *(float(value) for value in over)))
    columns = ["item", "option", "group", "printed", "n", "base_low", "base_high", "bounds", "estimate_low",
               "estimate_high", "low", "high"]
    return figures_result("missing_base", MISSING_BASE, phrase("title.missing_base"),
                          pd.DataFrame(rows, columns=columns), figures, source,
                          method=phrase("method.missing_base", level=level_words(level)), settings={"level": level},
                          joined=True)


def _possible(figure: PrintedFigure, count: int, ranges: Mapping[str, tuple[int, int]]) -> tuple[int, int, str]:
    """First and last possible base of a figure, and what limits them."""
    if figure.name in ranges:
        low, high = ranges[figure.name]
        require(figure, max(count, 1) <= low <= high, "a range of bases from its count upwards")
        return low, high, "source"
    found = implied_base(count, figure).rounding if figure.exact else ()
    require(figure, bool(found), "a percentage that implies a base, or an entry in ranges")
    return found[0], found[-1], "printed"
