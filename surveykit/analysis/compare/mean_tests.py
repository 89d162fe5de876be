"""Means of two groups, of several with their pairs, and whether two means are alike enough."""

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from surveykit._stats.group_means import eta_limits, games_howell, tost
from surveykit._stats.multiplicity import holm
from surveykit._stats.sampled_mean import sampled_difference
from surveykit._stats.several_means import sampled_anova, welch_anova
from surveykit.analysis.compare.group_samples import GroupSamples, Row, ask_samples
from surveykit.analysis.domain import note_pairs
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
from surveykit.survey import Survey
from surveykit.words.phrases import phrase

EFFECT = (show_words("effect_name", "head.effect_name", "effect"),
          show_number_span("head.effect_interval", "effect", "effect_low", "effect_high"))
WELCH = TESTS.showing(
    show_item("head.contrast"), show_group("head.groups"), show_number("estimate", "head.difference"), show_span(),
    show_number("statistic", "head.statistic"), show_number("df", "head.df", 1), show_p_value(), *EFFECT,
    figure="differences")
ANOVA = TESTS.showing(
    show_group("head.groups"), show_number("estimate", "head.difference"), show_span(),
    show_number("statistic", "head.statistic"), show_number("df", "head.df", 1),
    show_number("df_second", "head.df_second", 1), show_p_value(), *EFFECT, figure="contrasts")
EQUIVALENCE = TESTS.showing(
    show_group("head.groups"), show_number("estimate", "head.difference"), show_span("head.interval_tost"),
    show_number("df", "head.df", 1), show_p_value("head.p_tost"), *EFFECT, figure="contrasts")


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
    asked = ask_samples(survey, "welch", item, by, groups, where, level, exactly=2)
    survey, domain, among, test = asked.domain.survey, asked.domain, asked.groups, asked.difference(level)
    n_first, n_second = asked.sizes
    first, second = (among.labels[name] for name in among.names)
    table = pd.DataFrame([asked.pair_row(
        0, 1, n_first=n_first, n_second=n_second, estimate=test.difference, low=test.low, high=test.high,
        statistic=test.statistic, df=test.df, p_value=test.p_value, effect=test.hedges_g, effect_name="hedges_g",
        effect_low=test.g_low, effect_high=test.g_high)])
    notes = (phrase("note.group_sizes", first=first, n_first=n_first, second=second, n_second=n_second),
             *domain.notes(), *((phrase("note.no_variation"),) if np.isnan(test.p_value) else ()),
             *asked.skewness_notes, *among.notes(asked.sizes), phrase("note.one_test"), phrase("note.not_settled"))
    return Result(kind="difference", layout=WELCH, table=table, base=asked.base, notes=notes, source=survey.facts(),
                  title=domain.title(phrase("title.difference", item=words_inside(asked.item.words),
                                            by=words_inside(among.words))),
                  missing={"either": domain.rows - asked.base} if domain.rows > asked.base else {},
                  method=phrase("method.design.difference" if domain.sampling else "method.welch",
                                errors=domain.errors),
                  labels={"item": {asked.item.name: asked.item.words},
                          "group": {"/".join(among.names): phrase("label.minus", first=first, second=second)},
                          "effect": {"hedges_g": phrase("effect.hedges_g")}},
                  settings={"level": level, "where": where}, language=survey.codebook.language)


def anova(survey: Survey, item: str, by: str, *, groups: Sequence[str] | None = None, where: str | None = None,
          level: float = 0.95) -> Result:
    """Do several groups differ in a mean, and which pairs do? Welch's analysis of variance, then Games and Howell.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    item
        A `number` or `rating` item.
    by
        A `single` or `rating` item, or a tick, with two groups or more.
    groups
        Some of the groups, by value or label.
    where, level
        As in `association`.

    Returns
    -------
    Result
        kind "anova". First row: all groups (statistic F on df and df_second, p_value, effect eta squared with
        effect_low and effect_high). Then every pair: estimate (first mean less second) with low and high, statistic
        t, df, p_value (both adjusted for all pairs), effect Hedges' g.

    Raises
    ------
    AnalysisError
        Fewer than two groups, or a group of fewer than two people.

    Missing values
    --------------
    Respondents without both answers are left out. Groups that do not vary leave the test nan.

    Notes
    -----
    No equal variances are assumed. R: ``oneway.test(item ~ by)``; pairs: t with Welch's df against
    ``ptukey(abs(t) * sqrt(2), k, df)`` [1]_ (R in Debian has no function; two routes agree). Limits of eta squared
    invert the noncentral F. Under a design: ``regTermTest(svyglm(item ~ by), ~by)``, pairs by ``svyttest`` with
    p adjusted by Holm and limits by Bonferroni.

    References
    ----------
    .. [1] Games, P. A. and Howell, J. F. (1976). Pairwise multiple comparison procedures with unequal n's and/or
       variances. Journal of Educational Statistics, 1, 113-125.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.anova(sk.example_survey(), "months", by="plan", groups=["home", "stay", "renew"])
    >>> test.table["group"].tolist()
    ['plan', 'home/stay', 'home/renew', 'stay/renew']
    """
    asked = ask_samples(survey, "anova", item, by, groups, where, level)
    rows = _anova_rows(asked) if asked.domain.sampling is None else _design_rows(asked)
    return asked.result(ANOVA, rows, phrase("method.anova" if asked.domain.sampling is None else "method.design.anova"),
                        effects=("eta_squared", "hedges_g"),
                        notes=(*note_pairs("note.pairs", len(rows) - 1), *asked.skewness_notes))


