"""Shares of single-choice items and ratings: alone, by group, and crossed; row and total percents."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.analysis.gather_rows import gather_rows
from surveykit.analysis.item_groups import TOTAL, ItemGroups
from surveykit.analysis.option_lines import Nets
from surveykit.analysis.questions import require_question
from surveykit.analysis.share_question import ShareOptions, ShareQuestion, ask_shares
from surveykit.analysis.share_table import ShareTable, share_of_ticks
from surveykit.errors import AnalysisError
from surveykit.result import CROSSED, SHARES, Result
from surveykit.survey import Survey
from surveykit.words.phrases import Text, phrase

CROSSTAB = CROSSED.showing(*CROSSED.columns, figure="stacked_bars")
PERCENTS = ("column", "row", "total")
EVERY_ANSWER = "all()"  # the line of everybody in the table; no option has this name


def frequencies(survey: Survey, item: str, *, by: str | None = None, where: str | None = None, base: str = "answered",
                nets: Nets | None = None, level: float = 0.95, interval: str = "auto") -> Result:
    """Count and estimate the share of respondents giving each option of one item.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    item
        A `single` or `rating` item, one option of a select-all item (`hardship__pay`), or a `number` (each of up to 60
        values on its own line).
    by
        A `single` or `rating` item whose groups are shown side by side; a select-all item (who ticked each option:
        these groups overlap), or one option of it (who ticked it, and who did not).
    where
        A domain such as `"gender == 'female'"`; the design stays whole.
    base
        Whom a share is a share of: `answered`, `asked` (everybody who was asked, answered or not) or `all`.
    nets
        Further lines, each the sum of options, by value or label: `{"satisfied": ["4", "5"]}`; in two languages
        `{"satisfied": {"zh": "满意", "en": "Satisfied", "options": ["4", "5"]}}`. Each respondent is counted once;
        labels say “(sum)”, and a note says what is counted.
    level
        Confidence level, in (0, 1).
    interval
        `auto`: `wilson`, and `exact` in groups of fewer than 10 people (the table says which); or one of these two,
        `logit` or `t`.

    Returns
    -------
    Result
        kind "frequencies"; one row per group and option in codebook order, zero counts kept, then the nets. Columns:
        item, option, group, n, base (respondents, unweighted), estimate (weighted share), se, low, high (proportions),
        weighted_n, effective_n, design_effect, df, and net (bool) where there are nets.

    Raises
    ------
    CodebookError
        An unknown item.
    AnalysisError
        An item of another kind, an answer that is no option, an unlawful choice, a design with a part that cannot be
        honoured, or a base of nobody.

    Missing values
    --------------
    Left out of the base (unless `base` says otherwise), counted by kind in `Result.missing`. Where another base would
    move a share by more than a point, a note says so.

    Notes
    -----
    share = sum of w of who chose it / sum of w of the base, its error by Taylor; design_effect = se^2 (n - 1) /
    (p (1 - p)), effective_n = n / design_effect. Wilson interval [1]_ by p (1 - p) / se^2 and t on df (units less
    strata of the group); the simple sample: by n and the normal. R: ``prop.test(n, base, correct = FALSE)$conf.int``;
    ``svymean(~item, subset(design, group), deff = "replace")``, ``svyciprop(method = "beta" | "xlogit" | "mean")``
    for exact, logit and t.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
       inference. Journal of the American Statistical Association, 22, 209-212.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.frequencies(sk.example_survey(), "plan").table["n"].tolist()
    [18, 8, 7, 5, 2]
    >>> sk.frequencies(sk.example_survey(), "plan", nets={"leave": ["home", "study"]}).table["n"].tolist()[-1]
    23
    """
    survey = gather_rows(survey, "frequencies", (item, by), where)
    question = require_question(survey, item, ("single", "rating", "number"), "frequencies")
    asked = ask_shares(survey, question, "frequencies", ShareOptions(by, where, base, nets, level, interval))
    return asked.result(CROSSED if by else SHARES, asked.shares())


def crosstab(survey: Survey, item: str, by: str, *, where: str | None = None, base: str = "answered",
             nets: Nets | None = None, percent: str = "column", level: float = 0.95, interval: str = "auto") -> Result:
    """Cross-tabulate an item by groups: share of each option within each group, and in all.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item
        A `single`, `rating` or `multiple` item (rows; of the last the percent of cases), one option of a select-all
        item (`hardship__pay`), or a `number` as in `frequencies`.
    by
        A `single`, `rating` or `multiple` item (columns; those of the last overlap), or one option.
    percent
        `column`: of the group; `row`: of those who gave the answer; `total`: of everybody in the table.
    where, base, nets, level, interval
        As in `frequencies`.

    Returns
    -------
    Result
        kind "crosstab"; as `frequencies` with `by`, and the rows of everybody under group ''. Of row and total
        percents: kind "crosstab_row" or "crosstab_total"; `base` and `estimate` by the row or the whole table, and a
        line `all()` of all answers together.

    Raises
    ------
    CodebookError, AnalysisError
        As `frequencies`; another `percent`.

    Missing values
    --------------
    Respondents without an answer to either item are left out of every column, the total too.

    Notes
    -----
    R: ``proportions(table(item, by), 2)`` (column; 1 for row, none for total),
    ``svyby(~item, ~by, design, svymean)``; row ``svyby(~by, ~item, ...)``, total ``svymean(~interaction(item, by))``.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.crosstab(sk.example_survey(), "plan", by="gender").table
    >>> int(table.loc[table.group == "", "n"].sum())
    40
    >>> rows = sk.crosstab(sk.example_survey(), "plan", by="gender", percent="row").table
    >>> rows.loc[rows.option == "home", "base"].tolist()
    [18, 18, 18]
    """
    survey = gather_rows(survey, "crosstab", (item, by), where)
    question = require_question(survey, item, ("single", "rating", "multiple", "number"), "crosstab")
    asked = ask_shares(survey, question, "crosstab", ShareOptions(by, where, base, nets, level, interval))
    shares, among = asked.shares().stack(asked.shares(asked.groups.join_all())), asked.groups.with_total()
    several = question.kind == "multiple"
    notes = (phrase("note.overlap"),) if several else ()
    if percent == "column":
        return asked.result(CROSSED if several or among.overlap is not None else CROSSTAB, shares, groups=among,
                            notes=notes)
    if percent not in PERCENTS:
        raise AnalysisError("percent must be one of {percents}, not {percent!r}.", fix="percent='row'",
                            percents=", ".join(PERCENTS), percent=percent)
    layout = CROSSED.showing(*(replace(column, head=f"head.percent_{percent}") if column.head == "head.percent" else
                               column for column in CROSSED.columns), figure="")
    return asked.result_of(layout, frame_of_percents(asked, percent), kind=f"crosstab_{percent}", groups=among,
                           method=phrase(f"method.percent_{percent}"), settings={"percent": percent},
                           notes=(*notes, *caution_rows(asked, shares, percent)),
                           words={EVERY_ANSWER: phrase("group.total")})


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
