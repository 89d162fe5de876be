"""A published figure beside the same answer in a survey at hand, each with its own base."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.printed_figure import PrintedFigure, read_rows
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.files.disk import read_bytes, sha256
from surveykit.result import LISTING, Result
from surveykit.result.format import DASH, level_words
from surveykit.result.result_column import (
    show_count,
    show_item,
    show_option,
    show_printed,
    show_share,
    show_share_interval,
)
from surveykit.words.phrases import phrase

COLUMNS = ["item", "option", "group", "printed", "base", "n_survey", "base_survey", "estimate", "low", "high"]
LAYOUT = LISTING.showing(
    show_item("head.question"), show_option(), show_printed("head.published"),
    show_count("head.published_base", "base"), show_count("head.at_hand", "n_survey", "base_survey"),
    show_share("head.percent", "estimate", "n_survey", "base_survey"),
    show_share_interval(n="n_survey", base="base_survey"), figure="beside", sections="several")


def compare_with_survey(figures: Sequence[PrintedFigure], links: str | Path, results: Sequence[Result], *,
           source: str | Path | None = None) -> Result:
    """Put published figures beside the shares of a survey.

    Parameters
    ----------
    figures
        Published figures.
    links
        CSV with the columns id, item, option: which figure is which answer.
    results
        Results of kind "frequencies" or "multiple_response" that hold those answers.
    source
        The file the figures were read from, for the provenance.

    Returns
    -------
    Result
        kind "beside"; one row per linked figure found in a result: printed and its base, and
        n_survey, base_survey, estimate, low, high of the survey.

    Raises
    ------
    ReadError
        The links have no such columns.
    AnalysisError
        A link names an unknown figure, or no link leads to any of the results.

    Missing values
    --------------
    A figure that was not printed is a dash.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> survey = sk.read_survey("data/processed/volunteers/volunteers_synthetic.csv",
    ...                         "data/processed/volunteers/volunteers_synthetic.codebook.xlsx")
    >>> plans = sk.frequencies(survey, "plan_after_service")
    >>> table = sk.audit.compare_with_survey(figures, "data/raw/published/questionnaire_links.csv", [plans]).table
    >>> table["printed"].tolist()
    ['45.5%', '–', '–', '9%']
    """
    known = {figure.name: figure for figure in figures}
    cells = {(row["item"], row["option"]): (row, result)
             for result in results for row in result.table.to_dict("records") if not row["group"]}
    rows, labels = [], {"item": {}, "option": {}}
    for name, item, option in _links(links):
        if name not in known:
            raise AnalysisError("There is no figure {name!r}.", where="{file}",
                                fix=did_you_mean(name, known), name=name, file=links)
        if (item, option) in cells:
            row, result = cells[item, option]
            figure = known[name]
            base = None if figure.rough else figure.base
            rows.append((item, option, "", figure.printed or DASH, base, row["n"], row["base"],
                         row["estimate"], row["low"], row["high"]))
            labels["item"][item] = result.labels["item"][item]
            labels["option"][f"{item}={option}"] = result.labels["option"][f"{item}={option}"]
    if not rows:
        raise AnalysisError("No link leads from a figure to one of the results.", where="{file}",
                            fix="pass the results of the linked items", file=links)
    first = results[0]
    return Result(kind="beside", layout=LAYOUT, title=phrase("title.beside"), table=pd.DataFrame(rows, columns=COLUMNS),
                  base=len(rows), method=phrase("method.beside", level=level_words(first.settings.get("level", 0.95))),
                  notes=(phrase("note.beside"),), source=_facts(results, links, source), labels=labels,
                  settings={**first.settings, "base_unit": ""}, language=first.language)


def _facts(results: Sequence[Result], links: str | Path, source: str | Path | None) -> dict[str, object]:
    """The first result's source, and beside it the others and the files of figures and links."""
    files = [{"file": Path(path).name, "sha256": sha256(read_bytes(path)), "synthetic": False}
             for path in (links, source) if path is not None]
    return {**results[0].source, "with": [*(dict(r.source) for r in results[1:]), *files]}


def _links(path: str | Path) -> list[tuple[str, str, str]]:
    """(figure, item, option) of every line."""
    columns = ("id", "item", "option")
    return [tuple(row[column].strip() for column in columns) for row in read_rows(path, columns)]
