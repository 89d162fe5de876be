"""The codebook of a study: drafted from an export, given, or a template's; and how it grows with the next export."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from surveykit.analysis.questions import require_groups
from surveykit.codebook import Codebook, Item
from surveykit.codebook.draft import DraftQuestion
from surveykit.errors import CodebookError, ReadError, SurveyError
from surveykit.new.item_cells import TESTED
from surveykit.read import read_survey
from surveykit.survey import Survey
from surveykit.text.normalise import normalise
from surveykit.words.phrases import join_words, phrase

CHOICES = ("single", "multiple")
NUMBER = re.compile(r"^\d{1,3}\s*[.、:)]\s*(?!\d)")


def grow_codebook(book: Codebook, drafted: Codebook) -> Codebook:
    """The codebook in use with what the draft of an export knows more.
    Items that only the export has come behind the one they follow there; items that have no column yet get the one
    of the question with the same words, or of their name. Choices get the options that only the export has, last.
    """
    behind, known = None, {words: item.name for item in book for words in _wordings(item)}
    known |= {item.name: item.name for item in book}
    for item in drafted:
        name = next((known[words] for words in (*_wordings(item), item.column or item.name) if words in known), None)
        if name is None:
            name = next(one for one in chain([item.name], (f"{item.name}_{n}" for n in count(2))) if one not in book)
            book = book.with_item(replace(item, name=name, column=item.column or item.name), after=behind)
        else:
            book = book.with_item(_take_options(_take_column(book[name], item), item))
        behind = name
    return book


def _take_column(item: Item, drafted: Item) -> Item:
    """The item with the column of the export; one that names its own keeps it."""
    column = drafted.column or drafted.name
    if item.column is not None or column == item.name:
        return item
    layout = drafted.layout if item.kind in ("multiple", "rank") and item.layout is None else item.layout
    return replace(item, column=column, layout=layout)


def _take_options(item: Item, drafted: Item) -> Item:
    """A choice with the options that only the export has; the points of a rating are nobody's to add."""
    if item.kind not in CHOICES or drafted.kind not in CHOICES or not item.options:
        return item
    known = {normalise(word) for option in item.options for word in (*option.label.values(), option.value)}
    taken = {option.value for option in item.options}
    more = [option for option in drafted.options
            if known.isdisjoint({*map(normalise, option.label.values()), normalise(option.value)})
            and option.value not in taken]
    return replace(item, options=(*item.options, *(replace(option, score=None) for option in more)))


def ask_new_options(old: Codebook, new: Codebook) -> Iterator[DraftQuestion]:
    """A doubt about each item that gained options."""
    for item in new:
        more = item.options[len(old[item.name].options):] if item.name in old else ()
        if more:
            labels = join_words(option.label or option.value for option in more)
            yield DraftQuestion(item.name, "new_options", phrase("draft.new_options", labels=labels))


def _wordings(item: Item) -> Iterator[str]:
    """The words people were asked, as they are compared: what makes a question the same question in two exports."""
    for side in {*item.label.values()} or {item.name}:
        yield NUMBER.sub("", normalise(side)).casefold()


def holds_export(given: Codebook, export: str | Path, choices: Mapping[str, str | None]) -> bool:
    """Whether a codebook that was made for this export reads it as it stands; then nothing is drafted beside it."""
    try:
        read_survey(export, codebook=given, **choices)
    except SurveyError:
        return False
    return True


def take_settings(book: Codebook, drafted: Codebook) -> Codebook:
    """A codebook that knows no platform with what the draft found out about the export."""
    if book.settings.get("platform") is not None:
        return book
    kept = {key: drafted.settings.get(key) for key in ("platform", "missing_codes", "headings")}
    return replace(book, settings={**book.settings, **{key: value for key, value in kept.items() if value}})


def find_groups(book: Codebook, survey: Survey | None, told: str, folder: Path) -> list[str]:
    """The names of the items that divide the others: told by name, label, short label or number of the question.
    A text may name several, parted by commas; a label may hold commas itself. Answers tell whether a number has few
    enough values, as for `by=`.
    """
    try:
        item = book[told]
    except CodebookError as error:
        head, comma, rest = told.rpartition(",")
        if not comma:
            raise ReadError("There is no item {name!r} to divide the others by.", where="{folder}", fix=error.fix,
                            name=told, folder=folder) from None
        return [*find_groups(book, survey, head.strip(), folder), *find_groups(book, survey, rest.strip(), folder)]
    if item.kind == "number" and survey is not None:
        require_groups(survey, item.name, "new --by")
    elif item.kind not in TESTED:
        raise ReadError("{name!r} makes no groups: it is {kind}.", where="{folder}", name=told, kind=item.kind,
                        folder=folder, fix="name a single choice, a rating, a select-all question or a number of few "
                        "values; what is drafted wrong is settled first: surveykit draft, surveykit settle, new "
                        "--codebook")
    return [item.name]
