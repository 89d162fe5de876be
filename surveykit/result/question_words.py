"""A question as prose quotes it: whole where it is one, else by its short name; and a caption that quotes it."""

import re

import pandas as pd

from surveykit.result.title_words import capitalise, title_words, words_inside
from surveykit.result.view import View
from surveykit.text.display_width import display_width
from surveykit.words.marks import mark_wording
from surveykit.words.phrases import in_language, table

LONGEST_QUOTED = 180  # half-width units: what is longer is named by its short label
_ENDS = ("?", "？")


def quote_question(view: View) -> str:
    """`“Have you seen any of the films?”`: the one question a result is about, in quotation marks; '' for several."""
    words = _one_item(view)
    return view.phrase("quoted.question", words=mark_wording(_wording(view, words))) if words else ""


def is_question(view: View) -> bool:
    """Whether what `quote_question` quotes is a whole question, not a label."""
    words = _one_item(view)
    return bool(words) and _wording(view, words).endswith(_ENDS)


def is_plain_caption(view: View) -> bool:
    """Whether the caption says no more than the item's name: of everybody, not by group, not under other words."""
    words, chosen = _one_item(view), view.result.settings
    grouped = bool(words) and view.result.table.get("group", pd.Series(dtype=object)).astype(bool).any()
    title = in_language(view.result.title, view.language)
    return bool(words) and not grouped and not chosen.get("where") and title.startswith(title_words({"": words})[""])


def quote_caption(view: View) -> str:
    """The caption as a part of a sentence: a whole question in it stands in quotation marks.
    >>> import surveykit as sk
    >>> quote_caption(View(sk.frequencies(sk.example_survey(), "plan"), "en"))
    'Plan after service'
    """
    title = in_language(view.result.title, view.language)
    if is_question(view):
        words = {view.language: _one_item(view)}
        for named in (words_inside(words), title_words(words)):
            for name in (f"“{named[view.language]}”", named[view.language]):
                if name in title:
                    return view.mark_known(capitalise(title.replace(name, quote_question(view), 1)))
    return view.mark_known(capitalise(title))


def _one_item(view: View) -> str:
    """The name in tables of the item that all rows are about; '' where there are several."""
    table = view.result.table
    items = set(table["item"]) if "item" in table else set()
    named = view.result.labels.get("item", {})
    return view.result.label("item", items.pop(), view.language) if len(items) == 1 and items <= set(named) else ""


def _wording(view: View, words: str) -> str:
    """The whole question where the notes hold it and it is not too long, the whole text where its name was cut, else
    the name in tables."""
    template = re.escape(table()["note.wording"][view.language]).replace(re.escape("{label}"), "(?s:(.+))")
    found = (re.fullmatch(template, in_language(note, view.language)) for note in view.result.notes)
    asked = next((match[1].strip() for match in found if match), words)
    asked = re.sub(r"^(?:[Qq]?\d{1,3}[.、．)）:：]|[（(]\d{1,3}[)）])\s*(?=\D)", "", asked)
    question = re.fullmatch(r"(?s)(.*?[?？])(?:(?!\s[-–—]\s).)*", asked)  # behind ` – ` stands which row of it
    whole = question[1] if question else asked if "…" in words or re.search(r"[?？].*\s[-–—]\s", asked) else words
    return whole if display_width(whole) <= LONGEST_QUOTED else words
