"""Sentences for accounts: of forms, of answers that are not there, of changes, of who was flagged, of weights."""

from collections import Counter
from collections.abc import Sequence

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row, View, percent_places
from surveykit.sentences.sentence_words import (
    MOST_NAMED,
    item_words,
    level,
    option_words,
    overlaps,
    percent_of,
    rows_of,
)
from surveykit.words.marks import join_marked, mark_number, mark_wording
from surveykit.words.phrases import Text, phrase

RATES = ("RR1", "COOP1", "REF1", "knowledge", "participation", "completion")  # of many, those that reports state


def case_stages(result: Result) -> list[Text]:
    """How many forms came to each stage, and where the others went."""
    view, rows = View(result, result.language), rows_of(result)
    stages = [view.phrase("interpret.stage" if fmt.missing(row["base"]) else "interpret.stage_share",
                          stage=view.option(row), n=int(row["n"]),
                          percent="" if fmt.missing(row["base"]) else _share(row))
              for row in rows if row["kind"] == "stage"]
    lost = [view.phrase("interpret.stage", stage=view.option(row), n=int(row["n"]))
            for row in rows if row["kind"] != "stage" and row["n"]]
    parts = [phrase("interpret.stages", stages=_list(view, stages))]
    return [*parts, phrase("interpret.stages_lost", lost=_list(view, lost))] if lost else parts


def missing_answers(result: Result) -> list[Text]:
    """By item, respondent or pattern: who answered everything, and what is missing most."""
    view, rows = View(result, result.language), rows_of(result)
    if "item" in result.table:
        most = max(rows, key=lambda row: 0.0 if fmt.missing(row["estimate"]) else row["estimate"])
        if not most["n"]:
            return [phrase("interpret.missing_none", items=len(rows))]
        return [phrase("interpret.missing_items", items=len(rows), item=item_words(result, most),
                       complete=sum(not row["n"] for row in rows), count=fmt.count(most["n"], most["base"]),
                       percent=_share(most))]
    whole = [row for row in rows if not int(row["answers"])]
    said = [phrase("interpret.missing_nobody" if not whole else "interpret.missing_whole",
                   **({"count": fmt.count(whole[0]["n"], whole[0]["base"]), "percent": _share(whole[0])}
                      if whole else {"base": result.base}))]
    rest = [row for row in rows if int(row["answers"])]
    if not rest:
        return said
    if "items" in result.table:
        row = max(rest, key=lambda one: one["n"])
        return [*said, phrase("interpret.missing_pattern", items=view.label("items", row["items"]),
                              count=fmt.count(row["n"], row["base"]), percent=_share(row))]
    return [*said, phrase("interpret.missing_most", most=max(int(row["answers"]) for row in rest))]


def sensitivity(result: Result) -> list[Text]:
    """Whom the rules hit: in all, and where the shares of groups lie apart."""
    everybody, *rows = rows_of(result)
    said = [phrase("interpret.flagged", count=fmt.count(everybody["n"], everybody["base"]),
                   percent=percent_of(everybody))]
    for item in dict.fromkeys(row["item"] for row in rows):
        known = [row for row in rows if row["item"] == item and not fmt.missing(row["estimate"])]
        high, low = (choose(known, key=lambda row: row["estimate"]) for choose in (max, min))
        if high["estimate"] == low["estimate"]:
            continue
        key = "interpret.flagged_open" if overlaps(high, low) is not False else "interpret.flagged_apart"
        said.append(phrase(key, item=item_words(result, high), high=option_words(result, high), level=level(result),
                           high_count=fmt.count(high["n"], high["base"]), high_percent=percent_of(high),
                           low=option_words(result, low), low_count=fmt.count(low["n"], low["base"]),
                           low_percent=percent_of(low)))
    return said


