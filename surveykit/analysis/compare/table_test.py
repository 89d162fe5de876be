"""Is an answer associated with a group? Chi-square, or an exact test for small counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.contingency import adjusted_residuals, chi_square, cramers_v, few_expected
from surveykit._stats.exact import fisher_exact
from surveykit._stats.rao_scott import DesignTest, SampledTable, rao_scott, sampled_residuals, sampled_v, wald_table
from surveykit.analysis.cells import Counts
from surveykit.analysis.coded_columns import option_codes
from surveykit.analysis.compare.group_tests import OccupiedTable, occupied_table, sampled_table
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.estimate import join_texts
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.analysis.questions import require_question
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import TESTS, Result
from surveykit.result.format import decimal_text, p_value
from surveykit.result.result_column import show_number
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey
from surveykit.words.phrases import Text, phrase

SIMPLE_METHODS = ("chi_square", "exact")
DESIGN_METHODS = ("rao_scott", "rao_scott_first", "wald", "wald_unadjusted")
TestRow = tuple[tuple[float | str, ...], str, Text, tuple[Text, ...]]
NONE = float("nan")
SEED = 20080501
DRAWS = 100_000
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
        Two `single` or `rating` items.
    method
        `chi_square`, `exact` (Fisher-Freeman-Halton), or `auto`: exact when more than a fifth
        of the cells expect fewer than 5 or one expects fewer than 1 (Cochran's rule). Under a design: `rao_scott`
        (second order; `auto`), `rao_scott_first`, `wald` (adjusted), `wald_unadjusted`.
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

    Raises
    ------
    AnalysisError
        An unlawful method or level, an item against itself, fewer than two rows or columns with answers, or
        a table too large for `method="exact"`.

    Missing values
    --------------
    Respondents without an answer to both items are left out and counted in `missing`.

    Notes
    -----
    R: ``chisq.test(x, correct = FALSE)``, ``fisher.test(x)``. The interval of V inverts the
    noncentral chi-square [1]_; the corrected V is Bergsma's [2]_. With `auto`, p of a table too large
    for the exact test is estimated from 100,000 seeded draws, with its 99 % limits in `method`. Under a
    design: ``svychisq(~item + by, design, statistic = "F" | "Chisq" | "adjWald" | "Wald")`` [3]_, V of the weighted
    table with limits from the corrected statistic. Cells whose adjusted residual (by its design's error) is beyond
    2 are named in a note: ``chisq.test(x)$stdres``.

    References
    ----------
    .. [1] Smithson, M. (2003). Confidence Intervals. Sage.
    .. [2] Bergsma, W. (2013). A bias-correction for Cramér's V and Tschuprow's T. Journal of the
       Korean Statistical Society, 42, 323-328.
    .. [3] Rao, J. N. K. and Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with cell
       proportions estimated from survey data. Annals of Statistics, 12, 46-60.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.association(sk.example_survey(), "plan", by="gender")
    >>> round(float(test.table["p_value"].iloc[0]), 3)
    0.157
    """
    question = require_question(survey, item, ("single", "rating"), "association")
    item = question.name
    if require_question(survey, by, ("single", "rating"), "by=").name == item:
        raise AnalysisError("An item cannot be tested against itself: {item!r}.", where="{file}",
                            fix="association(survey, item, by=another item)", item=item, file=survey.source.name)
    domain = select_domain(survey, "association", where, level, honours=SAMPLE_PARTS)
    _require_method(domain, method)
    among = select_groups(domain, by, groups)
    crossed = occupied_table(domain.take(option_codes(survey, question)), among.codes)
    table = crossed.counts
    if min(table.shape) < 2:
        raise AnalysisError("{item!r} and {by!r} must each have two options that somebody chose.",
                            where="{file}", fix="look at crosstab(survey, item, by)", item=item, by=by,
                            file=survey.source.name)
    if domain.sampling is None:
        row, test, method_text, cautions = _run_test(table, method, level)
        residuals = adjusted_residuals(table)
    else:
        sampled = sampled_table(domain, domain.sampling, crossed)
        row, test, method_text, cautions = _run_design_test(sampled, method, level)
        residuals = sampled_residuals(sampled)
    base, sizes = int(table.sum()), np.zeros(len(among.names), dtype=np.intp)
    sizes[crossed.rows] = table.sum(axis=1)
    frame = pd.DataFrame([(question.name, "", among.item, base, base, *row)], columns=COLUMNS)
    left = domain.rows - base
    return Result(kind="association", layout=DESIGN_LAYOUT if domain.sampling else LAYOUT,
                  title=phrase("title.association", item=words_inside(question.words), by=words_inside(among.words)),
                  table=frame,
                  base=base, missing={"either": left} if left else {}, method=method_text,
                  notes=(*domain.notes(), *cautions, *_residual_note(question, among, crossed, residuals),
                         *among.notes(sizes), phrase("note.one_test"), phrase("note.not_settled")),
                  source=survey.facts(),
                  labels={"item": {question.name: question.words, among.item: among.words},
                          "effect": {"cramers_v": phrase("effect.cramers_v")}},
                  settings={"level": level, "where": where, "test": test}, language=survey.codebook.language)


