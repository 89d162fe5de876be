"""Two states of a survey compared cell for cell, in the words of the cleaning log."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from surveykit.clean.cleaning_log import HIDDEN, item_labels, value_labels
from surveykit.result import LISTING, Result
from surveykit.result.result_column import ResultColumn, show_words
from surveykit.survey import Change, Survey, require_survey
from surveykit.survey.frame import cell_text
from surveykit.words.phrases import phrase

LAYOUT = LISTING.showing(
    show_words("respondent", "head.respondent"), show_words("item", "head.item", "item"),
    ResultColumn("head.old", "answer", ("item", "old"), "l", "value"),
    ResultColumn("head.new", "answer", ("item", "new"), "l", "value"), show_words("change_type", "diff.change", "kind"))
COLUMNS = ["respondent", "item", "old", "new", "change_type"]
KINDS = ("change_response", "blank_response", "remove_survey", "add_survey", "add_column", "remove_column")


def diff(old: Survey, new: Survey, *, texts: bool = False) -> Result:
    """Every cell in which two states of a survey differ: raw and cleaned, or two readings of a file.

    Parameters
    ----------
    old, new
        Surveys whose respondents have the same keys.
    texts
        Show what was written in text items; by default it reads `***`, for a result may stand in a report.

    Returns
    -------
    Result
        kind "diff". One row per changed cell, respondent removed or added, and column removed or added: respondent,
        item (the column), old, new, change_type (as in the cleaning log). For a cleaned survey these are the cells of
        its log, one that was changed twice from its first value to its last.

    Missing values
    --------------
    A cell without an answer is '' where it is `blank`, else its kind in brackets: `(refused)`. Answers to personal
    items (role `pii`) read `***` always.

    Examples
    --------
    >>> import surveykit as sk
    >>> raw = sk.example_survey()
    >>> cleaned = sk.set_missing(raw, "months", where="months > 11", reason="outside the year asked")
    >>> sk.diff(raw, cleaned).table.values.tolist()
    [['35', 'months', '12', '', 'blank_response']]
    """
    old, new = require_survey(old, "diff"), require_survey(new, "diff")
    rows = [(line.respondent, line.item, line.old, line.new, line.kind) for line in find_differences(old, new)]
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(object)
    hidden = {column for one in (old, new) for item in one.codebook
              if item.personal or (item.kind == "text" and not texts) for column in item.columns}
    for column in ("old", "new"):
        frame[column] = frame[column].mask(frame["item"].isin(hidden) & (frame[column] != ""), HIDDEN)
    return Result(kind="diff", layout=LAYOUT, title=phrase("title.diff", old=old.source.name, new=new.source.name),
                  table=frame, base=len(frame), source=new.facts(), labels={
                      "item": item_labels(old) | item_labels(new), "value": value_labels(old) | value_labels(new),
                      "kind": {kind: phrase(f"diff.{kind}") for kind in KINDS}},
                  settings={"base_unit": "changes"}, language=new.codebook.language)


def find_differences(old: Survey, new: Survey) -> list[Change]:
    """Respondents and columns that are in one only, then every cell that is not the same, column by column."""
    gone = [Change(str(key), "", "", "", "diff", "remove_survey") for key in old._responses.index.difference(
        new._responses.index, sort=False)]
    come = [Change(str(key), "", "", "", "diff", "add_survey") for key in new._responses.index.difference(
        old._responses.index, sort=False)]
    lost = [Change("", str(column), "", "", "diff", "remove_column") for column in old._responses if column not in
            new._responses]
    made = [Change("", str(column), "", "", "diff", "add_column") for column in new._responses if column not in
            old._responses]
    return [*gone, *come, *lost, *made, *_find_cells(old, new)]


def _find_cells(old: Survey, new: Survey) -> Iterator[Change]:
    """The cells of respondents and columns that both have."""
    keys = new._responses.index.intersection(old._responses.index, sort=False)
    for column in new._responses.columns.intersection(old._responses.columns, sort=False):
        sides = [(one._responses[column].reindex(keys), one._missing[column].reindex(keys).to_numpy())
                 for one in (old, new)]
        (before, gap), (after, other) = sides
        equal = (before.eq(after).fillna(False).to_numpy(dtype=bool) | ((gap > 0) & (other > 0))) & (gap == other)
        for place in np.flatnonzero(~equal).tolist():
            kind = "blank_response" if other[place] else "change_response"
            yield Change(str(keys[place]), str(column), cell_text(before.iloc[place], gap[place]),
                         cell_text(after.iloc[place], other[place]), "diff", kind)

