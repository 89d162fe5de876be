"""Claims as a file holds them, and the share behind a measure, with what chance or rounding leaves open."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from surveykit._stats.proportion import wilson
from surveykit._stats.special_functions import special
from surveykit.audit.figures.figure_results import figure_words, pick_figures
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.errors import AnalysisError, ReadError, did_you_mean
from surveykit.result import Result
from surveykit.words.phrases import Text

KINDS = ("finding", "problem", "recommendation", "target")
RELATIONS = (">", ">=", "<", "<=", "largest")
MEASURE = re.compile(r"(?:figure:(?P<figure>\S+)|result:(?P<result>[\w-]+)\[(?P<option>[^\]]+)\])")
NEEDED = ("id", "claim_zh", "claim_en", "kind", "measure", "relation", "than")


@dataclass(frozen=True, slots=True)
class Measure:
    """Where a number stands: a printed figure by its id, or a row of a Result by its option (or item)."""

    figure: str = ""
    result: str = ""
    option: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of a file of claims; `measure` is None where nothing was asked."""

    name: str
    words: Text
    kind: str
    measure: Measure | None
    relation: str
    than: Fraction | Measure | None
    quotation: Text
    source: str


def parse_claim(row: Mapping[str, str], place: str) -> Claim:
    """One row of the file as a claim."""
    kind, measure = row["kind"].strip(), _parse_measure(row["measure"], place)
    relation, than = row["relation"].strip(), row["than"].strip()
    if kind not in KINDS:
        raise ReadError("{column} must be one of {known}, not {text!r}.", where="{place}",
                        fix=did_you_mean(kind, KINDS), column="kind", known=", ".join(KINDS), text=kind, place=place)
    if measure and relation not in RELATIONS:
        raise ReadError("{column} must be one of {known}, not {text!r}.", where="{place}", column="relation",
                        fix=did_you_mean(relation, RELATIONS), known=", ".join(RELATIONS), text=relation, place=place)
    words = _sides(row, "claim")
    if not any(words.values()):
        raise ReadError("A claim must have words in one language at least.", where="{place}",
                        fix="write what was claimed into claim_zh or claim_en", place=place)
    return Claim(row["id"].strip(), words, kind, measure, relation if measure else "",
                 _parse_than(than, place) if measure and relation != "largest" else None, _sides(row, "quotation"),
                 row.get("source", "").strip())


def _sides(row: Mapping[str, str], name: str) -> Text:
    """A text in both languages."""
    return {side: (row.get(f"{name}_{side}") or "").strip() for side in ("zh", "en")}


def _parse_measure(text: str, place: str) -> Measure | None:
    """`figure:DHU-Q2a` or `result:plans[home]`; None for an empty cell."""
    if not text.strip():
        return None
    match = MEASURE.fullmatch(text.strip())
    if match is None:
        raise ReadError("A measure must read figure:ID or result:NAME[option], not {text!r}.", where="{place}",
                        fix="leave it empty where nothing was asked", text=text.strip(), place=place)
    return Measure(match["figure"] or "", match["result"] or "", match["option"] or "")


def _parse_than(text: str, place: str) -> Fraction | Measure | None:
    """What a number is compared with: a share such as `50%`, or another measure."""
    if re.fullmatch(r"\d+(?:\.\d+)?%", text) and Fraction(text[:-1]) <= 100:
        return Fraction(text[:-1]) / 100
    found = _parse_measure(text, place) if not text or MEASURE.fullmatch(text) else None
    if found is None and text:
        raise ReadError("A claim is compared with a percentage up to 100% or with a measure, not {text!r}.",
                        where="{place}", fix="50% or figure:ID in the column than", text=text, place=place)
    if found is None:
        raise ReadError("A claim with a measure must say what it is compared with.", where="{place}",
                        fix="50% or figure:ID in the column than; or the relation largest", place=place)
    return found


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
        count, base = (math.nan if number is None or figure.rough else float(number)
                       for number in (figure.count, figure.base))
        if not figure.exact:
            return MeasuredShare(words, figure.printed, math.nan, math.nan, math.nan, count, base)
        estimate = float(figure.value) / figure.scale
        half = 0.5 / figure.units[1]
        low, high = estimate - half, estimate + half
        if math.isfinite(base):
            low, high = map(float, wilson(estimate * base, base, self.level))
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
