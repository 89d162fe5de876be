"""Sentences for published figures."""

import re
from collections.abc import Sequence

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.sentences.sentence_words import item_words, rows_of
from surveykit.words.marks import mark_printed
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
