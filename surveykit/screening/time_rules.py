"""How long it took: too fast for reading, far faster than the others, far slower."""

import numpy as np
from numpy.typing import NDArray

from surveykit.screening.rule_outcome import RuleOutcome, RuleRefusedError, find_hits, require_people
from surveykit.screening.screened_answers import ScreenedAnswers
from surveykit.words.phrases import phrase

LEAST_FOR_MEDIAN, LEAST_FOR_FENCE = 10, 20
LEAST_PAGES, MOST_OF_A_PAGE = 2, 3.0


def find_speeders(answers: ScreenedAnswers, seconds_per_item: float) -> RuleOutcome:
    """Under so many seconds per question shown."""
    item, known = _require_times(answers)
    each = answers.seconds / np.maximum(answers.shown_counts, 1)
    return RuleOutcome(int(known.sum()), [find_hits(item, each < seconds_per_item, each, f"{seconds_per_item:g}",
                                                    decimals=2)])


def find_relatively_fast(answers: ScreenedAnswers, times: float) -> RuleOutcome:
    """So many times faster than the median: median / duration, its mean over pages where their times are known.
    Each page counts at most `MOST_OF_A_PAGE`, so that one page passed over does not decide; a page that fewer than ten
    people saw is left out. Reference: Leiner, D. J. (2019). Survey Research Methods, 13, 229-248.
    """
    pages = answers.page_seconds
    pages = pages[:, (~np.isnan(pages)).sum(axis=0) >= LEAST_FOR_MEDIAN]
    if pages.shape[1] >= LEAST_PAGES:
        speeds = np.minimum(np.nanmedian(pages, axis=0) / pages, MOST_OF_A_PAGE)
        seen = (~np.isnan(speeds)).sum(axis=1)
        speed = np.where(seen > 0, np.nansum(speeds, axis=1) / np.maximum(seen, 1), np.nan)
        return RuleOutcome(int((seen > 0).sum()), [find_hits("", speed >= times, speed, f"{times:g}", decimals=2)],
                           note=phrase("screen.by_page", pages=pages.shape[1]))
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
