"""What the data may have been: possible tables as a Result to be shown."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.figure_results import figure_words, question_words
from surveykit.audit.figures.printed_figure import PrintedFigure, as_figure, as_figures
from surveykit.audit.reconstruction.possible_counts import REST, Reconstruction, Span, possible_counts
from surveykit.audit.reconstruction.possible_tables import PrintedTable, possible_tables
from surveykit.errors import AnalysisError
from surveykit.files.disk import file_facts
from surveykit.result import LISTING, Result
from surveykit.result.format import DASH
from surveykit.result.result_column import show_item, show_range, show_words
from surveykit.words.phrases import Text, phrase, same_text

SHOWN = 14
Row = tuple[str, str, str]
LAYOUT = LISTING.showing(
    show_item("head.question_or_row"), show_words("option", "head.option_or_column", "option"),
    show_words("printed", "head.printed"), show_range("head.possible_count"), sections="always")


def reconstruct(printed: PrintedTable | Sequence[str | PrintedFigure], n: int | Span | None = None, *,
                single: bool = True, closes: bool = False, picks: Span | None = None, reading: str = "rounding",
                limit: int = 100, steps: int = 20_000, source: str | Path | None = None) -> Result:
    """What the data behind printed figures may have been.

    Parameters
    ----------
    printed
        The figures of one question, or a `PrintedTable`.
    n
        The base, or the first and last possible one; None when the figures carry one base, or the table its totals.
    single, closes, picks
        For one question, see `possible_counts`.
    reading
        One of `MODES`: `rounding` takes halves either way.
    limit
        How many tables to keep in `settings["tables"]`.
    steps
        For a table, see `possible_tables`.
    source
        The file the figures were read from, for the provenance.

    Returns
    -------
    Result
        kind "reconstruction"; one row per cell: item (question or row), option (option or column),
        printed, low, high (fewest and most people). `settings` holds number, exact, tight, bases and
        tables (base, then counts); a note says how many tables there are, or that there is none.

    Raises
    ------
    ReadError
        A figure is no exact number.
    AnalysisError
        The base is not known, or a part does not have the shape of the table.

    Missing values
    --------------
    Cells that were not printed are bounded like all others; low and high are nan when no table exists.

    Examples
    --------
    >>> found = reconstruct(["45.5%", "9%"], 44)
    >>> found.table[["low", "high"]].values.tolist()
    [[20.0, 20.0], [4.0, 4.0], [20.0, 20.0]]
    >>> print(reconstruct(["67.3", "16.2", "12.7"], 46).notes[0]["en"])
    With a base of 46, no table of whole numbers gives all these figures: a proof, not a search that failed.
    """
    if isinstance(printed, PrintedTable):
        found = possible_tables(printed, n, reading=reading, limit=limit, steps=steps)
        cells = product(enumerate(printed.rows), enumerate(printed.columns))
        rows = [(row, column, printed.cell_text(r, c) or DASH) for (r, row), (c, column) in cells]
        labels = dict[str, dict[str, Text]]()
    else:
        printed = as_figures(printed)
        found = possible_counts(printed, _base(printed) if n is None else n, single=single, closes=closes,
                                picks=picks, reading=reading, limit=limit)
        rows, labels = _of_question(printed, found)
    table = pd.DataFrame(rows, columns=["item", "option", "printed"])
    for name in ("low", "high"):
        table[name] = [float(value) for value in getattr(found, name)] or float("nan")
    settings = {"base_unit": "", "number": found.number, "exact": found.exact, "tight": found.tight,
                "bases": list(found.bases), "tables": [[base, list(counts)] for base, counts in found.tables]}
    return Result(kind="reconstruction", layout=LAYOUT, title=phrase("title.reconstruction"), table=table,
                  base=len(rows), method=phrase("method.reconstruction", rule=phrase(f"rule.{reading}")),
                  notes=(_note(found), phrase("note.not_misconduct")), source=file_facts(source), labels=labels,
                  settings=settings, language="zh")


def _base(figures: Sequence[str | PrintedFigure]) -> int:
    """The one base that the figures carry."""
    found = {figure.base for figure in figures if isinstance(figure, PrintedFigure)}
    base = found.pop() if len(found) == 1 else None
    if base is None:
        raise AnalysisError("The base must be known.", fix="reconstruct(figures, 46), or (40, 46) for a range")
    return base


def _of_question(figures: Sequence[str | PrintedFigure],
                 found: Reconstruction) -> tuple[list[Row], dict[str, dict[str, Text]]]:
    """Question, option and what is printed, option by option, and the words for them."""
    rows: list[Row] = []
    labels: dict[str, dict[str, Text]] = {"item": {}, "option": {REST: phrase("label.rest")}}
    for name, figure in zip(found.cells, figures, strict=False):
        one = as_figure(figure)
        asked = any(one.question.values())
        rows.append((name, name, one.printed or DASH))
        labels["item"][name] = question_words([one]) if asked else figure_words(one) if one.name else same_text(name)
        labels["option"][name] = one.option if any(one.option.values()) else same_text("")
    if found.cells[-1:] == (REST,):
        labels["item"][REST] = labels["item"][rows[0][0]]
        rows.append((REST, REST, DASH))
    return rows, labels


def _note(found: Reconstruction) -> Text:
    """How many tables there are, and how sure that is."""
    searched = DASH.join(dict.fromkeys(map(str, found.searched)))
    if not found.exact:
        return phrase("note.tables_some" if found.tight else "note.tables_outer", number=found.number,
                      searched=searched)
    if not found.number:
        return phrase("note.tables_none", searched=searched)
    bases = ", ".join(map(str, found.bases[:SHOWN])) + (" …" if len(found.bases) > SHOWN else "")
    return phrase("note.tables_all", number=found.number, searched=searched, bases=bases)
