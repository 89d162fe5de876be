"""Weights cut off where they are extreme."""

from dataclasses import replace

import numpy as np

from surveykit._stats.calibration import trim_weights
from surveykit.analysis.sampling_design import sampling_of
from surveykit.analysis.weighting.calibrated_survey import add_weights
from surveykit.errors import AnalysisError
from surveykit.survey import Survey, require_survey
from surveykit.words.phrases import Text


def trim(survey: Survey, *, high: float = 5.0, low: float = 0.0, name: str = "weight_trimmed",
         reason: str | Text | None = None) -> Survey:
    """Weights no larger or smaller than so many times their mean; what is cut off goes to the others.

    Parameters
    ----------
    survey
        Survey with weights.
    high, low
        Limits as multiples of the mean weight.
    name, reason
        As in `poststratify`.

    Returns
    -------
    Survey
        With one more column of weights, which its design uses. Totals that the weights met are met no longer: trim
        before `rake`, or rake again.

    Raises
    ------
    AnalysisError
        A survey without weights, limits that do not enclose 1, or every weight outside them.

    Missing values
    --------------
    Respondents with weight 0 keep it.

    Notes
    -----
    R: ``trimWeights(d, upper = high * mean, lower = low * mean, strict = TRUE)``. Trimming trades bias for
    precision: compare `weight_report` before and after.

    References
    ----------
    Potter, F. (1990). A study of procedures to identify and trim extreme sampling weights. ASA Proceedings, 225-230.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.rake(sk.example_survey(), {"gender": {"male": 0.9, "female": 0.1}})
    >>> round(float(sk.trim(survey, high=1.5).responses["weight_trimmed"].max()), 6)
    1.5
    """
    survey, sampling = require_survey(survey, "trim"), sampling_of(survey)
    if sampling is None:
        raise AnalysisError("trim needs a survey with weights.", where=survey, fix="set_design(survey, weight=...)")
    if not 0 <= low < 1 < high:
        raise AnalysisError("The limits must lie on both sides of 1 (the mean weight), not {low:g} and {high:g}.",
                            fix="trim(survey, low=0.3, high=3)", low=low, high=high)
    counted = sampling.weights > 0
    weights, mean = np.zeros(survey.rows), float(sampling.weights[counted].mean())
    weights[counted] = trim_weights(sampling.weights[counted], low * mean, high * mean)
    if np.isnan(weights).any():
        raise AnalysisError("Every weight lies outside these limits.", where=survey, fix="wider limits")
    design = replace(survey.design, margins=(), base_weight=None)
    return add_weights(survey, "trim", {name: weights}, design, {"low": low, "high": high}, reason=reason)
