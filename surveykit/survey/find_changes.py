"""What differs between two tables of answers, cell for cell."""

import numpy as np
import pandas as pd

from surveykit.survey.frame import value_text
from surveykit.survey.survey_log import Change


def find_changes(old: pd.DataFrame, new: pd.DataFrame, rule: str) -> list[Change]:
    """What differs between two frames: respondents gone, columns added, cells changed."""
    gone = old.index.difference(new.index, sort=False)
    found = [Change(str(respondent), "", "", "", "named", "remove_survey") for respondent in gone]
    found += [Change("", str(column), "", "", rule, "add_column") for column in new if column not in old]
    for column in new.columns.intersection(old.columns, sort=False):
        before, after = old[column].reindex(new.index), new[column]
        equal = (before == after).fillna(False).to_numpy(dtype=bool) | (before.isna() & after.isna()).to_numpy()
        for place in np.flatnonzero(~equal):  # two gaps are the same
            kind = "blank_response" if pd.isna(after.iloc[place]) else "change_response"
            found.append(Change(str(new.index[int(place)]), column, value_text(before.iloc[place]),
                                value_text(after.iloc[place]), rule, kind))
    return found
