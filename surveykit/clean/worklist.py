"""Worklists of texts: what people wrote goes out with proposals, and comes back with decisions."""

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from surveykit.clean.work_sheet import WorkColumn, read_work_sheet, write_work_sheet
from surveykit.codebook import SEPARATOR, Item
from surveykit.errors import CleaningError, did_you_mean, faults_error
from surveykit.group_by import group_by
from surveykit.survey import Survey, require_item, require_survey
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number
from surveykit.words.messages import Message
from surveykit.words.phrases import in_language, phrase

OTHER, NEAR = "other", 0.75
UNITS = "年月周天岁"
TASKS = ("other", "text", "number")
Decisions = Mapping[str, str] | str | Path


class WorkTask(NamedTuple):
    """Texts with how often each was written, and their spellings; what to propose for one; choices for a decision."""

    counts: dict[str, int]
    spelt: dict[str, list[str]]
    propose: Callable[[str], str]
    choices: tuple[str, ...]


def write_worklist(survey: Survey, item: str, path: str | Path, *, task: str = "text") -> Path:
    """Write a workbook of what people wrote, for a person to decide about.

    Parameters
    ----------
    item
        A text item; for the task `other` a single or select-all question with an option `other` and an item
        `<item>_other`.
    path
        The workbook (.xlsx). A file that is there already is refused: it may be half filled in.
    task
        `other`: which option the words behind "other" belong to (`recode_other`); `text`: how a text is to be written
        (`normalise_text`); `number`: which number a text means that cannot be read as one (`derive(numbers=)`).

    Returns
    -------
    pathlib.Path
        The workbook: each text once, how often it was written, a proposal, and columns for the decision (with a list to
        choose from) and the reviewer. The verbs take its path in place of a mapping; rows without a decision stay.

    Raises
    ------
    CleaningError
        Personal data, nothing to decide, an unknown task, or a file that is there.

    Missing values
    --------------
    Only what was written is listed.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> path = f"{tempfile.mkdtemp()}/other.xlsx"
    >>> _ = sk.write_worklist(sk.example_survey(), "plan", path, task="other")
    """
    survey = require_survey(survey, "write_worklist")
    if task not in TASKS:
        raise CleaningError("There is no task {task!r}.", task=task, fix=did_you_mean(task, TASKS))
    found = _find_task(survey, item, task)
    if not found.counts:
        raise CleaningError("There is nothing to decide about {item!r}.", where=survey, item=item,
                            fix="look at the answers: survey.responses[{item!r}]")
    rows = [{"text": text, "count": count, "proposal": found.propose(text)}
            for text, count in sorted(found.counts.items(), key=lambda one: (-one[1], one[0]))]
    return write_work_sheet(path, _columns(found.choices), rows, note=phrase(f"worklist.{task}"),
                            checksum=survey.source.sha256)


def read_decisions(survey: Survey, item: str, decisions: Decisions, task: str) -> dict[str, str]:
    """What was decided, by text: a mapping as it is, a workbook that came back checked against the survey."""
    if isinstance(decisions, Mapping):
        return dict(decisions)
    found = _find_task(survey, item, task)
    made: dict[str, str] = {}
    faults: list[Message] = []
    for row, cells in read_work_sheet(decisions, _columns(found.choices)):
        if not cells["decision"]:
            continue
        if cells["text"] not in found.spelt:
            faults.append(Message("row {row}: nobody wrote this text", row=row))
        elif task == "number" and parse_number(cells["decision"], UNITS) is None:
            faults.append(Message("row {row}: the decision must be a number", row=row))
        else:
            made |= dict.fromkeys(found.spelt[cells["text"]], cells["decision"])
    if faults:
        raise faults_error(CleaningError, "The worklist does not belong to these answers:", faults, where="{file}",
                           file=decisions, fix="write the worklist again, and copy the decisions into it")
    if not made:
        raise CleaningError("The worklist holds no decision.", where="{file}", file=decisions,
                            fix="fill in the column {heading}", heading=in_language(phrase("worklist.decision"), "zh"))
    values = {_say_option(option_words, value): value for value, option_words in _options(survey, item, task).items()}
    return {text: values.get(said, said) for text, said in made.items()}


