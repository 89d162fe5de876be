"""What one pass over the batches counts, for several questions at once; it can be sent to other processes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.errors import AnalysisError, list_quoted
from surveykit.formats import Column
from surveykit.large.file_layout import FileLayout
from surveykit.large.raw_cells import RawCells, add_cells, count_cells, number_rows
from surveykit.large.text_columns import TextColumn, number_values
from surveykit.survey import Survey, value_text
from surveykit.survey.condition import Condition

if TYPE_CHECKING:
    import pyarrow

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
MOST_CELLS = 2_000_000
TRUTH = ("in", "out", "unknown")


@dataclass(frozen=True, slots=True)
class CountPlan:
    """One question: the columns kept apart, the `number` items that are added up, and the condition."""

    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    where: str | None


@dataclass(frozen=True, slots=True)
class CountJob:
    """The questions of one pass; near: a value near the mean of each number; weight: the item with the weights."""

    layout: FileLayout
    plans: tuple[CountPlan, ...]
    near: Mapping[str, float]
    weight: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is needed."""
        book = self.layout.codebook
        items = [*(name for plan in self.plans for name in plan.numbers), *([self.weight] if self.weight else [])]
        items += [item.name for plan in self.plans if plan.where
                  for item in Condition.read(plan.where, book, self.layout.name).items]
        wanted = {*self.layout.columns_of(items), *(column for plan in self.plans for column in plan.columns)}
        return tuple(sorted(wanted))

    def count(self, batches: Iterable[pyarrow.RecordBatch], start: int = 0) -> list[RawCells]:
        """The cells of each question; `start` is the number of the first row."""
        texts = {column: self.text_column(column) for plan in self.plans for column in plan.columns}
        held: list[list[RawCells]] = [[] for _ in self.plans]
        for batch in batches:
            if not batch.num_rows:
                continue
            one = _Batch(self, batch, texts, start)
            for plan, parts in zip(self.plans, held, strict=True):
                parts.append(one.cells(plan))
                if sum(map(len, parts[1:])) > len(parts[0]):
                    parts[:] = [self._limit(plan, add_cells(parts))]
            start += batch.num_rows
        return [add_cells(parts) for parts in held if parts]

    def text_column(self, name: str) -> TextColumn:
        """An empty list of texts of a column."""
        return TextColumn(self.layout.shorten if name in self.layout.typed else None)

    def _limit(self, plan: CountPlan, cells: RawCells) -> RawCells:
        """Refuse cells that are hardly fewer than respondents."""
        if len(cells) <= MOST_CELLS:
            return cells
        widest = sorted(zip(map(len, cells.texts), plan.columns, strict=False), reverse=True)[:3]
        raise AnalysisError("The answers asked for differ in more than {cells:,} ways, too many to be held: {columns}.",
                            where="{file}", cells=MOST_CELLS, columns=list_quoted(name for _, name in widest),
                            file=self.layout.name, fix="ask for fewer items at once, put numbers into classes, or "
                            "survey.load([...items...]) and ask that")


