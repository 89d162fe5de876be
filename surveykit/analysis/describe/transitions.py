"""From one question to another: who planned what, and what became of it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.analysis.coded_columns import option_codes
from surveykit.analysis.describe.shares import EVERY_ANSWER
from surveykit.analysis.domain import select_domain
from surveykit.analysis.estimate import require_base, wording
from surveykit.analysis.item_groups import SMALL_GROUP
from surveykit.analysis.option_lines import find_option
from surveykit.analysis.share_table import LimitChoice
from surveykit.codebook import Item
from surveykit.result import MATRIX, Result
from surveykit.result.result_column import ResultColumn, show_count, show_option, show_share
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import phrase

LAYOUT = MATRIX.showing(
    show_option("head.from"), show_count("head.as_planned", "agreed", "base"),
    show_share("head.percent", "agreed_share", "agreed", "base"),
    ResultColumn("head.interval_percent", "interval", ("agreed_low", "agreed_high", "agreed", "base")),
    ResultColumn("", "tally", ("n",)), figure="flow", across=ResultColumn("head.to", "words", ("group",), kind="group"))


def transition(survey: Survey, item: str, to: str, *, same: Mapping[str, str] | None = None, where: str | None = None,
               level: float = 0.95, interval: str = "auto") -> Result:
    """What became of each answer: from a first question (a plan) to a second (the outcome).

    Parameters
    ----------
    survey
        Survey after cleaning; its design must be that of a simple sample.
    item, to
        Two `single` items, such as a plan and where one is now.
    same
        Which option of `to` is what an option of `item` meant; options of the same name by default.
    where, level, interval
        As in `frequencies`.

    Returns
    -------
    Result
        kind "transition"; one row per option of `item` that somebody chose and option of `to` (`group`), the last
        option everybody. Columns: n (people with both), base (people with this option; of everybody those whose
        option has a counterpart), estimate (n as a share of its row), agreed (those for whom it came as they said),
        agreed_share, agreed_low, agreed_high: nan without a counterpart.

    Raises
    ------
    AnalysisError
        Items of another kind, an unknown option in `same`, or nobody answered both.

    Missing values
    --------------
    Respondents without both answers are left out. Of everybody, only those count in `agreed` and its share whose option
    has a counterpart.

    Notes
    -----
    Wilson's intervals, exact ones (Clopper and Pearson) for fewer than ten people. R: ``table(item, to)``.

    Examples
    --------
    >>> import surveykit as sk
    >>> moved = sk.transition(sk.example_survey(), "plan", "gender", same={"home": "female"})
    >>> moved.table.loc[moved.table["option"] == "home", "agreed"].tolist()
    [5.0, 5.0]
    """
    before, after = (require_item(survey, name, ("single",), "transition") for name in (item, to))
    domain = select_domain(survey, "transition", where, level, honours=("probability",),
                           instead=f"crosstab(survey, {before.name!r}, by={after.name!r})")
    starts, ends = (domain.take(option_codes(survey, question)).astype(np.intp) for question in (before, after))
    known = (starts >= 0) & (ends >= 0)
    require_base(survey, int(known.sum()), before.name, after.name)
    counts = np.zeros((len(before.answers), len(after.answers)), dtype=np.int64)
    np.add.at(counts, (starts[known], ends[known]), 1)
    limits = LimitChoice(level, interval)
    table = _long_table(before, after, counts, _counterparts(before, after, same), limits)
    agreed = table.rename(columns={"agreed_low": "low"})
    sizes = counts.sum(axis=1)
    small = (sizes[sizes > 0] < SMALL_GROUP).any()
    labels = {f"{before.name}={option.value}": option.label for option in before.answers}
    labels[f"{before.name}={EVERY_ANSWER}"] = phrase("group.total")
    return Result(
        kind="transition", layout=LAYOUT, table=table, base=int(known.sum()),
        missing=domain.count_unpaired((before, after), domain.rows - int(known.sum())),
        title=domain.title(phrase("title.transition", item=words_inside(before.words), to=words_inside(after.words))),
        method=phrase("method.transition"), source=survey.facts(), language=survey.codebook.language,
        notes=(*wording(before, after), phrase("note.transition"), *domain.notes(),
               *((phrase("note.small_rows", k=SMALL_GROUP),) if small else ())),
        labels={"item": {before.name: before.words}, "option": labels,
                "group": {option.value: option.label for option in after.answers}, "side": {"to": after.words}},
        settings={**limits.settings(domain, agreed), "to": "to"})


def _counterparts(before: Item, after: Item, same: Mapping[str, str] | None) -> dict[int, int]:
    """Place of the option of `after` that an option of `before` meant."""
    if same is None:
        ends = {option.value: place for place, option in enumerate(after.answers)}
        return {place: ends[option.value] for place, option in enumerate(before.answers) if option.value in ends}
    return {find_option(before, start): find_option(after, end) for start, end in same.items()}


def _long_table(before: Item, after: Item, counts: NDArray[np.int64], same: Mapping[int, int],
                limits: LimitChoice) -> pd.DataFrame:
    """A row per pair; options that nobody chose are left out on both sides, and everybody stands last."""
    rows = [place for place in range(len(before.answers)) if counts[place].any()]
    columns = [place for place in range(len(after.answers)) if counts[:, place].any()]
    lines = [(before.answers[place].value, counts[place], int(counts[place].sum()),
              float(counts[place, same[place]]) if place in same else np.nan) for place in rows]
    told = [line for line in lines if not np.isnan(line[3])]
    lines.append((EVERY_ANSWER, counts.sum(axis=0), sum(line[2] for line in told), sum(line[3] for line in told)
                  if told else np.nan))
    agreed, bases = np.array([line[3] for line in lines]), np.array([line[2] for line in lines], dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = agreed / bases
        size = np.maximum(bases, 1)
        found = limits.limits(np.nan_to_num(share), size, size, np.full(len(bases), np.inf))
    low, high = (np.where(np.isnan(share), np.nan, end) for end in found)
    return pd.DataFrame([
        (before.name, code, after.answers[column].value, int(n[column]), base, n[column] / n.sum(), agreed[place],
         share[place], low[place], high[place])
        for place, (code, n, base, _) in enumerate(lines) for column in columns],
        columns=["item", "option", "group", "n", "base", "estimate", "agreed", "agreed_share", "agreed_low",
                 "agreed_high"])
