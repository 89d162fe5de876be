"""Is an answer associated with a group? Chi-square, or an exact test for small counts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.contingency import SmallCells, adjusted_residuals
from surveykit._stats.rao_scott import sampled_residuals
from surveykit.analysis.coded_columns import option_codes
from surveykit.analysis.compare.set_association import associate_sets
from surveykit.analysis.compare.table_tests import (
    DESIGN_METHODS,
    DRAWS,
    SEED,
    SIMPLE_METHODS,
    OccupiedTable,
    TableTest,
    occupied_table,
    run_sampled,
    run_simple,
    sampled_table,
)
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.gather_rows import gather_rows
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.analysis.questions import require_groups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import TESTS, Result
from surveykit.result.format import decimal_text, p_value
from surveykit.result.result_column import show_number
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey
from surveykit.words.phrases import Text, join_words, phrase

FAR, MOST_CELLS = 2.0, 3  # cells named in a note: adjusted residuals beyond 2, at most three
COLUMNS = ["item", "option", "group", "n", "base", "statistic", "df", "df_second", "p_value", "effect", "effect_name",
           "low", "high", "effect_corrected"]
LAYOUT = TESTS.showing(*TESTS.columns[:-1], show_number("effect_corrected", "head.effect_corrected"), TESTS.columns[-1])
DESIGN_LAYOUT = TESTS.showing(*(
    show_number("df", "head.df", 1) if column.names == ("df",) else column for column in LAYOUT.columns[:3]),
    LAYOUT.columns[3], show_number("df_second", "head.df_second", 1), *LAYOUT.columns[4:])


def association(survey: Survey, item: str, by: str, *, method: str = "auto", groups: Sequence[str] | None = None,
                where: str | None = None, level: float = 0.95) -> Result:
    """Test whether two items are associated, and how strongly.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    item, by
        Two `single`, `rating` or `multiple` items (all options of a select-all item, tested together and each).
    method
        `chi_square`, `exact` (Fisher-Freeman-Halton), or `auto`: exact when more than a fifth
        of the cells expect fewer than 5 or one expects fewer than 1 (Cochran's rule). Under a design: `rao_scott`
        (second order; `auto`), `rao_scott_first`, `wald` (adjusted), `wald_unadjusted`.
        With a select-all item: `rao_scott` (second order), `rao_scott_first`, `bootstrap` (a simple sample),
        `bonferroni`, or `auto`: the bootstrap where the table of an option is small by Cochran's rule.
    groups
        Some of the groups of `by`, by value or label.
    where
        A domain such as `"gender == 'female'"`.
    level
        Confidence level of the effect size, in (0, 1).

    Returns
    -------
    Result
        kind "association"; one row: statistic and df (chi-square; nan for the exact test), df_second (of
        an F under a design, else nan), p_value, effect (Cramér's V, 0 to 1), low and high (of V in the population) and
        effect_corrected (V without the bias of small samples, which may be large).
        With a select-all item kind "set_association": first all options (option `all()`; statistic the sum of all
        statistics, corrected; effect mean_v, the root of the mean square of all V), then every option, with another
        set every pair (`group` its option): p_value adjusted by Holm, p_unadjusted, V with low and high.

    Raises
    ------
    AnalysisError
        An unlawful method or level, an item against itself, fewer than two rows or columns with answers, or
        a table too large for `method="exact"`.

    Missing values
    --------------
    Respondents without an answer to both items are left out and counted in `missing`; of a select-all item those with
    any option missing.

    Notes
    -----
    R: ``chisq.test(x, correct = FALSE)``, ``fisher.test(x)``. The interval of V inverts the
    noncentral chi-square [1]_; the corrected V is Bergsma's [2]_. With `auto`, p of a table too large
    for the exact test is estimated from 100,000 seeded draws, with its 99 % limits in `method`. Under a
    design: ``svychisq(~item + by, design, statistic = "F" | "Chisq" | "adjWald" | "Wald")`` [3]_, V of the weighted
    table with limits from the corrected statistic. Cells whose adjusted residual (by its design's error) is beyond
    2 are named in a note: ``chisq.test(x)$stdres``. Select-all items: multiple marginal independence (with groups) or
    simultaneous pairwise marginal independence (two sets), ``MRCV::MI.test`` [4]_ [5]_: one half in empty cells.

    References
    ----------
    .. [1] Smithson, M. (2003). Confidence Intervals. Sage.
    .. [2] Bergsma, W. (2013). A bias-correction for Cramér's V and Tschuprow's T. Journal of the
       Korean Statistical Society, 42, 323-328.
    .. [3] Rao, J. N. K. and Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with cell
       proportions estimated from survey data. Annals of Statistics, 12, 46-60.
    .. [4] Bilder, C. R. and Loughin, T. M. (2004). Testing for marginal independence between two categorical variables
       with multiple responses. Biometrics, 60, 241-248.
    .. [5] Thomas, D. R. and Decady, Y. J. (2004). Testing for association using multiple response survey data.
       International Journal of Testing, 4, 43-59.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.association(sk.example_survey(), "plan", by="gender")
    >>> round(float(test.table["p_value"].iloc[0]), 3)
    0.157
    """
    survey = gather_rows(survey, "association", (item, by), where)
    question, other = require_groups(survey, item, "association"), require_groups(survey, by)
    item = question.name
    if other.name == item:
        raise AnalysisError("An item cannot be tested against itself: {item!r}.", where=survey,
                            fix="association(survey, item, by=another item)", item=item)
    domain = select_domain(survey, "association", where, level, honours=SAMPLE_PARTS)
    if "multiple" in (question.kind, other.kind):
        return associate_sets(domain, question, other, method, groups, level)
    _require_method(domain, method)
    among = select_groups(domain, by, groups)
    crossed = occupied_table(domain.take(option_codes(survey, question)), among.codes, domain.people)
    table = crossed.counts
    if min(table.shape) < 2:
        raise AnalysisError("{item!r} and {by!r} must each have two options that somebody chose.", where=survey,
                            fix="look at crosstab(survey, item, by)", item=item, by=by)
    if domain.sampling is None:
        test, residuals = run_simple(table, method, level), adjusted_residuals(table)
    else:
        sampled = sampled_table(domain, domain.sampling, crossed)
        test, residuals = run_sampled(sampled, method, level), sampled_residuals(sampled)
    found, effect = test.found, test.effect
    row = (found.statistic, found.df, found.df_second, found.p_value, effect.estimate, "cramers_v", effect.low,
           effect.high, effect.corrected)
    base, sizes = int(table.sum()), np.zeros(len(among.names), dtype=np.intp)
    sizes[crossed.rows] = table.sum(axis=1)
    frame = pd.DataFrame([(question.name, "", among.item, base, base, *row)], columns=COLUMNS)
    left = domain.rows - base
    return Result(kind="association", layout=DESIGN_LAYOUT if domain.sampling else LAYOUT,
                  title=domain.title(phrase("title.association", item=words_inside(question.words),
                                            by=words_inside(among.words))), table=frame, base=base,
                  missing={"either": left} if left else {}, method=_method_words(test, method),
                  notes=(*domain.notes(), *_cautions(test), *_residual_note(question, among, crossed, residuals),
                         *among.notes(sizes), phrase("note.one_test"), phrase("note.not_settled")),
                  source=survey.facts(),
                  labels={"item": {question.name: question.words, among.item: among.words},
                          "effect": {"cramers_v": phrase("effect.cramers_v")}},
                  settings={"level": level, "where": where, "test": test.name}, language=survey.codebook.language)


def _require_method(domain: Domain, method: str) -> None:
    """Refuse a test that the sample does not allow."""
    lawful = ("auto", *(DESIGN_METHODS if domain.sampling else SIMPLE_METHODS))
    if method not in lawful:
        raise AnalysisError("method must be one of {methods} for this sample, not {method!r}.",
                            fix="association(..., method='auto')", methods=", ".join(lawful), method=method)


def _residual_note(item: Item, groups: ItemGroups, table: OccupiedTable,
                   residuals: NDArray[np.float64]) -> tuple[Text, ...]:
    """The cells that depart most from independence, with their residuals."""
    size = np.abs(np.nan_to_num(residuals)).round(9)  # of two groups they come in pairs of one size
    order = np.argsort(-size, axis=None, kind="stable")[:MOST_CELLS]
    cells = [phrase("cell.residual", group=groups.labels[groups.names[table.rows[row]]],
                    option=item.answers[table.columns[column]].label, value=decimal_text(residuals[row, column], 1))
             for row, column in zip(*np.unravel_index(order, residuals.shape), strict=True)
             if abs(residuals[row, column]) > FAR]
    return (phrase("note.residuals", cells=join_words(cells)),) if cells else ()


def _method_words(test: TableTest, method: str) -> Text:
    """The sentence that names the test, and why it was taken."""
    if test.small is None:
        return phrase(f"method.design.{test.name}")
    exact, why = test.exact, _smallness(test.small)
    if exact is None:
        return phrase("method.chi_square")
    if exact.method == "exact":
        return phrase("method.exact", smallness=why if method == "auto" else phrase("method.asked"))
    return phrase("method.monte_carlo", draws=DRAWS, seed=SEED, smallness=why, low=p_value(exact.mc_low),
                  high=p_value(exact.mc_high))


def _smallness(small: SmallCells) -> Text:
    """`3 of 10 cells expect fewer than 5, the smallest 2.1`."""
    return phrase("method.smallness", below=small.n_cells_below_5, cells=small.n_cells,
                  least=decimal_text(small.smallest, 1))


def _cautions(test: TableTest) -> tuple[Text, ...]:
    """That a chi-square was asked for where counts are small."""
    if test.name != "chi_square" or test.small is None or not test.is_sparse:
        return ()
    return (phrase("note.small_expected", smallness=_smallness(test.small)),)