@dataclass(slots=True)
class _Batch:
    """The rows of one batch; what several questions need is made once.
    texts: of columns that are kept apart, over all batches; those of others are forgotten with the batch.
    """

    job: CountJob
    batch: pyarrow.RecordBatch
    texts: dict[str, TextColumn]
    start: int
    own: dict[str, TextColumn] = field(default_factory=dict)
    coded: dict[str, Codes] = field(default_factory=dict)
    numbers: dict[str, tuple[Floats, Codes]] = field(default_factory=dict)
    held: dict[str, Codes] = field(default_factory=dict)

    def cells(self, plan: CountPlan) -> RawCells:
        """The cells of one question."""
        truth = self._truth(plan.where) if plan.where else np.zeros(self.batch.num_rows, dtype=np.int64)
        columns, ends = [(self._codes(name), self._column(name).texts) for name in plan.columns], []
        columns.append((truth, TRUTH))
        weighings: list[Floats] = []
        if self.job.weight is not None:
            weights = self._weights(self.job.weight)
            weighings, ends = [weights, weights**2], [(weights.min(), weights.max())]
            columns.append(((weights > 0).astype(np.int64), ("0", "1")))
        values = list(weighings)
        for name in plan.numbers:
            numbers, codes = self._number(name)
            columns.append((codes, self.texts[_apart(name)].texts))
            known = ~np.isnan(numbers)
            apart = np.where(known, numbers - self.job.near[name], 0.0)
            values += [power * weighing for weighing in (np.ones(1), *weighings) for power in (apart, apart**2)]
            values.append(apart**3)
            meant = numbers[known & (truth == 0)]
            ends.append((meant.min(initial=np.inf), meant.max(initial=-np.inf)))
        return count_cells([texts for _, texts in columns], [codes for codes, _ in columns], values,
                           np.array(ends, dtype=float).reshape(len(ends), 2), self.start)

    def _column(self, name: str) -> TextColumn:
        """The texts of a column."""
        return self.texts[name] if name in self.texts else self.own.setdefault(name, self.job.text_column(name))

    def _codes(self, name: str) -> Codes:
        """The texts of a column as places."""
        if name not in self.coded:
            self.coded[name] = self._column(name).codes(self.batch.column(name))
        return self.coded[name]

    def _truth(self, where: str) -> Codes:
        """For each row whether the condition holds, does not, or cannot be told."""
        if where not in self.held:
            layout = self.job.layout
            condition = Condition.read(where, layout.codebook, layout.name)
            numbers = {item.name for item in condition.items if item.kind == "number" and self._values(item.name)
                       is not None}
            survey, places = self._read([item.name for item in condition.items], numbers)
            holds, known = condition.truth(self._all_rows(survey, places, numbers) if numbers else survey)
            truth = np.where(known, np.where(holds, 0, 1), 2)
            self.held[where] = truth if numbers else truth[places]
        return self.held[where]

    def _all_rows(self, survey: Survey, places: Codes, numbers: Iterable[str]) -> Survey:
        """Distinct rows as all rows again, with their numbers."""
        frame, missing = (part.take(places) for part in (survey._responses, survey._missing))
        for name in numbers:
            values, _ = self._number(name)
            frame[name] = pd.arrays.FloatingArray(np.nan_to_num(values), np.isnan(values))
        return replace(survey, _responses=frame, _missing=missing)

    def _read(self, items: Sequence[str], numbers: Collection[str] = ()) -> tuple[Survey, Codes]:
        """The distinct rows of some items read as a survey, and which of them each row is; of `numbers` only whether
        they are there."""
        layout = self.job.layout
        sums = {layout.columns[name][0]: name for name in numbers}
        names = layout.columns_of(items)
        coded = [self._number(sums[name])[1] if name in sums else self._codes(name) for name in names]
        texts = [self.texts[_apart(sums[name])].texts if name in sums else self._column(name).texts for name in names]
        places, first = number_rows(coded, list(map(len, texts)))
        columns = {name: Column(part, codes[first].astype(np.int32))
                   for name, part, codes in zip(names, texts, coded, strict=True)}
        return layout.read(items, columns, first + self.start), places

    def _values(self, name: str) -> Floats | None:
        """The numbers of an item where its column holds numbers and none of them stands for missing."""
        column, spelt = self.job.layout.columns[name][0], self.job.layout.spelt
        return None if name in spelt else number_values(self.batch.column(column))

    def _number(self, name: str) -> tuple[Floats, Codes]:
        """The numbers of an item, nan for none; and a text for each row: one near the mean for all numbers."""
        if name not in self.numbers:
            column = self.job.layout.columns[name][0]
            key, about = self.texts.setdefault(_apart(name), TextColumn()), self.job.near.get(name, 0.0)
            numbers = self._values(name)
            if numbers is None:
                survey, places = self._read([name])
                numbers = survey._responses[name].to_numpy(dtype=float, na_value=np.nan)[places]
            known, filled = np.isfinite(numbers), key.add(value_text(about))
            codes = np.full(numbers.size, filled, dtype=np.int64)
            if not known.all():
                codes[~known] = self._gaps(column, key, ~known)
            self.numbers[name] = np.where(known, numbers, np.nan), codes
        return self.numbers[name]

    def _gaps(self, column: str, key: TextColumn, rows: NDArray[np.bool_]) -> Codes:
        """The texts of the rows without a number, as places among those of the question."""
        gaps = self.job.text_column(column)
        codes = gaps.codes(self.batch.column(column).filter(rows))
        return np.array([key.add(text) for text in gaps.texts], dtype=np.int64)[codes]

    def _weights(self, name: str) -> Floats:
        """The weight of each row; none may be missing or negative."""
        weights, _ = self._number(name)
        wrong = ~(weights >= 0)
        if wrong.any():
            raise AnalysisError("Weights must be numbers of 0 or more; see rows {rows}.", file=self.job.layout.name,
                                where="{file}", fix="correct {name!r}, or leave these respondents out of the file",
                                name=name, rows=list_quoted((np.flatnonzero(wrong) + self.start + 1).tolist()))
        return weights


def _apart(name: str) -> str:
    """Where the texts of a number stand that is added up."""
    return f"sum({name})"
