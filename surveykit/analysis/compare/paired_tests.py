"""Answers of the same people: to two questions (numbers, yes or no, options), or to several yes/no questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.paired_shares import mcnemar_exact, net_share, odds_limits
from surveykit._stats.rank_tests import signed_rank
from surveykit._stats.sampled_mean import sampled_mean, weighted_quantile
from surveykit._stats.special_functions import special
from surveykit.analysis.coded_columns import Codes, number_column, option_codes
from surveykit.analysis.compare.group_samples import Row, frame_of_tests
from surveykit.analysis.compare.mean_tests import EFFECT
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.option_lines import find_option
from surveykit.analysis.questions import require_question
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import TESTS, Layout, Result
from surveykit.result.result_column import show_group, show_number, show_p_value, show_points, show_span
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import Text, phrase

RANKS = TESTS.showing(show_group("head.contrast"), show_number("estimate", "head.median_change"),
                      show_number("statistic", "head.statistic"), show_p_value(), *EFFECT, figure="contrasts")
SHARES = TESTS.showing(show_group("head.contrast"), show_points("estimate", "head.change_points"),
                       show_span("head.interval", 1), show_p_value(), *EFFECT, figure="contrasts")
DESIGN_SHARES = TESTS.showing(*SHARES.columns[:3], show_number("statistic", "head.statistic"),
                              show_number("df", "head.df", 1), show_p_value(), figure="contrasts")
HONOURED = ("probability",)


@dataclass(frozen=True, slots=True, eq=False)
class PairedQuestion:
    """Two items of the same people, those who answered both."""

    verb: str
    domain: Domain
    items: tuple[Item, ...]
    n: int
    level: float

    def row(self, group: str, **values: object) -> Row:
        """A row about everybody."""
        return {"item": self.items[0].name, "option": "", "group": group, "n": self.n, "base": self.n, **values}

    def result(self, layout: Layout, rows: Sequence[Row], method: Text, labels: Mapping[str, Text], *,
               notes: Sequence[Text] = (), effects: Sequence[str] = ()) -> Result:
        """The Result around rows."""
        survey, left = self.domain.survey, self.domain.rows - self.n
        several = [words_inside(item.words) for item in self.items]
        title = phrase("title.paired", test=phrase(f"title.{self.verb}"), first=several[0], second=several[-1]) if len(
            several) == 2 else phrase("title.several", test=phrase(f"title.{self.verb}"), k=len(several))
        return Result(kind=self.verb, layout=layout, table=frame_of_tests(rows),
                      base=self.n, title=self.domain.title(title), method=method,
                      missing=self.domain.count_unpaired(self.items, left),
                      notes=(*self.domain.notes(), *notes, phrase("note.not_settled")), source=survey.facts(),
                      labels={"item": {item.name: item.words for item in self.items}, "group": dict(labels),
                              "effect": {name: phrase(f"effect.{name}") for name in effects}},
                      settings={"level": self.level, "where": self.domain.where}, language=survey.codebook.language)


def require_people(domain: Domain, n: int, names: Sequence[str]) -> None:
    """Refuse a test of nobody."""
    if n == 0:
        raise AnalysisError("Nobody answered all of {names} here.", where=domain.survey, fix="look at survey.missing",
                            names=", ".join(map(repr, names)))


def wilcoxon(survey: Survey, first: str, second: str, *, where: str | None = None, level: float = 0.95) -> Result:
    """Did answers of the same people rise or fall? Wilcoxon's signed-rank test.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    first, second
        Two `number` or `rating` items in the same units; the change is the second less the first.
    where, level
        As in `association`.

    Returns
    -------
    Result
        kind "wilcoxon"; one row: estimate (median change), statistic V, p_value, effect net_change (share of people
        who rose less share who fell, -1 to 1) with effect_low and effect_high.

    Raises
    ------
    AnalysisError
        An item of another kind, or nobody answered both.

    Missing values
    --------------
    Respondents without both answers are left out. Those who did not change count in the net change, not in V.

    Notes
    -----
    p is exact up to 50 changes, ties kept, else normal with corrections for ties and continuity. R:
    ``wilcox.test(second, first, paired = TRUE)``; ``coin::wilcoxsign_test(zero.method = "Wilcoxon")``. Limits of the
    net change by Bonett and Price, as in `likert`. Under a design the net change is tested, a sign test:
    ``svymean(~sign(second - first), design)`` by t; V is not defined there.

    References
    ----------
    Wilcoxon, F. (1945). Individual comparisons by ranking methods. Biometrics Bulletin, 1, 80-83.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.wilcoxon(sk.example_survey(), "cp_1", "cp_2")
    >>> round(float(test.table["effect"].iloc[0]), 3)
    0.175
    """
    one, other = (require_item(survey, name, ("number", "rating"), "wilcoxon") for name in (first, second))
    domain = select_domain(survey, "wilcoxon", where, level, honours=SAMPLE_PARTS)
    whole = domain.take(number_column(survey, other)) - domain.take(number_column(survey, one))
    changes = whole[~np.isnan(whole)]
    require_people(domain, changes.size, (one.name, other.name))
    asked, group = PairedQuestion("wilcoxon", domain, (one, other), changes.size, level), f"{other.name}/{one.name}"
    labels = {group: phrase("label.minus", first=other.words, second=one.words)}
    if domain.sampling is not None:
        found = sampled_change(domain, np.sign(whole), level)
        median = weighted_quantile(changes, domain.take(domain.sampling.weights)[~np.isnan(whole)], 0.5)
        row = asked.row(group, estimate=median, statistic=found["statistic"], df=found["df"], p_value=found["p_value"],
                        effect=found["estimate"], effect_name="net_change", effect_low=found["low"],
                        effect_high=found["high"])
        return asked.result(RANKS, [row], phrase("method.design.wilcoxon"), labels, effects=("net_change",))
    test, net = signed_rank(changes), _net((changes > 0).mean(), (changes < 0).mean(), changes.size, level)
    row = asked.row(group, estimate=float(np.median(changes)), statistic=test.statistic, p_value=test.p_value,
                    effect=net[0], effect_name="net_change", effect_low=net[1], effect_high=net[2])
    method = phrase("method.wilcoxon_exact" if test.exact else "method.wilcoxon")
    return asked.result(RANKS, [row], method, labels, effects=("net_change",))


def sampled_change(domain: Domain, change: NDArray[np.float64], level: float) -> Row:
    """The mean change of everybody who has one (nan for none) under the design, t on units less strata."""
    if domain.sampling is None:
        raise ValueError("A simple sample has no design.")
    inside = domain.put_back(~np.isnan(change), False)
    mean = sampled_mean(domain.sampling, domain.put_back(np.nan_to_num(change), 0.0), inside, level)
    t = mean.mean / mean.se if mean.se > 0 else np.nan
    return {"estimate": mean.mean, "low": mean.low, "high": mean.high, "statistic": t, "df": mean.df,
            "p_value": 2 * float(special.stdtr(mean.df, -abs(t)))}


def _net(above: float, below: float, n: int, level: float) -> tuple[float, float, float]:
    """Share that rose less share that fell, with limits."""
    parts = [np.array([float(part)]) for part in (above, below, n, np.inf)]
    found = net_share(parts[0], parts[1], parts[2], parts[3], level)
    return float(found.difference[0]), float(found.low[0]), float(found.high[0])


def mcnemar(survey: Survey, first: str, second: str, *, answer: str | None = None, where: str | None = None,
            level: float = 0.95) -> Result:
    """Is a share the same in two questions to the same people? McNemar's exact test.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    first, second
        Two ticks (`hardship__pay`), or two `single` or `rating` items with the same options.
    answer
        The option whose share is compared, by value or label; of ticks the tick itself.
    where, level
        As in `association`.

    Returns
    -------
    Result
        kind "mcnemar"; one row: estimate (second share less first, in percentage points) with low and high, p_value,
        effect (odds_ratio: people who gained the answer per one who lost it) with effect_low and effect_high.

    Raises
    ------
    AnalysisError
        No `answer` for items of more than two options, different options, or nobody answered both.

    Missing values
    --------------
    Respondents without both answers are left out.

    Notes
    -----
    R: ``binom.test(b, b + c)`` for p and, as odds, the limits of b / c; the difference by Bonett and Price [1]_.
    Under a design the difference alone: ``svymean(~I(second - first), design)`` by t.

    References
    ----------
    .. [1] Bonett, D. G. and Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial
       proportions based on paired data. Journal of Educational and Behavioral Statistics, 37, 479-488.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.mcnemar(sk.example_survey(), "hardship__pay", "hardship__far")
    >>> round(float(test.table["p_value"].iloc[0]), 4)
    0.0192
    """
    items, codes = same_options(survey, (first, second), "mcnemar")
    domain = select_domain(survey, "mcnemar", where, level, honours=SAMPLE_PARTS)
    chosen = _chosen_option(items[0], answer)
    one, other = (domain.take(part) for part in codes)
    known = (one >= 0) & (other >= 0)
    require_people(domain, int(known.sum()), [item.name for item in items])
    before, after = one[known] == chosen, other[known] == chosen
    asked = PairedQuestion("mcnemar", domain, items, int(known.sum()), level)
    group = f"{items[1].name}/{items[0].name}"
    labels = {group: phrase("label.minus", first=items[1].words, second=items[0].words)}
    if domain.sampling is not None:
        change = np.where(known, (other == chosen).astype(float) - (one == chosen), np.nan)
        found = sampled_change(domain, change, level)
        points = {name: 100 * float(str(found[name])) for name in ("estimate", "low", "high")}
        return asked.result(DESIGN_SHARES, [asked.row(group, **found | points)], phrase(
            "method.design.mcnemar", option=items[0].answers[chosen].label), labels)
    row = asked.row(group, **change_of(before, after, level))
    notes = (phrase("note.changed", gained=int((after & ~before).sum()), lost=int((before & ~after).sum())),)
    return asked.result(SHARES, [row], phrase("method.mcnemar", option=items[0].answers[chosen].label),
                        labels, notes=notes, effects=("odds_ratio",))


def change_of(before: NDArray[np.bool_], after: NDArray[np.bool_], level: float) -> Row:
    """How a share changed among the same people, in percentage points."""
    gained, lost = int((after & ~before).sum()), int((before & ~after).sum())
    net = _net(gained / before.size, lost / before.size, before.size, level)
    low, high = odds_limits(gained, lost, level)
    return {"estimate": 100 * net[0], "low": 100 * net[1], "high": 100 * net[2], "p_value": mcnemar_exact(gained, lost),
            "effect": gained / lost if lost else np.inf if gained else np.nan, "effect_name": "odds_ratio",
            "effect_low": low, "effect_high": high}


def same_options(survey: Survey, names: Sequence[str], verb: str) -> tuple[tuple[Item, ...], list[Codes]]:
    """Items with the same options, and the codes of their answers."""
    items = tuple(require_question(survey, name, ("single", "rating"), verb) for name in names)
    if len({tuple(option.value for option in item.answers) for item in items}) > 1:
        raise AnalysisError("{verb} compares items with the same options; {names} have different ones.", where=survey,
                            fix="recode one of them", verb=verb, names=", ".join(item.name for item in items))
    return items, [option_codes(survey, item) for item in items]


def _chosen_option(item: Item, answer: str | None) -> int:
    """Where the option stands whose share is compared: the one named, else the first of two."""
    if answer is not None:
        return find_option(item, answer)
    if len(item.answers) > 2:
        raise AnalysisError("mcnemar compares the share of one answer; {item!r} has {count}.",
                            fix="mcnemar(..., answer={first!r}), or stuart_maxwell(survey, first, second) for all",
                            item=item.name, count=len(item.answers), first=item.answers[0].value)
    return 0
