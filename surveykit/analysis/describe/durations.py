"""How long until something happened, those included to whom it has not happened yet."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.kaplan_meier import KaplanMeier, kaplan_meier
from surveykit.analysis.coded_columns import number_column
from surveykit.analysis.domain import select_domain
from surveykit.analysis.estimate import require_base, title_by, wording
from surveykit.analysis.item_groups import TOTAL, select_groups
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.format import level_words
from surveykit.result.result_column import show_count, show_group, show_number, show_span
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import phrase

STEPS = (show_number("time", "head.time", 0), show_count("head.at_risk", "at_risk"),
         show_count("head.events", "events"), show_count("head.last_seen", "censored"),
         show_number("estimate", "head.still_waiting", 2), show_span())
LAYOUT = LISTING.showing(*STEPS, figure="curve")
BY_GROUP = LISTING.showing(show_group(), *STEPS, figure="curve", sections="always")
COLUMNS = ["item", "option", "group", "time", "at_risk", "events", "censored", "estimate", "low", "high", "n", "base",
           "median", "median_low", "median_high"]


def duration(survey: Survey, item: str, *, still: str | None = None, by: str | None = None, where: str | None = None,
             level: float = 0.95) -> Result:
    """How long until something happened: the share still without it over time (Kaplan and Meier's curve).

    Parameters
    ----------
    survey
        Survey after cleaning.
    item
        A `number` item: the time until it happened, for those to whom it has.
    still
        A `number` item: the time so far, for those to whom it has not happened yet. They stay among the people at
        risk until then.
    by, where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "duration"; one row per group and time, from 0. Columns: item, option, group, time, at_risk (people just
        before it), events, censored (last seen then), estimate (share to whom it has not happened), low, high, n
        (events in all), base (people), median, median_low, median_high (in units of the item).

    Raises
    ------
    AnalysisError
        An item of another kind, a time under 0, somebody with both times, or nobody with either.

    Missing values
    --------------
    Respondents with neither time are left out: it is not known how long they waited, or they never began to.
    A limit is nan before the first event and when nobody is left; a median that the curve does not reach is nan.

    Notes
    -----
    Without `still` everybody in the table has had the event, and those who wait are not in it: the times look shorter
    than they are, and a note says so. Band: log(-log), point by point.
    R: ``survfit(Surv(time, event) ~ group, conf.type = "log-log")``.

    References
    ----------
    Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the American
    Statistical Association, 53, 457-481.

    Examples
    --------
    >>> import surveykit as sk
    >>> months = sk.duration(sk.example_survey(), "months")
    >>> months.base, float(months.table["median"].iloc[0])
    (37, 4.0)
    """
    question = require_item(survey, item, ("number",), "duration")
    other = None if still is None else require_item(survey, still, ("number",), "duration")
    domain = select_domain(survey, "duration", where, level, honours=("probability",),
                           instead=f"quantiles(survey, {question.name!r})")
    groups = select_groups(domain, by)
    happened = domain.take(number_column(survey, question))
    waiting = np.full(len(happened), np.nan) if other is None else domain.take(number_column(survey, other))
    _require_lawful(survey, happened, waiting, (item, still or item))
    times = np.where(np.isnan(happened), waiting, happened)
    inside = ~np.isnan(times) & (groups.codes >= 0)
    frames, bases = [], []
    for code, group in enumerate(groups.names):
        who = inside & (groups.codes == code)
        bases.append(int(who.sum()))
        if bases[-1]:
            curve = kaplan_meier(times[who], ~np.isnan(happened[who]), level)
            frames.append(_curve_rows(question.name, group, curve))
    base = sum(bases)
    require_base(survey, base, question.name, groups.item)
    left = domain.rows - base
    alone = () if other else (phrase("note.duration_alone"),)
    return Result(kind="duration", layout=BY_GROUP if by else LAYOUT,
                  table=pd.concat(frames, ignore_index=True)[COLUMNS], base=base,
                  title=domain.title(title_by(question.words, groups.words)), missing={"no_time": left} if left else {},
                  method=phrase("method.duration", level=level_words(level)),
                  notes=(*wording(question), *alone, *domain.notes(), *groups.notes(bases)), source=survey.facts(),
                  labels={"item": {question.name: question.words},
                          "group": dict(groups.labels) if groups.item else {TOTAL: phrase("group.total")}},
                  settings={"level": level, "where": where}, language=survey.codebook.language)


def _curve_rows(item: str, group: str, curve: KaplanMeier) -> pd.DataFrame:
    """The steps of a curve, each with its median."""
    median, low, high = curve.quantile(0.5)
    events = int(curve.events.sum())
    return pd.DataFrame({
        "item": item, "option": "", "group": group, "time": curve.times, "at_risk": curve.at_risk,
        "events": curve.events, "censored": curve.censored, "estimate": curve.survival, "low": curve.low,
        "high": curve.high, "n": events, "base": int(curve.at_risk[0]), "median": median, "median_low": low,
        "median_high": high})


def _require_lawful(survey: Survey, happened: NDArray[np.float64], waiting: NDArray[np.float64],
                    names: tuple[str, str]) -> None:
    """Refuse times under 0, and people who wait for what has happened."""
    for name, times in zip(names, (happened, waiting), strict=True):
        if (times < 0).any():
            raise AnalysisError("{count} answers to {item!r} are under 0.", where=survey,
                                fix='set_missing(survey, {item!r}, where="{item} < 0", kind=..., reason=...)',
                                count=int((times < 0).sum()), item=name)
    both = int((~np.isnan(happened) & ~np.isnan(waiting)).sum())
    if both:
        raise AnalysisError("{count} respondents have a time in both {item!r} and {still!r}.", where=survey,
                            fix="one of them must be empty: it has happened, or it has not", count=both, item=names[0],
                            still=names[1])
