"""Replicate weights of a design: given as items, or made from its strata and units."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.calibration import KnownTotals, calibrate_each
from surveykit._stats.replication import METHODS as REPLICATIONS
from surveykit._stats.replication import Replication, given_replicates, made_replicates
from surveykit._stats.sampling import Stage
from surveykit.analysis.weighting.margin_columns import totals_missed
from surveykit.errors import AnalysisError, list_quoted
from surveykit.survey import Design, Survey
from surveykit.survey.large_survey import LargeSurvey

MOST_UNITS, SEED = 3000, 20080501
MOST_WEIGHTS = 100_000_000  # of calibrated replicates, held at once (800 MB)


def name_replication(replicates: str | Sequence[str] | None, given: str) -> str:
    """How replicate weights are made; '' for none."""
    method = replicates if isinstance(replicates, str) else given
    if method not in REPLICATIONS:
        raise AnalysisError("Replicates are made by {methods}, not {method!r}.", methods=", ".join(REPLICATIONS),
                            fix="set_design(..., replicates='jackknife'), or a list of items", method=method)
    return method if replicates else ""


def require_replicable(survey: Survey, design: Design) -> None:
    """Refuse replicates where they would not tell the error of the estimates."""
    if design.replicates and design.weight is None:
        raise AnalysisError("Replicate weights need the weight they belong to.", where=survey,
                            fix="set_design(survey, weight='w', replicates=[...]), both together")
    if design.replication and isinstance(survey, LargeSurvey) and (design.replicates or not design.psu):
        raise AnalysisError("Of a survey that is not held, replicates are made from its units only.", where=survey,
                            fix="set_design(survey, psu=..., replicates='bootstrap')")


def make_replication(survey: Survey, design: Design, stages: Sequence[Stage],
                     weights: FloatArray, known: KnownTotals | None) -> Replication | None:
    """Replicates of weights as arrays, calibrated where the weights are; None for errors by Taylor."""
    if not design.replication:
        return None
    if design.replicates:
        columns = [design_numbers(survey, name) for name in design.replicates]
        made = given_replicates(np.column_stack(columns), design.replication)
    else:
        _require_units(survey, design, stages[0])
        made = made_replicates(stages, design.replication, design.lonely, SEED)
    return made if known is None else _calibrate(survey, design, made, stages[made.stage], known, weights)


def _require_units(survey: Survey, design: Design, first: Stage) -> None:
    """Refuse units that a method cannot leave out or draw again."""
    if design.replication in ("brr", "fay") and (first.sizes != 2).any():
        raise AnalysisError("{method} needs two units in every stratum.", where=survey,
                            fix="set_design(..., replicates='jackknife') (or 'bootstrap')", method=design.replication)
    if design.replication == "jackknife" and first.strata.size > MOST_UNITS:
        raise AnalysisError("A jackknife of {n} units takes too long.", where=survey,
                            fix="name psu, or replicates='bootstrap'", n=first.strata.size)
    if design.replication == "bootstrap" and design.lonely in ("adjust", "average") and first.lonely.any():
        raise AnalysisError("A bootstrap knows no rule lonely={lonely!r}.", where=survey,
                            fix="replicates='jackknife', or lonely='certainty'", lonely=design.lonely)


def _calibrate(survey: Survey, design: Design, made: Replication, stage: Stage, known: KnownTotals,
               whole: FloatArray) -> Replication:
    """Every replicate's weights calibrated as the weights themselves were."""
    weights, rows, count = made.weights, known.before.size, made.scales.size
    if rows * count > MOST_WEIGHTS:
        raise AnalysisError("{count} replicates of {n} calibrated weights take too much memory.", where=survey,
                            fix="leave replicates out: the errors by Taylor know the totals", count=count, n=rows)
    if weights is None:
        assert made.multipliers is not None
        units = np.arange(rows) if stage.units is None else stage.units
        weights = known.before[:, None] * made.multipliers.T[units]
    found = calibrate_each(known, np.column_stack([known.before, weights]), design.distance, design.bounds)
    if isinstance(found, tuple):
        raise AnalysisError("No weights of replicate {place} of {count} meet all totals: {totals}.", where=survey,
                            fix="join answers with few respondents or in few units (merge_options, collapse=True), or "
                                "leave replicates out", place=found[0], count=count,
                            totals=totals_missed(design.margins, found[1]))
    if not np.allclose(found[:, 0], whole, rtol=1e-6):
        raise AnalysisError("The weights {name!r} were calibrated before this design, from other weights than it "
                            "gives.", where=survey, fix="set_design first, then rake or calibrate", name=design.weight)
    return replace(made, weights=found[:, 1:], multipliers=None)


def design_codes(survey: Survey, name: str) -> NDArray[np.intp]:
    """Values of a design item as whole numbers; none may be missing."""
    column = survey.responses[name]
    require_all(survey, name, column.isna().to_numpy())
    return pd.factorize(column)[0].astype(np.intp)


def require_all(survey: Survey, name: str, without: NDArray[np.bool_]) -> None:
    """Refuse respondents who lack what the design needs."""
    if without.any():
        raise AnalysisError("Every respondent must have {name!r}, which the design names; {respondents} have not.",
                            where=survey, fix="exclude them, or fill the column before set_design", name=name,
                            respondents=list_quoted(survey.responses.index[without]))


def design_numbers(survey: Survey, name: str) -> NDArray[np.float64]:
    """A column of weights or populations as numbers; none may be missing."""
    if (kind := survey.codebook[name].kind) != "number":
        raise AnalysisError("A weight or a population must be an item of kind number; {name!r} is {kind}.",
                            where=survey, fix="correct its kind in the codebook, or name another item", name=name,
                            kind=kind)
    column: NDArray[np.float64] = survey.responses[name].to_numpy(dtype=float, na_value=np.nan)
    require_all(survey, name, np.isnan(column))
    return column
