"""How long it took: too fast for reading, far faster than the others, far slower."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from surveykit.screening.rule_outcome import RuleOutcome, RuleRefusedError, find_hits, require_people
from surveykit.screening.screened_answers import ScreenedAnswers

LEAST_FOR_MEDIAN, LEAST_FOR_FENCE = 10, 20


def find_speeders(answers: ScreenedAnswers, seconds_per_item: float) -> RuleOutcome:
    """Under so many seconds per question shown."""
    item, known = _require_times(answers)
    each = answers.seconds / np.maximum(answers.shown_counts, 1)
    return RuleOutcome(int(known.sum()), [find_hits(item, each < seconds_per_item, each, f"{seconds_per_item:g}",
                                                    decimals=2)])


def find_relatively_fast(answers: ScreenedAnswers, times: float) -> RuleOutcome:
    """So many times faster than the median: median / duration."""
    item, known = _require_times(answers)
    require_people(int(known.sum()), LEAST_FOR_MEDIAN)
    speed = np.nanmedian(answers.seconds) / answers.seconds
    return RuleOutcome(int(known.sum()), [find_hits(item, speed >= times, speed, f"{times:g}", decimals=2)])


def find_slow(answers: ScreenedAnswers, ranges: float) -> RuleOutcome:
    """Logarithm of the time above the upper quartile by so many interquartile ranges."""
    item, known = _require_times(answers)
    require_people(int(known.sum()), LEAST_FOR_FENCE)
    logs = np.log(answers.seconds)
    low, high = np.nanquantile(logs, [0.25, 0.75])
    fence = float(np.exp(high + ranges * (high - low)))
    return RuleOutcome(int(known.sum()), [find_hits(item, answers.seconds > fence, answers.seconds, f"{fence:.0f}")])


def _require_times(answers: ScreenedAnswers) -> tuple[str, NDArray[np.bool_]]:
    """The item that holds the time, and who has one."""
    if answers.duration is None:
        raise RuleRefusedError("needs_role", role="duration")
    return answers.duration.name, ~np.isnan(answers.seconds)
