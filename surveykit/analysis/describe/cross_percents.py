"""Row and total percents of a cross table: each cell as a share of its row, or of everybody in the table."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.analysis.item_groups import TOTAL, ItemGroups
from surveykit.analysis.share_question import ShareQuestion
from surveykit.analysis.share_table import ShareTable, share_of_ticks
from surveykit.words.phrases import Text

PERCENTS = ("column", "row", "total")
EVERY_ANSWER = "all()"  # the line of everybody in the table; no option has this name


def frame_of_percents(asked: ShareQuestion, percent: str) -> pd.DataFrame:
    """The long table of row or total percents, group by group; the last line and the last group hold everybody."""
    inside = asked.base.inside & (asked.groups.codes >= 0)
    members = [asked.groups.member(place) for place in range(len(asked.groups.names))]
    columns, lines = np.column_stack([*members, asked.groups.codes >= 0]).astype(float), _line_columns(asked)
    names, codes = (*asked.groups.names, TOTAL), (*asked.lines.codes, EVERY_ANSWER)
    shape = len(codes), len(names)
    if percent == "row":
        parts = [share_of_ticks(asked.domain, columns, inside & (line > 0), _everybody(len(inside)))
                 for line in lines.T]
        shares, among = parts[0].stack(*parts[1:]), replace(asked.groups, names=codes)
        across = replace(asked.lines, codes=names, nets=0)
    else:
        cells = (lines[:, :, None] * columns[:, None, :]).reshape(len(lines), -1)
        shares, among = share_of_ticks(asked.domain, cells, inside, _everybody(len(inside))), _everybody(0)
        across = replace(asked.lines, codes=tuple(map(str, range(cells.shape[1]))), nets=0)
    table = shares.frame(among, across, asked.limits)
    table["option"], table["group"] = np.repeat(np.array(codes, dtype=object), len(names)), list(names) * len(codes)
    certain = table["n"].eq(table["base"]) & table["group"].eq(TOTAL)  # 100 % by construction
    table.loc[certain, ["low", "high"]] = np.nan
    if asked.lines.nets:
        table["net"] = np.repeat(np.arange(shape[0]) >= shape[0] - 1 - asked.lines.nets, len(names))
        table.loc[table["option"] == EVERY_ANSWER, "net"] = False
    return table.take(np.arange(table.shape[0]).reshape(shape).T.ravel()).reset_index(drop=True)


def caution_rows(asked: ShareQuestion, shares: ShareTable, percent: str) -> tuple[Text, ...]:
    """That groups overlap, and which rows are of few people; `shares` by column, the total last."""
    rows = ItemGroups("", asked.lines.codes, asked.groups.codes, asked.lines.labels, overlap=asked.groups.overlap)
    return rows.notes(shares.n[-1] if percent == "row" else np.full(len(rows.names), shares.bases[-1]))


def _everybody(rows: int) -> ItemGroups:
    """One group of everybody."""
    return ItemGroups("", (TOTAL,), np.zeros(rows, dtype=np.int8), {})


def _line_columns(asked: ShareQuestion) -> NDArray[np.float64]:
    """Respondents x lines, 1 where a line counts somebody; the last column counts all."""
    if asked.item.kind == "multiple":
        counted = asked.lines.add_ticks(asked.codes)
    else:
        counted = asked.lines.add_choices(asked.codes)
    return np.column_stack([counted, np.ones(len(counted))])
