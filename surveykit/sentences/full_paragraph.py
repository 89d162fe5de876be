"""A paragraph about a whole table: the base, what stands out, the order of the rest, and what is not settled."""

from collections.abc import Sequence

from surveykit.result import CROSSED, ESTIMATES, SHARES, TESTS, Result
from surveykit.result import format as fmt
from surveykit.result.table_notes import base_line
from surveykit.result.view import Row, View
from surveykit.sentences.extreme_rows import interpret_extremes, row_name
from surveykit.sentences.finding_sentences import is_settled
from surveykit.sentences.scale_sentences import upper_sides
from surveykit.sentences.sentence_words import (
    item_words,
    known_rows,
    of_group,
    option_words,
    percent_of,
    rows_by_group,
    rows_of,
    say_order,
    say_small_base,
)
from surveykit.words.marks import join_marked
from surveykit.words.phrases import Text, phrase, same_text

LONGEST_ORDER = 8
SPOKEN = {"means", "reliability", "agreement", "item_analysis", "proportions", "contrasts"}


def full_paragraph(result: Result, short: Sequence[Text]) -> list[Text]:
    """The base, the short sentences, and what else a reader should know of the table."""
    base = base_line(View(result, result.language))
    family = result.layout.family in {SHARES.family, CROSSED.family, ESTIMATES.family}
    estimates = [row for row in rows_of(result) if family and not fmt.missing(row.get("low"))]
    return [*([same_text(base)] if base else []), *short, *_details(result), *say_small_base(estimates)]


def _details(result: Result) -> list[Text]:
    """What the table holds beside its short sentences, by its kind, else by its family."""
    own = {"case_flow": _losses, "likert": _sides, "overview": _say_routing, "quantiles": _say_nothing,
           "totals": _say_nothing}.get(result.kind)
    by_family = {SHARES.family: _order, CROSSED.family: compare_groups, ESTIMATES.family: _ends, TESTS.family: _open}
    speak = own or by_family.get(result.layout.family)
    return speak(result) if speak else []


def _order(result: Result) -> list[Text]:
    """All options from the highest share to the lowest, and whether the first place is settled; per group."""
    parts = rows_by_group(result)
    return [text for group, part in parts.items()
            for text in of_group(result, group, _order_of(result, part), alone=len(parts) == 1)]


def _order_of(result: Result, rows: Sequence[Row]) -> list[Text]:
    """The order within one group."""
    view, ranked = View(result, result.language), known_rows(rows)
    if len(ranked) < 2 or not ranked[0]["estimate"] or len({row["base"] for row in ranked}) > 1:
        return []  # shares of different people have no order

    def name(row: Row) -> str:
        return row_name(view, row)
    shown = join_marked(*(view.phrase("interpret.place", option=name(row), percent=percent_of(row))
                          for row in ranked[:LONGEST_ORDER]), by=view.phrase("list.comma"))
    if len(ranked) == 2:  # the short sentences name both
        return say_order(view, ranked, name)
    more = len(ranked) - LONGEST_ORDER
    order = phrase("interpret.order", order=shown) if more <= 0 else phrase(
        "interpret.order_more" if ranked[LONGEST_ORDER]["n"] else "interpret.order_none", order=shown, more=more,
        last=percent_of(ranked[LONGEST_ORDER]))
    return [order, *say_order(view, ranked, name)]


def compare_groups(result: Result) -> list[Text]:
    """The option whose shares differ most between groups, and in how many options intervals are apart.
    Nothing where no share differs."""
    view, rows = View(result, result.language), [row for row in rows_of(result) if row["group"] != ""]
    options = list(dict.fromkeys((row["item"], row["option"]) for row in rows))
    ranked = {option: known_rows([row for row in rows if (row["item"], row["option"]) == option]) for option in options}
    pairs = [(one[0], one[-1]) for one in ranked.values() if len(one) > 1]
    if not any(first["estimate"] > last["estimate"] for first, last in pairs):
        return []
    high, low = max(pairs, key=lambda pair: pair[0]["estimate"] - pair[1]["estimate"])
    apart = sum(bool(first["low"] > last["high"]) for first, last in pairs)
    return [phrase("interpret.gap", option=option_words(result, high), high=view.label("group", high["group"]),
                   high_count=fmt.count(high["n"], high["base"]), high_percent=percent_of(high),
                   low=view.label("group", low["group"]), low_count=fmt.count(low["n"], low["base"]),
                   low_percent=percent_of(low)),
            phrase("interpret.gaps_apart" if apart else "interpret.gaps_open", apart=apart, options=len(pairs),
                   level=view.level)]


def _ends(result: Result) -> list[Text]:
    """The highest and the lowest estimate, and whether the first place is settled."""
    view, rows = View(result, result.language), rows_of(result)
    ranked = known_rows(rows) if "estimate" in result.table else []
    comparable = "scale_low" in result.settings or len({row["item"] for row in ranked}) == 1
    if len(ranked) < 2 or not comparable:
        return []
    ends = [] if result.kind not in SPOKEN else interpret_extremes(result)  # the short sentences are these themselves
    return [*ends, *say_order(view, ranked, lambda row: row_name(view, row))]


def _say_nothing(_: Result) -> list[Text]:
    """Nothing: the short sentences hold every estimate, and quartiles have an order of their own."""
    return []


def _open(result: Result) -> list[Text]:
    """That an open question is no proof of nothing."""
    row = rows_of(result)[0]
    return [] if fmt.missing(row.get("p_value")) or is_settled(result, row) else [phrase("note.not_settled")]


def _losses(result: Result) -> list[Text]:
    """Why submissions were not counted."""
    view = View(result, result.language)
    return [phrase("interpret.loss", stage=view.label_of("option", (row["item"], row["option"])), n=int(row["n"]),
                   reason=view.label("reason", row["reason"]))
            for row in rows_of(result) if row["option"] in {"duplicate", "invalid"} and row["n"]]


def _sides(result: Result) -> list[Text]:
    """Each item's share of the upper side, from the highest to the lowest."""
    view, parts, said = View(result, result.language), rows_by_group(result), list[Text]()
    for group, rows in parts.items():
        side, ranked = upper_sides(result, rows)
        order = join_marked(*(view.phrase("interpret.place", option=item_words(result, row), percent=percent_of(row))
                              for row in ranked), by=view.phrase("list.comma"))
        said += of_group(result, group, [phrase("interpret.side_order", side=side, order=order)],
                         alone=list(parts) == [""]) if len(ranked) > 1 else []
    return said


def _say_routing(result: Result) -> list[Text]:
    """How many items were not asked of everybody."""
    rows = [row for row in rows_of(result) if row["not_asked"]]
    return [phrase("interpret.unasked", items=len(rows))] if rows else []
