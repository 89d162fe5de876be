"""What a title calls an item, in its case and without a question mark; a question as prose and captions quote it."""

import re

import pandas as pd

from surveykit.result.view import View
from surveykit.text.display_width import display_width
from surveykit.words.marks import mark_wording
from surveykit.words.phrases import Text, in_language, table

# whole questions and requests, with or without their mark: no noun that other words could govern
_ASKING = {"en": re.compile(
    r"(?:please|kindly|indicate|rate|rank|choose|select|tell|describe|state|to what extent)\s+\w+|"
    r"(?:(?:in|at|on|from|to|by|for|with)\s+)?(?:how|what|which|when|where|why|who|whom)\b.*\b"
    r"(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should)\b.*\b(?:you|your|i|we|it|they|there|the)\b|"
    r"(?:do|does|did|are|is|was|were|have|has|can|will|would|should)\s+(?:you|your|the|there|it)\b.*", re.IGNORECASE),
    "zh": re.compile(r"请.*|.*(?:什么|哪|吗|怎么|怎样|如何|是否|多大|几|为何|谁).*")}
_COMMON = re.compile(r"[A-Z][a-z]+(?: [^A-Z]*)?")  # one capital, at the start: a common noun, as far as can be seen
LONGEST_QUOTED = 180  # half-width units: what is longer is named by its short label
_ENDS = ("?", "？")


def title_words(words: Text) -> Text:
    """An item's words as a title holds them: without the mark that ends a question.
    >>> title_words({"zh": "您的性别？", "en": "What is your gender?"})
    {'zh': '您的性别', 'en': 'What is your gender'}
    """
    return {language: text.strip().rstrip("?？:：。 ") or text for language, text in words.items()}


def words_inside(words: Text) -> Text:
    """The same behind other words of a title: an English common noun begins small.
    A label with a second capital (a name, a heading in capitals) stays as it is; a whole question or a request stands
    in quotation marks.
    >>> words_inside({"en": "Party identification"})["en"], words_inside({"en": "TV news"})["en"]
    ('party identification', 'TV news')
    >>> words_inside({"en": "Please state your view"})["en"]
    '“Please state your view”'
    >>> words_inside({"zh": "是否愿意返乡？", "en": "In which year did you graduate"})
    {'zh': '“是否愿意返乡？”', 'en': '“In which year did you graduate”'}
    """
    english = words.get("en", "")
    small = _COMMON.fullmatch(english) and not english.rstrip().endswith("?")
    said = title_words({**words, "en": english[0].lower() + english[1:]} if small else words)
    return {side: f"“{text.strip()}”" if side in _ASKING and _ASKING[side].match(text) else said[side]
            for side, text in words.items()}


def capitalise(title: str) -> str:
    """A title, its first letter large; the name of a file or a variable, or one like iPhone, stays as it is.
    >>> capitalise("plans by gender"), capitalise("plans_2.xlsx: all items")
    ('Plans by gender', 'plans_2.xlsx: all items')
    """
    return title[0].upper() + title[1:] if re.match(r"[a-zà-ÿ][a-zà-ÿ'’-]*(?![\w.])", title) else title


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
