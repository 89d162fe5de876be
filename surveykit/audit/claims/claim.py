"""A claim: what was said, and the number that would bear it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from surveykit.errors import ReadError, did_you_mean
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