def _anova_rows(asked: GroupSamples) -> list[Row]:
    """Welch's F and all pairs of a simple sample."""
    samples = asked.samples
    found = welch_anova(samples)
    low, high = eta_limits(found.test.statistic, found.test.df, found.test.df_second, asked.base, asked.level)
    rows = [asked.row(statistic=found.test.statistic, df=found.test.df, df_second=found.test.df_second,
                      p_value=found.test.p_value, effect=found.eta_squared, effect_name="eta_squared", effect_low=low,
                      effect_high=high)]
    return [*rows, *(asked.pair_row(pair.first, pair.second, estimate=pair.difference, low=pair.low, high=pair.high,
                                    statistic=pair.statistic, df=pair.df, p_value=pair.p_value, effect=pair.effect,
                                    effect_name="hedges_g", effect_low=pair.effect_low, effect_high=pair.effect_high)
                     for pair in games_howell(samples, asked.level))]


def _design_rows(asked: GroupSamples) -> list[Row]:
    """Wald's F and all pairs under a design."""
    sampling = asked.domain.sampling
    if sampling is None:
        raise ValueError("A simple sample has no design.")
    x, parts = asked.put_back(asked.x)
    found = sampled_anova(sampling, x, parts)
    low, high = eta_limits(found.test.statistic, found.test.df, found.test.df_second, asked.base, asked.level)
    pairs = list(combinations(range(len(parts)), 2))
    tests = [sampled_difference(sampling, x, parts[one], parts[other], 1 - (1 - asked.level) / len(pairs))
             for one, other in pairs]
    adjusted = holm(np.array([test.p_value for test in tests]))
    rows = [asked.row(statistic=found.test.statistic, df=found.test.df, df_second=found.test.df_second,
                      p_value=found.test.p_value, effect=found.eta_squared, effect_name="eta_squared", effect_low=low,
                      effect_high=high)]
    return [*rows, *(asked.pair_row(one, other, estimate=test.difference, low=test.low, high=test.high,
                                    statistic=test.statistic, df=test.df, p_value=p, effect=test.hedges_g,
                                    effect_name="hedges_g", effect_low=test.g_low, effect_high=test.g_high)
                     for (one, other), test, p in zip(pairs, tests, adjusted, strict=True))]


def equivalence(survey: Survey, item: str, by: str, margin: float, *, groups: Sequence[str] | None = None,
                where: str | None = None, level: float = 0.95) -> Result:
    """Are two group means alike, that is closer than a margin? Two one-sided tests.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item
        A `number` or `rating` item.
    by
        An item with two groups.
    margin
        The largest difference that does not matter, in the item's units, above 0; chosen before the data are seen.
    groups, where
        As in `welch`.
    level
        1 less the size of the test; the interval is that of 2 level - 1 (90 % for 0.95).

    Returns
    -------
    Result
        kind "equivalence"; one row: estimate (first mean less second), low and high, df, p_value (small: the means
        are closer than the margin), effect Hedges' g.

    Raises
    ------
    AnalysisError
        Not two groups, a group of fewer than two people, or a margin that is not above 0.

    Missing values
    --------------
    Respondents without both answers are left out.

    Notes
    -----
    The larger of two one-sided Welch tests [1]_, of a difference of minus and plus the margin; p is below 1 - level
    where the interval lies within the margins. R: ``t.test(x, y, mu = -margin, alternative = "greater")`` and
    ``mu = margin, alternative = "less"``. Under a design by ``svyttest``.

    References
    ----------
    .. [1] Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the power approach.
       Journal of Pharmacokinetics and Biopharmaceutics, 15, 657-680.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.equivalence(sk.example_survey(), "cp_1", by="gender", margin=1)
    >>> round(float(test.table["p_value"].iloc[0]), 3)
    0.024
    """
    if not (isinstance(margin, int | float) and 0 < margin < math.inf):
        raise AnalysisError("margin must be a number above 0, not {margin!r}.", margin=margin,
                            fix="equivalence(survey, item, by=..., margin=the largest difference that does not matter)")
    asked = ask_samples(survey, "equivalence", item, by, groups, where, level, exactly=2)
    wide = 2 * level - 1
    if wide <= 0:
        raise AnalysisError("level must lie above 0.5, not {level:g}.", fix="level=0.95", level=level)
    test = asked.difference(wide)
    row = asked.pair_row(0, 1, estimate=test.difference, low=test.low, high=test.high, df=test.df,
                         p_value=tost(test.difference, test.difference / test.statistic if test.statistic else math.nan,
                                      test.df, margin), effect=test.hedges_g, effect_name="hedges_g",
                         effect_low=test.g_low, effect_high=test.g_high)
    return asked.result(EQUIVALENCE, [row], phrase("method.equivalence", margin=f"{margin:g}"), effects=("hedges_g",),
                        notes=asked.skewness_notes, settings={"margin": margin})
