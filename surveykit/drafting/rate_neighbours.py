"""Neighbouring columns of the same few numbers: more likely the points of one scale than the codes of choices."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from surveykit.codebook import Item
from surveykit.drafting.export_builder import ExportBuilder
from surveykit.drafting.option_list import options_of_points

LEAST_ROWS, LEAST_POINTS, MOST_POINTS = 3, 4, 11
USED = 0.6  # of the points between the lowest and the highest, in each column
LOWEST = (0, 1)


def rate_neighbours(builder: ExportBuilder) -> None:
    """Make ratings of neighbours whose answers are 1 to k, most of them used in each; a doubt asks at the first."""
    coded = {doubt.item for doubt in builder.doubts if doubt.key == "codes"}
    for closed, run in groupby(list(builder.items), key=lambda item: item.kind == "single" and item.name in coded):
        for items in _split_runs(list(run)) if closed else ():
            if len(items) >= LEAST_ROWS:
                _rate(builder, items)


def _split_runs(items: Sequence[Item]) -> list[list[Item]]:
    """Runs of neighbours whose numbers are those of one scale."""
    runs: list[list[Item]] = [[]]
    for item in items:
        if _ends([*runs[-1], item]) is None:
            runs.append([])
        if _ends([item]) is not None:
            runs[-1].append(item)
    return runs


def _ends(items: Sequence[Item]) -> tuple[int, int] | None:
    """The lowest and highest point of a scale on which all of these stand; None where they share none."""
    numbers = [[int(option.value) for option in item.options if option.value.isdecimal()] for item in items]
    if any(len(found) < len(item.options) or not found for found, item in zip(numbers, items, strict=True)):
        return None
    highest = [max(found) for found in numbers]
    low, high = min(map(min, numbers)), max(highest)
    fits = all(len(found) >= USED * (high - low + 1) for found in numbers)
    one = high - min(highest) <= 1 and low in (*LOWEST, 2)
    return (min(low, 1), high) if fits and one and LEAST_POINTS <= high - low + 1 <= MOST_POINTS else None


def _rate(builder: ExportBuilder, items: Sequence[Item]) -> None:
    """Ratings with all points, and the doubt about them."""
    low, high = _ends(items) or (1, 1)
    names = {item.name for item in items}
    options = options_of_points(range(low, high + 1), builder.language)
    for item in items:
        builder.replace_item(replace(item, kind="rating", options=options))
    builder.doubts[:] = [doubt for doubt in builder.doubts if doubt.item not in names or doubt.key != "codes"]
    builder.ask("rated_neighbours", items[0].name, count=len(items), low=low, high=high)
