"""What many tests build or ask the same way."""

import json
from pathlib import Path

import pandas as pd
import pytest

import surveykit as sk

GOLDEN = Path(__file__).parent / "golden"
ROWS = Path(__file__).parent / "data/rows"


def refused(call, kind: type[sk.SurveyError] | None = None) -> str:
    """The message of the error that a call must raise, of exactly this kind where one is given."""
    with pytest.raises(kind or sk.SurveyError) as caught:
        call()
    assert kind in {None, type(caught.value)}
    return str(caught.value)


def cases(name: str) -> tuple:
    """The arguments of `parametrize` from `data/rows`: names in the first line, a row in each other (`#`: a remark)."""
    lines = (ROWS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    names, *rows = (json.loads(line) for line in lines if not line.startswith("#"))
    return names, rows


def golden(name: str) -> pd.DataFrame:
    """R's numbers for one function of `_stats`."""
    return pd.read_csv(GOLDEN / f"stats_{name}.csv")


def read_written(path: Path) -> sk.Survey:
    """The survey of a file that was written with its codebook beside it."""
    return sk.read_survey(path, path.with_suffix(".codebook.xlsx"))


def rows_of(table) -> list[list[str]]:
    """Every row of a table of a foreign file."""
    return [table.row(place) for place in range(len(table))]


def alike(one, other) -> bool:
    """Whether two values are of one kind and the same, NaN being NaN."""
    return type(one) is type(other) and (one == other or (one != one and other != other))
