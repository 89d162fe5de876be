"""What a verb can ask about by name: an item, or one option of a select-all item as a question of its own."""

from __future__ import annotations

from functools import partial

import numpy as np

from surveykit.analysis.coded_columns import tick_codes
from surveykit.codebook import Item, Option
from surveykit.survey import Survey, require_item, require_survey
from surveykit.words.phrases import phrase


def require_question(survey: object, name: object, kinds: tuple[str, ...], verb: str) -> Item:
    """The item, however it is called, if its kind is lawful for this verb; a tick counts as `single`."""
    survey = require_survey(survey, verb)
    tick = _find_tick(survey, name) if "single" in kinds else None
    return _tick_question(survey, *tick, str(name)) if tick else require_item(survey, name, kinds, verb)


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
