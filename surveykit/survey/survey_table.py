"""A survey as a table to look at: its items, who answered them, their first options; no cell of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from surveykit.codebook.find_item import number_items
from surveykit.codebook.item_table import first_options, kind_words
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_count, show_item, show_words
from surveykit.survey.frame import MISSING_CODE
from surveykit.words.phrases import LANGUAGES, Text, phrase, same_text

if TYPE_CHECKING:
    from surveykit.survey.value import Survey

LAYOUT = LISTING.showing(
    show_words("number", "survey.number"), show_words("name", "codebook.name"), show_item("codebook.question"),
    show_words("kind", "codebook.kind", "kind", "item"), show_count("survey.answered", "n"),
    show_count("survey.missing", "missing"), show_count("survey.not_asked", "not_asked"),
    show_words("options", "survey.options", "options"))


def survey_table(survey: Survey) -> Result:
    """One row per item: number, item, kind, n (answered), missing (asked, no answer), not_asked, options."""
    rows: list[tuple[str | int, ...]] = []
    labels: dict[str, dict[str, Text]] = {"item": {}, "kind": {}, "options": {}}
    for number, item in number_items(survey.codebook):
        codes = survey.missing_codes(item.columns)[:, 0]
        answered, unasked = int((codes == 0).sum()), int((codes == MISSING_CODE["not_asked"]).sum())
        rows.append(("" if number is None else str(number), item.name, item.name, item.kind, answered,
                     len(codes) - answered - unasked, unasked, item.name))
        labels["item"][item.name] = item.words or same_text(item.name)
        labels["kind"][f"{item.name}={item.kind}"] = kind_words(item)
        labels["options"][item.name] = {language: first_options(item, language) for language in LANGUAGES}
    table = pd.DataFrame(rows, columns=["number", "name", "item", "kind", "n", "missing", "not_asked", "options"])
    return Result(kind="items", layout=LAYOUT, title=phrase("title.survey", file=survey.source.name, rows=survey.rows),
                  table=table, base=survey.rows, source=survey.facts(), labels=labels,
                  language=survey.codebook.language)
