"""The cleaning log: as a table to read, as a file, and as something that can be replayed."""

from __future__ import annotations

import pandas as pd

from surveykit.clean.screen import READ_RULES, RULES
from surveykit.result import LISTING, Result
from surveykit.result.result_column import ResultColumn, show_words
from surveykit.survey import Survey, value_text
from surveykit.words.phrases import Text, phrase, same_text, table

COLUMNS = ["log_id", "step", "verb", "respondent", "item", "rule", "old_value", "new_value",
           "change_type", "reason"]
HIDDEN = "***"
LAYOUT = LISTING.showing(
    show_words("step", "head.step"), show_words("verb", "head.verb", "verb"), show_words("item", "head.item", "item"),
    show_words("respondent", "head.respondent"), ResultColumn("head.old", "answer", ("item", "old"), "l", "value"),
    ResultColumn("head.new", "answer", ("item", "new"), "l", "value"), show_words("reason", "head.reason", "reason"))


def log_frame(survey: Survey) -> pd.DataFrame:
    """Every change as a row, in the order it was made; the values of personal items are hidden."""
    personal = {column for item in survey.codebook if item.personal for column in (item.name, *item.columns)}
    rows = []
    for number, step in enumerate(survey.log, start=1):
        for change in step.changes:
            old, new = (HIDDEN if value and change.item in personal else value
                        for value in (change.old, change.new))
            rows.append((len(rows) + 1, number, step.verb, change.respondent, change.item, change.rule,
                         old, new, change.kind, step.reason))
    return pd.DataFrame(rows, columns=COLUMNS)


def cleaning_log(survey: Survey) -> Result:
    """Everything that was changed, as a Result to show in a report.

    Returns
    -------
    Result
        kind "log"; one row per change: step, verb, item, respondent, old, new, reason.

    Missing values
    --------------
    An empty new value means that the answer was blanked or the respondent removed. Values of
    personal items (role `pii`) read `***`.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.exclude(sk.example_survey(), respondents=["7"], reason="withdrew")
    >>> sk.cleaning_log(survey).table["verb"].tolist()
    ['exclude']
    """
    frame = log_frame(survey)
    table = pd.DataFrame({
        "step": frame["step"].astype(str), "verb": frame["verb"], "item": frame["item"],
        "respondent": frame["respondent"], "old": frame["old_value"], "new": frame["new_value"],
        "rule": frame["rule"], "reason": frame["rule"] + "|" + frame["reason"]})
    reasons = {key: _reason(*key.split("|", 1)) for key in dict.fromkeys(table["reason"])}
    labels = {"item": _words(survey), "reason": reasons, "value": _values(survey),
              "verb": {verb: _verb(verb) for verb in dict.fromkeys(frame["verb"])}}
    return Result(kind="log", layout=LAYOUT, title=phrase("title.log"), table=table.astype({"step": object}),
                  base=len(frame), source=survey.facts(), labels=labels, settings={"base_unit": "changes"},
                  language=survey.codebook.language)


def _verb(verb: str) -> Text:
    """A verb in words; one of the user's own as it stands."""
    return phrase(f"verb.{verb}") if f"verb.{verb}" in table() else same_text(verb)


def _words(survey: Survey) -> dict[str, Text]:
    """Labels of every column a log can name."""
    words: dict[str, Text] = {"": same_text("")}
    for item in survey.codebook:
        words[item.name] = item.words
        if item.kind == "multiple":
            words |= {column: phrase("label.set_option", item=item.words, option=option.label)
                      for column, option in zip(item.columns, item.answers, strict=True)}
    return words


def _values(survey: Survey) -> dict[str, Text]:
    """Words for the values a log can hold: options by `item=value`, ticks by `column=1`."""
    words: dict[str, Text] = {}
    for item in survey.codebook:
        if item.kind == "multiple":
            words |= {f"{column}={tick}": phrase(f"tick.{tick}") for column in item.columns for tick in (0, 1)}
        for option in item.options:
            shown = option.score if item.kind == "rating" else option.value
            words[f"{item.name}={value_text(shown)}"] = option.label
    return words


def _reason(rule: str, reason: str) -> Text:
    """A reason in both languages: `中文 || English` if the author wrote both; screening rules first."""
    left, both, right = reason.partition("||")
    text = {"zh": left.strip(), "en": right.strip()} if both else same_text(reason)
    if rule not in {*RULES, *READ_RULES}:
        return text
    return phrase("reason.rule", rule=phrase(f"rule.{rule}"), reason=text)
