"""A target: what was to be reached by when, and what was reached."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from surveykit.errors import ReadError, did_you_mean
from surveykit.words.phrases import Text

# how many of the unit make one whole; 0 for amounts, which have no base
UNITS = {"%": 100, "‰": 1000, "per 100,000": 100_000, "count": 0, "money": 0}
DIRECTIONS = ("at_least", "at_most")
STAGE = re.compile(r"\s*(?P<due>[^=;；]+)=\s*(?P<value>\d[\d,]*(?:\.\d+)?)\s*")
NUMBER = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30})?")
SAMPLE = {**dict.fromkeys(("yes", "1", "true", "是"), True), **dict.fromkeys(("", "no", "0", "false", "否"), False)}


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone on the way: until when, and how much."""

    due: str
    value: Fraction


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


def parse_target(row: Mapping[str, str], where: str) -> IndicatorTarget:
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
        found.append(Milestone(match["due"].strip(), Fraction(match["value"].replace(",", ""))))
    return tuple(found)
