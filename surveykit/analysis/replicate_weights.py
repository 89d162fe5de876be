"""Replicate weights of a design: given as items, or made from its strata and units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveykit._stats.replication import METHODS as REPLICATIONS
from surveykit._stats.replication import Replication, given_replicates, made_replicates
from surveykit._stats.sampling import Stage
from surveykit.analysis.design_columns import design_numbers
from surveykit.errors import AnalysisError
from surveykit.survey import Design, Survey
from surveykit.survey.large_survey import LargeSurvey

MOST_UNITS, SEED = 3000, 20080501


def name_replication(replicates: str | Sequence[str] | None, given: str) -> str:
    """How replicate weights are made; '' for none."""
    method = replicates if isinstance(replicates, str) else given
    if method not in REPLICATIONS:
        raise AnalysisError("Replicates are made by {methods}, not {method!r}.", fix="set_design(..., "
                            "replicates='jackknife'), or a list of items", methods=", ".join(REPLICATIONS),
                            method=method)
    return method if replicates else ""


def require_replicable(survey: Survey, design: Design) -> None:
    """Refuse replicates where they would not tell the error of the estimates."""
    if design.replicates and design.weight is None:
        raise AnalysisError("Replicate weights need the weight they belong to.", where="{file}",
                            fix="set_design(survey, weight='w', replicates=[...]), both together",
                            file=survey.source.name)
    if design.replication and isinstance(survey, LargeSurvey) and (design.replicates or not design.psu):
        raise AnalysisError("Of a survey that is not held, replicates are made from its units only.", where="{file}",
                            fix="set_design(survey, psu=..., replicates='bootstrap')", file=survey.source.name)
    if design.replication and (design.margins or len(design.psu) > 1):
        raise AnalysisError("Replicates are not made for calibrated weights or several stages.", where="{file}",
                            fix="leave replicates out: the errors by Taylor know both", file=survey.source.name)


def make_replication(survey: Survey, design: Design, first: Stage) -> Replication | None:
    """Replicate weights as arrays; None for errors by Taylor."""
    if not design.replication:
        return None
    if design.replicates:
        columns = [design_numbers(survey, name) for name in design.replicates]
        return given_replicates(np.column_stack(columns), design.replication)
    if design.replication in ("brr", "fay") and (first.sizes != 2).any():
        raise AnalysisError("{method} needs two units in every stratum.", where="{file}",
                            fix="set_design(..., replicates='jackknife') (or 'bootstrap')", method=design.replication,
                            file=survey.source.name)
    if design.replication == "jackknife" and first.strata.size > MOST_UNITS:
        raise AnalysisError("A jackknife of {n} units takes too long.", where="{file}",
                            fix="name psu, or replicates='bootstrap'", n=first.strata.size, file=survey.source.name)
    return made_replicates(first.strata, first.sizes, first.fractions, design.replication, SEED)
