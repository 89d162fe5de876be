"""A published figure beside the same answer in a survey at hand, each with its own base."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.printed_figure import PrintedFigure, read_rows
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.files.disk import file_facts
from surveykit.result import LISTING, Result
from surveykit.result.format import DASH, level_words
from surveykit.result.result import join_sources
from surveykit.result.result_column import (
    show_count,
    show_item,
    show_option,
    show_printed,
    show_share,
    show_share_interval,
    show_words,
)
from surveykit.words.phrases import Text, phrase

COLUMNS = ["item", "option", "group", "printed", "base", "kind", "kind_survey", "kinds", "n_survey", "base_survey",
           "estimate", "low", "high", "ticks", "of_responses"]
SHOWN = (show_item("head.question"), show_option(), show_printed("head.published"),
         show_count("head.published_base", "base"), show_words("kinds", "head.answer_type", "kinds"),
         show_count("head.at_hand", "n_survey", "base_survey"),
         show_share("head.percent", "estimate", "n_survey", "base_survey"),
         show_share_interval(n="n_survey", base="base_survey"))
LAYOUT = LISTING.showing(*SHOWN, figure="beside", sections="named")
WITH_TICKS = LISTING.showing(*SHOWN, show_share("head.percent_responses", "of_responses", "n_survey", "ticks"),
                             figure="beside", sections="named")
SINGLE, MULTI = "single", "multi"
KINDS = {"frequencies": SINGLE, "multiple_response": MULTI}


def compare_with_survey(figures: Sequence[PrintedFigure], links: str | Path, results: Sequence[Result], *,
                        source: str | Path | None = None, unlike: bool = False) -> Result:
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
    unlike
        Whether a question of one answer may stand beside one of several; the table names both types.

    Returns
    -------
    Result
        kind "beside"; one row per linked figure found in a result: printed and its base, kind and kind_survey
        (`single`: one answer, `multi`: several), n_survey, base_survey, estimate, low, high of the survey, and for a
        select-all question ticks (all of them) and of_responses.

    Raises
    ------
    ReadError
        The links have no such columns.
    AnalysisError
        A link names an unknown figure, no link leads to any of the results, or a question takes one answer here and
        several there.

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
    rows, labels = [], dict[str, dict[str, Text]](item={}, option={})
    for name, item, option in _links(links):
        if name not in known:
            raise AnalysisError("There is no figure {name!r}.", where="{file}",
                                fix=did_you_mean(name, known), name=name, file=links)
        if (item, option) in cells:
            row, result = cells[item, option]
            figure = known[name]
            types = _answer_types(figure, result, item, unlike=unlike)
            base = None if figure.rough else figure.base
            rows.append((item, option, "", figure.printed or DASH, base, *types, "/".join(dict.fromkeys(types)),
                         row["n"], row["base"], row["estimate"], row["low"], row["high"], row.get("responses"),
                         row.get("of_responses")))
            labels["item"][item] = result.labels["item"][item]
            labels["option"][f"{item}={option}"] = result.labels["option"][f"{item}={option}"]
    if not rows:
        raise AnalysisError("No link leads from a figure to one of the results.", where="{file}",
                            fix="pass the results of the linked items", file=links)
    first, table = results[0], pd.DataFrame(rows, columns=COLUMNS)
    labels["kinds"] = {kinds: _kind_words(kinds) for kinds in table["kinds"]}
    layout = WITH_TICKS if table["of_responses"].notna().any() else LAYOUT
    return Result(kind="beside", layout=layout, title=phrase("title.beside"), table=table,
                  base=len(rows), method=phrase("method.beside", level=level_words(first.settings.get("level", 0.95))),
                  notes=(phrase("note.beside"),), source=join_sources(
                      *(result.source for result in results),
                      *(file_facts(path) for path in (links, source) if path is not None)), labels=labels,
                  settings={**first.settings, "base_unit": ""}, language=first.language)


def _answer_types(figure: PrintedFigure, result: Result, item: str, *, unlike: bool) -> tuple[str, str]:
    """Whether each side takes one answer or several; refused where they differ and nobody said so."""
    here = KINDS.get(result.kind, "")
    there = figure.kind if figure.kind in (SINGLE, MULTI) else here
    if there != here and not unlike:
        raise AnalysisError("{item!r} takes {here} here, and {there} where {name} was printed.",
                            where="compare_with_survey", item=item, here=here, there=there, name=figure.name,
                            fix="compare_with_survey(..., unlike=True): the table then names both types")
    return there, here


def _kind_words(kinds: str) -> Text:
    """`one answer`; `one answer / several` where the two sides differ."""
    there, _, here = kinds.partition("/")
    words = phrase(f"answer_type.{there}")
    return phrase("answer_type.unlike", there=words, here=phrase(f"answer_type.{here}")) if here else words


def _links(path: str | Path) -> list[tuple[str, str, str]]:
    """(figure, item, option) of every line."""
    return [(row["id"].strip(), row["item"].strip(), row["option"].strip())
            for row in read_rows(path, ("id", "item", "option"))]
