"""Checks of figures against each other, as a table."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.consistency import ConsistencyCheck
from surveykit.audit.figures.figure_results import figure_words, figures_result, list_bases, question_words
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.result import LISTING, Result
from surveykit.result.format import decimal_text, span
from surveykit.result.result_column import show_item, show_printed, show_words
from surveykit.words.phrases import Text, join_words, phrase

READINGS = ("rounding", "truncation", "ceiling", "mixed")
LAYOUT = LISTING.showing(show_item("head.check"), show_printed(), show_words("allowed", "head.allowed"),
                         show_words("fits", "head.verdict", "stands", "reading"))
STANDS = {"=False": phrase("audit.stands_not")} | {f"{mode}=True": phrase(f"audit.stands_{mode}") for mode in READINGS}


def consistency_table(found: Sequence[ConsistencyCheck], *, source: str | Path | None = None) -> Result:
    """Put checks of figures against each other in one table.

    Parameters
    ----------
    found
        What `closes`, `nested` and `pooled` returned.
    source
        The file the Figures were read from.

    Returns
    -------
    Result
        kind "checks"; one row per check: check (`closes`, `nested`, `pooled`), printed, allowed (the
        range of the sum or of the total, or the bases that fit), reading (`rounding`, `truncation`,
        `ceiling`, `mixed`: the first that lets the figures stand, or ''), fits.

    Raises
    ------
    Nothing of its own.

    Missing values
    --------------
    None.

    Examples
    --------
    >>> import surveykit as sk
    >>> checks = [sk.audit.check_closes(["60%", "40%"]), sk.audit.check_nested("36%", "52.8%", 100)]
    >>> sk.audit.consistency_table(checks).table[["check", "allowed", "fits"]].values.tolist()
    [['closes', '99.0–101.0', True], ['nested', '36, 53, 72, 89', True]]
    """
    rows, words = [], {}
    for number, check in enumerate(found, start=1):
        words[str(number)] = _words(check)
        reading = next((mode for mode in READINGS if mode in check.modes), "")
        rows.append((str(number), check.kind, _join_check(check), _allowed_text(check), reading, check.fits))
    table = pd.DataFrame(rows, columns=["item", "check", "printed", "allowed", "reading", "fits"])
    figures = [figure for check in found for figure in check.checked]
    return figures_result("checks", LAYOUT, phrase("title.checks"), table, figures, source,
                          method=phrase("method.checks"),
                          notes=(phrase("note.not_misconduct"),), labels={"item": words, "stands": STANDS})


def _words(check: ConsistencyCheck) -> Text:
    """What was checked: the question of figures that close, else the figures themselves."""
    first, last = check.checked[0], check.checked[-1]
    if check.kind == "closes":
        return phrase("audit.check_closes", figures=_several_words(check.checked))
    if check.kind == "nested":
        return phrase("audit.check_nested", child=figure_words(first), parent=figure_words(last))
    return phrase("audit.check_pooled", total=figure_words(last))


def _several_words(figures: Sequence[PrintedFigure]) -> Text:
    """The question of figures, or their names."""
    if any(figures[0].question.values()) and len({tuple(f.question.values()) for f in figures}) == 1:
        return question_words(figures)
    return join_words(map(figure_words, figures))


def _join_check(check: ConsistencyCheck) -> str:
    """The figures as printed, with the sign of the check between them."""
    *parts, last = [figure.printed for figure in check.checked]
    sign = {"nested": "⊂", "pooled": "→"}.get(check.kind)
    return f"{', '.join(parts)} {sign} {last}" if sign else ", ".join([*parts, last])


def _allowed_text(check: ConsistencyCheck) -> str:
    """The bases that fit, or the range by rounding with one decimal more than printed."""
    if check.bases is not None:
        return list_bases(check.bases.rounding or check.bases.mixed)
    if check.low is None or check.high is None:
        return "×"
    decimals = max(figure.decimals for figure in check.checked) + 1
    shown = span(float(check.low), float(check.high), decimals)
    return decimal_text(float(check.low), decimals) if check.low == check.high else shown
