"""Verdicts on published figures, one line each."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.chance_rate import count_printable
from surveykit.audit.figures.figure_results import figures_result, float_or_nan, reading_words
from surveykit.audit.figures.judge import VERDICTS, Verdict, judge, searched_words
from surveykit.audit.figures.printed_figure import PrintedFigure, read_figures
from surveykit.audit.figures.reading_modes import MODES
from surveykit.result import LISTING, Result
from surveykit.result.format import DASH, decimal_text
from surveykit.result.result_column import (
    ResultColumn,
    show_count_and_base,
    show_item,
    show_printed,
    show_share,
    show_words,
)
from surveykit.words.phrases import phrase

COLUMNS = ["item", "option", "printed", "n", "base", "reading", "counts", "rounding", "truncation", "nearest",
           "searched", "found", "reachable", "printable", "verdict"]
LAYOUT = LISTING.showing(
    show_item("head.question"), show_words("option", "head.option", "option"), show_printed(), show_count_and_base(),
    show_words("counts", "head.counts_read", "counts_read", "reading"),
    ResultColumn("head.nearest", "on_base", ("nearest", "base"), "l"),
    show_words("searched", "head.searched", "searched", "found"),
    show_share("head.accident", "", "reachable", "printable", decimals=1, blank=""),
    show_words("verdict", "head.verdict", "verdict"), sections="several")


def audit_figures(figures: str | Path | Sequence[PrintedFigure], *, source: str | Path | None = None) -> Result:
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
        kind "figures"; one row per figure: item (its name), printed, n (count), base, verdict, reading (see `judge`)
        and the counts it gives, rounding and truncation (counts that fit), nearest (attainable percents around it),
        searched (the range of bases), found (those that fit, where a base was sought), reachable and printable (of all
        values with its decimals, those the base can print: the accident rate).

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
    >>> table = sk.audit_figures([sk.audit.PrintedFigure("36%", base=46), sk.audit.PrintedFigure("22%", base=46)]).table
    >>> table["verdict"].tolist(), table["reading"].tolist()
    (['truncated', 'rounding'], ['truncation', 'half_up'])
    """
    if isinstance(figures, str | Path):
        source, figures = figures, read_figures(figures)
    table = pd.DataFrame([_row(figure, judge(figure)) for figure in figures], columns=COLUMNS)
    read, sought = (zip(table[one], table[other], strict=True)
                    for one, other in (("reading", "counts"), ("found", "searched")))
    labels = {"verdict": {word: phrase(f"verdict.{word}") for word in VERDICTS},
              "counts_read": reading_words(both for both in read if both[0]),
              "searched": {f"{found}={searched}": phrase("audit.searched_found", searched=searched, found=found)
                           for found, searched in sought if found}}
    return figures_result("figures", LAYOUT, phrase("title.audit"), table, figures, source,
                          method=phrase("method.audit"), notes=(phrase("note.accident"), phrase("note.not_misconduct")),
                          labels=labels)


def _row(figure: PrintedFigure, verdict: Verdict) -> tuple[object, ...]:
    """One figure and its verdict as a row."""
    known = (None, None) if figure.rough else (figure.count, figure.base)
    chances = (None, None) if verdict.accident is None or figure.base is None else count_printable(figure, figure.base)
    searched = "" if verdict.searched is None else searched_words(verdict.searched)
    return (figure.name, figure.name, figure.printed, *map(float_or_nan, known), verdict.reading or "",
            *_fitting(verdict), "" if verdict.nearest is None else _nearest(figure, verdict.nearest), searched,
            _bases_text(verdict), *map(float_or_nan, chances), verdict.word)


def _fitting(verdict: Verdict) -> tuple[str, str, str]:
    """Counts by the reading of the verdict, by rounding and by truncation."""
    if verdict.attained is None:
        return "", "", ""
    mode = "rounding" if verdict.reading in (None, "exact") else verdict.reading
    shown = [_range(verdict.attained.spans[MODES.index(m)]) for m in (mode, "rounding", "truncation")]
    return "×" if verdict.reading is None else shown[0], shown[1], shown[2]


def _range(span: Sequence[int]) -> str:
    """`20`, `15–16`, or a cross for none."""
    first, last = span
    if first > last:
        return "×"
    return str(first) if first == last else f"{first}{DASH}{last}"


def _bases_text(verdict: Verdict) -> str:
    """The bases that fit a count: by rounding, else by any reading; '' for those of 0 %, which have no last one."""
    if verdict.bases is None:
        return ""
    ends = verdict.bases.rounding or verdict.bases.mixed
    return _range(ends) if ends else "×" if verdict.word == "impossible" else ""


def _nearest(figure: PrintedFigure, two: tuple[Fraction, Fraction]) -> str:
    """The attainable values around a figure, one decimal more than printed."""
    decimals = max(1, figure.decimals) + 1
    shown = dict.fromkeys(decimal_text(float(value), decimals) for value in two)
    return ", ".join(shown)
