"""Sentences for what is listed or estimated line by line: passages, codes by person, quantiles, people, flags."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row, View, percent_places
from surveykit.sentences.extreme_rows import row_name
from surveykit.sentences.sentence_words import MOST_NAMED, list_words, rows_of, say_groups
from surveykit.words.marks import join_marked, mark_wording
from surveykit.words.phrases import Text, phrase


def excerpts(result: Result) -> list[Text]:
    """How many passages are quoted of whom, and for which codes; what is quoted counts nothing."""
    view, rows = View(result, result.language), rows_of(result)
    codes = [view.label("item", code) for code in dict.fromkeys(row["item"] for row in rows)]
    return [phrase("interpret.excerpts", rows=len(rows), people=len({row["document"] for row in rows}),
                   codes=len(codes), named=list_words(view, codes)), phrase("interpret.excerpts_chosen")]


def disagreements(result: Result) -> list[Text]:
    """How many of the units shown one coder left without a code, and which pair of codes parts coders most often."""
    view, rows = View(result, result.language), rows_of(result)
    coders = [name for name in map(str, result.table.columns) if name.startswith("coder_")]
    none = sum(any(row[name] == "(none)" for name in coders) for row in rows)
    unit = view.phrase(f"interpret.unit_{result.settings['base_unit']}")
    said = [phrase("interpret.differ", rows=len(rows), unit=unit, none=none, other=len(rows) - none)]
    pairs = Counter(tuple(sorted(str(row[name]) for name in coders)) for row in rows)
    pair, times = max(pairs.items(), key=lambda one: one[1])
    if times > 1:
        words = [view.label("codes", code) for code in pair]
        said.append(phrase("interpret.differ_most", pair=list_words(view, words), n=times))
    return said


def code_matrix(result: Result) -> list[Text]:
    """Which codes most and fewest people mention, and the person who mentions one most often."""
    view, rows = View(result, result.language), rows_of(result)
    spoken = Counter(dict.fromkeys((row["item"] for row in rows), 0))
    spoken.update(row["item"] for row in rows if row["n"])
    most = max(rows, key=lambda row: row["n"])
    if not most["n"]:
        return [phrase("interpret.matrix_none", codes=len(spoken))]
    ends = max(spoken.values()), min(spoken.values())
    high, low = ([view.label("item", code) for code, n in spoken.items() if n == end] for end in ends)
    key = "interpret.matrix" if ends[0] > ends[1] else "interpret.matrix_even"
    return [phrase(key, codes=len(spoken), people=result.base, high=list_words(view, high), n=ends[0],
                   low=list_words(view, low), least=ends[1]),
            phrase("interpret.matrix_most", code=view.label("item", most["item"]), n=int(most["n"]),
                   person=view.label("group", most["group"]))]


def quantiles(result: Result) -> list[Text]:
    """Below which values the shares of people lie, group by group."""
    return say_groups(result, partial(_say_estimates, part="interpret.quantile"))


def totals(result: Result) -> list[Text]:
    """How many people in the population gave each of the first answers, or what a number adds up to."""
    return say_groups(result, partial(_say_estimates, part="interpret.total"))


def _say_estimates(result: Result, rows: Sequence[Row], part: str) -> list[Text]:
    """The first estimates of one group with their intervals, those of options from the highest on."""
    view = View(result, result.language)
    columns = view.result.layout.columns
    number = next(column for column in columns if column.names[:1] == ("estimate",))
    span = next(column for column in columns if column.form == "span")
    ranked = sorted(rows, key=lambda row: -row["estimate"]) if part == "interpret.total" else rows
    said = []
    for row in ranked[:MOST_NAMED]:
        known = "" if fmt.missing(row["low"]) or fmt.missing(row["high"]) else "_between"
        name = view.option(row) if row["option"] else row_name(view, row)
        said.append(view.phrase(f"{part}{known}", name=name, estimate=number.cell(row, view), level=view.level,
                                interval=span.cell(row, view)))
    parts, more = join_marked(*said, by=view.phrase("list.semicolon")), len(rows) - MOST_NAMED
    return [phrase(f"{part}s", base=int(rows[0]["base"]),
                   parts=view.phrase("interpret.and_more", words=parts, more=more) if more > 0 else parts)]


def published_comparison(result: Result) -> list[Text]:
    """In how many figures the published share lies within this survey's interval, and where the two are farthest."""
    view, rows = View(result, result.language), rows_of(result)
    known = [(float(found[0]), row) for row in rows if not fmt.missing(row["low"])
             and (found := re.findall(r"\d+(?:\.\d+)?", str(row["printed"])))]
    if not known:
        return [phrase("interpret.rows", rows=len(rows))]
    inside = sum(row["low"] * 100 <= printed <= row["high"] * 100 for printed, row in known)
    share, published = (next(column for column in result.layout.columns if column.names[:1] == (name,))
                        for name in ("estimate", "printed"))
    _, far = max(known, key=lambda pair: abs(pair[0] - 100 * pair[1]["estimate"]))
    return [phrase("interpret.beside", figures=len(known), inside=inside, level=view.level),
            phrase("interpret.beside_far", option=view.option(far), published=published.cell(far, view),
                   count=fmt.count(far["n_survey"], far["base_survey"]),
                   percent=share.cell(far, view))]


def disclosure(result: Result) -> list[Text]:
    """How many stand in small classes by all the items together; of a table of respondents only how many they are."""
    row = rows_of(result)[0]
    if "below" not in row:
        return [phrase("interpret.disclosure_people", people=len(result.table), limit=int(result.settings["k"]))]
    return [phrase("interpret.disclosure", items=mark_wording(result.label("items", row["items"])),
                   limit=int(result.settings["k"]), count=fmt.count(row["below"], row["base"]),
                   percent=fmt.share_of(row["share"], row["below"], row["base"], percent_places(row, "base")),
                   alone=int(row["unique"]), smallest=int(row["k"]))]


def participants(result: Result) -> list[Text]:
    """How many were interviewed, and how many turns they took."""
    rows = rows_of(result)
    return [phrase("interpret.participants", people=len(rows), turns=sum(int(row["turns"]) for row in rows))]


def flag_table(result: Result) -> list[Text]:
    """How many rules flagged somebody, and which flagged most people."""
    run = [row for row in rows_of(result) if not fmt.missing(row["n"])]
    hits = [row for row in run if row["n"] > 0]
    if not hits:
        return [phrase("interpret.flags_none", rules=len(run))]
    most = max(hits, key=lambda row: row["n"])
    return [phrase("interpret.flags", rules=len(run), hits=len(hits), count=fmt.count(most["n"], most["base"]),
                   rule=mark_wording(result.label("rule", most["rule"])))]
