"""Tests by ranks: two groups, several groups with their pairs, ordered groups."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.multiplicity import holm
from surveykit._stats.rank_tests import dunn, mid_shares
from surveykit._stats.rank_tests import kruskal_wallis as rank_variance
from surveykit._stats.rank_tests import mann_whitney as rank_sums
from surveykit._stats.sampled_mean import sampled_difference
from surveykit._stats.sampling import Sampling
from surveykit._stats.several_means import sampled_anova
from surveykit._stats.special_functions import chi_square_ncp
from surveykit.analysis.compare.correlations import correlate_domain
from surveykit.analysis.compare.group_samples import GroupSamples, Row, ask_samples
from surveykit.analysis.compare.mean_tests import EFFECT
from surveykit.analysis.domain import note_pairs
from surveykit.result import TESTS, Result
from surveykit.result.result_column import show_group, show_number, show_p_value
from surveykit.survey import Survey
from surveykit.words.phrases import phrase

LAYOUT = TESTS.showing(show_group("head.groups"), show_number("statistic", "head.statistic"),
                       show_number("df", "head.df", 1), show_p_value(), *EFFECT, figure="contrasts")


def mann_whitney(survey: Survey, item: str, by: str, *, groups: Sequence[str] | None = None, where: str | None = None,
                 level: float = 0.95) -> Result:
    """Do answers of one group tend to be higher than those of another?

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    item
        A `number` or `rating` item; only its order counts.
    by
        An item with two groups.
    groups, where, level
        As in `welch`.

    Returns
    -------
    Result
        kind "mann_whitney"; one row: statistic (W; under a design t on df), p_value, effect (superiority, -1 to 1: the
        share of pairs of people in which the first group is higher, less the share in which it is lower) with
        effect_low and effect_high.

    Raises
    ------
    AnalysisError
        Not exactly two groups.

    Missing values
    --------------
    Respondents without both answers are left out.

    Notes
    -----
    p is exact up to 50 people, ties kept (R: ``coin::wilcox_test(distribution = "exact")``), else normal with
    corrections for ties and continuity (``wilcox.test``). Limits by Brunner and Munzel [1]_, who assume neither equal
    spreads nor a shift. Under a design: ``svyranktest(item ~ by, design)`` [2]_, its sign turned.

    References
    ----------
    .. [1] Brunner, E. and Munzel, U. (2000). The nonparametric Behrens-Fisher problem. Biometrical Journal, 42, 17-25.
    .. [2] Lumley, T. and Scott, A. J. (2013). Two-sample rank tests under complex sampling. Biometrika, 100, 831-842.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.mann_whitney(sk.example_survey(), "cp_1", by="gender")
    >>> round(float(test.table["p_value"].iloc[0]), 3)
    0.543
    """
    asked = ask_samples(survey, "mann_whitney", item, by, groups, where, level, fewest=1, exactly=2)
    sampling = asked.domain.sampling
    if sampling is None:
        test = rank_sums(asked.samples[0], asked.samples[1], level)
        row = asked.pair_row(0, 1, statistic=test.statistic, p_value=test.p_value, effect=test.effect,
                             effect_name="superiority", effect_low=test.low, effect_high=test.high)
        method = "method.mann_whitney_exact" if test.exact else "method.mann_whitney"
        return asked.result(LAYOUT, [row], phrase(method), effects=("superiority",))
    (pair,) = _design_pairs(asked, sampling, _rank_shares(asked, sampling))
    return asked.result(LAYOUT, [pair], phrase("method.design.ranks"), effects=("superiority",))


def _rank_shares(asked: GroupSamples, sampling: Sampling) -> NDArray[np.float64]:
    """The weighted share of the sample's people in a group who lie below each, ties as half."""
    inside, weights = np.logical_or.reduce(asked.parts), asked.domain.take(sampling.weights)
    shares = np.full(asked.x.size, np.nan)
    shares[inside] = mid_shares(asked.x[inside], weights[inside])
    return shares


def _design_pairs(asked: GroupSamples, sampling: Sampling, shares: NDArray[np.float64]) -> list[Row]:
    """Every pair of groups by the ranks of all, adjusted by Holm; differences of shares doubled are superiority, cut
    at its ends (unequal weights of equal answers can pass them, as in R)."""
    values, parts = asked.put_back(shares)
    pairs = list(combinations(range(len(parts)), 2))
    tests = [sampled_difference(sampling, values, parts[one], parts[other], asked.level, ranks=True)
             for one, other in pairs]
    adjusted = holm(np.array([test.p_value for test in tests]))
    effects = np.clip([[2 * test.difference, 2 * test.low, 2 * test.high] for test in tests], -1, 1).tolist()
    return [asked.pair_row(one, other, statistic=test.statistic, df=test.df, p_value=p, effect=effect,
                           effect_name="superiority", effect_low=low, effect_high=high)
            for (one, other), test, p, (effect, low, high) in zip(pairs, tests, adjusted, effects, strict=True)]


