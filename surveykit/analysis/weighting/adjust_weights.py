"""Weights that make a sample look like the population in what is known of it: post-strata, raking, calibration."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from surveykit._stats.calibration import DISTANCES
from surveykit.analysis.sampling_design import base_weights
from surveykit.analysis.weighting.calibrated_survey import Bounds, calibrate_survey
from surveykit.analysis.weighting.margin_columns import collapse_cells
from surveykit.analysis.weighting.read_margins import Margins, Names, read_margins
from surveykit.errors import AnalysisError, list_quoted
from surveykit.survey import Survey, WeightMargin, require_item, require_survey
from surveykit.words.phrases import Text

Recipe = dict[str, object]


def poststratify(survey: Survey, items: Names, population: Mapping[object, float] | pd.DataFrame, *, smallest: int = 5,
                 collapse: bool = False, name: str = "weight", reason: str | Text | None = None) -> Survey:
    """Weights that give every post-stratum (cell of one or several crossed items) its size in the population.

    Parameters
    ----------
    survey
        Survey after exclusions; its design (weights, strata, units) stays.
    items
        A `single` or `rating` item, or several that are crossed.
    population
        People per cell, as counts, shares or percents: `{"male": 510, "female": 490}`, for crossed items
        `{("male", "2010"): 120, ...}`, or a DataFrame with the items' columns and `total`. Options by value or label.
    smallest
        A cell with fewer respondents is refused.
    collapse
        Join such cells with their neighbour in the order of the options instead; the step in the log says which.
    name
        Of the item with the weights.
    reason
        Why, for the log.

    Returns
    -------
    Survey
        With one more `number` item of the role `design`; its design names it as weight and knows the totals, so that
        errors are those of calibrated weights.

    Raises
    ------
    AnalysisError
        Respondents without an answer, cells without respondents or without a total, too small cells.

    Missing values
    --------------
    A respondent without an answer to the items is refused: no total is theirs.

    Notes
    -----
    w g, g = N_c / sum of w in the cell. Errors come from residuals around the means of the cells. R:
    ``calibrate(d, ~cell, totals)``; ``postStratify(d, ~cell, totals)`` has the same weights, and the same errors where
    weights are equal inside a cell.

    References
    ----------
    Holt, D., & Smith, T. M. F. (1979). Post stratification. JRSS A 142, 33-46.

    Examples
    --------
    >>> import surveykit as sk
    >>> weighted = sk.poststratify(sk.example_survey(), "gender", {"male": 500, "female": 500})
    >>> sk.frequencies(weighted, "gender").table["estimate"].round(3).tolist()
    [0.5, 0.5]
    """
    survey = require_survey(survey, "poststratify")
    names = [items] if isinstance(items, str) else list(items)
    cells = _cells_of_frame(population, names) if isinstance(population, pd.DataFrame) else dict(population)
    asked: Margins = {tuple(names): cells}
    margins = read_margins(survey, asked, "poststratify", math.fsum(base_weights(survey)))
    margins = tuple(collapse_cells(survey, margin, smallest, allowed=collapse) for margin in margins)
    recipe = margin_recipe(margins, smallest=smallest, collapse=collapse)
    return calibrate_survey(survey, "poststratify", margins, recipe, name=name, reason=reason)


def rake(survey: Survey, margins: Margins, *, name: str = "weight", reason: str | Text | None = None) -> Survey:
    """Weights that meet the known shares of several items at once, each by itself.

    Parameters
    ----------
    survey
        Survey after exclusions; its design stays.
    margins
        Per item (or tuple of crossed items) its population: `{"gender": {"male": 0.52, "female": 0.48}, "year":
        {...}}`, as counts, shares or percents; or a DataFrame with columns item, option, total.
    name, reason
        As in `poststratify`.

    Returns
    -------
    Survey
        As `poststratify`.

    Raises
    ------
    AnalysisError
        No weights meet all totals (the error tells what was reached), counts that do not add up to one population,
        respondents without an answer, totals of people of whom nobody answered.

    Missing values
    --------------
    As in `poststratify`.

    Notes
    -----
    Weights w exp(x'b), the limit of iterative proportional fitting. R: ``rake(d, list(~a, ~b), list(A, B), control =
    list(epsilon = 1e-12))``, errors as ``calibrate(d, ~a + b, totals, calfun = "raking")``.

    References
    ----------
    Deming, W. E., & Stephan, F. F. (1940). Annals of Mathematical Statistics 11, 427-444. Deville, J.-C., Saerndal,
    C.-E., & Sautory, O. (1993). Generalized raking procedures in survey sampling. JASA 88, 1013-1020.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.rake(sk.example_survey(), {"gender": {"male": 0.5, "female": 0.5}})
    >>> survey.design.weight
    'weight'
    """
    survey = require_survey(survey, "rake")
    read = read_margins(survey, margins, "rake", math.fsum(base_weights(survey)))
    return calibrate_survey(survey, "rake", read, margin_recipe(read), name=name, reason=reason)


def calibrate(survey: Survey, margins: Margins | None = None, *, means: Mapping[str, float] | None = None,
              distance: str = "linear", bounds: Bounds = None, name: str = "weight",
              reason: str | Text | None = None) -> Survey:
    """Weights that meet known shares and known means, with limits for how much a weight may change.

    Parameters
    ----------
    survey
        Survey after exclusions; its design stays.
    margins
        As in `rake`.
    means
        Means of `number` items in the population.
    distance
        `linear` (the regression estimator), `raking`, or `logit`, which needs bounds.
    bounds
        The least and the largest factor: `(0.3, 3)`.
    name, reason
        As in `poststratify`.

    Returns
    -------
    Survey
        As `poststratify`.

    Raises
    ------
    AnalysisError
        As `rake`; weights of 0 or less without bounds; a distance that is none, or bounds that leave no room for 1.

    Missing values
    --------------
    As in `poststratify`.

    Notes
    -----
    R: ``calibrate(d, ~a + z, totals, calfun = "linear" | "raking" | "logit", bounds = )``. Totals of the means are
    those of the population that the margins tell, else of the sum of the weights.

    References
    ----------
    Deville, J.-C., & Saerndal, C.-E. (1992). Calibration estimators in survey sampling. JASA 87, 376-382.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.calibrate(sk.example_survey(), {"gender": {"male": 50, "female": 50}}, bounds=(0.5, 2))
    >>> round(float(survey.responses["weight"].sum()), 6)
    40.0
    """
    survey = require_survey(survey, "calibrate")
    _require_distance(distance, bounds)
    read = read_margins(survey, margins, "calibrate", math.fsum(base_weights(survey))) if margins is not None else ()
    whole = sum(total for _, total in read[0].cells) if read else math.fsum(base_weights(survey))
    numbers = [WeightMargin((require_item(survey, item, ("number",), "calibrate").name,), (((), mean * whole),))
               for item, mean in (means or {}).items()]
    margins_all = (*read, *(() if read else (WeightMargin((), (((), whole),)),)), *numbers)
    recipe = margin_recipe(margins_all, distance=distance, bounds=bounds)
    return calibrate_survey(survey, "calibrate", margins_all, recipe, name=name, reason=reason, distance=distance,
                            bounds=bounds)


def _require_distance(distance: str, bounds: Bounds) -> None:
    """Refuse what is no distance, and bounds in which no weight could stay as it is."""
    if distance not in DISTANCES or (distance == "logit" and bounds is None) or (distance == "raking" and bounds):
        raise AnalysisError("distance must be linear, raking (without bounds) or logit (with bounds), not "
                            "{distance!r}.", distance=distance,
                            fix="calibrate(..., bounds=(0.3, 3)), or distance='raking'")
    if bounds is not None and not 0 <= bounds[0] < 1 < bounds[1]:
        raise AnalysisError("bounds must lie on both sides of 1, not {bounds}.", fix="bounds=(0.3, 3)",
                            bounds=str(tuple(bounds)))


def _cells_of_frame(frame: pd.DataFrame, names: Sequence[str]) -> dict[object, float]:
    """Post-strata of a table with one row per cell."""
    missing = [column for column in (*names, "total") if column not in frame]
    if missing:
        raise AnalysisError("The table of the population must have a column {columns}.",
                            fix="one column per item, and total", columns=list_quoted(missing))
    keys = frame[list(names)].itertuples(index=False, name=None)
    return {key if len(names) > 1 else key[0]: float(total) for key, total in zip(keys, frame["total"], strict=True)}


def margin_recipe(margins: Sequence[WeightMargin], **others: object) -> Recipe:
    """What `replay` needs to make the weights again, as JSON holds it."""
    return {"margins": [[list(margin.items), [[[list(cell) for cell in cells], total] for cells, total in margin.cells]]
                        for margin in margins], **others}
