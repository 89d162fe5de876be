"""Targets beside what was reached: attained, gap, reached or not, and for a sample what its interval allows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pandas as pd

from surveykit._stats.proportion import wilson
from surveykit.audit.figures.figure_results import float_or_nan
from surveykit.audit.figures.printed_figure import read_rows
from surveykit.errors import AnalysisError, ReadError, did_you_mean
from surveykit.files.disk import file_facts
from surveykit.result import LISTING, Result
from surveykit.result.format import DASH, decimal_text, level_words
from surveykit.result.result_column import show_count_and_base, show_item, show_words
from surveykit.words.phrases import Text, phrase, same_text

NEEDED = ("id", "indicator_zh", "indicator_en", "unit", "direction", "target", "due", "numerator", "denominator",
          "source")
COLUMNS = ["item", "unit", "goal", "due", "n", "base", "attained", "low", "high", "gap", "stages", "ratio", "ratio_low",
           "ratio_high", "goal_text", "attained_text", "interval_text", "gap_text", "verdict", "source"]
UNIT_WORDS = ("percent", "per_mille", "per_100000", "count", "money")
VERDICTS = ("reached", "not_reached", "above", "straddles", "below", "no_result")
LAYOUT = LISTING.showing(
    show_item("head.indicator"), show_words("unit", "head.unit", "unit"), show_words("goal_text", "head.goal"),
    show_words("due", "head.due"), show_count_and_base(), show_words("attained_text", "head.attained"),
    show_words("interval_text", "head.interval"), show_words("gap_text", "head.gap"),
    show_words("stages", "head.stages"),
    show_words("verdict", "head.verdict", "target_verdict"), figure="bullets", sections="several")
# how many of the unit make one whole; 0 for amounts, which have no base
UNITS = {"%": 100, "‰": 1000, "per 100,000": 100_000, "count": 0, "money": 0}
DIRECTIONS = ("at_least", "at_most")
STAGE = re.compile(r"\s*(?P<due>[^=;；]+)=\s*(?P<value>\d[\d,]*(?:\.\d+)?)\s*")
NUMBER = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30})?")
SAMPLE = {**dict.fromkeys(("yes", "1", "true", "是"), True), **dict.fromkeys(("", "no", "0", "false", "否"), False)}


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone on the way: until when, how much, and how that was printed."""

    due: str
    value: Fraction
    printed: str


@dataclass(frozen=True, slots=True)
class IndicatorTarget:
    """One line of a file of targets; what the source does not give is None or ''.
    `attained_value` is exact, in the unit of the target: from numerator and denominator, else from the printed result.
    """

    name: str
    indicator: Text
    unit: str
    direction: str
    target: Fraction
    decimals: int
    due: str
    numerator: Fraction | None
    denominator: int | None
    result: Fraction | None
    sample: bool
    stages: tuple[Milestone, ...]
    source: str

    @property
    def attained_value(self) -> Fraction | None:
        """What was reached; None where nothing is known."""
        scale = UNITS[self.unit]
        if self.numerator is None or (scale and not self.denominator):
            return self.result
        return self.numerator * scale / self.denominator if scale and self.denominator else self.numerator

    def is_met(self, value: Fraction, goal: Fraction) -> bool:
        """Whether a value meets a goal in the direction of the target."""
        return value >= goal if self.direction == "at_least" else value <= goal


def targets(path: str | Path, *, level: float = 0.95) -> Result:
    """Put what was reached beside what was to be reached.

    Parameters
    ----------
    path
        UTF-8 CSV with the columns id, indicator_zh, indicator_en, unit (`%`, `‰`, `per 100,000`, `count`, `money`),
        direction (`at_least`, `at_most`), target, due, numerator, denominator, source and, if there, result (as
        printed, where no counts are), sample (`yes` where the counts are of a sample), milestones (`2008=40; 2009=50`).
    level
        Of the Wilson intervals of samples.

    Returns
    -------
    Result
        kind "targets"; one row per target in the order of the file: item (its id), unit, goal, due, n and base
        (numerator and denominator), attained, low, high and gap (attained less goal) in the unit, ratio (attained over
        goal), stages (milestones, those met with a mark), and verdict: `reached` or `not_reached` for a census or an
        amount; `above`, `straddles` or `below` for the interval of a sample against the goal; `no_result`.

    Raises
    ------
    ReadError
        A column is missing, or a cell is not what it must be.
    AnalysisError
        A sample without numerator and denominator.

    Missing values
    --------------
    An empty cell is unknown. Without counts the printed result is compared as it stands.

    Notes
    -----
    Whether a goal is reached is decided on exact fractions, not on rounded percentages. A census has no interval.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.targets("data/raw/published/targets.csv").table
    >>> table[["item", "verdict"]].head(2).values.tolist()
    [['HH-screened', 'not_reached'], ['HH-diagnosed', 'not_reached']]
    """
    name = Path(path).name
    rows = read_rows(path, NEEDED, whole=True)
    aims = [_parse_target(row, f"{name}, row {number}") for number, row in enumerate(rows, start=2)]
    table = pd.DataFrame([_row(aim, level) for aim in aims], columns=COLUMNS)
    labels = {"item": {aim.name: aim.indicator for aim in aims},
              "unit": {unit: phrase(f"unit.{word}") for unit, word in zip(UNITS, UNIT_WORDS, strict=True)},
              "target_verdict": {word: phrase(f"target.{word}") for word in VERDICTS},
              "source": {aim.name: same_text(aim.source) for aim in aims}}
    reached = int(table["verdict"].isin(["reached"]).sum())
    notes = (phrase("note.targets", reached=reached, targets=len(aims),
                    unknown=int((table["verdict"] == "no_result").sum())),)
    return Result(kind="targets", layout=LAYOUT, title=phrase("title.targets"), table=table, base=len(aims),
                  method=phrase("method.targets", level=level_words(level)), notes=notes, labels=labels,
                  source=file_facts(path), settings={"base_unit": "", "level": level}, language="zh")


