"""Columns as SPSS and Stata hold them: numbers with value labels, texts, and codes for the kinds of missing.

An answer's number is its score (ratings); for a single choice the value itself where all values are
numbers, else the scores where all have different ones, else its place: 1, 2, 3 ... `surveykit.read.native`
reads them back by the same rule, with the codebook.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from surveykit.codebook import Option
from surveykit.errors import CleaningError, did_you_mean
from surveykit.survey import answer_codes, own_code, value_text
from surveykit.words.phrases import phrase
from surveykit.write.outgoing_survey import KINDS, AnswerColumn, OutgoingSurvey, is_reserved
from surveykit.write.variable_names import NameRules, option_wording, shorten_text, utf8_size, variable_label

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST = dt.date(1600, 1, 1)
TEXT_CODES = {"refused": "-97", "dont_know": "-98", "not_asked": "-99"}
MEASURES = {"rating": "ordinal", "number": "scale", "date": "scale"}


@dataclass(frozen=True, slots=True)
class PackageVariable:
    """A variable of SPSS or Stata.
    `kind` is "number", "text" or "date" (whole days since 1970-01-01). `labels` name the answers;
    `gaps` give for each kind of missing, where it has an option of its own, that option.
    """

    answers: AnswerColumn
    name: str
    label: str
    kind: str
    measure: str
    words: tuple[str | float, ...]
    labels: Mapping[float, str] = field(default_factory=dict)
    gaps: Mapping[str, Option] = field(default_factory=dict)


def build_variables(out: OutgoingSurvey, names: Mapping[str, str], rules: NameRules) -> list[PackageVariable]:
    """Every column as a variable."""
    return [_build_variable(column, names[column.name], out, rules) for column in out.columns]


def _build_variable(column: AnswerColumn, name: str, out: OutgoingSurvey, rules: NameRules) -> PackageVariable:
    """One column as a variable."""
    kind, words = _code_answers(column, out)
    labels = {} if kind != "number" else {code: shorten_text(label, rules.value_label, utf8_size)
                                          for code, label in _answer_labels(column, out).items()}
    gaps = {option.missing: option for option in reversed(column.item.options) if option.missing in KINDS}
    measure = MEASURES.get(column.item.kind, "nominal") if kind != "text" else "nominal"
    return PackageVariable(column, name, variable_label(column, name, out, rules), kind, measure, words, labels, gaps)


def _code_answers(column: AnswerColumn, out: OutgoingSurvey) -> tuple[str, tuple[str | float, ...]]:
    """The kind of variable, and what stands in it for each distinct answer."""
    kind, values = column.item.kind, column.values
    if kind in {"rating", "number", "multiple"}:
        return "number", tuple(map(float, values))
    if kind == "single" and column.item.options:
        return "number", _code_choices(column, out)
    days = _calendar_days(values) if kind == "date" else None
    return ("date", days) if days else ("text", tuple(map(quote_text, map(value_text, values))))


def _code_choices(column: AnswerColumn, out: OutgoingSurvey) -> tuple[float, ...]:
    """The numbers of a single choice's answers."""
    codes = answer_codes(column.item)
    values = [str(value) for value in column.values]
    odd = [value for value in values if value not in codes]
    if odd:
        raise CleaningError("Item {item!r} cannot hold an answer that is none of its options.",
                            where="{file}, column {column!r}", fix=did_you_mean(odd[0], codes),
                            item=column.item.name, file=out.name, column=column.name)
    return tuple(codes[value] for value in values)


def _answer_labels(column: AnswerColumn, out: OutgoingSurvey) -> dict[float, str]:
    """Value labels of the answers."""
    if column.option is not None:
        return {1.0: option_wording(column.option, out), 0.0: out.words(phrase("write.not_ticked"))}
    codes = answer_codes(column.item) if column.item.kind in {"single", "rating"} else {}
    return {codes[option.value]: option_wording(option, out) for option in column.item.answers if option.value in codes}


def missing_codes(variable: PackageVariable) -> dict[str, float]:
    """A number for each kind of missing that occurs or has an option: the option's own, else -97, -98, -99.
    Where an answer has such a number already, -997 and so on.
    """
    column = variable.answers
    kinds = [kind for kind in KINDS if kind in variable.gaps or kind in column.occurring_kinds()]
    answers = {*variable.labels, *(float(word) for word in variable.words)}
    owned = {own_code(option) for option in column.item.options if option.missing} - {None}
    own = {kind: own_code(option) for kind, option in variable.gaps.items()}
    found = {kind: code for kind, code in own.items() if code is not None and code not in answers}
    found = {kind: code for kind, code in found.items() if list(found.values()).count(code) == 1}
    taken, digits = answers | owned, 2
    while any(code in taken for code in _default_codes(digits).values()):
        digits += 1
    return {kind: found.get(kind, _default_codes(digits)[kind]) for kind in kinds}


def _default_codes(digits: int) -> dict[str, float]:
    """-97, -98, -99; with three digits -997, -998, -999."""
    return {kind: -(10.0**digits - 3 + place) for place, kind in enumerate(KINDS)}


def missing_label(variable: PackageVariable, kind: str, code: str | float | None, out: OutgoingSurvey,
                  rules: NameRules) -> str:
    """The label of a kind of missing: its option's, if the code is the option's own, else the kind's name."""
    option = variable.gaps.get(kind)
    own = option_wording(option, out) if option and (code is None or own_code(option) == code) else None
    return shorten_text(own or out.words(phrase(f"write.{kind}")), rules.value_label, utf8_size)


def quote_text(text: str) -> str:
    """A text between `'` where SPSS or Stata would lose its last blank, or it reads like a kind of missing.
    >>> quote_text("yes"), quote_text("yes "), quote_text("(refused)"), quote_text("-97")
    ('yes', "'yes '", "'(refused)'", "'-97'")
    """
    special = text.startswith("'") or text[-1:].isspace() or text in TEXT_CODES.values() or is_reserved(text)
    return f"'{text}'" if special else text


def _calendar_days(values: Sequence[str | float]) -> tuple[int, ...] | None:
    """Days since 1970 if every answer is a date of the calendar, written year-month-day."""
    try:
        days = [dt.date.fromisoformat(text) for text in map(str, values) if DAY.fullmatch(text)]
    except ValueError:
        return None
    if len(days) < len(values) or any(day < EARLIEST for day in days):
        return None
    return tuple(day.toordinal() - dt.date(1970, 1, 1).toordinal() for day in days)


def fill_cells(variable: PackageVariable, origin: int, unit: int, gaps: Sequence[object]) -> np.ndarray:
    """The variable's cells; dates counted in `unit` per day from `origin` (days before 1970)."""
    words: list[str | float] = [word if variable.kind == "text" else float(word) for word in variable.words]
    if variable.kind == "date":
        words = [(float(day) + origin) * unit for day in words]
    return variable.answers.spread_codes(words, gaps)
