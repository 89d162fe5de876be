"""A redaction applied: cells, wordings and roles; earlier lines of the log lose what was taken out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from surveykit.clean.apply_step import CELLS, apply_step
from surveykit.clean.hidden_text import hide_old, is_hidden
from surveykit.codebook import Item
from surveykit.survey import Change, Step, Survey

LABEL, ROLE = "change_label", "change_role"
FROM_FILE = "read"  # the steps of reading are those of the file, and stay
HIDDEN = "***"
SCRUBBED = 6  # characters of a text that is looked for inside others


def apply_redaction(survey: Survey, step: Step, *, check_hidden: bool = True) -> Survey:
    """The survey after a redaction."""
    made = apply_step(survey, step, check_hidden=check_hidden)
    book = made.codebook
    for line in step.changes:
        if line.kind in {LABEL, ROLE}:
            item = book[line.item]
            book = book.with_item(replace(item, role=line.new) if line.kind == ROLE else _reword_item(item, line))
    cells = {(line.respondent, line.item) for line in step.changes if line.kind in CELLS}
    flags = tuple(flag._replace(value=HIDDEN) if (flag.respondent, flag.item) in cells else flag for flag in made.flags)
    return replace(made, codebook=book, flags=flags)


def _reword_item(item: Item, line: Change) -> Item:
    """The item with one of its wordings replaced; `rule` says which."""
    name, _, language = line.rule.rpartition("_")
    if name == "label":
        return replace(item, label={**item.label, language: line.new})
    if name == "short":
        return replace(item, short={**item.short, language: line.new})
    return replace(item, options=tuple(
        replace(option, label={**option.label, language: line.new}) if option.value == name else option
        for option in item.options))


def forget_old_texts(survey: Survey, key: bytes) -> Survey:
    """The survey with a log in which earlier lines about the cells of the last step lead straight to their new text.
    The first line about a cell keeps its place, its old text hidden; those behind it go, the last step's too, for their
    texts are personal.
    """
    *steps, last = survey.log
    new = {(line.respondent, line.item): line.new for line in last.changes if line.kind in CELLS}
    seen: set[tuple[str, str]] = set()
    log = [replace(step, changes=tuple(_forget(step, new, seen, key))) for step in steps]
    left = tuple(line for line in last.changes if line.kind not in CELLS or (line.respondent, line.item) not in seen)
    return replace(survey, log=(*log, replace(last, changes=left)))


def find_old_texts(survey: Survey, lines: Iterable[Change]) -> dict[str, str]:
    """What these cells held at any time since they were read, and the text that stands for each now."""
    new = {(line.respondent, line.item): line.new for line in lines if line.kind in CELLS}
    return {text: new[line.respondent, line.item] for step in survey.log if step.verb != FROM_FILE
            for line in step.changes if line.kind in CELLS and (line.respondent, line.item) in new
            for text in (line.new, line.old) if text and not (text == line.old and is_hidden(line))}


def _forget(step: Step, new: Mapping[tuple[str, str], str], seen: set[tuple[str, str]], key: bytes) -> Iterator[Change]:
    """The lines of an earlier step, those about cells in `new` joined into one each."""
    for line in step.changes:
        cell = (line.respondent, line.item)
        if step.verb == FROM_FILE or line.kind not in CELLS or cell not in new:
            yield line
        elif cell not in seen:
            seen.add(cell)
            yield (line if not line.old or is_hidden(line) else hide_old(line, key))._replace(
                new=new[cell], kind="change_response")


def scrub_texts(survey: Survey, words: Mapping[str, str]) -> Survey:
    """The survey with a log that holds none of these texts in reasons, notes and arguments, but what stands for each.
    A short text goes where it is the whole of what is held; inside others it would be part of a word.
    """
    names = {name for item in survey.codebook for name in (item.name, *item.columns)}
    order = {old: words[old] for old in sorted(words, key=len, reverse=True) if old.strip() and old not in names}
    log = tuple(replace(step, reason=_scrub(step.reason, order), arguments=_scrub(step.arguments, order),
                        changes=tuple(line._replace(note=_scrub(line.note, order)) if line.note else line
                                      for line in step.changes)) for step in survey.log)
    return replace(survey, log=log)


def _scrub(held: Any, words: Mapping[str, str]) -> Any:
    """A text, or what holds texts, with these texts replaced."""
    if isinstance(held, str):
        for old, new in words.items():
            held = held.replace(old, new) if len(old) >= SCRUBBED else new if held == old else held
        return held
    if isinstance(held, Mapping):
        return {_scrub(key, words): _scrub(value, words) for key, value in held.items()}
    return type(held)(_scrub(one, words) for one in held) if type(held) in {list, tuple} else held
