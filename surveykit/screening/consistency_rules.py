"""Answers that do not go together: with each other, or with those of everybody else."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.careless import even_odd, pair_consistency, pair_items, person_total, squared_distance
from surveykit._stats.special_functions import special
from surveykit.codebook import Item
from surveykit.screening.invariance_rules import require_ratings
from surveykit.screening.rule_outcome import RuleOutcome, RuleRefusedError, find_hits, require_people
from surveykit.screening.screened_answers import ScreenedAnswers, point_ends
from surveykit.words.phrases import Text, phrase, same_text

SYNONYM, ANTONYM = 0.60, -0.60
LEAST_PAIRS, SENSIBLE_PAIRS, LEAST_SCALES, LEAST_TWINS = 3, 5, 3, 2
LEAST_FOR_PAIRS, LEAST_FOR_MEANS, ITEMS_FOR_MEANS, PEOPLE_PER_ITEM = 100, 10, 10, 5


def find_distant(answers: ScreenedAnswers, confidence: float) -> RuleOutcome:
    """Mahalanobis distance within a battery beyond the quantile of chi-squared with as many degrees as items."""
    require_ratings(answers, 2)
    hits, seen, left = [], np.zeros(answers.rows, dtype=bool), []
    for battery in answers.batteries:
        x, items = answers.points[:, list(battery.places)], len(battery.items)
        distance = squared_distance(x)
        if (~np.isnan(x).any(axis=1)).sum() < PEOPLE_PER_ITEM * items or np.isnan(distance).all():
            left.append(battery)
            continue
        limit = float(special.chdtri(items, 1 - confidence))
        seen |= ~np.isnan(distance)
        hits.append(find_hits(battery.name, distance > limit, distance, f"{limit:.2f}", decimals=2))
    if not hits:
        _refuse_distances(answers)
    return RuleOutcome(int(seen.sum()), hits, phrase(
        "screen.left_out", items=same_text(", ".join(one.name for one in left))) if left else {})


def _refuse_distances(answers: ScreenedAnswers) -> None:
    """Say how many complete respondents the smallest battery needs."""
    if not answers.batteries:
        raise RuleRefusedError("needs_battery", rows=3)
    smallest = min(answers.batteries, key=lambda one: len(one.items))
    complete = int((~np.isnan(answers.points[:, list(smallest.places)]).any(axis=1)).sum())
    require_people(complete, PEOPLE_PER_ITEM * len(smallest.items))
    raise RuleRefusedError("no_variation")


def find_uneven(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """Even-odd consistency over the scales below this."""
    scales = [one.places for one in answers.batteries if any(item.scale for item in one.items)]
    if len(scales) < LEAST_SCALES:
        raise RuleRefusedError("needs_scales", least=LEAST_SCALES, count=len(scales))
    return _below(even_odd(answers.turned_points, scales), least)


def find_unlike_synonyms(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """Correlation below this over pairs of items that go together between persons (r > .60)."""
    r, note = _pairs(answers, SYNONYM)
    return _below(r, least, note)


def find_alike_antonyms(answers: ScreenedAnswers, most: float) -> RuleOutcome:
    """Correlation above this over pairs of items that oppose each other between persons (r < -.60)."""
    r, note = _pairs(answers, ANTONYM)
    known = ~np.isnan(r)
    return RuleOutcome(int(known.sum()), [find_hits("", r > most, r, f"{most:g}", decimals=2)], note)


def find_against_all(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """Correlation with the item means of all others below this."""
    require_ratings(answers, ITEMS_FOR_MEANS)
    require_people(int((~np.isnan(answers.points)).any(axis=1).sum()), LEAST_FOR_MEANS)
    return _below(person_total(answers.points), least)


def find_contradicting_pairs(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """So many times an item and its reversed twin both in the upper, or both in the lower quarter of the points."""
    pairs = list(_twins(answers))
    if len(pairs) < LEAST_TWINS:
        raise RuleRefusedError("needs_twins", least=LEAST_TWINS, count=len(pairs))
    count, seen = np.zeros(answers.rows), np.zeros(answers.rows, dtype=bool)
    for straight, back in pairs:
        one, other = (_side(answers, item) for item in (straight, back))
        count += (one == other) & (one != 0)
        seen |= ~np.isnan(one) & ~np.isnan(other)
    return RuleOutcome(int(seen.sum()), [find_hits("", count >= least, count, f"{least:g}")])


def _below(r: NDArray[np.float64], least: float, note: Text | None = None) -> RuleOutcome:
    """Respondents whose index is below a limit."""
    known = ~np.isnan(r)
    return RuleOutcome(int(known.sum()), [find_hits("", r < least, r, f"{least:g}", decimals=2)], note or {})


def _pairs(answers: ScreenedAnswers, critical: float) -> tuple[NDArray[np.float64], Text]:
    """The correlation over pairs of items within each person, and a caution where the pairs are few."""
    require_ratings(answers, LEAST_PAIRS)
    require_people(int((~np.isnan(answers.points)).any(axis=1).sum()), LEAST_FOR_PAIRS)
    pairs = pair_items(answers.points, critical)
    if len(pairs) < LEAST_PAIRS:
        raise RuleRefusedError("needs_pairs", least=LEAST_PAIRS, count=len(pairs), critical=f"{critical:.2f}")
    note = phrase("screen.few_pairs", count=len(pairs)) if len(pairs) < SENSIBLE_PAIRS else {}
    return pair_consistency(answers.points, pairs), note


def _twins(answers: ScreenedAnswers) -> Iterator[tuple[Item, Item]]:
    """Each reversed item with the item of its battery that is worded straight and stands nearest, each taken once."""
    for battery in answers.batteries:
        free = [place for place, item in enumerate(battery.items) if not item.reverse]
        for place, item in enumerate(battery.items):
            if item.reverse and free:
                _, nearest = min((abs(other - place), other) for other in free)
                free.remove(nearest)
                yield battery.items[nearest], item


def _side(answers: ScreenedAnswers, item: Item) -> NDArray[np.float64]:
    """1 in the upper quarter of the points, -1 in the lower, 0 between; nan for no answer."""
    x, (low, high) = answers.numbers(item.name), point_ends(answers.survey, item)
    quarter = (high - low) / 4
    return np.where(np.isnan(x), np.nan, (x >= high - quarter).astype(float) - (x <= low + quarter))
