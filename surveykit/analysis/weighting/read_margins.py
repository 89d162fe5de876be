"""Known totals as people give them: counts, shares or percents, by value or label of an option."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from surveykit.analysis.option_lines import find_option
from surveykit.analysis.weighting.margin_columns import cell_place, cell_words, cross_answers
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey import Survey, WeightMargin, require_item
from surveykit.words.messages import JoinedMessage

Names = str | Sequence[str]
Cells = Mapping[object, float]
Margins = Mapping[str | tuple[str, ...], Cells] | pd.DataFrame
ROUNDED = 0.6  # how far percents rounded one by one may be from 100 together


def read_margins(survey: Survey, margins: Margins, verb: str, whole: float) -> tuple[WeightMargin, ...]:
    """The margins as the design keeps them; shares become shares of the known total, else of the weights' sum."""
    given = _margins_of_frame(margins, verb) if isinstance(margins, pd.DataFrame) else dict(margins)
    if not given:
        raise AnalysisError("{verb} needs at least one margin.", verb=verb,
                            fix="{verb}(survey, {{item: {{option: share}}}}): shares of the population")
    read = [_read_margin(survey, names, cells, verb) for names, cells in given.items()]
    sums = {margin.items: math.fsum(total for _, total in margin.cells) for margin, shares in read if not shares}
    _require_one_total(survey, sums)
    known = next(iter(sums.values()), whole)
    return tuple(_rescale(margin, known) for margin, _ in read)


def _margins_of_frame(frame: pd.DataFrame, verb: str) -> dict[str | tuple[str, ...], Cells]:
    """Margins of a table with the columns item, option, total."""
    if set(frame.columns) != {"item", "option", "total"}:
        raise AnalysisError("A table of margins must have the columns item, option and total.",
                            where="{verb}", fix="rename its columns, or give a dict", verb=verb)
    return {str(item): dict(zip(part["option"], part["total"].astype(float), strict=True))
            for item, part in frame.groupby("item", sort=False)}


def _read_margin(survey: Survey, names: Names, cells: Cells, verb: str) -> tuple[WeightMargin, bool]:
    """One margin, and whether its numbers are shares (they add up to 1, or to 100 as percents)."""
    asked = [names] if isinstance(names, str) else list(names)
    items = [require_item(survey, name, ("single", "rating"), verb) for name in asked]
    totals = {_read_cell(items, cell): _require_count(cell, total) for cell, total in cells.items()}
    sum_ = math.fsum(totals.values())
    _require_somebody(survey, items, totals)
    rounded = abs(sum_ - 100) <= ROUNDED and len(totals) > 1
    margin = WeightMargin(tuple(item.name for item in items), tuple(((cell,), total) for cell, total in totals.items()
                                                                    if total > 0))
    return margin, abs(sum_ - 1) < 0.006 or rounded


def _read_cell(items: list[Item], cell: object) -> tuple[str, ...]:
    """The option values that a cell names by value, score or label."""
    parts = cell if isinstance(cell, tuple | list) else (cell,)
    if len(parts) != len(items):
        raise AnalysisError("The cell {cell} must name one answer for each of {items}.", fix="('male', '2010')",
                            cell=repr(cell), items=JoinedMessage(", ", [item.name for item in items]))
    return tuple(item.answers[find_option(item, part)].value for item, part in zip(items, parts, strict=True))


def _require_count(cell: object, total: float) -> float:
    """A total that can be one."""
    if not (isinstance(total, int | float | np.number) and math.isfinite(total) and total >= 0):
        raise AnalysisError("A total must be a number of 0 or more, not {total} for {cell}.",
                            fix="give counts or shares of the population", total=repr(total), cell=repr(cell))
    return float(total)


def _require_somebody(survey: Survey, items: list[Item], totals: Mapping[tuple[str, ...], float]) -> None:
    """Refuse totals of people of whom nobody answered."""
    places, shape = cross_answers(survey, items)
    counts = np.bincount(places, minlength=math.prod(shape))
    empty = [cell for cell, total in totals.items() if total > 0 and not counts[cell_place(items, shape, cell)]]
    if empty:
        raise AnalysisError("Nobody in the survey stands for {cells} of {items}, so no weight can make up for them.",
                            where=survey, fix="join these answers with others (merge_options, or collapse=True of "
                                "poststratify), and add up their totals", cells=cell_words(tuple(empty[:5])),
                            items=" × ".join(item.name for item in items))


def _require_one_total(survey: Survey, sums: Mapping[tuple[str, ...], float]) -> None:
    """Refuse margins of populations of different size."""
    if sums and max(sums.values()) - min(sums.values()) > 1e-6 * max(sums.values()):
        raise AnalysisError("The margins must add up to one population; they add up to {sums}.", where="{file}",
                            fix="give shares instead of counts, or counts of the same people",
                            sums=JoinedMessage(", ", [f"{' × '.join(names)}: {total:g}"
                                                      for names, total in sums.items()]),
                            file=survey.source.name)


def _rescale(margin: WeightMargin, whole: float) -> WeightMargin:
    """The margin with its shares as totals; counts that are rounded somewhere add up to the same people."""
    factor = whole / math.fsum(total for _, total in margin.cells)
    return WeightMargin(margin.items, tuple((cells, total * factor) for cells, total in margin.cells))
