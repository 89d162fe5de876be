"""Where intervals of means rest on too few people for how skewed their answers are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from surveykit.words.phrases import Text, join_words, phrase

PER_SQUARED_SKEWNESS = 25  # people needed for t limits (Cochran, 1977, Sampling Techniques, section 2.15)
FEWEST_PEOPLE = 4  # below, a standard error says little of skewness
MOST_NAMED = 6


def is_skewed_for_size(x: NDArray[np.float64], people: NDArray[np.float64] | None = None) -> bool:
    """Whether too few gave these numbers for how skewed they are; `people` counts how many gave each."""
    counts = np.ones(x.size) if people is None else people
    n, largest = float(counts.sum()), np.abs(x).max(initial=0.0)
    if n == 0 or largest == 0:
        return False
    apart = x / largest  # of 1 at most: no power is too large
    apart = apart - (counts * apart).sum() / n
    return has_skewed_moments(n, float((counts * apart**2).sum() / n), float((counts * apart**3).sum() / n))


def has_skewed_moments(n: float, second: float, third: float) -> bool:
    """The same from central moments: fewer people than 25 times the squared skewness, and that not by chance.

    One sample of normal numbers in twenty has a skewness past two of its standard errors: such a one says nothing.
    """
    if n < FEWEST_PEOPLE or not second > 0:
        return False
    skewness = abs(third) / second**1.5
    error = np.sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
    return bool(skewness > 2 * error and n < PER_SQUARED_SKEWNESS * skewness**2)


def skewness_note(places: Sequence[Text]) -> tuple[Text, ...]:
    """The caution that names where, the first six; none where nothing is too skewed."""
    if not places:
        return ()
    named = join_words(places[:MOST_NAMED])
    more = len(places) - MOST_NAMED
    return (phrase("note.skewed_means", places=phrase("item.and_more", items=named, n=more) if more > 0 else named),)
