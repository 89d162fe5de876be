"""Options of an item made one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from surveykit.clean.apply_step import cell_change, require_reason
from surveykit.clean.derive_recipes import require_options
from surveykit.codebook import SEPARATOR, Item, Option
from surveykit.errors import CleaningError
from surveykit.survey import Change, Step, Survey, require_item
from surveykit.words.phrases import Text, as_text, same_text


def merge_options(survey: Survey, item: str, groups: Mapping[str, Sequence[str]], *,
                  labels: Mapping[str, str | Text] | None = None, reason: str | Text) -> Survey:
    """Make several options of an item one; the item itself changes (`derive(group=)` makes another and keeps it).

    Parameters
    ----------
    item
        A single or select-all question.
    groups
        The option that stays, or the value of a new one, to the options that go into it, by value or label:
        `{"stay": ["renew"]}`.
    labels
        Of new options, by value.
    reason
        Why; it stands in the log. In two languages: `{"zh": ..., "en": ...}`.

    Returns
    -------
    Survey
        With one line of the log for every answer moved; merged options are gone from the codebook. Of a select-all
        question the option that stays is ticked where any of them was.

    Raises
    ------
    CleaningError
        No reason, an option that there is not, or one in two groups.

    Missing values
    --------------
    Stay as they are.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.merge_options(sk.example_survey(), "plan", {"stay": ["renew"]}, reason="few renewed")
    >>> [option.value for option in survey["plan"].options], len(survey.log[-1].changes)
    (['home', 'stay', 'study', 'other'], 7)
    """
    require_reason(reason, "merge_options")
    target = require_item(survey, item, ("single", "multiple"), "merge_options")
    members = {name: [value for value in require_options(target, parts, survey.source.name) if value != name]
               for name, parts in groups.items()}
    named = [value for parts in members.values() for value in parts]
    if len(set(named)) < len(named) or not named or set(named) & set(members):
        raise CleaningError("Each option can go into one other, and something must be merged.",
                            where="{file}, item {item!r}", item=target.name, file=survey.source.name,
                            fix="merge_options(survey, {item!r}, {groups}, reason='why')", groups="{'a': ['b', 'c']}")
    _refuse_routes(survey, target, named)
    merged = _merge_item(target, members, labels or {})
    merge = _merge_ticks if target.kind == "multiple" else _merge_choices
    frame, codes, changes = survey.responses, survey._missing.copy(), []
    for name, parts in members.items():
        changes += merge(survey, frame, codes, target, name, parts)
    book = survey.codebook.with_item(merged)
    arguments = {"item": target.name, "groups": {name: list(parts) for name, parts in members.items()},
                 "labels": None if labels is None else dict(labels)}
    return survey.with_responses(frame[list(book.columns)], missing=codes[list(book.columns)], codebook=book,
                                 step=Step("merge_options", reason, tuple(changes), arguments))


def _refuse_routes(survey: Survey, target: Item, gone: Sequence[str]) -> None:
    """Refuse to merge an option that says who is asked something: the condition would mean other people."""
    for item in survey.codebook:
        text = item.asked_if or ""
        if f"${{{target.name}}}" in text and any(f"{mark}{value}{mark}" in text for value in gone for mark in "'\""):
            raise CleaningError("Item {item!r} is asked of those who gave an answer that would be merged.",
                                where="{file}, condition {text}", item=item.name, text=text, file=survey.source.name,
                                fix="make a new item and keep this one: derive(survey, name, {target!r}, group=...)",
                                target=target.name)


def _merge_item(item: Item, members: Mapping[str, Sequence[str]], labels: Mapping[str, str | Text]) -> Item:
    """The item with its new options in the place of the first of those they are made of."""
    known = {option.value: option for option in item.options}
    into = {value: name for name, parts in members.items() for value in parts}
    made: dict[str, Option] = {}
    for option in item.options:
        name = into.get(option.value, option.value)
        words = as_text(labels[name]) if name in labels else None
        base = known.get(name, Option(name, same_text(name)))
        made.setdefault(name, base if words is None else replace(base, label=words))
    return replace(item, options=tuple(made.values()))


def _merge_choices(survey: Survey, frame: pd.DataFrame, codes: pd.DataFrame, item: Item, name: str, parts: Sequence[str]
                   ) -> list[Change]:
    """The answers of a single choice moved, a line for each."""
    column = frame[item.name]
    moved = column[column.isin(list(parts))]
    frame[item.name] = column.where(~column.isin(list(parts)), name)
    return [cell_change(str(who), item.name, old, name, "merge_options") for who, old in moved.items()]


def _merge_ticks(survey: Survey, frame: pd.DataFrame, codes: pd.DataFrame, item: Item, name: str, parts: Sequence[str]
                 ) -> list[Change]:
    """The ticks of several options in one column; the columns of those that went are lines of their own."""
    column = f"{item.name}{SEPARATOR}{name}"
    sources = [f"{item.name}{SEPARATOR}{part}" for part in parts]
    held = column in frame
    together = frame[[*([column] if held else []), *sources]]
    ticked = together.max(axis=1)
    lines = [] if held else [Change("", column, "", " ".join(sources), "merge_options", "add_column")]
    if held:
        changed = (frame[column].ne(ticked)).fillna(False).to_numpy(dtype=bool)
        lines += [cell_change(str(survey._responses.index[row]), column, 0, 1, "merge_options")
                  for row in np.flatnonzero(changed).tolist()]
    frame[column], codes[column] = ticked.astype("Int8"), codes[sources[0]]
    return [*lines, *(Change("", source, "", column, "merge_options", "remove_column") for source in sources)]


def redo_merge(survey: Survey, step: Step) -> Survey:
    """The survey with the options of a step merged again."""
    return merge_options(survey, **{**step.arguments, "reason": step.reason})  # type: ignore[arg-type]
