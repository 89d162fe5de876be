"""The design of a survey: declared, checked, and as arrays that arithmetic takes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.calibration import KnownTotals, make_calibration
from surveykit._stats.sampling import LONELY_RULES, Sampling, Stage
from surveykit.analysis.cells import count_places
from surveykit.analysis.gather_rows import gather_rows
from surveykit.analysis.replicate_weights import (
    design_codes,
    design_numbers,
    make_replication,
    name_replication,
    require_replicable,
)
from surveykit.analysis.weighting.margin_columns import margin_columns, margin_totals
from surveykit.codebook import Codebook
from surveykit.errors import AnalysisError, list_quoted
from surveykit.survey import Design, Survey, value_text
from surveykit.survey.cell_survey import CellSurvey, people_of, row_count

FARTHEST = 100  # powers of ten that a weight may lie from 1
KEPT = "design()"  # where a survey keeps its sampling among its coded columns; no item has this name


def set_design(survey: Survey, *, weight: str | None = None, strata: str | None = None,
               psu: str | Sequence[str] | None = None,
               population: str | float | Sequence[str | float] | bool | None = None,
               replicates: str | Sequence[str] | None = None, replication: str = "bootstrap", nest: bool = True,
               probability: bool | None = None, lonely: str = "refuse") -> Survey:
    """Declare how respondents were sampled, so that every estimate, interval and test honours it.

    Parameters
    ----------
    survey
        Survey after exclusions; later ones take units out of the sample. For a part of the respondents use `where=`,
        which keeps the design whole.
    weight
        A `number` item, 0 or more, in any scale: 2 counts twice as much as 1; weights made by `rake` and its like
        stay calibrated. Not needed where `population` tells
        it (units in the population / units sampled).
    strata
        An item whose values are the strata of the first stage.
    psu
        An item whose values are the sampled units (schools, classes), or one per stage.
    population
        Units in the population of each stratum, or the share that was sampled: an item or a number, or one per stage.
        False says that numbers shall speak of more people than those who were invited.
    replicates
        `number` items that hold replicate weights, beside `weight`; or how to make them from strata and units:
        `jackknife`, `brr` (two units in every stratum), `fay`, `bootstrap` (500, with a fixed seed; it alone counts
        later stages). Weights that `rake` and its like made are made again in every replicate.
    replication
        How given replicate weights were made, which decides how they count: `jackknife` (JK1), `brr`, `fay` (0.5) or
        `bootstrap`.
    nest
        True: the same unit name in two strata means two units. False: that is refused.
    probability
        Whether chance decided who was asked. False: every result says that its intervals do not carry over.
    lonely
        Strata with a single unit: `refuse`, `adjust` (around the whole sample), `average` (as the others), `certainty`
        or `remove` (no part of the error).

    Returns
    -------
    Survey
        With the design; weights, units, populations and replicates get the role `design`. No answer is changed.

    Raises
    ------
    CodebookError
        An unknown item.
    AnalysisError
        Weights that are negative, missing or all 0; a missing stratum, unit or population; a population smaller than
        its sample or different within a stratum; strata with a single unit; units in two strata with `nest=False`; an
        unlawful `lonely`; a probability sample of a whole cohort (the codebook knows how many forms were sent)
        without `population`.

    Missing values
    --------------
    A missing weight, stratum, unit or population is refused. A weight of 0 keeps the respondent in the sample and out
    of every count, base and estimate.

    Notes
    -----
    Errors are Taylor's, or the replicates'. R: ``svydesign(ids = ~psu, strata = ~strata, weights = ~weight, fpc =
    ~population, nest = TRUE)``, ``options(survey.lonely.psu = "fail")``; ``svrepdesign``, ``as.svrepdesign``.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.set_design(sk.example_survey(), strata="gender", population=100)
    >>> survey.design.strata, survey.design.population
    ('gender', (100,))
    """
    if lonely not in LONELY_RULES:
        raise AnalysisError("lonely must be one of {rules}, not {lonely!r}.", fix="set_design(..., lonely='adjust')",
                            rules=", ".join(LONELY_RULES), lonely=lonely)
    named = [survey.codebook[name].name if name else None for name in (weight, strata)]
    design = Design(named[0], named[1], _resolve(survey, psu), _resolve(survey, population),
                    () if isinstance(replicates, str) else _resolve(survey, replicates), nest, probability, lonely,
                    replication=name_replication(replicates, replication))
    if named[0] == survey.design.weight:  # the same weights: what they were calibrated to still holds
        before = survey.design
        design = replace(design, margins=before.margins, base_weight=before.base_weight, distance=before.distance,
                         bounds=before.bounds)
    require_replicable(survey, design)
    _require_population(survey, design, refused=population is False)
    declared = replace(survey, design=design, codebook=_mark_columns(survey.codebook, design))
    if isinstance(survey, Survey):  # the answers are the same, so their codes still hold
        declared.codes.update({name: codes for name, codes in survey.codes.items() if name != KEPT})
    sampling_of(gather_rows(declared, "set_design", (None,)))
    return declared


def _mark_columns(book: Codebook, design: Design) -> Codebook:
    """The items of the design marked as no questions; strata may well be one, and personal items stay personal."""
    for name in design.columns:
        if name != design.strata and book[name].role in (None, "meta"):
            book = book.with_item(replace(book[name], role="design"))
    return book


def _resolve(survey: Survey, names: str | float | Sequence[str | float] | bool | None) -> tuple[Any, ...]:
    """One or several names as items are called; numbers as they are."""
    if names is None or isinstance(names, bool):
        return ()
    several = [names] if isinstance(names, str | int | float) else list(names)
    return tuple(survey.codebook[name].name if isinstance(name, str) else name for name in several)


def _require_population(survey: Survey, design: Design, *, refused: bool) -> None:
    """Ask which population a whole cohort stands for: itself, or more than itself."""
    sent = survey.codebook.settings.get("sent")
    whole = design.probability and not (design.weight or design.strata or design.psu)
    if whole and isinstance(sent, int) and not design.population and not refused:
        raise AnalysisError("All {sent} people were sent a form, so it must be said which population the intervals are "
                            "about.", where=survey, fix="set_design(survey, probability=True, population={sent}) for "
                                "these people only; set_design(survey, probability=True, population=False) for people "
                                "like them", sent=sent)


def sampling_of(survey: Survey) -> Sampling | None:
    """The design as arrays, made once per survey; None for a simple sample."""
    if not survey.design.moves_numbers:
        return None
    if KEPT not in survey.codes:
        survey.codes[KEPT] = _make_sampling(survey, survey.design)
    sampling: Sampling = survey.codes[KEPT]
    return sampling


def _make_sampling(survey: Survey, design: Design) -> Sampling:
    """Stages from the first on, as far as the stage before was drawn from a known population."""
    strata, people = np.zeros(row_count(survey), dtype=np.intp), people_of(survey)
    if design.strata:
        strata = design_codes(survey, design.strata)
    stages: list[Stage] = []
    parents, sampled = strata, np.ones(int(strata.max()) + 1)
    shares = np.ones(strata.size)
    for place in range(max(1, len(design.psu))):
        units = _units(survey, design, place, parents)
        of_unit = parents if units is None else _first_of_each(units, parents)
        sizes = count_places(of_unit, sampled.size, people if units is None else None).astype(float)
        fractions = _fractions(survey, design, place, parents, sizes)
        stages.append(Stage(units, of_unit, sizes, fractions, sampled))
        _require_pairs(survey, design, place, parents, stages[-1])
        shares = shares * np.where(fractions > 0, fractions, 1)[parents]
        if units is None or not fractions.any():
            break
        sampled, parents = (sampled * fractions)[of_unit], units
    weights = _weights(survey, design, shares)
    known = _known_totals(survey, design, weights)
    sampling = Sampling(weights, tuple(stages), design.lonely,
                        None if known is None else make_calibration(known.columns, known.before),
                        make_replication(survey, design, stages, weights, known))
    return _weigh_cells(survey, sampling) if isinstance(survey, CellSurvey) else sampling


def _weigh_cells(survey: CellSurvey, sampling: Sampling) -> Sampling:
    """The weights of cells: sums over their people."""
    if survey.weights.size:
        return replace(sampling, people=survey.people, weights=survey.weights, squares=survey.squares,
                       uneven_weights=survey.uneven)
    each = sampling.weights
    return replace(sampling, people=survey.people, weights=each * survey.people, squares=each**2 * survey.people,
                   uneven_weights=bool(np.ptp(each) > 0))


def base_weights(survey: Survey) -> NDArray[np.float64]:
    """The weights before any calibration; 1 each where there were none."""
    design = survey.design
    before = replace(design, weight=design.base_weight if design.margins else design.weight, margins=(), replication="")
    return _make_sampling(survey, before).weights if before.moves_numbers else np.ones(survey.rows)


def _known_totals(survey: Survey, design: Design, weights: NDArray[np.float64]) -> KnownTotals | None:
    """What calibrated weights add up to; refused where they no longer do."""
    if not design.margins:
        return None
    columns, totals = margin_columns(survey, design.margins), margin_totals(design.margins)
    if (np.abs(weights @ columns - totals) > 1e-6 * np.abs(totals).max()).any():
        raise AnalysisError("The weights {name!r} no longer meet the totals they were calibrated to: respondents or "
                            "answers changed since.", where=survey, fix="calibrate last, after all exclusions",
                            name=design.weight)
    return KnownTotals(columns, totals, base_weights(survey))


def _require_pairs(survey: Survey, design: Design, place: int, parents: NDArray[np.intp], stage: Stage) -> None:
    """Refuse strata with a single unit, by name, unless a rule for them was chosen."""
    if design.lonely != "refuse" or not stage.lonely.any():
        return
    name = (design.strata if place == 0 else design.psu[place - 1]) or ""
    column = survey._responses[name] if name else survey._responses.index.to_series()
    values = dict.fromkeys(map(value_text, column[stage.lonely[parents]]))
    raise AnalysisError("Strata with a single unit have no variance: {name} {values}.", where=survey,
                        fix="set_design(..., lonely='adjust') (or 'average', 'certainty'), or join these strata with "
                            "others by recode", name=name, values=list_quoted(values))


def _units(survey: Survey, design: Design, place: int, parents: NDArray[np.intp]) -> NDArray[np.intp] | None:
    """The unit of each respondent at a stage, apart for every stratum; None where each is a unit."""
    if place >= len(design.psu):
        return None
    named = design_codes(survey, design.psu[place])
    pairs = parents * (int(named.max()) + 1) + named
    units = pd.factorize(pairs)[0].astype(np.intp)
    if not design.nest and units.max() != named.max():
        raise AnalysisError("With nest=False no unit of {name!r} can lie in two strata.", where=survey,
                            fix="nest=True, if equal names in two strata are different units", name=design.psu[place])
    return None if units.max() == survey.rows - 1 else units


def _first_of_each(units: NDArray[np.intp], parents: NDArray[Any]) -> NDArray[Any]:
    """What each unit was drawn from."""
    _, first = np.unique(units, return_index=True)
    return parents[first]


def _fractions(survey: Survey, design: Design, place: int, parents: NDArray[np.intp],
               sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sampled share of the units of each stratum; 0 where no population was given."""
    if place >= len(design.population):
        return np.zeros(sizes.size)
    given = design.population[place]
    if not isinstance(given, str):
        values = np.full(sizes.size, float(given))
    else:
        column = design_numbers(survey, given)
        values = _first_of_each(parents, column)
        if (values[parents] != column).any():
            raise AnalysisError("The population {name!r} must be the same for all respondents of a stratum.",
                                where=survey, fix="look at survey.responses, or name the strata", name=given)
    fractions = values if (values <= 1).all() else sizes / np.where(values > 0, values, np.nan)
    if not ((fractions > 0) & (fractions <= 1)).all():
        raise AnalysisError("A population must be at least as large as its sample.", where=survey,
                            fix="give the units in the population of each stratum, or the share sampled")
    return fractions


