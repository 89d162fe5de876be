"""Totals of a sample and their covariance: strata, clusters at several stages, finite populations.

One pass makes weighted sums per unit; every estimate and test of a table is computed from their totals
and the covariance of these, so that nothing is summed twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.argument_checks import FloatArray
from surveykit._stats.calibration import Calibration
from surveykit._stats.replication import Replication, replicate_covariance

IntArray = NDArray[np.intp]
LONELY_RULES = ("refuse", "adjust", "average", "certainty", "remove")
CERTAIN = 1e-7  # what R takes as a stratum sampled whole


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One stage of sampling.
    units: unit of each respondent, from 0; None where every respondent is a unit.
    strata: stratum of each unit (of each respondent where units is None); at later stages the unit of the stage before.
    sizes: units sampled in each stratum.
    fractions: share of each stratum's units that was sampled; 0 where the population is not known.
    factors: share sampled at all stages before, per stratum; 1 at the first.
    """

    units: IntArray | None
    strata: IntArray
    sizes: FloatArray
    fractions: FloatArray
    factors: FloatArray

    @property
    def lonely(self) -> NDArray[np.bool_]:
        """Which strata have a single unit, and are no strata sampled whole."""
        single: NDArray[np.bool_] = (self.sizes == 1) & (1 - self.fractions >= CERTAIN)
        return single


@dataclass(frozen=True, slots=True, eq=False)
class Sampling:
    """How respondents were sampled: a weight each, the stages, and the rule for strata of one unit.
    calibration: what known totals explain of every error; None where weights were not calibrated.
    replication: replicate weights, from which errors come then; None for Taylor's.
    people, squares: where a row stands for several respondents: how many, and the sum of their squared weights
        (`weights` being the sum of their weights); None where it is one each.
    uneven_weights: whether weights differ among them.
    """

    weights: FloatArray
    stages: tuple[Stage, ...]
    lonely: str = "refuse"
    calibration: Calibration | None = None
    replication: Replication | None = None
    people: IntArray | None = None
    squares: FloatArray | None = None
    uneven_weights: bool = False

    @property
    def squared_weights(self) -> FloatArray:
        """Sum of squared weights of each row."""
        return self.weights**2 if self.squares is None else self.squares

    @property
    def uneven(self) -> bool:
        """Whether respondents count differently."""
        return bool(np.ptp(self.weights) > 0) if self.people is None else self.uneven_weights

    @property
    def is_whole(self) -> bool:
        """Whether the sample is the whole population: every unit of every stage."""
        return all(bool((1 - stage.fractions < CERTAIN).all()) for stage in self.stages)

    @property
    def adds_up(self) -> bool:
        """Whether sums per unit of the first stage tell every error."""
        made = self.replication is None or (self.replication.multipliers is not None
                                            and self.stages[0].units is not None)
        return made and self.calibration is None and len(self.stages) == 1

    @property
    def sums_tell_degrees(self) -> bool:
        """Whether units with a sum above 0 are those that respondents inside come from."""
        return self.calibration is None and (self.replication is None or self.replication.given is None)

    def count(self, rows: NDArray[np.bool_]) -> int:
        """Respondents in some rows."""
        return int(rows.sum() if self.people is None else self.people[rows].sum())

    def degrees(self, inside: NDArray[np.bool_]) -> int:
        """Units of the first stage less its strata, of those inside with a weight. R: ``degf(subset(d, inside))``.
        Of replicate weights that were given: their rank less one.
        """
        first, inside = self.stages[0], inside & (self.weights != 0)
        if self.replication is not None and self.replication.given is not None:
            return self.replication.rank(inside) - 1
        if first.units is None:
            return self.count(inside) - int(np.count_nonzero(np.bincount(first.strata[inside])))
        units = np.flatnonzero(np.bincount(first.units[inside]))
        return units.size - int(np.count_nonzero(np.bincount(first.strata[units])))

    def sum_cells(self, codes: IntArray, n_cells: int) -> UnitSums:
        """Weighted sums of cells that exclude each other, per unit.
        codes: cell of each respondent, -1 for none; respondents outside stay in the sample as zeros.
        """
        if self.calibration is not None or self.replication is not None:
            return self.sum_columns((codes[:, None] == np.arange(n_cells)).astype(float))
        inside = codes >= 0
        codes, weights, squared = codes[inside], self.weights[inside], self.squared_weights[inside]
        totals = np.bincount(codes, weights, n_cells).astype(float)
        parts = []
        for stage in self.stages:
            rows = stage.strata if stage.units is None else stage.units
            flat, n_rows = rows[inside] * n_cells + codes, _row_count(stage)
            shape = n_rows, n_cells
            sums = np.bincount(flat, weights, n_rows * n_cells).astype(float).reshape(shape)
            squares = None if stage.units is not None else (
                np.bincount(flat, squared, n_rows * n_cells).astype(float).reshape(shape))
            parts.append(_StageSums(stage, sums, squares))
        return UnitSums(totals, tuple(parts), self.lonely)

    def sum_columns(self, columns: FloatArray) -> UnitSums:
        """Weighted sums of any columns (respondents x m), per unit; 0 outside the domain.
        Under calibrated weights the sums per unit are of residuals: what the known totals explain is no error.
        """
        if self.people is not None:
            return self.sum_moments(columns * self.weights[:, None], columns[:, :, None] * columns[:, None, :]
                                    * self.squared_weights[:, None, None])
        left = columns if self.calibration is None else self.calibration.residuals(columns)
        errors = left * self.weights[:, None]
        parts = [_StageSums(stage, errors if stage.units is None else _sum_units(
            errors, stage.units, stage.strata.size), None) for stage in self.stages]
        whole = errors if self.calibration is None else columns * self.weights[:, None]
        replicates = None if self.replication is None else (
            self.replication.totals(columns, parts[self.replication.stage].sums), self.replication.scales)
        return UnitSums(whole.sum(axis=0), tuple(parts), self.lonely, replicates)

    def sum_moments(self, sums: FloatArray, products: FloatArray) -> UnitSums:
        """Sums of columns of rows that stand for several respondents.
        sums: rows x m, of w x over the respondents of each row; products: rows x m x m, of w^2 x x'.
        """
        m, parts = sums.shape[1], []
        for stage in self.stages:
            rows, n_rows = (stage.strata if stage.units is None else stage.units), _row_count(stage)
            flat = None if stage.units is not None else _sum_units(
                products.reshape(len(products), m * m), rows, n_rows).reshape(n_rows, m, m)
            parts.append(_StageSums(stage, _sum_units(sums, rows, n_rows), None, flat))
        replicates = None if self.replication is None else (
            self.replication.totals(sums, parts[self.replication.stage].sums), self.replication.scales)
        return UnitSums(sums.sum(axis=0), tuple(parts), self.lonely, replicates)


