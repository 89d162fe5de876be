"""Draw the 46 valid people of the synthetic cohort: exact counts, random combinations.

Each question has a random stream of its own, made from random() alone, whose sequence Python
promises to keep. The seed was chosen so that the six statements hang together (Cronbach's alpha
near 0.8) and no valid form is flat.
"""

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
SINGLES = ("gender", "school", "county", "home_province", "heard_when", "heard_from", "difficulty",
           "plan_after_service")  # fmt: skip
MULTIPLES = {  # how many people tick one, two, three options; the others leave the question open
    "recruitment_barriers": (21, 15, 3),
    "policies": (29, 15, 2),
    "evaluation": (0, 0, 44),
}
NAMES = (*(q.name for q in QUESTIONS), *(f"cp_{place}" for place in range(1, len(STATEMENTS) + 1)))
PLANNED_SHIFT = {
    "with_career_centre": 0.4,
    "before_graduation": 0.2,
    "after_graduation": -0.6,
    "other": -0.9,
    "never": -0.9,
}
MONTHS = (0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 8, 8, 9, 10, 11, 12,
          12, 14, 15, 18)  # fmt: skip
MONTHS_SEARCHING = (2, 5, 9, 16)
# by construction those who had a plan more often are where they planned to be; nothing else is tied together
WHERE_NOW = {
    "home": {"home": 11, "stay": 1, "civil_service": 2, "other": 3, "unemployed": 3},
    "stay": {"stay": 4, "home": 2, "other": 1, "unemployed": 1},
    "renew": {"renew": 3, "stay": 1, "home": 1, "civil_service": 1, "unemployed": 2},
    "study": {"study": 2, "home": 1, "other": 1},
    "civil_service": {"civil_service": 1, "unemployed": 1},
    "undecided": {"home": 1},
    "other": {"other": 1},
    "": {"home": 1, "other": 1},
}
DESTINATIONS = {
    "home": {"10": 7, "11": 6, "12": 2, "75": 1, "76": 1},
    "stay": {"10": 3, "11": 2, "51": 1},
    "renew": {"50": 3},
    "study": {"80": 2},
    "civil_service": {"10": 4},
    "other": {"10": 1, "11": 4, "12": 1, "76": 1},
    "unemployed": {"70": 5, "71": 1, "72": 1},
}
POSTS = {
    "10": ("government", "public_institution", "state_firm"), "11": ("private_firm", "private_firm", "foreign_firm"),
    "12": ("private_firm",),
    "50": ("grassroots",), "51": ("grassroots",), "75": ("own_business",), "76": ("own_business",),
}  # fmt: skip
NOT_AT_WORK = ("study", "unemployed")


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
    columns["planning_time"] = shuffled(_repeated("planning_time"), "planning_time")
    columns["service_year"] = shuffled(
        [str(year) for year, count in SERVICE_YEARS.items() for _ in range(count)], "service_year"
    )
    columns |= {name: _multiple(name, sizes) for name, sizes in MULTIPLES.items()}
    columns |= _attitudes(columns["planning_time"])
    columns |= _now(columns["plan_after_service"])
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
    ticks += [0] * (VALID - len(ticks))
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


def _now(plans: list[str]) -> dict[str, list[str]]:
    """Where the people are now; "-" is a question they were not asked."""
    where = _handed_out(plans, WHERE_NOW, "where_now")
    codes = _handed_out(where, DESTINATIONS, "destination_code")
    waiting = [i for i, code in enumerate(codes) if code == "70"]
    found = ["not_looking" if code in {"71", "72", "80"} else "yes" for code in codes]
    for i in waiting[1:]:  # one who waits for work had a job before
        found[i] = "looking"
    had_one, at_work = [job == "yes" for job in found], [place not in NOT_AT_WORK for place in where]
    present = _drawn([POSTS.get(code, ("",)) for code in codes], "present_post")
    earlier = _drawn([(post, post, "private_firm") if post else ("private_firm",) for post in present], "first_post")
    return {
        "where_now": where, "destination_code": codes, "first_job": found,
        "months_to_first_job": _asked(had_one, [*map(str, MONTHS), ""], "months"),
        "months_searching": _asked([job == "looking" for job in found], list(map(str, MONTHS_SEARCHING)), "searching"),
        "first_post": [post if asked else "-" for post, asked in zip(earlier, had_one, strict=True)],
        "present_post": [post if asked else "-" for post, asked in zip(present, at_work, strict=True)],
        "field_match": _asked(at_work, ["matched"] * 12 + ["partly"] * 13 + ["unmatched"] * 12, "field_match"),
        "service_counted": _asked(at_work, ["yes"] * 14 + ["partly"] * 6 + ["no"] * 12 + ["unsure"] * 4,
                                  "service_counted"),
        "stayed_months": _stays(where),
    }  # fmt: skip


def _handed_out(groups: list[str], shares: dict[str, dict[str, int]], name: str) -> list[str]:
    """Exact counts of answers within each group, in random order."""
    left = {group: shuffled([answer for answer, n in counts.items() for _ in range(n)], f"{name} {group}")
            for group, counts in shares.items()}  # fmt: skip
    return [left[group].pop() for group in groups]


def _drawn(choices: list[tuple[str, ...]], name: str) -> list[str]:
    draw = stream(name)
    return [words[int(draw.random() * len(words))] for words in choices]


def _asked(asked: list[bool], answers: list[str], name: str) -> list[str]:
    """The answers in random order among those who were asked; too few answers leave the rest open."""
    places = [i for i, was in enumerate(asked) if was]
    given = dict(zip(places, shuffled(answers + [""] * (len(places) - len(answers)), name), strict=True))
    return [given.get(i, "-") for i in range(len(asked))]


def _stays(where: list[str]) -> list[str]:
    """Months at the place of service after the term: long for those who are still there."""
    draw = stream("stays")
    long = {"stay": 30, "renew": 12}
    return [str(long.get(place, 0) + int((10 if place in long else 5) * draw.random() ** 2)) for place in where]
