"""Which items of a survey are passed on, which are not, and by which rule."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from surveykit.codebook import Codebook, Item
from surveykit.errors import CleaningError
from surveykit.release.quasi_identifiers import guess_quasi_identifiers, require_items
from surveykit.survey import Design, Survey

ABOUT_THE_FORM = {"id", "date", "duration", "meta", "pseudonym"}  # roles of what is no answer
RULES = ("personal", "named", "design", "form", "text", "behind")
MENTIONED = re.compile(r"\$\{\s*([^}]+?)\s*\}")


class ReleasePlan(NamedTuple):
    """What leaves (in the order of the codebook), what stays with its rule, and the quasi-identifiers."""

    items: tuple[Item, ...]
    left_out: tuple[tuple[Item, str], ...]
    quasi: tuple[Item, ...]
    guessed: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what leaves."""
        return tuple(item.name for item in self.items)


def plan_release(survey: Survey, quasi_identifiers: Sequence[str | int] | str | int | None,
                 keep: Sequence[str | int] | str | int, leave_out: Sequence[str | int] | str | int) -> ReleasePlan:
    """What is passed on: not what is personal, about the sample or the form, or written freely, unless it is kept."""
    kept = {item.name for item in require_items(survey, keep, "write_release")}
    named = {item.name for item in require_items(survey, leave_out, "write_release")}
    rules = {item.name: _rule(survey, item, kept, named) for item in survey.codebook}
    _refuse_personal_items(survey, kept)
    guessed = quasi_identifiers is None
    quasi = [item for item in (guess_quasi_identifiers(survey) if quasi_identifiers is None else
                               require_items(survey, quasi_identifiers, "write_release"))
             if not guessed or not rules[item.name]]
    behind = {name for item in quasi for name in find_mentioned(item.calculation)}
    behind -= kept if guessed else {*kept, *(item.name for item in quasi)}
    rules |= {name: "behind" for name in behind if rules.get(name) == ""}
    quasi = [item for item in quasi if not guessed or not rules[item.name]]
    staying = [item.name for item in quasi if rules[item.name]]
    if staying:
        raise CleaningError("{item!r} cannot be a quasi-identifier of this release: it is not passed on.", where=survey,
                            fix="keep=[{item!r}], or leave it out of quasi_identifiers", item=staying[0])
    return ReleasePlan(tuple(item for item in survey.codebook if not rules[item.name]),
                       tuple((item, rules[item.name]) for item in survey.codebook if rules[item.name]),
                       tuple(quasi), guessed)


def _rule(survey: Survey, item: Item, kept: set[str], named: set[str]) -> str:
    """The rule by which an item stays; '' for one that leaves."""
    if item.personal or item.name in named:
        return "personal" if item.personal else "named"
    if item.name in kept:
        return ""
    if item.name in survey.design.columns:
        return "design"
    return "form" if item.role in ABOUT_THE_FORM else "text" if item.kind == "text" else ""


def _refuse_personal_items(survey: Survey, kept: set[str]) -> None:
    """Personal items never leave."""
    personal = [item.name for item in survey.codebook if item.personal and item.name in kept]
    if personal:
        raise CleaningError("Item {item!r} is personal data and is never passed on.", where=survey,
                            fix="leave it out of keep=", item=personal[0])


def find_mentioned(expression: str | None) -> set[str]:
    """The items that an expression of a codebook looks at."""
    return set(MENTIONED.findall(expression or ""))


def reduce_survey(survey: Survey, plan: ReleasePlan, order: np.ndarray, keys: Sequence[str]) -> Survey:
    """The survey as it leaves: these items, in this order of respondents, under these keys; without log and flags."""
    names = set(plan.names)
    items = tuple(replace(item, asked_if=_keep_condition(item.asked_if, names),
                          constraint=_keep_condition(item.constraint, names),
                          required=_keep_condition(item.required, names),
                          calculation=_keep_condition(item.calculation, names)) for item in plan.items)
    scales = tuple(scale for scale in survey.codebook.scales if any(item.scale == scale.name for item in items))
    book = Codebook(items, scales, survey.codebook.settings)
    frame, kinds = survey._responses[list(book.columns)].iloc[order], survey._missing[list(book.columns)].iloc[order]
    index = survey._responses.index.__class__(list(keys), name=survey._responses.index.name, dtype=object)
    return replace(survey, _responses=frame.set_axis(index), _missing=kinds.set_axis(index), codebook=book,
                   design=Design(), flags=(), log=(), screening=())


def _keep_condition(expression: str | None, names: set[str]) -> str | None:
    """An expression, unless it looks at an item that stays."""
    return expression if find_mentioned(expression) <= names else None
