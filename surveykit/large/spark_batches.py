"""A Spark DataFrame: each partition is counted where it lies, and its cells are sent back."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from surveykit.group_by import group_by
from surveykit.large.count_job import CountJob
from surveykit.large.raw_cells import RawCells, add_cells

COUNTED = "question int, texts string, codes binary, first binary, sums binary, ends binary, rows int"


@dataclass(frozen=True, slots=True)
class SparkRows:
    """The rows of a Spark DataFrame (`pip install surveykit[spark]`); its workers need surveykit, too."""

    frame: Any

    kind = "a Spark DataFrame"
    name = "spark"

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        return self.frame.limit(1).toArrow().schema

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.frame.count())

    def sample(self, rows: int) -> pa.RecordBatch:
        """Some rows, all columns."""
        return self.frame.limit(rows).toArrow().combine_chunks().to_batches()[0]

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows of some columns, brought here."""
        yield from self.frame.select(*map(_quote_name, columns)).toArrow().to_batches()

    def count(self, job: CountJob) -> list[RawCells]:
        """The cells of the questions of one pass."""
        chosen = self.frame.select(*map(_quote_name, job.columns)) if job.columns else self.frame
        counted = chosen.mapInArrow(partial(_count_partition, job), COUNTED).toArrow()
        rows = group_by(counted.to_pylist(), lambda row: row["question"])
        return [add_cells([_unpack(row) for row in rows[place]]) for place in range(len(job.plans))]

    def checksum(self) -> str:
        """None: it is no file."""
        return ""


def is_spark_frame(source: object) -> bool:
    """Whether something is a DataFrame of Spark, told without loading Spark."""
    return type(source).__module__.partition(".")[0] == "pyspark" and hasattr(source, "mapInArrow")


def _quote_name(name: str) -> str:
    """A column name as Spark takes names with dots in them."""
    return "`" + name.replace("`", "``") + "`"


def _count_partition(job: CountJob, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The cells of one partition, a row per question."""
    for question, cells in enumerate(job.count(batches)):
        yield pa.RecordBatch.from_pylist([{
            "question": question, "texts": json.dumps(cells.texts), "codes": cells.codes.tobytes(),
            "first": cells.first.tobytes(), "sums": cells.sums.tobytes(), "ends": cells.ends.tobytes(),
            "rows": len(cells)}], schema=SCHEMA)


def _unpack(row: dict[str, Any]) -> RawCells:
    """Cells as they were counted."""
    rows = row["rows"]
    codes, first = (np.frombuffer(row[name], dtype=np.int64) for name in ("codes", "first"))
    sums, ends = (np.frombuffer(row[name], dtype=np.float64) for name in ("sums", "ends"))
    return RawCells(tuple(map(tuple, json.loads(row["texts"]))), codes.reshape(rows, -1), first,
                    sums.reshape(rows, -1), ends.reshape(-1, 2))


SCHEMA = pa.schema([("question", pa.int32()), ("texts", pa.string()), ("codes", pa.binary()), ("first", pa.binary()),
                    ("sums", pa.binary()), ("ends", pa.binary()), ("rows", pa.int32())])
