"""The share still without an event over time, when some were last seen before it: Kaplan and Meier's curve."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from surveykit._stats.argument_checks import FloatArray, IntArray, lawful_level
from surveykit._stats.special_functions import normal_quantile

SAME = 1e-9


class TimeQuantile(NamedTuple):
    """A time with its limits; nan where the curve or its band never comes so low."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class KaplanMeier:
    """The curve at each time, from 0 on: people at risk just before it, events and people last seen at it."""

    times: FloatArray
    at_risk: IntArray
    events: IntArray
    censored: IntArray
    survival: FloatArray
    low: FloatArray
    high: FloatArray

    def quantile(self, share: float) -> TimeQuantile:
        """When the share without the event falls to 1 - `share`; its limits are where the band does.
        R: ``quantile(survfit(Surv(time, event) ~ 1, conf.type = "log-log"), share)``.
        """
        return TimeQuantile(*(self._crossing(curve, 1 - share) for curve in (self.survival, self.low, self.high)))

    def _crossing(self, curve: FloatArray, height: float) -> float:
        """The first time at or below a height; the middle of a stretch that lies exactly on it."""
        below = np.flatnonzero(curve <= height + SAME)
        if not below.size:
            return float("nan")
        under = np.flatnonzero(curve < height - SAME)
        first = below[0]
        exact = abs(curve[first] - height) <= SAME and under.size
        return float((self.times[first] + self.times[under[0]]) / 2 if exact else self.times[first])


def kaplan_meier(time: ArrayLike, event: ArrayLike, level: float = 0.95) -> KaplanMeier:
    """The curve of people each followed until an event, or until they were last seen.
    time: Not negative, in any unit. event: whether the event happened then; at equal times it comes first.
    Formula: S(t) = prod (1 - d / n); band on log(-log S): S ** exp(-/+ z sqrt(sum d / (n (n - d))) / log S).
    Degenerate: no limits (nan) where nothing has happened yet, and where nobody is left.
    R: ``survfit(Surv(time, event) ~ 1, conf.type = "log-log", conf.int = level)``.
    Reference: Kaplan & Meier (1958). Nonparametric estimation from incomplete observations. JASA 53, 457-481.
    """
    level = lawful_level(level)
    times, happened = np.asarray(time, float), np.asarray(event, bool)
    if times.shape != happened.shape or times.ndim != 1 or (times < 0).any() or not np.isfinite(times).all():
        raise ValueError("time must be finite and not negative, with one event (true or false) for each")
    steps = np.unique(np.append(times, 0.0))
    places = np.searchsorted(steps, times)
    events = np.bincount(places, weights=happened, minlength=len(steps)).astype(np.int64)
    seen = np.bincount(places, minlength=len(steps)).astype(np.int64)
    at_risk = seen[::-1].cumsum()[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(at_risk > 0, 1 - events / at_risk, 1.0)
        survival = left.cumprod()
        spread = np.sqrt(np.cumsum(np.where(events > 0, events / (at_risk * (at_risk - events)), 0.0)))
        power = normal_quantile((1 + level) / 2) * spread / np.log(survival)
        low, high = survival ** np.exp(-power), survival ** np.exp(power)
    known = (survival > 0) & (survival < 1)
    return KaplanMeier(steps, at_risk, events, seen - events, survival,
                       np.where(known, low, np.nan), np.where(known, high, np.nan))
