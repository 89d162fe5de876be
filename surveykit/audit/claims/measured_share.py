"""The share behind a measure, with what chance or rounding leaves open."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveykit._stats.proportion import wilson
from surveykit._stats.special_functions import special
from surveykit.audit.claims.claim import Measure
from surveykit.audit.figures.figure_results import figure_words, pick_figures
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.result import Result
from surveykit.words.phrases import Text


@dataclass(frozen=True, slots=True)
class MeasuredShare:
    """A share (0..1) with low and high; nan where none was printed. `n` and `base` where known."""

    words: Text
    printed: str
    estimate: float
    low: float
    high: float
    n: float
    base: float

    @property
    def has_number(self) -> bool:
        """Whether there is a number at all."""
        return math.isfinite(self.estimate)


class Measures:
    """Printed figures and results, and the shares that measures name in them."""

    def __init__(self, figures: Sequence[PrintedFigure], results: Mapping[str, Result], level: float) -> None:
        self.figures, self.results, self.level = figures, results, level

    def find(self, measure: Measure) -> MeasuredShare:
        """The share of a measure."""
        if measure.figure:
            return self._printed_share(pick_figures(self.figures, measure.figure)[0])
        return self._shares_of(measure)[self._option_row(measure)]

    def other_shares(self, measure: Measure) -> list[MeasuredShare]:
        """The shares of the other options of its question."""
        if measure.figure:
            one = pick_figures(self.figures, measure.figure)[0]
            return [self._printed_share(other) for other in self.figures
                    if (other.study, other.question) == (one.study, one.question) and other.name != one.name]
        row = self._option_row(measure)
        return [share for place, share in enumerate(self._shares_of(measure)) if place != row]

    def difference(self, one: MeasuredShare, other: MeasuredShare) -> tuple[float, float]:
        """The interval of the difference of two shares of one question.
        Two options of one base: the widest variance that any overlap allows, (p + q - (p - q)^2) / n. Without a base
        the printed intervals alone.
        """
        gap = one.estimate - other.estimate
        if not (math.isfinite(one.base) and one.base == other.base):
            return one.low - other.high, one.high - other.low
        error = math.sqrt(max(one.estimate + other.estimate - gap**2, 0.0) / one.base)
        reach = -float(special.ndtri((1 - self.level) / 2)) * error
        return gap - reach, gap + reach

    def _printed_share(self, figure: PrintedFigure) -> MeasuredShare:
        """A printed figure: Wilson on its base, else what rounding leaves open."""
        words = figure.option if any(figure.option.values()) else figure_words(figure)
        base = float("nan") if figure.base is None or figure.rough else float(figure.base)
        if not figure.exact:
            nan = float("nan")
            return MeasuredShare(words, figure.printed, nan, nan, nan, float(figure.count or "nan"), base)
        estimate = float(figure.value) / figure.scale
        half = 0.5 / figure.units[1]
        low, high = estimate - half, estimate + half
        if math.isfinite(base):
            low, high = map(float, wilson(estimate * base, base, self.level))
        count = float("nan") if figure.count is None or figure.rough else float(figure.count)
        return MeasuredShare(words, figure.printed, estimate, low, high, count, base)

    def _shares_of(self, measure: Measure) -> list[MeasuredShare]:
        """Every row of a result; a Wilson interval where the result itself has none."""
        result = self.results[measure.result]
        return [self._row_share(result, row) for row in self._rows(result)]

    def _rows(self, result: Result) -> list[dict[str, object]]:
        """The rows of everybody."""
        return [{str(name): value for name, value in row.items()}
                for row in result.table.to_dict("records") if not row.get("group")]

    def _option_row(self, measure: Measure) -> int:
        """Which row an option, or an item of a table of items, is."""
        rows = self._rows(self.results[measure.result])
        known = [str(row.get("option") or row["item"]) for row in rows]
        if measure.option not in known:
            raise AnalysisError("{option!r} is no row of the result {name!r}.", fix=did_you_mean(measure.option, known),
                                option=measure.option, name=measure.result)
        return known.index(measure.option)

    def _row_share(self, result: Result, row: Mapping[str, object]) -> MeasuredShare:
        """One row as a share."""
        names = ("n", "base", "estimate", "low", "high")
        n, base, estimate, low, high = (float(str(row.get(name, np.nan))) for name in names)
        if math.isnan(low):
            low, high = map(float, wilson(n, base, self.level))
        item, option = str(row["item"]), str(row.get("option") or "")
        words = result.labels.get("option", {}).get(f"{item}={option}") if option else result.labels["item"].get(item)
        return MeasuredShare(dict(words or {"zh": option or item, "en": option or item}), "", estimate, low, high, n,
                             base)
