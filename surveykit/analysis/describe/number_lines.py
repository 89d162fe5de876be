"""Totals, ratios and quantiles of numbers, alone or by group."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.sample_ratios import sample_ratios
from surveykit._stats.sampled_mean import sampled_quantile, sampled_total
from surveykit._stats.sampling import Sampling, simple_sampling
from surveykit._stats.share_limits import critical_value
from surveykit.analysis.coded_columns import choice_codes, number_column
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.estimate import item_notes, require_base, title_by
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import ESTIMATES, Layout, Result
from surveykit.result.format import decimal_text, level_words
from surveykit.result.result_column import BASE, show_group, show_item, show_number, show_option, show_span
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import Text, phrase

Floats = NDArray[np.float64]
COLUMNS = ["item", "option", "group", "n", "base", "estimate", "se", "low", "high", "weighted_n", "effective_n",
           "design_effect", "df"]
TOTALS = ESTIMATES.showing(show_item(), show_option(), show_group(), BASE, show_number("estimate", "head.total", 0),
                           show_number("se", "head.se", 0), show_span(decimals=0))
RATIO = ESTIMATES.showing(show_item("head.ratio"), show_group(), BASE, show_number("estimate", "head.ratio_value", 3),
                          show_span(decimals=3), figure="dots")
QUANTILES = ESTIMATES.showing(show_item(), show_option("head.quantile"), show_group(), BASE,
                              show_number("estimate", "head.value"), show_span())
FEWEST_BEYOND = 10  # people beyond a quantile of the tails for its limits to hold 93 % (docs/coverage.md)
Line = tuple[str | float, ...]


def totals(survey: Survey, item: str, *, by: str | None = None, where: str | None = None,
           level: float = 0.95) -> Result:
    """How many people in the population gave each answer, or what a number adds up to there.

    Parameters
    ----------
    survey
        Survey whose design tells the population: weights that add up to it, or `population=` (`set_design`).
    item
        A `number` (its sum), or a `single`, `rating` or `multiple` item (people per option).
    by, where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "totals"; one row per group and option (one for a number). Columns: item, option, group, n, base
        (respondents), estimate (total), se, low, high, weighted_n, effective_n (nan), design_effect (nan), df.

    Raises
    ------
    AnalysisError
        A survey without weights and population, an item of another kind, or nobody answered.

    Missing values
    --------------
    Left out: a total is of those who answered, and too small where many did not.

    Notes
    -----
    sum of w x, its error by Taylor, t on units less strata of the group. What the weights add up to stands in a note;
    weights that add up to the sample give totals of the sample. R: ``svytotal(~item, subset(design, group))``,
    ``confint(., df = degf(.))``.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.set_design(sk.example_survey(), population=400)
    >>> sk.totals(survey, "plan").table["estimate"].round(6).tolist()
    [180.0, 80.0, 70.0, 50.0, 20.0]
    """
    question = require_item(survey, item, ("number", "single", "rating", "multiple"), "totals")
    domain = select_domain(survey, "totals", where, level, honours=SAMPLE_PARTS)
    if not (survey.design.weight or survey.design.population):
        raise AnalysisError("totals needs a design that tells the population.", where=survey,
                            fix="set_design(survey, population=...) or set_design(survey, weight=...)")
    columns, codes = _total_columns(survey, question)
    asked = _NumberQuestion("totals", domain, question, select_groups(domain, by), _complete(columns))
    sampling, labels = asked.sampling, {f"{question.name}={option.value}": option.label for option in question.answers}
    return asked.result(
        TOTALS, lambda inside: [(code, *sampled_total(sampling, columns[:, place], inside, level))
                                for place, code in enumerate(codes)],
        phrase("title.totals", item=question.words), level, labels=labels,
        notes=(phrase("note.sum_of_weights", total=decimal_text(float(sampling.weights.sum()), 0)),))


def ratio(survey: Survey, item: str, other: str, *, by: str | None = None, where: str | None = None,
          level: float = 0.95) -> Result:
    """The total of one number over the total of another, such as places filled per place offered.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item, other
        Two `number` or `rating` items: above and below the line.
    by, where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "ratio"; one row per group: columns as `totals`, estimate the ratio.

    Raises
    ------
    AnalysisError
        An item of another kind, or nobody answered both.

    Missing values
    --------------
    Respondents without both answers are left out. nan where the lower total is 0.

    Notes
    -----
    sum w y / sum w x (not the mean of single ratios), its error by Taylor, t on units less strata.
    R: ``svyratio(~item, ~other, subset(design, group))``.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed., chapter 6.

    Examples
    --------
    >>> import surveykit as sk
    >>> round(float(sk.ratio(sk.example_survey(), "cp_1", "cp_2").table["estimate"].iloc[0]), 3)
    0.941
    """
    first, second = (require_item(survey, name, ("number", "rating"), "ratio") for name in (item, other))
    domain = select_domain(survey, "ratio", where, level, honours=SAMPLE_PARTS)
    both = np.column_stack([number_column(survey, first), number_column(survey, second)])

    asked = _NumberQuestion("ratio", domain, first, select_groups(domain, by), _complete(both))
    words = phrase("label.ratio", first=first.words, second=second.words)
    return asked.result(RATIO, lambda inside: [_ratio_line(asked.sampling, both, inside, level)], words, level,
                        words=words)


def _ratio_line(sampling: Sampling, both: Floats, inside: NDArray[np.bool_], level: float) -> Line:
    """The ratio of the totals of two columns, with its limits."""
    sums = sampling.sum_columns(np.where(inside[:, None], both, 0.0))
    found = sample_ratios(sums, np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]]))
    estimate, se, df = float(found.estimate[0]), float(np.sqrt(found.variance[0])), sampling.degrees(inside)
    half = float(critical_value(df, level)) * se
    return "", estimate, se, estimate - half, estimate + half, df


def quantiles(survey: Survey, item: str, *, shares: Sequence[float] = (0.25, 0.5, 0.75), by: str | None = None,
              where: str | None = None, level: float = 0.95) -> Result:
    """Median, quartiles or other quantiles of a number, each with its interval.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item
        A `number` or `rating` item.
    shares
        Shares of respondents that lie below, each in (0, 1).
    by, where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "quantiles"; one row per group and share (`option`: the share as text). Columns as `totals`, estimate in
        the item's own units.

    Raises
    ------
    AnalysisError
        An item of another kind, a share outside (0, 1), or nobody answered.

    Missing values
    --------------
    Left out. A limit is nan where the sample is too small to reach it. With fewer than ten people beyond a quantile
    other than the median a caution says that its interval may be too narrow.

    Notes
    -----
    The value whose weight from below exceeds the share, the mean of two where it is reached exactly; Woodruff's
    interval [1]_ turns the t limits of the share back into values. R: ``svyquantile(~x, d, shares, qrule = "school",
    interval.type = "mean", df = degf(d))``; equal weights ``quantile(x, shares, type = 2)``.

    References
    ----------
    .. [1] Woodruff, R. S. (1952). Confidence intervals for medians and other position measures. Journal of the
       American Statistical Association, 47, 635-646.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.quantiles(sk.example_survey(), "months").table["estimate"].tolist()
    [2.0, 4.0, 9.0]
    """
    question = require_item(survey, item, ("number", "rating"), "quantiles")
    domain = select_domain(survey, "quantiles", where, level, honours=SAMPLE_PARTS)
    if not shares or not all(0 < share < 1 for share in shares):
        raise AnalysisError("shares must lie between 0 and 1.", where="quantiles", fix="shares=(0.25, 0.5, 0.75)")
    x = number_column(survey, question)
    asked = _NumberQuestion("quantiles", domain, question, select_groups(domain, by), ~np.isnan(x))
    beyond = min((round(min(share, 1 - share), 12) for share in shares if share != 0.5), default=math.inf)
    sizes = [int((~np.isnan(x) & asked.member(code)).sum()) for code in range(len(asked.groups.names))]
    return asked.result(
        QUANTILES, lambda inside: [(f"{share:g}", *sampled_quantile(asked.sampling, x, inside, share, level))
                                   for share in shares],
        phrase("title.quantiles", item=question.words), level,
        notes=domain.notes_on_chance(phrase("note.quantile_tail")) if (
            min(filter(None, sizes), default=0) * beyond < FEWEST_BEYOND) else (),
        labels={f"{question.name}={share:g}": _quantile_words(share) for share in shares})


def _complete(columns: Floats) -> NDArray[np.bool_]:
    """Who has every number."""
    return np.asarray(~np.isnan(columns).any(axis=1))


def _quantile_words(share: float) -> Text:
    """`Median`, `Lower quartile`, or `80 % lie below`."""
    known = {0.25: "quantile.lower", 0.5: "quantile.median", 0.75: "quantile.upper"}
    return phrase(known[share]) if share in known else phrase("quantile.share", share=f"{share:g}")


def _total_columns(survey: Survey, item: Item) -> tuple[Floats, tuple[str, ...]]:
    """Respondents x lines whose totals are asked for, nan for no answer, and the codes of the lines."""
    if item.kind == "number":
        return number_column(survey, item)[:, None], ("",)
    options = tuple(option.value for option in item.answers)
    ticks = choice_codes(survey, item)
    return np.where((ticks < 0).any(axis=1, keepdims=True), np.nan, ticks), options


@dataclass(frozen=True, slots=True, eq=False)
class _NumberQuestion:
    """Numbers asked of a survey; `known` says of every respondent whether he gave them."""

    verb: str
    domain: Domain
    item: Item
    groups: ItemGroups
    known: NDArray[np.bool_]

    @property
    def sampling(self) -> Sampling:
        """The design, or that of a simple sample."""
        return self.domain.sampling or simple_sampling(self.domain.survey.rows)

    def member(self, code: int) -> NDArray[np.bool_]:
        """Who of the sample is in a group."""
        return np.asarray(self.domain.put_back(self.groups.codes, -1) == code)

    def result(self, layout: Layout, measure: Callable[[NDArray[np.bool_]], list[Line]], title: Text, level: float, *,
               words: Text | None = None, notes: tuple[Text, ...] = (),
               labels: Mapping[str, Text] | None = None) -> Result:
        """A row per group and line that `measure` gives for those inside."""
        survey, domain, name = self.domain.survey, self.domain, self.item.name
        known = self.known & domain.put_back(np.ones(domain.rows, dtype=bool), False)
        lines, bases = [], []
        for code, group in enumerate(self.groups.names):
            inside = known & self.member(code)
            weight, n = float(self.sampling.weights[inside].sum()), int(inside.sum())
            bases.append(n)
            lines += [(name, option, group, n, n, *found, weight, np.nan, np.nan, df)
                      for option, *found, df in measure(inside)]
        require_base(survey, sum(bases), name, self.groups.item)
        left = domain.rows - sum(bases)
        return Result(kind=self.verb, layout=layout, title=domain.title(title_by(title, self.groups.words)),
                      table=pd.DataFrame(lines, columns=COLUMNS), base=sum(bases),
                      missing={"incomplete": left} if left else {},
                      method=phrase(f"method.{self.verb}", level=level_words(level), errors=self.domain.errors),
                      notes=(*item_notes(domain.survey, self.item), *domain.notes(), *notes, *self.groups.notes(bases)),
                      source=survey.facts(), labels={
                          "item": {name: words or self.item.words}, "option": dict(labels or {}),
                          "group": dict(self.groups.labels) if self.groups.item else {}},
                      settings={"level": level, "where": domain.where}, language=survey.codebook.language)