def _require_method(domain: Domain, method: str) -> None:
    """Refuse a test that the sample does not allow."""
    lawful = ("auto", *(DESIGN_METHODS if domain.sampling else SIMPLE_METHODS))
    if method not in lawful:
        raise AnalysisError("method must be one of {methods} for this sample, not {method!r}.",
                            fix="association(..., method='auto')", methods=", ".join(lawful), method=method)


def _run_design_test(table: SampledTable, method: str, level: float) -> TestRow:
    """Statistic, its two df, p, effect, its name and interval; which test; the sentence that names it; no cautions."""
    tests: dict[str, Callable[[SampledTable], DesignTest]] = {
        "rao_scott": rao_scott, "rao_scott_first": partial(rao_scott, first_order=True), "wald": wald_table,
        "wald_unadjusted": partial(wald_table, adjusted=False)}
    name = "rao_scott" if method == "auto" else method
    test, effect = tests[name](table), sampled_v(table, level)
    row = (test.statistic, test.df, test.df_second, test.p_value, effect.estimate, "cramers_v", effect.low, effect.high,
           effect.corrected)
    return row, name, phrase(f"method.design.{name}"), ()


def _residual_note(item: Item, groups: ItemGroups, table: OccupiedTable,
                   residuals: NDArray[np.float64]) -> tuple[Text, ...]:
    """The cells that depart most from independence, with their residuals."""
    order = np.argsort(-np.abs(np.nan_to_num(residuals)), axis=None)[:MOST_CELLS]
    cells = [phrase("cell.residual", group=groups.labels[groups.names[table.rows[row]]],
                    option=item.answers[table.columns[column]].label, value=decimal_text(residuals[row, column], 1))
             for row, column in zip(*np.unravel_index(order, residuals.shape), strict=True)
             if abs(residuals[row, column]) > FAR]
    return (phrase("note.residuals", cells=join_texts(cells)),) if cells else ()


def _run_test(table: Counts, method: str, level: float) -> TestRow:
    """Statistic, df, p, effect, its name and interval; which test; the sentence that names it; cautions."""
    below, cells, least = few_expected(table)
    small = below > 0.2 * cells or least < 1
    why = phrase("method.smallness", below=below, cells=cells, least=decimal_text(least, 1))
    effect = cramers_v(table, level)
    ends = (effect.estimate, "cramers_v", effect.low, effect.high, effect.corrected)
    if method == "chi_square" or (method == "auto" and not small):
        test = chi_square(table)
        cautions = (phrase("note.small_expected", smallness=why),) if small else ()
        row = (test.statistic, float(test.df), NONE, test.p_value, *ends)
        return row, "chi_square", phrase("method.chi_square"), cautions
    exact = fisher_exact(table, draws=DRAWS, seed=SEED)
    if method == "exact" and exact.method != "exact":
        raise AnalysisError("The exact test of a table of {rows} by {columns} with {n} answers would take too long.",
                            where="association", fix="method='auto' draws random tables; method='chi_square'",
                            rows=table.shape[0], columns=table.shape[1], n=int(table.sum()))
    words = phrase("method.exact", smallness=why) if exact.method == "exact" else phrase(
        "method.monte_carlo", draws=DRAWS, seed=SEED, smallness=why, low=p_value(exact.mc_low),
        high=p_value(exact.mc_high))
    return (NONE, NONE, NONE, exact.p_value, *ends), exact.method, words, ()
