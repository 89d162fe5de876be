"""`open_large`: a survey that is asked without being held in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from surveykit.codebook import Codebook, read_codebook
from surveykit.errors import ReadError
from surveykit.formats import Column
from surveykit.large.arrow_batches import REMARK, HeldTable, ParquetFiles, find_parquet
from surveykit.large.feeder_reader import FeederReader
from surveykit.large.file_layout import FileLayout, find_layout
from surveykit.large.spark_batches import SparkRows, is_spark_frame
from surveykit.large.text_columns import TextColumn
from surveykit.survey import Source
from surveykit.survey.large_survey import LargeSurvey

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

SAMPLE = 1_000  # rows looked at when a survey is opened


def open_large(source: str | Path | pd.DataFrame | pyarrow.Table | object,
               codebook: str | Path | Codebook | None = None) -> LargeSurvey:
    """Open a survey of any size without reading it: each table is one pass over the file, memory stays flat.

    Parameters
    ----------
    source
        A Parquet file or a folder of them (with equal columns), a Spark DataFrame, or an Arrow table or DataFrame that
        is held already. Cells as `read_survey` takes them (labels or values), or as `survey.responses` holds them.
    codebook
        XLSForm workbook (or a Codebook). Not needed for files of `write_survey`, which carry theirs.

    Returns
    -------
    LargeSurvey
        `set_design`, `frequencies`, `crosstab`, `multiple_response`, `likert`, `means`, `association` and `tables` take
        it, and give the Results of `read_survey` on the same data. Other verbs refuse it and say how to `load` what
        they need.

    Raises
    ------
    ReadError
        No Parquet file, damaged, files of different columns, no respondents, no codebook, or a column that an item
        needs is missing.

    Missing values
    --------------
    As in `read_survey`.

    Notes
    -----
    Rows of a batch with the same answers become one cell: people, sum of weights, sum of squared weights, and of
    numbers the sums of x and x^2 with each. Cells of batches add up. `docs/large.md` says what that costs.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> large = sk.open_large(survey.responses.reset_index(), survey.codebook)
    >>> sk.frequencies(large, "plan").table["n"].tolist()
    [18, 8, 7, 5, 2]
    """
    feeder = _find_feeder(source)
    if not feeder.rows:
        raise ReadError("A survey must have at least one respondent.", where="{file}",
                        fix="the file holds columns only: write it again with rows", file=feeder.name)
    book = codebook if isinstance(codebook, Codebook | None) else read_codebook(codebook)
    batch = feeder.sample(SAMPLE)
    remark = (feeder.schema.metadata or {}).get(REMARK, b"").decode("utf-8", "replace")
    headings, columns = list(feeder.schema.names), []
    for name in headings:
        column = TextColumn()
        codes = column.codes(batch.column(name))
        columns.append(Column(column.texts, codes.astype(np.int32)))
    layout = find_layout(feeder.name, headings, columns, (remark,) if remark else (), book)
    kind = f"{feeder.kind}, asked without being held"
    made = Source(feeder.name, feeder.checksum(), feeder.rows, layout.platform, kind, layout.codebook.synthetic)
    return LargeSurvey(layout.codebook, made, FeederReader(feeder, layout, _near_means(layout, dict(zip(
        headings, columns, strict=True)))))


def _find_feeder(source: object) -> ParquetFiles | HeldTable | SparkRows:
    """What gives the batches of a source."""
    import pyarrow as pa  # deferred: only large surveys pay for it

    if isinstance(source, str | Path):
        return find_parquet(Path(source))
    if isinstance(source, pa.Table):
        return HeldTable("table", source)
    if is_spark_frame(source):
        return SparkRows(source)
    return HeldTable("frame", pa.Table.from_pandas(source, preserve_index=False).replace_schema_metadata(None))


def _near_means(layout: FileLayout, sample: dict[str, Column]) -> dict[str, float]:
    """A whole number near the mean of each number item, from the first rows: sums about it lose no digits."""
    found = {}
    for item in layout.codebook:
        if item.kind == "number" and len(layout.columns[item.name]) > 0:
            numbers = np.array([_number(text) for text in sample[layout.columns[item.name][0]].texts] or [np.nan])
            known = numbers[np.isfinite(numbers)]
            found[item.name] = float(np.rint(np.median(known))) if known.size else 0.0
    return found


def _number(text: str) -> float:
    """A text as a number; nan for other texts."""
    try:
        return float(text)
    except ValueError:
        return float("nan")
