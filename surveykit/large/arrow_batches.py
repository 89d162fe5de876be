"""Where batches come from: Parquet files, a folder of them, or a table that is held already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from surveykit.errors import ReadError, list_quoted
from surveykit.large.count_job import CountJob
from surveykit.large.raw_cells import RawCells

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

BATCH = 2**18  # rows
REMARK = b"surveykit"  # where a schema of ours holds the codebook


@dataclass(frozen=True, slots=True)
class ParquetFiles:
    """Parquet files with the same columns, read batch by batch.
    schema: of the first file; columns that say why answers are missing some files may lack.
    """

    name: str
    paths: tuple[Path, ...]
    schema: pyarrow.Schema
    rows: int

    kind = "Parquet"

    def batches(self, columns: Sequence[str]) -> Iterator[pyarrow.RecordBatch]:
        """Batches of some columns."""
        for path in self.paths:
            yield from self._batches(path, columns, BATCH)

    def _batches(self, path: Path, columns: Sequence[str], rows: int) -> Iterator[pyarrow.RecordBatch]:
        """The batches of one file; texts come as places in lists of texts."""
        with open_parquet(path, columns) as file:
            held = [name for name in columns if name in file.schema_arrow.names]
            try:
                for batch in file.iter_batches(rows, columns=held, use_threads=False):
                    yield _complete(batch, columns)
            except OSError as error:  # a page that is not what its checksum says; Arrow's own errors are some, too
                raise _damage_error(path) from error

    def count(self, job: CountJob) -> list[RawCells]:
        """The cells of the questions of one pass."""
        return job.count(self.batches(job.columns))

    def sample(self, rows: int) -> pyarrow.RecordBatch:
        """The first rows, all columns."""
        return next(batch for path in self.paths for batch in self._batches(path, self.schema.names, rows))

    def checksum(self) -> str:
        """SHA-256 of the file; of several, of the list of theirs."""
        sums = [_checksum(path) for path in self.paths]
        if len(sums) == 1:
            return sums[0]
        lines = "".join(f"{one}  {path.name}\n" for one, path in zip(sums, self.paths, strict=True))
        return hashlib.sha256(lines.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class HeldTable:
    """An Arrow table in memory, or a frame turned into one."""

    name: str
    table: pyarrow.Table

    kind = "a table in memory"

    @property
    def schema(self) -> pyarrow.Schema:
        """Names and types of the columns."""
        return self.table.schema

    @property
    def rows(self) -> int:
        """Respondents."""
        return int(self.table.num_rows)

    def batches(self, columns: Sequence[str]) -> Iterator[pyarrow.RecordBatch]:
        """Batches of some columns."""
        yield from self.table.select(list(columns)).to_batches(BATCH)

    def count(self, job: CountJob) -> list[RawCells]:
        """The cells of the questions of one pass."""
        return job.count(self.batches(job.columns))

    def sample(self, rows: int) -> pyarrow.RecordBatch:
        """The first rows, all columns."""
        return self.table.slice(0, rows).combine_chunks().to_batches()[0]

    def checksum(self) -> str:
        """None: it is no file."""
        return ""


def _complete(batch: pyarrow.RecordBatch, columns: Sequence[str]) -> pyarrow.RecordBatch:
    """A batch with all of some columns, those that its file lacks empty."""
    import pyarrow as pa  # deferred: only large surveys pay for it

    lost = [name for name in columns if name not in batch.schema.names]
    for name in lost:
        batch = batch.append_column(name, pa.nulls(batch.num_rows, pa.string()))
    return batch


def open_parquet(path: Path, texts: Sequence[str] = ()) -> pyarrow.parquet.ParquetFile:
    """A Parquet file, its pages checked as they are read; columns of text as places in lists of texts."""
    import pyarrow as pa  # deferred: only large surveys pay for it
    import pyarrow.parquet as pq

    try:
        plain = pq.read_schema(path)
        words = [name for name in texts if name in plain.names and pa.types.is_string(plain.field(name).type)]
        return pq.ParquetFile(path, read_dictionary=words, page_checksum_verification=True, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise _damage_error(path) from error


def _damage_error(path: Path) -> ReadError:
    """The error for a file that cannot be read to its end."""
    return ReadError("The file is not a Parquet file, or is damaged.", where="{file}", file=path.name,
                     fix="write it again with write_survey(survey, 'answers.parquet')")


def find_parquet(path: Path) -> ParquetFiles:
    """The Parquet file at a path, or those in a folder; all must have the columns of the first."""
    paths = tuple(sorted(path.rglob("*.parquet"))) if path.is_dir() else (path,)
    if not paths or not path.exists():
        raise ReadError("There is no Parquet file.", where="{file}", file=path,
                        fix="write_survey(survey, 'answers.parquet') makes one of a survey")
    files = [open_parquet(one) for one in paths]
    names = [set(file.schema_arrow.names) for file in files]
    extra = set.union(*names) - set.intersection(*names)
    ours = all(REMARK in (file.schema_arrow.metadata or {}) for file in files)
    beside = {name for name in extra if ours and ".missing" in name}
    for one, held in zip(paths, names, strict=True):
        lost = sorted(set.union(*names) - held - beside)
        if lost:
            raise ReadError("All files of a folder must have the same columns; this one lacks {columns}.",
                            where="{file}", columns=list_quoted(lost), file=one.name,
                            fix="write the files again from one table")
    schema = max(files, key=lambda file: len(file.schema_arrow.names)).schema_arrow
    return ParquetFiles(path.name, paths, schema, sum(file.metadata.num_rows for file in files))


def _checksum(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
