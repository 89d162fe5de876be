"""Shares of single-choice items and ratings: alone, by group, and crossed."""

from dataclasses import replace

from surveykit.analysis.describe.cross_percents import EVERY_ANSWER, PERCENTS, caution_rows, frame_of_percents
from surveykit.analysis.gather_rows import gather_rows
from surveykit.analysis.option_lines import Nets
from surveykit.analysis.questions import require_question
from surveykit.analysis.share_question import ShareOptions, ask_shares
from surveykit.errors import AnalysisError
from surveykit.result import CROSSED, SHARES, Result
from surveykit.survey import Survey
from surveykit.words.phrases import phrase

CROSSTAB = CROSSED.showing(*CROSSED.columns, figure="stacked_bars")


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