def kruskal_wallis(survey: Survey, item: str, by: str, *, groups: Sequence[str] | None = None, where: str | None = None,
                   level: float = 0.95) -> Result:
    """Do answers tend to be higher in some groups, and in which pairs? Kruskal and Wallis, then Dunn.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item
        A `number` or `rating` item; only its order counts.
    by
        An item with two groups or more.
    groups, where, level
        As in `anova`.

    Returns
    -------
    Result
        kind "kruskal_wallis". First row: all groups (statistic H on df; p_value; effect epsilon squared, 0 to 1). Then
        every pair: statistic z (under a design t), p_value adjusted by Holm, effect superiority, as `mann_whitney`.

    Raises
    ------
    AnalysisError
        Fewer than two groups.

    Missing values
    --------------
    Respondents without both answers are left out.

    Notes
    -----
    R: ``kruskal.test``; pairs by Dunn [1]_ on the ranks of all groups (R in Debian has no function; two routes agree),
    ``p.adjust(p, "holm")``. Limits of epsilon squared H / (n - 1) invert the non-central chi-square; for strong effects
    they are too wide. Under a design: ``svyranktest(item ~ by, design)`` (F).

    References
    ----------
    .. [1] Dunn, O. J. (1964). Multiple comparisons using rank sums. Technometrics, 6, 241-252.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.kruskal_wallis(sk.example_survey(), "cp_1", by="plan", groups=["home", "stay", "renew"])
    >>> len(test.table)
    4
    """
    asked = ask_samples(survey, "kruskal_wallis", item, by, groups, where, level, fewest=1)
    sampling = asked.domain.sampling
    if sampling is None:
        test = rank_variance(asked.samples)
        limits = np.minimum(chi_square_ncp(test.statistic, test.df, level), asked.base - 1)  # nan stays
        low, high = (limits / (asked.base - 1)).tolist()
        found = dunn(asked.samples, level)
        adjusted = holm(np.array([pair.p_value for pair in found]))
        rows = [asked.row(statistic=test.statistic, df=test.df, p_value=test.p_value, effect=test.effect,
                          effect_name="epsilon_squared", effect_low=low, effect_high=high),
                *(asked.pair_row(pair.first, pair.second, statistic=pair.statistic, p_value=p, effect=pair.effect,
                                 effect_name="superiority", effect_low=pair.low, effect_high=pair.high)
                  for pair, p in zip(found, adjusted, strict=True))]
    else:
        shares = _rank_shares(asked, sampling)
        whole = sampled_anova(sampling, *asked.put_back(shares), ranks=True).test
        rows = [asked.row(statistic=whole.statistic, df=whole.df, df_second=whole.df_second, p_value=whole.p_value),
                *_design_pairs(asked, sampling, shares)]
    return asked.result(LAYOUT, rows, phrase("method.kruskal_wallis" if sampling is None else "method.design.ranks"),
                        effects=("epsilon_squared", "superiority"), notes=note_pairs("note.pairs_holm", len(rows) - 1))


def trend(survey: Survey, item: str, by: str, *, groups: Sequence[str] | None = None, where: str | None = None,
          level: float = 0.95) -> Result:
    """Do answers rise or fall over ordered groups? Jonckheere and Terpstra.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item
        A `number` or `rating` item; only its order counts.
    by
        An item whose groups have an order: a rating by its points, else the order of the codebook, or that of `groups`.
    groups, where, level
        As in `anova`.

    Returns
    -------
    Result
        kind "trend"; one row: statistic z (above 0: answers rise), p_value, effect Kendall's tau-b between group and
        answer with effect_low and effect_high (under a design t, Spearman's rho).

    Raises
    ------
    AnalysisError
        Fewer than two groups.

    Missing values
    --------------
    Respondents without both answers are left out.

    Notes
    -----
    Jonckheere's count of pairs of people in rising order [1]_, less its mean, is half Kendall's score of the groups
    with the answers; z has the variance of that score, corrected for ties. R: ``cor.test(as.numeric(by), item, method =
    "kendall", exact = FALSE)``. Under a design as `correlation` has it, of the weighted ranks of group and answer.

    References
    ----------
    .. [1] Jonckheere, A. R. (1954). A distribution-free k-sample test against ordered alternatives. Biometrika, 41,
       133-145.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.trend(sk.example_survey(), "cp_2", by="cp_1")
    >>> bool(test.table["p_value"].iloc[0] < 0.001)
    True
    """
    asked = ask_samples(survey, "trend", item, by, groups, where, level, fewest=1)
    order = np.full(asked.x.size, np.nan)
    for part, place in zip(asked.parts, _places(asked, groups), strict=True):
        order[part] = place
    simple = asked.domain.sampling is None
    found = correlate_domain(asked.domain, order, asked.x, ~np.isnan(order), "kendall" if simple else "spearman", level)
    name = "tau_b" if simple else "rho"
    row = asked.row(statistic=found.statistic, df=np.nan if simple else found.df, p_value=found.p_value,
                    effect=found.estimate, effect_name=name, effect_low=found.low, effect_high=found.high)
    return asked.result(LAYOUT, [row], phrase("method.trend" if simple else "method.design.trend"), effects=(name,))


def _places(asked: GroupSamples, groups: Sequence[str] | None) -> list[float]:
    """Where each group stands: as `groups` says, else a rating by its points, else as in the codebook."""
    names, book = asked.groups.names, asked.domain.survey.codebook
    if groups is not None or asked.groups.item not in book or book[asked.groups.item].kind != "rating":
        return [float(place) for place in range(len(names))]
    points = {option.value: option.score or 0.0 for option in book[asked.groups.item].answers}
    return [points[name] for name in names]
