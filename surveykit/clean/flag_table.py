"""What screening found: by rule, or flag by flag."""

from collections.abc import Sequence

import pandas as pd

from surveykit.clean.screen import COMBINED, READ_RULES
from surveykit.result import LISTING, Layout, Result
from surveykit.result.result_column import show_count, show_words
from surveykit.screening.rule_table import SCREENING_RULES
from surveykit.survey import Flag, RuleRun, Survey, require_survey
from surveykit.words.phrases import Text, join_words, phrase, same_text, table

HIDDEN = "***"
BY_RULE = LISTING.showing(
    show_words("family", "flags.family", "family"), show_words("rule", "flags.rule", "rule"),
    show_words("severity", "flags.severity", "severity"), show_words("threshold", "flags.threshold"),
    show_count("flags.flagged", "n"), show_count("flags.looked_at", "base"),
    show_words("source", "flags.source", "source"), show_words("note", "flags.remark", "note"))
BY_FLAG = LISTING.showing(
    show_words("respondent", "head.respondent"), show_words("item", "head.item", "item"),
    show_words("rule", "flags.rule", "rule"), show_words("value", "head.value", "value", "rule"),
    show_words("threshold", "flags.threshold"), show_words("severity", "flags.severity", "severity"),
    show_words("source", "flags.source", "source"))


def flag_table(survey: Survey, *, respondents: bool = False) -> Result:
    """What screening found, rule by rule; or every flag with its respondent.

    Parameters
    ----------
    survey
        A survey that `screen` has looked at.
    respondents
        List every flag: respondent, item, rule, value, threshold, severity, source.

    Returns
    -------
    Result
        kind "flags". By default one row per rule that was run: family, rule, severity, threshold, n (respondents
        flagged), base (those the rule could look at), flags, source, note (why a rule refused, what it left out).

    Missing values
    --------------
    A rule that refused has no n and no base. What people typed is shown as `***`.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.flag_table(sk.screen(sk.example_survey()))
    >>> found.table.set_index("rule").loc["straightline", ["n", "base"]].tolist()
    [3, 40]
    """
    survey = require_survey(survey, "flag_table")
    runs = sorted(_list_runs(survey), key=lambda run: bool(run.refused))
    layout, frame = _list_flags(survey.flags) if respondents else _count_flags(runs, survey.flags)
    labels = {"rule": {rule: say_rule(rule) for rule in {*(run.rule for run in runs), *(f.rule for f in survey.flags)}},
              "family": {run.family: phrase(f"family.{run.family}") for run in runs},
              "severity": {grade: phrase(f"severity.{grade}") for grade in "EWI"},
              "note": {run.rule: run.refused or run.note or same_text("") for run in runs},
              "source": {key: phrase(f"source.{key.replace(' ', '_')}") for key in ("codebook", "user", "house rule")},
              "item": {item.name: item.words for item in survey.codebook}
              | {scale.name: scale.label for scale in survey.codebook.scales},
              "value": {f"{COMBINED}={flag.value}": _say_families(flag.value) for flag in survey.flags
                        if flag.rule == COMBINED}}
    return Result(kind="flags", layout=layout, title=phrase("title.flags"), table=frame, base=survey.rows,
                  method=phrase("method.flags"), source=survey.facts(), labels=labels,
                  language=survey.codebook.language)


def say_rule(rule: str) -> Text:
    """A rule in words; one of the user's own by its name."""
    return phrase(f"rule.{rule}") if f"rule.{rule}" in table() else same_text(rule)


def _say_families(value: str) -> Text:
    """The families that hit somebody, in words."""
    return join_words(phrase(f"family.{family}") for family in value.split(", "))


def _list_runs(survey: Survey) -> list[RuleRun]:
    """The rules that were run, and those of reading that found something."""
    found = dict.fromkeys(flag.rule for flag in survey.flags if flag.rule in READ_RULES)
    grades = {flag.rule: flag.severity for flag in survey.flags}
    return [*survey.screening, *(RuleRun(rule, "reading", grades[rule], "", survey.rows, {}, {}) for rule in found)]


def _count_flags(runs: Sequence[RuleRun], flags: Sequence[Flag]) -> tuple[Layout, pd.DataFrame]:
    """One row per rule."""
    people: dict[str, set[str]] = {}
    for flag in flags:
        people.setdefault(flag.rule, set()).add(flag.respondent)
    rows = [(run.family, run.rule, run.severity, run.threshold,
             None if run.refused else len(people.get(run.rule, ())), None if run.refused else run.base,
             sum(flag.rule == run.rule for flag in flags), _source(run.rule, run.family), run.rule) for run in runs]
    frame = pd.DataFrame(rows, columns=["family", "rule", "severity", "threshold", "n", "base", "flags", "source",
                                        "note"])
    return BY_RULE, frame.astype({"n": "Int64", "base": "Int64"})


def _list_flags(flags: Sequence[Flag]) -> tuple[Layout, pd.DataFrame]:
    """One row per flag."""
    rows = [flag._replace(value=HIDDEN if flag.rule in READ_RULES and flag.value else flag.value) for flag in flags]
    return BY_FLAG, pd.DataFrame(rows, columns=list(Flag._fields))


def _source(rule: str, family: str) -> str:
    """Where a rule comes from."""
    if rule in SCREENING_RULES:
        return SCREENING_RULES[rule].source
    return {"combined": "Curran 2016", "reading": "codebook"}.get(family, "user")
