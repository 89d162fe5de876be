"""Neighbouring columns of the same few numbers: more likely the points of one scale than the codes of choices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from surveykit.codebook import Item
from surveykit.codebook.draft import DraftQuestion
from surveykit.drafting.option_list import options_of_points
from surveykit.words.phrases import phrase

LEAST_ROWS, LEAST_POINTS, MOST_POINTS = 3, 4, 11
USED = 0.6  # of the points between the lowest and the highest, in each column
LOWEST = (0, 1)


def rate_neighbours(items: Sequence[Item], doubts: Sequence[DraftQuestion],
                    language: str) -> tuple[list[Item], list[DraftQuestion]]:
    """Items and doubts, neighbours whose answers are 1 to k, most of them used in each, as ratings; the first asks."""
    coded = {doubt.item for doubt in doubts if doubt.key == "codes"}
    numbers = {item.name: [int(option.value) for option in item.answers] for item in items
               if item.kind == "single" and item.name in coded and all(o.value.isdecimal() for o in item.answers)}
    made, left = {item.name: item for item in items}, list(doubts)
    for run, low, high in find_rated_runs(items, numbers):
        options = options_of_points(range(low, high + 1), language)
        made |= {item.name: replace(item, kind="rating", options=(*options, *(o for o in item.options if o.missing)))
                 for item in run}
        left = [doubt for doubt in left if doubt.key != "codes" or all(doubt.item != item.name for item in run)]
        left.append(DraftQuestion(run[0].name, "rated_neighbours", phrase(
            "draft.rated_neighbours", count=len(run), low=low, high=high)))
    return list(made.values()), left


def find_rated_runs(items: Sequence[Item],
                    numbers: Mapping[str, Sequence[int]]) -> Iterator[tuple[list[Item], int, int]]:
    """Runs of neighbours that stand on one scale, with its ends; `numbers` are those of each item that can be one.
    >>> items = [Item(f"a{n}", "number", {"en": "Agree?"}) for n in range(4)]
    >>> [(len(run), *ends) for run, *ends in find_rated_runs(items, dict.fromkeys(["a0", "a1", "a2"], [1, 2, 3, 5]))]
    [(3, 1, 5)]
    """
    run: list[Item] = []
    for item in [*items, None]:
        fits = item is not None and _ends([numbers.get(one.name, ()) for one in [*run, item]])
        ends = None if fits else _ends([numbers[one.name] for one in run])
        if ends and len(run) >= LEAST_ROWS:
            yield run, *ends
        if item is not None:
            run = [*run, item] if fits else [item] if _ends([numbers.get(item.name, ())]) else []


def _ends(numbers: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    """The lowest and highest point of a scale on which the answers to each of several items lie; None without one."""
    if not numbers or not all(numbers):
        return None
    highest = [max(found) for found in numbers]
    low, high = min(map(min, numbers)), max(highest)
    fits = all(len(found) >= USED * (high - low + 1) for found in numbers)
    one = high - min(highest) <= 1 and low in (*LOWEST, 2)
    return (min(low, 1), high) if fits and one and LEAST_POINTS <= high - low + 1 <= MOST_POINTS else None
