"""Weights for those who answered, so that they stand for everybody on the register."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.logistic import fit_logistic
from surveykit.analysis.coded_columns import option_codes
from surveykit.analysis.sampling_design import base_weights
from surveykit.analysis.weighting.calibrated_survey import add_weights, calibrate_survey
from surveykit.analysis.weighting.margin_columns import cell_at, collapse_cells, cross_answers
from surveykit.analysis.weighting.read_margins import Names
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey import Survey, WeightMargin, require_item, require_survey
from surveykit.survey.condition import select_respondents
from surveykit.words.phrases import Text

Floats = NDArray[np.float64]
LEAST_CHANCE = 1e-6  # of a group in which nobody answered: nobody can stand for it


def nonresponse(survey: Survey, responded: str, *, by: Names, method: str = "cells", smallest: int = 5,
                collapse: bool = False, name: str = "weight", reason: str | Text | None = None) -> Survey:
    """Weights that make those who answered stand for everybody on the register, item by item of it.

    Parameters
    ----------
    survey
        Everybody on the register, those who did not answer too: `join(survey, register, on=..., keep="all")`.
    responded
        A condition that says who answered: `"match == 'both'"`.
    by
        `single` or `rating` items of the register that tell who answers.
    method
        `cells`: the inverse of the response rate of each cell of the crossed items. `logistic`: the inverse of the
        response probability that a logistic model of the items (without interactions) gives.
    smallest, collapse
        Of `cells`, as in `poststratify`: the least number of people who answered.
    name, reason
        As in `poststratify`.

    Returns
    -------
    Survey
        All rows; who did not answer has weight 0, and stays out of every count and base.

    Raises
    ------
    AnalysisError
        Nobody or everybody answered, cells too small, people without a value on the register, a model that finds no
        answer, another method.

    Missing values
    --------------
    Everybody must have a value in the items of the register.

    Notes
    -----
    cells: w / rate of the cell, errors as of post-strata (`poststratify`) with the register's counts. logistic: w / p,
    errors as of given weights, which overstates them. Both assume that inside a cell (given the items) who answers
    is like who does not. R: ``glm(responded ~ a + b, binomial, weights = w)``, ``1 / fitted(.)``.

    References
    ----------
    Little, R. J. A. (1986). Survey nonresponse adjustments for estimates of means. International Statistical Review
    54, 139-157.

    Examples
    --------
    >>> import surveykit as sk
    >>> weighted = sk.nonresponse(sk.example_survey(), "plan != 'home'", by="gender")
    >>> round(float(weighted.responses["weight"].sum()), 6)
    40.0
    """
    survey, asked = require_survey(survey, "nonresponse"), [by] if isinstance(by, str) else list(by)
    items = [require_item(survey, item, ("single", "rating"), "nonresponse") for item in asked]
    answered = select_respondents(survey, responded)
    if method not in ("cells", "logistic"):
        raise AnalysisError("method must be cells or logistic, not {method!r}.",
                            fix="nonresponse(..., method='cells')", method=method)
    if answered.all() or not answered.any():
        raise AnalysisError("nonresponse needs people who answered and people who did not: {condition}.", where=survey,
                            fix="join(survey, register, on=..., keep='all') keeps everybody of the register",
                            condition=responded)
    recipe = {"responded": responded, "by": [item.name for item in items], "method": method, "smallest": smallest,
              "collapse": collapse}
    if method == "logistic":
        weights = _logistic_weights(survey, items, answered)
        design = replace(survey.design, margins=(), base_weight=None)
        return add_weights(survey, "nonresponse", {name: weights}, design, recipe, reason=reason)
    return _cell_weights(survey, items, answered, recipe, name, reason)


def _cell_weights(survey: Survey, items: list[Item], answered: NDArray[np.bool_], recipe: Mapping[str, object],
                  name: str, reason: str | Text | None) -> Survey:
    """The register's counts as post-strata of those who answered."""
    before = base_weights(survey)
    places, shape = cross_answers(survey, items)
    totals = np.bincount(places, before, int(np.prod(shape)))
    cells = tuple(((cell_at(items, int(place)),), float(totals[place])) for place in np.flatnonzero(totals))
    margin = WeightMargin(tuple(item.name for item in items), cells)
    margin = collapse_cells(survey, margin, int(str(recipe["smallest"])), allowed=bool(recipe["collapse"]),
                            counted=answered)
    return calibrate_survey(survey, "nonresponse", (margin,), recipe, name=name, reason=reason, distance="linear",
                            base={f"{name}_responded": np.where(answered, before, 0.0)})


def _logistic_weights(survey: Survey, items: list[Item], answered: NDArray[np.bool_]) -> Floats:
    """The inverse of each respondent's probability to answer; 0 for who did not."""
    dummies = [np.asarray(option_codes(survey, item))[:, None] == np.arange(1, len(item.answers)) for item in items]
    cross_answers(survey, items)
    columns = np.column_stack([np.ones(survey.rows), *dummies]).astype(float)
    before = base_weights(survey)
    chances = fit_logistic(columns, answered.astype(float), before)
    if not (chances > LEAST_CHANCE).all():  # nan too
        raise AnalysisError("The model of who answered finds no answer: some options of the items have "
                            "nobody who answered.", where=survey, fix="nonresponse(..., method='cells', collapse=True)")
    return np.where(answered, before / chances, 0.0)