@dataclass(frozen=True, slots=True, eq=False)
class _StageSums:
    """Sums per unit of a stage; sums per stratum of units that are respondents, with squares (sums of w squared, of
    cells that exclude each other) or products (sums of w^2 x x')."""

    stage: Stage
    sums: FloatArray
    squares: FloatArray | None
    products: FloatArray | None = None

    @property
    def is_of_strata(self) -> bool:
        """Whether the sums are of strata, their units being respondents."""
        return self.squares is not None or self.products is not None

    def scaled_products(self, scale: FloatArray) -> FloatArray:
        """Sum over strata of scale times sum of w^2 x x'."""
        if self.products is not None:
            return np.tensordot(scale, self.products, 1)
        return np.diag(scale @ self.squares) if self.squares is not None else np.zeros((0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class UnitSums:
    """Totals of m columns, and the sums per unit that give their covariance.
    replicates: the totals under each replicate weight (replicates x m) and what each counts; errors come from them.
    """

    totals: FloatArray
    parts: tuple[_StageSums, ...]
    lonely: str
    replicates: tuple[FloatArray, FloatArray] | None = None

    def degrees(self, people: int) -> int:
        """Units of the first stage with any weight in these columns, less their strata; `people` where each is one."""
        first = self.parts[0]
        touched = (first.sums > 0).any(axis=1)
        if first.is_of_strata:
            return people - int(np.count_nonzero(touched))
        return int(touched.sum()) - int(np.count_nonzero(np.bincount(first.stage.strata[touched])))

    def __getitem__(self, columns: slice) -> UnitSums:
        """Some of the columns."""
        parts = tuple(replace(part, sums=part.sums[:, columns],
                              squares=None if part.squares is None else part.squares[:, columns],
                              products=None if part.products is None else part.products[:, columns][:, :, columns])
                      for part in self.parts)
        replicates = None if self.replicates is None else (self.replicates[0][:, columns], self.replicates[1])
        return UnitSums(self.totals[columns], parts, self.lonely, replicates)

    def covariance(self) -> FloatArray:
        """Covariance of the totals: m x m.
        Formula: per stage, sum over strata of factor (1 - f) n / (n - 1) sum (z - mean)(z - mean)', z the sums of the
            stratum's n units; stages after the first count only as far as the stage before was a sample of a known
            population. Strata of one unit by the rule: uncentred (adjust), the mean of the others (average), nothing
            (certainty, remove). R: ``vcov(svytotal(~x, svydesign(...)))`` with ``options(survey.lonely.psu = ...)``.
        Reference: Saerndal, C.-E., Swensson, B., & Wretman, J. (1992). Model Assisted Survey Sampling, chapter 4.
            Lumley, T. (2004). Analysis of complex survey samples. Journal of Statistical Software 9(8).
        """
        if self.replicates is not None:
            return replicate_covariance(*self.replicates)
        m = self.totals.size
        found = np.zeros((m, m))
        for part in self.parts:
            found += _stage_covariance(part, self.lonely)
        return found


    def squares(self) -> FloatArray:
        """The squares that the variances of the totals are made of before they are centred: what their rounding is
        measured by."""
        found = np.zeros(self.totals.size)
        for part in self.parts:
            scale = _stage_scale(part.stage)
            found += np.diag(part.scaled_products(scale)) if part.is_of_strata else (
                scale[part.stage.strata] @ part.sums**2)
        return found


def sums_of_stage(sampling: Sampling, sums: FloatArray, squares: FloatArray | None) -> UnitSums:
    """Sums of a design of one stage that were made elsewhere: units (or strata, with squares) x columns."""
    made = sampling.replication
    replicates = None if made is None else (made.totals(sums, sums), made.scales)
    return UnitSums(sums.sum(axis=0), (_StageSums(sampling.stages[0], sums, squares),), sampling.lonely, replicates)


def _row_count(stage: Stage) -> int:
    """Rows of the sums: units, or strata where every respondent is a unit."""
    return stage.sizes.size if stage.units is None else stage.strata.size


def _sum_units(columns: FloatArray, units: IntArray, n_units: int) -> FloatArray:
    """Sums of columns per unit (or of units per stratum)."""
    return np.column_stack([np.bincount(units, column, n_units).astype(float) for column in columns.T])


def _stage_covariance(part: _StageSums, lonely: str) -> FloatArray:
    """What one stage adds to the covariance of the totals."""
    stage, sums, single = part.stage, part.sums, part.stage.lonely
    scale = _stage_scale(stage)
    centred = ~single if lonely == "adjust" else np.ones(single.size, dtype=bool)
    boost = _average_boost(part) if lonely == "average" else 1.0
    if part.is_of_strata:
        pulled = sums * np.where(centred, scale / stage.sizes, 0)[:, None]
        return boost * (part.scaled_products(scale) - pulled.T @ sums)
    means = _sum_units(sums, stage.strata, stage.sizes.size)
    means *= np.where(centred, 1 / stage.sizes, 0)[:, None]
    apart = (sums - means[stage.strata]) * np.sqrt(scale)[stage.strata, None]
    return boost * (apart.T @ apart)


def _average_boost(part: _StageSums) -> float:
    """Strata over those that are not lonely, of the strata in which anybody counts."""
    rows = part.sums.any(axis=1)
    touched = rows if part.is_of_strata else np.bincount(part.stage.strata, rows, part.stage.sizes.size) > 0
    return int(touched.sum()) / max(1, int((touched & ~part.stage.lonely).sum()))


def _stage_scale(stage: Stage) -> FloatArray:
    """What the squares of each stratum count: the share not sampled times n / (n - 1), of a single unit 1."""
    small = np.where(stage.sizes > 1, stage.sizes / np.maximum(stage.sizes - 1, 1), 1.0)
    return np.where(1 - stage.fractions < CERTAIN, 0.0, stage.factors * (1 - stage.fractions) * small)


def simple_sampling(rows: int) -> Sampling:
    """A simple sample of so many respondents, each counting once. R: ``svydesign(ids = ~1, weights = ~1)``."""
    one, strata = np.array([1.0]), np.zeros(rows, dtype=np.intp)
    return Sampling(np.ones(rows), (Stage(None, strata, one * rows, one * 0, one),))
