"""Sentences for shares, flows and means: alone and by group, from one question to another, over time."""

from collections.abc import Sequence

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row, View, percent_places
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
from surveykit.words.marks import mark_number, mark_wording
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
        comma, joint = (in_language(phrase(key), result.language) for key in ("interpret.comma", "interpret.and"))
        *others, last = (option_words(result, row) for row in top)
        options = joined_texts(joined_texts(*others, by=comma), last, by=joint)
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


def transition(result: Result) -> list[Text]:
    """For how many it came as they said, and the pair with the most people."""
    rows = rows_of(result)
    everybody = rows[-1]
    pairs = [row for row in rows if row["option"] != everybody["option"]]
    return [_agreement(result, everybody), *_most_people(result, pairs)]


def _agreement(result: Result, row: Row) -> Text:
    """The share of all those whose first answer has a counterpart."""
    if fmt.missing(row["agreed"]):
        return phrase("interpret.transition_none")
    shown = {"low": row["agreed_low"], "high": row["agreed_high"], "n": row["agreed"], "base": row["base"]}
    return phrase("interpret.transition", told=int(row["base"]), count=fmt.count(row["agreed"], row["base"]),
                  percent=fmt.share_of(row["agreed_share"], row["agreed"], row["base"], percent_places(row, "base")),
                  level=level(result), interval=View(result, result.language).interval({**row, **shown}))


def _most_people(result: Result, pairs: Sequence[Row]) -> list[Text]:
    """The pair that most people took, if it is one alone."""
    most = max(row["n"] for row in pairs)
    top = [row for row in pairs if row["n"] == most]
    if len(top) > 1:
        return []
    return [phrase("interpret.transition_pairs", start=option_words(result, top[0]), count=int(most),
                   end=mark_wording(result.label("group", top[0]["group"])))]


def duration(result: Result) -> list[Text]:
    """Events, people who still wait, and the median, group by group."""
    rows = rows_of(result)
    firsts = {row["group"]: row for row in reversed(rows)}
    return [text for group in dict.fromkeys(row["group"] for row in rows)
            for text in of_group(result, group, [_median(result, firsts[group])], alone=not group)]


def _median(result: Result, row: Row) -> Text:
    """The time by which half have had the event; an end that is not reached stays open."""
    facts = {"base": int(row["base"]), "events": int(row["n"]), "left": int(row["base"]) - int(row["n"])}
    if fmt.missing(row["median"]):
        return phrase("interpret.duration_open", **facts)
    ends = [fmt.DASH if fmt.missing(row[name]) else _time(row[name]) for name in ("median_low", "median_high")]
    view = View(result, result.language)
    return phrase("interpret.duration", **facts, median=_time(row["median"]), level=level(result),
                  interval=view.phrase("interpret.from_to", low=ends[0], high=ends[1]))


def _time(value: float) -> str:
    """`5` or `5.5`, marked as what it is."""
    return mark_number(f"{value:g}", f"value {value:g}")
