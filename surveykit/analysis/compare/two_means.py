"""Do two groups differ in a mean? Welch's test with the difference and its interval first."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.mean import Welch
from surveykit._stats.mean import welch as welch_test
from surveykit._stats.sampled_difference import sampled_difference
from surveykit.analysis.coded_columns import number_column
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.item_groups import select_groups
from surveykit.analysis.skewed_means import is_skewed_for_size, skewness_note
from surveykit.errors import AnalysisError
from surveykit.result import TESTS, Result
from surveykit.result.result_column import (
    show_group,
    show_item,
    show_number,
    show_number_span,
    show_p_value,
    show_span,
    show_words,
)
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import phrase

COLUMNS = ["item", "option", "group", "n", "base", "n_first", "n_second", "estimate", "low", "high",
           "statistic", "df", "p_value", "effect", "effect_name", "effect_low", "effect_high"]
LAYOUT = TESTS.showing(
    show_item("head.contrast"), show_group("head.groups"), show_number("estimate", "head.difference"), show_span(),
    show_number("statistic", "head.statistic"), show_number("df", "head.df", 1), show_p_value(),
    show_words("effect_name", "head.effect_name", "effect"),
    show_number_span("head.effect_interval", "effect", "effect_low", "effect_high"), figure="differences")


def welch(survey: Survey, item: str, by: str, *, groups: Sequence[str] | None = None, where: str | None = None,
          level: float = 0.95) -> Result:
    """Difference of two group means, without assuming equal variances.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    item
        A `number` or `rating` item.
    by
        An item with exactly two groups that somebody belongs to.
    groups
        The two groups of several, by value or label; the first minus the second.
    where, level
        As in `association`.

    Returns
    -------
    Result
        kind "difference"; one row: n_first and n_second (people of each group), estimate (first group minus second, in
        the item's units) with low and high, statistic, df, p_value, effect (Hedges' g) with effect_low and effect_high.

    Raises
    ------
    AnalysisError
        Not exactly two groups, or a group of fewer than two people.

    Missing values
    --------------
    Respondents without both answers are left out. Where neither group varies nothing can be
    tested: all but the difference is nan, and a note says so.

    Notes
    -----
    R: ``t.test(x, y)``. Under a design the means are weighted, their difference has Taylor's error, and df is units
    less strata less one: R's ``svyttest(x ~ by, design)``, its sign turned.

    References
    ----------
    Welch, B. L. (1947). The generalization of Student's problem when several different
    population variances are involved. Biometrika, 34, 28-35.

    Examples
    --------
    >>> import surveykit as sk
    >>> result = sk.welch(sk.example_survey(), "months", by="gender")
    >>> result.base
    37
    """
    question = require_item(survey, item, ("number", "rating"), "welch")
    item = question.name
    domain = select_domain(survey, "welch", where, level, honours=SAMPLE_PARTS)
    among = select_groups(domain, by, groups, of=[item])
    if len(among.names) != 2:
        raise AnalysisError("welch compares two groups; {by!r} has {count}.", where=survey,
                            fix="choose a `by` item with two groups, or two of them: groups={names}", by=by,
                            count=len(among.names), names=list(among.names[:2]))
    x = domain.take(number_column(survey, question))
    parts = [(among.codes == code) & ~np.isnan(x) for code in (0, 1)]
    sizes = tuple(int(part.sum()) for part in parts)
    if min(sizes) < 2:
        raise AnalysisError("Each group must have two answers.", where="{item!r} by {by!r}",
                            fix="look at means(survey, item, by=by)", item=item, by=by)
    test = _run_test(domain, x, parts, level)
    base, contrast = sum(sizes), "/".join(among.names)
    table = pd.DataFrame([(question.name, "", contrast, base, base, *sizes, test.difference, test.low, test.high,
                           test.statistic, test.df, test.p_value, test.hedges_g, "hedges_g", test.g_low,
                           test.g_high)], columns=COLUMNS)
    one, other = (among.labels[name] for name in among.names)
    contrast_words = phrase("label.minus", first=one, second=other)
    notes = (phrase("note.group_sizes", first=one, n_first=sizes[0], second=other, n_second=sizes[1]),
             *domain.notes(), *((phrase("note.no_variation"),) if np.isnan(test.p_value) else ()),
             *domain.notes_on_chance(*skewness_note([among.labels[name] for name, part in zip(
                 among.names, parts, strict=True) if is_skewed_for_size(x[part])])), *among.notes(sizes),
             phrase("note.one_test"), phrase("note.not_settled"))
    return Result(kind="difference", layout=LAYOUT, table=table, base=base, notes=notes, source=survey.facts(),
                  title=domain.title(phrase("title.difference", item=words_inside(question.words),
                                            by=words_inside(among.words))),
                  missing={"either": domain.rows - base} if domain.rows > base else {},
                  method=phrase("method.design.difference" if domain.sampling else "method.welch",
                                errors=domain.errors),
                  labels={"item": {question.name: question.words}, "group": {contrast: contrast_words},
                          "effect": {"hedges_g": phrase("effect.hedges_g")}},
                  settings={"level": level, "where": where}, language=survey.codebook.language)


def _run_test(domain: Domain, x: NDArray[np.float64], parts: Sequence[NDArray[np.bool_]], level: float) -> Welch:
    """Welch's test of the two parts, or the design's."""
    if domain.sampling is None:
        return welch_test(x[parts[0]], x[parts[1]], level)
    first, second = (domain.put_back(part, False) for part in parts)
    return sampled_difference(domain.sampling, domain.put_back(np.nan_to_num(x), 0.0), first, second, level)
