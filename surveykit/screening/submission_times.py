"""When forms were handed in."""

import re
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from surveykit.answers.answer_texts import SUBMITTED
from surveykit.survey import Survey

TIME = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?")
EPOCH = datetime(1970, 1, 1)


def submission_seconds(survey: Survey) -> NDArray[np.float64]:
    """Seconds since 1970 at which each form was handed in; nan where only a day, or nothing, is known.
    Day and month are read in the order year, month, day; other orders stay unknown.
    """
    dates = [item.name for item in survey.codebook if item.role == "date"]
    name = SUBMITTED if SUBMITTED in dates else next(iter(dates), None)
    if name is None:
        return np.full(survey.rows, np.nan)
    return np.fromiter(map(_parse_seconds, survey._responses[name]), float, survey.rows)


def _parse_seconds(text: object) -> float:
    """One time of day, or nan."""
    parts = TIME.match(text) if isinstance(text, str) else None
    if parts is None:
        return np.nan
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
        return (datetime(year, month, day, hour, minute, second) - EPOCH).total_seconds()
    except ValueError:  # 31 February
        return np.nan
