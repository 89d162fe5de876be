"""Columns that tell how respondents were sampled: nobody may lack one."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.errors import AnalysisError, list_quoted
from surveykit.survey import Survey


def design_codes(survey: Survey, name: str) -> NDArray[np.intp]:
    """Values of a design item as whole numbers; none may be missing."""
    column = survey.responses[name]
    require_all(survey, name, column.isna().to_numpy())
    return pd.factorize(column)[0].astype(np.intp)


def require_all(survey: Survey, name: str, without: NDArray[np.bool_]) -> None:
    """Refuse respondents who lack what the design needs."""
    if without.any():
        raise AnalysisError("Every respondent must have {name!r}, which the design names; {respondents} have not.",
                            where=survey, fix="exclude them, or fill the column before set_design", name=name,
                            respondents=list_quoted(survey.responses.index[without]))


def design_numbers(survey: Survey, name: str) -> NDArray[np.float64]:
    """A column of weights or populations as numbers; none may be missing."""
    column: NDArray[np.float64] = survey.responses[name].to_numpy(dtype=float, na_value=np.nan)
    require_all(survey, name, np.isnan(column))
    return column