def _row(aim: IndicatorTarget, level: float) -> tuple[object, ...]:
    """One target as a row."""
    attained, digits = aim.attained_value, aim.decimals + (UNITS[aim.unit] > 0)
    low, high = _interval(aim, level) if aim.sample else (None, None)
    sign = "≥ " if aim.direction == "at_least" else "≤ "
    numbers = [aim.numerator, aim.denominator, attained, low, high, None if attained is None else attained - aim.target]
    ratios = [value / aim.target if value is not None and aim.target else None for value in (attained, low, high)]
    stages = "; ".join(f"{stage.due}: {stage.printed}" + " ✓" * (
        attained is not None and aim.is_met(attained, stage.value)) for stage in aim.stages)
    return (aim.name, aim.unit, float(aim.target), aim.due, *map(float_or_nan, numbers), stages,
            *map(float_or_nan, ratios), sign + decimal_text(float(aim.target), aim.decimals),
            *_texts([attained], digits), DASH if low is None else DASH.join(_texts([low, high], digits)),
            _signed_text(numbers[-1], digits), _verdict(aim, attained, low, high), aim.source)


def _interval(aim: IndicatorTarget, level: float) -> tuple[Fraction, Fraction]:
    """The Wilson interval of a sample, in the unit of the target."""
    scale = UNITS[aim.unit]
    if aim.numerator is None or not aim.denominator or not scale:
        raise AnalysisError("The target {name!r} is of a sample: it must have numerator, denominator and a rate.",
                            fix="leave sample empty where the numbers are a census", name=aim.name)
    if not 0 <= aim.numerator <= aim.denominator:
        raise AnalysisError("The target {name!r} is of a sample: its numerator must be part of its denominator.",
                            fix="give how many of those asked", name=aim.name)
    found = wilson(float(aim.numerator), aim.denominator, level)
    return Fraction(float(found.low)) * scale, Fraction(float(found.high)) * scale


def _verdict(aim: IndicatorTarget, attained: Fraction | None, low: Fraction | None, high: Fraction | None) -> str:
    """Reached or not; of a sample, where its interval lies."""
    if attained is None:
        return "no_result"
    if low is None or high is None:
        return "reached" if aim.is_met(attained, aim.target) else "not_reached"
    return "above" if low >= aim.target else "below" if high < aim.target else "straddles"


def _texts(values: list[Fraction | None], digits: int) -> list[str]:
    """Numbers with their decimals, a dash for unknown."""
    return [DASH if value is None else decimal_text(float(value), digits) for value in values]


def _signed_text(value: Fraction | int | None, digits: int) -> str:
    """A difference with its sign."""
    if value is None:
        return DASH
    return ("+" if value > 0 else "") + decimal_text(float(value), digits)


def _parse_target(row: Mapping[str, str], where: str) -> IndicatorTarget:
    """One row of the file as a target."""
    unit, direction = _one_of(row, "unit", list(UNITS), where), _one_of(row, "direction", list(DIRECTIONS), where)
    text = row["target"].strip()
    target = _number(text, "target", where)
    if target is None:
        raise ReadError("Every target must have a number.", where="{place}", fix="80, in the unit that unit names",
                        place=where)
    numerator, denominator = (_number(row[name], name, where) for name in ("numerator", "denominator"))
    if denominator is not None and denominator.denominator != 1:
        raise ReadError("The denominator must be a whole number.", where="{place}", fix="a count of people or things",
                        place=where)
    return IndicatorTarget(
        row["id"].strip(), {"zh": row["indicator_zh"].strip(), "en": row["indicator_en"].strip()}, unit, direction,
        target, len(text.partition(".")[2]), row["due"].strip(), numerator,
        None if denominator is None else int(denominator), _number(row.get("result", ""), "result", where),
        SAMPLE[_one_of({"sample": row.get("sample", "").casefold()}, "sample", list(SAMPLE), where)],
        _stages(row.get("milestones", ""), where), row["source"].strip())


def _one_of(row: Mapping[str, str], column: str, known: list[str], where: str) -> str:
    """A cell that must be one of a few words."""
    text = row[column].strip()
    if text not in known:
        raise ReadError("{column} must be one of {known}, not {text!r}.", where="{place}",
                        fix=did_you_mean(text, known), column=column, known=", ".join(known), text=text, place=where)
    return text


def _number(text: str, column: str, where: str) -> Fraction | None:
    """A number as printed, exactly; None for an empty cell."""
    plain = text.strip().rstrip("%‰").replace(",", "")
    if not plain:
        return None
    if NUMBER.fullmatch(plain) is None:
        raise ReadError("{column} must be a number, not {text!r}.", where="{place}",
                        fix="leave it empty when the source gives none", column=column, text=text, place=where)
    return Fraction(plain)


def _stages(text: str, where: str) -> tuple[Milestone, ...]:
    """`2008=40; 2009=50` as stages."""
    found = []
    for part in filter(str.strip, re.split("[;；]", text)):
        match = STAGE.fullmatch(part)
        if match is None:
            raise ReadError("A milestone must read 2009=50, not {part!r}.", where="{place}", fix="2008=40; 2009=50",
                            part=part.strip(), place=where)
        found.append(Milestone(match["due"].strip(), Fraction(match["value"].replace(",", "")), match["value"]))
    return tuple(found)
