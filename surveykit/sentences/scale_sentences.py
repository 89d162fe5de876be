"""Sentences for batteries, the items of a scale, rankings and the list of all items."""

from collections.abc import Sequence

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.point_sides import side_words
from surveykit.result.view import Row, View, percent_places
from surveykit.sentences.sentence_words import (
    item_words,
    known_rows,
    option_words,
    percent_of,
    rows_of,
    say_groups,
)
from surveykit.words.phrases import Text, phrase


def likert(result: Result) -> list[Text]:
    """Of which item most people, and of which the fewest, chose a point of the upper side; per group."""
    return say_groups(result, _ends)


def upper_sides(result: Result, rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """What the points of the upper side are together, and each item's share of them, the highest first."""
    rows = [row for row in rows if row.get("net") is not True]
    points = list(dict.fromkeys(row["option"] for row in rows))
    half = len(points) // 2
    ends = points[:half], points[:-half - 1:-1]  # the outermost first
    upper, lower = ends if result.settings.get("falling") else ends[::-1]
    items = list(dict.fromkeys(row["item"] for row in rows))
    words = {row["option"]: str.__str__(option_words(result, row)) for row in rows}
    sums = [_sum_rows([row for row in rows if row["item"] == item and row["option"] in upper]) for item in items]
    side = side_words(View(result, result.language), *([words[point] for point in points if point in words]
                                                       for points in (upper, lower)))
    return side, known_rows(sums)


def _sum_rows(rows: Sequence[Row]) -> Row:
    """Several options of one item together."""
    estimate = sum(float(row["estimate"]) for row in rows) if rows else float("nan")
    return {**rows[0], "n": sum(int(row["n"]) for row in rows), "estimate": estimate}


def _ends(result: Result, rows: Sequence[Row]) -> list[Text]:
    """The item with the largest and the one with the smallest share of the upper side."""
    side, ranked = upper_sides(result, rows)
    if not ranked:
        return [phrase("interpret.nobody_answered")]
    facts = {"side": side, "item": item_words(result, ranked[0]), "count": fmt.count(ranked[0]["n"], ranked[0]["base"]),
             "percent": percent_of(ranked[0])}
    if len(ranked) == 1:
        return [phrase("interpret.side_one", **facts)]
    last = ranked[-1]
    if last["estimate"] == ranked[0]["estimate"]:
        return [phrase("interpret.sides_equal", side=side, items=len(ranked), percent=percent_of(last))]
    return [phrase("interpret.sides", **facts, items=len(ranked), last=item_words(result, last),
                   last_count=fmt.count(last["n"], last["base"]), last_percent=percent_of(last))]


def item_analysis(result: Result) -> list[Text]:
    """The items with the highest and the lowest mean, and the one that fits its scale least; per group."""
    return say_groups(result, _fits)


def _fits(result: Result, rows: Sequence[Row]) -> list[Text]:
    """Means and fit of the items in one group."""
    means, fits = known_rows(rows, "mean"), known_rows(rows, "item_rest")
    said = [_highest_and_lowest(result, rows, means[0], means[-1])]
    if not fits:
        return said
    weakest = fits[-1]
    alpha = weakest.get("alpha_without")
    key = "interpret.item_rest_alone" if fmt.missing(alpha) else "interpret.item_rest"
    return [*said, phrase(key, item=item_words(result, weakest), r=_two(weakest["item_rest"]), alpha=_two(alpha),
                          high=_two(fits[0]["item_rest"]))]


def _highest_and_lowest(result: Result, rows: Sequence[Row], high: Row, low: Row) -> Text:
    """The items with the highest and the lowest mean, or the mean that all have."""
    people, top, least = int(rows[0]["base"]), _two(high["mean"]), _two(low["mean"])
    if top == least:
        return phrase("interpret.item_means_tie", items=len(rows), base=people, mean=top)
    return phrase("interpret.item_means", items=len(rows), base=people, high=item_words(result, high), high_mean=top,
                  low=item_words(result, low), low_mean=least)


def ranking(result: Result) -> list[Text]:
    """The option with the highest mean score, and how many placed it first; per group."""
    return say_groups(result, _first_place)


def _first_place(result: Result, rows: Sequence[Row]) -> list[Text]:
    """The first and the last of a ranking."""
    ranked = known_rows(rows, "score")
    if not ranked:
        return [phrase("interpret.nobody_answered")]
    first, last = ranked[0], ranked[-1]
    if first["score"] == last["score"]:
        return [phrase("interpret.ranking_tie", score=_two(first["score"]))]
    return [phrase("interpret.ranking", option=option_words(result, first), score=_two(first["score"]),
                   count=fmt.count(first["n"], first["base"]), percent=percent_of(first),
                   last=option_words(result, last), last_score=_two(last["score"]))]


def overview(result: Result) -> list[Text]:
    """How many items there are, and which one the fewest answered of those who were asked."""
    rows = rows_of(result)
    asked = [row for row in rows if row["base"]]
    closed = [row for row in asked if row["kind"] != "text"] or asked  # a platform's own columns are texts
    if not asked:
        return [phrase("interpret.rows", rows=len(rows))]
    least = min(closed, key=lambda row: row["n"] / row["base"])
    if least["n"] == least["base"]:
        complete = all(row["n"] == row["base"] for row in rows)
        return [phrase("interpret.overview_all" if complete else "interpret.overview_closed", items=len(rows))]
    return [phrase("interpret.overview", items=len(rows), item=item_words(result, least),
                   count=fmt.count(least["n"], least["base"]),
                   percent=fmt.percent(least["n"], least["base"], percent_places(least, "base")))]


def _two(value: float | None) -> str:
    """A number with two decimals."""
    return fmt.decimal_text(value, 2)
