"""The cleaning log: as tables to read, as a file, and as something that can be replayed."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from surveykit.analysis.describe.form_flow import exclusion_notes
from surveykit.clean.screen import COMBINED, READ_RULES
from surveykit.errors import SHOWN
from surveykit.group_by import group_by
from surveykit.read.own_exports import read_log
from surveykit.result import LISTING, Layout, Result
from surveykit.result.result_column import ResultColumn, show_count, show_words
from surveykit.screening.rule_table import SCREENING_RULES
from surveykit.survey import Change, Step, Survey, require_survey, value_text
from surveykit.words.phrases import LANGUAGES, Text, in_language, join_words, phrase, same_text, table

COLUMNS = ["log_id", "step", "verb", "uuid", "question", "issue", "old_value", "new_value", "change_type", "source",
           "reviewer", "reason", "reason_zh", "reason_en", "note_zh", "note_en", "arguments"]
DECIDED = {"named", "recode", "recode_other", "merge_options", "normalise_text"}  # a person looked at the answer
HIDDEN = "***"
COUNTED = {"condition", "unticked", "placeholder"}  # lines that stand for as many cells as their new value says
REMARKS = {"removed_many", "removed_group", "rule_refused", "found_nobody"}  # lines about a step, said as notes
_STEP = (show_words("step", "head.step"), show_words("verb", "head.verb", "verb"))
GROUPED = LISTING.showing(
    *_STEP, show_words("reason", "head.reason", "reason"), show_words("items", "log.items", "items"),
    show_count("log.respondents", "respondents"), show_count("log.changes", "n"))
BY_RESPONDENT = LISTING.showing(
    *_STEP, show_words("item", "head.item", "item"), show_words("respondent", "head.respondent"),
    ResultColumn("head.old", "answer", ("item", "old"), "l", "value"),
    ResultColumn("head.new", "answer", ("item", "new"), "l", "value"), show_words("reason", "head.reason", "reason"))
LogTable = tuple[Layout, pd.DataFrame, dict[str, dict[str, Text]]]
LOGS = ("{stem}.log.csv", "cleaning_log.csv", "cleaning_log.xlsx")


class LogLine(NamedTuple):
    """A change with its step, and the number of that step."""

    number: str
    step: Step
    change: Change

    @property
    def rule(self) -> str:
        """The rule, where it has words of its own; '' for a line that its step's reason explains."""
        return self.change.rule if self.change.rule in {*SCREENING_RULES, *READ_RULES, COMBINED} else ""

    @property
    def group(self) -> str:
        """The code of a group: a condition is one of its own."""
        return "where" if self.change.rule == "where" else self.rule

    @property
    def reason(self) -> str:
        """The code of why: the same for all lines of a step and rule."""
        return f"{self.number}|{self.group}"

    def say_reason(self) -> Text:
        """Why, in words: a screening rule first."""
        reason = self.step.reason
        if self.change.rule == "where" and self.change.note:
            return phrase("log.noted", reason=reason, note=self.change.note)
        return phrase("reason.rule", rule=phrase(f"rule.{self.rule}"), reason=reason) if self.rule else reason

    def count_cells(self) -> int:
        """How many cells it stands for; none for a remark."""
        if self.change.rule in COUNTED:
            return int(self.change.new)
        return 0 if self.change.kind == "no_action" else 1


