"""Sentences for shares, means and the flow of forms."""

from collections.abc import Sequence

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row
from surveykit.sentences.sentence_words import (
    interval,
    item_words,
    known_rows,
    level,
    of_group,
    option_words,
    overlaps,
    percent_of,
    rows_of,
    say_groups,
)
from surveykit.words.marks import join_marked as joined_texts
from surveykit.words.phrases import Text, in_language, phrase

NEAR = 0.02  # a difference of shares that is called nearly as many, where intervals overlap


def shares(result: Result) -> list[Text]:
    """The most frequent option (or those tied) and the next, for each group."""
    return say_groups(result, _most)


def _most(result: Result, rows: Sequence[Row]) -> list[Text]:
    """The most frequent option of one group, or those tied, and the next."""
    rows = known_rows(rows) or list(rows)
    first, base = rows[0], int(rows[0]["base"])
    if not first["n"]:
        return [phrase("interpret.nobody_chose", base=base) if base else phrase("interpret.nobody_answered")]
    top = [row for row in rows if row["estimate"] == first["estimate"]]
    facts = {"base": base, "n": int(first["n"]), "percent": percent_of(first),
             "level": level(result), "interval": interval(result, first)}
    if len(top) > 1:
        joint = in_language(phrase("interpret.and"), result.language)
        options = joined_texts(*(option_words(result, row) for row in top), by=joint)
        return [phrase("interpret.share_tie", options=options, **facts)]
    key = "interpret.share" if leads(rows) else "interpret.share_open"
    return [phrase(key, option=option_words(result, first), unit={"zh": "人", "en": ""}, **facts),
            *say_next(result, rows)]


def leads(rows: Sequence[Row]) -> bool:
    """Whether the first of some ranked rows is ahead of the second by more than chance: their intervals are apart."""
    return len(rows) < 2 or not overlaps(rows[0], rows[1])


def say_next(result: Result, rows: Sequence[Row]) -> list[Text]:
    """The second most frequent option, if somebody chose it and it has that place alone; whether its order is open."""
    second = rows[1:2]
    if not second or not second[0]["n"] or sum(row["estimate"] == second[0]["estimate"] for row in rows) > 1:
        return []
    row, near = second[0], rows[0]["estimate"] - second[0]["estimate"] < NEAR
    key = "interpret.next" if leads(rows) else "interpret.next_near" if near else "interpret.next_open"
    return [phrase(key, option=option_words(result, row), n=int(row["n"]), percent=percent_of(row))]


def means(result: Result) -> list[Text]:
    """The mean of each item, group by group."""
    return [text for row in rows_of(result)
            for text in of_group(result, row["group"], [_mean(result, row)], alone=not row["group"])]


def _mean(result: Result, row: Row) -> Text:
    """One mean, with an interval from two people on."""
    if not row["base"]:
        return phrase("interpret.in_group", group=item_words(result, row), said=phrase("interpret.nobody_answered"))
    key = "interpret.mean_bare" if fmt.missing(row["low"]) else "interpret.mean"
    return phrase(key, item=item_words(result, row), base=int(row["base"]), level=level(result),
               estimate=fmt.decimal_text(row["estimate"], 2), interval=fmt.span(row["low"], row["high"], 2))


def flow(result: Result) -> list[Text]:
    """Sent, returned, valid."""
    n = {row["option"]: int(row["n"]) for row in rows_of(result)}
    key = "interpret.flow" + ("" if "returned" in n else "_cleaned") + ("" if "sent" in n else "_open")
    sent, returned, valid = n.get("sent"), n.get("returned"), n["valid"]
    decimals = result.percent_places().get("base")
    return [phrase(key, sent=sent, returned=returned, valid=valid, rate_valid=fmt.percent(valid, sent, decimals),
                rate_returned=fmt.percent(returned, sent, decimals))]
