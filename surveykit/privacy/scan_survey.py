"""Every text of a survey searched for personal data: cells, keys, headings, options, and columns as such."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from surveykit.codebook import Item
from surveykit.privacy.personal_findings import PersonalFinding
from surveykit.survey import Survey, value_text
from surveykit.text.personal import classify_personal
from surveykit.text.personal_names import Roster
from surveykit.text.personal_spans import PersonalSpan, find_personal_spans, mask_text

NAMES = "pii:name"
PSEUDONYM, KEY = "pseudonym", "id"  # roles; a key was declared to be one
LONG_NUMBER = 1e9  # a smaller one is no telephone number
OPEN = {"text", "number", "date"}
MANY = 1000
FEW = 2  # one answer makes no column
GUESSED = {"post", "location"}  # kinds of columns that are often asked about


class Search(NamedTuple):
    """How texts are searched: with which roster, and whether names are guessed."""

    roster: Roster | None
    names: bool

    def spans(self, text: str) -> list[PersonalSpan]:
        """What is personal in a text."""
        return find_personal_spans(text, roster=self.roster, names=self.names)


def scan_survey(survey: Survey, search: Search) -> list[PersonalFinding]:
    """All findings, in the order of the codebook; items that are marked personal are never written and not searched."""
    return [*_scan_keys(survey, search), *_scan_title(survey, search),
            *(finding for item in survey.codebook if not item.personal for finding in scan_item(survey, item, search))]


def own_roster(survey: Survey) -> Roster | None:
    """The names that respondents gave in items marked as names, if there are any."""
    items = [item.name for item in survey.codebook if item.role == NAMES]
    texts = [text for name in items for text in survey.responses[name].dropna().astype(str)]
    return Roster.of(texts) if texts else None


def scan_item(survey: Survey, item: Item, search: Search) -> Iterator[PersonalFinding]:
    """What stands in an item's wording, its options and its answers."""
    for side, words in (("label", item.label), ("short", item.short)):
        for language, text in words.items():
            yield from _find_in_text(search, text, "heading", item.name, f"{side}_{language}")
    for option in item.options:
        for language, text in option.label.items():
            yield from _find_in_text(search, text, "option", item.name, f"{option.value}_{language}")
    if item.kind in OPEN and item.role != PSEUDONYM:
        yield from _scan_answers(survey, item, search)


def _scan_answers(survey: Survey, item: Item, search: Search) -> Iterator[PersonalFinding]:
    """The cells of an item, each distinct answer searched once."""
    answers = survey.responses[item.name]
    codes, distinct = pd.factorize(answers)
    texts = _searched_texts(item, list(distinct))
    kind = _column_kind(item, [text for text in texts if text][:MANY], search)
    if kind:
        yield PersonalFinding("column", item.name, "", kind, 0, 0, "", "possible" if kind in GUESSED else "likely")
    spans = {code: found for code, text in enumerate(texts) if text and (found := search.spans(text))}
    for place in np.flatnonzero(np.isin(codes, list(spans))) if spans else ():
        text = texts[codes[place]]
        for span in spans[codes[place]]:
            yield _finding(span, text, "cell", item.name, str(answers.index[int(place)]))


def _column_kind(item: Item, texts: list[str], search: Search) -> str:
    """The kind of personal data that a column holds and nothing else; '' for none."""
    heading = " ".join(item.label.values()) or item.name
    kind = classify_personal(heading, texts) if texts and item.role != KEY else ""
    if not kind or kind in GUESSED or classify_personal(heading, []):
        return kind  # a place on the map is a whole answer, and no passage of one
    whole = sum(1 for text in texts for span in search.spans(text) if 2 * (span.end - span.start) > len(text.strip()))
    return kind if whole >= FEW and 3 * whole >= 2 * len(texts) else ""


def _searched_texts(item: Item, distinct: list[object]) -> list[str]:
    """The distinct answers as text; '' for a number that is too small to be personal."""
    if item.kind != "number":
        return [str(value) for value in distinct]
    return [value_text(value) if abs(float(str(value))) >= LONG_NUMBER else "" for value in distinct]


def _scan_keys(survey: Survey, search: Search) -> Iterator[PersonalFinding]:
    """Keys of respondents that are telephone numbers or the like."""
    for key in survey.responses.index:
        yield from _find_in_text(search._replace(names=False), str(key), "key", "", "")


def _scan_title(survey: Survey, search: Search) -> Iterator[PersonalFinding]:
    """The form's title and note."""
    for language, text in survey.codebook.title.items():
        yield from _find_in_text(search, str(text), "title", "", f"title_{language}")


def _find_in_text(search: Search, text: str, place: str, item: str, respondent: str) -> Iterator[PersonalFinding]:
    """The findings of one text."""
    for span in search.spans(text):
        yield _finding(span, text, place, item, respondent)


def _finding(span: PersonalSpan, text: str, place: str, item: str, respondent: str) -> PersonalFinding:
    """A passage of a text as a finding."""
    return PersonalFinding(place, item, respondent, span.kind, span.start, span.end - span.start,
                   mask_text(text[span.start:span.end]), span.confidence)