def log_frame(survey: Survey) -> pd.DataFrame:
    """Every change as a row, in the order it was made, in the vocabulary of humanitarian cleaning logs.
    The values of personal items are hidden. `source` is `manual` where a person decided about this answer, `auto` where
    a rule or a condition did; `arguments` stand in the first row of a step and let `replay` do again what made columns.
    """
    personal = {column for item in survey.codebook if item.personal for column in (item.name, *item.columns)}
    rows: list[tuple[object, ...]] = []
    for number, step in enumerate(survey.log, start=1):
        for place, change in enumerate(step.changes):
            old, new = _hide(change, personal)
            sides = [side.get(language, "") for side in (step.reason, change.note or {}) for language in LANGUAGES]
            source = "manual" if change.rule in DECIDED else "auto"
            rows.append((len(rows) + 1, number, step.verb, change.respondent, change.item, change.rule, old, new,
                         change.kind, source, step.arguments.get("reviewer", ""),
                         in_language(step.reason, survey.codebook.language), *sides,
                         "" if place else _write_arguments(step.arguments)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _write_arguments(arguments: Mapping[str, object]) -> str:
    """What a verb was called with, as JSON; '' for nothing."""
    held = {key: value for key, value in arguments.items() if value not in (None, "", (), [])}
    return json.dumps(held, ensure_ascii=False, default=list) if held else ""


def _hide(change: Change, private: set[str]) -> tuple[str, str]:
    """The old and the new value of a line; not those of private columns."""
    old, new = (HIDDEN if value and change.item in private else value for value in (change.old, change.new))
    return old, new


def cleaning_log(survey: Survey, *, respondents: bool = False) -> Result:
    """Everything that was changed and why, as a Result to show in a report.

    Parameters
    ----------
    respondents
        List every change with the respondent it was made for. By default the log is counted by step and reason,
        and shows nobody's answers: the whole log stands beside the data that `write_processed` writes.

    Returns
    -------
    Result
        kind "log". One row per step, rule and reason: step, verb, rule, reason, items (those that were changed),
        respondents (how many), n (changes). With `respondents=True` one row per change: step, verb, item,
        respondent, old, new, rule, reason.

    Missing values
    --------------
    An empty new value means that the answer was blanked or the respondent removed. Values of text and personal
    items (role `pii`) read `***`.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.exclude(sk.example_survey(), respondents=["7", "8"], reason="withdrew")
    >>> sk.cleaning_log(survey).table[["verb", "respondents", "n"]].values.tolist()
    [['exclude', 2, 2]]
    >>> sk.cleaning_log(survey, respondents=True).table["respondent"].tolist()
    ['7', '8']
    """
    survey = require_survey(survey, "cleaning_log")
    lines = [LogLine(str(n), step, change) for n, step in enumerate(survey.log, start=1) for change in step.changes
             if change.rule not in REMARKS]
    words, verbs = item_labels(survey), [step.verb for step in survey.log]
    labels = {"verb": {line.step.verb: label_verb(line.step.verb) for line in lines},
              "reason": {line.reason: line.say_reason() for line in lines}}
    make = _list_changes if respondents else _group_changes
    layout, frame, more = make(survey, lines, words)
    return Result(kind="log", layout=layout, title=phrase("title.log"), table=frame, base=int(frame["n"].sum()),
                  notes=tuple(exclusion_notes(survey, verbs)), source=survey.facts(), labels=labels | more,
                  settings={"base_unit": "changes"}, language=survey.codebook.language)


def _group_changes(survey: Survey, lines: Sequence[LogLine], words: Mapping[str, Text]) -> LogTable:
    """The log counted by step, rule and reason."""
    rows, items = [], {}
    for key, group in group_by(lines, lambda line: line.reason).items():
        names = tuple(dict.fromkeys(line.change.item for line in group if line.change.item))
        items[",".join(names)] = _join_labels([words.get(name, same_text(name)) for name in names])
        people = {line.change.respondent for line in group} - {""}
        rows.append((group[0].number, group[0].step.verb, group[0].rule, key, ",".join(names), len(people) or None,
                     sum(line.count_cells() for line in group)))
    frame = pd.DataFrame(rows, columns=["step", "verb", "rule", "reason", "items", "respondents", "n"])
    return GROUPED, frame.astype({"respondents": "Int64", "n": "int64"}), {"items": items}


def _list_changes(survey: Survey, lines: Sequence[LogLine], words: Mapping[str, Text]) -> LogTable:
    """Every change with its respondent."""
    hidden = {column for item in survey.codebook if item.personal or item.kind == "text"
              for column in (item.name, *item.columns)}
    rows = [(line.number, line.step.verb, line.change.item, line.change.respondent, *_hide(line.change, hidden),
             line.change.rule, _line_reason(line), line.count_cells()) for line in lines]
    frame = pd.DataFrame(rows, columns=["step", "verb", "item", "respondent", "old", "new", "rule", "reason", "n"])
    notes = {_line_reason(line): phrase("log.noted", reason=line.say_reason(), note=line.change.note)
             for line in lines if line.change.note and line.change.rule != "where"}
    known = {line.reason: line.say_reason() for line in lines}
    return BY_RESPONDENT, frame, {"item": dict(words), "value": value_labels(survey), "reason": known | notes}


def _line_reason(line: LogLine) -> str:
    """The code of why one line is there: its step's, and its item where it says more."""
    return f"{line.reason}|{line.change.item}" if line.change.note and line.change.rule != "where" else line.reason


def _join_labels(labels: Sequence[Text]) -> Text:
    """Labels one after the other, at most five."""
    rest = len(labels) - SHOWN
    shown = join_words(labels[:SHOWN])
    return phrase("log.and_more", items=shown, count=rest) if rest > 0 else shown


def label_verb(verb: str) -> Text:
    """A verb in words; one of the user's own as it stands."""
    return phrase(f"verb.{verb}") if f"verb.{verb}" in table() else same_text(verb)


def item_labels(survey: Survey) -> dict[str, Text]:
    """Labels of every column a log can name."""
    words: dict[str, Text] = {"": same_text("")}
    for item in survey.codebook:
        words[item.name] = item.words
        if item.kind == "multiple":
            words |= {column: phrase("label.set_option", item=item.words, option=option.label)
                      for column, option in zip(item.columns, item.answers, strict=True)}
    return words


def value_labels(survey: Survey) -> dict[str, Text]:
    """Words for the values a log can hold: options by `item=value`, ticks by `column=1`."""
    words: dict[str, Text] = {}
    for item in survey.codebook:
        if item.kind == "multiple":
            words |= {f"{column}={tick}": phrase(f"tick.{tick}") for column in item.columns for tick in (0, 1)}
        for option in item.options:
            shown = option.score if item.kind == "rating" else option.value
            words[f"{item.name}={value_text(shown)}"] = option.label
    return words


def find_log_reasons(old: str | Path, new: str | Path, language: str) -> Mapping[tuple[str, str], str]:
    """Reasons by respondent and column ('' for a whole form) from the log beside the newer file, else the older one.
    Of several decisions about a cell the last one is said, with its verb. {} where there is no log.
    """
    path = next((place for file in (Path(new), Path(old)) for name in LOGS
                 if (place := file.with_name(name.format(stem=file.stem))).is_file()), None)
    if path is None:
        return {}
    return {(line.respondent, line.item): in_language(phrase("log.because", verb=label_verb(step.verb),
                                                             reason=step.reason), language)
            for step in read_log(path) for line in step.changes if line.kind != "no_action"}
