"""The name of an item as a title says it: no question mark, and in English its case by its place."""

import re

from surveykit.words.phrases import Text

_REQUEST = re.compile(r"(?:please|kindly|indicate|to what extent)\s+\w+\s", re.IGNORECASE)
_COMMON = re.compile(r"[A-Z][a-z]+(?: [^A-Z]*)?")  # one capital, at the start: a common noun, as far as can be seen


def title_words(words: Text) -> Text:
    """An item's words as a title holds them: without the mark that ends a question.
    >>> title_words({"zh": "您的性别？", "en": "What is your gender?"})
    {'zh': '您的性别', 'en': 'What is your gender'}
    """
    return {language: text.strip().rstrip("?？:：。 ") or text for language, text in words.items()}


def words_inside(words: Text) -> Text:
    """The same behind other words of a title: an English common noun begins small.
    A label with a second capital (a name, a heading in capitals) and a whole question stay as they are; a request
    stands in quotation marks.
    >>> words_inside({"en": "Party identification"})["en"], words_inside({"en": "TV news"})["en"]
    ('party identification', 'TV news')
    >>> words_inside({"en": "Please state your view"})["en"]
    '“Please state your view”'
    """
    english = words.get("en", "")
    if _REQUEST.match(english):
        return {**title_words(words), "en": f"“{title_words(words)['en']}”"}
    small = _COMMON.fullmatch(english) and not english.rstrip().endswith("?")
    return title_words({**words, "en": english[0].lower() + english[1:]} if small else words)


def capitalise(title: str) -> str:
    """A title, its first letter large; the name of a file or a variable, or one like iPhone, stays as it is.
    >>> capitalise("plans by gender"), capitalise("plans_2.xlsx: all items")
    ('Plans by gender', 'plans_2.xlsx: all items')
    """
    return title[0].upper() + title[1:] if re.match(r"[a-zà-ÿ][a-zà-ÿ'’-]*(?![\w.])", title) else title
