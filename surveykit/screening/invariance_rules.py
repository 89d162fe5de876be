"""The same answer again and again."""

import math

import numpy as np

from surveykit._stats.careless import count_runs, response_spread
from surveykit.screening.rule_outcome import RuleOutcome, RuleRefusedError, find_hits, require_people
from surveykit.screening.screened_answers import ScreenedAnswers

LEAST_RUN = 6
LEAST_ITEMS = 5
LEAST_FOR_SHARE = 20


def find_long_runs(answers: ScreenedAnswers, share: float) -> RuleOutcome:
    """A run of equal answers over this share of the ratings, six at least; as answered, before reversing."""
    require_ratings(answers, LEAST_RUN)
    longest = count_runs(answers.points).longest.astype(float)
    least = max(LEAST_RUN, math.ceil(share * len(answers.ratings)))
    return RuleOutcome(answers.people, [find_hits("", longest >= least, longest, str(least))])


def find_straight_lines(answers: ScreenedAnswers, rows: float) -> RuleOutcome:
    """One point for every row of a battery that has a reversed item, or so many rows."""
    fit = [one for one in answers.batteries if one.has_reversed or len(one.items) >= rows]
    if not fit:
        raise RuleRefusedError("needs_battery", rows=f"{rows:g}")
    hits, seen = [], np.zeros(answers.rows, dtype=bool)
    for battery in fit:
        x = answers.points[:, list(battery.places)]
        whole = ~np.isnan(x).any(axis=1)
        flat = whole & (x == x[:, :1]).all(axis=1)
        seen |= whole
        hits.append(find_hits(battery.name, flat, x.max(axis=1), str(len(battery.items))))
    return RuleOutcome(int(seen.sum()), hits)


def find_little_spread(answers: ScreenedAnswers, share: float) -> RuleOutcome:
    """Among the share of respondents whose answers vary least (standard deviation over the ratings).
    Those who tie at the limit are among them, unless that made more than half of all.
    """
    require_ratings(answers, LEAST_ITEMS)
    spread = response_spread(answers.points)
    known = ~np.isnan(spread)
    require_people(int(known.sum()), LEAST_FOR_SHARE)
    limit = float(np.nanquantile(spread, share))
    hit = spread <= limit
    hit = hit if 2 * hit.sum() <= known.sum() else spread < limit
    return RuleOutcome(int(known.sum()), [find_hits("", hit, spread, f"{limit:.2f}", decimals=2)])


def require_ratings(answers: ScreenedAnswers, least: int) -> None:
    """Refuse where there are too few rating items."""
    if len(answers.ratings) < least:
        raise RuleRefusedError("needs_ratings", least=least, count=len(answers.ratings))
