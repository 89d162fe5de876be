"""The other side of a join: a survey, the path of a file, or a table such as a register."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from surveykit.codebook import Codebook
from surveykit.errors import CleaningError
from surveykit.read import read_survey
from surveykit.survey import Survey, value_text

Other = Survey | str | Path | pd.DataFrame
FRAME = "frame.csv"


def read_other(other: Other, codebook: str | Path | Codebook | None = None, *, verb: str = "join") -> Survey:
    """A survey of whatever was given; a frame is read like a file, so that personal columns and text keys are seen."""
    if isinstance(other, Survey):
        return other
    if isinstance(other, str | Path):
        return read_survey(other, codebook)
    if not isinstance(other, pd.DataFrame):
        raise CleaningError("{verb} must be given a Survey, the path of a file, or a DataFrame, not a {type}.",
                            verb=verb, type=type(other).__name__, fix="such as {verb}(survey, 'register.xlsx', ...)")
    with TemporaryDirectory() as folder:
        path = Path(folder) / FRAME
        path.write_text(_frame_text(other), encoding="utf-8-sig", newline="")
        made = read_survey(path, codebook)
    return replace(made, source=replace(made.source, name="frame"))


def _frame_text(frame: pd.DataFrame) -> str:
    """The frame as CSV, its index too where it has a name; numbers lose nothing."""
    table = frame.reset_index() if frame.index.name is not None else frame
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([str(name) for name in table.columns])
    writer.writerows([[value_text(cell) for cell in row] for row in table.astype(object).itertuples(index=False)])
    return out.getvalue()


def find_source(others: Sequence[Other], sha256: str) -> Survey | None:
    """The survey of these that was read from the file with this checksum."""
    return next((one for one in map(read_other, others) if one.source.sha256 == sha256), None)
