"""When forms were handed in."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.survey import Survey

SUBMITTED = "submitted_at"


def submission_seconds(survey: Survey) -> NDArray[np.float64]:
    """Seconds since 1970 at which each form was handed in; nan where only a day, or nothing, is known.

    Day and month are read in the order year, month, day; other orders stay unknown.
    """
    dates = [item.name for item in survey.codebook if item.role == "date"]
    name = SUBMITTED if SUBMITTED in dates else next(iter(dates), None)
    if name is None:
        return np.full(survey.rows, np.nan)
    texts = survey._responses[name].astype(str)
    timed = texts.str.fullmatch(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2})?.*")
    parts = texts.where(timed).str.extract(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D(\d{1,2}):(\d{2}):?(\d{2})?").astype(float)
    parts.columns = ["year", "month", "day", "hour", "minute", "second"]
    found = pd.to_datetime(parts.fillna({"second": 0.0}), errors="coerce")
    return np.asarray((found - pd.Timestamp(0)) / pd.Timedelta(seconds=1), dtype=np.float64)