def find_reviewer(decisions: object) -> str:
    """Who decided, as a workbook says; '' for a mapping."""
    if isinstance(decisions, Mapping):
        return ""
    named = [row.cells["reviewer"] for row in read_work_sheet(str(decisions), _columns(()))]
    return ", ".join(dict.fromkeys(filter(None, named)))


def _columns(choices: tuple[str, ...]) -> tuple[WorkColumn, ...]:
    """The columns of a worklist of texts."""
    return (WorkColumn("text", phrase("worklist.written"), width=48),
            WorkColumn("count", phrase("worklist.count"), width=10),
            WorkColumn("proposal", phrase("worklist.proposal"), width=30),
            WorkColumn("decision", phrase("worklist.decision"), choices, asked=True, closed=bool(choices), width=30),
            WorkColumn("reviewer", phrase("worklist.reviewer"), asked=True, width=14))


def _options(survey: Survey, item: str, task: str) -> dict[str, Mapping[str, str]]:
    """The options a text behind "other" can be moved to, by value."""
    target: Item = survey.codebook[item]
    return {one.value: one.label for one in target.answers if one.value != OTHER} if task == "other" else {}


def _say_option(words: Mapping[str, str], value: str) -> str:
    """An option as a list shows it: both its labels, and its value."""
    return " / ".join(dict.fromkeys([*words.values(), value]))


def find_fill_in(survey: Survey, item: Item) -> Item:
    """The item of the words behind "other"."""
    text = f"{item.name}_other"
    if text not in survey.codebook:
        raise CleaningError("{item!r} has no fill-in item {text!r}.", where=survey, item=item.name,
                            fix="add a text row named {text} with sk_role other_text to the codebook", text=text)
    return survey.codebook[text]


def said_beside_other(survey: Survey, item: Item, text: str) -> pd.Series:
    """What was filled in by the respondents who chose `other`."""
    column, mark = (item.name, OTHER) if item.kind == "single" else (f"{item.name}{SEPARATOR}{OTHER}", 1)
    return survey._responses.loc[survey._responses[column].eq(mark).fillna(False).to_numpy(dtype=bool), text].dropna()


def _find_task(survey: Survey, item: str, task: str) -> WorkTask:
    """The texts of a task, and what to propose for them."""
    kinds = ("single", "multiple") if task == "other" else ("text",)
    target = require_item(survey, item, kinds, "write_worklist")
    source = find_fill_in(survey, target) if task == "other" else target
    if source.personal:
        raise CleaningError("A worklist cannot hold personal data: {item!r} is {role}.", where=survey, item=source.name,
                            role=source.role, fix="give the item another role in the codebook, if it holds none")
    answers = (said_beside_other(survey, target, source.name) if task == "other" else
               survey._responses[source.name].dropna())
    spelt = group_by(map(str, answers.unique()), str.strip)  # blanks around a text do not come back from a sheet
    held = answers.value_counts()
    counts = {text: int(sum(held[one] for one in ones)) for text, ones in spelt.items() if text}
    if task == "number":
        unread = {text: n for text, n in counts.items() if parse_number(text, UNITS) is None}
        return WorkTask(unread, spelt, lambda text: "", ())
    if task == "text":
        return WorkTask(counts, spelt, _propose_spelling(counts), ())
    options = _options(survey, target.name, task)
    return WorkTask(counts, spelt, _propose_option(options), tuple(
        _say_option(words, value) for value, words in options.items()))


def _propose_option(options: Mapping[str, Mapping[str, str]]) -> Callable[[str], str]:
    """The option whose label a text is, or is nearly."""
    labels = {normalise(label).casefold(): _say_option(words, value) for value, words in options.items()
              for label in (*words.values(), value)}

    def propose(text: str) -> str:
        near = difflib.get_close_matches(normalise(text).casefold(), labels, n=1, cutoff=NEAR)
        return labels[near[0]] if near else ""
    return propose


def _propose_spelling(counts: Mapping[str, int]) -> Callable[[str], str]:
    """The commonest of the spellings that differ by blanks, width or case only."""
    spelt = group_by(sorted(counts, key=lambda one: (-counts[one], one)), lambda text: normalise(text).casefold())

    def propose(text: str) -> str:
        best = spelt[normalise(text).casefold()][0]
        return best if best != text else ""
    return propose
