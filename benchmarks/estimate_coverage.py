"""How often the intervals of estimates that `interval_coverage.py` leaves out hold the true value.

    python benchmarks/estimate_coverage.py [samples]

Means and their differences, ratios, totals, quartiles, curves of time until an event, odds of changing, agreement of
coders, and Cramér's V, differences and correlations under a design (schools as in `interval_coverage.py`). The nominal
level is 95 %.
"""

import math
import sys
from collections.abc import Callable, Iterator

import numpy as np
from interval_coverage import CUTS, school_sample

from surveykit._stats.correlation import sampled_correlation
from surveykit._stats.kaplan_meier import kaplan_meier
from surveykit._stats.mean import mean_interval, welch
from surveykit._stats.paired_shares import odds_limits
from surveykit._stats.resample import bootstrap_interval
from surveykit._stats.sample_ratios import sample_ratios
from surveykit._stats.sampled_mean import sampled_difference, sampled_quantile, sampled_total
from surveykit._stats.sampling import simple_sampling
from surveykit._stats.share_limits import critical_value
from surveykit.analysis.compare.table_tests import run_sampled, weigh_table

DRAW = np.random.default_rng(47)
MANY = 2_000_000  # people of whom a true value is found that has no formula
NUMBERS: dict[str, tuple[Callable[[int], np.ndarray], float]] = {
    "normal": (lambda n: DRAW.normal(size=n), 0.0),
    "five points, skewed": (lambda n: np.digitize(DRAW.normal(size=n), CUTS["skewed"]) + 1.0, 0.0),
    "log-normal": (lambda n: np.exp(DRAW.normal(size=n)), math.exp(0.5))}
NUMBERS["five points, skewed"] = (NUMBERS["five points, skewed"][0],
                                  float(NUMBERS["five points, skewed"][0](MANY).mean()))


def mean_holds(n: int, name: str) -> bool:
    """Whether the limits of a mean hold it."""
    draw, truth = NUMBERS[name]
    found = mean_interval(draw(n))
    return found.low <= truth <= found.high


