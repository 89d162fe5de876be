"""What a verb can ask about by name: an item, or one option of a select-all item as a question of its own."""

from dataclasses import replace
from functools import partial

import numpy as np

from surveykit.analysis.coded_columns import number_column, tick_codes
from surveykit.codebook import Item, Option
from surveykit.errors import AnalysisError
from surveykit.survey import Survey, require_item, require_survey
from surveykit.words.phrases import phrase, same_text

MOST_VALUES = 60  # different numbers of a table that counts each
MOST_GROUPS = 12  # different numbers that are groups


def require_question(survey: object, name: object, kinds: tuple[str, ...], verb: str,
                     most: int | None = MOST_VALUES) -> Item:
    """The item, however it is called, if its kind is lawful for this verb; a tick counts as `single`, a number as a
    question whose options are the values people gave (as a number where `most` is None)."""
    survey = require_survey(survey, verb)
    tick = _find_tick(survey, name) if "single" in kinds else None
    if tick:
        return _tick_question(survey, *tick, str(name))
    item = require_item(survey, name, kinds, verb)
    return _value_question(survey, item, verb, most) if item.kind == "number" and most else item


def require_groups(survey: object, name: object, verb: str = "by=", *, sets: bool = True) -> Item:
    """The item whose answers are groups: a choice, a tick, a number of few values; with `sets` a response set, too."""
    kinds = ("single", "rating", "number", *(("multiple",) if sets else ()))
    return require_question(survey, name, kinds, verb, most=MOST_GROUPS)


def _find_tick(survey: Survey, name: object) -> tuple[Item, Option] | None:
    """The response set and option of a column of ticks such as `hardship__pay`; None for any other name."""
    return next(((item, option) for item in survey.codebook if item.kind == "multiple"
                 for option, column in zip(item.answers, item.columns, strict=True) if column == name), None)


def _tick_question(survey: Survey, item: Item, option: Option, name: str) -> Item:
    """Whether an option was ticked, as a question with two answers; its codes are made with it."""
    if name not in survey.codes:
        ticked = tick_codes(survey, item)[:, item.columns.index(name)]
        survey.codes[name] = np.where(ticked < 0, -1, 1 - ticked).astype(np.int8)
    told = partial(phrase, option=option.label)
    return Item(name, "single", phrase("label.tick", item=item.words, option=option.label), (
        Option("1", told("group.ticked"), 1), Option("0", told("group.not_ticked"), 0)))


def _value_question(survey: Survey, item: Item, verb: str, most: int) -> Item:
    """A number as a question about its values, each an option of its own."""
    given = number_column(survey, item)
    values = np.unique(given[~np.isnan(given)]).tolist()
    if len(values) > most:
        raise AnalysisError("{item!r} holds {count} different numbers; {verb} counts {most} at most, one by one.",
                            where=survey, fix="means(survey, {item!r}), or bands of it: derive(survey, {band!r}, "
                                "{item!r}, cut=[...], reason=...)", verb=verb, item=item.name, band=f"{item.name}_band",
                            count=len(values), most=most)
    points = [Option(f"{value:.15g}", same_text(f"{value:.15g}"), value) for value in values]
    return replace(item, kind="rating", options=tuple(points))