def changes(result: Result) -> list[Text]:
    """How many changes of which kind two surveys are apart, in how many forms, and in which items."""
    view, rows = View(result, result.language), rows_of(result)
    kinds = Counter(row["change_type"] for row in rows)
    items = Counter(row["item"] for row in rows if row["item"])
    people = {row["respondent"] for row in rows if row["respondent"]}
    return [phrase("interpret.changes", changes=len(rows), people=len(people), kinds=_counts(view, "kind", kinds)),
            *([phrase("interpret.changed_items", items=_counts(view, "item", items))] if items else [])]


def log(result: Result) -> list[Text]:
    """How many steps of cleaning changed how many answers, by what was done."""
    view, rows = View(result, result.language), rows_of(result)
    verbs = Counter[str]()
    for row in rows:
        verbs[row["verb"]] += int(row["n"])
    done = Counter({verb: count for verb, count in verbs.items() if count})
    facts = {"steps": len({row["step"] for row in rows}), "changes": int(result.base)}
    return [phrase("interpret.log", **facts, verbs=_counts(view, "verb", done)) if done else
            phrase("interpret.log_none", **facts)]


def weights(result: Result) -> list[Text]:
    """Which group's share weighting moved most."""
    rows = [row for row in rows_of(result) if not fmt.missing(row["estimate"]) and not fmt.missing(row["before"])]
    if not rows:
        return []
    row = max(rows, key=lambda one: abs(one["estimate"] - one["before"]))
    before, after = (_percent(row[name]) for name in ("before", "estimate"))
    return [phrase("interpret.weighted", item=item_words(result, row), option=option_words(result, row), before=before,
                   after=after)]


def rates(result: Result) -> list[Text]:
    """The rates that reports state, of those the table holds."""
    view = View(result, result.language)
    return [phrase("interpret.rate", rate=view.option(row), n=fmt.decimal_text(row["n"], 0),
                   base=fmt.decimal_text(row["base"], 0), percent=_percent(row["estimate"]))
            for row in rows_of(result) if row["option"] in RATES and not fmt.missing(row["estimate"])]


def with_and_without(result: Result) -> list[Text]:
    """Where the exclusions move an estimate most."""
    if "points" not in result.table:
        return []
    rows = [row for row in rows_of(result) if not fmt.missing(row["points"])]
    if not rows:
        return []
    row = max(rows, key=lambda one: abs(one["points"]))
    return [phrase("interpret.moved", item=item_words(result, row), option=option_words(result, row),
                   before=fmt.count(row["n_all"], row["base_all"]), after=fmt.count(row["n"], row["base"]),
                   points=fmt.decimal_text(abs(row["points"]), 1))]


def small_cells(result: Result) -> list[Text]:
    """In how many tables how many cells are small."""
    rows = rows_of(result)
    return [phrase("interpret.small_cells", tables=int(result.base), found=sum(bool(row["small"]) for row in rows),
                   cells=sum(int(row["small"]) for row in rows), least=int(result.settings["least"]))]


def _counts(view: View, names: str, counts: Counter[str]) -> str:
    """`answer changed (7)`: the most frequent first, at most four."""
    shown = [view.phrase("interpret.untestable_part", why=mark_wording(view.label(names, name)), n=count)
             for name, count in counts.most_common(MOST_NAMED)]
    more = len(counts) - len(shown)
    return view.phrase("interpret.and_more", words=_list(view, shown), more=more) if more > 0 else _list(view, shown)


def _percent(share: float) -> str:
    """A share that is no plain count of a base, in percent."""
    return mark_number(fmt.decimal_text(100 * share, 1), f"estimate {share:.6g}")


def _share(row: Row) -> str:
    """The share of a row in percent."""
    return fmt.percent(row["n"], row["base"], percent_places(row, "base"))


def _list(view: View, texts: Sequence[str]) -> str:
    """Texts behind each other."""
    return join_marked(*texts, by=view.phrase("list.comma"))


ACCOUNTS = {"case_stages": case_stages, "missing_answers": missing_answers, "sensitivity": sensitivity,
            "diff": changes, "log": log, "weight_report": weights, "rates": rates, "web_rates": rates,
            "with_and_without": with_and_without, "small_cells": small_cells}
