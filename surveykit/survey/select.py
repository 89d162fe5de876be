"""From a Survey to the plain arrays that statistics are computed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveykit.codebook import Item
from surveykit.errors import AnalysisError, listed
from surveykit.survey.condition import condition
from surveykit.survey.frame import MISSING, written
from surveykit.survey.value import Survey
from surveykit.words.phrases import LANGUAGES, Text, pick, say

TOTAL = ""
SMALL_GROUP = 30


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a `by` item: names and labels in codebook order, a code per respondent.

    `codes` is -1 where the respondent belongs to no group (no answer to `by`).
    """

    item: str
    names: tuple[str, ...]
    codes: np.ndarray
    labels: Mapping[str, Text]


def require(survey: Survey, name: str, kinds: tuple[str, ...], verb: str, fix: str) -> Item:
    """The item, if its kind is lawful for this verb."""
    item = survey.codebook[name]
    if item.kind not in kinds:
        raise AnalysisError(f"{verb} needs an item of kind {' or '.join(kinds)}; {name!r} is {item.kind}.",
                            where=survey.source.name, fix=fix)
    return item


def domain(survey: Survey, verb: str, where: str | None, level: float = 0.95) -> pd.Index:
    """The respondents a verb is about, once the design and the level are found lawful."""
    if not 0 < level < 1:
        raise AnalysisError(f"level must lie between 0 and 1, not {level:g}.", where=verb,
                            fix=f"{verb}(..., level=0.95)")
    return unweighted(survey, verb).where(where)


def domain_note(survey: Survey, where: str | None) -> tuple[Text, ...]:
    """Who the numbers are about, when they are not about everybody."""
    if where is None:
        return ()
    item, value = condition(where, survey.codebook)
    labels = [o.label for o in item.options if value in {o.value, written(o.score)}]
    return (say("note.domain", item=item.words, option=labels[0] if labels else value),)


def unweighted(survey: Survey, verb: str) -> Survey:
    """The survey, if its design is a simple sample; no design is ever ignored."""
    if survey.design.weight or survey.design.strata or survey.design.psu:
        raise AnalysisError(f"{verb} cannot honour weights, strata or clusters yet.",
                            where=survey.source.name,
                            fix="analyse the survey before its design was set")
    return survey


def option_codes(survey: Survey, item: Item, rows: pd.Index) -> np.ndarray:
    """Position of each respondent's answer among the item's answers; -1 for no answer."""
    column = survey.responses.loc[rows, item.name]
    given = column.notna().to_numpy()
    values = [o.score if item.kind == "rating" else o.value for o in item.answers]
    place = {value: code for code, value in enumerate(values) if value is not None}
    answers = column.to_numpy(dtype=object)[given]
    found = pd.Index(list(place), dtype=object).get_indexer(answers)
    if (found < 0).any():
        strange = dict.fromkeys(map(str, answers[found < 0]))
        raise AnalysisError(f"Answers to {item.name!r} must be among its options; not so: {listed(strange)}.",
                            where=survey.source.name, fix="add them to the codebook, or recode the answers")
    codes = np.full(len(column), -1, dtype=np.int64)
    codes[given] = np.array(list(place.values()), dtype=np.int64)[found]
    return codes


def set_matrix(survey: Survey, item: Item, rows: pd.Index) -> np.ndarray:
    """Respondents x options, 1 or 0; nan in every column where the set was not answered."""
    frame = survey.responses.loc[rows, list(item.columns)]
    return frame.to_numpy(dtype=float, na_value=np.nan)


def set_missing(survey: Survey, item: Item, rows: pd.Index) -> dict[str, int]:
    """How many respondents are no case of a set, by the kind of their first missing option."""
    codes = survey._missing.loc[rows, list(item.columns)].to_numpy()
    first = codes[np.arange(len(codes)), (codes != 0).argmax(axis=1)]
    return {kind: int((first == code).sum()) for code, kind in enumerate(MISSING)
            if kind and (first == code).any()}


def rating_matrix(survey: Survey, items: tuple[Item, ...], rows: pd.Index) -> np.ndarray:
    """Respondents x ratings as numbers, nan for no answer; reversed items turned round."""
    columns = []
    for item in items:
        x = survey.responses.loc[rows, item.name].to_numpy(dtype=float, na_value=np.nan)
        if item.reverse and item.scale:
            scale = survey.codebook.scale(item.scale)
            x = scale.low + scale.high - x
        columns.append(x)
    return np.column_stack(columns)


def groups_of(survey: Survey, by: str | None, rows: pd.Index) -> Groups:
    """The groups of item `by`; one group of everybody for None. Groups without people are left out."""
    if by is None:
        return Groups("", (TOTAL,), np.zeros(len(rows), dtype=np.int64), {TOTAL: say("group.total")})
    item = require(survey, by, ("single", "rating"), "by=", "choose an item with options")
    codes = option_codes(survey, item, rows)
    present = [code for code in range(len(item.answers)) if (codes == code).any()]
    new = {old: code for code, old in enumerate(present)}
    labels = {item.answers[code].value: item.answers[code].label for code in present}
    recoded = np.array([new.get(code, -1) for code in codes], dtype=np.int64)
    return Groups(by, tuple(labels), recoded, labels)


def no_group(groups: Groups, answered: np.ndarray) -> dict[str, int]:
    """How many answered the item but belong to no group."""
    n = int((answered & (groups.codes < 0)).sum())
    return {"no_group": n} if n else {}


def small_groups(groups: Groups, bases: Sequence[int]) -> tuple[Text, ...]:
    """A caution that names the groups of fewer than 30 people; everybody together is no group."""
    small = [groups.labels[name] for name, base in zip(groups.names, bases, strict=True)
             if name != TOTAL and base < SMALL_GROUP]
    if not small:
        return ()
    comma = say("list.comma")
    names = {lang: comma[lang].join(pick(label, lang) for label in small) for lang in LANGUAGES}
    return (say("note.small_group", groups=names),)
