"""Sentences for published figures."""

import re
from collections.abc import Sequence

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.sentences.sentence_words import item_words, rows_of
from surveykit.words.marks import mark_printed, mark_wording
from surveykit.words.phrases import Text, in_language, phrase

TESTED = {"exact", "rounding", "truncated", "raised", "other_base", "impossible"}
MOST_LISTED = 5


def figures(result: Result) -> list[Text]:
    """How many figures got which verdict, the most frequent first."""
    words = result.table["verdict"].tolist()
    tested = [word for word in words if word in TESTED]
    if not tested:
        return [phrase("interpret.figures_none", total=len(words))]
    order = sorted(dict.fromkeys(tested), key=lambda word: -tested.count(word))
    parts = [phrase("interpret.verdict", n=tested.count(word), verdict=result.label("verdict", word)) for word in order]
    joint = in_language(phrase("list.comma"), result.language)
    joined = joint.join(in_language(part, result.language) for part in parts)
    return [phrase("interpret.figures", total=len(tested), parts=joined)]


def bases(result: Result) -> list[Text]:
    """How many figures fit the marked base, by chance too, and which bases fit most."""
    if "states" not in result.settings:
        return _together(result)
    marked = result.settings.get("marked")
    if marked is None:
        return []
    spans, states = result.settings["bases"], result.settings["states"]
    columns = {n: [state[place] for state in states.values()] for place, n in enumerate(spans)}
    hits = {n: sum(letter in "BR" for letter in column) for n, column in columns.items()}
    most = max(hits.values())
    best = few([n for n in spans if hits[n] == most], result.language)
    here = columns[marked]
    return [phrase("interpret.bases", marked=marked, total=len(states), rounding=hits[marked],
                chance=fmt.decimal_text(result.settings["by_chance"][spans.index(marked)], 1),
                truncation=sum(letter in "BT" for letter in here),
                either=sum(letter != "." for letter in here), searched=len(spans), best=best, best_hits=most)]


def _together(result: Result) -> list[Text]:
    """How many lines stand on no base, by one reading and by any mix."""
    rows = rows_of(result)
    none = [row for row in rows if {row["rounding"], row["truncation"]} == {"×"}]
    named = [phrase("interpret.none_of", item=item_words(result, row) or mark_printed(row["printed"]),
                 mixed=phrase("interpret.mixed_none") if row["mixed"] == "×" else
                 phrase("interpret.mixed_first", base="".join(re.findall(r"^\d+", row["mixed"])))) for row in none]
    key = "interpret.together_pairs" if result.settings.get("pairs") else "interpret.together"
    return [phrase(key, total=len(rows), none=len(none)), *named]


def few(numbers: Sequence[int], language: str) -> str:
    """`44, 58`, at most five of them."""
    shown = in_language(phrase("list.comma"), language).join(map(str, numbers[:MOST_LISTED]))
    return f"{shown} …" if len(numbers) > MOST_LISTED else shown


def missing_base(result: Result) -> list[Text]:
    """What the base must be, and on what condition."""
    said = []
    for row in rows_of(result):
        low, high = int(row["base_low"]), int(row["base_high"])
        bases = low if low == high else phrase("interpret.range", low=low, high=high)
        key = f"interpret.missing_base_{row['bounds']}"
        said.append(phrase(key, item=item_words(result, row), n=int(row["n"]), bases=bases,
                        printed=mark_printed(str(row["printed"]))))
    return said


def tick_bases(result: Result) -> list[Text]:
    """How many numbers of ticks fit, and how many the people rule out."""
    chosen, said = result.settings, []
    for row in rows_of(result):
        fitting = int(row["n_allowed"] + row["n_forbidden"])
        said.append(phrase("interpret.ticks" if fitting else "interpret.ticks_none", item=item_words(result, row),
                        printed=mark_printed(row["printed"]), people=chosen["people"], low=chosen["n_min"],
                        high=chosen["n_max"], fitting=fitting, forbidden=int(row["n_forbidden"]),
                        allowed=int(row["n_allowed"])))
    return said


def repairs(result: Result) -> list[Text]:
    """Each change that makes a question stand, or that there is none."""
    chosen, said = result.settings, []
    for row in rows_of(result):
        facts = {"item": item_words(result, row), "changed": row["changed"], "counts": row["counts"],
                 "base": fmt.count(row["base"]), "low": chosen["n_min"], "high": chosen["n_max"],
                 "digits": chosen["digits"]}
        none = "interpret.repair_none" if fmt.missing(row["base"]) else "interpret.repair_as_printed"
        said.append(phrase("interpret.repair" if row["counts"] and row["changed"] else none, **facts))
    return said


def scoreboard(result: Result) -> list[Text]:
    """The best bases, and how easily random figures do as well."""
    rows, found = rows_of(result), result.settings["simulated"]
    most = max(int(row["rounding"]) for row in rows)
    best = few([int(row["base"]) for row in rows if row["rounding"] == most], result.language)
    return [phrase("interpret.scoreboard", bases=best, hits=most, total=int(rows[0]["figures"]),
                   figures=found["figures"], draws=found["draws"], reached=found["reached"], best=found["best"])]


def checks(result: Result) -> list[Text]:
    """How many checks hold."""
    fits = [bool(row["fits"]) for row in rows_of(result)]
    return [phrase("interpret.checks", total=len(fits), fits=sum(fits), fails=len(fits) - sum(fits))]


def on_bases(result: Result) -> list[Text]:
    """For each base how many questions stand on it: by one reading, only by a mix, not at all."""
    rows, said = rows_of(result), []
    for base in dict.fromkeys(row["base"] for row in rows):
        here = [row["reading"] for row in rows if row["base"] == base]
        mixed, none = here.count("mixed"), here.count("")
        key = "interpret.on_base" if mixed else "interpret.on_base_plain"
        said.append(phrase(key, base=fmt.count(base), total=len(here), one=len(here) - mixed - none,
                        mixed=mixed, none=none))
    return said


def by_chance(result: Result) -> list[Text]:
    """In how many draws random figures do as well as the printed ones."""
    found = result.settings["simulated"]
    return [phrase("interpret.by_chance", best=found["best"], figures=found["figures"],
                bases=few(found["best_bases"], result.language), reached=fmt.count(found["reached"], found["draws"]),
                percent=fmt.percent(found["reached"], found["draws"]))]


def reconstruction(result: Result) -> list[Text]:
    """How many tables there are, and the counts that are certain."""
    number = int(result.settings["number"])
    if not number:
        return [result.notes[0]]
    sure = [row for row in rows_of(result) if row["low"] == row["high"]]
    joint = in_language(phrase("list.comma"), result.language)
    named = joint.join(f"{mark_wording(result.label('option', row['option'])) or item_words(result, row)} "
                       f"{fmt.count(row['low'])}" for row in sure)
    return [phrase("interpret.tables", number=number), *([phrase("interpret.sure", cells=named)] if sure else [])]


def untestable(result: Result) -> list[Text]:
    """How many cannot be tested for which reason."""
    why = [row["why"] for row in rows_of(result)]
    joint = in_language(phrase("list.semicolon"), result.language)
    parts = [in_language(phrase("interpret.untestable_part", n=why.count(one), why=result.label("why", one)),
                         result.language)
             for one in dict.fromkeys(why)]
    return [phrase("interpret.untestable", total=len(why), parts=joint.join(parts))]
