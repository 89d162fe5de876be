"""What cannot be tested, and why."""

import re
from collections.abc import Sequence

import pandas as pd

from surveykit.audit.figures.figure_results import figures_result
from surveykit.audit.figures.judge import judge
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.figures.question_search import QuestionSearch
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_count_and_base, show_item, show_printed, show_words
from surveykit.words.phrases import phrase

REASONS = ("approximate", "rough", "ratio", "nothing", "no_counts", "no_base", "weighted", "target")
UNTESTABLE = LISTING.showing(show_words("why", "head.why_untestable", "why"), show_item("head.figure"), show_printed(),
                             show_count_and_base("head.count_rough", blank=""), sections="named")


def list_untestable(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """The figures that no arithmetic can test, by reason."""
    left = [figure for figure in figures if judge(figure).word == "untestable"]
    if not left:
        raise AnalysisError("Every figure here can be tested.", fix="audit_figures(figures)")
    rows = sorted(((figure.name, figure.name, _why(figure), figure.printed, figure.count, figure.base)
                   for figure in left), key=lambda row: REASONS.index(row[2]))
    table = pd.DataFrame(rows, columns=["item", "option", "why", "printed", "n", "base"])
    table[["n", "base"]] = table[["n", "base"]].astype(float)
    return figures_result("untestable", UNTESTABLE, phrase("title.untestable"), table, left, search.source,
                          method=phrase("method.untestable"),
                          labels={"why": {reason: phrase(f"untestable.{reason}") for reason in REASONS}}, joined=True)


def _why(figure: PrintedFigure) -> str:
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
