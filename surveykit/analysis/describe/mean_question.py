"""A number asked of groups: its means, from the numbers themselves or from what they add up to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.mean import MeanInterval, interval_of_moments, mean_interval
from surveykit._stats.sampled_mean import SampledMean, sampled_mean, sampled_mean_of_sums
from surveykit._stats.sampling import Sampling
from surveykit.analysis.domain import Domain
from surveykit.analysis.item_groups import ItemGroups
from surveykit.codebook import Item
from surveykit.result.format import decimal_text
from surveykit.survey.cell_survey import NumberSums
from surveykit.words.phrases import Text, phrase

FEWEST_OTHERS = 6  # people among whom one value is judged


@dataclass(frozen=True, slots=True, eq=False)
class MeanQuestion:
    """A number asked of groups; `sums` where its numbers are not held."""

    domain: Domain
    item: Item
    groups: ItemGroups
    x: NDArray[np.float64]
    sums: NumberSums | None

    @property
    def base(self) -> int:
        """Who gave a number and has a group."""
        return self.domain.count(~np.isnan(self.x) & (self.groups.codes >= 0))

    @property
    def least(self) -> float:
        """The smallest number of the domain; 0 where all are above it."""
        return min(self.sums.ends[0], 0.0) if self.sums else float(np.nanmin(self.x, initial=0.0))

    def lines(self, level: float) -> list[tuple[str | float, ...]]:
        """One row per group."""
        lines: list[tuple[str | float, ...]] = []
        for code, name in enumerate(self.groups.names):
            inside = self.groups.member(code) & ~np.isnan(self.x)
            if self.domain.sampling is None:
                n, *found = self._simple_mean(inside, level)
                lines.append((self.item.name, "", name, n, n, *found, n, n, 1.0, n - 1))
            else:
                mean = self._sampled_mean(self.domain.sampling, inside, level)
                lines.append((self.item.name, "", name, mean.n, *mean))
        return lines

    def _simple_mean(self, inside: NDArray[np.bool_], level: float) -> MeanInterval:
        """The mean of those inside, each counting once."""
        people, sums = self.domain.people, self.sums
        if people is None:
            return mean_interval(self.x[inside], level)
        n = int(people[inside].sum())
        apart = np.where(inside, self.x, 0.0) - self._near_mean * inside
        first, second = ((people * apart)[inside].sum(), (people * apart**2)[inside].sum()) if sums is None else (
            self.domain.take(sums.plain)[inside].sum(axis=0))
        mean, spread = (first / n, (second - first**2 / n) / (n - 1) if n > 1 else np.nan) if n else (np.nan, np.nan)
        return interval_of_moments(n, float(mean + self._near_mean), float(np.maximum(spread, 0)), level)

    @property
    def _near_mean(self) -> float:
        """A value near the mean: sums of distances from it lose no digits."""
        known = self.x[~np.isnan(self.x)]
        return self.sums.about if self.sums else float(known.mean()) if known.size else 0.0

    def _sampled_mean(self, sampling: Sampling, inside: NDArray[np.bool_], level: float) -> SampledMean:
        """The mean of those inside under the design."""
        domain, sums, rows = self.domain, self.sums, self.domain.put_back(inside, False)
        if sums is None:
            return sampled_mean(sampling, domain.put_back(np.where(inside, self.x, 0.0), 0.0), rows, level)
        weighted, squared = sums.weighted, sums.squared
        if sampling.people is not None and not domain.survey.design.weight:
            each = (sampling.weights / sampling.people)[:, None]
            weighted, squared = sums.plain * each, sums.plain * each**2
        return sampled_mean_of_sums(sampling, sums.about, weighted, squared, rows, level)

    def missing(self) -> dict[str, int]:
        """Who has no number, and who has one but no group."""
        no_group = self.domain.count(~np.isnan(self.x) & (self.groups.codes < 0))
        return self.domain.missing_counts(self.item) | ({"no_group": no_group} if no_group else {})

    def carrying_note(self) -> tuple[Text, ...]:
        """A value that moves the mean by more than two standard errors of the others: a slip, a code for missing?"""
        known = self.x[~np.isnan(self.x)]
        if self.domain.people is not None:
            return self._carrying_end()
        if known.size < FEWEST_OTHERS:
            return ()
        place = int(np.argmax(np.abs(known - np.median(known))))
        others = np.delete(known, place)
        moved = abs(known[place] / known.size - others.mean() / known.size)
        if moved <= 2 * others.std(ddof=1) / np.sqrt(others.size):
            return ()
        return self._note_carrying(float(known[place]), float(others.mean()))

    def _carrying_end(self) -> tuple[Text, ...]:
        """The same from sums: the smallest or the largest number, whichever is further from the mean."""
        known = ~np.isnan(self.x)
        n, mean, sd, *_ = self._simple_mean(known, 0.95)
        if n < FEWEST_OTHERS or not np.isfinite(sd):
            return ()
        ends = self.sums.ends if self.sums else (float(self.x[known].min()), float(self.x[known].max()))
        value = max(ends, key=lambda end: abs(end - mean))
        others = mean - (value - mean) / (n - 1)
        left = max((n - 1) * sd**2 - (value - mean) ** 2 * n / (n - 1), 0.0) / (n - 2)
        return self._note_carrying(value, others) if abs(value - others) / n > 2 * np.sqrt(left / (n - 1)) else ()

    def _note_carrying(self, value: float, others: float) -> tuple[Text, ...]:
        """The value, and the mean of the others."""
        return (phrase("note.carrying_value", item=self.item.words, value=f"{value:g}", mean=decimal_text(others, 2)),)