def difference_holds(n: int, name: str) -> bool:
    """Whether Welch's limits hold no difference: a fifth of the people in the first group, spread threefold."""
    draw, truth = NUMBERS[name]
    found = welch(3 * (draw(n // 5) - truth), draw(n - n // 5) - truth)
    return found.low <= 0 <= found.high


def ratio_holds(n: int) -> tuple[bool, bool]:
    """Whether the limits of a ratio of two related log-normal numbers, and of a total of the second, hold it."""
    shared = DRAW.normal(size=n)
    below, above = np.exp(1 + 0.4 * shared), np.exp(0.4 * shared + 0.3 * DRAW.normal(size=n))
    sampling = simple_sampling(n)
    found = sample_ratios(sampling.sum_columns(np.column_stack([above, below])), np.array([[1.0], [0.0]]),
                          np.array([[0.0], [1.0]]))
    half = float(critical_value(n - 1, 0.95)) * math.sqrt(found.variance[0])
    total = sampled_total(sampling, below, np.ones(n, dtype=bool))
    return (abs(found.estimate[0] - math.exp(0.045 - 1)) <= half,
            total.low <= n * math.exp(1.08) <= total.high)


def quantile_holds(n: int, share: float) -> bool:
    """Whether Woodruff's limits hold a quantile of a log-normal number."""
    found = sampled_quantile(simple_sampling(n), np.exp(DRAW.normal(size=n)), np.ones(n, dtype=bool), share)
    normal = {0.25: -0.6744897501960817, 0.75: 0.6744897501960817, 0.9: 1.2815515655446004}[share]
    return found.low <= math.exp(normal) <= found.high


def curve_holds(n: int) -> tuple[bool, bool]:
    """Whether the band of a curve holds it half way, and the limits of the median hold it: a third are censored."""
    event, seen = DRAW.exponential(size=n), DRAW.exponential(2, size=n)
    curve = kaplan_meier(np.minimum(event, seen), event <= seen)
    place = int(np.searchsorted(curve.times, math.log(2), side="right")) - 1
    _, low, high = curve.quantile(0.5)
    return bool(curve.low[place] <= 0.5 <= curve.high[place]), bool(
        low <= math.log(2) <= (math.inf if math.isnan(high) else high))


def odds_hold(n: int) -> bool:
    """Whether exact limits hold the odds of gaining (.2 of all) to losing (.1)."""
    gained, lost, _ = DRAW.multinomial(n, (0.2, 0.1, 0.7))
    low, high = odds_limits(int(gained), int(lost))
    return not low > 2 and not high < 2


def agreement_holds(units: int) -> bool:
    """Whether the bootstrap's limits hold Krippendorff's alpha of two coders, each wrong in 15 % of the units."""
    given = coded_units(units)
    found = bootstrap_interval(given, "alpha_nominal", draws=500, seed=1, values=(0.0, 1.0))
    return bool(found.low <= AGREED <= found.high)


def coded_units(units: int) -> np.ndarray:
    """Two coders x units: a code that a third of the units bear, each coder wrong in 15 %."""
    truth = DRAW.random(units) < 1 / 3
    return (truth ^ (DRAW.random((2, units)) < 0.15)).astype(float)


def design_holds(schools: int) -> tuple[bool, ...]:
    """Whether limits under a design hold V, a difference of means and a correlation."""
    sampling, trait = school_sample(schools)
    other = 0.5 * trait + math.sqrt(0.75) * DRAW.normal(size=trait.size)
    rows, columns = np.digitize(trait, POINTS), np.digitize(other, POINTS)
    cells = np.eye(16)[4 * rows + columns]
    counts = np.bincount(4 * rows + columns, minlength=16).reshape(4, 4)
    inside = np.ones(trait.size, dtype=bool)
    effect = run_sampled(weigh_table(counts, sampling.sum_columns(cells), sampling.degrees(inside))).effect
    apart = sampled_difference(sampling, other, rows < 2, rows >= 2)
    r = sampled_correlation(sampling, trait, other, inside, "pearson")
    return (effect.low <= TRUE_V <= effect.high, apart.low <= TRUE_APART <= apart.high, r.low <= 0.5 <= r.high)


POINTS = (-0.6744897501960817, 0.0, 0.6744897501960817)


def true_values() -> tuple[float, float, float]:
    """V and the difference of means of so many people, and alpha of so many units."""
    trait = DRAW.normal(size=MANY)
    other = 0.5 * trait + math.sqrt(0.75) * DRAW.normal(size=MANY)
    table = np.bincount(4 * np.digitize(trait, POINTS) + np.digitize(other, POINTS), minlength=16).reshape(4, 4)
    shares = table / MANY
    chance = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    given = coded_units(MANY)
    apart = 1 - (given[0] != given[1]).mean() / (2 * given.mean() * (1 - given.mean()))
    return (math.sqrt(((shares - chance) ** 2 / chance).sum() / 3),
            float(other[trait < 0].mean() - other[trait >= 0].mean()), float(apart))


TRUE_V, TRUE_APART, AGREED = true_values()


def list_trials() -> Iterator[tuple[str, Callable[[], object]]]:
    """What is tried, and one trial of it."""
    for n in (46, 200, 2000):
        for name in NUMBERS:
            yield f"mean, {name}, n = {n}", lambda n=n, name=name: mean_holds(n, name)
            yield f"difference of means, {name}, n = {n}", lambda n=n, name=name: difference_holds(n, name)
        yield f"ratio, total, n = {n}", lambda n=n: ratio_holds(n)
        for share in (0.25, 0.75, 0.9):
            yield f"quantile {share}, n = {n}", lambda n=n, share=share: quantile_holds(n, share)
        yield f"curve half way, its median, n = {n}", lambda n=n: curve_holds(n)
        yield f"odds of changing, n = {n}", lambda n=n: odds_hold(n)
    for units in (50, 100, 200, 500):
        yield f"agreement, {units} units", lambda units=units: agreement_holds(units)
    for schools in (12, 20, 60, 200):
        yield f"V, difference, correlation, {schools} schools", lambda schools=schools: design_holds(schools)


def main(samples: int = 1000) -> None:
    """Print the share of samples whose interval holds the truth."""
    for name, trial in list_trials():
        held = np.atleast_1d(np.mean([trial() for _ in range(samples)], axis=0))
        print(f"{name:<45} " + " ".join(f"{100 * share:.1f}" for share in held), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
