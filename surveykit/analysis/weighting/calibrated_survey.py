"""A survey with weights that were calibrated: the engine behind poststratify, rake, calibrate and nonresponse."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.calibration import calibrate_factors
from surveykit.analysis.sampling_design import base_weights, sampling_of
from surveykit.analysis.weighting.margin_columns import margin_columns, margin_totals, totals_missed
from surveykit.codebook import Codebook, Item
from surveykit.errors import AnalysisError
from surveykit.survey import Change, Design, Step, Survey, WeightMargin
from surveykit.words.phrases import LANGUAGES, Text, as_text, in_language, phrase

Floats = NDArray[np.float64]
Bounds = tuple[float, float] | None


def calibrate_survey(survey: Survey, verb: str, margins: tuple[WeightMargin, ...], recipe: Mapping[str, object], *,
                     name: str, reason: str | Text | None, distance: str = "raking", bounds: Bounds = None,
                     base: Mapping[str, Floats] | None = None) -> Survey:
    """The survey with weights that meet the margins; refused where none do.
    base: the name and the values of other weights to begin with, which are kept in the survey as well.
    """
    before, totals = base_weights(survey) if base is None else next(iter(base.values())), margin_totals(margins)
    found = calibrate_factors(margin_columns(survey, margins), before, totals, distance, bounds)
    if not found.converged:
        raise AnalysisError("{verb} finds no weights that meet all totals: {totals}.", where=survey, fix="join answers "
                                "with few respondents (merge_options), leave a margin out, or widen bounds", verb=verb,
                            totals=totals_missed(margins, found.reached))
    wrong = int((found.factors[before > 0] <= 0).sum())
    if wrong:
        raise AnalysisError("These totals make {n} weights 0 or negative.", where=survey,
                            fix="calibrate(..., bounds=(0.3, 3)), or distance='raking'", n=wrong)
    # a second calibration starts where the first did
    base_name = survey.design.base_weight if survey.design.margins else survey.design.weight
    design = replace(survey.design, margins=margins, base_weight=next(iter(base or {}), base_name),
                     distance=distance, bounds=bounds)
    columns = {**(base or {}), name: before * found.factors}
    made = add_weights(survey, verb, columns, design, recipe, reason=reason)
    sampling_of(made)  # replicates that cannot meet the totals are refused here
    return made


def add_weights(survey: Survey, verb: str, columns: Mapping[str, Floats], design: Design,
                recipe: Mapping[str, object], *, reason: str | Text | None) -> Survey:
    """The survey with columns of weights, the last of them used by its design, and the step that made them."""
    frame, codes, book = survey.responses, survey._missing.copy(), survey.codebook
    for name, weights in columns.items():
        _require_free(survey, verb, name)
        frame[name], codes[name] = pd.array(weights, dtype="Float64"), np.int8(0)
        book = book.with_item(Item(name, "number", phrase("item.weight"), role="design"))
    weight = list(columns)[-1]
    told = Change("", weight, "", json.dumps(recipe, ensure_ascii=False), verb, "add_column",
                  _say_joined(book, design.margins))
    step = Step(verb, phrase(f"weights.{verb}") if reason is None else as_text(reason), (told,), dict(recipe))
    order = [column for item in book for column in item.columns]
    made = survey.with_responses(frame[order], step=step, missing=codes[order].astype("int8"), codebook=book)
    return replace(made, design=replace(design, weight=weight))


def _say_joined(book: Codebook, margins: Sequence[WeightMargin]) -> Text | None:
    """Which cells with too few respondents were joined; None for none."""
    cells = [(margin.items, parts) for margin in margins for parts, _ in margin.cells if len(parts) > 1]
    said = {language: "; ".join(" + ".join(" × ".join(in_language(book[name].option(value).label, language)
                                                      for name, value in zip(items, part, strict=True))
                                           for part in parts) for items, parts in cells) for language in LANGUAGES}
    return phrase("weights.joined", cells=said) if cells else None


def _require_free(survey: Survey, verb: str, name: str) -> None:
    """Refuse the name of an item, unless it is that of weights that were made before."""
    if name in survey.codebook and survey.codebook[name].role != "design":
        raise AnalysisError("The weights cannot be named {name!r}: an item has that name.", where=survey,
                            fix="{verb}(..., name='weight_2')", name=name, verb=verb)
    if name == survey.design.weight and not survey.design.margins:
        raise AnalysisError("The weights cannot be named {name!r}: the survey's own weights have that name.",
                            where=survey, fix="{verb}(..., name='weight_2')", name=name, verb=verb)


def read_recipe(recipe: Sequence[Any]) -> tuple[WeightMargin, ...]:
    """The margins as a recipe keeps them."""
    return tuple(WeightMargin(tuple(items), tuple((tuple(map(tuple, parts)), float(total)) for parts, total in cells))
                 for items, cells in recipe)


def calibrate_again(survey: Survey, step: Step) -> Survey:
    """The weights of a step of poststratify, rake or calibrate made again from its log."""
    recipe = json.loads(step.changes[0].new)
    bounds = recipe.get("bounds")
    return calibrate_survey(survey, step.verb, read_recipe(recipe["margins"]), recipe, name=step.changes[0].item,
                            reason=step.reason, distance=recipe.get("distance", "raking"),
                            bounds=None if bounds is None else (bounds[0], bounds[1]))