def _weights(survey: Survey, design: Design, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """A weight per respondent: the one named, else the one that follows from the population."""
    if design.weight is None:
        if design.population and len(design.population) < max(1, len(design.psu)):
            raise AnalysisError("A design of {stages} stages must have a weight, or a population of every stage.",
                                where=survey, fix="set_design(..., weight='w')", stages=len(design.psu))
        return 1 / shares
    if isinstance(survey, CellSurvey):
        return survey.weights  # each was looked at when it was read
    weights = design_numbers(survey, design.weight)
    wrong = ~((weights >= 0) & np.isfinite(weights))
    if wrong.any() or not weights.any():
        raise AnalysisError("Weights must be numbers of 0 or more, and not all 0; see {respondents}.", where=survey,
                            fix="exclude these respondents, or correct {name!r}", name=design.weight,
                            respondents=list_quoted(survey.responses.index[wrong | ~weights.any()]))
    far = (weights > 0) & (np.abs(np.log10(np.where(weights > 0, weights, 1))) > FARTHEST)
    if far.any():
        raise AnalysisError("Weights must lie between 1e-100 and 1e+100, so that their squares can be added up; see "
                            "{respondents}.", where=survey, name=design.weight, fix="frame[{name!r}] /= "
                                "frame[{name!r}].mean() before Survey.from_frame, or the same in the file: only totals "
                                "change", respondents=list_quoted(survey.responses.index[far]))
    return weights
