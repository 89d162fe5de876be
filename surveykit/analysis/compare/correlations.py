"""Correlations of several numbers or ratings, pair by pair."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.correlation import COEFFICIENTS, Correlation, correlate, error_ratio, sampled_correlation
from surveykit._stats.multiplicity import holm
from surveykit.analysis.coded_columns import number_column
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, note_pairs, select_domain
from surveykit.analysis.estimate import require_base
from surveykit.errors import AnalysisError
from surveykit.result import ESTIMATES, Result
from surveykit.result.result_column import BASE, show_item, show_number, show_p_value, show_span, show_words
from surveykit.survey import Survey, require_item, require_survey
from surveykit.words.phrases import join_words, phrase

LAYOUT = ESTIMATES.showing(show_item("head.first_item"), show_words("other", "head.second_item", "item"), BASE,
                           show_number("estimate", "head.coefficient"), show_span(),
                           show_p_value("head.p_holm", "p_adjusted"), figure="contrasts")
HEAVY = 1.25  # error of r without normality over Fisher's, past which its limits get a caution (docs/coverage.md)


def correlation(survey: Survey, items: str | Sequence[str], other: str | None = None, *,
                method: str = "pearson", where: str | None = None, level: float = 0.95) -> Result:
    """Correlate several numbers or ratings with each other.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`); tau-b takes a simple sample only.
    items, other
        Two or more `number` or `rating` items: as a list, or one and the other.
    method
        `pearson`, `spearman` (ranks) or `kendall` (tau-b, ranks with ties).
    where, level
        As in `association`.

    Returns
    -------
    Result
        kind "correlation"; one row per pair: item, other, n, base, estimate, low, high, statistic, df, p_value,
        p_adjusted (Holm, for all pairs).

    Raises
    ------
    AnalysisError
        Fewer than two items, an item of another kind, another method, or nobody answered both.

    Missing values
    --------------
    Pair by pair: each rests on those who answered both. nan below four people or without variation.

    Notes
    -----
    R: ``cor.test(x, y, method = ..., exact = FALSE)``. Limits on Fisher's scale, of ranks with Bonett and Wright's [1]_
    error; of tau-b with Fieller's. Pearson's hold for roughly normal numbers and ratings; heavy tails get a caution.
    Under a design: weighted moments (or ranks) with Taylor's error, t on Fisher's scale (``svycontrast`` of
    ``svymean``).

    References
    ----------
    .. [1] Bonett, D. G. and Wright, T. A. (2000). Sample size requirements for estimating Pearson, Kendall and
       Spearman correlations. Psychometrika, 65, 23-28.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.correlation(sk.example_survey(), ["cp_1", "cp_2", "months"], method="spearman")
    >>> len(found.table), round(float(found.table["estimate"].iloc[0]), 2)
    (3, 0.68)
    """
    survey = require_survey(survey, "correlation")
    if method not in COEFFICIENTS:
        raise AnalysisError("method must be one of {methods}, not {method!r}.", fix="method='spearman'",
                            methods=", ".join(COEFFICIENTS), method=method)
    named = dict.fromkeys([*([items] if isinstance(items, str | int) else items), *([] if other is None else [other])])
    asked = [require_item(survey, name, ("number", "rating"), "correlation") for name in named]
    if len(asked) < 2:
        raise AnalysisError("correlation needs at least two items.", where=survey,
                            fix="correlation(survey, ['item', 'other'])")
    domain = select_domain(survey, "correlation", where, level,
                           honours=("probability",) if method == "kendall" else SAMPLE_PARTS,
                           instead=f"correlation(survey, {[item.name for item in asked]}, method='spearman')")
    columns, rows, heavy = [domain.take(number_column(survey, item)) for item in asked], [], []
    for (one, x), (two, y) in combinations(zip(asked, columns, strict=True), 2):
        known = ~np.isnan(x) & ~np.isnan(y)
        found = correlate_domain(domain, x, y, known, method, level)
        if domain.sampling is None and method == "pearson" and error_ratio(x[known], y[known]) > HEAVY:
            heavy.append(phrase("item.pair", first=one.words, second=two.words))
        rows.append((one.name, "", two.name, found.n, found.n, found.estimate, found.low, found.high, found.statistic,
                     found.df, found.p_value))
    table = pd.DataFrame(rows, columns=["item", "option", "other", "n", "base", "estimate", "low", "high", "statistic",
                                        "df", "p_value"])
    table["p_adjusted"] = holm(table["p_value"].to_numpy(float))
    base, tested = int(table["base"].max()), int(table["p_value"].notna().sum())
    require_base(survey, base, *(item.name for item in asked))
    return Result(kind="correlation", layout=LAYOUT, table=table, base=base, source=survey.facts(),
                  title=domain.title(phrase("title.correlation")), method=phrase(
                      f"method.design.{method}" if domain.sampling else f"method.{method}"),
                  notes=(*domain.notes(), *((phrase("note.heavy_tails", pairs=join_words(heavy)),) if heavy else ()),
                         *note_pairs("note.pairs_holm", tested), phrase("note.not_settled")),
                  labels={"item": {item.name: item.words for item in asked}},
                  settings={"level": level, "where": where, "test": method, "base_unit": ""},
                  language=survey.codebook.language)


def correlate_domain(domain: Domain, x: NDArray[np.float64], y: NDArray[np.float64], known: NDArray[np.bool_],
                     method: str, level: float) -> Correlation:
    """The coefficient of those who gave both numbers, by the sample's design if there is one."""
    if domain.sampling is None:
        return correlate(x[known], y[known], method, level)
    first, second = (domain.put_back(np.nan_to_num(side), 0.0) for side in (x, y))
    return sampled_correlation(domain.sampling, first, second, domain.put_back(known, False), method, level)
