"""Draw the 46 valid people of the synthetic cohort: exact counts, random combinations.

Each question has a random stream of its own, made from random() alone, whose sequence Python
promises to keep. The seed was chosen so that the six statements hang together (Cronbach's alpha
near 0.8) and no valid form is flat.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from statistics import NormalDist
from typing import TypeVar

from volunteers_wording import OPTIONS, QUESTIONS, REMARKS, REVERSED, SERVICE_YEARS, STATEMENTS

T = TypeVar("T")
Person = dict[str, str | list[str]]

SEED = "surveykit volunteers 7"
VALID = 46
SINGLES = ("gender", "school", "county", "evaluation", "plan_after_service")
MULTIPLES = {  # how many people tick one, two, three options
    "difficulties": (20, 17, 9),
    "recruitment_barriers": (26, 17, 3),
    "policies": (21, 20, 5),
}
NAMES = (*(q.name for q in QUESTIONS), *(f"cp_{place}" for place in range(1, len(STATEMENTS) + 1)))
PLANNED_SHIFT = {
    "with_career_centre": 0.4,
    "before_graduation": 0.2,
    "after_graduation": -0.6,
    "": -0.9,
}
MONTHS = (0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 8, 8, 9, 10,
          12, 12, 14)  # fmt: skip


def stream(name: str) -> random.Random:
    """Return a random stream of its own for `name`, so that one question never disturbs another."""
    return random.Random(f"{SEED}/{name}")


def shuffled(values: Iterable[T], name: str) -> list[T]:
    """Return `values` in random order, from random() alone: its sequence is promised for ever."""
    draw = stream(name)
    return sorted(values, key=lambda _: draw.random())


def cohort() -> list[Person]:
    """Return 46 people with clean answers; "" is an empty answer."""
    columns: dict[str, list] = {name: _single(name) for name in SINGLES}
    columns["planning_time"] = shuffled(_repeated("planning_time") + [""] * 2, "planning_time")
    columns["planned"] = ["yes" if time else "no" for time in columns["planning_time"]]
    columns["service_year"] = shuffled(
        [str(year) for year, count in SERVICE_YEARS.items() for _ in range(count)], "service_year"
    )
    columns |= {name: _multiple(name, sizes) for name, sizes in MULTIPLES.items()}
    columns |= _attitudes(columns["planning_time"])
    columns["months_to_first_job"] = _months(columns["plan_after_service"])
    blanks = [""] * (VALID - len(REMARKS))
    columns["suggestion"] = shuffled([*REMARKS, *blanks], "suggestion")
    return [{name: column[i] for name, column in columns.items()} for i in range(VALID)]


def _repeated(listed: str) -> list[str]:
    return [option.name for option in OPTIONS[listed] for _ in range(option.count)]


def _single(name: str) -> list[str]:
    answers = _repeated(name)
    return shuffled(answers + [""] * (VALID - len(answers)), name)


def _multiple(name: str, sizes: tuple[int, ...]) -> list[list[str]]:
    """Return each person's ticks: exact counts per option; `sizes` people have 1, 2, 3 ticks."""
    draw = stream(name)
    ticks = [number for number, people in enumerate(sizes, start=1) for _ in range(people)]
    wanted = shuffled(ticks, f"{name} ticks")
    chosen: list[set[str]] = [set() for _ in range(VALID)]
    for option in sorted(OPTIONS[name], key=lambda option: -option.count):
        room = [wanted[i] - len(chosen[i]) + draw.random() for i in range(VALID)]
        for i in sorted(range(VALID), key=lambda i: -room[i])[: option.count]:
            chosen[i].add(option.name)
    _mix(chosen, draw)
    order = [option.name for option in OPTIONS[name]]
    return [sorted(ticks, key=order.index) for ticks in chosen]


def _mix(chosen: list[set[str]], draw: random.Random) -> None:
    """Swap ticks between random pairs: counts stay, the pattern left by filling in order goes."""
    for _ in range(4000):
        one, two = (chosen[int(draw.random() * VALID)] for _ in range(2))
        give, take = sorted(one - two), sorted(two - one)
        if give and take:
            given, taken = (names[int(draw.random() * len(names))] for names in (give, take))
            one.symmetric_difference_update({given, taken})
            two.symmetric_difference_update({given, taken})


def _attitudes(planning_time: list[str]) -> dict[str, list[str]]:
    """Return six five-point answers: one trait plus noise, the reversed statement turned round."""
    draw = stream("attitudes")
    normal = NormalDist()
    traits = [normal.inv_cdf(draw.random()) + PLANNED_SHIFT[time] for time in planning_time]
    easiness = (3.4, 3.8, 4.0, 3.6, 3.3, 3.7)
    columns: dict[str, list[str]] = {}
    for place, mean in enumerate(easiness, start=1):
        scores = [mean + 0.6 * trait + 0.75 * normal.inv_cdf(draw.random()) for trait in traits]
        points = [min(5, max(1, math.floor(score + 0.5))) for score in scores]
        columns[f"cp_{place}"] = [_agreement(6 - p if place == REVERSED else p) for p in points]
    columns["cp_3"][7] = columns["cp_5"][33] = ""
    return columns


def _agreement(point: int) -> str:
    return OPTIONS["agree5"][point - 1].name


def _months(plans: list[str]) -> list[str]:
    """Those who study have no first job yet; ten others leave the blank open."""
    workers = [i for i, plan in enumerate(plans) if plan != "study"]
    answers = shuffled([*map(str, MONTHS), *[""] * (len(workers) - len(MONTHS))], "months")
    by_person = dict(zip(workers, answers, strict=True))
    return [by_person.get(i, "") for i in range(VALID)]
