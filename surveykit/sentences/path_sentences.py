"""Sentences for what became of people: from one question to another, and how long it took."""

from collections.abc import Sequence

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row, View, percent_places
from surveykit.sentences.sentence_words import level, of_group, option_words, rows_of
from surveykit.words.marks import mark_number, mark_wording
from surveykit.words.phrases import Text, phrase


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
