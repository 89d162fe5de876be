"""From the questions of verbs to the cells that answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook
from surveykit.errors import AnalysisError, ReadError
from surveykit.formats import Column
from surveykit.formats.limits import limits_now
from surveykit.large.count_job import CountJob, CountPlan
from surveykit.large.file_layout import FileLayout
from surveykit.large.raw_cells import RawCells
from surveykit.large.text_columns import TextColumn
from surveykit.survey import Survey
from surveykit.survey.cell_survey import CellSurvey, NumberSums
from surveykit.survey.condition import Condition, select_respondents
from surveykit.survey.design import Design
from surveykit.survey.large_survey import CellRequest, LargeSurvey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow

MIB, CELL = 2**20, 24  # bytes that a cell of a survey takes while it is read


class Feeder(Protocol):
    """What holds the respondents."""

    @property
    def rows(self) -> int:
        """How many there are."""

    def count(self, job: CountJob) -> list[RawCells]:
        """The cells of the questions of one pass."""

    def batches(self, columns: Sequence[str]) -> Iterator[pyarrow.RecordBatch]:
        """Batches of some columns."""


@dataclass(frozen=True, slots=True)
class FeederReader:
    """Answers the questions of a large survey from its feeder; `near` is a value near the mean of each number."""

    feeder: Feeder
    layout: FileLayout
    near: Mapping[str, float]

    def read_cells(self, survey: LargeSurvey, requests: Sequence[CellRequest]) -> list[CellSurvey]:
        """The cells of several questions from one pass."""
        design, layout = survey.design, self.layout
        plans = [self._plan(design, request) for request in requests]
        counted = self.feeder.count(CountJob(layout, tuple(plans), self.near, design.weight))
        return [self._survey(survey, request, plan, cells)
                for request, plan, cells in zip(requests, plans, counted, strict=True)]

    def _plan(self, design: Design, request: CellRequest) -> CountPlan:
        """The columns kept apart: those of the items and of the units, and what says why a number is missing."""
        layout, items = self.layout, [*request.items, *_unit_items(design)]
        added = {layout.columns[name][0] for name in request.numbers if name not in items}
        columns = tuple(name for name in layout.columns_of([*items, *request.numbers]) if name not in added)
        return CountPlan(columns, request.numbers, request.where)

    def _survey(self, survey: LargeSurvey, request: CellRequest, plan: CountPlan, cells: RawCells) -> CellSurvey:
        """Cells as a survey."""
        layout, design, width = self.layout, survey.design, len(plan.columns)
        columns = {name: _column(cells, place) for place, name in enumerate(plan.columns)}
        names, last = list(plan.numbers), cells.codes.shape[1]
        columns |= {layout.columns[name][0]: _column(cells, last - len(names) + place)
                    for place, name in enumerate(names)}
        items = [*request.items, *_unit_items(design), *names]
        held = self._read(items, columns, cells) if items else _keys_only(cells)
        weighted, sums = design.weight is not None, cells.sums
        numbers = {name: _number_sums(cells, self.near[name], place, weighted) for place, name in enumerate(names)}
        truth, people = cells.codes[:, width], np.rint(sums[:, 0]).astype(np.int64)
        return CellSurvey(held._responses, held._missing, survey.codebook, survey.source, design, people=people,
                          weights=sums[:, 1] if weighted else np.zeros(0),
                          squares=sums[:, 2] if weighted else np.zeros(0),
                          uneven=bool(weighted and cells.ends[0, 0] < cells.ends[0, 1]),
                          inside=truth == 0 if request.where else np.zeros(0, dtype=bool),
                          unknown=int(people[truth == 2].sum()), numbers=numbers)

    def _read(self, items: Sequence[str], columns: Mapping[str, Column], cells: RawCells) -> Survey:
        """The cells read as rows of a file."""
        ordered = {name: columns[name] for name in self.layout.columns_of(items)}
        return self.layout.read(items, ordered, cells.first)

    def load(self, survey: LargeSurvey, items: Sequence[str], where: str | None) -> Survey:
        """Some items of the respondents a condition holds for, as rows."""
        asked = () if where is None else Condition.read(where, survey.codebook, survey.source.name).items
        names = [*dict.fromkeys([*items, *(item.name for item in asked), *survey.design.columns])]
        columns = self.layout.columns_of(names)
        room = limits_now().megabytes
        if self.feeder.rows * len(columns) * CELL > room * MIB:
            need = self.feeder.rows * len(columns) * CELL // MIB
            raise ReadError("These items of {rows:,} respondents take about {need:,} MiB.", where="{file}",
                            rows=self.feeder.rows, need=need, file=self.layout.name,
                            fix="with sk.trusting(megabytes={need}): survey.load(...), or fewer items")
        texts = {name: TextColumn() for name in columns}
        parts = [[texts[name].codes(batch.column(name)).astype(np.int32) for name in columns]
                 for batch in self.feeder.batches(columns)]
        held = {name: Column(texts[name].texts, np.concatenate([part[place] for part in parts]))
                for place, name in enumerate(columns)}
        made = self.layout.read(names, held, np.arange(self.feeder.rows))
        made = replace(made, source=survey.source, design=survey.design)
        return made if where is None else _keep(made, select_respondents(made, where), where)


def _keep(survey: Survey, rows: np.ndarray, where: str) -> Survey:
    """Some of the respondents."""
    if not rows.any():
        raise AnalysisError("The condition holds for nobody: {condition}.", where=survey, condition=where,
                            fix="look at frequencies(survey, item) of the items it names")
    return replace(survey, _responses=survey._responses[rows], _missing=survey._missing[rows])


def _unit_items(design: Design) -> tuple[str, ...]:
    """The items of a design that cells are kept apart by."""
    return tuple(name for name in design.columns if name != design.weight)


def _column(cells: RawCells, place: int) -> Column:
    """A column of the cells."""
    return Column(cells.texts[place], cells.codes[:, place].astype(np.int32))


def _number_sums(cells: RawCells, about: float, place: int, weighted: bool) -> NumberSums:
    """The sums of one number: plain, by weight and by squared weight where there are weights, and of its cube."""
    start, step = (3, 7) if weighted else (1, 3)
    parts = cells.sums[:, start + place * step:start + (place + 1) * step]
    low, high = cells.ends[place + weighted]
    return NumberSums(about, parts[:, :2], parts[:, 2:4] if weighted else parts[:, :2],
                      parts[:, 4:6] if weighted else parts[:, :2], parts[:, -1], (float(low), float(high)))


def _keys_only(cells: RawCells) -> Survey:
    """Cells of which nothing is asked but how many people they hold."""
    keys = pd.Index([str(place) for place in range(len(cells))], name="respondent", dtype=object)
    nothing = pd.DataFrame(index=keys)
    return Survey(nothing, nothing, Codebook(()))
