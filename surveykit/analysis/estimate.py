"""Estimates from cells: the rows of a long table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from surveykit._stats import wilson
from surveykit.analysis.cells import Counts
from surveykit.analysis.item_groups import ItemGroups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey import Survey
from surveykit.words.messages import JoinedMessage
from surveykit.words.phrases import Text, phrase


def estimate_shares(item: Item, groups: ItemGroups, n: Counts, bases: Counts, level: float) -> pd.DataFrame:
    """Long table of counts and shares with Wilson intervals: groups x options.

    Columns: item, option, group, n, base, estimate, se, low, high (proportions); nan without a base.
    """
    base = np.broadcast_to(bases[:, None], n.shape)
    low, high = wilson(n, base, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = n / base
        se = np.sqrt(share * (1 - share) / base)
    names = [option.value for option in item.answers]
    return pd.DataFrame({
        "item": item.name, "option": names * len(groups.names),
        "group": np.repeat(np.array(groups.names, dtype=object), len(names)),
        "n": n.ravel(), "base": base.ravel(), "estimate": share.ravel(), "se": se.ravel(),
        "low": low.ravel(), "high": high.ravel()})


def require_base(survey: Survey, base: int, *names: str) -> None:
    """Refuse a table about nobody."""
    if base == 0:
        asked = JoinedMessage(" and ", [repr(name) for name in names if name])
        raise AnalysisError("Nobody answered {asked} here, so there is no base.",
                            where="{file}", fix="look at survey.missing", asked=asked,
                            file=survey.source.name)


def title_by(survey: Survey, words: Text, by: str) -> Text:
    """`Plan after service by Gender`."""
    return phrase("title.by", item=words, by=survey.codebook[by].words) if by else words


def wording(*items: Item) -> tuple[Text, ...]:
    """The question as people were asked it, where tables use a shorter name."""
    return tuple(phrase("note.wording", label=item.label) for item in items if item.short)
