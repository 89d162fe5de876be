"""Is an answer associated with a group? Chi-square, or an exact test for small counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from surveykit._stats import chi_square, cramers_v, few_expected, fisher_exact
from surveykit.analysis.cells import Counts, reduce_cells
from surveykit.analysis.coded_columns import option_codes
from surveykit.analysis.domain import select_domain
from surveykit.analysis.item_groups import select_groups
from surveykit.errors import AnalysisError
from surveykit.result import TESTS, Result
from surveykit.result.format import decimal_text, p_value
from surveykit.result.result_column import show_number
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey, require_item
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, phrase

METHODS = ("auto", "chi_square", "exact")
SEED = 20080501
DRAWS = 100_000
COLUMNS = ["item", "option", "group", "n", "base", "statistic", "df", "p_value", "effect", "effect_name",
           "low", "high", "effect_corrected"]
LAYOUT = TESTS.showing(*TESTS.columns[:-1], show_number("effect_corrected", "head.effect_corrected"), TESTS.columns[-1])


def association(survey: Survey, item: str, by: str, *, method: str = "auto", where: str | None = None,
                level: float = 0.95) -> Result:
    """Test whether two items are associated, and how strongly.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    item, by
        Two `single` or `rating` items.
    method
        `chi_square`, `exact` (Fisher-Freeman-Halton), or `auto`: exact when more than a fifth
        of the cells expect fewer than 5 or one expects fewer than 1 (Cochran's rule).
    where
        A domain such as `"gender == 'female'"`.
    level
        Confidence level of the effect size, in (0, 1).

    Returns
    -------
    Result
        kind "association"; one row: statistic and df (chi-square; nan for the exact test),
        p_value, effect (Cramér's V, 0 to 1), low and high (of V in the population) and
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
    for the exact test is estimated from 100,000 seeded draws, with its 99 % limits in `method`.

    References
    ----------
    .. [1] Smithson, M. (2003). Confidence Intervals. Sage.
    .. [2] Bergsma, W. (2013). A bias-correction for Cramér's V and Tschuprow's T. Journal of the
       Korean Statistical Society, 42, 323-328.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.association(sk.example_survey(), "plan", by="gender")
    >>> round(float(test.table["p_value"].iloc[0]), 3)
    0.157
    """
    if method not in METHODS:
        raise AnalysisError("method must be one of {methods}, not {method!r}.",
                            fix="association(..., method='auto')", methods=', '.join(METHODS), method=method)
    if item == by:
        raise AnalysisError("An item cannot be tested against itself: {item!r}.", where="{file}",
                            fix="association(survey, item, by=another item)", item=item, file=survey.source.name)
    question = require_item(survey, item, ("single", "rating"), "association", Message("multiple_response for sets"))
    domain = select_domain(survey, "association", where, level, honours=("probability",))
    groups = select_groups(domain, by)
    cells = reduce_cells(domain.take(option_codes(survey, question)), len(question.answers), groups.codes,
                         len(groups.names))
    n = cells.counts
    table = n[np.ix_(n.any(axis=1), n.any(axis=0))]
    if min(table.shape) < 2:
        raise AnalysisError("{item!r} and {by!r} must each have two options that somebody chose.",
                            where="{file}", fix="look at crosstab(survey, item, by)", item=item, by=by,
                            file=survey.source.name)
    row, test, method_text, cautions = _run_test(table, method, level)
    frame = pd.DataFrame([(item, "", by, cells.base, cells.base, *row)], columns=COLUMNS)
    by_words, left = survey.codebook[by].words, domain.rows - cells.base
    return Result(kind="association", layout=LAYOUT,
                  title=phrase("title.association", item=words_inside(question.words), by=words_inside(by_words)),
                  table=frame,
                  base=cells.base, missing={"either": left} if left else {}, method=method_text,
                  notes=(*domain.notes(), *cautions, *groups.notes(n.sum(axis=1)), phrase("note.one_test"),
                         phrase("note.not_settled")), source=survey.facts(),
                  labels={"item": {item: question.words, by: by_words},
                          "effect": {"cramers_v": phrase("effect.cramers_v")}},
                  settings={"level": level, "where": where, "test": test}, language=survey.codebook.language)


def _run_test(table: Counts, method: str, level: float) -> tuple[tuple[float | str, ...], str, Text, tuple[Text, ...]]:
    """Statistic, df, p, effect, its name and interval; which test; the sentence that names it; cautions."""
    below, cells, least = few_expected(table)
    small = below > 0.2 * cells or least < 1
    why = phrase("method.smallness", below=below, cells=cells, least=decimal_text(least, 1))
    effect = cramers_v(table, level)
    ends = (effect.estimate, "cramers_v", effect.low, effect.high, effect.corrected)
    if method == "chi_square" or (method == "auto" and not small):
        test = chi_square(table)
        cautions = (phrase("note.small_expected", smallness=why),) if small else ()
        row = (test.statistic, float(test.df), test.p_value, *ends)
        return row, "chi_square", phrase("method.chi_square"), cautions
    exact = fisher_exact(table, draws=DRAWS, seed=SEED)
    if method == "exact" and exact.method != "exact":
        raise AnalysisError("The exact test of a table of {rows} by {columns} with {n} answers would take too long.",
                            where="association", fix="method='auto' draws random tables; method='chi_square'",
                            rows=table.shape[0], columns=table.shape[1], n=int(table.sum()))
    words = phrase("method.exact", smallness=why) if exact.method == "exact" else phrase(
        "method.monte_carlo", draws=DRAWS, seed=SEED, smallness=why, low=p_value(exact.mc_low),
        high=p_value(exact.mc_high))
    return (float("nan"), float("nan"), exact.p_value, *ends), exact.method, words, ()
